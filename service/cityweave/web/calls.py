"""The calls about contributions as OpenAPI describes them (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

from cityweave.contributions import State
from cityweave.formats import RDF_FORMATS
from cityweave.validation.rendering import STYLES
from cityweave.web.operations import Schema, operation
from cityweave.web.payloads import FILES
from cityweave.web.protocol import FORM
from cityweave.web.reports import MEDIA_TYPES
from cityweave.web.submissions import TABLES

DOCUMENT = """\
@prefix city: <https://w3id.org/cityweave/id/city/> .
@prefix country: <https://w3id.org/cityweave/id/country/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

city:sint-niklaas-be a cw:Municipality ;
  rdfs:label "Sint-Niklaas"@nl, "Saint-Nicolas"@fr ;
  cw:country country:be .
"""
"""A contribution that the shipped shapes find nothing wrong with."""

_TEXT: Schema = {"type": "string"}
_FIELDS: Schema = {
    "file": {"type": "string", "format": "binary", "description": "The document"},
    "text": {**_TEXT, "description": "The document as text, in the format of type"},
    "type": {**_TEXT, "description": "Format of text: ttl, jsonld, csv, …"},
    "url": {**_TEXT, "format": "uri", "description": "Address of it, on a host that is allowed"},
    "note": {**_TEXT, "description": "A sentence for the reviewer, published when accepted"},
    "by": {**_TEXT, "description": "Name that the public reads"},
    "kind": {**_TEXT, "description": "Template of a table whose header does not tell which"},
    "key": {**_TEXT, "description": "Any text: the same request with the same key counts once"},
    "supersedes": {**_TEXT, "description": "Id of the contribution that this one replaces"},
    "access_token": {**_TEXT, "description": "The token, instead of the header (RFC 6750, 2.2)"},
}
_TAGS = ["Contributions"]


def calls() -> Schema:
    """Paths with their operations."""
    one = "/contributions/{id}"
    return {
        "/contributions": {"get": _list(), "post": _submit()},
        one: {"get": _status()},
        f"{one}/report": {
            "get": _part(
                "report",
                "What validation found",
                {media_type: {} for media_type in MEDIA_TYPES},
                [_query("format", "Format of the report", [*STYLES, "jsonld"])],
            )
        },
        f"{one}/diff": {
            "get": _part("diff", "What it changes in the graph", {"application/json": {}})
        },
        f"{one}/original": {
            "get": _part("original", "The bytes as they came", {"application/octet-stream": {}})
        },
        f"{one}/decision": {
            "post": _act(
                "decision",
                "Accept or refuse it (reviewers, and not one's own)",
                {"decision": "accept", "reason": "Checked with the city"},
                {"decision": {**_TEXT, "enum": ["accept", "refuse"]}},
            )
        },
        f"{one}/withdrawal": {"post": _act("withdrawal", "Take it back before a decision", {}, {})},
        f"{one}/reversal": {
            "post": _act(
                "reversal",
                "Take an accepted one out of the graph again (reviewers)",
                {"reason": "The city has asked for it"},
                {},
            )
        },
    }


def _list() -> Schema:
    return _operation(
        "contributions",
        "List contributions, the newest first",
        {"application/json": {}, "text/html": {}},
        [
            _query("state", "Only those in a state", [one.value for one in State]),
            _query("format", "json or html", ["json", "html"]),
        ],
    )


def _submit() -> Schema:
    form = {"schema": {"type": "object", "properties": _FIELDS}}
    rdf: Schema = {one.media_type: {"schema": _TEXT} for one in RDF_FORMATS}
    rdf["text/turtle"] = {"schema": _TEXT, "example": DOCUMENT}
    tables: Schema = {media_type: {} for media_type in TABLES}
    named = ("file", "note", "by", "kind", "key", "supersedes")
    parameters = [_query(name, _FIELDS[name]["description"]) for name in named]
    found = _operation(
        "contribution_submit",
        "Send a document to be added to the graph",
        {"application/json": {}, "text/html": {}},
        parameters,
        description="It is checked at once and stays apart from the graph until it is accepted. "
        "The same bytes of the same contributor are one contribution.",
        security=[{"token": []}],
        requestBody={
            "required": True,
            "content": {**rdf, **tables, FILES: form, FORM: form, "application/json": form},
        },
    )
    found["responses"]["201"] = {**found["responses"].pop("200"), "description": "It is kept"}
    return found


def _status() -> Schema:
    rdf: Schema = {one.media_type: {} for one in RDF_FORMATS}
    return _operation(
        "contribution",
        "How a contribution stands, as page, JSON or PROV-O",
        {"application/json": {}, **rdf, "text/html": {}},
        [_id()],
        description="What was sent is shown to its contributor and to reviewers, and to all "
        "while it is accepted.",
    )


def _part(name: str, summary: str, content: Schema, more: list[Schema] | None = None) -> Schema:
    return _operation(
        f"contribution_{name}",
        summary,
        content,
        [_id(), *(more or [])],
        description="Needs the token of its contributor or of a reviewer, unless it is accepted.",
        security=[{"token": []}, {}],
    )


def _act(name: str, summary: str, example: Schema, fields: Schema) -> Schema:
    properties = {**fields, "reason": {**_TEXT, "description": "Why; it is published"}}
    body: Schema = {"schema": {"type": "object", "properties": properties}, "example": example}
    form = {"schema": body["schema"]}
    return _operation(
        f"contribution_{name}",
        summary,
        {"application/json": {}, "text/html": {}},
        [_id()],
        description="409 says who has decided otherwise, or what has changed.",
        security=[{"token": []}],
        requestBody={"content": {"application/json": body, FORM: form}},
    )


def _id() -> Schema:
    return {"name": "id", "in": "path", "required": True, "description": "Its id", "schema": _TEXT}


def _query(name: str, description: str, values: list[str] | None = None) -> Schema:
    schema = {**_TEXT, "enum": values} if values else _TEXT
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _operation(
    identifier: str, summary: str, content: Schema, parameters: list[Schema], **more: object
) -> Schema:
    return operation(identifier, summary, parameters, content, tags=_TAGS, **more)
