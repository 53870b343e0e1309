"""Says what is wrong with a query that the engine refused.

Oxigraph names what could have stood somewhere after it had gone back (an
undeclared prefix is “expected OPTIONAL”); these look at the text themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from cityweave.errors import QuerySyntaxError
from cityweave.naming import prefixes_of
from cityweave.query.keywords import WORDS, nearest
from cityweave.query.tokens import Token, declared_prefixes
from cityweave.vocabulary import BASE

CLOSING = {"{": "}", "(": ")", "[": "]"}


def diagnose(
    tokens: tuple[Token, ...], refusal: QuerySyntaxError, base: str = BASE
) -> QuerySyntaxError:
    """The first plain mistake in the text, or the engine's refusal with the word at its place.

    `base` is that of the deployment, whose prefixes are proposed.
    """
    prefixes = declared_prefixes(tokens)
    known = prefixes_of(base)
    for index, token in enumerate(tokens):
        declares = index > 0 and tokens[index - 1].is_word("PREFIX")
        found = (
            _stray(token)
            or (None if declares else _undeclared(token, prefixes.keys(), known))
            or _broken_iri(token, tokens[index + 1 : index + 3])
            or _misspelt(token)
        )
        if found is not None:
            return found
    return _unbalanced(tokens) or _at_place(tokens, refusal)


def _error(token: Token, detail: str, hint: str | None) -> QuerySyntaxError:
    return QuerySyntaxError(detail, hint=hint, line=token.line, column=token.column)


def _stray(token: Token) -> QuerySyntaxError | None:
    """A quotation mark that is not closed, or a character that SPARQL does not have."""
    if token.kind != "stray":
        return None
    mark = token.text[0]
    if mark in "\"'" and token.text.startswith(mark * 3):
        return _error(
            token,
            f"The string that begins with {mark * 3} here does not end.",
            f"Close it with {mark * 3}.",
        )
    if mark in "\"'":
        return _error(
            token,
            f"The string that begins with {mark} here does not end on this line.",
            f"Close it with {mark}; strings of several lines stand between {mark * 3}.",
        )
    hint = "Quote strings with straight quotes: \" or '." if token.text in "“”„‘’«»" else None
    return _error(token, f"The character “{token.text}” has no meaning here.", hint)


def _undeclared(
    token: Token, declared: AbstractSet[str], known: Mapping[str, str]
) -> QuerySyntaxError | None:
    """A prefix that no PREFIX line declares."""
    prefix = token.prefix
    if prefix is None or prefix in declared:
        return None
    if prefix in known:
        hint = f"Add this line at the top: PREFIX {prefix}: <{known[prefix]}>"
    else:
        near = get_close_matches(prefix, [*declared, *known], n=1, cutoff=0.6)
        hint = f"Add a line at the top: PREFIX {prefix}: <…>"
        if near:
            hint = f"Did you mean {near[0]}:? Otherwise add a line at the top: PREFIX {prefix}: <…>"
    return _error(token, f"The prefix “{prefix}:” is not declared.", hint)


def _broken_iri(token: Token, following: tuple[Token, ...]) -> QuerySyntaxError | None:
    """A `<` that begins an IRI with a space or another character that no IRI may have."""
    if token.text != "<" or not following or following[0].start != token.end:
        return None
    if following[0].kind != "word" or following[0].is_word("TRUE", "FALSE"):
        return None
    if following[1:] and following[1].text == "(":
        return None  # a comparison with what a function gives
    return _error(
        token,
        "The IRI that begins here is not closed, or has a character that no IRI may have.",
        "Write the whole IRI between < and >, without spaces.",
    )


def _misspelt(token: Token) -> QuerySyntaxError | None:
    """A bare word that is none of SPARQL's."""
    if token.kind != "word" or token.text.upper() in WORDS:
        return None
    meant = nearest(token.text)
    hint = (
        f"Did you mean {meant}?"
        if meant
        else "A variable begins with ?, a name has a prefix and a colon, a string stands in quotes."
    )
    return _error(token, f"“{token.text}” is not a word of SPARQL.", hint)


def _unbalanced(tokens: tuple[Token, ...]) -> QuerySyntaxError | None:
    """A bracket without its partner."""
    opened: list[Token] = []
    for token in tokens:
        if token.kind != "mark":
            continue
        if token.text in CLOSING:
            opened.append(token)
        elif token.text in CLOSING.values():
            if not opened:
                return _error(token, f"“{token.text}” closes nothing.", "Take it out.")
            last = opened.pop()
            wanted = CLOSING[last.text]
            if wanted != token.text:
                return _error(
                    token,
                    f"“{token.text}” stands where “{last.text}” of line {last.line}, "
                    f"column {last.column} has to be closed.",
                    f"Write “{wanted}” before it.",
                )
    if opened:
        last = opened[-1]
        return _error(last, f"“{last.text}” is not closed.", f"Add “{CLOSING[last.text]}”.")
    return None


def _at_place(tokens: tuple[Token, ...], refusal: QuerySyntaxError) -> QuerySyntaxError:
    """The engine's refusal, naming what stands at its place where it has no better words."""
    if refusal.line is None or refusal.column is None or "from here on" not in refusal.detail:
        return refusal
    place = (refusal.line, refusal.column)
    there = next((one for one in tokens if (one.line, one.column) >= place), None)
    if there is None:
        return QuerySyntaxError(
            "The query is not complete, or some part of it cannot stand where it stands.",
            hint=(
                "Often a triple lacks its object, or a variable that BIND or AS gives a value "
                "has one already."
            ),
        )
    return _error(
        there, f"“{there.text}” cannot stand here.", "Look at this place and just before."
    )
