"""Oxigraph's complaints about a query, as errors of Cityweave."""

from __future__ import annotations

import logging
import re

from cityweave.errors import (
    CityweaveError,
    QueryFailed,
    QuerySyntaxError,
    UnsupportedOrder,
    UnsupportedQuery,
)

_LOG = logging.getLogger("cityweave.store")

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)

_FUNCTION = re.compile(r"The custom (?:aggregate )?function (<.*>) is not supported")

MEANINGS = {
    "The SELECT contains a variable that is unbound": (
        "SELECT names a variable that is neither in GROUP BY nor inside an aggregate.",
        "Add the variable to GROUP BY, or wrap it: (SAMPLE(?x) AS ?y).",
    ),
    "SELECT * is not authorized with GROUP BY": (
        "SELECT * cannot be used together with GROUP BY.",
        "Name the variables that you want instead of *.",
    ),
    "IRI parsing failed": (
        "An IRI between < and > is relative, or has a character that no IRI may have.",
        "Write the whole IRI, like <https://example.org/name>, without spaces.",
    ),
}


def syntax_error(error: SyntaxError) -> QuerySyntaxError:
    """A syntax error of Oxigraph's with its place; for the kinds that it names well, in words.

    What it expected is left out otherwise: after backtracking it lists what could
    stand somewhere, not what is wrong.
    """
    found = _PLACE.search(str(error))
    line, column = (int(found[1]), int(found[2])) if found else (None, None)
    for phrase, (detail, hint) in MEANINGS.items():
        if phrase in str(error):
            return QuerySyntaxError(detail, hint=hint, line=line, column=column)
    return QuerySyntaxError(
        "The query cannot be understood from here on.",
        hint="Look at this place and just before it.",
        line=line,
        column=column,
    )


def engine_fault(error: Exception) -> CityweaveError:
    """What Oxigraph refused to evaluate though its syntax is right."""
    function = _FUNCTION.fullmatch(str(error))
    if function:
        return UnsupportedQuery(
            f"There is no function {function[1]} here.",
            hint="The functions are those of SPARQL 1.1 and the casts of XML Schema.",
        )
    return _given_up()


def panic_fault(message: str) -> CityweaveError:
    """What a panic of Oxigraph means, whose message goes to the log only.

    Its order of values is not total over different kinds of them: numbers are compared by value,
    a number and a text by how they are written, so that `2 < 10 < "10a" < 2` can be. Rust's
    sorting gives up when it sees such a circle, which depends on what is compared with what.
    """
    if "total order" in message:
        return disorder()
    _LOG.error("The engine gave up on a query: %.1000r", message)
    return _given_up()


def disorder() -> UnsupportedOrder:
    """What a query is answered whose values the engine cannot put in order."""
    return UnsupportedOrder(
        "ORDER BY compares values of different kinds here, such as numbers, texts and dates, and "
        "the engine found no order for them.",
        hint="Write ORDER BY STR(?value), or order the values of each kind in a query of its own.",
    )


def _given_up() -> QueryFailed:
    return QueryFailed("The query engine gave up on this query.", hint="Try it in smaller parts.")
