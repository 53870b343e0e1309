"""The generated graph: the same for the same seed, of the size asked for, in terms that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from bench.generator import Data, generate

from cityweave.resources import files
from cityweave.vocabulary import CW

DOSSIER = 1500
"""Triples of the largest dossier, about."""


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_the_same_seed_gives_the_same_graph(data: Data, tmp_path: Path) -> None:
    again = generate(tmp_path / "again", 30_000)
    assert again.constants == data.constants
    for name in ("graph.nq", "merge.nt", "data/graph.trig"):
        assert (again.folder / name).read_bytes() == (data.folder / name).read_bytes()


def test_another_seed_gives_another_graph(data: Data, tmp_path: Path) -> None:
    other = generate(tmp_path / "other", 30_000, seed=1)
    assert other.n_quads.read_bytes() != data.n_quads.read_bytes()


@pytest.mark.parametrize("size", [10_000, 20_000])
def test_a_graph_has_the_size_that_was_asked_for(size: int, tmp_path: Path) -> None:
    made = generate(tmp_path / "graph", size)
    assert size <= made.triples < size + DOSSIER
    merge, quads = lines(made.merge), lines(made.n_quads)
    assert len(merge) == len(set(merge)) == made.triples
    assert len(quads) == len(set(quads)) == made.quads
    graphs = {quad.rpartition("<")[2] for quad in quads}
    assert len(graphs) == made.graphs


def test_graphs_share_triples(data: Data) -> None:
    assert data.quads > data.triples * 1.05


def test_all_files_say_the_same(data: Data) -> None:
    trig = ox.Store()
    trig.load(path=data.folder / "data" / "graph.trig", format=ox.RdfFormat.TRIG)
    quads = ox.Store()
    quads.load(path=data.n_quads, format=ox.RdfFormat.N_QUADS)
    assert set(trig) == set(quads)
    merge = set(ox.parse(path=data.merge, format=ox.RdfFormat.N_TRIPLES))
    assert {quad.triple for quad in quads} == {quad.triple for quad in merge}


def test_a_graph_that_is_there_is_not_made_again(data: Data) -> None:
    before = data.n_quads.stat().st_mtime_ns
    assert generate(data.folder, 30_000) == data
    assert data.n_quads.stat().st_mtime_ns == before


def test_a_graph_of_other_code_or_another_seed_is_made_anew(tmp_path: Path) -> None:
    made = generate(tmp_path, 10_000)
    before = made.n_quads.read_bytes()
    notes = tmp_path / "constants.json"
    notes.write_text(notes.read_text().replace('"maker": "', '"maker": "older '))
    made.n_quads.write_text("")
    assert generate(tmp_path, 10_000) == made
    assert made.n_quads.read_bytes() == before
    generate(tmp_path, 10_000, seed=1)
    assert made.n_quads.read_bytes() != before


def test_it_speaks_in_terms_of_the_ontology(data: Data) -> None:
    defined = {
        quad.subject
        for path in files("ontology", ".ttl")
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    }
    used = set(re.findall(rf"<({re.escape(CW)}\w+)>", data.merge.read_text(encoding="utf-8")))
    assert len(used) > 30
    assert [term for term in sorted(used) if ox.NamedNode(term) not in defined] == []
