"""The records of contributions, in SQLite (https://www.sqlite.org/wal.html)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from cityweave.access import Holder
from cityweave.contributions.contribution import LIVE, OPEN, Contribution, State
from cityweave.contributions.encoding import decode, encode
from cityweave.errors import NotFound, StoreUnavailable

_LIVE, _OPEN = json.dumps(LIVE), json.dumps(OPEN)
_SAME = """
SELECT record FROM contribution WHERE contributor = ? AND fingerprint = ?
  AND state IN (SELECT value FROM json_each(?))
"""
_SENT = """
SELECT record FROM contribution JOIN request USING (id)
WHERE request.contributor = ? AND request.name = ?
"""
_REMEMBER = "INSERT OR IGNORE INTO request (contributor, name, id) VALUES (?, ?, ?)"
_FORGET = """
DELETE FROM request WHERE contributor = :by AND number NOT IN
  (SELECT number FROM request WHERE contributor = :by ORDER BY number DESC LIMIT :most)
"""
_COUNT = """
SELECT COUNT(*) FROM contribution WHERE contributor = ?
  AND state IN (SELECT value FROM json_each(?))
"""
_LIST = """
SELECT record FROM contribution WHERE state IN (SELECT value FROM json_each(?))
ORDER BY number DESC LIMIT ?
"""
_INVOLVED = """
SELECT record FROM contribution WHERE contributor = ? OR instr(record, ?) ORDER BY number DESC
"""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS contribution (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  contributor TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  record TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS request (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  contributor TEXT NOT NULL,
  name TEXT NOT NULL,
  id TEXT NOT NULL,
  UNIQUE (contributor, name)
) STRICT;
CREATE INDEX IF NOT EXISTS by_contributor ON contribution (contributor, fingerprint);
CREATE INDEX IF NOT EXISTS by_state ON contribution (state, number);
"""


REQUESTS = 100
"""Requests that are remembered of each contributor: those that a browser may still send again."""


class Records:
    """One row a contribution, moved from state to state by compare-and-set.

    Every change is on the disk when it returns (`synchronous = FULL`). Every method may be
    called from any thread and raises `StoreUnavailable` when the disk fails.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, made when missing; in memory without one."""
        self._lock = RLock()
        self._path = path
        with self._mapped():
            self._connection = sqlite3.connect(
                ":memory:" if path is None else path, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(_SCHEMA)

    def insert(self, one: Contribution, most: int, request: str = "") -> Contribution:
        """Keep a new contribution, or find the one that has the same bytes of the same sender.

        What the same `request` brought is found whatever became of it. Raises `OverflowError`
        when its contributor has `most` open ones already.
        """
        with self._transaction() as connection:
            kept = (request and self.sent(request, one.by)) or self._inserted(connection, one, most)
            if request:
                connection.execute(_REMEMBER, (one.by.id, request, kept.id))
                connection.execute(_FORGET, {"by": one.by.id, "most": REQUESTS})
        return kept

    def _inserted(
        self, connection: sqlite3.Connection, one: Contribution, most: int
    ) -> Contribution:
        same = connection.execute(_SAME, (one.by.id, _fingerprint(one), _LIVE)).fetchone()
        if same:
            return decode(same[0])
        count = connection.execute(_COUNT, (one.by.id, _OPEN)).fetchone()[0]
        if count >= most:
            raise OverflowError(count)
        connection.execute(
            "INSERT INTO contribution (id, state, contributor, fingerprint, record)"
            " VALUES (?, ?, ?, ?, ?)",
            (one.id, one.state, one.by.id, _fingerprint(one), encode(one)),
        )
        return one

    def sent(self, request: str, by: Holder) -> Contribution | None:
        """What a request of that name and sender brought."""
        with self._mapped():
            found = self._connection.execute(_SENT, (by.id, request)).fetchone()
        return None if found is None else decode(found[0])

    def get(self, identifier: str) -> Contribution:
        """The contribution of that id. Raises `NotFound`."""
        with self._mapped():
            found = self._connection.execute(
                "SELECT record FROM contribution WHERE id = ?", (identifier,)
            ).fetchone()
        if found is None:
            raise NotFound(
                "There is no contribution of that name.",
                hint="All of them are listed at /contributions.",
                source=identifier,
            )
        return decode(found[0])

    def all(self, *states: State, most: int | None = None) -> tuple[Contribution, ...]:
        """The contributions in one of these states, or in any; the newest `most`, newest first."""
        chosen = json.dumps(states or tuple(State))
        with self._mapped():
            found = self._connection.execute(
                _LIST, (chosen, -1 if most is None else most)
            ).fetchall()
        return tuple(decode(row[0]) for row in found)

    def holder(self, identifier: str) -> Holder | None:
        """Who has that id, as the newest contribution tells of which they sent or decided one."""
        with self._mapped():
            found = self._connection.execute(
                _INVOLVED, (identifier, json.dumps(identifier, ensure_ascii=False))
            )
            for row in found:
                one = decode(row[0])
                for holder in (one.by, *(event.by for event in one.events)):
                    if holder is not None and holder.id == identifier:
                        return holder
        return None

    def names(self) -> frozenset[str]:
        """The SHA-256 of all bytes that records speak of; those of what is withdrawn are gone."""
        kept = (one for one in self.all() if one.state is not State.WITHDRAWN)
        return frozenset(name for one in kept for name in one.names())

    def counts(self) -> dict[State, int]:
        """How many there are in each state."""
        with self._mapped():
            found = self._connection.execute(
                "SELECT state, COUNT(*) FROM contribution GROUP BY state"
            ).fetchall()
        counted = dict(found)
        return {state: counted.get(state.value, 0) for state in State}

    def move(self, moves: Sequence[tuple[Contribution, Contribution]]) -> bool:
        """Replace contributions by their new values, all or none.

        Each must still be as it was when it was read; False, and nothing done, otherwise.
        """
        with self._transaction() as connection:
            for before, after in moves:
                done = connection.execute(
                    "UPDATE contribution SET state = ?, record = ? WHERE id = ? AND record = ?",
                    (after.state, encode(after), before.id, encode(before)),
                )
                if done.rowcount != 1:
                    connection.execute("ROLLBACK")
                    return False
        return True

    def close(self) -> None:
        """Let go of the file."""
        with self._mapped():
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._mapped():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            if self._connection.in_transaction:
                self._connection.execute("COMMIT")

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except sqlite3.Error as error:
            raise StoreUnavailable(
                "The records of the contributions cannot be read or written.",
                source=None if self._path is None else str(self._path),
            ) from error


def _fingerprint(one: Contribution) -> str:
    """What makes two submissions of one contributor the same."""
    document = one.document
    parts = (document.sha256, document.format, document.kind or "", one.supersedes or "")
    return "\n".join(parts)
