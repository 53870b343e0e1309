"""The W3C's tests of SHACL Core and SHACL-SPARQL, through our engine and through pySHACL."""

from __future__ import annotations

import pytest

from cityweave.errors import SyntaxErrorInData
from cityweave.validation.running import Choice
from w3c.shapes import Case, cases, found, shapes_folder

CORE, SPARQL = cases("core"), cases("sparql")
OF_PYSHACL = {
    "core/property/uniqueLang-002": 'pySHACL takes "1"^^xsd:boolean for true',
    "sparql/node/prefixes-001": "pySHACL does not follow owl:imports to prefixes",
    "sparql/pre-binding/pre-binding-005": "rdflib does not know $this in an inner group",
    "sparql/pre-binding/shapesGraph-001": "pySHACL does not support $shapesGraph",
}
"""The tests that pySHACL fails, each with its reason."""
pytestmark = pytest.mark.skipif(
    shapes_folder() is None, reason="the W3C's tests are not there; W3C_TESTS names their folder"
)


def passes(case: Case, engine: Choice) -> bool:
    """Whether an engine reports what it must, or fails where it must."""
    if case.report is not None:
        return found(case.judged(engine)) == case.report
    with pytest.raises(SyntaxErrorInData):
        case.judged(engine)
    return True


def test_the_suite_is_whole() -> None:
    assert (len(CORE), len(SPARQL)) == (98, 23)
    assert {*OF_PYSHACL} <= {case.id for case in (*CORE, *SPARQL)}


@pytest.mark.parametrize("case", [*CORE, *SPARQL], ids=str)
def test_our_engine(case: Case) -> None:
    assert passes(case, "compiled")


@pytest.mark.parametrize("case", [*CORE, *SPARQL], ids=str)
def test_the_reference_engine(case: Case) -> None:
    try:
        has_passed = passes(case, "pyshacl")
    except SyntaxErrorInData:
        has_passed = False
    assert has_passed is not (case.id in OF_PYSHACL), OF_PYSHACL.get(case.id)
