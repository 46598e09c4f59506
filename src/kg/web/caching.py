"""Answers kept for as long as the data stay the same, and what tells clients that theirs is still right.

An answer is a function of what was asked (path, parameters, body, accepted formats
and language, the server's name) and of the
version of the data. So it is kept under both, and its entity tag is made of both: a new version makes all that was
kept unreachable in the moment in which it becomes the newest, and a client that holds an answer of the same version is
told so (304) without a query being run. Sources: RFC 9110, sections 8.8.3 and 13.1.2; RFC 9111.

Kept is what says of which version it is (`X-Data-Version`), unless it says that it is not to be kept
(`Cache-Control: no-store`), as answers do that differ each time, by RAND() or NOW().
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias
from zlib import crc32

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.store.generations import NONE, Generation
from kg.web.language import preferred
from kg.web.noting import note

_PATHS = (
    "/sparql",
    "/queries",
    "/id/",
    "/page/",
    "/data/",
    "/graph",
    "/ontology",
    "/shapes",
    "/search",
    "/reconcile",
    "/map",
    "/quality",
    "/.well-known/",
)
_LARGEST_BODY = 1 << 16
"""Bytes of a query in a body whose answer is kept."""
_ANY_LANGUAGE = preferred("")
_OVERHEAD = 1000
"""Bytes that an answer takes beside its body and what was asked."""
_BODY_SECONDS = 5.0

ANSWERED = "kg.answered"
"""Under this name the scope has the `Asked` of a request whose answer was kept."""

Headers: TypeAlias = list[tuple[bytes, bytes]]
_Key: TypeAlias = tuple[bytes | str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was kept, and the route that gave it."""

    headers: Headers
    body: bytes
    route: Any


class Answers:
    """The answers of one version of the data: at most so many bytes, the least recently used are dropped first."""

    def __init__(self, largest: int) -> None:
        self.largest = largest
        self.size = 0
        self._generation = NONE
        self._kept: OrderedDict[_Key, Kept] = OrderedDict()

    def get(self, generation: Generation, key: _Key) -> Kept | None:
        """The answer, if it was kept and is one of that version."""
        if generation != self._generation:
            return None
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, generation: Generation, key: _Key, kept: Kept) -> None:
        """Keep an answer; those of another version are dropped."""
        if generation != self._generation:
            self._kept.clear()
            self.size = 0
            self._generation = generation
        self._drop(key)
        self._kept[key] = kept
        self.size += _size(key, kept)
        while self.size > self.largest:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: _Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self.size -= _size(key, kept)


class Cache:
    """Middleware that answers from what is kept. Equal requests at the same time are worked out once.

    `generation` gives the newest version of the data; `mb` is the MiB that may be kept, 0: none are.
    """

    def __init__(self, app: ASGIApp, generation: Callable[[], Generation], mb: int) -> None:
        self.answers = Answers(mb << 20)
        self.generation = generation
        self._app = app
        self._made: dict[tuple[Generation, _Key], asyncio.Future[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request from what is kept, or pass it on and keep what comes back."""
        if scope["type"] != "http" or not scope["path"].startswith(_PATHS):
            await self._app(scope, receive, send)
            return
        asked = Asked(scope)
        if scope["method"] == "POST" and asked.suits:
            message = await _first(receive)
            receive = asked.with_body(message, receive)
        asked.begin(self.generation())
        if not asked.suits or asked.generation == NONE:
            await self._app(scope, receive, send)
        elif asked.has_it:
            note(scope, cache="not-modified", data=str(asked.generation))
            await _not_modified(send, asked)
        elif (kept := await self._kept(asked)) is not None:
            note(scope, cache="hit", data=str(asked.generation))
            scope["route"] = kept.route
            await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
            await send({"type": "http.response.body", "body": b"" if asked.head else kept.body})
        elif asked.head:
            await self._app(scope, receive, send)
        else:
            await self._make(asked, receive, send)

    async def _kept(self, asked: Asked) -> Kept | None:
        """The answer from what is kept, or is being made for somebody else and then can be kept."""
        if asked.fresh:
            return None
        kept = self.answers.get(asked.generation, asked.key)
        other = self._made.get((asked.generation, asked.key))
        if kept is None and other is not None:
            await asyncio.wait([other])
            kept = self.answers.get(asked.generation, asked.key)
        return kept

    async def _make(self, asked: Asked, receive: Receive, send: Send) -> None:
        making = (asked.generation, asked.key)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        leads = self._made.setdefault(making, done) is done
        keeping = _Keeping(self, asked, send, done)
        try:
            await self._app(asked.scope, receive, keeping)
        finally:
            if leads:
                del self._made[making]
            keeping.finish()


class Asked:
    """What of a request says which answer it wants. `suits`: whether that may be kept at all."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.generation = NONE
        self.key: _Key = ()
        self._tag = b""
        self.head = scope["method"] == "HEAD"
        self.fresh = False
        self.suits = scope["method"] in ("GET", "HEAD", "POST")
        self._accept = self._host = self._content_type = self._none_match = self._body = b""
        self.varies = b"Accept" if scope["path"] == "/sparql" else b"Accept, Accept-Language"
        self._language = _ANY_LANGUAGE
        length = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                self._accept = self._accept + b"," + value if self._accept else value
            elif name == b"accept-language" and self.varies == b"Accept, Accept-Language":
                self._language = preferred(value.decode("latin-1"))
            elif name == b"host":
                self._host = value
            elif name == b"if-none-match":
                self._none_match = value
            elif name == b"content-type":
                self._content_type = value
            elif name == b"content-length":
                length = value
            elif name == b"cache-control":
                self.fresh = b"no-cache" in value or b"no-store" in value
            elif name == b"authorization":
                self.suits = False
        if scope["method"] == "POST":
            self._none_match = b""
            queries = scope["path"] == "/sparql" and length.isdigit() and int(length) <= _LARGEST_BODY
            self.suits = self.suits and queries

    def with_body(self, message: Message | None, receive: Receive) -> Receive:
        """Take note of the body, of which this is the first piece; a `receive` that gives it all again."""
        if message is None or message.get("more_body", False):
            self.suits = False
        else:
            self._body = message.get("body", b"")
        return _again(message, receive)

    def begin(self, generation: Generation) -> None:
        """Take note of the version of the data from which it is to be answered."""
        scope = self.scope
        self.generation = generation
        common = self.key_of(scope["query_string"])
        self.key = (*common, self._content_type, self._body) if scope["method"] == "POST" else common

    def key_of(self, query_string: bytes) -> _Key:
        """Under what the answer to the same request, but for the parameters of its address, is kept."""
        scope = self.scope
        return (scope["path"], query_string, self._accept, self._language, self._host, scope["scheme"])

    @property
    def plain(self) -> bool:
        """Whether whoever asks has no answer so far, and takes one that was kept."""
        return self.suits and not self.fresh and not self._none_match

    def tag(self) -> bytes:
        """The answer's entity tag: the version, and what tells the answers of one address apart."""
        if not self._tag:
            self._tag = entity_tag(self.generation, self.key)
        return self._tag

    @property
    def has_it(self) -> bool:
        """Whether the client has the answer already."""
        return bool(self._none_match) and self.tag() in self._none_match


class _Keeping:
    """A `send` that sees an answer pass, says in its headers how long it is right, and keeps it."""

    def __init__(self, cache: Cache, asked: Asked, send: Send, done: asyncio.Future[None]) -> None:
        self._cache = cache
        self._asked = asked
        self._send = send
        self._done = done
        self._headers: list[tuple[bytes, bytes]] = []
        self._pieces: list[bytes] = []
        self._size = 0

    async def __call__(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            message = self._begin(message)
        elif not self._done.done():
            self._go_on(message)
        await self._send(message)

    def finish(self) -> None:
        """Let those go on who wait for the same answer."""
        if not self._done.done():
            self._done.set_result(None)

    def _begin(self, message: Message) -> Message:
        headers: list[tuple[bytes, bytes]] = [*message["headers"]]
        told = dict(headers)
        version = str(self._asked.generation).encode()
        if message["status"] != 200 or told.get(b"x-data-version") != version or b"cache-control" in told:
            self.finish()
            return message
        self._headers = [*headers, *_validity(self._asked)]
        return {**message, "headers": [*self._headers]}

    def _go_on(self, message: Message) -> None:
        piece = message.get("body", b"")
        self._pieces.append(piece)
        self._size += len(piece)
        answers = self._cache.answers
        if self._size > answers.largest // 8:
            self._pieces.clear()
            self.finish()
        elif not message.get("more_body", False):
            asked = self._asked
            if asked.generation == self._cache.generation():
                body = b"".join(self._pieces)
                if not any(name == b"content-length" for name, _ in self._headers):
                    self._headers.append((b"content-length", str(len(body)).encode()))
                answers.put(asked.generation, asked.key, Kept(self._headers, body, asked.scope.get("route")))
                asked.scope[ANSWERED] = asked
            self.finish()


def entity_tag(generation: Generation, key: _Key) -> bytes:
    """The tag of the answer of that version that is kept under `key`."""
    told = b"\0".join([part if isinstance(part, bytes) else part.encode(errors="surrogatepass") for part in key])
    return b'"%d-%x-%08x"' % (generation.number, generation.stamp, crc32(told))


def _validity(asked: Asked) -> list[tuple[bytes, bytes]]:
    return [(b"etag", asked.tag()), (b"cache-control", b"public, no-cache")]


async def _not_modified(send: Send, asked: Asked) -> None:
    version = (b"x-data-version", str(asked.generation).encode())
    headers = [*_validity(asked), (b"vary", asked.varies), version]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _first(receive: Receive) -> Message | None:
    """The first piece of a request's body, if it comes soon."""
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            return await receive()
    except TimeoutError:
        return None


def _again(message: Message | None, receive: Receive) -> Receive:
    """A `receive` that gives that message first."""
    first = [message] if message is not None else []

    async def receive_again() -> Message:
        return first.pop() if first else await receive()

    return receive_again


def _size(key: _Key, kept: Kept) -> int:
    return len(kept.body) + sum(map(len, key)) + _OVERHEAD
