"""The draft of the next version, each answer held to its schemas."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from cityweave.vocabulary import BASE, CW
from reconciliation.schemas import valid

VERSION, ROOT = "1.0-draft", "/reconcile/draft"


def name(value: object, **more: object) -> dict[str, object]:
    return {"matchType": "name", "propertyValue": value, **more}


def country(value: object, **more: object) -> dict[str, object]:
    return {"matchType": "property", "propertyId": CW + "country", "propertyValue": value, **more}


def match(client: httpx.Client, *queries: dict[str, Any], **headers: str) -> list[Any]:
    batch = {"queries": list(queries)}
    valid(batch, VERSION, "reconciliation-query-batch")
    answer = client.post(f"{ROOT}/match", json=batch, headers=headers)
    assert answer.status_code == 200, answer.text
    valid(answer.json(), VERSION, "reconciliation-result-batch")
    results = answer.json()["results"]
    assert len(results) == len(queries)
    return [one["candidates"] for one in results]


def ends(candidates: list[Any]) -> list[str]:
    return [one["id"].removeprefix(BASE + "id/") for one in candidates]


def test_the_manifest(client: httpx.Client) -> None:
    found = client.get(ROOT).json()
    valid(found, VERSION, "manifest")
    assert found["versions"] == [VERSION]
    assert found["standardizedScore"] is True


def test_names_and_types(client: httpx.Client) -> None:
    first, second = match(
        client,
        {"conditions": [name("Wenen")], "limit": 1},
        {"conditions": [name("Gent")], "type": CW + "Municipality"},
    )
    assert ends(first) == ["city/vienna-at"]
    assert first[0]["match"] is True
    assert 95 <= first[0]["score"] <= 100
    assert ends(second)[0] == "city/ghent-be"


def test_several_names_are_names_of_one_thing(client: httpx.Client) -> None:
    (found,) = match(client, {"conditions": [name(["Nowhere-on-Sea", "Wien"])]})
    assert ends(found)[0] == "city/vienna-at"


def test_required_conditions_leave_out_what_they_do_not_hold_of(client: httpx.Client) -> None:
    austria = country({"id": f"{BASE}id/country/at", "name": "Austria"}, required=True)
    some, none, other = match(
        client,
        {"conditions": [name("Wenen"), austria]},
        {"conditions": [name("Gent"), austria], "type": "cw:Municipality"},
        {"conditions": [name("Wenen"), {**austria, "matchQuantifier": "none"}]},
    )
    assert ends(some)[0] == "city/vienna-at"
    assert "city/ghent-be" not in ends(none)
    assert "city/vienna-at" not in ends(other)


def test_without_a_name_the_conditions_find(client: httpx.Client) -> None:
    (found,) = match(client, {"conditions": [country("Latvia")], "type": CW + "Municipality"})
    assert set(ends(found)) == {"city/jelgava-lv", "city/riga-lv", "city/saldus-lv"}
    assert not any(one["match"] for one in found)


def test_other_properties_are_asked_of_the_graph(client: httpx.Client) -> None:
    code = {"matchType": "property", "propertyId": "cw:countryCode", "propertyValue": "LV"}
    (found,) = match(client, {"conditions": [name("Letland"), code], "limit": 1})
    assert ends(found) == ["country/lv"]
    assert found[0]["features"][-1]["value"] == 1.0


@pytest.mark.parametrize("kind", ["entities", "types", "properties"])
def test_suggestions(client: httpx.Client, kind: str) -> None:
    path = {"entities": "entity", "types": "type", "properties": "property"}[kind]
    answer = client.get(f"{ROOT}/suggest/{path}", params={"prefix": "co", "limit": 3, "offset": 1})
    valid(answer.json(), VERSION, f"suggest-{kind}-response")
    whole = client.get(f"{ROOT}/suggest/{path}", params={"prefix": "co", "limit": 4}).json()
    assert answer.json()["result"] == whole["result"][1:]
    assert len(whole["result"]) >= 2


def test_a_table_is_extended(client: httpx.Client) -> None:
    proposed = client.get(f"{ROOT}/extend/propose", params={"type": CW + "Country"}).json()
    valid(proposed, VERSION, "data-extension-property-proposal")
    assert CW + "countryCode" in [one["id"] for one in proposed["properties"]]
    asked = {"ids": [f"{BASE}id/city/vienna-at"], "properties": [{"id": CW + "country"}]}
    valid(asked, VERSION, "data-extension-query")
    found = client.post(f"{ROOT}/extend", json=asked).json()
    valid(found, VERSION, "data-extension-response")
    (row,) = found["rows"]
    values = [{"id": f"{BASE}id/country/at", "name": "Austria", "lang": "en"}]
    assert row["properties"] == [{"id": CW + "country", "values": values}]


def test_names_are_in_the_language_of_the_reader(client: httpx.Client) -> None:
    headers = {"Accept-Language": "nl"}
    answer = client.get(f"{ROOT}/suggest/type", params={"prefix": "munici"}, headers=headers)
    assert answer.headers["content-language"] == "nl"
    assert answer.json()["result"][0]["name"] == "gemeente"
    assert answer.json()["result"][0]["lang"] == "nl"


def test_a_preview(client: httpx.Client) -> None:
    answer = client.get(f"{ROOT}/preview", params={"id": f"{BASE}id/city/vienna-at"})
    assert answer.headers["content-type"].startswith("text/html")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]


def test_each_condition_counts_though_two_are_of_one_property(client: httpx.Client) -> None:
    latvia = country("Latvia", required=True)
    not_austria = country("Austria", required=True, matchQuantifier="none")
    austria = country("Austria", required=True)
    both, neither, turned = match(
        client,
        {"conditions": [name("Riga"), latvia, not_austria], "limit": 1},
        {"conditions": [name("Riga"), latvia, austria]},
        {"conditions": [name("Riga"), austria, latvia]},
    )
    assert ends(both) == ["city/riga-lv"]
    agreed = {one["id"]: one["value"] for one in both[0]["features"]}
    assert agreed[f"property {CW}country"] == agreed[f"property {CW}country (2)"] == 1.0
    assert "city/riga-lv" not in ends(neither) + ends(turned)


def test_what_is_not_stated_is_none_of_the_values(client: httpx.Client) -> None:
    unsaid = {"matchType": "property", "propertyId": "cw:launchDate", "propertyValue": "2001"}
    without, with_ = match(
        client,
        {"conditions": [name("Riga"), {**unsaid, "matchQuantifier": "none", "required": True}]},
        {"conditions": [name("Riga"), {**unsaid, "required": True}]},
    )
    assert ends(without)[0] == "city/riga-lv"
    assert with_ == []
