"""RDF of somebody else's vocabulary as records: a node is a row, a path a column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.formats import rdf_by_name
from cityweave.imports.declaration import Column, Layout
from cityweave.imports.file import File
from cityweave.imports.record import Record
from cityweave.parsing import Index, Place, Reading, Term
from cityweave.parsing.locating import Places, locate
from cityweave.vocabulary import PREFIXES

NAMESPACES: Mapping[str, str] = MappingProxyType(
    {
        "eukg": "https://linkedopendata.eu/prop/direct/",
        "eukgi": "https://linkedopendata.eu/entity/",
        "eurio": PREFIXES["eurio"],
        "rdf": PREFIXES["rdf"],
        "rdfs": PREFIXES["rdfs"],
    }
)
_Step = tuple[Term, NamedNode, Term]
_Found = tuple[Term, _Step | None]


class Graph:
    """The statements of an RDF export, whatever graphs they stand in."""

    def __init__(self, file: File) -> None:
        """Read a document. Raises `SyntaxErrorInData` with line and column, and `TooLarge`."""
        data = file.whole(file.limits.max_unpacked_bytes)
        form = rdf_by_name(file.format)
        quads = tuple(Reading(data, form, source=file.name, rename_blank_nodes=True))
        self._file = file
        self._index = Index(quads)
        self._find: Callable[[], Places] = lambda: locate(data, form, source=file.name, quads=quads)
        self._located: Places | None = None

    def rows(self, layout: Layout) -> Iterator[Record]:
        """The nodes that a layout is about, in the order of the file."""
        nodes: dict[Term, None] = {}
        for predicate, value in layout.nodes:
            nodes.update(dict.fromkeys(self._index.subjects(_term(predicate), _term(value))))
        for number, node in enumerate(nodes, start=1):
            yield self._record(number, node, layout.columns)

    def _record(self, number: int, node: Term, columns: tuple[Column, ...]) -> Record:
        values: dict[str, str] = {}
        steps: dict[str, _Step | None] = {}
        for column in columns:
            found = self._values(node, column.path) if column.path else []
            if found:
                texts = (_text(value) for value, _ in found)
                values[column.field] = (
                    "|".join(texts) if column.field == "type" else _text(found[0][0])
                )
                steps[column.field] = found[0][1]

        def place(field: str) -> Place:
            step = steps.get(field)
            places = self._places()
            where = places.of(*step) if step else places.about(node)
            return where or places.about(node) or Place(1, 1, self._file.name)

        return Record(number, values, place)

    def _places(self) -> Places:
        if self._located is None:
            self._located = self._find()
        return self._located

    def _values(self, node: Term, path: str) -> list[_Found]:
        """What the first way of a path that leads anywhere leads to, with the last step."""
        for way in path.split("|"):
            bare, _, language = way.partition("@")
            found: list[_Found] = [(node, None)]
            if bare != ".":
                for step in bare.split("/"):
                    found = [after for before, _ in found for after in self._step(before, step)]
            if language:
                found = [one for one in found if _language(one[0]) == language]
            if found:
                return found
        return []

    def _step(self, node: Term, step: str) -> Iterator[_Found]:
        if step.startswith("^"):
            predicate = _term(step[1:])
            for subject in self._index.subjects(predicate, node):
                yield subject, (subject, predicate, node)
        else:
            predicate = _term(step)
            for value in self._index.objects(node, predicate):
                yield value, (node, predicate, value)


def states(graph: Graph, layouts: tuple[Layout, ...]) -> bool:
    """Whether a document has a node of one of the layouts."""
    return any(next(graph.rows(layout), None) is not None for layout in layouts)


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(NAMESPACES[prefix] + local)


def _text(value: Term) -> str:
    """A literal's text, an IRI; of a class of EURIO its name."""
    if isinstance(value, NamedNode):
        return value.value.removeprefix(NAMESPACES["eurio"])
    return value.value if isinstance(value, Literal | BlankNode) else str(value)


def _language(value: Term) -> str | None:
    return value.language if isinstance(value, Literal) else None
