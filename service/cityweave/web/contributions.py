"""Contributions over HTTP: to send one, to follow it, to decide on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from secrets import token_hex
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from cityweave.access import Holder, Role
from cityweave.contributions import Contribution, State
from cityweave.contributions.exchange import difference_members, encoded, members
from cityweave.contributions.permission import may_see, shown
from cityweave.errors import BadParameter, NotFound
from cityweave.formats import RDF_FORMATS
from cityweave.validation import from_json
from cityweave.validation.rendering import fragment
from cityweave.web.documents import Document, split
from cityweave.web.negotiation import PAGES, offered
from cityweave.web.offers import Offer, anyone, fetched, holder, read_offer
from cityweave.web.page import Page
from cityweave.web.reports import style_of, written
from cityweave.web.site import Site
from cityweave.web.standings import (
    ENTITIES,
    actions,
    as_rdf,
    entities,
    filters,
)
from cityweave.web.worker import in_worker

NEWEST = 200
"""Contributions that a page of the list shows."""

_JSON = "application/json"
_RDF = {one.media_type: one for one in RDF_FORMATS}
_OFFERS = (_JSON, *_RDF)
_NAMES = {_JSON: "json", **{media_type: one.name for media_type, one in _RDF.items()}}


def routes(site: Site) -> APIRouter:
    """``/contributions`` and everything below it."""
    router = APIRouter(include_in_schema=False)

    @router.get("/contributions")
    async def listing(request: Request) -> Response:
        """List contributions, and offer the form for one."""
        return await in_worker(_list, site, request, await read_offer(request, site))

    @router.post("/contributions")
    async def submit(request: Request) -> Response:
        """Take a contribution in."""
        offer = await read_offer(request, site)
        by = holder(site, request, offer, Role.CONTRIBUTOR)
        sent = offer.request
        if sent and (found := await in_worker(_settled, site, request, sent, by)) is not None:
            return await in_worker(_standing, site, request, offer, found, by, 201)
        return await in_worker(_submit, site, request, await fetched(offer, site), by, sent)

    @router.api_route("/contributions/{identifier}", methods=["GET", "POST"])
    async def status(request: Request, identifier: str) -> Response:
        """Tell how it stands; a token that comes by POST shows what is not public."""
        offer = await read_offer(request, site)
        name, suffix = split(identifier)
        if suffix is not None:
            offer = replace(offer, fields={**offer.fields, "format": suffix})
        by = anyone(site, request, offer)
        return await in_worker(_status, site, request, offer, name, by)

    @router.api_route("/contributions/{identifier}/{part}", methods=["GET"])
    async def part(request: Request, identifier: str, part: str) -> Response:
        """Give its report, its difference or its original."""
        offer = await read_offer(request, site)
        by = anyone(site, request, offer)
        return await in_worker(_part, site, request, offer, identifier, part, by)

    @router.post("/contributions/{identifier}/{part}")
    async def act(request: Request, identifier: str, part: str) -> Response:
        """Decide, withdraw or revert; or give a part to who sends a token by a form."""
        offer = await read_offer(request, site)
        if part in _PARTS:
            by = anyone(site, request, offer)
            return await in_worker(_part, site, request, offer, identifier, part, by)
        by = holder(site, request, offer, Role.CONTRIBUTOR)
        return await in_worker(_act, site, request, offer, identifier, part, by)

    return router


def _list(site: Site, request: Request, offer: Offer) -> Response:
    asked = offer.text("state")
    if asked is not None and asked not in list(State):
        raise BadParameter(
            f"There is no state “{asked[:40]}”.", hint="States are " + ", ".join(State) + "."
        )
    page = Page.of(request)
    kept = site.contributions
    newest = kept.list(*(() if asked is None else (State(asked),)), most=NEWEST)
    by = anyone(site, request, offer)
    listed = [shown(one, by) for one in newest]
    if _wanted(request, offer, (_JSON,)) == _JSON:
        counts = {state: count for state, count in kept.counts().items() if count}
        told = {
            "counts": counts,
            "contributions": [members(one, page.address, by) for one in listed],
        }
        return _answer(encoded(told), _JSON)
    values = {
        "contributions": listed,
        "states": list(filters(kept.counts(), page)),
        "asked": asked,
        "most": site.settings.max_contribution_bytes,
        "key": token_hex(16),
        "publisher": site.settings.publisher,
        "contact": site.settings.contact,
    }
    return _page(site, request, "contributions.html", values)


def _settled(site: Site, _request: Request, sent: str, by: Holder) -> Contribution | None:
    """What the same request brought before, unless it should be looked at again."""
    found = site.contributions.sent(sent, by)
    return None if found is None or found.state in (State.SUBMITTED, State.INVALID) else found


def _submit(site: Site, request: Request, offer: Offer, by: Holder, sent: str) -> Response:
    if offer.data is None:
        raise BadParameter(
            "The request has no document.",
            hint="Send a file as the body or in a form, its text in the field text, or its "
            "address in the field url.",
        )
    _wanted(request, offer, _OFFERS)  # what cannot be answered is not done
    one = site.contributions.submit(
        offer.data,
        offer.name,
        offer.format,
        by,
        offer.text("note") or "",
        kind=offer.text("kind"),
        url=offer.text("url"),
        supersedes=offer.text("supersedes"),
        request=sent,
    )
    return _standing(site, request, offer, one, by, status=201)


def _status(
    site: Site, request: Request, offer: Offer, identifier: str, by: Holder | None
) -> Response:
    return _standing(site, request, offer, site.contributions.get(identifier), by)


def _act(
    site: Site, request: Request, offer: Offer, identifier: str, part: str, by: Holder
) -> Response:
    kept, reason = site.contributions, offer.text("reason") or ""
    _wanted(request, offer, _OFFERS)  # what cannot be answered is not done
    if part == "withdrawal":
        return _standing(site, request, offer, kept.withdraw(identifier, by), by)
    if part == "reversal":
        return _standing(site, request, offer, kept.revert(identifier, by, reason), by)
    if part != "decision":
        raise _no_part(part)
    decision = offer.text("decision")
    if decision not in ("accept", "refuse"):
        raise BadParameter("The decision is missing.", hint="Send decision=accept or refuse.")
    one = kept.decide(identifier, decision == "accept", by, reason)
    return _standing(site, request, offer, one, by)


def _standing(
    site: Site,
    request: Request,
    offer: Offer,
    one: Contribution,
    by: Holder | None,
    status: int = 200,
) -> Response:
    """How a contribution stands, as page, JSON or RDF."""
    page = Page.of(request)
    wanted = _wanted(request, offer, _OFFERS)
    links = Document.at(f"contributions/{one.id}", site.base).links(
        page.root, of="data" if wanted in _OFFERS else "page"
    )
    headers = {"Link": links}
    if status == 201:
        headers["Location"] = f"{page.address}/contributions/{one.id}"
    told = shown(one, by)
    if wanted == _JSON:
        return _answer(encoded(members(told, page.address, by)), _JSON, headers, status)
    if wanted in _RDF:
        return _answer(as_rdf(told, _RDF[wanted]), wanted, headers, status)
    values: dict[str, object] = {
        "one": told,
        "actions": actions(one),
        "by": by,
        "seen": may_see(one, by),
        "received": status == 201,
        "report": None,
        "entities": (),
        "more": 0,
        "counts": {},
    }
    if may_see(one, by) and one.judgement is not None:
        report = from_json(json.loads(site.contributions.report(one.id, by)))
        found = site.contributions.diff(one.id, by)
        values["report"] = Markup(fragment(report, page.language))  # noqa: S704 - it escapes itself
        values["entities"] = entities(found, page.language)
        values["more"] = max(0, len(found.entities) - ENTITIES)
        values["counts"] = found.counts()
    answer = _page(site, request, "contribution.html", values, status)
    answer.headers.update(headers)
    return answer


def _report(
    site: Site, request: Request, offer: Offer, one: Contribution, by: Holder | None
) -> Response:
    style = style_of(request.headers.get("accept"), offer.text("format"))
    report = from_json(json.loads(site.contributions.report(one.id, by)))
    answer = written(report, style, Page.of(request).language)
    answer.headers["Vary"] += ", Authorization"
    return answer


def _diff(
    site: Site, request: Request, offer: Offer, one: Contribution, by: Holder | None
) -> Response:
    if _wanted(request, offer, (_JSON,)) == _JSON:
        found = site.contributions.diff(one.id, by)
        return _answer(encoded(difference_members(found)), _JSON)
    site.contributions.diff(one.id, by)
    return _standing(site, request, offer, one, by)


def _original(
    site: Site, _request: Request, _offer: Offer, one: Contribution, by: Holder | None
) -> Response:
    """The bytes as they came, as a download that no browser shows or runs."""
    data = site.contributions.original(one.id, by)
    name = f"{one.id}.{one.document.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return _answer(data, "application/octet-stream", headers)


_PARTS: dict[str, Callable[..., Response]] = {
    "report": _report,
    "diff": _diff,
    "original": _original,
}


def _part(
    site: Site, request: Request, offer: Offer, identifier: str, part: str, by: Holder | None
) -> Response:
    if part not in _PARTS:
        raise _no_part(part)
    return _PARTS[part](site, request, offer, site.contributions.get(identifier), by)


def _wanted(request: Request, offer: Offer, offers: tuple[str, ...]) -> str:
    """The media type of the answer; `text/html` is a page. Raises `NotAcceptable`."""
    names = {one: _NAMES[one] for one in offers} | dict.fromkeys(PAGES, "html")
    accept = request.headers.get("accept")
    style = offered(accept, offer.text("format"), names, "This")
    return next(media_type for media_type, name in names.items() if name == style)


def _no_part(part: str) -> NotFound:
    return NotFound(
        f"A contribution has no part “{part[:40]}”.",
        hint="GET report, diff or original; POST decision, withdrawal or reversal.",
    )


def _answer(
    body: bytes, content_type: str, headers: dict[str, str] | None = None, status: int = 200
) -> Response:
    """An answer that depends on who asks, and is kept by nobody."""
    kept = {"Cache-Control": "no-store", "Vary": "Accept, Authorization"}
    return Response(body, status, {**kept, **(headers or {})}, content_type)


def _page(
    site: Site, request: Request, template: str, values: dict[str, Any], status: int = 200
) -> Response:
    answer = site.render(request, template, values, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Vary"] += ", Authorization"
    return answer
