"""What a template offers: its columns, an example for each, and the values of its lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cityweave.spreadsheets.headers import LABEL
from cityweave.spreadsheets.kind import Column, Form, Kind
from cityweave.spreadsheets.resolving import StoreResolver
from cityweave.spreadsheets.words import phrase

Names = Mapping[str, Sequence[str]]
"""Names of things that exist, by the IRI of their class."""

_EXAMPLES: Mapping[Form, str] = {
    Form.INTEGER: "3",
    Form.NUMBER: "12500",
    Form.DATE: "2025-06",
    Form.SPAN: "2025-06/2025-09",
    Form.ADDRESS: "https://example.org/",
    Form.LINK: "https://example.org/id/1",
    Form.STRING: "…",
}


def names_of(kind: Kind, resolver: StoreResolver) -> Names:
    """The names of all that a kind's columns can name, for the lists of its template."""
    classes = {class_iri for column in kind.columns for class_iri in column.classes}
    return {class_iri: resolver.names(class_iri) for class_iri in sorted(classes)}


def offered(kind: Kind, language: str) -> tuple[Column, ...]:
    """The columns of a template: names in all languages, other texts in one.

    Texts in further languages are read under the header of that language all the same.
    """
    return tuple(
        column
        for column in kind.columns
        if column.form is not Form.TEXT
        or column.language == language
        or (column.property == LABEL and not column.part)
    )


def example(column: Column, language: str, names: Names) -> str:
    """What could stand in a cell of a column."""
    if column.form is Form.IDENTIFIER:
        return phrase("title.example")[language]
    if column.form is Form.TEXT:
        return "…"
    listed = values(column, language, names)
    return listed[0] if listed else _EXAMPLES.get(column.form, "…")


def values(column: Column, language: str, names: Names) -> tuple[str, ...]:
    """The values of a column that has a list, as people read them."""
    if column.codes:
        words = (code.words.get(language, code.words.get("en", code.iri)) for code in column.codes)
        return tuple(sorted(words, key=str.casefold))
    found = {name for class_iri in column.classes for name in names.get(class_iri, ())}
    return tuple(sorted(found, key=str.casefold))
