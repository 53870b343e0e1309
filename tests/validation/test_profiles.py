"""Profiles: what the shapes folder says of them, and the shapes that they apply."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from cityweave.errors import ContentMissing, NotFound
from cityweave.resources import files
from cityweave.validation.profiles import default_of, profile, profiles

SH = "http://www.w3.org/ns/shacl#"
LANGUAGES = {"en", "es", "fr", "nl"}


def test_each_profile_says_what_it_is_in_four_languages() -> None:
    found = profiles()
    assert [one.name for one in found] == ["contribution", "graph", "links", "ontology"]
    for one in found:
        assert one.iri == f"https://w3id.org/cityweave/profile/{one.name}/{one.version}"
        assert set(one.title) == set(one.sentence) == LANGUAGES
        assert all(text.endswith(".") for text in one.sentence.values())
        assert profile(one.iri) == profile(one.name) == one
    assert default_of(found).name == "contribution"


def test_every_file_of_shapes_belongs_to_a_profile() -> None:
    used = {path for one in profiles() for path in one.paths}
    assert used == {path for path in files("shapes", ".ttl") if path.stem != "profiles"}


def test_what_is_left_out_is_there_and_deactivated() -> None:
    whole, contribution = profile("graph"), profile("contribution")
    assert contribution.paths == whole.paths
    shapes = {str(quad.subject) for quad in whole.quads()}
    left_out = {f"<{shape}>" for shape in contribution.left_out}
    assert left_out < shapes
    deactivated = {
        str(quad.subject)
        for quad in contribution.quads()
        if quad.predicate == NamedNode(SH + "deactivated")
    }
    assert deactivated == left_out


def test_a_profile_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(NotFound, match="no profile “strict”") as caught:
        profile("strict")
    assert caught.value.hint == "The profiles are contribution, graph, links, ontology."


def test_shapes_of_ones_own_need_no_profile(tmp_path: Path) -> None:
    (tmp_path / "shapes").mkdir()
    (tmp_path / "shapes" / "mine.ttl").write_text("<urn:s> a <urn:t> .")
    (found,) = profiles(tmp_path)
    assert found.name == "graph"
    assert len(list(found.quads())) == 1


WITHOUT_FILE = (
    '<urn:p> a prof:Profile ; prof:hasToken "p" ; owl:versionInfo "1" ;'
    " prof:hasResource [ prof:hasArtifact <urn:x/missing.ttl> ] ."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<urn:p> a prof:Profile .", "has no <http://www.w3.org/ns/dx/prof/hasToken>"),
        (WITHOUT_FILE, "missing.ttl, which are not there"),
    ],
)
def test_a_profile_that_is_not_whole_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "shapes").mkdir()
    head = (
        "@prefix prof: <http://www.w3.org/ns/dx/prof/> ."
        " @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    )
    (tmp_path / "shapes" / "profiles.ttl").write_text(head + text)
    with pytest.raises(ContentMissing, match=said):
        [list(one.quads()) for one in profiles(tmp_path)]
