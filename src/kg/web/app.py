"""The application: routes, headers, and what lives as long as the server does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from kg import __version__
from kg.canned import canned_queries
from kg.errors import StoreError
from kg.settings import Settings
from kg.web import canned, described, documentation, errors, graph_store, home, protocol, search, things, update
from kg.web.caching import Cache
from kg.web.headers import Headers
from kg.web.limiting import RateLimit
from kg.web.observing import Observer
from kg.web.shortcut import Shortcut
from kg.web.state import State
from kg.web.views import map as map_
from kg.web.views import quality
from kg.web.views import routes as views

_DESCRIPTION = """\
Số liệu phát triển công nghiệp Việt Nam, mỗi số liệu kèm câu trích và bài nguồn.

Figures on Viet Nam's industrial development, each with the quote and the article that it was read from: a
SPARQL 1.1 endpoint, canned queries as CSV and JSON, and a description of each thing. Reading is open to all; writing
needs a token, if the server takes writes at all. Every error has one shape, `application/problem+json` (RFC 9457).
"""


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application that serves the store of `settings`.

    The store's folder may be empty, or be loaded into while it is served: each answer comes from the newest snapshot.

    Raises:
        StoreError: the store is no folder of the embedded store.
        OntologyError: a canned query's file is not as it should be.
    """
    if settings.store.partition(":")[0] in ("http", "https"):
        raise StoreError("a SPARQL server as the store is not supported so far; give a folder", where=settings.store)
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
    # The last one added is the outermost.
    app.add_middleware(Shortcut, path="/sparql", endpoints={"GET": protocol.sparql_get, "POST": protocol.sparql_post})
    app.add_middleware(Cache, generation=lambda: state.pool.generation, mb=settings.cache_mb)
    if settings.rate_limit:
        app.add_middleware(RateLimit, per_minute=settings.rate_limit)
    app.add_middleware(Headers)
    app.add_middleware(Observer, metrics=state.metrics)
    errors.register(app)
    routes = (home, protocol, update, graph_store, search, canned, things, views, map_, quality, documentation)
    for module in routes:
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.openapi = lambda: described.openapi(app)  # type: ignore[method-assign]  # FastAPI's way of extending it
    return app
