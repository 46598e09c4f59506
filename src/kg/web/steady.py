"""Pages that are made of several queries, from one version of the data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.web.state import state_of

_TRIES = 3


def steady(endpoint: Callable[..., Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    """Make an answer anew if the data changed while it was made, and let it say of which version it is.

    Where they change again and again, the last answer stands, and says nothing of its version.
    """

    @wraps(endpoint)
    async def made(request: Request, **parameters: Any) -> Response:
        pool = state_of(request).pool
        for _ in range(_TRIES):
            before = pool.generation
            response = await endpoint(request=request, **parameters)
            if "x-data-version" in response.headers or response.status_code != 200:
                return response
            if pool.generation == before:
                response.headers["X-Data-Version"] = str(before)
                return response
        return response

    return made
