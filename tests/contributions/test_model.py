"""The workflow beside a model of it, through random steps of random people."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from cityweave.access import Holder, Role
from cityweave.contributions import Contributions, State
from cityweave.contributions.contribution import LIVE, OPEN
from cityweave.errors import (
    BadParameter,
    CityweaveError,
    ContributionRefused,
    Forbidden,
)
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from contributions.conftest import ANN, BEN, BOSS, REV, SUE
from contributions.judge import Context, city, merge

SENDERS = st.sampled_from([ANN, ANN, BEN, REV])
DECIDERS = st.sampled_from([REV, SUE, BOSS, BOSS, ANN])
LABELS = st.sampled_from(["Ghent", "Gent"])
NAMES = st.sampled_from(["a", "b"])


@dataclass
class Model:
    """What a contribution should be."""

    by: Holder
    data: bytes
    subject: str
    label: str
    supersedes: str | None
    state: State = State.STAGED
    replaced: State | None = None
    triples: set[str] = field(default_factory=set)


class Workflow(RuleBasedStateMachine):
    """Every city has one country and one English name: two in the graph do not conform."""

    ids = Bundle("ids")

    @initialize()
    def begin(self) -> None:
        self.store = EmbeddedStore()
        self.store.add(Context.small().quads)
        self.start = merge(self.store)
        self.work = Contributions(
            self.store, Context.small().judge(self.store), Settings(max_contributions_staged=4)
        )
        self.model: dict[str, Model] = {}

    def conforms(self, one: Model) -> bool:
        """Whether the graph has no other name for its city, but for what it would replace."""
        return not any(
            other.subject == one.subject and other.label != one.label
            for name, other in self.model.items()
            if other.state is State.ACCEPTED and name != one.supersedes and other is not one
        )

    @rule(target=ids, name=NAMES, label=LABELS, by=SENDERS, earlier=st.none() | ids)
    def submit(
        self, name: str, label: str, by: Holder, earlier: str | None
    ) -> str | MultipleResults[str]:
        return self.submit_as(name, label, by, earlier)

    def submit_as(
        self, name: str, label: str, by: Holder, earlier: str | None
    ) -> str | MultipleResults[str]:
        old = None if earlier is None else self.model[earlier]
        data = city(name, label)
        expected: type[CityweaveError] | None = None
        if old is not None and not by.role.reaches(Role.REVIEWER) and old.by.id != by.id:
            expected = Forbidden
        elif old is not None and old.state not in (*OPEN, State.ACCEPTED):
            expected = ContributionRefused
        same = [
            key
            for key, one in self.model.items()
            if (one.by.id, one.data, one.supersedes, one.state in LIVE)
            == (by.id, data, earlier, True)
        ]
        waiting = [o for o in self.model.values() if o.by.id == by.id and o.state in OPEN]
        if expected is None and not same and len(waiting) >= 4:
            expected = ContributionRefused
        if expected is not None:
            with pytest.raises(expected):
                self.work.submit(data, "a.ttl", "ttl", by, supersedes=earlier)
            return multiple()
        one = self.work.submit(data, "a.ttl", "ttl", by, supersedes=earlier)
        if same:
            assert one.id == same[0]
            made = self.model[one.id]
            if made.state is not State.INVALID:
                return one.id
        else:
            assert one.id not in self.model
            made = self.model[one.id] = Model(by, data, name, label, earlier)
        made.state = State.STAGED if self.conforms(made) else State.INVALID
        return one.id

    @rule(identifier=ids, by=DECIDERS, accept=st.booleans(), reasoned=st.booleans())
    def decide(self, identifier: str, by: Holder, accept: bool, reasoned: bool) -> None:
        self.decide_as(identifier, by, accept=accept, reasoned=reasoned)

    def decide_as(self, identifier: str, by: Holder, *, accept: bool, reasoned: bool) -> None:
        one = self.model[identifier]
        old = self.model.get(one.supersedes or "")
        expected: type[CityweaveError] | None = None
        if not by.role.reaches(Role.REVIEWER) or (one.by.id == by.id and by is not BOSS):
            expected = Forbidden
        elif (
            one.state not in OPEN
            or (accept and one.state is not State.STAGED)
            or (accept and old is not None and old.state is State.SUPERSEDED)
        ):
            expected = ContributionRefused
        elif accept and not self.conforms(one):
            expected = ContributionRefused
            one.state = State.INVALID
        elif not accept and not reasoned:
            expected = BadParameter
        reason = "Because" if reasoned else ""
        if expected is not None:
            with pytest.raises(expected):
                self.work.decide(identifier, accept, by, reason)
            return
        self.work.decide(identifier, accept, by, reason)
        one.state = State.ACCEPTED if accept else State.REFUSED
        if accept and old is not None and old.state in (*OPEN, State.ACCEPTED):
            one.replaced, old.state = old.state, State.SUPERSEDED

    @rule(identifier=ids, by=SENDERS)
    def withdraw(self, identifier: str, by: Holder) -> None:
        one = self.model[identifier]
        try:
            self.work.withdraw(identifier, by)
        except Forbidden:
            assert one.by.id != by.id
            assert by is not BOSS
        except ContributionRefused:
            assert one.state not in OPEN
        else:
            assert one.state in OPEN
            one.state = State.WITHDRAWN

    @rule(identifier=ids, by=DECIDERS)
    def revert(self, identifier: str, by: Holder) -> None:
        one = self.model[identifier]
        try:
            self.work.revert(identifier, by, "Because")
        except Forbidden:
            assert not by.role.reaches(Role.REVIEWER)
        except ContributionRefused:
            assert one.state is not State.ACCEPTED
        else:
            assert one.state is State.ACCEPTED
            one.state = State.REVERTED
            if one.supersedes is not None and one.replaced is not None:
                self.model[one.supersedes].state = one.replaced

    @rule(identifier=ids, label=LABELS)
    def succeed(self, identifier: str, label: str) -> None:
        """What is accepted is replaced by who sent it, and an admin accepts that."""
        one = self.model[identifier]
        mine = [o for o in self.model.values() if o.by.id == one.by.id and o.state in OPEN]
        if one.state is State.ACCEPTED and len(mine) < 4:
            name = self.submit_as(one.subject, label, one.by, identifier)
            self.decide_as(str(name), BOSS, accept=True, reasoned=True)

    @rule()
    def recover(self) -> None:
        """Nothing was interrupted, so nothing is to be done."""
        self.work.recover()

    @invariant()
    def states_and_graphs_are_those_of_the_model(self) -> None:
        if not hasattr(self, "work"):
            return
        found = {one.id: one.state for one in self.work.list()}
        assert found == {name: one.state for name, one in self.model.items()}
        graphs = {one for one in self.store.graphs() if "/graph/contribution/" in one}
        accepted = [name for name, one in self.model.items() if one.state is State.ACCEPTED]
        assert {one.rpartition("/")[2] for one in graphs} == set(accepted)
        if not accepted:
            assert merge(self.store) == self.start

    def teardown(self) -> None:
        if hasattr(self, "work"):
            self.work.close()
            self.store.close()


def test_the_workflow_is_as_its_model() -> None:
    reached: set[State] = set()

    class Watched(Workflow):
        def teardown(self) -> None:
            if hasattr(self, "work"):
                reached.update(one.state for one in self.work.list())
            super().teardown()

    run_state_machine_as_test(
        Watched,
        settings=settings(max_examples=30, stateful_step_count=25, deadline=None, derandomize=True),
    )
    passing = {State.SUBMITTED, State.ACCEPTING, State.REVERTING}
    assert reached == set(State) - passing
