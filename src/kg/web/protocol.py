"""`/sparql`: queries by the SPARQL 1.1 Protocol.

Source: https://www.w3.org/TR/sparql11-protocol/ section 2.1 (query operation). `docs/http.md` tells what is done where
the standard leaves a choice.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from kg.errors import StoreError
from kg.store import GRAPHS, TABLES, Format, named_format, negotiate
from kg.store.formats import best
from kg.store.tokens import Query, read_query
from kg.store.workers import Job, Running
from kg.web.errors import Refused, responses
from kg.web.pages import page
from kg.web.state import State, state_of

router = APIRouter(tags=["SPARQL"])

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_ALLOW = "GET, HEAD, POST, OPTIONS"
_LARGEST_BODY = 1 << 20
# An answer up to this size is awaited whole, so that an error on the way becomes an error of its own.
_HELD_BACK = 1 << 20
_MOST_PARAMETERS = 200

_ACCEPTED = sorted({media for format_ in (*TABLES, *GRAPHS) for media in format_.media_types})
_CONTENT: dict[str, Any] = {format_.media_type: {} for format_ in (*TABLES, *GRAPHS)}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer: a table (SELECT), a truth value (ASK), or a graph (CONSTRUCT, DESCRIBE).",
        "content": _CONTENT,
    },
    **responses(400, 405, 406, 413, 415, 500, 503),
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
    "schema": {"type": "string", "enum": [format_.name for format_ in (*TABLES, *GRAPHS)]},
    "description": "The answer's format, for where no Accept header can be sent. It goes before the header.",
}
_QUERY_PARAMETER: dict[str, Any] = {
    "name": "query",
    "in": "query",
    "required": True,
    "schema": {"type": "string"},
    "description": "The SPARQL query.",
    "example": "SELECT * WHERE { ?s ?p ?o } LIMIT 10",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation, as it was requested."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""


@router.get(
    "/sparql",
    summary="Answer a SPARQL query (GET)",
    description="SPARQL 1.1 Protocol, query by GET. Without a query, who browses gets a page with a form.",
    response_description="The answer",
    responses=_RESPONSES,
    openapi_extra={"parameters": [_QUERY_PARAMETER, *_GRAPH_PARAMETERS, _FORMAT_PARAMETER]},
    operation_id="sparql_get",
    response_class=Response,
)
async def sparql_get(request: Request) -> Response:
    """The query operation by GET (2.1.1)."""
    parameters = _parameters(request.scope["query_string"])
    asked = {"query", "update"} & {name for name, _ in parameters}
    if not asked and best(request.headers.get("accept", ""), [*_ACCEPTED, "text/html"]) == "text/html":
        held = await state_of(request).held()
        return page(request, "sparql.html", tables=TABLES, graphs=GRAPHS, held=held, base=_base(request))
    return await answer(request, _operation(parameters))


@router.head(
    "/sparql",
    summary="Ask for the headers of a SPARQL query's answer",
    description="Like GET, without the body. Without a query: whether the endpoint is there.",
    responses=_RESPONSES,
    openapi_extra={"parameters": [_QUERY_PARAMETER | {"required": False}, *_GRAPH_PARAMETERS, _FORMAT_PARAMETER]},
    operation_id="sparql_head",
    response_class=Response,
)
async def sparql_head(request: Request) -> Response:
    """GET without its body; the server below leaves the body out."""
    if not _parameters(request.scope["query_string"]):
        return Response(headers={"Allow": _ALLOW})
    return await sparql_get(request)


@router.post(
    "/sparql",
    summary="Answer a SPARQL query (POST)",
    description="SPARQL 1.1 Protocol, query by a form, or directly as application/sparql-query.",
    response_description="The answer",
    responses=_RESPONSES,
    openapi_extra={
        "parameters": [*_GRAPH_PARAMETERS, _FORMAT_PARAMETER],
        "requestBody": {
            "required": True,
            "content": {
                _QUERY: {"schema": {"type": "string"}},
                _FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {
                            "query": {"type": "string"},
                            "default-graph-uri": {"type": "array", "items": {"type": "string"}},
                            "named-graph-uri": {"type": "array", "items": {"type": "string"}},
                            "format": {"type": "string"},
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
    media, charset = _content_type(request)
    if media not in (_FORM, _QUERY):
        if media == "application/sparql-update":
            raise Refused(415, "unsupported-type", "updates are switched off; nothing can be written here")
        raise Refused(415, "unsupported-type", f"the body is {media or 'of no type'}; send {_QUERY} or {_FORM}")
    if charset not in ("", "utf-8", "utf8"):
        raise Refused(415, "unsupported-type", f"the body is in {charset}; send UTF-8")
    body = await _body(request)
    in_url = _parameters(request.scope["query_string"])
    if media == _FORM:
        return await answer(request, _operation([*_parameters(body), *in_url]))
    try:
        query = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, "encoding", f"the query is no UTF-8 (byte {error.start})") from None
    if any(name in ("query", "update") for name, _ in in_url):
        raise Refused(400, "protocol", "the query is in the body and in the address; send it once")
    return await answer(request, replace(_operation([("query", ""), *in_url]), query=query))


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
    state = state_of(request)
    query = read_query(operation.query)
    format_ = _format(request, operation, query)
    job = Job(
        operation.query, format_, operation.default_graphs, operation.named_graphs, base_iri=_base(request) + "/sparql"
    )
    headers = {"Content-Type": format_.content_type, "Vary": "Accept"}
    return await stream(request, state, job, headers)


async def stream(request: Request, state: State, job: Job, headers: dict[str, str]) -> Response:
    """Run a query and send its answer on as it comes. A client that leaves ends its query."""
    stack = AsyncExitStack()
    try:
        pieces, running = await _unless_left(request, _begin(stack, state, job))
    except BaseException:
        await stack.aclose()
        raise
    headers = headers | {"X-Data-Version": running.version}
    if pieces.ended:
        await stack.aclose()
        return Response(pieces.held, headers=headers)

    async def rest() -> AsyncIterator[bytes]:
        async with stack:
            yield pieces.held
            async for piece in pieces.source:
                yield piece

    return StreamingResponse(rest(), headers=headers)


@dataclass(slots=True)
class _Pieces:
    source: AsyncIterator[bytes]
    held: bytes
    ended: bool


async def _begin(stack: AsyncExitStack, state: State, job: Job) -> tuple[_Pieces, Running]:
    running = await stack.enter_async_context(state.pool.run(job))
    source = aiter(running)
    held = bytearray()
    async for piece in source:
        held += piece
        if len(held) >= _HELD_BACK:
            return _Pieces(source, bytes(held), ended=False), running
    return _Pieces(source, bytes(held), ended=True), running


async def _unless_left(request: Request, work: Any) -> tuple[_Pieces, Running]:
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            raise Refused(408, "client-left", "the client left before the answer")
        return task.result()  # type: ignore[no-any-return]  # what the work gives
    finally:
        task.cancel()
        gone.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _format(request: Request, operation: Operation, query: Query) -> Format:
    table = query.form in ("SELECT", "ASK")
    offered = tuple(format_ for format_ in (TABLES if table else GRAPHS) if query.form != "ASK" or format_.booleans)
    if operation.format:
        try:
            return named_format(operation.format, offered)
        except StoreError as error:
            raise Refused(406, "not-acceptable", f"{query.form}: {error.message}", where="format") from error
    accept = ", ".join(request.headers.getlist("accept"))
    format_ = negotiate(accept, offered)
    if format_ is None:
        there_are = ", ".join(format_.media_type for format_ in offered)
        raise Refused(406, "not-acceptable", f"{query.form} can be answered as: {there_are}")
    return format_


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise Refused(400, "encoding", "the parameters are not percent-encoded UTF-8") from None
    except ValueError:
        raise Refused(400, "protocol", f"more than {_MOST_PARAMETERS} parameters") from None


def _operation(parameters: list[tuple[str, str]]) -> Operation:
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise Refused(400, "protocol", "updates are switched off; nothing can be written here", where="update")
    if len(given.get("query", ())) != 1:
        count = len(given.get("query", ()))
        raise Refused(400, "protocol", f"the parameter query is given {count} times; once is needed", where="query")
    return Operation(
        query=given["query"][0],
        default_graphs=tuple(given.get("default-graph-uri", ())),
        named_graphs=tuple(given.get("named-graph-uri", ())),
        format=given.get("format", [""])[0],
    )


def _content_type(request: Request) -> tuple[str, str]:
    media, *parameters = request.headers.get("content-type", "").lower().split(";")
    charset = ""
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name == "charset":
            charset = value.strip().strip('"')
    return media.strip(), charset


async def _body(request: Request) -> bytes:
    if int(request.headers.get("content-length") or 0) > _LARGEST_BODY:
        raise Refused(413, "too-large", f"the body is larger than {_LARGEST_BODY} bytes")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_BODY:
            raise Refused(413, "too-large", f"the body is larger than {_LARGEST_BODY} bytes")
    return bytes(body)


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")
