"""SPARQL updates in, changes out."""

from cityweave.update.perform import perform
from cityweave.update.plan import plan

__all__ = ["perform", "plan"]
