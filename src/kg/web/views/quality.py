"""`/quality`: what is known to be wrong, unsure or missing; as a page, and as triples of the Data Quality Vocabulary.

Source: https://www.w3.org/TR/vocab-dqv/ sections 5.1 (measurements) and 5.6 (annotations).
"""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from kg.graph import vocabulary as v
from kg.store import GRAPHS, text
from kg.web.errors import responses
from kg.web.negotiation import accepted, browses
from kg.web.pages import page
from kg.web.state import State, state_of
from kg.web.steady import steady
from kg.web.views.measures import Quality, quality

router = APIRouter(tags=["Pages"])

_DQV = "http://www.w3.org/ns/dqv#"
_DIMENSION = "http://www.w3.org/2016/05/ldqd#"
_RDF: dict[str, Any] = {format_.media_type: {} for format_ in GRAPHS}


@router.get(
    "/quality",
    summary="Data quality",
    description="Contradictions, figures that do not add up, what is unsure or missing, coverage by metric, year and"
    " place: as a page, or as triples of the Data Quality Vocabulary.",
    response_class=HTMLResponse,
    responses={200: {"content": {"text/html": {}, **_RDF}}, **responses(406, 500, 503)},
)
@steady
async def show(request: Request) -> Response:
    """The page, or the triples."""
    state = state_of(request)
    if not browses(request, GRAPHS):
        format_ = accepted(request, GRAPHS)
        triples = _triples(state, await quality(state))
        assert isinstance(format_.engine, ox.RdfFormat)
        body = ox.serialize(triples, format=format_.engine) or b""
        return Response(body, headers={"Content-Type": format_.content_type, "Vary": "Accept"})
    empty = state.pool.version == "0"
    found = Quality((), (), (), {}, ()) if empty else await quality(state)
    years = sorted({year for by_year in found.coverage.values() for year in by_year if year})[-15:]
    return page(
        request,
        "quality.html",
        headers={"Vary": "Accept"},
        found=found,
        between=[row for row in found.conflicts if text(row, "sameArticle") != "true"],
        within=[row for row in found.conflicts if text(row, "sameArticle") == "true"],
        empty=empty,
        years=years,
        coverage=sorted(found.coverage.items(), key=lambda item: -sum(item[1].values())),
        most=max((count for by_year in found.coverage.values() for count in by_year.values()), default=1),
        text=text,
        things=state.terms.things,
    )


def _triples(state: State, found: Quality) -> list[ox.Triple]:
    """The measurements of the data set of observations, and an annotation for each contradiction that is listed."""
    base, dataset = state.terms.base + "quality#", state.terms.OBSERVATIONS
    made: list[ox.Triple] = []

    def say(subject: ox.NamedNode, predicate: str, object_: ox.NamedNode | ox.Literal) -> None:
        made.append(ox.Triple(subject, ox.NamedNode(predicate), object_))

    for measure in found.measures:
        metric, measurement = ox.NamedNode(base + measure.id), ox.NamedNode(f"{base}{measure.id}-measurement")
        say(metric, v.RDF + "type", ox.NamedNode(_DQV + "Metric"))
        for language, label, meaning in (
            ("vi", measure.label.vi, measure.meaning.vi),
            ("en", measure.label.en, measure.meaning.en),
        ):
            say(metric, v.SKOS + "prefLabel", ox.Literal(label, language=language))
            say(metric, v.SKOS + "definition", ox.Literal(meaning, language=language))
        say(metric, _DQV + "expectedDataType", v.INTEGER)
        say(metric, _DQV + "inDimension", ox.NamedNode(_DIMENSION + measure.dimension))
        if measure.count is None:
            continue
        say(dataset, _DQV + "hasQualityMeasurement", measurement)
        say(measurement, v.RDF + "type", ox.NamedNode(_DQV + "QualityMeasurement"))
        say(measurement, _DQV + "isMeasurementOf", metric)
        say(measurement, _DQV + "computedOn", dataset)
        say(measurement, _DQV + "value", ox.Literal(measure.count))
    for row in found.conflicts:
        one, other = row.get("observationA"), row.get("observationB")
        if isinstance(one, ox.NamedNode) and isinstance(other, ox.NamedNode):
            keys = "-".join(node.value.rpartition("/")[2] for node in (one, other))
            annotation = ox.NamedNode(f"{base}conflict-{keys}")
            say(annotation, v.RDF + "type", ox.NamedNode(_DQV + "QualityAnnotation"))
            say(annotation, _DQV + "inDimension", ox.NamedNode(_DIMENSION + "consistency"))
            say(annotation, v.OA + "motivatedBy", ox.NamedNode(_DQV + "qualityAssessment"))
            say(annotation, v.OA + "hasTarget", one)
            say(annotation, v.OA + "hasTarget", other)
    return made
