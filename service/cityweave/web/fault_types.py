"""The kinds of faults of an input: cells, statements and links that are told in a report.

Their codes and sentences are in the phrase books of those who find them. A gap that a finding fills
is written as an ellipsis here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cityweave.imports.words import BOOK
from cityweave.linking import words as links
from cityweave.parsing.fault import Words
from cityweave.spreadsheets import words as spreadsheets
from cityweave.validation.wording import phrases
from cityweave.web.schemes import Concept, Scheme

_GAP = re.compile(r"\{\w+\}")
_FIX = "_fix"


@cache
def fault_types() -> Scheme:
    """All of them; read once. Two who find the same have a sentence each."""
    found: dict[str, list[Words]] = {}
    for code, said in _sentences():
        sentence = {language: _GAP.sub("…", text) for language, text in said.items()}
        if sentence not in found.setdefault(code, []):
            found[code].append(sentence)
    concepts = {
        code: Concept(code, {"en": code.replace("-", " ")}, tuple(sentences))
        for code, sentences in sorted(found.items())
    }
    return Scheme("fault", "faults_title", "faults_about", concepts)


def _sentences() -> Iterator[tuple[str, Words]]:
    yield from spreadsheets.phrases()["fault"].items()
    yield from BOOK.phrases["fault"].items()
    yield from links.phrases()["fault"].items()
    for key, said in phrases("faults").items():
        if not key.endswith(_FIX):
            yield key.replace("_", "-"), said
