"""In which order shapes rest on one another, and that none rests on itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from cityweave.errors import SyntaxErrorInData
from cityweave.validation.names import Name

DEEPEST = 50
"""How deeply shapes may be nested; judging goes down with them."""


def in_order(names: Iterable[Name], below: Mapping[Name, tuple[Name, ...]]) -> tuple[Name, ...]:
    """The names, each before those that it rests on.

    Raises `SyntaxErrorInData` for recursion (https://www.w3.org/TR/shacl/#shapes-recursion),
    and for shapes that are nested deeper than `DEEPEST`.
    """
    sorter: TopologicalSorter[Name] = TopologicalSorter({name: below[name] for name in names})
    try:
        order = tuple(sorter.static_order())
    except CycleError as error:
        circle = " → ".join(str(one) for one in error.args[1])
        raise SyntaxErrorInData(
            f"These shapes refer to themselves in a circle: {circle}.",
            hint="Break the circle, for instance by sh:class in the place of one sh:node: what "
            "recursion means, SHACL leaves open.",
        ) from error
    heights: dict[Name, int] = {}
    for name in order:
        heights[name] = 1 + max((heights[one] for one in below[name]), default=0)
        if heights[name] > DEEPEST:
            raise SyntaxErrorInData(
                f"The shapes below {name} are nested more than {DEEPEST} deep.",
                hint="Divide them into shapes with targets of their own.",
            )
    return tuple(reversed(order))
