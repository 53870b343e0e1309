"""Decides between a page and a data format for a request."""

from __future__ import annotations

from cityweave.errors import NotAcceptable
from cityweave.formats import RESULT_FORMATS, Kind, ResultFormat, best, by_name, negotiate

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
        return negotiate(wanted.replace(" ", "+"), kind)
    if wanted:
        return by_name(_ALIASES.get(wanted.lower(), wanted), kind)
    return negotiate(accept, kind)


def plain_json(accept: str | None, wanted: str | None) -> bool:
    """For what is offered as a page or as JSON: whether it is to be JSON.

    Raises `NotAcceptable` for another ``?format=``.
    """
    if wanted and wanted.lower() not in ("html", "json"):
        raise NotAcceptable(f"This page has no format “{wanted}”.", hint="It has html and json.")
    return not wants_page(accept, wanted, offers=("application/json",))
