"""Queries that find where constraints may be violated, for all focus nodes at once.

A property is gone through once for all shapes that speak of its values, and a target once for
all properties that its nodes must have. What is found is judged exactly afterwards, where the
query does not tell already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from cityweave.parsing import Term
from cityweave.validation.constraints import Asked, Constraint, OfValues, Violation
from cityweave.validation.constraints.constraint import Condition
from cityweave.validation.constraints.counts import MaxCount, MinCount, UniqueLanguages
from cityweave.validation.data import DataGraph
from cityweave.validation.lookup import Lookup
from cityweave.validation.names import Name
from cityweave.validation.paths import Inverse, Path, may_stay, sparql
from cityweave.validation.plan import Aimed
from cityweave.validation.targets import ObjectsOf, SubjectsOf, Target

MOST_CONDITIONS = 40
"""Most conditions of one query: Oxigraph goes down through them one by one."""

_FALSE = Literal(False)
Part = TypeVar("Part")


@dataclass(slots=True)
class Suspects:
    """What is left to judge of a shape.

    `values` has doubtful value nodes by their focus nodes, for the constraints that every value
    keeps by itself; `nodes` the doubtful focus nodes of other constraints, by their number;
    `found` the violations that are certain.
    """

    values: dict[Term, list[Term]] = field(default_factory=dict)
    nodes: dict[int, dict[Term, None]] = field(default_factory=dict)
    found: dict[int, dict[Violation, None]] = field(default_factory=dict)


def is_plain(path: Path | None) -> bool:
    """Whether a path is one property, forwards or backwards."""
    return isinstance(path.path if isinstance(path, Inverse) else path, NamedNode)


def is_by_value(data: DataGraph, constraint: Constraint, path: Path | None) -> bool:
    """Whether a constraint is among those that `Suspects.values` is for."""
    if not isinstance(constraint, OfValues) or not is_plain(path):
        return False
    return constraint.condition(data, "?value") is not None


def values_of(path: Path | None) -> str:
    """The pattern that binds `?value` to the value nodes of `?this`."""
    return "BIND(?this AS ?value)" if path is None else f"?this {sparql(path)} ?value ."


def suspects(data: DataGraph, shapes: Iterable[Aimed]) -> dict[Name, Suspects]:
    """Find the suspects of shapes whose focus nodes are those of targets."""
    search = _Search(data)
    for one in shapes:
        search.found[one.shape.node] = Suspects()
        for number, constraint in enumerate(one.shape.constraints):
            search.sort(one, number, constraint)
    search.run()
    return search.found


class _Search:
    """Sorts constraints by the query that they share, and asks."""

    def __init__(self, data: DataGraph) -> None:
        self._data = data
        self.found: dict[Name, Suspects] = {}
        self._by_value: dict[Path, dict[Condition, dict[Name, Aimed]]] = defaultdict(dict)
        self._by_count: dict[Path, list[tuple[Aimed, int, MaxCount]]] = defaultdict(list)
        self._by_tag: dict[Path, list[tuple[Aimed, int]]] = defaultdict(list)
        self._needed: dict[Target, list[tuple[Path, dict[Violation, None]]]] = defaultdict(list)

    def sort(self, one: Aimed, number: int, constraint: Constraint) -> None:
        """Put a constraint to those that are looked for together, or look for it at once."""
        path = one.shape.path
        if path is None or not is_plain(path) or not self._shares(one, number, constraint, path):
            self._look_alone(one, number, constraint)

    def _shares(self, one: Aimed, number: int, constraint: Constraint, path: Path) -> bool:
        """Put a constraint to those that share a query, if there is one."""
        match constraint:
            case OfValues():
                condition = constraint.condition(self._data, "?value")
                if condition is None:
                    return False
                self._by_value[path].setdefault(condition, {})[one.shape.node] = one
            case MaxCount() if constraint.limit > 0:
                self._by_count[path].append((one, number, constraint))
            case UniqueLanguages():
                self._by_tag[path].append((one, number))
            case MinCount() if constraint.limit == 1:
                missing = self.found[one.shape.node].found.setdefault(number, {})
                for target in one.targets:
                    self._needed[target].append((path, missing))
            case _:
                return False
        return True

    def _look_alone(self, one: Aimed, number: int, constraint: Constraint) -> None:
        own = self.found[one.shape.node]
        for target in one.targets:
            if isinstance(constraint, Asked):
                found = constraint.everywhere(self._data, target)
                if found is not None:
                    own.found.setdefault(number, {}).update(dict.fromkeys(found))
                    continue
            nodes = own.nodes.setdefault(number, {})
            nodes.update(dict.fromkeys(self._alone(target, one.shape.path, constraint)))

    def _alone(self, target: Target, path: Path | None, constraint: Constraint) -> Iterator[Term]:
        """The suspects of a constraint that shares its query with no other."""
        suspicions = constraint.suspicions(self._data, values_of(path))
        if suspicions is None or may_stay(path):  # SPARQL stays at no node that is not in the data
            yield from target.nodes(self._data)
            return
        for suspicion in suspicions:
            where = f"{target.pattern(self._data)} {suspicion.where}"
            text = f"SELECT DISTINCT ?this {{ {where} }} {suspicion.grouping}"
            yield from (row[0] for row in self._data.select(text))

    def run(self) -> None:
        """Ask the queries that constraints share."""
        for path, conditions in self._by_value.items():
            for part in _parts(conditions.items(), MOST_CONDITIONS):
                self._look_at_values(path, dict(part))
        for path, limits in self._by_count.items():
            least = min(one.limit for _, _, one in limits)
            self._look_for_many(
                f"SELECT ?this {{ {values_of(path)} }} GROUP BY ?this "
                f"HAVING (COUNT(?value) > {least})",
                path,
                [(one, number) for one, number, _ in limits],
            )
        for path, tagged in self._by_tag.items():
            self._look_for_many(
                f"SELECT ?this {{ {values_of(path)} BIND(LANG(?value) AS ?tag) "
                'FILTER(?tag != "") } GROUP BY ?this ?tag HAVING (COUNT(?value) > 1)',
                path,
                tagged,
            )
        for target, needed in self._needed.items():
            for some in _parts(needed, MOST_CONDITIONS):
                self._look_for_missing(target, some)

    def _look_at_values(self, path: Path, parts: dict[Condition, dict[Name, Aimed]]) -> None:
        doubt = f"FILTER(!({' && '.join(one.holds for one in parts)}))"
        shapes = {name: one for found in parts.values() for name, one in found.items()}
        kept = [self.found[name].values for name in shapes]
        owners = self._owners(path, list(shapes.values()))
        for row in self._data.select(f"SELECT ?this ?value {{ {values_of(path)} {doubt} }}"):
            this, value = row
            for number in owners(this):
                values = kept[number].setdefault(this, [])
                if value not in values:
                    values.append(value)

    def _look_for_many(self, text: str, path: Path, units: list[tuple[Aimed, int]]) -> None:
        kept = [self.found[one.shape.node].nodes.setdefault(number, {}) for one, number in units]
        owners = self._owners(path, [one for one, _ in units])
        for row in self._data.select(text):
            this = row["this"]
            for number in owners(this):
                kept[number][this] = None

    def _look_for_missing(
        self, target: Target, needed: Iterable[tuple[Path, dict[Violation, None]]]
    ) -> None:
        wanted: dict[Path, list[dict[Violation, None]]] = defaultdict(list)
        for path, missing in needed:
            wanted[path].append(missing)
        names = [f"?has{number}" for number in range(len(wanted))]
        asked = " ".join(
            f"BIND(EXISTS {{ {values_of(path)} }} AS {name})"
            for path, name in zip(wanted, names, strict=True)
        )
        lacks = " || ".join(f"!{name}" for name in names)
        where = f"{target.pattern(self._data)} {asked} FILTER({lacks})"
        for row in self._data.select(f"SELECT ?this {' '.join(names)} {{ {where} }}"):
            this, *has = row
            violation = Violation(this)
            for is_there, found in zip(has, wanted.values(), strict=True):
                if is_there == _FALSE:
                    for missing in found:
                        missing[violation] = None

    def _owners(self, path: Path, shapes: list[Aimed]) -> Callable[[Term], Iterable[int]]:
        """Which of the shapes, by their numbers, have a node that has such values as focus node."""
        always: dict[int, None] = {}
        others: list[tuple[Target, int]] = []
        for number, one in enumerate(shapes):
            if _implied(path) in one.targets:
                always[number] = None
            else:
                others += ((target, number) for target in one.targets)
        if not others:
            return lambda _: always
        lookup = Lookup(self._data, others)
        return lambda node: (*always, *lookup.of(node))


def _implied(path: Path) -> Target | None:
    """The target that every node with a value has."""
    match path:
        case NamedNode():
            return SubjectsOf(path)
        case Inverse(NamedNode() as predicate):
            return ObjectsOf(predicate)
        case _:
            return None


def _parts(found: Iterable[Part], size: int) -> Iterator[list[Part]]:
    rest = iter(found)
    while part := list(islice(rest, size)):
        yield part
