"""What the endpoint says of itself: SPARQL 1.1 Service Description.

Source: https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.graph import vocabulary as v
from kg.graph.prefixes import prefixes
from kg.settings import Settings
from kg.store import GRAPHS, TABLES
from kg.web.negotiation import accepted, written
from kg.web.requests import own_address
from kg.web.state import state_of

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_ENTAILMENT = ox.NamedNode("http://www.w3.org/ns/entailment/Simple")
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
    "trig": "TriG",
    "nquads": "N-Quads",
}


async def response(request: Request) -> Response:
    """The service description, in the format that the request likes best.

    Raises:
        Refused: it takes none. KgError: the store cannot be asked.
    """
    state = state_of(request)
    format_ = accepted(request, GRAPHS)
    triples = describe(state.settings, own_address(request), await state.graphs())
    return written(triples, format_, {**prefixes(state.settings.base_iri), "sd": SD})


def describe(settings: Settings, address: str, graphs: Iterable[str]) -> Iterator[ox.Triple]:
    """The description of the service at `address`/sparql, whose named graphs are `graphs`."""
    numbers = count(1)

    def node() -> ox.BlankNode:
        return ox.BlankNode(f"d{next(numbers)}")

    service, dataset, default = node(), node(), node()
    yield ox.Triple(service, v.A, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(f"{address}/sparql"))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    for format_ in (*TABLES, *GRAPHS):
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + _FORMAT_NAMES[format_.name]))
    if settings.writable:
        yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
        for format_ in GRAPHS:
            yield ox.Triple(service, _sd("inputFormat"), ox.NamedNode(_FORMATS + _FORMAT_NAMES[format_.name]))
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    if settings.service_allow:
        yield ox.Triple(service, _sd("feature"), _sd("BasicFederatedQuery"))
    yield ox.Triple(service, _sd("defaultEntailmentRegime"), _ENTAILMENT)
    yield ox.Triple(service, ox.NamedNode(v.RDFS + "seeAlso"), ox.NamedNode(f"{address}/.well-known/void"))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(service, _sd("availableGraphs"), dataset)
    yield ox.Triple(dataset, v.A, _sd("Dataset"))
    yield ox.Triple(dataset, v.A, _sd("GraphCollection"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, v.A, _sd("Graph"))
    for name in graphs:
        graph = node()
        yield ox.Triple(dataset, _sd("namedGraph"), graph)
        yield ox.Triple(graph, v.A, _sd("NamedGraph"))
        yield ox.Triple(graph, _sd("name"), ox.NamedNode(name))
        yield ox.Triple(graph, _sd("entailmentRegime"), _ENTAILMENT)


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)
