"""What one query may take, and how many may run."""

from __future__ import annotations

from dataclasses import dataclass

from cityweave.errors import (
    LimitExceeded,
    Overloaded,
    QueryTimeout,
    QueryTooComplex,
    QueryTooHungry,
    ResultTooLarge,
    TooManyQueries,
)
from cityweave.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of queries: seconds, rows, bytes of the result, bytes of memory, and counts.

    `queries` run at the same time, `per_client` of them (running, waiting or being sent)
    for one address, `queued` wait at most. `cache` is bytes of results that are kept.
    `replica` is how many bytes a copy of the store in memory may take; a durable store
    that needs more is read from snapshots.
    """

    seconds: float
    rows: int
    size: int
    memory: int
    queries: int
    per_client: int
    queued: int
    cache: int = 0
    replica: int = 2_000_000_000

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits that the settings name."""
        return cls(
            seconds=settings.max_query_seconds,
            rows=settings.max_result_rows,
            size=settings.max_result_bytes,
            memory=settings.max_query_memory,
            queries=settings.max_queries,
            per_client=settings.max_queries_per_client,
            queued=settings.max_queued_queries,
            cache=settings.max_cache_bytes,
            replica=settings.max_replica_memory,
        )

    def timeout(self) -> LimitExceeded:
        """What a query that ran too long is answered."""
        return QueryTimeout(
            f"The query was stopped after {self.seconds:g} s, the limit of max_query_seconds.",
            hint="Ask for less: name classes and properties instead of variables, connect all "
            "patterns, use LIMIT, avoid paths with * or + from an open start.",
        )

    def hungry(self) -> LimitExceeded:
        """What a query that took too much memory is answered."""
        return QueryTooHungry(
            f"The query needs more than {self.memory} bytes of memory, the limit of "
            "max_query_memory.",
            hint="Sort, group or compare less at once: ORDER BY, GROUP BY and DISTINCT keep all "
            "their rows in memory, and CONCAT of long strings the strings.",
        )

    def large(self, reason: str) -> LimitExceeded:
        """What a result with too many `rows` or `bytes` is answered."""
        most, setting = (
            (self.rows, "max_result_rows") if reason == "rows" else (self.size, "max_result_bytes")
        )
        return ResultTooLarge(
            f"The result has more than {most} {reason}, the limit of {setting}.",
            hint="Ask for it in parts with LIMIT and OFFSET (and ORDER BY), or for fewer columns.",
        )

    def deep(self) -> LimitExceeded:
        """What a query that ran out of the engine's stack is answered."""
        return QueryTooComplex(
            "The query is nested so deeply, or has so many parts in one expression, that the "
            "query engine's stack ran out.",
            hint="Nest fewer groups, and write long alternatives as VALUES or IN.",
        )

    def greedy(self) -> LimitExceeded:
        """What one client is answered that asks too much at once."""
        return TooManyQueries(
            f"{self.per_client} queries of yours are running, waiting or being sent, the limit of "
            "max_queries_per_client.",
            hint="Ask them one after the other.",
        )

    def crowded(self) -> LimitExceeded:
        """What is answered when too many ask at once."""
        return Overloaded(
            f"{self.queries} queries run and {self.queued} wait, the limits of "
            "max_queries and max_queued_queries.",
            hint="Ask again later.",
        )
