"""Pages, styles and scripts sent compressed, to those who take that. Answers of queries are streamed as they come.

An answer that was compressed is another representation than the plain one, so its entity tag is made a weak one
(RFC 9110, section 8.8.1); the cache knows it again by what stands in its quotes.
"""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STREAMED = ("/sparql", "/update", "/graph", "/download/", "/release/")
"""Where answers come as they are made; files see to their coding themselves."""
_SMALLEST = 1024
_LEVEL = 5


class Compressed:
    """Middleware that compresses with gzip what is no streamed answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._gzip = GZipMiddleware(_copying(app), minimum_size=_SMALLEST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and compress what comes back."""
        if scope["type"] != "http" or scope["method"] == "HEAD" or scope["path"].startswith(_STREAMED):
            await self._app(scope, receive, send)
        else:
            await self._gzip(scope, receive, _weakened(send))


def _copying(app: ASGIApp) -> ASGIApp:
    """The app, with headers of its own for each answer: the compressor changes them in place, the cache keeps them."""

    async def copied(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_copy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"]]}
            await send(message)

        await app(scope, receive, send_copy)

    return copied


def _weakened(send: Send) -> Send:
    async def send_weakened(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            if headers.get(b"content-encoding") == b"gzip" and headers.get(b"etag", b"W/").startswith(b'"'):
                told = [(n, b"W/" + v if n == b"etag" else v) for n, v in message["headers"]]
                message = {**message, "headers": told}
        await send(message)

    return send_weakened
