"""What OpenRefine asks in the order in which it asks, each answer held to the schemas of 0.2."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from jsonschema import ValidationError

from cityweave.vocabulary import BASE, CW
from reconciliation.schemas import valid

VERSION = "0.2"
NAMES = "Wenen,Jegelva,Roeselaere,Genua,Ujbuda,Gand,Kopenhagen,Varshava,Timisora,Bielsko-Biala"
CITIES = ["vienna-at", "jelgava-lv", "roeselare-be", "genoa-it", "ujbuda-hu", "ghent-be"]
CITIES += ["copenhagen-dk", "warsaw-pl", "timisoara-ro", "bielsko-biala-pl"]


def manifest(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/reconcile", headers={"Accept": "application/json"}).json()
    return found


def batch(client: httpx.Client, queries: dict[str, Any]) -> dict[str, Any]:
    """A form, as OpenRefine sends it."""
    valid(queries, VERSION, "reconciliation-query-batch")
    address = f"{manifest(client)['documentation']}"
    answer = client.post(
        address,
        data={"queries": json.dumps(queries)},
        headers={"Accept": "*/*", "Origin": "http://127.0.0.1:3333"},
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    found: dict[str, Any] = answer.json()
    valid(found, VERSION, "reconciliation-result-batch")
    assert found.keys() == queries.keys()
    return found


def service(found: dict[str, Any]) -> str:
    return str(found["service_url"] + found["service_path"])


def test_the_service_is_added(client: httpx.Client) -> None:
    found = manifest(client)
    valid(found, VERSION, "manifest")
    assert found["versions"] == [VERSION]
    assert found["identifierSpace"] == BASE + "id/"
    assert client.get("/reconcile").json() == found  # with */*, which programs send


def test_types_are_guessed_from_ten_names(client: httpx.Client) -> None:
    names = NAMES.split(",")
    queries = {f"q{number}": {"query": one, "limit": 3} for number, one in enumerate(names)}
    found = batch(client, queries)
    types = [one["result"][0]["type"][0]["id"] for one in found.values()]
    assert types.count(CW + "Municipality") == 9
    firsts = [one["result"][0]["id"] for one in found.values()]
    assert [one.rpartition("/")[2] for one in firsts] == CITIES
    assert all(len(one["result"]) <= 3 for one in found.values())


def test_a_column_is_reconciled_with_a_type_and_properties(client: httpx.Client) -> None:
    query = {"type": CW + "Municipality", "type_strict": "should", "limit": 5}
    countries = ("Austria", {"id": BASE + "id/country/lv", "name": "Latvia"}, "BE", "Italië")
    queries = {
        f"q{number}": {
            "query": name,
            **query,
            "properties": [{"pid": CW + "country", "v": country}],
        }
        for number, (name, country) in enumerate(zip(NAMES.split(","), countries, strict=False))
    }
    found = batch(client, queries)
    for one, city in zip(found.values(), CITIES, strict=False):
        best = one["result"][0]
        assert best["id"] == f"{BASE}id/city/{city}"
        assert best["match"] is True
        assert {"id": f"property {CW}country", "name": f"{CW}country agrees", "value": 1.0} in best[
            "features"
        ]
        assert best["score"] >= max(other["score"] for other in one["result"])


def test_the_wrong_country_makes_a_name_less_likely(client: httpx.Client) -> None:
    def score(country: str | None) -> float:
        properties = [{"pid": "cw:country", "v": country}] if country else []
        query = {"query": "Gent", "type": "cw:Municipality", "properties": properties}
        found = batch(client, {"q": query})["q"]["result"]
        return float(next(one["score"] for one in found if one["id"].endswith("/ghent-be")))

    assert score("Belgium") >= score(None) > score("Portugal")


def test_a_thing_is_chosen_by_hand(client: httpx.Client) -> None:
    address = service(manifest(client)["suggest"]["entity"])
    found = client.get(address, params={"prefix": "ghe", "type": CW + "Municipality"}).json()
    valid(found, VERSION, "suggest-entities-response")
    assert [one["name"] for one in found["result"]] == ["Ghent"]
    by_id = client.get(address, params={"prefix": found["result"][0]["id"]}).json()
    assert by_id["result"] == found["result"]
    all_ = client.get(address, params={"prefix": "m", "limit": 20}).json()["result"]
    rest = client.get(address, params={"prefix": "m", "limit": 10, "cursor": 10}).json()["result"]
    assert rest == all_[10:]


def test_a_type_and_a_property_are_chosen(client: httpx.Client) -> None:
    suggest = manifest(client)["suggest"]
    found = client.get(service(suggest["type"]), params={"prefix": "gemeen"}).json()
    valid(found, VERSION, "suggest-types-response")
    assert found["result"][0]["id"] == CW + "Municipality"
    assert found["result"][0]["broader"][0]["id"] == CW + "Place"
    found = client.get(service(suggest["property"]), params={"prefix": "count"}).json()
    valid(found, VERSION, "suggest-properties-response")
    assert found["result"][0]["id"] == CW + "country"


def test_a_preview_is_shown_in_a_frame(client: httpx.Client) -> None:
    found = manifest(client)["preview"]
    address = found["url"].replace("{{id}}", quote(f"{BASE}id/city/vienna-at", safe=""))
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "<h1>" in answer.text
    assert "Vienna" in answer.text
    assert "municipality, Austria" in answer.text
    (policy,) = answer.headers.get_list("content-security-policy")
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    (other,) = client.get("/", headers={"Accept": "text/html"}).headers.get_list(
        "content-security-policy"
    )
    assert "frame-ancestors 'none'" in other


def test_a_matched_cell_leads_to_its_page(client: httpx.Client) -> None:
    address = manifest(client)["view"]["url"]
    answer = client.get(address.replace("{{id}}", quote(f"{BASE}id/city/vienna-at", safe="")))
    assert answer.status_code == 303
    assert client.get(answer.headers["location"], follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    ("kind", "iri", "words"),
    [
        ("entity", f"{BASE}id/city/vienna-at", "Vienna"),
        ("type", CW + "Municipality", "municipality"),
        ("property", CW + "country", "country"),
    ],
)
def test_a_suggestion_flies_out(client: httpx.Client, kind: str, iri: str, words: str) -> None:
    found = manifest(client)["suggest"][kind]
    path = found["flyout_service_path"].replace("${id}", quote(iri, safe=""))
    told = client.get(found["service_url"] + path).json()
    assert told["id"] == iri
    assert f"<strong>{words}</strong>" in told["html"]


def test_a_table_is_extended(client: httpx.Client) -> None:
    extend = manifest(client)["extend"]
    proposed = client.get(
        service(extend["propose_properties"]), params={"type": CW + "Municipality", "limit": 9}
    ).json()
    assert proposed["limit"] == 9
    names = {one["id"]: one["name"] for one in proposed["properties"]}
    assert names[CW + "country"] == "country"
    ids = [f"{BASE}id/city/{one}" for one in ("vienna-at", "ghent-be")]
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    other = "https://schema.org/alternateName"
    asked = {
        "ids": ids,
        "properties": [
            {"id": CW + "country"},
            {"id": label},
            {"id": other, "settings": {"limit": "2"}},
            {"id": CW + "launchDate"},
        ],
    }
    valid(asked, VERSION, "data-extension-query")
    found = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    valid(found, VERSION, "data-extension-response")
    assert found["meta"][0] == {
        "id": CW + "country",
        "name": "country",
        "type": {"id": CW + "Country", "name": "country"},
    }
    row = found["rows"][ids[0]]
    assert row[CW + "country"] == [{"id": f"{BASE}id/country/at", "name": "Austria"}]
    assert row[label] == [{"str": "Vienna"}]
    assert len(row[other]) == 2
    assert row[CW + "launchDate"] == []


def test_numbers_are_values(client: httpx.Client) -> None:
    quantity = f"{BASE}id/quantity/ghent-share-with-migration-background"
    asked = {"ids": [quantity], "properties": [{"id": "cw:value"}, {"id": "cw:measure"}]}
    found = client.get("/reconcile", params={"extend": json.dumps(asked)}).json()
    valid(found, VERSION, "data-extension-response")
    row = found["rows"][quantity]
    assert row == {
        "cw:value": [{"float": 0.3333}],
        "cw:measure": [{"str": "share with a migration background"}],
    }


def test_the_schemas_would_notice(client: httpx.Client) -> None:
    found = manifest(client)
    with pytest.raises(ValidationError):
        valid({**found, "view": {"url": "{id}"}}, VERSION, "manifest")
    with pytest.raises(ValidationError):
        valid({"q": {"result": [{"id": "x"}]}}, VERSION, "reconciliation-result-batch")
