"""The tree of errors: as drawn, complete, and able to say thing, place and way out."""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest

from cityweave import errors
from cityweave.errors import CityweaveError, kinds


def test_the_docstring_draws_the_tree() -> None:
    drawn = {}
    parents: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    ([│├└─ ]*)(\w+) +(\d{3}) ([\w-]+)$", line)
        if found:
            depth = len(found[1]) // 4
            parents[depth:] = [found[2]]
            drawn[found[2]] = (parents[depth - 1] if depth else None, int(found[3]), found[4])
    real = {
        one.__name__: (
            one.__bases__[0].__name__ if one is not CityweaveError else None,
            one.status,
            one.code,
        )
        for one in kinds()
    }
    assert drawn == real


def test_codes_are_unique_and_statuses_are_errors() -> None:
    codes = [one.code for one in kinds()]
    assert len(set(codes)) == len(codes)
    assert all(HTTPStatus(one.status) >= 400 for one in kinds())
    assert all(one.title and not one.title.endswith(".") for one in kinds())


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({}, "Wrong.\nDo this."),
        ({"line": 3}, "line 3: Wrong.\nDo this."),
        (
            {"source": "a.ttl", "line": 3, "column": 7},
            "a.ttl, line 3, column 7: Wrong.\nDo this.",
        ),
    ],
)
def test_an_error_says_place_thing_and_way_out(place: dict[str, object], text: str) -> None:
    error = CityweaveError("Wrong.", hint="Do this.", **place)  # type: ignore[arg-type]
    assert str(error) == text
    assert error.args == ("Wrong.",)
