"""Codes of countries, as sources write them."""

from __future__ import annotations

import re

_OTHERWISE = {"EL": "GR", "UK": "GB"}
_CODE = re.compile(r"[A-Z]{2}")


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that a text is; None for what is no code.

    The EU writes EL and UK (https://style-guide.europa.eu/, 7.1.1).
    """
    code = text.strip().upper()
    return _OTHERWISE.get(code, code) if _CODE.fullmatch(code) else None
