"""Two servers of Cityweave that ask one another, and one that is asked by HTTPS."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cityweave.errors import RemoteFailed
from cityweave.federation import Gateway
from cityweave.settings import Settings
from federation.remotes import endpoint, gateway, gateway_to, remote, resolving
from serving import Served, serving

CONTENT = Path(__file__).parent.parent / "web" / "content"
TOKEN = "a-token-of-an-admin-for-tests"  # noqa: S105
CW = "PREFIX cw: <https://w3id.org/cityweave/ontology#> "


@pytest.fixture(scope="module")
def other() -> Iterator[Served]:
    with serving("--content-dir", CONTENT, admin_token=TOKEN) as server:
        put = httpx.put(
            f"{server.address}store?graph=http://e/g",
            content=b'<http://e/s> <http://e/p> _:b . _:b <http://e/q> "x"@ar--rtl , 5 .',
            headers={"Content-Type": "text/turtle", "Authorization": f"Bearer {TOKEN}"},
            timeout=60,
        )
        assert put.status_code == 201
        yield server


@pytest.fixture(scope="module")
def client(other: Served) -> Iterator[httpx.Client]:
    host = f"localhost:{other.port}"
    with (
        serving(
            "--content-dir",
            CONTENT,
            admin_token=TOKEN,
            federation_private_hosts=host,
            max_federation_seconds=5,
        ) as server,
        httpx.Client(base_url=server.address, timeout=30) as client,
    ):
        yield client


def ask(client: httpx.Client, query: str, accept: str = "text/csv") -> httpx.Response:
    return client.post("/sparql", data={"query": CW + query}, headers={"Accept": accept})


def test_one_asks_the_other(client: httpx.Client, other: Served) -> None:
    """Through readers that can open no socket."""
    there = f"http://localhost:{other.port}/sparql"
    pattern = "<http://e/s> <http://e/p> ?o . ?o <http://e/q> ?v"
    query = f"SELECT ?o ?v {{ SERVICE <{there}> {{ {pattern} }} }}"
    found = ask(client, query, "application/sparql-results+json").json()["results"]["bindings"]
    assert [row["o"]["type"] for row in found] == ["bnode", "bnode"]
    assert len({row["o"]["value"] for row in found}) == 1
    assert {row["v"]["value"]: row["v"].get("its:dir") for row in found} == {"x": "rtl", "5": None}


def test_what_both_have_joins(client: httpx.Client, other: Served) -> None:
    there = f"http://localhost:{other.port}/sparql"
    both = f"SELECT (COUNT(*) AS ?n) {{ ?s a cw:Municipality SERVICE <{there}> {{ ?s ?p ?o }} }}"
    alone = "SELECT (COUNT(*) AS ?n) { ?s a cw:Municipality ; ?p ?o }"
    assert ask(client, both).text == ask(client, alone).text
    assert ask(client, alone).text.split()[1] != "0"


def test_a_page_shows_the_remark(client: httpx.Client) -> None:
    query = "SELECT * { SERVICE SILENT <http://localhost:1/> { ?s ?p ?o } }"
    page = ask(client, query, "text/html")
    assert page.status_code == 200
    assert "gave nothing" in page.text


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json"])
def test_what_silent_passes_over_is_told_beside_what_there_is(
    client: httpx.Client, other: Served, accept: str
) -> None:
    """The row looks whole, so the headers say whom it lacks, and why; nobody keeps it."""
    there, down = f"http://localhost:{other.port}/sparql", f"http://localhost:{other.port}/none"
    query = (
        f"SELECT ?v ?w {{ SERVICE <{there}> {{ <http://e/s> <http://e/p>/<http://e/q> ?v }} "
        f"OPTIONAL {{ SERVICE SILENT <{down}> {{ ?v ?p ?w }} }} }}"
    )
    answer = ask(client, query, accept)
    assert answer.status_code == 200
    notice = answer.headers["cityweave-notice"]
    assert f"<{down}> answered 404" in notice
    assert f"column {(CW + query).index('SERVICE SILENT') + 1}" in notice
    assert "etag" not in answer.headers
    again = ask(client, query, accept)
    assert again.headers["cityweave-notice"] == notice
    assert "hit" not in again.headers["cache-status"]


def test_an_endpoint_that_fails_is_named(client: httpx.Client, other: Served) -> None:
    there = f"http://localhost:{other.port}/nothing"
    query = f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}"
    answer = ask(client, query, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (502, "remote-failed")
    assert there in answer.json()["detail"]
    assert answer.json()["column"] == (CW + query).index("SERVICE") + 1
    page = ask(client, query, "text/html")
    assert page.status_code == 502
    assert there in page.text


def test_a_document_is_loaded(client: httpx.Client, other: Served) -> None:
    there = f"http://localhost:{other.port}/store?graph=http://e/g"
    headers = {"Authorization": f"Bearer {TOKEN}"}
    text = f"LOAD <{there}> INTO GRAPH <http://e/copy>"
    done = client.post("/update", data={"update": text}, headers=headers)
    assert done.json()["added"] == 3
    assert client.get("/store?graph=http://e/copy").status_code == 200


def test_the_description_says_so(client: httpx.Client, other: Served) -> None:
    feature = "service-description#BasicFederatedQuery"
    headers = {"Accept": "application/n-triples"}
    assert feature in client.get("/sparql", headers=headers).text
    assert feature not in httpx.get(f"{other.address}sparql", headers=headers, timeout=60).text


def certificate(folder: Path, name: str) -> Path:
    """A certificate that says this name, with its key."""
    path = folder / f"{name}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
         "-keyout", path.with_suffix(".key"), "-out", path],
        check=True,
        capture_output=True,
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + path.with_suffix(".key").read_bytes())
    return path


def test_https_is_held_to_the_name(tmp_path: Path) -> None:
    """The request goes to a number; the certificate has to say the name."""
    right, wrong = certificate(tmp_path, "right.example"), certificate(tmp_path, "wrong.example")
    names: list[str | None] = []

    def note(_: object, name: str | None, __: object) -> None:
        names.append(name)

    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(right)
    own.sni_callback = note

    def trust() -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=right)
        context.load_verify_locations(wrong)
        return context

    with remote(endpoint("<u:s> <u:p> <u:o> ."), own) as there:
        places = [("127.0.0.1", there.port)]
        resolver = resolving(**{"right.example": places, "wrong.example": places})
        settings = Settings(federation_private_hosts="right.example wrong.example")
        ways = Gateway(settings, resolver=resolver, trust=trust)
        assert count(ways, "https://right.example/sparql") == 1
        assert there.asked[0].headers["host"] == "right.example"
        with pytest.raises(RemoteFailed, match="cannot be reached"):
            count(ways, "https://wrong.example/sparql")
        with pytest.raises(RemoteFailed, match="cannot be reached"):
            count(gateway_to("right.example", resolver), "https://right.example/")
        assert len(there.asked) == 1
    assert names[:2] == ["right.example", "wrong.example"]


def count(ways: Gateway, iri: str) -> int:
    async def select() -> int:
        found = await ways.select(iri, "SELECT * { ?s ?p ?o }", frozenset("s"), ways.allowance())
        return found.count

    return asyncio.run(select())


def test_too_many_requests_at_once_are_refused() -> None:
    """Their answers have to be held in memory."""
    hold = threading.Event()
    answer_ = endpoint("")

    def script(request: object, handler: object) -> object:
        hold.wait(20)
        return answer_(request, handler)  # type: ignore[arg-type]

    async def many(ways: Gateway, iri: str) -> list[object]:
        tasks = [
            asyncio.create_task(
                ways.select(iri, f"SELECT * {{ ?s ?p {n} }}", frozenset("s"), ways.allowance())
            )
            for n in range(20)
        ]
        while sum(task.done() for task in tasks) < 4:
            await asyncio.sleep(0.01)
        hold.set()
        return list(await asyncio.gather(*tasks, return_exceptions=True))

    with remote(script) as there:  # type: ignore[arg-type]
        ways = gateway(there, max_federation_seconds=30)
        results = asyncio.run(many(ways, there.iri))
        assert [type(one).__name__ for one in results].count("Overloaded") == 4
        assert [type(one).__name__ for one in results].count("Rows") == 16
        assert count(ways, there.iri) == 0
