"""A small invented graph with everything that a description speaks of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import Quad

from cityweave.description import Publication, Statistics, described, downloads, grouped, measured
from cityweave.formats import rdf_by_name
from cityweave.parsing import parse
from cityweave.store import EmbeddedStore
from cityweave.vocabulary import BASE, PREFIXES

DATA = """
graph:ontology {
  <https://w3id.org/cityweave/ontology> a owl:Ontology ; owl:imports part:places .
  part:places a owl:Ontology .
  cw:country rdfs:label "country"@en, "land"@nl . cw:population rdfs:label "population"@en .
}
graph:editorial {
  country:nl a cw:Country ; rdfs:label "Netherlands"@en ; cw:countryCode "NL" .
  country:xx a cw:Country ; rdfs:label "Nowhere"@en ; cw:countryCode "XX" .
  city:alder a cw:Municipality ; rdfs:label "Alder"@en, "Els; stad"@nl ; cw:country country:nl .
  city:birch a cw:Municipality ; rdfs:label "Birch"@en ; cw:country country:nl, country:xx ;
    cw:population 12 .
  city:cedar a cw:Municipality ; rdfs:label "Cedar \\"quoted\\", town"@en .
  source:gazette a cw:SourceDocument ; rdfs:label "Gazette"@en, "Courant"@nl .
  timespan:2020 a cw:TimeSpan ; cw:earliest "2020-01-01"^^xsd:date ;
    cw:latest "2020-12-31"^^xsd:date .
}
<https://w3id.org/cityweave/source/gazette#L1-2> { city:alder cw:partner city:birch . }
<https://w3id.org/cityweave/source/gazette#L3-3> {
  city:alder cw:partner city:birch . city:birch cw:hasQuantity [ a cw:Quantity ; cw:value 3 ] .
}
<https://w3id.org/cityweave/graph/links/places> {
  <https://w3id.org/cityweave/graph/links/places> a void:Linkset, dcat:Dataset ;
    dcterms:title "Links to places"@en ; dcterms:created "2026-01-02"^^xsd:date ;
    dcterms:license <https://creativecommons.org/publicdomain/zero/1.0/> ;
    void:linkPredicate owl:sameAs ;
    void:objectsTarget [ a void:Dataset ; void:uriSpace "http://e/" ] .
  <https://creativecommons.org/publicdomain/zero/1.0/> a dcterms:LicenseDocument .
  country:nl owl:sameAs <http://publications.europa.eu/resource/authority/country/NLD> .
}
<https://w3id.org/cityweave/graph/open/geonames> {
  city:alder geo:hasGeometry <https://w3id.org/cityweave/id/geometry/alder> .
  <https://w3id.org/cityweave/id/geometry/alder> geo:asWKT "POINT(5.5 51.25)"^^geo:wktLiteral .
  city:cedar geo:hasGeometry [
    geo:asWKT "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(48.5 9)"^^geo:wktLiteral ] .
  city:birch geo:hasGeometry [ geo:asWKT "nowhere"^^geo:wktLiteral ] .
}
"""


def quads_of(text: str) -> tuple[Quad, ...]:
    """Data in TriG, whose prefixes are known."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    prefixes += f"@prefix source: <{BASE}source/> .\n"
    return parse((prefixes + text).encode(), rdf_by_name("trig")).quads


@pytest.fixture(scope="session")
def small() -> Iterator[EmbeddedStore]:
    store = EmbeddedStore()
    store.add(quads_of(DATA))
    yield store
    store.close()


@pytest.fixture(scope="session")
def statistics(small: EmbeddedStore) -> Statistics:
    return measured(small, BASE)


@pytest.fixture(scope="session")
def published() -> Publication:
    return Publication(
        base=BASE,
        address="https://weave.example",
        publisher="The weavers",
        contact="mailto:weavers@example.org",
        licence="https://creativecommons.org/licenses/by/4.0/",
        version="1.2.3",
        since=1_800_000_000.5,
    )


@pytest.fixture(scope="session")
def description(published: Publication, statistics: Statistics) -> tuple[Quad, ...]:
    files = downloads(statistics, BASE)
    sizes = {"/dumps/cityweave.nq": 1234}
    said = grouped(described(published, statistics, files, sizes))
    return tuple(Quad(one.subject, one.predicate, one.object) for one in said)
