"""A shorter way to `/sparql` than through the framework.

Finding a route among all, resolving its dependencies and what else the framework does for a request takes longer than a
simple query does; none of it is needed here, since the endpoint reads its request itself. The routes of `/sparql` stay
where they are, for the description of the interface and for all other methods.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.web.errors import handled

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


class _Route:
    """What the log and the figures call a request's route."""

    def __init__(self, path: str) -> None:
        self.path = path


class Shortcut:
    """Middleware, right around the framework: gives requests to `path` to the endpoint of their method at once."""

    def __init__(self, app: ASGIApp, path: str, endpoints: Mapping[str, Endpoint]) -> None:
        self._app = app
        self._path = path
        self._endpoints = endpoints
        self._route = _Route(path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        endpoint = self._endpoints.get(scope["method"]) if scope.get("path") == self._path else None
        if endpoint is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = self._route
        request = Request(scope, receive, send)
        try:
            response = await endpoint(request)
        except Exception as error:
            response = await handled(request, error)
        await response(scope, receive, send)
