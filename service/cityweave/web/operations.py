"""What every operation of the OpenAPI document says (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from cityweave.formats import RESULT_FORMATS, ResultFormat
from cityweave.web.problems import MEDIA_TYPE

Schema = dict[str, Any]

ROWS = tuple(one for one in RESULT_FORMATS if "bindings" in one.kinds)
GRAPHS = tuple(one for one in RESULT_FORMATS if "graph" in one.kinds)
"""What a result can be had as, the one for each kind and the other."""

JSON: Schema = {"application/json": {}}


def operation(
    identifier: str, summary: str, parameters: list[Schema], content: Schema, **more: object
) -> Schema:
    """An operation that answers 200 with some `content`, by media type, or a problem."""
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "operationId": identifier,
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer", "content": content},
            "4XX": {"description": "What was asked is not right", "content": problem},
            "5XX": {"description": "The server failed", "content": problem},
        },
        **more,
    }


def parameter(name: str, description: str, schema: Schema, *, place: str = "query") -> Schema:
    """A parameter of the address, or of the path, where it is needed."""
    found = {"name": name, "in": place, "description": description, "schema": schema}
    return {**found, "required": True} if place == "path" else found


def part(name: str, description: str, example: str, values: Collection[str] = ()) -> Schema:
    """A part of the path, with a name that the shipped graph has."""
    schema: Schema = {"type": "string"}
    if values:
        schema["enum"] = [*values]
    return {**parameter(name, description, schema, place="path"), "example": example}


def parts_in(path: str, examples: Mapping[str, str]) -> list[Schema]:
    """The parts of a path that are between braces, each with its example if there is one."""
    names = [one.partition("}")[0] for one in path.split("{")[1:]]
    about = "A part of the name"
    return [
        part(one, about, examples[one])
        if one in examples
        else parameter(one, about, {"type": "string"}, place="path")
        for one in names
    ]


def format_of(*groups: Iterable[ResultFormat], more: Iterable[str] = ()) -> Schema:
    """The parameter ``format`` of an answer in these formats, and as a page."""
    names = dict.fromkeys([*more, *(one.name for group in groups for one in group)])
    schema = {"type": "string", "enum": [*names, "html"]}
    return parameter("format", "The format of the answer, instead of Accept", schema)


def content(*groups: Iterable[ResultFormat]) -> Schema:
    """An answer in these formats, and as a page."""
    media_types = [one.media_type for group in groups for one in group]
    return {media_type: {} for media_type in dict.fromkeys([*media_types, "text/html"])}
