"""The kinds and their columns, made from declarations, shapes and ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from cityweave.errors import NotFound
from cityweave.formats import rdf_by_suffix
from cityweave.parsing import Index, parse, read_bytes
from cityweave.parsing.fault import Words
from cityweave.resources import files
from cityweave.spreadsheets.constraints import CONCEPT, LABEL, TYPE, Constraints, Content
from cityweave.spreadsheets.declarations import DECLARATIONS, Declaration, Nested, expand
from cityweave.spreadsheets.kind import Code, Column, Form, Kind, Part
from cityweave.spreadsheets.words import phrase
from cityweave.vocabulary import CW, LANGUAGES, PREFIXES

_XSD = PREFIXES["xsd"]
_LANG_STRING = PREFIXES["rdf"] + "langString"
_SPAN = CW + "TimeSpan"
IDENTIFIER = "id"


@cache
def content(override: Path | None = None) -> Content:
    """Shapes and ontology of the content folders. `override` as in `cityweave.resources`.

    Read once and kept: a process that may open no file calls it before it is confined.
    """
    paths = [
        path for name in ("shapes", "ontology") for path in files(name, ".ttl", override=override)
    ]
    quads = (
        quad
        for path in paths
        for quad in parse(
            read_bytes(path), rdf_by_suffix(path), source=str(path), rename_blank_nodes=True
        ).quads
    )
    return Content(Index(quads))


@cache
def kinds(override: Path | None = None) -> tuple[Kind, ...]:
    """Every kind of thing that has a template. Raises as `content` does.

    Content of one's own has templates of the kinds whose columns its shapes speak of.
    """
    found: list[Kind] = []
    if override is not None and not (override / "shapes").is_dir():
        return ()
    for declared in DECLARATIONS:
        try:
            found.append(_kind(declared, content(override)))
        except KeyError:
            if override is None:
                raise
    return tuple(found)


def kind(name: str, override: Path | None = None) -> Kind:
    """The kind of that name, such as `cities`. Raises `NotFound` with the names there are."""
    for found in kinds(override):
        if found.name == name:
            return found
    names = ", ".join(found.name for found in kinds(override))
    raise NotFound(f"There is no template for “{name}”.", hint=f"There are: {names}.")


def _kind(declared: Declaration, known: Content) -> Kind:
    iri = expand(declared.of)
    columns = [_identifier(declared), *_columns(declared.properties, iri, None, declared, known)]
    for nested in declared.nested:
        columns += _columns(nested.properties, expand(nested.of), nested, declared, known)
    return Kind(
        name=declared.name,
        iri=iri,
        id=declared.id,
        titles=known.words(iri) or phrase("title." + declared.name),
        columns=tuple(_distinct(columns)),
        parts=tuple(_part(nested, known) for nested in declared.nested),
        slug=tuple(expand(name) for name in declared.slug),
        creates=declared.creates,
    )


def _distinct(columns: Iterable[Column]) -> Iterator[Column]:
    """The columns, of two properties of one name the second with its prefix: `schema.sameAs`."""
    taken: set[str] = set()
    for column in columns:
        prefix = next((one for one in PREFIXES if column.property.startswith(PREFIXES[one])), "")
        is_taken = column.name in taken
        taken.add(column.name)
        yield replace(column, name=f"{prefix}.{column.name}") if is_taken else column


def _part(nested: Nested, known: Content) -> Part:
    iri = expand(nested.of)
    return Part(
        name=nested.name,
        iri=iri,
        id=nested.id,
        titles=known.words(iri),
        slug=tuple(expand(name) for name in nested.slug),
        forward=expand(nested.forward) if nested.forward else None,
        backward=expand(nested.backward) if nested.backward else None,
        fixed=tuple((expand(name), expand(value)) for name, value in nested.fixed),
    )


def _identifier(declared: Declaration) -> Column:
    said = "identifier" if declared.creates else "identifier-of-existing"
    return Column(
        name=IDENTIFIER,
        titles=phrase("title.identifier"),
        explanation=phrase("column." + said),
        property="",
        form=Form.IDENTIFIER,
        required=not declared.creates,
    )


def _columns(
    names: Iterable[str], of: str, nested: Nested | None, declared: Declaration, known: Content
) -> Iterator[Column]:
    """The columns of the declared properties, and of those that shapes ask for besides."""
    declared_iris = [expand(name) for name in names]
    given = {LABEL.value} if nested else set()
    if nested:
        given |= {expand(name) for name, _ in nested.fixed}
        given |= {expand(name) for name in (nested.forward, nested.backward) if name}
    wanted = [iri for iri in known.needed(of) if iri not in given and iri not in declared_iris]
    among = {expand(name): tuple(map(expand, classes)) for name, classes in declared.among.items()}
    for iri in (*declared_iris, *wanted):
        yield from _of_property(iri, of, nested, among.get(iri, ()), known)


def _of_property(
    iri: str, of: str, nested: Nested | None, among: tuple[str, ...], known: Content
) -> Iterator[Column]:
    if iri == TYPE.value:
        yield _class_column(of, known)
        return
    says = known.constraints(of, iri)
    form = _form(iri, says, known)
    local = iri.replace("#", "/").rpartition("/")[2]
    codes = tuple(Code(*code) for code in known.codes(iri)) if form is Form.CODE else ()
    separator = None if says.single or says.tagged else "\n" if form is Form.TEXT else ";"
    classes = among or tuple(name for name in says.classes if name != CONCEPT.value)
    for language in LANGUAGES if form is Form.TEXT else (None,):
        yield Column(
            name=".".join(filter(None, (nested.name if nested else None, local, language))),
            titles=_titles(says.words, known.words(of) if nested else None, language),
            explanation=_explanation(form, says, separator, classes, known.definition(iri), known),
            property=iri,
            form=form,
            classes=classes if form is Form.THING else (),
            codes=codes,
            datatypes=says.datatypes,
            language=language,
            required=says.needed,
            separator=separator,
            part=nested.name if nested else None,
        )


def _class_column(of: str, known: Content) -> Column:
    """Which class a thing is of, where its class has others below it."""
    return Column(
        name="type",
        titles=phrase("title.type"),
        explanation=phrase("column.type"),
        property=TYPE.value,
        form=Form.CLASS,
        codes=tuple(Code(iri, known.words(iri)) for iri in known.descendants(of)),
    )


def _form(iri: str, says: Constraints, known: Content) -> Form:
    types = {name.removeprefix(_XSD) for name in says.datatypes}
    if _LANG_STRING in says.datatypes:
        return Form.TEXT
    if says.classes:
        if _SPAN in says.classes:
            return Form.SPAN
        is_code = any(CONCEPT.value in known.ancestors(name) for name in says.classes)
        return Form.CODE if is_code else Form.THING
    if says.node:
        return Form.THING if iri.startswith(CW) else Form.LINK
    if types & {"gYear", "gYearMonth", "date", "dateTime"}:
        return Form.DATE
    return {
        "integer": Form.INTEGER,
        "decimal": Form.NUMBER,
        "anyURI": Form.ADDRESS,
    }.get("decimal" if "decimal" in types else next(iter(types), ""), Form.STRING)


def _titles(words: Words, part: Words | None, language: str | None) -> Words:
    """Headers: “network partnership: member”, “name (en)”."""
    suffix = f" ({language})" if language else ""
    return {
        tag: f"{part[tag]}: {text}{suffix}" if part else f"{text}{suffix}"
        for tag, text in words.items()
    }


def _explanation(
    form: Form,
    says: Constraints,
    separator: str | None,
    classes: tuple[str, ...],
    definition: Words,
    known: Content,
) -> Words:
    """The definition, and in each language how a cell is filled in."""
    rules = ["column." + form]
    rules += ["column.required"] if says.needed else []
    rules += {";": ["column.several"], "\n": ["column.several-lines"]}.get(separator or "", [])
    explained = {}
    for tag in LANGUAGES:
        names = [known.words(name).get(tag, "") for name in classes]
        said = [phrase(rule, classes=" / ".join(names) or "…")[tag] for rule in rules]
        explained[tag] = " ".join(filter(None, (definition.get(tag, definition.get("en")), *said)))
    return explained
