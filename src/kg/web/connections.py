"""Connections that come to no end: they are closed, so that nobody can take all there may be.

uvicorn waits for the head of a request as long as the client likes, takes as much of one as comes, and keeps an answer
until it is taken. So some thousand idle connections, or one endless header, would be the end of a server.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, ClassVar, Protocol, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.web.repeating import REQUEST, Shortly

SECONDS = 20.0
"""So long may a client take from one request to the end of the next one's head, if it has begun that."""
LARGEST = 1 << 18
"""So many bytes may the head of a request have: longer queries go into a body."""
_OK = b"HTTP/1.1 200 OK\r\n"
_STALLED_LOOKS = 3
"""Who has taken nothing of an answer in so many times that long takes nothing any more."""


class ShortWay(Protocol):
    """Answers requests from their bytes."""

    def answer(self, host: str, data: bytes) -> Shortly | None:
        """The answer to a request from that host; None: it goes the long way."""


class Bounded(HttpToolsProtocol):
    """uvicorn's, with a most of time and of size for what is not a body, and short ways for whole requests.

    Set those in a subclass; the first that knows an answer gives it.
    """

    largest = LARGEST
    seconds = SECONDS
    short_ways: tuple[ShortWay, ...] = ()
    _dated: ClassVar[tuple[object, bytes]] = (None, b"")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._beside = 0
        self._last: object = None
        self._unsent = self._stalled = 0
        self._timer: asyncio.TimerHandle | None = None
        self._begun = self._ended = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Look at the connection from time to time."""
        super().connection_made(transport)
        self._timer = self.loop.call_later(self.seconds, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Look at it no more."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Count what belongs to the next request, from the next bytes on."""
        self._beside = 0
        self._begun += 1
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """A body has its limits elsewhere; what frames its pieces may take as much as they do."""
        self._beside -= 2 * len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Count the requests that are complete."""
        self._ended += 1
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        """Take bytes, if they are not too many (RFC 6585, section 5)."""
        between = self._begun == self._ended
        if between and self._shortly(data):
            return
        self._beside += len(data)
        if self._beside > self.largest:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        begun = self._begun
        super().data_received(data)
        if between and self._begun == self._ended == begun + 1 and self._may_repeat():
            assert self.client is not None
            cast(dict[str, Any], self.scope)[REQUEST] = (self.client[0], data)

    def _may_repeat(self) -> bool:
        """Whether the request that has just come is one whose bytes say all there is to it."""
        cycle = self.cycle
        return bool(self.client and cycle and cycle.scope is self.scope and cycle.keep_alive and not cycle.body)

    def _shortly(self, data: bytes) -> bool:
        """Write the answer of a request for which there is a short way; whether there is one."""
        if (self.cycle is not None and not self.cycle.response_complete) or self.flow.write_paused or not self.client:
            return False
        if self.transport.is_closing():
            return False
        for way in self.short_ways:
            if (found := way.answer(self.client[0], data)) is not None:
                break
        else:
            return False
        answer, tell = found
        headers = self.server_state.default_headers
        if headers is not self._dated[0]:  # another second
            type(self)._dated = (headers, _OK + b"".join(b"%b: %b\r\n" % header for header in headers))
        self.transport.write(self._dated[1] + answer)
        self._last = self  # the connection is not idle
        self.on_response_complete()
        tell()
        return True

    def _look(self) -> None:
        """Close it if since the last look no request was completed, nor is being answered; or none takes an answer."""
        unsent = self.transport.get_write_buffer_size()
        self._stalled = self._stalled + 1 if unsent and unsent == self._unsent else 0
        self._unsent = unsent
        if self._stalled == _STALLED_LOOKS:
            self.transport.abort()
            return
        answered = self.cycle is None or self.cycle.response_complete
        if answered and not unsent and self.cycle is self._last:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
            return
        self._last = self.cycle
        self._timer = self.loop.call_later(self.seconds, self._look)

    def _refuse(self, status: HTTPStatus) -> None:
        """End the connection; with a reason, unless the client is in the middle of an answer."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            head = f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            self.transport.write(head.encode())
        self.transport.close()
