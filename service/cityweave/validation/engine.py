"""Validates data against SHACL shapes with pySHACL, the reference engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyshacl
import rdflib
from pyoxigraph import Quad
from rdflib.namespace import RDF, RDFS, SH, SKOS
from rdflib.term import Node

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing.index import Index
from cityweave.validation.reach import refuse_reach
from cityweave.validation.report import SEVERITIES, Finding, Report, Severity
from cityweave.validation.terms import graph_of, words

_VARIABLE = re.compile(r"\{[?$]\w+\}")
_SEVERITIES: Mapping[Node, Severity] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}


def validate(
    data: Iterable[Quad],
    shapes: Iterable[Quad],
    sources: Mapping[str, tuple[str, ...]] | None = None,
) -> Report:
    """Judge data by shapes, with SHACL-SPARQL and without inference.

    Class hierarchies are those that the data state
    (https://www.w3.org/TR/shacl/#targetClass), so pass the ontology among them.
    `sources` gives the files that speak of each focus node, by its IRI. Raises
    `SyntaxErrorInData` for shapes that are no shapes, or reach out of the graph.
    """
    shapes = tuple(shapes)
    data_graph, shapes_graph = graph_of(data), graph_of(shapes)
    refuse_reach(Index(shapes))
    try:
        _, results, text = pyshacl.validate(
            data_graph, shacl_graph=shapes_graph, inference="none", advanced=True
        )
    except Exception as error:  # pySHACL raises it bare for a bad sh:select
        raise SyntaxErrorInData(
            f"The shapes cannot be used: {error}",
            hint="Look for this in the shapes; a sh:select declares its prefixes by sh:prefixes.",
        ) from error
    if not isinstance(results, rdflib.Graph):
        raise SyntaxErrorInData(f"The shapes cannot be used: {text}")
    found = [
        _finding(results, shapes_graph, data_graph, result, sources or {})
        for result in results.subjects(RDF.type, SH.ValidationResult)
    ]
    found.sort(
        key=lambda one: (SEVERITIES.index(one.severity), one.shape, one.focus, one.value or "")
    )
    return Report(tuple(found))


def _finding(
    results: rdflib.Graph,
    shapes: rdflib.Graph,
    data: rdflib.Graph,
    result: Node,
    sources: Mapping[str, tuple[str, ...]],
) -> Finding:
    """One `sh:ValidationResult` as a finding."""
    focus = results.value(result, SH.focusNode) or result
    path = results.value(result, SH.resultPath)
    value = results.value(result, SH.value)
    shape = results.value(result, SH.sourceShape)
    component = results.value(result, SH.sourceConstraintComponent)
    severity = results.value(result, SH.resultSeverity)
    return Finding(
        severity=_SEVERITIES.get(severity, "violation") if severity else "violation",
        focus=focus.n3(),
        focus_label=_label(data, focus),
        path=words(shapes if (path, None, None) in shapes else results, path) if path else None,
        value=value.n3() if value is not None else None,
        messages=_messages(results, shapes, result),
        shape=_shape_name(shapes, shape),
        component=str(component).rpartition("#")[2] if component else "",
        sources=sources.get(str(focus), ()),
    )


def _messages(
    results: rdflib.Graph, shapes: rdflib.Graph, result: Node
) -> tuple[tuple[str, str], ...]:
    """The messages with their languages, sorted by language.

    pySHACL loses the language where it fills in a variable; it is found again by
    the template of the constraint.
    """
    owners = [
        *results.objects(result, SH.sourceConstraint),
        *results.objects(result, SH.sourceShape),
    ]
    templates = [
        template
        for owner in owners
        for template in shapes.objects(owner, SH.message)
        if isinstance(template, rdflib.Literal)
    ]
    found = []
    for text in results.objects(result, SH.resultMessage):
        language = text.language if isinstance(text, rdflib.Literal) else None
        if not language:
            fitting = (one.language for one in templates if _fits(str(one), str(text)))
            language = next((one for one in fitting if one), None)
        found.append((language or "", str(text)))
    return tuple(sorted(found))


def _fits(template: str, text: str) -> bool:
    """Whether a message can have been made from a template (`{?value}` stands for anything)."""
    position = 0
    parts = _VARIABLE.split(template)
    if not text.startswith(parts[0]) or not text.endswith(parts[-1]):
        return False
    for part in parts:
        position = text.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return True


def _shape_name(shapes: rdflib.Graph, shape: Node | None) -> str:
    """The IRI of a shape; of a nested one without name, that of the shape it belongs to."""
    seen: set[Node] = set()
    while isinstance(shape, rdflib.BNode) and shape not in seen:
        seen.add(shape)
        owner = next(iter(shapes.subjects(None, shape)), None)
        if owner is None:
            break
        shape = owner
    return str(shape) if shape is not None else ""


def _label(data: rdflib.Graph, node: Node) -> str | None:
    """The English name of a node, or one in any language."""
    texts = [
        text
        for predicate in (RDFS.label, SKOS.prefLabel)
        for text in data.objects(node, predicate)
        if isinstance(text, rdflib.Literal)
    ]
    texts.sort(key=lambda text: (text.language != "en", text.language or "", str(text)))
    return str(texts[0]) if texts else None
