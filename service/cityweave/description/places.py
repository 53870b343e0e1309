"""Cities with their coordinates as GeoJSON (RFC 7946), from GeoSPARQL's well-known text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

import pyoxigraph as ox

from cityweave.parsing.wkt import Coordinates, geometry
from cityweave.query.solutions import Row, rows_in
from cityweave.vocabulary import LANGUAGES, prologue

QUERY = (
    prologue("cw", "geo", "rdfs")
    + "SELECT ?city (MIN(?w) AS ?wkt) (MIN(?l) AS ?name) (MIN(?c) AS ?country) (MIN(?k) AS ?code)"
    + "".join(f" (MIN(?{tag}) AS ?name_{tag})" for tag in LANGUAGES)
    + " { ?city a cw:Municipality ; geo:hasGeometry/geo:asWKT ?w FILTER(isIRI(?city))"
    + "".join(
        f" OPTIONAL {{ ?city rdfs:label ?{tag} FILTER(LANG(?{tag}) = '{tag}') }}"
        for tag in LANGUAGES
    )
    + " OPTIONAL { ?city rdfs:label ?l } OPTIONAL { ?city cw:country ?c"
    " OPTIONAL { ?c cw:countryCode ?k } } } GROUP BY ?city ORDER BY ?city"
)
"""Cities that have coordinates; those without are left out."""


class Features:
    """Makes a collection of features from the rows of `QUERY`, given as TSV, as they come.

    A line of TSV is one row: line breaks inside of literals are escaped there
    (https://www.w3.org/TR/sparql11-results-csv-tsv/).
    """

    def __init__(self) -> None:
        self._head = b""
        self._rest = b""
        self._begun = False

    def part(self, data: bytes) -> bytes:
        """The features whose rows are complete with these bytes."""
        whole, ended, self._rest = (self._rest + data).rpartition(b"\n")
        if not ended:
            self._rest = whole + self._rest
            return b""
        if not self._head:
            self._head, _, whole = whole.partition(b"\n")
        return self._written(whole)

    def end(self) -> bytes:
        """What ends the collection."""
        return (b"" if self._begun else _BEGIN) + b"\n]}\n"

    def _written(self, lines: bytes) -> bytes:
        found = (
            rows_in(self._head + b"\n" + lines + b"\n", ox.QueryResultsFormat.TSV) if lines else ()
        )
        pieces = []
        for row in found:
            made = feature(row)
            if made is not None:
                pieces.append(b",\n" if self._begun else _BEGIN + b"\n")
                pieces.append(json.dumps(made, ensure_ascii=False).encode())
                self._begun = True
        return b"".join(pieces)


_BEGIN = b'{"type": "FeatureCollection", "features": ['


def feature(row: Row) -> dict[str, object] | None:
    """A city as a feature; None where its coordinates cannot be read."""
    values = {name: getattr(term, "value", "") for name, term in row.items()}
    shape = geometry_of(values.get("wkt", ""))
    if shape is None:
        return None
    names = {tag: values[f"name_{tag}"] for tag in LANGUAGES if f"name_{tag}" in values}
    return {
        "type": "Feature",
        "id": values["city"],
        "geometry": shape,
        "properties": {
            "iri": values["city"],
            "name": names.get("en") or values.get("name"),
            "names": names,
            "country": values.get("code"),
            "countryIri": values.get("country"),
        },
    }


def geometry_of(text: str) -> Mapping[str, object] | None:
    """The geometry of a `geo:wktLiteral`, in CRS84 as GeoJSON wants it (`parsing.wkt`).

    None for what cannot be read, and for another system.
    """
    found = geometry(text)
    if found is None:
        return None
    return {"type": found.kind, "coordinates": _numbers(found.coordinates)}


def _numbers(coordinates: Coordinates) -> list[object]:
    return [float(one) if isinstance(one, Decimal) else _numbers(one) for one in coordinates]
