"""Random graphs and shapes in Turtle, for one engine against the other."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st
from pyoxigraph import Quad, Store

from cityweave.formats import rdf_by_name
from cityweave.parsing import parse

PREFIXES = """\
@prefix ex: <http://e/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NODES = ("ex:a", "ex:b", "ex:c", "ex:d", "_:x", "_:y")
IRIS = NODES[:4]
CLASSES = ("ex:C", "ex:D", "ex:E")
PREDICATES = ("ex:p", "ex:q", "ex:r")
LITERALS = (
    '"x"',
    '"xyz"',
    '"x"@en',
    '"y"@en',
    '"x"@en-GB',
    '"x"@fr',
    '"1"^^xsd:integer',
    '"2"^^xsd:integer',
    '"2.5"^^xsd:decimal',
    '"abc"^^xsd:integer',
    '"2020-01-01"^^xsd:date',
)
"""Without booleans: pySHACL compares them with numbers, as Python does and SPARQL does not."""

nodes = st.sampled_from(NODES)
iris = st.sampled_from(IRIS)
classes = st.sampled_from(CLASSES)
predicates = st.sampled_from(PREDICATES)
literals = st.sampled_from(LITERALS)
terms = iris | literals
statements = st.one_of(
    st.tuples(nodes, predicates, nodes | literals),
    st.tuples(nodes, st.just("a"), classes),
    st.tuples(classes, st.just("rdfs:subClassOf"), classes),
)
graphs = st.lists(statements, max_size=14, unique=True)


def quads(text: str) -> tuple[Quad, ...]:
    """Turtle with the prefixes of the tests; blank nodes keep their names."""
    return parse((PREFIXES + text).encode(), rdf_by_name("ttl")).quads


def turtle(found: Iterable[tuple[str, str, str]]) -> str:
    """Statements as Turtle."""
    return "\n".join(f"{' '.join(one)} ." for one in found)


def stored(found: Iterable[tuple[str, str, str]]) -> Store:
    """Statements in a store."""
    store = Store()
    store.bulk_extend(quads(turtle(found)))
    return store


def _listed(found: list[str]) -> str:
    return f"( {' '.join(found)} )"


paths = st.recursive(
    predicates,
    lambda inner: st.one_of(
        inner.map(lambda one: f"[ sh:inversePath {one} ]"),
        st.lists(inner, min_size=2, max_size=3).map(_listed),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda found: f"[ sh:alternativePath {_listed(found)} ]"
        ),
        st.tuples(st.sampled_from(("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")), inner).map(
            lambda one: f"[ sh:{one[0]} {one[1]} ]"
        ),
    ),
    max_leaves=3,
)

of_values = st.one_of(
    classes.map("sh:class {}".format),
    st.sampled_from(
        ("xsd:string", "xsd:integer", "xsd:decimal", "xsd:date", "rdf:langString", "xsd:boolean")
    ).map("sh:datatype {}".format),
    st.sampled_from(
        ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
    ).map("sh:nodeKind sh:{}".format),
    st.tuples(
        st.sampled_from(("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")),
        st.sampled_from(('"1"^^xsd:integer', '"2.5"^^xsd:decimal')),
    ).map(lambda one: f"sh:{one[0]} {one[1]}"),
    st.tuples(st.sampled_from(("minLength", "maxLength")), st.integers(0, 11)).map(
        lambda one: f"sh:{one[0]} {one[1]}"
    ),
    st.sampled_from(('sh:pattern "^x"', 'sh:pattern "^X" ; sh:flags "i"', 'sh:pattern "[0-9]$"')),
    st.lists(st.sampled_from(('"en"', '"fr"', '"en-GB"')), max_size=2).map(
        lambda found: f"sh:languageIn {_listed(found)}"
    ),
    st.lists(terms, max_size=4, unique=True).map(lambda found: f"sh:in {_listed(found)}"),
    terms.map("sh:hasValue {}".format),
    predicates.map("sh:equals {}".format),
    predicates.map("sh:disjoint {}".format),
    st.lists(predicates, max_size=2, unique=True).map(
        lambda found: f"sh:closed true ; sh:ignoredProperties {_listed([*found, 'rdf:type'])}"
    ),
)
of_properties = st.one_of(
    st.integers(0, 3).map("sh:minCount {}".format),
    st.integers(0, 3).map("sh:maxCount {}".format),
    st.just("sh:uniqueLang true"),
    predicates.map("sh:lessThan {}".format),
    predicates.map("sh:lessThanOrEquals {}".format),
)


def _of_shapes(shapes: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(shapes, min_size=1, max_size=3).map(_listed)
    return st.one_of(
        shapes.map("sh:node {}".format),
        shapes.map("sh:not {}".format),
        st.tuples(st.sampled_from(("and", "or", "xone")), several).map(
            lambda one: f"sh:{one[0]} {one[1]}"
        ),
    )


def _qualified(shapes: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    word = st.sampled_from(("qualifiedMinCount", "qualifiedMaxCount"))
    return st.tuples(shapes, word, st.integers(0, 2), st.booleans()).map(
        lambda one: (
            f"sh:qualifiedValueShape {one[0]} ; sh:{one[1]} {one[2]}"
            + (" ; sh:qualifiedValueShapesDisjoint true" if one[3] else "")
        )
    )


def _once(parts: list[str]) -> list[str]:
    """At most one of the parts that say the same thing, as most of them may be there once."""
    return list({one.split()[0]: one for one in parts}.values())


def _written(head: str, parts: list[str], properties: list[str], off: bool) -> str:
    found = [*_once(parts), *(f"sh:property {one}" for one in properties)]
    return f"[ {' ; '.join([head, *found, *(['sh:deactivated true'] if off else [])])} ]"


off = st.integers(0, 11).map(lambda one: one == 0)
node_shapes: st.SearchStrategy[str] = st.deferred(
    lambda: st.builds(
        _written,
        st.just("a sh:NodeShape"),
        st.lists(of_values, max_size=2),
        st.lists(property_shapes, max_size=1),
        off,
    )
)
property_shapes: st.SearchStrategy[str] = st.deferred(
    lambda: st.builds(
        _written,
        paths.map("sh:path {}".format),
        st.lists(
            st.one_of(of_values, of_properties, _of_shapes(node_shapes), _qualified(node_shapes)),
            min_size=1,
            max_size=2,
        ),
        st.lists(property_shapes, max_size=1),
        off,
    )
)
targets = st.one_of(
    (iris | literals).map("sh:targetNode {}".format),
    st.just("sh:targetNode ex:nowhere"),
    classes.map("sh:targetClass {}".format),
    predicates.map("sh:targetSubjectsOf {}".format),
    predicates.map("sh:targetObjectsOf {}".format),
)


def _rooted(
    name: str, aims: list[str], parts: list[str], properties: list[str], inactive: bool
) -> str:
    found = [*aims, *_once(parts), *(f"sh:property {one}" for one in properties)]
    kind = "rdfs:Class , sh:NodeShape" if name in CLASSES else "sh:NodeShape"
    if inactive:
        found.append("sh:deactivated true")
    return f"{name} a {' ; '.join([kind, *found])} ."


def rooted(name: str) -> st.SearchStrategy[str]:
    """A shape with targets."""
    return st.builds(
        _rooted,
        st.just(name),
        st.lists(targets, min_size=0 if name in CLASSES else 1, max_size=2),
        st.lists(of_values | _of_shapes(node_shapes), max_size=2),
        st.lists(property_shapes, min_size=1, max_size=2),
        off,
    )


shapes = st.lists(
    st.sampled_from(("ex:S", "ex:T", "ex:C")), min_size=1, max_size=2, unique=True
).flatmap(lambda names: st.tuples(*(rooted(one) for one in names)).map("\n".join))
