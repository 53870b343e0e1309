"""The profiles that data can be validated by, as a list, a page and as RDF."""

from __future__ import annotations

import json
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from cityweave.formats import RDF_FORMATS, as_asked, rdf_by_name
from cityweave.naming import prefixes_used
from cityweave.parsing import serialize
from cityweave.resources import files
from cityweave.validation import Profile
from cityweave.web.bodies import form_items, single
from cityweave.web.content import triples_of
from cityweave.web.negotiation import PAGES, offered
from cityweave.web.page import Page
from cityweave.web.replies import data
from cityweave.web.site import Site

_GRAPHS = {one.media_type: one.name for one in RDF_FORMATS if not one.holds_graphs}
MEDIA_TYPES = {
    "application/json": "json",
    **_GRAPHS,
    "application/ld+json": "jsonld",
    **dict.fromkeys(PAGES, "html"),
}
"""What the list can be accepted as, the preferred first."""


def routes(site: Site) -> APIRouter:
    """``GET /profiles``."""
    router = APIRouter(include_in_schema=False)

    @router.get("/profiles")
    async def profiles(request: Request) -> Response:
        """List the profiles."""
        given = single(form_items(request.scope["query_string"]))
        accept = request.headers.get("accept")
        style = offered(accept, given.get("format"), MEDIA_TYPES, "The list of profiles")
        if style == "html":
            return site.render(request, "profiles.html", {"profiles": site.profiles})
        if style == "json":
            page = Page.of(request)
            listed = [described(one, page) for one in site.profiles]
            body = json.dumps(listed, ensure_ascii=False).encode()
            return data(request, body, "application/json")
        chosen = as_asked(rdf_by_name(style).of_results, accept)
        triples = list(triples_of(_files(site), site.base))
        body = serialize(triples, rdf_by_name(style), prefixes_used(triples, site.base))
        return data(request, body, chosen.content_type)

    return router


def described(profile: Profile, page: Page) -> dict[str, object]:
    """A profile as the JSON list has it."""
    return {
        "name": profile.name,
        "iri": profile.iri,
        "version": profile.version,
        "title": dict(profile.title),
        "sentence": dict(profile.sentence),
        "shapes": [path.name for path in profile.paths],
        "validate": page.address + f"/validate?profile={profile.name}",
    }


def _files(site: Site) -> list[Path]:
    """The files that describe the profiles."""
    found = files("shapes", ".ttl", override=site.settings.content_dir)
    return [path for path in found if path.stem == "profiles"]
