"""Decides between a page and a data format for a request."""

from __future__ import annotations

from collections.abc import Mapping

from cityweave.errors import NotAcceptable
from cityweave.formats import RESULT_FORMATS, Kind, ResultFormat, as_asked, by_name, negotiate
from cityweave.formats.ranges import best

PAGES = ("text/html", "application/xhtml+xml")
_ALIASES = {
    "turtle": "ttl",
    "n3": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "json-ld": "jsonld",
    "rdf+xml": "rdf",
    "rdf xml": "rdf",
    "rdfxml": "rdf",
}
"""Names that SPARQLWrapper and its kin send; a plus sign may arrive as a space."""

_ALL = tuple(media for one in RESULT_FORMATS for media in (one.media_type, *one.aliases))


def wants_page(accept: str | None, wanted: str | None, *, offers: tuple[str, ...] = _ALL) -> bool:
    """Whether a page is the best answer: ``wanted`` is ``?format=`` or the suffix of the path.

    A client that names no preference (``*/*``) gets data; a browser gets a page, because it ranks
    HTML above everything else that it names.
    """
    if wanted:
        return wanted.lower() == "html"
    return best(accept, offers + PAGES) in PAGES


def result_format(accept: str | None, wanted: str | None, kind: Kind) -> ResultFormat:
    """The data format of a result.

    Raises `NotAcceptable` for a ``?format=`` that there is not, and where the kind of result
    cannot be given in what the client takes.
    """
    if wanted and "/" in wanted:  # a media type, as Virtuoso's clients send it
        media_type, *parameters = wanted.partition(";")
        return negotiate("".join((media_type.strip().replace(" ", "+"), *parameters)), kind)
    if wanted:
        return as_asked(by_name(_ALIASES.get(wanted.lower(), wanted), kind), accept)
    return negotiate(accept, kind)


def offered(accept: str | None, wanted: str | None, offers: Mapping[str, str], what: str) -> str:
    """The name of one of the formats that something has, for which there is no `Kind` of result.

    ``offers`` are names by media type, the preferred first; a page is `html` by custom. ``what``
    stands in the sentence of `NotAcceptable`, which is raised where none is liked.
    """
    names = ", ".join(dict.fromkeys(offers.values()))
    if wanted:
        if wanted in offers.values():
            return wanted
        raise NotAcceptable(
            f"{what} cannot be had in the format “{wanted[:80]}”.", hint=f"Choose one of {names}."
        )
    liked = best(accept, tuple(offers))
    if liked is None:
        raise NotAcceptable(
            f"{what} cannot be had in any of the accepted formats.",
            hint=f"Accept one of {', '.join(offers)}.",
        )
    return offers[liked]


def plain_json(accept: str | None, wanted: str | None) -> bool:
    """For what is offered as a page or as JSON: whether it is to be JSON.

    Raises `NotAcceptable` for another ``?format=``, and where neither is liked.
    """
    offers = {"application/json": "json", **dict.fromkeys(PAGES, "html")}
    return offered(accept, wanted and wanted.lower(), offers, "This page") == "json"
