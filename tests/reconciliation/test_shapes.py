"""Whatever JSON is sent, the answer is a result or says what is wrong."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cityweave.vocabulary import BASE

RIGA = BASE + "id/city/riga-lv"
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=6)
    | st.sampled_from(
        ["Riga", "cw:country", "any", "none", "name", "property", "\ud800", "http://a/%zz", RIGA]
    )
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "", "\ud800"]), inner, max_size=3)
    ),
    max_leaves=4,
)


def either(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What is right most of the time, and anything else."""
    return usual | usual | usual | ANYTHING


def members(**usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object of JSON with some of those members."""
    return st.fixed_dictionaries({}, optional={name: either(one) for name, one in usual.items()})


TEXTS = st.sampled_from(["Riga", RIGA, "Latvia", "1e999", "\ud800", ""])
NAMES = st.sampled_from(["cw:country", "country", "rdfs:label", "http://[x/y", "} x"])
FINAL = st.dictionaries(
    st.sampled_from(["q0", "", "k" * 300, "\ud800"]) | st.text(max_size=3),
    either(
        members(
            query=TEXTS,
            type=NAMES | st.lists(NAMES, max_size=2),
            type_strict=st.sampled_from(["any", "all", "should"]),
            limit=st.integers(1, 5),
            properties=st.lists(either(members(pid=NAMES, v=TEXTS)), max_size=2),
        )
    ),
    max_size=3,
)
CONDITION = members(
    matchType=st.sampled_from(["name", "property"]),
    propertyId=NAMES,
    propertyValue=TEXTS | st.lists(TEXTS, max_size=2),
    matchQuantifier=st.sampled_from(["any", "all", "none"]),
    required=st.booleans(),
)
DRAFT = st.fixed_dictionaries(
    {
        "queries": either(
            st.lists(
                either(members(conditions=st.lists(either(CONDITION), max_size=3), type=NAMES)),
                max_size=3,
            )
        )
    }
)
EXTENSION = st.fixed_dictionaries(
    {
        "ids": either(st.lists(either(TEXTS), max_size=3)),
        "properties": either(
            st.lists(
                either(members(id=NAMES, settings=either(members(limit=st.integers())))), max_size=3
            )
        ),
    }
)
MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def told(answer: httpx.Response) -> None:
    assert answer.status_code in {200, 400, 413}, answer.text
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert len(answer.json()["detail"]) < 1_000


@MANY
@given(found=either(FINAL))
def test_a_batch_of_any_shape(client: httpx.Client, found: object) -> None:
    told(client.post("/reconcile", data={"queries": json.dumps(found)}))


@MANY
@given(found=either(DRAFT))
def test_a_batch_of_the_draft_of_any_shape(client: httpx.Client, found: object) -> None:
    body = {"Content-Type": "application/json"}
    told(client.post("/reconcile/draft/match", content=json.dumps(found), headers=body))


@MANY
@given(found=either(EXTENSION))
def test_an_extension_of_any_shape(client: httpx.Client, found: object) -> None:
    told(client.post("/reconcile", data={"extend": json.dumps(found)}))


def extended(client: httpx.Client, ids: list[str], properties: list[Any]) -> httpx.Response:
    return client.post("/reconcile/draft/extend", json={"ids": ids, "properties": properties})


def test_what_is_asked_for_twice_is_told_once(client: httpx.Client) -> None:
    country = {"id": "cw:country"}
    once = extended(client, [RIGA], [country])
    assert once.json()["rows"][0]["properties"][0]["values"]
    assert extended(client, [RIGA] * 50, [country] * 50).json() == once.json()
    for other in ({"id": "country"}, {"id": "cw:country", "settings": {"limit": 1}}):
        refused = extended(client, [RIGA], [country, other])
        assert refused.status_code == 400
        assert "properties[1]" in refused.json()["detail"]


@pytest.mark.parametrize("wrong", ["http://a/%zz", "http://[x/y", "no IRI"])
def test_one_identifier_that_is_none_does_not_spoil_the_rest(
    client: httpx.Client, wrong: str
) -> None:
    answer = extended(client, [wrong, RIGA], [{"id": "cw:country"}])
    assert answer.status_code == 200, answer.text
    assert [bool(one["properties"][0]["values"]) for one in answer.json()["rows"]] == [False, True]
