"""Which predicates a query of the shapes can look at, as far as its text tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cityweave.query.tokens import Token, declared_prefixes, tokenize
from cityweave.validation.names import TYPE

_PATH = ("|", "/", "^")
_TERMS = frozenset({"iri", "name", "variable", "string", "number"})


def predicates(text: str) -> frozenset[NamedNode] | None:
    """Every name in a query with its prologue; None where it may look at any statement.

    It may when a predicate can be a variable, is negated, or may be walked no step at all, and
    when a name cannot be read for sure.
    """
    tokens = tokenize(text)
    if any(run.is_open for run in _runs(tokens)) or any(map(_is_vague, tokens, tokens[1:])):
        return None
    prefixes = declared_prefixes(tokens)
    found = {TYPE} if any(one.text == "a" for one in tokens) else set()
    for token in tokens:
        if token.kind in ("iri", "name"):
            name = name_of(token, prefixes)
            if name is None:
                return None
            found.add(name)
    return frozenset(found)


def _is_vague(one: Token, following: Token) -> bool:
    """Whether two tokens can begin a negated path, or end one that may take no step."""
    is_step = one.kind in ("iri", "name") or one.text in ("a", ")")
    if is_step and following.text in ("*", "?"):
        return True
    is_next = following.kind in ("iri", "name") or following.text in ("a", "^", "(")
    return one.is_word("BASE") or (one.text == "!" and is_next)


def name_of(token: Token, prefixes: Mapping[str, str]) -> NamedNode | None:
    """The IRI that a token stands for; None where that is not for sure."""
    if "\\" in token.text:
        return None
    if token.kind == "iri":
        iri = token.text[1:-1]
    elif token.prefix is None:
        iri = "urn:x-shacl:blank"
    elif token.prefix in prefixes:
        iri = prefixes[token.prefix] + token.text.partition(":")[2]
    else:
        return None
    try:
        return NamedNode(iri)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Run:
    """Terms that follow one another, with the signs before and after them."""

    before: str
    terms: tuple[Token, ...]
    after: str

    @property
    def is_open(self) -> bool:
        """Whether the predicate among these terms can be a variable."""
        if len(self.terms) < 2:
            return False
        ends_in_path = len(self.terms) == 2 and self.after in _PATH
        is_after_subject = self.before in (";", "[", "]", *_PATH) or (
            self.before == ")" and len(self.terms) == 2 and not ends_in_path
        )
        return self.terms[0 if is_after_subject else 1].kind == "variable"


def _runs(tokens: tuple[Token, ...]) -> Iterator[_Run]:
    """The runs of a query, outside of SELECT and its variables."""
    run: list[Token] = []
    before = ""
    is_projection = False
    for token in tokens:
        if token.is_word("SELECT"):
            is_projection = True
        elif token.text == "{" or token.is_word("WHERE"):
            is_projection = False
        if not is_projection and (token.kind in _TERMS or token.text in ("a", "true", "false")):
            run.append(token)
            continue
        if run:
            yield _Run(before, tuple(run), token.text)
            run = []
        before = token.text
