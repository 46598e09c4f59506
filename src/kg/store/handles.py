"""The server's handles on its query workers, and on the fork servers that they come from."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from kg.errors import StoreError
from kg.store.generations import Generation
from kg.store.jobs import END, ERROR, USED, Frames, untold
from kg.store.memory import TooLarge

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Libraries of numpy's start threads otherwise, which no fork survives."""
_UNREAD = 1 << 20
"""A worker that is this far ahead of who reads its answer has to wait."""
_LOWEST = 19


class WorkerEnded(Exception):  # noqa: N818 - reads as what happened
    """A worker ended before its answer did; `expired` if that was for its time."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__()
        self.expired = expired


class Worker(asyncio.Protocol):
    """A query worker. It has one job at a time: `send` it, then take each `frame` until the end."""

    def __init__(self, pid: int, process: int | None, generation: Generation) -> None:
        self.pid = pid
        self.generation = generation
        self.busy = False
        self.fit = True
        """Whether it may have another job after this one."""
        self._expired = False
        self._process = process
        self._frames = Frames()
        self._wake: asyncio.Future[None] | None = None
        self._gone = False
        self._paused = False
        self._transport: asyncio.Transport | None = None

    def send(self, message: bytes) -> None:
        """Give it a job."""
        self.busy = True
        if self._transport is not None:
            self._transport.write(message)

    async def frame(self) -> tuple[bytes, bytes]:
        """The next frame of its answer.

        Raises:
            KgError: the frame is an error.
            WorkerEnded: it has ended.
        """
        while (frame := self._frames.next()) is None:
            if self._gone:
                raise WorkerEnded(expired=self._expired)
            if self._paused and self._transport is not None:
                self._transport.resume_reading()
                self._paused = False
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
        kind, payload = frame
        if kind == ERROR:
            self.busy = False
            raise untold(payload)
        if kind == END:
            self.busy = False
            self.fit = self.fit and payload != USED
        return frame

    def expire(self) -> None:
        """End it, since its time is over."""
        self._expired = True
        self.kill()

    def yield_to_others(self) -> None:
        """Let it have what time of the processors others leave."""
        self.fit = False  # only a privileged process could take that back
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWEST)

    def kill(self) -> None:
        """End it, whatever it is doing."""
        if self._gone:
            return
        with contextlib.suppress(ProcessLookupError):
            if self._process is not None:
                signal.pidfd_send_signal(self._process, signal.SIGKILL)  # type: ignore[attr-defined, unused-ignore]
            else:
                os.kill(self.pid, signal.SIGKILL)
        if self._transport is not None:
            self._transport.abort()

    @property
    def gone(self) -> bool:
        """Whether it has hung up."""
        return self._gone

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        self._frames.feed(data)
        if len(self._frames) > _UNREAD and self._transport is not None and not self._paused:
            self._transport.pause_reading()
            self._paused = True
        self._woken()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._gone = True
        if self._process is not None:
            os.close(self._process)
            self._process = None
        self._woken()

    def _woken(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)


class ForkServer:
    """A fork server over the store in `folder`: over a copy in memory if `copy_mb` says how large that may be."""

    def __init__(self, folder: Path, query_mb: int, copy_mb: int = 0) -> None:
        self._arguments = (str(folder), str(query_mb), str(copy_mb))
        self._process: Process | None = None
        self._control: socket.socket | None = None
        self._asked: deque[asyncio.Future[tuple[dict[str, Any], list[int]]]] = deque()
        self._said = bytearray()
        self._handles: list[int] = []
        self.news: Callable[[Generation, int | None, Mapping[str, int]], None] = lambda generation, file, lengths: None
        """Called when workers of that snapshot forked from now on have columns, too: with these columns' file, which is
        closed afterwards (None: this process has too many open), and the lengths of what is in there."""

    @property
    def running(self) -> bool:
        """Whether it is there to be asked."""
        return self._control is not None

    async def start(self) -> None:
        """Start the process; it is there as soon as it answers."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                ours.setblocking(False)
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-m",
                    "kg.store.forkserver",
                    *self._arguments,
                    stdin=theirs.fileno(),
                    env=os.environ | _ONE_THREAD,
                )
        except BaseException:  # also when the pool is closed meanwhile
            ours.close()
            raise
        self._control = ours
        asyncio.get_running_loop().add_reader(ours.fileno(), self._hear)

    async def fork(self) -> Worker:
        """A new worker.

        Raises:
            StoreError: none can be made.
        """
        told, handles = await self._ask("fork")
        loop = asyncio.get_running_loop()
        connection = socket.socket(fileno=handles[0])
        connection.setblocking(False)
        process = handles[1] if len(handles) > 1 else None
        worker = Worker(told["pid"], process, Generation(told["number"], told["stamp"]))
        try:
            await loop.create_unix_connection(lambda: worker, sock=connection)
        except BaseException:
            connection.close()
            worker.kill()
            raise
        return worker

    async def advance(self) -> Generation:
        """Bring its copy up to date; of which snapshot it is a copy now.

        Raises:
            TooLarge: the copy would be larger than it may be.
            StoreError: it cannot be made.
        """
        told, _ = await self._ask("advance")
        return Generation(told["number"], told["stamp"])

    async def close(self) -> None:
        """End it, and with it its workers."""
        self._hang_up()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
            self._process = None

    async def _ask(self, what: str) -> tuple[dict[str, Any], list[int]]:
        if self._control is None:
            raise StoreError("the process that starts query workers has ended")
        answer: asyncio.Future[tuple[dict[str, Any], list[int]]] = asyncio.get_running_loop().create_future()
        try:
            self._control.send(json.dumps({what: True}).encode() + b"\n")
        except OSError as error:
            raise StoreError(f"the process that starts query workers has ended: {error}") from error
        self._asked.append(answer)
        try:
            # Shielded: the answers come in the order of the questions, whether somebody waits for them or not.
            told, handles = await asyncio.shield(answer)
        except asyncio.CancelledError:
            answer.add_done_callback(_dropped)
            raise
        if "error" in told:
            raise (TooLarge if told["type"] == TooLarge.__name__ else StoreError)(told["error"])
        return told, handles

    def _hear(self) -> None:
        assert self._control is not None
        try:
            data, handles, _, _ = socket.recv_fds(self._control, 1 << 16, 64)
        except BlockingIOError:
            return
        except OSError:
            data, handles = b"", []
        self._handles += handles
        if not data:
            self._hang_up()
            return
        self._said += data
        while (end := self._said.find(b"\n")) >= 0:
            told = json.loads(self._said[:end])
            del self._said[: end + 1]
            count = min(len(self._handles), told.pop("handles", 0))
            handles, self._handles = self._handles[:count], self._handles[count:]
            if "columns" in told:
                self._tell_news(Generation(told["number"], told["stamp"]), handles, told["columns"])
                continue
            answer = self._asked.popleft()
            answer.set_result((told, handles))

    def _tell_news(self, generation: Generation, handles: list[int], lengths: Mapping[str, int]) -> None:
        try:
            self.news(generation, handles[0] if handles else None, lengths)
        finally:
            for handle in handles:
                os.close(handle)

    def _hang_up(self) -> None:
        if self._control is None:
            return
        asyncio.get_running_loop().remove_reader(self._control.fileno())
        self._control.close()
        self._control = None
        for handle in self._handles:
            os.close(handle)
        self._handles.clear()
        for answer in self._asked:
            if not answer.done():
                answer.set_result(({"error": "the process that starts query workers has ended", "type": ""}, []))
        self._asked.clear()


def _dropped(answer: asyncio.Future[tuple[dict[str, Any], list[int]]]) -> None:
    """Let go of a worker that nobody waits for any more: it ends when its connection does."""
    for handle in answer.result()[1]:
        os.close(handle)
