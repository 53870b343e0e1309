"""The servers that are measured, each started and loaded as its makers advise."""

from __future__ import annotations

from bench.systems.cityweave import Cityweave, CityweaveOnDisk
from bench.systems.oxigraph import Oxigraph, OxigraphOnDisk
from bench.systems.rdflib_endpoint import RdflibEndpoint
from bench.systems.system import System, Unable
from bench.systems.virtuoso import Virtuoso

SYSTEMS: dict[str, type[System]] = {
    one.name: one
    for one in (Cityweave, CityweaveOnDisk, Oxigraph, OxigraphOnDisk, Virtuoso, RdflibEndpoint)
}
"""By the names that the command line knows."""

__all__ = ["SYSTEMS", "System", "Unable"]
