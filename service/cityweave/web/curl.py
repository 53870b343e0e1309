"""A line for the command line that asks the same as a page."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from cityweave.formats import by_name


def curl(address: str, parameters: Iterable[tuple[str, str]], accept: str = "") -> str:
    """A curl command; parameters are encoded by curl itself, so that they stay readable."""
    media_type = accept or by_name("csv").media_type
    parts = ["curl", "-sG", address, "-H", f"Accept: {media_type}"]
    for name, value in parameters:
        parts += ["--data-urlencode", f"{name}={value}"]
    return shlex.join(parts)
