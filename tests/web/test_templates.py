"""Look-ups by a template of their request are answered as those that go the long way, to the byte but for the date."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

import pyoxigraph as ox
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st

from kg.settings import Settings
from kg.store import open_store
from kg.web import create_app
from kg.web.connections import Bounded, ShortWay
from kg.web.repeating import Shortly
from kg.web.templates import unquoted

NS = "http://e/"
QUERIES = [
    "SELECT ?p ?o { <http://e/%s> ?p ?o }",
    "select * where { <http://e/%s> ?p ?o . } # of article 5",
    "SELECT ?x { <http://e/%s> ?p ?o }",
    "PREFIX e: <http://e/>\nSELECT ?o WHERE {\n e:%s e:p ?o\n} LIMIT 3",
    "PREFIX e: <http://e/> SELECT ?o { e:%s a ?o } LIMIT 10",
    'SELECT ?s { ?s <http://e/p> "chữ %s"@vi }LIMIT 1',
    "SELECT ?o { <http://e/%s> <http://e/p> ?o } LIMIT 0",
]
OTHERS = [  # no look-ups, or none that can be answered
    "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3 # %s",
    "ASK { <http://e/%s> ?p ?o }",
    "SELECT ?o { e:%s ?p ?o }",
    "SELECT ?o { <http://e/%s ?p ?o }",
    "SELECT ?o { <e %s> ?p ?o }",
    "SELECT ?o { <http://e/%s> ?p ?o } LIMIT 99999999999999999999999",
    "%s",
    "",
]
HEADS = [
    "Host: e\r\n\r\n",
    "Host: e:80\r\nAccept: text/csv\r\n\r\n",
    "Host: e\r\nAccept: application/sparql-results+xml, */*;q=0.1\r\nUser-Agent: x\r\nConnection: keep-alive\r\n\r\n",
    "Host: e\r\nAccept: text/tab-separated-values\r\nAccept-Encoding: gzip\r\nOrigin: http://o\r\n\r\n",
    "Host: e\r\nAccept: image/png\r\n\r\n",
    "Host: e\r\nConnection: close\r\n\r\n",
    "Host: e\r\nCache-Control: no-cache\r\n\r\n",
    'Host: e\r\nIf-None-Match: "x"\r\n\r\n',
    "Host: e\r\nAuthorization: Bearer x\r\n\r\n",
    "Host: e/%s\r\n\r\n",
    "Host: e\r\nX-Forwarded-For: 10.1.2.3\r\nX-Forwarded-Proto: https\r\n\r\n",
    "Host: e\r\nContent-Length: 0\r\n\r\n",
]
DATE = re.compile(rb"date: [^\r]*\r\n")


class _Counting:
    """A short way that counts what it answers."""

    def __init__(self, way: ShortWay) -> None:
        self._way = way
        self.answered = 0

    def answer(self, host: str, data: bytes) -> Shortly | None:
        answer = self._way.answer(host, data)
        self.answered += answer is not None
        return answer


class _Server:
    """A server with a connection to it; `short`: whether it has short ways."""

    def __init__(self, folder: Path, *, short: bool, **settings: int) -> None:
        self.app = create_app(Settings(store=str(folder), copy_memory_mb=0, **settings))  # type: ignore[arg-type]
        self.templates = _Counting(self.app.templates)
        ways = (self.app.repeats, self.templates) if short else ()
        http = type("_Http", (Bounded,), {"short_ways": ways})
        self._config = uvicorn.Config(self.app, http=http, ws="none", port=0, log_config=None, access_log=False)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._port = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[_Server]:
        server = uvicorn.Server(self._config)
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        self._port = server.servers[0].sockets[0].getsockname()[1]
        await self.ready()
        try:
            yield self
        finally:
            self.hang_up()
            server.should_exit = True
            await task

    async def ready(self) -> None:
        """Wait until look-ups are answered without a worker."""
        pool = self.app._api.state.kg.pool
        while pool._near.generation != pool.generation:
            await asyncio.sleep(0.01)

    def hang_up(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def ask(self, *pieces: bytes, answers: int = 1) -> list[tuple[bytes, bytes]]:
        """What comes back when these are sent one by one: heads without their dates, and bodies."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0.02 if len(pieces) > 1 else 0)
        return [await self._answer(reader, head=pieces[0].startswith(b"HEAD")) for _ in range(answers)]

    async def _answer(self, reader: asyncio.StreamReader, *, head: bool) -> tuple[bytes, bytes]:
        told = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", told)
        if length is not None:
            body = b"" if head else await reader.readexactly(int(length[1]))
        else:
            body = b"" if head or b" 304 " in told else await reader.readuntil(b"0\r\n\r\n")
        if b"connection: close" in told:
            self.hang_up()
        return DATE.sub(b"", told), body


@contextmanager
def _lines() -> Iterator[list[dict[str, Any]]]:
    """What the log tells of requests, but for the times."""
    told: list[dict[str, Any]] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            line = record.told  # type: ignore[attr-defined]
            told.append({name: value for name, value in line.items() if name not in ("ms", "query_ms")})

    logger, handler = logging.getLogger("kg.requests"), Handler()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield told
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _write(folder: Path, number: int) -> None:
    p, q = ox.NamedNode(NS + "p"), ox.NamedNode(NS + "q")
    triples = []
    for name in [*map(str, range(40)), "large"]:
        subject = ox.NamedNode(NS + name)
        triples += [ox.Triple(subject, p, ox.Literal(number)), ox.Triple(subject, q, ox.BlankNode(f"b{name}"))]
        triples += [
            ox.Triple(subject, p, ox.Literal(f'chữ "{name}"\r\n', language="vi")),
            ox.Triple(subject, q, subject),
        ]
        triples += [ox.Triple(subject, p, ox.Literal(f"chữ {name}", language="vi"))]
    large = ox.NamedNode(NS + "large")
    triples += [ox.Triple(large, p, ox.Literal(f"{count} {'x' * 1000}")) for count in range(200)]
    with open_store(str(folder)) as store:
        store.replace_graphs({NS + "g": triples})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _write(tmp_path / "store", 5)
    return tmp_path / "store"


@asynccontextmanager
async def _both(folder: Path, **settings: int) -> AsyncIterator[tuple[_Server, _Server]]:
    async with AsyncExitStack() as stack:
        yield (
            await stack.enter_async_context(_Server(folder, short=True, **settings).running()),
            await stack.enter_async_context(_Server(folder, short=False, **settings).running()),
        )


def _get(address: str, head: str = HEADS[0]) -> bytes:
    return f"GET {address} HTTP/1.1\r\n{head}".encode("latin-1")


async def _alike(short: _Server, long: _Server, *pieces: bytes, answers: int = 1) -> None:
    with _lines() as lines:
        given = [await server.ask(*pieces, answers=answers) for server in (short, long)]
        assert given[0] == given[1], pieces
        # What is no HTTP does not come as far as to the log.
        logged = sum(b"x-content-type-options" in head for head, _ in given[0])
        while len(lines) < 2 * logged:  # the line comes behind the answer
            await asyncio.sleep(0.001)
    assert lines[:logged] == lines[logged:], pieces


def test_as_on_the_long_way(folder: Path) -> None:
    async def run() -> None:
        async with _both(folder) as (short, long):
            for index, common in enumerate(HEADS):
                head = common.replace("Host: e", f"Host: e{index}")  # none asks what was kept for another
                before = short.templates.answered
                for text in QUERIES + OTHERS:
                    for number in (1, 2, "large", "none"):
                        name = quote_plus(text % number) if "%" in text else text
                        await _alike(short, long, _get(f"/sparql?query={name}", head))
                usual = not re.search("image/png|close|Cache|None-Match|Authorization|%s", head)
                assert short.templates.answered - before >= (24 if usual else 0)
                assert usual or short.templates.answered == before, head

    asyncio.run(run())


def test_parameters_around_the_query(folder: Path) -> None:
    async def run() -> None:
        async with _both(folder) as (short, long):
            for before, behind, takes in [
                ("format=csv&", "", True),
                ("", "&format=xml&timeout=5", True),
                ("timeout=3&", "&version=1.1&x=%41", True),
                ("xquery=5&", "", False),  # not where the query is looked for
                ("", "&query=ASK%7B%7D", False),
                ("", "&default-graph-uri=http://e/g", False),
                ("named-graph-uri=http://e/g&", "", False),
                ("", "&format=pdf", False),
                ("", "&timeout=-1", False),
                ("", "&", True),
                ("", "#x", False),
            ]:
                was = short.templates.answered
                for number in range(3):
                    await _alike(short, long, _get(f"/sparql?{before}query={quote(QUERIES[0] % number)}{behind}"))
                assert (short.templates.answered - was == 2) is takes, (before, behind)
            for path in ("/sparql/", "/Sparql", "//sparql", "/sparq%6c", "http://e/sparql"):
                for number in range(2):
                    await _alike(short, long, _get(f"{path}?query={quote(QUERIES[0] % number)}"))

    asyncio.run(run())


def test_ways_of_writing_a_query(folder: Path) -> None:
    async def run() -> None:
        async with _both(folder) as (short, long):
            await _alike(short, long, _get(f"/sparql?query={quote(QUERIES[0] % 0)}"))
            spaced = quote(QUERIES[0] % 1, safe="")
            queries = [
                spaced.replace("%20", "+"),
                spaced.lower(),
                spaced + "%23" + "%",
                spaced + "%23%4",
                spaced + "%23%zz%",
                spaced + "%23%ff",
                spaced + "%23%00",
                spaced + "%23%C3%AA",
                spaced + "%23%ED%A0%80",
                spaced + "%23=%3D=",
                spaced + "%2",
                *(spaced + "%23" + chr(code) for code in range(0x100) if chr(code) not in "&\r\n "),
                *(spaced + "%23" + chr(code) + "x" for code in (0x26, 0x23)),
                *(f"%{code:02X}" + spaced for code in range(0x100)),
                *(spaced.replace("%3E", f"%{code:02X}%3E", 1) for code in range(0x100)),
                "",
                quote("SELECT ?s { ?s ?p ?o } LIMIT 1" + " " * 4090),
            ]
            for query in dict.fromkeys(queries):
                for head in ("Host: e\r\n\r\n", "Host: e\r\nAccept: text/csv\r\n\r\n")[: 1 + (len(query) < 150)]:
                    await _alike(short, long, _get(f"/sparql?query={query}", head))
            assert short.templates.answered > 100

    asyncio.run(run())


def test_ways_of_sending_a_request(folder: Path) -> None:
    async def run() -> None:
        async with _both(folder) as (short, long):
            asked = [_get(f"/sparql?query={quote(QUERIES[0] % number)}") for number in range(12)]
            for request in asked[:3]:
                await _alike(short, long, request)
            assert short.templates.answered == 2
            await _alike(short, long, asked[3][:40], asked[3][40:])
            await _alike(short, long, asked[4][:-2], asked[4][-2:])
            await _alike(short, long, asked[5] + asked[6], answers=2)
            await _alike(short, long, asked[7] + asked[8][:40], asked[8][40:], answers=2)
            await _alike(short, long, asked[9].replace(b"GET", b"HEAD"))
            await _alike(short, long, asked[9].replace(b"GET", b"get"))
            await _alike(short, long, asked[9].replace(b"1.1", b"1.0"))
            await _alike(short, long, asked[9].replace(b"GET", b"DELETE"))
            assert short.templates.answered == 2
            await _alike(short, long, asked[10])
            assert short.templates.answered == 3
            whole = (await short.ask(asked[11]))[0]
            tag = re.search(rb'etag: ("[^"]+")', whole[0])
            assert tag is not None and short.templates.answered == 4
            # What was told of an answer that was not kept holds.
            again = asked[11].replace(b"\r\n\r\n", b"\r\nIf-None-Match: %b\r\n\r\n" % tag[1])
            assert (await short.ask(again))[0][0].startswith(b"HTTP/1.1 304")

    asyncio.run(run())


def test_what_comes_again_is_kept(folder: Path) -> None:
    async def run() -> None:
        async with _Server(folder, short=True).running() as server:
            with _lines() as lines:
                await server.ask(_get(f"/sparql?query={quote(QUERIES[0] % 1)}"))
                request = _get(f"/sparql?query={quote(QUERIES[0] % 2)}")
                answers = [(await server.ask(request))[0] for _ in range(4)]
                while len(lines) < 5:
                    await asyncio.sleep(0.001)
            assert server.templates.answered == 1
            assert [line.get("cache") for line in lines] == [None, None, None, "hit", "hit"]
            assert len({body for _, body in answers}) == 1
            tags = [re.search(rb'etag: ("[^"]+")', head) for head, _ in answers]
            assert len({tag and tag[1] for tag in tags}) == 1

    asyncio.run(run())


def test_data_that_change(folder: Path) -> None:
    async def run() -> None:
        async with _both(folder) as (short, long):
            for value in range(5, 8):
                if value > 5:
                    await asyncio.to_thread(_write, folder, value)
                    request = _get(f"/sparql?query={quote(QUERIES[0] % value)}%23{value}")
                    answer = (await short.ask(request))[0][1]  # at once
                    assert f'"value":"{value}"'.encode() in answer
                await short.ready()
                await long.ready()
                for number in range(5):
                    await _alike(short, long, _get(f"/sparql?query={quote(QUERIES[0] % number)}%23{value}"))
            assert short.templates.answered >= 4 + 5 + 5

    asyncio.run(run())


def test_limits_hold(folder: Path) -> None:
    async def run() -> None:
        async with _both(folder, rate_limit=20) as (short, long):
            for number in range(15):
                request = _get(f"/sparql?query={quote(QUERIES[0] % number)}")
                heads = [(await server.ask(request))[0][0][:12] for server in (short, long)]
                assert heads == [b"HTTP/1.1 429" if number >= 10 else b"HTTP/1.1 200"] * 2
            assert short.templates.answered == 9
        async with _both(folder, result_rows=3) as (short, long):
            for number in range(3):
                await _alike(short, long, _get(f"/sparql?query={quote(QUERIES[3] % number)}"))  # three rows
                await _alike(short, long, _get(f"/sparql?query={quote(QUERIES[0] % number)}"))  # more
            assert short.templates.answered == 2

    asyncio.run(run())


def test_what_is_counted(folder: Path) -> None:
    async def run() -> None:
        async with _both(folder) as (short, long):
            for number in range(5):
                await _alike(short, long, _get(f"/sparql?query={quote(QUERIES[0] % number)}"))
            asked = _get("/metrics")
            told = [(await server.ask(asked))[0][1].decode().splitlines() for server in (short, long)]
            counts = [
                [line for line in lines if line.startswith("kg_") and "seconds" not in line and "_created" not in line]
                for lines in told
            ]
            assert short.templates.answered == 4
            assert counts[0] == counts[1] and "kg_query_rows_total 25.0" in counts[0]

    asyncio.run(run())


def test_templates_are_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.templates._MOST", 3)
    monkeypatch.setattr("kg.web.templates._REMEMBERED", 5)

    async def run() -> None:
        async with _both(folder) as (short, long):
            for agent in ("a", "b", "c", "d", "a" * 5000):
                for number in range(4):
                    head = f"Host: e{agent[:2]}\r\nUser-Agent: {agent}\r\n\r\n"
                    await _alike(short, long, _get(f"/sparql?query={quote(QUERIES[0] % number)}", head))
            assert short.templates.answered == 12
            templates = short.app.templates
            assert len(templates._known) <= 3 and len(templates._came | templates._came_before) <= 10

    asyncio.run(run())


PIECES = st.sampled_from(
    ["%", "%4", "%41", "%c3%A1", "%%", "%0d%0A", "%3d", "%FF", "=", "==", "+", "a", "B", "_", "?", "."]
)


@given(st.lists(PIECES).map("".join))
def test_percent_encoding_is_read_as_elsewhere(value: str) -> None:
    read = parse_qsl(f"q={value}", keep_blank_values=True, encoding="latin-1")
    assert unquoted(value.encode()).decode("latin-1") == read[0][1]
