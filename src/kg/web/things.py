"""`/id/...`, `/data/...`, `/ontology`, `/shapes`: what stands behind the IRIs.

The data's IRIs begin with the base IRI whatever the server's own address is: `/id/province/hai-phong` here answers for
`{base}id/province/hai-phong`. A thing is no document: its IRI leads on (303 See Other) to the page about it or to its
data, as the request has it (Cool URIs for the Semantic Web, section 4.2). Pages link to the pages on this server.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kg.canned import json_value, to_csv
from kg.store import GRAPHS, Format, text
from kg.store.binding import bind
from kg.store.tokens import read_query
from kg.store.workers import Job
from kg.web import graph_store
from kg.web.answering import stream
from kg.web.errors import Refused, responses
from kg.web.language import explicit, language_of
from kg.web.naming import node as node_of
from kg.web.negotiation import accepted, browses
from kg.web.state import State, state_of
from kg.web.steady import steady
from kg.web.views.figures import COLUMNS, figures_query
from kg.web.views.found import CHOSEN, binding
from kg.web.views.ontology import ontology_page, shapes_page

router = APIRouter(tags=["Things"])

EXTENSIONS = {"ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld", "rdf": "rdfxml", "trig": "trig", "nq": "nquads"}
"""What the address of a thing's data ends in, and the name of that format."""
_FORMATS = {format_.name: format_ for format_ in GRAPHS}
_EXTENSION_OF = {name: extension for extension, name in EXTENSIONS.items()}
_SAFE = "/:@!$&'()*+,;=-._~"
_RDF: dict[str, Any] = {format_.media_type: {} for format_ in GRAPHS}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The description", "content": {**_RDF, "text/html": {}}},
    **responses(400, 404, 406, 500, 503),
}
_PREFIXES = """
PREFIX oa: <http://www.w3.org/ns/oa#>
"""
# What is said of the thing; and of its selectors, which are parts of a text span (`...#quote`).
_DESCRIPTION = """
CONSTRUCT { ?thing ?p ?o . ?part ?q ?r } WHERE {
  { ?thing ?p ?o } UNION { ?thing oa:hasSelector ?part . ?part ?q ?r }
}
"""
_EXISTS = "SELECT ?p WHERE { { ?thing ?p ?o } UNION { ?s ?p ?thing } } LIMIT 1"


@router.get(
    "/id/{path:path}",
    summary="Identify a thing",
    description="Leads (303) to the page or to the data, by content negotiation, of the thing `{base}id/{path}`: a"
    " place, a zone, an article, a figure, a metric.",
    responses={303: {"description": "See the page, or the data"}, **responses(404, 406, 500, 503)},
    response_class=Response,
)
@steady
async def thing(request: Request, path: str) -> Response:
    """Where the thing is described."""
    state = state_of(request)
    await _must_exist(state, node_of(state.settings.base_iri, f"id/{path}"))
    if browses(request, GRAPHS):
        there = f"/page/{quote(path, safe=_SAFE)}"
        there += f"?lang={language_of(request)}" if explicit(request) else ""
    else:
        there = f"/data/{quote(path, safe=_SAFE)}.{_EXTENSION_OF[accepted(request, GRAPHS).name]}"
    return RedirectResponse(there, 303, {"Vary": "Accept"})


@router.get(
    "/data/{path:path}.{extension}",
    summary="Get the data of a thing",
    description="What the graph says of `{base}id/{path}` as RDF (`ttl`, `nt`, `jsonld`, `rdf`, `trig`, `nq`); its"
    " figures as `csv` or `json`: those about a place, zone or sector, of a metric, an article, targets of a policy.",
    responses={
        200: {"description": "The data", "content": {**_RDF, "text/csv": {}, "application/json": {}}},
        **responses(404, 500, 503),
    },
    response_class=Response,
)
async def data(request: Request, path: str, extension: str) -> Response:
    """The data of a thing, in the format that the address ends in."""
    state = state_of(request)
    node = node_of(state.settings.base_iri, f"id/{path}")
    if extension in ("csv", "json"):
        return await _table(request=request, node=node, path=path, extension=extension)
    if extension not in EXTENSIONS:
        there_are = ", ".join([*EXTENSIONS, "csv", "json"])
        raise Refused(404, "not-found", f"there are no data that end in .{extension}; there are: {there_are}")
    return await describe(request, node, _FORMATS[EXTENSIONS[extension]])


async def describe(request: Request, node: ox.NamedNode, format_: Format) -> Response:
    """What the graph says of a thing, in that format.

    Raises:
        Refused: it says nothing.
        KgError: as `stream`.
    """
    state = state_of(request)
    await _must_exist(state, node)
    sparql = bind(read_query(_PREFIXES + _DESCRIPTION), {"thing": node}).text
    about = quote(node.value, safe=":/#%?&=")
    headers = {"Content-Type": format_.content_type, "Link": f'<{about}>; rel="about"'}
    return await stream(request, state, Job(sparql, format_), headers)


@router.get(
    "/ontology",
    summary="Get the ontology",
    description="The classes, properties and lists of concepts that the graph is written with; as RDF, or as a page.",
    responses=_RESPONSES,
    response_class=Response,
)
@steady
async def ontology(request: Request) -> Response:
    """The ontology."""
    state = state_of(request)
    if browses(request, GRAPHS):
        return await ontology_page(request, state)
    return await graph_store.send(request, state.terms.graph("ontology").value)


@router.get(
    "/ontology/{version}",
    summary="Get a version of the ontology",
    description="The version that the data are written with; as RDF, or as a page.",
    responses=_RESPONSES,
    response_class=Response,
)
async def ontology_version(request: Request, version: str) -> Response:
    """The ontology, if it is the version that there is."""
    state = state_of(request)
    await _must_exist(state, node_of(state.settings.base_iri, f"ontology/{version}"))
    answer: Response = await ontology(request=request)
    return answer


@router.get(
    "/shapes",
    summary="Get the shapes",
    description="The SHACL shapes that all that is loaded goes through; as RDF, or as a page.",
    responses=_RESPONSES,
    response_class=Response,
)
@steady
async def shapes(request: Request) -> Response:
    """The shapes."""
    state = state_of(request)
    if browses(request, GRAPHS):
        return await shapes_page(request, state)
    return await graph_store.send(request, state.terms.graph("shapes").value)


@steady
async def _table(request: Request, node: ox.NamedNode, path: str, extension: str) -> Response:
    """The figures of a thing as a table."""
    state = state_of(request)
    kind = path.partition("/")[0]
    if kind not in CHOSEN:
        raise Refused(404, "not-found", f"a {kind} has no figures; its data are at /data/{path}.ttl")
    await _must_exist(state, node)
    rows = await state.rows(figures_query(state.settings.base_iri, CHOSEN[kind]), binding(kind, node))
    rows = sorted(rows, key=lambda row: [text(row, name) for name in ("about", "metric", "end", "observation")])
    if extension == "csv":
        name = quote(path.replace("/", "-"), safe="-._~")
        headers = {"Content-Disposition": f"inline; filename*=UTF-8''{name}.csv"}
        return Response(to_csv(COLUMNS, rows), headers=headers, media_type="text/csv; charset=utf-8")
    told = {
        "id": node.value,
        "columns": list(COLUMNS),
        "rows": [{column: json_value(row.get(column)) for column in COLUMNS} for row in rows],
    }
    return JSONResponse(told, media_type="application/json; charset=utf-8")


async def _must_exist(state: State, node: ox.NamedNode) -> None:
    if not await state.rows(_EXISTS, {"thing": node}):
        raise Refused(404, "not-found", f"the graph says nothing of {node.value}")
