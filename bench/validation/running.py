"""A whole run: the engines one after the other over the same graph and shapes."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import rows
from bench.faults import faults
from bench.generator import SPACING, generate
from bench.machine import machine
from bench.rows import Row
from bench.running import say
from bench.validation import shapes
from bench.validation.edits import edits
from bench.validation.endpoint import measure
from bench.validation.engines import ENGINES, Engine
from bench.validation.engines.cityweave import Cityweave
from bench.validation.results import Judged, Run, System
from bench.validation.suite import scores
from bench.validation.work import Answer, Job, Worker

TIMES, SECONDS = 3, 20
"""How often a graph is judged at most; once when that takes more than so many seconds."""

TRIAL = 1 / 3
"""The share of the patience that the five shapes get."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to run: a size by its name and in triples, which engines, how long to wait for one."""

    label: str
    size: int
    systems: tuple[str, ...]
    patience: float
    folder: Path
    suite: bool = True


def run(options: Options) -> Run:
    """Measure everything."""
    begin, load = time.perf_counter(), os.getloadavg()[0]
    say(f"graph of {options.size} triples to judge …")
    data = generate(options.folder / f"judged-{options.size}", options.size, judged=True)
    expected = rows.read(data.expected)
    work = options.folder / "run-validation"
    shutil.rmtree(work, ignore_errors=True)
    every = shapes.whole()
    few = shapes.trial(every)
    jobs = {
        "whole": (
            Job(data.merge, shapes.write(every, work / "shapes.ttl"), TIMES, SECONDS),
            expected,
        ),
        "trial": (
            Job(data.merge, shapes.write(few, work / "trial.ttl"), TIMES, SECONDS),
            shapes.of_trial(expected, few),
        ),
    }
    measured = {name: _system(ENGINES[name], jobs, options, work) for name in options.systems}
    done = Run(
        size=options.label,
        triples=data.triples,
        day=datetime.now(UTC).date().isoformat(),
        seconds=0,
        load=load,
        machine=machine(),
        shapes=shapes.count(every),
        faults={one.name: max(1, options.size // SPACING) for one in faults()},
        expected={name: len(wanted) for name, (_, wanted) in jobs.items()},
        trial=list(shapes.TRIAL),
        systems=[measured[name] for name in ENGINES if name in measured],
    )
    if Cityweave.name in options.systems:
        say("edits …")
        done.edits = edits(data, jobs["whole"][0].shapes)
        say("over HTTP …")
        done.server, done.requests = measure(data, expected, work)
    shutil.rmtree(work, ignore_errors=True)
    done.seconds = time.perf_counter() - begin
    return done


def _system(
    engine: type[Engine],
    jobs: dict[str, tuple[Job, list[Row]]],
    options: Options,
    work: Path,
) -> System:
    """All figures of one engine, in processes of its own."""
    missing = engine.missing()
    system = System(engine.name, engine.title, engine.advice, "" if missing else engine.version())
    if missing or (engine.largest is not None and options.size > engine.largest):
        system.unable = missing or f"not tried above {engine.largest} triples: {engine.limit}"
        return system
    for name, (job, expected) in jobs.items():
        say(f"{engine.title}: {name} …")
        with Worker(engine, work) as worker:
            patience = options.patience * (TRIAL if name == "trial" else 1)
            judged = compared(worker.ask(job, patience), expected)
        setattr(system, name, judged)
        say(f"{engine.title}: {judged.error or f'{judged.seconds:.2f} s, {judged.found} results'}")
    if options.suite:
        say(f"{engine.title}: suite …")
        with Worker(engine, work) as worker:
            system.suite = scores(worker, work / "suite")
    return system


def compared(answer: Answer, expected: Sequence[Row]) -> Judged:
    """An answer with what is right and wrong in it."""
    if answer.error:
        return Judged(error=answer.error, patience=answer.patience)
    found = rows.of_report(answer.report)
    agreement = rows.compare(found, expected)
    return Judged(
        load=answer.load,
        prepare=answer.prepare,
        judged=list(answer.judged),
        memory=answer.memory,
        empty=answer.empty,
        found=len(found),
        missing=agreement.missing,
        extra=agreement.extra,
        other=agreement.other,
    )
