"""The wheel: the whole content in it, nothing stale, and it works without the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cityweave.resources import FOLDERS, PACKAGE

ROOT = PACKAGE.parent.parent
SUFFIXES = {".ttl", ".trig", ".rq"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_has_the_content_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = {
            name.removeprefix("cityweave/share/")
            for name in archive.namelist()
            if name.startswith("cityweave/share/") and Path(name).suffix in SUFFIXES
        }
        for name in shipped:
            assert archive.read(f"cityweave/share/{name}") == (ROOT / name).read_bytes()
    here = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in SUFFIXES
    }
    assert shipped == here
    assert here


def test_the_wheel_has_the_package_and_its_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for path in PACKAGE.rglob("*"):
        if path.suffix in {".py", ".html", ".css", ".json"} or path.name == "py.typed":
            assert path.relative_to(PACKAGE.parent).as_posix() in names
    for licence in ("LICENSE", "LICENSE-content", "LICENSE-unicode", "NOTICE"):
        assert any(name.endswith(f"licenses/{licence}") for name in names)
    assert not any(name.startswith(("tests/", "service/")) for name in names)


def test_the_wheel_answers_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from cityweave.resources import content; print(content('data'));"
        "from cityweave.cli import main; main(['query', 'ASK { ?s ?p ?o }', '--format', 'csv'])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.splitlines() == [str(tmp_path / "cityweave" / "share" / "data"), "true"]


def test_the_checkout_holds_no_copy_of_the_content() -> None:
    assert not (PACKAGE / "share").exists()
