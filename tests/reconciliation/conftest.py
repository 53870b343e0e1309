"""The shipped graph with the names that GeoNames has for its cities, and a service over it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from bench.garbling import City, elsewhere
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.contributions.namesakes import works
from cityweave.loading import load_content
from cityweave.reconciliation.gathering import gathered, packed
from cityweave.reconciliation.index import Index
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Limits, Moment, ReplicatedStore, Works
from cityweave.vocabulary import BASE, CW, PREFIXES
from cityweave.web import create_app
from web.client import client_of

THINGS = BASE + "id/"


def index_of(store: EmbeddedStore) -> Index:
    return Index(packed(gathered(store.merged, THINGS)), Moment.now())


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(admin_token="the-token-of-these-tests")  # noqa: S106


@pytest.fixture(scope="session")
def writer(settings: Settings) -> EmbeddedStore:
    """The shipped graph; names that GeoNames has are added where it does not have them."""
    store = EmbeddedStore(works=Works(works(settings)))
    load_content(store)
    index = index_of(store)
    other, graph = NamedNode(PREFIXES["schema"] + "alternateName"), NamedNode(BASE + "graph/others")
    store.add(
        Quad(NamedNode(iri), other, Literal(name), graph)
        for number, iri in enumerate(index.things)
        if CW + "Municipality" in index.types(number)
        for name in elsewhere([one.text for one in index.names(number)], iri[-2:].upper())
    )
    return store


@pytest.fixture(scope="session")
def index(writer: EmbeddedStore) -> Index:
    return index_of(writer)


@pytest.fixture(scope="session")
def cities(index: Index) -> list[City]:
    """The municipalities of the graph, with all their names."""
    found = []
    for number, iri in enumerate(index.things):
        country = index.country(number)
        if CW + "Municipality" in index.types(number) and country is not None:
            others = {one.text for one in index.names(number)[1:]}
            label = index.label(number, "en").text
            named = index.label(country, "en").text
            found.append(City(iri, label, named, tuple(sorted(others))))
    return found


@pytest.fixture(scope="session")
def store(writer: EmbeddedStore, settings: Settings) -> Iterator[ReplicatedStore]:
    store = ReplicatedStore(writer, Limits.of(settings), settings)
    yield store
    store.close()


@pytest.fixture(scope="session")
def client(store: ReplicatedStore, settings: Settings) -> Iterator[httpx.Client]:
    with client_of(create_app(settings, store)) as client:
        yield client
