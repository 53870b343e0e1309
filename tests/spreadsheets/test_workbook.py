"""XLSX: values as the spreadsheet keeps them, and files that are made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from pyoxigraph import Literal, NamedNode

from cityweave.errors import CityweaveError, SyntaxErrorInData, TooLarge
from cityweave.spreadsheets import Limits
from cityweave.spreadsheets.workbook import read_workbook
from cityweave.vocabulary import CW, PREFIXES
from spreadsheets.conftest import Reading
from spreadsheets.filling import as_xlsx, saved, with_shared_strings

HEAD = ["name (en)", "launch date", "network partnership: member", "network partnership: role"]
FIGURES = ["identifier", "quantity: measure (en)", "quantity: value", "quantity: unit"]


def book(*rows: list[Any], title: str = "Networks") -> Any:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return made


def launched(reading: Reading, made: Any) -> list[Literal]:
    sheet = reading(saved(made), "xlsx", kind="networks")
    assert sheet.faults == ()
    return [quad.object for quad in sheet.quads if quad.predicate == NamedNode(CW + "launchDate")]  # type: ignore[misc]


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive with one of its members changed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", 8) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return written.getvalue()


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
@pytest.mark.parametrize(
    ("value", "shown", "lexical", "datatype"),
    [
        (date(2024, 5, 17), None, "2024-05-17", "date"),
        (datetime(2024, 5, 17), None, "2024-05-17", "date"),  # noqa: DTZ001
        (datetime(2024, 5, 17, 9, 30), None, "2024-05-17T09:30:00", "dateTime"),  # noqa: DTZ001
        (date(2024, 5, 1), "mmm yyyy", "2024-05", "gYearMonth"),
        (date(2024, 1, 1), "yyyy", "2024", "gYear"),
        (2024, None, "2024", "gYear"),
        ("2024-05", None, "2024-05", "gYearMonth"),
    ],
)
def test_days_of_both_calendars(
    reading: Reading, epoch: Any, value: object, shown: str | None, lexical: str, datatype: str
) -> None:
    made = book(HEAD, ["Trial", value])
    if epoch:
        made.epoch = epoch
    if shown:
        made.active["B2"].number_format = shown
    expected = Literal(lexical, datatype=NamedNode(PREFIXES["xsd"] + datatype))
    assert launched(reading, made) == [expected]


@pytest.mark.parametrize(
    ("value", "shown", "expected"),
    [(12500, "#,##0", "12500"), (12500.0, "General", "12500"), (0.1 + 0.2, "0.0", "0.3"),
     (1234.5, "€ #,##0.00", "1234.5"), (1e16, "General", "10000000000000000")],
)  # fmt: skip
def test_numbers_are_what_the_spreadsheet_keeps(
    reading: Reading, value: float, shown: str, expected: str
) -> None:
    made = book(FIGURES, ["city/vienna-at", "trials", value, "events"], title="Municipality")
    made.active["C2"].number_format = shown
    sheet = reading(saved(made), "xlsx")
    assert sheet.faults == ()
    found = [quad.object for quad in sheet.quads if quad.predicate == NamedNode(CW + "value")]
    assert [term.value for term in found if isinstance(term, Literal)] == [expected]


def test_a_share_is_not_taken_for_what_is_kept(reading: Reading) -> None:
    made = book(FIGURES, ["city/vienna-at", "trials", 0.12, "percent"], title="Municipality")
    made.active["C2"].number_format = "0%"
    (fault,) = reading(saved(made), "xlsx").faults
    assert (fault.code, str(fault.place)) == ("not-a-number", "file.xlsx, Municipality!C2")
    assert "Write 12, and % in" in (fault.fix or {})["en"]


def test_formulas_count_as_their_stored_value(reading: Reading) -> None:
    made = book(HEAD, ["Trial", "=1+2023"], ["=A2", None])
    data = saved(made)
    faults = reading(data, "xlsx", kind="networks").faults
    assert [(fault.code, fault.place and fault.place.cell) for fault in faults] == [
        ("formula-without-value", "B2"), ("formula-without-value", "A3")
    ]  # fmt: skip
    stored = changed(
        data, "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>1+2023</f><v />", b"<f>1+2023</f><v>2024</v>")
        .replace(b"<f>1+2023</f><v/>", b"<f>1+2023</f><v>2024</v>"),
    )  # fmt: skip
    sheet = reading(stored, "xlsx", kind="networks")
    assert [fault.place.cell for fault in sheet.faults if fault.place] == ["A3"]
    assert "2024" in {quad.object.value for quad in sheet.quads if isinstance(quad.object, Literal)}


def test_formulas_as_text_and_errors_are_told(reading: Reading) -> None:
    made = book(HEAD, ["Trial", "#DIV/0!"], ["x", None])
    cell = made.active["A3"]
    cell.value, cell.data_type = '=HYPERLINK("http://a.example")', "s"
    found = reading(saved(made), "xlsx", kind="networks").faults
    assert [(fault.code, fault.place and fault.place.cell) for fault in found] == [
        ("spreadsheet-error", "B2"), ("formula", "A3")
    ]  # fmt: skip


def test_merged_cells_hidden_sheets_and_others_are_told(reading: Reading) -> None:
    made = book(HEAD, ["Trial", "2024", "Eurocities", "partner"], [None, None, "POLIS", "partner"])
    made.active.merge_cells("A2:A3")
    hidden = made.create_sheet("Secret")
    hidden.append(HEAD)
    hidden.sheet_state = "hidden"
    made.create_sheet("Notes").append(["buy milk"])
    made.create_sheet("Empty")
    sheet = reading(saved(made), "xlsx")
    assert [(fault.code, fault.severity, str(fault.place)) for fault in sheet.faults] == [
        ("merged-cell", "violation", "file.xlsx, Networks!A2"),
        ("row-without-name", "violation", "file.xlsx, Networks!C3"),
        ("unread-sheet", "warning", "file.xlsx, Notes!A1"),
        ("hidden-sheet", "warning", "file.xlsx, Secret!A1"),
    ]


def test_sheets_of_several_kinds_may_name_each_other(reading: Reading) -> None:
    made = book(HEAD, ["Trial", None, "Office of Trials", "partner"])
    other = made.create_sheet("Organisations")
    other.append(["name (en)", "organisation type"])
    other.append(["Office of Trials", "company"])
    sheet = reading(saved(made), "xlsx")
    assert sheet.faults == ()
    partner = next(quad for quad in sheet.quads if quad.predicate == NamedNode(CW + "partner"))
    assert str(sheet.places.of(*list(partner)[:3])) == "file.xlsx, Networks!C2"


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
PARTS = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml")


@pytest.mark.parametrize("part", PARTS)
def test_entities_of_entities_are_refused(part: str) -> None:
    data = changed(
        with_shared_strings(as_xlsx([{"a": "b"}])), part,
        lambda xml: BOMB + xml.partition(b"?>")[2] if xml.startswith(b"<?xml") else BOMB + xml,
    )  # fmt: skip
    with pytest.raises(SyntaxErrorInData, match="entities") as caught:
        read_workbook(data, source="bomb.xlsx")
    assert caught.value.source == "bomb.xlsx"


def test_a_zip_bomb_stays_packed() -> None:
    zeros = bytes(1_000_000)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", 8) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            for _ in range(150):
                member.write(zeros)
    assert len(written.getvalue()) < 200_000
    with pytest.raises(TooLarge, match="max_unpacked_bytes"):
        read_workbook(written.getvalue())


def test_a_bomb_that_lies_about_its_size_is_broken() -> None:
    data = bytearray(as_xlsx([{"a": "b" * 5000}]))
    at = data.rindex(
        b"PK\x01\x02", 0, data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02"))
    )
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(SyntaxErrorInData, match="damaged"):
        read_workbook(bytes(data))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"name (en),country\n", "CSV"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
        (b"PK\x03\x04" + bytes(600), "damaged"),
        (b"%PDF-1.7\x00", "PDF"),
        (bytes(600), "something else"),
        (as_xlsx([{"a": "b"}])[:-200], "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(SyntaxErrorInData, match=says) as caught:
        read_workbook(data)
    assert caught.value.hint


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "change",
    [lambda _: b"", lambda xml: xml[: len(xml) // 2], lambda xml: xml.replace(b"<", b"&"),
     lambda _: b"<x/>", lambda xml: xml.replace(b'r="A2"', b'r="ZZZZ99"'),
     lambda xml: xml.replace(b't="inlineStr"', b't="s"').replace(b't="s"', b't="d"')],
)  # fmt: skip
def test_broken_parts_raise_nothing_of_others(part: str, change: Callable[[bytes], bytes]) -> None:
    whole = with_shared_strings(as_xlsx([{"name (en)": "x", "country": 3}]))
    data = changed(whole, part, change)
    try:
        read_workbook(data)
    except CityweaveError as error:
        assert error.hint  # noqa: PT017


def test_a_sheet_that_claims_to_be_large_costs_little() -> None:
    data = as_xlsx([{"a": "b"}])
    sheet = "xl/worksheets/sheet1.xml"
    wide = changed(
        data, sheet, lambda xml: xml.replace(b'r="B1"', b'r="XFD1"').replace(b'r="A2"', b'r="XFD2"')
    )
    with pytest.raises(TooLarge, match="max_columns"):
        read_workbook(wide)
    tall = changed(
        data, sheet, lambda xml: xml.replace(b'r="2"', b'r="999999"').replace(b'"A2"', b'"A999999"')
    )
    with pytest.raises(TooLarge, match="max_rows"):
        read_workbook(tall)
    boast = changed(data, sheet, lambda xml: xml.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"'))
    (table,) = read_workbook(boast).tables
    assert [[cell.text for cell in row] for row in table.rows] == [["a"], ["b"]]
    with pytest.raises(TooLarge, match="max_sheets"):
        read_workbook(data, limits=Limits(max_sheets=0))


def test_texts_in_a_table_of_their_own_are_read(reading: Reading) -> None:
    data = with_shared_strings(as_xlsx([{"name (en)": "Test_x000D_\nville &", "country": "FR"}]))
    (table,) = read_workbook(data).tables
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["name (en)", "country"], ["Test\r\nville &", "FR"]
    ]  # fmt: skip
    assert reading(data, "xlsx").faults == ()
