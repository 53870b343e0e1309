"""Templates whose lists hold what a graph has: a reader, which has the graph at hand, names it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from cityweave.settings import Settings
from cityweave.spreadsheets.kind import Kind
from cityweave.spreadsheets.offering import Names, names_of
from cityweave.spreadsheets.resolving import StoreResolver
from cityweave.spreadsheets.schema import kind, kinds
from cityweave.spreadsheets.template import Style, template
from cityweave.store import EmbeddedStore, Output, Preparation, Store, Work

NAME = "names"
"""The name of the work in the registry of a store."""


def dispensed(store: Store, wanted: Kind, style: Style, language: str) -> bytes:
    """The template of a kind, with lists of what the store's graph has.

    The store needs the works of this module. Raises `BadParameter`, and as `Store.work`.
    """
    names: Names = {}
    if style != "json":
        names = json.loads(store.work(NAME, wanted.name.encode()))
    return template(wanted, style, language, names=names)


def works(settings: Settings) -> Mapping[str, Preparation]:
    """The registry entry for the names, for `open_readers` and `open_store`."""
    return {NAME: partial(prepare, settings.content_dir)}


def prepare(content_dir: Path | None) -> Work:
    """Read the kinds. Raises `ContentMissing`."""
    kinds(content_dir)

    def work(store: EmbeddedStore, payload: bytes, output: Output) -> None:
        wanted = kind(payload.decode(), content_dir)
        output.write(json.dumps(names_of(wanted, StoreResolver(store.merged))).encode())

    return work
