"""Values of things for a table (data extension).

(https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#data-extension-service)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from cityweave.errors import BadParameter, TooLarge
from cityweave.query.bindings import Term
from cityweave.reconciliation.allowance import Allowance
from cityweave.reconciliation.asking import iri_of
from cityweave.reconciliation.batches import Bounds
from cityweave.reconciliation.forms import Json, Version, in_language, named, value
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.properties import known, stated
from cityweave.store import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """A property as the client names it, its IRI, and how many values of a thing, 0 for all."""

    name: str
    iri: str
    limit: int


@dataclass(frozen=True, slots=True)
class Extension:
    """Things and the properties that are wanted of them."""

    things: tuple[str, ...]
    properties: tuple[Wanted, ...]

    @classmethod
    def read(cls, found: Mapping[str, object], bounds: Bounds) -> Extension:
        """Read a data extension query. Raises `BadParameter` with the place, `TooLarge`.

        Things and properties that are named twice count once, so that values that are found once
        are told once.
        """
        things, listed = found.get("ids"), found.get("properties")
        if not isinstance(things, list) or not isinstance(listed, list):
            raise BadParameter(
                "The query has no lists of ids and properties.",
                hint='Send {"ids": ["https://…"], "properties": [{"id": "cw:country"}]}.',
            )
        if max(len(things), 1) * max(len(listed), 1) > bounds.cells:
            raise TooLarge(
                f"{len(things)} ids with {len(listed)} properties are more than {bounds.cells} "
                "cells, the limit of max_extension_cells.",
                hint="Ask for fewer at a time.",
            )
        ids = [bounds.text(one, f"ids[{place}]") for place, one in enumerate(things)]
        wanted: dict[str, Wanted] = {}
        for place, one in enumerate(listed):
            read = _wanted(one, place, bounds)
            if wanted.setdefault(read.iri, read) != read:
                raise BadParameter(
                    f"properties[{place}] is a property that is asked for before, under another "
                    "name or with another limit.",
                    hint="Ask for each property once.",
                )
        return cls(tuple(dict.fromkeys(ids)), tuple(wanted.values()))


def _wanted(found: object, place: int, bounds: Bounds) -> Wanted:
    spot = f"properties[{place}]"
    if not isinstance(found, dict):
        raise BadParameter(f"{spot} is not an object of JSON.", hint='Send {"id": "cw:country"}.')
    name = bounds.text(found.get("id"), f"{spot}.id")
    settings = found.get("settings")
    said = settings.get("limit") if isinstance(settings, dict) else None
    limit = 0 if said in (None, "") else -1
    if isinstance(said, int | float | str) and not isinstance(said, bool) and said != "":
        with suppress(ValueError, OverflowError):
            limit = int(float(said))
    if limit < 0:
        raise BadParameter(
            f"{spot}.settings.limit is not a number from 0 on.", hint="Leave it out for all."
        )
    return Wanted(name, iri_of(name), limit)


def extend(
    store: Store,
    index: Index,
    asked: Extension,
    language: str,
    version: Version,
    allowance: Allowance,
) -> Json:
    """The values that were asked for, in a version's form.

    Raises as `properties.stated` and as `Allowance.check`.
    """
    facts = stated(store, asked.things, [one.iri for one in asked.properties])
    names = known(store)
    meta: list[Json] = []
    cells: dict[tuple[str, str], list[Json]] = {}
    for wanted in asked.properties:
        found: list[Term] = []
        for thing in asked.things:
            allowance.check()
            has = in_language(facts.get((thing, wanted.iri), ()), language)
            has = has[: wanted.limit or len(has)]
            found += has
            cells[thing, wanted.name] = [value(index, one, language, version) for one in has]
        property_ = names.get(wanted.iri)
        word = property_.name(language).text if property_ else wanted.name
        kind = _kind(index, found, language, version)
        meta.append({"id": wanted.name, "name": word, **({"type": kind} if kind else {})})
    return {"meta": meta, "rows": _rows(asked, cells, version)}


def _rows(
    asked: Extension, cells: Mapping[tuple[str, str], list[Json]], version: Version
) -> object:
    if version is Version.FINAL:
        return {
            thing: {one.name: cells[thing, one.name] for one in asked.properties}
            for thing in asked.things
        }
    return [
        {
            "id": thing,
            "properties": [
                {"id": one.name, "values": cells[thing, one.name]} for one in asked.properties
            ],
        }
        for thing in asked.things
    ]


def _kind(index: Index, found: Sequence[Term], language: str, version: Version) -> Json | None:
    """The class that all values of a property have, if they are things and have one."""
    numbers = [index.number(one.value) if one.is_iri else None for one in found]
    shared: set[str] | None = None
    for number in numbers:
        kinds = set() if number is None else set(index.types(number))
        shared = kinds if shared is None else shared & kinds
    if not shared:
        return None
    first = min(shared)
    return named(first, index.classes[first].name(language), version)
