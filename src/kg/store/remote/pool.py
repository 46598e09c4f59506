"""The server's queries, passed on to a SPARQL server, within our limits.

A query has its time: the server is told how long it may take, where it can be told, and whatever it says, the
connection is closed when the time is over, or when nobody waits for the answer any more.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox

from kg.errors import KgError, QueryTimeout, StoreBusy
from kg.settings import Settings
from kg.store.answers import engine_errors
from kg.store.base import Row
from kg.store.formats import TABLES, Format
from kg.store.generations import Generation
from kg.store.jobs import Job
from kg.store.remote.address import ServerAddress
from kg.store.remote.client import (
    FORM,
    HEADERS,
    Unanswered,
    not_whole,
    probing,
    query_form,
    refused,
    timeout,
    tls,
    unanswered,
)
from kg.store.remote.dialects import Dialect, dialect_of
from kg.store.remote.state import State, StateGraph
from kg.store.tokens import Form, read_query

_logger = logging.getLogger(__name__)

_JSON = TABLES[0]
_LOOK_SECONDS = 1.0
"""So often it is asked whether there is a newer version."""
_IN_MEMORY = 1 << 20
_PIECE = 1 << 16


class RemotePool:
    """At most `query_workers` queries at once over the server of these settings."""

    def __init__(self, settings: Settings) -> None:
        self.address = ServerAddress.of(settings)
        self.timeout = settings.query_timeout
        self.has_columns = False
        self.source = "server"
        self._graph = StateGraph(settings.base_iri)
        self._any = f"SELECT ?article WHERE {{ ?article a <{settings.base_iri}ontology#Article> }} LIMIT 1"
        self._queue = settings.query_queue
        self._slots = asyncio.Semaphore(settings.query_workers)
        self._waiting = 0
        self._state = State()
        self._began = time.time_ns()
        self._dialect: Dialect | None = None
        self._looking: asyncio.Task[None] | None = None
        self._http = httpx.AsyncClient(
            auth=self.address.auth(),
            headers=HEADERS,
            limits=httpx.Limits(max_connections=settings.query_workers + 4),
            verify=tls(self.address.query),
            trust_env=False,
        )

    @property
    def generation(self) -> Generation:
        """See `kg.store.pool.Pool`; while somebody writes, another one every few seconds."""
        return self._state.generation

    @property
    def settled(self) -> Generation:
        """See `kg.store.pool.Pool`."""
        return self._state.settled

    @property
    def version(self) -> str:
        """See `kg.store.pool.Pool`."""
        return str(self.generation)

    def run(self, job: Job, seconds: float | None = None) -> _Run:
        """See `kg.store.pool.Pool`."""
        return _Run(self, job, min(self.timeout, seconds or self.timeout))

    def look_up(self, job: Job) -> None:
        """See `kg.store.pool.Pool`: the server is asked for everything."""

    async def rows(self, sparql: str, *, in_order: bool = False) -> tuple[tuple[str, ...], list[Row]]:
        """See `kg.store.pool.Pool`."""
        async with self.run(Job(sparql, in_order=in_order)) as running:
            body = await running.read()
        answer = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        assert isinstance(answer, ox.QuerySolutions)
        names = tuple(variable.value for variable in answer.variables)
        return names, [{name: value for name in names if (value := row[name]) is not None} for row in answer]

    async def look(self) -> None:
        """See `kg.store.pool.Pool`. Raises StoreError where the server does not answer."""
        names, rows = await self.rows(self._graph.query)
        if rows:
            self._state = self._graph.read(str(rows[0][names[0]].value))  # type: ignore[union-attr]
        elif self._state == State() and (await self.rows(self._any))[1]:
            self._state = State(Generation(1, self._began))  # data that others have brought there

    async def start(self) -> None:
        """See `kg.store.pool.Pool`."""
        with contextlib.suppress(KgError):  # the first query will tell
            await self.look()
        self._looking = asyncio.ensure_future(self._keep_looking())

    async def close(self) -> None:
        """See `kg.store.pool.Pool`."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await self._http.aclose()

    # What a `_Run` needs.

    async def take_slot(self, seconds: float) -> None:
        """Wait until another query may run, for so long at most."""
        if not self._slots.locked():
            await self._slots.acquire()
            return
        if self._waiting >= self._queue:
            raise StoreBusy("too many queries at once; try again in a moment", where=self.address.query)
        self._waiting += 1
        try:
            async with asyncio.timeout(seconds):
                await self._slots.acquire()
        except TimeoutError:
            raise StoreBusy(f"none of the queries before ended within {seconds:g} s; try again later") from None
        finally:
            self._waiting -= 1

    def free_slot(self) -> None:
        """Let another query run."""
        self._slots.release()

    async def ask(self, job: Job, seconds: float) -> httpx.Response:
        """Send a query; the answer's head. One connection that broke, as an idle one may, is passed over.

        Raises:
            KgError: the server refuses the query, or does not answer.
        """
        query = read_query(job.sparql)
        sparql = f"BASE <{job.base_iri}> {query.text}" if job.base_iri else query.text
        of_all = not (query.names_graphs or job.default_graphs or job.named_graphs)
        dialect = await self.dialect()
        form = query_form(
            dialect,
            sparql,
            job.default_graphs,
            job.named_graphs,
            of_all=of_all,
            seconds=seconds,
            in_order=job.in_order,
        )
        headers = {"Accept": dialect.asked(job.format).media_type, "Content-Type": FORM}
        content = urlencode(form, errors="surrogatepass")
        for again in (True, False):
            try:
                return await self._begun(dialect, content, headers, seconds, sparql)
            except Unanswered:
                if not again:
                    raise
        raise AssertionError

    async def dialect(self) -> Dialect:
        """Which server it is. Raises StoreError where it does not answer."""
        if self._dialect is None:
            try:
                response = await self._http.send(probing(self.address))
            except httpx.HTTPError as error:
                raise unanswered(self.address.query, error) from error
            self._dialect = dialect_of(response.headers.get("server", ""))
        return self._dialect

    async def _begun(
        self, dialect: Dialect, content: str, headers: dict[str, str], seconds: float, sparql: str
    ) -> httpx.Response:
        request = self._http.build_request(
            "POST", self.address.query, content=content, headers=headers, timeout=timeout(seconds + 1)
        )
        try:
            response = await self._http.send(request, stream=True)
            if response.is_error:
                body = (await response.aread()).decode("utf-8", "replace")
                raise refused(dialect, self.address, response.status_code, body, sparql)
        except httpx.HTTPError as error:
            raise unanswered(self.address.query, error) from error
        if reason := dialect.unfinished(response.headers):
            await response.aclose()
            raise not_whole(self.address, reason)
        return response

    async def _keep_looking(self) -> None:
        told = False
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self.look()
                told = False
            except KgError as error:
                if not told:
                    _logger.warning("the store's server does not tell its version: %s", error)
                told = True


class Passing:
    """An answer on its way; see `kg.store.pool.Answering`."""

    def __init__(self, pieces: AsyncIterator[bytes], version: str, until: float) -> None:
        self.version = version
        self._pieces = pieces
        self._until = until

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (piece := await self.piece()) is not None:
            yield piece

    async def piece(self) -> bytes | None:
        """The next piece; None at the end of the answer."""
        async with asyncio.timeout_at(self._until):
            return await anext(self._pieces, None)

    async def read(self) -> bytes:
        """The whole answer."""
        return b"".join([piece async for piece in self])


class _Run:
    """One query from its begin to its end."""

    def __init__(self, pool: RemotePool, job: Job, seconds: float) -> None:
        self._pool = pool
        self._job = job
        self._seconds = seconds
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Passing:
        pool, job = self._pool, self._job
        form = read_query(job.sparql).form  # what is no query takes no slot
        await pool.take_slot(self._seconds)
        self._stack.callback(pool.free_slot)
        until = asyncio.get_running_loop().time() + self._seconds
        version = pool.version
        try:
            async with asyncio.timeout_at(until):
                response = await pool.ask(job, self._seconds)
            self._stack.push_async_callback(response.aclose)
            pieces = _pieces(response, await pool.dialect(), job.format, form)
            self._stack.push_async_callback(pieces.aclose)
            return Passing(pieces, version, until)
        except BaseException as error:
            await self._stack.aclose()
            raise self._told(error) from None

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()
        if error is not None and (told := self._told(error)) is not error:
            raise told from None

    def _told(self, error: BaseException) -> BaseException:
        if isinstance(error, TimeoutError | QueryTimeout):
            return QueryTimeout(f"took longer than {self._seconds:g} s and was stopped")
        if isinstance(error, httpx.HTTPError):
            return unanswered(self._pool.address.query, error)
        return error


async def _pieces(
    response: httpx.Response, dialect: Dialect, wanted: Format, form: Form
) -> AsyncGenerator[bytes, None]:
    """The answer in the wanted format: passed on as it comes where the server has it so, else made of what it has."""
    asked = dialect.asked(wanted)
    came = _mended(response, dialect, form) if asked is _JSON else response.aiter_bytes()
    if asked is wanted:
        async for piece in came:
            if piece:
                yield piece
        return
    with SpooledTemporaryFile(_IN_MEMORY) as source, SpooledTemporaryFile(_IN_MEMORY) as output:
        async for piece in came:
            source.write(piece)
        source.seek(0)
        await asyncio.to_thread(_converted, source, asked, wanted, output)
        output.seek(0)
        while piece := output.read(_PIECE):
            yield piece


async def _mended(response: httpx.Response, dialect: Dialect, form: Form) -> AsyncIterator[bytes]:
    """An answer in JSON, cut where a line ends; that of an ASK whole."""
    if form == "ASK":
        yield dialect.truth(await response.aread())
        return
    kept = b""
    async for piece in response.aiter_bytes():
        kept += piece
        end = kept.rfind(b"\n") + 1
        if end:
            yield dialect.mended(kept[:end])
            kept = kept[end:]
    yield dialect.mended(kept)


def _converted(source: IO[bytes], asked: Format, wanted: Format, output: IO[bytes]) -> None:
    with engine_errors(""):
        if isinstance(wanted.engine, ox.QueryResultsFormat):
            assert isinstance(asked.engine, ox.QueryResultsFormat)
            answer = ox.parse_query_results(source, format=asked.engine)
            if isinstance(answer, ox.QuerySolutions | ox.QueryBoolean):
                answer.serialize(output, format=wanted.engine)
        else:
            assert isinstance(asked.engine, ox.RdfFormat)
            triples = (quad.triple for quad in ox.parse(source, format=asked.engine))
            ox.serialize(triples, output, format=wanted.engine)
