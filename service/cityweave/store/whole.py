"""A result that needs no reader."""

from __future__ import annotations

from collections.abc import AsyncIterator


class Whole:
    """A result that is there in one piece."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if body := self.rest():
            yield body

    @property
    def ended(self) -> bool:
        """Always: there is one piece."""
        return True

    def rest(self) -> bytes:
        """The piece, the first time."""
        body, self._body = self._body, b""
        return body

    def close(self) -> None:
        """Nothing runs any more."""
