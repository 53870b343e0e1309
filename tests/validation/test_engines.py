"""Our engine and pySHACL find the same in random graphs by random shapes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from cityweave.validation import Result, Shapes, run
from cityweave.validation.incremental import MANY, SHARE, affected, judge_affected
from cityweave.validation.paths import sparql
from validation import asking
from validation.generating import LITERALS, PREDICATES, graphs, quads, shapes, stored, turtle

# always the same examples, as pySHACL has faults that nobody knows yet; others with EXAMPLES=1000
QUIET = settings(
    deadline=None,
    max_examples=int(os.environ.get("EXAMPLES", "40")),
    derandomize="EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
Statements = list[tuple[str, str, str]]


def told(results: Iterable[Result]) -> Counter[tuple[str, ...]]:
    """Results without messages, with how often each was given."""
    return Counter(
        (
            str(one.focus),
            sparql(one.path) if one.path is not None else "",
            str(one.value),
            str(one.shape),
            one.component.value.rpartition("#")[2],
            one.severity.value,
        )
        for one in results
    )


@QUIET
@given(graphs, shapes)
def test_both_engines_find_the_same(graph: Statements, rules: str) -> None:
    if "lessThan" in rules:
        # pySHACL compares IRIs as texts and ends at a blank node, where SPARQL compares neither
        assume("inversePath" not in rules)
        assume("zeroOr" not in rules)
        graph = [one for one in graph if one[1] not in PREDICATES or one[2] in LITERALS]
    store, read = stored(graph), Shapes.of(quads(rules))
    ours = told(run(store, read, engine="compiled"))
    theirs = told(run(store, read, engine="pyshacl"))
    assert set(ours) == set(theirs)


@QUIET
@given(graphs, shapes)
def test_looking_for_suspects_misses_nothing(graph: Statements, rules: str) -> None:
    store, read = stored(graph), Shapes.of(quads(rules))
    everything = {
        term for quad in quads(turtle(graph) + rules) for term in (quad.subject, quad.object)
    }
    assert told(run(store, read)) == told(run(store, read, focus=everything))


@QUIET
@given(graphs, graphs, st.integers(0, 14), shapes)
def test_an_edit_is_judged_as_the_whole(
    graph: Statements, added: Statements, kept: int, rules: str
) -> None:
    compare(stored(graph), stored([*graph[:kept], *added]), rules)


@QUIET
@given(graphs, asking.edits, asking.shapes)
def test_an_edit_is_judged_as_the_whole_by_queries(
    graph: Statements, edit: tuple[Statements, set[int]], rules: str
) -> None:
    added, gone = edit
    left = [one for number, one in enumerate(graph) if number not in gone]
    compare(stored(graph), stored([*left, *added]), rules)


def compare(before: Store, after: Store, rules: str) -> None:
    """Hold what is judged again after an edit to what is found in all of the graph."""
    read = Shapes.of(quads(rules))
    old, new = set(before), set(after)
    touched = affected(after, read, new - old, old - new)
    left = [one for one in run(before, read) if not touched.covers(one)]
    again = judge_affected(after, read, touched)
    assert all(touched.covers(one) for one in again)
    assert told([*left, *again]) == told(run(after, read))


@pytest.mark.parametrize(("share", "is_all"), [(SHARE, False), (SHARE // 2, True)])
def test_many_statements_touch_everything_when_the_graph_is_not_much_larger(
    share: int, is_all: bool
) -> None:
    rules = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property ex:P .
      ex:P a sh:PropertyShape ; sh:path ex:p ; sh:maxCount 1 ."""
    read = Shapes.of(quads(rules))
    added = [("ex:new", "ex:p", f"ex:{number}") for number in range(MANY + 1)]
    rest = [(f"ex:old{number}", "ex:q", "ex:o") for number in range(len(added) * (share - 1))]
    before, after = stored(rest), stored([*rest, *added])
    touched = affected(after, read, set(after) - set(before), ())
    assert all(nodes is None for nodes in touched.nodes.values()) is is_all
    found = judge_affected(after, read, touched)
    assert told(found) == told(run(after, read))
    assert [str(one.focus) for one in found] == ["<http://e/new>"]
