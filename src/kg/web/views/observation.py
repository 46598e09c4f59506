"""The page of an observation: the quote in its sentence, who says so, who says otherwise."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.responses import Response

from kg.store import text
from kg.web.views import anything
from kg.web.views.concepts import called
from kg.web.views.figures import agree, figures
from kg.web.views.found import Asked

_MORE = """
SELECT ?start ?end ?span ?extraction ?read ?software ?policy ?policyLabel ?statedUnit
  ?subjectLevel ?metricLevel ?timeLevel ?sectorNode ?former WHERE {
  VALUES ?observation { UNDEF }
  ?observation prov:wasDerivedFrom ?span ; prov:wasGeneratedBy ?extraction .
  OPTIONAL { ?span oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end }
  OPTIONAL { ?extraction prov:startedAtTime ?read }
  OPTIONAL { ?extraction prov:wasAssociatedWith ?software }
  OPTIONAL { ?observation kg:targetOf ?policy ; kg:targetOfLabel ?policyLabel }
  OPTIONAL { ?observation kg:statedUnit ?statedUnit }
  OPTIONAL { ?observation kg:subjectConfidence ?subjectLevel }
  OPTIONAL { ?observation kg:metricConfidence ?metricLevel }
  OPTIONAL { ?observation kg:timeConfidence ?timeLevel }
  OPTIONAL { ?observation kg:sector ?sectorNode }
  OPTIONAL { ?observation prov:wasRevisionOf ?former }
} LIMIT 50"""
_SAID = "start end span extraction read software policy policyLabel statedUnit former".split()
_SAME = "VALUES ?place { UNDEF } VALUES ?metric { UNDEF }"


async def show(asked: Asked) -> Response:
    """The page."""
    found = await asked.figures()
    if not found:  # a figure that a correction put aside is one no more
        return await anything.show(asked)
    figure = found[0]
    more = await asked.rows(_MORE, observation=asked.node)
    chosen = {"place": ox.NamedNode(figure.place), "metric": asked.node_of(f"metric/{figure.metric}")}
    others = [
        other
        for other in await figures(asked.state, _SAME, chosen, 3000)
        if other.observation != figure.observation
        and other.kind == figure.kind
        and other.status == figure.status
        and (other.from_, other.to) == (figure.from_, figure.to)
        and (figure.end or (other.published[:7], figure.published[:7]) == (figure.published[:7], other.published[:7]))
    ]
    language = asked.language
    levels = {
        name: text(more[0], name).rpartition("/")[2]
        for name in ("subjectLevel", "metricLevel", "timeLevel")
        if more and text(more[0], name)
    }
    sectors = {text(row, "sectorNode"): called(asked.path_of(text(row, "sectorNode")), language) for row in more}
    return asked.shown(
        "observation.html",
        f"{figure.about}: {called(f'metric/{figure.metric}', language)}",
        [],
        figure=figure,
        more={name: text(more[0], name) if more else "" for name in _SAID},
        levels={name: levels.get(name, "") for name in ("subjectLevel", "metricLevel", "timeLevel")},
        sectors={iri: label for iri, label in sectors.items() if iri},
        agreeing=[other for other in others if agree(figure, other)],
        contradicting=[one for one in others if not agree(figure, one) and one.article != figure.article],
        beside=[one for one in others if not agree(figure, one) and one.article == figure.article],
    )
