"""An address at which there is nothing names those that may be meant, and is no second address."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from starlette.types import ASGIApp

from cityweave.settings import Settings
from cityweave.store import ReplicatedStore
from cityweave.web import create_app, suggestions
from cityweave.web.alike import nearest
from cityweave.web.languages import NAMES, words

JSON = {"Accept": "application/json"}
CITY = "/id/city/petrinia"


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        (CITY + "/", [CITY]),
        ("/id/City/Petrinia", [CITY]),
        ("/ID/city/petrinia", [CITY]),
        ("/id//city/petrinia", [CITY]),
        ("//id/city/petrinia", [CITY]),
        ("/id/city%2Fpetrinia", [CITY]),
        ("/id%2fcity/petrinia.ttl", [CITY + ".ttl"]),
        ("/id/city/petrinnia", [CITY]),
        ("/id/city/petrina.jsonld", [CITY + ".jsonld"]),
        ("/id/cities/petrinia", [CITY]),
        ("/id/municipality/petrinia", [CITY]),
        ("/city/petrinia", [CITY]),
        ("/id/city/almere", ["/id/city/almere-on-sea"]),
        ("/id/country/netherlands", ["/id/country/nl"]),
        ("/id/country/NEDERLAND", ["/id/country/nl"]),
        ("/doc/city/petrinia.xyz", ["/doc/city/petrinia"]),
        ("/doc/city/petrinia.TTL", ["/doc/city/petrinia.ttl"]),
        ("/doc/city/petrinia.html/", ["/doc/city/petrinia.html"]),
        ("/doc/network/harbour-light", ["/doc/network/harbour-lights"]),
        ("/source/gazete", ["/source/gazette"]),
        ("/source/Gazette.nt", ["/source/gazette.nt"]),
        ("/graph/editoral", ["/graph/editorial"]),
        ("/graph/editorial/", ["/graph/editorial"]),
        ("/ontology/Municipality", ["/ontology#Municipality"]),
        ("/ontology/municipalty.ttl", ["/ontology#Municipality"]),
        ("/ontology/", ["/ontology"]),
        ("/Ontology", ["/ontology"]),
        ("/shapes/municipality", ["/shapes/Municipality"]),
        ("/shapes/place.ttl", ["/shapes/places.ttl"]),
        ("/shapes.docx", ["/shapes"]),
        ("/profile/names/9.9.9", ["/profile/names/0.1.0"]),
        ("/profiles/names", ["/profile/names/0.1.0"]),
        ("/queries/partner", ["/queries/partners"]),
        ("/queries/Partners.csv", ["/queries/partners.csv"]),
        ("/queries/partners/", ["/queries/partners"]),
        ("/queries/", ["/queries"]),
        ("/query", ["/queries"]),
        ("/problem/notfound", ["/problem/not-found"]),
        ("/problem%2Fnot-found", ["/problem/not-found"]),
        ("/fault/ambiguous_date/", ["/fault/ambiguous-date"]),
        ("/datasets.xlsx", ["/datasets"]),
    ],
)
def test_what_may_be_meant_is_named_and_is_there(
    client: httpx.Client, address: str, meant: list[str]
) -> None:
    # an address that begins with two slashes would be another host's
    answer = client.get(httpx.URL("http://weave.test", raw_path=address.encode()), headers=JSON)
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")
    assert answer.json()["suggestions"] == meant
    if address == "/id/city/petrinnia":
        assert address in answer.json()["detail"]
    assert answer.headers["link"] == ", ".join(f'<{one}>; rel="related"' for one in meant)
    assert answer.json()["hint"].startswith("Did you mean ")
    for one in meant:
        assert client.get(one).status_code in (200, 303)


@pytest.mark.parametrize(
    "address",
    [
        "/wp-admin.php",
        "/nowhere/at/all",
        "/.env",
        "/id",
        "/id/",
        "/id/city/",
        "/id/city/zzzzzzzz",
        "/id/city/" + "petrinia" * 30,
        "/id/a%3E%3Cb",
        "/id/%22/%22",
        "/id/city/%00",
        "/id/city/%5Cu0022",
        "/contributions/petrinia",
        "/store/editorial",
        "/store?graph=https://w3id.org/cityweave/graph/editoral",
        "/static/cityweave.cs",
    ],
)
def test_where_nothing_is_like_it_nothing_is_proposed(client: httpx.Client, address: str) -> None:
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 404
    assert "suggestions" not in answer.json()
    assert "link" not in answer.headers


def test_only_who_reads_is_told(client: httpx.Client) -> None:
    head = client.head("/id/city/petrinnia")
    assert (head.status_code, head.content) == (404, b"")
    assert head.headers["link"] == f'<{CITY}>; rel="related"'
    assert "link" not in client.request("PROPFIND", "/nowhere").headers


@pytest.mark.parametrize("language", NAMES)
def test_people_are_told_in_their_language(
    client: httpx.Client, checked: Callable[[str], Any], language: str
) -> None:
    for address, meant in (("/id/city/petrinnia", CITY), ("/ontology/municipalty", None)):
        page = client.get(f"{address}?lang={language}", headers={"Accept": "text/html"})
        assert page.status_code == 404
        checked(page.text)
        assert f"<p>{words(language)['error_meant']}</p>" in page.text
        link = f"{meant}?lang={language}" if meant else f"/ontology?lang={language}#Municipality"
        assert f'<li><a href="{link}">' in page.text


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/id/city/petrinia.csv", ["/id/city/petrinia"]),
        ("/doc/city/petrinia.xml", ["/doc/city/petrinia"]),
        ("/problem/not-found.csv", ["/problem/not-found"]),
        ("/health.json", ["/health"]),
    ],
)
def test_an_address_is_not_proposed_to_who_asked_for_it(
    client: httpx.Client, address: str, meant: list[str]
) -> None:
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 404
    assert answer.json().get("suggestions", []) in (meant, [])
    assert address not in answer.json().get("suggestions", [])


def test_below_the_path_of_a_proxy_they_begin_with_it(
    settings: Settings, store: ReplicatedStore, connect: Callable[[ASGIApp], httpx.Client]
) -> None:
    with connect(_under("/weave", create_app(settings, store))) as client:
        for address in ("/weave/id/city/petrinia/", "/weave/id/city%2Fpetrinia"):
            answer = client.get(address, headers=JSON)
            assert answer.json()["suggestions"] == ["/weave/id/city/petrinia"], answer.text
            assert answer.headers["link"] == '</weave/id/city/petrinia>; rel="related"'
            page = client.get(address, headers={"Accept": "text/html"}).text
            assert '<a href="/weave/id/city/petrinia">' in page
        assert client.get(answer.json()["suggestions"][0]).status_code == 303


def _under(root: str, app: ASGIApp) -> ASGIApp:
    async def placed(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "root_path": root}, receive, send)

    return placed


def test_the_same_name_stands_alone_and_others_in_order() -> None:
    names = ["heerlen-nl", "Heerlen", "heerlen-be", "haarlem-nl", "gent-be"]
    assert nearest("HEERLEN", names) == ["Heerlen"]
    assert nearest("heerle", names)[0] == "Heerlen"
    assert nearest("heerlen-n", names)[0] == "heerlen-nl"
    assert nearest("gent", names) == ["gent-be"]
    assert nearest("", names) == nearest("-", names) == nearest("x" * 99, ["x" * 99]) == []


def test_names_with_signs_that_queries_use_are_looked_for(client: httpx.Client) -> None:
    for slug in ('a"b', "a\\", "a\nb", "ab}c", "{}", "?s", "é", "💡💡💡", "'''", "${x}"):
        found = client.get("/id/city/" + quote(slug), headers=JSON)
        assert found.status_code == 404
        assert not re.search("internal|query", found.json()["code"])


def test_who_would_wait_too_long_is_answered_without(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "PATIENCE", 0.0)
    answer = client.get("/id/city/petrinnia", headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert "suggestions" not in answer.json()
