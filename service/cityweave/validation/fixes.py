"""What to write instead, where that can be known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Store
from rapidfuzz import fuzz, process

from cityweave.errors import SyntaxErrorInData
from cityweave.naming import compact
from cityweave.parsing import Index, Term
from cityweave.parsing.fault import Words
from cityweave.validation import ownership
from cityweave.validation.expecting import datatype as in_words
from cityweave.validation.labels import Known, Labels, local_name, shortened
from cityweave.validation.lexical import XSD
from cityweave.validation.names import LANG_STRING, sh
from cityweave.validation.report import Fix
from cityweave.validation.results import Result
from cityweave.validation.rewriting import LONGEST, choice
from cityweave.validation.similar import ALIKE, folded
from cityweave.validation.wording import phrase
from cityweave.vocabulary import BASE, LANGUAGES

STRING = NamedNode(XSD + "string")
ANY_URI = NamedNode(XSD + "anyURI")
_DEEPEST = 4


class Fixes:
    """Suggests fixes; never one that is only likely for a text that can be read in two ways."""

    def __init__(self, shapes: Index, known: Known, labels: Labels) -> None:
        self._shapes = shapes
        self._known = known
        self._labels = labels

    def of(self, result: Result) -> Fix | None:
        """The fix of a result, if one can be known."""
        name = result.component.value.rpartition("#")[2].removesuffix("ConstraintComponent")
        suggests = self._components().get(name)
        try:
            return suggests(result) if suggests else None
        except SyntaxErrorInData:  # a list without end, which the engine will have refused
            return None

    def _components(self) -> dict[str, Callable[[Result], Fix | None]]:
        return {
            "Datatype": self._typed,
            "Or": self._either,
            "Xone": self._either,
            "Node": self._either,
            "And": self._either,
            "NodeKind": self._thing,
            "Class": self._thing,
            "LanguageIn": self._language,
            "In": self._listed,
            "Closed": self._property,
            "Pattern": self._fitting,
        }

    def _either(self, result: Result) -> Fix | None:
        return self._typed(result) or self._thing(result)

    def _typed(self, result: Result) -> Fix | None:
        """The same text as a value of a datatype that the shape asks for."""
        value = result.value
        wanted = tuple(self._datatypes(result.shape))
        if isinstance(value, NamedNode) and ANY_URI in wanted:
            return _written(value.value, ANY_URI, same_text=True)
        if not isinstance(value, Literal):
            return None
        if STRING in wanted and value.language:
            plain = Literal(value.value)
            return Fix(phrase("fixes", "drop_language", replacement=_said(plain)), str(plain))
        typed = [one for one in wanted if one not in (STRING, LANG_STRING, value.datatype)]
        if value.datatype in wanted:  # the form is wrong, not the datatype
            typed.insert(0, value.datatype)
        if found := choice(value.value, typed):
            text, datatype = found
            if text and Literal(text, datatype=datatype) != value:
                return _written(text, datatype, same_text=text == value.value.strip())
            return None
        if STRING in wanted and value.datatype != STRING:
            return _written(value.value, STRING, same_text=True)
        if LANG_STRING in wanted and not value.language:
            return self._tagged(result.shape, value)
        return None

    def _tagged(self, shape: Term, value: Literal) -> Fix:
        """The text with a language: the only one that the shape allows, else as an example."""
        tags = self._tags(shape)
        only = Literal(value.value, language=tags[0]) if len(tags) == 1 else None
        examples: Words = {
            language: _said(
                only
                or Literal(
                    value.value, language=language if not tags or language in tags else tags[0]
                )
            )
            for language in LANGUAGES
        }
        return Fix(phrase("fixes", "add_language", example=examples), str(only) if only else None)

    def _language(self, result: Result) -> Fix | None:
        value = result.value
        if isinstance(value, Literal) and not value.language and value.datatype == STRING:
            return self._tagged(result.shape, value)
        return None

    def _tags(self, shape: Term) -> list[str]:
        found = (
            tag
            for head in self._shapes.objects(shape, sh("languageIn"))
            for tag in self._shapes.items(head)
        )
        return [one.value for one in found if isinstance(one, Literal) and one.value != "*"]

    def _thing(self, result: Result) -> Fix | None:
        """The thing of the graph whose name is nearest to what stands there."""
        value = result.value
        if isinstance(value, NamedNode):
            if self._labels.label(value) is not None:
                return None
            text = local_name(value.value)
        elif isinstance(value, Literal) and self._wants_thing(result.shape):
            text = value.value
        else:
            return None
        classes = [
            one.value
            for one in self._parameters(result.shape, "class")
            if isinstance(one, NamedNode)
        ]
        if isinstance(value, Literal) and (address := _address(text)) is not None:
            if not classes or self._labels.label(address) is not None:
                return Fix(phrase("fixes", "write", text=str(address)), str(address))
            text = local_name(address.value)
        found = self._known.nearest(text, classes)
        if found is None or found[0] == str(value):
            return None
        term, name = found
        named = self._labels.label(NamedNode(term[1:-1])) if term.startswith("<") else None
        return Fix(phrase("fixes", "meant", name=named or shortened(name)), term)

    def _wants_thing(self, shape: Term) -> bool:
        kinds = {sh("IRI"), sh("BlankNodeOrIRI")}
        return bool(tuple(self._parameters(shape, "class"))) or not kinds.isdisjoint(
            self._parameters(shape, "nodeKind")
        )

    def _listed(self, result: Result) -> Fix | None:
        """The member of the list that is nearest to what stands there."""
        value = result.value
        if value is None or isinstance(value, BlankNode):
            return None
        members = [
            one
            for head in self._shapes.objects(result.shape, sh("in"))
            for one in self._shapes.items(head)
        ]
        found = self._nearest(_text(value), members)
        if found is None:
            return None
        return Fix(phrase("fixes", "meant", name=self._labels.of(found)), str(found))

    def _property(self, result: Result) -> Fix | None:
        """The property that a closed shape allows and that is written most alike."""
        if not isinstance(result.path, NamedNode):
            return None
        found = self._nearest(
            local_name(result.path.value), ownership.allowed(self._shapes, result.shape)
        )
        if not isinstance(found, NamedNode):
            return None
        return Fix(phrase("fixes", "meant", name=self._labels.property(found)), str(found))

    def _fitting(self, result: Result) -> Fix | None:
        """The same text without spaces around it, or in other case, where that fits."""
        value = result.value
        if not isinstance(value, Literal) or len(value.value) > LONGEST:
            return None
        bare = value.value.strip()
        for text in dict.fromkeys((bare, bare.upper(), bare.lower(), bare.capitalize())):
            if text != value.value and self._fits(text, result.shape):
                language, datatype = value.language, value.datatype
                changed = Literal(text, language=language) if language else (
                    Literal(text, datatype=datatype))  # fmt: skip
                return Fix(phrase("fixes", "write", text=text), str(changed))
        return None

    def _fits(self, text: str, shape: Term) -> bool:
        """Whether a text fits the patterns of a shape, by the engine that takes linear time."""
        flags = self._shapes.value(shape, sh("flags")) or Literal("")
        patterns = self._shapes.objects(shape, sh("pattern"))
        tests = [f"REGEX({Literal(text)}, {one}, {flags})" for one in patterns]
        try:
            return bool(Store().query(f"ASK {{ FILTER({' && '.join(tests)}) }}"))
        except (SyntaxError, ValueError, OSError, RuntimeError):  # no pattern that can be used
            return False

    def _nearest(self, text: str, members: Iterable[Term]) -> Term | None:
        names: dict[str, Term] = {}
        for one in members:
            for name in (_text(one), *(self._labels.label(one) or {}).values()):
                names.setdefault(folded(name), one)
        best = process.extractOne(folded(text), names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best is None:
            return None
        return names[best[0]]

    def _datatypes(self, shape: Term) -> Iterator[NamedNode]:
        for one in self._parameters(shape, "datatype"):
            if isinstance(one, NamedNode):
                yield one

    def _parameters(self, shape: Term, name: str, depth: int = 0) -> Iterator[Term]:
        """The values of a parameter in a shape and in what it is put together from."""
        yield from self._shapes.objects(shape, sh(name))
        if depth == _DEEPEST:
            return
        for inner in self._shapes.objects(shape, sh("node")):
            yield from self._parameters(inner, name, depth + 1)
        for parameter in ("or", "xone", "and"):
            for head in self._shapes.objects(shape, sh(parameter)):
                for inner in self._shapes.items(head):
                    if self._shapes.value(inner, sh("path")) is None:
                        yield from self._parameters(inner, name, depth + 1)


def _written(text: str, datatype: NamedNode, *, same_text: bool) -> Fix:
    """A value to write; where only its datatype is new, that is what is said."""
    literal = Literal(text, datatype=datatype)
    if not same_text:
        return Fix(phrase("fixes", "write", text=text), str(literal))
    shown = shortened(text)
    words = phrase(
        "fixes", "write_as", text=shown, expected=in_words(datatype), replacement=_said(literal)
    )
    return Fix(words, str(literal))


def _address(text: str) -> NamedNode | None:
    """The thing whose web address stands there as a text."""
    if not text.startswith(("http://", "https://")):
        return None
    try:
        return NamedNode(text)
    except ValueError:
        return None


def _text(term: Term) -> str:
    return term.value if isinstance(term, Literal) else local_name(str(term).strip("<>"))


def _said(literal: Literal) -> str:
    """A literal as Turtle has it, with the names of datatypes in short, and not too long."""
    text = f'"{shortened(" ".join(literal.value.split()))}"'
    if literal.language:
        return f"{text}@{literal.language}"
    if literal.datatype == STRING:
        return text
    return f"{text}^^{compact(literal.datatype.value, BASE)}"
