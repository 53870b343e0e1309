"""Codes without an address, which stand as texts: whose they are, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cityweave.errors import NotFound
from cityweave.linking.target import TARGETS, Target
from cityweave.vocabulary import CW

_NOWHERE = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Scheme(Target):
    """A list of codes, which a property of its own states of a thing.

    What a target is asked for its IRIs, a scheme is asked for its codes. `loosely` has the
    groups `country` and `rest`; between these two, `joint` belongs.
    """

    predicate: str = ""
    joint: str = ""

    def iri(self, identifier: str) -> str:
        """A code as it should be written; what is none as it is."""
        return self.mended(identifier) or identifier

    def mended(self, iri: str) -> str | None:
        """How a code should be written; None where nobody can tell."""
        found = self.loosely.fullmatch(iri.strip())
        return f"{found['country']}{self.joint}{found['rest']}".upper() if found else None


def _scheme(
    name: str, title: str, written: str, loosely: str, term: str, joint: str, *classes: str
) -> Scheme:
    predicate = CW + term
    return Scheme(
        name=name,
        title=title,
        home=_NOWHERE,
        written=re.compile(f"(?P<id>{written})"),
        loosely=re.compile(loosely, re.IGNORECASE),
        template="{id}",
        properties=dict.fromkeys(classes, predicate),
        by_country=True,
        predicate=predicate,
        joint=joint,
    )


SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {
        one.predicate: one
        for one in (
            _scheme(
                "lau",
                "Eurostat's local administrative units",
                r"[A-Z]{2}_[A-Z0-9]+",
                r"(?P<country>[A-Z]{2})(?:[\s_.:-]+|(?=\d))(?P<rest>[A-Z0-9]+)",
                "lauCode",
                "_",
                "Municipality",
            ),
            _scheme(
                "unlocode",
                "UN/LOCODE",
                r"[A-Z]{2}[A-Z2-9]{3}",
                r"(?P<country>[A-Z]{2})[\s_.:-]*(?P<rest>[A-Z2-9]{3})",
                "unLocode",
                "",
                "Municipality",
                "District",
            ),
        )
    }
)
"""The schemes by the property that states their codes."""


def target(name: str) -> Target:
    """The target or scheme of that name. Raises `NotFound` with the names there are."""
    known = (*TARGETS, *SCHEMES.values())
    for found in known:
        if found.name == name:
            return found
    names = ", ".join(one.name for one in known)
    raise NotFound(f"There is no target “{name}” of links.", hint=f"There are: {names}.")
