"""The routes of the reconciliation service, in version 0.2 and in that of the draft.

(https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/,
https://reconciliation-api.github.io/specs/1.0-draft/)

0.2 is at ``/reconcile``, the draft at ``/reconcile/draft``: members of their manifests have the
same names and different values, so that one address cannot serve both.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cityweave.errors import NotFound, UnknownFormat
from cityweave.reconciliation.batches import document
from cityweave.reconciliation.forms import Version
from cityweave.web.bodies import decode, form_items, media_type_of, read_body, single
from cityweave.web.desk import Answering, Desk, Given, noticed
from cityweave.web.links import local_path
from cityweave.web.negotiation import wants_page
from cityweave.web.page import Page
from cityweave.web.previews import flyout, preview, trial
from cityweave.web.protocol import FORM
from cityweave.web.replies import data
from cityweave.web.site import Site
from cityweave.web.worker import in_worker

JSON = "application/json"
FINAL, DRAFT = "/reconcile", "/reconcile/draft"


def routes(site: Site, desk: Desk) -> APIRouter:
    """``/reconcile`` and all below it."""
    router = APIRouter(include_in_schema=False)

    @router.get(FINAL)
    async def root(request: Request) -> Response:
        """The manifest; a batch or an extension that stands in the address; a page for people."""
        given = _given(request)
        if "queries" in given or "extend" in given:
            return await in_worker(_reply, site, request, given, desk.asked, Version.FINAL)
        if wants_page(request.headers.get("accept"), given.get("format"), offers=(JSON,)):
            return await in_worker(trial, site, request, given.get("names", ""), desk)
        return await in_worker(_reply, site, request, given, desk.manifest, Version.FINAL)

    @router.post(FINAL)
    async def batch(request: Request) -> Response:
        """A batch or an extension in a form."""
        body = await _body(site, request, FORM, f"JSON goes to {DRAFT}/match")
        given = {**_given(request), **single(form_items(body))}
        return await in_worker(_reply, site, request, given, desk.asked, Version.FINAL)

    async def sent(request: Request, answering: Answering) -> Response:
        """The answer to a body of JSON."""
        body = await _body(site, request, JSON, f"forms go to {FINAL}")
        given = document(decode(body, "The body"), "The body")
        return await in_worker(_reply, site, request, given, answering, Version.DRAFT)

    @router.post(DRAFT + "/match")
    async def match(request: Request) -> Response:
        """A batch in JSON."""
        return await sent(request, desk.matched)

    @router.post(DRAFT + "/extend")
    async def extension(request: Request) -> Response:
        """An extension in JSON."""
        return await sent(request, desk.extended)

    _add_services(router, site, desk)
    _add_views(router, site, desk)
    return router


def _add_services(router: APIRouter, site: Site, desk: Desk) -> None:
    for path, answering, version in (
        (DRAFT, desk.manifest, Version.DRAFT),
        (f"{FINAL}/suggest/entity", desk.things, Version.FINAL),
        (f"{FINAL}/suggest/type", desk.classes, Version.FINAL),
        (f"{FINAL}/suggest/property", desk.properties, Version.FINAL),
        (f"{FINAL}/properties", desk.proposed, Version.FINAL),
        (f"{DRAFT}/suggest/entity", desk.things, Version.DRAFT),
        (f"{DRAFT}/suggest/type", desk.classes, Version.DRAFT),
        (f"{DRAFT}/suggest/property", desk.properties, Version.DRAFT),
        (f"{DRAFT}/extend/propose", desk.proposed, Version.DRAFT),
    ):
        router.add_api_route(path, _getting(site, answering, version), methods=["GET"])


def _add_views(router: APIRouter, site: Site, desk: Desk) -> None:
    @router.get(f"{FINAL}/preview")
    @router.get(f"{DRAFT}/preview")
    async def shown(request: Request) -> Response:
        """A thing in a few lines, for a frame on a page of another site."""
        return await in_worker(preview, site, request, desk.identifier(_given(request)), desk)

    @router.get(FINAL + "/flyout/{kind}")
    async def beside(request: Request, kind: str) -> Response:
        """A thing, class or property in a few words, as HTML in JSON."""
        iri = desk.identifier(_given(request))
        return await in_worker(flyout, site, request, kind, iri, desk)

    @router.get(f"{FINAL}/view")
    async def view(request: Request) -> Response:
        """Lead to the page of a thing."""
        iri = desk.identifier(_given(request))
        path = local_path(iri, site.base)
        if path is None:
            raise NotFound(f"Nothing here has the IRI <{iri[:200]}>.")
        return RedirectResponse(Page.of(request).root + path, 303)


def _getting(
    site: Site, answering: Answering, version: Version
) -> Callable[[Request], Awaitable[Response]]:
    async def get(request: Request) -> Response:
        return await in_worker(_reply, site, request, _given(request), answering, version)

    return get


def _given(request: Request) -> dict[str, str]:
    return single(form_items(request.scope["query_string"]))


async def _body(site: Site, request: Request, media_type: str, otherwise: str) -> bytes:
    """A body of that type. Raises `UnknownFormat` and `TooLarge`."""
    said = media_type_of(request.headers)
    if said != media_type:
        raise UnknownFormat(
            f"A body of the type {said or 'that is not said'} is not read here.",
            hint=f"Send {media_type}; {otherwise}.",
        )
    return await read_body(request, site.settings.max_request_bytes)


def _reply(
    site: Site, request: Request, given: Given, answering: Answering, version: Version
) -> Response:
    found = answering(site, request, given, version)
    body = json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    response = data(request, body, JSON)
    response.headers["Content-Language"] = Page.of(request).language
    response.headers["Vary"] = "Accept, Accept-Language, Accept-Encoding"
    return noticed(request, response)
