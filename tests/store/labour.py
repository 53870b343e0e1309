"""Works for the tests of the store, in a module of which hosts can import them."""

from __future__ import annotations

import time
from threading import Thread

import pyoxigraph as ox

from cityweave.errors import SyntaxErrorInData
from cityweave.store import EmbeddedStore, Output, Work

NODE = ox.NamedNode("http://e/p")


def adding() -> Work:
    """Adds a triple for each byte where that can be, and says how many triples there are."""

    def work(store: EmbeddedStore, payload: bytes, output: Output) -> None:
        if not store.is_fixed:
            for number in payload:
                store.merged.add(ox.Quad(NODE, NODE, ox.Literal(f"added {number}")))
        found = store.merged.quads_for_pattern(None, None, None, ox.DefaultGraph())
        output.write(str(sum(1 for _ in found)).encode())
        if payload == b"fail":
            raise SyntaxErrorInData("It does.", line=3)

    return work


def eating(what: str) -> Work:
    """Takes time, memory, or room for its answer."""

    def work(store: EmbeddedStore, payload: bytes, output: Output) -> None:
        del store, payload
        if what == "memory":
            kept = [bytes(10_000_000) for _ in range(1000)]
            output.write(b"%d" % len(kept))
        while True:
            if what == "bytes":
                output.write(b"x" * 1000)
            else:
                time.sleep(1)

    return work


def broken() -> Work:
    """Cannot be prepared."""
    raise SyntaxErrorInData("The shapes of the deployment are wrong.")


def panicking() -> Work:
    """Has the engine give up: a result is touched by another thread than the one that made it."""

    def work(store: EmbeddedStore, payload: bytes, output: Output) -> None:
        del payload, output
        found: list[ox.QuerySolutions] = []

        def make() -> None:
            result = store.merged.query("SELECT * { VALUES ?x { 1 2 } }")
            assert isinstance(result, ox.QuerySolutions)
            found.append(result)

        thread = Thread(target=make)
        thread.start()
        thread.join()
        next(found[0])

    return work
