"""XML as tags and texts with their offsets.

(https://www.w3.org/TR/xml/). The text has been read by Oxigraph, so that only where
things begin and end has to be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTED = r"\"[^\"]*+\"|'[^']*+'"
_COMMENT = r"<!--(?:[^-]++|-(?!->))*+-->"

# Everything repeats possessively: the time is linear, whatever the text.
_MARKUP = re.compile(
    rf"""
      {_COMMENT}
    | <!\[CDATA\[(?P<data>(?:[^\]]++|\](?!\]>))*+)\]\]>
    | <\?(?:[^?]++|\?(?!>))*+\?>
    | <!(?i:DOCTYPE)(?P<doctype>(?:[^<>"'\[]++|{_QUOTED})*+
        (?:\[(?:{_COMMENT}|<(?:[^<>"']++|{_QUOTED})*+>|[^<>\]]++)*+\])?+[^<>]*+)>
    | <(?P<close>/?)(?P<name>[^\s/<>"'=!?]++)(?P<inside>(?:[^<>"']++|{_QUOTED})*+)>
    """,
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"([^\s=/\"']++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
_ENTITY = re.compile(r"<!ENTITY\s++(?:%\s*+)?+(\S++)\s++\"([^\"]*+)\"\s*+>")
_REFERENCE = re.compile(r"&(#x[0-9A-Fa-f]+|#[0-9]+|[^;&\s]+);")
_PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "apos": "'", "quot": '"'}
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as it is written, without its quotation marks."""

    name: str
    value: str
    start: int
    value_start: int


@dataclass(frozen=True, slots=True)
class Start:
    """A start tag; `start` is where it begins, `name_start` where its name does."""

    name: str
    attributes: tuple[Attribute, ...]
    start: int
    name_start: int
    end: int


@dataclass(frozen=True, slots=True)
class End:
    """An end tag, or the end of an empty element."""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters between tags; `is_raw` in a CDATA section, where nothing is a reference."""

    value: str
    start: int
    is_raw: bool


class Entities:
    """The entities that a document declares."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def declare(self, doctype: str) -> None:
        """Take note of the declarations of a document type."""
        for name, value in _ENTITY.findall(doctype):
            found = self.expand(value)
            if found is not None:
                self._values[name] = found

    def expand(self, text: str) -> str | None:
        """A text with its references replaced; None for one that grows too long."""
        if "&" not in text:
            return text
        parts, position, length = [], 0, 0
        for found in _REFERENCE.finditer(text):
            reference = found[1]
            if reference.startswith("#"):
                code = int(reference[2:], 16) if reference[1] == "x" else int(reference[1:])
                value = chr(code) if code < 0x110000 else None
            else:
                value = _PREDEFINED.get(reference) or self._values.get(reference)
            if value is None:
                return None
            parts += [text[position : found.start()], value]
            position = found.end()
            length += len(value)
            if length > _LONGEST:
                return None
        return "".join((*parts, text[position:]))


def events(text: str, entities: Entities) -> Iterator[Start | End | Text]:
    """The tags and texts of a document in order; declares its entities as they come."""
    position = 0
    for found in _MARKUP.finditer(text):
        start = found.start()
        if start > position:
            yield Text(text[position:start], position, is_raw=False)
        position = found.end()
        if found["data"] is not None:
            yield Text(found["data"], found.start("data"), is_raw=True)
        elif found["doctype"] is not None:
            entities.declare(found["doctype"])
        elif found["close"]:
            yield End()
        elif found["name"] is not None:
            inside, offset = found["inside"], found.start("inside")
            attributes = tuple(
                Attribute(
                    one[1],
                    one[2] if one[2] is not None else one[3],
                    offset + one.start(1),
                    offset + (one.start(2) if one[2] is not None else one.start(3)),
                )
                for one in _ATTRIBUTE.finditer(inside)
            )
            yield Start(found["name"], attributes, start, found.start("name"), found.end())
            if inside.endswith("/"):
                yield End()
