"""Workers that can be killed: limits hold, others go on, nothing stays behind."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, QuerySyntaxError, QueryTimeout, QueryTooLarge, StoreBusy, StoreError
from kg.store import GRAPHS, TABLES, named_format, open_store, text
from kg.store.workers import Job, WorkerPool

G = "http://example.org/g"
P = ox.NamedNode("http://example.org/p")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    with open_store(str(folder)) as store:
        store.replace_graphs({G: [ox.Triple(P, P, ox.Literal(number)) for number in range(600)]})
    return folder


@asynccontextmanager
async def _pool(
    folder: Path, *, size: int = 2, timeout: float = 20.0, memory_mb: int = 2048, queue: int = 64
) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(folder, size=size, timeout=timeout, memory_mb=memory_mb, queue=queue)
    try:
        yield pool
    finally:
        await pool.close()


async def _count(pool: WorkerPool) -> str:
    _, rows = await pool.rows(COUNT)
    return text(rows[0], "n")


def test_answers_come_back(folder: Path) -> None:
    async def run() -> None:
        async with _pool(folder) as pool:
            await pool.start()
            assert await asyncio.gather(*(_count(pool) for _ in range(6))) == ["600"] * 6
            assert len(pool._alive) <= 2
            async with pool.run(Job("CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p 1 }", named_format("nt", GRAPHS))) as running:
                assert (await running.read()).count(b"\n") == 1
                assert running.version == pool.version == "1"
            table = Job("SELECT ?o { ?s ?p ?o }", named_format("csv", TABLES), named_graphs=[G])
            async with pool.run(table) as running:
                assert await running.read() == b"o\r\n"

    asyncio.run(run())


def test_errors_keep_their_kind_and_the_worker_goes_on(folder: Path) -> None:
    async def run() -> None:
        async with _pool(folder, size=1) as pool:
            await pool.start()
            (worker,) = pool._alive
            with pytest.raises(QuerySyntaxError) as caught:
                await pool.rows("SELECT * {\n ?s ?p }")
            assert caught.value.line == 2
            with pytest.raises(QueryError, match="SERVICE"):
                await pool.rows("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
            assert await _count(pool) == "600"
            assert pool._alive == {worker}

    asyncio.run(run())


def test_a_runaway_is_killed_and_others_are_answered(folder: Path) -> None:
    async def run() -> None:
        async with _pool(folder, size=2, timeout=1.5) as pool:
            await pool.start()
            runaway = asyncio.create_task(pool.rows(RUNAWAY))
            await asyncio.sleep(0.2)
            assert await _count(pool) == "600"
            pids = {worker.process.pid for worker in pool._alive}
            with pytest.raises(QueryTimeout, match=r"longer than 1\.5 s"):
                await runaway
            assert await _count(pool) == "600"
            await asyncio.gather(*pool._tasks)
            gone = pids - {worker.process.pid for worker in pool._alive}
            assert len(gone) == 1
            with pytest.raises(ProcessLookupError):
                os.kill(gone.pop(), 0)

    asyncio.run(run())


def test_leaving_early_ends_the_query(folder: Path) -> None:
    async def run() -> None:
        async with _pool(folder, size=1) as pool:
            await pool.start()
            (worker,) = pool._alive
            async with pool.run(Job("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")) as running:
                async for piece in running:
                    assert piece
                    break
            await worker.process.wait()
            assert worker.process.returncode == -signal.SIGKILL
            assert await _count(pool) == "600"

    asyncio.run(run())


def test_an_answer_that_nobody_reads_does_not_hold_up_the_end(folder: Path) -> None:
    async def run() -> None:
        async with _pool(folder, size=1, timeout=1.5) as pool:
            with pytest.raises(QueryTimeout):
                async with pool.run(Job("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")) as running:
                    pieces = aiter(running)
                    await anext(pieces)
                    await asyncio.sleep(1)  # meanwhile the pipe fills, and asyncio stops reading it
                    async for piece in pieces:
                        assert piece
        assert not pool._alive

    async def with_a_limit() -> None:
        async with asyncio.timeout(30):
            await run()

    asyncio.run(with_a_limit())


def test_a_query_that_eats_memory_ends_alone(folder: Path) -> None:
    async def run() -> None:
        async with _pool(folder, size=1, memory_mb=1024) as pool:
            with pytest.raises(QueryTooLarge, match="1024 MB"):
                await pool.rows("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i")
            assert await _count(pool) == "600"

    asyncio.run(run())


def test_too_many_at_once_are_turned_away(folder: Path) -> None:
    async def run() -> None:
        async with _pool(folder, size=1, timeout=1.0, queue=1) as pool:
            first = asyncio.create_task(pool.rows(RUNAWAY))
            await asyncio.sleep(0.05)
            second = asyncio.create_task(pool.rows(COUNT))
            await asyncio.sleep(0.05)
            with pytest.raises(StoreBusy, match="too many"):
                await pool.rows(COUNT)
            with pytest.raises(QueryTimeout):
                await first
            await asyncio.wait([second])  # answered or turned away, as the first's end falls
            assert second.exception() is None or isinstance(second.exception(), StoreBusy)

    asyncio.run(run())


def test_a_new_snapshot_is_seen_by_the_next_query(tmp_path: Path) -> None:
    async def run() -> None:
        async with _pool(tmp_path, size=1) as pool:
            with pytest.raises(StoreError, match="nothing was loaded"):
                await pool.rows(COUNT)
            with open_store(str(tmp_path)) as store:
                store.replace_graphs({G: [ox.Triple(P, P, P)]})
                store.flush()
                assert await _count(pool) == "1"
                store.replace_graphs({G: [ox.Triple(P, P, P), ox.Triple(P, P, G_NODE)]})
                assert await _count(pool) == "1"
                store.flush()
                assert await _count(pool) == "2"
            assert pool.version == "2"

    asyncio.run(run())


G_NODE = ox.NamedNode(G)
