"""Queries in, results out."""

from cityweave.query.answer import Answer, answer
from cityweave.query.kinds import kind_of
from cityweave.query.notices import Notice
from cityweave.store import QueryRequest

__all__ = ["Answer", "Notice", "QueryRequest", "answer", "kind_of"]
