"""Reports of validations as responses, in the format that a client likes best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from starlette.responses import Response

from cityweave.formats import rdf_by_name
from cityweave.parsing import parse, serialize
from cityweave.validation import Report
from cityweave.validation.rendering import STYLES, Style, render
from cityweave.vocabulary import PREFIXES
from cityweave.web.negotiation import PAGES, offered

JSONLD = "application/ld+json"
MEDIA_TYPES: Mapping[str, str] = {
    "application/json": "json",
    "application/sarif+json": "sarif",
    "text/turtle": "ttl",
    JSONLD: "jsonld",
    "text/csv": "csv",
    "text/plain": "text",
    **dict.fromkeys(PAGES, "html"),
}
"""What a report can be accepted as, the preferred first."""

CONFORMS = "Cityweave-Conforms"


def style_of(accept: str | None, wanted: str | None) -> str:
    """The style of a report. Raises `NotAcceptable`."""
    return offered(accept, wanted, MEDIA_TYPES, "A report")


def written(report: Report, style: str, language: str) -> Response:
    """A report in a style that `style_of` chose."""
    if style == "jsonld":
        quads = parse(render(report, "ttl"), rdf_by_name("ttl")).quads
        body = serialize((quad.triple for quad in quads), rdf_by_name("jsonld"), PREFIXES)
        media_type = JSONLD
    else:
        chosen = cast(Style, style)
        body, media_type = render(report, chosen, language), STYLES[chosen].media_type
    return Response(
        body,
        headers={
            "Content-Type": media_type,
            "Cache-Control": "no-store",
            "Vary": "Accept, Accept-Language",
            CONFORMS: str(report.conforms).lower(),
        },
    )
