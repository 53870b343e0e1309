"""What a gazetteer knows of one thing."""

from __future__ import annotations

from dataclasses import dataclass

from cityweave.linking.position import Position


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing in a gazetteer. `id` is the one that IRIs of the target are made of.

    `name` is its main name and `others` are its other ones. `country` is an ISO 3166-1
    alpha-2 code. `kind` is a feature of GeoNames (`P.PPL`; `P` where only the class is
    known) or says in another way what it is. `replaced_by` is the id of what has taken its
    place, where it is not in use any more.
    """

    id: str
    name: str
    others: tuple[str, ...] = ()
    country: str | None = None
    position: Position | None = None
    population: int | None = None
    kind: str | None = None
    replaced_by: str | None = None
