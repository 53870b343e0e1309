"""Queries in, results out."""

from cityweave.query.answer import Answer, Stream, answer, stream
from cityweave.query.kinds import kind_of
from cityweave.query.notices import Notice
from cityweave.store import QueryRequest

__all__ = ["Answer", "Notice", "QueryRequest", "Stream", "answer", "kind_of", "stream"]
