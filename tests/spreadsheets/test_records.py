"""Records of delimited text: what is read, and the cell at which one cannot be read."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityweave.errors import CityweaveError, SyntaxErrorInData, TooLarge
from cityweave.spreadsheets.records import LONGEST, SEPARATORS, records, separation


def read(text: str, *, strict: bool = True, separator: str = ",") -> list[tuple[int, int, str]]:
    lines = io.StringIO(text, newline="")
    found = records(lines, separator, "file.csv", strict=strict)
    return [(one.row, one.line, "|".join(one.values)) for one in found]


def failing(text: str, *, strict: bool = True) -> CityweaveError:
    with pytest.raises(CityweaveError) as caught:
        read(text, strict=strict)
    assert caught.value.source == "file.csv"
    assert caught.value.hint
    return caught.value


def test_rows_and_lines_are_counted_apart() -> None:
    assert read('a,b\n"x\ny",1\n\n2,3') == [
        (1, 1, "a|b"),
        (2, 2, "x\ny|1"),
        (3, 4, ""),
        (4, 5, "2|3"),
    ]


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"])
def test_a_quotation_mark_that_is_never_closed_is_told_with_its_cell(
    strict: bool, end: str
) -> None:
    error = failing(f'a,b{end or chr(10)}1,2\n3,"four\n5,6\n7,8{end}', strict=strict)
    assert isinstance(error, SyntaxErrorInData)
    assert "cell B3 begins with a quotation mark that is never closed" in error.detail
    assert (error.line, error.column) == (3, 2)


def test_what_follows_a_closing_quotation_mark_is_told_with_its_cell_or_borne() -> None:
    error = failing('a,b\n"1","two"three\n')
    assert "in the cell B2, something follows the closing quotation mark" in error.detail
    assert read('a,b\n"1","two"three\n', strict=False)[1] == (2, 2, "1|twothree")


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_without_end_is_told_with_its_cell(strict: bool, quote: str) -> None:
    error = failing(f"a,b\n1,{quote}{'x' * (LONGEST + 1)}{quote}\n", strict=strict)
    assert isinstance(error, TooLarge)
    assert error.detail == "The cell B2 has more than 1,000,000 characters."
    assert read(f"a,b\n1,{quote}{'x' * 200_000}{quote}\n")[1][2] == "1|" + "x" * 200_000


def test_a_mark_that_opens_a_cell_does_not_swallow_a_file() -> None:
    """It ends at the limit of a cell, so that no memory is needed for what follows."""
    given_out = 0

    def lines() -> list[str]:
        return ["a,b\n", '1,"two\n', *(["x" * 99 + "\n"] * 20_000)]

    def counting() -> object:
        nonlocal given_out
        for line in lines():
            given_out += 1
            yield line

    with pytest.raises(TooLarge, match="cell B2"):
        list(records(counting(), ",", None, strict=False))  # type: ignore[arg-type]
    assert given_out < 11_000


@given(st.lists(st.lists(st.text("ab,;\"'\n\r\t é", max_size=6), min_size=1, max_size=4)))
def test_what_a_writer_writes_is_read_back(rows: list[list[str]]) -> None:
    for separator in SEPARATORS:
        written = io.StringIO(newline="")
        csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
        lines = io.StringIO(written.getvalue(), newline="")
        for strict in (True, False):
            lines.seek(0)
            found = records(lines, separator, None, strict=strict)
            assert [one.values for one in found] == rows


@given(st.text('a,"\n\r', max_size=12))
def test_any_text_is_read_or_refused_with_a_cell(text: str) -> None:
    for strict in (True, False):
        with suppress(SyntaxErrorInData):
            read(text, strict=strict)
            continue
        assert re.search("the cell [A-Z][0-9]+", failing(text, strict=strict).detail)


def test_the_separator_is_said_or_shown() -> None:
    def fits(texts: object) -> int:
        assert isinstance(texts, list)
        return len({"a", "b"} & set(texts))

    assert separation("sep=;\r\na;b\n", fits, ",").separator == ";"
    assert separation("sep=;\r\na;b\n", fits, ",").skipped == 7
    assert separation("\n\na\tb,c\n", fits, ",").separator == "\t"
    assert separation("x\n", fits, "\t").separator == "\t"
