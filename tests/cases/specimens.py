"""Makes for every shape of values and classes what is right and what is wrong.

The shapes say what is asked for; what breaks them, and what must be found then, is
worked out here, without the validator.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import Literal, NamedNode, parse

from cases.writing import Statement, Value
from cityweave.parsing import Index
from cityweave.resources import files

_CW = "https://w3id.org/cityweave/ontology#"
_CWS = "https://w3id.org/cityweave/shapes#"
_ID = "https://w3id.org/cityweave/id/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SH = "http://www.w3.org/ns/shacl#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_OTHERS = "https://example.org/"

TYPE = NamedNode(_RDF + "type")
PREDICATE = NamedNode(_RDF + "predicate")
SEE_ALSO = NamedNode(_RDFS + "seeAlso")
_SKOS = "http://www.w3.org/2004/02/skos/core#"
CONCEPT = NamedNode(_SKOS + "Concept")
NAMES = (NamedNode(_RDFS + "label"), NamedNode(_SKOS + "prefLabel"))
# Rules about a value that is of the right kind: nothing else in a specimen bears it out.
RULES = {
    "leadPartner": "LeadPartnerIsPartner",
    "partner": "PartnerIsInvolved",
    "contradicts": "RivalsContradict",
}
RIGHT: Mapping[str, Literal] = {
    _RDF + "langString": Literal("right", language="en"),
    _XSD + "string": Literal("right"),
    _XSD + "integer": Literal(1),
    _XSD + "decimal": Literal("1.5", datatype=NamedNode(_XSD + "decimal")),
    _XSD + "date": Literal("2024-02-29", datatype=NamedNode(_XSD + "date")),
    _XSD + "gYear": Literal("2024", datatype=NamedNode(_XSD + "gYear")),
    _XSD + "anyURI": Literal("https://example.org/", datatype=NamedNode(_XSD + "anyURI")),
}
WRONG: Mapping[str, Literal] = {
    _RDF + "langString": Literal("wrong"),
    _XSD + "string": Literal(1),
    _XSD + "integer": Literal("1"),
    _XSD + "decimal": Literal("one and a half"),
    _XSD + "date": Literal("2024-02-29"),
    _XSD + "gYear": Literal("in spring"),
    _XSD + "anyURI": Literal("https://example.org/"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What must be found: `at` is the term of the statement of that number that is the place."""

    rule: str
    component: str
    focus: NamedNode
    value: Value | None
    statement: int
    at: str


@dataclass(slots=True)
class Specimen:
    """Statements, and everything that must be found in them."""

    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: Specimen) -> None:
        """Put another specimen behind this one."""
        first = len(self.statements)
        self.statements += other.statements
        self.findings += [
            Finding(one.rule, one.component, one.focus, one.value, one.statement + first, one.at)
            for one in other.findings
        ]


@cache
def _shapes() -> Index:
    return Index(quad for path in files("shapes", ".ttl") for quad in parse(path=str(path)))


@cache
def _known() -> Index:
    paths = [*files("ontology", ".ttl"), *files("data", ".trig", ".ttl")]
    return Index(quad for path in paths for quad in parse(path=str(path)))


def _sh(name: str) -> NamedNode:
    return NamedNode(_SH + name)


def _local(node: object) -> str:
    assert isinstance(node, NamedNode)
    return node.value.rpartition("#")[2]


def topics() -> list[str]:
    """The parts of the ontology that have shapes."""
    stems = [path.stem for path in files("shapes", ".ttl")]
    return sorted(one.removesuffix("-values") for one in stems if one.endswith("-values"))


def _named(topic: str, suffix: str) -> list[NamedNode]:
    """The shapes of one file, in its order."""
    path = next(one for one in files("shapes", ".ttl") if one.stem == topic + suffix)
    found = dict.fromkeys(quad.subject for quad in parse(path=str(path)))
    return [one for one in found if isinstance(one, NamedNode)]


def values(topic: str, *, right: bool) -> Specimen:
    """A right or a wrong value for every property of a part of the ontology."""
    specimen = Specimen()
    for shape in _named(topic, "-values"):
        if shape.value.endswith("-value"):
            specimen.add(_value_of(shape, right=right))
    return specimen


def _value_of(shape: NamedNode, *, right: bool) -> Specimen:
    path = _shapes().value(shape, _sh("path"))
    assert isinstance(path, NamedNode)
    name = _local(shape).removesuffix("-value")
    subject = NamedNode(f"{_OTHERS}{name}")
    good, bad, component = _choices(path)
    value = _own(good[0] if right else bad, name)
    specimen = Specimen([Statement(subject, path, value)])
    if not right:
        specimen.findings.append(Finding(f"{name}-value", component, subject, value, 0, "value"))
    if name in RULES:
        specimen.findings.append(Finding(RULES[name], "SPARQL", subject, value, 0, "value"))
    return specimen


def _own(value: Value, name: str) -> Value:
    """A value that no other property has: two things may not be linked to one."""
    if value == NamedNode(_OTHERS + "one"):
        return NamedNode(f"{_OTHERS}{name}-one")
    return Literal(f"{_OTHERS}wrong-{name}") if value == Literal(_OTHERS + "wrong") else value


def _choices(path: NamedNode) -> tuple[list[Value], Value, str]:
    """Two right values for a property where there are two, a wrong one, and what finds it."""
    shapes = _shapes()
    speaking = (one for one in shapes.subjects(_sh("path"), path) if isinstance(one, NamedNode))
    shape = next(one for one in speaking if one.value.endswith("-value"))
    datatype = shapes.value(shape, _sh("datatype"))
    some_class = shapes.value(shape, _sh("class"))
    choice = shapes.value(shape, _sh("or"))
    if choice is not None:
        first = next(shapes.items(choice))
        kind = _iri(shapes.value(first, _sh("datatype")))
        return [RIGHT[kind]], WRONG[kind], "Or"
    if datatype is not None:
        kind = _iri(datatype)
        return [RIGHT[kind]], WRONG[kind], "Datatype"
    if isinstance(some_class, NamedNode):
        wrong = "country/nl" if some_class == CONCEPT else "organisation-type/ngo"
        return [*_instances(some_class)], NamedNode(_ID + wrong), "Class"
    kind = _local(shapes.value(shape, _sh("nodeKind")))
    things = [NamedNode(_OTHERS + "one"), NamedNode(_OTHERS + "other")]
    if kind == "IRI":
        return [*things], Literal("https://example.org/wrong"), "NodeKind"
    assert kind == "Literal"
    return [Literal("right")], things[0], "NodeKind"


def _iri(node: object) -> str:
    assert isinstance(node, NamedNode)
    return node.value


def _instances(some_class: NamedNode) -> list[NamedNode]:
    """The first and the last instance of a class in the shipped graph.

    Where there is only one, the right one of `classes` is the other.
    """
    found = {
        one
        for kind in _below(some_class)
        for one in _known().subjects(TYPE, kind)
        if isinstance(one, NamedNode)
    }
    ordered = sorted(found, key=lambda one: one.value)
    assert ordered, some_class
    other = NamedNode(f"{_OTHERS}{_local(some_class)}-right")
    return [ordered[0], ordered[-1] if len(ordered) > 1 else other]


_BELOW = NamedNode(_RDFS + "subClassOf")


def _below(some_class: NamedNode) -> list[NamedNode]:
    below = [one for one in _known().subjects(_BELOW, some_class) if isinstance(one, NamedNode)]
    return [some_class, *(deeper for one in below for deeper in _below(one))]


def _above(some_class: NamedNode) -> list[NamedNode]:
    above = [one for one in _known().objects(some_class, _BELOW) if isinstance(one, NamedNode)]
    return [some_class, *(higher for one in above for higher in _above(one))]


@dataclass(frozen=True, slots=True)
class Demand:
    """What a shape of a class asks of one property."""

    shape: str
    path: NamedNode
    least: int
    most: int | None


def demands(some_class: NamedNode) -> list[Demand]:
    """What the shapes of a class, and of the classes above it, ask."""
    shapes, found = _shapes(), {}
    for one in _above(some_class):
        for target in shapes.subjects(_sh("targetClass"), one):
            for shape in shapes.objects(target, _sh("property")):
                path = shapes.value(shape, _sh("path"))
                assert isinstance(path, NamedNode)
                least = shapes.value(shape, _sh("minCount"))
                most = shapes.value(shape, _sh("maxCount"))
                found[shape] = Demand(
                    _local(shape),
                    path,
                    int(least.value) if isinstance(least, Literal) else 0,
                    int(most.value) if isinstance(most, Literal) else None,
                )
    return list(found.values())


def classes(topic: str, *, right: bool) -> Specimen:
    """For every class of a part of the ontology a right thing, and one for each mistake."""
    specimen = Specimen()
    for shape in _named(topic, ""):
        for some_class in _shapes().objects(shape, _sh("targetClass")):
            if shape.value == _CWS + _local(some_class):
                assert isinstance(some_class, NamedNode)
                specimen.add(_thing(some_class))
                if _local(some_class) == "Link":
                    # What links say has to stand there as a plain triple.
                    linked = NamedNode(_OTHERS + "one")
                    specimen.add(Specimen([Statement(linked, SEE_ALSO, linked)]))
                for one in () if right else _mistakes(some_class):
                    specimen.add(one)
    return specimen


def _right(path: NamedNode, name: str) -> list[Value]:
    """Values that a thing may have for a property; two different ones where it can."""
    if path in NAMES:
        return [Literal(f"The name of {name}", language="en")]
    if path == PREDICATE:
        return [SEE_ALSO, NAMES[0]]
    if path.value.startswith(_RDF):
        return [NamedNode(_OTHERS + "one"), NamedNode(_OTHERS + "other")]
    found = _choices(path)[0]
    if _local(path) == "mentee":
        return found[::-1]
    first = found[0]
    if len(found) > 1 or not isinstance(first, Literal):
        return found
    if first.datatype.value == _XSD + "integer":
        # A passage may not end before it begins.
        return [Literal(2), Literal(3)] if _local(path) == "lastLine" else [Literal(1), Literal(2)]
    if first.language:
        return [first, Literal("right too", language="en")]
    return [first, Literal(first.value + "0", datatype=first.datatype)]


def _thing(
    some_class: NamedNode, name: str = "", given: Mapping[NamedNode, Iterable[Value]] = {}
) -> Specimen:
    """Something of a class with all that is asked for, apart from what is `given`."""
    name = name or f"{_local(some_class)}-right"
    subject = NamedNode(_OTHERS + name)
    statements = [Statement(subject, TYPE, some_class)]
    counts: dict[NamedNode, int] = dict.fromkeys(given, 0)
    for one in demands(some_class):
        counts[one.path] = max(counts.get(one.path, 0), one.least)
    for path, count in counts.items():
        chosen = given.get(path, _right(path, name)[:count])
        statements += [Statement(subject, path, value) for value in chosen]
    return Specimen(statements)


def _mistakes(some_class: NamedNode) -> Iterator[Specimen]:
    """Things of a class with one mistake each, as many as its shapes can find."""
    asked = demands(some_class)
    for path in dict.fromkeys(one.path for one in asked):
        mine = [one for one in asked if one.path == path]
        least, name = max(one.least for one in mine), f"{_local(some_class)}-{_local(path)}"
        right = _right(path, name)
        if least:
            specimen = _thing(some_class, f"{name}-missing", {path: right[: least - 1]})
            shapes = [one.shape for one in mine if one.least]
            yield _found(specimen, shapes, "MinCount", "subject", 0)
        if any(one.most for one in mine):
            specimen = _thing(some_class, f"{name}-twice", {path: right[:2]})
            shapes = [one.shape for one in mine if one.most]
            yield _found(specimen, shapes, "MaxCount", "predicate", _first(specimen, path))
        if path in NAMES:
            yield from _names(some_class, name, path, [one.shape for one in mine])


def _names(
    some_class: NamedNode, name: str, path: NamedNode, shapes: list[str]
) -> Iterator[Specimen]:
    """Mistakes in the name of a thing."""
    tag = f"en-x-{_local(some_class)[:8]}".lower()
    for kind, value in (
        ("Datatype", Literal(f"A name of {name}")),
        ("MinLength", Literal("", language=tag)),
    ):
        specimen = _thing(some_class, f"{name}-{kind}", {path: [value]})
        yield _found(specimen, shapes, kind, "value", _first(specimen, path), value)
    twice = [Literal(f"{which} name of {name}", language="en") for which in ("A", "Another")]
    specimen = _thing(some_class, f"{name}-UniqueLang", {path: twice})
    yield _found(specimen, shapes, "UniqueLang", "predicate", _first(specimen, path))


def _first(specimen: Specimen, path: NamedNode) -> int:
    return next(i for i, one in enumerate(specimen.statements) if one.predicate == path)


def _found(
    specimen: Specimen,
    shapes: list[str],
    component: str,
    at: str,
    statement: int,
    value: Value | None = None,
) -> Specimen:
    subject = specimen.statements[0].subject
    specimen.findings += [
        Finding(shape, component, subject, value, statement, at) for shape in shapes
    ]
    return specimen


def judging() -> set[str]:
    """The names of the shapes that judge something themselves, and not by others."""
    shapes = _shapes()
    found = {
        shape
        for predicate in ("path", "sparql", "or", "not", "closed", "pattern")
        for shape, _ in shapes.pairs(_sh(predicate))
        if isinstance(shape, NamedNode)
    }
    return {_local(one) for one in found}
