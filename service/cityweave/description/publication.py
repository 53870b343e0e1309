"""Where a graph is served and by whom: what a description cannot find in the graph itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode

from cityweave.description.terms import NAMESPACES


@dataclass(frozen=True, slots=True)
class Publication:
    """A deployment: base of its IRIs (ends with a slash), address as clients see it (does not).

    ``contact`` is an address to write to (``mailto:`` or ``https:``) or None; ``licence`` is an
    IRI; ``since`` is when this state of the graph began, in seconds since 1970.
    """

    base: str
    address: str
    publisher: str
    contact: str | None
    licence: str
    version: str
    since: float

    @property
    def about(self) -> str:
        """The IRI of the document that describes the dataset; things in it are its fragments."""
        return self.base + "datasets"

    def part(self, name: str) -> NamedNode:
        """Something that the document describes."""
        return NamedNode(f"{self.about}#{name}")

    @property
    def dataset(self) -> NamedNode:
        """The whole graph, as a dataset."""
        return self.part("graph")

    @property
    def service(self) -> NamedNode:
        """The SPARQL endpoint."""
        return NamedNode(self.address + "/sparql")

    @property
    def modified(self) -> Literal:
        """When this state began."""
        moment = datetime.fromtimestamp(int(self.since), UTC).isoformat()
        return Literal(moment, datatype=NamedNode(NAMESPACES["xsd"] + "dateTime"))

    @property
    def day(self) -> str:
        """The day on which this state began, in UTC (ISO 8601)."""
        return str(self.modified.value)[:10]

    def at(self, path: str) -> NamedNode:
        """Something of this deployment by its path, which begins with a slash."""
        return NamedNode(self.address + path)
