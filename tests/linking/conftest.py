"""A small graph and a small gazetteer with what makes links go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from linking.sample import DUMP, THINGS, graph_of


@pytest.fixture
def graph() -> Store:
    return graph_of(THINGS)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "sample.txt"
    path.write_text(DUMP, encoding="utf-8")
    return path
