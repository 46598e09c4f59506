"""Requests per client: who sends more than the limit gets 429, and is told when to come again.

Each client has a bucket of tokens that fills evenly (a token bucket); a request takes one. A client is an address, or
with IPv6 the /64 network that an address is in, since one subscriber has all of that.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.web.errors import Refused, refusal

# So many clients are remembered; whoever was not seen for longest is forgotten first, and then has a full bucket.
_CLIENTS = 20_000
# What must be reachable whoever asks how often: probes of the machine that runs the server.
_FREE = ("/health", "/ready", "/metrics", "/static/")


class Buckets:
    """The buckets of all clients: `per_minute` requests a minute, half a minute's at once."""

    def __init__(self, per_minute: int) -> None:
        self._rate = per_minute / 60
        self._size = max(1.0, per_minute / 2)
        self._clients: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """Take a token at the time `now` (seconds). 0.0: there was one; else the seconds until there will be."""
        tokens, since = self._clients.pop(client, (self._size, now))
        tokens = min(self._size, tokens + (now - since) * self._rate)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / self._rate
        self._clients[client] = (tokens if wait else tokens - 1, now)
        if len(self._clients) > _CLIENTS:
            self._clients.popitem(last=False)
        return wait


class RateLimit:
    """Middleware that turns away who asks too often."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self._app = app
        self._buckets = Buckets(per_minute)
        self._per_minute = per_minute

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or turn it away."""
        wait = self.wait(scope) if scope["type"] == "http" else 0.0
        if wait:
            error = Refused(
                429,
                "too-many-requests",
                f"more than {self._per_minute} requests a minute; wait as long as Retry-After says",
                headers={"Retry-After": str(math.ceil(wait))},
            )
            await refusal(Request(scope), error)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def wait(self, scope: Mapping[str, Any]) -> float:
        """Count a request; 0.0, or the seconds until its client may ask."""
        if scope["path"].startswith(_FREE):
            return 0.0
        return self._buckets.wait(network(scope), time.monotonic())


def network(scope: Mapping[str, Any]) -> str:
    """Whom a request is counted for."""
    host: str = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host
