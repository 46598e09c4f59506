"""`/search`: things by the words of their names, titles and quotes, as a page and as JSON."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from kg.reference.places import places
from kg.search import Hit, read_words
from kg.store import Row, text
from kg.store.formats import best
from kg.web.errors import responses
from kg.web.language import Language, language_of
from kg.web.negotiation import accept
from kg.web.pages import local_path, page
from kg.web.state import State, state_of
from kg.web.views.figures import Figure, figures
from kg.web.views.found import best_label
from kg.web.writing import day

router = APIRouter(tags=["Search"])

_PAGES: dict[str, Any] = {"application/json": {}, "text/html": {}}
_LABELS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing ?label WHERE {
  VALUES ?thing { UNDEF }
  OPTIONAL { ?thing rdfs:label ?named }
  OPTIONAL { ?thing dcterms:identifier ?number }
  OPTIONAL { ?thing dcterms:title ?title }
  BIND(COALESCE(?named, ?number, ?title) AS ?label)
}"""
_KINDS = "province district zone cluster economic-zone policy metric sector article observation".split()


@router.get(
    "/search",
    summary="Search by words",
    description="Things whose label, alias, title or quote has all the words, with or without diacritics. Words in"
    " double quotes stand beside each other; the last word may be the beginning of one.",
    response_class=Response,
    responses={
        200: {"description": "What was found, the best first", "content": _PAGES},
        **responses(422, 429, 500, 503),
    },
)
async def search(
    request: Request,
    q: Annotated[str, Query(description="The words.", max_length=500)] = "",
    kind: Annotated[str, Query(description="Only things of this kind: zone, province, ...", max_length=50)] = "",
    limit: Annotated[int, Query(description="So many at most.", ge=1, le=200)] = 30,
    offset: Annotated[int, Query(description="So many of the best are left out.", ge=0, le=10_000)] = 0,
) -> Response:
    """What was found."""
    state = state_of(request)
    html = best(accept(request), ["application/json", "text/html"]) == "text/html"
    headers = {"Vary": "Accept"}
    hits: list[Hit] = []
    if q.strip() and (state.pool.version != "0" or not html):
        hits, generation = await state.searcher.find(read_words(q), kind=kind, limit=limit + 1, offset=offset)
        headers["X-Data-Version"] = str(generation)
    more = len(hits) > limit
    following = f"/search?{urlencode({'q': q, 'kind': kind, 'limit': limit, 'offset': offset + limit})}" if more else ""
    if html:
        return page(
            request,
            "search.html",
            headers=headers,
            q=q,
            kind=kind,
            kinds=_KINDS,
            hits=hits[:limit],
            figures=await _figures(state, hits[:limit]),
            named=await _named(state, hits[:limit], language_of(request)),
            lifetimes=_lifetimes(request, state.terms.things),
            following=following,
        )
    told = [
        {
            "iri": hit.iri,
            "path": local_path(hit.iri, state.settings.base_iri),
            "kind": hit.kind or None,
            "field": hit.field,
            "text": hit.text,
            "language": hit.language or None,
            "about": hit.about or None,
            "score": round(hit.score, 4),
        }
        for hit in hits[:limit]
    ]
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    return JSONResponse(
        {"query": q, "kind": kind or None, "results": told, "next": following or None},
        headers=headers,
        media_type="application/json; charset=utf-8",
    )


async def _figures(state: State, hits: list[Hit]) -> dict[str, Figure]:
    """The figures among what was found, by their IRIs."""
    nodes = tuple(ox.NamedNode(hit.iri) for hit in hits if hit.kind == "observation")
    if not nodes:
        return {}
    found = await figures(state, "VALUES ?observation { UNDEF }", {"observation": nodes})
    return {figure.observation: figure for figure in found}


async def _named(state: State, hits: list[Hit], language: Language) -> dict[str, str]:
    """What things that were found by a quote are called."""
    nodes = tuple(ox.NamedNode(hit.iri) for hit in hits if hit.field == "quote" and hit.kind != "observation")
    if not nodes:
        return {}
    found: dict[str, list[Row]] = {}
    for row in await state.rows(_LABELS, {"thing": nodes}):
        found.setdefault(text(row, "thing"), []).append(row)
    return {iri: best_label(rows, language) for iri, rows in found.items()}


def _lifetimes(request: Request, things: str) -> dict[str, str]:
    """What tells places of one name apart: until when, or since when, they are there."""
    language = language_of(request)
    until, since = ("until", "since") if language == "en" else ("đến", "từ")
    return {
        things + place.slug: f"{until} {day(place.end, language)}"
        if place.end
        else f"{since} {day(place.begin, language)}"
        for place in places().all()
        if place.end or place.begin
    }
