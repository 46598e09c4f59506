"""`/map`: the provinces of a day, coloured by a metric as it was known for that day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from kg.errors import ParameterError
from kg.reference.metrics import metrics
from kg.vietnamese import slug
from kg.web.errors import responses
from kg.web.language import language_of
from kg.web.pages import page
from kg.web.state import state_of
from kg.web.steady import steady
from kg.web.views.concepts import called, definitions
from kg.web.views.facets import facets_of
from kg.web.views.figures import Figure, latest
from kg.web.views.outlines import Outline, islands, last_days, outlines_on, path_of

router = APIRouter(tags=["Pages"])

_CLASSES = 5
_USUAL = "registeredCapital"


@dataclass(frozen=True, slots=True)
class Coloured:
    """A province of the day with its newest figure until then, and the class of its colour ("" without one)."""

    outline: Outline
    path: str
    figure: Figure | None
    colour: str


@router.get(
    "/map",
    summary="The map",
    description="The provinces with the borders of a day, coloured by their newest actual figure until then.",
    response_class=HTMLResponse,
    responses=responses(400, 500, 503),
)
@steady
async def country(
    request: Request,
    metric: Annotated[str, Query(description="The metric, by its id.", max_length=60)] = _USUAL,
    day: Annotated[
        str,
        Query(
            description="The day, such as 2025-07-01; without it today, or the newest borders that more is known of.",
            max_length=10,
        ),
    ] = "",
    of: Annotated[str, Query(description="Which figures: a key that the page's form gives.", max_length=80)] = "",
    lang: Annotated[str, Query(description="vi or en.", max_length=5)] = "",
) -> Response:
    """The page."""
    if metric not in metrics():
        raise ParameterError(f"no metric is called {metric!r}; there are: {', '.join(metrics())}", where="metric")
    try:
        chosen = date.fromisoformat(day) if day else date.today()
    except ValueError as error:
        raise ParameterError(f"{day!r} is no date; write one such as 2024-09-30", where="day") from error
    state, language = state_of(request), language_of(request)
    node = ox.NamedNode(f"{state.terms.things}metric/{metric}")
    facets = await facets_of(state, node, of, language)
    today = chosen
    if not day:
        chosen = _telling_day(facets.figures, state.terms.things, today)
    newest: dict[str, list[Figure]] = {}
    for figure in facets.figures:
        if figure.end is not None and figure.end <= chosen:
            newest.setdefault(figure.place.removeprefix(state.terms.things), []).append(figure)
    found = {place: best for place, several in newest.items() if (best := latest(several))}
    shown = outlines_on(chosen.isoformat())
    values = sorted(float(found[one.slug].value) for one in shown if one.slug in found)
    limits = _limits(values)
    coloured = [_coloured(one, found.get(one.slug), limits) for one in shown]
    coloured.sort(key=lambda one: (-float(one.figure.value) if one.figure else float("inf"), slug(one.outline.label)))
    definition = definitions().get(metric)
    return page(
        request,
        "map.html",
        metric=metric,
        metrics={name: called(f"metric/{name}", language) for name in metrics()},
        definition=(definition.en if language == "en" else definition.vi) if definition else "",
        day=chosen.isoformat(),
        earlier=chosen != today,
        kinds=facets.names,
        chosen=facets.chosen,
        provinces=coloured,
        known=len(values),
        scale=_scale(coloured),
        islands=islands(),
        things=state.terms.things,
    )


def _telling_day(found: Iterable[Figure], things: str, today: date) -> date:
    """Today, or the last day of earlier borders within which more of the provinces have a figure."""
    first: dict[str, date] = {}
    for figure in found:
        if figure.end is not None:
            place = figure.place.removeprefix(things)
            first[place] = min(first.get(place, figure.end), figure.end)
    days = [today, *(day for day in last_days() if day < today)]

    def share(day: date) -> float:
        there = outlines_on(day.isoformat())
        return sum(first.get(one.slug, date.max) <= day for one in there) / len(there)

    return max(days, key=lambda day: (share(day), day))


def _limits(values: list[float]) -> list[float]:
    """Where one colour ends and the next begins: at the quintiles, so that each has as many provinces."""
    different = sorted(set(values))
    if len(different) <= _CLASSES:
        return different[1:]
    return sorted({values[len(values) * part // _CLASSES] for part in range(1, _CLASSES)})


def _coloured(outline: Outline, figure: Figure | None, limits: list[float]) -> Coloured:
    colour = ""
    if figure is not None:
        of_all = bisect_right(limits, float(figure.value))
        colour = f"c{round(of_all * (_CLASSES - 1) / len(limits)) if limits else 2}"
    return Coloured(outline, path_of(outline.slug, 0.25), figure, colour)


def _scale(coloured: list[Coloured]) -> list[tuple[str, Figure, Figure]]:
    """For each colour the least and the greatest figure that it stands for."""
    by_colour: dict[str, list[Figure]] = {}
    for one in coloured:
        if one.figure is not None:
            by_colour.setdefault(one.colour, []).append(one.figure)
    return [
        (colour, min(there, key=lambda one: one.value), max(there, key=lambda one: one.value))
        for colour, there in sorted(by_colour.items())
    ]
