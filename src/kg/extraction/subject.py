"""What figures are about: subjects, and the words of the text (anchors) that name or point at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.extraction.zone_names import Name
from kg.facts import AboutType, Scope

PLACES = frozenset({"Country", "Region", "Province", "District", "Commune"})
ZONES = frozenset({"Zone", "Cluster", "EconomicZone"})
FIRM_TYPES = frozenset({"Company", "Project"})
"""Whose figures are nobody else's: no zone's, and no place's."""
SCOPES: dict[str, Scope] = {"Zone": "zones", "Cluster": "clusters", "EconomicZone": "economicZones"}
"""The scope of several zones of a kind together."""

# What only zones have: of a place these are its zones' together.
ZONE_ONLY = frozenset({"totalArea", "industrialLandArea", "leasedArea", "occupancyRate"})
# What places report, whatever zone the sentence began with.
PLACE_MOSTLY = frozenset(
    {
        "outputGrowth", "exportGrowth", "importGrowth", "supportFunding", "counterpartFunding", "supportSchemeCount",
        "outputValue", "exportValue", "importValue",
    }
)  # fmt: skip
# What tells of the business of those that a paragraph speaks of.
BUSINESS = PLACE_MOSTLY | {"revenue", "budgetContribution"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom figures are about. `province` is where it lies ("" for provinces and larger).

    A place with a `scope` stands for its zones: "các KCN Hải Phòng" is Hải Phòng with the scope "zones". An anchor's
    subject without `about` is resolved by what the text speaks of: "tỉnh", "KCN này", "các cụm".
    """

    about: str
    type: AboutType
    scope: Scope = ""
    province: str = ""

    @property
    def is_place(self) -> bool:
        """Whether it is a place itself (no zones of it)."""
        return self.type in PLACES and not self.scope


AnchorKind = Literal["place", "zone", "group", "company", "project", "back", "investor", "many", "phase"]


@dataclass(slots=True)
class Anchor:
    """Words at [start, end) that name a possible subject. `index`: its place in the row of the text's anchors.

    `kind`: "group" are zones without a name ("các KCN"), "back" points at what was named ("tỉnh", "KCN này"),
    "investor" is a country that invests, "many" are several places without a name ("một số huyện"), "phase" is one of
    a zone. `aside`: it stands in a side role: in an address, behind "do", embedded. `former`: a place of former times
    ("Hà Nam cũ"). `locates`: aside, as it only tells where the place before it lies. `names`: the zones that "cả hai
    khu" points at, before they are known as subjects.
    """

    start: int
    end: int
    kind: AnchorKind
    subjects: tuple[Subject, ...]
    aside: bool = False
    former: bool = False
    locates: bool = False
    names: tuple[Name, ...] = ()
    index: int = -1

    @property
    def is_place(self) -> bool:
        """Whether it names a place or points back at one: "Hải Phòng", "toàn tỉnh"."""
        return self.kind in ("place", "back") and self.subjects[0].is_place
