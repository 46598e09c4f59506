"""`/`, `/health`, `/ready`, `/metrics`: what is here, and whether it is well."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date

from fastapi import APIRouter, Request
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, Response

from kg import __version__
from kg.errors import StoreBusy
from kg.reference.metrics import metrics as metrics_of_all
from kg.reference.places import Place, places
from kg.reference.sectors import sectors
from kg.vietnamese import slug
from kg.web.errors import Refused, responses
from kg.web.language import language_of
from kg.web.pages import page
from kg.web.state import state_of
from kg.web.views.concepts import called
from kg.web.views.outlines import islands, outlines_on, path_of

router = APIRouter(tags=["Server"])

_READY_SECONDS = 5.0


class Health(BaseModel):
    """Whether the server can answer, and from what."""

    status: str = Field(description="`ok`, or `empty` while nothing was loaded.", examples=["ok"])
    articles: int = Field(description="Articles in the store.")
    observations: int = Field(description="Figures in the store.")
    version: str = Field(description="The software's version.")
    data: str = Field(description="The data's version: another one after each load.")


class Ready(BaseModel):
    """That queries are answered."""

    status: str = Field(description="`ready`", examples=["ready"])
    data: str = Field(description="The data's version.")
    source: str = Field(description="What queries are answered from: a copy in `memory`, `disk`, or a SPARQL `server`.")
    columns: bool = Field(description="Whether there are columns, which answer aggregates.")


@router.get(
    "/health", summary="Is it well?", description="Answers only if queries are answered.", responses=responses(500, 503)
)
async def health(request: Request) -> Health:
    """Counts, by a query."""
    held = await state_of(request).held()
    return Health(
        status="ok" if held.version != "0" else "empty",
        articles=held.articles,
        observations=held.observations,
        version=__version__,
        data=held.version,
    )


@router.get(
    "/ready",
    summary="Is it ready for requests?",
    description="Runs a query. 503 while there is no data, or none is answered.",
    responses=responses(500, 503),
)
async def ready(request: Request) -> Ready:
    """Whether queries are answered now: for load balancers, and for who waits until it has started."""
    state = state_of(request)
    try:
        async with asyncio.timeout(_READY_SECONDS):
            await state.rows("SELECT ?x WHERE { BIND(1 AS ?x) }")
    except TimeoutError:
        raise Refused(503, "busy", "all query workers are busy", headers={"Retry-After": "5"}) from None
    pool = state.pool
    return Ready(status="ready", data=pool.version, source=pool.source, columns=pool.has_columns)


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    description="Requests, queries, times, what the store holds; in the Prometheus text format.",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **responses(500, 503)},
)
async def metrics(request: Request) -> Response:
    """The figures of this server."""
    state = state_of(request)
    with suppress(StoreBusy):  # when all workers are busy, the figures are wanted most
        held = await state.held()
        state.metrics.holds(held.articles, held.observations, held.version)
    return Response(state.metrics.text(), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})


@router.get(
    "/",
    summary="Home page",
    description="What is here and where to look.",
    response_class=HTMLResponse,
    responses=responses(500, 503),
)
async def home(request: Request) -> Response:
    """The home page."""
    language = language_of(request)
    provinces = sorted((place for place in places().all() if place.kind == "Province"), key=_order)
    return page(
        request,
        "home.html",
        held=await state_of(request).held(),
        metrics={name: called(f"metric/{name}", language) for name in metrics_of_all()},
        now=[place for place in provinces if not place.end],
        former=[place for place in provinces if place.end],
        outlines=[(one.slug, one, path_of(one.slug, 0.5)) for one in outlines_on(date.today().isoformat())],
        islands=islands(),
        regions=sorted((place for place in places().all() if place.kind == "Region"), key=_order),
        sectors=[one for one in sectors().all() if one.scheme == "vsic-2025" and not one.is_division],
    )


def _order(place: Place) -> tuple[str, str]:
    return slug(place.label), place.slug
