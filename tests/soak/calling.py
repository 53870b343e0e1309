"""Requests of the load, what came of them, and when that is not as it must be."""

from __future__ import annotations

import csv
import io
import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

import httpx

PATIENCE = 60
"""Seconds without a byte after which a request counts as hung."""
RECOVERY = 5.0
"""Seconds after the death of a host until there is another, on a busy machine."""
LIMITS = {
    "query-timeout",
    "query-too-hungry",
    "query-too-complex",
    "result-too-large",
    "too-many-queries",
    "overloaded",
}
"""What may be answered at any time: a documented limit, named by its problem."""
DEATHS = {"store-unavailable", "query-failed", "cut"}
"""What may be answered while a process is killed."""


@dataclass
class Record:
    """What happened so far, from all threads."""

    outcomes: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    deaths: list[tuple[float, float]] = field(default_factory=list)
    """When a process was killed, and until when what begins may feel it."""
    lock: Lock = field(default_factory=Lock)

    def count(self, what: str) -> None:
        """Something that is as it must be."""
        with self.lock:
            self.outcomes[what] += 1

    def wrong(self, what: str) -> None:
        """Something that must not be."""
        with self.lock:
            self.violations.append(what[:600])

    def dies(self, what: str, felt: float = 0.0) -> None:
        """A process is killed now; what begins in the seconds after may feel it."""
        now = time.monotonic()
        with self.lock:
            self.deaths.append((now, now + felt))
            self.outcomes[what] += 1

    def excuses(self, began: float) -> bool:
        """Whether a death can have touched what began then and has ended now."""
        with self.lock:
            return any(began <= felt for _, felt in self.deaths)


@dataclass(frozen=True)
class Answer:
    """Status and body; `code` is a problem's code, “cut” where the connection ended early."""

    status: int
    body: bytes
    code: str
    began: float

    @property
    def good(self) -> bool:
        """Whether it is a whole answer."""
        return 200 <= self.status < 300

    @property
    def rows(self) -> list[list[str]]:
        """The rows of a CSV result, without the names of its columns."""
        return list(csv.reader(io.StringIO(self.body.decode(), newline="")))[1:]


class Client:
    """One client of the server, which writes down what is not as it must be."""

    def __init__(self, address: str, token: str, record: Record) -> None:
        self.record = record
        self.token = {"Authorization": f"Bearer {token}"}
        self.http = httpx.Client(base_url=address, timeout=PATIENCE)

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send a request; names of headers are written with `_`."""
        began = time.monotonic()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            found = self.http.request(method, path, content=body, headers=named)
        except httpx.TransportError as error:
            hung = isinstance(error, httpx.TimeoutException)
            return Answer(0, b"", "hung" if hung else "cut", began)
        code = ""
        if found.status_code >= 400:
            is_problem = found.headers["content-type"] == "application/problem+json"
            code = str(found.json()["code"]) if is_problem else "no-problem"
        return Answer(found.status_code, found.content, code, began)

    def ask(self, query: str, parameters: str = "", accept: str = "text/csv") -> Answer:
        """Ask a query directly by POST."""
        path = "/sparql" + parameters
        kind = "application/sparql-query"
        return self.send("POST", path, query.encode(), content_type=kind, accept=accept)

    def write(self, method: str, path: str, body: str, media_type: str) -> Answer:
        """Write with the token."""
        return self.send(method, path, body.encode(), content_type=media_type, **self.token)

    def excused(self, answer: Answer, what: str) -> bool:
        """Whether an answer that is no success is one that may be; counts or records it."""
        allowed = answer.code in LIMITS or (
            answer.code in DEATHS and self.record.excuses(answer.began)
        )
        if allowed:
            self.record.count(answer.code)
        else:
            self.record.wrong(f"{what}: {answer.status} {answer.code} {answer.body[:200]!r}")
        return allowed
