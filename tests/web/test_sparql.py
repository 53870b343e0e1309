import json
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PREFIX = "PREFIX cw: <https://w3id.org/cityweave/ontology#>\n"
SELECT = PREFIX + "SELECT ?city { ?city a cw:Municipality } ORDER BY ?city"
ASK = PREFIX + "ASK { ?x a cw:Network }"
CONSTRUCT = PREFIX + "CONSTRUCT { ?s cw:partner ?o } WHERE { ?s cw:partner ?o }"
CITY = "https://w3id.org/cityweave/id/city/"


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/json", "application/json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "image/png, text/csv;q=0.1", "text/csv; charset=utf-8"),
        (SELECT, BROWSER, "text/html; charset=utf-8"),
        (ASK, "*/*", "application/sparql-results+json"),
        (ASK, BROWSER, "text/html; charset=utf-8"),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, BROWSER, "text/html; charset=utf-8"),
    ],
)
def test_the_format_follows_accept(
    client: httpx.Client, query: str, accept: str, content_type: str
) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    "send",
    [
        lambda client: client.get("/sparql", params={"query": SELECT}),
        lambda client: client.post("/sparql", data={"query": SELECT}),
        lambda client: client.post(
            "/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query"}
        ),
        lambda client: client.post(
            "/sparql",
            content=SELECT.encode(),
            headers={"Content-Type": "application/sparql-query; charset=UTF-8"},
        ),
    ],
)
def test_the_three_ways_of_asking_agree(
    client: httpx.Client, send: Callable[[httpx.Client], httpx.Response]
) -> None:
    answer = send(client)
    rows = answer.json()["results"]["bindings"]
    assert [row["city"]["value"] for row in rows] == [
        CITY + name for name in ("almere-on-sea", "noord", "petrinia")
    ]


COUNT = PREFIX + "SELECT (COUNT(*) AS ?n) { ?city cw:country ?country }"
GAZETTE = "https://w3id.org/cityweave/source/gazette#"


@pytest.mark.parametrize(
    ("dataset", "count"),
    [
        ([], 3),
        ([("default-graph-uri", GAZETTE + "L3-5")], 2),
        ([("default-graph-uri", GAZETTE + "L3-5"), ("default-graph-uri", GAZETTE + "L10")], 3),
        ([("named-graph-uri", GAZETTE + "L10")], 0),
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_each_triple_of_a_dataset_counts_once(
    client: httpx.Client, dataset: list[tuple[str, str]], count: int, way: str
) -> None:
    query = "&".join(f"{name}={quote(value)}" for name, value in dataset)
    if way == "get":
        answer = client.get(f"/sparql?query={quote(COUNT)}&{query}")
    elif way == "form":
        answer = client.post(
            "/sparql",
            content=f"query={quote(COUNT)}&{query}",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
    else:
        answer = client.post(
            f"/sparql?{query}", content=COUNT, headers={"Content-Type": "application/sparql-query"}
        )
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == str(count)


def test_format_overrides_accept(client: httpx.Client) -> None:
    answer = client.get(
        "/sparql", params={"query": SELECT, "format": "csv"}, headers={"Accept": BROWSER}
    )
    assert answer.text.splitlines() == [
        "city",
        *(CITY + name for name in ("almere-on-sea", "noord", "petrinia")),
    ]


def test_an_etag_spares_the_transfer(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    again = client.get(
        "/sparql", params={"query": SELECT}, headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(
        "/sparql", params={"query": SELECT}, headers={"If-None-Match": '"something else"'}
    )
    assert other.status_code == 200


def test_the_page_shows_labels_and_links_to_pages_of_ours(client: httpx.Client) -> None:
    page = client.get("/sparql", params={"query": SELECT}, headers={"Accept": BROWSER}).text
    assert (
        f'<a href="/doc/city/almere-on-sea" title="{CITY}almere-on-sea">Almere-on-Sea</a>' in page
    )
    assert f'<a href="/doc/city/noord" title="{CITY}noord" lang="nl">Noord</a>' in page
    assert "Petrinia &lt;b&gt;&amp;&lt;/b&gt; &#34;Port&#34;" in page
    assert "<b>" not in page


def test_a_chosen_language_goes_along(client: httpx.Client) -> None:
    query = "SELECT ?x { VALUES ?x { <https://w3id.org/cityweave/id/country/nl> } }"
    page = client.get(
        "/sparql", params={"query": query, "lang": "nl"}, headers={"Accept": BROWSER}
    ).text
    assert 'href="/doc/country/nl?lang=nl"' in page
    assert ">Nederland</a>" in page


def test_a_dangerous_iri_is_no_link(client: httpx.Client) -> None:
    query = PREFIX + "SELECT ?x { ?s cw:operates ?x }"
    page = client.get("/sparql", params={"query": query}, headers={"Accept": BROWSER}).text
    assert 'title="javascript:alert(1)"' in page
    assert 'href="javascript' not in page


def test_the_page_answers_yes_and_no_and_shows_graphs(client: httpx.Client) -> None:
    headers = {"Accept": BROWSER, "Accept-Language": "fr"}
    assert (
        "<strong>Oui</strong>" in client.get("/sparql", params={"query": ASK}, headers=headers).text
    )
    no = client.get("/sparql", params={"query": "ASK { <a:b> <a:b> <a:b> }"}, headers=headers).text
    assert "<strong>Non</strong>" in no
    graph = client.get("/sparql", params={"query": CONSTRUCT}, headers=headers).text
    assert "harbour-lights" in graph


def test_a_long_result_is_cut_on_the_page_and_says_so(client: httpx.Client) -> None:
    values = " ".join(str(number) for number in range(1, 1201))
    query = f"SELECT ?n {{ VALUES ?n {{ {values} }} }}"
    form = {"query": query}
    page = client.post("/sparql", data=form, headers={"Accept": BROWSER, "Accept-Language": "en"})
    assert "The first 1000 of 1200 rows are shown" in page.text
    whole = client.post("/sparql", data=form, headers={"Accept": "text/csv"})
    assert len(whole.text.splitlines()) == 1201


def test_a_mistake_stays_in_the_editor_with_its_place(client: httpx.Client) -> None:
    wrong = "SELECT ?x {\n  ?x a cw:Network\n}"
    answer = client.get("/sparql", params={"query": wrong}, headers={"Accept": BROWSER})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "cw:" in answer.text
    assert "Line 2, column 8" in answer.text
    assert "?x a cw:Network\n}</textarea>" in answer.text


def test_a_term_that_nobody_defined_is_remarked(client: httpx.Client) -> None:
    query = PREFIX + "SELECT ?x { ?x a cw:Netwrk }"
    page = client.get("/sparql", params={"query": query}, headers={"Accept": BROWSER}).text
    assert "cw:Netwrk" in page
    assert "cw:Network" in page


def test_datatypes_and_languages_survive(client: httpx.Client) -> None:
    query = PREFIX + "SELECT ?o { ?s cw:launchDate|cw:measure ?o } ORDER BY STR(?o)"
    found = json.loads(client.get("/sparql", params={"query": query}).content)
    assert [row["o"] for row in found["results"]["bindings"]] == [
        {
            "type": "literal",
            "value": "2023-05",
            "datatype": "http://www.w3.org/2001/XMLSchema#gYearMonth",
        },
        {"type": "literal", "value": "members", "xml:lang": "en"},
    ]


def test_a_browser_without_query_gets_the_editor(client: httpx.Client) -> None:
    page = client.get("/sparql", headers={"Accept": BROWSER})
    assert page.status_code == 200
    assert "<textarea" in page.text
