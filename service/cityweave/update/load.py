"""LOAD: a document that another host has, as an operation that inserts its triples.

(https://www.w3.org/TR/sparql11-update/#load)
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode

from cityweave.errors import (
    BadParameter,
    FederationRefused,
    LimitExceeded,
    QuerySyntaxError,
    RemoteFailed,
    SyntaxErrorInData,
    UnknownFormat,
)
from cityweave.federation import Fetched, Gateway
from cityweave.formats import rdf_by_name
from cityweave.parsing import serialize
from cityweave.query.dataset import resolve
from cityweave.query.tokens import Token
from cityweave.store import Store
from cityweave.update.operations import Operation

INSERTS = "INSERT DATA"

_FAILURES = (
    FederationRefused,
    RemoteFailed,
    LimitExceeded,
    UnknownFormat,
    SyntaxErrorInData,
    BadParameter,
)
"""What SILENT passes over."""


def load(gateway: Gateway | None, iri: str) -> Fetched:
    """Fetch a document. Raises as `Gateway.load`, and `FederationRefused` without a gateway."""
    if gateway is None:
        raise FederationRefused(
            "This server fetches from no host.",
            hint="Fetch the data yourself and send them to the graph at /store?graph=…",
        )
    return asyncio.run(gateway.load(iri))


@dataclass(frozen=True, slots=True)
class Library:
    """Where LOAD gets documents from: a gateway that fetches, a store that has them parsed."""

    store: Store
    gateway: Gateway | None = None


def loaded(
    operation: Operation, prefixes: Mapping[str, str], base: str, library: Library
) -> str | None:
    """The operation that does what a LOAD does; None when that fails and is SILENT.

    Raises `QuerySyntaxError` for one that cannot be understood, what `load` raises,
    `SyntaxErrorInData`, and `BadParameter` for a document that names graphs itself.
    """
    iris = [
        _absolute(part, prefixes, base)
        for part in operation.parts
        if isinstance(part, Token) and part.kind in ("iri", "name")
    ]
    source, graph = iris[0], iris[1] if len(iris) > 1 else None
    try:
        triples = _triples(library.store, load(library.gateway, source))
    except _FAILURES as error:
        if operation.says(1, "SILENT"):
            return None
        raise _placed(error, operation) from error
    if graph is None:
        return f"{INSERTS} {{ {triples} }}"
    if not triples:
        return f"CREATE SILENT GRAPH <{graph}>"
    return f"{INSERTS} {{ GRAPH <{graph}> {{ {triples} }} }}"


def _absolute(token: Token, prefixes: Mapping[str, str], base: str) -> str:
    """The IRI that a token names. Raises `QuerySyntaxError` for none."""
    iri = resolve(token, prefixes, base)
    try:
        return str(NamedNode(iri or "").value)
    except ValueError as error:
        raise QuerySyntaxError(
            f"“{token.text}” is no absolute IRI.",
            hint="Write the whole address between < and >, or declare its prefix.",
            line=token.line,
            column=token.column,
        ) from error


def _triples(store: Store, fetched: Fetched) -> str:
    """The triples of a document as N-Triples, which is SPARQL's way to write them as well."""
    quads = store.parse(fetched.data, fetched.rdf_format, base=fetched.url, source=fetched.url)
    for quad in quads:
        if not isinstance(quad.graph_name, DefaultGraph):
            raise BadParameter(
                f"<{fetched.url}> names the graph {quad.graph_name}, and LOAD is about one graph.",
                hint="Load a document with triples only.",
            )
    return serialize((quad.triple for quad in quads), rdf_by_name("nt")).decode()


def _placed(error: Exception, operation: Operation) -> Exception:
    """The failure of a LOAD, with its place in the update."""
    verb = operation.parts[0]
    if not isinstance(error, _FAILURES) or not isinstance(verb, Token):
        return error
    if isinstance(error, SyntaxErrorInData):  # has a place in the document already
        return error
    return type(error)(error.detail, hint=error.hint, line=verb.line, column=verb.column)
