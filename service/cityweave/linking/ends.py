"""The two ends of a link: whether the other one exists, and whether they can be one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cityweave.linking.entry import Entry
from cityweave.linking.evidence import FARTHEST
from cityweave.linking.flaw import Flaw
from cityweave.linking.gazetteer import Gazetteer
from cityweave.linking.link import Code, Link
from cityweave.linking.target import CLOSE, SAME_AS, Target
from cityweave.linking.thing import Thing
from cityweave.linking.words import phrase
from cityweave.parsing.fault import Severity

_WIDE = {"Region", "Country"}
"""Classes whose things are so wide that two positions of one can lie far apart."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a gazetteer has of what links lead to: the entries by id, and the kinds it has."""

    gazetteer: Gazetteer
    entries: Mapping[str, Entry]
    kinds: frozenset[str | None]


def look_up(links: Iterable[Link], gazetteers: Mapping[str, Gazetteer]) -> dict[str, Known]:
    """What the gazetteers, by the name of their target, know of where links lead.

    Each is read once, from its beginning to its end. Raises what reading one raises.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for link in links:
        target = link.target
        if target and (identifier := target.id_of(link.object)):
            wanted[target.name].add(identifier)
    return {
        name: _known(gazetteer, wanted[name])
        for name, gazetteer in gazetteers.items()
        if name in wanted
    }


def _known(gazetteer: Gazetteer, wanted: set[str]) -> Known:
    entries: dict[str, Entry] = {}
    kinds: set[str | None] = set()
    for entry in gazetteer.entries():
        kinds.add(entry.kind)
        if entry.id in wanted:
            entries[entry.id] = entry
    return Known(gazetteer, entries, frozenset(kinds))


def broken(
    link: Link, thing: Thing, known: Mapping[str, Known], farthest: float = FARTHEST
) -> Iterator[Flaw]:
    """The flaws of one link that its ends show. `farthest` is in kilometres."""
    target = link.target
    if target is None:
        return
    identifier = target.id_of(link.object)
    if identifier is None:
        mended = target.mended(link.object)
        fix = phrase("fix", "write", fix=mended) if mended else None
        gaps = {"value": link.object, "target": target.title}
        fault = "malformed-code" if isinstance(link, Code) else "malformed-link"
        yield Flaw(fault, link, gaps, fix=fix, instead=link.instead(mended) if mended else None)
        return
    code = target.country_of(identifier)
    if code and thing.country and code != thing.country:
        yield _other_country(link, thing, code)
    if link.is_identity and not target.mixed and target.properties:
        yield from _other_class(link, thing, target)
    if target.name not in known:
        return
    entry = known[target.name].entries.get(identifier)
    if entry is None:
        yield from _unknown(link, thing, target, known[target.name], identifier)
        return
    if entry.replaced_by:
        yield _replaced(link, target, entry, entry.replaced_by)
        return
    yield from _apart(link, thing, target, entry, farthest)


def unlike(link: Link, thing: Thing, other: Thing) -> Iterator[Flaw]:
    """The flaw of a link by which two things of ours are one, though they are of two kinds."""
    if not link.is_identity or not thing.classes or not other.classes:
        return
    if set(thing.classes).isdisjoint(other.classes):
        ours, theirs = ", ".join(thing.classes), ", ".join(other.classes)
        yield _other_kind(link, thing, (ours, theirs), "violation")


def _unknown(
    link: Link, thing: Thing, target: Target, known: Known, identifier: str
) -> Iterator[Flaw]:
    """An id that a gazetteer lacks, though it has things of that kind."""
    kind = target.class_of(thing.classes)
    has_such = kind is None or any(target.fits(kind, one) is not False for one in known.kinds)
    if known.gazetteer.is_whole or has_such:
        gaps = {"target": target.title, "id": identifier, "gazetteer": known.gazetteer.title}
        severity: Severity = "violation" if known.gazetteer.is_whole else "warning"
        yield Flaw("unknown-target", link, gaps, severity)


def _replaced(link: Link, target: Target, entry: Entry, successor: str) -> Flaw:
    instead = target.iri(successor)
    gaps = {"id": entry.id, "target": target.title, "other": successor}
    fix = phrase("fix", "write", fix=instead)
    return Flaw("replaced-target", link, gaps, fix=fix, instead=link.instead(instead))


def _apart(
    link: Link, thing: Thing, target: Target, entry: Entry, farthest: float
) -> Iterator[Flaw]:
    if thing.country and entry.country and thing.country != entry.country:
        yield _other_country(link, thing, entry.country)
    if not link.is_identity and link.predicate != CLOSE:
        return
    kind = target.class_of(thing.classes)
    if kind and target.fits(kind, entry.kind) is False:
        severity: Severity = "violation" if link.predicate == SAME_AS else "warning"
        yield _other_kind(link, thing, (kind, entry.kind or ""), severity)
    if kind not in _WIDE and thing.position and entry.position:
        kilometres = thing.position.kilometres_to(entry.position)
        if kilometres > farthest:
            gaps = {
                "thing": thing.name,
                "value": link.object,
                "name": entry.name,
                "kilometres": f"{kilometres:.0f}",
                "most": f"{farthest:g}",
            }
            yield Flaw("far-apart", link, gaps)


def _other_country(link: Link, thing: Thing, theirs: str) -> Flaw:
    gaps = {"thing": thing.name, "value": link.object, "ours": thing.country, "theirs": theirs}
    return Flaw("country-differs", link, gaps)


def _other_class(link: Link, thing: Thing, target: Target) -> Iterator[Flaw]:
    """A link that says that something is the same as what cannot be of its class."""
    if thing.classes and target.class_of(thing.classes) is None:
        ours, theirs = ", ".join(thing.classes), ", ".join(target.properties)
        yield _other_kind(link, thing, (ours, theirs), "violation")


def _other_kind(link: Link, thing: Thing, kinds: tuple[str, str], severity: Severity) -> Flaw:
    gaps = {"thing": thing.name, "value": link.object, "ours": kinds[0], "theirs": kinds[1]}
    return Flaw("wrong-kind", link, gaps, severity)
