"""The types of problems, as the tree of errors has them (RFC 9457, 4: https://www.rfc-editor.org/rfc/rfc9457#section-4).

Code, status, title and meaning are what each class says of itself. Beside them stand the titles in
other languages and the way out, in `words/problems.toml`.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache

from cityweave.errors import CityweaveError, kinds
from cityweave.parsing.fault import Words
from cityweave.web.problem_words import problem_words
from cityweave.web.problems import Problem, as_told, type_of
from cityweave.web.schemes import Concept, Scheme

_RFC = re.compile(r"RFC (?P<number>\d+), (?P<section>\d+(?:\.\d+)*)")
_ADDRESS = re.compile(r"https://[^\s)]+")
_BESIDE = re.compile(r" \((?:RFC |https://)[^)]*\)")
_NUMBER = "0123456789abcdef"
"""The number of the request in examples."""


@cache
def problem_types() -> Scheme:
    """All of them; read once."""
    said = problem_words()
    concepts = {one.code: _concept(one, said) for one in kinds()}
    return Scheme("problem", "problems_title", "problems_about", concepts)


def _concept(kind: type[CityweaveError], said: Mapping[str, Mapping[str, Words]]) -> Concept:
    meaning, references = _meaning(kind)
    remedy = said["remedy"][kind.code]
    parent = kind.__bases__[0]
    return Concept(
        code=kind.code,
        titles={"en": kind.title, **said["title"][kind.code]},
        definitions=({"en": meaning},),
        remedy=remedy,
        broader=parent.code if issubclass(parent, CityweaveError) else None,
        status=kind.status,
        references=references,
        example=_example(kind(meaning, hint=remedy["en"])),
    )


def _meaning(kind: type[CityweaveError]) -> tuple[str, tuple[str, ...]]:
    """What a class is said to mean, and the specifications that it names."""
    text, _, _ = inspect.cleandoc(kind.__doc__ or "").partition("\n\n")
    text = " ".join(text.split())
    return _BESIDE.sub("", text).replace("`", ""), tuple(dict.fromkeys(_references(text)))


def _references(text: str) -> Iterator[str]:
    for one in _RFC.finditer(text):
        yield f"https://www.rfc-editor.org/rfc/rfc{one['number']}#section-{one['section']}"
    yield from _ADDRESS.findall(text)


def _example(error: CityweaveError) -> str:
    """The document as the wire has it, in lines."""
    detail, hint = as_told(error)
    problem = Problem(
        type=type_of(error.code),
        title=error.title,
        status=error.status,
        detail=detail,
        code=error.code,
        request_id=_NUMBER,
        hint=hint,
    )
    return json.dumps(json.loads(problem.body()), ensure_ascii=False, indent=2)
