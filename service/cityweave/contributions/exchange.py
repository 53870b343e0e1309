"""Contributions and differences as the JSON that programs get, over HTTP and from commands."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from cityweave.access import Holder
from cityweave.contributions.contribution import Contribution, Event, State
from cityweave.contributions.difference import Difference
from cityweave.contributions.permission import may_see


def members(one: Contribution, address: str, by: Holder | None) -> dict[str, Any]:
    """What JSON tells of a contribution that is already as the reader may see it.

    `address` is that of the deployment.
    """
    address = f"{address}/contributions/{one.id}"
    judgement = one.judgement
    told: dict[str, Any] = {
        "id": one.id,
        "iri": one.iri,
        "state": one.state,
        "contributor": _person(one.by),
        "sha256": one.document.sha256,
        "bytes": one.document.size,
        "format": one.document.format,
        "supersedes": one.supersedes,
        "events": [_event(one) for one in one.events],
        "links": {"self": address},
    }
    if judgement is not None:
        told["validation"] = {
            "profile": judgement.profile or None,
            "conforms": judgement.conforms,
            "counts": dict(judgement.counts),
            "statements": judgement.size,
            "at": judgement.at,
        }
    if one.state is State.ACCEPTED:
        told["graph"] = one.graph
    if may_see(one, by):
        told |= {"file": one.document.name, "url": one.document.url, "note": one.note}
        told["problem"] = None if judgement is None else judgement.problem
        names = ("report", "diff", "original")
        told["links"] |= {name: f"{address}/{name}" for name in names}
    return {name: value for name, value in told.items() if value not in (None, "")}


def _person(by: Holder) -> dict[str, str]:
    return {"id": by.id, "role": by.role, **({"name": by.name} if by.name else {})}


def _event(event: Event) -> dict[str, Any]:
    told: dict[str, Any] = {
        "step": event.step,
        "at": event.at,
        "reason": event.reason,
        "other": event.other,
    }
    if event.by is not None:
        told["by"] = _person(event.by)
    return {name: value for name, value in told.items() if value}


def difference_members(found: Difference) -> dict[str, Any]:
    """A difference as JSON tells it."""
    return {"counts": found.counts(), "entities": [asdict(one) for one in found.entities]}


def encoded(found: object) -> bytes:
    """JSON as it is sent."""
    return json.dumps(found, ensure_ascii=False).encode()
