"""A small generated graph."""

from __future__ import annotations

import pytest
from bench.generator import Data, generate


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """A graph of 30,000 triples; tests do not change it."""
    return generate(tmp_path_factory.mktemp("bench") / "graph", 30_000)
