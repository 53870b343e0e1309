"""Terms as text: the shortest way that Turtle has for each, always the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from cityweave.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]
RDF_TYPE = PREFIXES["rdf"] + "type"

Object = NamedNode | BlankNode | Literal | Triple

_LOCAL = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_CLOSING = re.compile(r'"(?="|\Z)')
_SHORT_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)
_LONG_ESCAPES = str.maketrans({"\\": "\\\\", "\r": "\\r", "\b": "\\b", "\f": "\\f"})


class Names:
    """Writes terms with prefixes, and remembers which ones it used.

    The file's own prefixes come first; the project's are known besides, so that
    an IRI written in full becomes short.
    """

    def __init__(self, declared: Mapping[str, str]) -> None:
        known = {iri: name for name, iri in PREFIXES.items()}
        known |= {iri: name for name, iri in sorted(declared.items(), reverse=True)}
        taken: dict[str, str] = dict(declared)
        self._spaces = sorted(
            ((iri, name) for iri, name in known.items() if taken.get(name, iri) == iri),
            key=lambda pair: (-len(pair[0]), pair),
        )
        self.used: dict[str, str] = {}

    def iri(self, iri: str) -> str:
        """An IRI as a prefixed name where that needs no escapes, else in full."""
        for space, name in self._spaces:
            if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
                self.used[name] = space
                return f"{name}:{iri[len(space) :]}"
        return f"<{iri}>"

    def predicate(self, node: NamedNode) -> str:
        """A predicate; `a` for rdf:type."""
        return "a" if node.value == RDF_TYPE else self.iri(node.value)

    def term(self, term: Object | DefaultGraph) -> str:
        """Any term that needs no structure of its own."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, BlankNode):
            return f"_:{term.value}"
        if isinstance(term, Literal):
            return self._literal(term)
        if isinstance(term, Triple):
            parts = (
                self.term(term.subject),
                self.predicate(term.predicate),
                self.term(term.object),
            )
            return f"<<( {' '.join(parts)} )>>"
        return ""

    def _literal(self, literal: Literal) -> str:
        """A literal: bare when Turtle has a bare form for its datatype and text."""
        if literal.language:
            direction = f"--{literal.direction.value}" if literal.direction else ""
            return f"{quoted(literal.value)}@{literal.language}{direction}"
        datatype = literal.datatype.value
        if datatype == XSD + "string":
            return quoted(literal.value)
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(literal.value):
            return literal.value
        return f"{quoted(literal.value)}^^{self.iri(datatype)}"


def quoted(value: str) -> str:
    """A string in quotes; one of several lines keeps its lines."""
    if "\n" not in value:
        return f'"{value.translate(_SHORT_ESCAPES)}"'
    text = _CLOSING.sub(r'\\"', value.translate(_LONG_ESCAPES))
    return f'"""{text}"""'
