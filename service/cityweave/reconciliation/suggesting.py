"""What begins with what somebody types: things and classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cityweave.reconciliation.gathering import BARE, FORMS, LABEL
from cityweave.reconciliation.index import Class, Index
from cityweave.reconciliation.matching import Query, candidates, pool
from cityweave.reconciliation.meaning import PLACES
from cityweave.reconciliation.spelling import plain

LOOKED_AT = 2_000
"""Names with a prefix that are looked at, at most."""


def things(
    index: Index,
    prefix: str,
    types: Sequence[str] = (),
    check: Callable[[], None] = lambda: None,
    *,
    most: int,
    skip: int = 0,
) -> list[int]:
    """The things whose name or IRI begins with a text; where there are none, with a name like it.

    Whole names come first, then labels, then places. Without a text, there are none. `check` is
    called for each name that is looked at, and may raise.
    """
    exact = index.number(prefix.strip())
    if exact is not None:
        return [exact][skip : skip + most]
    wanted = plain(prefix)
    if not wanted:
        return []
    ranks: dict[int, tuple[bool, bool, bool, int]] = {}
    for key in index.starting(wanted, LOOKED_AT):
        check()
        text = index.keys[key]
        for thing, kind in index.holders(key):
            form, what = divmod(kind, FORMS)
            is_place = any(index.is_a(thing, one) for one in PLACES)
            rank = (text != wanted, form > 0 or what != LABEL, not is_place, len(text))
            if what != BARE and rank < ranks.get(thing, (True, True, True, 1_000_000)):
                ranks[thing] = rank
    order = sorted(ranks, key=lambda one: (ranks[one], one))
    if not order:
        query = Query((prefix,), limit=skip + most)
        alike = [one.thing for one in candidates(pool(index, query, check=check), query, {})]
        order += alike
    fitting = [one for one in order if not types or any(index.is_a(one, kind) for kind in types)]
    return fitting[skip : skip + most]


def classes(index: Index, prefix: str, language: str) -> list[Class]:
    """The classes whose name in any language, or whose IRI, begins with a text; all without one."""
    wanted = plain(prefix)
    found = []
    for one in index.classes.values():
        if prefix in {one.iri, "cw:" + one.iri.rpartition("#")[2]}:
            return [one]
        names = [plain(one.name(language).text), *map(plain, one.names.values())]
        names.append(plain(one.iri.rpartition("#")[2]))
        if one.names and any(f" {name}".find(f" {wanted}") >= 0 for name in names):
            starts = any(name.startswith(wanted) for name in names)
            found.append((not starts, one.name(language).text, one))
    return [one for _, _, one in sorted(found, key=lambda entry: entry[:2])]
