"""Judges what somebody sends in, in the context of the graph that it speaks of."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Quad

from cityweave.errors import CityweaveError
from cityweave.loading import Progress
from cityweave.parsing import Term
from cityweave.parsing.locating import Places
from cityweave.spreadsheets import StoreResolver
from cityweave.store import EmbeddedStore
from cityweave.validation.context import context, holding, lacking
from cityweave.validation.data import DataGraph
from cityweave.validation.describing import describe
from cityweave.validation.foreign import foreign
from cityweave.validation.incremental import affected, judge_affected
from cityweave.validation.keeping import kept_otherwise
from cityweave.validation.known import StoreKnown
from cityweave.validation.report import Finding, Report, ordered
from cityweave.validation.results import Result
from cityweave.validation.rulebook import Rulebook
from cityweave.validation.running import Choice, refer, run
from cityweave.validation.shapes import Shapes
from cityweave.validation.strange import misspelt_namespaces, strange
from cityweave.validation.submission import Everywhere, Input, Submission, read
from cityweave.validation.unknown import unknown_terms
from cityweave.validation.written import Written
from cityweave.vocabulary import BASE


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
    content_dir: Path | None = None,
    base: str = BASE,
) -> Judgement:
    """Judge documents as if they were in the store, which stays as it is.

    Parameters as of `read_all` and `judge_read`. Raises `SyntaxErrorInData` with line and column,
    `UnknownFormat`, `ValidationTooLarge`.
    """
    begun = time.perf_counter()
    inputs = read_all(submissions, store, most=most, content_dir=content_dir, base=base)
    judged = judge_read(inputs, rules, store, engine=engine, whole=whole, leaving=leaving)
    report = replace(judged.report, seconds=time.perf_counter() - begun)
    return Judgement(report, judged.quads)


def validate(data: Iterable[Quad], shapes: Iterable[Quad]) -> Report:
    """Judge data by shapes, both as statements, with nothing else beside them.

    Class hierarchies are those that the data state
    (https://www.w3.org/TR/shacl/#targetClass), so pass the ontology among them. Raises
    `SyntaxErrorInData` for shapes that are no shapes, or reach out of the graph.
    """
    alone = Input(tuple(data), (), Places)
    rules = Rulebook(Shapes.of(shapes))
    return judge_read([alone], rules, EmbeddedStore(), whole=True).report


def read_all(
    submissions: Sequence[Submission],
    store: EmbeddedStore,
    *,
    base: str,
    most: int | None = None,
    progress: Progress | None = None,
    failures: list[CityweaveError] | None = None,
    content_dir: Path | None = None,
) -> list[Input]:
    """Read documents, each with blank nodes of its own.

    `store` knows what the names in tables stand for, `most` is how many statements there may
    be, `content_dir` has the content that templates are made from, `base` is that of the
    deployment. What cannot be read is put
    into `failures`, or raised without that.
    """
    resolver = StoreResolver(store.merged)
    inputs: list[Input] = []
    for number, one in enumerate(submissions, start=1):
        if progress is not None:
            progress(Path(one.name), number, len(submissions))
        left = None if most is None else most - sum(len(before.quads) for before in inputs)
        try:
            inputs.append(read(one, resolver, left, content_dir, base=base))
        except CityweaveError as error:
            if failures is None:
                raise
            failures.append(error)
    return inputs


def judge_read(
    inputs: Sequence[Input],
    rules: Rulebook,
    store: EmbeddedStore,
    *,
    engine: Choice = "auto",
    whole: bool = False,
    leaving: str | None = None,
) -> Judgement:
    """Judge what was read.

    What the documents touch is judged, with everything in the store that bears on it;
    `whole`: all of the store. What was wrong before, with something that they do not
    describe, is left out. `leaving` is a graph that is taken for gone. Not for two threads at
    once: the store is changed for a while. Raises `ValidationTooLarge`, `SyntaxErrorInData`.
    """
    begun = time.perf_counter()
    quads = tuple(quad for one in inputs for quad in one.quads)
    places = Everywhere(inputs)
    written = Written(quads)
    faults = [fault for one in inputs for fault in one.faults]
    if rules.is_contribution:
        faults += foreign(quads, places, rules.base)
        faults += kept_otherwise(written, places, rules.base)
    with context(store, leaving) as graph:
        # asked of the graph without the input, which might bring its own terms
        unknown: tuple[Finding, ...] = ()
        alien: tuple[Finding, ...] = ()
        if rules.is_contribution:
            slips = misspelt_namespaces(quads, places)
            unknown = tuple(chain(unknown_terms(quads, graph, places), slips))
            if rules.profile is not None:  # shapes of one's own may speak of other terms
                alien = strange(quads, graph, places)
        with holding(graph, quads) as fresh:
            judging = _Judging(graph, rules.shapes, written, engine)
            results = judging.all() if whole else judging.touched(quads, fresh)
            findings = describe(
                results,
                rules.shapes.index,
                StoreKnown(graph),
                places,
                statements=quads,
                faults=faults,
                base=rules.base,
            )
            findings = (*unknown, *findings)
            told = any(one.severity != "info" for one in findings)
            judged = told or judging.is_about(quads, whole=whole)
            findings = ordered(findings if told else (*findings, *alien))
    engines = Counter(str(one.engine) for one in findings)
    seconds = time.perf_counter() - begun
    report = Report(
        findings, rules.profile, engines, len(quads), seconds, rules.base, judged=judged
    )
    return Judgement(report, quads)


@dataclass(frozen=True, slots=True)
class _Judging:
    """A graph that has what documents say, by what it is judged, and by whom."""

    graph: ox.Store
    shapes: Shapes
    written: Written
    engine: Choice

    def all(self, focus: Collection[Term] | None = None) -> list[Result]:
        """The results of all of the graph, or of some focus nodes."""
        return run(self.graph, self.shapes, focus, self.engine, self.written)

    def is_about(self, quads: Iterable[Quad], *, whole: bool) -> bool:
        """Whether a shape is about something in the graph, or, unless `whole`, in statements."""
        data = DataGraph(self.graph, written=self.written)
        active = (shape for shape in self.shapes if not shape.is_deactivated)
        targets = dict.fromkeys(chain.from_iterable(shape.targets for shape in active))
        if whole:
            return any(True for target in targets for _ in target.nodes(data))
        terms = dict.fromkeys(term for quad in quads for term in (quad.subject, quad.object))
        return any(target.has(data, term) for term in terms for target in targets)

    def touched(self, quads: Sequence[Quad], fresh: Sequence[Quad]) -> list[Result]:
        """The results of what statements touch, and have brought with those that are `fresh`.

        What is wrong with something that they do not describe may have been so before.
        """
        results = self._touched(quads)
        described = {quad.subject for quad in quads}
        others = {one.focus for one in results if one.focus not in described}
        if not others:
            return results
        with lacking(self.graph, fresh):
            before = set(map(_what, self.all(others)))
        return [one for one in results if one.focus in described or _what(one) not in before]

    def _touched(self, quads: Sequence[Quad]) -> list[Result]:
        graph, shapes, written = self.graph, self.shapes, self.written
        touched = affected(graph, shapes, quads, (), written)
        if self.engine == "pyshacl":
            return [one for one in self.all() if touched.covers(one)]
        results = judge_affected(graph, shapes, touched, written)
        if self.engine == "auto" and shapes.uncovered:
            terms = {term for quad in quads for term in (quad.subject, quad.object)}
            results += refer(graph, shapes, terms, shapes.uncovered, written)
        return results


def _what(result: Result) -> tuple[Term | object | None, ...]:
    """What makes two results the same before and after."""
    return result.focus, result.path, result.value, result.shape, result.component
