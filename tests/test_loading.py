"""Loading: all or nothing, the right graphs, and progress while it takes time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cityweave.errors import (
    BadParameter,
    ContentMissing,
    InvalidSettings,
    NotFound,
    SyntaxErrorInData,
)
from cityweave.formats import rdf_by_name
from cityweave.loading import Loaded, load_content, load_files, open_store
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.vocabulary import GRAPH, ONTOLOGY_GRAPH, SHAPES_GRAPH, UNNAMED_GRAPH

PASSAGES = (
    "https://w3id.org/cityweave/source/one#L1-2",
    "https://w3id.org/cityweave/source/two#L7",
)


def test_content_goes_into_its_graphs(content_dir: Path) -> None:
    store = EmbeddedStore()
    loaded = load_content(store, content_dir)
    assert store.graphs() == (GRAPH + "editorial", ONTOLOGY_GRAPH, SHAPES_GRAPH, *PASSAGES)
    assert loaded == Loaded(files=3, quads=20, added=20, graphs=5)
    assert store.count(ONTOLOGY_GRAPH) == 6
    assert store.count() == 19  # two passages state one triple
    assert load_content(store, content_dir).added == 0


def test_progress_names_each_file(content_dir: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    load_content(
        EmbeddedStore(),
        content_dir,
        lambda path, number, total: seen.append((path.name, number, total)),
    )
    assert seen == [("ontology.ttl", 1, 3), ("shapes.ttl", 2, 3), ("data.trig", 3, 3)]


def test_one_bad_file_loads_nothing(content_dir: Path) -> None:
    bad = content_dir / "data" / "zzz.trig"
    bad.write_text("<http://g> { ex:a ex:b 1 }")
    store = EmbeddedStore()
    with pytest.raises(SyntaxErrorInData) as caught:
        load_content(store, content_dir)
    assert caught.value.source == str(bad)
    assert store.count() == 0


def test_content_of_ones_own_may_lack_folders_but_not_all(
    content_dir: Path, tmp_path: Path
) -> None:
    (content_dir / "shapes" / "shapes.ttl").unlink()
    (content_dir / "shapes").rmdir()
    assert load_content(EmbeddedStore(), content_dir).files == 2
    with pytest.raises(ContentMissing, match="no content to load"):
        load_content(EmbeddedStore(), tmp_path / "none")


def test_files_go_into_the_graph_that_was_chosen(tmp_path: Path) -> None:
    triples, quads = tmp_path / "a.nt", tmp_path / "b.nq"
    triples.write_text("<http://a> <http://b> 'x' .".replace("'", '"'))
    quads.write_text("<http://a> <http://b> <http://c> <http://g> .")
    store = EmbeddedStore()
    loaded = load_files(store, [triples, quads], graph="http://mine")
    assert loaded == Loaded(files=2, quads=2, added=2, graphs=2)
    assert store.graphs() == ("http://g", "http://mine")
    load_files(store, [triples])
    assert UNNAMED_GRAPH in store.graphs()
    assert store.count() == 2


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.ttl", "b.ttl")]
    for path in paths:
        path.write_text("_:x <http://p> 1 .")
    store = EmbeddedStore()
    load_files(store, paths)
    assert store.count() == 2


def test_a_byte_order_mark_counts_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("\ufeff<http://a> <http://p> 1 .")
    store = EmbeddedStore()
    assert load_files(store, [path]).quads == 1
    assert store.count() == 1


@pytest.mark.parametrize("graph", ["not an iri", "relative", ""])
def test_a_graph_that_is_no_iri_is_refused(tmp_path: Path, graph: str) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<http://a> <http://b> 1 .")
    with pytest.raises(BadParameter):
        load_files(EmbeddedStore(), [path], graph=graph)


def test_a_format_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text("<http://a> <http://b> <http://c> .")
    assert load_files(EmbeddedStore(), [path], rdf_format=rdf_by_name("nt")).added == 1
    with pytest.raises(NotFound):
        load_files(EmbeddedStore(), [tmp_path / "none.ttl"])


def test_an_empty_durable_store_gets_the_content_once(content_dir: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "graph", content_dir=content_dir)
    store = open_store(settings)
    assert store.count() == 19
    store.close()
    (content_dir / "data" / "data.trig").unlink()
    again = open_store(settings)
    assert again.count() == 19
    again.close()


OWN = "http://localhost:8000/"


def test_content_gets_the_names_of_the_deployment(content_dir: Path) -> None:
    store = open_store(Settings(content_dir=content_dir, base=OWN))
    assert store.states(OWN + "id/city/aaa-nl")
    assert not store.states("https://w3id.org/cityweave/id/city/aaa-nl")
    assert store.states("https://w3id.org/cityweave/ontology#Network")
    assert OWN + "source/one#L1-2" in store.graphs()


def test_a_durable_store_remembers_its_base(content_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    usual = Settings(content_dir=content_dir, data_dir=folder)
    other = replace(usual, base=OWN)
    open_store(other).close()
    open_store(other).close()
    with pytest.raises(InvalidSettings, match=f"begin with {OWN}") as caught:
        open_store(usual)
    assert f"CITYWEAVE_BASE={OWN}" in str(caught.value.hint)
    open_store(other).close()  # it was let go


def test_a_store_of_before_has_the_usual_base(content_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    settings = Settings(content_dir=content_dir, data_dir=folder)
    open_store(settings).close()
    (folder / "base").unlink()
    open_store(settings).close()
    with pytest.raises(InvalidSettings, match="begin with https://w3id"):
        open_store(replace(settings, base=OWN))
