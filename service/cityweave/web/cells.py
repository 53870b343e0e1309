"""Makes RDF terms readable: IRIs by their labels, passages by document and lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cityweave.naming import is_iri
from cityweave.query.bindings import Row, Term
from cityweave.store import Store
from cityweave.vocabulary import PREFIXES
from cityweave.web.links import Passage, address_of, passage_of, short_name
from cityweave.web.page import Page
from cityweave.web.rows import ask_rows

_XSD = PREFIXES["xsd"]
_NUMBERS = {_XSD + name for name in ("integer", "decimal", "double", "float", "int", "long")}
_BATCH = 2000
_COMMON = {
    PREFIXES[prefix] + name: word
    for prefix, name, word in (
        ("rdfs", "label", "term_name"),
        ("skos", "prefLabel", "term_name"),
        ("skos", "altLabel", "term_other_name"),
        ("rdf", "type", "term_kind"),
        ("rdf", "subject", "term_subject"),
        ("rdf", "predicate", "term_predicate"),
        ("rdf", "object", "term_object"),
        ("dcterms", "description", "term_description"),
        ("dcterms", "identifier", "term_identifier"),
        ("dcterms", "language", "term_language"),
        ("dcterms", "license", "term_licence"),
        ("dcterms", "title", "term_title"),
        ("geo", "hasGeometry", "term_position"),
        ("owl", "sameAs", "term_same"),
        ("rdfs", "seeAlso", "term_see_also"),
        ("schema", "alternateName", "term_other_name"),
        ("schema", "geo", "term_position"),
        ("schema", "sameAs", "term_page"),
        ("skos", "broadMatch", "term_broader"),
        ("skos", "closeMatch", "term_close"),
        ("skos", "exactMatch", "term_exact"),
        ("skos", "narrowMatch", "term_narrower"),
    )
}
"""Words for terms of other vocabularies that every page meets."""

_GRAPHS = frozenset(
    ("editorial", "labels", "ontology", "passages", "sections", "shapes", "sources", "timespans")
)
"""Named graphs that no statement names; words for them say who or what is behind them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value on a page; ``language`` is set only where it differs from the page's."""

    text: str
    href: str | None = None
    title: str | None = None
    language: str | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A name in a language, or without one."""

    text: str
    language: str | None = None


def labels(store: Store, iris: Iterable[str], language: str) -> dict[str, Label]:
    """The best label of each IRI that has one: in the language, else English, else any."""
    wanted = [iri for iri in dict.fromkeys(iris) if is_iri(iri)]
    best: dict[str, tuple[int, str, Label]] = {}
    for start in range(0, len(wanted), _BATCH):
        values = " ".join(f"<{iri}>" for iri in wanted[start : start + _BATCH])
        for row in ask_rows(
            store,
            f"SELECT ?iri ?label {{ VALUES ?iri {{ {values} }}"
            " ?iri rdfs:label|skos:prefLabel|dcterms:title ?label }",
        ):
            label = row["label"]
            spoken = (label.language or "").partition("-")[0]
            order = {language: 0, "en": 1, "": 2}.get(spoken, 3)
            rank = (order, label.value, Label(label.value, label.language))
            iri = row["iri"].value
            if iri not in best or rank[:2] < best[iri][:2]:
                best[iri] = rank
    return {iri: rank[2] for iri, rank in best.items()}


@dataclass(frozen=True)
class Cells:
    """Turns terms into cells for one page, with the labels that were fetched for it."""

    page: Page
    base: str
    words: Mapping[str, str]
    known: Mapping[str, Label] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, page: Page, base: str, iris: Iterable[str]) -> Cells:
        """Fetch the labels of these IRIs, and of the documents that passages among them cite."""
        wanted = list(iris)
        passages = [passage_of(iri, base) for iri in wanted]
        wanted += [passage.document for passage in passages if passage]
        return cls(page, base, page.words, labels(store, wanted, page.language))

    def label(self, iri: str) -> Label:
        """The name to show for an IRI: its label, document and lines, or its short name."""
        passage = passage_of(iri, self.base)
        if passage:
            return self.passage(passage)
        if iri in self.known:
            return self.known[iri]
        if iri in _COMMON:
            return Label(self.words[_COMMON[iri]], self.page.language)
        graph = iri.removeprefix(f"{self.base}graph/")
        if graph != iri and graph in _GRAPHS:
            return Label(self.words[f"graph_{graph}"], self.page.language)
        return Label(short_name(iri, self.base))

    def passage(self, passage: Passage) -> Label:
        """The name of a passage: its document and lines, in the language of the page."""
        document = self.label(passage.document).text
        return Label(f"{document}, {self.lines(passage)}", self.page.language)

    def lines(self, passage: Passage) -> str:
        """The lines of a passage in words."""
        word = "line_only" if passage.first == passage.last else "lines_only"
        return self.words[word].format(first=passage.first, last=passage.last)

    def iri(self, iri: str) -> Cell:
        """The cell of an IRI; the IRI itself is its title."""
        label = self.label(iri)
        href = address_of(iri, self.base, self.page.root)
        if href and href.startswith(self.page.root + "/") and href != iri:
            href = self.page.keep_language(href)
        return Cell(label.text, href, iri, self._foreign(label.language))

    def term(self, term: Term) -> Cell:
        """The cell of any term."""
        if term.is_iri:
            return self.iri(term.value)
        if term.kind == "bnode":
            return Cell("…")
        if term.datatype == _XSD + "anyURI":
            return Cell(term.value, address_of(term.value, self.base, self.page.root))
        return Cell(
            term.value,
            language=self._foreign(term.language),
            number=term.datatype in _NUMBERS,
        )

    def _foreign(self, language: str | None) -> str | None:
        return language if language != self.page.language else None


def iris_in(rows: Iterable[Row]) -> list[str]:
    """Every IRI that occurs in rows."""
    return [term.value for row in rows for term in row.values() if term.is_iri]


def passage_cells(graphs: Iterable[str], cells: Cells) -> tuple[Cell, ...]:
    """The places that state something, passages in the order of document and lines."""

    def place(graph: str) -> tuple[str, int, int]:
        passage = passage_of(graph, cells.base)
        return (passage.document, passage.first, passage.last) if passage else (graph, 0, 0)

    return tuple(cells.iri(graph) for graph in sorted(set(graphs), key=place))
