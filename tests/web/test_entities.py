import re
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
BASE = "https://w3id.org/cityweave/"
THING = "/id/network/harbour-lights"
NETWORK = "/doc/network/harbour-lights"
CONTENT = Path(__file__).with_name("content")
LINK = re.compile(r'<(?P<href>[^>]*)>; rel="(?P<rel>\w+)"(?:; type="(?P<kind>[^"]+)")?')
PLACES = ["id/city/", "source/", "graph/"]


@pytest.fixture(scope="module")
def page(client: httpx.Client) -> str:
    return client.get(NETWORK, headers={"Accept": BROWSER}).text


@pytest.mark.parametrize(
    ("address", "accept", "content_type"),
    [
        (NETWORK, "*/*", "text/turtle; charset=utf-8"),
        (NETWORK, "application/ld+json", "application/ld+json"),
        (NETWORK, "application/json", "application/json"),
        (NETWORK, "application/n-triples", "application/n-triples"),
        (NETWORK, BROWSER, "text/html; charset=utf-8"),
        (NETWORK + ".ttl", BROWSER, "text/turtle; charset=utf-8"),
        (NETWORK + ".jsonld", BROWSER, "application/ld+json"),
        (NETWORK + ".html", "text/turtle", "text/html; charset=utf-8"),
        (NETWORK + "?format=rdf", BROWSER, "application/rdf+xml"),
        ("/source/gazette", "*/*", "text/turtle; charset=utf-8"),
        ("/source/gazette", BROWSER, "text/html; charset=utf-8"),
        ("/graph/editorial", "*/*", "text/turtle; charset=utf-8"),
        ("/graph/editorial", BROWSER, "text/html; charset=utf-8"),
        ("/ontology", "*/*", "text/turtle; charset=utf-8"),
        ("/ontology", BROWSER, "text/html; charset=utf-8"),
    ],
)
def test_an_iri_answers_in_the_accepted_format(
    client: httpx.Client, address: str, accept: str, content_type: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "jsonld"])
def test_the_data_hold_the_facts(client: httpx.Client, suffix: str) -> None:
    formats = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
    body = client.get(f"{NETWORK}.{suffix}").content
    triples = parse(body, format=formats.get(suffix, RdfFormat.JSON_LD))
    partners = {one.object for one in triples if one.predicate.value == BASE + "ontology#partner"}
    assert partners == {
        NamedNode(BASE + f"id/city/{name}") for name in ("almere-on-sea", "petrinia")
    }


def test_a_fact_has_its_passages(page: str) -> None:
    assert '<a href="/source/gazette?lines=3-5#L3-5"' in page
    assert ">Gazette, lines 3 to 5</a>" in page
    assert ">Gazette, line 10</a>" in page
    assert '<a href="https://harbour.example/lights">' in page
    assert ">2023-05<" in page


def test_a_fact_of_two_passages_names_both(client: httpx.Client) -> None:
    page = client.get("/doc/city/almere-on-sea", headers={"Accept": BROWSER}).text
    row = page[page.index(">Netherlands</a>") :].partition("</tr>")[0]
    assert row.index("lines 3 to 5") < row.index("line 10")


def test_values_that_one_place_states_share_a_row(page: str) -> None:
    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    (row,) = (one for one in rows if "Almere-on-Sea</a>; " in one or "Petrinia</a>; " in one)
    assert row.count('href="/doc/city/') + row.count('href="/id/city/') == 2


def test_a_nested_node_is_told_with_its_owner(page: str) -> None:
    assert "members" in page
    assert "</a>: 12</li>" in page


def test_rivals_are_shown_as_claims_not_as_facts(page: str) -> None:
    claims, _, facts = page.partition('<h2 id="facts">')
    assert ">lead partner</a>" in claims
    assert ">contested</a>" in claims
    assert "led from Almere-on-Sea" in claims
    assert "Who leads Harbour Lights" in claims
    assert "lead partner" not in facts


def test_a_city_shows_the_claims_about_it(client: httpx.Client) -> None:
    page = client.get("/doc/city/petrinia", headers={"Accept": BROWSER}).text
    assert "claims" in page.partition('<h2 id="facts">')[0]
    assert ">Harbour Lights</a>" in page


def test_what_is_unknown_is_said(page: str) -> None:
    assert "the day of the launch was not set" in page


def test_a_label_comes_in_the_language_of_the_reader(client: httpx.Client) -> None:
    page = client.get("/doc/country/nl", headers={"Accept": BROWSER, "Accept-Language": "nl"}).text
    assert '<h1 lang="nl">Nederland</h1>' in page
    fallback = client.get(
        "/doc/country/gr", headers={"Accept": BROWSER, "Accept-Language": "nl"}
    ).text
    assert '<h1 lang="en">Greece</h1>' in fallback


def test_a_source_lists_its_passages_and_opens_one(client: httpx.Client) -> None:
    page = client.get("/source/gazette?lines=3-5", headers={"Accept": BROWSER}).text
    assert page.index('id="L3-5"') < page.index('id="L10"') < page.index('id="L12-12"')
    assert ">Petrinia &lt;b&gt;" in page
    closed = client.get("/source/gazette", headers={"Accept": BROWSER}).text
    assert "Petrinia" not in closed


def test_every_link_to_a_passage_arrives(client: httpx.Client, page: str) -> None:
    for lines in ("3-5", "10", "12-12"):
        assert f'href="/source/gazette?lines={lines}#L{lines}"' in page
        found = client.get(f"/source/gazette?lines={lines}", headers={"Accept": BROWSER}).text
        assert f'<li id="L{lines}">' in found
        assert "<tbody>" in found[found.index(f'<li id="L{lines}">') :]


def test_terms_have_anchors_and_meanings(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"Accept": BROWSER, "Accept-Language": "es"}).text
    assert '<tr id="Municipality">' in page
    assert "municipio" in page
    assert "A city, town or village that governs itself." in page


@pytest.mark.parametrize(
    "address",
    ["/id/city/nowhere", "/id/x", "/source/none", "/graph/none", "/id/a%3E%3Cb", "/shapes/none"],
)
def test_what_is_not_in_the_graph_is_not_found(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


@settings(max_examples=150, deadline=None)
@given(
    path=st.text(min_size=1, max_size=12), place=st.sampled_from(["id/city/", "source/", "graph/"])
)
def test_no_address_breaks_the_service(client: httpx.Client, path: str, place: str) -> None:
    address = f"/{place}{quote(path.encode('utf-8', 'surrogatepass'), safe='')}"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "path", ["%25zz", "%00", "a%5Cb", "%EF%BF%BF", "%F0%9F%98%80", "%C2%85", ""]
)
def test_an_address_that_is_no_iri_is_not_found(client: httpx.Client, path: str) -> None:
    assert client.get(f"/id/city/{path}").status_code == 404


@pytest.mark.parametrize("suffix", ["", ".ttl", ".html", "?lang=nl"])
def test_a_thing_leads_to_the_document_about_it(client: httpx.Client, suffix: str) -> None:
    answer = client.get(THING + suffix, headers={"Accept": BROWSER})
    assert answer.status_code == 303
    assert answer.headers["location"] == NETWORK + suffix
    assert f'<{NETWORK}>; rel="describedby"' in answer.headers["link"]
    assert "Accept" in answer.headers["vary"]
    assert client.head(THING + suffix).headers["location"] == NETWORK + suffix
    assert client.get(NETWORK + suffix).status_code == 200


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        (NETWORK, NETWORK),
        ("/source/gazette", "/source/gazette"),
        ("/graph/editorial", "/graph/editorial"),
        ("/ontology", "/ontology"),
        ("/shapes", "/shapes"),
        ("/shapes/Municipality", "/shapes/Municipality"),
        ("/shapes/places.ttl", "/shapes/places.ttl"),
        ("/profile/names/0.1.0", "/profile/names/0.1.0"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".ttl", ".jsonld", ".nt", ".rdf", ".html"])
def test_a_document_names_its_formats_which_are_there(
    client: httpx.Client, address: str, canonical: str, suffix: str
) -> None:
    answer = client.get(address + suffix)
    assert answer.status_code == 200, answer.text
    links = {
        found["kind"]: found["href"]
        for found in LINK.finditer(answer.headers["link"])
        if found["rel"] == "alternate"
    }
    assert links == {
        "text/html": canonical + ".html",
        "text/turtle": canonical + ".ttl",
        "application/ld+json": canonical + ".jsonld",
        "application/n-triples": canonical + ".nt",
        "application/rdf+xml": canonical + ".rdf",
    }
    kind = answer.headers["content-type"].partition(";")[0]
    assert links[kind] == canonical + (suffix or ".ttl")
    by_accept = client.get(address, headers={"Accept": kind})
    assert by_accept.headers["content-type"] == answer.headers["content-type"]
    assert by_accept.headers.get("etag") == answer.headers.get("etag")
    assert ('rel="describedby"' in answer.headers["link"]) is (suffix == ".html")


def test_a_document_says_what_it_is_about(client: httpx.Client) -> None:
    answer = client.get(NETWORK + ".nt")
    document, thing = f"<{BASE}doc/network/harbour-lights>", f"<{BASE}id/network/harbour-lights>"
    assert f'<{thing[1:-1]}>; rel="about"' in answer.headers["link"]
    assert f"{document} <http://xmlns.com/foaf/0.1/primaryTopic> {thing} ." in answer.text
    assert f"{document} <http://purl.org/dc/terms/license> <https://creativecommons." in answer.text
    assert f"{document} <http://rdfs.org/ns/void#inDataset> <{BASE}" in answer.text


def test_a_document_is_known_by_its_validator(client: httpx.Client) -> None:
    for address in (NETWORK, "/graph/editorial", "/shapes/places.ttl"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["link"] == first.headers["link"]
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == first.headers["etag"]


def test_scripts_of_other_sites_may_follow(client: httpx.Client) -> None:
    for address in (THING, NETWORK):
        answer = client.get(address, headers={"Origin": "https://example.org"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert {"Link", "Location"} <= {
            one.strip() for one in answer.headers["access-control-expose-headers"].split(",")
        }


def test_a_file_of_shapes_has_what_the_file_has(client: httpx.Client) -> None:
    given = client.get("/shapes/places.ttl.nt").text.splitlines()
    there = (CONTENT / "shapes" / "places.ttl").read_bytes()
    assert len(given) == len(set(parse(there, format=RdfFormat.TURTLE)))


def test_who_sent_what_is_not_published_is_told(client: httpx.Client) -> None:
    """Their name stands in the record of the contribution, and is an address like others."""
    sent = {"Content-Type": "text/turtle", "Accept": "application/n-triples"}
    sent["Authorization"] = "Bearer the-token-of-these-tests"
    record = client.post("/contributions?by=Ada", content="no Turtle", headers=sent)
    assert f"<{BASE}contributor/admin>" in record.text
    for address, accept in (("/contributor/admin", "application/n-triples"), (".nt", "*/*")):
        path = address if address[0] == "/" else "/contributor/admin" + address
        answer = client.get(path, headers={"Accept": accept})
        assert f"<{BASE}contributor/admin> <http://www.w3.org/1999/02/22-rdf" in answer.text
        assert '</contributor/admin.rdf>; rel="alternate"' in answer.headers["link"]
    page = client.get("/contributor/admin", headers={"Accept": BROWSER})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert client.get("/contributor/nobody").status_code == 404


def test_shapes_have_anchors_and_pages(client: httpx.Client) -> None:
    page = client.get("/shapes", headers={"Accept": BROWSER, "Accept-Language": "nl"}).text
    assert '<tr id="Municipality-country">' in page
    assert '<a href="/shapes/Municipality-country">cws:Municipality-country</a>' in page
    assert "Gemeente" in page
