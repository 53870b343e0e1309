"""Data and shapes in, results out, by one engine or the other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal as OneOf

from pyoxigraph import Store

from cityweave.parsing import Term
from cityweave.validation import compiled, reference
from cityweave.validation.results import Result
from cityweave.validation.shapes import Shapes

Choice = OneOf["auto", "compiled", "pyshacl"]


def run(
    store: Store,
    shapes: Shapes,
    focus: Collection[Term] | None = None,
    engine: Choice = "auto",
) -> list[Result]:
    """Judge the default graph of a store, whose named graphs play no part.

    `focus` limits it to these focus nodes. `auto` takes our engine, and pySHACL for the shapes
    that it leaves out (`Shapes.uncovered`); each result says who judged. Raises
    `SyntaxErrorInData` for shapes that cannot be used.
    """
    if engine == "pyshacl":
        return reference.judge(store, shapes, focus=focus)
    found = compiled.judge(store, shapes, focus=focus)
    if engine == "auto" and shapes.uncovered:
        found += reference.judge(store, shapes, focus=focus, only=shapes.uncovered)
    return found
