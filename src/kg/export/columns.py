"""The columns of the tables as they are published: those of the facts tables, and behind them what links the tables
with each other and with the graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kg.facts import OBSERVATION_COLUMNS, POLICY_COLUMNS, SECTOR_COLUMNS, ZONE_COLUMNS
from kg.facts_rows import CHOICES

ColumnType = Literal["string", "number", "integer", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `choices`: the words that it takes, "" where it may be empty; none: any text or number."""

    name: str
    type: ColumnType
    description: str
    choices: tuple[str, ...] = ()
    required: bool = False
    iri: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it holds words of articles: anything may stand there."""
        return self.type == "string" and not self.choices and not self.iri


_TOLD: Final[dict[str, str]] = {
    "article": "The article's id: `article` in articles.csv",
    "about": "Whom the figure or statement describes, as called at the time",
    "about_type": "What that is: a place, a zone, a project, a company",
    "scope": "Which zones of `about` are added up; empty: `about` itself",
    "stage": "The stage that the zones must be in to be counted, or that the zone is in",
    "sector": "The sector, in the article's words",
    "metric": "What is measured: the end of the metric's IRI",
    "origin": "Whose capital: foreign or domestic; empty: all, or not said",
    "value": "The figure, in `unit`, exactly as the article states it",
    "unit": "The unit: 1 (a count), ha, %, VND, USD, VND/month",
    "from": "Begin of the time that the figure holds for: a year, a month or a day, as stated",
    "to": "End of the time that the figure holds for: a year, a month or a day, as stated",
    "status": "Whether it is so (actual), or is planned or expected",
    "bound": "How the article limits it: exact, about, at least, below",
    "start": "First character of the quote in the article's text, in Unicode code points from 0",
    "end": "The character behind the quote",
    "quote": "The words that the row was read from; they belong to the article",
    "label": "The zone's name in the article's words",
    "type": "What kind of zone it is",
    "province": "The province in which it lies, as called at the article's time",
    "district": "The district in which it lies, as called at the article's time",
    "number": "The document's number",
    "kind": "The kind of document",
    "issuer": "Who issued it",
    "date": "When it was issued: a year, a month or a day",
    "title": "Its title, in the article's words",
    "relation": "Whether the place has the sector, or wants it",
    "confidence": "How the weakest of subject, metric and time was found",
    "period_start": "The first day of `from`",
    "period_end": "The last day of `to`",
    "iri": "The row's node in the graph; it answers with the row's provenance",
    "about_iri": "The node of what the row is about, by which rows of different articles belong together",
    "publisher": "Who published the article",
    "author": "Who wrote the article",
    "published": "When the article was published: a year, a month or a day",
    "url": "Where the article is on the web",
    "source": "From where the article was read",
}
_TYPES: Final[dict[str, ColumnType]] = {
    "value": "number",
    "start": "integer",
    "end": "integer",
    "period_start": "date",
    "period_end": "date",
}
_REQUIRED: Final = frozenset("article about about_type metric value unit status bound iri about_iri kind type".split())
ARTICLE_COLUMNS: Final = ("article", "title", "publisher", "author", "published", "url", "source", "iri")
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "articles": ARTICLE_COLUMNS,
    "observations": (
        *OBSERVATION_COLUMNS, "province", "confidence", "period_start", "period_end", "iri", "about_iri",
    ),
    "zones": (*ZONE_COLUMNS, "iri", "about_iri"),
    "policies": (*POLICY_COLUMNS, "period_start", "period_end", "iri", "about_iri"),
    "sectors": (*SECTOR_COLUMNS, "province", "iri", "about_iri"),
}  # fmt: skip


def _column(name: str) -> Column:
    choices = CHOICES["subject_level" if name == "confidence" else name] if name in (*CHOICES, "confidence") else ()
    return Column(
        name,
        _TYPES.get(name, "string"),
        _TOLD[name],
        choices,
        required=name in _REQUIRED,
        iri=name in ("iri", "about_iri"),
    )


TABLES: Final[dict[str, tuple[Column, ...]]] = {
    table: tuple(_column(name) for name in names) for table, names in _NAMES.items()
}
"""The tables that are published, by name, with their columns."""

TABLE_TITLES: Final = {
    "articles": "The articles that the facts were read from",
    "observations": "Figures: a metric of something at a date, as an article states it",
    "zones": "Zones, clusters and economic zones that articles name",
    "policies": "Decisions, programmes and plans that articles name",
    "sectors": "Sectors that articles say a place or zone has, or wants",
}
