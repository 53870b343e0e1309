"""A report as SARIF 2.1.0, which code forges show beside the lines of a change.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from cityweave import __version__
from cityweave.naming import compact
from cityweave.parsing import Place
from cityweave.validation.rendering import display
from cityweave.validation.report import Finding, Report, in_language
from cityweave.vocabulary import BASE

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


def sarif(report: Report, language: str = "en") -> dict[str, Any]:
    """One run: the rules that were broken, and a result for each finding."""
    rules: dict[str, dict[str, Any]] = {}
    positions: dict[str, int] = {}
    results = []
    for finding in report.findings:
        name = rule_id(finding, report.base)
        if name not in rules:
            positions[name] = len(rules)
            rules[name] = _rule(finding, name, language, report.base)
        results.append(_result(finding, name, positions[name], language, report.base))
    driver = {
        "name": "Cityweave",
        "version": __version__,
        "informationUri": BASE,
        "rules": list(rules.values()),
    }
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "engines": dict(report.engines),
            "statements": report.statements,
            **({"profile": report.profile} if report.profile else {}),
        },
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def rule_id(finding: Finding, base: str) -> str:
    """What a rule is called by: its shape in short, or the code of a fault."""
    return compact(finding.shape, base) if finding.shape else finding.component


def _rule(finding: Finding, name: str, language: str, base: str) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": display.rule(finding, language, base)},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
    }
    if finding.expected:
        expected = display.said(finding.expected, language)
        rule["fullDescription"] = {"text": f"{display.word('expected', language)}: {expected}"}
    if finding.shape.startswith(("http://", "https://")):
        rule["helpUri"] = finding.shape
    elif finding.engine == "input":
        rule["helpUri"] = display.fault_iri(finding.component)
    return rule


def _result(finding: Finding, name: str, position: int, language: str, base: str) -> dict[str, Any]:
    parts = [display.said(finding.messages, language)]
    if finding.expected:
        expected = display.said(finding.expected, language)
        parts.append(f"{display.word('expected', language)}: {expected}.")
    if finding.fix:
        parts.append(display.fix(finding, language, base))
    result: dict[str, Any] = {
        "ruleId": name,
        "ruleIndex": position,
        "level": LEVELS[finding.severity],
        "message": {"text": " ".join(parts)},
        "partialFingerprints": {"finding/v1": fingerprint(finding)},
    }
    if finding.focus or finding.place:
        result["locations"] = [_location(finding, language, base)]
    told = {
        "path": finding.path,
        "value": finding.value,
        "component": finding.component,
        "engine": finding.engine,
        "replacement": finding.fix.replacement if finding.fix else None,
    }
    result["properties"] = {key: value for key, value in told.items() if value is not None}
    return result


def _location(finding: Finding, language: str, base: str) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if finding.focus:
        location["logicalLocations"] = [
            {
                "name": display.thing(finding, language, base),
                "fullyQualifiedName": finding.focus,
                "kind": "resource",
            }
        ]
    if finding.place:
        location["physicalLocation"] = _physical(finding.place)
    return location


def _physical(place: Place) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line, "startColumn": place.column}
    if place.cell:
        region["message"] = {"text": str(place)}
    return {
        "artifactLocation": {"uri": quote(place.source or "input", safe="/-._~")},
        "region": region,
    }


def fingerprint(finding: Finding) -> str:
    """What stays the same when lines move; blank nodes have no name that stays."""
    parts = (finding.shape, finding.component, finding.path, finding.focus, finding.value)
    named = ("_:" if part and part.startswith("_:") else part or "" for part in parts)
    message = in_language(finding.messages, "en") if not finding.shape else ""
    return hashlib.sha256("\n".join([*named, message]).encode("utf-8", "replace")).hexdigest()
