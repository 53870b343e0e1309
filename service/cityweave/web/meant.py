"""The things that a reader may mean by a text: of a search, or as the value of a parameter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from cityweave.catalogue import CatalogueQuery
from cityweave.errors import Abandoned, BadParameter, CityweaveError
from cityweave.reconciliation.forms import described
from cityweave.reconciliation.index import Index
from cityweave.web.cells import Cell
from cityweave.web.description import exists
from cityweave.web.desk import Desk
from cityweave.web.links import local_path
from cityweave.web.page import Page
from cityweave.web.site import Site

SHOWN = 8
"""Things that are offered for a text, at most."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A thing that a text may mean: its name as a link, and what tells it from its namesakes."""

    name: Cell
    kind: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that names nothing of the graph, and what may have been meant by it."""

    value: str
    meant: tuple[Meant, ...]


def found(site: Site, request: Request, desk: Desk, text: str) -> tuple[Meant, ...]:
    """The things whose name begins with a text or is like it; each leads to its page."""
    page = Page.of(request)

    def shown(iri: str) -> str:
        return page.keep_language(page.root + (local_path(iri, site.base) or ""))

    return _meant(site, request, desk, text, shown)


def unknown(
    site: Site, request: Request, desk: Desk, query: CatalogueQuery, given: Mapping[str, str]
) -> tuple[Unknown, ...]:
    """The values that name no thing of the graph, of parameters that ask for one.

    What may have been meant leads to the same question about that thing; things of the kind that
    the parameter has by default are offered alone, where there are any.
    """
    page = Page.of(request)
    start = f"{site.base}id/"
    listed = []
    for parameter in query.parameters:
        value = given.get(parameter.name, "").strip()
        if parameter.type != "entity" or not value or _is_known(site, parameter.term, value):
            continue

        def asked(iri: str, name: str = parameter.name) -> str:
            chosen = {**given, name: iri.removeprefix(start)}
            return page.link(f"/queries/{query.name}", **chosen)

        words = value.rpartition("/")[2].replace("-", " ")
        meant = _meant(site, request, desk, words, asked)
        kind = start + parameter.example.partition("/")[0] + "/"
        fitting = tuple(one for one in meant if (one.name.title or "").startswith(kind))
        listed.append(Unknown(value, fitting or meant))
    return tuple(listed)


def _is_known(site: Site, term: Callable[[str, str], str], value: str) -> bool:
    try:
        iri = term(value, site.base)[1:-1]
    except BadParameter:
        return False
    return exists(site.store, iri)


def _meant(
    site: Site, request: Request, desk: Desk, text: str, leads: Callable[[str], str]
) -> tuple[Meant, ...]:
    language = Page.of(request).language
    try:
        index, some = desk.alike(site, request, text, SHOWN)
    except Abandoned:
        raise
    except CityweaveError:  # the desk has no turn or no index: the page is there without it
        return ()
    return tuple(_one(index, thing, language, leads) for thing in some)


def _one(index: Index, thing: int, language: str, leads: Callable[[str], str]) -> Meant:
    iri, label = index.things[thing], index.label(thing, language)
    foreign = label.language if label.language and label.language != language else None
    return Meant(
        Cell(label.text, href=leads(iri), title=iri, language=foreign),
        described(index, thing, language),
    )
