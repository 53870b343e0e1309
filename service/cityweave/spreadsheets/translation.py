"""Between the names of a deployment and those of the content, which templates are made of.

A table is read with the names of the content, whatever base a deployment has. What comes in is
translated before that (cells that hold IRIs, what the graph knows), and what goes out after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cityweave.naming import renamed, renamed_quads, restored
from cityweave.parsing.fault import Fault
from cityweave.parsing.locating.places import Located
from cityweave.spreadsheets.resolving import Named, Resolver
from cityweave.spreadsheets.table import Table
from cityweave.vocabulary import BASE


@dataclass(frozen=True, slots=True)
class Translation:
    """From and to the names of the deployment with that base; the usual base changes nothing."""

    base: str

    def table(self, table: Table) -> Table:
        """A table with the names of the content in its cells."""
        if self.base == BASE:
            return table
        rows = tuple(
            tuple(
                replace(cell, value=restored(cell.value, self.base))
                if isinstance(cell.value, str)
                else cell
                for cell in row
            )
            for row in table.rows
        )
        return replace(table, rows=rows)

    def resolver(self, resolver: Resolver) -> Resolver:
        """A resolver that knows things by the names of the content."""
        return resolver if self.base == BASE else _Translated(resolver, self.base)

    def located(self, found: Iterable[Located]) -> list[Located]:
        """Statements with the names of the deployment, at their places."""
        pairs = list(found)
        quads = renamed_quads((one[0] for one in pairs), self.base)
        return [(quad, *one[1:]) for quad, one in zip(quads, pairs, strict=True)]

    def fault(self, fault: Fault) -> Fault:
        """What is wrong, in the names of the deployment."""
        if self.base == BASE:
            return fault
        value = None if fault.value is None else renamed(fault.value, self.base)
        words = {tag: renamed(text, self.base) for tag, text in fault.words.items()}
        fix = fault.fix and {tag: renamed(text, self.base) for tag, text in fault.fix.items()}
        return replace(fault, value=value, words=words, fix=fix)


@dataclass(frozen=True, slots=True)
class _Translated:
    """A `Resolver` that is asked and answers with the names of the content."""

    inner: Resolver
    base: str

    def find(self, label: str, class_iri: str) -> tuple[Named, ...]:
        """What has that name."""
        return self._named(self.inner.find(label, class_iri))

    def nearest(self, label: str, class_iri: str, most: int = 3) -> tuple[Named, ...]:
        """What has a name like it, the likest first."""
        return self._named(self.inner.nearest(label, class_iri, most))

    def by_slug(self, slug: str) -> tuple[str, ...]:
        """The IRIs of things with a name that end in a slug."""
        return tuple(restored(one, self.base) for one in self.inner.by_slug(slug))

    def label(self, iri: str) -> str | None:
        """What a thing is called."""
        return self.inner.label(renamed(iri, self.base))

    def is_a(self, iri: str, class_iri: str) -> bool:
        """Whether a thing is of a class."""
        return self.inner.is_a(renamed(iri, self.base), class_iri)

    def values(self, iri: str, property_iri: str) -> tuple[str, ...]:
        """The IRIs that a thing has for a property."""
        found = self.inner.values(renamed(iri, self.base), property_iri)
        return tuple(restored(one, self.base) for one in found)

    def linked(self, address: str) -> tuple[str, ...]:
        """The things that are linked to an address in another graph."""
        return tuple(restored(one, self.base) for one in self.inner.linked(address))

    def _named(self, found: tuple[Named, ...]) -> tuple[Named, ...]:
        return tuple((restored(iri, self.base), name) for iri, name in found)
