"""CSV and TSV as the spreadsheets of many countries write it, and files that are no CSV."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

import pytest
from pyoxigraph import Literal, NamedNode

from cityweave.errors import CityweaveError, SyntaxErrorInData, TooLarge
from cityweave.spreadsheets import Limits
from cityweave.spreadsheets.delimited import read_delimited
from cityweave.spreadsheets.folding import fold, slug, tidy
from cityweave.spreadsheets.table import letters
from cityweave.vocabulary import BASE
from spreadsheets.conftest import Reading

TABLE = "name (en),country,website\nMálaga,España,\nŁódź,Polska,\n"
MALAGA, LODZ = (NamedNode(f"{BASE}id/city/{slug}") for slug in ("malaga-es", "lodz-pl"))


def rows(data: bytes, known: Sequence[str] = ("a", "b")) -> list[list[str]]:
    table = read_delimited(data, lambda texts: len(set(known) & set(texts)))
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE),
     ("utf-16-be", codecs.BOM_UTF16_BE), ("utf-16-le", b""), ("utf-16-be", b""),
     ("utf-32", b"")],
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(
    reading: Reading, encoding: str, mark: bytes, separator: str, end: str
) -> None:
    text = TABLE.replace(",", separator).replace("\n", end)
    text = text.replace("España", "Spain").replace("Polska", "Poland")
    sheet = reading(mark + text.encode(encoding))
    assert sheet.faults == ()
    assert {quad.subject for quad in sheet.quads} == {MALAGA, LODZ}


def test_a_file_in_windows_1252_is_read_and_told_with_the_first_cell(reading: Reading) -> None:
    text = 'name (en),country,summary (es)\nVienna,AT,"dos\r\nlíneas"\nMálaga,Spain,\n'
    sheet = reading(text.encode("cp1252"))
    (fault,) = sheet.faults
    assert (fault.code, fault.place and fault.place.cell) == ("wrong-encoding", "C2")
    assert "Windows-1252" in fault.words["fr"]
    assert "UTF-8" in (fault.fix or {})["fr"]
    assert Literal("Málaga", language="en") in {quad.object for quad in sheet.quads}


def test_rows_are_counted_as_a_spreadsheet_shows_them() -> None:
    data = b'a,b\n"x\ny","""q"""\n\r\n\n1,2\r3,\n'
    table = read_delimited(data, len)
    assert [(cell.row, cell.column, cell.text) for row in table.rows for cell in row] == [
        (1, 1, "a"), (1, 2, "b"), (2, 1, "x\ny"), (2, 2, '"q"'),
        (5, 1, "1"), (5, 2, "2"), (6, 1, "3"),
    ]  # fmt: skip


def test_the_header_decides_about_the_separator() -> None:
    assert rows(b"a;b\n1,2,3,4;5\n") == [["a", "b"], ["1,2,3,4", "5"]]
    assert rows(b"b\ta\n1;2;3\t5\n") == [["b", "a"], ["1;2;3", "5"]]
    assert rows(b"x;y;z\n1;2;3\n") == [["x", "y", "z"], ["1", "2", "3"]]
    assert rows(b"sep=;\na;b\n1,0;2\n") == [["a", "b"], ["1,0", "2"]]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04rest", "zip archive or an office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office document"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x00" * 400, "binary"),
        (codecs.BOM_UTF16_LE + b"a", "UTF-16"),
        (b'a,b\n"never closed\n1,2\n', "Row 2"),
        (b'a,b\n1,"two"three\n', "Row 2"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "The cell B2 has 200,000 characters"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
        (bytes(range(256)) * 4, "binary"),
        (b"name (en),country\n" + b"\x00" * 500, "binary"),
        (b" <!DOCTYPE HTML><html><body>Log in</body></html>", "page of the web"),
        (b"My cities,,\n,,\nname (en),country\nGhent,BE\n", "header seems to stand in row 3"),
        (b"", "empty"),
        (b"\n \n\n", "empty"),
        (b"# only a comment\n", "not tell"),
    ],
)
def test_what_is_no_table_is_refused(reading: Reading, data: bytes, says: str) -> None:
    with pytest.raises(CityweaveError, match=says) as caught:
        reading(data)
    assert caught.value.hint
    assert caught.value.source == "file.csv"


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        (Limits(max_bytes=19), "max_bytes"),
        (Limits(max_rows=2), "max_rows"),
        (Limits(max_columns=1), "max_columns"),
        (Limits(max_cells=3), "max_cells"),
        (Limits(max_cell_characters=0), "max_cell_characters"),
    ],
)
def test_a_limit_that_is_passed_is_named(limits: Limits, name: str) -> None:
    with pytest.raises(TooLarge, match=name):
        read_delimited(b"a,b\n1,2\n3,4\n5,6\n7,8\n", len, limits=limits)


def test_100_megabytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(TooLarge, match="100,000,000 bytes"):
        read_delimited(b"x" * 100_000_000, len)


def test_a_broken_row_is_told_with_its_line_in_the_file(reading: Reading) -> None:
    with pytest.raises(SyntaxErrorInData) as caught:
        reading('name (en),country\n"a\nb",FR\n"c"d,FR\n')
    assert (caught.value.line, caught.value.source) == (4, "file.csv")


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (16384, "XFD")])
def test_columns_have_letters(number: int, name: str) -> None:
    assert letters(number) == name


@pytest.mark.parametrize(
    ("text", "folded", "slugged"),
    [
        ("Bielsko-Biała", "bielsko-biala", "bielsko-biala"),
        (
            "L’Hospitalet\u00a0de  LLOBREGAT",
            "l'hospitalet de llobregat",
            "lhospitalet-de-llobregat",
        ),
        ("Straße – İzmir", "strasse - izmir", "strasse-izmir"),
        ("Tórshavn & Co.", "torshavn & co.", "torshavn-co"),
        ("Αθήνα", "αθηνα", ""),
    ],
)
def test_names_are_folded_and_made_into_slugs(text: str, folded: str, slugged: str) -> None:
    assert fold(text) == folded
    assert slug(text) == slugged


def test_long_slugs_end_at_a_word() -> None:
    assert slug("word " * 40) == "-".join(["word"] * 16)
    assert tidy(" a\u00a0 b \r\n\n c ") == "a b\nc"
