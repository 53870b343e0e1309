"""A clause asks for what can be joined, and no more; and the answer is the same as without."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cityweave.errors import BadRequest, CityweaveError, FederationRefused, Overloaded
from cityweave.federation import Gateway
from cityweave.formats import ResultFormat, by_name
from cityweave.query import QueryRequest, answer
from cityweave.query.bounding import ALONE, MOST
from cityweave.query.federation import federate
from cityweave.query.tokens import tokenize
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Limits, ReplicatedStore
from federation.remotes import Remote, endpoint, gateway, remote
from federation.test_equivalence import PREFIX, bag

HERE = """
PREFIX : <http://e/>
:a :p :b , :c . :b :p :c . :c :q 1 . :d :q 2 , 3 ; :p :a . :a :label "A"@en . :b :q :c .
"""
THERE = """
PREFIX : <http://e/>
:a :r :b , :y . :b :r :y . :c :r :d . :d :r :a ; :q :c . :e :r :b .
"""
CROWD = "\n".join(f"<http://e/x{n}> <http://e/r> <http://e/y{n}> ." for n in range(5_000))


@pytest.fixture(scope="module")
def here() -> EmbeddedStore:
    return filled(HERE)


def filled(text: str) -> EmbeddedStore:
    store = EmbeddedStore()
    fill(store, text)
    return store


def fill(store: EmbeddedStore, text: str) -> None:
    for name, data in (("http://e/h", text), ("http://e/t", THERE)):
        graph = ox.NamedNode(name)
        found = ox.parse(data.encode(), format=ox.RdfFormat.TURTLE)
        store.add(ox.Quad(one.subject, one.predicate, one.object, graph) for one in found)


@pytest.fixture(scope="module")
def there() -> Iterator[Remote]:
    with remote(endpoint(THERE)) as running:
        yield running


@pytest.fixture(scope="module")
def crowd() -> Iterator[Remote]:
    with remote(endpoint(THERE + CROWD)) as running:
        yield running


def asked(text: str, store: EmbeddedStore, there: Remote) -> tuple[list[str], bytes]:
    """The queries that the endpoint was asked, and the result."""
    before = len(there.asked)
    request = QueryRequest(
        PREFIX + text.replace("<S>", f"<{there.iri}>"), default_graphs=("http://e/h",)
    )
    body = answer(store, request, by_name("json"), gateway(there)).body
    return [one.query for one in there.asked[before:]], body


def received(query: str) -> int:
    """How many rows the crowded endpoint sends for a query."""
    store = ox.Store()
    store.load((THERE + CROWD).encode(), format=ox.RdfFormat.TURTLE)
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return len(list(found))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("SELECT * { ?s :p ?x SERVICE <S> { ?x :r ?o } }", "?x abc"),
        ("SELECT * { ?s :p ?x OPTIONAL { SERVICE <S> { ?x :r ?o } } }", "?x abc"),
        ("SELECT * { ?s :p ?x FILTER(?x != :c) SERVICE <S> { ?x :r ?o } }", "?x ab"),
        ("SELECT * { ?s :p ?x MINUS { ?x :q [] } SERVICE <S> { ?x :r ?o } }", "?x a"),
        ("SELECT * { ?s :p ?x FILTER EXISTS { ?x :q 1 } SERVICE <S> { ?x :r ?o } }", "?x abc"),
        ("SELECT * { BIND(IRI(CONCAT('http://e/', 'a')) AS ?x) SERVICE <S> { ?x :r ?o } }", "?x a"),
        ("SELECT * { ?s :p ?x SERVICE <S> { ?x :r ?o } ?o :q ?n }", "?x abc"),
        ("SELECT * { ?s :label ?l { SERVICE <S> { ?s :r ?o } } }", ""),
        ("SELECT * { ?s :label ?l SERVICE <S> { ?s :says ?l } }", "?s a"),
        ("SELECT * { ?s :q ?n SERVICE <S> { ?x :r ?n } }", ""),
        ("SELECT * { SERVICE <S> { ?x :r ?o } ?s :p ?x }", ""),
        ("SELECT * { ?s :p ?x SERVICE <S> { SELECT ?x { ?x :r ?o } } }", ""),
        ("SELECT * { GRAPH ?g { ?s :p ?x SERVICE <S> { ?x :r ?o } } }", ""),
        ("SELECT * { ?s :p ?x FILTER EXISTS { ?x :q ?n SERVICE <S> { ?x :r ?o } } }", ""),
        ("SELECT * { ?s :p ?x MINUS { SERVICE <S> { ?x :r ?o } } }", ""),
        ("SELECT * { ?s :p ?x . { ?x :p ?z } UNION { SERVICE <S> { ?x :r ?o } } }", ""),
        ("SELECT * { { SELECT ?x { ?s :p ?x } LIMIT 2 } SERVICE <S> { ?x :r ?o } }", ""),
        ("SELECT * { ?s :p ?x FILTER(RAND() < 2) SERVICE <S> { ?x :r ?o } }", ""),
    ],
)
def test_what_goes_along(text: str, values: str, here: EmbeddedStore, there: Remote) -> None:
    (query,), _ = asked(text, here, there)
    name, _, letters = values.partition(" ")
    assert ("VALUES" in query) is bool(values)
    if values:
        tail = query.partition("VALUES")[2]
        assert tail.startswith(f" ({name}) {{")
        assert sorted(tail.split("{")[1].strip(" }").split()) == [
            f"(<http://e/{n}>)" for n in letters
        ]


def test_the_rest_of_the_world_is_not_fetched(here: EmbeddedStore, crowd: Remote) -> None:
    text = "SELECT * { ?s :p ?x SERVICE <S> { ?x :r ?o } }"
    (query,), body = asked(text, here, crowd)
    assert received(query) == 4
    assert received(query.partition("VALUES")[0]) == 5_006
    assert len(json.loads(body)["results"]["bindings"]) == 5


def test_pairs_that_are_too_many_are_asked_for_by_one_of_the_two(there: Remote) -> None:
    lines = [f":a :p :b{n} . :c{n} :q :c ." for n in range(40)]
    store = filled("PREFIX : <http://e/> " + " ".join(lines))
    text = "SELECT * { ?s :p ?x . ?y :q ?z SERVICE <S> { ?s :r ?x . ?z :r ?y } }"
    (query,), _ = asked(text, store, there)
    assert query.partition("VALUES")[2] == " (?s) { (<http://e/a>) }"


@pytest.mark.parametrize(("count", "limited"), [(MOST, True), (MOST + 1, False)])
def test_long_lists_do_not_go_along(count: int, limited: bool, there: Remote) -> None:
    lines = [f":a :p :b{n} ." for n in range(count)]
    store = filled("PREFIX : <http://e/> " + " ".join(lines))
    (query,), _ = asked("SELECT * { ?s :p ?x SERVICE <S> { ?x :r ?o } }", store, there)
    assert ("VALUES" in query) is limited


def test_nobody_is_asked_where_nothing_can_be_joined(here: EmbeddedStore, there: Remote) -> None:
    text = "SELECT * { ?s :nothing ?x SERVICE <S> { ?x :r ?o } }"
    queries, body = asked(text, here, there)
    assert queries == []
    found = json.loads(body)
    assert (set(found["head"]["vars"]), found["results"]["bindings"]) == ({"s", "x", "o"}, [])


def test_a_host_that_may_not_be_asked_is_refused_all_the_same(here: EmbeddedStore) -> None:
    text = f"{PREFIX}SELECT * {{ ?s :nothing ?x SERVICE <http://e/sparql> {{ ?x :r ?o }} }}"
    for ways in (None, Gateway(Settings())):
        with pytest.raises(FederationRefused):
            answer(here, QueryRequest(text), by_name("json"), ways)


class Counting(EmbeddedStore):
    """A store that remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def query(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        self.texts.append(request.text)
        return super().query(request, result_format, prefixes)


@pytest.mark.parametrize("hosts", [None, "127.0.0.1:1"])
def test_the_store_does_nothing_for_who_may_not_ask(hosts: str | None) -> None:
    """Not even for another clause of the same query."""
    store = Counting()
    text = (
        "SELECT * { ?a ?b ?c SERVICE SILENT <http://127.0.0.1:1/sparql> { ?a ?b ?c } "
        "SERVICE <http://e/sparql> { ?a ?b ?c } }"
    )
    ways = Gateway(Settings(federation_private_hosts=hosts or ""))
    with pytest.raises(FederationRefused, match="host e ") as caught:
        answer(store, QueryRequest(text), by_name("json"), ways)
    assert caught.value.column == text.rindex("SERVICE") + 1
    assert store.texts == []


def test_nothing_is_found_out_for_a_clause_that_silent_passes_over() -> None:
    store = Counting()
    text = "SELECT * { ?a ?b ?c SERVICE SILENT <http://e/sparql> { ?a ?b ?c } }"
    found = answer(store, QueryRequest(text), by_name("json"), Gateway(Settings()))
    assert len(found.notices) == 1
    assert len(store.texts) == 1


def test_few_variables_are_tried_alone(there: Remote) -> None:
    store = Counting()
    lines = [f":s{n} :p0 :a{n} ; :p1 :b{n} ; :p2 :c{n} ; :p3 :d{n} ." for n in range(MOST + 1)]
    fill(store, "PREFIX : <http://e/> " + " ".join(lines))
    before = " ".join(f"?s :p{n} ?o{n} ." for n in range(4))
    there_too = " ".join(f"?s :r ?o{n} ." for n in range(4))
    limited = f"{PREFIX}SELECT * {{ {before} SERVICE <{there.iri}> {{ {there_too} }} }} LIMIT 1"
    request = QueryRequest(limited, default_graphs=("http://e/h",))
    answer(store, request, by_name("json"), gateway(there))
    assert len([one for one in store.texts if "DISTINCT" in one]) == 1 + ALONE


SLOW = "?s :p ?x . " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(3))
"""It has few values for ?x, and very many rows."""


def test_values_that_take_long_to_find_do_not_go_along(there: Remote) -> None:
    """All clauses share the time for that, and the query goes on with the rest of its own."""
    writer = filled("PREFIX : <http://e/> " + " ".join(f":a{n} :p :b{n} ." for n in range(400)))
    store = ReplicatedStore(writer, Limits.of(Settings(max_query_seconds=4)))
    clauses = " ".join(f"SERVICE <{there.iri}> {{ ?x :r ?o{n} }}" for n in range(3))
    text = f"{PREFIX}SELECT * {{ {SLOW} {clauses} }} LIMIT 1"
    request = QueryRequest(text, default_graphs=("http://e/h",))
    ways = gateway(there, max_query_seconds=4)
    before = len(there.asked)
    try:
        found = asyncio.run(federate(request, tokenize(text), ways, store))
        assert "VALUES" not in "".join(one.query for one in there.asked[before:])
        assert len(there.asked) == before + 3
        assert 1 <= found.request.spent < 3  # one share of the four seconds, not three
    finally:
        store.close()


def test_a_mistake_is_told_at_its_place(here: EmbeddedStore, there: Remote) -> None:
    text = f"{PREFIX}SELECT * {{ ?s :p ?x . ?x SERVICE <{there.iri}> {{ ?x :r ?o }} }}"
    with pytest.raises(CityweaveError) as caught:
        answer(here, QueryRequest(text), by_name("json"), gateway(there))
    assert caught.value.column == text.index("SERVICE") + 1


@pytest.mark.parametrize(
    "body",
    [
        "?s :p ?x FILTER SERVICE <S> { ?x :r ?o }",
        "?s :p ?x FILTER( SERVICE <S> { ?x :r ?o }",
        "?s :p ?x . { SERVICE <S> { ?x :r ?o } ",
        "?s :p ?x } SERVICE <S> { ?x :r ?o }",
    ],
)
def test_what_is_no_query_is_refused(body: str, here: EmbeddedStore, there: Remote) -> None:
    with pytest.raises(BadRequest):
        asked(f"SELECT * {{ {body} }}", here, there)


def test_the_graph_may_change_meanwhile() -> None:
    """What came to the graph while the endpoint answered is asked for, too."""
    store = filled(HERE)
    added: list[str] = []
    answers = endpoint(THERE)
    p, graph = ox.NamedNode("http://e/p"), ox.NamedNode("http://e/h")

    def script(request: object, handler: object) -> object:
        if len(added) < changes:
            added.append(f"http://e/{'de'[len(added)] if len(added) < 2 else len(added)}")
            store.add([ox.Quad(graph, p, ox.NamedNode(added[-1]), graph)])
        return answers(request, handler)  # type: ignore[arg-type]

    text = "SELECT * { ?s :p ?x SERVICE <S> { ?x :r ?o } }"
    with remote(script) as there:  # type: ignore[arg-type]
        changes = 1
        queries, body = asked(text, store, there)
        assert len(queries) == 2
        assert b'"http://e/d"' in body
        changes = 100
        with pytest.raises(Overloaded, match="faster"):
            asked(text, store, there)


CLAUSE = "SERVICE <S> { ?x :r ?o }"
PARTS = (
    "?s :p ?x .", "?x :q ?n .", "?s :q ?x .", "?o :p ?x .", "?y :p ?o .", "?s :label ?x .",
    "OPTIONAL { ?x :q ?n }", "OPTIONAL { ?o :p ?x }", "MINUS { ?x :q ?o }", "MINUS { ?o :p ?y }",
    "FILTER(?x != :c)", "FILTER(BOUND(?o))", "FILTER(!BOUND(?n) || ?x = :b)", "FILTER(?o = ?s)",
    "FILTER NOT EXISTS { ?x :q ?o }", "FILTER EXISTS { ?o :p ?s }", "VALUES ?x { :a :b UNDEF }",
    "{ ?s :p ?x } UNION { ?o :p ?s }", "{ SELECT DISTINCT ?x { ?s :p ?x } }",
    "GRAPH ?g { ?x :p ?s }",
    CLAUSE, "SERVICE <S> { ?o :r ?y }", f"OPTIONAL {{ {CLAUSE} }}", f"MINUS {{ {CLAUSE} }}",
    f"{{ {CLAUSE} }}", f"{{ ?s :p ?x }} UNION {{ {CLAUSE} }}", f"FILTER EXISTS {{ {CLAUSE} }}",
    f"OPTIONAL {{ ?o :p ?z {CLAUSE} }}", "SERVICE <S> { OPTIONAL { ?x :r ?y } }",
    "SERVICE <S> { { ?x :r ?o } UNION { ?s :q ?y } }", f"OPTIONAL {{ {CLAUSE} ?o :p ?z }}",
    f"{{ SELECT ?x {{ ?x :q ?n {CLAUSE} }} }}", f"OPTIONAL {{ OPTIONAL {{ {CLAUSE} }} }}",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(parts=st.lists(st.sampled_from(PARTS), min_size=2, max_size=5))
def test_any_query_gives_what_it_gives_without(
    parts: list[str], here: EmbeddedStore, there: Remote
) -> None:
    """The endpoint's data stands in a graph of its own, which the engine joins by itself."""
    text = f"SELECT * {{ {' '.join(parts)} {CLAUSE} }}"
    local = f"SELECT * {{ {' '.join(map(inlined, parts))} {inlined(CLAUSE)} }}"
    request = QueryRequest(
        PREFIX + local, default_graphs=("http://e/h",), named_graphs=("http://e/h", "http://e/t")
    )
    expected = answer(here, request, by_name("json")).body
    request = QueryRequest(
        PREFIX + text.replace("<S>", f"<{there.iri}>"),
        default_graphs=("http://e/h",),
        named_graphs=("http://e/h", "http://e/t"),
    )
    found = answer(here, request, by_name("json"), gateway(there)).body
    assert bag(found) == bag(expected)


def inlined(part: str) -> str:
    """A part of a query with GRAPH in the place of SERVICE."""
    begin = part.find("SERVICE <S> {")
    if begin < 0:
        return part
    opens = end = part.index("{", begin)
    depth = 1
    while depth:
        end += 1
        depth += (part[end] == "{") - (part[end] == "}")
    pattern = part[opens : end + 1]
    return f"{part[:begin]} {{ GRAPH <http://e/t> {pattern} }} {part[end + 1 :]}"
