"""The calls for what the names of the graph lead to, as OpenAPI describes them."""

from __future__ import annotations

from cityweave.web.documents import FORMATS
from cityweave.web.operations import JSON, Schema, content, format_of, operation, parts_in

_DOCUMENTS = {
    "/doc/{kind}/{name}": ("document", "The document about a thing"),
    "/source/{document}": ("source", "A source document with its passages"),
    "/ontology": ("ontology", "The ontology"),
    "/ontology/{module}": ("ontology_module", "A module of the ontology, or a version of it"),
    "/shapes": ("shapes", "The shapes"),
    "/shapes/{shape}": ("shape", "A shape, or a file of shapes"),
    "/profile/{profile}/{version}": ("profile", "A profile, and the files it consists of"),
    "/contributor/{contributor}": ("contributor", "Who sent or decided a contribution"),
    "/problem": ("problems", "What can be answered when a request fails"),
    "/problem/{code}": ("problem", "What an error means, and the way out"),
    "/fault": ("faults", "What reports tell of files that were read"),
    "/fault/{fault}": ("fault", "What a fault of a file means"),
}
"""Where each document is; what its operation is called, and what it gives."""

_EXAMPLES = {
    "kind": "city",
    "name": "ghent-be",
    "document": "urban-agenda-partnerships-nl",
    "module": "places",
    "shape": "Action",
    "profile": "contribution",
    "version": "1.0.0",
    "code": "not-found",
    "fault": "mojibake",
}


def document_calls() -> Schema:
    """Paths with their operations."""
    paths: Schema = {
        "/": {
            "get": operation(
                "home",
                "What this is: its counts, and where everything else is",
                [],
                {**JSON, "text/html": {}},
                tags=["Things"],
            )
        },
        "/id/{kind}/{name}": {"get": _thing()},
    }
    for path, (identifier, summary) in _DOCUMENTS.items():
        paths[path] = {"get": _document(path, identifier, summary)}
    return paths


def _thing() -> Schema:
    summary = "A thing by its IRI: leads to the document about it"
    found = _document("/id/{kind}/{name}", "entity", summary)
    headers = {
        "Location": {"schema": {"type": "string"}, "description": "Where the document is"},
        "Link": {"schema": {"type": "string"}, "description": "Its formats (RFC 8288)"},
    }
    seen = {"description": "See the document", "headers": headers}
    failures = {code: one for code, one in found["responses"].items() if code != "200"}
    return {**found, "responses": {"303": seen, **failures}}


def _document(path: str, identifier: str, summary: str) -> Schema:
    asked = [*parts_in(path, _EXAMPLES), format_of(FORMATS)]
    return operation(identifier, summary, asked, content(FORMATS), tags=["Things"])
