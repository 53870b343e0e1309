"""Mixed load on a durable server, with kills: no wrong answer, no lost write, flat memory.

`SOAK_SECONDS` says for how long; an hour is worth trying before a release.
"""

from __future__ import annotations

import os
import threading
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from serving import serving
from soak.actors import Writer
from soak.load import LIMITS, Load

pytestmark = pytest.mark.alone

SECONDS = float(os.environ.get("SOAK_SECONDS", "60"))
SEED = int(os.environ.get("SOAK_SEED", "1"))
CONTENT = Path(__file__).parent.parent / "web" / "content"
TOKEN = "a-token-for-the-tests-that-soak"  # noqa: S105
GROWTH = 40_000_000
"""Bytes by which the median of memory may move.

What grows is in the durable store: what was written stays in memory until RocksDB writes it out
(9 MB a minute here). Without a data directory nothing does, however much is read and written.
"""
MUST_HAPPEN = {
    "read", "write", "read back", "audit", "transfer", "export", "left", "mistake",
    "reader killed", "host killed", "query-timeout",
}  # fmt: skip


def test_mixed_load(tmp_path: Path) -> None:
    """Load, then a look at all of it; again after a restart; again after the front was killed."""
    place = (tmp_path / "graph", "--content-dir", CONTENT)
    with (
        serving("--data-dir", *place, admin_token=TOKEN, **LIMITS) as served,
        closing(Load(served, TOKEN, SEED)) as load,
    ):
        load.prepare()
        load.run(SECONDS)
        load.check()
        assert served.process.poll() is None
        outcomes, memory = load.record.outcomes, load.memory
        print(dict(outcomes), memory.growth(memory.front), memory.growth(memory.host))
        assert load.record.violations == []
        assert outcomes.keys() >= MUST_HAPPEN
        assert outcomes["query-failed"] <= outcomes["reader killed"] + outcomes["host killed"]
        assert memory.growth(memory.front) < GROWTH
        assert memory.growth(memory.host) < GROWTH

    with serving("--data-dir", *place, admin_token=TOKEN, **LIMITS) as served:
        load.check(served)
        client = load.client(served)
        writers = [Writer(client, diary, Random(SEED)) for diary in load.diaries]
        threads = [threading.Thread(target=write_until_the_end, args=(one,)) for one in writers]
        for thread in threads:
            thread.start()
        time.sleep(3)
        load.record.dies("front killed", felt=60)
        served.kill()
        for thread in threads:
            thread.join()
    assert load.record.violations == []

    with serving("--data-dir", *place, admin_token=TOKEN, **LIMITS) as served, closing(load):
        load.check(served)
    assert load.record.violations == []


def write_until_the_end(writer: Writer) -> None:
    """Write until the server is gone, or a minute has passed."""
    until = time.monotonic() + 60
    while time.monotonic() < until and len(writer.diary.states) == 1:
        writer.write()


@pytest.mark.parametrize("broken", ["lost", "invented"])
def test_the_soak_would_notice(tmp_path: Path, broken: str) -> None:
    """A write that is lost, or one that nobody sent, is found by the checks."""
    with (
        serving("--content-dir", CONTENT, admin_token=TOKEN, **LIMITS) as served,
        closing(Load(served, TOKEN, SEED)) as load,
    ):
        load.prepare()
        diary = load.diaries[0]
        Writer(load.client(), diary, Random(1)).step()
        load.check()
        assert load.record.violations == []
        diary.states = [diary.now | {"more": 1}] if broken == "lost" else [{}]
        load.check()
    assert len(load.record.violations) == 2
