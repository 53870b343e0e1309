"""The W3C's SPARQL tests through a running server and its readers, beside the bare engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from serving import serving
from w3c.failures import OF_ENGINE, OURS
from w3c.runs import Endpoint, engine_passes
from w3c.suite import Case, cases, folder

CASES = cases()
CONTENT = Path(__file__).parent.parent / "web" / "content"
TOKEN = "a-token-for-the-suite-of-tests"  # noqa: S105
pytestmark = pytest.mark.skipif(
    folder() is None, reason="the W3C's tests are not there; W3C_TESTS names their folder"
)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with (
        serving("--content-dir", CONTENT, admin_token=TOKEN) as served,
        httpx.Client(
            base_url=served.address, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60
        ) as client,
    ):
        yield Endpoint(client)


def test_the_suite_is_whole() -> None:
    kinds = {case.kind for case in CASES}
    assert {"QueryEvaluationTest", "UpdateEvaluationTest", "CSVResultFormatTest"} <= kinds
    assert len(CASES) > 800
    assert {*OF_ENGINE, *OURS} <= {case.id for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_through_the_endpoint(endpoint: Endpoint, case: Case) -> None:
    """A test that is not in the table passes, and one that is there fails, so that it shrinks."""
    known = case.id in OF_ENGINE or case.id in OURS
    assert endpoint.passes(case) is not known, OF_ENGINE.get(case.id) or OURS.get(case.id)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_table_says_what_the_engine_fails(case: Case) -> None:
    assert engine_passes(case) is not (case.id in OF_ENGINE)
