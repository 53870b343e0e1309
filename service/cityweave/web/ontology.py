"""The terms of the ontology, and the shapes, with their labels and what they mean, for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cityweave.store import Store
from cityweave.vocabulary import CW, PREFIXES, SHAPES
from cityweave.web.cells import Label, labels
from cityweave.web.rows import ask_rows


@dataclass(frozen=True)
class TermView:
    """A class, property or shape: its local name, its label, what it means, in which language.

    ``name`` is the prefixed one; ``href`` is a page of its own, below the root, where it has one.
    """

    anchor: str
    label: Label
    definition: str
    language: str
    name: str
    href: str | None = None


def terms_of(
    store: Store, language: str, words: Mapping[str, str]
) -> tuple[tuple[str, tuple[TermView, ...]], ...]:
    """The classes and the properties under ``cw:``, each group with its heading, by label."""
    rows = ask_rows(
        store,
        "SELECT ?term ?class ?definition {"
        " ?term rdf:type ?kind . VALUES (?kind ?class) {"
        " (owl:Class true) (owl:ObjectProperty false) (owl:DatatypeProperty false)"
        " (owl:AnnotationProperty false) }"
        f' FILTER(STRSTARTS(STR(?term), "{CW}"))'
        " OPTIONAL { ?term skos:definition ?definition } }",
    )
    found = labels(store, (row["term"].value for row in rows), language)
    groups: dict[bool, dict[str, TermView]] = {True: {}, False: {}}
    for row in rows:
        iri = row["term"].value
        anchor = iri.removeprefix(CW)
        definition = row.get("definition")
        spoken = (definition.language if definition else None) or "en"
        views = groups[row["class"].value == "true"]
        if iri not in views or spoken == language:
            text = definition.value if definition else ""
            views[iri] = TermView(
                anchor, found.get(iri, Label(anchor)), text, spoken, f"cw:{anchor}"
            )
    return (
        (words["classes"], _sorted(groups[True])),
        (words["properties"], _sorted(groups[False])),
    )


def shapes_of(
    store: Store, language: str, words: Mapping[str, str]
) -> tuple[tuple[str, tuple[TermView, ...]], ...]:
    """The shapes of things and of properties under ``cws:``, each group with its heading."""
    rows = ask_rows(
        store,
        f"PREFIX sh: <{PREFIXES['sh']}> SELECT ?shape ?node ?name ?description {{"
        " ?shape a ?kind . VALUES (?kind ?node) { (sh:NodeShape true) (sh:PropertyShape false) }"
        f' FILTER(STRSTARTS(STR(?shape), "{SHAPES}"))'
        ' OPTIONAL { ?shape sh:name ?name FILTER(LANG(?name) IN ("en", "' + language + '")) }'
        " OPTIONAL { ?shape sh:description ?description } }",
    )
    groups: dict[bool, dict[str, TermView]] = {True: {}, False: {}}
    for row in rows:
        anchor = row["shape"].value.removeprefix(SHAPES)
        name, described = row.get("name"), row.get("description")
        views = groups[row["node"].value == "true"]
        if anchor not in views or (name and name.language == language):
            label = Label(name.value, name.language) if name else Label(anchor)
            text = described.value if described else ""
            spoken = (described.language if described else None) or "en"
            href = f"/shapes/{anchor}"
            views[anchor] = TermView(anchor, label, text, spoken, f"cws:{anchor}", href)
    return (
        (words["shapes_of_things"], _sorted(groups[True])),
        (words["shapes_of_properties"], _sorted(groups[False])),
    )


def _sorted(views: Mapping[str, TermView]) -> tuple[TermView, ...]:
    return tuple(sorted(views.values(), key=lambda view: (view.label.text.casefold(), view.anchor)))
