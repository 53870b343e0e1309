"""The store: the only owner of Oxigraph."""

from cityweave.store.caller import Caller
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.interface import (
    Change,
    Column,
    DataOperation,
    Moment,
    QueryRequest,
    Result,
    Store,
    UpdateRequest,
)
from cityweave.store.keeping import is_typed, kept
from cityweave.store.limits import Limits
from cityweave.store.rank import RANK
from cityweave.store.registry import Output, Preparation, Work, Works
from cityweave.store.replicated import WHOLE, ReplicatedStore

__all__ = [
    "RANK",
    "WHOLE",
    "Caller",
    "Change",
    "Column",
    "DataOperation",
    "EmbeddedStore",
    "Limits",
    "Moment",
    "Output",
    "Preparation",
    "QueryRequest",
    "ReplicatedStore",
    "Result",
    "Store",
    "UpdateRequest",
    "Work",
    "Works",
    "is_typed",
    "kept",
]
