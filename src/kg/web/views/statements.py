"""Sectors that articles say a place or zone has, or wants; each with its quote."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.store import text
from kg.web.views.concepts import called
from kg.web.views.found import Asked

_STATEMENTS = """
SELECT DISTINCT ?statement ?place ?about ?relation ?wording ?quote ?article ?title ?published ?sector WHERE {
  VALUES ?NAME { UNDEF }
  ?statement a kg:SectorStatement ; PROPERTY ?NAME .
  ?statement sdmx-dimension:refArea ?place ; kg:aboutLabel ?about ; kg:sectorRelation ?relation ;
    kg:sectorLabel ?wording ; prov:wasDerivedFrom ?span .
  ?span oa:hasSource ?article ; oa:hasSelector/oa:exact ?quote .
  OPTIONAL { ?statement kg:sector ?sector }
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:issued ?published }
} LIMIT 1000"""


@dataclass(slots=True)
class Statement:
    """One of them. `relation` is "hasSector" or "wantsSector"; `sectors` are labels by IRI."""

    place: str
    about: str
    relation: str
    wording: str
    quote: str
    article: str
    title: str
    published: str
    sectors: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, str]:
        """The sectors of one version of the list, the newest that has any: both say much the same."""
        newest = max((_version(iri) for iri in self.sectors), default="")
        return {iri: label for iri, label in sorted(self.sectors.items()) if _version(iri) == newest}


def _version(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("-")[0]


async def statements(asked: Asked) -> list[Statement]:
    """Those about the place or zone, or those that name the sector, that is asked for."""
    name, property_ = ("named", "kg:sector") if asked.kind == "sector" else ("subject", "sdmx-dimension:refArea")
    sparql = _STATEMENTS.replace("NAME", name).replace("PROPERTY", property_)
    made: dict[str, Statement] = {}
    for row in await asked.rows(sparql, **{name: asked.node}):
        relation = text(row, "relation").rpartition("/")[2].rpartition("#")[2]
        one = made.setdefault(
            text(row, "statement"),
            Statement(
                text(row, "place"),
                text(row, "about"),
                relation,
                text(row, "wording"),
                text(row, "quote"),
                text(row, "article"),
                text(row, "title"),
                text(row, "published"),
            ),
        )
        if text(row, "sector"):
            one.sectors[text(row, "sector")] = called(asked.path_of(text(row, "sector")), asked.language)
    return sorted(made.values(), key=lambda one: (one.about, one.relation, one.wording))
