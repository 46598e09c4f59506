"""Asking the HTTP interface: of a server elsewhere, or of the application in this process, without a port."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx2
from mcp.server.mcpserver.exceptions import ToolError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.settings import Settings
from kg.web import create_app

LARGEST_MB = 8
"""MiB of an answer: a model reads none that is larger."""
_HERE = "http://in-process"
_GRACE = 15.0
"""Seconds beyond the server's own limit of a query, in which its error message comes."""


class Interface:
    """The HTTP interface. `address` is where people find its pages; "" where there are none."""

    def __init__(self, client: httpx2.AsyncClient, address: str) -> None:
        self.address = address
        self._client = client

    async def get(self, path: str, accept: str = "application/json", **parameters: str | int) -> httpx2.Response:
        """The answer to a GET.

        Raises:
            ToolError: the server refuses, with the reason that it gives; or it cannot be reached.
        """
        return await self._send("GET", path, accept, parameters, None)

    async def post(self, path: str, accept: str = "application/json", **form: str) -> httpx2.Response:
        """The answer to a form. Raises as `get`."""
        return await self._send("POST", path, accept, {}, form)

    def page(self, path: str | None) -> str | None:
        """The address of a page for people."""
        return f"{self.address}{path}" if self.address and path else None

    async def _send(
        self, method: str, path: str, accept: str, parameters: Mapping[str, str | int], form: Mapping[str, str] | None
    ) -> httpx2.Response:
        headers = {"Accept": accept}
        try:
            async with self._client.stream(method, path, headers=headers, params=parameters, data=form) as response:
                body = bytearray()
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > LARGEST_MB << 20:
                        raise ToolError(f"the answer is larger than {LARGEST_MB} MiB; ask for less, or for counts")
        except httpx2.RemoteProtocolError as error:
            raise ToolError("the answer broke off: it takes too long, or is too large; ask for less") from error
        except httpx2.HTTPError as error:
            raise ToolError(f"the server at {self.address or 'hand'} cannot be asked: {error!r}") from error
        answer = httpx2.Response(response.status_code, headers=_plain(response.headers), content=bytes(body))
        if answer.is_success:
            return answer
        raise ToolError(_reason(answer))


@asynccontextmanager
async def server_at(url: str, timeout: float) -> AsyncIterator[Interface]:
    """The interface of a server, by its address; `timeout` is how many seconds a query may take there."""
    address = url.rstrip("/")
    async with httpx2.AsyncClient(base_url=address, timeout=timeout + _GRACE) as client:
        yield Interface(client, address)


@asynccontextmanager
async def store_of(settings: Settings) -> AsyncIterator[Interface]:
    """The interface over the store of `settings`. Raises as `kg.web.create_app`."""
    smaller = min(settings.result_mb or LARGEST_MB, LARGEST_MB)
    app = create_app(settings.model_copy(update={"result_mb": smaller, "token": None}))
    transport = httpx2.ASGITransport(_whole(app))
    async with app.lifespan(), httpx2.AsyncClient(transport=transport, base_url=_HERE, timeout=None) as client:
        yield Interface(client, "")


def _whole(app: ASGIApp) -> ASGIApp:
    """The application, where an answer that it breaks off is an error, as over a connection."""

    async def whole(scope: Scope, receive: Receive, send: Send) -> None:
        ended = scope["type"] != "http"

        async def send_on(message: Message) -> None:
            nonlocal ended
            ended = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        await app(scope, receive, send_on)
        if not ended:
            raise httpx2.RemoteProtocolError("the answer has no end")

    return whole


def _plain(headers: httpx2.Headers) -> dict[str, str]:
    """The headers without those of the coding that was undone."""
    return {name: value for name, value in headers.items() if name not in ("content-encoding", "content-length")}


def _reason(answer: httpx2.Response) -> str:
    """Why the server refused: of problem details (RFC 9457), in a line."""
    try:
        told = answer.json()
    except ValueError:
        return f"the server answers {answer.status_code}"
    place = f" (line {told['line']}, column {told['column']})" if told.get("line") else ""
    where = f" [{told['where']}]" if told.get("where") else ""
    return f"{told.get('code', answer.status_code)}: {told.get('detail', '')}{place}{where}"
