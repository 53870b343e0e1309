"""The fields of a form from the parameters of a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cityweave.catalogue import CatalogueQuery, Parameter
from cityweave.store import Store
from cityweave.web.cells import labels
from cityweave.web.rows import ask_rows

_INPUTS = {"integer": "number", "decimal": "number", "date": "date", "year-month": "month"}


@dataclass(frozen=True)
class Field:
    """One field: ``input`` is the type of an HTML input; ``choices`` make it a list instead."""

    name: str
    description: str
    value: str
    required: bool
    input: str
    choices: tuple[tuple[str, str], ...] = ()


def fields_of(
    query: CatalogueQuery, given: Mapping[str, str], store: Store, language: str
) -> list[Field]:
    """A field for each parameter, filled with what was given or with its default."""
    return [
        Field(
            name=parameter.name,
            description=parameter.description,
            value=_value(parameter, given),
            required=parameter.required,
            input=_INPUTS.get(parameter.type, "text"),
            choices=_choices(parameter, _value(parameter, given), store, language),
        )
        for parameter in query.parameters
    ]


def _value(parameter: Parameter, given: Mapping[str, str]) -> str:
    value = given.get(parameter.name, parameter.default or "")
    return value.upper() if parameter.type in ("country", "country-code") else value


def _choices(
    parameter: Parameter, value: str, store: Store, language: str
) -> tuple[tuple[str, str], ...]:
    choices = tuple((listed, listed) for listed in parameter.values)
    if not choices and parameter.type in ("country", "country-code"):
        choices = _countries(store, language)
    if not choices:
        return ()
    if value and value not in (code for code, _ in choices):
        choices = ((value, value), *choices)
    return choices if parameter.required else (("", "–"), *choices)


def _countries(store: Store, language: str) -> tuple[tuple[str, str], ...]:
    """The countries of the graph by code and name, sorted by name."""
    rows = ask_rows(store, "SELECT ?country ?code { ?country a cw:Country ; cw:countryCode ?code }")
    codes = {row["country"].value: row["code"].value for row in rows}
    found = labels(store, codes, language)
    named = ((code, found[iri].text if iri in found else code) for iri, code in codes.items())
    return tuple(sorted(named, key=lambda one: one[1]))
