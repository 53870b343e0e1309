"""The reference engine: pySHACL, with results as ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing import Term
from cityweave.parsing.index import Index
from cityweave.validation.data import DataGraph
from cityweave.validation.names import Name, sh
from cityweave.validation.paths import read_path
from cityweave.validation.reading import messages
from cityweave.validation.results import Result
from cityweave.validation.shapes import Shapes
from cityweave.validation.terms import graph_of, term_of
from cityweave.validation.written import Written

_VARIABLE = re.compile(r"\{[?$]\w+\}")


def judge(
    store: Store,
    shapes: Shapes,
    *,
    focus: Collection[Term] | None = None,
    only: Collection[Name] | None = None,
    written: Written | None = None,
) -> list[Result]:
    """Judge the default graph of a store by pySHACL, with SHACL-SPARQL and without inference.

    `focus` leaves the results of these focus nodes, `only` those of these shapes; `written` is as
    of `run`. Raises `SyntaxErrorInData` for shapes that pySHACL cannot use. It takes more time
    with every triple: half a minute for 343,000.
    """
    data = graph_of(DataGraph(store, (), written).statements())
    rules = graph_of(shapes.quads)
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=rules, inference="none", advanced=True, max_validation_depth=999
        )
    except Exception as error:  # pySHACL raises it bare for a bad sh:select
        raise SyntaxErrorInData(
            f"The shapes cannot be used: {error}",
            hint="Look for this in the shapes; a sh:select declares its prefixes by sh:prefixes.",
        ) from error
    if not isinstance(report, rdflib.Graph):
        raise SyntaxErrorInData(f"The shapes cannot be used: {text}")
    found = _results(report, shapes.index)
    return [
        one
        for one in found
        if (focus is None or one.focus in focus) and (only is None or one.shape in only)
    ]


def _results(report: rdflib.Graph, shapes: Index) -> Iterator[Result]:
    """What a report has for `sh:result`; not what stands below these as `sh:detail`."""
    quads = (Quad(*(term_of(one) for one in triple)) for triple in report)  # type: ignore[arg-type]
    index = Index(quads)
    for _, node in index.pairs(sh("result")):
        yield _result(index, shapes, node)


def _result(report: Index, shapes: Index, node: Term) -> Result:
    shape = report.value(node, sh("sourceShape"))
    component = report.value(node, sh("sourceConstraintComponent"))
    severity = report.value(node, sh("resultSeverity"))
    path = report.value(node, sh("resultPath"))
    if not isinstance(shape, NamedNode | BlankNode):
        raise SyntaxErrorInData(f"pySHACL reports a result without a shape: {node}.")
    constraint = report.value(node, sh("sourceConstraint"))
    return Result(
        focus=report.value(node, sh("focusNode")) or node,
        path=None if path is None else read_path(report, path),
        value=report.value(node, sh("value")),
        shape=shape,
        component=component if isinstance(component, NamedNode) else sh("ConstraintComponent"),
        severity=severity if isinstance(severity, NamedNode) else sh("Violation"),
        messages=_messages(report, shapes, node, (constraint, shape)),
        constraint=constraint,
        engine="pyshacl",
    )


def _messages(
    report: Index, shapes: Index, node: Term, owners: Iterable[Term | None]
) -> tuple[Literal, ...]:
    """The messages that the shapes give, with their languages; not those that pySHACL makes up.

    pySHACL loses the language where it fills in a variable; it is found again by the template.
    """
    templates = [one for owner in owners if owner is not None for one in messages(shapes, owner)]
    found = []
    for text in report.objects(node, sh("resultMessage")):
        if isinstance(text, Literal):
            fitting = [one for one in templates if _fits(one.value, text.value)]
            if text in templates:
                found.append(text)
            elif fitting:
                found.append(Literal(text.value, language=fitting[0].language))
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
