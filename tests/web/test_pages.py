import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PAGES = [
    "/",
    "/queries",
    "/queries?tag=cities",
    "/queries?q=nothing-of-the-kind",
    "/queries?q=Petrinia",
    "/queries/partners?network=Harbor-Lights",
    "/queries/partners?network=nothing-of-the-kind",
    "/queries/cities-of-country",
    "/queries/cities-of-country?country=Nowhere",
    "/queries/partners",
    "/queries/graph-of-networks",
    "/queries/is-anyone-there",
    "/sparql",
    "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
    "/sparql?query=nonsense",
    "/doc/network/harbour-lights",
    "/doc/city/petrinia",
    "/source/gazette?lines=3-5",
    "/graph/editorial",
    "/ontology",
    "/datasets",
    "/docs",
    "/profile/contribution/0.1.0",
    "/profiles",
    "/reconcile",
    "/reconcile?names=Petrinia%0Anothing-of-the-kind%0AHarbour+Lihgts",
    "/reconcile?names=a%0Ab%0Ac%0Ad%0Ae%0Af%0Ag%0Ah%0Ai%0Aj%0Ak",
    "/shapes/Municipality-country",
    "/templates",
    "/validate",
    "/validate?example=city-faulty.ttl",
    "/validate?profile=names",
    "/nowhere",
]


@pytest.mark.parametrize("language", ["en", "es", "fr", "nl"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(
    client: httpx.Client, checked: Callable[[str], Any], path: str, language: str
) -> None:
    answer = client.get(path, headers={"Accept": BROWSER, "Accept-Language": language})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == language
    assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
    page = checked(answer.text)
    assert page.all("html")[0]["lang"] == language
    shown = re.sub(r"<(pre|textarea|code)\b.*?</\1>", "", answer.text, flags=re.DOTALL)
    assert not re.search(r"\{\{|\{%|\{(count|shown|line|first)\}", shown), (
        "a template shows through"
    )


def test_every_link_of_ours_leads_somewhere(
    client: httpx.Client, checked: Callable[[str], Any]
) -> None:
    seen: dict[str, str] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        answer = client.get(path, headers={"Accept": BROWSER})
        assert answer.status_code == 200, path
        seen[path] = answer.text
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for one in checked(answer.text).all("a"):
            target = urlsplit(urljoin(path, str(one["href"])))
            if not target.scheme and "lang=" not in target.query:
                address = target.path + (f"?{target.query}" if target.query else "")
                waiting.append(address)
    assert len(seen) > 30
    assert "/source/gazette?lines=10" in seen
    assert "/doc/claim/lead-in-table" in seen


def test_a_page_stays_in_the_language_that_was_chosen(client: httpx.Client) -> None:
    page = client.get("/?lang=es", headers={"Accept": BROWSER, "Accept-Language": "nl"}).text
    assert 'href="/queries?lang=es"' in page
    assert '<input type="hidden" name="lang" value="es">' in page
    plain = client.get("/", headers={"Accept": BROWSER, "Accept-Language": "es"}).text
    assert 'href="/queries"' in plain


def test_the_switch_of_languages_keeps_the_question(client: httpx.Client) -> None:
    page = client.get(
        "/queries/cities-of-country?country=GR&lang=en", headers={"Accept": BROWSER}
    ).text
    assert 'href="/queries/cities-of-country?country=GR&amp;lang=fr"' in page


def test_the_home_page_counts_the_graph(client: httpx.Client) -> None:
    found = client.get("/").json()
    counts = found["counts"]
    total = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    assert str(counts["statements"]) == total["results"]["bindings"][0]["n"]["value"]
    assert counts["passages"] == 3
    assert counts["kinds"]["https://w3id.org/cityweave/ontology#Municipality"] == 3
    page = client.get("/", headers={"Accept": BROWSER, "Accept-Language": "nl"}).text
    assert ">gemeente</a>" in page
    assert "curl -sG http://weave.test/sparql" in page


def test_the_pages_load_two_files_of_ours(client: httpx.Client) -> None:
    sheet = client.get("/static/cityweave.css")
    assert sheet.headers["content-type"].startswith("text/css")
    assert "prefers-color-scheme: dark" in sheet.text
    assert "url(" not in sheet.text
    assert "@import" not in sheet.text
    assert client.get("/static/icon.svg").headers["content-type"].startswith("image/svg+xml")
