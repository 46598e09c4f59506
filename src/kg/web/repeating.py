"""The same request again, byte by byte: the same answer, without a look at what it says.

What `kg.web.caching` has answered from what it keeps is kept here once more, with the bytes of the request in front: on
a connection that sends these bytes, and nothing else, the answer is written at once. Reading a request, finding out
whether its answer is kept and passing it through all layers takes several times as long. Counted, logged and limited
are these requests like all others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from starlette.types import Scope

from kg.store.generations import NONE, Generation
from kg.web.limiting import RateLimit

REQUEST = "kg.request"
"""Under this name the scope has the sender's host and the bytes of a request, where it came as one piece."""

Shortly: TypeAlias = tuple[bytes, Callable[[], None]]
"""An answer, but for its first line and its date; and what logs and counts it, to be called when it was written."""

_LARGEST_REQUEST = 4096
Tell: TypeAlias = Callable[[Mapping[str, Any], Mapping[str, Any], int, float], None]
"""Logs and counts a request: what is known of its scope, what was noted, bytes of the body, seconds."""


class Known(NamedTuple):
    """What the log and the figures tell of a request, and the bytes of its answer behind the date."""

    scope: Mapping[str, Any]
    told: Mapping[str, Any]
    answer: bytes
    size: int


class Repeats:
    """Answers of one version of the data, `largest` bytes at most; `limit` is how often a client may ask."""

    def __init__(self, generation: Callable[[], Generation], largest: int, limit: RateLimit | None, tell: Tell) -> None:
        self._current = generation
        self._largest = largest
        self._limit = limit
        self._tell = tell
        self._generation = NONE
        self._known: dict[tuple[str, bytes], Known] = {}
        self._size = 0

    def keep(self, scope: Scope, told: Mapping[str, Any], headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Keep an answer that was given from what is kept, if its request came as one piece."""
        request: tuple[str, bytes] | None = scope.get(REQUEST)
        generation = self._current()
        if request is None or len(request[1]) > _LARGEST_REQUEST or told["data"] != str(generation):
            return
        if not any(name == b"content-length" for name, _ in headers):
            return
        size = len(request[1]) + len(body)
        if generation != self._generation or self._size + size > self._largest:
            self._known.clear()
            self._size = 0
            self._generation = generation
        if size > self._largest // 8 or request in self._known:
            return
        head = b"".join(b"%b: %b\r\n" % header for header in headers)
        seen = {name: scope.get(name) for name in ("method", "path", "client", "route")}
        self._known[request] = Known(seen, dict(told), head + b"\r\n" + body, len(body))
        self._size += size

    def answer(self, host: str, data: bytes) -> Shortly | None:
        """The answer to a request that came before in just these bytes; None where it is not known."""
        begin = time.perf_counter()
        known = self._known.get((host, data))
        if known is None or self._generation != self._current():
            return None
        if self._limit is not None and self._limit.wait(known.scope):
            return None
        return known.answer, lambda: self._tell(known.scope, known.told, known.size, time.perf_counter() - begin)
