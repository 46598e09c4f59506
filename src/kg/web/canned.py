"""`/queries`: the canned queries, as pages for people and as CSV and JSON for programs."""

from __future__ import annotations

import asyncio
import shlex
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.canned import CannedQuery, canned_queries, json_value, to_csv
from kg.canned.paging import ALL, LIMIT
from kg.errors import ParameterError, UnknownQuery
from kg.reference.places import places
from kg.store import GRAPHS, Row, text
from kg.store.formats import best
from kg.vietnamese import slug
from kg.web.errors import responses
from kg.web.language import Language, explicit, language_of
from kg.web.naming import node as node_of
from kg.web.negotiation import accept, accepted
from kg.web.pages import Shown, is_number, page
from kg.web.parts import Part, part_of
from kg.web.requests import own_address
from kg.web.state import State, state_of
from kg.web.steady import steady
from kg.web.things import describe
from kg.web.views.charts import chart, used
from kg.web.views.concepts import called
from kg.web.views.figures import Figure, figures_of_answer
from kg.web.views.sections import Drawn

router = APIRouter(tags=["Canned queries"])

_ROWS_SHOWN = 300
_CHARTS = 6
_WORDY = 28
_PAGES: dict[str, Any] = {"text/html": {}, "application/json": {}}


@router.get(
    "/queries",
    summary="List the canned queries",
    description="Name, title, description, keywords and parameters of each; as a page, or as JSON.",
    responses={200: {"content": _PAGES}, **responses(500)},
    response_class=Response,
)
async def listed(request: Request) -> Response:
    """All canned queries."""
    queries = canned_queries()
    if best(request.headers.get("accept", ""), ["application/json", "text/html"]) == "text/html":
        return page(request, "queries.html", queries=queries.values(), headers={"Vary": "Accept"})
    told = [described(query) for query in queries.values()]
    return JSONResponse({"queries": told}, headers={"Vary": "Accept"}, media_type="application/json; charset=utf-8")


@router.get(
    "/queries/{name}.csv",
    summary="Answer a canned query as CSV",
    description="Header first, UTF-8, one row a figure. A text that a spreadsheet would run as a formula gets an "
    "apostrophe. A long listing of a large store comes in parts: `Link` leads to the next, `X-Total-Count` tells how "
    "many things there are, and `limit=all` asks for everything.",
    responses={200: {"description": "The table", "content": {"text/csv": {}}}, **responses(400, 404, 500, 503)},
    response_class=Response,
)
@steady
async def as_csv(request: Request, name: str) -> Response:
    """The answer as CSV."""
    query = _named(name)
    part = await part_of(state_of(request), query, _given(request))
    headers = {"Content-Disposition": f'inline; filename="{name}.csv"'} | part.headers(request.url.path)
    table = await asyncio.to_thread(to_csv, part.columns, part.rows)
    return Response(table, headers=headers, media_type="text/csv; charset=utf-8")


@router.get(
    "/queries/{name}.json",
    summary="Answer a canned query as JSON",
    description="The parameters as used, the columns, and the rows as objects; numbers are numbers. Of a part, as for"
    " CSV, also how many things there are in all (`total`) and where the `next` part is.",
    responses={200: {"description": "The table", "content": {"application/json": {}}}, **responses(400, 404, 500, 503)},
    response_class=Response,
)
@steady
async def as_json(request: Request, name: str) -> Response:
    """The answer as JSON."""
    query, given = _named(name), _given(request)
    part = await part_of(state_of(request), query, given)
    headers = part.headers(request.url.path)
    told: dict[str, Any] = {
        "query": name,
        "parameters": query.values(part.values),
        "columns": list(part.columns),
        "rows": [{column: json_value(row.get(column)) for column in part.columns} for row in part.rows],
    }
    if part.limit is not None:
        following = part.neighbours.get("next")
        told |= {"total": part.total, "next": f"{request.url.path}?{urlencode(following)}" if following else None}
    return JSONResponse(told, headers=headers, media_type="application/json; charset=utf-8")


@router.get(
    "/queries/{name}",
    summary="A canned query's page",
    description="Its form and, once its needed parameters are given, its answer as a table. As JSON or RDF: what it"
    " is.",
    responses={200: {"content": _PAGES}, **responses(400, 404, 500, 503)},
    response_class=HTMLResponse,
)
@steady
async def as_page(request: Request, name: str) -> Response:
    """The page with form and table."""
    query = _named(name)
    wanted = best(accept(request), ["text/html", "application/json", *(format_.media_type for format_ in GRAPHS)])
    if wanted not in ("text/html", "application/json", None):
        return await describe(
            request, node_of(state_of(request).settings.base_iri, f"queries/{name}"), accepted(request, GRAPHS)
        )
    if wanted == "application/json":
        return JSONResponse(described(query), headers={"Vary": "Accept"}, media_type="application/json; charset=utf-8")
    state = state_of(request)
    given = _given(request)
    part = Part((), [], given, None, 0, None)
    problem = ""
    held = await state.held()
    asked = bool(given) or not (query.at_least_one or any(parameter.required for parameter in query.parameters))
    if asked and held.version != "0":
        try:
            part = await part_of(state, query, given)
        except ParameterError as error:
            problem = str(error)
    columns, rows = part.columns, part.rows
    language = language_of(request)
    all_of_it = given if part.limit is None or LIMIT in given else given | {LIMIT: ALL}
    address = urlencode(all_of_it)
    csv_url = f"{own_address(request)}/queries/{name}.csv"
    labels = await state.labels()
    words = {iri.removeprefix(state.terms.things): label for iri, label in labels.items()}
    empty = [column for column in columns if not any(_tells(row, column) for row in rows)] if rows else []
    return page(
        request,
        "query.html",
        status=400 if problem else 200,
        headers={"Vary": "Accept"},
        query=query,
        given=given,
        asked=asked,
        held=held,
        problem=problem,
        columns=columns,
        rows=rows[:_ROWS_SHOWN],
        shown=[column for column in columns if column not in empty],
        empty=empty,
        numeric={column for column in columns if _all_numbers(rows, column)},
        wordy={column for column in columns if any(len(text(row, column)) > _WORDY for row in rows)},
        count=len(rows),
        pages={which: f"{request.url.path}?{urlencode(values)}" for which, values in part.neighbours.items()},
        total=part.total,
        words=words,
        address=address,
        picks=_picks(query, language),
        drawn=_drawn(state, rows, query, language, request),
        csv_url=f"{csv_url}{f'?{address}' if address else ''}",
        curl=_curl(csv_url, query.values(all_of_it) if asked and not problem else {}),
    )


def _tells(row: Row, column: str) -> bool:
    """Whether the row has something to show there; the unit of a count is none."""
    return text(row, column) not in ("", "1" if column == "unit" else "")


def _all_numbers(rows: list[Row], column: str) -> bool:
    """Whether a column holds quantities: a year is none."""
    terms = [term for row in rows if (term := row.get(column)) is not None]
    return column != "year" and bool(terms) and all(isinstance(term, ox.Literal) and is_number(term) for term in terms)


def _picks(query: CannedQuery, language: Language) -> dict[str, list[tuple[str, str]]]:
    """For each parameter that has few values, or is a place: what to choose from, and what it is called."""
    provinces = sorted({place.label for place in places().all() if place.kind == "Province"}, key=slug)
    picks: dict[str, list[tuple[str, str]]] = {}
    for parameter in query.parameters:
        kind = parameter.type.name
        if kind in ("place", "province"):
            picks[parameter.name] = [(label, label) for label in provinces]
        elif parameter.type.choices():
            picks[parameter.name] = [(one, called(f"{kind}/{one}", language)) for one in parameter.type.choices()]
    return picks


def _drawn(state: State, rows: list[Row], query: CannedQuery, language: Language, request: Request) -> list[Drawn]:
    """Charts of the figures that the rows are, where they have the columns for it."""
    found = figures_of_answer(rows, state)
    show = Shown(state.settings.base_iri, language, kept=explicit(request) is not None)
    by_whom: dict[tuple[str, ...], list[Figure]] = {}
    for figure in sorted(found, key=lambda one: one.when):
        by_whom.setdefault((figure.about, *figure.kind), []).append(figure)
    drawn: list[Drawn] = []
    for comparable in sorted(by_whom.values(), key=len, reverse=True):
        facet = ", ".join(part for part in (comparable[0].about, comparable[0].facet(language)) if part)
        svg = chart(comparable, language, show.page, facet)
        if svg is not None and len(drawn) < _CHARTS:
            drawn.append(Drawn(facet, svg, used(comparable)))
    return drawn


def _curl(address: str, values: dict[str, str]) -> str:
    """The command that fetches the answer."""
    parts = [
        "curl -G",
        shlex.quote(address),
        *(f"--data-urlencode {shlex.quote(f'{n}={v}')}" for n, v in values.items()),
    ]
    return " ".join(parts)


def described(query: CannedQuery) -> dict[str, Any]:
    """A canned query's description, as JSON."""
    return {
        "name": query.name,
        "title": {"vi": query.title.vi, "en": query.title.en},
        "description": {"vi": query.description.vi, "en": query.description.en},
        "keywords": list(query.keywords),
        "atLeastOneOf": list(query.at_least_one),
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type.name,
                "takes": {"vi": parameter.type.vi, "en": parameter.type.en},
                "choices": list(parameter.type.choices()),
                "required": parameter.required,
                "default": parameter.default or None,
                "example": parameter.example or None,
                "description": {"vi": parameter.description.vi, "en": parameter.description.en},
            }
            for parameter in query.parameters
        ],
        "page": f"/queries/{query.name}",
        "csv": f"/queries/{query.name}.csv",
        "json": f"/queries/{query.name}.json",
        "sparql": query.sparql,
    }


def _named(name: str) -> CannedQuery:
    query = canned_queries().get(name)
    if query is None:
        raise UnknownQuery(f"no canned query is called {name!r}; /queries lists them", where="name")
    return query


def _given(request: Request) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name == "lang":  # the page's language, of no query
            continue
        if name in given:
            raise ParameterError("is given twice", where=name)
        if value.strip():
            given[name] = value
    return given
