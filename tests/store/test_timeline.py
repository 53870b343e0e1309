"""Dates, times and durations as numbers; the order of many of them is in `test_rank`."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cityweave.store.timeline import MOMENTS, duration, moment

DAY = 86_400


def seconds(written: str, name: str) -> Decimal:
    found = moment(written, MOMENTS[name])
    assert found is not None, written
    return found[0]


@pytest.mark.parametrize(
    ("name", "earlier", "later", "between"),
    [
        ("dateTime", "2024-02-28T23:59:59.5", "2024-03-01T00:00:00", Decimal("86400.5")),
        ("dateTime", "2024-01-01T00:00:00Z", f"2024-01-01T00:00:00.{1:018}Z", Decimal("1E-18")),
        ("dateTime", "2024-01-01T00:00:00+14:00", "2024-01-01T00:00:00-14:00", Decimal(28 * 3600)),
        ("dateTime", "-0001-12-31T00:00:00Z", "0001-01-01T00:00:00Z", Decimal(367 * DAY)),
        ("date", "1999-12-31", "12000-01-01", Decimal(3_652_426 * DAY)),
        ("time", "00:00:00Z", "23:59:59.25Z", Decimal("86399.25")),
        ("gYear", "1900", "1901", Decimal(365 * DAY)),
        ("gYearMonth", "2024-02", "2024-03", Decimal(29 * DAY)),
        ("gMonthDay", "--02-28", "--02-29", Decimal(DAY)),
        ("gMonth", "--01", "--02", Decimal(31 * DAY)),
        ("gDay", "---01", "---31", Decimal(30 * DAY)),
    ],
)
def test_points_in_time_are_so_far_apart(
    name: str, earlier: str, later: str, between: Decimal
) -> None:
    assert seconds(later, name) - seconds(earlier, name) == between


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("date", "2023-02-29"),
        ("date", "2023-13-01"),
        ("date", "23-01-01"),
        ("date", "２０２３-01-01"),
        ("date", "9" * 5000 + "-01-01"),
        ("dateTime", "2023-01-01"),
        ("gMonthDay", "--02-30"),
        ("gDay", "---32"),
    ],
)
def test_what_is_no_point_in_time_has_none(name: str, written: str) -> None:
    assert moment(written, MOMENTS[name]) is None


def test_a_zone_is_seen() -> None:
    assert moment("2024Z", MOMENTS["gYear"]) == (seconds("2024", "gYear"), True)
    assert moment("2024", MOMENTS["gYear"]) == (seconds("2024", "gYear"), False)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("P0D", 0),
        ("P1D", 4),
        ("-P1D", -4),
        ("PT36H", 6),
        ("P1DT12H", 6),
        ("P1M", 30 + 28 + 31 + 31),
        ("-P1M", -(31 + 31 + 28 + 30)),
        ("P400Y", 4 * 146_097),
        ("P4801M", 4 * 146_097 + 120),
        ("P1Y2M3DT4H5M6.5S", None),
    ],
)
def test_a_duration_counts_from_four_days_on(written: str, days: int | None) -> None:
    found = duration(written)
    assert found is not None
    if days is None:
        years = duration("P14M")
        assert years is not None
        assert found - years == 4 * (3 * DAY + 4 * 3600 + 5 * 60 + Decimal("6.5"))
    else:
        assert found == days * DAY


def test_a_duration_keeps_its_parts_of_a_second() -> None:
    longer, shorter = duration(f"P2000YT0.{1:018}S"), duration("P2000Y")
    assert longer is not None
    assert shorter is not None
    assert longer - shorter == Decimal("4E-18")


@pytest.mark.parametrize(
    "written", ["P", "PT", "P1DT", "1D", "P1S", "PT1D", "P" + "9" * 5000 + "Y"]
)
def test_what_is_no_duration_has_none(written: str) -> None:
    assert duration(written) is None
