"""Where XML is not well-formed, or holds more than it may (https://www.w3.org/TR/xml/).

Oxigraph says what is wrong with RDF/XML and not where, and writes out entities whatever
their length. Expat, which Python brings, says where; it fetches nothing, and stops at
entities that come to more than a hundred times the document.
"""

from __future__ import annotations

from xml.parsers import expat

_CODES = expat.errors.codes
_TOO_MUCH = _CODES[expat.errors.XML_ERROR_AMPLIFICATION_LIMIT_BREACH]
_OTHER_TAG = _CODES[expat.errors.XML_ERROR_TAG_MISMATCH]


def malformed(data: bytes) -> tuple[int, int] | None:
    """Line and column of the first fault, both from one; None for well-formed XML."""
    found = _fault(data)
    return None if found is None else found[1:]


def exploding(data: bytes) -> tuple[int, int] | None:
    """Line and column of the entity that comes to too much; None where none does."""
    if b"<!ENTITY" not in data:
        return None
    found = _fault(data)
    return found[1:] if found is not None and found[0] == _TOO_MUCH else None


def _fault(data: bytes) -> tuple[int, int, int] | None:
    """The code of the first fault, its line and its column."""
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        column = error.offset + 1
        if error.code == _OTHER_TAG:
            column -= len("</")  # expat points at the name
        elif data[: parser.ErrorByteIndex].endswith(b"&"):
            column -= 1  # expat points at what follows the ampersand
        return error.code, error.lineno, column
    except (LookupError, ValueError):  # an encoding that Python does not know, or not for XML
        return None
    return None
