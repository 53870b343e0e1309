"""The files of the graph over HTTP: what they hold, how they are known, what limits them."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator

import httpx
import pytest
from pyoxigraph import Literal, NamedNode
from starlette.types import ASGIApp

from cityweave.description.terms import term
from cityweave.formats import rdf_by_media_type
from cityweave.parsing import parse
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Limits, ReplicatedStore
from cityweave.vocabulary import BASE
from cityweave.web import create_app
from serving import serving
from web.client import settled

POINT = """\
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
<https://w3id.org/cityweave/id/city/petrinia> geo:hasGeometry
  <https://w3id.org/cityweave/id/geometry/petrinia> .
<https://w3id.org/cityweave/id/geometry/petrinia> geo:asWKT "POINT(21.5 38.25)"^^geo:wktLiteral .
<https://w3id.org/cityweave/id/city/petrinia> a <https://w3id.org/cityweave/ontology#Municipality> .
"""
FILES = [
    ("cityweave.nq", "application/n-quads"),
    ("cityweave.trig", "application/trig"),
    ("cityweave.jsonld", "application/ld+json"),
    ("cities.geojson", "application/geo+json"),
    ("graph/editorial.ttl", "text/turtle; charset=utf-8"),
    ("graph/ontology.ttl", "text/turtle; charset=utf-8"),
    ("source/gazette.ttl", "text/turtle; charset=utf-8"),
    ("source/gazette/L3-5.ttl", "text/turtle; charset=utf-8"),
    ("class/Municipality.csv", "text/csv; charset=utf-8"),
]


@pytest.mark.parametrize(("path", "content_type"), FILES)
def test_a_file_is_there_and_known_by_the_state_of_the_graph(
    client: httpx.Client, path: str, content_type: str
) -> None:
    answer = settled(lambda: client.get(f"/dumps/{path}"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == content_type
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["access-control-allow-origin"] == "*"
    for name, value in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
        again = client.get(f"/dumps/{path}", headers={name: answer.headers[value]})
        assert (again.status_code, again.content) == (304, b"")
    head = client.head(f"/dumps/{path}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == answer.headers["etag"]


def test_no_two_files_are_known_by_the_same_name(client: httpx.Client) -> None:
    tags = [client.head(f"/dumps/{path}").headers["etag"] for path, _ in FILES]
    assert len(set(tags)) == len(tags)


def test_every_file_of_the_description_can_be_had(client: httpx.Client) -> None:
    said = parse(client.get("/datasets.nt").content, rdf_by_media_type("application/n-triples"))
    found = {
        str(one.object)[1:-1] for one in said.quads if one.predicate == term("dcat:downloadURL")
    }
    assert len(found) > 8
    for address in found:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("suffix", ["nq", "trig", "jsonld"])
def test_the_whole_holds_every_quad(
    client: httpx.Client, store: ReplicatedStore, suffix: str
) -> None:
    answer = client.get(f"/dumps/cityweave.{suffix}")
    read = parse(answer.content, rdf_by_media_type(answer.headers["content-type"])).quads
    assert len(set(read)) == len(set(store.quads()))
    assert {str(one.graph_name) for one in read} == {f"<{name}>" for name in store.graphs()}


def test_a_graph_holds_its_triples_and_a_source_those_of_its_passages(
    client: httpx.Client, store: ReplicatedStore
) -> None:
    turtle = rdf_by_media_type("text/turtle")
    read = parse(client.get("/dumps/graph/editorial.ttl").content, turtle).quads
    assert len(read) == store.count(BASE + "graph/editorial")
    passage = parse(client.get("/dumps/source/gazette/L12-12.ttl").content, turtle).quads
    assert len(passage) == store.count(BASE + "source/gazette#L12-12")
    whole = {
        one.triple for one in parse(client.get("/dumps/source/gazette.ttl").content, turtle).quads
    }
    stated = {
        one.triple
        for name in store.graphs()
        if "source/gazette#" in name
        for one in store.quads(name)
    }
    assert len(whole) == len(stated)
    assert {one.triple for one in passage} <= whole


def test_a_table_has_titles_and_begins_with_the_iri(client: httpx.Client) -> None:
    text = client.get("/dumps/class/Municipality.csv").content.decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert next(iter(rows[0])) == "IRI"
    assert rows[0] == {
        "IRI": BASE + "id/city/almere-on-sea",
        "name (el)": "",
        "name (en)": "Almere-on-Sea",
        "name (nl)": "",
        "country": BASE + "id/country/nl",
    }
    assert [row["name (el)"] for row in rows if row["name (el)"]] == ["Πετρινία"]


@pytest.mark.parametrize(
    "path",
    [
        "cityweave.rdf",
        "cityweave.nq.zip",
        "graph/nowhere.ttl",
        "graph/editorial.nt",
        "graph/a%20b.ttl",
        "source/nowhere.ttl",
        "source/gazette/L99.ttl",
        "source/%22%29.ttl",
        "class/Nothing.csv",
        "class/nobody:Thing.csv",
        "class/%3E.csv",
        "../etc/passwd",
    ],
)
def test_a_file_that_is_not_there_is_not_found(client: httpx.Client, path: str) -> None:
    answer = client.get(f"/dumps/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_the_folder_leads_to_the_list(client: httpx.Client) -> None:
    for path in ("/dumps", "/dumps/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/datasets#downloads")


@pytest.fixture
def own(connect: Callable[[ASGIApp], httpx.Client], settings: Settings) -> Iterator[httpx.Client]:
    store = ReplicatedStore(EmbeddedStore(), Limits.of(settings), settings)
    with connect(create_app(settings, store)) as client:
        client.headers["Authorization"] = f"Bearer {settings.admin_token}"
        yield client
    store.close()


def put(client: httpx.Client, data: str) -> None:
    address = f"/store?graph={BASE}graph/open/geonames"
    answer = client.put(address, content=data, headers={"Content-Type": "text/turtle"})
    assert answer.is_success


def test_coordinates_make_features_and_a_write_another_file(own: httpx.Client) -> None:
    before = own.get("/dumps/cities.geojson")
    assert before.json() == {"type": "FeatureCollection", "features": []}
    put(own, POINT)
    after = own.get("/dumps/cities.geojson", headers={"If-None-Match": before.headers["etag"]})
    (feature,) = after.json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [21.5, 38.25]}
    assert feature["id"] == BASE + "id/city/petrinia"


def test_the_size_of_a_file_is_known_once_it_was_sent_until_the_graph_changes(
    own: httpx.Client,
) -> None:
    file = NamedNode("https://w3id.org/cityweave/datasets#file/cityweave.nq")

    def sizes() -> list[object]:
        said = parse(own.get("/datasets.nt").content, rdf_by_media_type("application/n-triples"))
        return [
            one.object
            for one in said.quads
            if (one.subject, one.predicate) == (file, term("dcat:byteSize"))
        ]

    put(own, POINT)
    assert sizes() == []
    length = len(own.get("/dumps/cityweave.nq").content)
    assert sizes() == [Literal(str(length), datatype=term("xsd:nonNegativeInteger"))]
    assert own.get("/dumps/cityweave.nq").headers["content-length"] == str(length)
    put(own, POINT.replace("21.5", "22.5"))
    assert sizes() == []


def test_files_are_compressed_and_come_as_they_are_written() -> None:
    with serving() as served:
        plain = httpx.get(
            f"{served.address}dumps/cityweave.nq",
            headers={"Accept-Encoding": "identity"},
            timeout=60,
        )
        assert plain.headers["transfer-encoding"] == "chunked"
        accepted = {"Accept-Encoding": "gzip"}
        with httpx.stream(
            "GET", f"{served.address}dumps/cityweave.nq", headers=accepted, timeout=60
        ) as answer:
            assert answer.headers["content-encoding"] == "gzip"
            packed = b"".join(answer.iter_raw())
        assert len(packed) * 5 < len(plain.content)
        assert sorted(gzip.decompress(packed).splitlines()) == sorted(plain.content.splitlines())
        assert json.loads(httpx.get(f"{served.address}dumps/cities.geojson", timeout=60).content)


def test_files_have_the_limits_of_a_result() -> None:
    # with one row the limit is met at once: an answer that has begun would be cut instead
    with serving(max_result_rows=1) as served:
        for path in ("cityweave.nq", "graph/editorial.ttl", "class/Municipality.csv"):
            answer = httpx.get(f"{served.address}dumps/{path}", timeout=60)
            assert (answer.status_code, answer.json()["code"]) == (413, "result-too-large"), path
            assert answer.headers["cityweave-limit"] == "max_result_rows"
