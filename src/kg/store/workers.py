"""Queries in processes of their own, each of which can be stopped whatever it is doing.

The engine has no time limit and cannot be interrupted, so a query runs in a worker (`kg.store.worker`); when its time
is over, its memory runs out or its client leaves, the worker is killed, and another one forked.

There are two kinds of workers. Those over a copy of the data in memory are the faster ones; making the copy takes a
while after each change of the data, and the memory of the machine bounds its size. Those on disk see the newest
snapshot at once. A query goes to the former if their copy is one of the newest snapshot, else to the latter: so none is
answered from data that were already replaced when it began.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryTimeout, QueryTooLarge, StoreBusy, StoreError
from kg.store.base import Row
from kg.store.generations import NONE, Generation, Generations
from kg.store.handles import ForkServer, Worker, WorkerEnded
from kg.store.jobs import DATA, VERSION, Job
from kg.store.memory import TooLarge
from kg.store.near import Near
from kg.store.tiers import Tier

__all__ = ["Job", "Running", "WorkerPool"]

_logger = logging.getLogger(__name__)

_LOOK_SECONDS = 0.5
"""So often it is looked whether there is a newer snapshot, where no query asks."""
_LONG_SECONDS = 1.0
"""A query that takes longer yields to others: shorter ones are not to wait for it."""


class WorkerPool:
    """At most `size` queries at once over the store in `folder`.

    `timeout` is the seconds that a query may take, and may wait for a worker before (or fewer, if `run` says so);
    `memory_mb` the memory that a query may take (0: no limit); `queue` how many queries may wait; `copy_mb` the memory
    that a copy of the data may take (0: none is made).
    """

    def __init__(
        self,
        folder: Path,
        *,
        size: int = 2,
        timeout: float = 30.0,
        memory_mb: int = 2048,
        queue: int = 64,
        copy_mb: int = 0,
    ) -> None:
        self.folder = folder
        self.size = size
        self.timeout = timeout
        self.memory_mb = memory_mb
        self.queue = queue
        self._generations = Generations(folder)
        self._newest = NONE
        self._disk = Tier(ForkServer(folder, memory_mb), spare=1)
        self._memory = Tier(ForkServer(folder, memory_mb, copy_mb), spare=size) if copy_mb else None
        if self._memory is not None:
            self._memory.server.news = self._has_columns
        self._columns = NONE
        self._slots = asyncio.Semaphore(size)
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._near = Near(folder)

    @property
    def generation(self) -> Generation:
        """The newest snapshot: a query that begins now is answered from it."""
        return self._generations.current()

    @property
    def settled(self) -> Generation:
        """The newest snapshot: a snapshot is always whole."""
        return self._generations.current()

    async def look(self) -> None:
        """Nothing to do: each query looks for the newest snapshot."""

    @property
    def version(self) -> str:
        """The number of the newest snapshot. "0" while there is none."""
        return str(self._generations.current())

    @property
    def in_memory(self) -> bool:
        """Whether a query that begins now is answered from a copy in memory."""
        return self._memory is not None and self._memory.generation == self.generation != NONE

    @property
    def source(self) -> str:
        """From what a query that begins now is answered: a copy in `memory`, or `disk`."""
        return "memory" if self.in_memory else "disk"

    @property
    def has_columns(self) -> bool:
        """Whether a query that begins now is answered from columns, if it is one for them."""
        return self.in_memory and self._columns == self.generation

    def pids(self) -> set[int]:
        """The processes that answer queries."""
        tiers = (self._disk, self._memory) if self._memory is not None else (self._disk,)
        return {worker.pid for tier in tiers for worker in tier.alive}

    def look_up(self, job: Job) -> tuple[Generation, bytes] | None:
        """The version and the answer of a query that is so small that it needs no worker.

        None: it is none of those, or a worker is to tell what is wrong with it.
        """
        generation = self._generations.current()
        answer = self._near.answer(job, generation)
        return None if answer is None else (generation, answer)

    def run(self, job: Job, seconds: float | None = None) -> _Run:
        """Answer a query: `async with pool.run(job) as running`. Leaving the block before the answer ended ends it.

        It may be given fewer seconds than others.

        Raises:
            QuerySyntaxError, QueryError: the query cannot be answered.
            QueryTimeout: its time is over. QueryTooLarge: its memory ran out. While the answer is read, too.
            StoreBusy: too many queries wait.
            StoreError: there is nothing to read, or the engine failed.
        """
        return _Run(self, job, min(self.timeout, seconds or self.timeout))

    async def rows(self, sparql: str, *, in_order: bool = False) -> tuple[tuple[str, ...], list[Row]]:
        """Columns and rows of a SELECT. Raises like `run`."""
        async with self.run(Job(sparql, in_order=in_order)) as running:
            answer = ox.parse_query_results(await running.read(), format=ox.QueryResultsFormat.JSON)
        assert isinstance(answer, ox.QuerySolutions)
        names = tuple(variable.value for variable in answer.variables)
        return names, [{name: value for name in names if (value := row[name]) is not None} for row in answer]

    async def start(self) -> None:
        """Start what workers come from, ahead of the first query."""
        self._in_background(self._keep_up())

    async def close(self) -> None:
        """End all workers, whatever they are doing."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._near.close()
        await self._disk.close()
        if self._memory is not None:
            await self._memory.close()

    # What a `_Run` needs.

    async def take_slot(self, seconds: float) -> None:
        """Wait until another query may run, for so long at most."""
        if not self._slots.locked():
            await self._slots.acquire()
            return
        if self._waiting >= self.queue:
            raise StoreBusy("too many queries at once; try again in a moment", where=str(self.folder))
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await self._slots.acquire()
        except TimeoutError:
            raise StoreBusy(f"no worker was free for {seconds:g} s; try again later") from None
        finally:
            self._waiting -= 1

    def free_slot(self) -> None:
        """Let another query run."""
        self._slots.release()

    async def take_worker(self) -> Worker:
        """A worker for a query that begins now."""
        newest = self._look()
        memory = self._memory
        if memory is not None and memory.generation == newest != NONE:
            try:
                worker = await memory.take()
            except StoreError:
                memory.generation = NONE
                self._changed.set()
            else:
                if worker.generation == newest:
                    return worker
                memory.give_back(worker)  # the data changed while it was forked
                if worker.generation == NONE:  # or its fork server was started anew, and has no copy so far
                    memory.generation = NONE
                    self._changed.set()
        return await self._disk.take()

    def give_back(self, worker: Worker) -> None:
        """Take a worker back from a query; one that is still busy with it is ended."""
        tier = self._memory if self._memory is not None and worker in self._memory.alive else self._disk
        tier.give_back(worker)
        if tier.short and not tier.filling:
            self._in_background(tier.fill())

    async def orphaned(self, worker: Worker | None) -> bool:
        """Whether a worker ended because the process that it was forked from did."""
        await asyncio.sleep(0)  # that one ended first, but which of the two is heard of first is chance
        tiers = (self._disk, self._memory) if self._memory is not None else (self._disk,)
        return any(worker in tier.alive and not tier.server.running for tier in tiers)

    async def _keep_up(self) -> None:
        """Keep the copy in memory up to date, and workers ready."""
        while True:
            self._changed.clear()
            try:
                newest = self._look()
                await self._near.open(newest)
                await self._disk.fill()
                if self._memory is not None and newest not in (NONE, self._memory.generation):
                    await self._renew(self._memory)
            except Exception:
                _logger.exception("keeping query workers ready failed; trying again")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._changed.wait()

    def _look(self) -> Generation:
        """The newest snapshot; workers that have read an older one are not used any more."""
        newest = self._generations.current()
        if newest != self._newest:
            self._newest = newest
            self._changed.set()
            self._disk.retire()
        return newest

    def _has_columns(self, generation: Generation, file: int | None, lengths: Mapping[str, int]) -> None:
        """Workers that have columns take the place of those that have none."""
        self._columns = generation
        self._near.take_columns(generation, file, lengths)
        if self._memory is not None:
            self._memory.retire()
            self._in_background(self._memory.fill())

    async def _renew(self, memory: Tier) -> None:
        memory.generation = NONE
        memory.retire()
        try:
            memory.generation = await memory.advance()
            await memory.fill()
        except TooLarge as error:
            _logger.warning("%s", error.message)
            self._memory = None
            await memory.close()
        except StoreError as error:
            _logger.warning("no copy of the data in memory: %s", error)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class Running:
    """An answer on its way: iterate its pieces. `version` names the data that it comes from."""

    def __init__(self, worker: Worker, version: str) -> None:
        self.version = version
        self._worker = worker

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (piece := await self.piece()) is not None:
            yield piece

    async def piece(self) -> bytes | None:
        """The next piece; None at the end of the answer."""
        kind, payload = await self._worker.frame()
        return payload if kind == DATA else None

    async def read(self) -> bytes:
        """The whole answer."""
        return b"".join([piece async for piece in self])


class _Run:
    """One query from its begin to its end; see `WorkerPool.run`."""

    def __init__(self, pool: WorkerPool, job: Job, seconds: float) -> None:
        self._pool = pool
        self._job = job
        self._seconds = seconds
        self._worker: Worker | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Running:
        message = self._job.message(self._seconds)
        await self._pool.take_slot(self._seconds)
        try:
            try:
                return await self._begun(message)
            except WorkerEnded as ended:
                if ended.expired or not await self._pool.orphaned(self._worker):
                    raise
                self._give_back()
                return await self._begun(message)
        except BaseException as error:
            self._end()
            raise self._told(error) from None

    async def _begun(self, message: bytes) -> Running:
        """Have a worker begin with it."""
        worker = self._worker = await self._pool.take_worker()
        worker.send(message)
        self._timer = asyncio.get_running_loop().call_later(min(_LONG_SECONDS, self._seconds), self._later)
        kind, payload = await worker.frame()
        if kind != VERSION:
            raise StoreError(f"a worker answered with a frame {kind!r}")
        return Running(worker, payload.decode())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        if error is not None and (told := self._told(error)) is not error:
            raise told from None

    def _later(self) -> None:
        worker = self._worker
        if worker is None:
            return
        if self._seconds <= _LONG_SECONDS:
            worker.expire()
            return
        worker.yield_to_others()
        self._timer = asyncio.get_running_loop().call_later(self._seconds - _LONG_SECONDS, worker.expire)

    def _end(self) -> None:
        self._give_back()
        self._pool.free_slot()

    def _give_back(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._worker is not None:
            self._pool.give_back(self._worker)
            self._worker = None

    def _told(self, error: BaseException) -> BaseException:
        if not isinstance(error, WorkerEnded):
            return error
        if error.expired:
            return QueryTimeout(f"took longer than {self._seconds:g} s and was stopped")
        # Nothing but its own memory limit, or somebody with a signal, ends a worker.
        return QueryTooLarge(f"needed more than {self._pool.memory_mb} MB of memory and was stopped")
