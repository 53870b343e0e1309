"""A query of the catalogue, and how it becomes a query that can be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from cityweave.catalogue.parameters import Parameter
from cityweave.catalogue.placeholders import substitute
from cityweave.errors import BadParameter
from cityweave.query import endpoints
from cityweave.vocabulary import BASE

VIEWS = ("table", "map", "network", "timeline", "chart")
"""The pictures that a result can open in."""


@dataclass(frozen=True)
class CatalogueQuery:
    """An annotated query; ``text`` is the whole file, with the front matter as comments."""

    name: str
    summary: str
    description: str
    titles: Mapping[str, str]
    tags: tuple[str, ...]
    view: str
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def body(self) -> str:
        """The query without its front matter, for people to read."""
        return without_front_matter(self.text)

    @cached_property
    def endpoints(self) -> tuple[str, ...]:
        """The endpoints of others that it asks, by SERVICE, as long as nobody chooses others."""
        if "service" not in self.text.lower():
            return ()
        return endpoints(self.with_values({}, BASE))

    def title(self, language: str) -> str:
        """The title in a language, or in English where there is none."""
        return self.titles.get(language) or self.titles["en"]

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """The value of each parameter that has one: what was given, else the default.

        An empty value counts as not given, because that is what an empty field of a form sends.
        Raises `BadParameter` for a name that the query does not know and for a missing value.
        """
        known = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in known:
                raise BadParameter(
                    f'The query "{self.name}" has no parameter "{name}".',
                    hint=_other_names(name, known),
                )
        values: dict[str, str] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name) or parameter.default
            if value is not None:
                values[parameter.name] = value
            elif parameter.required:
                raise BadParameter(
                    f'The parameter "{parameter.name}" is missing: {parameter.words}.',
                    hint=f"For example: {parameter.name}={parameter.example}",
                )
        return values

    def with_values(self, given: Mapping[str, str], base: str) -> str:
        """The text of the query with every parameter in place.

        ``given`` maps names to values as a caller writes them; ``base`` is the base IRI of the
        deployment. Raises `BadParameter`.
        """
        values = self.values(given)
        terms = {
            parameter.name: parameter.term(values[parameter.name], base)
            for parameter in self.parameters
            if parameter.name in values
        }
        return substitute(self.text, terms.get)


def without_front_matter(text: str) -> str:
    """The text of a query without its ``#+`` lines."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"


def _other_names(name: str, known: list[str]) -> str:
    if not known:
        return "It takes no parameters."
    near = get_close_matches(name, known, n=1)
    return f'Did you mean "{near[0]}"?' if near else f"It takes: {', '.join(known)}."
