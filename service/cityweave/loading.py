"""Files in, graphs out: the shipped content and files of users."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from cityweave.errors import BadParameter, ContentMissing
from cityweave.formats import RdfFormat, rdf_by_suffix
from cityweave.parsing import Reading, read_bytes
from cityweave.resources import FOLDERS, files
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Limits, Preparation, ReplicatedStore, Works
from cityweave.vocabulary import ONTOLOGY_GRAPH, SHAPES_GRAPH

Progress = Callable[[Path, int, int], None]
"""Called with each file, its number from one, and how many there are."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load brought: files read, quads in them, quads that were new, graphs they are in."""

    files: int
    quads: int
    added: int
    graphs: int


def open_store(
    settings: Settings,
    progress: Progress | None = None,
    works: Mapping[str, Preparation] | None = None,
) -> EmbeddedStore:
    """The store that the settings name; an empty one gets the shipped content.

    `works` are what it can be asked to do with `work`, by name. Raises
    `StoreUnavailable`, `ContentMissing`, `SyntaxErrorInData`.
    """
    store = EmbeddedStore(settings.data_dir, Works(works))
    if not store.graphs():
        load_content(store, settings.content_dir, progress)
    return store


def open_readers(
    settings: Settings,
    progress: Progress | None = None,
    works: Mapping[str, Preparation] | None = None,
) -> ReplicatedStore:
    """The same store with its readers, which alone evaluate queries. Raises as `open_store`.

    Call it before the process has other threads: the replica shares its memory then.
    """
    return ReplicatedStore(open_store(settings, progress, works), Limits.of(settings), settings)


def load_content(
    store: EmbeddedStore,
    override: Path | None = None,
    progress: Progress | None = None,
    *,
    folders: Collection[str] = ("ontology", "shapes", "data"),
) -> Loaded:
    """Load ontology, shapes and data as one transaction; `override` as in `resources`.

    `folders` can choose among the three. The ontology and the shapes each get a graph of
    their own; the data say theirs. Content of one's own may lack some of the folders, not all
    of them. Raises `ContentMissing` and `SyntaxErrorInData`; nothing is loaded then.
    """
    plan: list[tuple[Path, str | None]] = []
    for folder, suffixes, graph in (
        ("ontology", (".ttl",), ONTOLOGY_GRAPH),
        ("shapes", (".ttl",), SHAPES_GRAPH),
        ("data", (".trig", ".ttl"), None),
    ):
        is_missing = override is not None and not (override / folder).is_dir()
        if is_missing or folder not in folders:
            continue
        plan += [(path, graph) for path in files(folder, *suffixes, override=override)]
    if not plan:
        raise ContentMissing(
            "There is no content to load.",
            hint=f"Its folders are {', '.join(FOLDERS)}, with .ttl and .trig files in them.",
            source=str(override) if override else None,
        )
    return _load(store, plan, None, progress)


def load_files(
    store: EmbeddedStore,
    paths: Sequence[Path],
    *,
    graph: str | None = None,
    rdf_format: RdfFormat | None = None,
    progress: Progress | None = None,
) -> Loaded:
    """Load files as one transaction: all of them, or none when one cannot be read.

    Statements without a graph go into `graph`; statements in a graph keep it.
    Without `rdf_format` each file's suffix tells its format. Raises `NotFound`,
    `UnknownFormat`, `SyntaxErrorInData`, `BadParameter`, `StoreUnavailable`.
    """
    return _load(store, [(path, graph) for path in paths], rdf_format, progress)


def _load(
    store: EmbeddedStore,
    plan: Sequence[tuple[Path, str | None]],
    rdf_format: RdfFormat | None,
    progress: Progress | None,
) -> Loaded:
    """Fill an empty store file by file; of another, add everything in one go."""
    quads = _read(plan, rdf_format, progress)
    if store.is_empty:
        count = store.fill(quads)
        return Loaded(len(plan), count, store.size - store.count(), len(store.graphs()))
    whole = tuple(quads)
    change = store.add(whole)
    return Loaded(len(plan), len(whole), len(change.added), len({one.graph_name for one in whole}))


def _read(
    plan: Sequence[tuple[Path, str | None]],
    rdf_format: RdfFormat | None,
    progress: Progress | None,
) -> Iterator[Quad]:
    for number, (path, graph) in enumerate(plan, start=1):
        if progress is not None:
            progress(path, number, len(plan))
        reading = Reading(
            read_bytes(path),
            rdf_format or rdf_by_suffix(path),
            source=str(path),
            rename_blank_nodes=True,
        )
        yield from placed(reading, graph)


def placed(quads: Iterable[Quad], graph: str | None) -> Iterable[Quad]:
    """The quads with those that are in no graph put into `graph`. Raises `BadParameter`."""
    if graph is None:
        return quads
    try:
        name = NamedNode(graph)
    except ValueError as error:
        raise BadParameter(
            f"“{graph}” is not the IRI of a graph.",
            hint="Write an absolute IRI, like https://w3id.org/cityweave/graph/editorial",
        ) from error
    return (
        Quad(quad.subject, quad.predicate, quad.object, name)
        if isinstance(quad.graph_name, DefaultGraph)
        else quad
        for quad in quads
    )
