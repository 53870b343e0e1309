"""Judges what somebody sends in, in the context of the graph that it speaks of."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from pyoxigraph import Quad

from cityweave.parsing import Term
from cityweave.spreadsheets import StoreResolver
from cityweave.store import EmbeddedStore
from cityweave.validation.context import context, holding
from cityweave.validation.describing import describe
from cityweave.validation.foreign import foreign
from cityweave.validation.known import StoreKnown
from cityweave.validation.report import Report
from cityweave.validation.results import Result
from cityweave.validation.rulebook import Rulebook
from cityweave.validation.running import Choice, affected_by, run
from cityweave.validation.submission import Everywhere, Input, Submission, read

Progress = Callable[[str, int, int], None]
"""Told of each step: what is done now, its number from one, and how many there are."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A report, and the statements that it is about."""

    report: Report
    quads: tuple[Quad, ...]


def judge(
    submissions: Sequence[Submission],
    rules: Rulebook,
    store: EmbeddedStore,
    *,
    engine: Choice = "auto",
    whole: bool = False,
    leaving: str | None = None,
    most: int | None = None,
    progress: Progress | None = None,
) -> Judgement:
    """Judge documents as if they were in the store, which stays as it is.

    What the documents touch is judged, with everything in the store that bears on it;
    `whole`: all of the store. What was wrong before, with something that they do not
    describe, is left out. `leaving` is a graph that is taken for gone, `most` how many
    statements there may be. Not for two threads at once. Raises `SyntaxErrorInData` with line
    and column, `UnknownFormat`, `ValidationTooLarge`.
    """
    begun = time.perf_counter()
    steps = len(submissions) + 1
    tell = progress or (lambda *_: None)
    inputs: list[Input] = []
    resolver = StoreResolver(store.merged)
    for number, one in enumerate(submissions, start=1):
        tell(one.name, number, steps)
        left = None if most is None else most - sum(len(before.quads) for before in inputs)
        inputs.append(read(one, resolver, left))
    quads = tuple(quad for one in inputs for quad in one.quads)
    places = Everywhere(inputs)
    faults = [fault for one in inputs for fault in one.faults]
    if rules.is_contribution:
        faults += foreign(quads, places)
    tell("", steps, steps)
    with context(store, leaving) as graph:
        with holding(graph, quads):
            results = _results(graph, rules, None if whole else quads, engine)
        if not whole:
            results = _brought(graph, rules, quads, results, engine)
        with holding(graph, quads):
            findings = describe(
                results,
                rules.shapes.index,
                StoreKnown(graph),
                places,
                statements=quads,
                faults=faults,
            )
    engines = Counter(str(one.engine) for one in findings)
    report = Report(findings, rules.profile, engines, len(quads), time.perf_counter() - begun)
    return Judgement(report, quads)


def _brought(
    graph: ox.Store,
    rules: Rulebook,
    quads: Sequence[Quad],
    results: list[Result],
    engine: Choice,
) -> list[Result]:
    """The results that the documents have brought.

    What is wrong with something that they do not describe may have been so before.
    """
    described = {quad.subject for quad in quads}
    others = {one.focus for one in results if one.focus not in described}
    if not others:
        return results
    before = set(map(_what, run(graph, rules.shapes, focus=others, engine=engine)))
    return [one for one in results if one.focus in described or _what(one) not in before]


def _what(result: Result) -> tuple[Term | None | object, ...]:
    """What makes two results the same before and after."""
    return result.focus, result.path, result.value, result.shape, result.component
