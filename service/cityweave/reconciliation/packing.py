"""Lists of texts and numbers as bytes, made in a reader and taken apart quickly in the front.

One call each takes a list apart, so that who else wants the interpreter waits a few milliseconds
and not for a document of JSON.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator

_LENGTH = struct.Struct("<Q")
_QUICK = 1


class Packer:
    """Collects sections."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def texts(self, texts: Iterable[str]) -> None:
        """Add texts, none of which has a line break."""
        self._add("\n".join(texts).encode("utf-8", "replace"))

    def numbers(self, numbers: array[int]) -> None:
        """Add numbers, to be read with the same type code on the same machine."""
        self._add(numbers.tobytes())

    def _add(self, data: bytes) -> None:
        packed = zlib.compress(data, _QUICK)
        self._parts += (_LENGTH.pack(len(packed)), packed)

    def bytes(self) -> bytes:
        """All sections."""
        return b"".join(self._parts)


class Unpacker:
    """Gives the sections in the order in which they were added."""

    def __init__(self, data: bytes) -> None:
        self._sections = _sections(data)

    def texts(self) -> list[str]:
        """The next section as texts."""
        found = next(self._sections).decode()
        return found.split("\n") if found else []

    def numbers(self, code: str) -> array[int]:
        """The next section as numbers of that type code."""
        found: array[int] = array(code)
        found.frombytes(next(self._sections))
        return found


def _sections(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        (length,) = _LENGTH.unpack_from(data, start)
        start += _LENGTH.size
        yield zlib.decompress(data[start : start + length])
        start += length
