"""Data and shapes in, results out, by one engine or the other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal as OneOf

from pyoxigraph import Store

from cityweave.parsing import Term
from cityweave.validation import compiled
from cityweave.validation.names import Name
from cityweave.validation.results import Result
from cityweave.validation.shapes import Shapes
from cityweave.validation.written import Written

Choice = OneOf["auto", "compiled", "pyshacl"]


def run(
    store: Store,
    shapes: Shapes,
    focus: Collection[Term] | None = None,
    engine: Choice = "auto",
    written: Written | None = None,
) -> list[Result]:
    """Judge the default graph of a store, whose named graphs play no part.

    `focus` limits it to these focus nodes. `auto` takes our engine, and pySHACL for the shapes
    that it leaves out (`Shapes.uncovered`); each result says who judged. `written` are statements
    of the store as somebody wrote them: a store keeps some literals in another form. Raises
    `SyntaxErrorInData` for shapes that cannot be used.
    """
    if engine == "pyshacl":
        return refer(store, shapes, focus, written=written)
    found = compiled.judge(store, shapes, focus=focus, written=written)
    if engine == "auto" and shapes.uncovered:
        found += refer(store, shapes, focus, shapes.uncovered, written)
    return found


def refer(
    store: Store,
    shapes: Shapes,
    focus: Collection[Term] | None = None,
    only: Collection[Name] | None = None,
    written: Written | None = None,
) -> list[Result]:
    """Have the reference engine judge, parameters as of `reference.judge`.

    It is imported when it is asked for the first time: a server need not wait for it.
    """
    from cityweave.validation import reference  # noqa: PLC0415

    return reference.judge(store, shapes, focus=focus, only=only, written=written)
