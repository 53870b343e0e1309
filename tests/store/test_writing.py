"""What a write begins with is looked at in readers: with the right outcome, within its limits."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from cityweave.errors import (
    CityweaveError,
    QuerySyntaxError,
    SyntaxErrorInData,
    UpdateRefused,
    WriteTimeout,
    WriteTooComplex,
    WriteTooLarge,
)
from cityweave.formats import by_name, rdf_by_name
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Limits, QueryRequest, ReplicatedStore, UpdateRequest
from cityweave.store.interface import DataOperation
from cityweave.store.querying import QueryTask
from cityweave.store.sink import LimitReached
from cityweave.store.statements import NESTING, checked
from cityweave.store.task import Task, decode
from cityweave.store.writing import Allowance, ParseTask, UpdateTask
from cityweave.update import perform

SETTINGS = Settings(
    max_update_seconds=30,
    max_update_memory=300_000_000,
    max_upload_memory=100_000_000,
    max_update_statements=10_000,
    max_update_bytes=2_000_000,
    max_literal_bytes=1000,
)
COUNT = QueryRequest("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
NODE = NamedNode("http://e/a")
TTL, NT, JSONLD, RDF = (rdf_by_name(name) for name in ("ttl", "nt", "jsonld", "rdf"))
EACH = "INSERT { ?s <http://e/q> %s } WHERE { ?s <http://e/p> ?o }"


def filled(settings: Settings) -> ReplicatedStore:
    """A thousand statements, and these limits of writes."""
    writer = EmbeddedStore()
    writer.add(Quad(NamedNode(f"http://e/{n}"), NamedNode("http://e/p"), NODE) for n in range(1000))
    return ReplicatedStore(writer, Limits.of(settings), settings)


@pytest.fixture(scope="module")
def store() -> Iterator[ReplicatedStore]:
    """Tight limits of writes, apart from time: other limits are met first on any machine."""
    with closing(filled(SETTINGS)) as made:
        yield made


@pytest.fixture
def hasty() -> Iterator[ReplicatedStore]:
    """A second for a write."""
    with closing(filled(replace(SETTINGS, max_update_seconds=1))) as made:
        yield made


def count(store: ReplicatedStore) -> int:
    return int(store.query(COUNT, by_name("csv")).split(b"\r\n")[1])


ALLOWED = Allowance(1.5, 2, 3, 4, 5)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
TASKS: st.SearchStrategy[Task] = st.one_of(
    st.builds(
        QueryTask,
        st.builds(QueryRequest, TEXTS, st.lists(TEXTS).map(tuple), st.lists(TEXTS).map(tuple)),
        st.sampled_from(["csv", "ttl"]),
        st.dictionaries(TEXTS, TEXTS),
        st.just(0.5),
        st.integers(1, 10**12),
        st.just(7),
        st.just(8),
    ),
    st.builds(
        ParseTask, st.binary(), st.just("ttl"), st.none() | TEXTS, st.none() | TEXTS,
        st.just(ALLOWED),
    ),
    st.builds(
        UpdateTask,
        st.builds(
            UpdateRequest,
            st.lists(TEXTS).map(tuple),
            st.lists(TEXTS).map(tuple),
            st.lists(st.builds(DataOperation, TEXTS, st.booleans())).map(tuple),
            st.none() | st.frozensets(TEXTS),
        ),
        st.just(ALLOWED),
    ),
)  # fmt: skip


@given(TASKS)
def test_a_task_arrives_as_it_was(task: Task) -> None:
    assert decode(task.encode()) == task


def test_a_document_is_read_in_a_reader(store: ReplicatedStore) -> None:
    data = b'<a> <b> _:x, "\xc3\xa9\\n"@nl . _:x <b> 1.50 .'
    quads = store.parse(data, TTL, base="http://e/")
    assert [str(quad.object) for quad in quads][1] == '"é\\n"@nl'
    assert quads[0].subject == NODE
    node = quads[0].object
    assert isinstance(node, BlankNode)
    assert quads[2].subject == node
    again = store.parse(data, TTL, base="http://e/")
    assert again[0].object != node, "another document has other blank nodes"
    assert count(store) == 1000


def test_what_a_document_gets_wrong_keeps_its_place(store: ReplicatedStore) -> None:
    with pytest.raises(SyntaxErrorInData) as caught:
        store.parse(b"<http://e/a> <http://e/b>\n cw:x .", TTL, source="mine.ttl")
    assert (caught.value.line, caught.value.source) == (2, "mine.ttl")
    assert "@prefix cw:" in (caught.value.hint or "")
    with pytest.raises(SyntaxErrorInData, match="not JSON-LD"):
        store.parse(b'{"a": 1}', JSONLD)


BOMB = b"""<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">%s]><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="http://e/a">
 <x xmlns="http://e/">&%s;</x></rdf:Description></rdf:RDF>"""


def laughs(last: bytes) -> bytes:
    """A document with an entity ten times as long as the one before it, and so on."""
    letters = b"abcdefghijkl"[: ord(last) - ord("a") + 1].decode()
    pairs = pairwise(letters)
    entities = "".join(f'<!ENTITY {this} "{f"&{before};" * 10}">' for before, this in pairs)
    return BOMB % (entities.encode(), last)


def of_each(values: Iterable[str], length: int = 1) -> bytes:
    """A document in Turtle that says each of these about one thing, whose name is that long."""
    return f"@prefix a: <http://e/{'x' * length}> . a:a a:b {','.join(values)} .".encode()


@pytest.mark.parametrize(
    ("data", "rdf_format", "error", "said"),
    [
        (laughs(b"l"), RDF, SyntaxErrorInData, "entities"),
        (laughs(b"e"), RDF, WriteTooLarge, "max_literal_bytes"),
        (b'<http://e/a> <http://e/b> "%s" .' % (b"x" * 1001), NT, WriteTooLarge, "x”"),
        (b"<http://e/%s> <http://e/b> 1 ." % (b"x" * 1001), TTL, WriteTooLarge, "name"),
        (of_each(map(str, range(10_001))), TTL, WriteTooLarge, "max_update_statements"),
        (of_each((f"a:{n}" for n in range(1000)), 900), TTL, WriteTooLarge, "max_update_bytes"),
        (b"<http://e/a> <http://e/b> %s 1 %s ." % (b"(" * 40_000, b")" * 40_000), TTL,
         CityweaveError, ""),
        (b"<http://e/a> <http://e/b> %s 1 %s ." % (b"<<( <a:a> <a:b> " * 40, b")>>" * 40), TTL,
         WriteTooComplex, "more than 16 times"),
        (b"<http://e/a> <http://e/b> %s 1 %s ." % (b"<<( <a:a> <a:b> " * 90_000, b")>>" * 90_000),
         NT, CityweaveError, ""),
        (b'{"@id": "http://e/a", "http://e/b": %s%s}' % (b"[" * 50_000, b"]" * 50_000), JSONLD,
         CityweaveError, ""),
    ],
    ids="laughs quadratic literal name statements bytes lists terms nested-terms arrays".split(),
)  # fmt: skip
def test_a_hostile_document_costs_one_reader(
    store: ReplicatedStore, data: bytes, rdf_format: object, error: type[Exception], said: str
) -> None:
    process = os.getpid()
    if error is CityweaveError:  # deep documents may be read, or end their reader
        try:
            assert len(store.parse(data, rdf_format)) < SETTINGS.max_update_statements  # type: ignore[arg-type]
        except CityweaveError as found:
            assert found.status < 500  # noqa: PT017
    else:
        with pytest.raises(error, match=said):
            store.parse(data, rdf_format)  # type: ignore[arg-type]
    assert os.getpid() == process
    assert count(store) == 1000


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("INSERT DATA { <a:a> <a:b> " + "[ <a:b> " * 20_000 + "1" + "]" * 20_000 + "}",
         WriteTooComplex, "stack"),
        ("DELETE {} WHERE " + "{" * 4000 + "}" * 4000, WriteTooComplex, "stack"),
        (EACH % "?x" + " ; " + "INSERT { ?s <http://e/r> ?x } WHERE { ?s <http://e/p> ?o "
         "BIND(CONCAT(STR(?s), STRUUID()) AS ?a)" + "".join(
            f"BIND(CONCAT(?{'abcdefgh'[n]}, ?{'abcdefgh'[n]}) AS ?{'bcdefghx'[n]})"
            for n in range(8)) + "}", WriteTooLarge, "max_literal_bytes"),
        (EACH % "?p" + "; INSERT { ?s <http://e/q> ?t } WHERE { ?s ?p ?o . ?t ?p ?o "
         + "FILTER(STRENDS(STR(?t), '0') && STRSTARTS(STR(?s), 'http://e/1')) }", WriteTooLarge,
         "max_update_statements"),
        ("CLEAR GRAPH <http://e/none>", UpdateRefused, "does not exist"),
        ("INSERT DATA { <a:a> <a:b> cw:x }", QuerySyntaxError, "cw:"),
    ],
    ids="brackets groups doubling statements refused syntax".split(),
)  # fmt: skip
def test_a_hostile_update_costs_one_reader(
    store: ReplicatedStore, text: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        perform(store, text)
    assert count(store) == 1000


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("INSERT { ?a ?b ?c } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", WriteTimeout,
         "max_update_seconds"),
        ("INSERT { ?a ?b ?x } WHERE { ?a ?b ?c . ?d ?b ?f BIND(STRUUID() AS ?x) }", CityweaveError,
         "max_"),
    ],
    ids="endless product".split(),
)  # fmt: skip
def test_an_update_without_an_end_costs_one_reader(
    hasty: ReplicatedStore, text: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        perform(hasty, text)
    assert count(hasty) == 1000


def test_an_update_may_remove_more_than_it_may_add() -> None:
    writer = EmbeddedStore()
    writer.add(Quad(NODE, NODE, Literal(n)) for n in range(20_000))
    store = ReplicatedStore(writer, Limits.of(SETTINGS), SETTINGS)
    change = perform(store, "CLEAR ALL")
    assert len(change.removed) == 20_000
    assert count(store) == 0
    store.close()


def test_two_readers_never_make_the_same_thing() -> None:
    """Forks share the engine's random numbers, unless each takes its own."""
    writer = EmbeddedStore()
    perform(writer, "INSERT DATA { <a:a> <a:b> [] }")  # the sequence has begun before the fork
    store = ReplicatedStore(writer, Limits.of(SETTINGS), SETTINGS)
    for number in range(4):
        change = perform(store, f"INSERT DATA {{ <a:{number}> <a:b> [] }}")
        assert len(change.added) == 1
    nodes = {quad.object for quad in store.quads()}
    assert len(nodes) == 5
    drawn = set()
    for number in range(4):
        store.add([Quad(NODE, NODE, Literal(number))])  # the next query has a new reader
        text = "SELECT (CONCAT(STRUUID(), STR(RAND())) AS ?x) {}"
        drawn.add(store.query(QueryRequest(text), by_name("csv")))
    store.close()
    assert len(drawn) == 4


def test_an_update_keeps_the_blank_nodes_that_it_finds(store: ReplicatedStore) -> None:
    perform(store, "INSERT DATA { GRAPH <a:g> { _:x <a:b> 1 } }")
    perform(store, "INSERT { GRAPH <a:g> { ?x <a:c> 2 } } WHERE { GRAPH <a:g> { ?x <a:b> 1 } }")
    assert len({quad.subject for quad in store.quads("a:g")}) == 1
    perform(store, "DROP GRAPH <a:g>")
    assert count(store) == 1000


def test_writes_do_not_wait_for_queries(store: ReplicatedStore) -> None:
    narrow = replace(Limits.of(SETTINGS), queries=1, queued=0, seconds=20)
    busy = ReplicatedStore(EmbeddedStore(), narrow, SETTINGS)
    perform(busy, "INSERT DATA { <a:a> <a:b> 1, 2, 3, 4, 5, 6, 7, 8, 9 }")
    several = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12))
    running = busy.stream(QueryRequest(f"SELECT * {{ {several} }}"), by_name("csv"))
    assert next(running)
    assert perform(busy, "INSERT DATA { <a:a> <a:b> 10 }").added
    running.close()
    busy.close()


def term(depth: int) -> Triple | Literal:
    found: Triple | Literal = Literal("x")
    for _ in range(depth):
        found = Triple(NODE, NODE, found)
    return found


def test_statements_are_held_to_limits() -> None:
    quads = [Quad(NODE, NODE, term(depth)) for depth in range(NESTING + 1)]
    assert list(checked(quads, 100, 100)) == quads
    with pytest.raises(WriteTooComplex):
        list(checked([Quad(NODE, NODE, term(NESTING + 1))], 100, 100))
    with pytest.raises(LimitReached):
        list(checked(quads, NESTING, 100))
    with pytest.raises(WriteTooLarge):
        list(checked([Quad(NODE, NODE, Literal("é" * 51))], 1, 100))
    with pytest.raises(WriteTooLarge):
        list(checked([Quad(NODE, NODE, Triple(NODE, NODE, Literal("x" * 101)))], 1, 100))
    assert list(checked([Quad(NODE, NODE, Literal("é" * 50))], 1, 100))
