"""Links that cannot all be right: two for one thing, one for two, and chains between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from cityweave.linking.flaw import Flaw
from cityweave.linking.link import Code, Link
from cityweave.linking.target import target_of
from cityweave.linking.words import phrase

Naming = Callable[[str], str]
"""What an IRI is called in a message."""

Owning = Callable[[str], bool]
"""Whether an IRI is that of a thing of ours."""


def disagreements(links: Sequence[Link], name: Naming, ours: Owning) -> Iterator[Flaw]:
    """The flaws of links by which two IRIs stand for one thing: one for each link that has it."""
    same = [one for one in links if one.is_identity and one.subject != one.object]
    yield from _conflicts(same, name, ours)
    yield from _shared(same, name, ours)
    yield from _chains([one for one in same if not isinstance(one, Code)], name, ours)


def _conflicts(same: Iterable[Link], name: Naming, ours: Owning) -> Iterator[Flaw]:
    """One thing of ours that is linked to several of a target."""
    found: dict[tuple[str, str], dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for link in same:
        if (target := link.target) and ours(link.subject):
            meant = target.mended(link.object) or link.object
            found[link.subject, target.title][meant].append(link)
    for (thing, title), others in found.items():
        for meant, linked in others.items() if len(others) > 1 else ():
            del meant
            for link in linked:
                gaps = {"thing": name(thing), "target": title, "others": ", ".join(sorted(others))}
                fault = "conflicting-codes" if isinstance(link, Code) else "conflicting-links"
                yield Flaw(fault, link, gaps, fix=phrase("fix", "choose"))


def _shared(same: Iterable[Link], name: Naming, ours: Owning) -> Iterator[Flaw]:
    """Several things of ours that are linked to one thing elsewhere, or have one code."""
    found: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in same:
        target = link.target
        meant = (target.mended(link.object) if target else None) or link.object
        found[target.title if target else "", meant].append(link)
    for (title, value), linked in found.items():
        subjects = sorted({one.subject for one in linked if ours(one.subject)})
        for link in linked if len(subjects) > 1 else ():
            fault = "shared-code" if isinstance(link, Code) else "many-to-one"
            gaps = {"others": ", ".join(map(name, subjects)), "value": value, "target": title}
            yield Flaw(fault, link, gaps, fix=phrase("fix", "choose"))


def _chains(same: Sequence[Link], name: Naming, ours: Owning) -> Iterator[Flaw]:
    """Different things that only several links together make one."""
    for linked in components(same):
        nodes = {end for one in linked for end in (one.subject, one.object)}
        own = sorted(filter(ours, nodes))
        by_target: dict[str, list[str]] = defaultdict(list)
        for node in sorted(nodes):
            if target := target_of(node):
                by_target[target.name].append(node)
        of_others = next((several for several in by_target.values() if len(several) > 1), [])
        together = own if len(own) > 1 else of_others
        if not together or _is_direct(linked, set(together), set(own)):
            continue
        for link in linked:
            gaps = {"others": ", ".join(map(name, together))}
            yield Flaw("same-by-chain", link, gaps, fix=phrase("fix", "choose"))


def _is_direct(linked: Iterable[Link], together: set[str], own: set[str]) -> bool:
    """Whether all of ours lead to one thing, or one of ours to all: other checks tell of that."""
    out, back = defaultdict(set), defaultdict(set)
    for link in linked:
        if link.subject in own:
            out[link.subject].add(link.object)
            back[link.object].add(link.subject)
    return any(together <= ends for ends in (*out.values(), *back.values()))


def components(links: Iterable[Link]) -> list[list[Link]]:
    """Links that hang together, in groups of more than one."""
    above: dict[str, str] = {}

    def top(node: str) -> str:
        while above.setdefault(node, node) != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    links = list(links)
    for link in links:
        above[top(link.subject)] = top(link.object)
    groups: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        groups[top(link.subject)].append(link)
    return [group for group in groups.values() if len(group) > 1]
