"""`/page/KIND/SLUG`: the page of a thing, by its kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from kg.web.corrected import said_of
from kg.web.errors import responses
from kg.web.naming import node as node_of
from kg.web.state import state_of
from kg.web.steady import steady
from kg.web.views import anything, article, graph, metric, observation, place, policy, sector, subject
from kg.web.views.found import Asked

router = APIRouter(tags=["Pages"])

_CORRECTED = ("article", "observation", "mention", "sector-statement")
_PAGES: dict[str, Callable[[Asked], Awaitable[Response]]] = {
    **dict.fromkeys(("country", "region", "province", "district"), place.show),
    **dict.fromkeys(("commune", "zone", "cluster", "economic-zone", "company", "project"), subject.show),
    "article": article.show,
    "graph": graph.show,
    "metric": metric.show,
    "observation": observation.show,
    "policy": policy.show,
    "sector": sector.show,
}


@router.get(
    "/page/{path:path}",
    summary="The page of a thing",
    description="What is known of `{base}id/{path}`, for people: with charts, quotes and sources. `lang=vi|en`.",
    response_class=HTMLResponse,
    responses=responses(404, 500, 503),
)
@steady
async def thing(request: Request, path: str) -> Response:
    """The page of a thing."""
    state = state_of(request)
    node = node_of(state.settings.base_iri, f"id/{path}")
    asked = Asked(request, state, node, node.value.removeprefix(state.terms.things))
    if asked.kind in _CORRECTED:
        asked = replace(asked, corrections=tuple(await said_of(state, node)))
    show = _PAGES.get(asked.kind, anything.show)
    return await show(asked)
