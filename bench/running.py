"""A whole run: generate, start and load all systems, measure them side by side, end them."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.answers import Answer, expected
from bench.generator import Data, generate
from bench.latency import ALONE, CLIENTS, Plan, checked_texts, eight_clients, one_client
from bench.machine import machine, version_of
from bench.results import Measured, Rate, Run, Timing
from bench.systems import SYSTEMS, System, Unable
from bench.templates import Template, templates
from bench.throughput import Points, points, rate

FULL = Plan(requests=100, seconds=1.5, repeats=5, mix_seconds=8)
QUICK = Plan(requests=6, seconds=0.5, repeats=1, mix_seconds=2)
ROUNDS = 2
RATE_SECONDS = 3
POINTS = 200_000


@dataclass(frozen=True, slots=True)
class Options:
    """What to run: a size by its name and in triples, the systems, and whether in haste."""

    label: str
    size: int
    systems: tuple[str, ...]
    quick: bool
    folder: Path


def say(words: str) -> None:
    """Tell who waits how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def run(options: Options) -> Run:
    """Measure everything."""
    begin = time.perf_counter()
    say(f"graph of {options.size} triples …")
    data = generate(options.folder / f"graph-{options.size}", options.size)
    chosen = templates()
    say("right answers …")
    wanted = [text for texts in checked_texts(chosen, data).values() for text in texts]
    right = expected(data.folder, wanted)
    every = [SYSTEMS[name](data, options.folder / f"run-{name}") for name in options.systems]
    measured = {
        one.name: Measured(one.name, one.title, one.advice, version_of(one.name)) for one in every
    }
    try:
        ready = [one for one in every if _started(one, measured[one.name])]
        _measure(ready, measured, data, chosen, right, options)
    finally:
        for one in every:
            one.stop()
            shutil.rmtree(one.folder, ignore_errors=True)
    return Run(
        size=options.label,
        triples=data.triples,
        quads=data.quads,
        graphs=data.graphs,
        day=datetime.now(UTC).date().isoformat(),
        seconds=time.perf_counter() - begin,
        machine=machine(),
        templates={one.name: one.summary for one in chosen},
        systems=list(measured.values()),
    )


def _started(system: System, measured: Measured) -> bool:
    """Start and load a system; whether it answers."""
    shutil.rmtree(system.folder, ignore_errors=True)
    say(f"{system.title}: loading …")
    missing = system.missing()
    too_large = system.largest is not None and system.data.triples > system.largest
    if missing or too_large:
        measured.unable = missing or f"not tried above {system.largest} triples: {system.limit}"
        return False
    try:
        measured.load = system.start()
        measured.restart = system.restart()
    except Unable as error:
        measured.unable = str(error)
        return False
    measured.memory = system.memory()
    say(f"{system.title}: {measured.load:.1f} s, {measured.memory / 1e6:.0f} MB")
    return True


def _measure(
    systems: Sequence[System],
    measured: dict[str, Measured],
    data: Data,
    chosen: Sequence[Template],
    right: dict[str, Answer],
    options: Options,
) -> None:
    """One client, eight clients, point queries, and the memory afterwards."""
    plan = QUICK if options.quick else FULL
    for template in sorted(chosen, key=lambda one: one.name in ALONE):
        say(f"one client: {template.name}")
        cells = one_client(template, systems, data, right, plan)
        for name, cell in cells.items():
            measured[name].cells[template.name] = cell
    seconds = 1 if options.quick else RATE_SECONDS
    asked = points(data, POINTS // 20 if options.quick else POINTS)
    for number in range(1 if options.quick else ROUNDS):
        for system in systems:
            say(f"point queries, round {number + 1}: {system.title}")
            _points(system, measured[system.name], asked, number, seconds)
    for system in systems:
        say(f"eight clients: {system.title}")
        measured[system.name].mix, taken = eight_clients(system, chosen, data, plan)
        for name, times in taken.items():
            measured[system.name].cells[name].eight = Timing.of(times)
        measured[system.name].memory_after = system.memory()


def _points(system: System, measured: Measured, asked: Points, number: int, seconds: float) -> None:
    """Point queries of one and of eight clients; the better of the rounds is kept."""
    part = len(asked.different) // (2 * ROUNDS)
    runs = {
        "uncached, 1": (asked.different[2 * number * part :][:part], 1),
        f"uncached, {CLIENTS}": (asked.different[(2 * number + 1) * part :][:part], CLIENTS),
        f"cached, {CLIENTS}": (asked.few, CLIENTS),
    }
    for name, (texts, clients) in runs.items():
        found = rate(system, texts, clients, seconds)
        before: Rate | None = measured.points.get(name)
        if before is None or found.per_second > before.per_second:
            measured.points[name] = found
