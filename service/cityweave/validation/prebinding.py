"""Queries of shapes with values for their variables (https://www.w3.org/TR/shacl/#pre-binding).

The values are put at the start of every group that mentions their variables, as `VALUES`: then a
variable has its value in whatever part of the query it stands. SPARQL cannot name a blank node;
for one stands a pattern that any of its statements matches, and Oxigraph sets the variable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from pyoxigraph import BlankNode, NamedNode, QuerySolution, QuerySolutions, Store, Variable

from cityweave.errors import QueryTooComplex, SyntaxErrorInData
from cityweave.parsing import Term
from cityweave.query.complexity import Complexity, check
from cityweave.query.tokens import Token, first_verb, tokenize
from cityweave.validation.paths import Path, sparql
from cityweave.validation.uniformity import is_heavy, is_uniform, lightened

ALLOWED = Complexity(100, 200)
"""How deeply a query of the shapes may be nested, and how many triple patterns it may have."""

_REFUSED = ("MINUS", "VALUES", "SERVICE", "FROM", "LOAD")
_NOTHING = NamedNode("urn:x-shacl:nothing")


@dataclass(frozen=True, slots=True)
class Query:
    """A `sh:select` or `sh:ask` that can be asked; `name` is what has it, for errors."""

    name: Term
    prologue: str
    text: str
    tokens: tuple[Token, ...] = field(repr=False)
    is_ask: bool
    groups: Mapping[int, frozenset[str]] = field(repr=False, hash=False)
    """Where groups begin, by number of token, and the variables that stand in each."""

    @classmethod
    def of(cls, name: Term, prologue: str, text: str, bound: tuple[str, ...]) -> Query:
        """Check a query. `bound` are the variables that will be bound, `this` apart.

        Raises `SyntaxErrorInData` for what a query with bound variables may not have.
        """
        try:
            check(text, ALLOWED)
        except QueryTooComplex as error:
            raise _wrong(name, error.detail, error.hint or "") from error
        tokens = tokenize(text)
        _refuse(name, tokens, ("this", *bound))
        verb = first_verb(tokens)
        is_ask = verb is not None and verb.is_word("ASK")
        text = text if is_ask else lightened(text, tokens)
        tokens = tokenize(text)
        query = cls(name, prologue, text, tokens, is_ask, _groups(tokens))
        tuple(query.rows(Store(), dict.fromkeys(("this", *bound), _NOTHING)))
        return query

    def mentions(self, variable: str) -> bool:
        """Whether a variable occurs."""
        return any(one.kind == "variable" and one.text[1:] == variable for one in self.tokens)

    @property
    def is_uniform(self) -> bool:
        """Whether it can be asked for many focus nodes at once, as for one after the other."""
        return not self.is_ask and is_uniform(self.tokens, self.groups)

    @property
    def is_heavy(self) -> bool:
        """Whether it takes less time for one focus node after the other."""
        return is_heavy(self.tokens)

    def rows(
        self,
        store: Store,
        bound: Mapping[str, Term],
        path: Path | None = None,
        foci: str = "",
    ) -> Iterator[QuerySolution]:
        """The solutions where variables have these values; of an ASK one if it is true.

        `foci` is a pattern that binds `?this`, in the place of a value for it. Raises
        `SyntaxErrorInData` when the query cannot be asked.
        """
        blank = {
            name: term
            for name, term in bound.items()
            if isinstance(term, BlankNode) and (name == "this" or (self.is_ask and name == "value"))
        }
        try:
            found = store.query(
                self.written(bound, path, foci),
                substitutions={Variable(name): term for name, term in blank.items()},
            )
            if isinstance(found, QuerySolutions):
                yield from found
                return
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise _wrong(
                self.name,
                f"it cannot be read: {error}",
                "A query of shapes declares its prefixes by sh:prefixes, and selects $this.",
            ) from error
        raise _wrong(self.name, "it is no SELECT or ASK", "Write one of these.")

    def written(self, bound: Mapping[str, Term], path: Path | None = None, foci: str = "") -> str:
        """The query with values at the start of its groups, and an ASK as a SELECT."""
        mentioned = {one.text[1:] for one in self.tokens if one.kind == "variable"}
        if self.is_ask:
            mentioned |= {"this", "value"}
        verb = first_verb(self.tokens)
        first = min(self.groups, default=-1)
        parts = [self.prologue]
        end = 0
        for number, token in enumerate(self.tokens):
            parts.append(self.text[end : token.start])
            end = token.end
            if token is verb and self.is_ask:
                has_where = self.tokens[number + 1 : number + 2]
                is_there = bool(has_where) and has_where[0].is_word("WHERE")
                parts.append("SELECT $this $value" + ("" if is_there else " WHERE "))
            elif token.kind == "variable" and token.text[1:] == "PATH" and path is not None:
                parts.append(f"({sparql(path)})")
            else:
                parts.append(token.text)
            if (names := self.groups.get(number)) is not None:
                wanted = mentioned if number == first else names
                parts.append(foci if number == first else "")
                parts += (_binding(name, bound[name]) for name in bound if name in wanted)
        return "".join((*parts, self.text[end:], "\nLIMIT 1" if self.is_ask else ""))


def _binding(name: str, term: Term) -> str:
    if isinstance(term, BlankNode):
        if name not in ("this", "value"):
            return ""
        stated = f"{{ ?{name} ?p ?o }} UNION {{ ?s ?p ?{name} }}"
        return f" {{ SELECT DISTINCT ?{name} {{ {stated} }} }}"
    return f" VALUES ?{name} {{ {term} }}"


def _groups(tokens: tuple[Token, ...]) -> dict[int, frozenset[str]]:
    """The variables inside of each pair of braces, by the number of the opening one.

    Braces around a SELECT can hold nothing else, and are left out.
    """
    found: dict[int, frozenset[str]] = {}
    opened: list[tuple[int, set[str]]] = []
    for number, token in enumerate(tokens):
        if token.text == "{":
            opened.append((number, set()))
        elif token.text == "}" and opened:
            start, names = opened.pop()
            if not tokens[start + 1].is_word("SELECT"):
                found[start] = frozenset(names)
            if opened:
                opened[-1][1].update(names)
        elif token.kind == "variable" and opened:
            opened[-1][1].add(token.text[1:])
    return found


def _refuse(name: Term, tokens: tuple[Token, ...], bound: tuple[str, ...]) -> None:
    """Raise `SyntaxErrorInData` for what pre-binding does not allow."""
    for token, following in pairwise(tokens):
        if token.is_word("AS") and following.kind == "variable" and following.text[1:] in bound:
            raise _wrong(
                name,
                f"it gives a value to {following.text}, which has one already",
                "Choose another variable.",
            )
    verbs = 0
    for number, token in enumerate(tokens):
        if token.is_word(*_REFUSED):
            raise _wrong(
                name,
                f"it has {token.text.upper()}, which a query of shapes may not have",
                "Write FILTER NOT EXISTS for MINUS, and FILTER (… IN (…)) for VALUES.",
            )
        if token.is_word("SELECT"):
            verbs += 1
            if verbs > 1 and "this" not in _projected(tokens, number):
                raise _wrong(
                    name,
                    "a SELECT inside of it does not select $this",
                    "Add $this to its variables.",
                )


def _projected(tokens: tuple[Token, ...], number: int) -> Iterator[str]:
    for token in tokens[number + 1 :]:
        if token.text == "{" or token.is_word("WHERE"):
            return
        if token.kind == "variable":
            yield token.text[1:]


def _wrong(name: Term, reason: str, hint: str) -> SyntaxErrorInData:
    return SyntaxErrorInData(
        f"The query of {name} cannot be used: {reason.rstrip('.')}.", hint=hint or None
    )
