"""Running a query and sending its answer on as it comes, within the limits of time, rows and bytes.

An answer is never cut silently. What goes wrong before its first MiB was made becomes an error of its own; later on the
connection breaks off, so that the client cannot take a part for the whole.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.errors import KgError, QueryTimeout, ResultTooLarge
from kg.store.workers import Job
from kg.web.counting import RowCounter
from kg.web.errors import Refused
from kg.web.noting import note
from kg.web.spool import Spool
from kg.web.state import State

# An answer up to this size is awaited whole, so that an error on the way becomes an error of its own.
_HELD_BACK = 1 << 20
# A client that takes no piece of its answer for so long is gone, whatever its connection says.
_STALLED = 30.0

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may take: seconds, rows of a table, bytes. 0: as much as it likes."""

    seconds: float
    rows: int
    size: int

    def check(self, rows: int | None, size: int) -> None:
        """Whether an answer is still within them.

        Raises:
            ResultTooLarge: it is not.
        """
        if self.rows and rows is not None and rows > self.rows:
            raise ResultTooLarge(f"more than {self.rows} rows; ask for fewer with LIMIT, page by page with OFFSET")
        if self.size and size > self.size:
            raise ResultTooLarge(f"more than {self.size >> 20} MiB; ask for less with LIMIT, page by page with OFFSET")


def limits(state: State, asked_seconds: str = "") -> Limits:
    """The limits of a query; the client may ask for less time than there is, not for more.

    Raises:
        Refused: `asked_seconds` is no number above 0.
    """
    settings = state.settings
    seconds = settings.query_timeout
    if asked_seconds:
        try:
            asked = float(asked_seconds)
        except ValueError:
            asked = 0.0
        if not 0 < asked < float("inf"):
            raise Refused(400, "protocol", "give the seconds as a number above 0, such as 2.5", where="timeout")
        seconds = min(seconds, asked)
    return Limits(seconds, settings.result_rows, settings.result_mb << 20)


async def stream(
    request: Request, state: State, job: Job, headers: dict[str, str], *, allowed: Limits | None = None
) -> Response:
    """Run a query and send its answer on as it comes. A client that leaves ends its query.

    Raises:
        KgError: as `WorkerPool.run` does, or the answer is larger than `allowed`.
        Refused: the client has left.
    """
    making = _Making(request, state, job, allowed or limits(state))
    spool = Spool(making.run)
    await spool.__aenter__()
    try:
        ended = await unless_left(request, spool.filled(_HELD_BACK))
        headers = headers | {"X-Data-Version": making.version}
        if not ended and request.method != "HEAD":
            return _Streamed(spool, headers)
        whole = spool.whole()
    except BaseException:
        await spool.__aexit__()
        raise
    await spool.__aexit__()
    answer = Response(whole, headers=headers)
    if not ended:
        del answer.headers["content-length"]  # of a HEAD whose GET would go on
    return answer


class _Making:
    """An answer that is being made: by which version of the data, and how many rows so far."""

    def __init__(self, request: Request, state: State, job: Job, allowed: Limits) -> None:
        self._request = request
        self._state = state
        self._job = job
        self._allowed = allowed
        self._counter = RowCounter(job.format)
        self.version = "0"

    async def run(self, spool: Spool) -> None:
        begin = time.perf_counter()
        digest = hashlib.sha256(self._job.sparql.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        note(self._request, query=digest)
        try:
            async with asyncio.timeout(self._allowed.seconds), self._state.pool.run(self._job) as running:
                self.version = running.version
                async for piece in running:
                    spool.write(piece)
                    self._counter.see(piece)
                    self._allowed.check(self._counter.rows, spool.size)
        except TimeoutError:
            raise QueryTimeout(f"took longer than {self._allowed.seconds:g} s and was stopped") from None
        finally:
            note(
                self._request,
                rows=self._counter.rows,
                query_ms=round((time.perf_counter() - begin) * 1000, 1),
                data=self.version,
            )


class _Streamed(Response):
    """An answer that is still coming. What breaks it ends the connection without the end of the body."""

    def __init__(self, spool: Spool, headers: dict[str, str]) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._spool = spool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        watch = asyncio.create_task(self._watch(receive))
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            async for piece in self._spool:
                async with asyncio.timeout(_STALLED):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (KgError, Refused) as error:
            # The server below closes a connection whose answer was not completed.
            note(scope, outcome=getattr(error, "code", "") or type(error).__name__)
        except TimeoutError:
            note(scope, outcome="client-stalled")
        finally:
            watch.cancel()
            await self._spool.__aexit__()

    async def _watch(self, receive: Receive) -> None:
        await left(receive)
        self._spool.stop(Refused(408, "client-left", "the client left before the end of its answer"))


async def unless_left(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    """Do some work for a client, unless it leaves meanwhile.

    Raises:
        Refused: it left; the work was cancelled.
    """
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(left(request.receive))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            raise Refused(408, "client-left", "the client left before the answer")
        return task.result()
    finally:
        task.cancel()
        gone.cancel()


async def left(receive: Receive) -> None:
    """Wait until the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
