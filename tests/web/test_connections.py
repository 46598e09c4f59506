"""Connections on which no request comes to its end are closed; those that send one rightly are not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import uvicorn

from kg.web.connections import Bounded

Reply = Callable[..., Awaitable[bytes]]
HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """Answers with the size of the body, after the body."""
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    if scope["path"] == "/slow":
        await asyncio.sleep(1.2)
    body = str(size).encode() if scope["path"] != "/large" else bytes(30 << 20)
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class _Quick(Bounded):
    largest = 10_000
    seconds = 0.5


@asynccontextmanager
async def _served() -> AsyncIterator[int]:
    config = uvicorn.Config(_app, http=_Quick, ws="none", lifespan="off", port=0, log_level="critical", log_config=None)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


def _answers(*pieces: bytes, pause: float = 0.0) -> bytes:
    """All that comes back on a connection on which the pieces are sent one by one."""

    async def talk() -> bytes:
        async with _served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for piece in pieces:
                writer.write(piece)
                await asyncio.sleep(pause)
            try:
                return await reader.read()
            except ConnectionError:
                return b"reset"
            finally:
                writer.close()

    return asyncio.run(asyncio.wait_for(talk(), 60))


@pytest.mark.parametrize("begun", [b"", b"GET", HEAD, HEAD + b"X: y"])
def test_a_head_that_does_not_end(begun: bytes) -> None:
    assert _answers(begun).startswith(b"HTTP/1.1 408 ")


def test_a_second_head_that_does_not_end() -> None:
    answers = _answers(HEAD + b"Content-Length: 2\r\n\r\nab", b"GET / HT")
    assert answers.startswith(b"HTTP/1.1 200 ") and answers.count(b"HTTP/1.1 408 ") == 1


@pytest.mark.parametrize(
    "pieces",
    [
        (b"GET /", b"a" * 6_000, b"a" * 6_000),
        (HEAD, *(b"X: y\r\n" * 500 for _ in range(4))),
    ],
)
def test_a_head_that_is_too_large(pieces: tuple[bytes, ...]) -> None:
    assert _answers(*pieces, pause=0.01).startswith((b"HTTP/1.1 431 ", b"reset"))


def test_trailers_that_do_not_end() -> None:
    pieces = [HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", *[b"X: y\r\n" * 500] * 5]
    assert b" 200 " not in _answers(*pieces, pause=0.01)


@pytest.mark.parametrize(
    ("pieces", "size"),
    [
        ([HEAD + b"Content-Length: 90000\r\n\r\n", *[b"a" * 9_000] * 10], 90_000),
        (
            [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"10\r\n" + b"a" * 16 + b"\r\n"] * 2000, b"0\r\n\r\n"],
            32_000,
        ),
        ([b"POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n", b"a"], 1),
    ],
)
def test_bodies_and_slow_answers_are_let_be(pieces: list[bytes], size: int) -> None:
    answer = _answers(*pieces)
    assert answer.startswith(b"HTTP/1.1 200 ") and answer.partition(b"\r\n\r\n")[2].startswith(b"%d" % size)


def test_an_answer_that_nobody_takes() -> None:
    async def talk() -> tuple[int, int]:
        async with _served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 10)
            writer.write(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            first = len(await reader.read(1 << 10))
            await asyncio.sleep(1.5)
            slow = len(await reader.read(1 << 10))  # who takes something now and then is let be
            await asyncio.sleep(4)
            with suppress(ConnectionError):
                while piece := await reader.read(1 << 20):
                    first += len(piece)
            writer.close()
            return first, slow

    first, slow = asyncio.run(asyncio.wait_for(talk(), 60))
    assert slow and first < 30 << 20


def test_many_requests_on_one_connection() -> None:
    """Each has a head of its own."""
    answers = _answers(*[HEAD + b"Content-Length: 1\r\nX: " + b"y" * 900 + b"\r\n\r\na"] * 30, pause=0.02)
    assert answers.count(b"HTTP/1.1 200 ") == 30
