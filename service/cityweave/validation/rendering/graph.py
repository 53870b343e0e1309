"""A report as a graph: the validation report of SHACL, with places.

https://www.w3.org/TR/shacl/#validation-report. A place is a pointer of EARL
(https://www.w3.org/TR/Pointers-in-RDF10/); of a cell also a fragment as RFC 7111 has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cityweave.formats import rdf_by_name
from cityweave.parsing import Place, Term, serialize
from cityweave.validation.names import TYPE, sh
from cityweave.validation.ownership import SHACL
from cityweave.validation.rendering.display import fault_iri, term_of
from cityweave.validation.rendering.steps import described, path_of
from cityweave.validation.report import Finding, Report
from cityweave.vocabulary import PREFIXES

_DCTERMS = "http://purl.org/dc/terms/"
_EARL = "http://www.w3.org/ns/earl#"
_FOAF = "http://xmlns.com/foaf/0.1/"
_OA = PREFIXES["oa"]
_POINTERS = "http://www.w3.org/2009/pointers#"
_RDF = PREFIXES["rdf"]
_XSD = PREFIXES["xsd"]
_CELLS = NamedNode("http://tools.ietf.org/rfc/rfc7111")
_SEVERITIES = {"violation": "Violation", "warning": "Warning", "info": "Info"}


def turtle(report: Report) -> bytes:
    """The report in Turtle, with all its messages and one result for each finding.

    A result of a shape without IRI has a blank node for it, with its path and the shape it
    is part of. A fault of the input is a result whose component is named by its code.
    """
    prefixes = {
        name: PREFIXES[name] for name in ("cws", "dcterms", "foaf", "oa", "rdf", "sh", "xsd")
    } | {
        "earl": _EARL,
        "ptr": _POINTERS,
    }
    together: dict[Term, list[Quad]] = {}
    for quad in _report(report):
        together.setdefault(quad.subject, []).append(quad)
    return serialize(chain.from_iterable(together.values()), rdf_by_name("ttl"), prefixes)


def _report(report: Report) -> Iterator[Quad]:
    node = BlankNode()
    yield Quad(node, TYPE, sh("ValidationReport"))
    yield Quad(node, sh("conforms"), _literal(str(report.conforms).lower(), "boolean"))
    if report.profile:
        yield Quad(node, NamedNode(_DCTERMS + "references"), NamedNode(report.profile))
    shapes: dict[tuple[str, str | None], BlankNode] = {}
    for finding in report.findings:
        result = BlankNode()
        yield Quad(node, sh("result"), result)
        yield from _result(result, finding, shapes)


def _result(
    node: BlankNode, finding: Finding, shapes: dict[tuple[str, str | None], BlankNode]
) -> Iterator[Quad]:
    yield Quad(node, TYPE, sh("ValidationResult"))
    yield Quad(node, sh("resultSeverity"), sh(_SEVERITIES[finding.severity]))
    yield Quad(node, sh("focusNode"), term_of(finding.focus) if finding.focus else BlankNode())
    component = NamedNode(_component(finding))
    yield Quad(node, sh("sourceConstraintComponent"), component)
    if finding.value is not None:
        yield Quad(node, sh("value"), term_of(finding.value))
    for language, text in finding.messages.items():
        yield Quad(node, sh("resultMessage"), Literal(text, language=language or None))
    path, quads = described(path_of(finding.path)) if finding.path else (None, [])
    yield from quads
    if path is not None:
        yield Quad(node, sh("resultPath"), path)
    if finding.shape:
        yield from _shape(node, finding, path, shapes)
    if finding.place:
        yield from _place(node, finding.place)


def _shape(
    node: BlankNode,
    finding: Finding,
    path: NamedNode | BlankNode | None,
    shapes: dict[tuple[str, str | None], BlankNode],
) -> Iterator[Quad]:
    owner = term_of(finding.shape if finding.shape.startswith("_:") else f"<{finding.shape}>")
    if not finding.is_nested:
        yield Quad(node, sh("sourceShape"), owner)
        return
    key = finding.shape, finding.path
    if key not in shapes:
        shape = shapes[key] = BlankNode()
        yield Quad(shape, NamedNode(_DCTERMS + "isPartOf"), owner)
        if path is not None:
            yield Quad(shape, sh("path"), path)
    yield Quad(node, sh("sourceShape"), shapes[key])


def _place(node: BlankNode, place: Place) -> Iterator[Quad]:
    pointer = BlankNode()
    yield Quad(node, NamedNode(_EARL + "pointer"), pointer)
    yield Quad(pointer, TYPE, NamedNode(_POINTERS + "LineCharPointer"))
    yield Quad(pointer, NamedNode(_POINTERS + "lineNumber"), _literal(str(place.line), "integer"))
    column = _literal(str(place.column), "integer")
    yield Quad(pointer, NamedNode(_POINTERS + "charNumber"), column)
    if place.source:
        document = BlankNode()
        yield Quad(pointer, NamedNode(_POINTERS + "reference"), document)
        yield Quad(document, TYPE, NamedNode(_FOAF + "Document"))
        yield Quad(document, NamedNode(_DCTERMS + "title"), Literal(place.source))
        if place.sheet:
            sheet = BlankNode()
            yield Quad(document, NamedNode(_DCTERMS + "hasPart"), sheet)
            yield Quad(sheet, NamedNode(_DCTERMS + "title"), Literal(place.sheet))
    if place.cell:
        fragment = BlankNode()
        yield Quad(pointer, NamedNode(_OA + "hasSelector"), fragment)
        yield Quad(fragment, TYPE, NamedNode(_OA + "FragmentSelector"))
        yield Quad(fragment, NamedNode(_DCTERMS + "conformsTo"), _CELLS)
        cell = Literal(f"cell={place.line},{place.column}")
        yield Quad(fragment, NamedNode(_RDF + "value"), cell)


def _component(finding: Finding) -> str:
    if finding.engine == "input":
        return fault_iri(finding.component)
    is_own = ":" not in finding.component
    return SHACL + finding.component if is_own else finding.component


def _literal(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(_XSD + datatype))
