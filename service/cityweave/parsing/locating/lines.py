"""Offsets in a text as lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right

from cityweave.parsing.place import Place

_BREAK = re.compile(r"\r\n?|\n")


class Lines:
    """A text by its lines, which LF, CR or both together end, as in editors.

    Every character counts as one column, a tab and one outside of the Basic
    Multilingual Plane too.
    """

    def __init__(self, text: str, source: str | None = None) -> None:
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]
        self._source = source

    def place(self, offset: int) -> Place:
        """The place of the character at an offset, which counts from zero."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1, self._source)


def decoded(data: bytes) -> str:
    """A document as text, without a byte order mark.

    Bytes that are not UTF-8 can only stand in comments of a document that parses.
    """
    return data.decode("utf-8", "replace").removeprefix("\ufeff")
