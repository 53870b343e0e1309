"""Work that the edges have done in readers: what the store itself knows nothing about, by name."""

from __future__ import annotations

import base64
import pickle
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Protocol, TypeAlias

from cityweave.errors import CityweaveError, QueryFailed

if TYPE_CHECKING:
    from cityweave.store.embedded import EmbeddedStore


class Output(Protocol):
    """Where work writes its answer: a file, or the socket of a reader."""

    def write(self, data: bytes, /) -> int:
        """Take some bytes. In a reader raises `LimitReached`, `OSError` when nobody listens."""
        ...


Work: TypeAlias = Callable[["EmbeddedStore", bytes, Output], None]
"""Does one task over a store, of which it may change the copy in memory: nobody else sees that.
Gets the payload, writes the answer; raises `CityweaveError`."""

Preparation: TypeAlias = Callable[[], Work | Generator[None, None, Work]]
"""Imports and loads all that work needs: in a reader no file can be opened any more. One that takes
long is a generator, which gives way to others between its steps. Hosts that are programs of
their own get it by `pickle`, so that it is a function of a module, or `functools.partial` of one
with plain values."""


class Works:
    """The registry: preparations by name, and the work that they made in this process."""

    def __init__(self, preparations: Mapping[str, Preparation] | None = None) -> None:
        self._preparations = dict(preparations or {})
        self._ready: dict[str, Work] = {}

    def steps(self) -> Iterator[None]:
        """Make everything ready, step by step, before readers are forked that are to do it.

        What fails, fails again when it is asked for.
        """
        for name, preparation in self._preparations.items():
            if name not in self._ready:
                try:
                    self._ready[name] = yield from _made(preparation)
                except CityweaveError as error:
                    self._ready[name] = _failing(error)

    def do(self, name: str, store: EmbeddedStore, payload: bytes, output: Output) -> None:
        """Do the work of that name. Raises what it raises; `QueryFailed` where there is none."""
        self._of(name)(store, payload, output)

    def _of(self, name: str) -> Work:
        if name not in self._ready:
            if name not in self._preparations:
                raise QueryFailed(f"There is no work of the name {name}.")
            for _ in self.steps():
                pass
        return self._ready[name]

    def send(self, feed: IO[bytes]) -> None:
        """Write the preparations as one line, for a host that is a program of its own."""
        feed.write(base64.b64encode(pickle.dumps(self._preparations)) + b"\n")

    @classmethod
    def receive(cls, feed: IO[bytes]) -> Works:
        """What `send` of our own front wrote; nobody else can write into that pipe."""
        return cls(pickle.loads(base64.b64decode(feed.readline())))  # noqa: S301


def _made(preparation: Preparation) -> Generator[None, None, Work]:
    made = preparation()
    if isinstance(made, Generator):
        return (yield from made)
    yield
    return made


def _failing(error: CityweaveError) -> Work:
    def fail(store: EmbeddedStore, payload: bytes, output: Output) -> None:  # noqa: ARG001
        raise error

    return fail
