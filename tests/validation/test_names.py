"""The terms of SHACL that the code names are terms of SHACL."""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import SH

from cityweave import validation

NAMED = re.compile(r'\bsh\(\s*"(\w+)"\s*\)')


def test_every_term_exists() -> None:
    folder = Path(str(validation.__file__)).parent
    named = {
        name for path in folder.rglob("*.py") for name in NAMED.findall(path.read_text("utf-8"))
    }
    assert len(named) > 50
    assert {name for name in named if name not in SH} == set()
