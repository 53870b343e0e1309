"""The calls of the Graph Store Protocol as OpenAPI describes them."""

from __future__ import annotations

from cityweave.formats import RDF_FORMATS
from cityweave.web.documents import FORMATS
from cityweave.web.operations import (
    GRAPHS,
    JSON,
    Schema,
    content,
    format_of,
    operation,
    parameter,
    part,
)

_IRI: Schema = {"type": "string", "format": "iri"}
_WHICH = [
    parameter("graph", "The IRI of a graph", _IRI),
    parameter("default", "What is in no named graph", {"type": "boolean"}),
]
_WHOLE: Schema = {one.media_type: {} for one in RDF_FORMATS if one.holds_graphs}
_RDF: Schema = {one.media_type: {} for one in RDF_FORMATS}


def graph_calls() -> Schema:
    """Paths with their operations (https://www.w3.org/TR/sparql11-http-rdf-update/).

    A graph is named by a parameter, or by the address itself.
    """
    return {
        "/store": {
            "get": operation(
                "store_get",
                "Give a graph, or all of them",
                [*_WHICH, format_of(GRAPHS)],
                _WHOLE,
                description="SPARQL 1.1 Graph Store Protocol.",
                tags=["Graphs"],
            ),
            "put": _writing("store_put", "Replace a graph", _WHICH, body=True),
            "post": _writing("store_post", "Add to a graph, or to a new one", _WHICH, body=True),
            "delete": _writing("store_delete", "Remove a graph", _WHICH),
        },
        "/store/{name}": _named(
            "store_named",
            "the graph of this address",
            parameter("name", "The end of its IRI", {"type": "string"}, place="path"),
            _RDF,
        ),
        "/graph/{name}": _named(
            "graph",
            "a graph of this deployment",
            part("name", "The end of its IRI", "editorial"),
            content(FORMATS),
        ),
    }


def _named(identifier: str, what: str, name: Schema, given: Schema) -> Schema:
    """The operations on a graph that the address names."""
    return {
        "get": operation(
            f"{identifier}_get",
            f"Give {what}",
            [name, format_of(GRAPHS)],
            given,
            tags=["Graphs"],
        ),
        "put": _writing(f"{identifier}_put", f"Replace {what}", [name], body=True),
        "post": _writing(f"{identifier}_post", f"Add to {what}", [name], body=True),
        "delete": _writing(f"{identifier}_delete", f"Remove {what}", [name]),
    }


def _writing(
    identifier: str, summary: str, parameters: list[Schema], *, body: bool = False
) -> Schema:
    more: Schema = {"tags": ["Graphs"], "security": [{"token": []}]}
    if body:
        sent = {one.media_type: {"schema": {"type": "string"}} for one in RDF_FORMATS}
        more["requestBody"] = {"required": True, "content": {**sent, "multipart/form-data": {}}}
    return operation(identifier, summary, parameters, JSON, **more)
