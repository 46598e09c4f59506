"""The facts table: what one article says, as rows (the interface between extraction and everything after it).

Three tables, `observations`, `zones` and `policies`; `docs/facts.md` tells what each column holds. The
dataclasses here carry the tables' columns, and behind them some fields that the CSV does not have
(where a name stands, how sure a row is): the graph keeps those too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

AboutType = Literal[
    "Country", "Region", "Province", "District", "Commune", "Zone", "Cluster", "EconomicZone", "Project", "Company"
]
Scope = Literal["", "zones", "clusters", "economicZones", "zonesAndClusters"]
Stage = Literal["", "planned", "appraisal", "established", "construction", "operating"]
Origin = Literal["", "foreign", "domestic"]
Status = Literal["actual", "planned"]
Bound = Literal["exact", "approx", "atLeast", "below"]
Level = Literal["reviewed", "stated", "inherited", "inferred"]
ZoneType = Literal["Zone", "Cluster", "EconomicZone"]
SectorRelation = Literal["has", "wants"]
PolicyKind = Literal["decision", "resolution", "decree", "law", "circular", "directive", "plan", "programme", "scheme"]

_FROM_THE_LEAST_SURE: tuple[Level, ...] = get_args(Level)[::-1]

OBSERVATION_COLUMNS = (
    "article",
    "about",
    "about_type",
    "scope",
    "stage",
    "sector",
    "metric",
    "origin",
    "value",
    "unit",
    "from",
    "to",
    "status",
    "bound",
    "start",
    "end",
    "quote",
)
ZONE_COLUMNS = ("article", "label", "type", "province", "district", "stage")
SECTOR_COLUMNS = ("article", "about", "about_type", "scope", "relation", "sector", "start", "end", "quote")
POLICY_COLUMNS = ("article", "number", "kind", "issuer", "date", "title", "from", "to")


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure: a metric of something at a date, as the article states it.

    `value` is exact and in `unit`; `start` and `end` are the quote's offsets in the article's text (end exclusive).
    Not in the CSV: `province` in which the subject lies ("" for countries, regions, provinces); the confidence levels;
    `policy`, the `NamedPolicy.key` (same article) whose target the figure is.
    """

    article: str
    about: str
    about_type: AboutType
    metric: str
    value: Decimal
    unit: str
    start: int
    end: int
    quote: str
    scope: Scope = ""
    stage: Stage = ""
    sector: str = ""
    origin: Origin = ""
    from_: str = ""
    to: str = ""
    status: Status = "actual"
    bound: Bound = "exact"
    province: str = ""
    policy: str = ""
    subject_level: Level = "stated"
    metric_level: Level = "stated"
    time_level: Level = "stated"

    @property
    def confidence(self) -> Level:
        """The weakest of the three levels."""
        levels = (self.subject_level, self.metric_level, self.time_level)
        return next((level for level in _FROM_THE_LEAST_SURE if level in levels), "stated")

    def row(self) -> dict[str, str]:
        """The row of the observations table, by column."""
        return {
            "article": self.article,
            "about": self.about,
            "about_type": self.about_type,
            "scope": self.scope,
            "stage": self.stage,
            "sector": self.sector,
            "metric": self.metric,
            "origin": self.origin,
            "value": plain_decimal(self.value),
            "unit": self.unit,
            "from": self.from_,
            "to": self.to,
            "status": self.status,
            "bound": self.bound,
            "start": str(self.start),
            "end": str(self.end),
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A zone, cluster or economic zone that the article names. `start`/`end`: its first mention (not in the CSV)."""

    article: str
    label: str
    type: ZoneType
    province: str = ""
    district: str = ""
    stage: Stage = ""
    start: int = 0
    end: int = 0

    def row(self) -> dict[str, str]:
        """The row of the zones table, by column."""
        return {
            "article": self.article,
            "label": self.label,
            "type": self.type,
            "province": self.province,
            "district": self.district,
            "stage": self.stage,
        }


@dataclass(frozen=True, slots=True)
class NamedPolicy:
    """A decision, programme or plan that the article names. `start`/`end`: its first mention (not in the CSV)."""

    article: str
    number: str
    kind: PolicyKind
    issuer: str = ""
    date: str = ""
    title: str = ""
    from_: str = ""
    to: str = ""
    start: int = 0
    end: int = 0

    @property
    def key(self) -> str:
        """What tells it from the article's other policies: its number, else its title."""
        return self.number or self.title

    def row(self) -> dict[str, str]:
        """The row of the policies table, by column."""
        return {
            "article": self.article,
            "number": self.number,
            "kind": self.kind,
            "issuer": self.issuer,
            "date": self.date,
            "title": self.title,
            "from": self.from_,
            "to": self.to,
        }


@dataclass(frozen=True, slots=True)
class SectorStatement:
    """That a place or zone has a sector, or wants it, as the article states it.

    `sector` is the sector in the article's words, `quote` the run of the text that it was read from.
    Not in the CSV: `province` in which the subject lies, and `subject_level`, how it was found.
    """

    article: str
    about: str
    about_type: AboutType
    relation: SectorRelation
    sector: str
    start: int
    end: int
    quote: str
    scope: Scope = ""
    province: str = ""
    subject_level: Level = "stated"

    def row(self) -> dict[str, str]:
        """The row of the sectors table, by column."""
        return {
            "article": self.article,
            "about": self.about,
            "about_type": self.about_type,
            "scope": self.scope,
            "relation": self.relation,
            "sector": self.sector,
            "start": str(self.start),
            "end": str(self.end),
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """All that was read out of one article, each table in the order of the text."""

    article: str
    observations: tuple[Observation, ...] = ()
    zones: tuple[NamedZone, ...] = ()
    policies: tuple[NamedPolicy, ...] = ()
    published: str = field(default="")
    sectors: tuple[SectorStatement, ...] = ()


def plain_decimal(value: Decimal) -> str:
    """Write a decimal without exponent and without needless zeros: `4507830000000`, `94.06`.

    >>> plain_decimal(Decimal("4.50783E+12")), plain_decimal(Decimal("94.060"))
    ('4507830000000', '94.06')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
