"""What columns of real tables hold, and what clients send besides: answered, or told why not."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from cityweave.vocabulary import BASE, CW
from reconciliation.schemas import valid

VIENNA = f"{BASE}id/city/vienna-at"
AUSTRIA = f"{BASE}id/country/at"
NAMES = {"en": "Vienna", "es": "Viena", "fr": "Vienne", "nl": "Wenen"}
BLANK = ["", " ", "\t\n", "\u00a0", "\u200b", "—", "…!?", "🏙️"]


def batch(client: httpx.Client, queries: dict[str, Any], **headers: str) -> dict[str, Any]:
    """The answer to a batch that is right, as the published schemas have both."""
    valid(queries, "0.2", "reconciliation-query-batch")
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)}, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    valid(found, "0.2", "reconciliation-result-batch")
    assert found.keys() == queries.keys()
    return found


def firsts(found: dict[str, Any]) -> dict[str, str | None]:
    return {key: one["result"][0]["id"] if one["result"] else None for key, one in found.items()}


@pytest.mark.parametrize("blank", BLANK)
def test_an_empty_cell_is_no_name_and_keeps_no_other_from_its_own(
    client: httpx.Client, blank: str
) -> None:
    found = batch(client, {"a": {"query": blank}, "b": {"query": "Wenen", "limit": 1}})
    assert firsts(found) == {"a": None, "b": VIENNA}
    queries = [
        {"conditions": [{"matchType": "name", "propertyValue": text}]} for text in (blank, "Wenen")
    ]
    answer = client.post("/reconcile/draft/match", json={"queries": queries})
    assert answer.status_code == 200, answer.text
    valid(answer.json(), "1.0-draft", "reconciliation-result-batch")
    none, some = answer.json()["results"]
    assert none["candidates"] == []
    assert some["candidates"][0]["id"] == VIENNA


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("kind", [None, CW + "Municipality"])
def test_names_are_found_in_every_language_whatever_the_page_speaks(
    client: httpx.Client, language: str, kind: str | None
) -> None:
    more = {"type": kind} if kind else {}
    queries = {key: {"query": name, **more} for key, name in NAMES.items()}
    found = batch(client, queries, **{"Accept-Language": language})
    assert firsts(found) == dict.fromkeys(NAMES, VIENNA)


@pytest.mark.parametrize(
    "value",
    [
        AUSTRIA,
        {"id": AUSTRIA},
        {"id": AUSTRIA, "name": "Austria"},
        "Austria",
        ["Portugal", AUSTRIA],
        True,
        1,
        -0.5,
        1e300,
        "x" * 500,
    ],
    ids=lambda one: str(one)[:20],
)
def test_values_of_every_kind_are_taken(client: httpx.Client, value: object) -> None:
    properties = [{"pid": CW + "country", "v": value}, {"pid": "https://example.org/p", "v": value}]
    found = batch(client, {"q": {"query": "Wenen", "properties": properties, "limit": 9}})
    assert VIENNA in [one["id"] for one in found["q"]["result"]]
    if "Austria" in str(value) or AUSTRIA in str(value):
        assert firsts(found) == {"q": VIENNA}


@pytest.mark.parametrize("value", ["", " ", [], ["", " "]])
def test_an_empty_value_says_nothing(client: httpx.Client, value: object) -> None:
    properties = [{"pid": CW + "country", "v": value}]
    queries = {
        "with": {"query": "Wenen", "properties": properties},
        "without": {"query": "Wenen"},
        "alone": {"properties": properties},
        "beside": {"query": "Wenen", "properties": [{"pid": "cw:country", "v": ["", AUSTRIA]}]},
        "said": {"query": "Wenen", "properties": [{"pid": "cw:country", "v": AUSTRIA}]},
    }
    found = batch(client, queries)
    assert found["with"] == found["without"]
    assert found["alone"] == {"result": []}
    assert found["beside"] == found["said"]


@pytest.mark.parametrize("kind", ["https://example.org/Nothing", "Nothing", "cw:Nothing", [], ""])
def test_a_type_that_nothing_has_lets_the_name_decide(client: httpx.Client, kind: object) -> None:
    found = batch(client, {"q": {"query": "Wenen", "type": kind}})
    assert firsts(found) == {"q": VIENNA}
    if kind:
        assert not found["q"]["result"][0]["match"]


@pytest.mark.parametrize(("limit", "most"), [(1, 1), (1000, 50), (1.0, 1), (2.9, 2), (1e9, 50)])
def test_limits_are_kept(client: httpx.Client, limit: float, most: int) -> None:
    found = batch(client, {"q": {"query": "Gent", "limit": limit}})
    assert 1 <= len(found["q"]["result"]) <= most


@pytest.mark.parametrize("limit", [0, -1, 0.5, "3", True])
def test_limits_that_ask_for_nothing_are_told(client: httpx.Client, limit: object) -> None:
    queries = json.dumps({"q": {"query": "Gent", "limit": limit}})
    answer = client.get("/reconcile", params={"queries": queries})
    assert answer.status_code == 400
    assert answer.json()["detail"] == "q.limit is not a positive number."


def test_batches_of_none_and_of_too_many(client: httpx.Client) -> None:
    assert batch(client, {}) == {}
    most = client.get("/reconcile").json()["batchSize"]
    assert len(batch(client, {f"q{one}": {"query": "Gent", "limit": 1} for one in range(most)}))
    queries = json.dumps({f"q{one}": {"query": "Gent"} for one in range(1000)})
    answer = client.post("/reconcile", data={"queries": queries})
    assert answer.status_code == 413
    assert "max_reconciliation_queries" in answer.json()["detail"]
    assert client.post("/reconcile/draft/match", json={"queries": []}).json() == {"results": []}


def test_a_name_of_ten_thousand_characters_is_told_by_its_key(client: httpx.Client) -> None:
    queries = {"short": {"query": "Gent"}, "long": {"query": "Ghent " * 1700}}
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("long.query is longer than 500 characters")


def test_an_address_and_a_form_are_answered_alike(client: httpx.Client) -> None:
    queries = {"queries": json.dumps({"q": {"query": "Wenen"}})}
    sent = client.post("/reconcile", data=queries)
    for accept in ("*/*", "application/json", "text/html,*/*;q=0.8"):
        asked = client.get("/reconcile", params=queries, headers={"Accept": accept})
        assert asked.content == sent.content
        assert asked.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile?queries={}"])
def test_a_callback_is_passed_over(client: httpx.Client, path: str) -> None:
    """0.2 asks for CORS and leaves JSONP to the service: no answer of ours is a script."""
    answer = client.get(path, headers={"Origin": "http://127.0.0.1:3333"})
    called = path + ("&" if "?" in path else "?") + "callback=alert"
    assert client.get(called).content == answer.content
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["access-control-allow-origin"] == "*"


def test_proposals_of_0_2_are_as_the_draft_describes_them(client: httpx.Client) -> None:
    """0.2 has no schema of its own for them."""
    found = client.get("/reconcile/properties", params={"type": CW + "Municipality"}).json()
    valid(found, "1.0-draft", "data-extension-property-proposal")


@pytest.mark.parametrize("prefix", ["", "  ", "zzzzzz", "%", "\u202e"])
@pytest.mark.parametrize("kind", ["entities", "types", "properties"])
def test_suggestions_for_odd_beginnings(client: httpx.Client, prefix: str, kind: str) -> None:
    path = {"entities": "entity", "types": "type", "properties": "property"}[kind]
    for version, root in (("0.2", "/reconcile"), ("1.0-draft", "/reconcile/draft")):
        answer = client.get(f"{root}/suggest/{path}", params={"prefix": prefix})
        assert answer.status_code == 200
        valid(answer.json(), version, f"suggest-{kind}-response")


def test_an_extension_of_what_is_not_there_has_no_values(client: httpx.Client) -> None:
    unknown: dict[str, Any] = {
        "ids": ["x", VIENNA],
        "properties": [{"id": "https://example.org/p"}],
    }
    empty: dict[str, Any] = {"ids": [], "properties": []}
    for asked in (unknown, empty):
        valid(asked, "0.2", "data-extension-query")
        found = client.get("/reconcile", params={"extend": json.dumps(asked)}).json()
        valid(found, "0.2", "data-extension-response")
        drafted = client.post("/reconcile/draft/extend", json=asked).json()
        valid(drafted, "1.0-draft", "data-extension-response")
