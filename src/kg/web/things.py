"""`/id/...`, `/ontology`: what stands behind the IRIs, as RDF or as a page.

The data's IRIs begin with the base IRI whatever the server's own address is: `/id/province/hai-phong` here answers for
`{base}id/province/hai-phong`, and pages link to the path here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.store import GRAPHS, Row, text
from kg.store.binding import bind
from kg.store.tokens import read_query
from kg.store.workers import Job
from kg.web import graph_store
from kg.web.answering import stream
from kg.web.corrected import said_of
from kg.web.errors import Refused, responses
from kg.web.naming import node as node_of
from kg.web.negotiation import accepted, browses
from kg.web.pages import page, shortened
from kg.web.state import State, state_of
from kg.web.steady import steady

router = APIRouter(tags=["Things"])

_SHOWN = 200  # and one more is asked for, to see whether there is
_RDF: dict[str, Any] = {**{format_.media_type: {} for format_ in GRAPHS}, "text/html": {}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The description", "content": _RDF},
    **responses(400, 404, 406, 500, 503),
}
_PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
# What is said of the thing; and of its selectors, which are parts of a text span (`...#quote`).
_DESCRIPTION = """
CONSTRUCT { ?thing ?p ?o . ?part ?q ?r } WHERE {
  { ?thing ?p ?o } UNION { ?thing oa:hasSelector ?part . ?part ?q ?r }
}
"""
_LABEL = """
  OPTIONAL { ?other rdfs:label ?name FILTER(LANG(?name) IN ("vi", "")) }
  OPTIONAL { ?other skos:prefLabel ?preferred FILTER(LANG(?preferred) = "vi") }
  OPTIONAL { ?other dcterms:title ?title }
  OPTIONAL {
    ?other sdmx-measure:obsValue ?value ; ?measures ?metric . ?metric skos:prefLabel ?metricName .
    FILTER(STRENDS(STR(?measures), "ontology#metric") && LANG(?metricName) = "vi")
    OPTIONAL { ?other sdmx-dimension:refPeriod ?period }
    BIND(CONCAT(?metricName, ": ", STR(?value), COALESCE(CONCAT(" (", ?period, ")"), "")) AS ?figure)
  }
"""
_OUT = (
    """
SELECT DISTINCT ?p ?other (COALESCE(?preferred, ?name, ?title, ?figure) AS ?label) WHERE {
  ?thing ?p ?other .
"""
    + _LABEL
    + "} ORDER BY ?p ?label ?other"
)
_PARTS = """
SELECT DISTINCT ?p ?other WHERE {
  ?thing oa:hasSelector ?part . ?part ?p ?other FILTER(ISLITERAL(?other))
} ORDER BY ?p"""
_IN = (
    """
SELECT DISTINCT ?p ?other (COALESCE(?preferred, ?name, ?title, ?figure) AS ?label) WHERE {
  { SELECT DISTINCT ?p ?other WHERE { ?other ?p ?thing } LIMIT 201 }
"""
    + _LABEL
    + "} ORDER BY ?p ?label ?other"
)
_EXISTS = "SELECT ?p WHERE { { ?thing ?p ?o } UNION { ?s ?p ?thing } } LIMIT 1"
_ONTOLOGY_TERMS = """
SELECT DISTINCT ?term ?type (SAMPLE(?vi) AS ?label) (SAMPLE(?en) AS ?english) (SAMPLE(?viComment) AS ?comment)
  (SAMPLE(?enComment) AS ?englishComment)
WHERE {
  GRAPH ?graph {
    ?term a ?type .
    OPTIONAL { ?term rdfs:label ?vi FILTER(LANG(?vi) = "vi") }
    OPTIONAL { ?term rdfs:label ?en FILTER(LANG(?en) = "en") }
    OPTIONAL { ?term rdfs:comment ?viComment FILTER(LANG(?viComment) = "vi") }
    OPTIONAL { ?term rdfs:comment ?enComment FILTER(LANG(?enComment) = "en") }
  }
} GROUP BY ?term ?type ORDER BY ?type ?term"""


@router.get(
    "/id/{path:path}",
    summary="Describe a thing",
    description="What the graph says of the thing `{base}id/{path}`: a place, a zone, an article, a figure, a metric."
    " As RDF by content negotiation, or as a page.",
    responses=_RESPONSES,
    response_class=Response,
)
@steady
async def thing(request: Request, path: str) -> Response:
    """The description of a thing."""
    state = state_of(request)
    node = node_of(state.settings.base_iri, f"id/{path}")
    if browses(request, GRAPHS):
        return await _page(request, state, node)
    return await _rdf(request, state, node)


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
    name = state.terms.graph("ontology")
    if browses(request, GRAPHS):
        rows = await state.rows(_PREFIXES + _ONTOLOGY_TERMS, {"graph": name})
        own = [row for row in rows if text(row, "term").startswith(state.terms.base)]
        return page(request, "ontology.html", headers={"Vary": "Accept"}, terms=own, base=state.terms.ontology)
    return await graph_store.send(request, name.value)


async def _rdf(request: Request, state: State, node: ox.NamedNode) -> Response:
    format_ = accepted(request, GRAPHS)
    if not await state.rows(_EXISTS, {"thing": node}):
        raise Refused(404, "not-found", f"the graph says nothing of {node.value}")
    sparql = bind(read_query(_PREFIXES + _DESCRIPTION), {"thing": node}).text
    about = quote(node.value, safe=":/#%?&=")
    headers = {"Content-Type": format_.content_type, "Vary": "Accept", "Link": f'<{about}>; rel="about"'}
    return await stream(request, state, Job(sparql, format_), headers)


async def _page(request: Request, state: State, node: ox.NamedNode) -> Response:
    out = await state.rows(_PREFIXES + _OUT, {"thing": node})
    into = await state.rows(_PREFIXES + _IN, {"thing": node})
    if not out and not into:
        raise Refused(404, "not-found", f"the graph says nothing of {node.value}")
    parts = await state.rows(_PREFIXES + _PARTS, {"thing": node})
    names = sorted(
        (
            (term.language not in ("vi", None), term.value)
            for row in out
            if _local_name(text(row, "p")) in ("label", "prefLabel", "title")
            and isinstance(term := row["other"], ox.Literal)
        ),
        key=lambda name: name[0],
    )
    return page(
        request,
        "thing.html",
        headers={"Vary": "Accept"},
        iri=node.value,
        corrections=await said_of(state, node),
        title=names[0][1] if names else shortened(node.value, state.settings.base_iri),
        out=_grouped(out),
        parts=_grouped(parts),
        into=_grouped(into[:_SHOWN]),
        more=len(into) > _SHOWN,
        formats=GRAPHS,
    )


def _grouped(rows: list[Row]) -> dict[str, list[tuple[Any, str]]]:
    """By property (its name without the namespace): the terms, each with its label."""
    groups: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for row in rows:
        groups[text(row, "p")].append((row["other"], text(row, "label")))
    return {_local_name(iri): terms for iri, terms in groups.items()}


def _local_name(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2] or iri
