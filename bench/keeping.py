"""Keeps what a run measured as JSON, and writes the pages that show it."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import TypeAdapter

Kind = TypeVar("Kind")


class Keeping(Generic[Kind]):
    """Runs of one kind in files."""

    def __init__(self, kind: type[Kind]) -> None:
        self._adapter: TypeAdapter[Kind] = TypeAdapter(kind)

    def write(self, run: Kind, path: Path) -> None:
        """Keep a run as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self._adapter.dump_json(run, indent=1) + b"\n")

    def read(self, path: Path) -> Kind:
        """A run that was kept. Raises `ValueError` for a file that is none."""
        return self._adapter.validate_json(path.read_bytes())


def write_page(path: Path, template: Path, **values: object) -> Path:
    """Write a page of Markdown from its template; returns its path."""
    environment = Environment(
        loader=FileSystemLoader(template.parent),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - it writes Markdown, of our own figures
    )
    path.write_text(environment.get_template(template.name).render(**values), encoding="utf-8")
    return path
