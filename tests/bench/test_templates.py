"""The templates: enough of them, right in Cityweave as in Oxigraph, never the same text twice."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest
from bench.answers import UNCHECKED, Answer, expected, read
from bench.generator import Data
from bench.latency import checked_texts
from bench.templates import Template, templates

from cityweave.formats import by_name
from cityweave.loading import load_content
from cityweave.query import answer
from cityweave.store import EmbeddedStore, QueryRequest

TEMPLATES = templates()


@pytest.fixture(scope="module")
def store(data: Data) -> EmbeddedStore:
    store = EmbeddedStore()
    load_content(store, data.folder)
    return store


@pytest.fixture(scope="module")
def right(data: Data) -> dict[str, Answer]:
    texts = [text for one in checked_texts(TEMPLATES, data).values() for text in one]
    return expected(data.folder, texts)


def test_there_are_enough() -> None:
    assert len(TEMPLATES) >= 14
    assert all(one.summary.endswith(".") for one in TEMPLATES)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_texts_differ(template: Template, data: Data) -> None:
    texts = list(islice(template.texts(Random(1), data), 300))
    assert len(set(texts)) == 300
    assert not any("?_" in text for text in texts)


def test_a_place_without_constants_is_an_error(data: Data) -> None:
    with pytest.raises(KeyError, match="moon"):
        Template("one", "", "ASK { ?_moon ?p ?o }").text(Random(1), data)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_cityweave_answers_as_expected(
    template: Template, data: Data, store: EmbeddedStore, right: dict[str, Answer]
) -> None:
    is_graph = any(word in template.body for word in ("CONSTRUCT {", "DESCRIBE"))
    result_format = by_name("nt" if is_graph else "json")
    count = 60 if "?_" in template.body else 1
    texts = list(islice(template.texts(Random(template.name), data), count))
    rows = 0
    for text in texts:
        found = read(answer(store, QueryRequest(text), result_format).body)
        rows += found.rows
        if text in right:
            assert found.verdict(right[text]) == ""
    assert rows > 0
    is_checked = template.name not in UNCHECKED | {"export"}
    assert (texts[0] in right) == is_checked
