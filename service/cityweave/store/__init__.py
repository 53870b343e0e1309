"""The store: the only owner of Oxigraph."""

from cityweave.store.embedded import EmbeddedStore
from cityweave.store.interface import (
    Change,
    DataOperation,
    QueryRequest,
    Store,
    UpdateRequest,
)

__all__ = [
    "Change",
    "DataOperation",
    "EmbeddedStore",
    "QueryRequest",
    "Store",
    "UpdateRequest",
]
