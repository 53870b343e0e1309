"""Where the snapshots of a durable store are: in a folder inside its own."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

FOLDER = "snapshots"


def new_folder(store: Path) -> Path:
    """A path for something new among the snapshots of the store in that folder.

    Its name is never that of another: the host of a server that died may yet remove its own.
    """
    place = store.resolve() / FOLDER
    place.mkdir(exist_ok=True)
    return place / secrets.token_hex(8)


def clean(store: Path) -> None:
    """Remove all snapshots of the store in that folder, which nobody else has open."""
    shutil.rmtree(store / FOLDER, ignore_errors=True)
