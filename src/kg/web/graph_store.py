"""`/graph`: whole graphs by the SPARQL 1.1 Graph Store HTTP Protocol.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/ sections 4 (graph identification) and 5 (operations).
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import uuid4

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.responses import RedirectResponse, Response

from kg.errors import StoreError
from kg.store import GRAPHS, Format, named_format
from kg.store.base import DEFAULT_GRAPH
from kg.store.binding import bind
from kg.store.tokens import read_query
from kg.store.workers import Job
from kg.store.writes import Part, Way, Write
from kg.web.answering import stream
from kg.web.authorization import authorize
from kg.web.errors import Refused, responses
from kg.web.naming import graph_iri, node
from kg.web.negotiation import accepted, browses
from kg.web.requests import UPDATE, Parameters, body, content_type, decoded, in_address, in_utf8, own_address
from kg.web.state import State, state_of

router = APIRouter(tags=["Graph store"])

_ALLOW = "GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS"
_MULTIPART = "multipart/form-data"
_TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_NAMED = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"
_EXISTS = "SELECT ?p WHERE { GRAPH ?graph { ?s ?p ?o } } LIMIT 1"

_RDF: dict[str, Any] = {format_.media_type: {} for format_ in GRAPHS}
_INDIRECT: list[dict[str, Any]] = [
    {
        "name": "graph",
        "in": "query",
        "required": False,
        "schema": {"type": "string", "format": "iri"},
        "description": "The IRI of a named graph.",
    },
    {
        "name": "default",
        "in": "query",
        "required": False,
        "allowEmptyValue": True,
        "schema": {"type": "string", "maxLength": 0},
        "description": "The store's own default graph, instead of a named one.",
    },
]
_DIRECT: list[dict[str, Any]] = [
    {
        "name": "path",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
        "description": "`{base}graph/{path}`",
    }
]
_BODY: dict[str, Any] = {"required": True, "content": {**_RDF, _MULTIPART: {"schema": {"type": "object"}}}}
_PATCH: dict[str, Any] = {"required": True, "content": {UPDATE: {"schema": {"type": "string"}}}}
_READING: dict[int | str, dict[str, Any]] = {
    200: {"description": "The graph", "content": _RDF},
    **responses(400, 404, 406, 429, 500, 503),
}


_Handler = TypeVar("_Handler", bound=Callable[..., Any])


def _route(
    method: str, summary: str, description: str, body_: dict[str, Any] | None = None
) -> Callable[[_Handler], _Handler]:
    """Both addresses of an operation: `/graph?graph=IRI` (4.2), and the graph's own, `/graph/{path}` (4.1)."""
    writes = method not in ("GET", "OPTIONS")
    told: dict[str, Any] = {
        "methods": [method],
        "description": description + (" Needs the token." if writes else ""),
        "response_class": Response,
        "responses": responses(400, 401, 403, 404, 408, 413, 415, 422, 429, 500, 503) if writes else _READING,
        "status_code": 200 if method == "GET" else 204,
    }
    extra: dict[str, Any] = {"security": [{"token": []}]} if writes else {}
    if body_:
        extra["requestBody"] = body_

    def register(handler: _Handler) -> _Handler:
        for path, parameters in (("/graph", _INDIRECT), ("/graph/{path:path}", _DIRECT)):
            which = "indirectly" if path == "/graph" else "directly"
            router.add_api_route(
                path,
                handler,
                summary=f"{summary} ({which} identified)",
                operation_id=f"{method.lower()}_graph_{which}",
                openapi_extra={"parameters": parameters, **extra},
                **told,
            )
        return handler

    return register


@_route("GET", "Get a graph", "All that a graph holds: what one article says, reference data, or the default graph.")
async def get(request: Request) -> Response:
    """A graph, as RDF only: nobody reads a whole one (5.2). Who browses is led to the page about it."""
    if "path" in request.path_params and browses(request, GRAPHS):
        there = quote(request.path_params["path"], safe="/:@!$&'()*+,;=-._~")
        return RedirectResponse(f"/page/graph/{there}", 303, {"Vary": "Accept"})
    return await send(request, _graph(request))


@_route("PUT", "Replace a graph", "It then holds what the body says. 201: it was not there before.", _BODY)
async def put(request: Request) -> Response:
    """Replace a graph (5.3)."""
    return await _write(request, "put", _graph)


@_route(
    "POST",
    "Add to a graph",
    "Adds what the body says; several files may come as multipart/form-data. Where nothing names a graph, to a new one,"
    " whose address comes in `Location`.",
    _BODY,
)
async def post(request: Request) -> Response:
    """Add to a graph, or to a new one (5.5)."""
    if "path" in request.path_params or {"graph", "default"} & {name for name, _ in in_address(request)}:
        return await _write(request, "post", _graph)
    return await _write(request, "post", _new_graph)


@_route("PATCH", "Patch a graph", "Runs a SPARQL Update on it, which sees it as the default graph.", _PATCH)
async def patch(request: Request) -> Response:
    """Patch a graph (5.7)."""
    return await _write(request, "patch", _graph)


@_route("DELETE", "Delete a graph", "404 where it is not there.")
async def delete(request: Request) -> Response:
    """Delete a graph (5.4)."""
    return await _write(request, "delete", _graph)


@_route("OPTIONS", "Tell what can be asked of a graph", "The methods, and the types that they take.")
async def options() -> Response:
    """The methods, and the types that they take."""
    types = ", ".join(_RDF)
    headers = {"Allow": _ALLOW, "Accept-Post": f"{types}, {_MULTIPART}", "Accept-Patch": UPDATE}
    return Response(status_code=204, headers=headers)


async def send(request: Request, graph: str) -> Response:
    """Send a graph: a named one, or `DEFAULT_GRAPH`.

    Raises:
        Refused: it is not there, or cannot be had in a format that is accepted.
        KgError: as `stream`.
    """
    state = state_of(request)
    format_ = accepted(request, GRAPHS)
    headers = {"Content-Type": format_.content_type, "Vary": "Accept"}
    if graph == DEFAULT_GRAPH:
        return await stream(request, state, Job(_TRIPLES, format_, default_graphs=(graph,)), headers)
    name = {"graph": ox.NamedNode(graph)}
    if not await state.rows(_EXISTS, name):
        raise Refused(404, "not-found", f"there is no graph {graph}")
    headers["Link"] = f'<{quote(graph, safe=":/#%?&=")}>; rel="about"'
    return await stream(request, state, Job(bind(read_query(_NAMED), name).text, format_), headers)


def _graph(request: Request) -> str:
    """The graph that a request is about; `DEFAULT_GRAPH` for `?default`."""
    base_iri = state_of(request).settings.base_iri
    if "path" in request.path_params:
        return node(base_iri, f"graph/{request.path_params['path']}").value
    parameters = Parameters(in_address(request))
    if ("graph" in parameters) == ("default" in parameters):
        raise Refused(400, "protocol", "name one graph: ?graph=IRI, or ?default", where="graph")
    if "default" in parameters:
        if parameters.one("default"):
            raise Refused(400, "protocol", "takes no value", where="default")
        return DEFAULT_GRAPH
    return graph_iri(parameters.one("graph"), base_iri, own_address(request))


def _new_graph(request: Request) -> str:
    return node(state_of(request).settings.base_iri, f"graph/posted/{uuid4().hex}").value


async def _write(request: Request, way: Way, which: Callable[[Request], str]) -> Response:
    state = state_of(request)
    authorize(request, state.settings)
    graph = which(request)
    # Relative IRIs in the body are below the graph's own IRI (4.1); the default graph has none.
    base_iri = own_address(request) + "/graph" if graph == DEFAULT_GRAPH else graph
    wanted = Write(way, base_iri, graph)
    if way == "patch":
        wanted = replace(wanted, sparql=await _patch(request, state))
    elif way != "delete":
        wanted = replace(wanted, parts=await _parts(request, state))
    written = await state.write(wanted)
    named = graph != DEFAULT_GRAPH
    if way == "delete" and named and not written.existed:
        raise Refused(404, "not-found", f"there is no graph {graph}")
    created = named and way != "delete" and bool(written.changed) and not written.existed
    headers = {"X-Data-Version": written.version}
    if created and graph.startswith(state.terms.graphs):
        path = quote(graph[len(state.terms.graphs) :], safe="/%:@!$&'()*+,;=~")
        headers["Location"] = f"{own_address(request)}/graph/{path}"
    return Response(status_code=201 if created else 204, headers=headers)


async def _patch(request: Request, state: State) -> str:
    media, of_media = content_type(request)
    if media != UPDATE:
        raise Refused(415, "unsupported-type", f"the body is {media or 'of no type'}; send {UPDATE}")
    in_utf8(of_media)
    return decoded(await body(request, state.settings.write_mb), "update")


async def _parts(request: Request, state: State) -> tuple[Part, ...]:
    """The RDF of a body: one document, or the files of a form (5.5)."""
    media, of_media = content_type(request)
    raw = await body(request, state.settings.write_mb)
    if media != _MULTIPART:
        return (Part(raw, _format(media, of_media)),)

    async def pieces() -> AsyncGenerator[bytes, None]:
        yield raw

    try:
        form = await MultiPartParser(request.headers, pieces()).parse()
    except (MultiPartException, KeyError) as error:
        raise Refused(400, "protocol", f"this is no multipart/form-data: {error}") from None
    parts = []
    try:
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                raise Refused(400, "protocol", "each part must be a file, with a Content-Type", where=name)
            media, of_media = content_type(Request({"type": "http", "headers": value.headers.raw}))
            parts.append(Part(await value.read(), _format(media, of_media)))
    finally:
        await form.close()
    return tuple(parts)


def _format(media: str, parameters: dict[str, str]) -> Format:
    in_utf8(parameters)
    try:
        return named_format(media, GRAPHS)
    except StoreError:
        there_are = ", ".join(_RDF)
        raise Refused(415, "unsupported-type", f"the body is {media or 'of no type'}; send {there_are}") from None
