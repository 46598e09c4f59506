"""`/.well-known/`: what the data set is and holds (VoID), and queries to begin with.

Sources: https://www.w3.org/TR/void/, section 7.2; https://github.com/sib-swiss/sparql-examples.
"""

from __future__ import annotations

from typing import Any, cast

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.canned import examples_graph
from kg.export import RDF_FILES
from kg.graph import dataset_description
from kg.graph import vocabulary as v
from kg.graph.prefixes import prefixes
from kg.graph.vocabulary import FOAF, RDFS, SCHEMA, SH, VOID
from kg.store import GRAPHS
from kg.store.statistics import VOID_EXT
from kg.web.errors import responses
from kg.web.negotiation import accepted, written
from kg.web.requests import own_address
from kg.web.state import state_of
from kg.web.steady import steady

router = APIRouter(prefix="/.well-known", tags=["Description"])

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The description", "content": {format_.media_type: {} for format_ in GRAPHS}},
    **responses(406, 500, 503),
}
_STATISTICS = "SELECT ?s ?p ?o WHERE { GRAPH ?graph { ?s ?p ?o } }"
_EXECUTABLE = ox.NamedNode(SH + "SPARQLExecutable")


@router.get(
    "/void",
    summary="What the data set is and holds",
    description="In the terms of VoID and DCAT: licence, languages, vocabularies, and how many things of which class"
    " have which properties, as counted when it was loaded.",
    responses=_RESPONSES,
    response_class=Response,
)
@steady
async def void(request: Request) -> Response:
    """The data set's description, and what was counted at the last load."""
    format_ = accepted(request, GRAPHS)
    state = state_of(request)
    address = own_address(request)
    dataset = state.terms.OBSERVATIONS
    page = ox.NamedNode(f"{address}/.well-known/void")
    triples = [
        ox.Triple(page, v.A, ox.NamedNode(VOID + "DatasetDescription")),
        ox.Triple(page, ox.NamedNode(FOAF + "primaryTopic"), dataset),
        *dataset_description(state.settings.base_iri),
        ox.Triple(dataset, ox.NamedNode(VOID + "sparqlEndpoint"), ox.NamedNode(f"{address}/sparql")),
        ox.Triple(dataset, ox.NamedNode(RDFS + "seeAlso"), ox.NamedNode(f"{address}/catalog")),
        *(
            ox.Triple(dataset, ox.NamedNode(VOID + "dataDump"), ox.NamedNode(f"{address}/download/{file.name}"))
            for file in RDF_FILES
        ),
    ]
    if state.pool.version != "0":
        rows = cast(Any, await state.rows(_STATISTICS, {"graph": state.terms.graph("void")}))
        triples += [ox.Triple(row["s"], row["p"], row["o"]) for row in rows]
    return written(triples, format_, {**prefixes(state.settings.base_iri), "void-ext": VOID_EXT})


@router.get(
    "/sparql-examples",
    summary="Queries to begin with",
    description="The canned queries as `sh:SPARQLExecutable`, with their prefixes.",
    responses=_RESPONSES,
    response_class=Response,
)
async def sparql_examples(request: Request) -> Response:
    """The examples, each with this endpoint for its target."""
    format_ = accepted(request, GRAPHS)
    base_iri = state_of(request).settings.base_iri
    _, triples = examples_graph(base_iri)
    endpoint = ox.NamedNode(f"{own_address(request)}/sparql")
    targets = [
        ox.Triple(triple.subject, ox.NamedNode(SCHEMA + "target"), endpoint)
        for triple in triples
        if triple.object == _EXECUTABLE
    ]
    return written([*triples, *targets], format_, prefixes(base_iri))
