"""Kills itself at every instant of a step of the workflow, and looks at what is left.

Run as a program, with a folder and a step. It forks a process for each instant: before
every call that writes (SQL, the store's transaction, files, syncs). That process is killed by
SIGKILL in the middle of the step; another one opens what it left, recovers, and checks.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

from pyoxigraph import DefaultGraph

from cityweave.contributions import Contributions, State
from cityweave.contributions.provenance import PROVENANCE_GRAPH
from cityweave.contributions.statements import placed
from cityweave.errors import ContributionRefused
from cityweave.settings import Settings
from cityweave.store import EmbeddedStore
from contributions.conftest import ANN, REV
from contributions.judge import Context, city, merge

WRITING = {
    *("execute", "executescript", "fsync", "fdatasync", "replace", "unlink"),
    *("extend", "update", "write", "open", "flush"),
}
PLACES = ("cityweave/contributions/", "cityweave/store/", "pathlib.py")

Step = Callable[[Contributions], object]


def newest(work: Contributions, name: str) -> str:
    """The id of the newest contribution of a file."""
    return next(one.id for one in work.list() if one.document.name == name)


def submit(work: Contributions, name: str = "one.ttl", label: str = "Ghent", **more: str) -> str:
    data = city("ghent", label, more='[] rdfs:label "nameless"@en .')
    return work.submit(data, name, "ttl", ANN, **more).id


def accept(work: Contributions, name: str = "one.ttl") -> None:
    work.decide(newest(work, name), True, REV, "Right")


def revert(work: Contributions, name: str = "one.ttl") -> None:
    work.revert(newest(work, name), REV, "Wrong")


def successor(work: Contributions) -> None:
    submit(work, "two.ttl", "Gent", supersedes=newest(work, "one.ttl"))


STEPS: dict[str, tuple[list[Step], Step, dict[str, State]]] = {
    "submission": ([], submit, {"one.ttl": State.STAGED}),
    "acceptance": ([submit], accept, {"one.ttl": State.ACCEPTED}),
    "refusal": (
        [submit],
        lambda work: work.decide(newest(work, "one.ttl"), False, REV, "No"),
        {"one.ttl": State.REFUSED},
    ),
    "withdrawal": (
        [submit],
        lambda work: [work.withdraw(one.id, ANN) for one in work.list(State.STAGED)],
        {"": State.WITHDRAWN},
    ),
    "reversal": ([submit, accept], revert, {"one.ttl": State.REVERTED}),
    "supersession": (
        [submit, accept, successor],
        lambda work: accept(work, "two.ttl"),
        {"one.ttl": State.SUPERSEDED, "two.ttl": State.ACCEPTED},
    ),
    "restoration": (
        [submit, accept, successor, lambda work: accept(work, "two.ttl")],
        lambda work: revert(work, "two.ttl"),
        {"one.ttl": State.ACCEPTED, "two.ttl": State.REVERTED},
    ),
}


def opened(folder: Path) -> tuple[EmbeddedStore, Contributions]:
    store = EmbeddedStore(folder / "graph")
    if not store.graphs():
        store.add(Context.small().quads)
    judge = Context.small().judge(store)
    return store, Contributions(store, judge, Settings(data_dir=folder))


def apart(deed: Callable[[], None]) -> int:
    """Do something in a process of its own; its wait status."""
    sys.stdout.flush()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            deed()
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)
    return os.waitpid(process, 0)[1]


def killing(instant: int) -> Callable[[FrameType, str, object], None]:
    """A profiler that kills this process at that instant."""
    seen = 0

    def profiler(frame: FrameType, event: str, found: object) -> None:
        nonlocal seen
        if event != "c_call" or getattr(found, "__name__", "") not in WRITING:
            return
        if any(place in frame.f_code.co_filename for place in PLACES):
            seen += 1
            if seen == instant:
                os.kill(os.getpid(), signal.SIGKILL)

    return profiler


def crash(folder: Path, step: Step, instant: int) -> None:
    """Take a step and be killed in it; say so when it is done before."""
    store, work = opened(folder)
    sys.setprofile(killing(instant))
    step(work)
    (folder / "done").touch()
    sys.setprofile(None)
    work.close()
    store.close()


def sound(store: EmbeddedStore, work: Contributions) -> None:
    """What holds between steps, whatever happened."""
    for one in work.list():
        assert one.state not in (State.SUBMITTED, State.ACCEPTING, State.REVERTING), one
        stands = one.state is State.ACCEPTED
        assert store.holds(one.graph) == stands, one
        if one.state is not State.WITHDRAWN:
            assert work.original(one.id, REV)
            assert work.report(one.id, REV)
        if stands and one.judgement is not None:
            kept = (store.folder or Path()).parent / "contributions" / "bytes"
            statements = (kept / one.judgement.statements).read_bytes()
            assert set(store.quads(one.graph)) == set(placed(statements, one.graph))
        was = one.state in (State.ACCEPTED, State.REVERTED)
        if was or one.replaced is not None:
            assert store.states(f"{one.iri}#acceptance"), one
    named = {str(one.triple) for one in store.quads() if one.graph_name != DefaultGraph()}
    assert store.count() == len(named)


def check(folder: Path, step: Step, expected: dict[str, State]) -> None:
    """Recover, and see that the step was taken or not; take it then, and see that it is whole."""
    store, work = opened(folder)
    work.recover()
    work.resume()
    sound(store, work)
    before = [(one.id, one.state) for one in work.list()]
    work.recover()
    assert [(one.id, one.state) for one in work.list()] == before
    states = {one.document.name: one.state for one in work.list()}
    if (folder / "done").exists():
        assert states == expected, states
    if states != expected:
        step(work)
    else:
        with suppress(ContributionRefused, StopIteration):
            step(work)
    sound(store, work)
    assert {one.document.name: one.state for one in work.list()} == expected
    record = [str(one) for one in store.quads(PROVENANCE_GRAPH)]
    assert len(record) == len(set(record))
    nameless = sum("nameless" in one for one in merge(store))
    assert nameless == (State.ACCEPTED in expected.values()), "merged once"
    kept = {one.name for one in (folder / "contributions" / "bytes").iterdir()}
    work.recover()
    left = {one.name for one in (folder / "contributions" / "bytes").iterdir()}
    assert left <= kept
    work.close()
    store.close()


def main(root: Path, name: str) -> int:
    """Every instant of one step; prints how many there were."""
    before, step, expected = STEPS[name]
    ready = root / "ready"

    def prepare() -> None:
        ready.mkdir()
        store, work = opened(ready)
        for one in before:
            one(work)
        work.close()
        store.close()

    assert apart(prepare) == 0
    instant, killed = 0, True
    while killed:
        instant += 1
        folder = root / f"instant-{instant}"
        shutil.copytree(ready, folder)
        status = apart(lambda: crash(folder, step, instant))  # noqa: B023
        killed = os.WIFSIGNALED(status)
        assert killed or status == 0, f"the step fails by itself: {status}"
        if apart(lambda: check(folder, step, expected)) != 0:  # noqa: B023
            print(json.dumps({"instant": instant}))
            return 1
        shutil.rmtree(folder)
    print(json.dumps({"instants": instant - 1}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
