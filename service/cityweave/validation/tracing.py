"""How the statements that a query of the shapes looks at hang together with `$this`.

A statement can change the solutions for a focus node only where it fits a triple pattern and the
patterns between that and `$this` are there, too: those of the same group, and those that stand
before it in the groups around. So each pattern is what a path leads to from the focus nodes
(`Read`), or what can be anywhere. The way to a variable is found once, and all that lies behind it
goes by that way: of several statements of a way that are gone the first is found by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from cityweave.parsing import Term
from cityweave.validation.mentions import predicates
from cityweave.validation.paths import (
    Alternative,
    Inverse,
    Path,
    Repeated,
    Sequence,
    inverse,
    may_stay,
)
from cityweave.validation.patterns import Group, Pattern, Unclear, Unknown, Value, group_of
from cityweave.validation.reads import Anywhere, Read, joined, steps

Ways = dict[str, Path | None]
"""The variables that can be reached from the focus nodes, with the paths that lead there."""


def traced(
    text: str, starts: Mapping[str, Path | None], known: Mapping[str, Term], path: Path | None
) -> tuple[Read | Anywhere, ...]:
    """What a query with its prologue looks at.

    `starts` are the variables that are bound to the focus nodes, or to what a path leads to from
    them; `known` and `path` as of `group_of`. A query that is not understood looks at all
    statements with the predicates that it mentions.
    """
    try:
        group = group_of(text, known, path)
    except Unclear:
        return (Anywhere(_mentioned(text, path)),)
    return tuple(dict.fromkeys(_group(group, dict(starts))))


def _mentioned(text: str, path: Path | None) -> frozenset[NamedNode] | None:
    found = predicates(text)
    if found is None or path is None:
        return found
    return None if may_stay(path) else found | frozenset(_names(path))


def _names(path: Path) -> Iterator[NamedNode]:
    match path:
        case NamedNode():
            yield path
        case Sequence() | Alternative():
            for one in path.paths:
                yield from _names(one)
        case Inverse() | Repeated():
            yield from _names(path.path)


def _group(group: Group, ways: Ways) -> Iterator[Read | Anywhere]:
    """What a group looks at; `ways` gets those that it finds."""
    waiting: list[Pattern] = []
    for part in group.parts:
        if isinstance(part, Pattern):
            waiting.append(part)
            continue
        yield from _connected(waiting, ways)
        yield from _group(part, dict(ways))
    yield from _connected(waiting, ways)
    for one in waiting:
        yield Anywhere(None if one.path is None else frozenset(_names(one.path)))


def _connected(waiting: list[Pattern], ways: Ways) -> Iterator[Read]:
    """Take out the patterns that a way leads to, and go on from them.

    Forwards first: most things have few statements, and many may lead to one of them.
    """
    while True:
        by_subject = next((one for one in waiting if _is_reached(one.subject, ways)), None)
        by_object = next((one for one in waiting if _is_reached(one.object, ways)), None)
        if by_subject is not None:
            waiting.remove(by_subject)
            one = by_subject
            yield from _step(one.subject, one.path, one.object, ways)
        elif by_object is not None:
            waiting.remove(by_object)
            one = by_object
            back = None if one.path is None else inverse(one.path)
            yield from _step(one.object, back, one.subject, ways, by_object=True)
        else:
            return


def _is_reached(value: Value, ways: Ways) -> bool:
    return isinstance(value, Unknown) and value.name in ways


def _step(
    start: Value, path: Path | None, end: Value, ways: Ways, *, by_object: bool = False
) -> Iterator[Read]:
    """What a pattern looks at from an end that a way leads to; then a way leads to the other."""
    assert isinstance(start, Unknown)  # noqa: S101 - nothing else has a way
    before = ways[start.name]
    other = end if isinstance(end, NamedNode) else None
    match path:
        case None:
            yield Read(before, None, by_object, other)
            return
        case NamedNode():
            yield Read(before, path, False, other)
        case Inverse(NamedNode() as predicate):
            yield Read(before, predicate, True, other)
        case _:
            yield from steps(path, before)
    if isinstance(end, Unknown) and end.name not in ways:
        ways[end.name] = joined(before, path)
