"""The terms of the ontology with their labels and definitions, for one page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cityweave.store import Store
from cityweave.vocabulary import CW
from cityweave.web.cells import Label, labels
from cityweave.web.rows import ask_rows


@dataclass(frozen=True)
class TermView:
    """A class or property: its local name, its label, what it means and in which language."""

    anchor: str
    label: Label
    definition: str
    language: str


def terms_of(
    store: Store, language: str, words: Mapping[str, str]
) -> tuple[tuple[str, tuple[TermView, ...]], ...]:
    """The classes and the properties under ``cw:``, each group with its heading, by label."""
    rows = ask_rows(
        store,
        "SELECT ?term ?class ?definition {"
        " ?term rdf:type ?kind . VALUES (?kind ?class) {"
        " (owl:Class true) (owl:ObjectProperty false) (owl:DatatypeProperty false)"
        " (owl:AnnotationProperty false) }"
        f' FILTER(STRSTARTS(STR(?term), "{CW}"))'
        " OPTIONAL { ?term skos:definition ?definition } }",
    )
    found = labels(store, (row["term"].value for row in rows), language)
    groups: dict[bool, dict[str, TermView]] = {True: {}, False: {}}
    for row in rows:
        iri = row["term"].value
        anchor = iri.removeprefix(CW)
        definition = row.get("definition")
        spoken = (definition.language if definition else None) or "en"
        views = groups[row["class"].value == "true"]
        if iri not in views or spoken == language:
            text = definition.value if definition else ""
            views[iri] = TermView(anchor, found.get(iri, Label(anchor)), text, spoken)
    return (
        (words["classes"], _sorted(groups[True])),
        (words["properties"], _sorted(groups[False])),
    )


def _sorted(views: Mapping[str, TermView]) -> tuple[TermView, ...]:
    return tuple(sorted(views.values(), key=lambda view: (view.label.text.casefold(), view.anchor)))
