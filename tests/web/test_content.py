"""Files of the content are the same document each time."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import BlankNode

from cityweave.vocabulary import BASE
from cityweave.web.content import triples_of

TEXT = """\
@prefix ex: <https://example.org/> .
ex:a ex:b [ ex:c [ ex:d 1 ] , [ ex:d 2 ] ] .
_:b1 ex:e ex:a .
"""


def test_blank_nodes_are_numbered_as_they_come(tmp_path: Path) -> None:
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    for path in (one, two):
        path.write_text(TEXT, encoding="utf-8")
    first = list(triples_of([one, two], BASE))
    assert first == list(triples_of([one, two], BASE))
    nodes = {term for triple in first for term in triple if isinstance(term, BlankNode)}
    assert {node.value for node in nodes} == {f"b{number}" for number in range(8)}


def test_names_are_those_of_the_deployment(tmp_path: Path) -> None:
    path = tmp_path / "one.ttl"
    path.write_text(f"<{BASE}id/city/a> <{BASE}ontology#b> <{BASE}id/city/c> .", encoding="utf-8")
    (triple,) = triples_of([path], "http://localhost:8000/")
    assert str(triple.subject) == "<http://localhost:8000/id/city/a>"
    assert str(triple.predicate) == f"<{BASE}ontology#b>"
