"""A SERVICE clause means what it means to Oxigraph, which asks by itself while it evaluates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from cityweave.formats import by_name
from cityweave.query import QueryRequest, answer, kind_of
from cityweave.store import EmbeddedStore
from federation.remotes import JSON, Remote, always, endpoint, gateway, remote

PREFIX = "PREFIX : <http://e/> "
HERE = """
PREFIX : <http://e/>
:a :p :b , :c . :b :p :c . :c :q 1 . :d :q 2 , 3 . :a :label "A"@en .
"""
THERE = """
PREFIX : <http://e/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
:a :r :x , :y . :b :r :y . :c :r [ :in :d ] . :d :r [] .
:a :says "hallo"@de , "مرحبا"@ar--rtl , "x\\"y\\\\z\\n" , 5 , 2.50 , "2020-01-01"^^xsd:date .
:b :claims <<( :b :r <<( :s :t "u"@en )>> )>> , <<( _:who :r :x )>> .
:g { :a :inside :x }
"""
QUERIES = (
    """
SELECT * { SERVICE <S> { ?s :r ?o } }
SELECT * { ?s :p ?x . SERVICE <S> { ?s :r ?o } }
SELECT * { ?s :p ?x SERVICE <S> { ?s :r ?o } ?x :p ?z }
SELECT * { SERVICE <S> { ?s :r ?o } ?s :p ?x . FILTER(?x != ?o) }
SELECT * { ?s :p ?x OPTIONAL { SERVICE <S> { ?x :r ?o } } }
SELECT * { ?s :p ?x OPTIONAL { SERVICE <S> { ?x :r ?o } FILTER(?o = :y) } }
SELECT * { ?s :p ?x OPTIONAL { ?x :q ?n . SERVICE <S> { ?x :r ?o } } }
SELECT * { ?s :p ?x MINUS { SERVICE <S> { ?x :r ?o } } }
SELECT * { SERVICE <S> { ?x :r ?o } MINUS { ?x :q ?n } }
SELECT * { { ?s :p ?x } UNION { SERVICE <S> { ?s :r ?x } } }
SELECT * { ?s :p ?x FILTER EXISTS { SERVICE <S> { ?x :r ?o } } }
SELECT * { ?s :p ?x FILTER NOT EXISTS { SERVICE <S> { ?x :r :y } } }
SELECT * { SERVICE <S> { GRAPH ?g { ?s :inside ?o } } }
SELECT * { ?s :p ?x { SELECT ?x (COUNT(*) AS ?n) { SERVICE <S> { ?x :r ?o } } GROUP BY ?x } }
SELECT * { ?s :p ?x . SERVICE <S> { SELECT ?x (COUNT(*) AS ?n) { ?x :r ?o } GROUP BY ?x } }
SELECT * { SERVICE <S> { ?s :r ?o OPTIONAL { ?o :in ?i } } }
SELECT * { ?i :q ?n . SERVICE <S> { ?s :r ?o OPTIONAL { ?o :in ?i } } }
SELECT * { SERVICE <S> { ?s :r ?o FILTER(?o = :y) } }
SELECT * { SERVICE <S> { { ?s :r ?o } UNION { ?s :r ?o } } }
SELECT DISTINCT ?s { SERVICE <S> { ?s :r ?o } } ORDER BY ?s
SELECT (COUNT(*) AS ?n) { SERVICE <S> { { ?s :r ?o } UNION { ?s :r ?o } } }
SELECT * { SERVICE <S> { :a :r :x } }
SELECT * { ?s :p ?x SERVICE <S> { :a :r :nothing } }
SELECT (COUNT(*) AS ?n) { SERVICE <S> { { :a :r :x } UNION { :a :r :y } } }
SELECT * { SERVICE <S> { ?s :says ?o } }
SELECT ?s (DATATYPE(?o) AS ?d) (LANG(?o) AS ?l) (LANGDIR(?o) AS ?r) { SERVICE <S> { ?s :says ?o } }
SELECT ?s (STR(?o) AS ?t) { SERVICE <S> { ?s :says ?o } }
SELECT * { SERVICE <S> { ?s :claims ?o } }
SELECT (OBJECT(?o) AS ?x) (ISTRIPLE(OBJECT(?o)) AS ?y) { SERVICE <S> { ?s :claims ?o } }
SELECT * { SERVICE <S> { ?s :nothing ?o } }
SELECT * { ?s :p ?x OPTIONAL { SERVICE <S> { ?x :nothing ?o } } }
SELECT * { SERVICE <S> { ?s :r ?o . ?o :in ?d } ?d :q ?n }
SELECT * { SERVICE <S> { ?s :r ?o } SERVICE <S> { ?x :says ?y } FILTER(?s = ?x) }
SELECT * { SERVICE <S> { ?s :r ?row } VALUES ?row { :x } }
SELECT * { ?s :p ?x BIND(?x AS ?y) SERVICE <S> { ?y :r ?o } }
SELECT * { SERVICE <S> { ?s :r ?o } BIND(STR(?s) AS ?t) }
SELECT ?s { SERVICE <S> { ?s :r ?o } } GROUP BY ?s HAVING(COUNT(?o) > 1)
SELECT * { VALUES ?s { :a :b } SERVICE <S> { ?s :r ?o } }
SELECT * { SERVICE <S> { ?s :r ?o VALUES ?s { :a } } }
SELECT * { SERVICE <S> { ?s :r+ ?o } }
SELECT * { SERVICE <S> { ?s :r [ :in ?i ] } }
SELECT * { service silent <S> { ?s ?p ?o } }
SELECT * { SERVICE<S>{?s :r ?o}}
SELECT * { SERVICE # to there
 <S> # whom
 { ?s :r # what
 ?o } }
ASK { SERVICE <S> { :a :r ?o } ?x :p ?o }
ASK { SERVICE <S> { :a :r ?o } FILTER(?o = :x) }
CONSTRUCT { ?x :near ?o } { ?s :p ?x SERVICE <S> { ?x :r ?o FILTER(ISIRI(?o)) } }
SELECT * { ?s :p ?x FILTER(?o = :y) SERVICE <S> { ?x :r ?o } }
SELECT * { ?s :p ?x FILTER(!BOUND(?o)) SERVICE <S> { ?x :r ?o } }
SELECT * { ?s :p ?x FILTER(BOUND(?o) && ?x = :b) SERVICE <S> { ?x :r ?o } }
SELECT * { ?s :p ?x FILTER(COALESCE(?o, :none) != :none) SERVICE <S> { ?x :r ?o } }
SELECT * { ?s :p ?x FILTER EXISTS { ?o :q ?n } SERVICE <S> { ?x :r/:in ?o } }
SELECT * { ?s :p ?x FILTER NOT EXISTS { ?x :q ?n } SERVICE <S> { ?x :r ?o } }
SELECT * { ?s :p ?x FILTER(?x = :c) . SERVICE <S> { ?x :r ?o } }
SELECT * { ?s :p ?x FILTER regex(STR(?x), "c$") SERVICE <S> { ?x :r ?o } }
SELECT * { ?s :p ?y OPTIONAL { ?y :q ?n BIND(:a AS ?x) } SERVICE <S> { ?x :r ?o } }
SELECT * { { ?s :p ?x } UNION { ?x :q ?n } SERVICE <S> { ?x :r ?o } }
SELECT * { { ?s :p ?x } UNION { ?y :q ?n } SERVICE <S> { ?x :r ?o } }
SELECT * { ?s :p ?x MINUS { ?x :q ?n } SERVICE <S> { ?x :r ?o } }
SELECT * { ?s :p ?x SERVICE <S> { ?s :r ?o . ?x :r ?o } }
SELECT * { ?s :p ?x . ?y :q ?n SERVICE <S> { ?x :r ?o . ?y :r [] } }
SELECT * { ?s :p ?x SERVICE <S> { ?x :r ?o } ?y :q ?n SERVICE <S> { ?y :r ?m } }
SELECT * { ?s :p ?x OPTIONAL { SERVICE <S> { ?x :r ?o } } OPTIONAL { SERVICE <S> { ?x :says ?t } } }
SELECT * { ?s :p ?x { SERVICE <S> { ?x :r ?o } } SERVICE <S> { ?x :says ?t } }
SELECT * { ?s :p ?x { ?x :q ?n } UNION { SERVICE <S> { ?x :r ?o } } }
SELECT * { ?s :p ?x { SERVICE <S> { ?x :r ?o } } UNION { ?x :q ?n } SERVICE <S> { ?x :r ?m } }
SELECT * { ?s :p ?x MINUS { SERVICE <S> { ?x :r :y } } SERVICE <S> { ?x :r ?o } }
SELECT * { ?s :p ?x OPTIONAL { SERVICE <S> { ?x :r ?o } ?x :q ?n } }
SELECT * { ?s :p ?x OPTIONAL { ?s :p ?y OPTIONAL { SERVICE <S> { ?x :r ?o } } } }
SELECT * { ?x :q ?v SERVICE <S> { ?s :says ?v } }
SELECT * { ?s :label ?v SERVICE <S> { ?s :says ?v } }
SELECT * { :nothing :p ?x SERVICE <S> { ?x :r ?o } }
SELECT * { :a :label ?l OPTIONAL { :nothing :p ?x SERVICE <S> { ?x :r ?o } } }
SELECT * { ?s :p ?x SERVICE <S> { OPTIONAL { ?x :r ?o } } }
SELECT * { ?s :p ?x SERVICE <S> { { ?x :r ?o } UNION { ?z :in ?o } } }
SELECT * { ?s :p ?x SERVICE <S> { ?z :r ?o FILTER(?z != ?x) } }
SELECT * { ?s :p ?x SERVICE <S> { ?x :r ?o MINUS { ?x :r :x } } }
SELECT * { { SELECT ?x (COUNT(?s) AS ?k) { ?s :p ?x } GROUP BY ?x } SERVICE <S> { ?x :r ?o } }
SELECT * { VALUES (?x ?w) { (:a 1) (UNDEF 2) } SERVICE <S> { ?x :r ?o } }
SELECT * { VALUES (?x ?w) { (:a 1) ("b" 2) } SERVICE <S> { ?x :r ?o } }
SELECT ?x ?o { ?s :p ?x ; SERVICE <S> { ?x :r ?o } } VALUES ?x { :b }
SELECT * { ?s :p ?x # a remark
 SERVICE <S> { ?x :r ?o } }
""".replace("\n ", "\r ")
    .strip()
    .split("\n")
)


@pytest.fixture(scope="module")
def there() -> Iterator[Remote]:
    with remote(endpoint(THERE)) as running:
        yield running


@pytest.fixture(scope="module")
def here() -> EmbeddedStore:
    store = EmbeddedStore()
    graph = ox.NamedNode("http://e/h")
    found = ox.parse(HERE.encode(), format=ox.RdfFormat.TURTLE)
    store.add(ox.Quad(one.subject, one.predicate, one.object, graph) for one in found)
    return store


def bag(body: bytes) -> Counter[tuple[tuple[str, str], ...]]:
    """The rows of a result with their number, blank nodes without their names."""
    results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return Counter({(("", str(bool(results))),): 1})
    assert isinstance(results, ox.QuerySolutions)
    names = [one.value for one in results.variables]
    return Counter(
        tuple((name, nameless(row[name])) for name in sorted(names) if row[name] is not None)
        for row in results
    )


def nameless(term: object) -> str:
    if isinstance(term, ox.BlankNode):
        return "[]"
    if isinstance(term, ox.Triple):
        return f"({nameless(term.subject)} {term.predicate} {nameless(term.object)})"
    return str(term)


@pytest.mark.parametrize("text", QUERIES)
def test_the_clause_means_what_it_means_to_the_engine(
    text: str, here: EmbeddedStore, there: Remote
) -> None:
    text = PREFIX + text.replace("\r", "\n").replace("<S>", f"<{there.iri}>")
    native = here._store.query(text)
    is_graph = kind_of(text) == "graph"
    ours = answer(here, QueryRequest(text), by_name("nt" if is_graph else "json"), gateway(there))
    assert ours.notices == ()
    if isinstance(native, ox.QueryTriples):
        assert sorted(ours.body.decode().splitlines()) == sorted(f"{one} ." for one in native)
        assert ours.body
        return
    assert isinstance(native, ox.QuerySolutions | ox.QueryBoolean)
    expected = native.serialize(format=ox.QueryResultsFormat.JSON)
    assert expected is not None
    assert bag(ours.body) == bag(expected)


def test_the_table_is_not_empty() -> None:
    assert len(QUERIES) >= 80


def test_blank_nodes_of_one_clause_join_with_themselves(here: EmbeddedStore, there: Remote) -> None:
    clause = f"SERVICE <{there.iri}> {{ ?s :r ?o }}"
    text = f"{PREFIX} SELECT * {{ {clause} {{ SELECT ?o {{ {clause} }} }} FILTER(ISBLANK(?o)) }}"
    before = len(there.asked)
    found = answer(here, QueryRequest(text), by_name("json"), gateway(there))
    assert sum(bag(found.body).values()) == 2
    assert len(there.asked) == before + 1, "the same is asked once"


def test_blank_nodes_of_two_results_are_different(here: EmbeddedStore, there: Remote) -> None:
    """Each result has blank nodes of its own; the engine would trust in their names."""
    two = f"SERVICE <{there.iri}> {{ ?s :r ?o }} SERVICE <{there.iri}> {{ ?o :in ?d }}"
    found = answer(here, QueryRequest(f"{PREFIX} ASK {{ {two} }}"), by_name("json"), gateway(there))
    assert b"false" in found.body


@pytest.mark.parametrize("graph", [":h", "?g"])
def test_the_graph_around_a_clause_is_not_sent(
    graph: str, here: EmbeddedStore, there: Remote
) -> None:
    """The active graph is one of this dataset; the engine would ask the endpoint for it."""
    text = f"SELECT ?s ?o {{ GRAPH {graph} {{ ?s :p ?x SERVICE <{there.iri}> {{ ?x :r ?o }} }} }}"
    found = answer(here, QueryRequest(PREFIX + text), by_name("json"), gateway(there))
    a, b = ("s", "<http://e/a>"), ("s", "<http://e/b>")
    expected = [(("o", "<http://e/y>"), a), (("o", "[]"), a), (("o", "[]"), b)]
    assert bag(found.body) == Counter(expected)


def test_a_blank_node_from_there_is_none_from_here(there: Remote) -> None:
    store = EmbeddedStore()
    store.add([ox.Quad(ox.BlankNode("b"), ox.NamedNode("http://e/p"), ox.Literal("1"))])
    rows = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"bnode","value":"b"}}]}}'
    with remote(always(200, {"Content-Type": JSON}, rows)) as other:
        text = f"SELECT * {{ ?s ?p ?o SERVICE <{other.iri}> {{ ?s ?q ?r }} }}"
        found = answer(store, QueryRequest(text), by_name("json"), gateway(other))
    assert not bag(found.body)
