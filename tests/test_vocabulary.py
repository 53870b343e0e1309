"""The names in the code are the names in the content."""

from __future__ import annotations

import re

import pytest

from cityweave import vocabulary
from cityweave.parsing import read
from cityweave.resources import PACKAGE, files
from cityweave.vocabulary import CW, PREFIXES, Term

PREFIX_LINE = re.compile(
    r"^\s*(?:@prefix|PREFIX)\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE
)


@pytest.fixture(scope="module")
def defined() -> set[str]:
    """Every IRI that the ontology says something about."""
    quads = [quad for path in files("ontology", ".ttl") for quad in read(path).quads]
    return {str(quad.subject).strip("<>") for quad in quads}


def test_every_term_of_the_code_is_in_the_ontology(defined: set[str]) -> None:
    assert {term.value for term in Term} - defined == set()


def test_every_cw_name_in_the_source_is_in_the_ontology(defined: set[str]) -> None:
    """Also in strings: `cw:name`, and `CW + "name"`."""
    pattern = re.compile(r"\bcw:([A-Za-z]\w*)|\bCW \+ \"(\w+)\"")
    unknown = {
        (path.name, name)
        for path in PACKAGE.rglob("*.py")
        for found in pattern.findall(path.read_text("utf-8"))
        for name in found
        if name and CW + name not in defined
    }
    assert unknown == set()


def test_a_prefix_means_the_same_everywhere() -> None:
    paths = [
        *files("ontology", ".ttl"),
        *files("data", ".trig", ".ttl"),
        *files("shapes", ".ttl"),
    ]
    paths += files("queries", ".rq")
    wrong = {
        (path.name, name, iri)
        for path in paths
        for name, iri in PREFIX_LINE.findall(path.read_text("utf-8"))
        if PREFIXES.get(name, iri) != iri
    }
    assert wrong == set()


def test_every_kind_of_the_data_has_a_prefix() -> None:
    pattern = re.compile(re.escape(vocabulary.BASE) + r"id/([a-z-]+)/")
    kinds = {
        kind
        for folder in ("ontology", "data", "shapes")
        for path in files(folder, ".ttl", ".trig")
        for quad in read(path).quads
        for kind in pattern.findall(str(quad.subject))
    }
    assert kinds - set(vocabulary.KINDS) == set()


def test_a_misspelt_term_fails_at_once() -> None:
    with pytest.raises(AttributeError):
        Term.PASAGE  # type: ignore[attr-defined]  # noqa: B018


def test_prefixes_cannot_be_changed_and_end_where_names_begin() -> None:
    with pytest.raises(TypeError):
        PREFIXES["cw"] = "http://e/"  # type: ignore[index]
    assert all(iri.endswith(("/", "#")) for iri in PREFIXES.values())
    assert len(set(PREFIXES.values())) == len(PREFIXES)
