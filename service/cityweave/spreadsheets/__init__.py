"""Spreadsheets: a template for each kind of thing that people contribute, and its reading.

Templates are made from shapes and ontology; `read` turns a filled-in one into
statements, each with the cell that it comes from.
"""

from cityweave.spreadsheets.kind import Code, Column, Form, Kind, Part
from cityweave.spreadsheets.offering import Names, names_of
from cityweave.spreadsheets.reading import Sheet, Suffix, read
from cityweave.spreadsheets.resolving import Resolver, StoreResolver
from cityweave.spreadsheets.schema import kind, kinds
from cityweave.spreadsheets.table import LIMITS, Limits
from cityweave.spreadsheets.template import STYLES, Style, template

__all__ = [
    "LIMITS",
    "STYLES",
    "Code",
    "Column",
    "Form",
    "Kind",
    "Limits",
    "Names",
    "Part",
    "Resolver",
    "Sheet",
    "StoreResolver",
    "Style",
    "Suffix",
    "kind",
    "kinds",
    "names_of",
    "read",
    "template",
]
