"""What becomes of the datatypes that a contribution writes and the graph does not keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.naming import compact
from cityweave.parsing import Place, Term
from cityweave.parsing.fault import Fault
from cityweave.validation.wording import phrase
from cityweave.validation.written import Written
from cityweave.vocabulary import BASE


class Places(Protocol):
    """Where statements stand in an input."""

    def of(self, subject: Term, predicate: NamedNode, value: Term) -> Place | None:
        """Where the object of a statement stands."""


def kept_otherwise(written: Written, places: Places, base: str = BASE) -> Iterator[Fault]:
    """One piece of information for each datatype that gives way to another, at the first value.

    Another way of writing the same number or moment is not told: that says the same. `base` is
    that of the deployment.
    """
    found: dict[tuple[str, str], list[Quad]] = defaultdict(list)
    for stored, others in written.statements.items():
        for one in others:
            if isinstance(one.object, Literal) and isinstance(stored.object, Literal):
                was, is_now = one.object.datatype.value, stored.object.datatype.value
                if was != is_now:
                    found[was, is_now].append(one)
    for (was, is_now), quads in found.items():
        first = quads[0]
        yield Fault(
            "kept-otherwise",
            places.of(first.subject, first.predicate, first.object),
            phrase(
                "faults",
                "kept_otherwise",
                count=len(quads),
                was=compact(was, base),
                now=compact(is_now, base),
            ),
            value=first.object.value if isinstance(first.object, Literal) else None,
            severity="info",
        )
