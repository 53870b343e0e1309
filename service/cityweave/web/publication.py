"""The description of the graph, made once for each state of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from starlette.requests import Request

from cityweave import __version__
from cityweave.description import Downloads, Publication, Statistics, downloads, measured
from cityweave.errors import Overloaded
from cityweave.store import Moment
from cityweave.web.page import Page
from cityweave.web.site import Site

WAITING = 32
"""Requests that wait until the graph is measured."""

REST = 5.0
"""Seconds after a failure until it is tried again for the same state."""


def publication(site: Site, request: Request, state: Moment) -> Publication:
    """Where and by whom that state is served, as the client of a request sees it."""
    settings = site.settings
    return Publication(
        base=site.base,
        address=Page.of(request).address,
        publisher=settings.publisher,
        contact=settings.contact,
        licence=settings.licence,
        version=__version__,
        since=state.since,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What a state of the graph holds, and the files that it is given as."""

    state: Moment
    statistics: Statistics
    files: Downloads


class Survey:
    """The measuring of one state, which goes on in a worker for all who wait for it."""

    def __init__(self, site: Site, state: Moment) -> None:
        self.state = state
        self.future = asyncio.get_running_loop().run_in_executor(site.workers, self._make, site)
        self.future.add_done_callback(self._end)
        self._failed_at: float | None = None

    def _make(self, site: Site) -> Measured:
        statistics = measured(site.store, site.base)
        return Measured(self.state, statistics, downloads(statistics, site.base))

    def _end(self, future: asyncio.Future[Measured]) -> None:
        if not future.cancelled() and future.exception() is not None:
            self._failed_at = time.monotonic()

    def serves(self, state: Moment, rest: float) -> bool:
        """Whether those who ask for a state are told it; a failure for `rest` seconds."""
        if self.future.cancelled():
            return False
        is_over = self._failed_at is not None and time.monotonic() - self._failed_at >= rest
        return self.state is state and not is_over


class Surveys:
    """Measures the graph when somebody asks, once for each state; knows the sizes of files.

    Whoever asks meanwhile waits for the same numbers, or for the same failure. They wait on
    the event loop, and take no worker from other pages. The queries are the program's own: that
    one client goes away does not end them for the others.
    """

    def __init__(self, site: Site, rest: float = REST) -> None:
        """`rest` is how many seconds a failure is told without trying again."""
        self._site, self._rest = site, rest
        self._survey: Survey | None = None
        self._waiting = 0
        self._sizes: dict[str, tuple[Moment, int]] = {}

    async def newest(self) -> Measured:
        """The numbers of the newest state; called on the event loop of the server.

        Raises as `Store.query`, and `Overloaded` where too many wait already.
        """
        found = self._survey
        if found is None or not found.future.done() or not self._is_told(found):
            if self._waiting >= WAITING:
                raise Overloaded(
                    f"{WAITING} requests wait already until the graph is measured.",
                    hint="Ask again later.",
                )
            self._waiting += 1
            try:
                found = await self._measured()
            finally:
                self._waiting -= 1
        return found.future.result()

    async def _measured(self) -> Survey:
        """The survey of the newest state, or of one that became the newest meanwhile; ended."""
        before = self._survey
        if before is not None and not before.future.done() and not self._is_told(before):
            await asyncio.wait([before.future])  # one is made at a time
        if self._survey is None or (self._survey is before and not self._is_told(self._survey)):
            self._survey = Survey(self._site, self._site.store.state)
        found = self._survey
        await asyncio.wait([found.future])
        return found

    def _is_told(self, survey: Survey) -> bool:
        return survey.serves(self._site.store.state, self._rest)

    def weigh(self, path: str, state: Moment, size: int) -> None:
        """Remember how long the file of that path is, in bytes."""
        self._sizes[path] = state, size

    def sizes(self, state: Moment) -> dict[str, int]:
        """The sizes that are known of a state's files, by their path."""
        return {path: size for path, (of, size) in self._sizes.copy().items() if of is state}
