"""The W3C's tests of SHACL Core and SHACL-SPARQL, through our engine."""

from __future__ import annotations

import pytest

from cityweave.errors import SyntaxErrorInData
from cityweave.validation import Shapes, run
from w3c.shapes import Case, cases, found, quads, shapes_folder

CORE, SPARQL = cases("core"), cases("sparql")
pytestmark = pytest.mark.skipif(
    shapes_folder() is None, reason="the W3C's tests are not there; W3C_TESTS names their folder"
)


def test_the_suite_is_whole() -> None:
    assert (len(CORE), len(SPARQL)) == (98, 23)


@pytest.mark.parametrize("case", [*CORE, *SPARQL], ids=str)
def test_our_engine(case: Case) -> None:
    if case.report is None:
        with pytest.raises(SyntaxErrorInData):
            run(case.store(), Shapes.of(quads(case.shapes)), engine="compiled")
        return
    assert found(run(case.store(), Shapes.of(quads(case.shapes)), engine="compiled")) == case.report


PYSHACL = {
    "core/property/uniqueLang-002": 'pySHACL takes "1"^^xsd:boolean for true',
}
