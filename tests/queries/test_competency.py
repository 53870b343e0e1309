"""The competency questions: each runs on the shipped graph and gives the answer that is expected.

Expected answers stand in `expected/{name}.json`: the parameters, the columns, and either every
row or a count with rows that must be among them. They were read from the source documents.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cityweave.catalogue import Catalogue, CatalogueQuery
from cityweave.formats import by_name
from cityweave.loading import open_store
from cityweave.query import QueryRequest, answer
from cityweave.resources import content
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from cityweave.vocabulary import BASE, LANGUAGES

EXPECTED = Path(__file__).parent / "expected"
CATALOGUE = Catalogue.load(content("queries"))
QUERIES = sorted(CATALOGUE, key=lambda query: query.name)
OWN = [query for query in QUERIES if not query.endpoints]
"""Those that ask nobody else; what others are asked is tested with `tests/federation`."""


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return open_store(Settings())


def rows_of(store: EmbeddedStore, query: CatalogueQuery, given: dict[str, str]) -> dict[str, Any]:
    request = QueryRequest(query.with_values(given, BASE))
    body = answer(store, request, by_name("json")).body
    found: dict[str, Any] = json.loads(body)
    return found


def shown(cell: dict[str, str] | None) -> str:
    """A cell as the expected answers write it: IRIs of ours as kind/slug, the rest as it is."""
    if cell is None:
        return ""
    value = cell["value"]
    if cell["type"] == "uri":
        for prefix in (BASE + "id/", BASE):
            if value.startswith(prefix):
                return value.removeprefix(prefix)
    return value


def test_there_are_at_least_sixty_and_a_third_join_documents() -> None:
    assert len(QUERIES) >= 60
    assert sum("cross-document" in query.tags for query in QUERIES) >= 25


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_query_says_what_it_is(query: CatalogueQuery) -> None:
    assert set(query.titles) == set(LANGUAGES)
    assert all(title.strip() for title in query.titles.values())
    assert query.description.strip()
    assert query.tags
    assert query.view in ("table", "map", "network", "timeline", "chart")


@pytest.mark.parametrize("query", OWN, ids=lambda query: query.name)
def test_query_gives_the_expected_answer(query: CatalogueQuery, store: EmbeddedStore) -> None:
    expected = json.loads((EXPECTED / f"{query.name}.json").read_text(encoding="utf-8"))
    found = rows_of(store, query, expected.get("parameters", {}))
    assert found["head"]["vars"] == expected["columns"]
    rows = [
        [shown(binding.get(name)) for name in expected["columns"]]
        for binding in found["results"]["bindings"]
    ]
    assert rows, "a question that the shipped graph does not answer"
    if "count" in expected:
        assert len(rows) == expected["count"]
        missing = [row for row in expected["rows"] if row not in rows]
        assert missing == []
    else:
        assert rows == expected["rows"]


def test_no_expected_answer_is_left_over() -> None:
    assert {path.stem for path in EXPECTED.glob("*.json")} == {query.name for query in QUERIES}
