"""Validation for people and programs: a page to send data from, and the report in any format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from cityweave.errors import CityweaveError, LimitExceeded, NotAcceptable, NotFound, RemoteFailed
from cityweave.imports import SOURCES
from cityweave.naming import path_of, renamed
from cityweave.spreadsheets import kinds
from cityweave.validation import Report
from cityweave.validation.assignment import NAME, Assignment, outcome
from cityweave.validation.profiles import chosen, default_of
from cityweave.validation.rendering import fragment
from cityweave.validation.submission import FORMATS
from cityweave.vocabulary import FAULT, PROBLEM
from cityweave.web.bodies import form_items, single
from cityweave.web.links import address_of
from cityweave.web.page import Page
from cityweave.web.problems import problem_of
from cityweave.web.replies import data
from cityweave.web.reports import CONFORMS, style_of, written
from cityweave.web.site import HERE, Site
from cityweave.web.submissions import Received, fetched, receive
from cityweave.web.worker import in_worker

FOLDER = HERE / "static" / "examples"
EXAMPLES: Mapping[str, str] = {
    "city.ttl": "example_city",
    "city-faulty.ttl": "example_city_faulty",
    "cities.csv": "example_cities",
    "cities-faulty.csv": "example_cities_faulty",
}
"""Files to try, good ones and bad ones, and the words that say what each is."""


def routes(site: Site) -> APIRouter:
    """``GET`` and ``POST /validate``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/validate")
    async def page(request: Request) -> Response:
        """The page to send data from; with ``example``, one is filled in."""
        given = single(form_items(request.scope["query_string"]))
        shown = {
            "profile": given.get("profile") or "",
            "text": _example(site, given.get("example")),
        }
        return _page(site, request, shown, None)

    @router.get("/static/examples/{name}")
    async def example(request: Request, name: str) -> Response:
        """An example as a file, with the names that things have here."""
        form = "text/csv" if name.endswith(".csv") else "text/turtle"
        return data(request, _example(site, name).encode(), f"{form}; charset=utf-8")

    @router.post("/validate")
    async def validate(request: Request) -> Response:
        """Validate what was sent, and answer with the report whatever it says."""
        received = await receive(request, site.settings)
        style = style_of(request.headers.get("accept"), received.fields.get("format"))
        return await in_worker(_validate, site, request, received, style)

    return router


def _validate(site: Site, request: Request, received: Received, style: str) -> Response:
    if style != "html":
        report = judged(site, received)
        return written(report, style, Page.of(request).language)
    shown = {name: received.fields.get(name, "") for name in ("text", "url", "profile", "kind")}
    try:
        report = judged(site, received)
    except CityweaveError as error:
        if error.status >= 500 and not isinstance(error, LimitExceeded | RemoteFailed):
            raise
        return _page(site, request, shown, None, error)
    return _page(site, request, shown, report)


def judged(site: Site, received: Received) -> Report:
    """The report on what was received, which a reader makes."""
    received = fetched(received, site.gateway)
    if received.profile is not None:
        chosen(site.profiles, received.profile)  # before anything is sent to a reader
    for one in (*received.submissions, *received.shapes):
        if one.format not in FORMATS:
            raise NotAcceptable(
                f"There is no format “{one.format[:80]}”.",
                hint=f"Formats are {', '.join(FORMATS)}.",
            )
    asked = Assignment(received.submissions, received.profile, received.shapes)
    report, _ = outcome(site.store.work(NAME, asked.encode()))
    return report


def _page(
    site: Site,
    request: Request,
    shown: Mapping[str, str],
    report: Report | None,
    error: CityweaveError | None = None,
) -> Response:
    """The page, with a report or with what is wrong, and with what was typed in."""
    page = Page.of(request)
    language = page.language
    said = {"text": "", "url": "", "profile": "", "kind": "", **shown}
    problem = problem_of(error, site, request) if error else None
    described = fragment(report, language, link=_link(site, page)) if report else None
    values = {
        "said": {**said, "profile": said["profile"] or default_of(site.profiles).name},
        "profiles": site.profiles,
        "kinds": kinds(site.settings.content_dir),
        "sources": SOURCES.values(),
        "fetches": site.gateway.is_open,
        "examples": EXAMPLES,
        "report": Markup(described) if described else None,  # noqa: S704 - escaped where it is made
        "problem": problem,
        "language": language,
    }
    response = site.render(request, "validate.html", values, error.status if error else 200)
    if report is not None:
        response.headers[CONFORMS] = str(report.conforms).lower()
    response.headers["Cache-Control"] = "no-cache" if report is None else "no-store"
    return response


def _link(site: Site, page: Page) -> Callable[[str], str | None]:
    """Where IRIs in a report lead; what only the data speak of has no page here."""

    def address(iri: str) -> str | None:
        told = iri.startswith((PROBLEM, FAULT)) or not iri.startswith(site.base)
        if not told and not site.store.states(iri):
            return None
        found = address_of(iri, site.base, page.root)
        return page.keep_language(found) if found and path_of(iri, site.base) is not None else found

    return address


def _example(site: Site, name: str | None) -> str:
    """The text of an example. Raises `NotFound`."""
    if not name:
        return ""
    if name in EXAMPLES:
        return renamed((FOLDER / name).read_text("utf-8"), site.base)
    raise NotFound("There is no example of that name.", hint="They are listed at /validate.")
