"""The shipped graph, merged in the default graph of a store, as readers hold it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from cityweave.resources import files
from cityweave.spreadsheets import Sheet, StoreResolver, read
from cityweave.spreadsheets.reading import Suffix

Reading = Callable[..., Sheet]


@pytest.fixture(scope="session")
def shipped() -> Store:
    store = Store()
    for path in files("data", ".trig"):
        store.extend(
            Quad(quad.subject, quad.predicate, quad.object)
            for quad in parse(path=str(path), format=RdfFormat.TRIG)
        )
    for path in files("ontology", ".ttl"):
        store.extend(parse(path=str(path), format=RdfFormat.TURTLE))
    return store


@pytest.fixture(scope="session")
def resolver(shipped: Store) -> StoreResolver:
    return StoreResolver(shipped)


@pytest.fixture(scope="session")
def reading(resolver: StoreResolver) -> Reading:
    def read_it(data: bytes | str, suffix: Suffix = "csv", kind: str | None = None) -> Sheet:
        data = data.encode() if isinstance(data, str) else data
        return read(data, suffix, source=f"file.{suffix}", resolve=resolver, kind=kind)

    return read_it
