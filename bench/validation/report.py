"""Writes docs/benchmarks-validation.md and its plots from runs that were kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.keeping import write_page
from bench.report import number, table
from bench.validation.plot import draw
from bench.validation.results import Judged, Run, System

PAGE = "page.md.jinja"
OWN = "cityweave"
AIMS = {"pyshacl": 30, "pyrudof": 5, "pyshacl-turbo": 5}
"""How many times faster than each Cityweave is to judge the whole graph."""


@dataclass(frozen=True, slots=True)
class Section:
    """One size on the page: its run and its tables in Markdown."""

    run: Run
    plot: str
    whole: str
    trial: str
    ratios: list[str]
    notes: list[str]
    requests: str
    edits: str
    minutes: int
    planted: int


def write_report(runs: Sequence[Run], folder: Path) -> Path:
    """Write `benchmarks-validation.md` and a plot for each run into a folder; the page's path."""
    for run in runs:
        draw(run, folder / _plot(run))
    scored = next((run for run in runs if any(one.suite for one in run.systems)), None)
    return write_page(
        folder / "benchmarks-validation.md",
        Path(__file__).resolve().parent / PAGE,
        sections=[section(run) for run in runs],
        suite=_suite(scored) if scored else "",
        failed=_failed(scored) if scored else [],
        faults=table(["fault"], [[name] for name in runs[-1].faults]),
        systems=_systems(runs),
    )


def _plot(run: Run) -> str:
    return f"benchmarks-validation-{run.size.lower()}.svg"


def section(run: Run) -> Section:
    """The tables of one run."""
    return Section(
        run=run,
        plot=_plot(run),
        whole=_judged(run, lambda one: one.whole),
        trial=_judged(run, lambda one: one.trial),
        ratios=[_aim(run, name, aim) for name, aim in AIMS.items() if _has(run, name)],
        notes=_notes(run),
        requests=_requests(run),
        edits=_edits(run),
        minutes=max(1, round(run.seconds / 60)),
        planted=next(iter(run.faults.values())),
    )


def ratio(run: Run, name: str, part: Callable[[System], Judged]) -> float | None:
    """How many times as long an engine takes to judge as Cityweave, where both were done."""
    found = {one.name: part(one).seconds for one in run.systems}
    own, other = found.get(OWN), found.get(name)
    return None if own is None or other is None else other / own


def _has(run: Run, name: str) -> bool:
    return any(one.name == name and not one.unable for one in run.systems)


def _aim(run: Run, name: str, aim: int) -> str:
    """Whether an aim is reached, in words."""
    system = next(one for one in run.systems if one.name == name)
    found = ratio(run, name, lambda one: one.whole)
    own = next(one.whole.seconds for one in run.systems if one.name == OWN)
    if own is not None and system.whole.patience is not None:
        least = system.whole.patience / own
        reached = "as wanted" if least >= aim else "not shown"
        waited = f"not finished within {system.whole.patience:g} s"
        ahead = f"more than {least:.0f} times faster than {system.title}, {waited}"
        return f"{ahead} (wanted: {aim}; {reached})"
    if found is None:
        return f"no ratio to {system.title}: {system.whole.error or 'nothing to compare with'}"
    reached = "as wanted" if found >= aim else "**not reached**"
    return f"{found:.1f} times faster than {system.title} (wanted: {aim}; {reached})"


def _judged(run: Run, part: Callable[[System], Judged]) -> str:
    """A row for each engine."""
    head = ["engine", "load, s", "shapes, s", "judge, s", "ratio", "memory, MB", "results", "wrong"]
    rows = []
    for one in run.systems:
        judged = part(one)
        if one.unable or judged.error:
            rows.append([one.title, one.unable or judged.error, *[""] * 6])
            continue
        share = ratio(run, one.name, part)
        rows.append(
            [
                one.title,
                number(judged.load),
                number(judged.prepare),
                number(judged.seconds),
                "–" if share is None else f"{share:.1f}",
                f"{judged.memory / 1e6:.0f}",
                str(judged.found),
                wrong(judged),
            ]
        )
    return table(head, rows)


def wrong(judged: Judged) -> str:
    """What is wrong with the results, in words."""
    parts = {
        "missing": judged.missing,
        "too many": judged.extra,
        "with another value": judged.other,
    }
    return ", ".join(f"{count} {words}" for words, count in parts.items() if count) or "none"


def _notes(run: Run) -> list[str]:
    """Where another engine is faster, and where one is wrong."""
    found = []
    for one in run.systems:
        for words, part in (("all shapes", one.whole), ("the five shapes", one.trial)):
            if part.judged and wrong(part) != "none":
                found.append(f"{one.title}, {words}: {wrong(part)}.")
        for words, share in (
            ("all shapes", ratio(run, one.name, lambda other: other.whole)),
            ("the five shapes", ratio(run, one.name, lambda other: other.trial)),
        ):
            if share is not None and share < 1:
                found.append(f"{one.title} judges {words} in {share:.2f} of Cityweave's time.")
    return found


def _suite(run: Run) -> str:
    parts = list(dict.fromkeys(part for one in run.systems for part in one.suite))
    rows = [
        [one.title, *(f"{one.suite[part].passed}/{one.suite[part].tests}" for part in parts)]
        for one in run.systems
        if one.suite
    ]
    return table(["engine", *parts], rows)


def _failed(run: Run) -> list[str]:
    """The tests that each engine does not pass."""
    return [
        f"{one.title}: " + ", ".join(f"`{test}`" for test in failed) + "."
        for one in run.systems
        if (failed := [test for score in one.suite.values() for test in score.failed])
    ]


def _requests(run: Run) -> str:
    rows = [
        [
            one.name,
            one.error or number(one.median),
            number(max(one.seconds, default=None)),
            str(len(one.seconds)),
            f"{one.findings} of {one.expected}",
        ]
        for one in run.requests
    ]
    head = ["request", "median, s", "longest, s", "requests", "findings"]
    return table(head, rows) if rows else ""


def _edits(run: Run) -> str:
    rows = [
        [
            one.name,
            number(_middle(one.partial)),
            number(_middle(one.whole)),
            f"{_middle(one.whole) / _middle(one.partial):.0f}",
            str(one.count),
            str(one.different),
        ]
        for one in run.edits
    ]
    head = ["edit", "touched, s", "everything, s", "ratio", "edits", "different"]
    return table(head, rows) if rows else ""


def _middle(seconds: Sequence[float]) -> float:
    return sorted(seconds)[len(seconds) // 2]


def _systems(runs: Sequence[Run]) -> str:
    """How each engine is run; from the last run that has it."""
    found = {one.name: one for run in runs for one in run.systems if one.version}
    return "\n".join(f"  - {one.title} {one.version}: {one.advice}." for one in found.values())
