"""Headers on every answer: who may read it (CORS), and what a page of ours may do (run our own script files)."""

from __future__ import annotations

from starlette.datastructures import Headers as RequestHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Allow-Origin": "*",
    # All of them: the answer is for anybody, never for whom a cookie names (Fetch, section 3.3.3).
    "Access-Control-Expose-Headers": "*",
}
_OF_DOCUMENTS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
_INERT = (
    b"application/sparql-results+json",
    b"application/json",
    b"application/ld+json",
    b"text/csv",
    b"text/tab-separated-values",
)
"""In these no browser runs or loads anything, whatever they hold: headers that forbid it would only take time."""
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Cache-Control, Content-Type, If-None-Match, *",
    "Access-Control-Max-Age": "86400",
}


_OWN_HEAD = ("/sparql", "/download/", "/release/")
"""Where HEAD is answered without making what GET sends."""
_OF_DATA = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
_OF_ALL = [(name.lower().encode(), value.encode()) for name, value in (_OF_DOCUMENTS | _HEADERS).items()]


class Headers:
    """Middleware that adds them, and answers CORS preflight requests."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and put the headers on what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        send = _with_headers(send)
        if scope["method"] == "HEAD" and not scope["path"].startswith(_OWN_HEAD):
            # GET without its body, for every page.
            scope = {**scope, "method": "GET"}
            send = _without_body(send)
        if scope["method"] == "OPTIONS" and "access-control-request-method" in RequestHeaders(scope=scope):
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            told = dict(message["headers"])
            added = _OF_DATA if told.get(b"content-type", b"").startswith(_INERT) else _OF_ALL
            message = {**message, "headers": [*message["headers"], *(one for one in added if one[0] not in told)]}
        await send(message)

    return send_with_headers


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head
