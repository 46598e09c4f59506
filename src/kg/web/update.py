"""`/update`: SPARQL Update by the SPARQL 1.1 Protocol.

Source: https://www.w3.org/TR/sparql11-protocol/ section 2.2 (update operation).
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.store.writes import Write
from kg.web.authorization import authorize
from kg.web.errors import Refused, responses
from kg.web.requests import (
    FORM,
    UPDATE,
    Parameters,
    body,
    content_type,
    decoded,
    in_address,
    in_utf8,
    own_address,
    parsed,
)
from kg.web.state import state_of

router = APIRouter(tags=["SPARQL"])

_USING: list[dict[str, Any]] = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "explode": True,
        "schema": {"type": "array", "items": {"type": "string", "format": "iri"}},
        "description": f"{what} As USING in each operation; may be given several times.",
    }
    for name, what in (
        ("using-graph-uri", "A graph of which the patterns' default graph is made."),
        ("using-named-graph-uri", "A graph that the patterns' GRAPH may reach."),
    )
]
_BODY = {
    "required": True,
    "content": {
        UPDATE: {"schema": {"type": "string"}},
        FORM: {
            "schema": {
                "type": "object",
                "required": ["update"],
                "properties": {
                    "update": {"type": "string"},
                    "using-graph-uri": {"type": "array", "items": {"type": "string"}},
                    "using-named-graph-uri": {"type": "array", "items": {"type": "string"}},
                },
            }
        },
    },
}


@router.post(
    "/update",
    summary="Update the graph",
    description="SPARQL 1.1 Protocol, update by a form, or directly as application/sparql-update. Needs the token. What"
    " comes of it must conform to the SHACL shapes; else nothing is written.",
    status_code=204,
    response_class=Response,
    responses=responses(400, 401, 403, 405, 408, 413, 415, 422, 429, 500, 503),
    openapi_extra={"parameters": _USING, "requestBody": _BODY, "security": [{"token": []}]},
    operation_id="update",
)
async def update(request: Request) -> Response:
    """The update operation by URL-encoded form (2.2.1) or directly (2.2.2)."""
    settings = state_of(request).settings
    authorize(request, settings)
    media, of_media = content_type(request)
    if media not in (FORM, UPDATE):
        raise Refused(415, "unsupported-type", f"the body is {media or 'of no type'}; send {UPDATE} or {FORM}")
    in_utf8(of_media)
    raw = await body(request, settings.write_mb)
    if media == FORM:
        return await perform(request, Parameters([*parsed(raw), *in_address(request)]))
    return await perform(request, Parameters(in_address(request)), decoded(raw, "update"))


@router.options(
    "/update",
    summary="Tell what can be asked of /update",
    description="The methods that /update takes, in the Allow header.",
    status_code=204,
    response_class=Response,
    operation_id="update_options",
)
async def update_options() -> Response:
    """The methods that it takes."""
    return Response(status_code=204, headers={"Allow": "POST, OPTIONS"})


async def perform(request: Request, parameters: Parameters, sparql: str | None = None) -> Response:
    """Do an update; its text is a parameter, or came as the body.

    Raises:
        Refused, KgError: for the handlers of `kg.web.errors`.
    """
    if "query" in parameters:
        raise Refused(400, "protocol", "a query and an update cannot be sent together", where="query")
    if sparql is not None and "update" in parameters:
        raise Refused(400, "protocol", "the update is in the body and in the address; send it once", where="update")
    parameters.optional("version")
    wanted = Write(
        "update",
        base_iri=own_address(request) + "/sparql",
        sparql=parameters.one("update") if sparql is None else sparql,
        using=parameters.all("using-graph-uri"),
        using_named=parameters.all("using-named-graph-uri"),
    )
    written = await state_of(request).write(wanted)
    return Response(status_code=204, headers={"X-Data-Version": written.version})
