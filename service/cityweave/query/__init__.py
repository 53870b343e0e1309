"""Queries in, results out."""

from cityweave.query.answer import Answer, Prepared, Stream, answer, begin, fit, prepare, stream
from cityweave.query.clauses import endpoints, without_endpoints
from cityweave.query.kinds import kind_of
from cityweave.query.notices import Notice, notices
from cityweave.store import QueryRequest

__all__ = [
    "Answer",
    "Notice",
    "Prepared",
    "QueryRequest",
    "Stream",
    "answer",
    "begin",
    "endpoints",
    "fit",
    "kind_of",
    "notices",
    "prepare",
    "stream",
    "without_endpoints",
]
