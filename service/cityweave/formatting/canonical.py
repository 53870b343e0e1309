"""Rewrites a file in canonical form, and proves that nothing changed."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad

from cityweave.errors import CityweaveError, UnknownFormat
from cityweave.formats import RdfFormat
from cityweave.formatting.comments import find_comments
from cityweave.formatting.names import Names
from cityweave.formatting.writer import Writer
from cityweave.parsing import parse


def format_rdf(
    data: bytes,
    rdf_format: RdfFormat,
    source: str | None = None,
    *,
    statements: Iterable[Quad] | None = None,
) -> bytes:
    """The same statements and comments in canonical form, UTF-8.

    `statements` take the place of the file's own where they are given; prefixes
    and comments stay.

    Blank nodes get their names from RDFC-1.0 (https://www.w3.org/TR/rdf-canon/), so
    that the result depends on the statements alone. Raises `UnknownFormat` for a
    format that is not Turtle or TriG, `SyntaxErrorInData` for what cannot be
    parsed and for a comment in a place where it could not be kept.
    """
    if rdf_format.name not in ("ttl", "trig"):
        raise UnknownFormat(
            f"{rdf_format.title} has no canonical form here.",
            hint="Only Turtle and TriG files are formatted.",
            source=source,
        )
    document = parse(data, rdf_format, source=source)
    comments = find_comments(data.decode("utf-8"), document.prefixes, source)
    quads = tuple(_canonical(document.quads if statements is None else statements))
    text = Writer(quads, Names(document.prefixes), comments).text()
    written = text.encode("utf-8")
    if not same_graphs(quads, parse(written, rdf_format, source=source).quads):
        raise CityweaveError(
            "Formatting would have changed what the file says, so it was left alone.",
            source=source,
        )
    return written


def same_graphs(one: Iterable[Quad], other: Iterable[Quad]) -> bool:
    """Whether two sets of quads say the same, whatever their blank nodes are called."""
    return _canonical(one) == _canonical(other)


def _canonical(quads: Iterable[Quad]) -> Dataset:
    """The quads with canonical names for blank nodes."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset
