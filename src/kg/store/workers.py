"""Queries in processes of their own, each of which can be stopped whatever it is doing.

The engine has no time limit and cannot be interrupted, so a query runs in a worker (`kg.store.worker`) that reads the
store's newest snapshot; when its time is over, its memory runs out or its client leaves, the worker is killed and
another one started. Loading goes on meanwhile in whichever process does it: each query sees the snapshot that is newest
when it begins.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

import kg.errors
from kg.errors import KgError, QuerySyntaxError, QueryTimeout, QueryTooLarge, StoreBusy, StoreError
from kg.store.base import Row
from kg.store.embedded import Writer
from kg.store.formats import TABLES, Format

_JSON = TABLES[0]
_START_TIMEOUT = 15.0


@dataclass(frozen=True, slots=True)
class Job:
    """One query to answer, and the format to answer in."""

    sparql: str
    format: Format = _JSON
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    base_iri: str | None = None

    def message(self) -> bytes:
        """As a worker takes it."""
        told = {
            "sparql": self.sparql,
            "format": self.format.name,
            "kind": self.format.kind,
            "default_graphs": list(self.default_graphs),
            "named_graphs": list(self.named_graphs),
            "base_iri": self.base_iri,
        }
        body = json.dumps(told).encode("utf-8", "surrogatepass")
        return struct.pack(">I", len(body)) + body


class Running:
    """An answer on its way: iterate its pieces. `version` names the data that it comes from."""

    def __init__(self, worker: _Worker, version: str, deadline: float) -> None:
        self.version = version
        self._worker = worker
        self._deadline = deadline

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            kind, payload = await self._worker.frame(self._deadline)
            if kind == b"E":
                self._worker.busy = False
                return
            yield payload

    async def read(self) -> bytes:
        """The whole answer."""
        return b"".join([piece async for piece in self])


@dataclass
class WorkerPool:
    """At most `size` workers over the store in `folder`, started when they are first needed.

    `timeout` is the seconds that a query may take, and may wait for a worker before; `memory_mb` the address space of
    a worker (0: no limit); `queue` how many queries may wait.
    """

    folder: Path
    size: int = 2
    timeout: float = 30.0
    memory_mb: int = 2048
    queue: int = 64
    _idle: list[_Worker] = field(default_factory=list)
    _alive: set[_Worker] = field(default_factory=set)
    _waiting: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _closed: bool = False

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.size)

    @property
    def version(self) -> str:
        """Names the newest snapshot: a query that begins now is answered from it. "0" while there is none."""
        return str(Writer(self.folder).current())

    @asynccontextmanager
    async def run(self, job: Job) -> AsyncIterator[Running]:
        """Answer a query. Leaving the block before the answer ended ends the query.

        Raises:
            QuerySyntaxError, QueryError: the query cannot be answered.
            QueryTimeout: its time is over. QueryTooLarge: its memory ran out. While the answer is read, too.
            StoreBusy: too many queries wait.
            StoreError: there is nothing to read, or the engine failed.
        """
        if self._waiting >= self.queue:
            raise StoreBusy("too many queries at once; try again in a moment", where=str(self.folder))
        self._waiting += 1
        try:
            async with asyncio.timeout(self.timeout):
                await self._slots.acquire()
        except TimeoutError:
            raise StoreBusy(f"no worker was free for {self.timeout:g} s; try again later") from None
        finally:
            self._waiting -= 1
        try:
            worker = self._idle.pop() if self._idle else await self._start()
            deadline = asyncio.get_running_loop().time() + self.timeout
            try:
                worker.busy = True
                await worker.send(job)
                kind, payload = await worker.frame(deadline)
                if kind != b"V":
                    raise StoreError(f"a worker answered with a frame {kind!r}")
                yield Running(worker, payload.decode(), deadline)
            except TimeoutError:
                raise QueryTimeout(f"took longer than {self.timeout:g} s and was stopped") from None
            except (EOFError, ConnectionError):
                # Nothing but its own memory limit, or somebody with a signal, ends a worker.
                raise QueryTooLarge(f"needed more than {self.memory_mb} MB of memory and was stopped") from None
            finally:
                self._give_back(worker)
        finally:
            self._slots.release()

    async def rows(self, sparql: str) -> tuple[tuple[str, ...], list[Row]]:
        """Columns and rows of a SELECT. Raises like `run`."""
        async with self.run(Job(sparql)) as running:
            answer = ox.parse_query_results(await running.read(), format=ox.QueryResultsFormat.JSON)
        assert isinstance(answer, ox.QuerySolutions)
        names = tuple(variable.value for variable in answer.variables)
        return names, [{name: value for name in names if (value := row[name]) is not None} for row in answer]

    async def start(self) -> None:
        """Start one worker ahead of the first query."""
        self._idle.append(await self._start())

    async def close(self) -> None:
        """End all workers, whatever they are doing."""
        self._closed = True
        while self._alive or self._tasks:
            for worker in self._alive:
                worker.kill()
            ended = [worker.ended() for worker in self._alive]
            self._alive.clear()
            await asyncio.gather(*ended, *self._tasks, return_exceptions=True)
        self._idle.clear()

    async def _start(self) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.store.worker", str(self.folder), str(self.memory_mb), stdin=PIPE, stdout=PIPE
        )
        worker = _Worker(process)
        self._alive.add(worker)
        try:
            await worker.frame(asyncio.get_running_loop().time() + _START_TIMEOUT)
        except (TimeoutError, EOFError):
            worker.kill()
            self._alive.discard(worker)
            await worker.ended()
            raise StoreError("a query worker does not start", where=str(self.folder)) from None
        return worker

    def _give_back(self, worker: _Worker) -> None:
        if worker.busy:
            worker.kill()
            self._alive.discard(worker)
            self._in_background(self._replace(worker))
        else:
            self._idle.append(worker)

    async def _replace(self, worker: _Worker) -> None:
        await worker.ended()
        if self._closed:
            return
        if len(self._alive) < self.size:
            with contextlib.suppress(StoreError):
                self._idle.append(await self._start())

    def _in_background(self, coroutine: Any) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Worker:
    def __init__(self, process: Process) -> None:
        self.process = process
        self.busy = False

    async def send(self, job: Job) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(job.message())
        await self.process.stdin.drain()

    async def frame(self, deadline: float) -> tuple[bytes, bytes]:
        """The next frame.

        Raises:
            KgError: the frame is an error.
            TimeoutError: the time is over. EOFError: the worker has ended.
        """
        assert self.process.stdout is not None
        async with asyncio.timeout_at(deadline):
            head = await self.process.stdout.readexactly(5)
            payload = await self.process.stdout.readexactly(struct.unpack(">I", head[1:])[0])
        if head[:1] == b"X":
            self.busy = False
            raise _error(json.loads(payload))
        return head[:1], payload

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()

    async def ended(self) -> None:
        """Close its pipes, and wait until it is gone.

        In this order: as long as a pipe holds the rest of an answer that was given up, asyncio never says that it is.
        """
        self.process._transport.close()  # type: ignore[attr-defined]  # there is no public way
        await self.process.wait()


def _error(told: dict[str, Any]) -> KgError:
    kind: type[KgError] = getattr(kg.errors, told["type"], StoreError)
    if kind is QuerySyntaxError:
        return QuerySyntaxError(told["message"], line=told["line"], column=told["column"])
    return kind(told["message"], where=told["where"])
