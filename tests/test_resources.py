"""Finding the content: the shipped one, one's own, and none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cityweave import resources
from cityweave.errors import ContentMissing


@pytest.mark.parametrize("name", ["ontology", "data", "shapes"])
def test_the_checkout_has_the_content(name: str) -> None:
    assert resources.content(name).name == name
    assert resources.files(name, ".ttl", ".trig")


def test_share_is_looked_at_before_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share, checkout = tmp_path / "share", tmp_path / "checkout"
    for place in (share, checkout):
        (place / "data").mkdir(parents=True)
    (checkout / "shapes").mkdir()
    monkeypatch.setattr(resources, "PLACES", (share, checkout))
    assert resources.content("data") == share / "data"
    assert resources.content("shapes") == checkout / "shapes"
    with pytest.raises(ContentMissing, match="looked at"):
        resources.content("queries")


def test_ones_own_content_is_the_only_place(content_dir: Path, tmp_path: Path) -> None:
    assert resources.content("data", content_dir) == content_dir / "data"
    with pytest.raises(ContentMissing):
        resources.content("data", tmp_path)


def test_files_are_found_below_by_suffix_in_order(content_dir: Path) -> None:
    deeper = content_dir / "data" / "a" / "b.trig"
    deeper.parent.mkdir()
    deeper.touch()
    (content_dir / "data" / "notes.txt").touch()
    found = resources.files("data", ".trig", override=content_dir)
    assert found == (deeper, content_dir / "data" / "data.trig")


def test_a_folder_that_is_no_content_is_refused() -> None:
    with pytest.raises(ContentMissing, match="not a content folder"):
        resources.content("../etc")
