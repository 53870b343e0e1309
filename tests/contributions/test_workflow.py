"""Submission, decision, withdrawal, supersession and reversal, on a real store."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.access import Holder, Role
from cityweave.contributions import Contribution, Contributions, State, Step
from cityweave.contributions.records import REQUESTS
from cityweave.errors import (
    BadParameter,
    ContributionRefused,
    Forbidden,
    NotFound,
    TooLarge,
    Unauthorized,
)
from cityweave.settings import Settings
from cityweave.store import Change, EmbeddedStore
from cityweave.validation import from_json
from cityweave.vocabulary import GRAPH
from contributions.conftest import ANN, BEN, BOSS, REV, SUE
from contributions.judge import BROKEN, PREFIXES, Context, city, merge


def sent(work: Contributions, data: bytes, by: Holder = ANN, **more: str) -> Contribution:
    return work.submit(data, "cities.ttl", "ttl", by, **more)


def test_what_conforms_is_staged_and_stands_in_no_graph(
    work: Contributions, store: EmbeddedStore
) -> None:
    before = merge(store)
    one = sent(work, city("ghent"), note="From our list")
    assert one.state is State.STAGED
    assert [event.step for event in one.events] == [Step.SUBMISSION, Step.VALIDATION]
    assert work.get(one.id) == one
    assert merge(store) == before
    assert not store.holds(one.graph)
    assert work.original(one.id, ANN) == city("ghent")
    assert from_json(json.loads(work.report(one.id, ANN))).conforms


def test_what_does_not_conform_is_invalid_and_told_why(work: Contributions) -> None:
    one = sent(work, BROKEN)
    assert one.state is State.INVALID
    assert one.judgement is not None
    assert one.judgement.counts == {"violation": 1}
    (finding,) = from_json(json.loads(work.report(one.id, ANN))).findings
    assert finding.shape.endswith("Municipality-country")
    assert finding.place is not None
    assert finding.place.line == 6
    with pytest.raises(ContributionRefused, match="is invalid, and cannot be accepted"):
        work.decide(one.id, True, REV)
    assert work.decide(one.id, False, REV, "No country").state is State.REFUSED


@pytest.mark.parametrize(
    ("data", "suffix", "told"),
    [
        (b"this is no Turtle", "ttl", "line 1"),
        (b"<e:s> <e:p> <e:o> <https://w3id.org/cityweave/graph/editorial> .", "nq", "graph"),
        (
            b"<https://w3id.org/cityweave/contributions/x#acceptance> a <e:o> .",
            "ttl",
            "keeps itself",
        ),
        (b"<https://w3id.org/cityweave/graph/editorial> a <e:o> .", "ttl", "speaks of things"),
        (b"<https://w3id.org/cityweave/ontology#Network> a <e:o> .", "ttl", "speaks of things"),
    ],
)
def test_what_cannot_be_read_or_may_not_be_said_is_invalid(
    work: Contributions, data: bytes, suffix: str, told: str
) -> None:
    one = work.submit(data, f"a.{suffix}", suffix, ANN)
    assert one.state is State.INVALID
    assert one.judgement is not None
    (finding,) = from_json(json.loads(work.report(one.id, ANN))).findings
    assert told in f"{finding.message()} {finding.value} {one.judgement.problem}"


def test_nothing_is_no_contribution(work: Contributions) -> None:
    assert sent(work, b"").state is State.INVALID


def test_acceptance_merges_statements_and_record(work: Contributions, store: EmbeddedStore) -> None:
    one = sent(work, city("ghent"))
    done = work.decide(one.id, True, REV, "Checked with the city")
    assert done.state is State.ACCEPTED
    assert work.get(one.id) == done
    assert len(list(store.quads(one.graph))) == 3
    assert store.states(f"{one.iri}#acceptance")
    decision = done.last(Step.ACCEPTANCE)
    assert decision is not None
    assert (decision.by, decision.reason) == (REV, "Checked with the city")


def test_a_reversal_leaves_the_graph_as_it_was(work: Contributions, store: EmbeddedStore) -> None:
    before, triples = merge(store), store.count()
    more = "city:utrecht-nl rdfs:label 'Utrecht'@nl . [] rdfs:label 'x'@en ."
    one = sent(work, city("ghent", more=more + 'city:utrecht-nl rdfs:label "Utrecht"@en .'))
    work.decide(one.id, True, REV)
    assert merge(store) > before
    done = work.revert(one.id, SUE, "Not theirs")
    assert done.state is State.REVERTED
    assert merge(store) == before
    assert not store.holds(one.graph)
    record = len(list(store.quads(GRAPH + "provenance")))
    assert store.count() == triples + record
    assert store.states(f"{one.iri}#reversal")


def test_a_statement_that_another_graph_has_outlives_the_reversal(
    work: Contributions, store: EmbeddedStore
) -> None:
    first, second = sent(work, city("ghent")), sent(work, city("ghent"), BEN)
    for one in (first, second):
        work.decide(one.id, True, REV)
    work.revert(first.id, REV, "Once is enough")
    assert store.states("https://w3id.org/cityweave/id/city/ghent")
    work.revert(second.id, REV, "Not at all")
    assert not store.states("https://w3id.org/cityweave/id/city/ghent")


def test_the_same_bytes_of_the_same_contributor_are_one_contribution(work: Contributions) -> None:
    one = sent(work, city("ghent"))
    assert sent(work, city("ghent")).id == one.id
    assert sent(work, city("ghent"), BEN).id != one.id
    work.decide(one.id, True, REV)
    assert sent(work, city("ghent")).state is State.ACCEPTED
    work.revert(one.id, REV, "Wrong")
    assert sent(work, city("ghent")).id != one.id


def test_the_same_request_is_one_contribution_whatever_became_of_it(work: Contributions) -> None:
    first = work.submit(city("a"), "a.ttl", "ttl", ANN, request="abc")
    assert work.sent("abc", ANN) == work.get(first.id) == first
    assert work.sent("abc", BEN) is None
    assert work.sent("", ANN) is None
    work.withdraw(first.id, ANN)
    again = work.submit(city("a"), "a.ttl", "ttl", ANN, request="abc")
    assert (again.id, again.state) == (first.id, State.WITHDRAWN)
    assert work.submit(city("a"), "a.ttl", "ttl", BEN, request="abc").id != first.id
    assert work.submit(city("a"), "a.ttl", "ttl", ANN, request="def").id != first.id


def test_a_request_for_bytes_that_are_there_is_remembered_too(work: Contributions) -> None:
    first = work.submit(city("a"), "a.ttl", "ttl", ANN)
    assert work.submit(city("a"), "a.ttl", "ttl", ANN, request="abc").id == first.id
    work.decide(first.id, False, REV, "Not yet")
    again = work.submit(city("a"), "a.ttl", "ttl", ANN, request="abc")
    assert (again.id, again.state) == (first.id, State.REFUSED)


def test_so_many_requests_of_each_are_remembered(work: Contributions) -> None:
    one = work.submit(city("a"), "a.ttl", "ttl", ANN, request="0")
    work.submit(city("a"), "a.ttl", "ttl", BEN, request="0")
    for number in range(1, REQUESTS + 1):
        work.submit(city("a"), "a.ttl", "ttl", ANN, request=str(number))
    assert work.sent("0", ANN) is None
    assert work.sent("1", ANN) == work.get(one.id)
    assert work.sent("0", BEN) is not None


def test_an_invalid_one_is_judged_again_when_it_is_sent_again(
    work: Contributions, store: EmbeddedStore
) -> None:
    one = sent(work, BROKEN)
    country = "city:nowhere cw:country country:nl ."
    other = sent(work, (PREFIXES + country).encode(), BEN)
    assert work.decide(other.id, True, REV).state is State.ACCEPTED
    again = sent(work, BROKEN)
    assert (again.id, again.state) == (one.id, State.STAGED)


def test_who_decides_second_is_told_who_was_first(work: Contributions) -> None:
    one = sent(work, city("ghent"))
    work.decide(one.id, True, REV)
    for accept, by in ((True, SUE), (False, SUE), (True, REV)):
        with pytest.raises(ContributionRefused, match=r"is accepted since .* by Rev"):
            work.decide(one.id, accept, by, "Mine")
    assert work.get(one.id).state is State.ACCEPTED


def test_roles(work: Contributions) -> None:
    one = sent(work, city("ghent"))
    with pytest.raises(Forbidden, match="needs reviewer"):
        work.decide(one.id, True, BEN)
    with pytest.raises(Forbidden, match="sent by another"):
        work.withdraw(one.id, BEN)
    own = sent(work, city("bruges"), REV)
    with pytest.raises(Forbidden, match="your own"):
        work.decide(own.id, True, REV)
    assert work.decide(own.id, True, SUE).state is State.ACCEPTED
    mine = sent(work, city("liege"), BOSS)
    assert work.decide(mine.id, True, BOSS).state is State.ACCEPTED
    with pytest.raises(Forbidden):
        work.revert(mine.id, ANN, "No")


def test_refusals_and_reversals_need_a_reason(work: Contributions) -> None:
    one = sent(work, city("ghent"))
    with pytest.raises(BadParameter, match="without a reason"):
        work.decide(one.id, False, REV, "  ")
    work.decide(one.id, True, REV)
    with pytest.raises(BadParameter, match="without a reason"):
        work.revert(one.id, REV, "")


def test_a_withdrawn_one_is_forgotten_but_for_its_record(work: Contributions) -> None:
    one = sent(work, city("ghent"), note="Please")
    other = sent(work, city("ghent"), BEN)
    gone = work.withdraw(one.id, ANN)
    assert gone.state is State.WITHDRAWN
    assert (gone.note, gone.document.name, gone.document.sha256) == (
        "",
        "",
        one.document.sha256,
    )
    assert work.original(other.id, BEN) == city("ghent"), "bytes that another has are kept"
    work.withdraw(other.id, BEN)
    with pytest.raises(NotFound):
        work.original(other.id, BEN)
    with pytest.raises(ContributionRefused, match="is withdrawn since"):
        work.decide(one.id, True, REV)
    assert sent(work, city("ghent")).id != one.id


def test_a_contribution_that_the_graph_outran_is_not_accepted(
    work: Contributions, store: EmbeddedStore
) -> None:
    one = sent(work, city("ghent"))
    country = NamedNode("https://w3id.org/cityweave/ontology#country")
    ghent = NamedNode("https://w3id.org/cityweave/id/city/ghent")
    nl = NamedNode("https://w3id.org/cityweave/id/country/nl")
    disagreement = (Quad(ghent, country, nl, NamedNode(GRAPH + "editorial")),)
    store.apply(Change(disagreement))
    with pytest.raises(ContributionRefused, match="does not conform any more"):
        work.decide(one.id, True, REV)
    again = work.get(one.id)
    assert again.state is State.INVALID
    assert not store.holds(one.graph)
    store.apply(Change(removed=disagreement))
    assert sent(work, city("ghent")).state is State.STAGED
    assert work.decide(one.id, True, REV).state is State.ACCEPTED


def test_two_contributions_that_want_the_same_iri(work: Contributions) -> None:
    first = sent(work, city("ghent", country="be"))
    second = sent(work, city("ghent", country="nl"), BEN)
    assert first.state is second.state is State.STAGED
    work.decide(first.id, True, REV)
    with pytest.raises(ContributionRefused, match="does not conform any more"):
        work.decide(second.id, True, REV)
    assert work.get(second.id).state is State.INVALID


def test_supersession_and_its_reversal(work: Contributions, store: EmbeddedStore) -> None:
    before = merge(store)
    old = sent(work, city("ghent", "Ghent"))
    work.decide(old.id, True, REV)
    with_old = merge(store)
    new = sent(work, city("ghent", "Gent"), supersedes=old.id)
    assert new.state is State.STAGED
    assert merge(store) == with_old
    work.decide(new.id, True, REV)
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    assert not store.holds(old.graph)
    assert [one.object for one in store.quads(new.graph) if one.predicate == label] == [
        Literal("Gent", language="en")
    ]
    assert work.get(old.id).state is State.SUPERSEDED
    with pytest.raises(ContributionRefused, match=f"Look at {new.id}"):
        work.revert(old.id, REV, "Out")
    work.revert(new.id, REV, "The old was right")
    assert merge(store) == with_old
    assert work.get(old.id).state is State.ACCEPTED
    work.revert(old.id, REV, "Nor this")
    assert merge(store) == before


def test_one_contribution_has_one_successor(work: Contributions) -> None:
    old = sent(work, city("ghent", "Ghent"))
    work.decide(old.id, True, REV)
    first = sent(work, city("ghent", "Gent"), supersedes=old.id)
    second = sent(work, city("ghent", "Gand"), supersedes=old.id)
    with pytest.raises(Forbidden):
        sent(work, city("ghent", "Gant"), BEN, supersedes=old.id)
    work.decide(first.id, True, REV)
    with pytest.raises(ContributionRefused, match=f"{first.id} has superseded already"):
        work.decide(second.id, True, REV)
    with pytest.raises(ContributionRefused):
        sent(work, city("ghent", "Gant"), supersedes=old.id)


def test_a_staged_one_can_be_superseded(work: Contributions, store: EmbeddedStore) -> None:
    old = sent(work, city("ghent", "Ghent"))
    new = sent(work, city("ghent", "Gent"), supersedes=old.id)
    work.decide(new.id, True, REV)
    assert work.get(old.id).state is State.SUPERSEDED
    before = merge(store)
    with pytest.raises(ContributionRefused):
        work.decide(old.id, True, REV)
    assert merge(store) == before
    work.revert(new.id, REV, "No")
    assert work.get(old.id).state is State.STAGED
    assert work.decide(old.id, True, REV).state is State.ACCEPTED


def test_only_what_is_accepted_is_seen_by_all(work: Contributions) -> None:
    one = sent(work, city("ghent"))
    for look in (work.original, work.report, work.diff):
        with pytest.raises(Unauthorized):
            look(one.id, None)
        with pytest.raises(Forbidden):
            look(one.id, BEN)
        assert look(one.id, ANN)
        assert look(one.id, REV)
    work.decide(one.id, True, REV)
    assert work.original(one.id, None) == city("ghent")
    work.revert(one.id, REV, "Taken down")
    with pytest.raises(Unauthorized):
        work.original(one.id, None)


def test_limits(store: EmbeddedStore) -> None:
    settings = Settings(max_contributions_staged=2, max_contribution_bytes=1_000)
    work = Contributions(store, Context.shipped().judge(store), settings)
    with pytest.raises(TooLarge, match="max_contribution_bytes"):
        sent(work, b"#" * 1_001)
    first = sent(work, city("ghent"))
    sent(work, BROKEN)
    with pytest.raises(ContributionRefused, match="max_contributions_staged"):
        sent(work, city("bruges"))
    assert sent(work, city("ghent")).id == first.id
    sent(work, city("bruges"), BEN)
    work.withdraw(first.id, ANN)
    sent(work, city("bruges"))


@pytest.mark.parametrize("text", ["Write to ann@example.org", "a\x00b", "a\u202eb", "x" * 2_001])
def test_what_will_be_published_is_fit_for_it(work: Contributions, text: str) -> None:
    with pytest.raises(BadParameter):
        sent(work, city("ghent"), note=text)
    with pytest.raises(BadParameter):
        sent(work, city("ghent"), replace(ANN, name=text))
    one = sent(work, city("ghent"))
    with pytest.raises(BadParameter):
        work.decide(one.id, False, REV, text)


def test_ids_are_short_and_never_the_same(work: Contributions) -> None:
    found = {sent(work, city(f"c{n}"), Holder(f"{n}", Role.CONTRIBUTOR)).id for n in range(3)}
    assert len(found) == 3
    assert all(len(one) == 12 and one.isalnum() for one in found)
    with pytest.raises(NotFound):
        work.get("nothing")


def test_a_name_that_is_not_fit_is_not_published_by_a_withdrawal(work: Contributions) -> None:
    one = sent(work, city("ghent"))
    with pytest.raises(BadParameter):
        work.withdraw(one.id, replace(ANN, name="ann@example.org"))
    assert work.get(one.id).state is State.STAGED


@pytest.mark.parametrize("data", [b"", b"# Nothing yet"])
def test_a_document_that_states_nothing_is_told_so(work: Contributions, data: bytes) -> None:
    one = sent(work, data)
    assert one.judgement is not None
    assert not one.judgement.conforms
    (finding,) = from_json(json.loads(work.report(one.id, ANN))).findings
    assert "states nothing" in finding.message()


def test_bytes_that_no_record_has_do_not_stay(store: EmbeddedStore, durable: Settings) -> None:
    settings = replace(durable, max_contributions_staged=1)
    work = Contributions(store, Context.shipped().judge(store), settings)
    one = sent(work, BROKEN)
    folder = settings.data_dir
    assert folder is not None

    def kept() -> set[str]:
        return {path.name for path in (folder / "contributions" / "bytes").iterdir()}

    assert kept() == one.names()
    for _ in range(3):
        one = sent(work, BROKEN)
        assert kept() == one.names(), "an older report is forgotten"
    with pytest.raises(ContributionRefused, match="max_contributions_staged"):
        sent(work, city("ghent"))
    assert kept() == one.names(), "what was not taken is forgotten"
    work.close()


def test_a_very_long_name_of_a_file_takes_no_time(work: Contributions) -> None:
    one = work.submit(city("ghent"), "a" * 5_000_000, "ttl", ANN)
    assert one.document.name == "a" * 100
