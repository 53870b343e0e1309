"""What tests share: a small graph with everything that the real one has, on disk and in a store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cityweave.loading import load_content
from cityweave.store import EmbeddedStore

ONTOLOGY = """\
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

cw:Municipality a owl:Class ; rdfs:label "Municipality"@en .
cw:Network a owl:Class ; rdfs:label "Network"@en .
cw:country a owl:ObjectProperty ; rdfs:label "country"@en .
"""
DATA = """\
@prefix city: <https://w3id.org/cityweave/id/city/> .
@prefix country: <https://w3id.org/cityweave/id/country/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<https://w3id.org/cityweave/source/one#L1-2> {
  city:aaa-nl a cw:Municipality ; cw:country country:nl .
}
<https://w3id.org/cityweave/source/two#L7> {
  city:aaa-nl cw:country country:nl .
}
<https://w3id.org/cityweave/graph/editorial> {
  city:aaa-nl rdfs:label "Aaa"@en .
  city:bbb-be a cw:Municipality ; rdfs:label "Bbb"@nl ; cw:country country:be .
}
"""
SHAPES = """\
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix cws: <https://w3id.org/cityweave/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

cws:Municipality a sh:NodeShape ;
  sh:targetClass cw:Municipality ;
  sh:property cws:Municipality-country .

cws:Municipality-country
  sh:path cw:country ;
  sh:minCount 1 ;
  sh:message "A city needs a country."@en , "Een stad heeft een land nodig."@nl .
"""
QUERY = """\
#+ summary: The cities of a country
#+ titles:
#+   en: Cities of a country
#+   es: Ciudades de un país
#+   fr: Villes d'un pays
#+   nl: Steden van een land
#+ tags: [cities]
#+ parameters:
#+   country:
#+     type: country
#+     description: Code of the country
#+     default: NL
PREFIX cw: <https://w3id.org/cityweave/ontology#>
SELECT ?city WHERE { ?city a cw:Municipality ; cw:country ?_country_iri . }
"""


@pytest.fixture
def content_dir(tmp_path: Path) -> Path:
    """A folder with a small ontology, data, shapes and one query."""
    root = tmp_path / "content"
    for name, text in (
        ("ontology/ontology.ttl", ONTOLOGY),
        ("data/data.trig", DATA),
        ("shapes/shapes.ttl", SHAPES),
        ("queries/cities-of-country.rq", QUERY),
    ):
        path = root / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def store(content_dir: Path) -> Iterator[EmbeddedStore]:
    """A store in memory with that content."""
    filled = EmbeddedStore()
    load_content(filled, content_dir)
    yield filled
    filled.close()
