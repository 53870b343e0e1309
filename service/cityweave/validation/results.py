"""What an engine finds, in the terms of the specification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.parsing import Term
from cityweave.validation.paths import Path

Engine = OneOf["compiled", "pyshacl", "input"]
"""Who judged: our engine, the reference engine, or the reader of the input (cells, graphs)."""


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result (https://www.w3.org/TR/shacl/#results-validation-result).

    `shape` is `sh:sourceShape` and `constraint` is `sh:sourceConstraint`, as the shapes
    graph names them; `messages` are `sh:resultMessage`, filled in.
    """

    focus: Term
    path: Path | None
    value: Term | None
    shape: NamedNode | BlankNode
    component: NamedNode
    severity: NamedNode
    messages: tuple[Literal, ...] = ()
    constraint: Term | None = None
    engine: Engine = "compiled"
