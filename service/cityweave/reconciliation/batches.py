"""Batches of queries as clients send them, in the form of 0.2 and in that of the draft.

(https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#structure-of-a-reconciliation-query,
https://reconciliation-api.github.io/specs/1.0-draft/#structure-of-a-reconciliation-query)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cityweave.errors import BadParameter, TooLarge
from cityweave.reconciliation.asking import iri_of
from cityweave.reconciliation.matching import Condition, Query
from cityweave.settings import Settings

MOST = 50
"""Candidates of one query, at most."""

USUAL = 5
"""Candidates of a query that does not say how many."""

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many queries a batch may have, how long its texts are, how many values one query has.

    `cells` are the values of a data extension: things times properties.
    """

    queries: int
    characters: int
    values: int
    cells: int

    @classmethod
    def of(cls, settings: Settings) -> Bounds:
        """The bounds that the settings name."""
        return cls(
            settings.max_reconciliation_queries,
            settings.max_reconciliation_characters,
            settings.max_reconciliation_values,
            settings.max_extension_cells,
        )

    def text(self, found: object, place: str) -> str:
        """A text that is not too long. Raises `BadParameter` and `TooLarge`."""
        if not isinstance(found, str):
            raise BadParameter(f"{place} is not a text.", hint="Send a JSON string.")
        if len(found) > self.characters:
            raise TooLarge(
                f"{place} is longer than {self.characters} characters, the limit of "
                "max_reconciliation_characters.",
                hint="Send something shorter: the name alone, or q0 as the key of a query.",
            )
        try:
            found.encode()
        except UnicodeEncodeError as error:
            raise BadParameter(
                f"{place} has half of a surrogate pair, which is no character.",
                hint="Send the text as UTF-8.",
            ) from error
        return found

    def few(self, found: list[object], place: str) -> list[object]:
        """A list that is not too long, before its members are looked at. Raises `TooLarge`."""
        if len(found) > self.values:
            raise TooLarge(
                f"{place} has {len(found)} members, and {self.values} is the limit of "
                "max_reconciliation_values.",
                hint="Say those that matter.",
            )
        return found


def document(text: str | bytes, what: str) -> Mapping[str, object]:
    """An object of JSON. Raises `BadParameter`."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadParameter(
            f"{what} is not JSON: {str(error)[:200]}.", hint='Send {"q0": {"query": "Ghent"}}.'
        ) from error
    if not isinstance(found, dict):
        raise BadParameter(f"{what} is not an object of JSON.", hint="Put it in braces.")
    return found


def by_key(found: Mapping[str, object], bounds: Bounds) -> dict[str, Query]:
    """The batch of 0.2: queries by the keys that the client gave them.

    Raises `BadParameter` with the key and the member, `TooLarge`.
    """
    _few(len(found), bounds)
    read = {}
    for key, one in found.items():
        place = bounds.text(key, "A key of the batch")[:_SHOWN]
        read[key] = _query(_object(one, place), place, bounds)
    return read


def in_order(found: Mapping[str, object], bounds: Bounds) -> list[Query]:
    """The batch of the draft: a list. Raises `BadParameter` with the place, `TooLarge`."""
    queries = found.get("queries")
    if not isinstance(queries, list):
        raise BadParameter(
            "The batch has no list of queries.",
            hint='Send {"queries": [{"conditions": [{"matchType": "name", '
            '"propertyValue": "Ghent"}]}]}.',
        )
    _few(len(queries), bounds)
    places = [f"queries[{number}]" for number in range(len(queries))]
    read = [
        _drafted(_object(one, place), place, bounds)
        for one, place in zip(queries, places, strict=True)
    ]
    _few(sum(max(len(one.texts), 1) for one in read), bounds)
    return read


def _few(count: int, bounds: Bounds) -> None:
    if count > bounds.queries:
        raise TooLarge(
            f"The batch has {count} queries or names, and {bounds.queries} is the limit of "
            "max_reconciliation_queries.",
            hint="Send several batches; the manifest says batchSize.",
        )


def _query(found: Mapping[str, object], place: str, bounds: Bounds) -> Query:
    properties = found.get("properties", [])
    if not isinstance(properties, list):
        raise BadParameter(f"{place}.properties is not a list.", hint="Put it in brackets.")
    conditions = [
        _condition(_object(one, spot), "pid", "v", bounds, spot)
        for number, one in enumerate(bounds.few(properties, f"{place}.properties"))
        for spot in (f"{place}.properties[{number}]",)
    ]
    text = bounds.text(found.get("query") or "", f"{place}.query")
    strict = found.get("type_strict")
    if strict is not None and not isinstance(strict, str):
        raise BadParameter(
            f"{place}.type_strict is not a text.", hint="Write any, all or should, or leave it out."
        )
    return _made(
        (text,) if text.strip() else (),
        _types(found.get("type"), place, bounds),
        conditions,
        _limit(found.get("limit"), place),
        place,
        strict=strict if strict in {"any", "all"} else None,
        is_named=found.get("query") is not None,
        bounds=bounds,
    )


def _drafted(found: Mapping[str, object], place: str, bounds: Bounds) -> Query:
    listed = found.get("conditions")
    if not isinstance(listed, list) or not listed:
        raise BadParameter(
            f"{place} has no list of conditions.",
            hint='Send "conditions": [{"matchType": "name", "propertyValue": "Ghent"}].',
        )
    texts: list[str] = []
    conditions: list[Condition] = []
    is_named = False
    for number, one in enumerate(bounds.few(listed, f"{place}.conditions")):
        spot = f"{place}.conditions[{number}]"
        said = _object(one, spot)
        value = "propertyValue" if "propertyValue" in said else "v"
        if said.get("matchType") == "name":
            is_named = True
            texts += _values(said.get(value), f"{spot}.{value}", bounds)
        elif said.get("matchType") == "property":
            pid = "propertyId" if "propertyId" in said else "pid"
            conditions.append(_condition(said, pid, value, bounds, spot))
        else:
            raise BadParameter(
                f"{spot}.matchType is neither name nor property.", hint="Write one of them."
            )
    return _made(
        tuple(texts),
        _types(found.get("type"), place, bounds),
        conditions,
        _limit(found.get("limit"), place),
        place,
        strict=None,
        is_named=is_named,
        bounds=bounds,
    )


def _made(
    texts: tuple[str, ...],
    types: tuple[str, ...],
    conditions: Sequence[Condition],
    limit: int,
    place: str,
    *,
    strict: object,
    is_named: bool,
    bounds: Bounds,
) -> Query:
    """A query. An empty name is none that anything has, an empty value says nothing.

    Columns have empty cells, and the other names of their batch are to be found all the same.
    """
    if not is_named and not conditions:
        raise BadParameter(
            f"{place} has neither a name nor a property.",
            hint="Say query, or properties with values.",
        )
    said = [one for one in conditions if one.values]
    count = len(texts) + len(types) + sum(len(one.values) for one in said)
    if count > bounds.values:
        raise TooLarge(
            f"{place} has {count} names, types and values, and {bounds.values} is the limit of "
            "max_reconciliation_values.",
            hint="Say those that matter.",
        )
    return Query(texts, types, strict is not None, strict == "all", tuple(said), limit)


def _condition(
    found: Mapping[str, object], pid: str, value: str, bounds: Bounds, place: str
) -> Condition:
    name = bounds.text(found.get(pid), f"{place}.{pid}")
    iri_of(name)
    quantifier = found.get("matchQuantifier", "any")
    if quantifier not in ("any", "all", "none"):
        raise BadParameter(
            f"{place}.matchQuantifier is not any, all or none.", hint="Leave it out for any."
        )
    return Condition(
        name,
        tuple(_values(found.get(value), f"{place}.{value}", bounds)),
        quantifier,
        found.get("required") is True,
    )


def _values(found: object, place: str, bounds: Bounds) -> list[str]:
    """Texts, numbers, truth values, or things that were reconciled before; without empty ones."""
    listed = bounds.few(found, place) if isinstance(found, list) else [found]
    return [value for one in listed if (value := _value(one, place, bounds))]


def _value(found: object, place: str, bounds: Bounds) -> str:
    if isinstance(found, dict):
        found = found.get("id")
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, int | float):
        found = repr(found)
    return bounds.text(found, place).strip()


def _types(found: object, place: str, bounds: Bounds) -> tuple[str, ...]:
    listed = found if isinstance(found, list) else [] if found in (None, "") else [found]
    few = bounds.few(listed, f"{place}.type")
    names = [one.get("id") if isinstance(one, dict) else one for one in few]
    return tuple(iri_of(bounds.text(one, f"{place}.type")) for one in names)


def _limit(found: object, place: str) -> int:
    if found is None:
        return USUAL
    if isinstance(found, bool) or not isinstance(found, int | float) or not found >= 1:
        raise BadParameter(f"{place}.limit is not a positive number.", hint="Leave it out for 5.")
    return int(min(found, MOST))


def _object(found: object, place: str) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise BadParameter(f"{place} is not an object of JSON.", hint="Put it in braces.")
    return found
