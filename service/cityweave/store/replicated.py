"""A store whose queries run in readers: one writer here, a replica in the host."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from threading import Lock

from pyoxigraph import Quad, Triple

from cityweave.errors import CityweaveError, ResultTooLarge, StoreUnavailable, UnsupportedOrder
from cityweave.formats import RdfFormat, ResultFormat
from cityweave.settings import Settings
from cityweave.store.allowances import WorkLimits, WriteLimits
from cityweave.store.cache import ResultCache
from cityweave.store.caller import Caller
from cityweave.store.changes import decode_change, decode_quads
from cityweave.store.dumping import DumpTask
from cityweave.store.embedded import EmbeddedStore
from cityweave.store.faults import disorder
from cityweave.store.home import Distant, Home, following
from cityweave.store.hosting import Hosting
from cityweave.store.interface import (
    Change,
    Moment,
    QueryRequest,
    Result,
    UpdateRequest,
    unmoved,
)
from cityweave.store.limits import Limits
from cityweave.store.pool import Pool
from cityweave.store.querying import QueryTask
from cityweave.store.running import Running
from cityweave.store.task import Task
from cityweave.store.terms import Terms
from cityweave.store.whole import Whole
from cityweave.store.work import WorkTask
from cityweave.store.writing import ParseTask, UpdateTask

WHOLE = 16_000_000
"""Longest result, in bytes, that is held in memory as a whole; others have to be streamed."""


class ReplicatedStore:
    """The writer's store with readers beside it, in which all that comes from outside is parsed.

    A change is committed, then followed by the replica, and then acknowledged: who
    wrote sees it in the next query. Queries that run see the state they began with.

    `open` may be awaited on any event loop, everything else called from any thread that
    has none.
    """

    def __init__(
        self, writer: EmbeddedStore, limits: Limits, settings: Settings | None = None
    ) -> None:
        """Start the readers of a store, which is this one's from here on.

        `limits` are those of queries, `settings` (or the defaults) name those of writes.
        Do so before the process has threads: then the replica shares its memory.
        """
        self._writer = writer
        self._limits = limits
        self._caller = Caller()
        self._caller.preparation()
        self._committing = Lock()
        self._updates = WriteLimits.of_updates(settings or Settings())
        self._uploads = WriteLimits.of_uploads(settings or Settings())
        self._works = WorkLimits.of(settings or Settings())
        most = max(one.memory for one in (limits, self._updates, self._uploads, self._works))
        self._hosting = Hosting(writer, most, limits.replica)
        self._pool = Pool(self._hosting, limits)
        # pools of their own: writes do not wait for those who only read; what needs no
        # graph needs no new reader after each commit either
        self._evaluating = Pool(self._hosting, self._updates, spare=0)
        self._parsing = Pool(self._hosting, self._uploads, spare=0)
        self._working = Pool(self._hosting, self._works, spare=0, works=True)
        self._pools = (self._pool, self._evaluating, self._parsing, self._working)
        self._cache = ResultCache(limits.cache)
        self._terms = Terms(writer)
        self._home = Home()
        self._hosting.when_filled(self._renew)

    def asked_by(self, caller: Caller) -> ReplicatedStore:
        """The same store and readers for one caller."""
        same = object.__new__(ReplicatedStore)
        same.__dict__.update(self.__dict__, _caller=caller)
        return same

    def adopt(self) -> None:
        """Have readers be heard on the running event loop: nothing is faster for who asks on it."""
        self._home.adopt()

    async def release(self) -> None:
        """Leave the event loop that was adopted, on which this is called, before it ends."""
        await self._rest()
        self._home.release()

    async def _rest(self) -> None:
        for pool in self._pools:
            await pool.rest()

    @property
    def state(self) -> Moment:
        """The state that the next query sees."""
        return self._pool.state

    def add(self, quads: Iterable[Quad]) -> Change:
        """Add quads as one transaction; the next query sees them."""
        with self._committing:
            return self._followed(lambda: self._writer.add(quads))

    def update(self, request: UpdateRequest) -> Change:
        """Do all of an update as one transaction, or nothing of it; a reader evaluates it."""
        task = UpdateTask(request, self._updates.allowance)
        if request.data:
            return self.apply(decode_change(self._done(self._parsing, self._updates, task)))
        with self._committing:
            change = decode_change(self._done(self._evaluating, self._updates, task))
            return self._followed(lambda: self._writer.apply(change))

    def parse(
        self,
        data: bytes,
        rdf_format: RdfFormat,
        *,
        base: str | None = None,
        source: str | None = None,
    ) -> tuple[Quad, ...]:
        """The statements of a document, which a reader parses."""
        task = ParseTask(data, rdf_format.name, base, source, self._uploads.allowance)
        data = self._done(self._parsing, self._uploads, task)
        return decode_quads(data, rename_blank_nodes=True)

    def _done(self, pool: Pool, limits: Limits, task: Task) -> bytes:
        """What a reader answers, as a whole."""
        return self._home.run(self._finished(Running(pool, limits, self._caller), task))

    async def _finished(self, running: Running, task: Task) -> bytes:
        await running.start(task)
        try:
            return b"".join([part async for part in running])
        finally:
            running.close()

    def replace(self, triples: Iterable[Triple], graph: str | None = None) -> Change:
        """Make the triples all that a graph holds; the graph is made when missing."""
        with self._committing:
            return self._followed(lambda: self._writer.replace(triples, graph))

    def drop(self, graph: str | None = None) -> Change:
        """Remove a graph with all its triples; without a name, what is in no named graph."""
        with self._committing:
            return self._followed(lambda: self._writer.drop(graph))

    def apply(self, change: Change, since: Moment | None = None) -> Change:
        """Make a change that was worked out before, unless the state is another than `since`."""
        with self._committing:
            unmoved(self._pool.state, since)
            return self._followed(lambda: self._writer.apply(change))

    def holds(self, graph: str) -> bool:
        """Whether there is a named graph of that IRI, be it empty."""
        return self._writer.holds(graph)

    def _followed(self, write: Callable[[], Change]) -> Change:
        """Write, and have readers see it; also where a disk fails after the commit."""
        try:
            change = write()
        except StoreUnavailable:
            self._hosting.doubt()
            self._renew(self._pool, self._evaluating, self._working)
            raise
        if change:
            self._hosting.follow(change)
            self._renew(self._pool, self._evaluating, self._working)
        return change

    def _renew(self, *pools: Pool) -> None:
        """Have new readers answer from here on."""
        for pool in pools or self._pools:
            pool.committed()
            self._home.tell(pool.refresh)

    async def open(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> Result:
        """The result as its reader writes it, or as it is kept."""
        if not self._home.is_here:
            opening = self._open(request, result_format, prefixes or {})
            return Distant(self._home, await self._home.reach(opening))
        return await self._open(request, result_format, prefixes or {})

    async def _open(
        self, request: QueryRequest, result_format: ResultFormat, prefixes: Mapping[str, str]
    ) -> Result:
        kept = self.kept(request, result_format)
        if kept is not None:
            return Whole(kept)
        key = (request, result_format.name)
        if not request.volatile and self._cache.is_vain(key, self._pool.state):
            raise disorder()

        def failed(error: CityweaveError) -> None:
            is_lasting = isinstance(error, UnsupportedOrder) and not request.volatile
            if is_lasting and running.state is not None and running.state is self._pool.state:
                self._cache.put(key, running.state, None)

        running = Running(self._pool, self._limits, self._caller, failed)
        await running.start(self._task(request, result_format, prefixes))
        if running.ended and not request.volatile:
            body = running.rest()
            running.close()
            if running.state is self._pool.state:
                self._cache.put(key, running.state, body)
            return Whole(body)
        return running

    def kept(self, request: QueryRequest, result_format: ResultFormat) -> bytes | None:
        """The result of the newest state where it is kept, without evaluating anything."""
        if request.volatile or not self._home.is_here:
            return None
        return self._cache.get((request, result_format.name), self._pool.state)

    def query(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        """The whole result. Raises `ResultTooLarge` also for one that memory should not hold."""
        return self._home.run(self._gather(request, result_format, prefixes))

    async def _gather(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None,
    ) -> bytes:
        result = await self._open(request, result_format, prefixes or {})
        body = bytearray()
        try:
            async for data in result:
                body += data
                if len(body) > WHOLE:
                    raise ResultTooLarge(
                        f"The result has more than {WHOLE} bytes, too much for a page.",
                        hint="Download it in a data format, or use LIMIT.",
                    )
        finally:
            result.close()
        return bytes(body)

    def stream(
        self,
        request: QueryRequest,
        result_format: ResultFormat,
        prefixes: Mapping[str, str] | None = None,
    ) -> Generator[bytes, None, None]:
        """The result as its reader writes it, in the calling thread."""
        result = self._home.run(self._open(request, result_format, prefixes or {}))
        return self._taken(result)

    def _taken(self, result: Result) -> Generator[bytes, None, None]:
        parts = aiter(result)
        try:
            while part := self._home.run(following(parts)):
                yield part
        finally:
            self._home.call(result.close)

    def _task(
        self, request: QueryRequest, result_format: ResultFormat, prefixes: Mapping[str, str]
    ) -> QueryTask:
        limits = self._limits
        spent = self._caller.preparation() + request.spent
        # a second attempt has what the first has left; who only prepared a query leaves it half
        least = 0.0 if request.by_kind else limits.seconds / 2
        return QueryTask(
            request,
            result_format.name,
            prefixes,
            seconds=max(limits.seconds - spent, least),
            rows=limits.rows,
            size=limits.size,
            memory=limits.memory,
        )

    def dump(
        self,
        rdf_format: RdfFormat,
        graph: str | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes:
        """Every named graph, or the triples of one, from the writer."""
        return self._writer.dump(rdf_format, graph, prefixes)

    async def export(
        self,
        rdf_format: RdfFormat,
        graph: str | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Result:
        """The dump as a reader writes it."""
        limits = self._limits
        task = DumpTask(
            rdf_format.name,
            graph,
            prefixes or {},
            seconds=limits.seconds,
            memory=limits.memory,
            rows=limits.rows,
            size=limits.size,
        )
        return await self._begun(Running(self._pool, limits, self._caller), task)

    async def _begun(self, running: Running, task: Task) -> Result:
        if self._home.is_here:
            await running.start(task)
            return running
        await self._home.reach(running.start(task))
        return Distant(self._home, running)

    def work(self, name: str, payload: bytes) -> bytes:
        """The whole answer of work that a reader does."""
        task = WorkTask(name, payload, self._works.allowance)
        return self._done(self._working, self._works, task)

    async def perform(self, name: str, payload: bytes) -> Result:
        """The answer as its reader writes it."""
        task = WorkTask(name, payload, self._works.allowance)
        return await self._begun(Running(self._working, self._works, self._caller), task)

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one named graph, or of all of them (the merge left out)."""
        return self._writer.quads(graph)

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return self._writer.graphs()

    def count(self, graph: str | None = None) -> int:
        """Triples in one named graph, or different triples in the merge of all."""
        return self._writer.count(graph)

    def states(self, subject: str) -> bool:
        """Whether anything is said about that IRI."""
        return self._terms.states(subject, self._pool.state)

    def subjects(self, start: str, graph: str) -> tuple[str, ...]:
        """The IRIs that a graph says something about and that begin with `start`, sorted."""
        return self._terms.subjects(start, graph, self._pool.state)

    def close(self) -> None:
        """End the readers, then close the writer's store."""
        self._home.close(self._rest)
        for pool in self._pools:
            pool.close()
        self._hosting.close()
        self._writer.close()
