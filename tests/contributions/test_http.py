"""Contributions over HTTP: sending, following and deciding, as programs and browsers do."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import cast

import httpx
import pytest
import rdflib

from cityweave.access import Role, Tokens
from cityweave.contributions.namesakes import works
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Limits, ReplicatedStore, Works
from cityweave.web import create_app
from cityweave.web.offers import Offer, fetched
from cityweave.web.site import Site
from contributions.judge import BROKEN, Context, city
from federation.remotes import always, gateway, remote
from web.client import client_of
from web.conftest import check_page

ROOT = Path(__file__).resolve().parent.parent.parent
BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
TURTLE = {"Content-Type": "text/turtle"}


@dataclass
class World:
    """A deployment with its people: who they are, and the headers that they send."""

    client: httpx.Client
    store: ReplicatedStore
    ann: dict[str, str]
    ben: dict[str, str]
    rev: dict[str, str]
    sue: dict[str, str]

    def send(self, data: bytes, by: dict[str, str] | None = None, **more: str) -> httpx.Response:
        headers = {**TURTLE, **(self.ann if by is None else by)}
        return self.client.post("/contributions", content=data, headers=headers, params=more)

    def decide(
        self, identifier: str, decision: str, by: dict[str, str], reason: str = ""
    ) -> httpx.Response:
        told = {"decision": decision, "reason": reason}
        return self.client.post(f"/contributions/{identifier}/decision", json=told, headers=by)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("deployment")
    content = folder / "content"
    for name in ("ontology", "shapes", "data", "queries"):
        (content / name).mkdir(parents=True)
    for name in ("ontology", "shapes"):
        for path in sorted((ROOT / name).glob("*.ttl")):
            (content / name / path.name).write_bytes(path.read_bytes())
    settings = Settings(
        content_dir=content,
        data_dir=folder / "data",
        max_contribution_bytes=50_000,
        max_contributions_staged=100,
    )
    tokens = Tokens(settings.data_dir)
    people = [
        {"Authorization": f"Bearer {tokens.create(role, note, name)[0]}"}
        for role, note, name in (
            (Role.CONTRIBUTOR, "ann@example.org", "City of Ghent"),
            (Role.CONTRIBUTOR, "ben@example.org", ""),
            (Role.REVIEWER, "rev@example.org", "Rev"),
            (Role.REVIEWER, "sue@example.org", "Sue"),
        )
    ]
    writer = EmbeddedStore(works=Works(works(settings)))
    writer.add(Context.shipped().quads)
    store = ReplicatedStore(writer, Limits.of(settings), settings)
    with closing(store), client_of(create_app(settings, store)) as client:
        yield World(client, store, *people)


def test_from_a_file_to_the_graph_and_back(world: World) -> None:
    made = world.send(city("ghent", "Ghent"), note="From our list", file="cities.ttl")
    assert made.status_code == 201
    told = made.json()
    assert told["state"] == "staged"
    assert told["contributor"]["name"] == "City of Ghent"
    assert made.headers["location"].endswith(f"/contributions/{told['id']}")
    query = "ASK { <https://w3id.org/cityweave/id/city/ghent> ?p ?o }"

    def is_there() -> bool:
        found = world.client.get("/sparql", params={"query": query}).json()
        return bool(found["boolean"])

    assert not is_there()
    accepted = world.decide(told["id"], "accept", world.rev, "Right")
    assert accepted.status_code == 200
    assert accepted.json()["state"] == "accepted"
    assert is_there()
    graph = world.client.get(accepted.json()["graph"].replace("https://w3id.org/cityweave", ""))
    assert "Ghent" in graph.text
    reverted = world.client.post(
        f"/contributions/{told['id']}/reversal", json={"reason": "Wrong"}, headers=world.sue
    )
    assert reverted.json()["state"] == "reverted"
    assert not is_there()
    steps = [event["step"] for event in reverted.json()["events"]]
    assert steps == ["submission", "validation", "acceptance", "reversal"]


def test_what_is_wrong_is_told_with_its_place(world: World) -> None:
    told = world.send(BROKEN, file="nowhere.ttl").json()
    assert told["state"] == "invalid"
    address = f"/contributions/{told['id']}/report"
    report = world.client.get(address, headers=world.ann).json()
    assert "Municipality-country" in json.dumps(report)
    text = world.client.get(address, headers=world.ann, params={"format": "text"})
    assert "nowhere.ttl:6" in text.text
    for style in ("json", "text", "csv", "sarif", "ttl", "html"):
        found = world.client.get(address, headers=world.ann, params={"format": style})
        assert found.status_code == 200, style
    wrong = world.client.get(address, headers=world.ann, params={"format": "doc"})
    assert wrong.status_code == 406


def test_a_form_with_a_file(world: World) -> None:
    token = world.ann["Authorization"].removeprefix("Bearer ")
    made = world.client.post(
        "/contributions",
        files={"file": ("gent.ttl", city("gent"), "application/octet-stream")},
        data={"note": "Sent by a browser", "access_token": token, "by": "Ann of Ghent", "url": ""},
        headers={**BROWSER, "Accept-Language": "nl"},
    )
    assert made.status_code == 201
    page = check_page(made.text)
    assert page.all("html")[0]["lang"] == "nl"
    assert "Wacht op een beslissing" in made.text
    assert "Ann of Ghent" in made.text
    assert token not in made.text


def test_an_answer_that_is_loaded_again_sends_nothing_twice(world: World) -> None:
    token = world.ann["Authorization"].removeprefix("Bearer ")

    def loaded() -> dict[str, str]:
        form = world.client.get("/contributions", headers=BROWSER)
        [key] = re.findall(r'name="key" value="(\w+)"', form.text)
        return {"key": key, "access_token": token, "text": BROKEN.decode(), "type": "ttl"}

    def sent(fields: dict[str, str]) -> tuple[str, str]:
        page = world.client.post("/contributions", data=fields, headers=BROWSER)
        assert page.status_code == 201
        assert check_page(page.text)
        [address] = re.findall(r'role="status">[^<]*<a href="([^"]*)"', page.text)
        return address, page.text

    fields = loaded()
    first, shown = sent(fields)
    assert "nowhere" in shown  # what is wrong
    assert sent(fields)[0] == first
    assert "nowhere" not in world.client.get(first, headers=BROWSER).text
    refusal = {"decision": "refuse", "reason": "Not yet"}
    assert world.client.post(f"{first}/decision", json=refusal, headers=world.rev).is_success
    again, shown = sent(fields)
    assert again == first
    assert "Not yet" in shown
    assert sent({**fields, "note": "Another request"})[0] != first
    assert sent(loaded())[0] != first


def test_a_form_with_a_text_and_json(world: World) -> None:
    text = city("aalst").decode()
    form = world.client.post("/contributions", data={"text": text}, headers=world.ann)
    assert form.json()["state"] == "staged"
    told = {"text": '{"@id": "e:x"}', "type": "jsonld", "note": "As JSON"}
    found = world.client.post("/contributions", json=told, headers=world.ann)
    assert found.status_code == 201
    assert found.json()["format"] == "jsonld"


def test_an_address_is_fetched_from_allowed_hosts_only(world: World) -> None:
    answer = world.client.post(
        "/contributions", data={"url": "https://elsewhere.example/a.ttl"}, headers=world.ann
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "federation-refused")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer nonsense"}, 401),
        ({"Authorization": "Basic YTpi"}, 401),
    ],
)
def test_sending_needs_a_token(world: World, headers: dict[str, str], status: int) -> None:
    answer = world.client.post("/contributions", content=city("x"), headers={**TURTLE, **headers})
    assert answer.status_code == status
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_roles_over_http(world: World) -> None:
    one = world.send(city("leuven")).json()["id"]
    assert world.decide(one, "accept", world.ben).status_code == 403
    assert world.decide(one, "accept", {}).status_code == 401
    assert world.decide(one, "perhaps", world.rev).status_code == 400
    assert world.decide(one, "refuse", world.rev).status_code == 400
    other = world.client.post(f"/contributions/{one}/withdrawal", headers=world.ben)
    assert other.status_code == 403
    gone = world.client.post(f"/contributions/{one}/withdrawal", headers=world.ann)
    assert gone.json()["state"] == "withdrawn"
    again = world.decide(one, "accept", world.rev)
    assert (again.status_code, again.json()["code"]) == (409, "contribution-refused")


def test_strangers_see_where_it_stands_and_not_what_it_says(world: World) -> None:
    made = world.send(city("mons", "Parked text"), note="Parked note", file="parked-name.ttl")
    address = f"/contributions/{made.json()['id']}"
    for headers in ({}, BROWSER, {"Accept": "text/turtle"}, world.ben):
        answer = world.client.get(address, headers=headers)
        assert answer.status_code == 200
        assert "arked" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "Authorization" in answer.headers["vary"]
    assert "arked" not in world.client.get("/contributions").text
    for part in ("report", "diff", "original"):
        assert world.client.get(f"{address}/{part}").status_code == 401
        assert world.client.get(f"{address}/{part}", headers=world.ben).status_code == 403
        assert world.client.get(f"{address}/{part}", headers=world.ann).status_code == 200
        assert world.client.get(f"{address}/{part}", headers=world.rev).status_code == 200
    seen = world.client.get(address, headers=world.rev).json()
    assert (seen["note"], seen["file"]) == ("Parked note", "parked-name.ttl")
    world.decide(made.json()["id"], "accept", world.rev)
    assert "Parked note" in world.client.get(address).text
    assert b"Parked text" in world.client.get(f"{address}/original").content


def test_a_suffix_names_the_format_of_the_record(world: World) -> None:
    made = world.send(city("jumet", "Suffixed"), note="Parked note")
    address = f"/contributions/{made.json()['id']}"
    for suffix, media_type in (
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("nt", "application/n-triples"),
        ("rdf", "application/rdf+xml"),
        ("json", "application/json"),
        ("html", "text/html"),
    ):
        answer = world.client.get(f"{address}.{suffix}", headers=BROWSER)
        assert answer.status_code == 200, suffix
        assert answer.headers["content-type"].startswith(media_type)
        assert f'<{address}.ttl>; rel="alternate"; type="text/turtle"' in answer.headers["link"]
        assert ('rel="describedby"' in answer.headers["link"]) == (suffix == "html")
        assert "Parked note" not in answer.text
    assert "Parked note" in world.client.get(f"{address}.json", headers=world.ann).text
    assert world.client.get(f"{address}.png").status_code == 404


def test_the_original_is_a_download(world: World) -> None:
    data = b"<script>alert(1)</script>"
    made = world.client.post(
        "/contributions",
        content=data,
        headers={**world.ann, "Content-Type": "text/csv"},
        params={"file": 'a"\r\nX-Evil: 1.html'},
    )
    if made.status_code == 415:
        made = world.send(data, file='a"\r\nX-Evil: 1.html')
    identifier = made.json()["id"]
    found = world.client.get(f"/contributions/{identifier}/original", headers=world.ann)
    assert found.content == data
    assert found.headers["content-type"] == "application/octet-stream"
    disposition = found.headers["content-disposition"]
    assert disposition.startswith(f'attachment; filename="{identifier}.')
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "x-evil" not in found.headers


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_names_notes_and_reasons_are_text(world: World) -> None:
    literal = json.dumps(EVIL)
    more = f'<javascript:alert(1)> a cw:Country ; rdfs:label {literal}@en ; cw:countryCode "XX" .'
    more += f' <javascript:alert(2)> a cw:Country ; rdfs:label {literal}@en ; cw:countryCode "XX" .'
    made = world.send(city("evil", more=more), note=EVIL, by=world.ann, file=EVIL)
    one = made.json()["id"]
    named = world.client.post(
        "/contributions",
        content=city("evil2"),
        headers={**TURTLE, **world.ann},
        params={"by": EVIL[:90]},
    ).json()["id"]
    refused = world.decide(named, "refuse", world.rev, EVIL)
    assert refused.status_code == 200
    pages = [
        world.client.get(f"/contributions/{one}", headers={**BROWSER, **world.rev}),
        world.client.get(f"/contributions/{named}", headers={**BROWSER, **world.rev}),
        world.client.get("/contributions", headers={**BROWSER, **world.rev}),
    ]
    for page in pages:
        assert page.status_code == 200
        outline = check_page(page.text)
        assert not outline.all("img")
        links = [str(link.get("href")) for link in outline.all("a")]
        assert not [link for link in links if link.startswith("javascript")]
        assert "script-src" in page.headers["content-security-policy"] or (
            "default-src 'none'" in page.headers["content-security-policy"]
        )
    assert "&lt;script&gt;" in pages[0].text


@pytest.mark.parametrize("language", ["en", "es", "fr", "nl"])
def test_pages_in_four_languages(world: World, language: str) -> None:
    one = world.send(city(f"city-{language}", "Utrecht", country="nl")).json()["id"]
    headers = {**BROWSER, **world.rev, "Accept-Language": language}
    for path in ("/contributions", "/contributions?state=staged", f"/contributions/{one}"):
        page = world.client.get(path, headers=headers)
        assert page.status_code == 200
        assert check_page(page.text).all("html")[0]["lang"] == language
    world.decide(one, "accept", world.rev)
    for by in (world.rev, {}):
        page = world.client.get(f"/contributions/{one}", headers={**headers, **by})
        check_page(page.text)


def test_a_token_in_a_form_shows_what_is_not_public(world: World) -> None:
    one = world.send(city("ath"), note="Only for reviewers").json()["id"]
    token = world.rev["Authorization"].removeprefix("Bearer ")
    address = f"/contributions/{one}"
    assert "Only for" not in world.client.get(address, headers=BROWSER).text
    page = world.client.post(address, data={"access_token": token}, headers=BROWSER)
    assert "Only for reviewers" in page.text
    check_page(page.text)
    original = world.client.post(f"{address}/original", data={"access_token": token})
    assert original.content == city("ath")
    accepted = world.client.post(
        f"{address}/decision", data={"access_token": token, "decision": "accept"}, headers=BROWSER
    )
    assert accepted.status_code == 200
    assert "Accepted" in accepted.text
    in_address = world.client.get(address, params={"access_token": token})
    assert in_address.status_code == 400
    two = world.client.post(address, data={"access_token": token}, headers=world.ann)
    assert two.status_code == 400


def test_the_record_is_prov(world: World) -> None:
    one = world.send(city("spa"), note="Noted").json()
    graph = rdflib.Graph()
    address = f"/contributions/{one['id']}"
    graph.parse(data=world.client.get(address, headers={"Accept": "text/turtle"}).text)
    activity = rdflib.URIRef(one["iri"] + "#submission")
    assert (activity, rdflib.RDF.type, rdflib.PROV.Activity) in graph
    for name in ("jsonld", "nt", "rdf"):
        assert world.client.get(address, params={"format": name}).status_code == 200
    assert world.client.get(address, params={"format": "pdf"}).status_code == 406


def test_the_list_is_a_queue_for_reviewers(world: World) -> None:
    one = world.send(city("mol")).json()["id"]
    listed = world.client.get("/contributions", params={"state": "staged"}).json()
    assert one in [found["id"] for found in listed["contributions"]]
    assert {found["state"] for found in listed["contributions"]} == {"staged"}
    assert listed["counts"]["staged"] >= 1
    assert world.client.get("/contributions", params={"state": "lost"}).status_code == 400


def test_the_same_bytes_again(world: World) -> None:
    first, second = world.send(city("geel")).json(), world.send(city("geel")).json()
    assert first["id"] == second["id"]


def test_limits_are_named(world: World) -> None:
    answer = world.send(b"#" * 50_001)
    assert answer.status_code == 413
    assert "max_contribution_bytes" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/contributions/nothing", 404),
        ("GET", "/contributions/nothing/report", 404),
        ("GET", "/contributions/nothing/anything", 404),
        ("POST", "/contributions/nothing/decision", 401),
        ("DELETE", "/contributions/nothing", 405),
        ("POST", "/contributions", 401),
    ],
)
def test_what_is_not_there(world: World, method: str, path: str, status: int) -> None:
    answer = world.client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"[]", "application/json"),
        (b"{", "application/json"),
        (b'{"text": 1}', "application/json"),
        (b"--x", "multipart/form-data; boundary=x"),
        (b"", "text/turtle; charset=latin-1"),
        (b"a", "image/png"),
        (b"a", "application/pdf"),
    ],
)
def test_bodies_that_are_none(world: World, body: bytes, content_type: str) -> None:
    headers = {**world.ann, "Content-Type": content_type}
    answer = world.client.post("/contributions", content=body, headers=headers)
    assert answer.status_code in (400, 415)


def test_two_reviewers_at_once_over_http(world: World) -> None:
    one = world.send(city("huy")).json()["id"]
    barrier = Barrier(4)
    found: list[httpx.Response] = []

    def run(deed: Callable[[], httpx.Response]) -> None:
        barrier.wait()
        found.append(deed())

    deeds: list[Callable[[], httpx.Response]] = [
        lambda: world.decide(one, "accept", world.rev, "Yes"),
        lambda: world.decide(one, "refuse", world.sue, "No"),
    ] * 2
    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answer.status_code for answer in found) == [200, 409, 409, 409]
    won = next(answer.json() for answer in found if answer.status_code == 200)
    lost = next(answer.json() for answer in found if answer.status_code == 409)
    who = next(event["by"]["name"] for event in won["events"] if "reason" in event)
    assert f"by {who}" in lost["detail"]


def test_a_successor_over_http(world: World) -> None:
    old = world.send(city("dinant", "Dinand")).json()["id"]
    world.decide(old, "accept", world.rev)
    new = world.send(city("dinant", "Dinant"), supersedes=old).json()["id"]
    diff = world.client.get(f"/contributions/{new}/diff", headers=world.rev).json()
    assert diff["counts"]["changed"] == 1
    page = world.client.get(f"/contributions/{new}/diff", headers={**BROWSER, **world.rev})
    assert "<del><span" in page.text
    world.decide(new, "accept", world.rev)
    assert world.client.get(f"/contributions/{old}").json()["state"] == "superseded"


def test_the_examples_of_the_description_run(world: World) -> None:
    paths = world.client.get("/openapi.json").json()["paths"]

    def example(path: str, content_type: str) -> object:
        return paths[path]["post"]["requestBody"]["content"][content_type]["example"]

    made = world.client.post(
        "/contributions",
        content=str(example("/contributions", "text/turtle")),
        headers={**TURTLE, **world.ben},
    )
    assert (made.status_code, made.json()["state"]) == (201, "staged"), made.text
    one = made.json()["id"]
    for part, state in (("decision", "accepted"), ("reversal", "reverted")):
        body = example("/contributions/{id}/" + part, "application/json")
        answer = world.client.post(f"/contributions/{one}/{part}", json=body, headers=world.rev)
        assert answer.json()["state"] == state


EXAMPLES = ROOT / "service" / "cityweave" / "web" / "static" / "examples"


def test_a_spreadsheet_becomes_statements_that_can_be_looked_at(world: World) -> None:
    countries = (EXAMPLES / "cities.csv").read_bytes()
    made = world.client.post(
        "/contributions",
        files={"file": ("cities.csv", countries, "text/csv")},
        headers=world.ben,
    )
    told = made.json()
    assert (made.status_code, told["format"]) == (201, "csv")
    report = world.client.get(
        f"/contributions/{told['id']}/report", headers=world.ben, params={"format": "text"}
    )
    assert told["state"] == "staged", report.text
    diff = world.client.get(f"/contributions/{told['id']}/diff", headers=world.ben).json()
    assert diff["counts"]["added"] > 0
    accepted = world.decide(told["id"], "accept", world.rev)
    assert accepted.json()["state"] == "accepted"


def test_a_cell_that_is_wrong_is_named(world: World) -> None:
    faulty = (EXAMPLES / "cities-faulty.csv").read_bytes()
    made = world.client.post(
        "/contributions",
        content=faulty,
        params={"file": "list.csv"},
        headers={**world.ben, "Content-Type": "text/csv"},
    )
    told = made.json()
    assert told["state"] == "invalid"
    page = world.client.get(f"/contributions/{told['id']}", headers={**BROWSER, **world.ben})
    assert "list.csv" in page.text
    check_page(page.text)


@pytest.mark.parametrize("name", ["html", 'x"\r\nX-Evil: 1'])
def test_a_format_that_there_is_not_is_never_kept(world: World, name: str) -> None:
    before = world.client.get("/contributions").json()["counts"]
    told = {"text": "<a:a> <a:b> 1 .", "type": name}
    answer = world.client.post("/contributions", json=told, headers=world.ann)
    assert (answer.status_code, answer.json()["code"]) == (415, "unknown-format")
    assert world.client.get("/contributions").json()["counts"] == before


@pytest.mark.parametrize("field", ["note", "text", "by", "kind", "supersedes"])
def test_half_a_character_is_told(world: World, field: str) -> None:
    body = json.dumps({"text": "<a:a> <a:b> 2 .", field: "x\ud800"})
    headers = {**world.ann, "Content-Type": "application/json"}
    answer = world.client.post("/contributions", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-parameter")


@pytest.mark.parametrize("url", ["https://city.example/a.ttl", "no address", "http://["])
def test_a_document_that_came_itself_was_not_fetched(world: World, url: str) -> None:
    answer = world.client.post(
        "/contributions",
        files={"file": ("a.ttl", city("lokeren"), "text/turtle")},
        data={"url": url},
        headers=world.ann,
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-parameter")


def test_what_cannot_be_answered_is_not_done(world: World) -> None:
    image = {"Accept": "image/png"}
    before = world.client.get("/contributions").json()["counts"]
    assert world.send(city("tienen"), {**world.ann, **image}).status_code == 406
    assert world.client.get("/contributions").json()["counts"] == before
    one = world.send(city("tienen")).json()["id"]
    assert world.decide(one, "accept", {**world.rev, **image}).status_code == 406
    assert world.client.get(f"/contributions/{one}").json()["state"] == "staged"


def test_a_text_is_shown_as_it_was_written(world: World) -> None:
    text = '<a:x> <http://www.w3.org/2000/01/rdf-schema#comment> "C:\\\\new \\"b\\"\\n." .'
    one = world.send(text.encode()).json()["id"]
    page = world.client.get(f"/contributions/{one}", headers={**world.ann, **BROWSER})
    assert "C:\\new &#34;b&#34; ." in page.text


def test_marks_that_turn_what_follows_are_shown_by_their_codes(world: World) -> None:
    one = world.send(city("lier", "Lier\u202egnorw")).json()["id"]
    page = world.client.get(f"/contributions/{one}", headers={**world.rev, **BROWSER})
    assert "Lier\u27e8U+202E\u27e9gnorw" in page.text
    assert "\u202e" not in page.text


@pytest.mark.parametrize(
    ("path", "media_type", "body", "wanted"),
    [
        ("/cities.csv", "text/csv", b"name (en)\nTestville\n", "csv"),
        ("/graph", "text/turtle", b"<a:a> <a:b> 1 .", "ttl"),
        ("/raw", "text/plain", b"@prefix a: <a:> . a:a a:b 1 .", "ttl"),
    ],
)
def test_what_stands_at_an_address_may_be_anything_that_can_be_sent(
    path: str, media_type: str, body: bytes, wanted: str
) -> None:
    with remote(always(200, {"Content-Type": media_type}, body)) as there:
        site = SimpleNamespace(gateway=gateway(there))
        offer = Offer({"url": there.iri.rstrip("/") + path})
        found = asyncio.run(fetched(offer, cast(Site, site)))
    assert (found.data, found.format) == (body, wanted)


@pytest.mark.parametrize("name", ["cities", "cities.csv", "cities.dat"])
def test_a_file_of_a_form_is_known_by_its_name_its_type_or_its_beginning(
    world: World, name: str
) -> None:
    table = b"name (en),country\nTestville,Belgium\n"
    files = {"file": (name, table, "application/octet-stream")}
    answer = world.client.post("/contributions", files=files, headers=world.ann)
    assert answer.json()["format"] == "csv"
