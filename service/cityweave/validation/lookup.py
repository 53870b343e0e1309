"""Finds of a node to which of many targets it belongs, without asking each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from pyoxigraph import NamedNode

from cityweave.parsing import Term
from cityweave.validation.data import DataGraph
from cityweave.validation.targets import InstancesOf, Node, SubjectsOf, Target

Owner = TypeVar("Owner")
_FEW = 4


class Lookup(Generic[Owner]):
    """Targets with their owners."""

    def __init__(self, data: DataGraph, targets: Iterable[tuple[Target, Owner]]) -> None:
        self._data = data
        self._of_class: dict[Term, dict[Owner, None]] = defaultdict(dict)
        self._of_node: dict[Term, dict[Owner, None]] = defaultdict(dict)
        self._of_predicate: dict[NamedNode, dict[Owner, None]] = defaultdict(dict)
        self._others: list[tuple[Target, Owner]] = []
        self._of_types: dict[frozenset[Term], tuple[Owner, ...]] = {}
        for target, owner in targets:
            match target:
                case InstancesOf(name):
                    for one in data.below(name):
                        self._of_class[one][owner] = None
                case Node(term):
                    self._of_node[term][owner] = None
                case SubjectsOf(predicate):
                    self._of_predicate[predicate][owner] = None
                case _:
                    self._others.append((target, owner))

    def of(self, node: Term) -> Iterable[Owner]:
        """The owners of the targets that have a node, each once."""
        found: Iterable[Owner] = ()
        if self._of_class:
            types = self._data.types(node)
            if types not in self._of_types:
                owners = (self._of_class.get(one, {}) for one in types)
                self._of_types[types] = tuple(dict.fromkeys(o for one in owners for o in one))
            found = self._of_types[types]
        if not self._others and not self._of_predicate and node not in self._of_node:
            return found
        more = dict.fromkeys((*found, *self._of_node.get(node, ())))
        for known in self._by_predicates(node):
            more |= known
        for target, owner in self._others:
            if owner not in more and target.has(self._data, node):
                more[owner] = None
        return more

    def _by_predicates(self, node: Term) -> Iterable[dict[Owner, None]]:
        """The owners of `sh:targetSubjectsOf`: of few each is looked for, of many not."""
        known = self._of_predicate
        if len(known) > _FEW:
            stated = {predicate for predicate, _ in self._data.about(node)}
            return [known[one] for one in stated if one in known]
        return [
            owners
            for predicate, owners in known.items()
            if next(self._data.objects(node, predicate), None) is not None
        ]
