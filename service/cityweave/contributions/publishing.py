"""The graph's part of acceptance and reversal: one transaction each, with its own proof."""

from __future__ import annotations

from dataclasses import dataclass

from cityweave.contributions.blobs import Blobs
from cityweave.contributions.contribution import Contribution, Event, State, Step
from cityweave.contributions.permission import shown
from cityweave.contributions.provenance import proof, record
from cityweave.contributions.records import Records
from cityweave.contributions.statements import placed
from cityweave.store import Change, Moment, Store


@dataclass(frozen=True, slots=True)
class Passage:
    """A step that has begun, and what is so after it: of a contribution, and of an earlier one."""

    begun: Contribution
    done: Contribution
    earlier: Contribution | None = None
    earlier_done: Contribution | None = None


class Publishing:
    """Takes a step in graph and records, in an order that a crash cannot confuse.

    The records say `accepting` (or `reverting`) before the graph is touched. The graph's
    transaction brings the statements together with the activity that is the step's proof. Then
    the records say `accepted`. Whoever finds `accepting` later asks the graph for the proof:
    with it the step is done and the records follow, without it nothing happened and they go
    back.
    """

    def __init__(self, store: Store, records: Records, blobs: Blobs) -> None:
        self._store = store
        self._records = records
        self._blobs = blobs

    def take(self, passage: Passage, since: Moment | None) -> Contribution:
        """Take a step that the records have begun.

        Raises `UpdateRefused` when the graph is in another state than `since`, and
        `StoreUnavailable`; the records say what the graph has in any case.
        """
        try:
            self._store.apply(self._change(passage), since)
        except BaseException:
            self.settle(passage.begun)
            raise
        return self._finish(passage)

    def settle(self, one: Contribution) -> Contribution:
        """Finish or undo a step that was interrupted; anything else stays as it is."""
        if one.state is State.ACCEPTING:
            step, before = Step.ACCEPTANCE, State.STAGED
        elif one.state is State.REVERTING:
            step, before = Step.REVERSAL, State.ACCEPTED
        else:
            return one
        if self._store.states(proof(one, step).value):
            return self._finish(self.passage(one))
        self._records.move([(one, one.undone(before))])
        return self._records.get(one.id)

    def passage(self, begun: Contribution) -> Passage:
        """What a step that has begun leads to."""
        accepts = begun.state is State.ACCEPTING
        event = begun.events[-1]
        done = begun.moved(State.ACCEPTED if accepts else State.REVERTED)
        if begun.replaced is None or begun.supersedes is None:
            return Passage(begun, done)
        earlier = self._records.get(begun.supersedes)
        expected, next_state, step = (
            (begun.replaced, State.SUPERSEDED, Step.SUPERSESSION)
            if accepts
            else (State.SUPERSEDED, begun.replaced, Step.RESTORATION)
        )
        if earlier.state is not expected:
            return Passage(begun, done)
        account = Event(step, event.at, event.by, event.reason, begun.id)
        return Passage(begun, done, earlier, earlier.moved(next_state, account))

    def _finish(self, passage: Passage) -> Contribution:
        """Have the records say what the graph has."""
        moves = [(passage.begun, passage.done)]
        if passage.earlier is not None and passage.earlier_done is not None:
            moves.append((passage.earlier, passage.earlier_done))
        self._records.move(moves)
        return self._records.get(passage.begun.id)

    def _change(self, passage: Passage) -> Change:
        """All quads that come and go with a step."""
        done, earlier = passage.done, passage.earlier_done
        other = earlier if done.replaced is State.ACCEPTED else None
        accepts = done.state is State.ACCEPTED
        coming, leaving = (done, other) if accepts else (other, done)
        added = list(record(done))
        if earlier is not None:  # which may never have been accepted
            added += record(shown(earlier, None))
        if coming is not None and coming.judgement is not None:
            added += placed(self._blobs.get(coming.judgement.statements), coming.graph)
        return Change(
            tuple(added),
            () if leaving is None else tuple(self._store.quads(leaving.graph)),
            () if coming is None else (coming.graph,),
            () if leaving is None else (leaving.graph,),
        )
