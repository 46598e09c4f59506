"""Seeing each request pass: one line in the log, and its part in the figures of `/metrics`.

The query's text is not logged, nor are the parameters of the address: only a digest, by which equal queries are known.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.metrics import Metrics
from kg.web.noting import noted
from kg.web.repeating import Repeats
from kg.web.templates import Templates

logger = logging.getLogger("kg.requests")


class Observer:
    """Middleware, the outermost: logs and counts each request that has ended, and tells who shortens the next."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self.repeats: Repeats | None = None
        self.templates: Templates | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and see what comes back."""
        told = noted(scope)
        seen = _Seen(send)
        begin = time.perf_counter()
        self._metrics.begins()
        try:
            await self._app(scope, receive, seen)
        finally:
            seconds = time.perf_counter() - begin
            told.setdefault("outcome", "ok" if seen.whole and seen.status < 400 else "broken-off")
            self._tell(scope, told, seen.status, seen.size, seconds)
        if self.repeats is not None and told.get("cache") == "hit" and seen.pieces == 1 and seen.whole:
            self.repeats.keep(scope, told, seen.headers, seen.body)
        if self.templates is not None and seen.pieces == 1 and seen.whole and seen.status == 200:
            self.templates.learn(scope, seen.headers)

    def shortened(self, scope: Mapping[str, Any], told: Mapping[str, Any], size: int, seconds: float) -> None:
        """Log and count a request that did not come by here."""
        self._metrics.begins()
        self._tell(scope, told, 200, size, seconds)

    def _tell(self, scope: Mapping[str, Any], told: Mapping[str, Any], status: int, size: int, seconds: float) -> None:
        # A pattern of the application: what clients send must not make series without end.
        route = getattr(scope.get("route"), "path", "none")
        self._metrics.ended(told, method=scope["method"], route=route, status=status, seconds=seconds, size=size)
        if logger.isEnabledFor(logging.INFO):
            line = {
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "ms": round(seconds * 1000, 1),
                "bytes": size,
                "client": (scope.get("client") or ("",))[0],
            }
            # As `logger.info` does, but for looking up where in the code it was called, which takes longest.
            extra = {"told": line | dict(told)}
            logger.handle(logger.makeRecord(logger.name, logging.INFO, "", 0, "request", (), None, extra=extra))


class _Seen:
    """A `send` that notes what passes."""

    __slots__ = ("_send", "body", "headers", "pieces", "size", "status", "whole")

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""
        self.pieces = 0
        self.size = 0
        self.whole = False

    def __call__(self, message: Message) -> Awaitable[None]:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = message["headers"]
        elif message["type"] == "http.response.body":
            self.body = message.get("body", b"")
            self.pieces += 1
            self.size += len(self.body)
            self.whole = not message.get("more_body", False)
        return self._send(message)
