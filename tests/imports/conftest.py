"""The shipped graph with two more cities of one name, and ways to read and to judge an export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pytest
from pyoxigraph import NamedNode, Quad

from cityweave.cli.validate import rulebook
from cityweave.formats import rdf_by_name
from cityweave.imports import SOURCES, File, Selection
from cityweave.loading import open_store
from cityweave.parsing import parse
from cityweave.settings import Settings
from cityweave.spreadsheets import StoreResolver
from cityweave.spreadsheets.naming import ID
from cityweave.store import EmbeddedStore
from cityweave.validation import Report, Rulebook
from cityweave.validation.judging import judge_read
from cityweave.validation.submission import Input, imported
from cityweave.vocabulary import BASE, GRAPH, PREFIXES

MORE = """
city:exampleton-be a cw:Municipality ; rdfs:label "Exampleton"@en ; cw:country country:be .
city:samplewick-be a cw:Municipality ; rdfs:label "Samplewick"@en ; cw:country country:be .
city:testford-fr a cw:Municipality ; rdfs:label "Testford"@en ; cw:country country:fr .
city:testford-es a cw:Municipality ; rdfs:label "Testford"@en ; cw:country country:es .
city:linkton-be a cw:Municipality ; rdfs:label "Linkton"@en ; cw:country country:be ;
  schema:sameAs <https://sws.geonames.org/7000001/> .
organisation:same-name-be a cw:Organisation ; rdfs:label "Same Name"@en ;
  cw:organisationType organisation-type:ngo .
organisation:same-name-too-be a cw:Organisation ; skos:altLabel "Same Name"@en ;
  rdfs:label "Same Name Too"@en ; cw:organisationType organisation-type:ngo .
"""
Said = set[tuple[str, str, str]]


@dataclass
class Bench:
    """A graph, and what an export says in it."""

    store: EmbeddedStore

    @cached_property
    def rules(self) -> Rulebook:
        return rulebook(None, [])

    @cached_property
    def resolver(self) -> StoreResolver:
        return StoreResolver(self.store.merged)

    def read(
        self,
        kind: str,
        *files: tuple[str, str | bytes],
        selection: Selection | None = None,
        date: str | None = None,
    ) -> Input:
        """Files, each with its name, as a kind of import."""
        from cityweave.imports import format_of

        source = SOURCES[kind]
        made = [
            File.of(data.encode() if isinstance(data, str) else data, name, format_of(name, source))
            for name, data in files
        ]
        return imported(made, source, self.resolver, base=BASE, selection=selection, date=date)

    def judge(self, read: Input) -> Report:
        return judge_read([read], self.rules, self.store).report


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    store = open_store(Settings())
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    quads = parse((prefixes + MORE).encode(), rdf_by_name("ttl")).quads
    graph = NamedNode(GRAPH + "editorial")
    store.add(Quad(one.subject, one.predicate, one.object, graph) for one in quads)
    yield Bench(store)
    store.close()


def said(read: Input) -> Said:
    """The statements with prefixed names, and literals as their text."""
    return {(_short(one.subject), _short(one.predicate), _short(one.object)) for one in read.quads}


def _short(term: object) -> str:
    if isinstance(term, NamedNode):
        for prefix, iri in {"geometry": ID + "geometry/", **PREFIXES}.items():
            if term.value.startswith(iri):
                return f"{prefix}:{term.value.removeprefix(iri)}"
        return term.value
    return str(getattr(term, "value", term))


def cells(read: Input, *severities: str) -> list[tuple[str, str]]:
    """What is wrong, by code and cell; without `severities` all but notes."""
    wanted = severities or ("violation", "warning")
    return [
        (one.code, str(one.place.cell or f"{one.place.line}") if one.place else "")
        for one in read.faults
        if one.severity in wanted
    ]
