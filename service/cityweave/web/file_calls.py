"""The calls for the graph as a dataset and as files, as OpenAPI describes them."""

from __future__ import annotations

from cityweave.description import citation
from cityweave.description.downloads import DUMPS, whole_files
from cityweave.web.operations import GRAPHS, Schema, content, format_of, operation, parts_in

_CITED = {"bib": "BibTeX", "cff": "a citation file"}
_TURTLE, _CSV = "text/turtle", "text/csv"
_PARTS = (
    ("dump_graph", "graph/{name}.ttl", "A named graph", _TURTLE),
    ("dump_source", "source/{document}.ttl", "What all passages of a source state", _TURTLE),
    ("dump_passage", "source/{document}/{lines}.ttl", "What one passage states", _TURTLE),
    ("dump_class", "class/{class}.csv", "The instances of a class, as a table", _CSV),
)
"""Files of a part of the graph: operation, path below `DUMPS`, what they hold, and their format."""

_EXAMPLES = {
    "name": "editorial",
    "document": "urban-agenda-partnerships-nl",
    "lines": "L3-5",
    "class": "Municipality",
}


def file_calls() -> Schema:
    """The description of the graph, the questions as RDF, and the files, with their operations."""
    graphs: Schema = {one.media_type: {} for one in GRAPHS}
    described = {
        "/datasets": ("datasets", "Describe the graph by VoID and DCAT", content(GRAPHS)),
        "/.well-known/void": ("void", "The same where programs look for it", graphs),
        "/.well-known/sparql-examples": ("examples", "The questions as RDF", graphs),
    }
    paths: Schema = {
        path: {"get": operation(name, summary, [format_of(GRAPHS)], given, tags=["Files"])}
        for path, (name, summary, given) in described.items()
    }
    for suffix, media_type in citation.MEDIA_TYPES.items():
        cited: Schema = {media_type.partition(";")[0]: {}}
        summary = f"How to cite the graph, as {_CITED[suffix]}"
        told = operation(f"citation_{suffix}", summary, [], cited, tags=["Files"])
        paths[f"/datasets.{suffix}"] = {"get": told}
    for one in whole_files():
        media: Schema = {one.media_type: {}}
        whole = operation(f"dump_{one.format}", one.title, [], media, tags=["Files"])
        paths[one.path] = {"get": whole}
    for name, path, summary, media_type in _PARTS:
        part = operation(name, summary, parts_in(path, _EXAMPLES), {media_type: {}}, tags=["Files"])
        paths[DUMPS + path] = {"get": part}
    return paths
