"""Takes the files out of a form (multipart/form-data, RFC 7578)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from cityweave.errors import BadParameter, TooLarge

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MOST = 100
"""Parts of one form."""

LONGEST = 1_200
"""Bytes of a header of a part: the name of a file takes 255 characters, or three times that."""

_BROKEN = "The form cannot be taken apart, or has no end."
_HINT = "Send multipart/form-data, and say its boundary in Content-Type."


@dataclass(slots=True)
class Part:
    """A file of a form: its headers by their names in small letters, and its bytes."""

    headers: dict[str, str] = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)

    @property
    def name(self) -> str:
        """The name of the field; empty when it has none."""
        return (
            _options(self.headers.get("content-disposition"))
            .get(b"name", b"")
            .decode("utf-8", "replace")
        )

    @property
    def filename(self) -> str | None:
        """The name that the sender gave it."""
        name = _options(self.headers.get("content-disposition")).get(b"filename")
        return None if name is None else name.decode("utf-8", "replace")


def parts_of(body: bytes, content_type: str) -> tuple[Part, ...]:
    """The parts of a form, in their order. A part is a file, whatever it says that it contains.

    Raises `BadParameter` for a form that is broken, `TooLarge` for one with too many parts.
    """
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    taken = _Taken()
    if boundary:
        try:
            parser = MultipartParser(boundary, taken.callbacks(), max_header_size=LONGEST)
            parser.write(body)
            parser.finalize()
        except FormParserError as error:
            raise BadParameter(_BROKEN, hint=_HINT) from error
    if not taken.ended:
        raise BadParameter(_BROKEN, hint=_HINT)
    return tuple(taken.parts)


@lru_cache(8)
def _options(header: str | None) -> Mapping[bytes, bytes]:
    """The options of a header; they are asked for more than once, and cost the square of it."""
    return parse_options_header(header)[1]


class _Taken:
    """What the parser has found so far."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.ended = False
        self._name = bytearray()
        self._value = bytearray()

    def callbacks(self) -> MultipartCallbacks:
        """What the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_part_data": self._data,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.parts) >= MOST:
            raise TooLarge(f"The form has more than {MOST} parts.", hint="Send fewer files.")
        self.parts.append(Part())

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].content += data[start:end]

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self.parts[-1].headers[self._name.decode("latin-1").lower()] = self._value.decode("latin-1")
        self._name.clear()
        self._value.clear()

    def _end(self) -> None:
        self.ended = True
