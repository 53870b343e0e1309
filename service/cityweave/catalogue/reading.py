"""Reads the front matter of a query file and holds it to its rules, with file and line."""

from __future__ import annotations

import re

from cityweave.catalogue.declarations import read_parameters
from cityweave.catalogue.front_matter import FrontMatter
from cityweave.catalogue.placeholders import placeholders
from cityweave.catalogue.query import VIEWS, CatalogueQuery
from cityweave.errors import UnsupportedQuery
from cityweave.vocabulary import LANGUAGES

OWN = ("summary", "description", "titles", "tags", "view", "parameters")
"""Keys of front matter that mean something here; those of grlc are read or passed over."""
_GRLC = (
    "defaults",
    "enumerate",
    "endpoint",
    "endpoint-in-url",
    "endpoint_in_url",
    "method",
    "mime",
    "pagination",
    "transform",
)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_query(name: str, text: str, source: str) -> CatalogueQuery:
    """Read a query file.

    ``name`` is the query's name, ``text`` the whole file, ``source`` the file's name for messages.
    Raises `SyntaxErrorInData` with file and line, also for a SERVICE clause that nobody would ask.
    """
    front = FrontMatter.of(text, source)
    if not _NAME.fullmatch(name):
        front.fail(None, f'"{name}" is no name for a query.', "Use a-z, 0-9 and hyphens.")
    front.known_keys(front.top, (*OWN, *_GRLC), "Front matter")
    tags = front.strings(front.top, "tags")
    if not tags:
        front.fail(front.top.line, "The query has no tag.", "tags: [cities, networks]")
    view = front.string(front.top, "view", "Front matter", "table")
    if view not in VIEWS:
        line = front.top.lines["view"]
        front.fail(line, f'There is no view "{view}".', f"Views: {', '.join(VIEWS)}.")
    query = CatalogueQuery(
        name=name,
        summary=front.string(front.top, "summary", "Front matter"),
        description=front.string(front.top, "description", "Front matter", ""),
        titles=_titles(front),
        tags=tags,
        view=view,
        parameters=read_parameters(front, list(placeholders(text))),
        text=text,
    )
    try:
        _ = query.endpoints
    except UnsupportedQuery as error:
        front.fail(error.line, error.detail, error.hint)
    return query


def _titles(front: FrontMatter) -> dict[str, str]:
    section = front.subsection(front.top, "titles")
    front.known_keys(section, LANGUAGES, "The list of titles")
    return {language: front.string(section, language, "The titles") for language in LANGUAGES}
