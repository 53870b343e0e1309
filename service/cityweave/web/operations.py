"""What every operation of the OpenAPI document says (https://spec.openapis.org/oas/v3.1.0)."""

from __future__ import annotations

from typing import Any

from cityweave.web.problems import MEDIA_TYPE

Schema = dict[str, Any]


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
