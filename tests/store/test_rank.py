"""The rank of a term: total, as the engine's order wherever that is one, and by kind beyond."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cityweave.store.rank import RANK, Term, key, number, rank
from cityweave.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]
NODE = NamedNode("http://e/a")
STORE = ox.Store()


def typed(written: str, name: str) -> Literal:
    return Literal(written, datatype=NamedNode(XSD + name))


def written(term: Term) -> str:
    """The term as VALUES has it."""
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


def sorted_by(condition: str, terms: list[Term]) -> list[Term]:
    """The terms in the order that the engine gives them."""
    values = " ".join(f"({n} {written(one)})" for n, one in enumerate(terms))
    text = f"SELECT ?n ?v {{ VALUES (?n ?v) {{ {values} }} }} ORDER BY {condition}"
    found = STORE.query(text, custom_functions={NamedNode(RANK): rank})
    assert isinstance(found, ox.QuerySolutions)
    return [terms[int(row["n"].value)] for row in found]


DIGITS = st.integers(-(10**17), 10**17)
SMALL = st.integers(-(2**31), 2**31 - 1)
NUMBERS = st.one_of(
    st.builds(lambda n: typed(str(n), "integer"), DIGITS),
    st.builds(lambda n: typed(str(n), "int"), SMALL),
    st.builds(lambda n, e: typed(f"{Decimal(n).scaleb(-e):f}", "decimal"),
              SMALL, st.integers(0, 9)),
    st.builds(lambda n: typed(repr(n), "double"), st.floats(allow_nan=False, allow_infinity=False)),
    st.builds(lambda n: typed(repr(n), "float"), st.floats(width=32, allow_nan=False,
                                                           allow_infinity=False)),
    st.sampled_from([typed("INF", "double"), typed("-INF", "float"), typed("0.1", "float"),
                     typed("0.1", "double"), typed("0.1", "decimal"),
                     typed("9007199254740993", "integer"), typed("9007199254740992", "double"),
                     typed("16777217", "integer"), typed("16777216", "float")]),
)  # fmt: skip
ZONES = st.sampled_from(["", "Z", "+05:30", "-14:00", "+14:00"])
MOMENTS = st.builds(
    lambda moment, zone: typed(moment.isoformat() + zone, "dateTime"), st.datetimes(), ZONES
)
DAYS = st.builds(lambda day, zone: typed(day.isoformat() + zone, "date"), st.dates(), ZONES)
TIMES = st.builds(lambda time, zone: typed(time.isoformat() + zone, "time"), st.times(), ZONES)
DURATIONS = st.one_of(
    st.builds(lambda sign, n: typed(f"{sign}P{n}M", "yearMonthDuration"),
              st.sampled_from(["", "-"]), st.integers(0, 30_000)),
    st.builds(lambda sign, n, s: typed(f"{sign}P{n}DT{s}S", "dayTimeDuration"),
              st.sampled_from(["", "-"]), st.integers(0, 800_000), st.integers(0, 90_000)),
    st.builds(lambda sign, m, n: typed(f"{sign}P{m}M{n}DT0.5S", "duration"),
              st.sampled_from(["", "-"]), st.integers(0, 30_000), st.integers(0, 400)),
)  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
TEXTS = st.builds(Literal, TEXT)
LABELS = st.builds(
    lambda text, tag: Literal(text, language=tag), TEXT, st.sampled_from(["en", "de"])
)
IRIS = st.builds(lambda text: NamedNode(f"http://e/{text}"), st.text("abc/é0", max_size=6))
ODD = st.sampled_from([
    typed("x", "integer"), typed("2020-13-01", "date"), typed("true", "boolean"),
    typed("NaN", "double"), typed("2024", "gYear"), typed("1" * 30, "integer"),
    Literal("2024-04/..", datatype=NamedNode("http://e/edtf")), typed("--02-29", "gMonthDay"),
    Triple(NODE, NODE, typed("1", "integer")), Triple(NODE, NODE, Literal("1")),
])  # fmt: skip
KINDS = [NUMBERS, MOMENTS, DAYS, TIMES, DURATIONS, TEXTS, LABELS, IRIS, ODD]
TERMS = st.one_of(*KINDS)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(KINDS).flatmap(lambda kind: st.lists(kind, min_size=2, max_size=12)))
def test_what_the_engine_finds_less_has_the_lower_rank(terms: list[Term]) -> None:
    values = " ".join(map(written, terms))
    text = (
        f"SELECT ?a ?b (<{RANK}>(?a) AS ?x) (<{RANK}>(?b) AS ?y) "
        f"{{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} FILTER(?a < ?b) }}"
    )
    found = STORE.query(text, custom_functions={NamedNode(RANK): rank})
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        assert row["x"].value < row["y"].value, (row["a"], row["b"])


@pytest.mark.parametrize(
    "kind",
    [
        NUMBERS.filter(lambda one: one.datatype.value.endswith(("integer", "int", "decimal"))),
        TEXTS,
        IRIS,
        MOMENTS.filter(lambda one: one.value.endswith(("Z", "+05:30"))),
        MOMENTS.filter(lambda one: one.value[-6] not in "+-" and one.value[-1] != "Z"),
    ],
    ids=["exact numbers", "texts", "IRIs", "moments with a zone", "moments without"],
)
def test_the_order_is_the_engines_where_that_is_total(kind: st.SearchStrategy[Term]) -> None:
    @settings(deadline=None, max_examples=60)
    @given(st.lists(kind, max_size=30, unique_by=key), st.sampled_from(["ASC", "DESC"]))
    def the_same(terms: list[Term], direction: str) -> None:
        plain = sorted_by(f"{direction}(?v)", terms)
        assert sorted_by(f"{direction}(<{RANK}>(?v))", terms) == plain
        assert plain == sorted(terms, key=key, reverse=direction == "DESC")

    the_same()


@settings(deadline=None, max_examples=100)
@given(st.lists(TERMS, max_size=60))
def test_all_values_come_once_and_by_kind(terms: list[Term]) -> None:
    found = sorted_by(f"<{RANK}>(?v)", terms)
    assert Counter(map(str, found)) == Counter(map(str, terms))
    kinds = [key(one)[0] for one in found]
    assert kinds == sorted(kinds)


ROW: list[Term] = [
    BlankNode("a"),
    BlankNode("b"),
    NamedNode("http://e/a"),
    NamedNode("http://e/b"),
    typed("-INF", "double"),
    typed("-1200", "integer"),
    typed("-1.2", "decimal"),
    typed("-1", "integer"),
    typed("-1E-300", "double"),
    typed("0", "integer"),
    typed("1E-300", "double"),
    typed("2", "integer"),
    typed("9.5", "decimal"),
    typed("10", "int"),
    typed("9007199254740992", "double"),
    typed("9007199254740993", "integer"),
    typed("1" * 40, "integer"),
    typed("INF", "float"),
    typed("NaN", "double"),
    Literal(""),
    Literal("10"),
    Literal("9"),
    Literal("a"),
    Literal("a", language="de"),
    Literal("a", language="en"),
    Literal("b"),
    Literal("2024", datatype=NamedNode("http://e/edtf")),
    typed("false", "boolean"),
    typed("true", "boolean"),
    typed("-0044-03-15", "date"),
    typed("2023-12-31", "date"),
    typed("2024-01-01", "date"),
    typed("2024-01-01Z", "date"),
    typed("2024-13-01", "date"),
    typed("2024-01-01T00:00:00+02:00", "dateTime"),
    typed("2024-01-01T00:00:00", "dateTime"),
    typed("2024-01-01T00:00:00Z", "dateTime"),
    typed("2024-01-01T00:00:00.5Z", "dateTime"),
    typed("2024-01-01T00:00:00.500000000000000001Z", "dateTime"),
    typed("-P1Y", "yearMonthDuration"),
    typed("PT36H", "dayTimeDuration"),
    typed("P1M", "duration"),
    typed("P1M1D", "duration"),
    typed("P2M", "yearMonthDuration"),
    typed("x", "integer"),
    Triple(NODE, NODE, NODE),
]


def test_the_kinds_stand_in_a_row() -> None:
    backwards = ROW[::-1]
    assert sorted(backwards, key=key) == ROW


def test_values_that_are_equal_have_one_rank() -> None:
    for same in (
        [typed("1", "integer"), typed("1.0", "decimal"), typed("1.0E0", "double"),
         typed("1", "float"), typed("001", "integer")],
        [typed("0", "integer"), typed("-0.0E0", "double")],
        [typed("2024-01-01T00:00:00Z", "dateTime"), typed("2024-01-01T02:00:00+02:00", "dateTime")],
        [typed("P1Y", "duration"), typed("P12M", "yearMonthDuration")],
        [typed("PT24H", "duration"), typed("P1D", "dayTimeDuration")],
    ):  # fmt: skip
        assert len({key(one) for one in same}) == 1


@given(*[st.decimals(allow_nan=False, allow_infinity=False, places=3)] * 2)
def test_numbers_are_texts_in_their_order(one: Decimal, other: Decimal) -> None:
    assert (number(one) < number(other)) == (one < other)
    assert (number(one) == number(other)) == (one == other)
