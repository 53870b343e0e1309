"""Our own engine: SPARQL finds the suspects, and each suspect is then judged exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from pyoxigraph import Store

from cityweave.parsing import Term
from cityweave.validation.conformance import Judgement
from cityweave.validation.constraints import Constraint, Violation
from cityweave.validation.data import DataGraph
from cityweave.validation.lookup import Lookup
from cityweave.validation.names import Name
from cityweave.validation.plan import Aimed, Plan
from cityweave.validation.results import Result
from cityweave.validation.shapes import Shape, Shapes
from cityweave.validation.suspects import Suspects, is_by_value, suspects
from cityweave.validation.targets import Target

MOST_REPEATS = 100
"""How often a result is given at most: once for each way through `sh:property` to its shape."""


def judge(store: Store, shapes: Shapes, *, focus: Collection[Term] | None = None) -> list[Result]:
    """Judge the default graph of a store; with `focus` only these focus nodes of the targets.

    Leaves out the shapes that `Shapes.uncovered` names. The order is that of the shapes.
    """
    known = Judgement(DataGraph(store, shapes.quads), shapes)
    foci = FocusNodes(known, Plan(shapes), focus)
    plan = foci.plan
    doubtful: dict[Name, Suspects] = {}
    if focus is None:
        doubtful = suspects(known.data, (one for one in plan if not one.above))
    results: list[Result] = []
    for one in plan:
        own = doubtful.get(one.shape.node)
        if own is None:
            counted = foci.of(one.shape.node)
            found = known.violations(one.shape, counted)
            results += repeated(one.shape, found, counted)
        else:
            times = Times(known.data, one)
            results += repeated(one.shape, _judged(known, one.shape, own), times)
    return results


def _judged(
    known: Judgement, shape: Shape, own: Suspects
) -> Iterator[tuple[Constraint, Violation]]:
    """The violations among suspects, by constraint."""
    for number, constraint in enumerate(shape.constraints):
        if is_by_value(known.data, constraint, shape.path):
            values = {node: tuple(found) for node, found in own.values.items()}
        else:
            values = dict(known.values(shape, own.nodes.get(number, ())))
        yield from ((constraint, one) for one in own.found.get(number, ()))
        yield from ((constraint, one) for one in constraint.violations(known, values))


class Times:
    """How often a focus node is one; looks only where it could be more than once."""

    def __init__(self, data: DataGraph, aimed: Aimed) -> None:
        self._data = data
        self._aimed = aimed

    def __getitem__(self, node: Term) -> int:
        return 1 if len(self._aimed.holders) == 1 else self._aimed.times(self._data, node)


class FocusNodes:
    """The focus nodes of shapes, and how many ways lead to each."""

    def __init__(self, known: Judgement, plan: Plan, focus: Collection[Term] | None) -> None:
        self.plan = plan
        self._known = known
        self._is_limited = focus is not None
        self._found: dict[Name, Counter[Term]] = {}
        self._chosen: dict[Target, list[Term]] = {}
        if focus is not None:
            targets = {target for one in plan for target in one.targets}
            lookup = Lookup(known.data, ((target, target) for target in targets))
            self._chosen = {target: [] for target in targets}
            for node in dict.fromkeys(focus):
                for target in lookup.of(node):
                    self._chosen[target].append(node)

    def of(self, name: Name) -> Counter[Term]:
        """Those of a shape."""
        if name not in self._found:
            one = self.plan[name]
            counted: Counter[Term] = Counter()
            for targets in one.holders:
                counted.update({node for target in targets for node in self._nodes(target)})
            for above in one.above:
                ways = self.of(above)
                reached = self._known.values(self.plan[above].shape, ways)
                for node, values in reached.items():
                    for value in values:
                        counted[value] += ways[node]
            self._found[name] = counted
        return self._found[name]

    def _nodes(self, target: Target) -> Iterable[Term]:
        return self._chosen[target] if self._is_limited else target.nodes(self._known.data)


def repeated(
    shape: Shape, found: Iterable[tuple[Constraint, Violation]], times: Mapping[Term, int] | Times
) -> Iterator[Result]:
    """The results of violations, each as often as there are ways to its focus node."""
    for constraint, violation in found:
        one = result(shape, constraint, violation)
        for _ in range(min(times[one.focus], MOST_REPEATS)):
            yield one


def result(shape: Shape, constraint: Constraint, violation: Violation) -> Result:
    """What is reported of a violation (https://www.w3.org/TR/shacl/#results-validation-result)."""
    return Result(
        focus=violation.focus,
        path=violation.path or shape.path,
        value=violation.value,
        shape=shape.node,
        component=constraint.component,
        severity=shape.severity,
        messages=violation.messages or shape.messages,
        constraint=constraint.source,
    )
