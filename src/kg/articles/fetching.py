"""Fetching pages so that nobody is harmed: neither their servers, nor the machines beside this one.

A host's robots.txt is kept to (RFC 9309), it is asked one thing at a time with a pause before the next, and only under
public addresses: each connection goes to an address that was judged in the same step. Redirects are judged like the
first address. No proxy, no cookies; bounded in time and size.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from kg import __version__
from kg.addresses import is_public

AGENT = f"vnkg/{__version__}"
_REDIRECTS = 5
_ROBOTS_BYTES = 512 * 1024  # RFC 9309, section 2.5
_LONGEST_PAUSE = 60.0
_LATER = frozenset({429, 500, 502, 503, 504})


class Unfetched(Exception):  # noqa: N818 - reads as what happened
    """It could not be fetched, for a reason in words. `again`: seconds after which it may be worth another try."""

    def __init__(self, reason: str, *, again: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave: the address in the end, the media type, the charset that it named (or ""), and the bytes."""

    url: str
    kind: str
    charset: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Seconds between two requests to a host, and for a page; MiB of a page; whether to go to private addresses."""

    delay: float = 1.0
    seconds: float = 30.0
    megabytes: int = 10
    private: bool = False


@dataclass(slots=True)
class _Host:
    robots: Protego | None = None
    pause: float = 0.0
    free_at: float = 0.0


@dataclass(slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    data: bytes = b""
    location: str = ""
    kind: str = field(default="")


class Fetcher:
    """Fetches one page at a time. Close it when it is not needed any more."""

    def __init__(self, limits: FetchLimits) -> None:
        self._limits = limits
        self._hosts: dict[str, _Host] = {}
        self._client = httpx.Client(
            transport=_Guarded(private=limits.private),
            headers={"User-Agent": AGENT, "Accept": "text/html, application/xhtml+xml, application/rss+xml, "
                     "application/atom+xml, application/xml;q=0.9, text/plain;q=0.8"},
            timeout=limits.seconds,
            follow_redirects=False,
            trust_env=False,
        )  # fmt: skip

    def free_at(self, url: str) -> float:
        """When the host of an address may be asked next, on the clock of `time.monotonic`."""
        return self._host(url).free_at

    def fetch(self, url: str) -> Fetched:
        """Fetch a page, after waiting for its host's turn. Raises Unfetched."""
        asked = url
        for _ in range(_REDIRECTS + 1):
            self._judge(asked)
            answer = self._get(asked, self._limits.megabytes << 20)
            if answer.location:
                asked = urljoin(asked, answer.location)
                continue
            if answer.status != httpx.codes.OK:
                again = _retry_after(answer.headers) if answer.status in _LATER else None
                raise Unfetched(f"the server answers with HTTP {answer.status}", again=again)
            kind, _, parameters = answer.headers.get("Content-Type", "").partition(";")
            charset = parameters.lower().partition("charset=")[2].strip(" \"';")
            return Fetched(asked, kind.strip().lower(), charset, answer.data)
        raise Unfetched(f"redirects more than {_REDIRECTS} times")

    def close(self) -> None:
        """End its connections."""
        self._client.close()

    def _judge(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise Unfetched(f"{url!r} is no address of a page")
        robots = self._robots(url)
        if not robots.can_fetch(url, AGENT):
            raise Unfetched("the site's robots.txt asks programs not to fetch it")

    def _robots(self, url: str) -> Protego:
        host = self._host(url)
        if host.robots is None:
            asked = urljoin(url, "/robots.txt")
            try:
                for _ in range(_REDIRECTS + 1):
                    answer = self._get(asked, _ROBOTS_BYTES, cut=True)
                    if not answer.location:
                        break
                    asked = urljoin(asked, answer.location)
            except Unfetched as error:
                raise Unfetched(f"the site's robots.txt cannot be read: {error.reason}", again=error.again) from None
            if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR or answer.status == httpx.codes.TOO_MANY_REQUESTS:
                # Section 2.3.1.4: a site whose rules cannot be reached is not to be asked anything.
                raise Unfetched(
                    f"the site's robots.txt cannot be read: HTTP {answer.status}", again=_retry_after(answer.headers)
                )
            rules = answer.data.decode("utf-8", "replace") if answer.status == httpx.codes.OK else ""
            host.robots = Protego.parse(rules)
            host.pause = min(float(host.robots.crawl_delay(AGENT) or 0.0), _LONGEST_PAUSE)
        return host.robots

    def _host(self, url: str) -> _Host:
        parts = urlsplit(url)
        return self._hosts.setdefault(f"{parts.scheme}://{parts.netloc.lower()}", _Host())

    def _get(self, url: str, most: int, *, cut: bool = False) -> _Answer:
        """One request. `cut`: what is beyond the limit is left, not an error."""
        host = self._host(url)
        time.sleep(max(0.0, host.free_at - time.monotonic()))
        until = time.monotonic() + self._limits.seconds
        try:
            with self._client.stream("GET", url) as response:
                data = bytearray()
                if response.has_redirect_location:
                    return _Answer(response.status_code, response.headers, location=response.headers["Location"])
                for piece in response.iter_bytes(1 << 16):
                    data += piece
                    if len(data) > most:
                        if cut:
                            break
                        raise Unfetched(f"larger than {most >> 20} MiB (KG_FETCH_MB)")
                    if time.monotonic() > until:
                        raise Unfetched(f"not there within {self._limits.seconds:g} s (KG_FETCH_TIMEOUT)", again=30.0)
                return _Answer(response.status_code, response.headers, bytes(data[:most]))
        except httpx.TimeoutException:
            raise Unfetched(f"no answer within {self._limits.seconds:g} s (KG_FETCH_TIMEOUT)", again=30.0) from None
        except httpx.InvalidURL as error:
            raise Unfetched(f"no address that can be fetched: {error}") from None
        except httpx.UnsupportedProtocol:
            raise Unfetched("redirects to something that is no page") from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise Unfetched(f"cannot be reached: {error or type(error).__name__}", again=5.0) from None
        finally:
            host.free_at = time.monotonic() + max(self._limits.delay, host.pause)


def _retry_after(headers: httpx.Headers) -> float:
    stated = headers.get("Retry-After", "")
    return min(float(stated), 300.0) if stated.isdecimal() else 5.0


class _Guarded(httpx.HTTPTransport):
    """Connects to addresses that may be reached, and to no others.

    Nothing is kept open: a connection belongs to one name, and who was judged a while ago would be judged no more.
    """

    def __init__(self, *, private: bool) -> None:
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0), trust_env=False)
        self._private = private

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        name = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"the name {name} leads nowhere ({error})") from None
        addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
        if not self._private and not all(is_public(ipaddress.ip_address(address)) for address in addresses):
            raise Unfetched(f"{name} is no public address, and others are not asked (KG_FETCH_PRIVATE)")
        failed: httpx.TransportError = httpx.ConnectError("the name leads nowhere")
        for address in addresses:
            guarded = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": name},
            )
            try:
                return super().handle_request(guarded)
            except httpx.ConnectError as error:
                failed = error
        raise failed
