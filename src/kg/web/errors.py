"""One shape for every error: problem details (RFC 9457), or a page of the same content for who browses.

`code` names the kind for programs; `detail` says what was wrong, where, and what to do; `line`, `column` and `where`
(a parameter, a graph, ...) come where they are known.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from kg.errors import (
    KgError,
    NotConformant,
    ParameterError,
    QueryError,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    RdfSyntaxError,
    ResultTooLarge,
    ServiceError,
    StoreBusy,
    StoreError,
    StoreLocked,
    UnknownQuery,
)
from kg.store.formats import best
from kg.web.noting import note
from kg.web.pages import page

_logger = logging.getLogger(__name__)


class Finding(BaseModel):
    """What a SHACL shape has against what was to be written."""

    graph: str = Field(description="The graph's IRI.")
    shape: str = Field(description="The shape's name, in the graph of the shapes.")
    message: str = Field(description="What it asks for.")
    focus: str = Field(description="The node that is at fault.")
    value: str = Field(description="The value that is at fault; empty where none is.")


class Problem(BaseModel):
    """An error, as problem details (RFC 9457)."""

    type: str = Field(default="about:blank", description="Always about:blank: title and status say it.")
    title: str = Field(description="What the status means.", examples=["Bad Request"])
    status: int = Field(description="The HTTP status.", examples=[400])
    code: str = Field(description="The kind of error, for programs.", examples=["query-syntax"])
    detail: str = Field(description="What was wrong, and what to do.")
    line: int | None = Field(default=None, description="Line of the query, from 1.")
    column: int | None = Field(default=None, description="Column of the query, from 1.")
    where: str | None = Field(default=None, description="The parameter, variable or graph at fault.")
    report: list[Finding] | None = Field(default=None, description="What the SHACL shapes refuse.")


class Refused(HTTPException):
    """A request that is answered with an error, for a reason that HTTP has a status for."""

    def __init__(self, status: int, code: str, detail: str, *, where: str = "", headers: dict[str, str] | None = None):
        super().__init__(status, detail, headers)
        self.code = code
        self.where = where


# The first that fits. What a store reports is no fault of the one who asks.
_KINDS: tuple[tuple[type[KgError], int, str], ...] = (
    (QuerySyntaxError, 400, "query-syntax"),
    (QueryTimeout, 503, "query-timeout"),
    (QueryTooLarge, 503, "query-too-large"),
    (ResultTooLarge, 400, "result-too-large"),
    (ServiceError, 502, "service"),
    (UnknownQuery, 404, "unknown-query"),
    (ParameterError, 400, "parameter"),
    (QueryError, 400, "query"),
    (RdfSyntaxError, 400, "rdf-syntax"),
    (NotConformant, 422, "not-conformant"),
    (StoreBusy, 503, "busy"),
    (StoreLocked, 503, "locked"),
    (StoreError, 503, "store"),
    (KgError, 500, "internal"),
)
_CODES = {404: "not-found", 405: "method-not-allowed", 406: "not-acceptable", 413: "too-large", 415: "unsupported-type"}
_ALLOW = {
    "/sparql": "GET, HEAD, POST, OPTIONS",
    "/update": "POST, OPTIONS",
    "/graph": "GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS",
}
_MACHINES = ("/sparql", "/update", "/health", "/ready", "/metrics", "/openapi.json", "/.well-known/")


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's description of these errors of a route."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def register(app: FastAPI) -> None:
    """Let this module answer all errors of an application."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(KgError, _own)
    app.add_exception_handler(Exception, _unforeseen)


async def handled(request: Request, error: Exception) -> Response:
    """The response to a request that failed."""
    if isinstance(error, HTTPException):
        return await _http(request, error)
    if isinstance(error, KgError):
        return await _own(request, error)
    return await _unforeseen(request, error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refusal(request, error)


def refusal(request: Request, error: HTTPException) -> Response:
    """The response to a request that HTTP itself has a status for."""
    code = error.code if isinstance(error, Refused) else _CODES.get(error.status_code, "http")
    problem = _problem(error.status_code, code, error.detail, where=getattr(error, "where", ""))
    if error.status_code == HTTPStatus.NOT_FOUND and not isinstance(error, Refused):
        problem.detail = f"there is nothing at {request.url.path}; / tells what is where"
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = {"Allow": _ALLOW.get("/" + request.url.path.split("/")[1], "GET, HEAD")}
        problem.detail = f"{request.method} is not possible here; these are: {headers['Allow']}"
    return answer(request, problem, headers)


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return answer(request, _problem(422, "parameter", str(first["msg"]), where=where))


async def _own(request: Request, error: Exception) -> Response:
    assert isinstance(error, KgError)
    status, code = next((status, code) for kind, status, code in _KINDS if isinstance(error, kind))
    problem = _problem(
        status, code, error.message, where="" if isinstance(error, QuerySyntaxError | RdfSyntaxError) else error.where
    )
    if isinstance(error, StoreError):
        problem.where = None  # a path of this machine is nobody's business
    if isinstance(error, QuerySyntaxError | RdfSyntaxError) and error.line:
        problem.line, problem.column = error.line, error.column
    if isinstance(error, NotConformant):
        problem.report = [Finding.model_validate(found) for found in error.report]
    headers = {"Retry-After": "5"} if isinstance(error, StoreBusy | StoreLocked) else {}
    return answer(request, problem, headers)


async def _unforeseen(request: Request, error: Exception) -> Response:
    _logger.error("unforeseen error at %s", request.url.path, exc_info=error)
    return answer(request, _problem(500, "internal", "the server failed on this request; its log tells more"))


def _problem(status: int, code: str, detail: str, *, where: str = "") -> Problem:
    return Problem(title=HTTPStatus(status).phrase, status=status, code=code, detail=detail, where=where or None)


def answer(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The response that tells of a problem."""
    note(request, outcome=problem.code)
    path = request.url.path
    offered = ["application/problem+json", "application/json", "text/html"]
    told = {"Vary": "Accept", **(headers or {})}
    browses = best(request.headers.get("accept", ""), offered) == "text/html"
    if browses and not path.startswith(_MACHINES) and not path.endswith((".csv", ".json")):
        return page(request, "problem.html", status=problem.status, headers=told, problem=problem)
    return JSONResponse(
        problem.model_dump(exclude_none=True), problem.status, told, media_type="application/problem+json"
    )
