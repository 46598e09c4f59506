"""The application: routes, headers, and what lives as long as the server does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from kg import __version__
from kg.canned import canned_queries
from kg.settings import Settings
from kg.web import (
    canned,
    catalog,
    described,
    documentation,
    download,
    errors,
    graph_store,
    home,
    protocol,
    reconciling,
    releases,
    search,
    things,
    update,
    well_known,
)
from kg.web.caching import Cache
from kg.web.compressing import Compressed
from kg.web.headers import Headers
from kg.web.limiting import RateLimit
from kg.web.observing import Observer
from kg.web.repeating import Repeats
from kg.web.shortcut import Shortcut
from kg.web.state import State
from kg.web.templates import Templates
from kg.web.views import map as map_
from kg.web.views import quality
from kg.web.views import routes as views

_DESCRIPTION = """\
Số liệu phát triển công nghiệp Việt Nam, mỗi số liệu kèm câu trích và bài nguồn.

Figures on Viet Nam's industrial development, each with the quote and the article that it was read from: a
SPARQL 1.1 endpoint, canned queries as CSV and JSON, and a description of each thing. Reading is open to all; writing
needs a token, if the server takes writes at all. Every error has one shape, `application/problem+json` (RFC 9457).
"""


def create_app(settings: Settings) -> Application:
    """The ASGI application that serves the store of `settings`.

    The store may be empty, or be loaded into while it is served: each answer comes from the newest snapshot.

    Raises:
        SettingsError: the store is a URL that cannot be asked.
        OntologyError: a canned query's file is not as it should be.
    """
    if settings.on_server:
        from kg.store.remote.address import ServerAddress  # noqa: PLC0415 - where there is no server, httpx is not needed

        ServerAddress.of(settings)
    canned_queries()  # a broken file is told at the start, not to the first visitor
    state = State(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await state.open()
        try:
            yield
        finally:
            await state.close()

    app = FastAPI(
        title="VNKG",
        summary="Đồ thị tri thức phát triển công nghiệp Việt Nam · Viet Nam's industrial development as a graph",
        description=_DESCRIPTION,
        version=__version__,
        license_info={"name": "Apache-2.0 (software), CC BY 4.0 (data)"},
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    app.state.kg = state
    errors.register(app)
    routes = (
        home,
        protocol,
        update,
        graph_store,
        search,
        canned,
        things,
        well_known,
        views,
        map_,
        quality,
        download,
        catalog,
        releases,
        reconciling,
        documentation,
    )
    for module in routes:
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.openapi = lambda: described.openapi(app)  # type: ignore[method-assign]  # FastAPI's way of extending it
    return Application(app, state)


class Application:
    """The framework's application, and around it what each request passes: most end before they reach it."""

    def __init__(self, api: FastAPI, state: State) -> None:
        settings = state.settings
        self._api = api
        app: ASGIApp = Shortcut(api, "/sparql", {"GET": protocol.sparql_get, "POST": protocol.sparql_post})
        cache = Cache(app, lambda: state.pool.generation, settings.cache_mb)
        app = Compressed(cache)
        limit = RateLimit(app, settings.rate_limit) if settings.rate_limit else None
        self._outermost = Observer(Headers(limit or app), state.metrics)
        largest = (settings.cache_mb << 20) // 8
        shortened = self._outermost.shortened
        self.repeats = Repeats(cache.generation, largest, limit, shortened)
        self.templates = Templates(lambda: state.pool, limit, shortened)
        self._outermost.repeats, self._outermost.templates = self.repeats, self.templates
        self.short_ways = (self.repeats, self.templates)

    def lifespan(self) -> AbstractAsyncContextManager[object]:
        """What a server does around all requests: start what runs beside them, and end it."""
        return self._api.router.lifespan_context(self._api)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            scope["app"] = self._api
            await self._outermost(scope, receive, send)
        else:
            await self._api(scope, receive, send)
