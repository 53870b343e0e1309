"""Spreadsheets: a template for each kind of thing that people contribute, and its reading.

Templates are made from shapes and ontology; `read` turns a filled-in one into
statements, each with the cell that it comes from.
"""

from cityweave.spreadsheets.kind import Code, Column, Form, Kind, Part
from cityweave.spreadsheets.reading import Sheet, read
from cityweave.spreadsheets.resolving import Resolver, StoreResolver
from cityweave.spreadsheets.schema import kind, kinds
from cityweave.spreadsheets.table import LIMITS, Limits

__all__ = [
    "LIMITS",
    "Code",
    "Column",
    "Form",
    "Kind",
    "Limits",
    "Part",
    "Resolver",
    "Sheet",
    "StoreResolver",
    "kind",
    "kinds",
    "read",
]
