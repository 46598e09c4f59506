"""The page of a zone, cluster, economic zone, commune, company or project: what articles say of it."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from kg.reference.places import places
from kg.store import text
from kg.web.views.concepts import called
from kg.web.views.found import Asked, best_label, unique
from kg.web.views.statements import statements

_SUBJECT = """
SELECT DISTINCT ?class ?label ?province ?district ?districtLabel ?stage ?zone WHERE {
  VALUES ?thing { UNDEF }
  ?thing a ?class .
  OPTIONAL { ?thing rdfs:label ?label }
  OPTIONAL { ?thing dcterms:isReplacedBy ?zone }
  OPTIONAL { ?thing (^dcterms:isReplacedBy)?/kg:locatedIn ?province }
  OPTIONAL { ?thing kg:inDistrict ?district
    OPTIONAL { ?district rdfs:label ?districtLabel FILTER(LANG(?districtLabel) = "vi") } }
  OPTIONAL { ?thing kg:stage ?stage }
} LIMIT 500"""
_MENTIONS = """
SELECT DISTINCT ?article ?title ?published ?quote ?stage WHERE {
  VALUES ?thing { UNDEF }
  ?thing (^dcterms:isPartOf)?/(^dcterms:isReplacedBy)?/^kg:mentionOf ?mention .
  ?mention kg:mentionedIn ?article .
  OPTIONAL { ?mention kg:stage ?stage }
  OPTIONAL { ?mention prov:wasDerivedFrom/oa:hasSelector/oa:exact ?quote }
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:issued ?published }
} ORDER BY DESC(STR(?published)) ?article LIMIT 100"""

_PARTS = """
SELECT DISTINCT ?part ?whole ?label WHERE {
  VALUES ?thing { UNDEF }
  { ?part dcterms:isPartOf ?thing ; rdfs:label ?label }
  UNION { ?thing dcterms:isPartOf ?whole . ?whole rdfs:label ?label }
} ORDER BY ?label LIMIT 200"""


async def show(asked: Asked) -> Response:
    """The page; of a name that is another zone's, the way to that one's."""
    rows = await asked.rows(_SUBJECT, thing=asked.node)
    if not rows:
        raise asked.missing()
    for zone in unique(rows, "zone"):
        query = asked.request.url.query
        return RedirectResponse(f"/page/{asked.path_of(zone)}" + (f"?{query}" if query else ""), 303)
    language = asked.language
    known = {one.slug: one for one in places().all()}
    provinces = [known[slug] for iri in unique(rows, "province") if (slug := asked.path_of(iri)) in known]
    districts = {
        iri: best_label([row for row in rows if text(row, "district") == iri], "vi", "districtLabel")
        for iri in unique(rows, "district")
    }
    classes = [iri.removeprefix(asked.state.terms.ontology) for iri in unique(rows, "class")]
    found = await asked.figures()
    return asked.shown(
        "subject.html",
        best_label(rows, language) or asked.path.partition("/")[2],
        found,
        statements=await statements(asked),
        types=[called(f"kg:{name}", language) for name in sorted(classes)],
        provinces=provinces,
        districts=districts,
        slug_iri=lambda one: asked.state.terms.things + one.slug,
        stages=[called(f"stage/{iri.rpartition('/')[2]}", language) for iri in unique(rows, "stage")],
        parts_of=await asked.rows(_PARTS, thing=asked.node),
        mentions=await asked.rows(_MENTIONS, thing=asked.node),
    )
