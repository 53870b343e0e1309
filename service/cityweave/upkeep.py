"""The upkeep of a content folder: what each of its files should hold, by rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from cityweave.derivation.gazetteer import describe_places
from cityweave.derivation.labels import labels
from cityweave.derivation.languages import name_in_languages
from cityweave.derivation.package import Entry
from cityweave.derivation.passages import describe_passages
from cityweave.derivation.shortcuts import with_shortcuts
from cityweave.derivation.timespans import describe_timespans
from cityweave.formats import RdfFormat, rdf_by_suffix
from cityweave.formatting import format_rdf
from cityweave.parsing import parse, read_bytes
from cityweave.resources import content, files
from cityweave.vocabulary import BASE, ONTOLOGY_GRAPH

DERIVED = "derived"
OPEN = Path("open")
PLACES, LANGUAGES = OPEN / "geonames.trig", OPEN / "cldr.trig"
_HEAD = "# Written by `cityweave derive` from the other files of this folder; do not edit.\n"
_FROM_PACKAGES = "# Written by `cityweave derive --gazetteer` from open data; do not edit.\n"
_PREFIXES = "".join(
    f"@prefix {name}: <{iri}> .\n"
    for name, iri in (
        ("graph", BASE + "graph/"),
        ("timespan", BASE + "id/timespan/"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    )
)


def derive_content(
    override: Path | None = None, *, gazetteer: Mapping[str, Entry] | None = None
) -> dict[Path, bytes]:
    """Every TriG file of `data/` to the bytes that it should have.

    Files that people write get their shortcuts; `data/derived/` gets the
    descriptions of passages and time spans and the labels of nodes without a name.
    With a `gazetteer`, `data/open/` gets what it says of the places that are linked to it, and
    what CLDR calls countries and capitals.
    `override` as in `cityweave.resources`. Raises `ContentMissing` and
    `SyntaxErrorInData`.
    """
    data_folder = content("data", override)
    folder = data_folder / DERIVED
    remade = () if gazetteer is None else (data_folder / PLACES, data_folder / LANGUAGES)
    trig = rdf_by_suffix(PLACES)
    wanted: dict[Path, bytes] = {}
    everything: set[Quad] = set()
    for path in files("data", ".trig", override=override):
        if folder not in path.parents and path not in remade:
            data, form = read_bytes(path), rdf_by_suffix(path)
            quads = with_shortcuts(parse(data, form, source=str(path)).quads)
            wanted[path] = format_rdf(data, form, str(path), statements=quads)
            everything |= quads
    if gazetteer is not None:
        said = describe_places(everything, gazetteer), name_in_languages(everything)
        for path, quads in zip(remade, said, strict=True):
            wanted[path] = _file(quads, trig, path, _FROM_PACKAGES)
            everything |= quads
    passages = describe_passages(everything)
    timespans = describe_timespans(everything)
    everything |= passages | timespans | set(_ontology(override))
    for name, quads in (
        ("passages", passages),
        ("timespans", timespans),
        ("labels", labels(everything)),
    ):
        path = folder / f"{name}.trig"
        wanted[path] = _file(quads, trig, path)
    return wanted


def _file(quads: Iterable[Quad], form: RdfFormat, path: Path, head_line: str = _HEAD) -> bytes:
    head = f"{head_line}\n{_PREFIXES}".encode()
    return format_rdf(head, form, str(path), statements=quads)


def _ontology(override: Path | None) -> Iterable[Quad]:
    graph = NamedNode(ONTOLOGY_GRAPH)
    for path in files("ontology", ".ttl", override=override):
        for quad in parse(read_bytes(path), rdf_by_suffix(path), source=str(path)).quads:
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
