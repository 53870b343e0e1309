"""The upkeep of a content folder: what each of its files should hold, by rule."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from cityweave.derivation.labels import labels
from cityweave.derivation.passages import describe_passages
from cityweave.derivation.shortcuts import with_shortcuts
from cityweave.derivation.timespans import describe_timespans
from cityweave.formats import RdfFormat, rdf_by_suffix
from cityweave.formatting import format_rdf
from cityweave.parsing import parse, read_bytes
from cityweave.resources import content, files
from cityweave.vocabulary import BASE, ONTOLOGY_GRAPH

DERIVED = "derived"
_HEAD = "# Written by `cityweave derive` from the other files of this folder; do not edit.\n"
_PREFIXES = "".join(
    f"@prefix {name}: <{iri}> .\n"
    for name, iri in (
        ("graph", BASE + "graph/"),
        ("timespan", BASE + "id/timespan/"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    )
)


def derive_content(override: Path | None = None) -> dict[Path, bytes]:
    """Every TriG file of `data/` to the bytes that it should have.

    Files that people write get their shortcuts; `data/derived/` gets the
    descriptions of passages and time spans and the labels of nodes without a name.
    `override` as in `cityweave.resources`. Raises `ContentMissing` and
    `SyntaxErrorInData`.
    """
    folder = content("data", override) / DERIVED
    wanted: dict[Path, bytes] = {}
    everything: set[Quad] = set()
    for path in files("data", ".trig", override=override):
        if folder not in path.parents:
            data, form = read_bytes(path), rdf_by_suffix(path)
            quads = with_shortcuts(parse(data, form, source=str(path)).quads)
            wanted[path] = format_rdf(data, form, str(path), statements=quads)
            everything |= quads
    passages = describe_passages(everything)
    timespans = describe_timespans(everything)
    everything |= passages | timespans | set(_ontology(override))
    trig = rdf_by_suffix(Path("derived.trig"))
    for name, quads in (
        ("passages", passages),
        ("timespans", timespans),
        ("labels", labels(everything)),
    ):
        path = folder / f"{name}.trig"
        wanted[path] = _file(quads, trig, path)
    return wanted


def _file(quads: Iterable[Quad], form: RdfFormat, path: Path) -> bytes:
    head = f"{_HEAD}\n{_PREFIXES}".encode()
    return format_rdf(head, form, str(path), statements=quads)


def _ontology(override: Path | None) -> Iterable[Quad]:
    graph = NamedNode(ONTOLOGY_GRAPH)
    for path in files("ontology", ".ttl", override=override):
        for quad in parse(read_bytes(path), rdf_by_suffix(path), source=str(path)).quads:
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
