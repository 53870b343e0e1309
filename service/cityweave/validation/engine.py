"""Validates data against SHACL shapes with pySHACL, the reference engine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

import pyoxigraph as ox
import pyshacl
import rdflib
from pyoxigraph import Quad
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing import Index, Term
from cityweave.validation.describing import describe
from cityweave.validation.known import StoreKnown
from cityweave.validation.paths import read_path
from cityweave.validation.reach import refuse_reach
from cityweave.validation.report import Report
from cityweave.validation.results import Result
from cityweave.validation.terms import graph_of, term_of

_VARIABLE = re.compile(r"\{[?$]\w+\}")


def validate(data: Iterable[Quad], shapes: Iterable[Quad]) -> Report:
    """Judge data by shapes, with SHACL-SPARQL and without inference.

    Class hierarchies are those that the data state
    (https://www.w3.org/TR/shacl/#targetClass), so pass the ontology among them. Raises
    `SyntaxErrorInData` for shapes that are no shapes, or reach out of the graph.
    """
    data, shapes = tuple(data), tuple(shapes)
    results = judge(data, shapes)
    store = ox.Store()
    store.bulk_extend(Quad(one.subject, one.predicate, one.object) for one in data)
    findings = describe(results, Index(shapes), StoreKnown(store))
    return Report(findings, engines={"pyshacl": len(findings)}, statements=len(store))


def judge(data: Iterable[Quad], shapes: Iterable[Quad]) -> list[Result]:
    """The results of pySHACL. Parameters and errors as of `validate`."""
    shapes = tuple(shapes)
    data_graph, shapes_graph = graph_of(data), graph_of(shapes)
    refuse_reach(shapes_graph)
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
    described = ((term_of(s), term_of(p), term_of(o)) for s, p, o in results)
    indexes = Index(shapes), Index(Quad(*one) for one in described)  # type: ignore[arg-type]
    return [
        _result(results, shapes_graph, indexes, result)
        for result in results.subjects(RDF.type, SH.ValidationResult)
        if (None, SH.detail, result) not in results
    ]


def _result(
    results: rdflib.Graph, shapes: rdflib.Graph, indexes: tuple[Index, Index], result: Node
) -> Result:
    """One `sh:ValidationResult` as a value."""

    def term(predicate: Node) -> Term | None:
        found = results.value(result, predicate)
        return None if found is None else term_of(found)

    path = term(SH.resultPath)
    about = next((one for one in indexes if path and one.predicates(path)), indexes[0])
    return Result(
        focus=term(SH.focusNode) or term_of(result),
        path=None if path is None else read_path(about, path),
        value=term(SH.value),
        shape=cast(ox.NamedNode | ox.BlankNode, term(SH.sourceShape)),
        component=cast(ox.NamedNode, term(SH.sourceConstraintComponent)),
        severity=cast(ox.NamedNode, term(SH.resultSeverity)),
        messages=_messages(results, shapes, result),
        constraint=term(SH.sourceConstraint),
        engine="pyshacl",
    )


def _messages(results: rdflib.Graph, shapes: rdflib.Graph, result: Node) -> tuple[ox.Literal, ...]:
    """The messages of the shape with their languages, sorted by language.

    pySHACL loses the language where it fills in a variable; it is found again by
    the template of the constraint. Where a shape has no message, pySHACL writes one of its
    own, which is left out.
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
        fitting = [one for one in templates if _fits(str(one), str(text))]
        own = text.language if isinstance(text, rdflib.Literal) else None
        language = own or next((one.language for one in fitting if one.language), None)
        if fitting:
            found.append(ox.Literal(str(text), language=language))
    return tuple(sorted(found, key=lambda one: (one.language or "", one.value)))


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
