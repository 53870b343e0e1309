"""Remarks about a query that is right but surely not meant so.

A term of our own namespace that nobody defined gives no rows and no error; the
notice says so and names the nearest term that there is. So does a name of another
deployment: where the base is not the usual one, the usual names are those of others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from cityweave.naming import renamed
from cityweave.query.tokens import Token, declared_prefixes, tokenize
from cityweave.store import Store
from cityweave.vocabulary import BASE, CW, ONTOLOGY_GRAPH

LONGEST_PREFIX = 200
MOST_PLACES = 20
MOST_NAMES = 500
"""How much of a text is looked at; notices are a service, and a text may be long."""

_PREFIX = re.compile(r"([\w.-]*:)\s*$")
_LOCAL = re.compile(r"[\w\\-](?:[\w.\\-]*[\w\\-])?")

MOST = 10
"""Notices of one query; looking for the nearest name takes time."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark with its place; lines and columns count from one."""

    detail: str
    hint: str | None
    line: int
    column: int

    def __str__(self) -> str:
        text = f"line {self.line}, column {self.column}: {self.detail}"
        return f"{text} {self.hint}" if self.hint else text


def notices(store: Store, text: str, base: str = BASE) -> tuple[Notice, ...]:
    """A notice for each term of the ontology's namespace that the store says nothing about.

    And one for each name by the usual base where the deployment has another one, `base`.
    """
    return (*_elsewhere(text, base), *_undefined(store, text))


def _elsewhere(text: str, base: str) -> tuple[Notice, ...]:
    """A notice for each name that the content has, and the deployment does not."""
    if renamed(text, base) == text:
        return ()
    found: dict[str, Token] = {}
    for token in tokenize(text):
        if token.kind == "iri" and renamed(token.text, base) != token.text:
            found.setdefault(token.text, token)
    return tuple(
        Notice(
            f"The names here begin with {base}, and {iri[:300]} is none of them.",
            f"Write {renamed(iri, base)[:300]}",
            token.line,
            token.column,
        )
        for iri, token in islice(found.items(), MOST)
    )


def _undefined(store: Store, text: str) -> tuple[Notice, ...]:
    if all(store.states(CW + name) for name in _mentioned(text)):
        return ()
    tokens = tokenize(text)
    prefixes = declared_prefixes(tokens)
    missing: dict[str, Token] = {}
    for token in tokens:
        iri = ""
        if token.kind == "iri":
            iri = token.text[1:-1]
        elif token.prefix is not None:
            iri = prefixes.get(token.prefix, "") + token.text.partition(":")[2]
        if iri.startswith(CW) and iri != CW and not store.states(iri):
            missing.setdefault(iri, token)
    if not missing:
        return ()
    terms = {iri.removeprefix(CW): iri for iri in store.subjects(CW, ONTOLOGY_GRAPH)}
    if not terms:
        return ()  # a store without the ontology: nothing can be said about its terms
    return tuple(
        _notice(iri.removeprefix(CW), token, terms) for iri, token in islice(missing.items(), MOST)
    )


def _mentioned(text: str) -> set[str]:
    """The names that stand after the namespace or a prefix of it: rather too many than too few."""
    if CW not in text:
        return set()
    found: set[str] = set()
    prefixes: set[str] = set()
    before, *places = text.split(f"<{CW}", MOST_PLACES)
    for place in places:
        name, closed, _ = place.partition(">")
        if name or not closed:
            found.add(name)
        elif declared := _PREFIX.search(before[-LONGEST_PREFIX:]):
            prefixes.add(declared[1])
        before = place
    for prefix in prefixes:
        after = text.split(prefix, MOST_NAMES)[1:]
        found.update(one[0] for part in after if (one := _LOCAL.match(part)))
    return found - {""}


def _notice(name: str, token: Token, terms: dict[str, str]) -> Notice:
    """The notice for one term, with the nearest one that exists."""
    folded = {term.lower(): term for term in terms}
    near = get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    return Notice(
        f"The ontology has no term cw:{name[:100]}.",
        f"Did you mean cw:{folded[near[0]]}?" if near else None,
        token.line,
        token.column,
    )
