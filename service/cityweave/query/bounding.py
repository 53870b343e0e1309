"""Limits a SERVICE clause to the IRIs that the query has for its variables before the clause.

`?city schema:sameAs ?item SERVICE <…> { ?item wdt:P190 ?twin }` would fetch every pair of twin
towns there is. What stands before a clause in its group is joined with it, so only rows that
agree with it are of use: a list of its values goes along with the request, in the way of
https://www.w3.org/TR/sparql11-federated-query/#values. The answer stays the same, row by row:
`A ⋈ S` is `A ⋈ (V ⋈ S)` for the different values V that all of A has for a variable.

Where that is not certain, or takes too long to find out, the clause is left as it is.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from cityweave.errors import (
    LimitExceeded,
    QueryFailed,
    QuerySyntaxError,
    ResultTooLarge,
    UnsupportedOrder,
)
from cityweave.formats import by_name
from cityweave.query.braces import Braces
from cityweave.query.clauses import Clause, prologue
from cityweave.query.guard import suspicious
from cityweave.query.tokens import Token, tokenize
from cityweave.store import QueryRequest, Store
from cityweave.vocabulary import BASE

MOST = 500
"""IRIs that go along with a request; some engines refuse longer lists."""

ALONE = 3
"""Variables whose values are asked for one by one where pairs are too many."""

LONGEST = 1_000_000
"""Bytes of values; more are too many, however few rows they are."""

SHARE = 0.25
"""The part of a query's own time in which all values for its clauses have to be found."""

_UNSTEADY = frozenset(
    "RAND UUID STRUUID NOW BNODE LIMIT OFFSET SAMPLE GROUP_CONCAT LATERAL".split()
)
"""What may give something else when it is evaluated a second time."""

_KNOWS_UNBOUND = frozenset({"BOUND", "COALESCE", "EXISTS"})
"""What can tell that a variable has no value yet; all else is an error then, and errors pass."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands before a clause: a pattern, its declarations, the variables it may share."""

    prologue: str
    pattern: str
    variables: tuple[str, ...]

    def query(self, variables: Iterable[str]) -> str:
        """Asks for the different values of some of the variables; for one more than may be used."""
        names = " ".join(f"?{one}" for one in variables)
        return f"{self.prologue}SELECT DISTINCT {names} WHERE {{ {self.pattern} }} LIMIT {MOST + 1}"


@dataclass(frozen=True, slots=True)
class Bindings:
    """Different values of variables, as SPARQL writes them, of those that are always an IRI.

    They are in the order in which they narrow: the one with the fewest values first. `count` is
    the number of rows before others were left out.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int

    @classmethod
    def read(cls, tsv: bytes) -> Bindings:
        """Those of a result (https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv)."""
        head, *lines = tsv.decode().removesuffix("\n").split("\n")
        names, table = head.split("\t"), [line.split("\t") for line in lines]
        usable = [n for n in range(len(names)) if all(_is_iri(row[n]) for row in table)]
        usable.sort(key=lambda n: len({row[n] for row in table}))
        rows = dict.fromkeys(tuple(row[n] for n in usable) for row in table)
        return cls(tuple(names[n].removeprefix("?") for n in usable), tuple(rows), len(table))

    @property
    def serve(self) -> bool:
        """Whether they are some, and not too many."""
        return bool(self.variables) and self.count <= MOST

    @property
    def clause(self) -> str:
        """The list of them that may follow a query."""
        names = " ".join(f"?{one}" for one in self.variables)
        rows = " ".join(f"({' '.join(row)})" for row in self.rows)
        return f"VALUES ({names}) {{ {rows} }}"


def _is_iri(cell: str) -> bool:
    """Whether a cell of TSV is one. Numbers and texts are not written alike by all engines."""
    return cell.startswith("<") and not cell.startswith("<<")


class Patience:
    """The seconds that the store may work to find values, for all clauses of a query together."""

    def __init__(self, seconds: float) -> None:
        self.spent = 0.0
        self._seconds = seconds

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[None]:
        """Count the time in the block. Raises `TimeoutError` when it is over, or has been."""
        if self.spent >= self._seconds:
            raise TimeoutError
        begun = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds - self.spent):
                yield
        finally:
            self.spent += time.monotonic() - begun


async def limit(
    clause: Clause,
    before: Scope | None,
    request: QueryRequest,
    store: Store,
    patience: Patience,
) -> Clause:
    """The clause, asking for no more than the store has values for.

    Where pairs are too many, the values of one variable alone may serve. What takes longer
    than the patience is given up.
    """
    if before is None:
        return clause
    found: list[Bindings] = []
    try:
        async with patience.waiting():
            together = await _values(before.query(before.variables), request, store)
            if not together.count:
                return replace(clause, vain=True)
            found.append(together)
            if together.count > MOST and len(before.variables) > 1:
                # alone, too, only those serve that are always an IRI in a part of the rows
                for variable in together.variables[:ALONE]:
                    alone = before.query((variable,))
                    found.append(await _values(alone, request, store))
    except (TimeoutError, QuerySyntaxError, UnsupportedOrder, LimitExceeded, QueryFailed):
        pass  # the query as a whole will tell what is wrong, and where
    serving = [one for one in found if one.serve]
    if not serving:
        return clause
    least = min(serving, key=lambda one: len(one.rows))
    return replace(clause, query=f"{clause.query}\n{least.clause}")


async def _values(text: str, request: QueryRequest, store: Store) -> Bindings:
    """What the store answers. Raises as `Store.query`, `ResultTooLarge` for long values."""
    asked = replace(request, text=text, volatile=False)
    result = await store.open(asked, by_name("tsv"))
    body = bytearray()
    try:
        async for part in result:
            body += part
            if len(body) > LONGEST:
                raise ResultTooLarge(f"The values have more than {LONGEST} bytes.")
    finally:
        result.close()
    return Bindings.read(bytes(body))


def scope(text: str, tokens: tuple[Token, ...], clause: Clause, base: str = BASE) -> Scope | None:
    """What stands before a clause and binds variables of it; None where that is not certain."""
    place = next(n for n, token in enumerate(tokens) if token.start == clause.start)
    own = [one for one in tokens[place:] if one.end <= clause.end]
    if any(one.is_word("SELECT") for one in own):
        return None  # a variable of a sub-select may be another one of the same name
    braces = Braces(tokens)
    group = braces.group(place, place + len(own))
    if group is None or not all(map(braces.is_plain, braces.outwards(group))):
        return None
    cut = braces.first_service(group)
    if cut is None or cut == group + 1:
        return None
    before = tokens[group + 1 : cut]
    if any(one.is_word(*_UNSTEADY) for one in before):
        return None
    shared = {one.text[1:] for one in before if one.kind == "variable"} & clause.variables
    if not shared:
        return None
    pattern = "".join(_lenient(text, tokens, group, cut))
    if suspicious(tokenize(pattern)) is not None:
        return None
    return Scope(prologue(tokens, before, base), pattern, tuple(sorted(shared)))


def _lenient(text: str, tokens: tuple[Token, ...], group: int, cut: int) -> Iterator[str]:
    """The text of a group up to a token, its own filters such that they never drop too much.

    A filter is evaluated at the end of its group, when more variables may have values.
    """
    position, depth, index = tokens[group].end, 0, group + 1
    while index < cut:
        token = tokens[index]
        depth += (token.text == "{") - (token.text == "}") if token.kind == "mark" else 0
        if depth == 0 and token.is_word("FILTER"):
            end = _constraint(tokens, index)
            kept = tokens[index + 1 : end]
            yield text[position : token.start]
            if not any(one.is_word(*_KNOWS_UNBOUND) for one in kept):
                yield f"FILTER(COALESCE({text[kept[0].start : kept[-1].end]}, true))"
            position = tokens[end - 1].end
            index = end
        else:
            index += 1
    yield text[position : tokens[cut].start]


def _constraint(tokens: tuple[Token, ...], index: int) -> int:
    """The number of the token after the filter whose keyword has that number."""
    depth = 0
    for place in range(index + 1, len(tokens)):
        if tokens[place].kind == "mark":
            depth += (tokens[place].text in "({") - (tokens[place].text in ")}")
            if depth == 0 and tokens[place].text in ")}":
                return place + 1
    return len(tokens)
