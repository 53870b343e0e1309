"""What the answer to one request may take: seconds and comparisons, while its client is there."""

from __future__ import annotations

import time

from cityweave.errors import Abandoned, QueryTimeout, TooLarge
from cityweave.store import Caller

COMPARED = 1_000_000
"""Values of the graph that are compared with texts of one batch, at most."""


class Allowance:
    """Counts what is computed for one caller; its time begins when it is made."""

    def __init__(self, seconds: float, caller: Caller) -> None:
        """`seconds` are those of max_reconciliation_seconds."""
        self._seconds, self._caller = seconds, caller
        self._ends = time.monotonic() + seconds
        self._compared = 0

    def check(self) -> None:
        """Raises `Abandoned` and `QueryTimeout`. Called between steps of milliseconds."""
        if self._caller.gone:
            raise Abandoned("The client went away before its names were found.")
        if time.monotonic() > self._ends:
            raise QueryTimeout(
                f"The request was stopped after {self._seconds:g} s, the limit of "
                "max_reconciliation_seconds.",
                hint="Send fewer queries at a time, and names beside the properties.",
            )

    def compare(self, count: int) -> None:
        """Count comparisons that come now. Raises as `check`, and `TooLarge`."""
        self._compared += count
        if self._compared > COMPARED:
            raise TooLarge(
                f"The batch would compare its texts with more than {COMPARED} values of the graph.",
                hint="Send fewer queries at a time, and names beside the properties.",
            )
        self.check()
