"""What an answer says, so that those of different systems can be compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox

_NUMBERS = ("integer", "decimal", "double", "float", "int", "long")
UNCHECKED = {"describe"}
"""Templates whose answer each engine may choose."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How many rows an answer has, and digests of them all and of the different ones."""

    rows: int
    digest: str
    different: str

    def verdict(self, expected: Answer) -> str:
        """What is wrong with this answer, or nothing."""
        if self == expected:
            return ""
        if self.different == expected.different:
            return f"repeats rows: {self.rows} for {expected.rows}"
        if self.rows != expected.rows:
            return f"wrong rows: {self.rows} for {expected.rows}"
        return f"other values in {self.rows} rows"


def read(body: bytes) -> Answer:
    """Read SPARQL JSON or N-Triples. Raises `ValueError` for anything else."""
    if not body.lstrip().startswith(b"{"):
        return answer(str(triple) for triple in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    document = json.loads(body)
    if "boolean" in document:
        return answer([str(document["boolean"]).lower()])
    names = document["head"]["vars"]
    if names == ["__ASK_RETVAL"]:
        raise ValueError("ASK is answered with a table instead of a boolean")
    return answer(
        "\t".join(_term(row.get(name)) for name in names) for row in document["results"]["bindings"]
    )


def _term(term: dict[str, str] | None) -> str:
    """A term of SPARQL JSON; numbers by their value."""
    if term is None:
        return ""
    value = term["value"]
    if term.get("datatype", "").rpartition("#")[2] in _NUMBERS:
        value = f"{float(value):g}" if abs(float(value)) < 1e5 else f"{float(value):.0f}"
    return f"{term['type'] == 'uri'} {value} {term.get('xml:lang', '').lower()}"


def answer(rows: Iterable[str]) -> Answer:
    """The answer that has these rows, in any order."""
    whole = sorted(rows)
    return Answer(len(whole), _digest(whole), _digest(sorted(set(whole))))


def _digest(rows: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def expected(folder: Path, texts: Sequence[str]) -> dict[str, Answer]:
    """The right answers: of Oxigraph over the graphs and their merge, each triple in it once.

    A process of its own does it, so that the memory is free afterwards.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        return executor.submit(_expected, folder, list(texts)).result()


def _expected(folder: Path, texts: list[str]) -> dict[str, Answer]:
    store = ox.Store()
    store.bulk_load(path=folder / "graph.nq", format=ox.RdfFormat.N_QUADS)
    store.bulk_load(path=folder / "merge.nt", format=ox.RdfFormat.N_TRIPLES)
    return {text: read(_serialized(store, text)) for text in texts}


def _serialized(store: ox.Store, text: str) -> bytes:
    result = store.query(text)
    if isinstance(result, ox.QueryTriples):
        return result.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
    return result.serialize(format=ox.QueryResultsFormat.JSON) or b""
