"""What people said of a thing, for its page: who corrected this figure, what stands instead of that one."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.store import text
from kg.web.state import State

_SHOWN = 50
_CORRECTIONS = f"""
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?correction ?role ?said ?english ?note ?reason ?instead ?at ?state ?stateName WHERE {{
  {{ ?thing prov:wasGeneratedBy ?correction BIND("made" AS ?role) }}
  UNION {{
    ?thing prov:wasInvalidatedBy ?correction BIND("aside" AS ?role)
    OPTIONAL {{ ?instead prov:wasRevisionOf ?thing ; prov:wasGeneratedBy ?correction }}
  }}
  UNION {{ ?correction prov:used ?thing BIND("article" AS ?role) }}
  ?correction a ?class ; prov:endedAtTime ?at ; ?hasState ?state ; rdfs:label ?said, ?english .
  FILTER(LANG(?said) = "vi" && LANG(?english) = "en")
  OPTIONAL {{ ?correction dcterms:description ?note }}
  OPTIONAL {{ ?correction ?hasReason ?reason }}
  OPTIONAL {{ ?state skos:prefLabel ?stateName FILTER(LANG(?stateName) = "vi") }}
}} ORDER BY DESC(?at) ?correction LIMIT {_SHOWN}
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One correction, for people to read. `role`: it `made` the thing, put it `aside`, or is of this `article`."""

    correction: ox.NamedNode
    role: str
    vietnamese: str
    english: str
    note: str
    reason: str
    state: str
    in_force: bool
    instead: ox.NamedNode | None


async def said_of(state: State, thing: ox.NamedNode) -> list[Said]:
    """The corrections that a thing comes from, gave way to, or has as an article; the newest first."""
    terms = state.terms
    rows = await state.rows(
        _CORRECTIONS,
        {
            "thing": thing,
            "class": terms.CORRECTION,
            "hasState": terms.CORRECTION_STATE,
            "hasReason": terms.STATE_REASON,
        },
    )
    found = []
    for row in rows:
        correction, instead = row["correction"], row.get("instead")
        assert isinstance(correction, ox.NamedNode)
        in_force = text(row, "state").rpartition("/")[2] in ("applied", "moved")
        found.append(
            Said(
                correction, text(row, "role"), text(row, "said"), text(row, "english"), text(row, "note"),
                text(row, "reason"), text(row, "stateName"), in_force,
                instead if isinstance(instead, ox.NamedNode) else None,
            )
        )  # fmt: skip
    return found
