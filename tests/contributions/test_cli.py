"""`cityweave contribute` and `cityweave review`, on a folder and on a running server."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cityweave.access import Role, Tokens
from cityweave.cli import main
from contributions.judge import BROKEN, DATA, city
from serving import serving

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped ontology and shapes, over a graph of three things."""
    folder = tmp_path_factory.mktemp("content")
    for name in ("ontology", "shapes", "data"):
        (folder / name).mkdir()
    for name in ("ontology", "shapes"):
        for path in sorted((ROOT / name).glob("*.ttl")):
            (folder / name / path.name).write_bytes(path.read_bytes())
    (folder / "data" / "data.ttl").write_text(DATA, encoding="utf-8")
    return folder


@dataclass
class Place:
    """Where commands go: options for a contributor and for a reviewer."""

    ann: list[str]
    rev: list[str]

    def run(self, *arguments: str | Path) -> Result:
        gc.collect()  # an error of the command before may still hold its store, as no process does
        return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture(scope="module", params=["folder", "server"])
def place(
    request: pytest.FixtureRequest, content: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("data")
    tokens = Tokens(folder)
    ann, rev = (
        tokens.create(role, "", name)[0]
        for role, name in ((Role.CONTRIBUTOR, "Ann"), (Role.REVIEWER, "Rev"))
    )
    secret = folder / "token.txt"
    secret.write_text(f"{rev}\n", encoding="utf-8")
    if request.param == "folder":
        patch = pytest.MonkeyPatch()
        patch.setenv("CITYWEAVE_CONTENT_DIR", str(content))
        where = ["--data-dir", str(folder)]
        yield Place([*where, "--token", ann], [*where, "--token-file", str(secret)])
        patch.undo()
        return
    with serving("--data-dir", folder, "--content-dir", content) as served:
        where = ["--server", served.address]
        yield Place([*where, "--token", ann], [*where, "--token-file", str(secret)])


def test_from_a_file_to_the_graph_and_back(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "cities.ttl"
    path.write_bytes(city("ghent", "UTRECHT", country="nl"))
    sent = place.run("contribute", path, *place.ann, "--note", "Ours", "--format", "json")
    assert sent.exit_code == 0, sent.output
    (told,) = json.loads(sent.stdout)
    one = told["id"]
    assert (told["state"], told["file"], told["note"]) == ("staged", "cities.ttl", "Ours")
    listed = place.run("review", "list", "--state", "staged", *place.rev)
    assert f"{one}  staged" in listed.output
    diff = place.run("review", "diff", one, *place.rev)
    assert "UTRECHT  (new)" in diff.output
    assert "! the same name as <https://w3id.org/cityweave/id/city/utrecht-nl>" in diff.output
    assert "+ country: Netherlands" in diff.output
    assert "3 added" in diff.output
    hidden = place.run("review", "accept", one, *place.ann)
    assert hidden.exit_code == 1
    assert "needs reviewer" in hidden.output
    accepted = place.run("review", "accept", one, "--reason", "Right", *place.rev)
    assert accepted.exit_code == 0, accepted.output
    assert f"{one} is accepted." in accepted.output
    assert "acceptance  Rev  Right" in accepted.output
    again = place.run("review", "refuse", one, "--reason", "No", *place.rev)
    assert again.exit_code == 1
    assert "is accepted since" in again.output
    reverted = place.run("review", "revert", one, "--reason", "Twice there", *place.rev)
    assert f"{one} is reverted." in reverted.output
    shown = place.run("review", "show", one, "--format", "json", *place.rev)
    assert json.loads(shown.stdout)["state"] == "reverted"


def test_what_is_not_valid_is_exit_code_1(place: Place, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_bytes(city("bruges"))
    bad.write_bytes(BROKEN)
    sent = place.run("contribute", good, bad, *place.ann)
    assert sent.exit_code == 1
    assert "is staged" in sent.output
    assert "is invalid (1 violation(s))" in sent.output
    one = sent.output.split("good.ttl: ")[1].split()[0]
    gone = place.run("review", "withdraw", one, *place.ann)
    assert f"{one} is withdrawn." in gone.output


def test_what_cannot_be_read_is_exit_code_3(place: Place, tmp_path: Path) -> None:
    assert place.run("contribute", tmp_path / "none.ttl", *place.ann).exit_code == 3
    strange = tmp_path / "a.doc"
    strange.write_text("x")
    assert place.run("contribute", strange, *place.ann).exit_code == 3
    named = place.run("contribute", strange, "--input-format", "ttl", *place.ann)
    assert named.exit_code == 1
    assert "is invalid" in named.output


def test_wrong_usage_is_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(city("x"))
    run = CliRunner().invoke
    for options in ([], ["--server", "ftp://x"], ["--server", "http://x", "--data-dir", "."]):
        assert run(main, ["contribute", str(path), *options]).exit_code == 2
    both = ["contribute", str(path), str(path), "--supersedes", "x", "--data-dir", str(tmp_path)]
    assert run(main, both).exit_code == 2
    refuse = ["review", "refuse", "x", "--data-dir", str(tmp_path)]
    assert run(main, refuse).exit_code == 2


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(city("x"))
    arguments = ["contribute", str(path), "--server", "http://127.0.0.1:9", "--token", "x"]
    found = CliRunner().invoke(main, arguments)
    assert found.exit_code == 3
    assert "cannot be reached" in found.output


def test_an_id_is_no_path(place: Place) -> None:
    found = place.run("review", "show", "../tokens", *place.rev)
    assert found.exit_code == 1
    assert "no contribution of that name" in found.output


def test_of_several_files_all_are_read_before_any_is_sent(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "diest.ttl"
    path.write_bytes(city("diest"))
    before = place.run("review", "list", *place.rev).stdout
    assert place.run("contribute", path, tmp_path / "none.ttl", *place.ann).exit_code == 3
    assert place.run("review", "list", *place.rev).stdout == before


def test_what_was_sent_is_told_though_a_later_one_is_refused(place: Place, tmp_path: Path) -> None:
    good, large = tmp_path / "aarschot.ttl", tmp_path / "large.ttl"
    good.write_bytes(city("aarschot"))
    large.write_bytes(b"#" * 6_000_000)
    sent = place.run("contribute", good, large, *place.ann)
    assert sent.exit_code not in (0, 2)
    assert "is staged" in sent.stdout
    again = place.run("contribute", good, large, "--format", "json", *place.ann)
    assert [one["state"] for one in json.loads(again.stdout)] == ["staged"]


def test_a_file_that_is_no_token_is_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "token.bin"
    path.write_bytes(b"\xff\xfe")
    arguments = ["review", "list", "--server", "http://127.0.0.1:9", "--token-file", str(path)]
    found = CliRunner().invoke(main, arguments)
    assert (found.exit_code, "no file with a token" in found.output) == (2, True)


def test_a_server_that_reviews_cannot_reach_is_exit_code_3() -> None:
    found = CliRunner().invoke(main, ["review", "list", "--server", "http://127.0.0.1:9"])
    assert (found.exit_code, "cannot be reached" in found.output) == (3, True)


def test_what_was_sent_does_not_steer_the_terminal(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "mol.ttl"
    path.write_bytes(city("mol", "Mol\\u001b[2J\\u202e"))
    sent = place.run("contribute", path, "--format", "json", *place.ann)
    (told,) = json.loads(sent.stdout)
    shown = place.run("review", "diff", told["id"], *place.rev).stdout
    assert "Mol\u27e8U+001B\u27e9[2J\u27e8U+202E\u27e9" in shown
    assert not {"\x1b", "\u202e"} & set(shown)
