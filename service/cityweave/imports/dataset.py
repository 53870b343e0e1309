"""The dataset that files are: stated once, and the source of every fact that comes from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.derivation import with_shortcuts
from cityweave.imports.declaration import Source
from cityweave.imports.file import File
from cityweave.imports.ledger import Ledger
from cityweave.parsing import Place
from cityweave.parsing.locating.places import Located
from cityweave.spreadsheets.folding import slug
from cityweave.spreadsheets.naming import iri, joined
from cityweave.vocabulary import PREFIXES

_DATE = NamedNode(PREFIXES["xsd"] + "date")
_DAY = 10
"""Letters of a day in ISO 8601."""


def dataset_of(source: Source, files: Sequence[File], date: str | None) -> NamedNode:
    """The IRI of the dataset that files are: by the name of the first, and their day."""
    stem = PurePath(files[0].name).name.partition(".")[0]
    return NamedNode(iri("dataset", joined([source.name, slug(stem), date or ""])))


def described(source: Source, ledger: Ledger, files: Sequence[File], at: Place) -> list[Located]:
    """The dataset: whose it is, from which files, under which terms, and of which day.

    Where the day is not known it is the newest on which a row was changed. DCAT 3, 6.6
    (https://www.w3.org/TR/vocab-dcat-3/#Class:Dataset).
    """
    known, dataset = source.dataset, ledger.source
    names = ", ".join(dict.fromkeys(PurePath(file.name).name for file in files))
    title = Literal(f"{known.title}: {names}", language="en")
    said = Ledger(dataset)
    said.say(dataset, "rdf:type", NamedNode(PREFIXES["dcat"] + "Dataset"), at)
    said.say(dataset, "rdfs:label", title, at)
    said.say(dataset, "dcterms:title", title, at)
    said.say(dataset, "dcterms:publisher", Literal(known.publisher), at)
    said.say(dataset, "dcterms:source", NamedNode(known.homepage), at)
    said.say(dataset, "dcterms:rights", Literal(known.terms, language="en"), at)
    if known.licence:
        said.say(dataset, "dcterms:license", NamedNode(known.licence), at)
    when = ledger.date or ledger.newest
    if when is not None and len(when) == _DAY:
        said.say(dataset, "dcterms:modified", Literal(when, datatype=_DATE), at)
    return said.located


def followed(located: Sequence[Located]) -> Iterator[Located]:
    """The plain statements that nodes stand for, such as who is a partner of a project."""
    quads = [one[0] for one in located]
    places = {one[0].object: one[1] for one in reversed(located)}
    for quad in sorted(with_shortcuts(quads).difference(quads), key=str):
        at = places.get(quad.object, located[0][1])
        yield Quad(quad.subject, quad.predicate, quad.object), at, at, at
