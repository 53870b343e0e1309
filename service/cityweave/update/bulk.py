"""Long updates that do nothing but insert or delete data, read without looking at every word.

A tokeniser in Python takes a second for a megabyte, and holds up everything else
meanwhile. Here only what stands outside of braces is read word by word.
"""

from __future__ import annotations

import re

from cityweave.store import DataOperation, UpdateRequest

SHORT = 100_000
"""Texts up to this many characters are read word by word."""

_HEAD = re.compile(
    r"""(?P<prologue>(?:\s+|\#[^\n\r]*|BASE\s*<[^<>\s]*>|PREFIX\s+[^\s:<>{};]*:\s*<[^<>\s]*>)*)
    (?P<verb>INSERT|DELETE)\s+DATA\s*(?=\{)""",
    re.VERBOSE | re.IGNORECASE,
)
_INSIDE = re.compile(
    r'''[^{}"'<\#\\]+|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
    |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n\r]*|<|\\.''',
    re.VERBOSE | re.DOTALL,
)
_NEXT = re.compile(r"(?:\s+|#[^\n\r]*)*(?:;|\Z)")
_END = re.compile(r"(?:\s+|#[^\n\r]*)*\Z")


def bulk(text: str) -> UpdateRequest | None:
    """The request of such an update; None for every other, and where there is any doubt."""
    folded = text.lower()
    if len(text) <= SHORT or "load" in folded or "service" in folded:
        return None
    found: list[DataOperation] = []
    prologue, position = "", 0
    while not _END.match(text, position):
        head = _HEAD.match(text, position)
        end = None if head is None else _block_end(text, head.end())
        after = None if end is None else _NEXT.match(text, end)
        if head is None or end is None or after is None:
            return None
        declared = head["prologue"]
        if found and declared.strip():
            return None
        prologue = prologue or declared
        inserts = head["verb"].upper() == "INSERT"
        block = text[head.end() : end]
        found.append(DataOperation(f"{prologue}INSERT DATA {block}", inserts))
        position = after.end()
    labels = len(found) > 1 and "_:" in text
    if labels or not found:
        return None
    alone = len(found) == 1 and found[0].inserts  # then its data are the whole text
    return UpdateRequest(() if alone else (text,), (), tuple(found))


def _block_end(text: str, start: int) -> int | None:
    """Where the block ends that opens at `start`; None where it does not."""
    depth, position = 0, start
    while position < len(text):
        sign = text[position]
        if sign in "{}":
            depth += 1 if sign == "{" else -1
            position += 1
            if depth == 0:
                return position
            continue
        skipped = _INSIDE.match(text, position)
        if skipped is None:
            return None
        position = skipped.end()
    return None
