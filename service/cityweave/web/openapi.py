"""The OpenAPI document (https://spec.openapis.org/oas/v3.1.0), with an entry for every question."""

from __future__ import annotations

from collections.abc import Mapping

from cityweave import __version__
from cityweave.catalogue import CatalogueQuery, Parameter
from cityweave.formats import RDF_FORMATS
from cityweave.validation.rendering import STYLES
from cityweave.vocabulary import PROBLEM
from cityweave.web.calls import calls
from cityweave.web.document_calls import document_calls
from cityweave.web.file_calls import file_calls
from cityweave.web.graph_calls import graph_calls
from cityweave.web.negotiation import PAGES
from cityweave.web.operations import (
    GRAPHS,
    JSON,
    ROWS,
    Schema,
    content,
    format_of,
    operation,
    parameter,
    part,
)
from cityweave.web.payloads import FILES
from cityweave.web.protocol import FORM, QUERY, UPDATE
from cityweave.web.reconciliation_calls import reconciliation_calls
from cityweave.web.reports import MEDIA_TYPES
from cityweave.web.sheets import MEDIA_TYPES as TEMPLATES
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


def document(site: Site) -> Schema:
    """The whole description of a deployment's calls."""
    paths: Schema = {
        "/sparql": {"get": _sparql_get(), "post": _sparql_post()},
        "/update": {"post": _update()},
        **graph_calls(),
        "/validate": {"get": _validation_page(), "post": _validate()},
        "/profiles": {"get": _profiles()},
        "/templates": {"get": _templates()},
        "/templates/{kind}.{style}": {"get": _template()},
        **calls(),
        **reconciliation_calls(site.base),
        "/queries": {"get": _list()},
    }
    for query in site.catalogue:
        paths[f"/queries/{query.name}"] = {"get": _query(query)}
    paths |= document_calls()
    paths |= file_calls()
    paths["/health"] = {"get": operation("health", "Whether the service answers", [], JSON)}
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


def _dataset() -> list[Schema]:
    schema = {"type": "array", "items": {"type": "string", "format": "iri"}}
    return [
        parameter("default-graph-uri", "Graphs whose merge is the default graph", schema),
        parameter("named-graph-uri", "Graphs that GRAPH can name", schema),
    ]


def _sparql_get() -> Schema:
    query = parameter("query", "A SPARQL 1.1 query", {"type": "string"})
    return operation(
        "sparql_get",
        "Answer a SPARQL query",
        [query, *_dataset(), format_of(ROWS, GRAPHS)],
        content(ROWS, GRAPHS),
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
        [*_dataset(), format_of(ROWS, GRAPHS)],
        content(ROWS, GRAPHS),
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
            parameter("using-graph-uri", "Graphs that WHERE sees as its default graph", iris),
            parameter("using-named-graph-uri", "Graphs that GRAPH can name in WHERE", iris),
        ],
        JSON,
        description="SPARQL 1.1 Protocol. One transaction; needs a token with the role admin.",
        requestBody={
            "required": True,
            "content": {UPDATE: {"schema": {"type": "string"}}, FORM: {"schema": form}},
        },
        tags=["SPARQL"],
        security=[{"token": []}],
    )


def _validation_page() -> Schema:
    text = {"type": "string"}
    return operation(
        "validation_page",
        "A page to validate data from",
        [parameter("profile", "The profile that is chosen at first", text)],
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
            parameter("profile", "Name or IRI of a profile; contribution if not said", text),
            parameter("kind", "The template of a table whose header does not tell", text),
            parameter("format", "The format of the report, instead of Accept", styles),
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
        [parameter("format", "The format of the list", {"type": "string"})],
        {"application/json": {}, "text/turtle": {}, "text/html": {}},
        tags=["Validation"],
    )


def _templates() -> Schema:
    return operation(
        "templates",
        "List the templates of spreadsheets, with their columns and files",
        [parameter("format", "json or html", {"type": "string", "enum": ["json", "html"]})],
        {"application/json": {}, "text/html": {}},
        tags=["Validation"],
    )


def _template() -> Schema:
    return operation(
        "template",
        "Give a template to fill in",
        [
            part("kind", "What its rows are", "cities"),
            part("style", "Its format", "csv", TEMPLATES),
        ],
        {one.partition(";")[0]: {} for one in TEMPLATES.values()},
        description="JSON is its description as CSV on the Web.",
        tags=["Validation"],
    )


def _list() -> Schema:
    text = {"type": "string"}
    return operation(
        "queries",
        "List the questions of the catalogue",
        [
            parameter("q", "Words that a question must hold", text),
            parameter("tag", "A tag that a question must carry", text),
            format_of(GRAPHS, more=("json",)),
        ],
        {**JSON, **content(GRAPHS)},
        tags=["Questions"],
    )


def _query(query: CatalogueQuery) -> Schema:
    return operation(
        "query_" + query.name.replace("-", "_"),
        query.summary,
        [*(_of_query(one) for one in query.parameters), format_of(ROWS, GRAPHS)],
        content(ROWS, GRAPHS),
        description=query.description or query.titles["en"],
        tags=list(query.tags),
    )


def _of_query(asked: Parameter) -> Schema:
    schema: Schema = dict(_SCHEMAS.get(asked.type, {"type": "string"}))
    if asked.default is not None:
        schema["default"] = _typed(asked.default, schema)
    if asked.values:
        schema["enum"] = [_typed(value, schema) for value in asked.values]
    described = parameter(asked.name, asked.description, schema)
    return {**described, "example": _typed(asked.example, schema)}


def _typed(value: str, schema: Schema) -> object:
    """A value as JSON has it for its schema."""
    if schema["type"] == "integer":
        return int(value)
    if schema["type"] == "number":
        return float(value)
    return value == "true" if schema["type"] == "boolean" else value
