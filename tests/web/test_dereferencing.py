"""Every name of the shipped graph answers, and its document speaks of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote, urldefrag

import httpx
import pytest
from starlette.types import ASGIApp

from cityweave.settings import Settings
from cityweave.vocabulary import BASE
from cityweave.web import create_app

NAMES = f"""
SELECT DISTINCT ?iri WHERE {{
  {{ SELECT DISTINCT ?iri WHERE {{ ?iri ?p ?o }} }}
  UNION {{ SELECT DISTINCT ?iri WHERE {{ ?s ?iri ?o }} }}
  UNION {{ SELECT DISTINCT ?iri WHERE {{ ?s ?p ?iri }} }}
  UNION {{ SELECT DISTINCT ?iri WHERE {{ GRAPH ?iri {{ }} }} }}
  FILTER(isIRI(?iri) && STRSTARTS(STR(?iri), "{BASE}"))
}}
"""
TOGETHER = 8


@pytest.fixture(scope="module")
def app() -> Iterator[ASGIApp]:
    with closing(create_app(Settings())) as app:
        yield app


async def walk(app: ASGIApp) -> tuple[list[str], dict[str, httpx.Response]]:
    """Every name, and the answer to each that is no part of a document."""
    transport = httpx.ASGITransport(app)
    headers = {"Accept": "application/n-triples", "Accept-Encoding": "identity"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://weave.test", headers=headers, follow_redirects=True
    ) as client:
        found = await client.post("/sparql.csv", data={"query": NAMES})
        names = found.text.split()[1:]
        documents = sorted({urldefrag(name).url for name in names})
        turns = asyncio.Semaphore(TOGETHER)

        async def ask(name: str) -> httpx.Response:
            async with turns:
                return await client.get("/" + quote(name.removeprefix(BASE)))

        answers = await asyncio.gather(*map(ask, documents))
    return names, dict(zip(documents, answers, strict=True))


@pytest.fixture(scope="module")
def walked(app: ASGIApp) -> tuple[list[str], dict[str, httpx.Response]]:
    return asyncio.run(walk(app))


def test_every_name_answers_and_is_spoken_of(
    walked: tuple[list[str], dict[str, httpx.Response]],
) -> None:
    names, answers = walked
    kinds = {re.split("[/#]", name.removeprefix(BASE))[0] for name in names}
    assert kinds >= {"id", "source", "graph", "ontology", "shapes", "profile"}
    assert len(names) > 5000
    assert {name: one.status_code for name, one in answers.items() if one.status_code != 200} == {}
    spoken = {name: set(re.findall(r"<([^>]*)>", one.text)) for name, one in answers.items()}
    content = re.compile(rf"{BASE}(?:graph/.+|shapes/.+\.ttl)")  # is itself, and speaks of others
    silent = [
        name
        for name in names
        if name not in spoken[urldefrag(name).url] and not content.fullmatch(name)
    ]
    assert silent == []


def test_things_are_told_from_the_documents_about_them(
    walked: tuple[list[str], dict[str, httpx.Response]],
) -> None:
    _, answers = walked
    for name, answer in answers.items():
        path = "/" + quote(name.removeprefix(BASE))
        is_thing = path.startswith("/id/")
        assert [one.status_code for one in answer.history] == [303] * is_thing
        assert answer.request.url.path == re.sub("^/id/", "/doc/", path)
