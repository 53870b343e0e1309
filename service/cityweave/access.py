"""Who may write: bearer tokens with roles, kept as hashes (RFC 6750).

A token is `cityweave_<id>_<secret>`; the file has its id, its role and the
SHA-256 of its secret. The secret has 256 random bits, so that a fast hash is
enough: there is nothing to guess.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from fcntl import LOCK_EX, flock
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_hex

from cityweave.errors import Forbidden, NotFound, StoreUnavailable, Unauthorized

FILE = "tokens.json"
ADMIN = "admin"
_SHAPE = re.compile(r"cityweave_(?P<id>[0-9a-f]{8})_(?P<secret>[0-9a-f]{64})")


class Role(StrEnum):
    """What a token is for; each role may what those before it may."""

    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def reaches(self, needed: Role) -> bool:
        """Whether this role is enough where `needed` is asked for."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept; `created` is a date and time in UTC (ISO 8601).

    `note` is for those who run the server, `name` is what others may read of its holder.
    """

    id: str
    role: Role
    note: str
    created: str
    hash: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sent a token: its id, its role, and the name for the public, which may be empty.

    The id of the token that the settings name is `ADMIN`.
    """

    id: str
    role: Role
    name: str = ""


class Tokens:
    """The tokens of a deployment, in a file that only its owner can read.

    Every question reads the file, so that a revoked token is refused at once.
    """

    def __init__(self, folder: Path | None, admin: str | None = None) -> None:
        """`folder` is the data directory, None for none; `admin` is one more token."""
        self._path = folder / FILE if folder is not None else None
        self._admin = None if admin is None else _hash(admin)

    def create(self, role: Role, note: str = "", name: str = "") -> tuple[str, Token]:
        """Make a token; its text is told this once. Raises `StoreUnavailable`."""
        secret = token_hex(32)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        token = Token(token_hex(4), role, note, made, _hash(secret), name)
        with self._changing() as tokens:
            tokens.append(token)
        return f"cityweave_{token.id}_{secret}", token

    def revoke(self, identifier: str) -> Token:
        """Take a token's rights away for good. Raises `NotFound`, `StoreUnavailable`."""
        with self._changing() as tokens:
            for token in tokens:
                if token.id == identifier:
                    tokens.remove(token)
                    return token
        raise NotFound(f"There is no token {identifier}.", hint="`cityweave token list` has all.")

    def all(self) -> tuple[Token, ...]:
        """The tokens in the order in which they were made. Raises `StoreUnavailable`."""
        if self._path is None:
            return ()
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return tuple(Token(**{**one, "role": Role(one["role"])}) for one in found["tokens"])
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreUnavailable(
                "The file of tokens cannot be read.", source=str(self._path)
            ) from error

    def require(self, authorization: str | None, needed: Role) -> Holder:
        """Who sent an `Authorization` header, whose role is enough for `needed`.

        Raises `Unauthorized` and `Forbidden`.
        """
        scheme, _, text = (authorization or "").strip().partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            raise Unauthorized(
                "Reading is open to all; this needs a bearer token.",
                hint="Send the header Authorization: Bearer … with a token of this server.",
            )
        holder = self._holder(text.strip())
        if holder is None:
            raise Unauthorized(
                "This token is not known here, or was revoked.",
                hint="Ask those who run this server for a new one.",
            )
        if not holder.role.reaches(needed):
            raise Forbidden(
                f"The token has the role {holder.role}, and this needs {needed}.",
                hint="Ask those who run this server for a token with that role.",
            )
        return holder

    def _holder(self, text: str) -> Holder | None:
        """Whose token this is, told by hashes in a time that does not depend on them."""
        if self._admin is not None and compare_digest(_hash(text), self._admin):
            return Holder(ADMIN, Role.ADMIN)
        shape = _SHAPE.fullmatch(text)
        hashed = _hash(shape["secret"] if shape else "")
        holder = None
        for token in self.all():
            same = compare_digest(hashed, token.hash)
            if shape and same and compare_digest(shape["id"], token.id):
                holder = Holder(token.id, token.role, token.name)
        return holder

    @contextmanager
    def _changing(self) -> Iterator[list[Token]]:
        """The tokens to change; written when the block ends, by one process at a time."""
        if self._path is None:
            raise StoreUnavailable(
                "Tokens are kept in the data directory, and there is none.",
                hint="Name one with --data-dir, or set CITYWEAVE_ADMIN_TOKEN.",
            )
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.with_suffix(".lock").open("w") as lock:
                flock(lock, LOCK_EX)
                tokens = list(self.all())
                yield tokens
                text = json.dumps({"tokens": [asdict(one) for one in tokens]}, indent=2)
                aside = self._path.with_suffix(".new")
                aside.unlink(missing_ok=True)
                opened = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(opened, "w", encoding="utf-8") as new:
                    new.write(text)
                    new.flush()
                    os.fsync(new.fileno())
                aside.replace(self._path)
        except OSError as error:
            raise StoreUnavailable(
                "The file of tokens cannot be written.", source=str(self._path)
            ) from error


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
