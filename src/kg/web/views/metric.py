"""The page of a metric: what it means, what there is of it, and who has how much."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.responses import Response

from kg.reference.metrics import metrics
from kg.store import text
from kg.web.views.concepts import called, definitions, kind_name
from kg.web.views.facets import facets_of
from kg.web.views.figures import Figure, latest
from kg.web.views.found import Asked

_COVERAGE = """
SELECT ?kind ?year (COUNT(?observation) AS ?count) (COUNT(DISTINCT ?place) AS ?places)
WHERE {
  VALUES ?metric { UNDEF }
  ?observation kg:metric ?metric ; sdmx-dimension:refArea ?place .
  OPTIONAL { ?observation kg:periodEnd ?end }
  BIND(YEAR(?end) AS ?year)
  BIND(REPLACE(STR(?place), "^.*/id/([^/]+)/.*$", "$1") AS ?kind)
} GROUP BY ?kind ?year"""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A province's newest figure, and how long its bar is: 0 to 1."""

    figure: Figure
    length: float


async def show(asked: Asked) -> Response:
    """The page."""
    name = asked.path.partition("/")[2]
    metric = metrics().get(name)
    if metric is None:
        raise asked.missing()
    language = asked.language
    coverage = await asked.rows(_COVERAGE, metric=asked.node)
    facets = await facets_of(asked.state, asked.node, asked.request.query_params.get("of", ""), language)
    years = sorted({figure.end.year for figure in facets.figures if figure.end}, reverse=True)
    year = asked.request.query_params.get("year", "")
    ranked = _ranked([one for one in facets.figures if not year or (one.end and str(one.end.year) == year)])
    definition = definitions().get(name)
    by_year: Counter[str] = Counter()
    by_kind: Counter[str] = Counter()
    for row in coverage:
        count = int(text(row, "count"))
        by_year[text(row, "year")] += count
        by_kind[text(row, "kind")] += count
    return asked.shown(
        "metric.html",
        called(f"metric/{name}", language),
        [],
        metric=metric,
        definition=(definition.en if language == "en" else definition.vi) if definition else "",
        by_year=sorted(by_year.items()),
        most=max(by_year.values(), default=1),
        by_kind=[(kind_name(kind, language), count) for kind, count in by_kind.most_common()],
        total=sum(by_kind.values()),
        kinds=facets.names,
        chosen=facets.chosen,
        years=years,
        year=year,
        ranked=ranked,
        cut=facets.cut,
    )


def _ranked(found: list[Figure]) -> list[Ranked]:
    """The newest figure of each province, of those with the same label the one that there was last; greatest first."""
    by_place: dict[str, list[Figure]] = {}
    for figure in found:
        by_place.setdefault(figure.place, []).append(figure)
    newest = [best for of_place in by_place.values() if (best := latest(of_place))]
    newest.sort(key=lambda figure: (-figure.value, figure.about))
    greatest = max((float(abs(figure.value)) for figure in newest), default=1.0) or 1.0
    return [Ranked(figure, float(abs(figure.value)) / greatest) for figure in newest]
