"""Questions to the store about things and properties, of which IRIs were checked before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cityweave.errors import BadParameter
from cityweave.naming import is_iri
from cityweave.query import bindings
from cityweave.query.bindings import Row
from cityweave.store import Store
from cityweave.vocabulary import CW, PREFIXES, prologue

_PROLOGUE = prologue("cw", "dcterms", "geo", "owl", "rdf", "rdfs", "skos")
_SHOWN = {"uri", "literal"}


def select(store: Store, text: str) -> Iterator[Row]:
    """The solutions of a SELECT, of which IRIs and literals count.

    Raises as `Store.query`.
    """
    for row in bindings.select(store, _PROLOGUE + text):
        yield {name: one for name, one in row.items() if one.kind in _SHOWN}


def iri_of(name: str) -> str:
    """The IRI that a client means: as it stands, by a prefix (`cw:country`), or a term of ours.

    Raises `BadParameter` for what cannot be one.
    """
    prefix, colon, rest = name.partition(":")
    if colon and prefix in PREFIXES:
        name = PREFIXES[prefix] + rest
    elif not colon:
        name = CW + name
    if not is_iri(name):
        raise BadParameter(
            f"“{name[:80]}” is not the identifier of a class or property.",
            hint="Write an IRI, or a name like cw:country; /reconcile/suggest/property finds them.",
        )
    return name


def values(iris: Iterable[str]) -> str:
    """IRIs as they stand in VALUES; those that cannot be IRIs are left out."""
    return " ".join(f"<{one}>" for one in dict.fromkeys(iris) if is_iri(one))
