"""The embedded store: right counts however a dataset is named, one transaction a change."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from traceback import walk_tb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from cityweave.errors import (
    BadParameter,
    NotAcceptable,
    NotFound,
    QueryFailed,
    QuerySyntaxError,
    StoreUnavailable,
    UpdateRefused,
)
from cityweave.formats import by_name, rdf_by_name
from cityweave.parsing import parse
from cityweave.store import Change, EmbeddedStore, QueryRequest, Store
from cityweave.vocabulary import UNNAMED_GRAPH

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
G1, G2, G3 = "http://g/1", "http://g/2", "http://g/3"


def quad(name: str, graph: str | None = None) -> Quad:
    node = NamedNode(f"http://e/{name}")
    if graph is None:
        return Quad(node, node, node)
    return Quad(node, node, node, NamedNode(graph))


def rows(store: Store, request: QueryRequest | str) -> list[str]:
    request = QueryRequest(request) if isinstance(request, str) else request
    return sorted(store.query(request, by_name("csv")).decode().split("\r\n")[1:-1])


@pytest.fixture
def shared() -> Iterator[EmbeddedStore]:
    """Three graphs: `a` in all of them, `b` in one, `c` in another."""
    store = EmbeddedStore()
    store.add([quad("a", G1), quad("a", G2), quad("a", G3), quad("b", G1), quad("c", G2)])
    yield store
    store.close()


@pytest.mark.parametrize(
    ("default", "named", "count"),
    [
        ((), (), 3),
        ((G1,), (), 2),
        ((G1, G2), (), 3),
        ((G1, G1), (), 2),
        ((G1, G2, G3), (), 3),
        ((G1, "http://g/none"), (), 2),
        (("http://g/none",), (), 0),
        ((), (G1,), 0),
    ],
)
def test_the_default_graph_counts_each_triple_once(
    shared: EmbeddedStore, default: tuple[str, ...], named: tuple[str, ...], count: int
) -> None:
    assert rows(shared, QueryRequest(COUNT, default, named)) == [str(count)]


@pytest.mark.parametrize(
    ("default", "named", "expected"),
    [
        ((), (), [G1, G2, G3]),
        ((G1,), (), []),
        ((), (G1,), [G1]),
        ((G1,), (G2, G3), [G2, G3]),
        ((G1, G2), (G3,), [G3]),
    ],
)
def test_named_graphs_are_those_of_the_dataset(
    shared: EmbeddedStore, default: tuple[str, ...], named: tuple[str, ...], expected: list[str]
) -> None:
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert rows(shared, QueryRequest(text, default, named)) == expected


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([G1, G2, G3, None]))))
def test_the_merge_is_the_set_of_triples(pairs: list[tuple[str, str | None]]) -> None:
    store = EmbeddedStore()
    half = len(pairs) // 2
    added = store.add(quad(*pair) for pair in pairs[:half]).added
    added += store.add(quad(*pair) for pair in pairs[half:]).added
    expected = {(name, graph or UNNAMED_GRAPH) for name, graph in pairs}
    assert len(added) == len(expected) == sum(1 for _ in store.quads())
    assert store.count() == len({name for name, _ in expected})
    assert rows(store, COUNT) == [str(store.count())]
    for graph in store.graphs():
        assert store.count(graph) == sum(1 for _, one in expected if one == graph)
    chosen = tuple(sorted({graph for _, graph in expected}))[:2]
    if chosen:
        merged = {name for name, graph in expected if graph in chosen}
        assert rows(store, QueryRequest(COUNT, chosen)) == [str(len(merged))]


def test_a_change_has_what_is_new_and_nothing_else(shared: EmbeddedStore) -> None:
    assert shared.add([quad("a", G1)]) == Change()
    assert not shared.add([])
    change = shared.add([quad("a", G1), quad("d"), quad("d")])
    assert change.added == (quad("d", UNNAMED_GRAPH),)
    assert change


def test_a_failing_source_of_quads_adds_nothing(shared: EmbeddedStore) -> None:
    def broken() -> Iterator[Quad]:
        yield quad("x", G1)
        raise ValueError("the source broke")

    with pytest.raises(ValueError, match="the source broke"):
        shared.add(broken())
    assert shared.count() == 3


def test_a_durable_store_keeps_its_graph(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "graph")
    store.add([quad("a", G1), quad("a", G2)])
    store.close()
    again = EmbeddedStore(tmp_path / "graph")
    assert (again.count(), again.graphs()) == (1, (G1, G2))
    again.close()


def test_a_store_that_another_process_has_open_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    program = (
        "import sys; from pathlib import Path; from cityweave.store import EmbeddedStore;"
        "store = EmbeddedStore(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreUnavailable, match="cannot be opened") as caught:
            EmbeddedStore(path)
    assert "Another process" in (caught.value.hint or "")


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    path.touch()
    with pytest.raises(StoreUnavailable):
        EmbeddedStore(path)


def test_dumps_hold_what_was_added(shared: EmbeddedStore) -> None:
    whole = shared.dump(rdf_by_name("trig"))
    assert set(parse(whole, rdf_by_name("trig")).quads) == set(shared.quads())
    one = shared.dump(rdf_by_name("ttl"), G1, {"e": "http://e/"})
    assert b"e:a e:a e:a" in one
    assert {str(each.subject) for each in parse(one, rdf_by_name("ttl")).quads} == {
        "<http://e/a>",
        "<http://e/b>",
    }


def test_dumps_that_cannot_be_are_refused(shared: EmbeddedStore) -> None:
    with pytest.raises(NotAcceptable, match="named graphs"):
        shared.dump(rdf_by_name("ttl"))
    with pytest.raises(NotFound):
        shared.dump(rdf_by_name("ttl"), "http://g/none")


def test_subjects_are_found_by_the_beginning_of_their_iri(shared: EmbeddedStore) -> None:
    assert shared.states("http://e/a")
    assert not shared.states("http://e/z")
    assert shared.subjects("http://e/", "http://g/1")[0] == "http://e/a"
    assert shared.subjects("http://e/", "http://g/none") == ()


def test_errors_of_the_engine_are_ours(shared: EmbeddedStore) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        shared.query(QueryRequest("SELECT * {\n ?s ?p }"), by_name("csv"))
    assert caught.value.line == 2
    with pytest.raises(NotAcceptable):
        shared.query(QueryRequest(COUNT), by_name("ttl"))
    with pytest.raises(NotAcceptable):
        shared.query(QueryRequest("CONSTRUCT WHERE { ?s ?p ?o }"), by_name("csv"))
    with pytest.raises(BadParameter, match="not the IRI of a graph"):
        shared.query(QueryRequest(COUNT, ("no iri",)), by_name("csv"))
    service = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    with pytest.raises(QueryFailed) as failed:
        shared.query(QueryRequest(service), by_name("csv"))
    assert failed.value.__cause__ is not None
    assert "127.0.0.1" not in str(failed.value)


def test_many_threads_read_while_one_writes() -> None:
    store = EmbeddedStore()
    store.add([quad("start", G1)])

    def read(_: int) -> int:
        return int(rows(store, COUNT)[0])

    with ThreadPoolExecutor(8) as pool:
        reads = pool.map(read, range(200))
        for number in range(50):
            store.add([quad(f"n{number}", graph) for graph in (G1, G2)])
        counts = list(reads)
    assert all(1 <= count <= 51 for count in counts)
    assert read(0) == 51


def test_numbers_keep_their_value_and_lose_needless_zeros() -> None:
    """Oxigraph stores the value; who needs a number as written writes it as a string besides."""
    store = EmbeddedStore()
    node = NamedNode("http://e/a")
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    store.add([Quad(node, node, Literal("01.50", datatype=decimal))])
    assert [one.object for one in store.quads()] == [Literal("1.5", datatype=decimal)]


def test_a_failed_query_leaves_nothing_of_the_engine_in_its_error() -> None:
    """Dropped in another thread, results would warn and never give back their memory."""
    store = EmbeddedStore()
    service = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"

    def ask() -> Exception:
        with pytest.raises(QueryFailed) as caught:
            store.query(QueryRequest(service), by_name("csv"))
        return caught.value

    with ThreadPoolExecutor(1) as pool:
        error: BaseException | None = pool.submit(ask).result()
    while error is not None:
        frames = [frame for frame, _ in walk_tb(error.__traceback__)]
        kept = [value for frame in frames for value in frame.f_locals.values()]
        assert not [value for value in kept if isinstance(value, QuerySolutions)]
        error = error.__cause__


def test_language_tags_and_datatypes_reach_the_result() -> None:
    store = EmbeddedStore()
    node = NamedNode("http://e/a")
    store.add([Quad(node, node, Literal("x", language="nl"))])
    body = store.query(QueryRequest("SELECT ?o { ?s ?p ?o }"), by_name("json"))
    assert b'"xml:lang":"nl"' in body.replace(b" ", b"")


def test_a_change_for_another_state_is_refused(shared: Store) -> None:
    first, second = quad("first", G1), quad("second", G1)
    state = shared.state
    shared.apply(Change((first,)), state)
    with pytest.raises(UpdateRefused, match="changed while"):
        shared.apply(Change((second,)), state)
    assert second not in set(shared.quads(G1))
    shared.apply(Change((second,)), shared.state)
    assert {first, second} <= set(shared.quads(G1))
