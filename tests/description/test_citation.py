"""How to cite the graph: what stands in a citation, and that programs can read it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from pyoxigraph import Literal, Quad

from cityweave import __version__
from cityweave.description import Publication
from cityweave.description.citation import bibtex, citation_file, line
from cityweave.description.terms import term

ROOT = Path(__file__).resolve().parent.parent.parent
SOFTWARE = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))


@pytest.mark.parametrize(("language", "word"), [("en", "Version"), ("es", "Versión")])
def test_a_line_says_who_what_which_when_where(
    published: Publication, language: str, word: str
) -> None:
    assert line(published, language).startswith(f"{published.publisher} (2027): Cityweave: ")
    assert line(published, language).endswith(
        f". {word} 1.2.3, 2027-01-15. https://w3id.org/cityweave/datasets. {published.licence}"
    )


def test_the_day_is_that_of_the_state(published: Publication) -> None:
    since = datetime(2031, 12, 31, 23, 59, tzinfo=UTC).timestamp()
    later = replace(published, since=since)
    assert "(2031)" in line(later)
    assert "month = {12}" in bibtex(later)
    assert yaml.safe_load(citation_file(later))["date-released"] == "2031-12-31"


def test_the_description_has_the_line(
    description: tuple[Quad, ...], published: Publication
) -> None:
    found = {
        one.object
        for one in description
        if one.subject == published.dataset
        and one.predicate == term("dcterms:bibliographicCitation")
    }
    assert Literal(line(published, "nl"), language="nl") in found
    assert len(found) == 4


def test_bibtex_keeps_what_tex_would_take_for_commands(published: Publication) -> None:
    entry = bibtex(replace(published, publisher=r"R&D {50%} a\b_c~#$^"))
    written = r"R\&D \{50\%\} a\textbackslash{}b\_c\textasciitilde{}\#\$\textasciicircum{}"
    assert f"  author = {{{{{written}}}}},\n" in entry
    assert entry.startswith("@misc{cityweave-1-2-3,\n")
    plain = re.sub(r"\\[{}]", "", entry)
    assert plain.count("{") == plain.count("}")


def test_the_file_is_a_citation_file(published: Publication) -> None:
    found = yaml.safe_load(citation_file(replace(published, publisher="Stad: Ergens")))
    assert found["authors"] == [{"name": "Stad: Ergens"}]
    assert found["type"] == "dataset"
    assert found["license-url"] == published.licence
    assert {"cff-version", "message", "title", "authors"} <= set(found)


def test_the_software_is_cited_by_its_version_and_without_invented_people() -> None:
    assert SOFTWARE["cff-version"] == "1.2.0"
    assert SOFTWARE["version"] == __version__
    assert SOFTWARE["authors"] == [{"name": "The Cityweave contributors"}]
    assert "date-released" not in SOFTWARE
