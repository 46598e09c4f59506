"""The page of a sector of VSIC: where it stands, what articles call it, its figures."""

from __future__ import annotations

from starlette.responses import Response

from kg.reference.sectors import sectors
from kg.store import text
from kg.web.views.concepts import called
from kg.web.views.found import Asked, unique
from kg.web.views.statements import statements

_SECTOR = """
SELECT DISTINCT ?same ?inside ?wording WHERE {
  VALUES ?sector { UNDEF }
  { ?sector skos:exactMatch|skos:closeMatch|skos:narrowMatch|skos:broadMatch ?same }
  UNION { ?inside skos:broader ?sector }
  UNION { ?sector skos:altLabel ?wording FILTER(LANG(?wording) = "vi") }
} LIMIT 1000"""


async def show(asked: Asked) -> Response:
    """The page."""
    known = sectors()
    if asked.path not in known:
        raise asked.missing()
    sector = known.by_slug(asked.path)
    language = asked.language
    rows = await asked.rows(_SECTOR, sector=asked.node)
    found = await asked.figures()
    return asked.shown(
        "sector.html",
        called(asked.path, language),
        found,
        statements=await statements(asked),
        sector=sector,
        version=sector.scheme.replace("-", " ").upper(),
        same={iri: called(asked.path_of(iri), language) for iri in unique(rows, "same")},
        inside={iri: called(asked.path_of(iri), language) for iri in sorted(unique(rows, "inside"))},
        wordings=sorted({text(row, "wording") for row in rows} - {""}),
        section=asked.state.terms.things + f"sector/{sector.scheme}-{sector.section}" if sector.section else "",
    )
