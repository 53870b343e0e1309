"""The pool lets go of every reader that it asked for, also when nobody waits for it any more."""

from __future__ import annotations

import asyncio
import socket

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cityweave.settings import Settings
from cityweave.store import Caller, EmbeddedStore, Limits
from cityweave.store.hosting import Hosting
from cityweave.store.pool import Pool

NODE = NamedNode("http://e/a")


def test_a_reader_for_a_query_that_was_given_up_meanwhile_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = EmbeddedStore()
    store.add([Quad(NODE, NODE, Literal(1), NODE)])
    hosting = Hosting(store, 100_000_000, 100_000_000)
    forked: list[int] = []

    def fork() -> tuple[int, socket.socket]:
        process, channel = Hosting.fork(hosting)
        forked.append(process)
        return process, channel

    monkeypatch.setattr(hosting, "fork", fork)
    pool = Pool(hosting, Limits.of(Settings()), spare=0)

    async def give_up() -> None:
        taking = asyncio.create_task(pool.take(Caller("client")))
        await asyncio.sleep(0)
        taking.cancel()
        await asyncio.wait([taking])
        assert taking.cancelled()
        for _ in range(300):
            if forked and not hosting._readers:
                break
            await asyncio.sleep(0.01)
        assert forked

    asyncio.run(give_up())
    pool.close()
    try:
        assert not hosting._readers
    finally:
        hosting.close()
