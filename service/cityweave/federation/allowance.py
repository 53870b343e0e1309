"""What one query may still receive from other hosts."""

from __future__ import annotations

from cityweave.errors import RemoteTooLarge
from cityweave.settings import Settings


class Allowance:
    """Bytes and rows that are left; all that one query asks of others shares them."""

    def __init__(self, settings: Settings) -> None:
        self._most_bytes = self._bytes = settings.max_federation_bytes
        self._most_rows = self._rows = settings.max_federation_rows

    @property
    def size(self) -> int:
        """Bytes that may still come."""
        return self._bytes

    def take(self, size: int, name: str) -> None:
        """Count bytes that the host of that name sent. Raises `RemoteTooLarge`."""
        self._bytes -= size
        if self._bytes < 0:
            raise self._exceeded(name, f"{self._most_bytes} bytes", "max_federation_bytes")

    def take_rows(self, rows: int, name: str) -> None:
        """Count rows. Raises `RemoteTooLarge`."""
        self._rows -= rows
        if self._rows < 0:
            raise self._exceeded(name, f"{self._most_rows} rows", "max_federation_rows")

    @staticmethod
    def _exceeded(name: str, most: str, setting: str) -> RemoteTooLarge:
        return RemoteTooLarge(
            f"<{name}> sends more than {most}, the limit of {setting}.",
            hint="Ask it for less: put more of the pattern, VALUES or LIMIT inside of SERVICE.",
        )
