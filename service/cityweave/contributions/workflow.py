"""Contributions from submission to decision, withdrawal and reversal."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock, RLock
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from cityweave.access import Holder, Role
from cityweave.contributions.blobs import Blobs
from cityweave.contributions.comparing import Comparing
from cityweave.contributions.contribution import (
    OPEN,
    Contribution,
    Document,
    Event,
    State,
    Step,
)
from cityweave.contributions.difference import Difference
from cityweave.contributions.judging import Judge
from cityweave.contributions.permission import (
    LONGEST_NAME,
    file_name,
    may_see,
    must_decide,
    must_own,
    must_reach,
    must_supersede,
    public,
)
from cityweave.contributions.publishing import Publishing
from cityweave.contributions.records import Records
from cityweave.contributions.refusals import (
    not_here,
    outdated,
    restless,
    superseded,
    too_large,
    too_many,
    unknown_format,
    unreasoned,
    unseen,
)
from cityweave.contributions.screening import Screening
from cityweave.errors import BadParameter, CityweaveError, UpdateRefused
from cityweave.settings import Settings
from cityweave.store import Store
from cityweave.validation.submission import FORMATS

FOLDER, FILE, BLOBS = "contributions", "records.sqlite", "bytes"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
ATTEMPTS = 3
"""How often an acceptance is worked out anew because the graph changed meanwhile."""

_REPLACEABLE = (*OPEN, State.ACCEPTED)


class Contributions:
    """The contributions to one graph. Every method may be called from any thread.

    Statements that are not accepted stand in no graph: all named graphs are part of what
    everybody queries. They are kept as bytes beside the record.
    """

    def __init__(self, store: Store, judge: Judge, settings: Settings) -> None:
        """Use the data directory of the settings, or memory. Raises `StoreUnavailable`."""
        folder = None if settings.data_dir is None else settings.data_dir / FOLDER
        self._blobs = Blobs(None if folder is None else folder / BLOBS)
        self._records = Records(None if folder is None else folder / FILE)
        self._store = store
        self._settings = settings
        self._publishing = Publishing(store, self._records, self._blobs)
        self._comparing = Comparing(store, self._records, self._blobs)
        self._keeping = Lock()
        self._screening = Screening(store, judge, self._records, self._blobs, self._keeping)
        self._deciding = RLock()

    def recover(self) -> None:
        """Finish or undo what a crash interrupted, and forget bytes that no record has.

        Asks no reader: call it at the start, before anything else. Raises `StoreUnavailable`.
        """
        with self._deciding, self._keeping:
            for one in self._records.all(State.ACCEPTING, State.REVERTING):
                self._publishing.settle(one)
            self._blobs.keep(self._records.names())

    def resume(self) -> None:
        """Judge what a crash left submitted; what fails is left for the next time."""
        for one in self._records.all(State.SUBMITTED):
            with suppress(CityweaveError):
                self._screening.judged(one)

    def submit(
        self,
        data: bytes,
        name: str,
        file_format: str,
        by: Holder,
        note: str = "",
        *,
        kind: str | None = None,
        url: str | None = None,
        supersedes: str | None = None,
        request: str = "",
    ) -> Contribution:
        """Keep a document, judge it, and stage it when it conforms; else it is invalid.

        `file_format` is a suffix. The same bytes of the same contributor are not kept
        twice: what became of the first is the answer, judged again when it was invalid. So it is
        with the same `request` (a name for it that its sender chose), also after a decision.
        Raises `Forbidden`, `TooLarge`, `BadParameter`, `NotFound`, `ContributionRefused` for too
        many that wait or for what it cannot supersede, `UnknownFormat`, and what validation raises
        that is no fault of the document; then it can be sent again.
        """
        must_reach(by, Role.CONTRIBUTOR)
        if file_format not in FORMATS:
            raise unknown_format(file_format)
        if len(data) > self._settings.max_contribution_bytes:
            raise too_large(len(data), self._settings.max_contribution_bytes)
        by = replace(by, name=public(by.name, "name", LONGEST_NAME))
        note = public(note, "note")
        kind = kind and public(kind, "kind", LONGEST_NAME)
        if supersedes is not None:
            earlier = self.get(supersedes)
            must_supersede(earlier, by)
            if earlier.state not in (*_REPLACEABLE, State.ACCEPTING):
                raise not_here(earlier, "superseded")
        with self._keeping:
            document = Document(
                file_name(name), file_format, self._blobs.put(data), len(data), kind, _plain(url)
            )
            sent = Event(Step.SUBMISSION, now(), by)
            new = Contribution(
                _identifier(),
                State.SUBMITTED,
                document,
                by,
                note,
                supersedes,
                events=(sent,),
                base=self._settings.base,
            )
            try:
                kept = self._records.insert(new, self._settings.max_contributions_staged, request)
            except OverflowError as error:
                self._blobs.remove({document.sha256} - self._records.names())
                raise too_many(self._settings.max_contributions_staged) from error
        if kept.state in (State.SUBMITTED, State.INVALID):
            return self._screening.judged(kept)
        return kept

    def sent(self, request: str, by: Holder) -> Contribution | None:
        """What the request of that name brought when its sender made it before."""
        return self._records.sent(request, by)

    def get(self, identifier: str) -> Contribution:
        """A contribution. Raises `NotFound`."""
        return self._records.get(identifier)

    def contributor(self, identifier: str) -> Holder | None:
        """Who has that id, if they sent or decided something; the public part."""
        return self._records.holder(identifier)

    def list(self, *states: State, most: int | None = None) -> Sequence[Contribution]:
        """Those in one of these states, or in any; the newest first, and no more than that."""
        return self._records.all(*states, most=most)

    def counts(self) -> dict[State, int]:
        """How many there are in each state."""
        return self._records.counts()

    def report(self, identifier: str, by: Holder | None) -> bytes:
        """What validation found, as JSON. Raises `NotFound`, `Unauthorized`, `Forbidden`."""
        one = self._seen(identifier, by)
        if one.judgement is None:
            raise not_here(one, "looked at: it is not judged yet, and so not")
        return self._blobs.get(one.judgement.report)

    def original(self, identifier: str, by: Holder | None) -> bytes:
        """The bytes as they were sent. Raises as `report`."""
        return self._blobs.get(self._seen(identifier, by).document.sha256)

    def diff(self, identifier: str, by: Holder | None) -> Difference:
        """What it changes, against all that other graphs say now. Raises as `report`."""
        one = self._seen(identifier, by)
        if one.judgement is None:
            raise not_here(one, "compared: it is not judged yet, and so not")
        return self._comparing.of(one)

    def decide(self, identifier: str, accept: bool, by: Holder, reason: str = "") -> Contribution:
        """Accept or refuse; refusing needs a reason.

        Where the graph has changed since it was judged, it is judged again; it is not
        accepted when it does not conform any more, or is read differently now. Raises
        `NotFound`, `Forbidden`, `BadParameter`, `StoreUnavailable`, and `ContributionRefused`,
        which says who has decided what, or what changed.
        """
        reason = public(reason, "reason")
        by = replace(by, name=public(by.name, "name", LONGEST_NAME))
        with self._deciding:
            one = self._publishing.settle(self.get(identifier))
            must_decide(one, by)
            if one.state is State.SUBMITTED:
                one = self._screening.judged(one)
            if not accept:
                return self._refuse(one, by, reason)
            if one.state is not State.STAGED:
                raise not_here(one, "accepted")
            return self._accept(one, by, reason)

    def withdraw(self, identifier: str, by: Holder) -> Contribution:
        """Take back what is not decided; its bytes, name and note are forgotten.

        Raises `NotFound`, `Forbidden`, `BadParameter`, `ContributionRefused`, `StoreUnavailable`.
        """
        by = replace(by, name=public(by.name, "name", LONGEST_NAME))
        with self._deciding, self._keeping:
            one = self._publishing.settle(self.get(identifier))
            must_own(one, by, "withdraw")
            if one.state not in OPEN:
                raise not_here(one, "withdrawn")
            gone = one.moved(
                State.WITHDRAWN,
                Event(Step.WITHDRAWAL, now(), by),
                note="",
                judgement=None,
                document=replace(one.document, name="", url=None),
            )
            self._moved(one, gone, "withdrawn")
            self._blobs.remove(one.names() - self._records.names())
            return gone

    def revert(self, identifier: str, by: Holder, reason: str) -> Contribution:
        """Take an accepted contribution out of the graph again; what it superseded comes back.

        Raises `NotFound`, `Forbidden`, `BadParameter` without a reason, `ContributionRefused`,
        `StoreUnavailable`.
        """
        must_reach(by, Role.REVIEWER)
        by = replace(by, name=public(by.name, "name", LONGEST_NAME))
        reason = public(reason, "reason")
        if not reason:
            raise unreasoned("reverted")
        with self._deciding:
            one = self._publishing.settle(self.get(identifier))
            if one.state is not State.ACCEPTED:
                raise not_here(one, "reverted")
            for _ in range(ATTEMPTS):
                state = self._store.state
                begun = one.moved(State.REVERTING, Event(Step.REVERSAL, now(), by, reason))
                self._moved(one, begun, "reverted")
                try:
                    return self._publishing.take(self._publishing.passage(begun), state)
                except UpdateRefused:
                    one = self.get(identifier)
            raise restless(one)

    def close(self) -> None:
        """Let go of the disk."""
        self._records.close()

    def _refuse(self, one: Contribution, by: Holder, reason: str) -> Contribution:
        if one.state not in OPEN:
            raise not_here(one, "refused")
        if not reason:
            raise unreasoned("refused")
        refused = one.moved(State.REFUSED, Event(Step.REFUSAL, now(), by, reason))
        self._moved(one, refused, "refused")
        return refused

    def _accept(self, one: Contribution, by: Holder, reason: str) -> Contribution:
        for _ in range(ATTEMPTS):
            state = self._store.state
            earlier = None if one.supersedes is None else self.get(one.supersedes)
            if earlier is not None:
                earlier = self._publishing.settle(earlier)
                if earlier.state is State.SUPERSEDED:
                    raise superseded(one, earlier)
            if one.judgement is None or one.judgement.state != state.name:
                again = self._screening.judged(one)
                if again.state is not State.STAGED or not _alike(one, again):
                    raise outdated(again)
                one = again
            is_there = earlier is not None and earlier.state in _REPLACEABLE
            begun = one.moved(
                State.ACCEPTING,
                Event(Step.ACCEPTANCE, now(), by, reason),
                replaced=earlier.state if earlier is not None and is_there else None,
            )
            self._moved(one, begun, "accepted")
            try:
                return self._publishing.take(self._publishing.passage(begun), state)
            except UpdateRefused:
                one = self.get(one.id)
        raise restless(one)

    def _moved(self, before: Contribution, after: Contribution, deed: str) -> None:
        """Change a record. Raises `ContributionRefused` when somebody else has changed it."""
        if not self._records.move([(before, after)]):
            raise not_here(self.get(before.id), deed)

    def _seen(self, identifier: str, by: Holder | None) -> Contribution:
        one = self.get(identifier)
        if not may_see(one, by):
            raise unseen(one, by)
        return one


def now() -> str:
    """The time in UTC, to the second (ISO 8601)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _identifier() -> str:
    """A new id: twelve characters that cannot be mistaken for one another, 59 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def _plain(url: str | None) -> str | None:
    """An address without what may be secret in it. Raises `BadParameter` for what is none."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        return NamedNode(parts._replace(netloc=host, query="", fragment="").geturl()).value
    except ValueError as error:
        raise BadParameter("This is no address.", hint="Send a URL.", source="url") from error


def _alike(one: Contribution, other: Contribution) -> bool:
    """Whether both were read as the same statements."""
    first, second = one.judgement, other.judgement
    return first is not None and second is not None and first.statements == second.statements
