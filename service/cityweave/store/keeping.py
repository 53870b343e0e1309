"""Which literals Oxigraph keeps in another form than the one that they are written in.

It keeps numbers, truth values, moments and durations as values: `01` comes back as `1`, `1.50` as
`1.5`, `+00:00` as `Z`, and what is derived from xsd:integer as xsd:integer itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.parsing import Term
from cityweave.vocabulary import PREFIXES

_STRING = NamedNode(PREFIXES["xsd"] + "string")


def is_typed(term: Term) -> TypeGuard[Literal]:
    """Whether a term is a literal that is no text: a store keeps texts as they are."""
    return isinstance(term, Literal) and not term.language and term.datatype != _STRING


def kept(terms: Iterable[Term]) -> dict[Term, Term]:
    """The literals among terms that come back in another form, each with that form."""
    typed = [one for one in dict.fromkeys(terms) if is_typed(one)]
    if not typed:
        return {}
    store = ox.Store()
    names = {NamedNode(f"urn:x-number:{number}"): one for number, one in enumerate(typed)}
    store.extend(Quad(name, name, one) for name, one in names.items())
    back = ((names[quad.subject], quad.object) for quad in store)
    return {one: found for one, found in back if one != found}
