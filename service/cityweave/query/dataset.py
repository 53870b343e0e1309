"""The dataset that a query names in its own text with FROM and FROM NAMED."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urljoin

from cityweave.query.tokens import Token, declared_prefixes
from cityweave.store import QueryRequest

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def with_dataset(request: QueryRequest, tokens: tuple[Token, ...]) -> QueryRequest:
    """The request with the dataset of the text's FROM clauses, so that the store can merge it.

    A dataset named by the protocol takes precedence
    (https://www.w3.org/TR/sparql11-protocol/#dataset). A name that cannot be
    resolved is left as it is, for the engine to complain about.
    """
    if request.names_dataset:
        return request
    prefixes = declared_prefixes(tokens)
    base = base_of(tokens, request.base)
    default: list[str] = []
    named: list[str] = []
    for index, token in enumerate(tokens):
        if not token.is_word("FROM"):
            continue
        follows = tokens[index + 1 : index + 3]
        is_named = bool(follows) and follows[0].is_word("NAMED")
        name = follows[1:2] if is_named else follows[0:1]
        iri = resolve(name[0], prefixes, base) if name else None
        if iri is not None:
            (named if is_named else default).append(iri)
    return replace(request, default_graphs=tuple(default), named_graphs=tuple(named))


def base_of(tokens: tuple[Token, ...], base: str) -> str:
    """The IRI against which relative ones are resolved: what BASE declares, or else `base`."""
    for word, iri in pairwise(tokens):
        if word.is_word("BASE") and iri.kind == "iri":
            return _joined(base, iri.text[1:-1])
    return base


def resolve(token: Token, prefixes: Mapping[str, str], base: str) -> str | None:
    """The absolute IRI that a token names, or None when it names none."""
    if token.kind == "iri":
        return _joined(base, token.text[1:-1])
    if token.prefix is not None and token.prefix in prefixes:
        local = token.text.partition(":")[2].replace("\\", "")
        return _joined(base, prefixes[token.prefix]) + local
    return None


def _joined(base: str, iri: str) -> str:
    """An IRI as it is, a relative one resolved; Python's `urljoin` drops an empty fragment."""
    return iri if is_absolute(iri) else urljoin(base, iri)


def is_absolute(iri: str) -> bool:
    """Whether an IRI begins with a scheme (RFC 3987, 2.2)."""
    return _SCHEME.match(iri) is not None
