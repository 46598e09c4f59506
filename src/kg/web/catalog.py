"""`/catalog`: the data set, its downloads, releases and endpoint, as portals harvest them (DCAT 3, DCAT-AP 3.0)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from kg import __version__
from kg.export.catalogue import ADMS, SPDX, Edition, Offered, catalogue, services, unique
from kg.graph import vocabulary as v
from kg.graph.dataset import LICENCE
from kg.graph.prefixes import prefixes
from kg.store import GRAPHS
from kg.web.download import listing, offered
from kg.web.errors import responses
from kg.web.negotiation import accepted, browses, written
from kg.web.requests import own_address
from kg.web.state import state_of

router = APIRouter(tags=["Downloads"])

_RDF: dict[str, Any] = {format_.media_type: {} for format_ in GRAPHS}


@router.get(
    "/catalog",
    summary="Get the catalogue",
    description="The data set, its downloads, releases and endpoint for portals: DCAT 3, as DCAT-AP 3.0 has it. As a"
    " page: the list of downloads.",
    response_class=HTMLResponse,
    responses={200: {"content": {"text/html": {}, **_RDF}}, **responses(406, 500, 503)},
)
async def catalog(request: Request) -> Response:
    """The catalogue, or the page of downloads."""
    state = state_of(request)
    if browses(request, GRAPHS):
        return listing(request, state)
    address, dataset = own_address(request), state.terms.OBSERVATIONS
    generation = state.pool.generation
    moment = datetime.fromtimestamp(generation.stamp // 10**9, UTC)
    edition = Edition(dataset.value, dataset.value, f"{__version__}+{generation}", moment)
    files = [Offered(file, f"{address}/download/{file.name}") for file in offered()]
    told = unique(catalogue(state.terms.base, edition, files, page=f"{address}/download", services=services(address)))
    for version in state.releases.versions():
        release = ox.NamedNode(f"{state.terms.base}release/{version}/")
        told.append(ox.Triple(dataset, ox.NamedNode(v.DCAT + "hasVersion"), release))
    answer = written(told, accepted(request, GRAPHS), {**prefixes(state.terms.base), "adms": ADMS, "spdx": SPDX})
    answer.headers["Link"] = f'<{LICENCE}>; rel="license"'
    return answer
