"""Links that lead back to where they began."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cityweave.linking.agreement import Naming
from cityweave.linking.flaw import Flaw
from cityweave.linking.link import Link
from cityweave.linking.target import BROADER, IDENTITY, NARROWER
from cityweave.parsing.fault import Severity

Edges = Mapping[str, set[str]]


def circles(links: Sequence[Link], name: Naming) -> Iterator[Flaw]:
    """The flaws of links in a circle.

    That a thing is broader than itself is never true. That it is the same as itself says
    nothing, and a circle of such links is only worth a look.
    """
    ranked = [one for one in links if one.predicate in (BROADER, NARROWER)]
    same = [one for one in links if one.predicate in IDENTITY]
    yield from _flaws(ranked, name, "violation")
    yield from _flaws(same, name, "warning")


def _flaws(links: Iterable[Link], name: Naming, severity: Severity) -> Iterator[Flaw]:
    edges: dict[str, set[str]] = defaultdict(set)
    ends = {link: _ends(link) for link in links}
    for start, end in ends.values():
        edges[start].add(end)
    for link, (start, end) in ends.items():
        way = _way(edges, end, start)
        if way is not None:
            gaps = {"others": " → ".join(map(name, (start, *way)))}
            yield Flaw("cyclic-links", link, gaps, severity)


def _ends(link: Link) -> tuple[str, str]:
    """From the narrower to the broader, and from where it is stated to where it leads."""
    if link.predicate == NARROWER:
        return link.object, link.subject
    return link.subject, link.object


def _way(edges: Edges, start: str, goal: str) -> list[str] | None:
    """The shortest way from one node to another, both in it; None where there is none."""
    came: dict[str, str | None] = {start: None}
    waiting = [start]
    for node in waiting:
        if node == goal:
            way = [node]
            while (before := came[way[-1]]) is not None:
                way.append(before)
            return way[::-1]
        for following in sorted(edges.get(node, ())):
            if following not in came:
                came[following] = node
                waiting.append(following)
    return None
