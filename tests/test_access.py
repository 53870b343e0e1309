"""Tokens: kept as hashes, refused when revoked, of use only as far as their role goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cityweave.access import FILE, Role, Tokens
from cityweave.errors import Forbidden, NotFound, StoreUnavailable, Unauthorized

ADMIN = "the-admin-token-of-a-setting"


def test_a_token_is_of_use_as_far_as_its_role_goes(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    texts = {role: tokens.create(role)[0] for role in Role}
    order = list(Role)
    for role, text in texts.items():
        for needed in Role:
            if order.index(role) >= order.index(needed):
                assert tokens.require(f"Bearer {text}", needed).role is role
            else:
                with pytest.raises(Forbidden, match=needed):
                    tokens.require(f"bearer {text}", needed)


def test_the_file_keeps_no_secret_and_is_the_owners_alone(tmp_path: Path) -> None:
    text, token = Tokens(tmp_path).create(Role.ADMIN, "nightly")
    kept = (tmp_path / FILE).read_text(encoding="utf-8")
    assert text.rpartition("_")[2] not in kept
    assert token.hash in kept
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert Tokens(tmp_path).all() == (token,)


def test_a_revoked_token_is_refused_at_once(tmp_path: Path) -> None:
    serving, command = Tokens(tmp_path), Tokens(tmp_path)
    text, token = command.create(Role.ADMIN)
    other, _ = command.create(Role.REVIEWER)
    assert serving.require(f"Bearer {text}", Role.ADMIN).role is Role.ADMIN
    assert command.revoke(token.id) == token
    with pytest.raises(Unauthorized, match="revoked"):
        serving.require(f"Bearer {text}", Role.CONTRIBUTOR)
    assert serving.require(f"Bearer {other}", Role.REVIEWER).role is Role.REVIEWER
    with pytest.raises(NotFound):
        command.revoke(token.id)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        f"Basic {ADMIN}",
        ADMIN,
        f"Bearer {ADMIN}x",
        "Bearer cityweave_00000000_" + "0" * 64,
        "Bearer cityweave__",
        "Bearer ÿ",
    ],
)
def test_what_is_no_token_is_refused(tmp_path: Path, header: str | None) -> None:
    tokens = Tokens(tmp_path, ADMIN)
    tokens.create(Role.ADMIN)
    with pytest.raises(Unauthorized):
        tokens.require(header, Role.CONTRIBUTOR)


def test_an_id_with_the_secret_of_another_is_refused(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    _, admin = tokens.create(Role.ADMIN)
    text, _ = tokens.create(Role.CONTRIBUTOR)
    with pytest.raises(Unauthorized):
        tokens.require(f"Bearer cityweave_{admin.id}_{text.rpartition('_')[2]}", Role.CONTRIBUTOR)


def test_the_setting_is_an_admin_without_any_file() -> None:
    tokens = Tokens(None, ADMIN)
    assert tokens.require(f"Bearer {ADMIN}", Role.ADMIN).role is Role.ADMIN
    with pytest.raises(StoreUnavailable, match="data directory"):
        tokens.create(Role.ADMIN)
    with pytest.raises(Unauthorized):
        Tokens(None).require("Bearer " + "0" * 64, Role.CONTRIBUTOR)


@pytest.mark.parametrize("text", ["{", "[]", '{"tokens": [{"id": 1}]}'])
def test_a_broken_file_lets_nobody_in(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(StoreUnavailable):
        Tokens(tmp_path).require("Bearer " + "0" * 64, Role.CONTRIBUTOR)
