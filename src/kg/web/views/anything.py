"""The page of anything else that the graph tells of: its properties as they are, and what refers to it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyoxigraph as ox
from starlette.responses import Response

from kg.store import GRAPHS, Row, text
from kg.web.pages import shortened
from kg.web.views.found import Asked

_SHOWN = 200  # and one more is asked for, to see whether there is
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


async def show(asked: Asked) -> Response:
    """The page."""
    out = await asked.rows(_OUT, thing=asked.node)
    into = await asked.rows(_IN, thing=asked.node)
    if not out and not into:
        raise asked.missing()
    parts = await asked.rows(_PARTS, thing=asked.node)
    names = sorted(
        (term.language != asked.language, term.language not in ("vi", None), term.value)
        for row in out
        if _local_name(text(row, "p")) in ("label", "prefLabel", "title")
        and isinstance(term := row["other"], ox.Literal)
    )
    return asked.shown(
        "thing.html",
        names[0][2] if names else shortened(asked.node.value, asked.state.settings.base_iri),
        [],
        out=_grouped(out),
        parts_of=_grouped(parts),
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
