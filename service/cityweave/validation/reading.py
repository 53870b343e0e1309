"""What shapes say of themselves, in terms of Python; with errors that name the shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing import Term
from cityweave.parsing.index import Index
from cityweave.validation.names import Name, sh

Kind = TypeVar("Kind", Literal, NamedNode)


def messages(index: Index, node: Term) -> tuple[Literal, ...]:
    """The values of `sh:message`."""
    return tuple(one for one in index.objects(node, sh("message")) if isinstance(one, Literal))


def is_true(index: Index, node: Term, predicate: NamedNode) -> bool:
    """Whether a property is `true`, written so: of `"1"^^xsd:boolean` SHACL knows nothing."""
    return Literal(True) in index.objects(node, predicate)


def numbers(index: Index, node: Name, predicate: NamedNode) -> tuple[int, ...]:
    """The values of a property that has whole numbers."""
    return tuple(_number(one, node, predicate) for one in index.objects(node, predicate))


def number(index: Index, node: Name, predicate: NamedNode) -> int | None:
    """One of these, or None."""
    return next(iter(numbers(index, node, predicate)), None)


def _number(value: Term, node: Name, predicate: NamedNode) -> int:
    try:
        if isinstance(value, Literal):
            return int(value.value)
    except ValueError:
        pass
    raise wrong(node, predicate, value, "a whole number")


def literals(index: Index, node: Term, predicate: NamedNode) -> tuple[Literal, ...]:
    """The values of a property that has literals."""
    return tuple(_all(index, node, predicate, Literal, "a literal"))


def iris(index: Index, node: Name, predicate: NamedNode) -> tuple[NamedNode, ...]:
    """The values of a property that has IRIs."""
    return tuple(_all(index, node, predicate, NamedNode, "an IRI"))


def _all(
    index: Index, node: Term, predicate: NamedNode, kind: type[Kind], words: str
) -> Iterator[Kind]:
    """The values of a property, all of which must be of a kind."""
    for one in index.objects(node, predicate):
        if not isinstance(one, kind):
            raise wrong(node, predicate, one, words)
        yield one


def shapes(index: Index, node: Name, predicate: NamedNode) -> tuple[Name, ...]:
    """The values of a property that has shapes."""
    found = index.objects(node, predicate)
    return tuple(name(one, node, predicate) for one in found)


def name(value: Term, node: Name, predicate: NamedNode) -> Name:
    """A value that must be a shape."""
    if isinstance(value, NamedNode | BlankNode):
        return value
    raise wrong(node, predicate, value, "a shape")


def wrong(node: Term, predicate: NamedNode, value: Term, wanted: str) -> SyntaxErrorInData:
    """The error for a value that is not what SHACL wants."""
    local = predicate.value.rpartition("#")[2]
    return SyntaxErrorInData(
        f"sh:{local} of the shape {node} is {value}, which is not {wanted}.",
        hint=f"Write {wanted} there.",
    )
