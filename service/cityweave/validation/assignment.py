"""A validation as a task for a reader: as bytes, and as work that the store does by name."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from cityweave.formats import rdf_by_name
from cityweave.parsing import serialize
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Output, Preparation, Work
from cityweave.validation.exchange import from_json, to_json
from cityweave.validation.judging import judge
from cityweave.validation.profiles import chosen, profiles
from cityweave.validation.rehearsal import rehearse
from cityweave.validation.report import Report
from cityweave.validation.rulebook import Rulebook
from cityweave.validation.submission import Submission
from cityweave.vocabulary import BASE

NAME = "validate"
"""The name of the work in the registry of a store."""

_FIELDS = ("name", "format", "base", "kind")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Documents to judge, and by what: a profile by its name or IRI, or shapes of one's own.

    With `shapes` a profile counts only if it is named. `leaving` is a graph that is taken
    for gone; `with_statements`: the answer has the statements beside the report.
    """

    submissions: tuple[Submission, ...]
    profile: str | None = None
    shapes: tuple[Submission, ...] = ()
    whole: bool = False
    leaving: str | None = None
    with_statements: bool = False

    def encode(self) -> bytes:
        """A line of JSON, then the documents one after the other."""
        documents = (*self.submissions, *self.shapes)
        head = {
            "documents": [
                [len(one.data), *(getattr(one, name) for name in _FIELDS)] for one in documents
            ],
            "shapes": len(self.shapes),
            "profile": self.profile,
            "whole": self.whole,
            "leaving": self.leaving,
            "with_statements": self.with_statements,
        }
        return b"".join([json.dumps(head).encode(), b"\n", *(one.data for one in documents)])

    @classmethod
    def decode(cls, payload: bytes) -> Assignment:
        """The assignment that `encode` wrote."""
        first, _, rest = payload.partition(b"\n")
        head: dict[str, Any] = json.loads(first)
        source = BytesIO(rest)
        documents = [Submission(source.read(size), *said) for size, *said in head.pop("documents")]
        number = len(documents) - head.pop("shapes")
        return cls(tuple(documents[:number]), shapes=tuple(documents[number:]), **head)


def outcome(answer: bytes) -> tuple[Report, bytes]:
    """The report of an answer, and the statements as N-Quads where they were asked for."""
    first, _, rest = answer.partition(b"\n")
    return from_json(json.loads(first)), rest


def works(settings: Settings) -> Mapping[str, Preparation]:
    """The registry entry for validations, for `open_readers` and `open_store`."""
    most = settings.max_validation_statements
    return {NAME: partial(prepare, settings.content_dir, most, settings.base)}


def prepare(content_dir: Path | None, most: int, base: str = BASE) -> Generator[None, None, Work]:
    """Read the profiles, and import all that judges. Raises `ContentMissing`."""
    offered = profiles(content_dir, base)
    rulebooks: dict[str, Rulebook] = {}
    for one in offered:
        rulebooks[one.iri] = Rulebook.of(one)
        yield
    yield from rehearse(content_dir)

    def work(store: EmbeddedStore, payload: bytes, output: Output) -> None:
        asked = Assignment.decode(payload)
        rules = None
        if asked.profile is not None or not asked.shapes:
            rules = rulebooks[chosen(offered, asked.profile).iri]
        if asked.shapes:
            rules = Rulebook.own(asked.shapes, most, beside=rules, base=base)
        assert rules is not None  # noqa: S101 - one of the two was the case
        judged = judge(
            asked.submissions,
            rules,
            store,
            whole=asked.whole,
            leaving=asked.leaving,
            most=most,
            content_dir=content_dir,
            base=base,
        )
        report = json.dumps(to_json(judged.report), ensure_ascii=False)
        output.write(report.encode() + b"\n")
        if asked.with_statements:
            output.write(serialize(judged.quads, rdf_by_name("nq")))

    return work
