"""Validation over HTTP: every way in, every way out, and limits that hold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import openpyxl
import pytest

from cityweave.formats import rdf_by_name
from cityweave.parsing import parse
from cityweave.validation import from_json
from cityweave.validation.rendering import STYLES
from serving import Served, serving

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
HEAD = """\
@prefix city: <https://w3id.org/cityweave/id/city/> .
@prefix country: <https://w3id.org/cityweave/id/country/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
GOOD = HEAD + 'city:new a cw:Municipality ; rdfs:label "New"@en ; cw:country country:nl .\n'
BAD = HEAD + 'city:new a cw:Municipality ;\n  rdfs:label "New" ;\n  cw:country city:petrinia .\n'
SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
<urn:shape> a sh:NodeShape ; sh:targetClass cw:Municipality ;
  sh:property [ sh:path cw:country ; sh:maxCount 0 ; sh:message "No country."@en ] .
"""
TURTLE = {"Content-Type": "text/turtle"}


def post(
    client: httpx.Client, text: str, accept: str = "application/json", **parameters: str
) -> Any:
    headers = {**TURTLE, "Accept": accept}
    return client.post("/validate", content=text, headers=headers, params=parameters)


def test_the_verdict_is_a_header_and_the_status_is_200(client: httpx.Client) -> None:
    good, bad = post(client, GOOD), post(client, BAD)
    assert (good.status_code, good.headers["cityweave-conforms"]) == (200, "true")
    assert (bad.status_code, bad.headers["cityweave-conforms"]) == (200, "false")
    assert good.json()["conforms"]
    report = from_json(bad.json())
    assert [
        (one.component, one.place and (one.place.line, one.place.column))
        for one in (report.findings)
    ] == [("DatatypeConstraintComponent", (6, 14)), ("ClassConstraintComponent", (7, 14))]
    assert report.profile == "https://w3id.org/cityweave/profile/contribution/0.1.0"
    assert bad.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("style", [*STYLES, "jsonld"])
def test_each_format_is_asked_for_by_name_or_by_media_type(
    client: httpx.Client, style: str
) -> None:
    by_name = post(client, BAD, "*/*", format=style)
    media_type = by_name.headers["content-type"].partition(";")[0]
    by_type = post(client, BAD, media_type)
    assert by_type.headers["content-type"] == by_name.headers["content-type"]
    assert by_name.status_code == by_type.status_code == 200
    text = by_name.text
    if style == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["line"] for row in rows] == ["6", "7"]
    elif style in ("ttl", "jsonld"):
        quads = parse(by_name.content, rdf_by_name(style)).quads
        assert sum(str(one.predicate).endswith("#resultSeverity>") for one in quads) == 2
    elif style == "sarif":
        assert len(json.loads(text)["runs"][0]["results"]) == 2
    elif style != "json":
        assert "language" in text


def test_the_report_speaks_the_readers_language(client: httpx.Client) -> None:
    answer = client.post(
        "/validate?format=text", content=BAD, headers={**TURTLE, "Accept-Language": "fr"}
    )
    assert "commune" in answer.text or "pays" in answer.text


def test_a_profile_is_chosen_by_name_or_iri(client: httpx.Client) -> None:
    iri = "https://w3id.org/cityweave/profile/names/0.1.0"
    for name in ("names", iri):
        report = from_json(post(client, BAD, profile=name).json())
        assert [one.component for one in report.findings] == ["DatatypeConstraintComponent"]
        assert report.profile == iri
    unknown = post(client, BAD, profile="strict")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")


def test_a_form_brings_files_shapes_and_text(client: httpx.Client) -> None:
    files = [
        ("file", ("one.ttl", GOOD, "text/turtle")),
        ("file", ("two.nt", '<urn:a> <urn:b> "c" .', "application/octet-stream")),
        ("file", ("", "", "application/octet-stream")),
        ("shapes", ("own.ttl", SHAPES, "text/turtle")),
    ]
    form = {"text": '<urn:d> <urn:e> "f" .', "profile": "", "url": ""}
    answer = client.post("/validate", files=files, data=form, headers={"Accept": "*/*"})
    report = from_json(answer.json())
    assert report.statements == 5
    (finding,) = report.findings
    assert finding.message() == "No country."
    assert finding.place is not None
    assert finding.place.source == "one.ttl"
    both = client.post("/validate", files=files, data={**form, "profile": "contribution"})
    assert from_json(both.json()).findings == report.findings
    plain = client.post("/validate", data={"text": BAD})
    assert len(plain.json()["findings"]) == 2


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"", "text/turtle", 400, "bad-parameter"),
        (b"<urn:a> <urn:b> .", "text/turtle", 400, "syntax-error-in-data"),
        (b"\xff\xfe\x00", "text/turtle", 400, "syntax-error-in-data"),
        (b"%PDF-1.7", "application/pdf", 415, "unknown-format"),
        (b"a", "text/turtle; charset=latin-1", 415, "unknown-format"),
        (b"color=red", "application/x-www-form-urlencoded", 400, "bad-parameter"),
        (b"text=", "application/x-www-form-urlencoded", 400, "bad-parameter"),
        (b"text=a&input=doc", "application/x-www-form-urlencoded", 406, "not-acceptable"),
        (
            b"url=http://localhost:1/",
            "application/x-www-form-urlencoded",
            400,
            "federation-refused",
        ),
        (b"--x", "multipart/form-data; boundary=x", 400, "bad-parameter"),
        (b"#" * 30_000, "text/turtle", 413, "too-large"),
    ],
)
def test_what_cannot_be_read_is_a_problem(
    client: httpx.Client, content: bytes, content_type: str, status: int, code: str
) -> None:
    headers = {"Content-Type": content_type, "Accept": "application/json"}
    answer = client.post("/validate", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_problem_names_file_line_and_column(client: httpx.Client) -> None:
    files = [("file", ("good.ttl", GOOD)), ("file", ("bad.ttl", "<urn:a>\n <urn:b> ."))]
    problem = client.post("/validate", files=files, headers={"Accept": "*/*"}).json()
    assert (problem["source"], problem["line"], problem["column"]) == ("bad.ttl", 2, 10)


def test_a_format_that_there_is_not_is_refused(client: httpx.Client) -> None:
    assert post(client, GOOD, format="pdf").status_code == 406
    assert post(client, GOOD, "image/png").status_code == 406


def test_the_page_needs_no_script_and_keeps_what_was_typed(
    client: httpx.Client, checked: Callable[[str], Any]
) -> None:
    page = client.get("/validate", headers={"Accept": BROWSER}).text
    assert {one["name"] for one in checked(page).all("input") if "name" in one} >= {
        "file", "profile", "shapes",
    }  # fmt: skip
    assert "How things are called." in page
    for text, said in ((BAD, "in order yet"), ("<urn:a> <urn:b> .", "Line 1")):
        files = [("file", ("", b"")), ("shapes", ("", b""))]
        form = {"text": text, "profile": "contribution", "kind": "", "lang": "en"}
        answer = client.post("/validate", files=files, data=form, headers={"Accept": BROWSER})
        outline = checked(answer.text)
        assert outline.all("textarea")
        assert said in answer.text
        assert "&lt;https://w3id" in answer.text or "&lt;urn:a" in answer.text
        assert (answer.status_code == 200) is ("cityweave-conforms" in answer.headers)


def test_hostile_names_and_values_are_text_on_the_page(client: httpx.Client) -> None:
    text = HEAD + 'city:new a cw:Municipality ; rdfs:label "<script>alert(1)</script>" .'
    files = [("file", ('<img src=x onerror="1">.ttl', text, "text/turtle"))]
    page = client.post("/validate", files=files, headers={"Accept": BROWSER}).text
    assert "<script" not in page
    assert "<img" not in page


def test_examples_are_there_to_try(client: httpx.Client) -> None:
    page = client.get("/validate?example=city-faulty.ttl", headers={"Accept": BROWSER}).text
    assert "Ultima Thule" in page
    assert client.get("/validate?example=../site.py").status_code == 404
    assert client.get("/static/examples/city.ttl").status_code == 200


def test_profiles_are_listed_in_each_format(client: httpx.Client) -> None:
    listed = client.get("/profiles").json()
    assert [one["name"] for one in listed] == ["contribution", "names"]
    assert listed[1]["validate"] == "http://weave.test/validate?profile=names"
    assert listed[1]["sentence"]["nl"] == "Hoe dingen heten."
    for name in ("ttl", "nt", "rdf", "jsonld"):
        answer = client.get("/profiles", params={"format": name})
        assert len(parse(answer.content, rdf_by_name(name)).quads) > 20
    assert "Nombres" in client.get("/profiles?lang=es", headers={"Accept": BROWSER}).text
    assert client.get("/profiles?format=pdf").status_code == 406


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(
        max_validation_seconds=20,
        max_validation_memory=300_000_000,
        max_validation_statements=20_000,
        max_report_bytes=20_000,
        max_validations=2,
        max_request_bytes=30_000_000,
    ) as running:
        yield running


def sent(served: Served, text: str, shapes: str | None = None) -> httpx.Response:
    files = [("file", ("data.ttl", text, "text/turtle"))]
    if shapes is not None:
        files.append(("shapes", ("shapes.ttl", shapes, "text/turtle")))
    return httpx.post(f"{served.address}validate", files=files, timeout=120)


@pytest.mark.parametrize("style", ["csv", "xlsx", "json"])
def test_a_template_is_there_in_each_form(served: Served, style: str) -> None:
    answer = httpx.get(f"{served.address}templates/cities.{style}?lang=fr", timeout=60)
    assert answer.status_code == 200
    assert f'filename="cities.{style}"' in answer.headers["content-disposition"]
    start = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "json": b"{"}[style]
    assert answer.content.startswith(start)
    listed = httpx.get(f"{served.address}templates", timeout=60).json()
    assert answer.url.path in listed[0]["files"][style]
    assert httpx.get(f"{served.address}templates/castles.{style}", timeout=60).status_code == 404


def test_a_workbook_lists_what_the_graph_has() -> None:
    with serving() as shipped:
        answer = httpx.get(f"{shipped.address}templates/networks.xlsx", timeout=60)
    lists = openpyxl.load_workbook(io.BytesIO(answer.content))["Lists"]
    listed = {str(cell.value) for row in lists.iter_rows() for cell in row if cell.value}
    assert {"Eurocities", "Municipality of Vienna"} <= listed


def test_a_template_that_was_filled_in_is_read(served: Served) -> None:
    head = httpx.get(f"{served.address}templates/cities.csv", timeout=60).text.splitlines()[0]
    columns = head.removeprefix("\ufeff").split(",")
    filled = {"name (en)": "Testville", "country": "Atlantis"}
    row = ",".join(filled.get(column, "") for column in columns)
    files = [("file", ("cities.csv", f"{head}\n{row}\n", "text/csv"))]
    report = from_json(httpx.post(f"{served.address}validate", files=files, timeout=60).json())
    (finding,) = report.findings
    assert (finding.component, finding.place and finding.place.cell) == (
        "unknown-label",
        f"{'ABCDEFGH'[columns.index('country')]}2",
    )


PRODUCT = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> a sh:NodeShape ; sh:targetNode <urn:a> ; sh:sparql [ sh:message "!" ;
  sh:select "SELECT $this { $this ?x ?y . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i) }" ] .
"""
MANY = "".join(f"<urn:a> <urn:b> {n} .\n" for n in range(20_001))
FAULTS = HEAD + "".join(f"city:c{n} a cw:Municipality .\n" for n in range(300))
DOUBLED = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(33))
HUNGRY = f"""\
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> a sh:NodeShape ; sh:targetNode <urn:a> ; sh:sparql [ sh:message "!" ;
  sh:select '''SELECT $this {{ $this ?x ?y . BIND("a" AS ?a0) {DOUBLED}
    FILTER(STRLEN(?a33) > 0) }}''' ] .
"""


@pytest.mark.parametrize(
    ("text", "shapes", "status", "limit"),
    [
        ("<urn:a> <urn:b> 1 .", PRODUCT, 504, "max_validation_seconds"),
        (MANY, None, 413, "max_validation_statements"),
        (FAULTS, None, 413, "max_report_bytes"),
        ("<urn:a> <urn:b> 1 .", HUNGRY, 413, "max_validation_memory"),
    ],
)
def test_the_limit_that_is_hit_is_named(
    served: Served, text: str, shapes: str | None, status: int, limit: str
) -> None:
    answer = sent(served, text, shapes)
    assert (answer.status_code, answer.headers.get("cityweave-limit")) == (status, limit), (
        answer.text[:500]
    )
    assert sent(served, GOOD).headers["cityweave-conforms"] == "true"


def test_a_pattern_takes_linear_time(served: Served) -> None:
    shapes = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> a sh:NodeShape ; sh:targetNode <urn:a> ;
  sh:property [ sh:path <urn:b> ; sh:pattern "^(a+)+$" ] ."""
    answer = sent(served, f'<urn:a> <urn:b> "{"a" * 5000}!" .', shapes)
    assert answer.headers["cityweave-conforms"] == "false"


def test_two_clients_at_once_are_answered(served: Served) -> None:
    bad = FAULTS[:600].rpartition("\n")[0]

    def ask(address: str, text: str) -> list[str]:
        transport = httpx.HTTPTransport(local_address=address)
        with httpx.Client(base_url=served.address, transport=transport, timeout=120) as client:
            answers = [client.post("/validate", content=text, headers=TURTLE) for _ in range(6)]
            return [one.headers["cityweave-conforms"] for one in answers]

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask, "127.0.0.1", GOOD)
        second = pool.submit(ask, "127.0.0.2", bad)
        assert first.result() == ["true"] * 6
        assert second.result() == ["false"] * 6
    query = {"query": "ASK { <https://w3id.org/cityweave/id/city/c1> ?p ?o }", "format": "json"}
    found = httpx.get(f"{served.address}sparql", params=query, timeout=60)
    assert found.json()["boolean"] is False


def test_one_client_has_its_share(served: Served) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: sent(served, "<urn:a> <urn:b> 1 .", PRODUCT), range(4)))
    told = {one.headers.get("cityweave-limit") for one in answers}
    assert told == {"max_validation_seconds", "max_validations_per_client"}
