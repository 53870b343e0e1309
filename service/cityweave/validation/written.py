"""What an input writes, where the store that it is judged in keeps it in another form.

SHACL compares terms (https://www.w3.org/TR/shacl/#DatatypeConstraintComponent and others), and
Oxigraph keeps values: `"5"^^xsd:nonNegativeInteger` is `"5"^^xsd:integer` in a store. So the
statements stand beside it as they are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Quad

from cityweave.parsing import Term
from cityweave.store import is_typed, kept


class Written:
    """How an input writes what it states. None of it is needed where the store keeps it all."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        typed = [quad for quad in quads if is_typed(quad.object)]
        self._literals = frozenset(quad.object for quad in typed)
        self.kept: Mapping[Term, Term] = kept(self._literals)
        """Literals that a store keeps in another form, with that form."""
        self.statements: Mapping[Quad, tuple[Quad, ...]] = self._differing(typed)
        """By a statement of the store, those that are written in its place; only where they
        differ. One that stands there as well, in the form of the store, is among them."""
        self.predicates = frozenset(quad.predicate for quad in self.statements)
        """Those of these statements."""

    def _differing(self, typed: Sequence[Quad]) -> dict[Quad, tuple[Quad, ...]]:
        if not self.kept:
            return {}
        plain = [Quad(one.subject, one.predicate, one.object) for one in typed]
        found: dict[Quad, dict[Quad, None]] = defaultdict(dict)
        for one in plain:
            if one.object in self.kept:
                found[Quad(one.subject, one.predicate, self.kept[one.object])][one] = None
        for one in plain:
            if one in found:
                found[one][one] = None
        return {stored: tuple(others) for stored, others in found.items()}

    def has(self, value: Term) -> bool:
        """Whether the input writes a value so that is no text."""
        return value in self._literals
