"""Results as spreadsheets, read back by another library: what was there is what is seen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cityweave.errors import ResultTooLarge
from cityweave.formats import by_name
from cityweave.query import QueryRequest
from cityweave.store import EmbeddedStore, workbook
from cityweave.store.cells import Link, Term, Value, value_of
from cityweave.store.sink import LimitReached
from cityweave.vocabulary import PREFIXES

Rows = Iterable[Sequence[Term | None]]


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + name))


def written(names: Sequence[str], rows: Rows, most: int | None = None) -> bytes:
    output = io.BytesIO()
    workbook.write(names, rows, output, most)
    return output.getvalue()


def opened(names: Sequence[str], rows: Rows) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(names, rows)))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (typed("12", "integer"), 12),
        (typed("+007", "integer"), 7),
        (typed("-3", "nonPositiveInteger"), -3),
        (typed("123456789012345", "integer"), 123456789012345),
        (typed("1234567890123456", "integer"), "1234567890123456"),
        (typed("twelve", "integer"), "twelve"),
        (typed("1.50", "decimal"), 1.5),
        (typed(".5", "decimal"), 0.5),
        (typed(".", "decimal"), "."),
        (typed("0.1234567890123456", "decimal"), "0.1234567890123456"),
        (typed("1.5e3", "double"), 1500.0),
        (typed("1e999", "double"), "1e999"),
        (typed("NaN", "double"), "NaN"),
        (typed("INF", "float"), "INF"),
        (typed("true", "boolean"), True),
        (typed("0", "boolean"), False),
        (typed("yes", "boolean"), "yes"),
        (typed("2016", "gYear"), 2016),
        (typed("-0044", "gYear"), "-0044"),
        (typed("2016-06", "gYearMonth"), "2016-06"),
        (typed("2024-02-29", "date"), date(2024, 2, 29)),
        (typed("2023-02-29", "date"), "2023-02-29"),
        (typed("2024-02-29Z", "date"), "2024-02-29Z"),
        (typed("1900-02-28", "date"), "1900-02-28"),
        (typed("1900-03-01", "date"), date(1900, 3, 1)),
        (typed("2024-04-19T10:00:01.0", "dateTime"), datetime.fromisoformat("2024-04-19T10:00:01")),
        (typed("2024-04-19T10:00:01.5", "dateTime"), "2024-04-19T10:00:01.5"),
        (typed("2024-04-19T10:00:01+02:00", "dateTime"), "2024-04-19T10:00:01+02:00"),
        (typed("2024-04-19T25:00:01", "dateTime"), "2024-04-19T25:00:01"),
        (Literal("12"), "12"),
        (Literal("Gent", language="nl"), "Gent"),
        (NamedNode("https://e.org/a?b=1#c"), Link("https://e.org/a?b=1#c")),
        (NamedNode("https://e.org/" + "a" * 2100), "https://e.org/" + "a" * 2100),
        (NamedNode("http://e.org:8080"), Link("http://e.org:8080")),
        (NamedNode("https://bank.org@e.org/"), "https://bank.org@e.org/"),
        (NamedNode("https:///nowhere"), "https:///nowhere"),
        (NamedNode("file:///etc/passwd"), "file:///etc/passwd"),
        (NamedNode("javascript:alert(1)"), "javascript:alert(1)"),
        (BlankNode("b"), "_:b"),
        (
            Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c")),
            '<urn:a> <urn:b> "c"',
        ),
    ],
)
def test_a_value_is_what_a_spreadsheet_keeps_of_it(term: Term, value: Value) -> None:
    found = value_of(term)
    assert (type(found), found) == (type(value), value)


def test_cells_are_numbers_days_links_and_texts() -> None:
    address = "https://w3id.org/cityweave/source/one?a=1&b=2#L1-2"
    row: list[Term | None] = [
        NamedNode(address),
        typed("12", "integer"),
        typed("2024-04-19", "date"),
        typed("2024-04-19T10:30:00", "dateTime"),
        typed("true", "boolean"),
        None,
        Literal(' <a> & "b" '),
    ]
    sheet = opened(list("abcdefg"), [row]).active
    link, number, day, moment, yes, nothing, text = sheet[2]
    assert link.value == link.hyperlink.target == address
    assert (number.value, number.data_type) == (12, "n")
    assert (day.value, day.is_date) == (datetime.fromisoformat("2024-04-19"), True)
    assert "h" not in day.number_format
    assert (moment.value, moment.is_date) == (datetime.fromisoformat("2024-04-19T10:30"), True)
    assert yes.value is True
    assert nothing.value is None
    assert text.value == ' <a> & "b" '


def test_the_head_stays_and_filters() -> None:
    rows: list[list[Term | None]] = [
        [Literal("Gent"), Literal("x" * 500)],
        [Literal("Sint-Niklaas-Waas"), None],
    ]
    book = opened(["city", "about"], rows)
    sheet = book["Result"]
    assert book.sheetnames == ["Result"]
    assert [one.value for one in sheet[1]] == ["city", "about"]
    assert all(one.font.b for one in sheet[1])
    assert not sheet["A2"].font.b
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["A"].width == 18
    assert sheet.column_dimensions["B"].width == workbook.WIDEST


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://e")'])
def test_no_text_is_a_formula(text: str) -> None:
    cell = opened(["x"], [[Literal(text)]]).active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_what_xml_cannot_hold_is_seen_and_told() -> None:
    book = opened(["x"], [[Literal("a\0b\x1fc\uffffd")], [Literal("_x0041_ \r\n \r")]])
    sheet = book["Result"]
    assert sheet["A2"].value == "a␀b␟c\ufffdd"
    assert unescape(sheet["A3"].value) == "_x0041_ \n \n"
    assert "control characters, which XLSX cannot hold: 1." in book["Notes"]["A2"].value


@pytest.mark.parametrize("letter", ["x", "𝄞"])
def test_a_text_that_is_too_long_is_cut_and_told(letter: str) -> None:
    kept = "x" * 32_767
    book = opened(["x"], [[Literal(kept)], [Literal(letter * 40_000)]])
    assert book["Result"]["A2"].value == kept
    cut = book["Result"]["A3"].value
    assert cut.endswith(letter + "…")
    assert len(cut.encode("utf-16-le")) // 2 in (32_766, 32_767)
    assert "32,767 characters: 1." in book["Notes"]["A2"].value


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_comes_back(texts: list[str]) -> None:
    sayable = [one.encode("utf-8", "replace").decode() for one in texts]
    sheet = opened(["x"], [[Literal(one)] for one in sayable])["Result"]
    found = [unescape(row[0] or "") for row in sheet.iter_rows(min_row=2, values_only=True)]
    for text, seen in zip(sayable, found, strict=True):
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        assert len(seen) == len(plain)
        assert all(
            a == b or ord(a) < 32 or ord(a) > 0xFFFD for a, b in zip(plain, seen, strict=True)
        )


def test_more_rows_than_a_sheet_holds_go_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 4)
    book = opened(["x"], [[Literal(number)] for number in range(7)])
    assert book.sheetnames == ["Result", "Result 2", "Result 3", "Notes"]
    sheets = [book[name] for name in book.sheetnames[:3]]
    values = [[row[0] for row in one.iter_rows(values_only=True)] for one in sheets]
    assert values == [["x", 0, 1, 2], ["x", 3, 4, 5], ["x", 6]]
    assert "It goes on in Result 2, Result 3." in book["Notes"]["A2"].value


def test_a_sheet_that_is_full_to_the_last_row_has_no_successor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workbook, "ROWS", 4)
    assert opened(["x"], [[Literal("a")]] * 3).sheetnames == ["Result"]


def test_links_beyond_those_of_a_sheet_are_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LINKS", 2)
    book = opened(["x"], [[NamedNode(f"https://e.org/{number}")] for number in range(3)])
    cells = [row[0] for row in book["Result"].iter_rows(min_row=2)]
    assert [one.value for one in cells] == [f"https://e.org/{number}" for number in range(3)]
    assert [one.hyperlink is not None for one in cells] == [True, True, False]
    assert "IRIs that are not links" in book["Notes"]["A2"].value


def test_too_many_columns_are_told() -> None:
    with pytest.raises(ResultTooLarge, match="16385 columns"):
        written([f"v{number}" for number in range(16_385)], [])


def test_names_of_columns() -> None:
    names = [f"v{number}" for number in range(703)]
    [row] = opened(names, []).active.iter_rows(values_only=True)
    assert list(row) == names


def test_more_rows_than_allowed_leave_no_workbook() -> None:
    output = io.BytesIO()
    with pytest.raises(LimitReached):
        workbook.write(["x"], [[Literal("a")]] * 3, output, 2)
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(output.getvalue()))
    assert written(["x"], [[Literal("a")]] * 2, 2)


class Full:
    """An output that has room for so many bytes, as that of a reader has."""

    def __init__(self, most: int) -> None:
        self.most, self.taken = most, b""

    def write(self, data: bytes, /) -> int:
        if len(self.taken) + len(data) > self.most:
            raise LimitReached("bytes")
        self.taken += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


@pytest.mark.parametrize("most", [0, 100, 1_000, 5_000, 20_000])
def test_an_output_that_is_full_gets_no_end(most: int) -> None:
    rows = [[Literal(f"{number} {hash(str(number))}")] for number in range(3_000)]
    output = Full(most)
    with pytest.raises(LimitReached):
        workbook.write(["x"], rows, output, None)
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(output.taken))


def test_the_same_rows_are_the_same_bytes() -> None:
    assert written(["x"], [[Literal("a")]]) == written(["x"], [[Literal("a")]])


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("ASK {}", [("boolean",), (True,)]),
        ("SELECT ?a ?b { BIND (1 AS ?b) }", [("a", "b"), (None, 1)]),
        ("SELECT ?a { FILTER(false) }", [("a",)]),
        ("SELECT * {}", []),
    ],
)
def test_every_kind_of_table(query: str, rows: list[tuple[object, ...]]) -> None:
    body = EmbeddedStore().query(QueryRequest(query), by_name("xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(body))["Result"]
    found = [
        row for row in sheet.iter_rows(values_only=True) if any(one is not None for one in row)
    ]
    assert found == rows
