"""A small real graph with the shipped ontology and shapes, and a judge that uses them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cityweave.access import Holder, Role
from cityweave.contributions import Contributions
from cityweave.contributions.namesakes import NAME, prepare
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Works
from contributions.judge import Context

ANN = Holder("11111111", Role.CONTRIBUTOR, "Ann")
BEN = Holder("22222222", Role.CONTRIBUTOR)
REV = Holder("33333333", Role.REVIEWER, "Rev")
SUE = Holder("44444444", Role.REVIEWER, "Sue")
BOSS = Holder("admin", Role.ADMIN)

WORKS = Works({NAME: prepare})


@pytest.fixture
def store() -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(works=WORKS)
    store.add(Context.shipped().quads)
    yield store
    store.close()


@pytest.fixture
def work(store: EmbeddedStore) -> Iterator[Contributions]:
    """The workflow in memory."""
    made = Contributions(store, Context.shipped().judge(store), Settings())
    yield made
    made.close()


@pytest.fixture
def durable(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")
