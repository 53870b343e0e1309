"""The names of accounts of links, which say how sure a link is and why (`cw:Link`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import count

_PART = re.compile(r"[\w.~-]+")


def accounts(
    things: Iterable[str], target: str, base: str, taken: Callable[[str], bool]
) -> Mapping[str, str]:
    """The IRI of the account of each thing's link to a target, by the IRI of the thing.

    They are of the deployment with that `base`, whosever the things are, and called as those
    in the shipped data: `link/geonames-ghent-be`. Where two things would have one name,
    or one is `taken`, their kinds go before it: `link/geonames-region-murcia-es`. A name of
    somebody else's thing is told from others by the whole of its IRI.
    """
    different = tuple(dict.fromkeys(things))
    parts = {one: _PART.findall(one.removeprefix(f"{base}id/")) or ["x"] for one in different}
    shared = Counter(found[-1] for found in parts.values())
    named: dict[str, str] = {}
    for thing, found in parts.items():
        long = "-".join(found)
        short = [found[-1]] if shared[found[-1]] == 1 else []
        slugs = (*short, long)
        numbered = (f"{long}-{number}" for number in count(2))
        iris = (f"{base}id/link/{target}-{slug}" for some in (slugs, numbered) for slug in some)
        named[thing] = next(one for one in iris if not taken(one) and one not in named.values())
    return named
