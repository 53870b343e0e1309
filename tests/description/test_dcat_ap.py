"""The description conforms to DCAT-AP 3.0, by shapes of these tests; a broken one is noticed."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cityweave.description import Publication
from cityweave.description.terms import Value, authority, term
from cityweave.formats import rdf_by_name
from cityweave.parsing import parse, read
from cityweave.validation import validate
from cityweave.validation.report import Report
from serving import serving

SHAPES = read(Path(__file__).with_name("dcat-ap.ttl")).quads
SERVICE = "https://weave.example/sparql"
ABOUT = "https://w3id.org/cityweave/datasets"
FILE = f"{ABOUT}#file/cityweave.nq"


def judged(quads: tuple[Quad, ...]) -> Report:
    return validate(quads, SHAPES)


def test_the_description_conforms(description: tuple[Quad, ...]) -> None:
    report = judged(description)
    assert [one for one in report.findings if one.severity == "violation"] == []


def test_what_a_server_says_of_the_shipped_graph_conforms() -> None:
    with serving() as served:
        answer = httpx.get(f"{served.address}.well-known/void", timeout=60)
        assert answer.status_code == 200
        file = httpx.get(f"{served.address}dumps/cities.geojson", timeout=60)
        assert file.status_code == 200
    quads = parse(answer.content, rdf_by_name("ttl")).quads
    report = judged(quads)
    assert [one for one in report.findings if one.severity == "violation"] == []
    assert [one for one in report.findings if one.focus == f"<{GRAPH}>"] == []
    graph = {one.object for one in quads if one.subject == NamedNode(GRAPH)}
    assert {
        NamedNode("https://w3id.org/cityweave/ontology"),
        NamedNode("https://w3id.org/cityweave/profile/graph/1.0.0"),
    } <= graph


def test_the_size_of_a_file_has_the_datatype_that_the_profile_asks_for(
    description: tuple[Quad, ...],
) -> None:
    (size,) = [one.object for one in description if one.predicate == term("dcat:byteSize")]
    assert size == Literal("1234", datatype=term("xsd:nonNegativeInteger"))


def test_nothing_that_is_recommended_is_missing_of_the_whole(
    description: tuple[Quad, ...], published: Publication
) -> None:
    files = {one.object for one in description if one.predicate == term("dcat:distribution")}
    whole = {NamedNode(ABOUT), published.dataset, published.service, *files}
    names = {str(one) for one in whole}
    assert [one for one in judged(description).findings if one.focus in names] == []


def node(name: str) -> NamedNode | BlankNode:
    if name in ("period", "provenance"):
        return BlankNode(name)
    return NamedNode(name)


GRAPH = f"{ABOUT}#graph"
TAKEN = [
    (ABOUT, "dcterms:title"),
    (ABOUT, "dcterms:description"),
    (ABOUT, "dcterms:publisher"),
    (GRAPH, "dcterms:title"),
    (GRAPH, "dcterms:description"),
    (FILE, "dcat:accessURL"),
    (SERVICE, "dcat:endpointURL"),
    (SERVICE, "dcterms:title"),
    (f"{ABOUT}#publisher", "foaf:name"),
    ("provenance", "rdfs:label"),
    (authority("data-theme", "REGI").value, "skos:prefLabel"),
]


@pytest.mark.parametrize(("subject", "name"), TAKEN)
def test_a_mandatory_property_that_is_missing_is_noticed(
    description: tuple[Quad, ...], subject: str, name: str
) -> None:
    rest = tuple(
        one for one in description if (one.subject, one.predicate) != (node(subject), term(name))
    )
    assert len(rest) < len(description)
    found = [one for one in judged(rest).findings if one.severity == "violation"]
    assert [one.focus for one in found] == [str(node(subject))]


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        (GRAPH, "dcat:contactPoint"),
        (GRAPH, "dcat:keyword"),
        (GRAPH, "dcat:theme"),
        (GRAPH, "dcterms:temporal"),
        (GRAPH, "dcterms:spatial"),
        (FILE, "dcterms:license"),
        (FILE, "dcterms:format"),
        (FILE, "dcatap:availability"),
        (SERVICE, "dcat:servesDataset"),
        (SERVICE, "dcat:endpointDescription"),
        (ABOUT, "foaf:homepage"),
        (ABOUT, "dcterms:language"),
    ],
)
def test_a_recommended_property_that_is_missing_is_a_warning(
    description: tuple[Quad, ...], subject: str, name: str
) -> None:
    rest = tuple(
        one for one in description if (one.subject, one.predicate) != (node(subject), term(name))
    )
    found = [one for one in judged(rest).findings if one.focus == str(node(subject))]
    assert [one.severity for one in found] == ["warning"]


@pytest.mark.parametrize(
    ("subject", "name", "value"),
    [
        (GRAPH, "dcterms:publisher", NamedNode("http://e/other")),
        (GRAPH, "dcterms:accessRights", authority("access-right", "SECRET")),
        (GRAPH, "dcterms:language", Literal("en")),
        (GRAPH, "dcterms:spatial", Literal("Netherlands")),
        (GRAPH, "dcat:theme", NamedNode("http://e/cities")),
        (GRAPH, "dcterms:accrualPeriodicity", NamedNode("http://e/now-and-then")),
        (GRAPH, "dcterms:modified", Literal("yesterday")),
        (GRAPH, "dcat:version", Literal("another")),
        (GRAPH, "dcterms:conformsTo", NamedNode("http://e/no-standard")),
        (GRAPH, "dcat:distribution", NamedNode("http://e/no-file")),
        (FILE, "dcat:byteSize", Literal("some")),
        (FILE, "dcat:mediaType", NamedNode("http://e/text")),
        (FILE, "dcterms:format", NamedNode("http://e/text")),
        (FILE, "dcat:accessURL", Literal("http://e/")),
        (FILE, "dcat:accessService", NamedNode("http://e/no-service")),
        (SERVICE, "dcat:servesDataset", NamedNode("http://e/no-dataset")),
        ("period", "dcat:startDate", Literal("once")),
        (f"{ABOUT}#contact", "vcard:hasEmail", NamedNode("http://e/")),
    ],
)
def test_a_value_that_does_not_belong_is_noticed(
    description: tuple[Quad, ...], subject: str, name: str, value: Value
) -> None:
    more = (*description, Quad(node(subject), term(name), value))
    found = [one for one in judged(more).findings if one.severity == "violation"]
    assert found
    assert {one.focus for one in found} == {str(node(subject))}
