"""Asks other endpoints for the SERVICE clauses of a query, before the engine gets to see it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cityweave.errors import (
    CityweaveError,
    FederationRefused,
    LimitExceeded,
    Overloaded,
    QuerySyntaxError,
    RemoteFailed,
)
from cityweave.federation import Gateway, Rows
from cityweave.federation.allowance import Allowance
from cityweave.query.bounding import SHARE, Patience, limit, scope
from cityweave.query.clauses import Clause, clauses
from cityweave.query.guard import refuse_service
from cityweave.query.inlining import (
    ONE_SOLUTION,
    Edit,
    Table,
    edited,
    table,
    unedited,
    unedited_place,
)
from cityweave.query.notices import Notice
from cityweave.query.tokens import Token, tokenize
from cityweave.store import QueryRequest, Store

_FAILURES = (FederationRefused, RemoteFailed, LimitExceeded)
"""What SILENT passes over; a clause that cannot be read for sure is refused all the same."""

_ROUNDS = 3
"""How often the endpoints are asked when the graph changes meanwhile."""


@dataclass(frozen=True, slots=True)
class Federated:
    """A query without SERVICE, and remarks on what was left out of it.

    `edits` are where it differs from the `text` that was asked.
    """

    request: QueryRequest
    text: str
    notices: tuple[Notice, ...] = ()
    edits: tuple[Edit, ...] = ()

    def placed(self, refusal: QuerySyntaxError) -> QuerySyntaxError:
        """The engine's complaint, with its place in the text that was asked."""
        return unedited(refusal, self.text, self.edits)

    def place(self, token: Token) -> tuple[int, int]:
        """Line and column, in the text that was asked, of a token of the query."""
        return unedited_place(token.line, token.column, self.text, self.edits)


async def federate(
    request: QueryRequest, tokens: tuple[Token, ...], gateway: Gateway | None, store: Store
) -> Federated:
    """The request with the answers of other endpoints in place of its SERVICE clauses.

    `tokens` are those of its text. All endpoints are asked at once, and each the same
    thing once only, for the values that the `store` has where that is certain. Without a
    gateway none may be asked. Raises `UnsupportedQuery` for a clause that cannot be
    read for sure, `Overloaded` when the graph does not stay the same for long enough, and
    of a clause without SILENT what `Gateway.select` raises, with its place.
    """
    found = clauses(request.text, tokens, request.base)
    if found:
        federated = await _asked(request, tokens, found, gateway, store)
        tokens = tokenize(federated.request.text)
    else:
        federated = Federated(request, request.text)
    refuse_service(federated.request.text, tokens)
    return federated


async def _asked(
    request: QueryRequest,
    tokens: tuple[Token, ...],
    found: tuple[Clause, ...],
    gateway: Gateway | None,
    store: Store,
) -> Federated:
    """Ask for each of the clauses, and put the answers into the text.

    Before anything else it is seen whether all of them may be asked. They are asked for
    values that the graph has. Where a change of the graph brought others in the meantime,
    these are asked for as well.
    """
    answers: dict[_Asked, Rows | CityweaveError] = {**_refused(found, gateway)}
    if gateway is None:
        return _answered(request, found, answers)
    allowance = gateway.allowance()
    patience = Patience(gateway.query_seconds * SHARE)
    scopes = tuple(
        None if one.asked in answers else scope(request.text, tokens, one, request.base)
        for one in found
    )
    for _ in range(_ROUNDS):
        state = store.state
        limited = tuple(
            [await limit(*one, request, store, patience) for one in zip(found, scopes, strict=True)]
        )
        answers |= await _answers(
            tuple(one for one in limited if one.asked not in answers), gateway, allowance
        )
        if store.state is state or limited == found:
            return _answered(replace(request, spent=patience.spent), limited, answers)
    raise Overloaded("The graph changes faster than other endpoints answer.", hint="Try again.")


def _refused(found: tuple[Clause, ...], gateway: Gateway | None) -> dict[_Asked, FederationRefused]:
    """The clauses with SILENT whose endpoint may not be asked. Raises where there is another."""
    refused: dict[_Asked, FederationRefused] = {}
    for clause in found:
        try:
            _permit(clause, gateway)
        except FederationRefused as error:
            if not clause.silent:
                raise _placed(error, clause) from error
            refused[clause.asked] = error
    return refused


def _permit(clause: Clause, gateway: Gateway | None) -> None:
    if gateway is None:
        raise FederationRefused(
            "No other endpoint may be asked from here.", hint="Ask the other endpoint yourself."
        )
    gateway.permit(clause.endpoint)


def _answered(
    request: QueryRequest,
    found: tuple[Clause, ...],
    answers: Mapping[_Asked, Rows | CityweaveError],
) -> Federated:
    """The query with the answers in the places of its clauses."""
    tables: dict[_Asked, Table] = {}
    notices: list[Notice] = []
    edits: list[Edit] = []
    for clause in found:
        rows = answers[clause.asked]
        if isinstance(rows, CityweaveError):
            notices.append(_left_out(rows, clause))
            rows = ONE_SOLUTION
        if clause.asked not in tables:
            tables[clause.asked] = table(rows, len(tables))
        edits.append(Edit(clause.start, clause.end, tables[clause.asked].text))
    changed = edited(request.text, tuple(edits))
    columns = tuple(column for one in tables.values() for column in one.columns)
    federated = replace(request, text=changed, columns=columns)
    return Federated(federated, request.text, tuple(notices), tuple(edits))


_Asked = tuple[str, str, bool]
"""What clauses that need one answer between them have in common."""


async def _answers(
    found: tuple[Clause, ...], gateway: Gateway, allowance: Allowance
) -> dict[_Asked, Rows | CityweaveError]:
    """What each endpoint answered to each query; a failure only where SILENT passes over it."""
    needed = {one.asked: one for one in reversed(found) if not one.silent}
    answers: dict[_Asked, Rows | CityweaveError] = {}

    async def ask(clause: Clause) -> None:
        try:
            answers[clause.asked] = await _rows(clause, gateway, allowance)
        except _FAILURES as error:
            if clause.asked in needed:
                raise _placed(error, needed[clause.asked]) from error
            answers[clause.asked] = error

    try:
        async with asyncio.TaskGroup() as group:
            for clause in {one.asked: one for one in found}.values():
                group.create_task(ask(clause))
    except* _FAILURES as failures:
        raise failures.exceptions[0] from None
    return answers


async def _rows(clause: Clause, gateway: Gateway, allowance: Allowance) -> Rows:
    if clause.vain:
        return Rows(0, dict.fromkeys(sorted(clause.variables), ()))
    return await gateway.select(clause.endpoint, clause.query, clause.variables, allowance)


def _placed(error: CityweaveError, clause: Clause) -> CityweaveError:
    """The failure of a clause, with its place in the text."""
    place = clause.word
    return type(error)(error.detail, hint=error.hint, line=place.line, column=place.column)


def _left_out(error: CityweaveError, clause: Clause) -> Notice:
    """The remark that a clause with SILENT found nothing because it failed."""
    return Notice(
        f"SERVICE SILENT gave nothing: {error.detail}",
        error.hint,
        clause.word.line,
        clause.word.column,
    )
