"""Contributions as JSON and back, without loss."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from cityweave.access import Holder, Role
from cityweave.contributions.contribution import (
    Contribution,
    Document,
    Event,
    Judgement,
    State,
    Step,
)
from cityweave.vocabulary import BASE


def encode(contribution: Contribution) -> str:
    """All of a contribution, as JSON; the base only where it is not the usual one."""
    told = asdict(contribution)
    if contribution.base == BASE:
        del told["base"]
    return json.dumps(told, ensure_ascii=False)


def decode(text: str) -> Contribution:
    """The contribution that `encode` wrote."""
    found: dict[str, Any] = json.loads(text)
    judgement, replaced = found["judgement"], found["replaced"]
    return Contribution(
        id=found["id"],
        state=State(found["state"]),
        document=Document(**found["document"]),
        by=_holder(found["by"]),
        note=found["note"],
        supersedes=found["supersedes"],
        replaced=None if replaced is None else State(replaced),
        judgement=None if judgement is None else Judgement(**judgement),
        events=tuple(_event(one) for one in found["events"]),
        base=found.get("base", BASE),
    )


def _event(found: dict[str, Any]) -> Event:
    by = None if found["by"] is None else _holder(found["by"])
    return Event(Step(found["step"]), found["at"], by, found["reason"], found["other"])


def _holder(found: dict[str, Any]) -> Holder:
    return Holder(found["id"], Role(found["role"]), found["name"])
