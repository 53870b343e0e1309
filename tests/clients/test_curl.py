"""curl, in every way that people use it here."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from clients.conftest import TOKEN
from serving import Served

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINE = re.compile(r"^curl (?:[^\n']|'[^']*')*", re.MULTILINE)
EXAMPLES = [
    (page.name, found)
    for page in PAGES
    for block in re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for found in LINE.findall(block)
]
pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
SELECT = (
    "PREFIX cw: <https://w3id.org/cityweave/ontology#> "
    "SELECT ?city { ?city a cw:Municipality } ORDER BY ?city"
)
CITIES = "city\r\n" + "".join(
    f"https://w3id.org/cityweave/id/city/{name}\r\n"
    for name in ("almere-on-sea", "noord", "petrinia")
)
CSV = ("-H", "Accept: text/csv")
MINE = "https://example.org/graph/curled"
WRITER = ("-H", f"Authorization: Bearer {TOKEN}")


def curl(*arguments: str | Path, folder: Path = ROOT) -> str:
    """What curl prints; a status from 400 on fails."""
    done = subprocess.run(
        ["curl", "-sS", "--fail-with-body", "--max-time", "60", *arguments],
        capture_output=True,
        cwd=folder,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.decode()


@pytest.mark.parametrize(
    "ways",
    [
        ("-G", "--data-urlencode", f"query={SELECT}"),
        ("--data-urlencode", f"query={SELECT}"),
        ("-H", "Content-Type: application/sparql-query", "--data-binary", SELECT),
        ("--compressed", "-G", "--data-urlencode", f"query={SELECT}"),
        ("--http1.0", "--data-urlencode", f"query={SELECT}"),
        ("-H", "Transfer-Encoding: chunked", "--data-urlencode", f"query={SELECT}"),
        ("-H", "Expect: 100-continue", "--data-urlencode", f"query={SELECT}"),
    ],
    ids=["get", "form", "direct", "compressed", "http-1.0", "chunked", "expect"],
)
def test_it_asks(server: str, ways: tuple[str, ...]) -> None:
    assert curl(f"{server}/sparql", *CSV, *ways) == CITIES


def test_it_sends_a_query_from_a_file(server: str, tmp_path: Path) -> None:
    (tmp_path / "cities.rq").write_text(f"# cities\n{SELECT}\n", encoding="utf-8")
    query = ("-H", "Content-Type: application/sparql-query", "--data-binary", "@cities.rq")
    assert curl(f"{server}/sparql", *CSV, *query, folder=tmp_path) == CITIES
    form = ("--data-urlencode", "query@cities.rq")
    assert curl(f"{server}/sparql", *CSV, *form, folder=tmp_path) == CITIES


def test_it_fetches_by_suffix_and_by_format(server: str) -> None:
    assert curl(f"{server}/queries/cities-of-country.csv?country=GR").count("\r\n") == 2
    asked = ("-G", "--data-urlencode", f"query={SELECT}", "-d", "format=csv")
    assert curl(f"{server}/sparql", *asked) == CITIES
    assert "cw:Municipality" in curl(f"{server}/doc/city/petrinia.ttl")


def test_it_spares_a_transfer(server: str, tmp_path: Path) -> None:
    asked = (f"{server}/sparql", *CSV, "-G", "--data-urlencode", f"query={SELECT}")
    code = ("-w", "%{http_code}", "-o", tmp_path / "result.csv")
    assert curl(*asked, *code, "--etag-save", tmp_path / "etag") == "200"
    assert (tmp_path / "result.csv").read_bytes().decode() == CITIES
    assert curl(*asked, *code, "--etag-compare", tmp_path / "etag") == "304"


def test_it_looks_at_the_head(server: str) -> None:
    head = curl("-I", f"{server}/store?graph=https://w3id.org/cityweave/graph/editorial")
    assert head.startswith("HTTP/1.1 200 OK\r\n")
    assert int(re.findall(r"(?im)^content-length: (\d+)", head)[0]) > 0


def test_a_failure_is_a_failure_for_scripts(server: str) -> None:
    done = subprocess.run(
        ["curl", "-sS", "-f", f"{server}/sparql", "--data-urlencode", "query=SELECT"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (22, b"")


def test_it_updates_and_keeps_graphs(other: str, tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    (tmp_path / "two.ttl").write_text("<urn:a> <urn:b> 2 .", encoding="utf-8")
    graph = f"{other}/store?graph={MINE}"
    code = ("-o", "/dev/null", "-w", "%{http_code}", *WRITER)
    turtle = ("-H", "Content-Type: text/turtle")

    def written(*arguments: str | Path) -> str:
        return curl(*arguments, *code, folder=tmp_path)

    def lines() -> set[str]:
        return set(curl(graph, "-H", "Accept: application/n-triples").splitlines())

    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    first, second, third = (f'<urn:a> <urn:b> "{n}"{integer} .' for n in (1, 2, 3))
    assert written(graph, "-T", "one.ttl", *turtle) == "201"
    assert lines() == {first}
    assert written(graph, "--data-binary", "@two.ttl", *turtle) == "200"
    assert lines() == {first, second}
    assert written(graph, "-X", "PUT", "-F", "file=@two.ttl;type=text/turtle") == "200"
    assert lines() == {second}
    update = f"update=INSERT DATA {{ GRAPH <{MINE}> {{ <urn:a> <urn:b> 3 }} }}"
    assert written(f"{other}/update", "--data-urlencode", update) == "200"
    assert lines() == {second, third}
    assert written("-X", "DELETE", graph) == "200"
    asked = ("-o", "/dev/null", "-w", "%{http_code}", graph)
    gone = subprocess.run(["curl", "-s", *asked], capture_output=True, text=True, check=True)
    assert gone.stdout == "404"


@pytest.mark.parametrize(("page", "line"), EXAMPLES)
def test_a_line_of_the_docs_works(
    request: pytest.FixtureRequest, page: str, line: str, tmp_path: Path
) -> None:
    served: Served = request.getfixturevalue("writable" if "$TOKEN" in line else "shipped")
    address = served.address.rstrip("/")
    for name in ("cities.ttl", "my-city.ttl", "my-shapes.ttl"):  # which lines send
        (tmp_path / name).write_text("<urn:a> <urn:b> 1 .", "utf-8")
    (tmp_path / "cities.csv").write_text("name (en),country\nTestville,NL\n", "utf-8")
    done = subprocess.run(  # noqa: S602 - a line of our own docs
        line.replace("http://127.0.0.1:8000", address).replace("curl ", "curl -sS -f ", 1),
        shell=True,
        env={"TOKEN": TOKEN, "PATH": "/usr/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, f"{page}: {done.stderr.decode()}"
    assert done.stdout


def test_the_docs_have_lines_to_try() -> None:
    assert any(page == "README.md" for page, _ in EXAMPLES)
