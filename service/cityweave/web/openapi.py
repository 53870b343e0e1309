"""The OpenAPI document (https://spec.openapis.org/oas/v3.1.0), with an entry for every question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cityweave import __version__
from cityweave.catalogue import CatalogueQuery, Parameter
from cityweave.description.downloads import whole_files
from cityweave.formats import RDF_FORMATS, RESULT_FORMATS
from cityweave.validation.rendering import STYLES
from cityweave.vocabulary import PROBLEM
from cityweave.web.calls import calls
from cityweave.web.negotiation import PAGES
from cityweave.web.operations import Schema, operation
from cityweave.web.payloads import FILES
from cityweave.web.protocol import FORM, QUERY, UPDATE
from cityweave.web.reconciliation_calls import reconciliation_calls
from cityweave.web.reports import MEDIA_TYPES
from cityweave.web.site import Site
from cityweave.web.submissions import FIELDS, TABLES

_SCHEMAS: Mapping[str, Schema] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "iri": {"type": "string", "format": "iri"},
    "year": {"type": "string", "pattern": "^-?[0-9]{4}$"},
    "year-month": {"type": "string", "pattern": "^-?[0-9]{4}-(0[1-9]|1[0-2])$"},
    "country": {"type": "string"},
    "country-code": {"type": "string", "pattern": "^[A-Za-z]{2}$"},
}
VALIDATED = """\
@prefix city: <https://w3id.org/cityweave/id/city/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

city:nova-petrinia a cw:Municipality ; rdfs:label "Nova Petrinia"@en .
"""
_TABLES = [one for one in RESULT_FORMATS if "bindings" in one.kinds]
_GRAPHS = [one for one in RESULT_FORMATS if "graph" in one.kinds]


def document(site: Site) -> Schema:
    """The whole description of a deployment's calls."""
    paths: Schema = {
        "/sparql": {"get": _sparql_get(), "post": _sparql_post()},
        "/update": {"post": _update()},
        "/store": _store(),
        "/validate": {"get": _validation_page(), "post": _validate()},
        "/profiles": {"get": _profiles()},
        "/templates": {"get": _templates()},
        **calls(),
        **reconciliation_calls(site.base),
        "/queries": {"get": _list()},
    }
    for query in site.catalogue:
        paths[f"/queries/{query.name}"] = {"get": _query(query)}
    paths["/id/{kind}/{name}"] = {"get": _thing()}
    paths["/doc/{kind}/{name}"] = {
        "get": _entity("document", "The document about a thing", "kind", "name")
    }
    paths["/source/{document}"] = {
        "get": _entity("source", "A source document with its passages", "document")
    }
    paths |= _datasets()
    paths["/health"] = {"get": operation("health", "Whether the service answers", [], _json())}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cityweave",
            "version": __version__,
            "summary": "How European cities work together, as one open graph",
            "license": {
                "name": "CC BY 4.0 (data), Apache-2.0 (code)",
                "url": "https://creativecommons.org/licenses/by/4.0/",
            },
        },
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


_PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457 problem details",
    "externalDocs": {"url": PROBLEM, "description": "What each type means, and what to do"},
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "hint": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
        "source": {"type": "string"},
        "suggestions": {
            "type": "array",
            "items": {"type": "string", "format": "uri-reference"},
            "description": "Addresses that may have been meant",
        },
        "request_id": {"type": "string"},
    },
}


def _json() -> Schema:
    return {"application/json": {}}


def _content(*groups: list[Any]) -> Schema:
    media_types = [one.media_type for group in groups for one in group]
    return {media_type: {} for media_type in dict.fromkeys([*media_types, "text/html"])}


def _parameter(name: str, description: str, schema: Schema, *, place: str = "query") -> Schema:
    found = {"name": name, "in": place, "description": description, "schema": schema}
    return {**found, "required": True} if place == "path" else found


def _format(*groups: list[Any]) -> Schema:
    names = dict.fromkeys(one.name for group in groups for one in group)
    schema = {"type": "string", "enum": [*names, "html"]}
    return _parameter("format", "The format of the answer, instead of Accept", schema)


def _dataset() -> list[Schema]:
    schema = {"type": "array", "items": {"type": "string", "format": "iri"}}
    return [
        _parameter("default-graph-uri", "Graphs whose merge is the default graph", schema),
        _parameter("named-graph-uri", "Graphs that GRAPH can name", schema),
    ]


def _sparql_get() -> Schema:
    query = _parameter("query", "A SPARQL 1.1 query", {"type": "string"})
    return operation(
        "sparql_get",
        "Answer a SPARQL query",
        [query, *_dataset(), _format(_TABLES, _GRAPHS)],
        _content(_TABLES, _GRAPHS),
        description="SPARQL 1.1 Protocol; without a dataset, the merge of everything published.",
        tags=["SPARQL"],
    )


def _sparql_post() -> Schema:
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    body = {
        "required": True,
        "content": {QUERY: {"schema": {"type": "string"}}, FORM: {"schema": form}},
    }
    return operation(
        "sparql_post",
        "Answer a SPARQL query that is sent as a body",
        [*_dataset(), _format(_TABLES, _GRAPHS)],
        _content(_TABLES, _GRAPHS),
        requestBody=body,
        tags=["SPARQL"],
    )


def _update() -> Schema:
    form = {"type": "object", "required": ["update"], "properties": {"update": {"type": "string"}}}
    iris = {"type": "array", "items": {"type": "string", "format": "iri"}}
    return operation(
        "update",
        "Do a SPARQL update",
        [
            _parameter("using-graph-uri", "Graphs that WHERE sees as its default graph", iris),
            _parameter("using-named-graph-uri", "Graphs that GRAPH can name in WHERE", iris),
        ],
        _json(),
        description="SPARQL 1.1 Protocol. One transaction; needs a token with the role admin.",
        requestBody={
            "required": True,
            "content": {UPDATE: {"schema": {"type": "string"}}, FORM: {"schema": form}},
        },
        tags=["SPARQL"],
        security=[{"token": []}],
    )


def _store() -> Schema:
    """The Graph Store Protocol; everything below ``/store/`` works in the same way."""
    iri: Schema = {"type": "string", "format": "iri"}
    which = [
        _parameter("graph", "The IRI of a graph", iri),
        _parameter("default", "What is in no named graph", {"type": "boolean"}),
    ]
    sent = {one.media_type: {"schema": {"type": "string"}} for one in RDF_FORMATS}
    body = {"required": True, "content": {**sent, "multipart/form-data": {}}}
    changes: Schema = {"tags": ["Graphs"], "security": [{"token": []}]}
    given: Schema = {one.media_type: {} for one in RDF_FORMATS if one.holds_graphs}
    return {
        "get": operation(
            "store_get",
            "Give a graph, or all of them",
            [*which, _format(_GRAPHS)],
            given,
            description="SPARQL 1.1 Graph Store Protocol.",
            tags=["Graphs"],
        ),
        "put": operation(
            "store_put", "Replace a graph", which, _json(), requestBody=body, **changes
        ),
        "post": operation(
            "store_post",
            "Add to a graph, or to a new one",
            which,
            _json(),
            requestBody=body,
            **changes,
        ),
        "delete": operation("store_delete", "Remove a graph", which, _json(), **changes),
    }


def _validation_page() -> Schema:
    text = {"type": "string"}
    return operation(
        "validation_page",
        "A page to validate data from",
        [_parameter("profile", "The profile that is chosen at first", text)],
        {"text/html": {}},
        tags=["Validation"],
    )


def _validate() -> Schema:
    text: Schema = {"type": "string"}
    binary: Schema = {"type": "string", "format": "binary"}
    files: Schema = {"type": "array", "items": binary}
    styles = {"type": "string", "enum": [*STYLES, "jsonld"]}
    bodies: Schema = {one.media_type: {"schema": text} for one in RDF_FORMATS}
    bodies["text/turtle"]["example"] = VALIDATED
    fields: Schema = dict.fromkeys(FIELDS, text)
    form = {"type": "object", "properties": fields}
    sheets = {media_type: {"schema": binary} for media_type in TABLES}
    more = {"file": files, "shapes": files, **fields}
    return operation(
        "validate",
        "Validate data in the context of the graph",
        [
            _parameter("profile", "Name or IRI of a profile; contribution if not said", text),
            _parameter("kind", "The template of a table whose header does not tell", text),
            _parameter("format", "The format of the report, instead of Accept", styles),
        ],
        {media_type: {} for media_type in MEDIA_TYPES if media_type != PAGES[1]},
        description="Answers 200 with the report whatever it says; the header "
        "Cityweave-Conforms is true or false. What cannot be read is a problem with line and "
        "column.",
        requestBody={
            "required": True,
            "content": {
                **bodies,
                **sheets,
                FILES: {"schema": {"type": "object", "properties": more}},
                FORM: {"schema": form},
            },
        },
        tags=["Validation"],
    )


def _profiles() -> Schema:
    return operation(
        "profiles",
        "List the profiles that data can be validated by",
        [_parameter("format", "The format of the list", {"type": "string"})],
        {"application/json": {}, "text/turtle": {}, "text/html": {}},
        tags=["Validation"],
    )


def _templates() -> Schema:
    return operation(
        "templates",
        "List the templates of spreadsheets, with their columns and files",
        [_parameter("format", "json or html", {"type": "string", "enum": ["json", "html"]})],
        {"application/json": {}, "text/html": {}},
        tags=["Validation"],
    )


def _datasets() -> Schema:
    """The description of the graph, the questions as RDF, and the files of the whole."""
    graphs: Schema = {one.media_type: {} for one in _GRAPHS}
    calls = {
        "/datasets": ("datasets", "Describe the graph by VoID and DCAT", _content(_GRAPHS)),
        "/.well-known/void": ("void", "The same where programs look for it", graphs),
        "/.well-known/sparql-examples": ("examples", "The questions as RDF", graphs),
    }
    paths: Schema = {
        path: {"get": operation(name, summary, [_format(_GRAPHS)], content, tags=["Files"])}
        for path, (name, summary, content) in calls.items()
    }
    for one in whole_files():
        described = operation(
            f"dump_{one.format}", one.title, [], {one.media_type: {}}, tags=["Files"]
        )
        paths[one.path] = {"get": described}
    return paths


def _list() -> Schema:
    text = {"type": "string"}
    return operation(
        "queries",
        "List the questions of the catalogue",
        [
            _parameter("q", "Words that a question must hold", text),
            _parameter("tag", "A tag that a question must carry", text),
            _parameter("format", "json or html", {"type": "string", "enum": ["json", "html"]}),
        ],
        {"application/json": {}, "text/html": {}},
        tags=["Questions"],
    )


def _query(query: CatalogueQuery) -> Schema:
    return operation(
        "query_" + query.name.replace("-", "_"),
        query.summary,
        [*(_of_query(parameter) for parameter in query.parameters), _format(_TABLES, _GRAPHS)],
        _content(_TABLES, _GRAPHS),
        description=query.description or query.titles["en"],
        tags=list(query.tags),
    )


def _of_query(parameter: Parameter) -> Schema:
    schema: Schema = dict(_SCHEMAS.get(parameter.type, {"type": "string"}))
    if parameter.default is not None:
        schema["default"] = _typed(parameter.default, schema)
    if parameter.values:
        schema["enum"] = [_typed(value, schema) for value in parameter.values]
    described = _parameter(parameter.name, parameter.description, schema)
    return {**described, "example": _typed(parameter.example, schema)}


def _typed(value: str, schema: Schema) -> object:
    """A value as JSON has it for its schema."""
    if schema["type"] == "integer":
        return int(value)
    if schema["type"] == "number":
        return float(value)
    return value == "true" if schema["type"] == "boolean" else value


def _thing() -> Schema:
    found = _entity("entity", "A thing by its IRI: leads to the document about it", "kind", "name")
    headers = {
        "Location": {"schema": {"type": "string"}, "description": "Where the document is"},
        "Link": {"schema": {"type": "string"}, "description": "Its formats (RFC 8288)"},
    }
    seen = {"description": "See the document", "headers": headers}
    failures = {code: one for code, one in found["responses"].items() if code != "200"}
    return {**found, "responses": {"303": seen, **failures}}


def _entity(identifier: str, summary: str, *names: str) -> Schema:
    parts = [
        _parameter(name, "A part of the IRI", {"type": "string"}, place="path") for name in names
    ]
    return operation(
        identifier, summary, [*parts, _format(_GRAPHS)], _content(_GRAPHS), tags=["Things"]
    )
