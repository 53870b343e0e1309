"""Our own engine: SPARQL finds the suspects, and each suspect is then judged exactly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from pyoxigraph import Store

from cityweave.parsing import Term
from cityweave.validation.conformance import Judgement
from cityweave.validation.constraints import Constraint, Violation
from cityweave.validation.data import DataGraph
from cityweave.validation.differing import differs, mend
from cityweave.validation.lookup import Lookup
from cityweave.validation.names import Name
from cityweave.validation.paths import inverse
from cityweave.validation.plan import Aimed, Plan
from cityweave.validation.results import Result
from cityweave.validation.shapes import Shape, Shapes
from cityweave.validation.suspects import Suspects, is_by_value, suspects
from cityweave.validation.targets import Target
from cityweave.validation.written import Written

MOST_REPEATS = 100
"""How often a result is given at most: once for each way through `sh:property` to its shape."""


def judge(
    store: Store,
    shapes: Shapes,
    *,
    focus: Collection[Term] | None = None,
    written: Written | None = None,
) -> list[Result]:
    """Judge the default graph of a store; with `focus` only these focus nodes of the targets.

    `written` is what stands in it otherwise than it was written. Leaves out the shapes that
    `Shapes.uncovered` names. The order is that of the shapes.
    """
    known = Judgement(DataGraph(store, shapes.quads, written), shapes)
    plan = Plan(shapes)
    if focus is None:
        return list(_everywhere(known, plan, plan))
    foci = FocusNodes(known, plan, focus)
    return [found for one in plan for found in _at(known, one, foci.of(one.shape.node))]


def judge_some(
    store: Store,
    shapes: Shapes,
    nodes: Mapping[Name, Collection[Term] | None],
    written: Written | None = None,
) -> list[Result]:
    """Judge some focus nodes of some shapes, where they are focus nodes; None stands for all."""
    known = Judgement(DataGraph(store, shapes.quads, written), shapes)
    plan = Plan(shapes)
    whole = [one for one in plan if nodes.get(one.shape.node, ()) is None]
    ways = Ways(known.data, plan)
    results = list(_everywhere(known, plan, whole))
    for one in plan:
        chosen = nodes.get(one.shape.node)
        if chosen:
            results += _at(known, one, ways.to(one, chosen))
    return results


def _everywhere(known: Judgement, plan: Plan, chosen: Iterable[Aimed]) -> Iterator[Result]:
    """The results of shapes for all of their focus nodes."""
    chosen = tuple(chosen)
    asked = [one for one in chosen if not one.above and not differs(known.data, one)]
    doubtful = suspects(known.data, asked)
    mend(known, asked, doubtful)
    foci = FocusNodes(known, plan, None)
    for one in chosen:
        own = doubtful.get(one.shape.node)
        if own is None:
            yield from _at(known, one, foci.of(one.shape.node))
        else:
            found = _judged(known, one.shape, own)
            yield from repeated(one.shape, found, Times(known.data, one))


def _at(known: Judgement, one: Aimed, counted: Mapping[Term, int]) -> Iterator[Result]:
    """The results of one shape for these focus nodes."""
    return repeated(one.shape, known.violations(one.shape, counted), counted)


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


class Ways:
    """How many ways lead to nodes, looked for from the nodes."""

    def __init__(self, data: DataGraph, plan: Plan) -> None:
        self._data = data
        self._plan = plan
        targets = {target for one in plan for target in one.targets}
        self._lookup = Lookup(data, ((target, target) for target in targets))
        self._targets: dict[Term, frozenset[Target]] = {}
        self._found: dict[tuple[Name, Term], int] = {}

    def to(self, one: Aimed, nodes: Iterable[Term]) -> dict[Term, int]:
        """The focus nodes of a shape among some nodes, with how many ways lead to each."""
        alike: dict[frozenset[Target], int] = {}
        found: dict[Term, int] = {}
        known = self._targets
        for node in nodes:
            targets = known[node] if node in known else self._targets_of(node)
            if targets not in alike:
                alike[targets] = sum(not targets.isdisjoint(some) for some in one.holders)
            times = alike[targets] + (self._from_above(one, node) if one.above else 0)
            if times:
                found[node] = times
        return found

    def _targets_of(self, node: Term) -> frozenset[Target]:
        self._targets[node] = frozenset(self._lookup.of(node))
        return self._targets[node]

    def _from_above(self, one: Aimed, node: Term) -> int:
        """The ways through the shapes that have this one as a property."""
        key = (one.shape.node, node)
        if key not in self._found:
            times = 0
            for name in one.above:
                above = self._plan[name]
                path = above.shape.path
                back = None if path is None else inverse(path)
                times += sum(self.to(above, self._data.reach((node,), back)).values())
            self._found[key] = times
        return self._found[key]


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
