"""What a store that fails leaves behind, and what a restart makes of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cityweave.contributions import Contributions, Proposal, State, Verdict
from cityweave.contributions.blobs import Blobs
from cityweave.errors import NotFound, Overloaded, StoreUnavailable
from cityweave.settings import Settings
from cityweave.store import Change, EmbeddedStore, Moment
from contributions.conftest import ANN, REV
from contributions.judge import Context, city


class Failing(EmbeddedStore):
    """A store that reports a failure of the disk, before or after the transaction."""

    fails = ""

    def apply(self, change: Change, since: Moment | None = None) -> Change:
        if self.fails == "before":
            raise StoreUnavailable("The store could not be written.")
        done = super().apply(change, since)
        if self.fails == "after":
            raise StoreUnavailable("The change is made, but the disk does not confirm it.")
        return done


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Failing, Contributions]]:
    store = Failing()
    store.add(Context.small().quads)
    work = Contributions(store, Context.small().judge(store), settings)
    with closing(store), closing(work):
        yield store, work


@pytest.mark.parametrize(
    ("fails", "accepted", "reverted"),
    [
        ("before", State.STAGED, State.ACCEPTED),
        ("after", State.ACCEPTED, State.REVERTED),
    ],
)
def test_the_records_say_what_the_graph_has_when_the_disk_fails(
    fails: str, accepted: State, reverted: State
) -> None:
    with opened(Settings()) as (store, work):
        one = work.submit(city("ghent"), "a.ttl", "ttl", ANN)
        store.fails = fails
        with pytest.raises(StoreUnavailable):
            work.decide(one.id, True, REV)
        assert work.get(one.id).state is accepted
        assert store.holds(one.graph) == (accepted is State.ACCEPTED)
        store.fails = ""
        if accepted is State.STAGED:
            work.decide(one.id, True, REV)
        store.fails = fails
        with pytest.raises(StoreUnavailable):
            work.revert(one.id, REV, "Wrong")
        assert work.get(one.id).state is reverted
        assert store.holds(one.graph) == (reverted is State.ACCEPTED)


def test_what_could_not_be_judged_waits_until_it_can(durable: Settings) -> None:
    def busy_now(proposal: Proposal) -> Verdict:
        raise Overloaded(f"{proposal.name} has to wait, by the limit of max_updates.")

    store = EmbeddedStore()
    store.add(Context.small().quads)
    with closing(Contributions(store, busy_now, durable)) as busy:
        with pytest.raises(Overloaded):
            busy.submit(city("ghent"), "a.ttl", "ttl", ANN)
        (one,) = busy.list()
        assert one.state is State.SUBMITTED
    with closing(Contributions(store, Context.small().judge(store), durable)) as work:
        work.recover()
        assert work.get(one.id) == one
        work.resume()
        assert work.get(one.id).state is State.STAGED
        assert work.submit(city("ghent"), "a.ttl", "ttl", ANN).id == one.id


def test_what_was_kept_is_there_after_a_restart(durable: Settings) -> None:
    with opened(durable) as (_, work):
        one = work.submit(city("ghent"), "a.ttl", "ttl", ANN, note="Noté")
        two = work.submit(city("bruges"), "b.ttl", "ttl", ANN)
        two = work.decide(two.id, False, REV, "Not now")
    with opened(durable) as (_, work):
        work.recover()
        assert work.list() == (two, one)
        assert work.original(one.id, ANN) == city("ghent")
        assert work.counts()[State.REFUSED] == 1


def test_every_write_of_the_records_reaches_the_disk(durable: Settings) -> None:
    with opened(durable) as (_, work):
        work.submit(city("ghent"), "a.ttl", "ttl", ANN)
        connection = work._records._connection
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_bytes_that_changed_on_the_disk_are_not_given(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"as it was sent")
    assert blobs.get(name) == b"as it was sent"
    (tmp_path / name).write_bytes(b"otherwise")
    with pytest.raises(NotFound, match="changed on the disk"):
        blobs.get(name)


def test_what_a_crash_left_half_written_goes(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    kept, other = blobs.put(b"one"), blobs.put(b"two")
    (tmp_path / "0123.new").write_bytes(b"half")
    (tmp_path / "readme").write_bytes(b"not ours")
    blobs.keep({kept})
    assert {path.name for path in tmp_path.iterdir()} == {kept, "readme"}
    with pytest.raises(NotFound):
        blobs.get(other)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreUnavailable):
        Contributions(
            EmbeddedStore(),
            lambda _: Verdict(b"", b"", True, {}, ""),
            Settings(data_dir=tmp_path / "data"),
        )


def test_records_of_something_else_are_told(durable: Settings) -> None:
    with opened(durable) as (_, work):
        work.submit(city("ghent"), "a.ttl", "ttl", ANN)
    assert durable.data_dir is not None
    path = durable.data_dir / "contributions" / "records.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE contribution")
    connection.close()
    with opened(durable) as (_, work):
        assert work.list() == ()
    path.write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreUnavailable, match="records of the contributions"), opened(durable):
        pass
