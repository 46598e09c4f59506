"""Asking another server, so that neither it nor whoever named it can do harm.

Each connection goes to an address that was looked up and judged in the same step: what a name means cannot change in
between. Redirects are judged like the first address. No proxy, no cookies, no compression; bounded in time and size.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Iterable
from typing import Any
from urllib.parse import urlencode, urljoin

import httpcore

from kg import __version__
from kg.errors import ServiceError
from kg.federation.allowed import AllowList, Endpoint

_REDIRECTS = 3
_AGAIN = frozenset({301, 302, 307, 308})
_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"


class Fetcher:
    """Asks listed endpoints. Close it when it is not needed any more."""

    def __init__(self, allowed: AllowList, *, seconds: float, megabytes: int) -> None:
        self._allowed = allowed
        self._seconds = seconds
        self._largest = megabytes << 20
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=20,
            max_keepalive_connections=0,  # who was judged a while ago would be judged no more
            network_backend=_Guarded(allowed),
        )

    async def query(self, endpoint: Endpoint, sparql: str) -> tuple[bytes, str]:
        """What an endpoint answers to a query: the bytes and their media type.

        Raises:
            ServiceError: it cannot be reached, takes too long, answers too much, or with an error.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._query(endpoint, sparql)
        except TimeoutError:
            raise ServiceError(f"did not answer within {self._seconds:g} s", where=str(endpoint)) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            reason = str(error) or type(error).__name__
            raise ServiceError(f"cannot be reached: {reason}", where=str(endpoint)) from error

    async def close(self) -> None:
        """End its connections."""
        await self._pool.aclose()

    async def _query(self, endpoint: Endpoint, sparql: str) -> tuple[bytes, str]:
        asked = endpoint
        content = urlencode({"query": sparql}).encode()
        for _ in range(_REDIRECTS + 1):
            headers: dict[bytes | str, bytes | str] = {
                "Host": asked.authority,
                "Accept": _RESULTS,
                "Accept-Encoding": "identity",
                "Content-Type": "application/x-www-form-urlencoded",
                "Content-Length": str(len(content)),
                "User-Agent": f"vnkg/{__version__} (SPARQL federation)",
                "Connection": "close",
            }
            async with self._pool.stream("POST", str(asked), headers=headers, content=content) as response:
                told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                if response.status in _AGAIN and "location" in told:
                    asked = self._redirected(endpoint, urljoin(str(asked), told["location"]))
                    continue
                if response.status != 200:
                    raise ServiceError(f"answered with HTTP {response.status}", where=str(endpoint))
                if told.get("content-encoding", "identity") != "identity":
                    raise ServiceError("compresses its answer unasked", where=str(endpoint))
                body = await self._body(endpoint, response.aiter_stream())
                return body, told.get("content-type", "").partition(";")[0].strip().lower()
        raise ServiceError(f"redirects more than {_REDIRECTS} times", where=str(endpoint))

    def _redirected(self, endpoint: Endpoint, location: str) -> Endpoint:
        allowed = self._allowed.allowed(location)
        if allowed is None:
            raise ServiceError("redirects to an address that is not listed", where=str(endpoint))
        return allowed

    async def _body(self, endpoint: Endpoint, pieces: AsyncIterator[bytes]) -> bytes:
        body = bytearray()
        async for piece in pieces:
            body += piece
            if len(body) > self._largest:
                raise ServiceError(f"answers more than {self._largest >> 20} MiB", where=str(endpoint))
        return bytes(body)


class _Guarded(httpcore.AsyncNetworkBackend):
    """Connects to addresses that may be reached, and to no others."""

    def __init__(self, allowed: AllowList) -> None:
        self._allowed = allowed
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        name = host.strip("[]")
        found = await asyncio.to_thread(socket.getaddrinfo, name, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(entry[4][0] for entry in found))
        for address in addresses:
            if not self._allowed.reachable(name, ipaddress.ip_address(str(address).partition("%")[0])):
                raise ServiceError("leads to an address that is not public", where=name)
        error: Exception = httpcore.ConnectError("has no address")
        for address in addresses:
            try:
                return await self._backend.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except httpcore.NetworkError as failed:
                error = failed
        raise error

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise ServiceError("is a socket of this machine", where=path)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
