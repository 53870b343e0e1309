"""Where the statements of a document stand: its lines and columns.

The engine gives statements without places, in an order that follows the document.
Scanners that keep places yield the statements of a text in the same order
(`linewise`, `terse`, `rdfxml`), and each is compared with the statement of its turn (`matching`);
of JSON-LD a copy with marks is parsed (`jsonld`). What cannot be located for certain
has no place.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Quad

from cityweave.formats import RdfFormat
from cityweave.parsing.locating import jsonld, linewise, rdfxml, terse
from cityweave.parsing.locating.lines import Lines, decoded
from cityweave.parsing.locating.matching import matched
from cityweave.parsing.locating.mentions import Vocabulary
from cityweave.parsing.locating.places import Located, Places
from cityweave.parsing.reading import parse

__all__ = ["Located", "Places", "locate"]


def locate(
    data: bytes,
    rdf_format: RdfFormat,
    *,
    base: str | None = None,
    source: str | None = None,
    quads: Sequence[Quad] | None = None,
) -> Places:
    """The places of the statements of a document.

    `quads` are those that `parse` gave for the same bytes and the same base, in its
    order. Blank nodes without a label get a new name with each parse, so that those of
    another parse cannot be found. Without `quads` the document is parsed here, and
    `SyntaxErrorInData` raised if that fails.
    """
    if quads is None:
        quads = parse(data, rdf_format, base=base, source=source).quads
    text = decoded(data)
    lines = Lines(text, source)
    if rdf_format.name == "jsonld":
        return jsonld.places(text, quads, base, lines)
    name = rdf_format.name
    vocabulary = Vocabulary()
    if name == "rdf":
        return matched(rdfxml.statements(text, vocabulary, base), quads, vocabulary, lines)
    stated = linewise.statements(text, vocabulary) if name in ("nt", "nq") else None
    if stated is None:
        vocabulary = Vocabulary()
        stated = terse.statements(text, vocabulary, are_quads=name == "nq")
    try:
        vocabulary.resolve(base if name in ("ttl", "trig") else None)
    except (SyntaxError, ValueError):  # the tokens are not those that the engine saw
        return Places()
    return matched(stated, quads, vocabulary, lines)
