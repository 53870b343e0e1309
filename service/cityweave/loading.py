"""Files in, graphs out: the shipped content and files of users."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from cityweave.errors import (
    BadParameter,
    CityweaveError,
    ContentMissing,
    InvalidSettings,
    StoreUnavailable,
)
from cityweave.formats import RdfFormat, rdf_by_suffix
from cityweave.naming import renamed_quads
from cityweave.parsing import ENGINE_FORMATS, Reading, read_bytes
from cityweave.resources import FOLDERS, files
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore, Limits, Preparation, ReplicatedStore, Works
from cityweave.store.filling import Document, Documents
from cityweave.vocabulary import BASE, ONTOLOGY_GRAPH, SHAPES_GRAPH

REMEMBERED = "base"
"""File in the folder of a durable store that has the base of its names."""

Progress = Callable[[Path, int, int], None]
"""Called with each file, its number from one, and how many there are."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load brought: files read, quads in them, quads that were new, graphs they are in.

    What an empty store reads by itself is counted once, however often it is repeated.
    """

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
    `StoreUnavailable`, `ContentMissing`, `SyntaxErrorInData`, and `InvalidSettings` when it was
    made for another base.
    """
    store = EmbeddedStore(settings.data_dir, Works(works))
    try:
        keep_base(store, settings.base)
    except CityweaveError:
        store.close()
        raise
    if not store.graphs():
        load_content(store, settings.content_dir, progress, base=settings.base)
    return store


def keep_base(store: EmbeddedStore, base: str) -> None:
    """Have a durable store remember the base of its names, which it cannot change later.

    Raises `InvalidSettings` when it has another, and `StoreUnavailable`.
    """
    if store.folder is None:
        return
    path = store.folder / REMEMBERED
    try:
        known = path.read_text("utf-8").strip() if path.is_file() else BASE
        if store.is_empty:
            path.write_text(base + "\n", "utf-8")
            return
    except OSError as error:
        raise StoreUnavailable(
            "The base of the store cannot be read or written.", source=str(path)
        ) from error
    if known != base:
        raise InvalidSettings(
            f"The names in this store begin with {known}, and the base is {base}.",
            hint=f"Start it with CITYWEAVE_BASE={known}, or take another folder for the new base "
            "(--data-dir); docs/dereferencing.md says how to take the graph along.",
            source=str(store.folder),
        )


def open_readers(
    settings: Settings,
    progress: Progress | None = None,
    works: Mapping[str, Preparation] | None = None,
) -> ReplicatedStore:
    """The same store with its readers, which alone evaluate queries. Raises as `open_store`.

    Call it before the process has other threads: the replica shares its memory then.
    """
    return with_readers(open_store(settings, progress), settings, works)


def with_readers(
    store: EmbeddedStore, settings: Settings, works: Mapping[str, Preparation] | None = None
) -> ReplicatedStore:
    """A store with its readers, as `open_readers`; it is theirs from here on."""
    store.works = Works(works)
    return ReplicatedStore(store, Limits.of(settings), settings)


def load_content(
    store: EmbeddedStore,
    override: Path | None = None,
    progress: Progress | None = None,
    *,
    folders: Collection[str] = ("ontology", "shapes", "data"),
    base: str = BASE,
) -> Loaded:
    """Load ontology, shapes and data as one transaction; `override` as in `resources`.

    `folders` can choose among the three. The ontology and the shapes each get a graph of
    their own; the data say theirs. `base` is that of the deployment, whose names the content
    gets (see `naming`). Content of one's own may lack some of the folders, not all
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
    return _load(store, plan, None, progress, base)


def load_files(
    store: EmbeddedStore,
    paths: Sequence[Path],
    *,
    graph: str | None = None,
    rdf_format: RdfFormat | None = None,
    progress: Progress | None = None,
    base: str = BASE,
) -> Loaded:
    """Load files as one transaction: all of them, or none when one cannot be read.

    Statements without a graph go into `graph`; statements in a graph keep it. With another
    `base` than the usual one, the names that the content has become those of that deployment.
    Without `rdf_format` each file's suffix tells its format. Raises `NotFound`,
    `UnknownFormat`, `SyntaxErrorInData`, `BadParameter`, `StoreUnavailable`.
    """
    return _load(store, [(path, graph) for path in paths], rdf_format, progress, base)


def _load(
    store: EmbeddedStore,
    plan: Sequence[tuple[Path, str | None]],
    rdf_format: RdfFormat | None,
    progress: Progress | None,
    base: str,
) -> Loaded:
    """Fill an empty store file by file; of another, add everything in one go."""
    if store.is_empty:
        count = _filled(store, plan, rdf_format, progress, base)
        return Loaded(len(plan), count, store.size - store.count(), len(store.graphs()))
    whole = tuple(renamed_quads(_read(plan, rdf_format, progress), base))
    change = store.add(whole)
    return Loaded(len(plan), len(whole), len(change.added), len({one.graph_name for one in whole}))


def _filled(
    store: EmbeddedStore,
    plan: Sequence[tuple[Path, str | None]],
    rdf_format: RdfFormat | None,
    progress: Progress | None,
    base: str,
) -> int:
    """Fill an empty store; gives how many statements there were."""
    is_plain = all(_is_plain(path, graph, rdf_format) for path, graph in plan)
    if store.folder is None and base == BASE and is_plain:
        try:
            return store.fill(Documents(_documents(plan, rdf_format, progress)))
        except (SyntaxError, ValueError):
            pass  # what is wrong is told with its place when it is read once more
    return store.fill(renamed_quads(_read(plan, rdf_format, progress), base))


def _is_plain(path: Path, graph: str | None, rdf_format: RdfFormat | None) -> bool:
    """Whether the engine may read a file by itself, with nothing to watch over or to change."""
    found = rdf_format or rdf_by_suffix(path)
    return found.name in ("ttl", "nt") or (found.name in ("trig", "nq") and graph is None)


def _documents(
    plan: Sequence[tuple[Path, str | None]],
    rdf_format: RdfFormat | None,
    progress: Progress | None,
) -> Iterator[Document]:
    for path, graph in _told(plan, progress):
        engine_format = ENGINE_FORMATS[(rdf_format or rdf_by_suffix(path)).name]
        name = None if graph is None else _named(graph)
        yield Document(read_bytes(path).removeprefix(BOM_UTF8), engine_format, name)


def _read(
    plan: Sequence[tuple[Path, str | None]],
    rdf_format: RdfFormat | None,
    progress: Progress | None,
) -> Iterator[Quad]:
    for path, graph in _told(plan, progress):
        reading = Reading(
            read_bytes(path),
            rdf_format or rdf_by_suffix(path),
            source=str(path),
            rename_blank_nodes=True,
        )
        yield from placed(reading, graph)


def _told(
    plan: Sequence[tuple[Path, str | None]], progress: Progress | None
) -> Iterator[tuple[Path, str | None]]:
    """The files, one after the other; of each is told when it is wanted."""
    for number, (path, graph) in enumerate(plan, start=1):
        if progress is not None:
            progress(path, number, len(plan))
        yield path, graph


def placed(quads: Iterable[Quad], graph: str | None) -> Iterable[Quad]:
    """The quads with those that are in no graph put into `graph`. Raises `BadParameter`."""
    if graph is None:
        return quads
    name = _named(graph)
    return (
        Quad(quad.subject, quad.predicate, quad.object, name)
        if isinstance(quad.graph_name, DefaultGraph)
        else quad
        for quad in quads
    )


def _named(graph: str) -> NamedNode:
    """The name of a graph. Raises `BadParameter`."""
    try:
        return NamedNode(graph)
    except ValueError as error:
        raise BadParameter(
            f"“{graph}” is not the IRI of a graph.",
            hint="Write an absolute IRI, like https://w3id.org/cityweave/graph/editorial",
        ) from error
