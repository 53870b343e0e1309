"""The competency questions, asked of a Virtuoso with the same data: a second opinion.

Which solutions Virtuoso finds for a path with ``*``, ``+`` or ``?`` depends on the plan that
it happens to make: it loses ways of length zero, or gives an end once for each way that leads
there. It is therefore given what these paths connect, as rdflib finds it, as triples.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import httpx
import pytest
from rdflib import RDFS, Graph, URIRef
from rdflib.paths import MulPath

from cityweave.catalogue import Catalogue, CatalogueQuery
from cityweave.resources import content
from cityweave.vocabulary import BASE
from clients.virtuoso import installed, virtuoso
from serving import serving

MERGE = "urn:merge"
QUERIES = [
    query
    for query in sorted(Catalogue.load(content("queries")), key=lambda one: one.name)
    if "GRAPH" not in query.with_values({}, BASE) and not query.endpoints
]
"""Those that ask of the merge alone, which Virtuoso is given as one graph."""

REPETITION = re.compile(r"\b(cw|rdfs):(\w+)([*+?])(?=[\s/)])")
"""A step of a path that may be taken again, or not at all."""
KINDS: dict[str, tuple[str, Literal["*", "+", "?"]]] = {
    "*": ("zero-or-more", "*"),
    "+": ("one-or-more", "+"),
    "?": ("zero-or-one", "?"),
}
NAMESPACES = {"cw": f"{BASE}ontology#", "rdfs": str(RDFS)}

NUMBERS = "Virtuoso has no booleans: it answers 0 and 1"
DIFFERENT = {
    "actions-of-partnership": "GROUP_CONCAT keeps a language tag in Oxigraph, in Virtuoso not",
    "cities-in-a-box": "Virtuoso keeps points as geometries of its own, with other digits",
    "members-of-a-phase": NUMBERS,
    "members-who-left": NUMBERS,
}
"""What Virtuoso answers otherwise, and why; the tests hold it to be exact."""

Row = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Endpoints:
    """The two that are asked."""

    ours: str
    theirs: str


@pytest.fixture(scope="module")
def endpoints(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoints]:
    if not installed():
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    with serving() as served:
        ours = f"{served.address}sparql"
        merge = httpx.post(
            ours,
            data={"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"},
            headers={"Accept": "application/n-triples"},
            timeout=60,
        )
        folder = tmp_path_factory.mktemp("virtuoso")
        with virtuoso(folder, merge.content + ways(merge.content), MERGE) as theirs:
            yield Endpoints(ours, theirs)


def ways(merge: bytes) -> bytes:
    """What each repeated step of the questions connects, as N-Triples."""
    graph, connected = Graph().parse(merge, format="nt"), Graph()
    for query in QUERIES:
        for step in REPETITION.finditer(query.with_values({}, BASE)):
            way = URIRef(written_out(step).strip("<>"))
            if (None, way, None) not in connected:
                path = MulPath(URIRef(NAMESPACES[step[1]] + step[2]), KINDS[step[3]][1])
                for start, end in graph.subject_objects(path):
                    if isinstance(start, URIRef):
                        connected.add((start, way, end))
    return connected.serialize(format="nt", encoding="utf-8")


def written_out(step: re.Match[str]) -> str:
    """The property that stands for the step in what Virtuoso is given."""
    return f"<urn:{step[1]}:{step[2]}:{KINDS[step[3]][0]}>"


def rows(address: str, query: str, **dataset: str) -> Counter[Row]:
    """The rows of a result, whatever their order; a plain string may be called xsd:string."""
    answer = httpx.post(
        address,
        data={"query": query, **dataset},
        headers={"Accept": "application/sparql-results+json"},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    return Counter(
        frozenset((name, *term(cell)) for name, cell in row.items())
        for row in answer.json()["results"]["bindings"]
    )


def term(cell: dict[str, str]) -> tuple[str, ...]:
    if cell["type"] in ("uri", "bnode"):
        return cell["type"], cell["value"] if cell["type"] == "uri" else ""
    datatype = cell.get("datatype", "").removesuffix("http://www.w3.org/2001/XMLSchema#string")
    return "literal", cell["value"], cell.get("xml:lang", ""), datatype


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_both_give_the_same_answer(endpoints: Endpoints, query: CatalogueQuery) -> None:
    text = query.with_values({}, BASE)
    ours = rows(endpoints.ours, text)
    connected = REPETITION.sub(written_out, text)
    theirs = rows(endpoints.theirs, connected, **{"default-graph-uri": MERGE})
    assert ours
    assert (ours != theirs) is (query.name in DIFFERENT), (ours - theirs, theirs - ours)


def test_most_questions_are_compared() -> None:
    assert len(QUERIES) > 60
    assert DIFFERENT.keys() <= {query.name for query in QUERIES}
    assert len(DIFFERENT) < len(QUERIES) / 6
