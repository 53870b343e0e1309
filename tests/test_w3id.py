"""The redirects for w3id.org: each name of ours has one target, at its own path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from pyoxigraph import NamedNode

from cityweave.loading import open_store
from cityweave.resources import files
from cityweave.settings import Settings
from cityweave.vocabulary import BASE

RULES = Path(__file__).resolve().parent.parent / "docs" / "w3id" / ".htaccess"
LINE = re.compile(r"RewriteRule (?P<pattern>\S+) (?P<target>\S+) \[(?P<flags>\S+)\]")
PLACEHOLDER = "https://cityweave.example/"


@dataclass(frozen=True)
class Rule:
    """One rule as mod_rewrite reads it in a folder's file: the path has no slash before it."""

    pattern: re.Pattern[str]
    target: str
    flags: frozenset[str]

    def apply(self, path: str) -> str | None:
        found = self.pattern.search(path)
        if found is None:
            return None
        return re.sub(r"\$(\d)", lambda number: found[int(number[1])], self.target)


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    lines = RULES.read_text("utf-8").splitlines()
    read = [one for one in lines if one and not one.startswith("#")]
    assert read[:2] == ["Options -MultiViews", "RewriteEngine on"]
    found = [LINE.fullmatch(one) for one in read[2:]]
    return tuple(
        Rule(re.compile(one["pattern"]), one["target"], frozenset(one["flags"].split(",")))
        for one in found
        if one is not None or pytest.fail("a line is no rule")
    )


def names() -> set[str]:
    """Every name of the shipped graph and of the questions, without fragments."""
    store = open_store(Settings())
    found: set[str] = set()
    for quad in store.quads():
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith(BASE):
                found.add(urldefrag(term.value).url)
    store.close()
    return found | {BASE + "queries/" + path.stem for path in files("queries", ".rq")}


def test_each_name_has_one_target_at_its_own_path(rules: tuple[Rule, ...]) -> None:
    found = names()
    assert len(found) > 3000
    documents = {one.replace(BASE + "id/", BASE + "doc/") for one in found}
    others = {
        BASE,
        *(BASE + one for one in ("datasets", "datasets.ttl", "ontology.ttl", "shapes.rdf")),
        *(BASE + one for one in ("problem", "problem.ttl", "problem/not-found", "fault/mojibake")),
        *(BASE + f".well-known/{one}" for one in ("void", "sparql-examples")),
        *(BASE + f"contributions/abc{one}" for one in ("", "/report", ".ttl")),
        BASE + "contributor/abc",
        BASE + "id/city/ghent-be.ttl",
    }
    for name in found | documents | others:
        path = name.removeprefix(BASE)
        targets = [target for rule in rules if (target := rule.apply(path)) is not None]
        assert targets == [PLACEHOLDER + path], name


@pytest.mark.parametrize(
    "path", ["id", "id/", "nothing", "ontologyx", "x/id/city/a", "shapes.", "."]
)
def test_what_is_no_name_stays(rules: tuple[Rule, ...], path: str) -> None:
    assert [rule.apply(path) for rule in rules] == [None] * len(rules)


def test_redirects_end_the_matter_and_encode_nothing_anew(rules: tuple[Rule, ...]) -> None:
    assert len(rules) == 5
    for rule in rules:
        assert {"R=302", "L"} <= rule.flags
        assert "NE" in rule.flags or "$" not in rule.target
