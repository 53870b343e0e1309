"""Time spans: precision is kept, bounds compare, nonsense is refused."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

from cityweave.derivation.timespans import PREFIX, TimeSpan, describe_timespans
from cityweave.errors import SyntaxErrorInData


@pytest.mark.parametrize(
    ("slug", "edtf", "earliest", "latest"),
    [
        ("2023", "2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-04-19", "2024-04-19", date(2024, 4, 19), date(2024, 4, 19)),
        ("2025-06_2025-09", "2025-06/2025-09", date(2025, 6, 1), date(2025, 9, 30)),
        ("2016-21", "2016-21", date(2016, 3, 1), date(2016, 5, 31)),
        ("2021_..", "2021/..", date(2021, 1, 1), None),
        (".._2024", "../2024", None, date(2024, 12, 31)),
        ("2025-05_or_2025-06", "[2025-05,2025-06]", date(2025, 5, 1), date(2025, 6, 30)),
        ("2025-08-approx", "2025-08~", date(2025, 8, 1), date(2025, 8, 31)),
        (
            "2024-04-19T1015_2024-04-19T1200",
            "2024-04-19T10:15/2024-04-19T12:00",
            date(2024, 4, 19),
            date(2024, 4, 19),
        ),
    ],
)
def test_slug_is_read(slug: str, edtf: str, earliest: date | None, latest: date | None) -> None:
    span = TimeSpan.from_slug(slug)
    assert (span.edtf, span.earliest, span.latest) == (edtf, earliest, latest)


@pytest.mark.parametrize("slug", ["soon", "2025-13", "2025-02-30", "", "2025-06/2025-07"])
def test_what_is_no_date_is_refused(slug: str) -> None:
    with pytest.raises(SyntaxErrorInData) as caught:
        TimeSpan.from_slug(slug)
    assert caught.value.hint is not None


def test_literals_are_as_precise_as_the_slug_and_no_more() -> None:
    use = Quad(
        NamedNode("urn:x"), NamedNode("urn:p"), NamedNode(PREFIX + "2025-06_.."), DefaultGraph()
    )
    said = {
        (quad.predicate.value.rpartition("#")[2], str(quad.object))
        for quad in describe_timespans([use])
        if quad.predicate.value.endswith(("startDate", "endDate", "earliest", "latest"))
    }
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert said == {
        ("startDate", f'"2025-06"^^<{xsd}gYearMonth>'),
        ("earliest", f'"2025-06-01"^^<{xsd}date>'),
    }
