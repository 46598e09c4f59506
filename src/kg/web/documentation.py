"""`/docs` and `/openapi.json`: all addresses, for people and for programs.

The page is our own, since the usual viewers load scripts from elsewhere, or run scripts at all.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.web.errors import responses
from kg.web.pages import page

router = APIRouter(tags=["Server"])


@router.get(
    "/openapi.json",
    summary="OpenAPI description",
    description="All addresses, as OpenAPI 3.1.",
    responses={200: {"content": {"application/json": {}}}, **responses(500)},
    response_class=Response,
)
async def description(request: Request) -> Response:
    """The description for programs."""
    return JSONResponse(request.app.openapi(), media_type="application/json; charset=utf-8")


@router.get(
    "/docs",
    summary="API documentation",
    description="All addresses with their parameters, as a page.",
    response_class=HTMLResponse,
    responses=responses(500),
)
async def documentation(request: Request) -> Response:
    """The description for people."""
    told = request.app.openapi()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            entry = {"path": path, "method": method.upper(), **operation}
            groups.setdefault(operation.get("tags", ["Other"])[0], []).append(entry)
    return page(request, "docs.html", info=told["info"], groups=groups)
