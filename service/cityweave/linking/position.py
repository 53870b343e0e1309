"""Positions on the globe, and how far apart they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cityweave.parsing.wkt import point

_RADIUS = 6371.0088  # mean radius of the Earth in kilometres (IUGG)


@dataclass(frozen=True, slots=True)
class Position:
    """Latitude and longitude in degrees, WGS 84. Raises `ValueError` for what is on no globe."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            message = f"{self.latitude}, {self.longitude} is no position in degrees"
            raise ValueError(message)

    @classmethod
    def of_wkt(cls, text: str) -> Position | None:
        """The position of a point in well-known text (`parsing.wkt`); None for anything else."""
        found = point(text)
        if found is None:
            return None
        longitude, latitude = map(float, found)
        try:
            return cls(latitude, longitude)
        except ValueError:
            return None

    def kilometres_to(self, other: Position) -> float:
        """The distance along a great circle (haversine formula), in kilometres."""
        here, there = math.radians(self.latitude), math.radians(other.latitude)
        east = math.radians(other.longitude - self.longitude)
        half = (
            math.sin((there - here) / 2) ** 2
            + math.cos(here) * math.cos(there) * math.sin(east / 2) ** 2
        )
        return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(half)))
