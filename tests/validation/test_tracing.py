"""What a query looks at, from its focus nodes."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from cityweave.validation import Shapes
from cityweave.validation.incremental import affected
from cityweave.validation.paths import sparql
from cityweave.validation.reads import Anywhere, Read
from cityweave.validation.tracing import traced
from validation.generating import quads, stored

PREFIX = "PREFIX : <u:> "
"""A query that is not understood mentions it, as what no predicate is called."""


def looked(query: str, constants: dict[str, NamedNode] | None = None) -> set[str]:
    """Each way to a statement in short: the path, the predicate with its direction, the other."""
    found = traced(PREFIX + query, {"this": None}, constants or {}, NamedNode("u:path"))
    return {_shown(one).replace("<u:", "").replace(">", "") for one in found}


def _shown(one: Read | Anywhere) -> str:
    if isinstance(one, Anywhere):
        listed = sorted(map(str, one.predicates)) if one.predicates is not None else ["all"]
        return f"anywhere {' '.join(listed)}"
    way = "" if one.prefix is None else sparql(one.prefix)
    sign = "^" if one.by_object else ""
    return f"{way} {sign}{one.predicate} {one.other or ''}".strip()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT $this { $this :p ?v ; :q 1 , :x }", {"p", "q", "q x"}),
        ("SELECT $this { ?v :p $this . ?v :q ?w }", {"^p", "^p q"}),
        ("SELECT $this { ?w :q ?v . $this :p ?v }", {"p", "p ^q"}),
        ("SELECT $this { $this :p ?n . ?v :p ?n ; :q ?t }", {"p", "p ^p", "p/(^p) q"}),
        ("SELECT $this { $this :p/^:q ?v }", {"p", "p ^q"}),
        ("SELECT $this { $this :p|:q ?v . ?v a :C }",
         {"p", "q", "(p|q) <http://www.w3.org/1999/02/22-rdf-syntax-ns#type C"}),
        ("SELECT $this { $this :p+ ?v }", {"p* p"}),
        ("SELECT $this { $this $PATH ?v }", {"path"}),
        ("SELECT $this { $this $known ?v }", {"k"}),
        ("SELECT $this { $this ?p ?v . ?p :q ?w }", {"None", "anywhere q"}),
        ("SELECT $this { $this :p ?v OPTIONAL { ?v :q ?w } ?w :r ?x }",
         {"p", "p q", "anywhere r"}),
        ("SELECT $this { $this :p ?v FILTER NOT EXISTS { ?v :q ?w . ?w :r $this } }",
         {"p", "p q", "p/q r"}),
        ("SELECT $this { { $this :p ?v } UNION { ?v :q $this } ?v :r 1 }",
         {"p", "^q", "anywhere r"}),
        ("SELECT $this { $this :p ?v FILTER (?v > 1 || EXISTS { ?v :q 1 }) BIND(1 AS ?y) }",
         {"p", "p q"}),
        ("ASK { $this :p \"a\"@en , 'b'^^:t }", {"p"}),
        ("SELECT $this { :x :p ?v }", {"anywhere p"}),
        ("SELECT $this { $this :p* ?v }", {"anywhere all"}),
        ("SELECT $this { $this :p [ :q 1 ] }", {"anywhere  p path q"}),
        ("SELECT $this { { SELECT $this { $this :p ?v } } }", {"anywhere  p path"}),
        ("SELECT (EXISTS { ?x :p ?y } AS ?z) { $this :q ?v }", {"anywhere  p path q"}),
    ],
)  # fmt: skip
def test_what_a_query_looks_at(query: str, expected: set[str]) -> None:
    assert looked(query, {"known": NamedNode("u:k")}) == expected


NAMES = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:name ; sh:sparql [ sh:select '''
  SELECT $this ?value { $this <http://e/name> ?n . ?value <http://e/name> ?n ; <http://e/kind> ?k
  FILTER(?value != $this) }''' ] ."""


def test_only_focus_nodes_that_an_edit_can_touch_are_judged_again() -> None:
    shapes = Shapes.of(quads(NAMES))
    before = [(f"ex:n{one}", "ex:name", f'"{one % 7}"') for one in range(20)]
    added = ("ex:n3", "ex:kind", "ex:K")
    after = stored([*before, added])
    touched = affected(after, shapes, set(after) - set(stored(before)), ())
    (nodes,) = touched.nodes.values()
    assert sorted(map(str, nodes or ())) == [f"<http://e/n{one}>" for one in (10, 17, 3)]


def test_of_a_way_that_is_gone_the_first_statement_is_followed() -> None:
    shapes = Shapes.of(quads(NAMES))
    whole = [("ex:a", "ex:name", '"x"'), ("ex:b", "ex:name", '"x"'), ("ex:b", "ex:kind", "ex:K")]
    gone = stored(whole[1:])
    touched = affected(stored(whole[:1]), shapes, (), set(gone))
    assert any(NamedNode("http://e/a") in (one or ()) for one in touched.nodes.values())
