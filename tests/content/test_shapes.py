"""The shapes: readable, complete, and each rule catches the mistake that it is made for."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, Namespace, URIRef

from cityweave.resources import files
from cityweave.validation import validate

CW = Namespace("https://w3id.org/cityweave/ontology#")
CWS = Namespace("https://w3id.org/cityweave/shapes#")
LANGUAGES = {"en", "es", "fr", "nl"}

RULES = Path(__file__).parent / "rules"
HEAD = (RULES / "head.ttl").read_text(encoding="utf-8")
NAMES = sorted(path.name.removesuffix(".invalid.ttl") for path in RULES.glob("*.invalid.ttl"))


def quads_of(folder: str) -> list[Quad]:
    return [quad for path in files(folder, ".ttl") for quad in parse(path=str(path))]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    graph = Graph()
    for path in files("shapes", ".ttl"):
        graph.parse(path)
    return graph


SHAPE_QUADS = quads_of("shapes")
STYLE_QUADS = [
    quad
    for path in files("shapes", ".ttl")
    if path.name in ("ontology-style.ttl", "rules.ttl")
    for quad in parse(path=str(path))
]
ONTOLOGY_QUADS = quads_of("ontology")
DATA_SHAPES = [
    quad
    for path in files("shapes", ".ttl")
    if path.name != "ontology-style.ttl"
    for quad in parse(path=str(path))
]
HIERARCHY = [
    quad for quad in ONTOLOGY_QUADS if quad.predicate.value in (str(RDF.type), str(RDFS.subClassOf))
]
LABEL_SHAPES = ("-label",)


def findings(body: str, shapes: list[Quad]) -> set[str]:
    """The shapes that a small graph breaks, those about missing names apart."""
    data = [*parse(HEAD + body, format=RdfFormat.TURTLE), *HIERARCHY]
    report = validate(data, shapes)
    names = {found.shape.removeprefix(CWS) for found in report.findings}
    return {name for name in names if not name.endswith(LABEL_SHAPES)}


def case(rule: str, kind: str) -> str:
    return (RULES / f"{rule}.{kind}.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", NAMES)
def test_rule_catches_its_mistake_and_nothing_else(rule: str) -> None:
    assert rule in findings(case(rule, "invalid"), DATA_SHAPES)
    assert findings(case(rule, "valid"), DATA_SHAPES) == set()


def test_every_class_has_a_shape(shapes: Graph) -> None:
    classes = {
        quad.subject.value
        for quad in ONTOLOGY_QUADS
        if isinstance(quad.subject, NamedNode) and quad.object == NamedNode(str(OWL.Class))
    }
    targeted = {str(value) for value in shapes.objects(None, SH.targetClass)}
    assert {name for name in classes if name.startswith(CW)} - targeted <= {
        str(CW.Actor), str(CW.Collaboration), str(CW.Involvement),
    }  # fmt: skip


def test_every_shape_is_readable_in_four_languages(shapes: Graph) -> None:
    named = list(shapes.subjects(RDF.type, SH.NodeShape))
    assert len(named) > 200
    for shape in named:
        assert isinstance(shape, URIRef), "a shape without an IRI"
        assert {label.language for label in shapes.objects(shape, SH.name)} == LANGUAGES, shape  # type: ignore[attr-defined]
        assert list(shapes.objects(shape, SH.description)), shape
        assert shapes.value(shape, SH.severity) is not None, shape
    for shape in set(shapes.objects(None, SH.property)) | set(shapes.objects(None, SH.sparql)):
        if isinstance(shape, URIRef):
            messages = {
                text.language
                for text in shapes.objects(shape, SH.message)
                if isinstance(text, Literal)
            }
            assert messages == LANGUAGES, shape


def test_the_shapes_are_themselves_valid(shapes: Graph) -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def broken_style(body: str) -> set[str]:
    """The style rules that the ontology breaks with a term more."""
    report = validate([*parse(HEAD + body, format=RdfFormat.TURTLE), *ONTOLOGY_QUADS], STYLE_QUADS)
    return {found.shape.removeprefix(CWS) for found in report.findings}


def test_the_style_of_the_ontology_is_checked() -> None:
    body = "cw:badTerm a <http://www.w3.org/2002/07/owl#Class> ."
    assert {"TermHasLabels", "TermHasDefinition", "TermIsDefinedSomewhere", "ClassHasExample",
            "ClassNameHasCase"} <= broken_style(body)  # fmt: skip
    exempt = (
        "cw:badTerm a <http://www.w3.org/2002/07/owl#Class> ; rdfs:seeAlso <"
        + CWS.styleExempt
        + "> ."
    )
    assert broken_style(exempt) == set()


def test_the_shipped_graph_conforms() -> None:
    data = [
        quad
        for path in files("data", ".trig")
        for quad in parse(path=str(path), format=RdfFormat.TRIG)
    ]
    report = validate([*data, *ONTOLOGY_QUADS], SHAPE_QUADS)
    assert [str(found) for found in report.findings] == []


def test_labels_of_shapes_are_those_of_the_ontology(shapes: Graph) -> None:
    ontology = Graph()
    for path in files("ontology", ".ttl"):
        ontology.parse(path)
    for shape, term in shapes.subject_objects(SH.path):
        if isinstance(shape, URIRef) and str(term).startswith(CW) and shape.endswith("-value"):
            assert set(shapes.objects(shape, SH.name)) == set(ontology.objects(term, RDFS.label)), (
                shape
            )
