"""Running a query and sending its answer on as it comes, within the limits of time, rows and bytes.

An answer is never cut silently. What goes wrong before its first MiB was made becomes an error of its own; later on the
connection breaks off, so that the client cannot take a part for the whole.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from types import TracebackType
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.errors import KgError, ResultTooLarge, StoreBusy
from kg.store.jobs import Job
from kg.store.pool import Answering
from kg.web.counting import RowCounter, rows_of
from kg.web.errors import Refused
from kg.web.noting import note, noted
from kg.web.spool import Spool
from kg.web.state import State

# An answer up to this size is awaited whole, so that an error on the way becomes an error of its own.
_HELD_BACK = 1 << 20
# So many seconds a query has at least: what anybody could have answered is no error of the server's.
_LEAST = 0.1
# A client that takes no piece of its answer for so long is gone, whatever its connection says.
_STALLED = 30.0
# Whether a client has left is looked at after so many seconds.
_MOMENT = 0.05
LOOKED_UP = "kg.looked-up"
"""Under this name the scope has the `LookedUp` of a request that was answered without a worker."""


class Limits(NamedTuple):
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


class LookedUp(NamedTuple):
    """A look-up that was answered, and what its answer might have taken."""

    job: Job
    allowed: Limits


def limits(state: State, asked_seconds: str = "") -> Limits:
    """The limits of a query; the client may ask for less time than there is, not for more, nor for next to none.

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
        seconds = min(seconds, max(asked, _LEAST))
    return Limits(seconds, settings.result_rows, settings.result_mb << 20)


async def stream(
    request: Request, state: State, job: Job, headers: dict[str, str], *, allowed: Limits | None = None
) -> Response:
    """Run a query and send its answer on as it comes. A client that leaves ends its query.

    Raises:
        KgError: as `WorkerPool.run` does, or the answer is larger than `allowed`.
        Refused: the client has left.
    """
    allowed = allowed or limits(state)
    began = time.perf_counter()
    small = state.pool.look_up(job)
    if small is not None:
        version, found = str(small[0]), small[1]
        rows = rows_of(job.format, found)
        took = round((time.perf_counter() - began) * 1000, 1)
        note(request, query=digest(job.sparql), query_ms=took, rows=rows, data=version)
        allowed.check(rows, len(found))
        request.scope[LOOKED_UP] = LookedUp(job, allowed)
        return Response(found, headers=headers | {"X-Data-Version": version})
    making = _Making(request, state, job, allowed)
    async with Attended(request.receive):
        ended = await making.begin()
    headers = headers | {"X-Data-Version": making.version}
    if ended:
        return Response(making.whole(), headers=headers)
    if request.method == "HEAD":
        await making.give_up()
        answer = Response(headers=headers)
        del answer.headers["content-length"]  # that of a GET is not known
        return answer
    spool = Spool(making.go_on, state.room)
    try:
        making.fill(spool)
    except StoreBusy:
        await making.give_up()
        await spool.__aexit__()
        raise
    await spool.__aenter__()
    return Streamed(spool, headers)


class _Making:
    """An answer that is being made: by which version of the data, and how many rows so far.

    Most answers are small, and all that is done for them is `begin`. Of others it makes the beginning, and `go_on` the
    rest.
    """

    def __init__(self, request: Request, state: State, job: Job, allowed: Limits) -> None:
        self._allowed = allowed
        self._counter = RowCounter(job.format)
        self._run = state.pool.run(job, allowed.seconds)
        self._running: Answering | None = None
        self._held: list[bytes] = []
        self._size = 0
        self._began = time.perf_counter()
        self.version = "0"
        self._noted = noted(request)
        self._noted["query"] = digest(job.sparql)

    async def begin(self) -> bool:
        """Make all of it, or as much as is held back; whether that is all."""
        try:
            self._running = await self._run.__aenter__()
            self.version = self._running.version
            while self._size < _HELD_BACK:
                piece = await self._running.piece()
                if piece is None:
                    await self.give_up()
                    return True
                self._held.append(piece)
                self._seen(piece)
        except BaseException as error:
            raise await self._failed(error) from None
        return False

    def whole(self) -> bytes:
        """What was made so far."""
        return b"".join(self._held)

    def fill(self, spool: Spool) -> None:
        """Put what was made so far into the spool."""
        for piece in self._held:
            spool.write(piece)
        self._held.clear()

    async def go_on(self, spool: Spool) -> None:
        """Put the rest into the spool."""
        assert self._running is not None
        try:
            while (rest := await self._running.piece()) is not None:
                spool.write(rest)
                self._seen(rest)
            await self.give_up()
        except BaseException as error:
            raise await self._failed(error) from None

    async def give_up(self) -> None:
        """Make no more of it."""
        self._note()
        if self._running is not None:
            self._running = None
            await self._run.__aexit__(None, None, None)

    def _seen(self, piece: bytes) -> None:
        self._size += len(piece)
        self._counter.see(piece)
        self._allowed.check(self._counter.rows, self._size)

    async def _failed(self, error: BaseException) -> BaseException:
        """End the query for an error; the error in our words."""
        self._note()
        if self._running is not None:
            self._running = None
            try:
                await self._run.__aexit__(type(error), error, error.__traceback__)
            except KgError as told:
                return told
        return error

    def _note(self) -> None:
        told = self._noted
        told["query_ms"] = round((time.perf_counter() - self._began) * 1000, 1)
        told["data"] = self.version
        if (rows := self._counter.rows) is not None:
            told["rows"] = rows


class Streamed(Response):
    """An answer that is still coming. What breaks it ends the connection without the end of the body."""

    def __init__(self, spool: Spool, headers: dict[str, str]) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._spool = spool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
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

    async def aclose(self) -> None:
        """End it before it was sent."""
        await self._spool.__aexit__()

    async def _watch(self, receive: Receive) -> None:
        await left(receive)
        self._spool.stop(Refused(408, "client-left", "the client left before the end of its answer"))


class Attended:
    """While its block runs, the client is watched: if it leaves, the block is cancelled and `Refused` raised.

    Nobody looks before a moment has passed: most answers are there by then.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._task: asyncio.Task[Any] | None = None
        self._watch: asyncio.Task[None] | None = None
        self._gone = False

    async def __aenter__(self) -> None:
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(_MOMENT, self._look)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._watch is not None:
            self._watch.cancel()
        if self._gone and self._task is not None and self._task.uncancel() == 0:
            raise Refused(408, "client-left", "the client left before the answer") from None

    def _look(self) -> None:
        self._watch = asyncio.ensure_future(self._left())

    async def _left(self) -> None:
        await left(self._receive)
        self._gone = True
        if self._task is not None:
            self._task.cancel()


def digest(sparql: str) -> str:
    """By which equal queries are known in the log."""
    return hashlib.sha256(sparql.encode("utf-8", "surrogatepass")).hexdigest()[:16]


async def left(receive: Receive) -> None:
    """Wait until the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
