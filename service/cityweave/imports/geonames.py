"""GeoNames: dumps of cities or of everything, such as cities500.zip, BE.txt, allCountries.txt.

Tab-separated, UTF-8, without header or quotation marks. The order of the columns and the licence
are those of the readme beside the dumps (https://download.geonames.org/export/dump/readme.txt),
read in the copies that the Android sources keep of it; feature codes:
https://www.geonames.org/export/codes.html. Populated places are matched, not administrative
divisions: a municipality and the settlement of its name have different numbers there. Sections
of a place, and places that are no more, are passed over.
"""

from __future__ import annotations

from cityweave.imports.archive import sheets
from cityweave.imports.declaration import Column, Dataset, Layout, PlaceRules, Source
from cityweave.imports.file import File, Sheet

GEONAMES = Source(
    name="geonames",
    summary="a GeoNames dump (cities500.txt, BE.txt, allCountries.txt, or the .zip of one)",
    dataset=Dataset(
        title="GeoNames",
        publisher="GeoNames",
        homepage="https://www.geonames.org/",
        licence="https://creativecommons.org/licenses/by/4.0/",
        terms="CC BY 4.0: name GeoNames as the source.",
    ),
    layouts=(
        Layout(
            name="places",
            is_headless=True,
            columns=(
                Column("id", ("geonameid",), "schema:sameAs"),
                Column("name", ("name",)),
                Column("ascii", ("asciiname",)),
                Column("others", ("alternatenames",), "schema:alternateName"),
                Column("latitude", ("latitude",), "geo:asWKT"),
                Column("longitude", ("longitude",), "geo:asWKT"),
                Column("class", ("feature class",)),
                Column("code", ("feature code",)),
                Column("country", ("country code",)),
                Column("", ("cc2",)),
                Column("", ("admin1 code",)),
                Column("", ("admin2 code",)),
                Column("", ("admin3 code",)),
                Column("", ("admin4 code",)),
                Column("population", ("population",), "cw:value"),
                Column("", ("elevation",)),
                Column("", ("dem",)),
                Column("", ("timezone",)),
                Column("modified", ("modification date",), "dcterms:modified"),
            ),
            needed=("id", "name", "country"),
        ),
    ),
    rules=PlaceRules(
        link="https://sws.geonames.org/{}/",
        key=r"([1-9][0-9]{0,9})",
        codes=(
            "PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLC", "PPLF", "PPLG", "PPLL",
            "PPLR", "PPLS",
        ),
        is_gazetteer=True,
    ),
    suffixes=(".txt", ".tsv", ".zip"),
)  # fmt: skip

COLUMNS = tuple(column.titles[0] for column in GEONAMES.layouts[0].columns)
"""The columns of a dump, as GeoNames names them, in their order."""


def tables(file: File) -> list[Sheet]:
    """The table of a dump, or of each in an archive: rows of texts, none of which was looked at.

    Raises `SyntaxErrorInData` for what cannot be read as that, and `TooLarge`.
    """
    return sheets(file, lambda _: 0, is_headless=True)
