"""Results as a table for people at a terminal."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from typing import Any

from cityweave.naming import compact
from cityweave.validation.rendering.display import clean
from cityweave.vocabulary import BASE

SMALLEST = 12


def boolean(body: bytes) -> str:
    """An ASK result (SPARQL JSON) in a word."""
    return "yes" if json.loads(body)["boolean"] else "no"


def table(body: bytes, width: int | None = None, base: str = BASE) -> str:
    """A SELECT result (SPARQL JSON) as aligned columns, with the number of rows below.

    `base` is that of the names, which prefixes shorten; `width` is that of the terminal in
    characters; cells that do not fit end in `…`.
    """
    found = json.loads(body)
    columns: list[str] = found["head"]["vars"]
    rows = [
        [cell(binding.get(column), base) for column in columns]
        for binding in found["results"]["bindings"]
    ]
    width = width or shutil.get_terminal_size().columns
    widths = fit([max(map(len, one)) for one in zip(columns, *rows, strict=True)], width)
    lines = [_line(columns, widths), _line(["─" * one for one in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    count = f"{len(rows)} row" if len(rows) == 1 else f"{len(rows)} rows"
    return "\n".join([*lines, f"({count})"])


def cell(term: Mapping[str, Any] | None, base: str = BASE) -> str:
    """A term for people: IRIs by prefix, literals by their text, nothing for unbound.

    What could steer a terminal, or the eye, is shown by its code.
    """
    if term is None:
        return ""
    if term["type"] == "uri":
        return clean(compact(term["value"], base))
    if term["type"] == "bnode":
        return f"_:{term['value']}"
    value = term["value"]
    if not isinstance(value, str):  # a triple term of RDF 1.2
        return clean(json.dumps(value, ensure_ascii=False))
    return clean(" ".join(value.split()))


def fit(widths: Sequence[int], total: int) -> list[int]:
    """Widths that fit beside one another: the widest give way first, down to `SMALLEST`."""
    fitted = list(widths)
    while fitted and sum(fitted) + 2 * (len(fitted) - 1) > total and max(fitted) > SMALLEST:
        widest = fitted.index(max(fitted))
        fitted[widest] -= 1
    return fitted


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    shown = (
        one if len(one) <= width else one[: width - 1] + "…"
        for one, width in zip(cells, widths, strict=True)
    )
    padded = (one.ljust(width) for one, width in zip(shown, widths, strict=True))
    return "  ".join(padded).rstrip()
