"""What the description says, and that the terms it says it with exist."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.description import Publication, Statistics
from cityweave.description.terms import authority, term
from cityweave.description.wording import (
    DESCRIPTION,
    KEYWORDS,
    LANGUAGES,
    PROVENANCE,
    SERVICE,
    SERVICE_ABOUT,
    THEMES,
    TITLE,
)
from cityweave.parsing import Term
from cityweave.vocabulary import BASE

VOCABULARIES = Path(__file__).parent.parent / "content" / "vocabularies"
LINKS = NamedNode(BASE + "graph/links/places")
OF_SIB = """
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype WHERE {
  { ?cp void:class ?subjectClass ; void:propertyPartition ?pp . ?pp void:property ?prop .
    OPTIONAL { { ?pp void:classPartition [ void:class ?objectClass ] }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] } }
  } UNION {
    ?linkset void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
      void:objectsTarget [ void:class ?objectClass ] } }
"""


def values(quads: Iterable[Quad], subject: object, name: str) -> set[Term]:
    return {one.object for one in quads if one.subject == subject and one.predicate == term(name)}


def test_the_numbers_are_there(
    description: tuple[Quad, ...], published: Publication, statistics: Statistics
) -> None:
    for name, count in (
        ("triples", statistics.triples),
        ("entities", statistics.entities),
        ("distinctSubjects", statistics.subjects),
        ("distinctObjects", statistics.objects),
        ("classes", len(statistics.classes)),
        ("properties", len(statistics.properties)),
    ):
        assert values(description, published.dataset, "void:" + name) == {Literal(count)}


def test_the_whole_says_where_when_whose_and_what_about(
    description: tuple[Quad, ...], published: Publication
) -> None:
    dataset = published.dataset
    assert dataset.value == "https://w3id.org/cityweave/datasets#graph"
    assert values(description, dataset, "dcterms:spatial") == {
        authority("country", "NLD"),
        NamedNode(f"{BASE}id/country/xx"),
    }
    assert values(description, dataset, "dcterms:language") == {
        authority("language", "ENG"),
        authority("language", "NLD"),
    }
    assert values(description, dataset, "dcterms:modified") == {
        Literal("2027-01-15T08:00:00+00:00", datatype=term("xsd:dateTime"))
    }
    assert values(description, published.part("contact"), "vcard:hasEmail") == {
        NamedNode("mailto:weavers@example.org")
    }
    assert values(description, dataset, "dcterms:conformsTo") == {
        NamedNode("https://w3id.org/cityweave/ontology")
    }
    assert values(description, dataset, "void:sparqlEndpoint") == {published.service}
    (version,) = values(description, dataset, "dcat:hasVersion")
    assert values(description, version, "dcat:version") == {Literal("1.2.3")}
    assert values(description, version, "dcat:isVersionOf") == {dataset}


def test_a_file_says_where_it_is_and_what_it_is(
    description: tuple[Quad, ...], published: Publication
) -> None:
    file = published.part("file/class/Municipality.csv")
    assert file in values(description, published.dataset, "dcat:distribution")
    address = NamedNode("https://weave.example/dumps/class/Municipality.csv")
    assert values(description, file, "dcat:downloadURL") == {address}
    assert values(description, file, "dcterms:format") == {authority("file-type", "CSV")}
    assert NamedNode("https://weave.example/dumps/cityweave.trig") in values(
        description, published.dataset, "void:dataDump"
    )
    assert address not in values(description, published.dataset, "void:dataDump")


def test_a_link_set_keeps_what_it_says_of_itself_and_gets_what_it_lacks(
    description: tuple[Quad, ...], published: Publication, statistics: Statistics
) -> None:
    assert LINKS in values(description, published.dataset, "void:subset")
    assert term("void:Linkset") in values(description, LINKS, "rdf:type")
    assert values(description, LINKS, "dcterms:title") == {
        Literal("Links to places", language="en")
    }
    assert values(description, LINKS, "dcterms:license") == {
        NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
    }
    assert values(description, LINKS, "void:triples") == {Literal(statistics.graphs[LINKS.value])}
    assert values(description, LINKS, "dcterms:publisher") == {published.part("publisher")}
    assert len(values(description, LINKS, "dcterms:description")) == 1
    (target,) = values(description, LINKS, "void:objectsTarget")
    assert values(description, target, "void:uriSpace") == {Literal("http://e/")}


def test_the_passages_of_a_source_are_one_subset(
    description: tuple[Quad, ...], published: Publication, statistics: Statistics
) -> None:
    node = published.part("source/gazette")
    assert values(description, node, "dcterms:source") == {NamedNode(BASE + "source/gazette")}
    passages = [count for name, count in statistics.graphs.items() if "#" in name]
    assert values(description, node, "void:triples") == {Literal(sum(passages))}
    assert values(description, node, "dcterms:title") == {
        Literal("Gazette", language="en"),
        Literal("Courant", language="nl"),
    }


def test_the_query_of_sib_finds_every_class_with_its_properties(
    description: tuple[Quad, ...], statistics: Statistics
) -> None:
    store = ox.Store()
    store.extend(description)
    found = store.query(OF_SIB)
    assert isinstance(found, ox.QuerySolutions)
    rows = {tuple(term and term.value for term in row) for row in found}
    expected: set[tuple[str | None, ...]] = set()
    for one in statistics.classes:
        for inner in one.properties:
            ends: list[tuple[str | None, str | None]] = [(name, None) for name in inner.classes]
            ends += [(None, name) for name in inner.datatypes]
            expected |= {(one.iri, inner.property, *end) for end in ends or [(None, None)]}
    assert rows == expected


DCAT_3 = {"hasCurrentVersion", "hasVersion", "isVersionOf", "previousVersion", "version"}
"""What https://www.w3.org/TR/vocab-dcat-3/ (11.1) defines beside the names of the list."""


def test_every_term_is_defined_by_its_vocabulary(description: tuple[Quad, ...]) -> None:
    known = {}
    for path in sorted(VOCABULARIES.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        known[lines[0].removeprefix("# ")] = set(lines[2:])
    known[term("dcat:").value] |= DCAT_3
    used = {one.predicate.value for one in description}
    used |= {
        one.object.value
        for one in description
        if one.predicate == term("rdf:type") and isinstance(one.object, NamedNode)
    }
    assert {space for space in known if any(one.startswith(space) for one in used)} >= {
        term("dcat:").value,
        term("dcterms:").value,
        term("void:").value,
        term("foaf:").value,
        term("skos:").value,
    }
    dead = {
        one
        for one in used
        for space, names in known.items()
        if one.startswith(space) and one.removeprefix(space) not in names
    }
    assert dead == set()


@pytest.mark.parametrize(
    "words",
    [TITLE, DESCRIPTION, PROVENANCE, SERVICE, SERVICE_ABOUT, KEYWORDS, *THEMES.values()],
    ids=str,
)
def test_words_are_there_in_every_language(words: dict[str, object]) -> None:
    assert set(words) == {"en", "es", "fr", "nl"}
    assert set(words) <= set(LANGUAGES)
