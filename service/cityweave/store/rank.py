"""A total order of RDF terms, as a function that queries sort by.

Oxigraph's own order is that of SPARQL (https://www.w3.org/TR/sparql11-query/#modOrderBy): what has
no value, blank nodes, IRIs, literals; numbers, booleans, texts and dates by value. Between literals
of different kinds SPARQL has none, and the engine goes by how they are written, so that circles
come about. Here kinds stand in a row: numbers, texts, and the others by their datatype. Within a
kind the order is the engine's, and wherever `<` holds between two literals, it is kept.

The rank of a term is a text, and texts have an order: by codepoint.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from decimal import Decimal
from math import isfinite

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cityweave.store.timeline import DURATIONS, MOMENTS, duration, moment

RANK = "urn:x-cityweave:rank"
"""The name of the function in a query."""

Term = NamedNode | BlankNode | Literal | Triple

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TEXTS = frozenset(
    {
        _XSD + "string",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#dirLangString",
    }
)
_BLANK, _IRI, _NUMBER, _TEXT, _OTHER, _TRIPLE = "012345"
_VALUE, _NO_VALUE = "0", "1"
"""A literal that is not written as its datatype wants it has no value, and stands after those."""

_TURNED = str.maketrans("0123456789", "9876543210")
_FAR = 10**10
"""Above the power of ten of any number that can be written down."""

_FINITE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,9})?", re.ASCII)
_ENDLESS = {"-INF": "0", "INF": "4", "+INF": "4", "NaN": "5"}


def rank(term: Term) -> Literal:
    """The rank of a term, as a function of a query gives it."""
    return Literal(key(term))


def key(term: Term) -> str:
    """A text that stands before that of another term just when the term does."""
    if isinstance(term, NamedNode):
        return _IRI + term.value
    if isinstance(term, Literal):
        datatype, written = term.datatype.value, term.value
        if datatype in _TEXTS:
            return f"{_TEXT}{written}\0{term.language or ''}\0{term.direction or ''}"
        if (value := _KEYS[datatype](written) if datatype in _KEYS else None) is not None:
            return value
        return f"{_OTHER}{datatype}\0{_NO_VALUE}{written}"
    if isinstance(term, BlankNode):
        return _BLANK + term.value
    return f"{_TRIPLE}{term}"


def number(value: Decimal) -> str:
    """A text for a number, ordered as numbers are."""
    if not value:
        return "2"
    sign, digits, _ = value.as_tuple()
    text = "".join(map(str, digits)).rstrip("0")
    power = f"{_FAR + value.adjusted():011d}"
    return f"1{power.translate(_TURNED)}{text.translate(_TURNED)}~" if sign else f"3{power}{text}"


def _numeric(written: str) -> str | None:
    """The key of a number; of a double, that of the shortest number that it is read from."""
    if written in _ENDLESS:
        return _NUMBER + _ENDLESS[written]
    return _NUMBER + number(Decimal(written)) if _FINITE.fullmatch(written) else None


def _float(written: str) -> str | None:
    """The key of a float, which is compared with others as a double."""
    try:
        (value,) = struct.unpack("f", struct.pack("f", float(written)))
    except (ValueError, OverflowError):
        return None
    return _numeric(repr(value) if isfinite(value) else written)


def _of_moments(name: str) -> Callable[[str], str | None]:
    """The keys of a kind of points in time; of the same one, what has no zone comes first."""
    pattern = MOMENTS[name]

    def found(written: str) -> str | None:
        value = moment(written, pattern)
        if value is None:
            return None
        return f"{_OTHER}{_XSD}{name}\0{_VALUE}{number(value[0])}\0{value[1]:d}"

    return found


def _of_durations(written: str) -> str | None:
    """The key of a duration, of whichever of their datatypes."""
    value = duration(written)
    return None if value is None else f"{_OTHER}{_XSD}duration\0{_VALUE}{number(value)}"


_INTEGERS = """integer nonPositiveInteger negativeInteger nonNegativeInteger positiveInteger
    long int short byte unsignedLong unsignedInt unsignedShort unsignedByte""".split()
_KEYS: dict[str, Callable[[str], str | None]] = {
    **{_XSD + name: _numeric for name in (*_INTEGERS, "decimal", "double")},
    _XSD + "float": _float,
    **{_XSD + name: _of_moments(name) for name in MOMENTS},
    **{_XSD + name: _of_durations for name in DURATIONS},
}
