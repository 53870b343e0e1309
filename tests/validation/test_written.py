"""Literals are judged as they are written, however a store keeps them."""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import HealthCheck, given, settings
from pyoxigraph import Quad, Store

from cityweave.validation import Shapes, run
from cityweave.validation.data import DataGraph
from cityweave.validation.incremental import affected, judge_affected
from cityweave.validation.written import Written
from validation.generating import quads, turtle
from validation.test_engines import told
from validation.typed import Case, typed

QUIET = settings(
    deadline=None,
    max_examples=int(os.environ.get("EXAMPLES", "40")),
    derandomize="EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def stored(found: tuple[Quad, ...]) -> tuple[Store, Written]:
    store = Store()
    store.extend(found)
    return store, Written(found)


@QUIET
@given(typed)
def test_a_graph_is_as_it_is_written(case: Case) -> None:
    graph = quads(turtle(case[0]))
    store, written = stored(graph)
    assert Counter(DataGraph(store, (), written).statements()) == Counter(set(graph))


@QUIET
@given(typed)
def test_both_engines_find_the_same(case: Case) -> None:
    graph, _, rules = case
    store, written = stored(quads(turtle(graph)))
    read = Shapes.of(quads(rules))
    ours = told(run(store, read, engine="compiled", written=written))
    theirs = told(run(store, read, engine="pyshacl", written=written))
    assert set(ours) == set(theirs)


@QUIET
@given(typed)
def test_looking_for_suspects_misses_nothing(case: Case) -> None:
    graph, _, rules = case
    found = quads(turtle(graph))
    store, written = stored(found)
    read = Shapes.of(quads(rules))
    everything = {term for quad in (*found, *quads(rules)) for term in (quad.subject, quad.object)}
    assert told(run(store, read, written=written)) == told(
        run(store, read, focus=everything, written=written)
    )
