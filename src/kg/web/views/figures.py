"""Observations as pages show them: read by one query, whatever chooses them, and grouped into comparable ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.graph.dates import days
from kg.graph.quoting import of_sentence, shortened
from kg.store import Bindings, Row, text
from kg.web.language import Language
from kg.web.state import State
from kg.web.views.concepts import called
from kg.web.writing import amount, period

PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX kg: <{base}ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX metric: <{base}id/metric/>
PREFIX status: <{base}id/status/>
"""
COLUMNS = (
    "about metric value unit bound status from to start end scope stage origin sector confidence quote title published"
    " source place article observation"
).split()
"""The columns of a thing's figures as CSV and JSON."""

_FIGURES = """
SELECT DISTINCT {columns} WHERE {{
  {chosen}
  ?observation sdmx-dimension:refArea ?place ; kg:metric ?metric ; kg:aboutLabel ?about ;
    sdmx-measure:obsValue ?value ; qudt:unit ?unit ; kg:status ?status ; kg:bound ?bound ;
    kg:confidence ?confidence ; prov:wasDerivedFrom ?span .
  ?span oa:hasSource ?article . {quote}
  {details}
  OPTIONAL {{ ?article dcterms:issued ?published }}
  {source}
}} {limit}"""
_QUOTE = "?span oa:hasSelector ?selector . ?selector oa:exact ?quote ."
_SOURCE = """OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article foaf:page ?page }
  OPTIONAL { ?article dcterms:source ?file }
  BIND(COALESCE(STR(?page), ?file) AS ?source)"""
_CONTEXT = " OPTIONAL { ?selector oa:prefix ?before ; oa:suffix ?behind }"
_OF_QUOTES = frozenset(("quote", "title", "source"))
_DETAIL_OF = {
    "from": "from",
    "to": "to",
    "periodStart": "start",
    "periodEnd": "end",
    "scope": "scope",
    "stage": "stage",
    "origin": "origin",
    "sectorLabel": "sector",
}
# What only some figures have, by property. For one page this takes half as long as an OPTIONAL for each.
_DETAILS = """
SELECT ?observation ?property ?said WHERE {{
  VALUES ?property {{ {properties} }}
  {chosen}
  ?observation sdmx-dimension:refArea ?place ; kg:metric ?metric .
  ?observation ?property ?said .
}}"""
_DETAILS_NAMED = """
SELECT ?observation ?property ?said WHERE {{
  VALUES ?observation {{ UNDEF }} ?observation ?property ?said FILTER(?property IN ({properties}))
}}"""
_NAMED = 1600
"""Of so many figures what only some have is asked for by their names: choosing them anew takes many times as long."""
_COUNTED: dict[Language, dict[str, str]] = {
    "vi": {
        "zones": "số khu công nghiệp",
        "clusters": "số cụm công nghiệp",
        "economicZones": "số khu kinh tế",
        "zonesAndClusters": "số khu, cụm công nghiệp",
    },
    "en": {
        "zones": "number of industrial zones",
        "clusters": "number of industrial clusters",
        "economicZones": "number of economic zones",
        "zonesAndClusters": "number of zones and clusters",
    },
}
SHOWN = 1500
"""So many figures are on one page; its CSV has them all."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An observation. IRIs of concepts are their last parts: `metric` is "leasedArea", `scope` "zones" or "".

    `start` and `end` are the first and last day that it covers, `from_` and `to` the time as stated; "" if unknown.
    `before` and `behind` are the words of the quote's sentence around it.
    """

    observation: str
    place: str
    about: str
    metric: str
    value: Decimal
    unit: str
    status: str
    bound: str
    confidence: str
    from_: str
    to: str
    start: date | None
    end: date | None
    scope: str
    stage: str
    origin: str
    sector: str
    quote: str
    article: str
    title: str
    published: str
    source: str
    before: str = ""
    behind: str = ""

    @property
    def planned(self) -> bool:
        """Whether it is a target or an expectation."""
        return self.status == "planned"

    @property
    def kind(self) -> tuple[str, ...]:
        """What two figures of one subject share that measure the same."""
        return (self.metric, self.scope, self.stage, self.origin, self.sector, self.unit)

    @property
    def months(self) -> int:
        """How long a period it covers, in months; 0: a day, or not known. Only equally long ones compare."""
        return round((self.end - self.start).days / 30.4) if self.start and self.end else 0

    @property
    def beside(self) -> tuple[str, str]:
        """Some words before the quote and behind it."""
        return shortened(self.before, self.behind, 70)

    @property
    def when(self) -> str:
        """For ordering: its time, else its article's."""
        return self.end.isoformat() if self.end else self.published

    def amount(self, language: Language) -> str:
        """The value in words: "hơn 4.507,83 tỷ đồng"."""
        return amount(self.value, self.unit, language, self.bound)

    def period(self, language: Language) -> str:
        """Its time in words."""
        return period(self.from_, self.to, language)

    def name(self, language: Language) -> str:
        """What is measured: "số khu công nghiệp" where the metric counts zones, clusters and economic zones alike."""
        counted = _COUNTED[language].get(self.scope) if self.metric == "count" else None
        return counted or called(f"metric/{self.metric}", language)

    def facet(self, language: Language, *, named: bool = False) -> str:
        """What it is of beside its metric: scope, stage, origin, sector; "" if of the subject as a whole.

        `named`: beside `name`, which has told the scope where it can.
        """
        scope = "" if named and self.metric == "count" and self.scope in _COUNTED[language] else self.scope
        words = [
            called(f"{kind}/{name}", language)
            for kind, name in (("scope", scope), ("stage", self.stage), ("origin", self.origin))
            if name
        ]
        return " · ".join([*words, *([self.sector] if self.sector else [])])


def figures_query(base_iri: str, chosen: str, limit: int = 0, *, whole: bool = True, quoted: bool = True) -> str:
    """The query for all figures whose `?observation` (and `?place`, `?metric`) the graph pattern `chosen` binds.

    `whole`: with all columns of `COLUMNS`. Else without those that only some figures have a value for, and, where they
    are `quoted`, with the quotes' sentences.
    """
    names = [name for name in COLUMNS if whole or name not in _DETAIL_OF.values()]
    names = names if quoted else [name for name in names if name not in _OF_QUOTES]
    names += ["before", "behind"] if quoted and not whole else []
    details = "\n  ".join(
        f"OPTIONAL {{ ?observation kg:{name} ?{column} }}" for name, column in _DETAIL_OF.items() if whole
    )
    return PREFIXES.format(base=base_iri) + _FIGURES.format(
        columns=" ".join(f"?{name}" for name in names),
        chosen=chosen,
        details=details,
        quote=_QUOTE if quoted else "",
        source=_SOURCE + ("" if whole else _CONTEXT) if quoted else "",
        limit=f"LIMIT {limit}" if limit else "",
    )


async def figures(
    state: State, chosen: str, bindings: Bindings | None = None, limit: int = SHOWN + 1, *, quoted: bool = True
) -> list[Figure]:
    """The figures that a graph pattern of ours chooses, those of earlier times first.

    `quoted`: with their quotes, and the titles and addresses of their articles; without them it takes half as long.
    """
    base = state.settings.base_iri
    query = figures_query(base, chosen, limit, whole=False, quoted=quoted)
    rows = [dict(row) for row in await state.rows(query, bindings)]
    if rows:
        by_observation = {row["observation"]: row for row in rows}
        properties = [f"kg:{name}" for name in _DETAIL_OF]
        if len(by_observation) <= _NAMED:
            details = _DETAILS_NAMED.format(properties=", ".join(properties))
            nodes = tuple(node for node in by_observation if isinstance(node, ox.NamedNode))
            bindings = {"observation": nodes}
        else:
            details = _DETAILS.format(properties=" ".join(properties), chosen=chosen)
        for said in await state.rows(PREFIXES.format(base=base) + details, bindings):
            row = by_observation.get(said["observation"])
            if row is not None:
                row[_DETAIL_OF[text(said, "property").rpartition("#")[2]]] = said["said"]
    return sorted(figures_from(rows, state), key=lambda figure: (figure.when, figure.value, figure.observation))


def figures_from(rows: Iterable[Row], state: State) -> list[Figure]:
    """The figures that the rows of the query tell of, each once."""
    codes = state.terms.unit_codes
    found: dict[str, Figure] = {}
    for row in rows:
        said = {name: text(row, name) for name in COLUMNS}
        try:
            value = Decimal(said["value"])
        except InvalidOperation:
            continue
        before, behind = of_sentence(text(row, "before"), text(row, "behind"))
        short = {name: said[name].rpartition("/")[2] for name in ("metric", "scope", "stage", "origin")}
        found.setdefault(
            said["observation"],
            Figure(
                observation=said["observation"],
                place=said["place"],
                about=said["about"],
                value=value,
                unit=codes.get(said["unit"], said["unit"].rpartition("/")[2]),
                status=said["status"].rpartition("/")[2],
                bound=said["bound"].rpartition("/")[2],
                confidence=said["confidence"].rpartition("/")[2],
                from_=said["from"],
                to=said["to"],
                start=_day(said["start"]),
                end=_day(said["end"]),
                sector=said["sector"],
                quote=said["quote"],
                article=said["article"],
                title=said["title"],
                published=said["published"],
                source=said["source"],
                before=before,
                behind=behind,
                **short,
            ),
        )
    return list(found.values())


def figures_of_answer(rows: Iterable[Row], state: State) -> list[Figure]:
    """The figures that the rows of a canned query are, where it has the columns for it; else none."""
    codes = {code: node for node, code in state.terms.unit_codes.items()}
    made = []
    for row in rows:
        said = {name: text(row, name) for name in ("value", "from", "to", "observation", "bound", "status", "metric")}
        if not (said["value"] and said["observation"] and (said["from"] or said["to"])):
            continue
        first, last = days(said["from"]), days(said["to"] or said["from"])
        whole = dict(row)
        for name, day in (("start", first and first[0]), ("end", last and last[1])):
            if day:
                whole[name] = ox.Literal(str(day))
        unit = text(row, "unit")
        if unit in codes:
            whole["unit"] = ox.NamedNode(codes[unit])
        made.append(whole)
    return figures_from(made, state)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def grouped(found: Iterable[Figure]) -> dict[str, dict[tuple[str, ...], list[Figure]]]:
    """By metric, then by what they are of: those that one may compare. The fullest first, wholes before parts."""
    by_metric: dict[str, dict[tuple[str, ...], list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in found:
        by_metric[figure.metric][figure.kind].append(figure)
    ordered = sorted(by_metric.items(), key=lambda item: -sum(map(len, item[1].values())))
    return {
        metric: dict(sorted(kinds.items(), key=lambda item: (sum(map(bool, item[0][1:5])) > 1, -len(item[1]))))
        for metric, kinds in ordered
    }


def latest(found: Iterable[Figure]) -> Figure | None:
    """The newest actual figure; of several the one told most surely."""
    sure = {"stated": 2, "inherited": 1}
    actual = [figure for figure in found if not figure.planned]
    return max(
        actual,
        key=lambda figure: (figure.when, sure.get(figure.confidence, 0), figure.bound == "exact", figure.value),
        default=None,
    )


def agree(one: Figure, other: Figure) -> bool:
    """Whether both can be true: equal values, or bounds that leave room for each other; "about" leaves 5 %."""
    low, high = sorted((one, other), key=lambda figure: figure.value)
    if low.value == high.value or low.bound == "atLeast" or high.bound == "below":
        return True
    about = "approx" in (low.bound, high.bound)
    return about and high.value - low.value <= abs(high.value) * Decimal("0.05")
