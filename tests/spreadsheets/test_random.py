"""Random tables and files: no foreign error, and each statement stands in the cell that made it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cityweave.errors import CityweaveError
from cityweave.parsing.fault import Fault
from cityweave.spreadsheets import Sheet, kinds
from cityweave.spreadsheets.folding import fold, slug, tidy
from cityweave.spreadsheets.table import Table
from spreadsheets.conftest import Reading
from spreadsheets.filling import Row, as_csv, as_xlsx

RELAXED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = st.sampled_from(
    ["Vienna", "Wenen", "Eurocities", "partner", "housing", "France", "FR", "2025", "2025-06",
     "2025-06/2025-09", "12", "1,5", "12 %", "https://a.example/", "member; partner",
     "city/vienna-at", "Test A", "Test B", "Mаdrid", "=1+1", "#REF!", "# no", "a\nb",
     "13/04/2024", "–", "ß;;"]
)  # fmt: skip
TEXTS = st.one_of(st.just(""), WORDS, st.text(max_size=12))


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[dict[str, str]]]:
    kind = draw(st.sampled_from(kinds()))
    columns = draw(st.lists(st.sampled_from(kind.columns), min_size=1, max_size=8))
    first = [column for column in kind.columns if column.name in ("id", "label.en", "country")]
    names = list(dict.fromkeys(column.name for column in (*first, *columns)))
    rows = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, TEXTS)), max_size=6))
    return kind.name, rows or [dict.fromkeys(names, "x")]


def check(
    sheet: Sheet, rows: list[dict[str, str]], again: Callable[[Sequence[Row]], Sheet]
) -> None:
    """Every statement has a cell that is filled in, and is gone when that cell is emptied."""
    names = list(rows[0])
    for fault in sheet.faults:
        assert isinstance(fault, Fault)
        assert fault.place is not None
        assert set(fault.words) == {"en", "es", "fr", "nl"}
    for number, quad in enumerate(sheet.quads):
        place = sheet.places.of(quad.subject, quad.predicate, quad.object)
        assert place is not None
        assert place.cell == Table(()).place(place.line, place.column).cell
        assert rows[place.line - 2][names[place.column - 1]].strip()
        if number % 5 == 0:
            without = [dict(row) for row in rows]
            without[place.line - 2][names[place.column - 1]] = ""
            left = again(without)
            elsewhere = left.places.of(quad.subject, quad.predicate, quad.object)
            assert elsewhere != place, (quad, place)


@RELAXED
@given(table=tables())
def test_random_csv(reading: Reading, table: tuple[str, list[dict[str, str]]]) -> None:
    kind, rows = table
    rows = [{name: text.replace("\r", " ") for name, text in row.items()} for row in rows]
    try:
        sheet = reading(as_csv(rows), kind=kind)
    except CityweaveError as error:
        assert error.hint  # noqa: PT017
    else:
        check(sheet, rows, lambda changed: reading(as_csv(changed), kind=kind))


@RELAXED
@given(table=tables())
def test_random_workbooks(reading: Reading, table: tuple[str, list[dict[str, str]]]) -> None:
    kind, rows = table
    plain = [
        {name: "".join(c for c in text if c.isprintable()) for name, text in row.items()}
        for row in rows
    ]
    try:
        sheet = reading(as_xlsx(plain), "xlsx", kind=kind)
    except CityweaveError as error:
        assert error.hint  # noqa: PT017
    else:
        check(sheet, plain, lambda changed: reading(as_xlsx(changed), "xlsx", kind=kind))


@RELAXED
@given(data=st.binary(max_size=300), suffix=st.sampled_from(["csv", "tsv", "xlsx"]))
def test_random_bytes(reading: Reading, data: bytes, suffix: str) -> None:
    try:
        reading(data, suffix)
    except CityweaveError as error:
        assert error.source == f"file.{suffix}"  # noqa: PT017


@RELAXED
@given(header=st.lists(st.text(max_size=20), min_size=1, max_size=6), data=st.data())
def test_random_headers(reading: Reading, header: list[str], data: st.DataObject) -> None:
    cells = data.draw(st.lists(TEXTS, min_size=len(header), max_size=len(header) + 2))
    rows = [dict(enumerate(cells))]
    try:
        reading(as_csv(rows, head=header), kind="cities")  # type: ignore[arg-type]
    except CityweaveError as error:
        assert error.hint  # noqa: PT017


@RELAXED
@given(at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=40))
def test_damaged_workbooks(reading: Reading, at: float, junk: bytes) -> None:
    whole = as_xlsx([{"name (en)": "Testville", "country": "FR"}])
    place = int(at * (len(whole) - 1))
    try:
        reading(whole[:place] + junk + whole[place + len(junk) :], "xlsx", kind="cities")
    except CityweaveError as error:
        assert error.hint  # noqa: PT017


@RELAXED
@given(at=st.floats(0, 1), junk=st.text("<>&\"' =rst0A1/", min_size=1, max_size=8), data=st.data())
def test_damaged_parts(reading: Reading, at: float, junk: str, data: st.DataObject) -> None:
    whole = as_xlsx([{"name (en)": "Testville", "country": "FR"}])
    with zipfile.ZipFile(BytesIO(whole)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    name = data.draw(st.sampled_from(sorted(members)))
    place = int(at * len(members[name]))
    members[name] = members[name][:place] + junk.encode() + members[name][place:]
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as new:
        for member, content in members.items():
            new.writestr(member, content)
    try:
        reading(written.getvalue(), "xlsx", kind="cities")
    except CityweaveError as error:
        assert error.hint  # noqa: PT017


@given(text=st.text(max_size=40))
def test_folding_is_stable_and_slugs_are_plain(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)
    assert slug(text).replace("-", "").isalnum() or slug(text) == ""
    assert slug(text).isascii()
