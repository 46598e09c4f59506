"""`/sparql`: queries by the SPARQL 1.1 Protocol.

Source: https://www.w3.org/TR/sparql11-protocol/ section 2.1 (query operation). `docs/http.md` tells what is done where
the standard leaves a choice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.errors import StoreError
from kg.federation import calls_services
from kg.store import GRAPHS, TABLES, Format, named_format
from kg.store.tokens import Query, read_query
from kg.web import service_description, update
from kg.web.answering import Limits, limits, stream
from kg.web.authorization import authorize
from kg.web.errors import Refused, responses
from kg.web.federated import federated
from kg.web.negotiation import accepted, browses
from kg.web.operation import Operation
from kg.web.requests import (
    FORM,
    QUERY,
    UPDATE,
    Parameters,
    body,
    content_type,
    decoded,
    in_address,
    in_utf8,
    parsed,
)
from kg.web.state import state_of
from kg.web.views.sparql import editor

router = APIRouter(tags=["SPARQL"])

_T = TypeVar("_T")

_LONG = 20_000
"""Characters of a query that are read in a millisecond or a few."""
_ALLOW = "GET, HEAD, POST, OPTIONS"

_CONTENT: dict[str, Any] = {format_.media_type: {} for format_ in (*TABLES, *GRAPHS)}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer: a table (SELECT), a truth value (ASK), or a graph (CONSTRUCT, DESCRIBE).",
        "content": _CONTENT,
    },
    **responses(400, 405, 406, 408, 413, 415, 429, 500, 503),
}
_GRAPH_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "explode": True,
        "schema": {"type": "array", "items": {"type": "string", "format": "iri"}},
        "description": f"{what} Overrides FROM and FROM NAMED; may be given several times.",
    }
    for name, what in (
        ("default-graph-uri", "A graph of which the default graph is made."),
        ("named-graph-uri", "A graph that GRAPH may reach."),
    )
]
_FORMAT_PARAMETER: dict[str, Any] = {
    "name": "format",
    "in": "query",
    "required": False,
    "schema": {"type": "string", "enum": sorted({format_.name for format_ in (*TABLES, *GRAPHS)})},
    "description": "The answer's format, for where no Accept header can be sent. It goes before the header.",
}
_TIMEOUT_PARAMETER: dict[str, Any] = {
    "name": "timeout",
    "in": "query",
    "required": False,
    "schema": {"type": "number", "exclusiveMinimum": 0},
    "description": "Seconds after which the query is to be given up. More than the server gives is not given.",
}
_QUERY_PARAMETER: dict[str, Any] = {
    "name": "query",
    "in": "query",
    "required": False,
    "schema": {"type": "string"},
    "description": "The SPARQL query. Without it, the answer is the service description.",
    "example": "SELECT * WHERE { ?s ?p ?o } LIMIT 10",
}
_IN_ADDRESS = [*_GRAPH_PARAMETERS, _FORMAT_PARAMETER, _TIMEOUT_PARAMETER]


@router.get(
    "/sparql",
    summary="Answer a SPARQL query (GET)",
    description="SPARQL 1.1 Protocol, query by GET. Without a query: the service description, or for who browses a"
    " page with a form.",
    response_description="The answer",
    responses=_RESPONSES,
    openapi_extra={"parameters": [_QUERY_PARAMETER, *_IN_ADDRESS]},
    operation_id="sparql_get",
    response_class=Response,
)
async def sparql_get(request: Request) -> Response:
    """The query operation by GET (2.1.1)."""
    parameters = Parameters(in_address(request))
    if "query" not in parameters and "update" not in parameters:
        return await _about(request)
    return await answer(request, Operation.of(parameters))


@router.head(
    "/sparql",
    summary="Ask for the headers of a SPARQL query's answer",
    description="Like GET, without the body.",
    responses=_RESPONSES,
    openapi_extra={"parameters": [_QUERY_PARAMETER, *_IN_ADDRESS]},
    operation_id="sparql_head",
    response_class=Response,
)
async def sparql_head(request: Request) -> Response:
    """GET without its body; the server below leaves the body out."""
    return await sparql_get(request)


@router.post(
    "/sparql",
    summary="Answer a SPARQL query (POST)",
    description="SPARQL 1.1 Protocol, query by a form, or directly as application/sparql-query.",
    response_description="The answer",
    responses=_RESPONSES,
    openapi_extra={
        "parameters": _IN_ADDRESS,
        "requestBody": {
            "required": True,
            "content": {
                QUERY: {"schema": {"type": "string"}},
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {
                            "query": {"type": "string"},
                            "default-graph-uri": {"type": "array", "items": {"type": "string"}},
                            "named-graph-uri": {"type": "array", "items": {"type": "string"}},
                            "format": {"type": "string"},
                            "timeout": {"type": "number"},
                        },
                    }
                },
            },
        },
    },
    operation_id="sparql_post",
    response_class=Response,
)
async def sparql_post(request: Request) -> Response:
    """The query operation by URL-encoded form (2.1.2) or directly (2.1.3)."""
    media, of_media = content_type(request)
    one_address = state_of(request).settings.one_address
    if media == UPDATE and one_address:
        return await update.update(request)
    if media == UPDATE:
        raise Refused(415, "unsupported-type", "this takes queries; updates go to /update")
    if media not in (FORM, QUERY):
        raise Refused(415, "unsupported-type", f"the body is {media or 'of no type'}; send {QUERY} or {FORM}")
    in_utf8(of_media)
    raw = await body(request, state_of(request).settings.request_mb)
    in_url = in_address(request)
    if media == FORM:
        parameters = Parameters([*parsed(raw), *in_url])
        if "update" in parameters and one_address:
            authorize(request, state_of(request).settings)
            return await update.perform(request, parameters)
        return await answer(request, Operation.of(parameters))
    return await answer(request, Operation.of(Parameters(in_url), decoded(raw, "query")))


@router.options(
    "/sparql",
    summary="Tell what can be asked of /sparql",
    description="The methods that /sparql takes, in the Allow header.",
    status_code=204,
    response_class=Response,
    operation_id="sparql_options",
)
async def sparql_options() -> Response:
    """The methods that it takes."""
    return Response(status_code=204, headers={"Allow": _ALLOW})


async def answer(request: Request, operation: Operation) -> Response:
    """Answer a query operation.

    Raises:
        Refused, KgError: for the handlers of `kg.web.errors`.
    """
    allowed = limits(state_of(request), operation.timeout)
    if await _aside(calls_services, operation.query):
        return await federated(request, operation, allowed, _run)
    return await _run(request, operation, allowed)


async def _run(request: Request, operation: Operation, allowed: Limits) -> Response:
    """Answer a query that this server can answer alone."""
    query = await _aside(_read, operation.query)
    format_ = _format(request, operation, query)
    headers = {"Content-Type": format_.content_type, "Vary": "Accept"}
    if query.varies or operation.calls:
        headers["Cache-Control"] = "no-store"
    return await stream(request, state_of(request), operation.job(request, format_), headers, allowed=allowed)


async def _aside(work: Callable[[str], _T], text: str) -> _T:
    """What some work makes of a text; if that is long, other requests go on meanwhile."""
    return await asyncio.to_thread(work, text) if len(text) > _LONG else work(text)


def _read(text: str) -> Query:
    query = read_query(text)
    assert query.text  # which is made at the first look
    return query


async def _about(request: Request) -> Response:
    """The endpoint about itself: to programs the service description, to people a form."""
    if browses(request, GRAPHS):
        return await editor(request)
    return await service_description.response(request)


def _format(request: Request, operation: Operation, query: Query) -> Format:
    table = query.form in ("SELECT", "ASK")
    offered = tuple(format_ for format_ in (TABLES if table else GRAPHS) if query.form != "ASK" or format_.booleans)
    if operation.format:
        try:
            return named_format(operation.format, offered)
        except StoreError as error:
            raise Refused(406, "not-acceptable", f"{query.form}: {error.message}", where="format") from error
    return accepted(request, offered, f"{query.form} can be answered as")
