"""Links to where a thing is described elsewhere, with what they rest on."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from cityweave.imports.declaration import Source
from cityweave.imports.ledger import Ledger, term
from cityweave.imports.lookup import Lookup
from cityweave.parsing import Place
from cityweave.spreadsheets.declarations import expand
from cityweave.spreadsheets.naming import iri, joined, last

_SAME_AS = "schema:sameAs"
_BASIS = expand("cw:linkBasis")


class Links:
    """States links. What one rests on is said of a new one, in the terms that an ontology has."""

    def __init__(self, source: Source, ledger: Ledger, lookup: Lookup) -> None:
        self._source = source
        self._ledger = ledger
        self._lookup = lookup

    def link(self, thing: NamedNode, address: str, at: Place, confidence: str, basis: str) -> None:
        """State that a thing is what an address elsewhere describes.

        `confidence` is the slug of our code, `basis` says in English what the link rests on.
        """
        there = NamedNode(address)
        self._ledger.say(thing, _SAME_AS, there, at)
        is_known = address in self._lookup.things.resolver.values(thing.value, expand(_SAME_AS))
        if is_known or not self._lookup.things.has_term(_BASIS):
            return
        node = NamedNode(iri("link", joined([self._source.name, last(thing.value)])))
        name = self._lookup.things.label(thing.value) or last(thing.value)
        label = Literal(f"{name} – {self._source.dataset.title}", language="en")
        self._ledger.make(node, "cw:Link", at)
        self._ledger.say(node, "rdf:type", term("rdf:Statement"), at)
        self._ledger.say(node, "rdfs:label", label, at)
        self._ledger.say(node, "rdf:subject", thing, at)
        self._ledger.say(node, "rdf:predicate", term(_SAME_AS), at)
        self._ledger.say(node, "rdf:object", there, at)
        self._ledger.say(node, "cw:confidence", NamedNode(iri("confidence", confidence)), at)
        self._ledger.say(node, "cw:linkBasis", Literal(basis, language="en"), at)
