"""Inputs that are too large or too wicked to be kept, made when they are judged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from cases.workbooks import workbook
from cityweave.errors import CityweaveError, SyntaxErrorInData, TooLarge
from cityweave.spreadsheets import StoreResolver
from cityweave.spreadsheets import read as read_sheet
from cityweave.store import EmbeddedStore
from cityweave.validation.judging import judge
from cityweave.validation.profiles import profile
from cityweave.validation.rulebook import Rulebook
from cityweave.validation.submission import Submission
from serving import Served, serving

HEAD = """\
@prefix : <https://example.org/> .
@prefix cw: <https://w3id.org/cityweave/ontology#> .
"""
HEADER = "name (en),country\n"
MEGABYTE = 1_000_000
TURTLE = {"Content-Type": "text/turtle", "Accept": "application/json"}
STATEMENT = '<https://example.org/n> <http://www.w3.org/2000/01/rdf-schema#comment> "é" .\n'


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serving(max_validation_seconds=20) as running:
        yield running


def sent(served: Served, content: object, headers: dict[str, str]) -> httpx.Response:
    return httpx.post(
        f"{served.address}validate",
        content=content,  # type: ignore[arg-type]
        headers=headers,
        timeout=120,
    )


def refused(answer: httpx.Response, limit: str) -> None:
    problem = answer.json()
    assert 400 <= answer.status_code < 600
    assert limit in problem["detail"], problem
    assert problem["hint"]


def still_answers(served: Served) -> None:
    answer = sent(served, HEAD.encode() + b':n cw:launchDate "in spring" .', TURTLE)
    assert answer.status_code == 200
    assert answer.json()["findings"][0]["place"]["column"] == 18


def test_a_file_of_100_megabytes_meets_a_limit_with_a_name(served: Served) -> None:
    many = 100 * MEGABYTE // len(STATEMENT.encode())
    refused(sent(served, (STATEMENT * many).encode(), TURTLE), "max_request_bytes")
    still_answers(served)


def test_so_it_does_when_its_size_is_not_told(served: Served) -> None:
    def pieces() -> Iterator[bytes]:
        piece = (STATEMENT * 10_000).encode()
        for _ in range(100 * MEGABYTE // len(piece)):
            yield piece

    with suppress(httpx.WriteError):  # the server may answer and hang up while we still send
        refused(sent(served, pieces(), TURTLE), "max_request_bytes")
    still_answers(served)


@pytest.mark.parametrize(
    ("before", "inside", "after"), [("(", "1", ")"), ("[ :p ", "1", " ]")], ids=["lists", "nodes"]
)
def test_depth_costs_no_more_than_one_reader(
    served: Served, before: str, inside: str, after: str
) -> None:
    depth = 40_000
    content = f"{HEAD}:n cw:goal {before * depth}{inside}{after * depth} ."
    answer = sent(served, content.encode(), TURTLE)
    if answer.status_code == 200:
        (finding,) = answer.json()["findings"]
        assert (finding["place"]["line"], finding["place"]["column"]) == (3, 12)
    else:  # a slow machine, or one with little memory
        assert answer.headers["cityweave-limit"].startswith("max_validation_")
    still_answers(served)


def test_depth_without_an_end_has_a_place(served: Served) -> None:
    answer = sent(served, f"{HEAD}:n cw:goal {'(' * 100_000}".encode(), TURTLE)
    assert answer.status_code == 400
    assert (answer.json()["line"], answer.json()["column"]) == (3, 100_012)
    still_answers(served)


def table(data: bytes, suffix: str) -> object:
    return read_sheet(
        data,
        suffix,  # type: ignore[arg-type]
        source=f"made.{suffix}",
        resolve=StoreResolver(EmbeddedStore().merged),
    )


def test_a_table_of_100_megabytes() -> None:
    row = "Testville,Netherlands\n"
    with pytest.raises(TooLarge, match="max_bytes") as caught:
        table((HEADER + row * (100 * MEGABYTE // len(row))).encode(), "csv")
    assert caught.value.source == "made.csv"


def test_a_table_of_too_many_rows() -> None:
    with pytest.raises(TooLarge, match="max_rows"):
        table((HEADER + "Testville,Netherlands\n" * 20_001).encode(), "csv")


def test_a_row_of_too_many_columns() -> None:
    with pytest.raises(TooLarge, match="max_columns"):
        table((HEADER + "x," * 100_000 + "x\n").encode(), "csv")


def packed(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def parts() -> dict[str, bytes]:
    """The parts of a workbook that is as it should be."""
    rows = [["name (en)", "country"], ["Testville", "Netherlands"]]
    with zipfile.ZipFile(io.BytesIO(workbook({"Cities": rows}))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


SHEET = "xl/worksheets/sheet1.xml"


def test_a_bomb_in_a_workbook_is_not_unpacked() -> None:
    bomb = packed(parts() | {SHEET: b" " * (500 * MEGABYTE)})
    assert len(bomb) < MEGABYTE
    with pytest.raises(TooLarge, match="max_unpacked_bytes"):
        table(bomb, "xlsx")


def test_a_bomb_that_lies_about_its_size() -> None:
    bomb = bytearray(packed(parts() | {SHEET: b" " * (200 * MEGABYTE)}))
    told = (200 * MEGABYTE).to_bytes(4, "little")
    assert bomb.count(told) == 2
    harmless = bytes(bomb.replace(told, (1000).to_bytes(4, "little")))
    with pytest.raises(CityweaveError):
        table(harmless, "xlsx")


def test_entities_in_a_workbook() -> None:
    entities = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    sheet = parts()[SHEET].replace(b"<worksheet", entities + b"<worksheet", 1)
    assert entities in sheet
    with pytest.raises(SyntaxErrorInData, match="entities"):
        table(packed(parts() | {SHEET: sheet}), "xlsx")


def test_thousands_of_equal_findings_are_counted_and_each_has_its_place() -> None:
    many = 3_000
    data = HEAD + "".join(f':n{number} cw:launchDate "in spring" .\n' for number in range(many))
    rules = Rulebook.of(profile("contribution"))
    store = EmbeddedStore()
    report = judge([Submission(data.encode(), "many.ttl", "ttl")], rules, store).report
    assert report.counts()["violation"] == many
    (group,) = report.by_rule()
    assert (group.count, group.more) == (many, many - len(group.findings))
    lines = [one.place.line if one.place else None for one in report.findings]
    assert lines == list(range(3, many + 3))
    assert len(report.by_entity()) == many
