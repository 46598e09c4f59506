"""The page of a policy: its targets and what came of them, and who speaks of it."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.responses import Response

from kg.store import Row, text
from kg.web.views.concepts import called
from kg.web.views.figures import Figure, figures
from kg.web.views.found import Asked, best_label, unique
from kg.web.views.sections import beside
from kg.web.writing import day, period

_POLICY = """
SELECT DISTINCT ?number ?title ?issuer ?issued ?kind ?from ?to ?see WHERE {
  VALUES ?policy { UNDEF }
  ?policy a ?class .
  OPTIONAL { ?policy dcterms:identifier ?number }
  OPTIONAL { ?policy dcterms:title ?title }
  OPTIONAL { ?policy kg:issuer ?issuer }
  OPTIONAL { ?policy dcterms:issued ?issued }
  OPTIONAL { ?policy kg:policyKind ?kind }
  OPTIONAL { ?policy kg:from ?from }
  OPTIONAL { ?policy kg:to ?to }
  OPTIONAL { ?policy rdfs:seeAlso ?see }
} LIMIT 200"""
_MENTIONS = """
SELECT DISTINCT ?article ?title ?published ?quote WHERE {
  VALUES ?thing { UNDEF }
  ?mention kg:mentionOf ?thing ; kg:mentionedIn ?article .
  OPTIONAL { ?mention prov:wasDerivedFrom/oa:hasSelector/oa:exact ?quote }
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:issued ?published }
} ORDER BY STR(?published) ?article LIMIT 100"""
_ORDERED = """
SELECT DISTINCT ?event ?label WHERE {
  VALUES ?thing { UNDEF } ?event dcterms:source ?thing ; rdfs:label ?label } ORDER BY ?event LIMIT 100"""
_RESULTS = "VALUES ?place { UNDEF } VALUES ?metric { UNDEF } ?observation kg:status status:actual ."


async def show(asked: Asked) -> Response:
    """The page."""
    rows = await asked.rows(_POLICY, policy=asked.node)
    found = await asked.figures()
    if not rows and not found:
        raise asked.missing()
    language = asked.language
    pool = await _results(asked, found)
    number, title = (unique(rows, name) for name in ("number", "title"))
    kinds = [called(f"policy-kind/{iri.rpartition('/')[2]}", language) for iri in unique(rows, "kind")]
    events: dict[str, list[Row]] = {}
    for row in await asked.rows(_ORDERED, thing=asked.node):
        events.setdefault(text(row, "event"), []).append(row)
    return asked.shown(
        "policy.html",
        (number or title or [asked.path.partition("/")[2]])[0],
        found,
        titles=title if number else title[1:],
        kinds=kinds,
        issuers=unique(rows, "issuer"),
        issued=[day(one, language) for one in unique(rows, "issued")],
        periods=sorted({period(text(row, "from"), text(row, "to"), language) for row in rows} - {""}),
        see=unique(rows, "see"),
        events={iri: best_label(labels, language) for iri, labels in events.items()},
        beside=beside(found, pool),
        mentions=await asked.rows(_MENTIONS, thing=asked.node),
    )


async def _results(asked: Asked, found: list[Figure]) -> list[Figure]:
    """The actual figures of the same subjects and metrics."""
    if not found:
        return []
    chosen = {
        "place": tuple(ox.NamedNode(iri) for iri in sorted({figure.place for figure in found})),
        "metric": tuple(asked.node_of(f"metric/{name}") for name in sorted({figure.metric for figure in found})),
    }
    return await figures(asked.state, _RESULTS, chosen, 5000, quoted=False)
