"""What may be meant by an address at which there is nothing: the exact name, or names like it.

An address is one name and no other: a slash at its end, a capital letter or a slash that is written
as %2F make another one. Whoever asks for such a one is told the name, and not given the thing under
a second address.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection, Iterable, Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request

from cityweave.errors import CityweaveError, ContentMissing, NotFound
from cityweave.naming import is_iri, path_of
from cityweave.resources import files
from cityweave.spreadsheets import STYLES
from cityweave.spreadsheets import kinds as sheets
from cityweave.vocabulary import CW, KINDS, SHAPES
from cityweave.web.alike import ALIKE, nearest, nearest_things
from cityweave.web.documents import DOCUMENT, FORMATS, SHAPE, THING
from cityweave.web.entities import path_in
from cityweave.web.fault_types import fault_types
from cityweave.web.links import local_path
from cityweave.web.problem_types import problem_types
from cityweave.web.queries import SUFFIXES
from cityweave.web.rows import ask_rows
from cityweave.web.site import Site
from cityweave.web.worker import in_worker

TOP = (
    "contributions", "contributor", "datasets", "doc", "docs", "dumps", "fault", "graph", "health",
    "id", "ontology", "openapi.json", "problem", "profile", "profiles", "queries", "reconcile",
    "robots.txt", "shapes", "source", "sparql", "static", "store", "templates", "update",
    "validate",
)  # fmt: skip
"""What the paths of the deployment begin with."""

_NOTHING_THERE = {"contributor", "doc", "graph", "id", "profile", "source", "static", "update"}
"""Those at which there is nothing unless something follows."""

PATIENCE = 2.0
"""Seconds for which names are looked for in the graph."""

_SUFFIX = re.compile(r"(?P<stem>.+)\.(?P<suffix>[A-Za-z]{2,6}\d?)", re.DOTALL)
_DOCUMENTS = frozenset({"html", "json", *(one.name for one in FORMATS)})
"""The suffixes of documents; questions have those of results."""


async def meant(site: Site, request: Request, error: Exception) -> tuple[str, ...]:
    """What may be meant by a request for an address at which there is nothing; never raises.

    Only who reads is told: what is written is taken by its name. What stands in a query is no
    address.
    """
    missing = isinstance(error, (NotFound, HTTPException)) and _status(error) == 404
    path = path_in(request)
    if not missing or request.method != "GET" or request.query_params.get("graph"):
        return ()
    try:
        async with asyncio.timeout(PATIENCE):
            found = await in_worker(suggestions, site, request, path)
    except (CityweaveError, TimeoutError):  # the answer is no worse without
        return ()
    if b"%2f" in request.scope["raw_path"].lower():  # another address, though it reads the same
        return found
    return tuple(one for one in found if one != path)


def _status(error: NotFound | HTTPException) -> int:
    return error.status if isinstance(error, NotFound) else error.status_code


def suggestions(site: Site, _request: Request, path: str) -> tuple[str, ...]:
    """The paths that may be meant by one; none begins with a slash. Raises as `Store.query`."""
    parts = [one for one in path.split("/") if one]
    if parts and parts[0].lower() in KINDS:  # a thing, without what all their addresses begin with
        parts.insert(0, THING.rstrip("/"))
    if not parts:
        return ()
    if len(parts) == 1:
        near = set(TOP) - _NOTHING_THERE
        return _suffixed(parts[0], lambda name: nearest(name, near)[:1], _DOCUMENTS)
    (top, *_) = *nearest(parts[0], TOP), ""
    rest = "/".join(parts[1:])
    if f"{top}/" in (THING, DOCUMENT):
        kind, _, slug = rest.partition("/")
        return _suffixed(slug, lambda name: _things(site, top, kind, name), _DOCUMENTS)
    if top not in _NAMES:
        return ()
    return _listed(_NAMES[top](site), rest, SUFFIXES if top == "queries" else _DOCUMENTS)


def _listed(named: Mapping[str, str], name: str, suffixes: Collection[str]) -> tuple[str, ...]:
    """What is like a name among some; a file, whose suffix is a part of its name, before others."""
    if _SUFFIX.fullmatch(name):
        found = nearest(name, filter(_SUFFIX.fullmatch, named), ALIKE)
        if found:
            return tuple(named[one] for one in found)
    return _suffixed(name, lambda stem: [named[one] for one in nearest(stem, named)], suffixes)


def _suffixed(
    name: str, find: Callable[[str], Iterable[str]], suffixes: Collection[str]
) -> tuple[str, ...]:
    """What is found for a name without its suffix, with the suffix where it is one of some.

    Where that is nothing, the suffix may be a part of the name.
    """
    named = _SUFFIX.fullmatch(name)
    if named:
        suffix = named["suffix"].lower()
        end = f".{suffix}" if suffix in suffixes else ""
        found = tuple(one if "#" in one else one + end for one in find(named["stem"]))
        if found:
            return tuple(dict.fromkeys(found))
    return tuple(dict.fromkeys(find(name)))


def _things(site: Site, top: str, kind: str, slug: str) -> list[str]:
    """The thing of just that name, also of another kind; else those of that kind that are like it.

    A kind may be called alike, too.
    """
    start = site.base + THING
    iris = [f"{start}{one}/{slug.lower()}" for one in KINDS]
    values = " ".join(f"<{one}>" for one in iris if is_iri(one))
    rows = ask_rows(site.store, f"SELECT DISTINCT ?s {{ VALUES ?s {{ {values} }} ?s ?p ?o }}")
    exact = sorted(row["s"].value.removeprefix(start) for row in rows)
    kinds = nearest(kind, KINDS)[:1]
    meant = [one for one in exact if one.startswith(tuple(f"{each}/" for each in kinds))] or exact
    if meant or not kinds:
        return [f"{top}/{one}" for one in meant]
    like = nearest_things(site.store, f"{start}{kinds[0]}/", slug)
    return [f"{top}/{kinds[0]}/{one}" for one in like]


def _graphs(site: Site, start: str) -> dict[str, str]:
    """Named graphs whose paths begin so, without their fragments."""
    paths = (path_of(one.partition("#")[0], site.base) for one in site.store.graphs())
    return {one.removeprefix(start): one for one in paths if one and one.startswith(start)}


def _terms(site: Site) -> dict[str, str]:
    """The terms of the ontology, its modules, and the versions of both."""
    rows = ask_rows(
        site.store,
        "SELECT DISTINCT ?t { { ?t a owl:Ontology } UNION { ?o owl:versionIRI ?t } UNION"
        f' {{ ?t a ?class FILTER(STRSTARTS(STR(?t), "{CW}")) }} }}',
    )
    return _of_iris(site, "ontology", (row["t"].value for row in rows))


def _shapes(site: Site) -> dict[str, str]:
    """The shapes, and the files of shapes."""
    rows = ask_rows(
        site.store,
        f'SELECT DISTINCT ?s {{ ?s a ?class FILTER(STRSTARTS(STR(?s), "{SHAPES}")) }}',
    )
    found = _of_iris(site, "shapes", (row["s"].value for row in rows))
    try:
        paths = files("shapes", ".ttl", override=site.settings.content_dir)
    except ContentMissing:
        return found
    return found | {path.name: SHAPE + path.name for path in paths}


def _of_iris(site: Site, top: str, iris: Iterable[str]) -> dict[str, str]:
    """Paths by what follows after the first part of each, be it a fragment."""
    paths = (local_path(one, site.base) for one in iris)
    own = (one.removeprefix("/") for one in paths if one)
    return {one[len(top) + 1 :]: one for one in own if one.startswith((f"{top}/", f"{top}#"))}


def _profiles(site: Site) -> dict[str, str]:
    """The profiles, by name and by name and version."""
    paths = [path_of(one.iri, site.base) or "" for one in site.profiles]
    found = {one.partition("/")[2]: one for one in paths if one.startswith("profile/")}
    return {name.partition("/")[0]: path for name, path in found.items()} | found


def _codes(path: str, codes: Iterable[str]) -> dict[str, str]:
    return {code: f"{path}/{code}" for code in codes}


_NAMES: Mapping[str, Callable[[Site], Mapping[str, str]]] = {
    "fault": lambda _: _codes("fault", fault_types().concepts),
    "graph": lambda site: _graphs(site, "graph/"),
    "ontology": _terms,
    "problem": lambda _: _codes("problem", problem_types().concepts),
    "profile": _profiles,
    "profiles": _profiles,
    "queries": lambda site: _codes("queries", site.catalogue.queries),
    "shapes": _shapes,
    "source": lambda site: _graphs(site, "source/"),
    "templates": lambda site: {
        f"{one.name}.{style}": f"templates/{one.name}.{style}"
        for one in sheets(site.settings.content_dir)
        for style in STYLES
    },
}
"""What may follow after the first part of a path, with the whole path."""
