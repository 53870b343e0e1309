"""The calls of the reconciliation service as OpenAPI describes them."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from cityweave.vocabulary import CW
from cityweave.web.operations import Schema, operation
from cityweave.web.protocol import FORM

THING = "id/city/ghent-be"
"""A thing of the shipped graph below its base, for examples."""

_JSON = "application/json"
_TAGS = ["Reconciliation"]
_TEXT: Schema = {"type": "string"}


def reconciliation_calls(base: str) -> Schema:
    """Paths with their operations, of 0.2 and of the draft; examples have IRIs of that base."""
    thing = base + THING
    final, draft = "/reconcile", "/reconcile/draft"
    paths: Schema = {
        final: {"get": _manifest("reconcile", "0.2", page=True), "post": _batch()},
        draft: {"get": _manifest("reconcile_draft", "1.0-draft")},
        f"{draft}/match": {"post": _match()},
        f"{draft}/extend": {"post": _extend(thing)},
        f"{final}/properties": {"get": _proposals("reconcile_properties")},
        f"{draft}/extend/propose": {"get": _proposals("reconcile_draft_properties")},
    }
    for start, name, skip in ((final, "reconcile", "cursor"), (draft, "reconcile_draft", "offset")):
        for kind, what in (("entity", "things"), ("type", "classes"), ("property", "properties")):
            paths[f"{start}/suggest/{kind}"] = {
                "get": _suggest(f"{name}_suggest_{kind}", f"Suggest {what} by what is typed", skip)
            }
        preview = _of_thing(f"{name}_preview", "Show a thing in a frame", thing)
        paths[f"{start}/preview"] = {"get": preview}
    paths[f"{final}/flyout/{{kind}}"] = {
        "get": _operation(
            "reconcile_flyout",
            "Say a few words on an entity, a type or a property",
            [
                {"name": "kind", "in": "path", "required": True, "schema": _TEXT},
                _required("id", "Its identifier", thing),
            ],
        )
    }
    return paths


def _manifest(identifier: str, version: str, *, page: bool = False) -> Schema:
    answers = (_JSON, "text/html") if page else (_JSON,)
    return _operation(
        identifier,
        f"Say what the reconciliation service can do, in the form of version {version}",
        [
            _parameter("queries", "A batch of queries, as JSON"),
            _parameter("extend", "A data extension query, as JSON"),
        ]
        if page
        else [],
        *answers,
    )


def _batch() -> Schema:
    queries = json.dumps({"q0": {"query": "Wenen", "limit": 3}})
    form = {"type": "object", "properties": {"queries": _TEXT, "extend": _TEXT}}
    return _operation(
        "reconcile_batch",
        "Find what names mean, or values of things",
        [],
        description="Reconciliation API 0.2: queries is a batch of queries, extend a data "
        "extension query, each as JSON.",
        requestBody=_body(FORM, form, urlencode({"queries": queries})),
    )


def _match() -> Schema:
    condition = {"matchType": "name", "propertyValue": "Wenen"}
    return _operation(
        "reconcile_draft_match",
        "Find what names mean, in the form of version 1.0-draft",
        [],
        requestBody=_body(
            _JSON, {"type": "object"}, json.dumps({"queries": [{"conditions": [condition]}]})
        ),
    )


def _extend(thing: str) -> Schema:
    extension = {"ids": [thing], "properties": [{"id": "cw:country"}]}
    return _operation(
        "reconcile_draft_extend",
        "Give values of things, in the form of version 1.0-draft",
        [],
        requestBody=_body(_JSON, {"type": "object"}, json.dumps(extension)),
    )


def _suggest(identifier: str, summary: str, skip: str) -> Schema:
    number = {"type": "integer", "minimum": 0}
    return _operation(
        identifier,
        summary,
        [
            _parameter("prefix", "What was typed"),
            {**_parameter("limit", "How many"), "schema": number},
            {**_parameter(skip, "How many to leave out"), "schema": number},
        ],
    )


def _proposals(identifier: str) -> Schema:
    return _operation(
        identifier,
        "Propose properties of the things of a class",
        [
            {**_parameter("type", "The class"), "example": CW + "Municipality"},
            {**_parameter("limit", "How many"), "schema": {"type": "integer", "minimum": 1}},
        ],
    )


def _of_thing(identifier: str, summary: str, thing: str) -> Schema:
    needed = _required("id", "The IRI of a thing", thing)
    return _operation(identifier, summary, [needed], "text/html")


def _parameter(name: str, description: str) -> Schema:
    return {"name": name, "in": "query", "description": description, "schema": _TEXT}


def _required(name: str, description: str, example: str) -> Schema:
    return {**_parameter(name, description), "required": True, "example": example}


def _body(media_type: str, schema: Schema, example: str) -> Schema:
    return {"required": True, "content": {media_type: {"schema": schema, "example": example}}}


def _operation(
    identifier: str, summary: str, parameters: list[Schema], *answers: str, **more: object
) -> Schema:
    content: Schema = {one: {} for one in answers or (_JSON,)}
    return operation(identifier, summary, parameters, content, tags=_TAGS, **more)
