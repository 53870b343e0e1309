"""Pages and data behind the names of problems and faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from itertools import groupby

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from cityweave.errors import NotFound
from cityweave.parsing.fault import Words
from cityweave.web.bodies import form_items, single
from cityweave.web.cells import Label
from cityweave.web.documents import Document, split
from cityweave.web.entities import as_data, as_page, exact
from cityweave.web.fault_types import fault_types
from cityweave.web.negotiation import result_format, wants_page
from cityweave.web.ontology import TermView
from cityweave.web.page import Page
from cityweave.web.problem_types import problem_types
from cityweave.web.schemes import Concept, Scheme, stated
from cityweave.web.site import Site


def routes(site: Site) -> APIRouter:
    """``GET /problem`` and ``/fault``, and all that is below them."""
    router = APIRouter(include_in_schema=False, dependencies=[Depends(exact)])
    _add(router, site, "problem", problem_types)
    _add(router, site, "fault", fault_types)
    return router


def _add(router: APIRouter, site: Site, path: str, read: Callable[[], Scheme]) -> None:
    """The routes of the scheme at a path, which is read when it is asked for first."""

    @router.get(f"/{path}")
    @router.get(f"/{path}.{{suffix}}")
    async def whole(request: Request, suffix: str | None = None) -> Response:
        """Give all of a scheme."""
        scheme = read()
        stem, wanted = split(f"{path}.{suffix}") if suffix else (path, None)
        if stem != path:
            raise _missing(f"{path}.{suffix}", scheme)
        return _answer(site, request, scheme, None, wanted)

    @router.get(f"/{path}/{{name:path}}")
    async def one(request: Request, name: str) -> Response:
        """Give one of them."""
        scheme = read()
        code, wanted = split(name)
        if code not in scheme.concepts:
            raise _missing(name, scheme)
        return _answer(site, request, scheme, code, wanted)


def _missing(name: str, scheme: Scheme) -> NotFound:
    return NotFound(
        f"There is no {scheme.path} of the name “{name[:80]}”.",
        hint=f"All are listed at /{scheme.path}.",
    )


def _answer(
    site: Site, request: Request, scheme: Scheme, code: str | None, suffix: str | None
) -> Response:
    document = Document.at(f"{scheme.path}/{code}" if code else scheme.path, site.base)
    accept = request.headers.get("accept")
    wanted = suffix or single(form_items(request.scope["query_string"])).get("format") or None
    if not wants_page(accept, wanted):
        chosen = result_format(accept, wanted, "graph")
        return as_data(site, request, document, stated(scheme, code), chosen)
    page = Page.of(request)
    if code is None:
        listed = {
            "groups": _groups(scheme, page),
            "title": page.words[scheme.title],
            "about": page.words[scheme.about],
        }
        return as_page(site, request, document, "terms.html", listed)
    values = _shown(scheme, scheme.concepts[code], page)
    return as_page(site, request, document, "concept.html", values)


def _said(words: Words, language: str) -> Label:
    """A text in a language, else in English."""
    spoken = language if language in words else "en"
    return Label(words[spoken], spoken)


def _groups(scheme: Scheme, page: Page) -> list[tuple[str, list[TermView]]]:
    """The concepts by their status; those without one by their code."""

    def status(one: Concept) -> int:
        return one.status or 0

    return [
        (
            f"{number} {HTTPStatus(number).phrase}" if number else page.words["concept_all"],
            [_view(scheme, one, page) for one in together],
        )
        for number, together in groupby(sorted(scheme.concepts.values(), key=status), status)
    ]


def _view(scheme: Scheme, one: Concept, page: Page) -> TermView:
    meaning = _said(one.definitions[0], page.language)
    href = f"/{scheme.path}/{one.code}"
    title = _said(one.titles, page.language)
    return TermView(one.code, title, meaning.text, meaning.language or "en", one.code, href)


def _shown(scheme: Scheme, one: Concept, page: Page) -> Mapping[str, object]:
    def link(code: str) -> tuple[str, Label]:
        titles = scheme.concepts[code].titles
        return page.link(f"/{scheme.path}/{code}"), _said(titles, page.language)

    status = HTTPStatus(one.status) if one.status else None
    return {
        "concept": one,
        "title": _said(one.titles, page.language),
        "meanings": [_said(each, page.language) for each in one.definitions],
        "remedy": _said(one.remedy, page.language) if one.remedy else None,
        "status": f"{status.value} {status.phrase}" if status else None,
        "broader": [link(one.broader)] if one.broader else [],
        "narrower": [link(code) for code in scheme.narrower(one.code)],
        "all": (page.link(f"/{scheme.path}"), page.words[scheme.title]),
    }
