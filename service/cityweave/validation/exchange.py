"""A report as JSON and back: lossless, and what thousands of findings share stands once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from cityweave.errors import CityweaveError
from cityweave.parsing import Place
from cityweave.validation.report import Finding, Fix, Report
from cityweave.vocabulary import BASE

_FIELDS = tuple(one.name for one in fields(Finding))
_PLACE = tuple(one.name for one in fields(Place))
_FIX = tuple(one.name for one in fields(Fix))
SHARED = (
    "severity", "shape", "rule", "component", "path", "path_words", "expected", "engine",
    "is_nested", "messages",
)  # fmt: skip
"""What a finding has from its rule; a message of its own may stand in the finding."""


def to_json(report: Report) -> dict[str, Any]:
    """A report as plain JSON values.

    `rules` has what findings share, with their `count`; each of `findings` leads to its
    rule by position, and has `messages` only where they are not those of the rule. What
    is not known is left out.
    """
    rules: list[dict[str, Any]] = []
    positions: dict[str, int] = {}
    findings = []
    for finding in report.findings:
        said = _known(finding, _FIELDS)
        shared = {name: said.pop(name) for name in SHARED if name in said}
        key = repr([(name, value) for name, value in shared.items() if name != "messages"])
        position = positions.setdefault(key, len(rules))
        if position == len(rules):
            rules.append({**shared, "count": 0})
        rules[position]["count"] += 1
        if shared["messages"] != rules[position]["messages"]:
            said["messages"] = shared["messages"]
        if finding.place:
            said["place"] = _known(finding.place, _PLACE)
        if finding.fix:
            said["fix"] = _known(finding.fix, _FIX)
        findings.append({"rule": position, **said})
    return {
        "conforms": report.conforms,
        "judged": report.judged,
        "counts": dict(report.counts()),
        "profile": report.profile,
        "engines": dict(report.engines),
        "statements": report.statements,
        "seconds": report.seconds,
        "base": report.base,
        "rules": rules,
        "findings": findings,
    }


def from_json(document: Mapping[str, Any]) -> Report:
    """The report that `to_json` wrote. Raises `CityweaveError` for what it did not."""
    try:
        rules = [{n: v for n, v in one.items() if n != "count"} for one in document["rules"]]
        return Report(
            findings=tuple(_findings(rules, document["findings"])),
            profile=document["profile"],
            engines=document["engines"],
            statements=document["statements"],
            seconds=document["seconds"],
            base=document.get("base", BASE),
            judged=document.get("judged", True),
        )
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise CityweaveError("This is no report of a validation.") from error


def _findings(
    rules: list[dict[str, Any]], findings: Iterable[Mapping[str, Any]]
) -> Iterable[Finding]:
    for one in findings:
        said = {name: value for name, value in one.items() if name != "rule"}
        if "place" in said:
            said["place"] = Place(**said["place"])
        if "fix" in said:
            said["fix"] = Fix(**said["fix"])
        yield Finding(**{**rules[one["rule"]], **said})


def _known(value: Finding | Place | Fix, names: Iterable[str]) -> dict[str, Any]:
    """The fields of a value that have one, texts by language as plain dictionaries."""
    said = ((name, getattr(value, name)) for name in names)
    return {
        name: dict(one) if isinstance(one, Mapping) else one
        for name, one in said
        if one is not None
    }
