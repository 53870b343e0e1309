"""Wikidata: results of a query, as the query service exports them in JSON, CSV or TSV.

A column is a variable of the query; those of the service's own examples are understood:
?item (or ?city), ?itemLabel, ?coord, ?population, ?country, ?countryLabel, ?date. JSON is SPARQL
1.1 Query Results (https://www.w3.org/TR/sparql11-results-json/), or the plain list of objects that
the service's menu calls “JSON file”; CSV is https://www.w3.org/TR/sparql11-results-csv-tsv/. Items
are `http://www.wikidata.org/entity/Q…`, coordinates `Point(longitude latitude)`
(https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format#Globe_coordinate). CC0:
https://www.wikidata.org/wiki/Wikidata:Licensing.
"""

from __future__ import annotations

from cityweave.imports.declaration import Column, Dataset, Layout, PlaceRules, Source

WIKIDATA = Source(
    name="wikidata",
    summary="results of the Wikidata query service about cities (JSON, CSV, TSV)",
    dataset=Dataset(
        title="Wikidata",
        publisher="Wikimedia Foundation",
        homepage="https://www.wikidata.org/",
        licence="https://creativecommons.org/publicdomain/zero/1.0/",
        terms="CC0 1.0: nothing is asked; naming Wikidata is fair.",
    ),
    layouts=(
        Layout(
            name="results",
            columns=(
                Column("id", ("item", "city", "place", "municipality", "town"), "schema:sameAs"),
                Column(
                    "name",
                    ("itemLabel", "cityLabel", "placeLabel", "municipalityLabel", "townLabel",
                     "label", "name"),
                ),
                Column("others", ("itemAltLabel", "cityAltLabel", "altLabel"),
                       "schema:alternateName"),
                Column("point", ("coord", "coords", "coordinates", "coordinate", "location",
                                 "geo"), "geo:asWKT"),
                Column("latitude", ("lat", "latitude"), "geo:asWKT"),
                Column("longitude", ("lon", "long", "lng", "longitude"), "geo:asWKT"),
                Column("population", ("population", "pop", "inhabitants"), "cw:value"),
                Column("when", ("date", "populationDate", "pointInTime", "point in time", "year"),
                       "cw:referenceTime"),
                Column("country", ("country",)),
                Column("countryName", ("countryLabel", "countryCode", "iso")),
                Column("modified", ("modified", "dateModified"), "dcterms:modified"),
            ),
            needed=("id", "name"),
        ),
    ),
    rules=PlaceRules(
        link="http://www.wikidata.org/entity/{}",
        key=r"(?:<?https?://www\.wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9][0-9]*)>?",
    ),
    suffixes=(".json", ".srj", ".csv", ".tsv", ".zip"),
)  # fmt: skip
