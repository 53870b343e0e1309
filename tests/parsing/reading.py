"""What the tests of places share: the text that stands at a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Quad

from cityweave.formats import rdf_by_name
from cityweave.parsing import Place, Places, locate, parse


@lru_cache(maxsize=1)
def lines_of(text: str) -> list[str]:
    """The lines of a text with what ends them."""
    return re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)


@dataclass(frozen=True, slots=True)
class Read:
    """A text, its quads and their places."""

    text: str
    quads: Sequence[Quad]
    places: Places

    def offset(self, place: Place | None) -> int:
        """Where a place is in the text, found without the code under test."""
        assert place is not None
        lines = lines_of(self.text)
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1])
        return sum(map(len, lines[: place.line - 1])) + place.column - 1

    def at(self, place: Place | None) -> str:
        """The text from a place on."""
        return self.text[self.offset(place) :]

    def texts(self, quad: Quad) -> tuple[str, str, str]:
        """The texts from the places of object, predicate and subject on."""
        places = self.places
        return (
            self.at(places.of(quad.subject, quad.predicate, quad.object)),
            self.at(places.property(quad.subject, quad.predicate)),
            self.at(places.about(quad.subject)),
        )


def read(text: str, name: str, *, base: str | None = None) -> Read:
    """Parse and locate."""
    data, rdf_format = text.encode(), rdf_by_name(name)
    quads = parse(data, rdf_format, base=base).quads
    return Read(text, quads, locate(data, rdf_format, base=base, quads=quads))
