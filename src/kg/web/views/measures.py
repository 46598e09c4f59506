"""What is measured of the data's quality: each measure with its meaning, its dimension, its count and what it is of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.canned import TextPair, canned_queries
from kg.canned.paging import LIMIT, count_of_distinct
from kg.errors import QueryTimeout, QueryTooLarge
from kg.reference.places import Place, places
from kg.store import Row, text
from kg.web.parts import rows_of
from kg.web.state import State
from kg.web.views.figures import PREFIXES

_COUNTS = """
SELECT ?status ?bound ?confidence ?dated (COUNT(*) AS ?count) WHERE {
  ?observation a kg:Observation ; kg:status ?status ; kg:bound ?bound ; kg:confidence ?confidence .
  BIND(EXISTS { ?observation kg:periodEnd ?end } AS ?dated)
} GROUP BY ?status ?bound ?confidence ?dated"""
_UNPLACED = """
SELECT (COUNT(DISTINCT ?span) AS ?count) WHERE {
  ?span a kg:TextSpan . FILTER(STRSTARTS(STR(?span), ?spans) && CONTAINS(STR(?span), "-quote-"))
}"""
_SPANS = "SELECT (COUNT(DISTINCT ?span) AS ?count) WHERE { ?span a kg:TextSpan }"
_YEARS = """
SELECT ?metric ?year (COUNT(*) AS ?count) WHERE {
  ?observation a kg:Observation ; kg:metric ?metric .
  OPTIONAL { ?observation kg:periodEnd ?end }
  BIND(YEAR(?end) AS ?year)
} GROUP BY ?metric ?year"""
_PLACES = """
SELECT ?place (COUNT(*) AS ?count) WHERE {
  ?observation sdmx-dimension:refArea ?place . ?place a kg:Province
} GROUP BY ?place"""
_READ = """
SELECT (SUM(?used_) AS ?used) (SUM(?aside_) AS ?aside) (SUM(?unknown_) AS ?unknown) (SUM(?refused_) AS ?refused) WHERE {
  ?extraction kg:numbersUsed ?used_ ; kg:numbersSetAside ?aside_ ; kg:numbersNotUnderstood ?unknown_ ;
    kg:factsRefused ?refused_ }"""
_NOT_UNDERSTOOD = """
SELECT ?article ?title ?count WHERE {
  ?extraction kg:numbersNotUnderstood ?count ; prov:used ?article . FILTER(?count > 0)
  OPTIONAL { ?article dcterms:title ?title }
} ORDER BY DESC(?count) ?article LIMIT 10"""
_FINDINGS = """
SELECT ?shape ?finding (COUNT(?extraction) AS ?count) WHERE {
  VALUES ?finding { kg:refusedBy kg:warnedBy } ?extraction ?finding ?shape } GROUP BY ?shape ?finding"""
_MESSAGES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?shape ?message WHERE { VALUES ?shape { UNDEF } ?shape sh:message ?message }"""
_LISTED = 25
_LOOKED_AT = 1000
"""Among the contradictions of so many figures, those between articles come first."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One of them: `count` of `of` have it; None: so many that they were not counted in the time that there is.

    `dimension` is a dimension of the linked data quality vocabulary.
    """

    id: str
    label: TextPair
    meaning: TextPair
    dimension: str
    count: int | None
    of: int
    query: str = ""

    @property
    def share(self) -> float:
        """The part of all that it counts, in percent."""
        return 100 * (self.count or 0) / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Quality:
    """All that the page tells. `coverage` counts figures by metric and year ("" where it is not known)."""

    measures: tuple[Measure, ...]
    conflicts: tuple[Row, ...]
    sums: tuple[Row, ...]
    coverage: dict[str, dict[str, int]]
    provinces: tuple[tuple[Place, int], ...]
    findings: tuple[Finding, ...] = ()
    not_understood: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A SHACL shape that facts of so many articles violate: they were refused, or let in with a warning."""

    shape: str
    messages: dict[str, str]
    refused: bool
    articles: int


async def quality(state: State) -> Quality:
    """What is found in the newest version of the data."""
    prefixes = PREFIXES.format(base=state.settings.base_iri)
    counted: Counter[tuple[str, str]] = Counter()
    for row in await state.rows(prefixes + _COUNTS):
        for name in ("status", "bound", "confidence", "dated"):
            counted[name, text(row, name).rpartition("/")[2]] += int(text(row, "count"))
    total = sum(count for (name, _), count in counted.items() if name == "status")
    spans = _number(await state.rows(prefixes + _SPANS))
    unplaced = _number(await state.rows(prefixes + _UNPLACED.replace("?spans", f'"{state.terms.things}span/"')))
    conflicts = await _canned(state, "conflicts", _LOOKED_AT)
    conflicts.sort(key=lambda row: text(row, "sameArticle") == "true")
    pairs = await _counted(state, "conflicts", "observationA", "observationB")
    sums = await _canned(state, "occupancy-that-does-not-add-up", _LISTED)
    not_adding_up = await _counted(state, "occupancy-that-does-not-add-up", "occupancy", "leased", "land")
    unmapped = await _canned(state, "sectors-not-mapped")
    coverage: dict[str, dict[str, int]] = {}
    for row in await state.rows(prefixes + _YEARS):
        by_year = coverage.setdefault(text(row, "metric").rpartition("/")[2], {})
        by_year[text(row, "year")] = int(text(row, "count"))
    provinces = _provinces(state, await state.rows(prefixes + _PLACES))
    read = Counter({name: int(text(row, name) or 0) for row in await state.rows(prefixes + _READ) for name in row})
    numbers = read["used"] + read["aside"] + read["unknown"]
    findings = await _findings(state, prefixes)
    not_understood = await state.rows(prefixes + _NOT_UNDERSTOOD)
    empty = sum(not count for _, count in provinces)
    measures = (
        _measure("conflicts", pairs, total, "consistency", "conflicts"),
        _measure("sums", not_adding_up, counted["status", "actual"], "consistency", "occupancy-that-does-not-add-up"),
        _measure("refused", read["refused"], read["refused"] + total, "consistency"),
        _measure("unknown", read["unknown"], numbers, "completeness"),
        _measure("inferred", counted["confidence", "inferred"], total, "accuracy"),
        _measure("inherited", counted["confidence", "inherited"], total, "accuracy"),
        _measure("inexact", total - counted["bound", "exact"], total, "precision"),
        _measure("undated", counted["dated", "false"], total, "completeness"),
        _measure("unplaced", unplaced, spans, "traceability"),
        _measure("sectors", len(unmapped), len(unmapped), "completeness", "sectors-not-mapped"),
        _measure("provinces", empty, len(provinces), "completeness", "coverage"),
    )
    return Quality(
        measures,
        tuple(conflicts[:_LISTED]),
        tuple(sums[:_LISTED]),
        coverage,
        provinces,
        findings,
        tuple(not_understood),
    )


async def _findings(state: State, prefixes: str) -> tuple[Finding, ...]:
    rows = await state.rows(prefixes + _FINDINGS)
    shapes = tuple({node for row in rows if isinstance(node := row.get("shape"), ox.NamedNode)})
    messages: dict[str, dict[str, str]] = {}
    for row in await state.rows(prefixes + _MESSAGES, {"shape": shapes}) if shapes else []:
        said = row["message"]
        if isinstance(said, ox.Literal):
            messages.setdefault(text(row, "shape"), {})[said.language or "en"] = said.value
    made = [
        Finding(
            shape := text(row, "shape"),
            messages.get(shape, {}),
            text(row, "finding").endswith("refusedBy"),
            int(text(row, "count")),
        )
        for row in rows
    ]
    return tuple(sorted(made, key=lambda one: (not one.refused, -one.articles, one.shape)))


def _number(rows: Sequence[Row]) -> int:
    return int(text(rows[0], "count"))


async def _canned(state: State, name: str, limit: int | None = None) -> list[Row]:
    query = canned_queries()[name]
    part = {LIMIT: str(limit)} if limit is not None else {}
    _, rows = await rows_of(state, query, part)
    return rows


async def _counted(state: State, name: str, *distinct: str) -> int | None:
    """In how many ways a canned query's answer binds these variables; None where that takes too long to tell."""
    query = canned_queries()[name]
    counting = count_of_distinct(query.query(state.settings.base_iri), distinct).text
    try:
        _, rows = await state.pool.rows(counting, in_order=query.in_order)
    except (QueryTimeout, QueryTooLarge):
        return None
    return _number(rows)


def _provinces(state: State, rows: Sequence[Row]) -> tuple[tuple[Place, int], ...]:
    """The provinces of today with how many figures there are of them and of what they were."""
    counts: Counter[str] = Counter()
    known = {place.slug: place for place in places().all()}
    for row in rows:
        place = known.get(text(row, "place").removeprefix(state.terms.things))
        after = places().became(place, "9999") if place else None
        if after is not None:
            counts[after.slug] += int(text(row, "count"))
    now = sorted((one for one in known.values() if one.kind == "Province" and not one.end), key=lambda one: one.slug)
    return tuple((one, counts[one.slug]) for one in now)


def _measure(id_: str, count: int | None, of: int, dimension: str, query: str = "") -> Measure:
    label, meaning = _TEXTS[id_]
    return Measure(id_, label, meaning, dimension, count, of, query)


_TEXTS = {
    "conflicts": (
        TextPair("Cặp số liệu mâu thuẫn", "Contradicting pairs"),
        TextPair(
            "Cùng đối tượng, chỉ tiêu, thời gian mà giá trị không khớp; đồ thị giữ cả hai.",
            "Same subject, metric and time, but values that do not fit; the graph keeps both.",
        ),
    ),
    "sums": (
        TextPair("Tỷ lệ lấp đầy không khớp", "Occupancy that does not add up"),
        TextPair(
            "Tỷ lệ mà bài nêu khác tỷ lệ tính từ đất đã cho thuê và đất công nghiệp.",
            "The rate that is stated differs from the one of leased and industrial land.",
        ),
    ),
    "refused": (
        TextPair("Dữ kiện bị quy tắc từ chối", "Facts that rules refuse"),
        TextPair(
            "Quy tắc SHACL giữ ở ngoài: ngoài khoảng hợp lý, thiếu phần bắt buộc. Không có trong dữ liệu.",
            "SHACL shapes keep them out: implausible, or without what is needed. They are not in the data.",
        ),
    ),
    "unknown": (
        TextPair("Con số chưa hiểu", "Numbers not understood"),
        TextPair(
            "Con số của bài viết mà không quy tắc nào giải thích; các con số khác có dòng, hoặc có lý do để không có.",
            "Numbers of articles that no rule accounts for; the others have a row, or a reason for having none.",
        ),
    ),
    "inferred": (
        TextPair("Suy ra từ cả bài", "Inferred from the whole article"),
        TextPair(
            "Đối tượng, chỉ tiêu hoặc thời gian không nêu gần số liệu.",
            "Subject, metric or time are not said anywhere near the figure.",
        ),
    ),
    "inherited": (
        TextPair("Tiếp nối từ câu trước", "Taken over from the sentence before"),
        TextPair(
            "Đối tượng, chỉ tiêu hoặc thời gian đứng ở câu, đoạn hoặc tiêu đề trước.",
            "Subject, metric or time stand in the sentence, paragraph or heading before.",
        ),
    ),
    "inexact": (
        TextPair("Không chính xác", "Not stated exactly"),
        TextPair("Bài viết nói hơn, gần, khoảng.", "The article says more than, less than, about."),
    ),
    "undated": (
        TextPair("Không rõ thời gian", "No time known"),
        TextPair("Bài viết không cho biết số liệu của khi nào.", "The article does not tell when the figure held."),
    ),
    "unplaced": (
        TextPair("Câu trích không có vị trí", "Quotes without a place"),
        TextPair(
            "Câu trích không đứng ở chỗ đã ghi trong bài.", "The quote does not stand in the article where it should."
        ),
    ),
    "sectors": (
        TextPair("Tên ngành chưa hiểu", "Sectors' wordings that are not understood"),
        TextPair("Lời của bài chưa đối chiếu được với VSIC.", "Words of articles that no sector of VSIC is known for."),
    ),
    "provinces": (
        TextPair("Tỉnh chưa có số liệu", "Provinces without a figure"),
        TextPair(
            "Không có số liệu nào của tỉnh ngày nay, cũng không của các tỉnh hợp thành.",
            "No figure of the province of today, nor of those that it was made of.",
        ),
    ),
}
