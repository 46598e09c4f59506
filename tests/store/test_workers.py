"""Workers that can be killed: limits hold, others go on, nothing stays behind, and no answer is out of date."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, QuerySyntaxError, QueryTimeout, QueryTooLarge, StoreBusy, StoreError
from kg.store import GRAPHS, TABLES, named_format, open_store, text
from kg.store.handles import Worker
from kg.store.workers import Job, WorkerPool

G = "http://example.org/g"
H = "http://example.org/h"
P = ox.NamedNode("http://example.org/p")
G_NODE = ox.NamedNode(G)
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    with open_store(str(folder)) as store:
        store.replace_graphs({G: [ox.Triple(P, P, ox.Literal(number)) for number in range(600)]})
    return folder


@pytest.fixture(params=[0, 1024], ids=["disk", "memory"])
def copy_mb(request: pytest.FixtureRequest) -> int:
    """Whether there is a copy in memory, and how large it may be."""
    return int(request.param)


@asynccontextmanager
async def _pool(folder: Path, copy_mb: int = 0, **limits: Any) -> AsyncIterator[WorkerPool]:
    pool = WorkerPool(folder, copy_mb=copy_mb, **({"timeout": 20.0} | limits))
    await pool.start()
    try:
        if copy_mb and pool.version != "0":
            await _until(lambda: pool.in_memory)
        yield pool
    finally:
        await pool.close()


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not is_so():
            await asyncio.sleep(0.01)


async def _count(pool: WorkerPool) -> str:
    _, rows = await pool.rows(COUNT)
    return text(rows[0], "n")


def _busy(pool: WorkerPool) -> set[int]:
    """The processes that are at a query."""
    tiers = (pool._disk, pool._memory) if pool._memory else (pool._disk,)
    return {worker.pid for tier in tiers for worker in tier.alive if worker.busy}


def _alive(pids: set[int]) -> set[int]:
    found = set()
    for pid in pids:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            continue
        found.add(pid)
    return found


def test_answers_come_back(folder: Path, copy_mb: int) -> None:
    async def run() -> None:
        async with _pool(folder, copy_mb) as pool:
            assert await asyncio.gather(*(_count(pool) for _ in range(6))) == ["600"] * 6
            async with pool.run(Job("CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p 1 }", named_format("nt", GRAPHS))) as running:
                assert (await running.read()).count(b"\n") == 1
                assert running.version == pool.version == "1"
            table = Job("SELECT ?o { ?s ?p ?o }", named_format("csv", TABLES), named_graphs=[G])
            async with pool.run(table) as running:
                assert await running.read() == b"o\r\n"

    asyncio.run(run())


def test_a_large_answer_comes_in_pieces(folder: Path, copy_mb: int) -> None:
    async def run() -> None:
        async with _pool(folder, copy_mb) as pool:
            pieces = []
            job = Job("SELECT ?c ?f { ?a ?b ?c . ?d ?e ?f }", named_format("csv", TABLES))
            async with pool.run(job) as running:
                async for piece in running:
                    pieces.append(piece)
            assert len(pieces) > 10
            assert b"".join(pieces).count(b"\r\n") == 600 * 600 + 1

    asyncio.run(run())


def test_errors_keep_their_kind_and_the_worker_goes_on(folder: Path, copy_mb: int) -> None:
    async def run() -> None:
        async with _pool(folder, copy_mb, size=1) as pool:
            assert await _count(pool) == "600"
            before = pool.pids()
            with pytest.raises(QuerySyntaxError) as caught:
                await pool.rows("SELECT * {\n ?s ?p }")
            assert caught.value.line == 2
            with pytest.raises(QueryError, match="SERVICE"):
                await pool.rows("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
            assert await _count(pool) == "600"
            assert pool.pids() == before

    asyncio.run(run())


def test_a_runaway_is_killed_and_others_are_answered(folder: Path, copy_mb: int) -> None:
    async def run() -> None:
        async with _pool(folder, copy_mb, size=2, timeout=120.0) as pool, asyncio.TaskGroup() as tasks:
            runaway = tasks.create_task(_runs_away(pool))
            await _until(lambda: bool(_busy(pool)))
            its = _busy(pool)
            while not runaway.done():
                assert await _count(pool) == "600"
            assert await _count(pool) == "600"
            await _until(lambda: not _alive(its))

    async def _runs_away(pool: WorkerPool) -> None:
        with pytest.raises(QueryTimeout, match=r"longer than 1\.5 s"):
            async with pool.run(Job(RUNAWAY), 1.5) as running:
                await running.read()

    asyncio.run(run())


def test_a_query_may_be_given_less_time_but_not_more(folder: Path) -> None:
    async def run() -> None:
        async with _pool(folder, timeout=1.0) as pool:
            for asked, told in ((0.2, r"0\.2 s"), (50.0, "than 1 s")):
                with pytest.raises(QueryTimeout, match=told):
                    async with pool.run(Job(RUNAWAY), asked) as running:
                        await running.read()

    asyncio.run(run())


def test_the_kernel_ends_a_runaway_of_a_server_that_hangs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worker, "expire", lambda _: None)  # the server does not get to it

    async def run() -> None:
        async with _pool(folder, size=1, timeout=120.0) as pool:
            runaway = asyncio.create_task(_ended_by_itself(pool))
            await _until(lambda: bool(_busy(pool)))
            its = _busy(pool)
            await runaway
            await _until(lambda: not _alive(its))
            assert await _count(pool) == "600"

    async def _ended_by_itself(pool: WorkerPool) -> None:
        with pytest.raises(QueryTooLarge):  # the server sees a worker that was ended by somebody else
            async with pool.run(Job(RUNAWAY), 0.5) as running:
                await running.read()

    asyncio.run(run())


def test_leaving_early_ends_the_query(folder: Path, copy_mb: int) -> None:
    async def run() -> None:
        async with _pool(folder, copy_mb, size=1) as pool:
            before: set[int] = set()
            async with pool.run(Job(ENDLESS)) as running:
                async for piece in running:
                    assert piece
                    before = pool.pids()
                    break
            await _until(lambda: len(_alive(before)) < len(before))
            assert await _count(pool) == "600"

    asyncio.run(run())


def test_a_task_that_is_cancelled_ends_its_query(folder: Path, copy_mb: int) -> None:
    async def run() -> None:
        async with _pool(folder, copy_mb, size=1) as pool:
            runaway = asyncio.create_task(pool.rows(RUNAWAY))
            await _until(lambda: bool(_busy(pool)))
            its = _busy(pool)
            runaway.cancel()
            with pytest.raises(asyncio.CancelledError):
                await runaway
            await _until(lambda: not _alive(its))
            assert await _count(pool) == "600"

    asyncio.run(run())


def test_an_answer_that_nobody_reads_does_not_hold_up_the_end(folder: Path) -> None:
    async def run() -> None:
        async with _pool(folder, size=1, timeout=1.5) as pool:
            with pytest.raises(QueryTimeout):
                async with pool.run(Job(ENDLESS)) as running:
                    pieces = aiter(running)
                    await anext(pieces)
                    await asyncio.sleep(1)  # meanwhile the worker is so far ahead that it has to wait
                    async for piece in pieces:
                        assert piece
        assert not pool.pids()

    async def with_a_limit() -> None:
        async with asyncio.timeout(30):
            await run()

    asyncio.run(with_a_limit())


def test_a_query_that_eats_memory_ends_alone(folder: Path, copy_mb: int) -> None:
    async def run() -> None:
        async with _pool(folder, copy_mb, size=2, memory_mb=512) as pool:
            eater = asyncio.create_task(pool.rows(f"{ENDLESS} ORDER BY ?c ?f ?i"))
            while not eater.done():
                assert await _count(pool) == "600"
            with pytest.raises(QueryTooLarge, match="512 MB"):
                await eater
            assert await _count(pool) == "600"

    asyncio.run(run())


def test_too_many_at_once_are_turned_away(folder: Path) -> None:
    async def run() -> None:
        async with _pool(folder, size=1, timeout=120.0, queue=1) as pool:
            first = asyncio.create_task(pool.rows(RUNAWAY))
            await _until(lambda: bool(_busy(pool)))
            second = asyncio.create_task(_count(pool))
            await _until(lambda: pool._waiting == 1)
            with pytest.raises(StoreBusy, match="too many"):
                await pool.rows(COUNT)
            second.cancel()
            await asyncio.wait([second])
            with pytest.raises(StoreBusy, match=r"0\.1 s"):
                async with pool.run(Job(COUNT), 0.1):
                    pass
            third = asyncio.create_task(_count(pool))
            await _until(lambda: pool._waiting == 1)
            first.cancel()
            assert await third == "600"

    asyncio.run(run())


def test_a_new_snapshot_is_seen_by_the_next_query(tmp_path: Path, copy_mb: int) -> None:
    async def run() -> None:
        async with _pool(tmp_path, copy_mb, size=1) as pool:
            with pytest.raises(StoreError, match="nothing was loaded"):
                await pool.rows(COUNT)
            with open_store(str(tmp_path)) as store:
                for count in range(1, 6):
                    store.replace_graphs({f"{G}{count}": [ox.Triple(P, P, P)]})
                    assert (await _count(pool) if count > 1 else "0") == str(count - 1)
                    store.flush()
                    assert await _count(pool) == str(count)
                    if copy_mb and count % 2:
                        await _until(lambda: pool.in_memory)
                        assert await _count(pool) == str(count)
            assert pool.version == "5"

    asyncio.run(run())


def test_answers_while_data_change_are_each_of_one_state(tmp_path: Path) -> None:
    """Two graphs are always written together with the same number of triples: no answer may see them differ."""
    ask = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"

    async def run() -> None:
        with open_store(str(tmp_path)) as store:
            _write_both(store, 1)
            async with _pool(tmp_path, 1024, size=2) as pool:
                done = False

                async def reader() -> set[tuple[str, ...]]:
                    seen: set[tuple[str, ...]] = set()
                    newest = 0
                    while not done:
                        at_least = int(pool.version)
                        _, rows = await pool.rows(ask)
                        counts = tuple(text(row, "n") for row in rows)
                        assert len(counts) == 2 and len(set(counts)) == 1, counts
                        newest = max(newest, at_least)
                        assert int(counts[0]) >= newest
                        seen.add(counts)
                    return seen

                readers = [asyncio.create_task(reader()) for _ in range(2)]
                for number in range(2, 25):
                    await asyncio.to_thread(_write_both, store, number)
                    await asyncio.sleep(0.02 * (number % 4))
                done = True
                assert len(set.union(*await asyncio.gather(*readers))) > 2

    asyncio.run(run())


def _write_both(store: Any, number: int) -> None:
    triples = [ox.Triple(P, P, ox.Literal(value)) for value in range(number)]
    store.replace_graphs({G: triples, H: triples})
    store.flush()


def test_data_that_are_too_large_for_memory_are_read_from_disk(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        async with _pool(folder, size=1) as pool:
            assert not pool.in_memory
        pool = WorkerPool(folder, copy_mb=1)
        await pool.start()
        try:
            await _until(lambda: "more than 1 MiB" in caplog.text)
            assert not pool.in_memory
            assert await _count(pool) == "600"
        finally:
            await pool.close()

    asyncio.run(run())


def test_a_fork_server_that_dies_is_replaced(folder: Path, copy_mb: int) -> None:
    async def run() -> None:
        async with _pool(folder, copy_mb, size=1) as pool:
            assert await _count(pool) == "600"
            tier = pool._memory or pool._disk
            process = tier.server._process
            assert process is not None
            process.kill()
            await _until(lambda: not tier.server.running)
            assert await _count(pool) == "600"
            if copy_mb:
                await _until(lambda: any(worker.generation == pool.generation for worker in tier.alive))
            assert await _count(pool) == "600"

    asyncio.run(run())


def _processes_of(folder: Path) -> set[int]:
    """The processes that were started for a folder, by their arguments; none where the system does not tell."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = path.read_bytes().split(b"\0")
        except OSError:  # it has ended meanwhile
            continue
        if b"kg.store.forkserver" in arguments and str(folder).encode() in arguments:
            found.add(int(path.parent.name))
    return found


@pytest.mark.parametrize("kill", [False, True])
def test_nothing_stays_behind_of_a_copy_in_the_making(tmp_path: Path, kill: bool) -> None:
    with open_store(str(tmp_path)) as store:
        store.replace_graphs({G: [ox.Triple(P, P, ox.Literal(number)) for number in range(60_000)]})

    async def run() -> None:
        pool = WorkerPool(tmp_path, copy_mb=1024)
        await pool.start()
        try:
            # The fork server on disk, its worker, the one in memory, and the process that reads the snapshot for it.
            await _until(lambda: len(_processes_of(tmp_path)) == 4 or pool.in_memory)
            if kill and pool._memory and pool._memory.server._process:
                pool._memory.server._process.kill()
        finally:
            await pool.close()

    if not Path("/proc/self/cmdline").exists():
        pytest.skip("the system does not tell what processes there are")
    asyncio.run(run())
    deadline = time.monotonic() + 10
    while _processes_of(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _processes_of(tmp_path)


def test_nothing_stays_behind(folder: Path, copy_mb: int) -> None:
    async def run() -> set[int]:
        async with _pool(folder, copy_mb, size=3, timeout=0.4) as pool:
            seen = pool.pids()
            for _ in range(3):
                results = await asyncio.gather(*(pool.rows(RUNAWAY) for _ in range(3)), return_exceptions=True)
                assert all(isinstance(result, QueryTimeout) for result in results)
                seen |= pool.pids()
            servers = {tier.server._process.pid for tier in (pool._disk, pool._memory) if tier and tier.server._process}
            assert await _count(pool) == "600"
        return seen | servers

    seen = asyncio.run(run())
    deadline = time.monotonic() + 10
    while _alive(seen) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(seen) > 3 and not _alive(seen)
