"""The constraints of SHACL Core that a shape declares (https://www.w3.org/TR/shacl/#core-components)."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing.index import Index
from cityweave.validation import reading
from cityweave.validation.constraints import counts, logic, pairs, strings, values
from cityweave.validation.constraints.closed import Closed
from cityweave.validation.constraints.constraint import Constraint
from cityweave.validation.names import Name, sh
from cityweave.validation.paths import Path
from cityweave.validation.reading import iris, is_true, literals, number, numbers, wrong

_ONLY_WITH_PATH = tuple(
    sh(name)
    for name in (
        "minCount",
        "maxCount",
        "uniqueLang",
        "lessThan",
        "lessThanOrEquals",
        "qualifiedValueShape",
    )
)

_ONCE = tuple(
    sh(name)
    for name in (
        "datatype",
        "nodeKind",
        "minCount",
        "maxCount",
        "minExclusive",
        "minInclusive",
        "maxExclusive",
        "maxInclusive",
        "minLength",
        "maxLength",
        "flags",
        "languageIn",
        "uniqueLang",
        "in",
        "closed",
        "ignoredProperties",
        "qualifiedMinCount",
        "qualifiedMaxCount",
        "qualifiedValueShapesDisjoint",
    )
)


def read_core(index: Index, node: Name, path: Path | None) -> Iterator[Constraint]:
    """The constraints, in the order of the specification.

    Raises `SyntaxErrorInData` for parameters that are not well-formed.
    """
    if path is None:
        for predicate in _ONLY_WITH_PATH:
            if index.objects(node, predicate):
                raise SyntaxErrorInData(
                    f"The node shape {node} has sh:{predicate.value.rpartition('#')[2]}, which "
                    "is for values of a property.",
                    hint="Give the shape a sh:path, or put it into a sh:property.",
                )
    for predicate in _ONCE:
        if len(index.objects(node, predicate)) > 1:
            raise SyntaxErrorInData(
                f"The shape {node} has sh:{predicate.value.rpartition('#')[2]} more than once.",
                hint="Leave one of them, or make a shape for each.",
            )
    yield from _of_values(index, node)
    yield from _of_counts(index, node)
    yield from _of_strings(index, node)
    for name in iris(index, node, sh("equals")):
        yield pairs.Equals(name)
    for name in iris(index, node, sh("disjoint")):
        yield pairs.Disjoint(name)
    for name in iris(index, node, sh("lessThan")):
        yield pairs.Less(name, False)
    for name in iris(index, node, sh("lessThanOrEquals")):
        yield pairs.Less(name, True)
    yield from _of_shapes(index, node)
    yield from _of_others(index, node)


def _of_values(index: Index, node: Name) -> Iterator[Constraint]:
    for name in iris(index, node, sh("class")):
        yield values.OfClass(name)
    for name in iris(index, node, sh("datatype")):
        yield values.OfDatatype(name)
    for name in iris(index, node, sh("nodeKind")):
        if name not in values.KINDS:
            raise wrong(node, sh("nodeKind"), name, "one of the kinds of nodes")
        yield values.OfKind(name)
    for parameter in values.OPERATORS:
        for bound in literals(index, node, parameter):
            yield values.InRange(parameter, bound)


def _of_counts(index: Index, node: Name) -> Iterator[Constraint]:
    for limit in numbers(index, node, sh("minCount")):
        yield counts.MinCount(limit)
    for limit in numbers(index, node, sh("maxCount")):
        yield counts.MaxCount(limit)
    if is_true(index, node, sh("uniqueLang")):
        yield counts.UniqueLanguages()


def _of_strings(index: Index, node: Name) -> Iterator[Constraint]:
    for limit in numbers(index, node, sh("minLength")):
        yield strings.Length(limit, True)
    for limit in numbers(index, node, sh("maxLength")):
        yield strings.Length(limit, False)
    flags = next(iter(literals(index, node, sh("flags"))), Literal(""))
    for pattern in literals(index, node, sh("pattern")):
        yield strings.Pattern.of(node, pattern.value, flags.value)
    for head in index.objects(node, sh("languageIn")):
        tags = tuple(index.items(head))
        ranges = tuple(one.value for one in tags if isinstance(one, Literal))
        if len(ranges) < len(tags):
            raise wrong(node, sh("languageIn"), head, "a list of language tags")
        yield strings.InLanguages(ranges)


def _of_shapes(index: Index, node: Name) -> Iterator[Constraint]:
    for predicate, word in ((sh("not"), "not"), (sh("node"), "node")):
        for name in reading.shapes(index, node, predicate):
            yield logic.Logical(word, (name,))  # type: ignore[arg-type]
    for predicate, word in ((sh("and"), "and"), (sh("or"), "or"), (sh("xone"), "xone")):
        for head in index.objects(node, predicate):
            members = (reading.name(one, node, predicate) for one in index.items(head))
            yield logic.Logical(word, tuple(members))  # type: ignore[arg-type]
    for name in reading.shapes(index, node, sh("qualifiedValueShape")):
        siblings: tuple[Name, ...] = ()
        if is_true(index, node, sh("qualifiedValueShapesDisjoint")):
            siblings = tuple(one for one in _siblings(index, node) if one != name)
        least = number(index, node, sh("qualifiedMinCount"))
        most = number(index, node, sh("qualifiedMaxCount"))
        if least is not None:
            yield logic.Qualified(name, siblings, least, True)
        if most is not None:
            yield logic.Qualified(name, siblings, most, False)


def _siblings(index: Index, node: Name) -> Iterator[Name]:
    """The qualified shapes of all property shapes of the shapes that have this one.

    https://www.w3.org/TR/shacl/#def-sibling-shapes
    """
    word = sh("qualifiedValueShape")
    found = {
        shape: None
        for owner in index.subjects(sh("property"), node)
        for other in index.objects(owner, sh("property"))
        for shape in index.objects(other, word)
    }
    return (reading.name(one, node, word) for one in found)


def _of_others(index: Index, node: Name) -> Iterator[Constraint]:
    if is_true(index, node, sh("closed")):
        ignored = index.value(node, sh("ignoredProperties"))
        listed = tuple(index.items(ignored)) if ignored is not None else ()
        own = (index.value(one, sh("path")) for one in index.objects(node, sh("property")))
        yield Closed(frozenset(one for one in (*listed, *own) if isinstance(one, NamedNode)))
    for term in index.objects(node, sh("hasValue")):
        yield counts.HasValue(term)
    for head in index.objects(node, sh("in")):
        yield values.OneOf(tuple(index.items(head)))
