"""The description of the graph, made once for each state of it."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from starlette.requests import Request

from cityweave import __version__
from cityweave.description import Downloads, Publication, Statistics, downloads, measured
from cityweave.store import Moment
from cityweave.web.page import Page
from cityweave.web.site import Site


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


class Surveys:
    """Measures the graph when somebody asks, once for each state; knows the sizes of files.

    Whoever asks meanwhile waits for the same numbers.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._measured: Measured | None = None
        self._sizes: dict[str, tuple[Moment, int]] = {}

    def of(self, site: Site) -> Measured:
        """The numbers of the newest state. Raises as `Store.query`."""
        with self._lock:
            state = site.store.state
            found = self._measured
            if found is None or found.state is not state:
                statistics = measured(site.store, site.base)
                found = Measured(state, statistics, downloads(statistics, site.base))
                self._measured = found
            return found

    def weigh(self, path: str, state: Moment, size: int) -> None:
        """Remember how long the file of that path is, in bytes."""
        self._sizes[path] = state, size

    def sizes(self, state: Moment) -> dict[str, int]:
        """The sizes that are known of a state's files, by their path."""
        return {path: size for path, (of, size) in self._sizes.copy().items() if of is state}
