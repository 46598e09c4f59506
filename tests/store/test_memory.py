"""The copy in memory: the same as what is on disk, whatever was written; what changed is all that is read anew."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.store import open_store
from kg.store.base import DEFAULT_GRAPH
from kg.store.formats import TABLES, named_format
from kg.store.generations import NONE, Generations
from kg.store.workers import Job, WorkerPool

NS = "http://example.org/"
ALL = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
GRAPHS = "SELECT ?g { GRAPH ?g {} }"
DEFAULT = "SELECT ?s ?p ?o { ?s ?p ?o }"


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(NS + name)


async def _lines(pool: WorkerPool, sparql: str) -> list[bytes]:
    async with pool.run(Job(sparql, named_format("tsv", TABLES))) as running:
        return sorted((await running.read()).split(b"\n"))


async def _when_in_memory(pool: WorkerPool) -> None:
    async with asyncio.timeout(30):
        while not pool.in_memory:
            await asyncio.sleep(0.01)


def _triples(draw: random.Random) -> list[ox.Triple]:
    objects: list[Any] = [
        ox.Literal(draw.randrange(9)),
        ox.Literal('Hải Phòng "a"\n', language="vi"),
        ox.BlankNode(f"b{draw.randrange(3)}"),
        _node(f"o{draw.randrange(9)}"),
        ox.Triple(_node("s"), _node("p"), ox.Literal("12.50", datatype=ox.NamedNode(NS + "ha"))),
    ]
    return [
        ox.Triple(
            ox.BlankNode("b1") if draw.random() < 0.5 else _node(f"s{draw.randrange(5)}"),
            _node("p"),
            draw.choice(objects),
        )
        for _ in range(draw.randrange(12))
    ]


def test_it_follows_what_is_written(tmp_path: Path) -> None:
    draw = random.Random(7)

    async def run() -> None:
        memory, disk = WorkerPool(tmp_path, size=1, copy_mb=1024), WorkerPool(tmp_path, size=1)
        with open_store(str(tmp_path)) as store:
            try:
                for step in range(12):
                    for _ in range(draw.randrange(1, 4)):
                        names = [f"{NS}g{draw.randrange(4)}", draw.choice([DEFAULT_GRAPH, NS + "g9"])]
                        store.replace_graphs({name: _triples(draw) for name in names})
                    store.flush()
                    if not step:
                        await memory.start()
                    await _when_in_memory(memory)
                    assert memory.version == str(step + 1)
                    for sparql in (ALL, GRAPHS, DEFAULT):
                        found = await _lines(memory, sparql)
                        assert found == await _lines(disk, sparql)
                        assert len(found) > 2
                    own = Job(DEFAULT, named_format("tsv", TABLES), default_graphs=[DEFAULT_GRAPH])
                    async with memory.run(own) as one, disk.run(own) as other:
                        assert sorted((await one.read()).split(b"\n")) == sorted((await other.read()).split(b"\n"))
            finally:
                await memory.close()
                await disk.close()

    asyncio.run(run())


def test_columns_follow_too(tmp_path: Path) -> None:
    count = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"

    async def columns(pool: WorkerPool) -> None:
        async with asyncio.timeout(60):
            while not pool.has_columns:
                await asyncio.sleep(0.02)

    async def run() -> None:
        memory, disk = WorkerPool(tmp_path, size=1, copy_mb=1024), WorkerPool(tmp_path, size=1)
        with open_store(str(tmp_path)) as store:
            try:
                for step in range(1, 3):
                    for number in range(2):
                        graph = f"{NS}g{step}{number}"
                        store.replace_graphs({graph: [ox.Triple(_node("s"), _node(f"p{step}"), _node("o"))]})
                    store.flush()
                    if step == 1:
                        await memory.start()
                    for _ in range(2):  # at once, and from columns
                        found = await _lines(memory, count)
                        assert found == await _lines(disk, count)
                        assert len(found) == step + 2
                        await columns(memory)
                threads = Path(f"/proc/{memory._memory.server._process.pid}/task")  # type: ignore[union-attr]
                assert not threads.exists() or len(list(threads.iterdir())) == 1  # or no fork would be safe
            finally:
                await memory.close()
                await disk.close()

    asyncio.run(run())


def test_what_changed_is_told_between_snapshots_of_one_history(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "a")
    seen = [NONE]
    with open_store(str(tmp_path / "a")) as store:
        for names in (("g1", "g2"), ("g2",), ("g3", "g1")):
            store.replace_graphs({NS + name: [ox.Triple(_node("s"), _node("p"), _node("o"))] for name in names})
            store.flush()
            seen.append(generations.current())
    assert [generation.number for generation in seen] == [0, 1, 2, 3]
    assert generations.changed_between(seen[1], seen[2]) == {NS + "g2"}
    assert generations.changed_between(seen[1], seen[3]) == {NS + "g1", NS + "g2", NS + "g3"}
    assert generations.changed_between(seen[3], seen[3]) == set()
    for unknown in ((NONE, seen[1]), (seen[2], seen[1]), (seen[1]._replace(stamp=5), seen[2])):
        assert generations.changed_between(*unknown) is None


def test_another_store_in_the_same_folder_is_another_history(tmp_path: Path) -> None:
    first = Generations(tmp_path / "a")
    for name in ("a", "b"):
        with open_store(str(tmp_path / name)) as store:
            for graph in ("g1", "g2"):
                store.replace_graphs({NS + graph: [ox.Triple(_node("s"), _node("p"), _node(name))]})
                store.flush()
    before = first.current()
    (tmp_path / "a").rename(tmp_path / "old")
    (tmp_path / "b").rename(tmp_path / "a")
    after = first.current()
    assert after.number == before.number == 2 and after != before
    assert first.changed_between(before, after) is None


def test_what_a_killed_writer_left_may_be_anything(tmp_path: Path) -> None:
    with open_store(str(tmp_path)) as store:
        store.replace_graphs({NS + "g1": [ox.Triple(_node("s"), _node("p"), _node("o"))]})
        store.flush()
        before = Generations(tmp_path).current()
    (tmp_path / "unpublished").touch()
    with open_store(str(tmp_path)) as store:
        store.replace_graphs({NS + "g2": [ox.Triple(_node("s"), _node("p"), _node("o"))]})
    after = Generations(tmp_path).current()
    assert after.number == 2
    assert Generations(tmp_path).changed_between(before, after) is None
