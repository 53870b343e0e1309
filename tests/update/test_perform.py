"""Updates: what the language asks, with the merge of all graphs exact after each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from cityweave.errors import (
    BadParameter,
    FederationRefused,
    NotFound,
    QuerySyntaxError,
    UnsupportedQuery,
    UpdateRefused,
)
from cityweave.formats import by_name
from cityweave.store import Change, EmbeddedStore, QueryRequest
from cityweave.update import perform
from cityweave.vocabulary import UNNAMED_GRAPH

G1, G2, G3 = "http://g/1", "http://g/2", "http://g/3"

COUNT = "WHERE { SELECT (COUNT(*) AS ?n) { :a :p ?o } }"
OWN = f"<{UNNAMED_GRAPH}> {{ ?s :p ?o }} }}"


def merge(store: EmbeddedStore) -> set[Triple]:
    """The default graph that queries see."""
    found = store._store.quads_for_pattern(None, None, None, DefaultGraph())
    return {quad.triple for quad in found}


def exact(store: EmbeddedStore) -> bool:
    """Whether the merge is that of all graphs."""
    return merge(store) == {quad.triple for quad in store.quads()}


def ask(store: EmbeddedStore, pattern: str) -> bool:
    text = f"PREFIX : <http://e/> ASK {{ {pattern} }}"
    return b"true" in store.query(QueryRequest(text), by_name("json"))


@pytest.fixture
def store() -> Iterator[EmbeddedStore]:
    filled = EmbeddedStore()
    perform(
        filled,
        f"""PREFIX : <http://e/>
        INSERT DATA {{
          :d :p 1 .
          GRAPH <{G1}> {{ :a :p 1 , 2 . _:x :p :a }}
          GRAPH <{G2}> {{ :a :p 2 , 3 }}
        }}""",
    )
    yield filled
    filled.close()


@pytest.mark.parametrize(
    ("text", "holds", "lacks"),
    [
        ("DELETE DATA { GRAPH <http://g/1> { :a :p 1 } }", ":a :p 2", ":a :p 1"),
        ("DELETE DATA { GRAPH <http://g/1> { :a :p 2 } }", ":a :p 2",
         "GRAPH <http://g/1> {?s :p 2}"),
        ("DELETE WHERE { GRAPH ?g { :a :p ?o } }", ":d :p 1", ":a ?p ?o"),
        ("DELETE WHERE { ?s ?p ?o }", ":a :p 1", ":d :p ?o"),
        ("WITH <http://g/1> DELETE { ?s :p ?o } INSERT { ?s :q ?o } WHERE { ?s :p ?o }",
         ":a :q 2 . :a :p 2", ":a :p 1"),
        ("INSERT { GRAPH <http://g/new> { ?s :q ?o } } USING <http://g/2> WHERE { ?s :p ?o }",
         "GRAPH <http://g/new> { :a :q 3 }", ":a :q 1"),
        ("INSERT { :n :n ?n } USING <http://g/1> USING <http://g/2> " + COUNT,
         ":n :n 3", ":n :n 4"),
        ("INSERT { :n :n ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }",
         ":n :n 1", ":n :n 2"),
        ("INSERT { :n :n ?g } USING NAMED <http://g/2> WHERE { GRAPH ?g { :a :p 2 } }",
         ":n :n <http://g/2>", ":n :n <http://g/1>"),
        ("CLEAR GRAPH <http://g/2>", ":a :p 2", ":a :p 3"),
        ("CLEAR DEFAULT", ":a :p 1", ":d :p 1"),
        ("CLEAR NAMED", ":d :p 1", ":a ?p ?o"),
        ("DROP ALL", "", "?s ?p ?o"),
        ("COPY <http://g/2> TO <http://g/1>", "GRAPH <http://g/1> { :a :p 3 }", ":a :p 1"),
        ("MOVE <http://g/2> TO DEFAULT", ":a :p 3", ":d :p 1"),
        ("ADD DEFAULT TO <http://g/2>", "GRAPH <http://g/2> { :d :p 1 }", ":d :p 2"),
        ("INSERT DATA { :x :p 1 } ; DELETE DATA { :x :p 1 }", ":d :p 1", ":x :p 1"),
        ("INSERT DATA { :x :p 1 } ; PREFIX q: <http://q/> INSERT { q:y :p ?o } WHERE { :x :p ?o }",
         "<http://q/y> :p 1", "<http://q/y> :p 2"),
        ("DELETE DATA { GRAPH <https://w3id.org/cityweave/graph/default> { :d :p 1 } }",
         ":a :p 1", ":d :p 1"),
        ("INSERT { GRAPH <http://g/1> { ?s :r ?o } } WHERE { GRAPH " + OWN, ":d :r 1", ":a :r 1"),
        ("LOAD SILENT <http://127.0.0.1/x> INTO GRAPH <http://g/1> ; INSERT DATA { :x :p 1 }",
         ":x :p 1", ":x :p 2"),
    ],
)  # fmt: skip
def test_an_update_does_what_it_says_and_the_merge_follows(
    store: EmbeddedStore, text: str, holds: str, lacks: str
) -> None:
    before = set(store.quads())
    change = perform(store, "PREFIX : <http://e/>\n" + text)
    assert ask(store, holds)
    assert not ask(store, lacks)
    assert exact(store)
    after = set(store.quads())
    assert set(change.added) == after - before
    assert set(change.removed) == before - after


NAMES = st.sampled_from("abc")
GRAPHS = st.sampled_from([G1, G2, G3, None])
KINDS = st.sampled_from(["insert", "delete", "clear", "drop", "copy", "move", "add", "where"])
Step = tuple[str, str, str | None, str | None]
Model = dict[str | None, set[str]]


def word(graph: str | None) -> str:
    return "DEFAULT" if graph is None else f"GRAPH <{graph}>"


def inside(graph: str | None, text: str) -> str:
    return text if graph is None else f"GRAPH <{graph}> {{ {text} }}"


def model_of(model: Model, step: Step) -> tuple[str, Model]:
    """The text of an operation, and what a plain model of named sets is after it."""
    kind, name, graph, other = step
    node = f"<http://e/{name}>"
    triple = f"{node} {node} {node}"
    own, others = model.get(graph, set()), model.get(other, set())
    if kind == "insert":
        return f"INSERT DATA {{ {inside(graph, triple)} }}", {**model, graph: own | {name}}
    if kind == "delete":
        return f"DELETE DATA {{ {inside(graph, triple)} }}", {**model, graph: own - {name}}
    if kind == "where":
        text = f"DELETE {{ {inside(graph, '?s ?p ?o')} }} INSERT {{ {inside(other, '?s ?p ?o')} }}"
        moved = {**model, graph: set()}
        moved[other] = moved.get(other, set()) | own
        return f"{text} WHERE {{ {inside(graph, '?s ?p ?o')} }}", moved
    if kind in ("clear", "drop"):
        return f"{kind.upper()} SILENT {word(graph)}", {**model, graph: set()}
    done = dict(model)
    if graph != other:
        done[other] = own | others if kind == "add" else set(own)
        if kind == "move":
            done[graph] = set()
    return f"{kind.upper()} SILENT {word(graph)} TO {word(other)}", done


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.tuples(KINDS, NAMES, GRAPHS, GRAPHS), min_size=1, max_size=3), max_size=5)
)
def test_any_series_of_updates_leaves_the_graphs_of_a_plain_model(
    requests: list[list[Step]],
) -> None:
    store, replica, model = EmbeddedStore(), EmbeddedStore(), Model()
    for request in requests:
        texts = []
        for step in request:
            copies = step[0] in ("copy", "move", "add")
            if copies and step[2] is not None and not model.get(step[2]):
                continue  # a source that is missing: implementations may differ
            text, model = model_of(model, step)
            texts.append(text)
        change = perform(store, " ;\n".join(texts))
        assert not set(change.added) & set(change.removed)
        replica.apply(change)
    expected = {(name, graph or UNNAMED_GRAPH) for graph, names in model.items() for name in names}
    found = {
        (str(quad.subject).rpartition("/")[2].rstrip(">"), str(quad.graph_name).strip("<>"))
        for quad in store.quads()
    }
    assert found == expected
    assert exact(store)
    assert set(replica.quads()) == set(store.quads())
    assert merge(replica) == merge(store)
    assert replica.graphs() == store.graphs()


def test_nothing_happens_when_an_operation_fails(store: EmbeddedStore) -> None:
    before = set(store.quads())
    with pytest.raises(UpdateRefused, match="does not exist"):
        perform(store, "CLEAR ALL ; DROP GRAPH <http://g/none>")
    with pytest.raises(UpdateRefused, match="already exists"):
        perform(store, f"CLEAR DEFAULT ; CREATE GRAPH <{G1}>")
    assert set(store.quads()) == before
    assert perform(store, f"CREATE SILENT GRAPH <{G1}>") == Change()


def test_empty_graphs_are_remembered(store: EmbeddedStore) -> None:
    change = perform(store, "CREATE GRAPH <http://g/new>")
    assert change == Change(created=("http://g/new",))
    assert store.holds("http://g/new")
    assert perform(store, "DROP GRAPH <http://g/new>") == Change(dropped=("http://g/new",))
    assert not store.holds("http://g/new")


def test_what_is_in_no_named_graph_is_listed_only_while_there_is_some(
    store: EmbeddedStore,
) -> None:
    assert UNNAMED_GRAPH in store.graphs()
    perform(store, "CLEAR DEFAULT")
    assert store.graphs() == (G1, G2)
    perform(store, "DROP ALL")
    assert store.graphs() == ()


def test_terms_of_every_kind_come_and_go(store: EmbeddedStore) -> None:
    text = r"""PREFIX : <http://e/>
    INSERT DATA { GRAPH :g { :t :p "x"@en , "x"@ar--rtl , 1.50 , "a\nb" , _:b ,
      <<( :s :p _:b )>> } }"""
    added = perform(store, text).added
    assert len(added) == 6
    assert {type(quad.object) for quad in added} == {Literal, Triple, BlankNode}
    change = perform(store, "DELETE WHERE { GRAPH <http://e/g> { ?s ?p ?o } }")
    assert set(change.removed) == set(added)
    assert exact(store)


def test_a_protocols_dataset_stands_for_using(store: EmbeddedStore) -> None:
    counting = "{ SELECT (COUNT(*) AS ?n) { :a :p ?o } }"
    perform(store, f"PREFIX : <http://e/> INSERT {{ :n :n ?n }} WHERE {counting}", using=(G1, G2))
    assert ask(store, ":n :n 3")
    perform(store, "DELETE WHERE { ?s <http://e/p> ?o }", using=(G1,))
    assert ask(store, ":a :p 1"), "templates are about the default graph"
    text = "PREFIX : <http://e/> INSERT { :m :m ?g } WHERE { GRAPH ?g { :a :p 2 } }"
    perform(store, text, using_named=(G2,))
    assert ask(store, f":m :m <{G2}>")
    assert not ask(store, f":m :m <{G1}>")
    for own in ("WITH <http://g/1> DELETE {} WHERE {}", "DELETE {} USING <http://g/1> WHERE {}"):
        with pytest.raises(BadParameter, match="names a dataset"):
            perform(store, own, using=(G1,))
    with pytest.raises(BadParameter, match="not the IRI"):
        perform(store, "DELETE {} WHERE {}", using=("no iri",))


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:8000/>",
        "load<http://127.0.0.1:8000/>INTO GRAPH<http://g/1>",
        "PREFIX e: <http://127.0.0.1/> LOAD e:x",
        "CLEAR ALL ; LOAD <http://127.0.0.1:8000/> ; CLEAR ALL",
        "INSERT {} WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "INSERT {} WHERE { SERVICE SILENT <http://127.0.0.1/> { ?s ?p ?o } }",
        "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o SERVICE ?s { ?a ?b ?c } }",
    ],
)
def test_no_update_reaches_out(store: EmbeddedStore, text: str) -> None:
    before = set(store.quads())
    with pytest.raises((UnsupportedQuery, FederationRefused)) as caught:
        perform(store, text)
    assert caught.value.line == 1
    assert set(store.quads()) == before


@pytest.mark.parametrize(
    "text",
    [
        "LOADSILENT<http://127.0.0.1:8000/>",
        "PREFIX e:<http://127.0.0.1/> LOADe:x",
        "PREFIX LOADe:<http://127.0.0.1/>LOADe:x",
        "BASE<http://127.0.0.1/>LOADe:x",
        r"L\u004FAD <http://127.0.0.1/>",
        "LOAD SILENT <http://127.0.0.1/> INTO <http://g/1>",
        "LOAD SILENT <http://127.0.0.1/> <http://127.0.0.1/>",
        "CLEARALL;LOAD<http://127.0.0.1/>",
        "INSERT{} WHERE{ FILTER(?a<?b#>'''\n)};LOAD <http://127.0.0.1/> #'''\n }",
        "INSERT DATA { <a:a> <a:b> _:x } ; INSERT DATA { <a:a> <a:c> _:x }",
        "INSERT DATA { ?s <a:b> 1 }",
        "DELETE DATA { <a:a> <a:b> _:x }",
        "INSERT DATA { <a:a> <a:b> 1",
        "INSERT DATA <a:a> <a:b> 1 }",
        "DELETE WHERE",
        "INSERT { <a:a> <a:b> 1 } WHERE { x:y ?p ?o }",
        "CLEAR",
        "INSRT DATA {}",
    ],
)
def test_what_is_no_update_is_refused(store: EmbeddedStore, text: str) -> None:
    before = set(store.quads())
    with pytest.raises(QuerySyntaxError):
        perform(store, text)
    assert set(store.quads()) == before


def test_a_complaint_names_place_and_way_out(store: EmbeddedStore) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        perform(store, "CLEAR DEFAULT ;\nINSERT DATA { cw:a cw:b 1 }")
    assert (caught.value.line, caught.value.column) == (2, 15)
    assert "PREFIX cw:" in (caught.value.hint or "")
    with pytest.raises(QuerySyntaxError) as caught:
        perform(store, "CLEAR ALL ;\nPREFIX a: <a:>\nINSERT DATA { a:b a:c }")
    assert caught.value.line == 3
    with pytest.raises(UnsupportedQuery, match="begins a query"):
        perform(store, "SELECT * {}")


def test_words_that_look_like_load_are_names(store: EmbeddedStore) -> None:
    prefix = "PREFIX load: <http://load/> "
    perform(store, prefix + "INSERT DATA { GRAPH load:g { load:a load:b 'LOAD' } }")
    perform(store, prefix + "COPY load:g TO load:h # LOAD <x>")
    assert store.count("http://load/h") == 1


def test_an_update_of_a_durable_store_stays(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "graph")
    perform(store, "INSERT DATA { <a:a> <a:b> _:x . GRAPH <a:g> { <a:a> <a:b> 1 } }")
    perform(store, "DELETE WHERE { GRAPH <a:g> { ?s ?p ?o } } ; CREATE GRAPH <a:h>")
    store.close()
    again = EmbeddedStore(tmp_path / "graph")
    assert [quad.graph_name for quad in again.quads()] == [NamedNode(UNNAMED_GRAPH)]
    assert again.holds("a:h")
    assert exact(again)
    again.close()


def test_graphs_are_replaced_and_dropped(store: EmbeddedStore) -> None:
    node = NamedNode("http://e/z")
    triple = Triple(node, node, Literal("1"))
    change = store.replace([triple], G1)
    assert (len(change.added), len(change.removed), change.created) == (1, 3, ())
    assert store.replace([triple], G1) == Change()
    assert store.replace([triple], "http://g/new").created == ("http://g/new",)
    assert store.drop(G1).dropped == (G1,)
    assert triple in merge(store), "another graph still states it"
    store.drop("http://g/new")
    assert triple not in merge(store)
    assert [quad.object for quad in store.drop().removed] == [Literal(1)]
    assert store.drop() == Change()
    assert exact(store)
    with pytest.raises(NotFound):
        store.drop(G1)
    quad = Quad(node, node, node)
    assert store.apply(Change(added=(quad,), removed=(quad,))).removed == ()
