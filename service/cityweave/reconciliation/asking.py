"""Questions to the store about things and properties, of which IRIs were checked before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cityweave.errors import BadParameter
from cityweave.formats import by_name
from cityweave.naming import is_iri
from cityweave.store import QueryRequest, Store
from cityweave.vocabulary import CW, PREFIXES

_PROLOGUE = "".join(
    f"PREFIX {one}: <{PREFIXES[one]}>\n"
    for one in ("cw", "dcterms", "geo", "owl", "rdf", "rdfs", "skos")
)


@dataclass(frozen=True, slots=True)
class Value:
    """One RDF term of a solution; `datatype` is empty for plain strings and for IRIs."""

    text: str
    is_iri: bool
    language: str = ""
    datatype: str = ""


Row = dict[str, Value]


def select(store: Store, text: str) -> Iterator[Row]:
    """The solutions of a SELECT, without blank nodes and unbound variables.

    Raises as `Store.query`.
    """
    found = json.loads(store.query(QueryRequest(_PROLOGUE + text), by_name("json", "bindings")))
    for row in found["results"]["bindings"]:
        yield {
            name: Value(
                one["value"],
                one["type"] == "uri",
                one.get("xml:lang", ""),
                one.get("datatype", ""),
            )
            for name, one in row.items()
            if one["type"] in {"uri", "literal", "typed-literal"}
        }


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
