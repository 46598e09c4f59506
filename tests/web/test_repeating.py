"""Requests that come again, byte by byte: the same answers, as long as the data are the same; all are counted."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar

import pyoxigraph as ox
import uvicorn

from kg.settings import Settings
from kg.store import open_store
from kg.web import create_app
from kg.web.app import Application
from kg.web.connections import Bounded

ASK = (
    b"GET /sparql?query=SELECT%20%3Fo%20%7B%20%3Fs%20%3Chttp://e/p%3E%20%3Fo%20%7D HTTP/1.1\r\n"
    b"Host: e\r\nAccept: text/csv\r\n\r\n"
)
DATE = re.compile(rb"date: [^\r]*\r\n")


def _write(folder: Path, value: int) -> None:
    with open_store(str(folder)) as store:
        node = ox.NamedNode("http://e/p")
        store.replace_graphs({"http://e/g": [ox.Triple(node, node, ox.Literal(value))]})


@asynccontextmanager
async def _served(folder: Path, **limits: int) -> AsyncIterator[tuple[Application, int]]:
    app = create_app(Settings(store=str(folder), copy_memory_mb=0, **limits))  # type: ignore[arg-type]
    http = type("_Http", (Bounded,), {"short_ways": app.short_ways, "seconds": 1.0})
    server = uvicorn.Server(uvicorn.Config(app, http=http, ws="none", port=0, log_config=None, access_log=False))
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield app, server.servers[0].sockets[0].getsockname()[1]
    finally:
        for writer in _Client.opened:
            writer.close()
        _Client.opened.clear()
        server.should_exit = True
        await task


class _Client:
    opened: ClassVar[list[asyncio.StreamWriter]] = []

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.opened.append(writer)

    @classmethod
    async def of(cls, port: int) -> _Client:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def answer(self) -> tuple[bytes, bytes]:
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        assert length is not None, head
        return DATE.sub(b"", head), await self.reader.readexactly(int(length[1]))

    async def ask(self, request: bytes = ASK) -> tuple[bytes, bytes]:
        self.writer.write(request)
        return await self.answer()


def test_the_same_answer_until_the_data_change(tmp_path: Path) -> None:
    async def run() -> None:
        _write(tmp_path, 5)
        async with _served(tmp_path) as (app, port):
            client, other = await _Client.of(port), await _Client.of(port)
            first = await client.ask()
            assert first[1] == b"o\r\n5\r\n" and b"\r\ndate" not in first[0]
            assert not app.repeats._known
            assert await client.ask() == first  # from the cache, and remembered from now on
            assert len(app.repeats._known) == 1
            for _ in range(3):
                assert await client.ask() == await other.ask() == first
            metrics = (await client.ask(b"GET /metrics HTTP/1.1\r\nHost: e\r\n\r\n"))[1].decode()
            assert 'kg_http_requests_total{method="GET",route="/sparql",status="200"} 8.0' in metrics
            assert "kg_http_requests_in_progress 1.0" in metrics
            await asyncio.to_thread(_write, tmp_path, 7)
            assert (await client.ask())[1] == b"o\r\n7\r\n"
            assert (await other.ask())[1] == b"o\r\n7\r\n"

    asyncio.run(run())


def test_only_whole_requests_are_answered_so(tmp_path: Path) -> None:
    async def run() -> None:
        _write(tmp_path, 5)
        async with _served(tmp_path) as (_, port):
            client = await _Client.of(port)
            first = await client.ask()
            assert await client.ask() == first
            client.writer.write(ASK[:30])  # in two pieces
            await asyncio.sleep(0.05)
            assert await client.ask(ASK[30:]) == first
            client.writer.write(b"POST /sparql HTTP/1.1\r\nHost: e\r\nContent-Type: application/sparql-query\r\n")
            client.writer.write(b"Content-Length: %d\r\n\r\n" % len(ASK))
            await asyncio.sleep(0.05)
            status, _ = await client.ask(ASK)  # the same bytes, as a body
            assert status.startswith(b"HTTP/1.1 400")
            client.writer.write(ASK + ASK)  # two at once
            assert await client.answer() == await client.answer() == first
            closing = ASK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
            for _ in range(3):
                last = await _Client.of(port)
                status, body = await last.ask(closing)
                assert b"connection: close" in status and body == first[1]
                assert await last.reader.read() == b""

    asyncio.run(run())


def test_who_asks_too_often_is_turned_away(tmp_path: Path) -> None:
    async def run() -> None:
        _write(tmp_path, 5)
        async with _served(tmp_path, rate_limit=20) as (_, port):
            client = await _Client.of(port)
            told = [(await client.ask())[0][:12] for _ in range(15)]
        assert told[:10] == [b"HTTP/1.1 200"] * 10
        assert b"HTTP/1.1 429" in told[10:]

    asyncio.run(run())
