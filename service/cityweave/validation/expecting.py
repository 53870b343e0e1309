"""What a constraint expects, in words, by its component and the parameters of its shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyoxigraph import Literal, NamedNode

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing import Index, Term
from cityweave.parsing.fault import Words
from cityweave.validation import ownership
from cityweave.validation.labels import Labels, local_name, shortened
from cityweave.validation.lexical import RANGES, XSD
from cityweave.validation.names import sh
from cityweave.validation.paths import read_path
from cityweave.validation.wording import joined, phrase, phrases

DEEPEST = 3
"""Shapes within shapes that are said in words; those further in by their names."""

LISTED = 8
"""Members of a list that are named."""

LONGEST = 600
"""Characters of an expectation."""

_KINDS = {
    "IRI": "kind_iri",
    "BlankNode": "kind_blank",
    "Literal": "kind_literal",
    "BlankNodeOrIRI": "kind_thing",
    "IRIOrLiteral": "kind_iri_or_literal",
    "BlankNodeOrLiteral": "kind_blank_or_literal",
}
_DATATYPES = {
    "float": "decimal", "double": "decimal",
    "yearMonthDuration": "duration", "dayTimeDuration": "duration",
}  # fmt: skip
_COUNTED = {"0": "_none", "1": "_one"}


class Expectations:
    """Says what the constraints of a shapes graph expect."""

    def __init__(self, shapes: Index, labels: Labels) -> None:
        self._shapes = shapes
        self._labels = labels

    def of(self, shape: Term, component: NamedNode) -> Words | None:
        """What a component of a shape expects; None where only the shape's message can say."""
        name = component.value.rpartition("#")[2].removesuffix("ConstraintComponent")
        try:
            said = self._constraint(shape, name, 0)
        except SyntaxErrorInData:  # a list without end, which the engine will have refused
            return None
        return said and {language: shortened(text, LONGEST) for language, text in said.items()}

    def _constraint(self, shape: Term, name: str, depth: int) -> Words | None:
        """One component; several parameters of one are all expected."""
        says = self._components().get(name)
        said = says(shape, depth) if says else ()
        return self._all(said)

    def _components(self) -> dict[str, Callable[[Term, int], Iterable[Words]]]:
        return {
            "Class": lambda shape, _: self._named("class", shape, "class"),
            "Datatype": lambda shape, _: map(datatype, self._objects(shape, "datatype")),
            "NodeKind": lambda shape, _: map(_kind, self._objects(shape, "nodeKind")),
            "MinCount": lambda shape, _: self._counted(shape, "minCount", "min_count"),
            "MaxCount": lambda shape, _: self._counted(shape, "maxCount", "max_count"),
            "MinExclusive": lambda shape, _: self._bound(shape, "minExclusive", "more_than"),
            "MinInclusive": lambda shape, _: self._bound(shape, "minInclusive", "at_least"),
            "MaxExclusive": lambda shape, _: self._bound(shape, "maxExclusive", "less_than"),
            "MaxInclusive": lambda shape, _: self._bound(shape, "maxInclusive", "at_most"),
            "MinLength": lambda shape, _: self._counted(shape, "minLength", "min_length"),
            "MaxLength": lambda shape, _: self._counted(shape, "maxLength", "max_length"),
            "Pattern": lambda shape, _: self._patterns(shape),
            "LanguageIn": lambda shape, _: self._languages(shape),
            "UniqueLang": lambda shape, _: self._unique(shape),
            "Equals": lambda shape, _: self._other(shape, "equals", "equals"),
            "Disjoint": lambda shape, _: self._other(shape, "disjoint", "disjoint"),
            "LessThan": lambda shape, _: self._other(shape, "lessThan", "less_than_property"),
            "LessThanOrEquals": lambda shape, _: self._other(
                shape, "lessThanOrEquals", "at_most_property"
            ),
            "Not": self._not,
            "And": lambda shape, depth: self._lists(shape, "and", depth),
            "Or": lambda shape, depth: self._lists(shape, "or", depth),
            "Xone": lambda shape, depth: self._lists(shape, "xone", depth),
            "Node": lambda shape, depth: self._shapes_of(shape, "node", depth),
            "Property": lambda shape, depth: self._shapes_of(shape, "property", depth),
            "QualifiedMinCount": lambda shape, depth: self._qualified(shape, "Min", depth),
            "QualifiedMaxCount": lambda shape, depth: self._qualified(shape, "Max", depth),
            "Closed": lambda shape, _: self._closed(shape),
            "HasValue": lambda shape, _: (
                phrase("expectations", "this_value", value=self._labels.of(one))
                for one in self._objects(shape, "hasValue")
            ),
            "In": lambda shape, _: map(self._listed, self._members(shape, "in")),
        }

    def _objects(self, shape: Term, parameter: str) -> tuple[Term, ...]:
        return self._shapes.objects(shape, sh(parameter))

    def _members(self, shape: Term, parameter: str) -> Iterable[tuple[Term, ...]]:
        return (tuple(self._shapes.items(one)) for one in self._objects(shape, parameter))

    def _named(self, key: str, shape: Term, parameter: str) -> Iterable[Words]:
        for one in self._objects(shape, parameter):
            yield phrase("expectations", key, name=self._labels.of(one))

    def _other(self, shape: Term, parameter: str, key: str) -> Iterable[Words]:
        for one in self._objects(shape, parameter):
            if isinstance(one, NamedNode):
                yield phrase("expectations", key, other=self._labels.property(one))

    def _counted(self, shape: Term, parameter: str, key: str) -> Iterable[Words]:
        for one in self._objects(shape, parameter):
            count = one.value if isinstance(one, Literal) else str(one)
            if parameter == "minLength" and count == "1":
                yield phrase("expectations", "not_empty")
                continue
            special = key + _COUNTED.get(count, "")
            key = special if special in phrases("expectations") else key
            yield phrase("expectations", key, count=count)

    def _bound(self, shape: Term, parameter: str, key: str) -> Iterable[Words]:
        for one in self._objects(shape, parameter):
            yield phrase("expectations", key, bound=self._labels.of(one))

    def _patterns(self, shape: Term) -> Iterable[Words]:
        for one in self._objects(shape, "pattern"):
            yield phrase("expectations", "pattern", pattern=self._labels.of(one))

    def _languages(self, shape: Term) -> Iterable[Words]:
        for tags in self._members(shape, "languageIn"):
            yield phrase("expectations", "languages", languages=self._list(tags))

    def _unique(self, shape: Term) -> Iterable[Words]:
        if self._is_true(shape, "uniqueLang"):
            yield phrase("expectations", "unique_lang")

    def _closed(self, shape: Term) -> Iterable[Words]:
        if self._is_true(shape, "closed"):
            names = map(self._labels.property, ownership.allowed(self._shapes, shape))
            yield phrase("expectations", "closed", list=_list(tuple(names)))

    def _is_true(self, shape: Term, parameter: str) -> bool:
        values = self._objects(shape, parameter)
        return any(isinstance(one, Literal) and one.value in ("true", "1") for one in values)

    def _listed(self, members: tuple[Term, ...]) -> Words:
        return phrase("expectations", "one_of", list=self._list(members))

    def _list(self, members: tuple[Term, ...]) -> Words:
        return _list(tuple(self._labels.of(one) for one in members[: LISTED + 1]), len(members))

    def _not(self, shape: Term, depth: int) -> Iterable[Words]:
        for inner in self._objects(shape, "not"):
            yield phrase("expectations", "not", inner=self._shape(inner, depth + 1))

    def _lists(self, shape: Term, parameter: str, depth: int) -> Iterable[Words]:
        for members in self._members(shape, parameter):
            inner = [self._shape(one, depth + 1) for one in members]
            if parameter == "and":
                yield from inner
            else:
                said = joined(inner, phrases("expectations")["or"])
                yield (
                    phrase("expectations", "exactly_one", inner=said)
                    if (parameter == "xone")
                    else said
                )

    def _shapes_of(self, shape: Term, parameter: str, depth: int) -> Iterable[Words]:
        for inner in self._objects(shape, parameter):
            yield self._shape(inner, depth + 1)

    def _qualified(self, shape: Term, which: str, depth: int) -> Iterable[Words]:
        for inner in self._objects(shape, "qualifiedValueShape"):
            for count in self._objects(shape, f"qualified{which}Count"):
                yield phrase(
                    "expectations",
                    f"qualified_{which.lower()}",
                    count=count.value if isinstance(count, Literal) else str(count),
                    inner=self._shape(inner, depth + 1),
                )

    def _shape(self, shape: Term, depth: int) -> Words:
        """What a shape within a shape expects: by its name, or by its constraints."""
        own = ownership.by_language(self._shapes, shape, ownership.NAME)
        if own and isinstance(shape, NamedNode):
            return phrase("expectations", "shape", name=own)
        parts: list[Words] = []
        if depth <= DEEPEST:
            parts = [
                said
                for name in self._components()
                if (said := self._constraint(shape, name, depth))
            ]
        if not parts:
            return phrase("expectations", "other_shape")
        inner = joined(parts, phrases("expectations")["and"])
        path = self._shapes.value(shape, sh("path"))
        if path is None:
            return inner
        words = self._labels.path(read_path(self._shapes, path), shape)
        return phrase("expectations", "with", path=words, inner=inner)

    @staticmethod
    def _all(said: Iterable[Words]) -> Words | None:
        parts = tuple(said)
        return joined(parts, phrases("expectations")["and"]) if parts else None


def _list(names: tuple[Words, ...], count: int | None = None) -> Words:
    """Names with commas, the first of them when there are many."""
    count = len(names) if count is None else count
    shown = joined(names[:LISTED], ", ")
    if count <= LISTED:
        return shown
    return phrase("expectations", "and_more", list=shown, count=count - LISTED)


def datatype(term: Term) -> Words:
    """What values of a datatype are called."""
    iri = term.value if isinstance(term, NamedNode) else str(term)
    name = local_name(iri)
    if iri == XSD + name and None not in (bounds := RANGES.get(name, (None, None))):
        least, most = bounds
        return phrase("datatypes", "between", least=str(least), most=str(most))
    name = _DATATYPES.get(name, name)
    is_known = name in phrases("datatypes") and iri.startswith(("http://www.w3.org/",))
    return phrase("datatypes", name) if is_known else phrase("datatypes", "other", name=name)


def _kind(term: Term) -> Words:
    return phrase("expectations", _KINDS.get(local_name(str(term).strip("<>")), "kind_thing"))
