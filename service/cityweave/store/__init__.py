"""The store: the only owner of Oxigraph."""

from cityweave.store.embedded import EmbeddedStore
from cityweave.store.interface import Change, QueryRequest, Store

__all__ = ["Change", "EmbeddedStore", "QueryRequest", "Store"]
