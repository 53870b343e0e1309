"""Every statement leads to lines that speak of it, and no sentence of a source is copied."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cityweave.vocabulary import GRAPH
from content.passages import (
    CW,
    ID,
    NODES,
    RDFS_LABEL,
    SOURCE,
    Lines,
    content_quads,
    documents,
    fold,
    names_of,
)

PASSAGE = re.compile(re.escape(SOURCE) + r"([a-z-]+)#L(\d+)-(\d+)")
SECTION = re.compile(re.escape(SOURCE) + r"([a-z-]+)#S(\d+)-(\d+)")
AS_WRITTEN = {CW + "asWritten", CW + "literalForm", "http://www.w3.org/2004/02/skos/core#altLabel"}
RDF_OBJECT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object"
OFFICIAL = AS_WRITTEN | {
    RDFS_LABEL,
    RDF_OBJECT,
    *(CW + name for name in ("heading", "officeTitle", "portfolio", "proposedValue", "website")),
}
"""Names, titles and figures are facts; a claim repeats the one that it is about."""
UNNAMED = Path(__file__).parent / "unnamed.csv"
RUN = 9

QUADS = content_quads()
DOCUMENTS = documents()
needs_sources = pytest.mark.skipif(
    len(DOCUMENTS) < 5, reason="the five source documents are not at hand (CITYWEAVE_SOURCES)"
)


def by_passage() -> dict[str, list[Quad]]:
    found: dict[str, list[Quad]] = defaultdict(list)
    for _, quad in QUADS:
        if isinstance(quad.graph_name, NamedNode) and PASSAGE.fullmatch(quad.graph_name.value):
            found[quad.graph_name.value].append(quad)
    return found


def lines_of(passage: str) -> Lines:
    match = PASSAGE.fullmatch(passage)
    assert match is not None
    return Lines.of(DOCUMENTS[match[1]][int(match[2]) - 1 : int(match[3])])


def test_every_statement_stands_in_a_passage_or_in_a_graph_of_ours() -> None:
    for path, quad in QUADS:
        assert isinstance(quad.graph_name, NamedNode), f"{path}: {quad} stands in no graph"
        name = quad.graph_name.value
        assert PASSAGE.fullmatch(name) or name.startswith(GRAPH), f"{path}: graph {name}"
        assert not isinstance(quad.subject, BlankNode), f"{path}: {quad}"
        assert not isinstance(quad.object, BlankNode), f"{path}: {quad}"


def test_most_of_the_graph_rests_on_passages() -> None:
    resting = sum(len(quads) for quads in by_passage().values())
    assert resting > 8000
    assert len({PASSAGE.fullmatch(name)[1] for name in by_passage()}) == 5  # type: ignore[index]


def test_relations_between_things_never_stand_in_the_editorial_graph() -> None:
    allowed = {
        "type", "label", "altLabel", "organisationType", "administers", "country", "within",
        "countryCode", "editorialNote", "disagreementKind", "aboutSubject", "hasClaim",
        "contradicts", "confidence", "eventType", "componentKind", "seeAlso", "parentOrganisation",
        "basedIn", "partOfProgramme", "operates",
    }  # fmt: skip
    for path, quad in QUADS:
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == GRAPH + "editorial":
            name = re.split(r"[#/]", quad.predicate.value)[-1]
            assert name in allowed, f"{path.name}: {quad}"


@needs_sources
def test_every_passage_lies_in_its_document() -> None:
    for name in by_passage():
        match = PASSAGE.fullmatch(name)
        assert match is not None
        assert 1 <= int(match[2]) <= int(match[3]) <= len(DOCUMENTS[match[1]]), name


@needs_sources
def test_what_is_given_as_written_is_written_there() -> None:
    missing = [
        f"{passage.removeprefix(SOURCE)}: {quad.object.value!r}"
        for passage, quads in by_passage().items()
        for lines in [lines_of(passage)]
        for quad in quads
        if quad.predicate.value in AS_WRITTEN
        and isinstance(quad.object, Literal)
        and not lines.contain(quad.object.value)
    ]
    assert missing == []


def unnamed() -> dict[tuple[str, str], str]:
    """Things that their passage speaks of without any of their names, with the reason."""
    with UNNAMED.open(encoding="utf-8", newline="") as file:
        return {(row["passage"], row["thing"]): row["reason"] for row in csv.DictReader(file)}


@needs_sources
def test_the_cited_lines_speak_of_subject_and_object() -> None:
    names = names_of([quad for _, quad in QUADS])
    context: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for _, quad in QUADS:
        section = SECTION.fullmatch(getattr(quad.subject, "value", ""))
        about = quad.object if quad.predicate.value == CW + "aboutSubject" else None
        if section and isinstance(about, NamedNode):
            context[section[1]].append((int(section[2]), int(section[3]), about.value))
    excused, used, silent = unnamed(), set(), []
    for passage, quads in by_passage().items():
        match = PASSAGE.fullmatch(passage)
        assert match is not None
        first, last = int(match[2]), int(match[3])
        heading = {thing for a, b, thing in context[match[1]] if a <= first and last <= b}
        things = {
            node.value
            for quad in quads
            for node in (quad.subject, quad.object)
            if isinstance(node, NamedNode)
            and node.value.startswith(ID)
            and node.value.removeprefix(ID).partition("/")[0] not in NODES
            and names.get(node.value)
        }
        lines = lines_of(passage)
        for thing in sorted(things - heading):
            if not lines.speak_of(names[thing]):
                key = (passage.removeprefix(SOURCE), thing.removeprefix(ID))
                used.add(key)
                if key not in excused:
                    silent.append(key)
    assert silent == []
    assert set(excused) - used == set(), "excuses that are no longer needed"


@needs_sources
def test_no_sentence_of_a_source_is_copied() -> None:
    runs = set()
    for lines in DOCUMENTS.values():
        words = fold(" ".join(lines)).split()
        runs |= {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    copied = []
    for path, quad in QUADS:
        if (
            isinstance(quad.object, Literal)
            and quad.predicate.value not in OFFICIAL
            and not quad.object.value.startswith("http")
        ):
            words = fold(quad.object.value).split()
            if any(tuple(words[at : at + RUN]) in runs for at in range(len(words) - RUN + 1)):
                copied.append(f"{path.name}: {quad.object.value}")
    assert copied == []


@needs_sources
def test_what_is_given_as_written_is_a_few_words() -> None:
    for path, quad in QUADS:
        if quad.predicate.value == CW + "asWritten" and isinstance(quad.object, Literal):
            assert len(quad.object.value.split()) <= 16, f"{path.name}: {quad.object.value}"
