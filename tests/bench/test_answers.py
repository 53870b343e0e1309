"""Answers of different systems are compared by what they say."""

from __future__ import annotations

import json

import pytest
from bench.answers import read


def table(*rows: dict[str, object]) -> bytes:
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()


def literal(value: str, **more: str) -> dict[str, object]:
    return {"x": {"type": "literal", "value": value, **more}}


INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def test_the_order_of_rows_and_the_way_of_writing_do_not_count() -> None:
    one = read(table(literal("a", **{"xml:lang": "en"}), literal("1", datatype=INTEGER)))
    typed: dict[str, object] = {"x": {"type": "typed-literal", "value": "01", "datatype": INTEGER}}
    other = read(table(typed, literal("a", **{"xml:lang": "EN"})))
    assert one.verdict(other) == ""


def test_rows_that_come_again_are_told_from_wrong_ones() -> None:
    right = read(table(literal("a"), literal("b")))
    assert "repeats rows: 3 for 2" in read(table(*[literal("a")] * 2, literal("b"))).verdict(right)
    assert "wrong rows: 1 for 2" in read(table(literal("a"))).verdict(right)
    assert "other values" in read(table(literal("a"), literal("c"))).verdict(right)


def test_large_numbers_are_not_rounded() -> None:
    first = read(table(literal("12345678", datatype=INTEGER)))
    second = read(table(literal("12345679", datatype=INTEGER)))
    assert first.verdict(second) != ""


def test_graphs_and_booleans_are_answers() -> None:
    assert read(b"# nothing\n<urn:s> <urn:p> <urn:o> .\n").rows == 1
    assert read(b"").rows == 0
    yes, no = (json.dumps({"head": {}, "boolean": value}).encode() for value in (True, False))
    assert read(yes).verdict(read(no)) != ""


def test_a_boolean_as_a_table_is_no_answer() -> None:
    body = {"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": []}}
    with pytest.raises(ValueError, match="ASK"):
        read(json.dumps(body).encode())
