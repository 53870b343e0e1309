"""Writes docs/benchmarks.md and its plots from runs that were kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.keeping import write_page
from bench.plot import draw
from bench.results import Cell, Measured, Run, Timing

PAGE = "page.md.jinja"
MARGIN = 15
"""Per cent within which two medians count as equal."""
OWN, NATIVE, OTHER = "cityweave", "oxigraph", "virtuoso"
MARKS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Section:
    """One size on the page: its run, its tables in Markdown, and who is ahead of whom."""

    run: Run
    plot: str
    systems: str
    points: str
    warm: str
    cold: str
    tail: str
    faults: str
    wins: list[str]
    losses: list[str]
    behind: list[str]
    compared: int
    minutes: int


def write_report(runs: Sequence[Run], folder: Path) -> Path:
    """Write `benchmarks.md` and a plot for each run into a folder; the path of the page."""
    for run in runs:
        draw(run, folder / _plot(run))
    last = runs[-1]
    return write_page(
        folder / "benchmarks.md",
        Path(__file__).resolve().parent / PAGE,
        sections=[section(run) for run in runs],
        questions=table(["template", "what it asks"], [[n, s] for n, s in last.templates.items()]),
        advice="\n".join(_advice(one) for one in last.systems),
        margin=MARGIN,
    )


def _plot(run: Run) -> str:
    return f"benchmarks-{run.size.lower()}.svg"


def _advice(one: Measured) -> str:
    return f"  - {one.title} {one.version}: {one.advice}."


def section(run: Run) -> Section:
    """The tables of one run."""
    shown = [one for one in run.systems if not one.unable]
    faults = _faults(run.templates, shown)
    return Section(
        run=run,
        plot=_plot(run),
        systems=_systems(run),
        points=_points(shown),
        warm=_templates(run, shown, faults, lambda cell: _middle(cell.warm), True),
        cold=_templates(
            run, shown, {}, lambda cell: f"{_ms(cell.cold)} / {_middle(cell.repeated)}"
        ),
        tail=_templates(run, shown, {}, lambda cell: f"{_last(cell.warm)} / {_last(cell.eight)}"),
        faults="\n".join(f"- {mark}: {words}" for words, mark in _legend(faults).items()),
        wins=_ahead(run, OWN, NATIVE),
        losses=_ahead(run, NATIVE, OWN),
        behind=_ahead(run, OTHER, OWN),
        compared=sum(ratio(run, name, OWN, NATIVE) is not None for name in run.templates),
        minutes=round(run.seconds / 60),
    )


def ratio(run: Run, template: str, one: str, other: str) -> float | None:
    """The warm median of one system in that of another, where both answered."""
    cells = {each.name: each.cells.get(template) for each in run.systems}
    first, second = cells.get(one), cells.get(other)
    if not (first and second and first.warm and second.warm):
        return None
    return first.warm.median / second.warm.median


def _ahead(run: Run, one: str, other: str) -> list[str]:
    """The templates on which one system is faster than another by more than the margin."""
    found = []
    for name in run.templates:
        value = ratio(run, name, other, one)
        if value is not None and value > 1 + MARGIN / 100:
            found.append(f"{name} {value:.1f}×")
    return found


def _systems(run: Run) -> str:
    head = ["system", "load, s", "start, s", "memory, MB", "bytes", "after, MB", "first byte, ms"]
    rows = []
    for one in run.systems:
        if one.unable:
            rows.append([one.title, f"not measured: {one.unable}", *[""] * 6])
            continue
        export = one.cells.get("export")
        rows.append(
            [
                one.title,
                number(one.load),
                number(one.restart),
                f"{one.memory / 1e6:.0f}",
                f"{one.memory / run.triples:.0f}",
                f"{one.memory_after / 1e6:.0f}",
                _ms(export.first_byte if export else None),
                number(one.mix),
            ]
        )
    return table([*head, "mix, 1/s"], rows)


def _points(shown: Sequence[Measured]) -> str:
    kinds = list(dict.fromkeys(kind for one in shown for kind in one.points))
    rows = []
    for one in shown:
        row = [one.title]
        for kind in kinds:
            rate = one.points.get(kind)
            if rate is None:
                row.append("–")
                continue
            errors = f", {rate.errors} errors" if rate.errors else ""
            row.append(f"{rate.per_second:.0f} ({_ms(rate.median)}, {_ms(rate.p99)}{errors})")
        rows.append(row)
    heads = [kind.replace(", 1", ", 1 client").replace(", 8", ", 8 clients") for kind in kinds]
    return table(["system", *heads], rows)


def _templates(
    run: Run,
    shown: Sequence[Measured],
    faults: dict[tuple[str, str], str],
    value: Callable[[Cell], str],
    is_compared: bool = False,
) -> str:
    """A row for each template, a column for each system."""
    legend = _legend(faults)
    rows = []
    for name in run.templates:
        row = [name]
        for one in shown:
            mark = legend.get(faults.get((name, one.name), ""), "")
            cell = value(one.cells[name]) if name in one.cells else "–"
            row.append(f"{cell} <sup>{mark}</sup>" if mark else cell)
        if is_compared:
            share = ratio(run, name, OWN, NATIVE)
            row.append("–" if share is None else f"{share:.2f}")
        rows.append(row)
    last = ["ratio"] if is_compared else []
    return table(["template", *(one.title for one in shown), *last], rows)


def _faults(names: dict[str, str], shown: Sequence[Measured]) -> dict[tuple[str, str], str]:
    """What is wrong with the answers or kept a system from giving one."""
    return {
        (name, one.name): one.cells[name].error or one.cells[name].fault
        for name in names
        for one in shown
        if name in one.cells and (one.cells[name].error or one.cells[name].fault)
    }


def _legend(faults: dict[tuple[str, str], str]) -> dict[str, str]:
    """A mark for each different fault."""
    different = list(dict.fromkeys(faults.values()))
    return {words: _mark(number) for number, words in enumerate(different)}


def _mark(number: int) -> str:
    first, second = divmod(number, len(MARKS))
    return (MARKS[first - 1] if first else "") + MARKS[second]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, the first column to the left and the others to the right."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float | None) -> str:
    """A figure with three digits that count, or a dash for none."""
    return "–" if value is None else f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def _ms(seconds: float | None) -> str:
    return number(None if seconds is None else seconds * 1000)


def _middle(timing: Timing | None) -> str:
    return _ms(timing.median if timing else None)


def _last(timing: Timing | None) -> str:
    return _ms(timing.p99 if timing else None)
