"""`/` and `/health`: what is here, and whether it is well."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, Response

from kg import __version__
from kg.canned import canned_queries
from kg.reference.places import places
from kg.web.errors import responses
from kg.web.pages import page
from kg.web.state import state_of

router = APIRouter(tags=["Server"])


class Health(BaseModel):
    """Whether the server can answer, and from what."""

    status: str = Field(description="`ok`, or `empty` while nothing was loaded.", examples=["ok"])
    articles: int = Field(description="Articles in the store.")
    observations: int = Field(description="Figures in the store.")
    version: str = Field(description="The software's version.")
    data: str = Field(description="The data's version: another one after each load.")


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
    "/",
    summary="Home page",
    description="What is here and where to look.",
    response_class=HTMLResponse,
    responses=responses(500, 503),
)
async def home(request: Request) -> Response:
    """The home page."""
    provinces = sorted({place.label for place in places().all() if place.kind == "Province"}, key=_order)
    return page(
        request,
        "home.html",
        held=await state_of(request).held(),
        queries=canned_queries().values(),
        provinces=provinces,
    )


def _order(label: str) -> tuple[str, str]:
    from kg.vietnamese import slug  # noqa: PLC0415

    return slug(label), label
