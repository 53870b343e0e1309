"""A parameter of a catalogue query: its type, its default, and the term that a value becomes."""

from __future__ import annotations

from dataclasses import dataclass

from cityweave.catalogue.terms import KINDS, XSD, literal
from cityweave.errors import BadParameter


@dataclass(frozen=True)
class Parameter:
    """One parameter as the front matter declares it.

    ``type`` is a name of `cityweave.catalogue.terms.KINDS` or a datatype of XML Schema as
    ``xsd:time``; ``default`` and ``values`` are written as a caller would write them.
    """

    name: str
    type: str
    description: str
    default: str | None = None
    values: tuple[str, ...] = ()
    required: bool = True
    language: str | None = None

    @property
    def example(self) -> str:
        """A value that this parameter takes: its default, its first listed value, or the type's."""
        if self.default is not None:
            return self.default
        if self.values:
            return self.values[0]
        return KINDS[self.type].example if self.type in KINDS else "…"

    @property
    def words(self) -> str:
        """The type in plain words, for pages and messages."""
        return KINDS[self.type].words if self.type in KINDS else f"a value of type {self.type}"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes of grlc's convention that agree with the type."""
        if self.language:
            return (self.language.replace("-", "_"),)
        if self.type in KINDS:
            return KINDS[self.type].suffixes
        return (self.type.replace(":", "_"), self.type.partition(":")[2])

    def term(self, value: str, base: str) -> str:
        """The RDF term for a value, as SPARQL writes it.

        ``base`` is the base IRI of the deployment, for ``entity`` and ``country``. Raises
        `BadParameter` naming the parameter, its type and an example.
        """
        if self.values and not self._listed(value):
            raise BadParameter(
                f'The parameter "{self.name}" does not take the value "{value}".',
                hint=f"It takes one of: {', '.join(self.values)}.",
            )
        if self.type.startswith("xsd:"):
            return literal(value, XSD + self.type.removeprefix("xsd:"))
        term = KINDS[self.type].write(value, base)
        if term is None:
            raise BadParameter(
                f'The parameter "{self.name}" is {self.words}; "{_cut(value)}" is none.',
                hint=f"For example: {self.name}={self.example}",
            )
        return f"{term}@{self.language}" if self.language else term

    def _listed(self, value: str) -> bool:
        if self.type in ("country", "country-code"):
            return value.upper() in (listed.upper() for listed in self.values)
        return value in self.values


def _cut(value: str, length: int = 80) -> str:
    """A value short enough to be repeated in a message."""
    return value if len(value) <= length else value[: length - 1] + "…"
