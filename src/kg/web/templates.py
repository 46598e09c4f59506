"""Requests that differ in nothing but their query, and look something up: answered without the way through all layers.

A client sends the same bytes around each of its queries. What those mean (the format that it likes best, the name by
which it calls the server, headers of the answer, its share of the rate limit) was found out when one of its look-ups
went the whole way. Such a request is remembered here without its query, as a template. The next one that fits it, with
another look-up in the gap, is answered from that: the same answer, to the byte but for its date; logged, counted and
limited as others are. Whatever is unusual goes the long way.

So does what comes again: there, answers are kept. Most look-ups do not come again, and keeping them would take longer
than making them, and take the room of others.
"""

from __future__ import annotations

import time
from binascii import a2b_qp
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from kg.errors import ResultTooLarge
from kg.store.formats import Format
from kg.store.jobs import Job
from kg.store.pool import Pool
from kg.web.answering import LOOKED_UP, Limits, digest
from kg.web.caching import ANSWERED, Asked, Headers, entity_tag
from kg.web.counting import rows_of
from kg.web.limiting import RateLimit
from kg.web.repeating import REQUEST, Shortly, Tell

_MOST = 1000
"""Templates; a server's clients are of a few kinds."""
_LARGEST = 4096
"""Bytes of a template."""
_LONGEST = 3 * 4096
"""Bytes of a query as it is sent."""
_REMEMBERED = 20_000
"""Of so many requests, and of so many before those, it is known that they came."""
_BEGIN = b"GET /sparql?"
_NAME = b"query="
# What may stand in the value of a parameter: not what ends it, or is no part of an address (RFC 3986, section 3.4).
_PLAIN = bytes(range(0x21, 0x7F)).translate(None, b'"#&<>\\^`{|}')
_VARYING = (b"content-length", b"etag", b"x-data-version")


class _Split(NamedTuple):
    """A request: what stands before its query, that, and what stands behind."""

    before: bytes
    query: bytes
    behind: bytes


class _Template(NamedTuple):
    """What the long way found out of a request."""

    asked: Asked
    format: Format
    base_iri: str | None
    allowed: Limits
    scope: Mapping[str, Any]
    before: bytes
    """What stands before the query in the address' parameters, and `behind` what stands behind."""
    behind: bytes
    head: bytes
    """All headers, with gaps for those of `_VARYING`."""


class Templates:
    """Templates of requests; `limit` is how often a client may ask, `tell` hears of each request that is answered."""

    def __init__(self, pool: Callable[[], Pool], limit: RateLimit | None, tell: Tell) -> None:
        self._pool = pool
        self._limit = limit
        self._tell = tell
        self._known: dict[tuple[str, bytes, bytes], _Template] = {}
        self._came: set[int] = set()
        self._came_before: set[int] = set()

    def learn(self, scope: Scope, headers: Headers) -> None:
        """Remember a request that looked something up, if it came as one piece; `headers` are those of its answer."""
        request, looked_up, answered = scope.get(REQUEST), scope.get(LOOKED_UP), scope.get(ANSWERED)
        if request is None or looked_up is None or answered is None:
            return
        host, data = request
        split = _split(data)
        if split is None or len(data) - len(split.query) > _LARGEST:
            return
        asked: Asked = answered
        before, behind = split.before[len(_BEGIN) :], split.behind[: split.behind.index(b" ")]
        names = [name for name, _ in headers]
        if scope["query_string"] != before + split.query + behind or any(names.count(name) != 1 for name in _VARYING):
            return
        if not asked.plain or (host, split.before, split.behind) in self._known:
            return
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[host, split.before, split.behind] = _Template(
            asked,
            looked_up.job.format,
            looked_up.job.base_iri,
            looked_up.allowed,
            {name: scope.get(name) for name in ("method", "path", "client", "route")},
            before,
            behind,
            b"".join(_gap(name) if name in _VARYING else _line(name, value) for name, value in headers) + b"\r\n",
        )

    def answer(self, host: str, data: bytes) -> Shortly | None:
        """The answer to a request that fits a template; None where it is to go the long way."""
        begin = time.perf_counter()
        split = _split(data)
        if split is None:
            return None
        template = self._known.get((host, split.before, split.behind))
        if template is None or split.query.translate(None, _PLAIN) or self._comes_again(host, data):
            return None
        try:
            query = unquoted(split.query).decode()
        except UnicodeDecodeError:
            return None
        found = self._pool().look_up(Job(query, template.format, base_iri=template.base_iri))
        if found is None:
            return None
        generation, body = found
        # A row takes more than one byte.
        rows = rows_of(template.format, body) if 0 < template.allowed.rows < len(body) else None
        took = time.perf_counter() - begin
        try:
            template.allowed.check(rows, len(body))
        except ResultTooLarge:
            return None
        if self._limit is not None and self._limit.wait(template.scope):
            return None
        key = template.asked.key_of(template.before + split.query + template.behind)
        head = template.head % {
            b"content-length": b"%d" % len(body),
            b"etag": entity_tag(generation, key),
            b"x-data-version": b"%d" % generation.number,
        }

        def tell() -> None:
            told: dict[str, Any] = {"query": digest(query), "query_ms": round(took * 1000, 1)}
            if (count := rows_of(template.format, body)) is not None:
                told["rows"] = count
            told |= {"data": str(generation), "outcome": "ok"}
            self._tell(template.scope, told, len(body), time.perf_counter() - begin)

        return head + body, tell

    def _comes_again(self, host: str, data: bytes) -> bool:
        """Whether this request came not long ago. Two of one hash are taken for one, which does no harm."""
        mark = hash((host, data))
        if mark in self._came or mark in self._came_before:
            return True
        if len(self._came) >= _REMEMBERED:
            self._came, self._came_before = set(), self._came
        self._came.add(mark)
        return False


def _split(data: bytes) -> _Split | None:
    """Where the query stands in a request; None if it is none that asks `/sparql`."""
    if not data.startswith(_BEGIN):
        return None
    begin = data.find(_NAME, len(_BEGIN) - 1, _LARGEST) + len(_NAME)
    if data[begin - len(_NAME) - 1 : begin - len(_NAME)] not in (b"?", b"&"):
        return None
    end = data.find(b" ", begin, begin + _LONGEST)
    if end < 0:
        return None
    further = data.find(b"&", begin, end)
    if further >= 0:
        end = further
    return _Split(data[:begin], data[begin:end], data[end:])


def unquoted(value: bytes) -> bytes:
    """The value of a parameter, in ASCII, without its percent-encoding, and with spaces for `+`.

    The library's function goes from escape to escape. Quoted-printable has the same escapes with another sign, and one
    of C; where all are well-formed, each makes the text two bytes shorter.
    """
    spaced = value.replace(b"+", b" ")
    if b"=" not in spaced:
        found = a2b_qp(spaced.replace(b"%", b"="))
        if len(found) == len(spaced) - 2 * spaced.count(b"%"):
            return found
    return unquote_to_bytes(spaced)


def _line(name: bytes, value: bytes) -> bytes:
    return (b"%b: %b\r\n" % (name, value)).replace(b"%", b"%%")


def _gap(name: bytes) -> bytes:
    return b"%b: %%(%b)b\r\n" % (name, name)
