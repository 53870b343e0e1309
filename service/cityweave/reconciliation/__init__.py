"""Names to things: an index of the names of a graph, candidates for a name, and what they are."""
