"""The one way in which Turtle and TriG are written here, so that a diff is about meaning.

Prefixes, graphs, subjects, predicates and objects stand in a fixed order; blank
nodes that are used once stand where they are used; comments that stand before a
statement stay before it.
"""

from cityweave.formatting.canonical import format_rdf, same_graphs

__all__ = ["format_rdf", "same_graphs"]
