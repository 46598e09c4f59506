"""Look-ups are answered without a worker, as a worker would; nothing else is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store import GRAPHS, TABLES, Format, named_format, open_store
from kg.store.column_layout import FIELDS
from kg.store.lookups import LookUp
from kg.store.workers import Job, WorkerPool

NS = "http://e/"
LOOK_UPS = [
    "SELECT ?p ?o { <http://e/a> ?p ?o }",
    "select * where { <http://e/a> ?p ?o . } # of article 5",
    "PREFIX e: <http://e/>\nSELECT ?o WHERE {\n e:a e:p ?o\n} LIMIT 3",
    "PREFIX e: <http://e/> SELECT ?s { ?s a e:C } LIMIT 10",
    'SELECT ?s { ?s <http://e/p> "chữ"@vi }LIMIT 1',
    'SELECT ?s { ?s <http://e/p> "5"^^<http://www.w3.org/2001/XMLSchema#integer> } LIMIT 5',
    "#x { \nSELECT ?s{?s ?p 5}LIMIT 5",
]
OTHERS = [
    "SELECT ?s ?p { ?s ?p ?o }",
    "SELECT ?s ?p { ?s ?p ?s } LIMIT 5",
    "SELECT ?o { <http://e/a> ?o ?o }",
    "SELECT ?o { <http://e/a> $o ?o }",
    "SELECT DISTINCT ?p { <http://e/a> ?p ?o }",
    "SELECT ?p { <http://e/a> ?p ?o } ORDER BY ?p",
    "SELECT ?p { <http://e/a> ?p ?o } LIMIT 5 OFFSET 1000",
    "SELECT (COUNT(*) AS ?n) { <http://e/a> ?p ?o }",
    "SELECT ?p FROM <http://e/g> { <http://e/a> ?p ?o }",
    "SELECT ?p { <http://e/a> ?p ?o FILTER(?o > 1) }",
    "SELECT ?p { <http://e/a> ?p ?o . ?o ?q ?r }",
    "SELECT ?p { <http://e/a> ?p ?o ; ?q ?r }",
    "SELECT ?p { <http://e/a> <http://e/p>/<http://e/q> ?o }",
    "SELECT ?p { <http://e/a> <http://e/p>* ?o }",
    "SELECT ?p { <http://e/a> ?p ?o } VALUES ?p { <http://e/p> }",
    "SELECT ?p { <http://e/a> ?p ?o } # }\n VALUES ?p { <http://e/p> }",
    "SELECT ?p { [] ?p ?o } LIMIT 5",
    "SELECT ?p { <http://e/a> ?p ?o }" + " " * 5000,
]


# Bounded by their answers, too.
BOUNDED = [
    "SELECT ?p { GRAPH ?g { <http://e/a> ?p ?o } }",
    "PREFIX e: <http://e/> SELECT ?s ?p ?o { GRAPH e:g { ?s ?p ?o } } LIMIT 5",
    "SELECT ?o { GRAPH <http://e/g> { <http://e/a> <http://e/p> ?o } }",
]
BOUNDED_GRAPHS = [
    "DESCRIBE <http://e/a>",
    "PREFIX e: <http://e/> DESCRIBE e:a # all of it",
    "CONSTRUCT { <http://e/a> ?p ?o } WHERE { <http://e/a> ?p ?o }",
    "CONSTRUCT WHERE { <http://e/a> ?p ?o }",
]
UNBOUNDED = [
    "ASK { <http://e/a> ?p ?o }",
    "ASK { ?s <http://e/p> ?o }",
    "SELECT ?s { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?x { GRAPH ?g { <http://e/a> ?p ?o } }",
    "SELECT ?o { GRAPH <http://e/g> { ?o ?p ?o } } LIMIT 5",
    "SELECT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 5 OFFSET 1",
]
# From columns alone.
JOINED = [
    "ASK { <http://e/a> ?p ?o }",
    "SELECT ?o ?n { <http://e/a> <http://e/q>/<http://e/p> ?o ; <http://e/p> ?n }",
    "SELECT DISTINCT ?g { ?s <http://e/q> ?s . GRAPH ?g { ?s <http://e/p> 1 } }",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    a, p = ox.NamedNode(NS + "a"), ox.NamedNode(NS + "p")
    triples = [ox.Triple(a, p, ox.Literal(number)) for number in range(5)]
    triples += [ox.Triple(a, p, ox.Literal("chữ", language="vi")), ox.Triple(a, ox.NamedNode(NS + "q"), a)]
    triples += [ox.Triple(ox.NamedNode(NS + "large"), p, ox.Literal(f"{number} {'x' * 1000}")) for number in range(200)]
    with open_store(str(folder)) as store:
        store.replace_graphs({NS + "g": triples})
    return folder


@pytest.mark.parametrize("query", LOOK_UPS)
def test_a_look_up(query: str) -> None:
    ox.Store().query(query)  # well-formed
    assert LookUp.of(query) is not None


@pytest.mark.parametrize("query", OTHERS)
def test_no_look_up(query: str) -> None:
    ox.Store().query(query)
    assert LookUp.of(query) is None


def test_the_same_answer_as_a_worker_s(folder: Path) -> None:
    async def run() -> None:
        pool = WorkerPool(folder)
        await pool.start()
        try:
            await _until_open(pool)
            for query in LOOK_UPS:
                for format_ in TABLES:
                    job = Job(query, format_, base_iri="http://e/")
                    async with pool.run(job) as running:
                        version, found = pool.look_up(job) or ("", b"")
                        assert (str(version), found) == (running.version, await running.read()), (query, format_.name)
            for query in (*OTHERS, *UNBOUNDED, *JOINED):
                assert pool.look_up(Job(query)) is None, query
            for queries, formats in ((BOUNDED, TABLES), (BOUNDED_GRAPHS, GRAPHS)):
                for query in queries:
                    for format_ in formats:
                        await _as_a_worker(pool, Job(query, format_))
        finally:
            await pool.close()
        assert pool.look_up(Job(LOOK_UPS[0])) is None

    asyncio.run(run())


def test_the_same_answer_as_a_worker_s_with_columns(folder: Path) -> None:
    async def run() -> None:
        pool = WorkerPool(folder, copy_mb=1024)
        await pool.start()
        try:
            while not pool.has_columns or pool._near.generation != pool.generation:
                await asyncio.sleep(0.01)
            for query in JOINED:
                for format_ in TABLES[: 1 if query.startswith("ASK") else None]:
                    await _as_a_worker(pool, Job(query, format_))
            for query in BOUNDED_GRAPHS:
                for format_ in GRAPHS:
                    await _as_a_worker(pool, Job(query, format_))
        finally:
            await pool.close()

    asyncio.run(asyncio.wait_for(run(), 60))


async def _as_a_worker(pool: WorkerPool, job: Job) -> None:
    """The same lines, or the same triples; their order may be another one."""
    found = pool.look_up(job)
    assert found is not None, (job.sparql, job.format.name)
    async with pool.run(job) as running:
        expected = await running.read()
        assert str(found[0]) == running.version
    assert _sorted(found[1], job.format) == _sorted(expected, job.format), (job.sparql, job.format.name)


def _sorted(answer: bytes, format_: Format) -> list[str]:
    if isinstance(format_.engine, ox.RdfFormat):
        return sorted(map(str, ox.parse(answer, format=format_.engine)))
    if format_.name == "csv" or b"boolean" in answer:
        return sorted(answer.decode().splitlines())
    return sorted(map(str, ox.parse_query_results(answer, format=format_.engine)))  # type: ignore[arg-type]


def test_what_a_worker_is_to_answer(folder: Path) -> None:
    async def run() -> None:
        pool = WorkerPool(folder)
        await pool.start()
        try:
            await _until_open(pool)
            assert pool.look_up(Job("SELECT ?o { <http://e/large> ?p ?o }")) is None
            assert pool.look_up(Job("SELECT ?o { <http://e/large> ?p ?o } LIMIT 3")) is not None
            assert pool.look_up(Job("SELECT ?o { e:a ?p ?o }")) is None  # a prefix that nobody told
            assert pool.look_up(Job(LOOK_UPS[0], default_graphs=[NS + "g"])) is None
            assert pool.look_up(Job(LOOK_UPS[0], named_graphs=[NS + "g"])) is None
        finally:
            await pool.close()

    asyncio.run(run())


def test_columns_are_asked_as_soon_as_they_are_there(tmp_path: Path) -> None:
    async def run() -> None:
        pool = WorkerPool(tmp_path, copy_mb=1024)
        query = "SELECT ?o { <http://e/a> ?p ?o }"
        try:
            await pool.start()
            for number in range(2):
                _write(tmp_path, number)
                answers: set[bytes] = set()
                while not pool.has_columns or not answers:
                    found = pool.look_up(Job(query))
                    if found is not None and found[0] == pool.generation:
                        answers.add(found[1])
                    await asyncio.sleep(0.01)
                assert pool._near.columns is not None and pool._near.columns.generation == pool.generation
                asked = LookUp.of(query)
                assert asked is not None
                answers |= {asked.from_columns(pool._near.columns) or b"", (pool.look_up(Job(query)) or ("", b""))[1]}
                assert len(answers) == 1 and f'"{number}"'.encode() in answers.pop()
                csv = pool.look_up(Job(query, named_format("csv", TABLES)))
                assert csv is not None and csv[1] == f"o\r\n{number}\r\n".encode()
            for file in (None, 1 << 20):  # no file came, or it cannot be mapped
                pool._has_columns(pool.generation, file, {name: 1 for name, _ in FIELDS})
                assert pool._near.columns is None and pool.look_up(Job(query)) is not None
        finally:
            await pool.close()

    asyncio.run(asyncio.wait_for(run(), 60))


def _write(folder: Path, number: int) -> None:
    with open_store(str(folder)) as store:
        value = ox.Triple(ox.NamedNode(NS + "a"), ox.NamedNode(NS + "p"), ox.Literal(str(number)))
        store.replace_graphs({NS + "g": [value]})


def test_none_is_answered_from_data_that_were_replaced(tmp_path: Path) -> None:
    async def run() -> None:
        pool = WorkerPool(tmp_path)
        csv = named_format("csv", TABLES)
        job = Job("SELECT ?o { <http://e/a> ?p ?o }", csv)
        try:
            await pool.start()
            with open_store(str(tmp_path)) as store:
                for number in range(1, 6):
                    value = ox.Triple(ox.NamedNode(NS + "a"), ox.NamedNode(NS + "p"), ox.Literal(number))
                    store.replace_graphs({NS + "g": [value]})
                    store.flush()
                    assert pool.look_up(job) is None  # that one is not open yet
                    await _until_open(pool)
                    version, found = pool.look_up(job) or ("", b"")
                    assert (str(version), found) == (str(number), f"o\r\n{number}\r\n".encode())
        finally:
            await pool.close()

    asyncio.run(run())


async def _until_open(pool: WorkerPool) -> None:
    while pool.look_up(Job("SELECT ?o { <http://e/a> ?p ?o }")) is None:
        await asyncio.sleep(0.01)
