"""Tables as people have them: read, or refused with a sentence that names a cell or a way out."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest

from cityweave.errors import CityweaveError
from imports.conftest import Bench, cells, said

HEAD = "item,itemLabel,country\r\n"
ROW = "http://www.wikidata.org/entity/Q1296,Ghent,BE\r\n"
LINKED = "http://www.wikidata.org/entity/Q1296"


def read_as_ghent(bench: Bench, data: bytes, name: str = "q.csv") -> list[tuple[str, str]]:
    """What is wrong with a table that says of Ghent what it is in Wikidata."""
    read = bench.read("wikidata", (name, data))
    assert not read.quads or LINKED in {value for _, _, value in said(read)}
    return cells(read)


PLAIN = HEAD + ROW


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-32"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", "|").encode(),
        b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
        PLAIN.replace("\r\n", "\r").encode(),
        b"\r\n,,\r\n" + PLAIN.encode(),
        PLAIN.encode() + LINKED.encode() + b"\r\n",
    ],
    ids=["utf-8", "mark", "utf-16", "le", "be", "utf-32", "semicolon", "tab", "bar", "sep", "cr",
         "blank rows", "short row"],
)  # fmt: skip
def test_all_ways_to_write_a_table_say_the_same(bench: Bench, data: bytes) -> None:
    usual = bench.read("wikidata", ("q.csv", PLAIN.encode()))
    assert bench.read("wikidata", ("q.csv", data)).quads == usual.quads
    assert read_as_ghent(bench, data) == cells(usual)


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (HEAD + ROW.replace("BE", "BE,more"), [("row-too-long", "D2")]),
        (HEAD.replace("country", "itemLabel") + ROW, [("duplicate-column", "C1")]),
        (HEAD, [("no-rows", "A1")]),
    ],
)
def test_what_is_odd_is_told_with_its_cell(
    bench: Bench, data: str, faults: list[tuple[str, str]]
) -> None:
    assert read_as_ghent(bench, data.encode())[: len(faults)] == faults


@pytest.mark.parametrize(
    ("data", "says", "way"),
    [
        (b"", "empty", "Export it anew"),
        (b" \r\n,,\r\n", "empty", "Export it anew"),
        (b"\xef\xbb\xbf", "empty", "Export it anew"),
        (PLAIN.encode() + b"\x00" * 500, "a binary file", "CSV UTF-8"),
        (b"\x89PNG\r\n" + bytes(range(256)), "a picture", "CSV UTF-8"),
        (b"<html><body>Log in</body></html>", "a page of the web", "download it again"),
        (HEAD.encode() + b'Q1,"Ghent,BE\r\nQ2,B,FR\r\n', "the cell B2 begins", "between quotation"),
        (HEAD.encode() + b"Q1," + b"x" * 1_000_001, "cell B2 has more than 1,000,000", "Shorten"),
        (b"My cities\r\n" + PLAIN.encode(), "Columns found: My cities", "to stand in row 2"),
        (b"items,itemLabels\r\n1,2\r\n", "Columns found: items, itemLabels", "“item” by “items”"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_out(
    bench: Bench, data: bytes, says: str, way: str
) -> None:
    with pytest.raises(CityweaveError) as caught:
        bench.read("wikidata", ("q.csv", data))
    assert says in caught.value.detail
    assert caught.value.hint
    assert way in caught.value.hint


PRACTICES = (
    ("Title", "City", "Country"),
    ("Samples shared", "Ghent", "BE"),
    ("More samples", "Ghent", "BE"),
)


def book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    made = openpyxl.Workbook()
    fill(made)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def filled(made: openpyxl.Workbook, title: str | None = None) -> None:
    sheet = made.active if title is None else made.create_sheet(title)
    assert sheet is not None
    for row in PRACTICES:
        sheet.append(row)


def with_formula(made: openpyxl.Workbook) -> None:
    filled(made)
    made.active["B2"] = '="Gh"&"ent"'


def with_error(made: openpyxl.Workbook) -> None:
    filled(made)
    made.active["B2"] = "#N/A"


def merged(made: openpyxl.Workbook) -> None:
    filled(made)
    made.active.merge_cells("B2:B3")


def with_hidden(made: openpyxl.Workbook) -> None:
    filled(made)
    filled(made, "Old")
    made["Old"].sheet_state = "hidden"


@pytest.mark.parametrize(
    ("fill", "fault"),
    [
        (with_formula, ("formula-without-value", "B2")),
        (with_error, ("spreadsheet-error", "B2")),
        (merged, ("merged-cell", "B2")),
        (with_hidden, ("hidden-sheet", "A1")),
    ],
)
def test_what_a_workbook_hides_is_told(
    bench: Bench, fill: Callable[[openpyxl.Workbook], None], fault: tuple[str, str]
) -> None:
    assert fault in cells(bench.read("urbact", ("list.xlsx", book(fill))))


def test_a_workbook_of_which_only_a_hidden_sheet_is_a_table_says_so(bench: Bench) -> None:
    def fill(made: openpyxl.Workbook) -> None:
        made.active.append(["About"])
        filled(made, "Cities")
        made["Cities"].sheet_state = "hidden"

    with pytest.raises(CityweaveError) as caught:
        bench.read("urbact", ("list.xlsx", book(fill)))
    assert caught.value.hint
    assert "Hidden sheets are not read: Cities." in caught.value.hint
