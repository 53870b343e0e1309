"""What a reader wrote comes out as it went in, whether it waited in memory or on disk."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cityweave.store import spool
from cityweave.store.spool import MEMORY, Spool

STEPS = st.lists(st.binary(min_size=1, max_size=400) | st.none(), max_size=60)


@given(STEPS, st.sampled_from([0, 100, 1000, MEMORY]))
def test_bytes_keep_their_order(steps: list[bytes | None], memory: int) -> None:
    """None takes a piece; the others are put in."""
    before, spool.MEMORY = spool.MEMORY, memory
    try:
        one = Spool()
        taken = b""
        for step in steps:
            if step is None:
                taken += one.take()
            else:
                one.put(step)
        taken += b"".join(iter(one.take, b""))
        assert taken == b"".join(step for step in steps if step is not None)
        assert one.take() == b""
        one.close()
        assert one.take() == b""
    finally:
        spool.MEMORY = before


def test_much_waits_on_disk() -> None:
    one = Spool()
    for _ in range(3):
        one.put(b"x" * MEMORY)
    assert one._waiting <= MEMORY
    assert sum(map(len, iter(one.take, b""))) == 3 * MEMORY
    one.close()
