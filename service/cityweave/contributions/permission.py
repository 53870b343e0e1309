"""Who may do what with a contribution: decisions about roles, without any state."""

from __future__ import annotations

import re
from dataclasses import replace

from cityweave.access import Holder, Role
from cityweave.contributions.contribution import Contribution, State
from cityweave.errors import BadParameter, Forbidden

LONGEST = 2_000
"""Characters of a note or a reason."""

LONGEST_NAME = 100
_ADDRESS = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def must_reach(by: Holder, needed: Role) -> None:
    """Raise `Forbidden` when the role is not enough."""
    if not by.role.reaches(needed):
        raise Forbidden(
            f"The token has the role {by.role}, and this needs {needed}.",
            hint="Ask those who run this server for a token with that role.",
        )


def must_own(one: Contribution, by: Holder, deed: str) -> None:
    """Raise `Forbidden` when somebody else sent the contribution, except for admins."""
    if one.by.id != by.id and by.role is not Role.ADMIN:
        raise Forbidden(
            f"The contribution {one.id} was sent by another, who alone may {deed} it.",
            hint="Reviewers may refuse it, or revert it once it is accepted.",
        )


def must_decide(one: Contribution, by: Holder) -> None:
    """Raise `Forbidden` for who may not decide: too small a role, or one's own contribution."""
    must_reach(by, Role.REVIEWER)
    if one.by.id == by.id and by.role is not Role.ADMIN:
        raise Forbidden(
            f"The contribution {one.id} is your own; two people see more than one.",
            hint="Let another reviewer decide on it; you can withdraw it.",
        )


def must_supersede(one: Contribution, by: Holder) -> None:
    """Raise `Forbidden` for who may not replace another's contribution."""
    if not by.role.reaches(Role.REVIEWER):
        must_own(one, by, "replace")


def may_see(one: Contribution, by: Holder | None) -> bool:
    """Whether somebody may see what was sent, and what was found in it.

    What is accepted is public anyway. Anything else is seen by who sent it and by reviewers
    only: this is no place to publish without acceptance.
    """
    if one.state in (State.ACCEPTED, State.REVERTING):
        return True
    return by is not None and (by.id == one.by.id or by.role.reaches(Role.REVIEWER))


def shown(one: Contribution, by: Holder | None) -> Contribution:
    """The contribution as somebody may see it: what was sent is left out where it is not public."""
    if may_see(one, by):
        return one
    document = replace(one.document, name="", url=None, kind=None)
    judgement = one.judgement and replace(one.judgement, problem=None)
    return replace(one, note="", document=document, judgement=judgement)


def public(text: str, what: str, most: int = LONGEST) -> str:
    """A text that will be published, trimmed. Raises `BadParameter`.

    No address of a person may stand in it, and nothing that turns the text around it.
    """
    found = text.strip()
    if len(found) > most:
        raise BadParameter(
            f"The {what} has {len(found)} characters.", hint=f"Use {most} at most.", source=what
        )
    if _CONTROL.search(found):
        raise BadParameter(
            f"The {what} has characters that cannot be shown.", hint="Leave them out.", source=what
        )
    if _ADDRESS.search(found):
        raise BadParameter(
            f"The {what} has an e-mail address in it, and it will be published.",
            hint="Leave the address out; those who run this server know whose token it is.",
            source=what,
        )
    return found


def file_name(name: str) -> str:
    """The last part of the name of a file, without what must not be published."""
    last = re.split(r"[/\\]", name.strip())[-1][:LONGEST]
    plain = _ADDRESS.sub("…", _CONTROL.sub("", last))
    return re.sub(r"\s+", " ", plain)[:LONGEST_NAME] or "unnamed"
