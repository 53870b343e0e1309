"""Names that are like one that is not there: of a list, or of the things of the graph."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from cityweave.catalogue.terms import literal
from cityweave.store import Store
from cityweave.web.rows import ask_rows

MOST = 3
"""Names that are proposed, at most."""

ALIKE, FEW_ALIKE = 80, 65
"""How alike names must be, from 0 to 100, that one can be meant by the other; among few names."""

SAME = 100.0
"""How alike the same names are."""

LONGEST = 80
"""Characters of a name for which others are looked for."""

SEEN = 2_000
"""Names of the graph that are compared, at most."""

_PIECES = 3
"""A name with fewer mistakes than this has one of so many pieces whole."""

_APART = re.compile(r"[\W_]+")
_SIGNS = "[^\\p{L}\\p{N}]+"
"""The same for the engine."""


def nearest(name: str, names: Iterable[str], alike: int = FEW_ALIKE) -> list[str]:
    """Those of some names that may be meant, the likest first; the same one alone.

    Case and signs do not count. A name that goes on where the other ends (`heerlen`,
    `heerlen-nl`) is as good as alike.
    """
    wanted = _plain(name)
    if not wanted or len(name) > LONGEST:
        return []
    plain = {one: _plain(one) for one in dict.fromkeys(names)}
    scores = {one: SAME - 1 for one, text in plain.items() if text.startswith(f"{wanted} ")}
    found = process.extract(wanted, plain, scorer=fuzz.ratio, score_cutoff=alike, limit=SEEN)
    for _, score, one in found:
        scores[one] = max(score, scores.get(one, 0.0))
    ranked = sorted(scores, key=lambda one: (-scores[one], len(one), one))
    return [one for one in ranked if scores[one] == SAME] or ranked[:MOST]


def nearest_things(store: Store, start: str, slug: str) -> list[str]:
    """The slugs of the things that may be meant by one; their IRIs begin with `start`.

    Things of that name come first, in any language, then slugs that are alike. The engine looks
    through all slugs for pieces of this one, so that few have to be compared. Raises as
    `Store.query`.
    """
    if not slug or len(slug) > LONGEST:
        return []
    wanted = _plain(slug)
    pieces = " || ".join(f"CONTAINS(?slug, {literal(one)})" for one in _pieces(slug.lower()))
    rows = ask_rows(
        store,
        "PREFIX schema: <https://schema.org/> SELECT DISTINCT ?slug ?named {"
        f" {{ ?s a ?class FILTER(STRSTARTS(STR(?s), {literal(start)}))"
        f" BIND(STRAFTER(STR(?s), {literal(start)}) AS ?slug) FILTER({pieces}) }} UNION"
        " { VALUES ?p { rdfs:label skos:prefLabel skos:altLabel schema:alternateName }"
        f" ?s ?p ?name BIND(REPLACE(LCASE(STR(?name)), {literal(_SIGNS)}, ' ') AS ?plain)"
        f" FILTER(?plain = {literal(wanted)}"
        f" && STRSTARTS(STR(?s), {literal(start)}))"
        f" BIND(STRAFTER(STR(?s), {literal(start)}) AS ?slug) BIND(true AS ?named) }}"
        f" }} LIMIT {SEEN}",
    )
    named = sorted(row["slug"].value for row in rows if "named" in row)
    like = nearest(slug, [row["slug"].value for row in rows], ALIKE)
    if like and _plain(like[0]) == wanted:
        return like
    return list(dict.fromkeys((*named[:MOST], *like)))[:MOST]


def _pieces(slug: str) -> list[str]:
    """A slug in parts of about the same length."""
    size = max(2, -(-len(slug) // _PIECES))
    return [slug[at : at + size] for at in range(0, len(slug), size)]


def _plain(name: str) -> str:
    return _APART.sub(" ", name.lower()).strip()
