"""A query of the content with the names of a deployment that has a base of its own."""

from __future__ import annotations

from cityweave.naming import renamed
from cityweave.query.dataset import resolve
from cityweave.query.tokens import declared_prefixes, tokenize
from cityweave.vocabulary import BASE


def renamed_query(text: str, base: str) -> str:
    """The query with its IRIs renamed, also those that are written with prefixes.

    A name that keeps its beginning while its prefix gets another (`graph:ontology`) is written
    out. Comments and strings are renamed as texts.
    """
    if base == BASE or BASE not in text:
        return text
    tokens = tokenize(text)
    prefixes = declared_prefixes(tokens)
    pieces: list[str] = []
    end = 0
    for token in tokens:
        written = token.text
        if token.prefix is not None and token.prefix in prefixes:
            iri = resolve(token, prefixes, BASE) or ""
            local = iri.removeprefix(prefixes[token.prefix])
            if renamed(iri, base) != renamed(prefixes[token.prefix], base) + local:
                written = f"<{renamed(iri, base)}>"
        else:
            written = renamed(written, base)
        pieces += [renamed(text[end : token.start], base), written]
        end = token.end
    return "".join([*pieces, renamed(text[end:], base)])
