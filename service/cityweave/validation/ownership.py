"""Which shape stands in which other, and what shapes are called."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.parsing import Index, Term
from cityweave.parsing.fault import Words
from cityweave.parsing.index import FIRST, REST
from cityweave.validation.names import sh
from cityweave.vocabulary import PREFIXES

SHACL = PREFIXES["sh"]
NAME = sh("name")
_HOLDERS = (
    *(sh(name) for name in ("property", "node", "not", "qualifiedValueShape", "sparql")),
    *(sh(name) for name in ("and", "or", "xone")),
    FIRST,
    REST,
)


def owner(shapes: Index, shape: Term) -> Term:
    """The shape itself when it has an IRI, else the named one that it stands in."""
    for one in _outwards(shapes, shape):
        if isinstance(one, NamedNode):
            return one
    return shape


def name(shapes: Index, shape: Term) -> Words | None:
    """The `sh:name` of a shape, or of the nearest shape around it that has one."""
    for one in _outwards(shapes, shape):
        if words := by_language(shapes, one, NAME):
            return words
    return None


def allowed(shapes: Index, shape: Term) -> tuple[NamedNode, ...]:
    """The properties that a closed shape lets be used, its own first.

    (https://www.w3.org/TR/shacl/#ClosedConstraintComponent)
    """
    own = (
        path
        for one in shapes.objects(shape, sh("property"))
        for path in shapes.objects(one, sh("path"))
    )
    others = (
        one for head in shapes.objects(shape, sh("ignoredProperties")) for one in shapes.items(head)
    )
    found = dict.fromkeys(one for some in (own, others) for one in some)
    return tuple(one for one in found if isinstance(one, NamedNode))


def by_language(shapes: Index, subject: Term, predicate: NamedNode) -> Words | None:
    """The texts of a property by their languages; those without one are under ""."""
    texts = [one for one in shapes.objects(subject, predicate) if isinstance(one, Literal)]
    found: dict[str, str] = {}
    for one in sorted(texts, key=str):
        found.setdefault((one.language or "").partition("-")[0], one.value)
    return found or None


def _outwards(shapes: Index, shape: Term) -> list[Term]:
    """The shape and what it stands in, from the inside, up to the first that has an IRI."""
    path, seen = [shape], {shape}
    while isinstance(path[-1], BlankNode):
        around = (one for holder in _HOLDERS for one in shapes.subjects(holder, path[-1]))
        outer = next((one for one in around if one not in seen), None)
        if outer is None:
            break
        path.append(outer)
        seen.add(outer)
    return path
