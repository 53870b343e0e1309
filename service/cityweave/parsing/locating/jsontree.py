"""JSON as a tree that keeps its places.

(https://www.rfc-editor.org/rfc/rfc8259). The text has been read by Oxigraph, so that
only where things begin and end has to be found. It never recurses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Literal

ValueKind = Literal["object", "array", "string", "number", "truth", "null"]

# Everything repeats possessively: the time is linear, whatever the text.
_TOKENS = re.compile(r"\"(?:[^\"\\]++|\\.)*+\"|[{}\[\]:,]|[^\s{}\[\]:,\"]++", re.DOTALL)
_KINDS: dict[str, ValueKind] = {"t": "truth", "f": "truth", "n": "null", '"': "string"}


class Value:
    """A value in a JSON text.

    `text` is how it is written or begins, `key` its name in the object that holds it,
    `name` its key or that of the array that holds it. `start` and `end` are offsets
    from zero; `key_start` is -1 for what has no key.
    """

    __slots__ = ("end", "inner", "key", "key_start", "kind", "name", "parent", "start", "text")

    def __init__(
        self, kind: ValueKind, text: str, start: int, parent: Value | None, key: str | None,
        key_start: int,
    ) -> None:  # fmt: skip
        self.kind = kind
        self.text = text
        self.start = start
        self.end = start + len(text)
        self.parent = parent
        self.key = key
        self.key_start = key_start
        self.name: str | None = parent.name if key is None and parent is not None else key
        self.inner: list[Value] = []

    @property
    def string(self) -> str:
        """The characters that a string stands for; those of one that is none as they are."""
        if "\\" in self.text:
            with suppress(ValueError):
                return str(json.loads(self.text, strict=False))
        return self.text[1:-1]

    def walk(self) -> Iterator[Value]:
        """The value and all within, in the order of the text."""
        waiting = [self]
        while waiting:
            value = waiting.pop()
            yield value
            waiting.extend(reversed(value.inner))


def read_json(text: str) -> Value | None:
    """The value that a JSON text is; None where it is not understood."""
    root: Value | None = None
    holder: Value | None = None
    key, key_start, is_key = None, -1, False
    for found in _TOKENS.finditer(text):
        token, start = found.group(), found.start()
        first = token[0]
        if first == ",":
            is_key = holder is not None and holder.kind == "object"
        elif first in "}]":
            if holder is None:
                return None
            holder.end = found.end()
            holder, is_key = holder.parent, False
        elif first == '"' and is_key:
            key = Value("string", token, start, None, None, -1).string
            key_start, is_key = start, False
        elif first != ":":
            kind = _kind(first)
            value = Value(kind, token, start, holder, key, key_start)
            key, key_start = None, -1
            if holder is not None:
                holder.inner.append(value)
            elif root is None:
                root = value
            else:
                return None
            if first in "{[":
                holder, is_key = value, first == "{"
    return root if holder is None else None


def _kind(first: str) -> ValueKind:
    if first == "{":
        return "object"
    if first == "[":
        return "array"
    return _KINDS.get(first, "number")
