"""Codes of countries, as people and sources write them."""

from __future__ import annotations

import re

_OTHERWISE = {"EL": "GR", "UK": "GB"}
_CODE = re.compile(r"[A-Za-z]{2}")


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that a text is, in any case; None for what is no code.

    The EU writes EL and UK (https://style-guide.europa.eu/, 7.1.1).
    """
    code = text.strip()
    return _OTHERWISE.get(code.upper(), code.upper()) if _CODE.fullmatch(code) else None
