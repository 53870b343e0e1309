"""What a validator found, in a form in which different validators can be compared."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing import Index, Term
from cityweave.validation.paths import read_path, sparql
from cityweave.vocabulary import PREFIXES

SH = PREFIXES["sh"]


class Row(NamedTuple):
    """A result (https://www.w3.org/TR/shacl/#results-validation-result), its terms as N-Triples.

    A blank node is `_:`, for no two engines name one alike; the path is as SPARQL writes it.
    """

    focus: str
    path: str
    value: str
    shape: str
    component: str
    severity: str

    @property
    def fault(self) -> tuple[str, str, str, str]:
        """What was found where, whatever the engine says of the value that was at fault."""
        return self.focus, self.path, self.shape, self.component


def of_report(report: bytes) -> list[Row]:
    """The results of a report in N-Triples; details of nested ones (`sh:detail`) are left out.

    A path may stand there as SPARQL writes it, too.
    """
    index = Index(ox.parse(report, format=ox.RdfFormat.N_TRIPLES))
    return [_row(index, result) for _, result in index.pairs(sh("result"))]


def _row(index: Index, result: Term) -> Row:
    def value(name: str) -> Term | None:
        return index.value(result, sh(name))

    path = value("resultPath")
    return Row(
        term(value("focusNode")),
        "" if path is None else path_text(index, path),
        term(value("value")),
        term(value("sourceShape")),
        term(value("sourceConstraintComponent")),
        term(value("resultSeverity")),
    )


def sh(name: str) -> ox.NamedNode:
    """A term of SHACL."""
    return ox.NamedNode(SH + name)


def term(one: Term | None) -> str:
    """A term as N-Triples writes it, nothing for none."""
    return "" if one is None else "_:" if isinstance(one, ox.BlankNode) else str(one)


def path_text(index: Index, node: Term) -> str:
    """The path at a node of a report as SPARQL writes it, `_:` for one that is not described."""
    if isinstance(node, ox.Literal):
        return node.value
    try:
        return sparql(read_path(index, node))
    except SyntaxErrorInData:
        return "_:"


def write(rows: Iterable[Row], path: Path) -> None:
    """Keep rows in a file."""
    path.write_text(json.dumps(list(rows), ensure_ascii=False), encoding="utf-8")


def read(path: Path) -> list[Row]:
    """Rows that were kept."""
    return [Row(*row) for row in json.loads(path.read_text(encoding="utf-8"))]


class Agreement(NamedTuple):
    """How the results of an engine compare with the right ones; all zero but `right` is best.

    `other` are those that differ in value or severity only.
    """

    right: int
    missing: int
    extra: int
    other: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.missing or self.extra or self.other)


def compare(found: Iterable[Row], expected: Iterable[Row]) -> Agreement:
    """Compare results, each as often as it comes."""
    got, wanted = Counter(found), Counter(expected)
    lost, added = wanted - got, got - wanted
    lost_faults = Counter(row.fault for row in lost.elements())
    added_faults = Counter(row.fault for row in added.elements())
    other = (lost_faults & added_faults).total()
    return Agreement((got & wanted).total(), lost.total() - other, added.total() - other, other)
