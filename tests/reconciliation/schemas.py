"""The JSON schemas of the specification; see schemas/README.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from referencing import Registry, Resource

FOLDER = Path(__file__).with_name("schemas")


def valid(found: object, version: str, name: str) -> None:
    """Fails where something is not as that version's schema of that name has it."""
    schemas = [json.loads(path.read_text()) for path in (FOLDER / version).glob("*.json")]
    registry: Registry[bool | Mapping[str, Any]] = Registry().with_resources(
        (one["$id"], Resource.from_contents(one)) for one in schemas
    )
    schema = json.loads((FOLDER / version / f"{name}.json").read_text())
    Draft7Validator(schema, registry=registry).validate(found)
