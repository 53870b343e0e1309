"""The store: the only owner of Oxigraph."""

from cityweave.store.caller import Caller
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.interface import (
    Change,
    Chunks,
    Column,
    DataOperation,
    QueryRequest,
    Store,
    UpdateRequest,
)
from cityweave.store.limits import Limits
from cityweave.store.replicated import ReplicatedStore

__all__ = [
    "Caller",
    "Change",
    "Chunks",
    "Column",
    "DataOperation",
    "EmbeddedStore",
    "Limits",
    "QueryRequest",
    "ReplicatedStore",
    "Store",
    "UpdateRequest",
]
