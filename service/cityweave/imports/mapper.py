"""What makes statements of the rows of an export, whatever the rows are about."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar

from cityweave.imports.declaration import Rules, Source
from cityweave.imports.facts import Facts
from cityweave.imports.ledger import Ledger
from cityweave.imports.links import Links
from cityweave.imports.lookup import Lookup
from cityweave.imports.record import Record
from cityweave.imports.relations import Relations
from cityweave.imports.selection import Selection

Ruling = TypeVar("Ruling", bound=Rules)


class Mapper(ABC, Generic[Ruling]):
    """Takes rows one after the other, and writes in the ledger what they state."""

    looks_ahead: ClassVar[bool] = False
    """Whether it has to see all rows before it takes the first, where only some are wanted."""

    def __init__(
        self,
        source: Source,
        rules: Ruling,
        lookup: Lookup,
        ledger: Ledger,
        selection: Selection,
    ) -> None:
        self._source = source
        self._rules = rules
        self._lookup = lookup
        self._ledger = ledger
        self._selection = selection
        self._facts = Facts(source, ledger, lookup)
        self._links = Links(source, ledger, lookup)
        self._relations = Relations(ledger, lookup)

    def look(self, record: Record) -> None:
        """See a row before any is taken: by itself, nothing is noted of it."""
        del record

    @abstractmethod
    def take(self, record: Record, layout: str) -> None:
        """State what a row of a table says, or keep it for the end."""

    def finish(self) -> None:
        """State what only all rows together say: by itself, nothing."""
        return
