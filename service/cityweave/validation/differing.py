"""Where queries see other terms than those that are written: what they found is put right there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal

from cityweave.parsing import Term
from cityweave.validation.changes import Changes
from cityweave.validation.conformance import Judgement
from cityweave.validation.data import DataGraph
from cityweave.validation.dependence import reads
from cityweave.validation.names import Name
from cityweave.validation.plan import Aimed
from cityweave.validation.reads import Read
from cityweave.validation.suspects import Suspects, is_by_value
from cityweave.validation.targets import Node, ObjectsOf


def differs(data: DataGraph, one: Aimed) -> bool:
    """Whether a focus node of a shape is a literal that the store keeps in another form."""
    for target in one.targets:
        match target:
            case Node(Literal() as term):
                if term not in data.stored((term,)):
                    return True
            case ObjectsOf(predicate):
                if data.written is not None and predicate in data.written.predicates:
                    return True
    return False


def mend(known: Judgement, shapes: Iterable[Aimed], found: Mapping[Name, Suspects]) -> None:
    """Have all focus nodes judged that see a statement which is written otherwise."""
    data = known.data
    if data.written is None or not data.written.statements:
        return
    written = (one for others in data.written.statements.values() for one in others)
    changes = Changes(data, written)
    for one in shapes:
        nodes: set[Term] = set()
        for read in dict.fromkeys(reads(known.shapes, one.shape)):
            if isinstance(read, Read):
                nodes |= changes.starts(read)
        for node in nodes:
            if any(target.has(data, node) for target in one.targets):
                _suspect(data, one, node, found[one.shape.node])


def _suspect(data: DataGraph, one: Aimed, node: Term, own: Suspects) -> None:
    """Have a focus node judged by all that a query has not found violated for certain.

    How many values there are the query knows, and what a query of the shapes sees is the store.
    """
    path = one.shape.path
    own.values[node] = list(data.values(node, path))
    for number, constraint in enumerate(one.shape.constraints):
        if not is_by_value(data, constraint, path) and number not in own.found:
            own.nodes.setdefault(number, {})[node] = None
