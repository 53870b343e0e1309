"""The federated queries of the catalogue, asked of real endpoints over a few facts each.

The endpoints that they name are far away and change; so the tests put the addresses of
local ones in their place, and nothing else of a query is changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from cityweave.catalogue import Catalogue, CatalogueQuery
from cityweave.errors import FederationRefused
from cityweave.federation import Gateway
from cityweave.formats import by_name
from cityweave.query import QueryRequest, answer
from cityweave.resources import content
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.vocabulary import BASE
from clients.virtuoso import installed, virtuoso
from federation.servers import FIXTURES, oxigraph
from queries.test_competency import EXPECTED, shown
from serving import serving

QUERIES = [query for query in Catalogue.load(content("queries")) if query.endpoints]
CITYWEAVE = "https://cityweave.example.org/sparql"
SOURCES = {
    "https://query.wikidata.org/sparql": "wikidata.ttl",
    "https://publications.europa.eu/webapi/rdf/sparql": "publications.ttl",
    "https://cordis.europa.eu/datalab/sparql": "cordis.ttl",
    "https://data.europa.eu/sparql": "nuts.ttl",
}
VIRTUOSO = {far for far in SOURCES if "europa.eu" in far}
Local = Mapping[str, str]
"""The addresses of endpoints, by those that they stand for."""


def directed(text: str, local: Local) -> str:
    """A query with the addresses of local endpoints in the place of those that it names."""
    for far, near in local.items():
        text = text.replace(f"SERVICE <{far}>", f"SERVICE <{near}>")
    return text


def ways(local: Local) -> Gateway:
    """A gateway that may reach local endpoints, and nobody else."""
    hosts = " ".join(address.split("/")[2] for address in local.values())
    return Gateway(Settings(federation_private_hosts=hosts, max_federation_seconds=60))


@pytest.fixture(scope="module")
def here() -> EmbeddedStore:
    store = EmbeddedStore()
    store.add(ox.parse(path=FIXTURES / "cityweave.trig", format=ox.RdfFormat.TRIG))
    return store


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The endpoint of another Cityweave, with data of its own."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "data").mkdir()
    (folder / "data" / "one.trig").write_bytes((FIXTURES / "elsewhere.trig").read_bytes())
    with serving("--content-dir", folder) as served:
        yield f"http://127.0.0.1:{served.port}/sparql"


@pytest.fixture(scope="module")
def local(elsewhere: str) -> Iterator[Local]:
    with ExitStack() as stack:
        running = {
            far: stack.enter_context(oxigraph(FIXTURES / name)) for far, name in SOURCES.items()
        }
        yield {**running, CITYWEAVE: elsewhere}


@pytest.fixture(scope="module")
def virtuosos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """The Publications Office, CORDIS and data.europa.eu run Virtuoso, so it stands in for them."""
    if not installed():
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    with ExitStack() as stack:
        running = {}
        for far in VIRTUOSO:
            folder = tmp_path_factory.mktemp("virtuoso")
            triples = b"".join(
                f"{one.triple} .\n".encode() for one in ox.parse(path=FIXTURES / SOURCES[far])
            )
            running[far] = stack.enter_context(virtuoso(folder, triples, "urn:of-the-tests"))
        yield running


def rows(found: dict[str, Any]) -> list[list[str]]:
    names = found["head"]["vars"]
    return [[shown(row.get(name)) for name in names] for row in found["results"]["bindings"]]


def expected(query: CatalogueQuery) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((EXPECTED / f"{query.name}.json").read_text("utf-8"))
    return read


def found(query: CatalogueQuery, store: EmbeddedStore, local: Local) -> dict[str, Any]:
    text = directed(query.with_values(expected(query)["parameters"], BASE), local)
    given = answer(store, QueryRequest(text), by_name("json"), ways(local))
    assert given.notices == ()
    read: dict[str, Any] = json.loads(given.body)
    return read


def test_there_are_enough_and_they_say_that_they_are_federated() -> None:
    assert 8 <= len(QUERIES) <= 12
    everything = Catalogue.load(content("queries"))
    assert {one.name for one in everything if "federated" in one.tags} == {
        one.name for one in QUERIES
    }
    assert {far for one in QUERIES for far in one.endpoints} == {*SOURCES, CITYWEAVE}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_gives_the_expected_answer(
    query: CatalogueQuery, here: EmbeddedStore, local: Local
) -> None:
    result = found(query, here, local)
    assert result["head"]["vars"] == expected(query)["columns"]
    assert rows(result) == expected(query)["rows"]
    assert rows(result)


@pytest.mark.parametrize(
    "query", [one for one in QUERIES if set(one.endpoints) <= VIRTUOSO], ids=lambda one: one.name
)
def test_virtuoso_understands_what_it_is_asked(
    query: CatalogueQuery, here: EmbeddedStore, virtuosos: Local
) -> None:
    assert rows(found(query, here, virtuosos)) == expected(query)["rows"]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_nobody_is_asked_without_leave(query: CatalogueQuery, here: EmbeddedStore) -> None:
    host = query.endpoints[0].split("/")[2]
    request = QueryRequest(query.with_values({}, BASE))
    with pytest.raises(FederationRefused, match=host) as caught:
        answer(here, request, by_name("json"), Gateway(Settings()))
    assert caught.value.line
    assert "CITYWEAVE_FEDERATION_HOSTS" in str(caught.value.hint)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, local: Local) -> Iterator[httpx.Client]:
    """A deployment with these facts and queries that may ask one of the endpoints alone."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("data", "queries"):
        (folder / name).mkdir()
    (folder / "data" / "one.trig").write_bytes((FIXTURES / "cityweave.trig").read_bytes())
    for query in QUERIES:
        path = folder / "queries" / f"{query.name}.rq"
        path.write_text(directed(query.text, local), encoding="utf-8")
    allowed = local["https://query.wikidata.org/sparql"]
    with (
        serving(
            "--content-dir",
            folder,
            federation_private_hosts=allowed.split("/")[2],
            max_federation_seconds=60,
        ) as served,
        httpx.Client(base_url=served.address, timeout=60) as client,
    ):
        yield client


OPEN, CLOSED = "twin-towns-among-our-cities", "themes-in-eurovoc"
PAGE = {"Accept": "text/html"}


def test_a_deployment_answers_what_it_may(site: httpx.Client) -> None:
    page = site.get(f"/queries/{OPEN}", headers=PAGE)
    assert page.status_code == 200
    assert page.text.count("<tr>") == 3
    table = site.get(f"/queries/{OPEN}.csv")
    assert (table.status_code, table.text.count("\r\n")) == (200, 3)
    assert "etag" not in table.headers


def test_a_page_says_whom_it_would_ask_and_how_else_to_know(
    site: httpx.Client, local: Local
) -> None:
    page = site.get(f"/queries/{CLOSED}", headers=PAGE)
    assert page.status_code == 200
    assert local["https://publications.europa.eu/webapi/rdf/sparql"] in page.text
    assert "CITYWEAVE_FEDERATION_HOSTS" in page.text
    assert "<table" not in page.text
    assert f"SERVICE &lt;{site.base_url}sparql&gt;" in page.text


def test_a_call_says_so_too(site: httpx.Client) -> None:
    refused = site.get(f"/queries/{CLOSED}.csv")
    assert (refused.status_code, refused.json()["code"]) == (400, "federation-refused")
    assert "CITYWEAVE_FEDERATION_HOSTS" in refused.json()["hint"]


def test_a_list_tells_which_endpoints_are_asked(site: httpx.Client) -> None:
    listed = {one["name"]: one["endpoints"] for one in site.get("/queries").json()}
    assert [one["allowed"] for one in listed[OPEN]] == [True]
    assert [one["allowed"] for one in listed[CLOSED]] == [False]
    page = site.get("/queries", headers=PAGE).text
    assert page.count("Asks other endpoints:") == len(QUERIES)
    assert page.count("This deployment does not ask them.") == sum(
        not one["allowed"] for every in listed.values() for one in every
    )


def test_whom_to_ask_can_be_chosen(site: httpx.Client, local: Local) -> None:
    """The page follows the parameter: another endpoint may be allowed where the usual is not."""
    address = {"endpoint": local["https://query.wikidata.org/sparql"]}
    page = site.get("/queries/our-cities-in-another-cityweave", params=address, headers=PAGE)
    assert "CITYWEAVE_FEDERATION_HOSTS" not in page.text
    page = site.get("/queries/our-cities-in-another-cityweave", headers=PAGE)
    assert "cityweave.example.org" in page.text
    assert "CITYWEAVE_FEDERATION_HOSTS" in page.text


def test_an_endpoint_that_is_down_is_named_on_the_page(tmp_path: Path) -> None:
    for name in ("data", "queries"):
        (tmp_path / name).mkdir()
    (tmp_path / "data" / "one.trig").write_bytes((FIXTURES / "cityweave.trig").read_bytes())
    query = next(one for one in QUERIES if one.name == OPEN)
    down = "http://127.0.0.1:1/sparql"
    text = directed(query.text, dict.fromkeys(query.endpoints, down))
    (tmp_path / "queries" / f"{OPEN}.rq").write_text(text, encoding="utf-8")
    with serving("--content-dir", tmp_path, federation_private_hosts="127.0.0.1:1") as served:
        page = httpx.get(f"{served.address}queries/{OPEN}", headers=PAGE, timeout=60)
    assert page.status_code == 502
    assert "&lt;http://127.0.0.1:1/sparql&gt; cannot be reached." in page.text
    assert query.title("en") in page.text
