"""Puts the content (ontology, data, shapes, queries) into the wheel as `cityweave/share/…`.

Skipped for editable installs, which read the content from the checkout: a copy
made at install time would be stale after the first edit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CONTENT = {
    "ontology": {".ttl"},
    "data": {".trig", ".ttl"},
    "shapes": {".ttl"},
    "queries": {".rq"},
}


class ContentHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds every content file to the wheel, at the place where `resources.py` looks first."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill `force_include` for a standard wheel; leave an editable one alone."""
        if version == "editable":
            return
        root = Path(self.root)
        for folder, suffixes in CONTENT.items():
            for path in sorted((root / folder).rglob("*")):
                if path.is_file() and (path.suffix in suffixes or path.name == "README.md"):
                    place = f"cityweave/share/{path.relative_to(root).as_posix()}"
                    build_data["force_include"][str(path)] = place
