"""The cases of this folder: what is sent in, and exactly what must be found in it.

Beside each input stands `<input>.expected.json`. `error` is what reading must end in;
otherwise `findings` are all that may be found. A finding has the place where the input
is to be changed, in characters from one, or in rows and columns with the name of the
cell. `fix` is a term that must be suggested; true stands for one in words, false for
none. `input` names other files than the one beside it, which are put behind one another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cases.workbooks import workbook
from cityweave.validation.report import Finding

FOLDER = Path(__file__).parent
_SHAPES = "https://w3id.org/cityweave/shapes#"


class Found(NamedTuple):
    """A finding, as far as it is compared. Of faults `rule` and `focus` are empty."""

    line: int | None
    column: int | None
    sheet: str | None
    cell: str | None
    rule: str
    component: str
    severity: str
    focus: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One input, and what must be found in it."""

    name: str
    data: bytes
    file: str
    profile: str
    findings: tuple[Found, ...]
    fixes: Mapping[Found, str | bool]
    error: Mapping[str, Any] | None
    statements: int | None
    kind: str | None


def cases() -> list[Case]:
    """Every case that stands in a file, by its path in this folder."""
    return [_case(path) for path in sorted(FOLDER.rglob("*.expected.json"))]


def _case(path: Path) -> Case:
    said = json.loads(path.read_text(encoding="utf-8"))
    own = path.name.removesuffix(".expected.json")
    inputs = [path.parent / name for name in said.get("input", [own])]
    if own.endswith(".xlsx") and not (path.parent / own).exists():
        data = workbook(json.loads((path.parent / f"{own}.json").read_text(encoding="utf-8")))
    else:
        data = b"".join(one.read_bytes() for one in inputs)
    fixes = {_expected(one): one["fix"] for one in said.get("findings", []) if "fix" in one}
    found = tuple(sorted(map(_expected, said.get("findings", [])), key=_order))
    assert said.get("conforms", False) == (not found and "error" not in said), path
    return Case(
        name=path.relative_to(FOLDER).as_posix().removesuffix(".expected.json"),
        data=data,
        file=own,
        profile=said.get("profile", "contribution"),
        findings=found,
        fixes=fixes,
        error=said.get("error"),
        statements=said.get("statements"),
        kind=said.get("kind"),
    )


def _expected(row: Mapping[str, Any]) -> Found:
    return Found(
        row.get("line"),
        row.get("column"),
        row.get("sheet"),
        row.get("cell"),
        row["rule"],
        row["component"],
        row["severity"],
        row["focus"] or "",
        row["value"],
    )


def found(findings: Iterable[Finding]) -> dict[Found, Finding]:
    """Findings as they are compared; blank nodes, whose names say nothing, are all `_:`."""
    return {_of(one): one for one in findings}


def _of(one: Finding) -> Found:
    place = one.place
    return Found(
        place.line if place else None,
        place.column if place else None,
        place.sheet if place else None,
        place.cell if place else None,
        one.shape.replace(_SHAPES, "cws:"),
        one.component,
        one.severity,
        _nameless(one.focus) or "",
        _nameless(one.value),
    )


def _nameless(term: str | None) -> str | None:
    return "_:" if term and term.startswith("_:") else term


def _order(one: Found) -> tuple[str, ...]:
    return tuple("" if part is None else f"{part!s:>8}" for part in one)


def ordered(findings: Iterable[Found]) -> list[Found]:
    """In the order of the input."""
    return sorted(findings, key=_order)
