"""`cityweave token`: made once, listed without its secret, revoked for good."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from cityweave.access import Role, Tokens
from cityweave.cli import main
from cityweave.store import EmbeddedStore


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["token", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_token_lives_from_create_to_revoke(tmp_path: Path) -> None:
    folder = str(tmp_path / "graph")
    code, text, said = run("create", "--role", "admin", "--note", "nightly", "--data-dir", folder)
    assert code == 0
    assert "shown once" in said
    tokens = Tokens(Path(folder))
    assert tokens.require(f"Bearer {text.strip()}", Role.ADMIN).role is Role.ADMIN
    code, listed, _ = run("list", "--data-dir", folder)
    assert code == 0
    identifier = listed.split()[0]
    assert listed.split()[1] == "admin"
    assert listed.rstrip().endswith("nightly")
    assert text.strip() not in listed
    assert run("revoke", identifier, "--data-dir", folder)[0] == 0
    assert run("list", "--data-dir", folder)[1] == ""
    code, _, said = run("revoke", identifier, "--data-dir", folder)
    assert code == 1
    assert "There is no token" in said


def test_tokens_can_be_made_before_and_beside_the_store(tmp_path: Path) -> None:
    run("create", "--role", "reviewer", "--data-dir", str(tmp_path))
    store = EmbeddedStore(tmp_path)
    assert run("create", "--role", "contributor", "--data-dir", str(tmp_path))[0] == 0
    store.close()
    again = EmbeddedStore(tmp_path)
    assert [token.role for token in Tokens(tmp_path).all()] == [Role.REVIEWER, Role.CONTRIBUTOR]
    again.close()


def test_an_unknown_role_is_a_usage_error(tmp_path: Path) -> None:
    code, _, said = run("create", "--role", "king", "--data-dir", str(tmp_path))
    assert code == 2
    assert "contributor" in said
