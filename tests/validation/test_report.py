"""Reports: groups that count, and JSON that loses nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from cityweave.errors import CityweaveError
from cityweave.validation import Report, from_json, to_json
from cityweave.validation.report import in_language, ordered
from validation.reports import REPORTS, finding

MANY = Report(tuple(finding(number) for number in range(1, 10_001)))


def test_thousands_of_equal_findings_are_one_group() -> None:
    other = finding(3, severity="warning", shape="http://e/Other")
    report = replace(MANY, findings=(*MANY.findings, other))
    first, second = report.by_rule(most=3)
    assert (first.count, first.more, len(first.findings)) == (10_000, 9_997, 3)
    assert first.first == finding(1)
    assert (second.first, second.count, second.more) == (other, 1, 0)


def test_findings_about_one_thing_stand_together() -> None:
    report = Report(
        ordered([finding(1), finding(2), finding(2, component="X"), finding(3, severity="info")])
    )
    groups = report.by_entity()
    assert [(one.first.focus, one.count) for one in groups] == [
        ("<http://e/thing/2>", 2), ("<http://e/thing/1>", 1), ("<http://e/thing/3>", 1),
    ]  # fmt: skip


def test_another_severity_path_or_component_is_another_group() -> None:
    one = finding()
    changed = (
        replace(one, severity="info"),
        replace(one, path=None),
        replace(one, component="ClassConstraintComponent"),
        replace(one, shape="http://e/Other"),
    )
    assert len(Report((one, *changed)).by_rule()) == 5
    assert len(Report((one, replace(one, value='"x"'), finding(2))).by_rule()) == 1


def test_the_order_is_that_of_the_input_and_what_has_no_place_comes_last() -> None:
    nowhere, late, early = finding(1, place=None), finding(10), finding(9)
    assert ordered([nowhere, late, early]) == (early, late, nowhere)


def test_texts_fall_back_to_english_and_then_to_any() -> None:
    assert in_language({"nl": "a", "en": "b"}, "nl") == "a"
    assert in_language({"nl": "a", "en": "b"}, "fr") == "b"
    assert in_language({"nl": "a"}, "fr") == "a"
    assert in_language(None, "fr") == ""


@settings(deadline=None)
@given(REPORTS)
def test_json_loses_nothing(report: Report) -> None:
    assert from_json(json.loads(json.dumps(to_json(report)))) == report


def test_json_says_once_what_thousands_share() -> None:
    document = to_json(MANY)
    assert document["counts"] == {"violation": 10_000, "warning": 0, "info": 0}
    (rule,) = document["rules"]
    assert rule["count"] == 10_000
    assert rule["messages"]["nl"] == "Er ontbreekt een land."
    assert document["findings"][4] == {
        "rule": 0,
        "focus": "<http://e/thing/5>",
        "place": {"line": 5, "column": 1, "source": "cities.ttl"},
    }


def test_json_keeps_messages_of_their_own() -> None:
    other = finding(2, messages={"en": "Other."})
    document = to_json(Report((finding(1), other)))
    assert len(document["rules"]) == 1
    assert document["findings"][1]["messages"] == {"en": "Other."}


@pytest.mark.parametrize(
    "document",
    [{}, {**to_json(MANY), "rules": []}, {**to_json(MANY), "findings": [{"rule": 0}]}],
)
def test_what_is_no_report_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(CityweaveError, match="no report"):
        from_json(document)
