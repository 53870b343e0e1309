"""Bytes under the SHA-256 of their content: originals, reports, staged statements."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from cityweave.errors import NotFound, StoreUnavailable

_NAME = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """A folder of bytes, or none: then they are kept in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        """Use that folder, made when missing. Raises `StoreUnavailable`."""
        self._folder = folder
        self._memory: dict[str, bytes] = {}
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                _sync(folder.parent)
            except OSError as error:
                raise _unavailable(folder) from error

    def put(self, data: bytes) -> str:
        """Keep bytes, and say under which name. The disk has them when this returns.

        They are written aside and renamed, so that no name ever has a part of its bytes.
        Raises `StoreUnavailable`.
        """
        name = sha256(data).hexdigest()
        if self._folder is None:
            self._memory[name] = data
            return name
        path = self._folder / name
        if path.exists():
            return name
        aside = self._folder / f"{token_hex(8)}.new"
        try:
            with aside.open("xb") as new:
                new.write(data)
                new.flush()
                os.fsync(new.fileno())
            aside.replace(path)
            _sync(self._folder)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise _unavailable(self._folder) from error
        return name

    def get(self, name: str) -> bytes:
        """The bytes of that name. Raises `NotFound`, also for bytes that were changed on disk."""
        try:
            data = (
                self._memory[name] if self._folder is None else (self._folder / name).read_bytes()
            )
        except (OSError, KeyError) as error:
            raise NotFound("These bytes are not kept here any more.", source=name) from error
        if sha256(data).hexdigest() != name:
            raise NotFound(
                "These bytes are not what was sent: the file was changed on the disk.",
                hint="Get it back from a copy of the data directory.",
                source=name,
            )
        return data

    def remove(self, names: Collection[str]) -> None:
        """Forget these bytes. Raises `StoreUnavailable`."""
        if self._folder is None:
            self._memory = {one: data for one, data in self._memory.items() if one not in names}
            return
        try:
            for name in names:
                (self._folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise _unavailable(self._folder) from error

    def keep(self, wanted: Collection[str]) -> None:
        """Remove all but these, and what a crash left half written. Raises `StoreUnavailable`."""
        if self._folder is None:
            self._memory = {name: data for name, data in self._memory.items() if name in wanted}
            return
        try:
            for path in self._folder.iterdir():
                is_ours = _NAME.fullmatch(path.name) or path.suffix == ".new"
                if is_ours and path.name not in wanted:
                    path.unlink()
        except OSError as error:
            raise _unavailable(self._folder) from error


def _sync(folder: Path) -> None:
    """Have the disk know the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unavailable(folder: Path) -> StoreUnavailable:
    return StoreUnavailable("The contributions cannot be kept on disk.", source=str(folder))
