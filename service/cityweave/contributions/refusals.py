"""What is said to who asks a contribution for a step that it cannot take."""

from __future__ import annotations

from cityweave.access import Holder
from cityweave.contributions.contribution import Contribution, State, Step
from cityweave.errors import (
    BadParameter,
    ContributionRefused,
    Forbidden,
    TooLarge,
    Unauthorized,
    UnknownFormat,
)
from cityweave.validation.submission import FORMATS

_LAST = {
    State.ACCEPTING: Step.ACCEPTANCE,
    State.ACCEPTED: Step.ACCEPTANCE,
    State.REFUSED: Step.REFUSAL,
    State.WITHDRAWN: Step.WITHDRAWAL,
    State.REVERTING: Step.REVERSAL,
    State.REVERTED: Step.REVERSAL,
    State.SUPERSEDED: Step.SUPERSESSION,
}


def not_here(one: Contribution, deed: str) -> ContributionRefused:
    """The contribution is in a state from which the deed does not lead on: whose doing that is."""
    event = one.last(_LAST[one.state]) if one.state in _LAST else None
    if event is None:
        told = f"The contribution {one.id} is {one.state}, and cannot be {deed}."
    else:
        who = "" if event.by is None else f" by {event.by.name or event.by.id}"
        account = f" on account of {event.other}" if event.other else ""
        told = (
            f"The contribution {one.id} is {one.state} since {event.at}{who}{account}, and cannot "
            f"be {deed}."
        )
    return ContributionRefused(told, hint=_hint(one), source=one.id)


def _hint(one: Contribution) -> str:
    event = one.last(Step.SUPERSESSION)
    if one.state is State.SUPERSEDED and event is not None:
        return f"Look at {event.other}, which has its place."
    if one.state is State.INVALID:
        return "Look at its report, mend the file, and send it again."
    if one.state in (State.SUBMITTED, State.STAGED):
        return "It waits for a decision."
    return "Its page tells what happened; send the file again to begin anew."


def outdated(one: Contribution) -> ContributionRefused:
    """The graph has changed, and the contribution does not fit it any more."""
    does = "is read differently now" if one.state is State.STAGED else "does not conform any more"
    return ContributionRefused(
        f"The graph has changed since the contribution {one.id} was judged, and it {does}.",
        hint="Look at its new report, then decide again.",
        source=one.id,
    )


def superseded(one: Contribution, earlier: Contribution) -> ContributionRefused:
    """What the contribution is to replace has been replaced by another one."""
    event = earlier.last(Step.SUPERSESSION)
    other = "another one" if event is None else str(event.other)
    return ContributionRefused(
        f"The contribution {one.id} supersedes {earlier.id}, which {other} has superseded already.",
        hint=f"Send it again, and say that it supersedes {other}.",
        source=one.id,
    )


def restless(one: Contribution) -> ContributionRefused:
    """Others write without a break."""
    return ContributionRefused(
        f"The graph changed again and again while the contribution {one.id} was decided on.",
        hint="Try again in a moment.",
        source=one.id,
    )


def unreasoned(deed: str) -> BadParameter:
    """A reason is missing."""
    return BadParameter(
        f"A contribution is not {deed} without a reason.",
        hint="Say in a sentence why; it is published.",
        source="reason",
    )


def unseen(one: Contribution, by: Holder | None) -> Unauthorized | Forbidden:
    """What is not accepted is not for everybody."""
    told = f"The contribution {one.id} is {one.state}: its content is not public."
    if by is None:
        return Unauthorized(told, hint="Send the token of its contributor or of a reviewer.")
    return Forbidden(told, hint="Only its contributor and reviewers see it.")


def unknown_format(name: str) -> UnknownFormat:
    """The document is in a format that nobody reads here."""
    return UnknownFormat(
        f"There is no format “{name[:80]}”.", hint=f"Formats are {', '.join(FORMATS)}."
    )


def too_large(size: int, most: int) -> TooLarge:
    """The file is too long."""
    return TooLarge(
        f"The file has {size} bytes, more than the {most} of max_contribution_bytes.",
        hint="Send it in parts that make sense by themselves.",
    )


def too_many(most: int) -> ContributionRefused:
    """The contributor has too many that wait."""
    return ContributionRefused(
        f"{most} of your contributions wait or are invalid, the limit of max_contributions_staged.",
        hint="Withdraw those that you do not need, or wait for a decision.",
    )
