"""One article with all that the lower layers found in it, and the look-ups that the upper layers need."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from operator import attrgetter

from kg.articles.model import Article
from kg.extraction.bare_names import bare_names
from kg.extraction.document import Document, Sentence, read_document
from kg.extraction.lexicon import Hit, lexicon
from kg.extraction.mentions import PlaceMention, ZoneMention
from kg.extraction.place_mentions import place_mentions
from kg.extraction.quantities import Quantity, find_quantities
from kg.extraction.times import TimeMention, document_year, find_times
from kg.extraction.zone_mentions import zone_mentions
from kg.reference.places import places


@dataclass(slots=True)
class Reading:
    """An article read: quantities, times, places, zones and terms, each list sorted by start."""

    article: Article
    doc: Document
    hits: list[Hit]
    quantities: list[Quantity]
    times: list[TimeMention]
    places: list[PlaceMention]
    zones: list[ZoneMention]
    year: str
    home: str = ""
    several: bool = False
    _terms: list[Hit] | None = None
    _term_starts: list[int] = field(default_factory=list)
    _cues: dict[str, list[Hit]] | None = None
    _quantity_starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.home, self.several = _home(self)

    def at(self, offset: int) -> list[Hit]:
        """The hits that begin at an offset, longest first."""
        low = bisect_left(self.hits, offset, key=_START)
        return self.hits[low : bisect_right(self.hits, offset, low, key=_START)]

    def _in_a_place(self, hit: Hit) -> bool:
        """Whether a word is only part of a place's name: "hồ" in "TP. Hồ Chí Minh"."""
        place = self.place_at(hit.start)
        return place is not None and hit.end < place.end

    def terms(self, start: int, end: int) -> list[Hit]:
        """Metric names, verbs, counted nouns, measures outside and zone nouns that lie within [start, end)."""
        if self._terms is None:
            self._terms = _outermost([hit for hit in self.hits if hit.meaning.is_term and not self._in_a_place(hit)])
            self._term_starts = [hit.start for hit in self._terms]
        low = bisect_left(self._term_starts, start)
        high = bisect_left(self._term_starts, end)
        return [hit for hit in self._terms[low:high] if hit.end <= end]

    def cues(self, name: str, start: int, end: int) -> list[Hit]:
        """The hits of one cue that lie within [start, end)."""
        if self._cues is None:
            self._cues = {}
            for hit in self.hits:
                for key in hit.keys("cue"):
                    self._cues.setdefault(key, []).append(hit)
        hits = self._cues.get(name, [])
        low = bisect_left(hits, start, key=_START)
        high = bisect_left(hits, end, low, key=_START)
        return [hit for hit in hits[low:high] if hit.end <= end]

    def quantities_before(self, offset: int, start: int) -> list[Quantity]:
        """The quantities that begin within [start, offset)."""
        return [q for q in self.quantities[self._quantity_slice(start, offset)] if q.start < offset]

    def quantities_after(self, start: int, end: int) -> list[Quantity]:
        """The quantities that begin within [start, end)."""
        return self.quantities[self._quantity_slice(start, end)]

    def _quantity_slice(self, start: int, end: int) -> slice:
        if not self._quantity_starts:
            self._quantity_starts.extend(q.start for q in self.quantities)
        return slice(bisect_left(self._quantity_starts, start), bisect_left(self._quantity_starts, end))

    def sentence(self, offset: int) -> Sentence:
        """The sentence at an offset."""
        return self.doc.sentence_at(offset)

    # Zones and places lie apart from each other and are sorted, so that the last one that begins no later than an
    # offset is the only one that can hold it. No keys are stored: `table_rows` puts other lists in a copy's place.

    def zone_at(self, offset: int) -> ZoneMention | None:
        """The zone mention that holds an offset."""
        index = bisect_right(self.zones, offset, key=_START) - 1
        return self.zones[index] if index >= 0 and offset < self.zones[index].end else None

    def zone_overlapping(self, start: int, end: int) -> ZoneMention | None:
        """The first zone mention that shares a character with [start, end)."""
        held = self.zone_at(start)
        if held is not None:
            return held
        index = bisect_left(self.zones, start, key=_START)
        return self.zones[index] if index < len(self.zones) and self.zones[index].start < end else None

    def zones_within(self, start: int, end: int) -> list[ZoneMention]:
        """The zone mentions that begin within [start, end)."""
        return self.zones[bisect_left(self.zones, start, key=_START) : bisect_left(self.zones, end, key=_START)]

    def zones_before(self, offset: int) -> Iterator[ZoneMention]:
        """The zone mentions that begin before an offset, the latest first, one at a time."""
        for index in range(bisect_left(self.zones, offset, key=_START) - 1, -1, -1):
            yield self.zones[index]

    def place_at(self, offset: int) -> PlaceMention | None:
        """The place mention (with the type before its name) that holds an offset."""
        index = bisect_right(self.places, offset, key=_START) - 1
        return self.places[index] if index >= 0 and offset < self.places[index].end else None

    def place_before(self, offset: int) -> PlaceMention | None:
        """The last place mention that begins before an offset."""
        index = bisect_left(self.places, offset, key=_START) - 1
        return self.places[index] if index >= 0 else None

    def place_starting(self, offset: int) -> PlaceMention | None:
        """The place mention that begins at an offset, or whose name does."""
        place = self.place_at(offset)
        return place if place is not None and offset in (place.start, place.name_start) else None

    def places_within(self, start: int, end: int) -> list[PlaceMention]:
        """The place mentions that begin within [start, end)."""
        return self.places[bisect_left(self.places, start, key=_START) : bisect_left(self.places, end, key=_START)]


_START = attrgetter("start")


def _outermost(hits: list[Hit]) -> list[Hit]:
    """Leave out the hits inside a longer one: "kinh tế" in "khu kinh tế", "vốn đầu tư" in "tổng vốn đầu tư"."""
    kept: list[Hit] = []
    for hit in hits:  # by start, longest first
        if kept and hit.end <= kept[-1].end:
            continue
        kept.append(hit)
    return kept


def read(article: Article) -> Reading:
    """Run the lower layers over an article."""
    doc = read_document(article.text)
    hits = lexicon().find(doc.folded)
    named = place_mentions(doc, hits)
    zones = zone_mentions(doc, hits, named)
    zones = sorted([*zones, *bare_names(doc, zones)], key=lambda mention: mention.start)
    times = find_times(doc.text)
    year = document_year(doc.text, article.published, times)
    named = _with_merged(named, doc, article.published or _opening_day(times) or year)
    return Reading(article, doc, hits, find_quantities(doc.text, times), times, named, zones, year)


# The provinces were merged on this day; an article of that year without a date tells of it.
_MERGED = "2025-07-01"
_OPENING = 400
_DAY = r"\d{4}-\d\d-\d\d"
_OF_MERGERS = re.compile(r"hợp nhất|sáp nhập|sau sắp xếp|(?:tỉnh|thành phố) mới")


def _opening_day(times: list[TimeMention]) -> str:
    """The first day that stands at an article's beginning, as where it has no other date; "" if none does."""
    days = (time.from_ for time in times if time.start < _OPENING and re.fullmatch(_DAY, time.from_))
    return next(days, "")


def _with_merged(named: list[PlaceMention], doc: Document, date: str) -> list[PlaceMention]:
    """Mark the provinces that at the article's date were part of another one that it names: former ones."""
    if date < _MERGED[:4] or (len(date) > len("2025") and date < _MERGED):
        return named
    if date == _MERGED[:4] and not _OF_MERGERS.search(doc.folded):
        return named
    provinces = {mention.candidates[0].label for mention in named if mention.kind == "Province"}
    marked: list[PlaceMention] = []
    for mention in named:
        now = places().became(mention.candidates[0], _MERGED) if mention.kind == "Province" else None
        merged = now is not None and now.label != mention.candidates[0].label and now.label in provinces
        marked.append(replace(mention, former=True) if merged else mention)
    return marked


# Offices before a province's name: an article that names them is most often of that province.
_ORG_BEFORE = re.compile(
    r"(?:ubnd|hđnd|ủy ban nhân dân|sở [^,.;]{3,40}|ban quản lý [^,.;]{3,40}|cục [^,.;]{3,30}|tỉnh ủy|thành ủy"
    r"|chủ tịch)\s*$"
)
# "Sáng 25/7, tại Hà Nội, Bộ Kế hoạch và Đầu tư tổ chức hội thảo": where something was held.
_EVENT_AT = re.compile(
    r"(?:sáng|chiều|tối|ngày|hôm)\s[^.;]{0,40}?,? (?:tại|ở)\s+$"
    r"|(?:tổ chức|diễn ra|khai mạc|hội thảo|hội nghị|tọa đàm|diễn đàn)(?!\w)[^.;]{0,130} (?:tại|ở)\s+(?:tp\.? "
    r"|thành phố |tỉnh )?$"
)
# "từng làm công nhân ở Bình Dương", "vào Bình Dương làm thuê": where somebody went.
_WORKED_AT = re.compile(
    r"(?<!\w)(?:làm|làm công nhân|công nhân|làm thuê|làm việc|học|quê) (?:ở|tại|từ|trong)\s+$"
    r"|(?<!\w)(?:vẫn|phải|con|cháu|lại|đi|bỏ|rồi) vào\s+$|(?<!\w)quê(?: gốc)? (?:tỉnh )?$"
)
_ENOUGH_DISTRICTS = 2
_OF_THE_COUNTRY = re.compile(r"cả nước|toàn quốc|việt nam|nước ta")
# "Công ty TNHH Dệt may An Hạ (Việt Nam)", "Hiệp hội Dệt may Việt Nam"
_IN_NAME = re.compile(r"(?:Công ty|Cty|Tập đoàn|CTCP|TNHH|Hiệp hội|Ngân hàng)\s[^,.;:\n]{0,50}$")


# Points of a province that the opening names once.
_IN_PASSING = 4


def _speaks_of_the_country(reading: Reading) -> bool:
    """Whether a text names the country, by more than the names of firms: "Công ty TNHH Brotex (Việt Nam)"."""
    for match in _OF_THE_COUNTRY.finditer(reading.doc.folded):
        if match[0] != "việt nam" or not _IN_NAME.search(reading.doc.text, max(0, match.start() - 60), match.start()):
            return True
    return False


def _home(reading: Reading) -> tuple[str, bool]:
    """The province that the article is about ("" if none), and whether it speaks of several as equals."""
    weight: Counter[str] = Counter()
    folded = reading.doc.folded
    national = cache(lambda: _speaks_of_the_country(reading))
    headline = reading.doc.lines[0] if reading.doc.lines else None
    if headline is not None and _OF_THE_COUNTRY.search(folded, 0, headline.end):
        told = reading.places_within(0, headline.end)
        if not any(mention.kind in ("Province", "District") for mention in told) and headline.heading:
            return "", True
    if headline is not None and headline.heading and _is_of_a_region(reading, headline.end):
        return "", True
    opening = reading.doc.sentences[min(2, len(reading.doc.sentences) - 1)].end if reading.doc.sentences else 0
    for mention in reading.places:
        if mention.kind != "Province" or mention.embedded:
            if mention.kind == "Province":
                weight[mention.candidates[0].label] += 0
            continue
        if mention.former or mention.beside:
            continue
        event = _EVENT_AT.search(folded, max(0, mention.start - 180), mention.start)
        left = _WORKED_AT.search(folded, max(0, mention.start - 30), mention.start)
        if left or (event and national()):
            weight[mention.candidates[0].label] += 0
            continue
        points = 1
        if mention.start < opening:
            points += 2
        if _ORG_BEFORE.search(folded[max(0, mention.start - 60) : mention.start]):
            points += 2
        weight[mention.candidates[0].label] += points
    districts = _of_districts(reading)
    if weight:
        weight.update(districts)
    else:
        return _home_of_districts(reading), False
    (first, most), *others = weight.most_common()
    if not most:
        return _home_of_press(reading), False
    total = sum(weight.values())
    in_opening = any(
        mention.kind == "Province" and mention.candidates[0].label == first
        and not _EVENT_AT.search(folded, max(0, mention.start - 180), mention.start)
        for mention in reading.places_within(0, opening)
    )  # fmt: skip
    told_by_districts = districts[first] >= _ENOUGH_DISTRICTS
    if not in_opening and most <= _IN_PASSING and not told_by_districts and national():
        return "", False
    if most <= _IN_PASSING and not told_by_districts and _is_national(reading, first):
        return "", False
    if most / total < 0.34:
        return "", True
    several = bool(others) and most / total < 0.6
    return first, several


_COUNTRY_HAS = re.compile(
    r"(?<!\w)(?:cả nước|toàn quốc|nước ta)(?: (?:hiện|đã|đang|nay))*,? (?:có|thu hút|đạt|ước)(?!\w)"
)
_ONE_PROVINCE = re.compile(
    r"(?<!\w)(?<!\d )(?<!các )(?<!nhiều )(?<!một số )(?<!liên )(?<!những )(?<!có )(?:tỉnh|thành phố|tp|ubnd)"
    r"(?!\w)(?! (?:thành|lộ|nào|khác|miền|trong cả|đoàn)|,? thành phố)"
)


def _is_national(reading: Reading, province: str) -> bool:
    """Whether an article counts what the country has, and names one province but in passing.

    Such a one is not in the headline, and "tỉnh" never means it: "Từ KCX Tân Thuận ở TPHCM, mô hình lan ra cả nước".
    """
    folded = reading.doc.folded
    if _COUNTRY_HAS.search(folded) is None or not reading.doc.lines:
        return False
    headline = reading.places_within(0, reading.doc.lines[0].end)
    if any(mention.candidates[0].label == province for mention in headline):
        return False
    named = {mention.name_start for mention in reading.places}
    return all(
        reading.place_at(match.start()) is not None or match.end() + 1 in named or match.end() + 2 in named
        for match in _ONE_PROVINCE.finditer(folded)
    )


# Of so many provinces an article on a region speaks.
_MANY = 5


def _is_of_a_region(reading: Reading, end: int) -> bool:
    """Whether the headline, up to an offset, names a region and nothing else, and the text many provinces."""
    told = [mention for mention in reading.places_within(0, end) if not mention.embedded]
    if not told or any(mention.kind != "Region" for mention in told):
        return False
    named = {mention.candidates[0].label for mention in reading.places if mention.kind == "Province"}
    return len(named) >= _MANY


# The province's own paper, station or portal: "Báo Hưng Yên", "Cổng thông tin điện tử tỉnh Quảng Nam".
_PRESS_BEFORE = re.compile(
    r"(?:^|[\s(])(?:báo(?: điện tử)?|đài [^,.;\n]{0,40}|cổng (?:thông tin|ttđt)[^,.;\n]{0,20})\s+$"
)
_THE_PROVINCE = re.compile(r"(?<!\w)(?:toàn|trên địa bàn|địa bàn|trong|của|cả|ubnd) (?:tỉnh|thành phố)(?!\w)")


def _home_of_press(reading: Reading) -> str:
    """Where no province is named but in that of a paper: the paper's, if the text speaks of "toàn tỉnh"."""
    folded = reading.doc.folded
    if _THE_PROVINCE.search(folded) is None:
        return ""
    named = {
        mention.candidates[0].label
        for mention in reading.places
        if mention.kind == "Province" and _PRESS_BEFORE.search(folded, max(0, mention.start - 50), mention.start)
    }
    return named.pop() if len(named) == 1 else ""


def _of_districts(reading: Reading) -> Counter[str]:
    """A point to a province for each of its districts that is named, where no other province has one of that name."""
    found: dict[str, str] = {}
    for mention in reading.places:
        if mention.kind == "District" and not mention.embedded and len(mention.candidates) == 1:
            place = mention.candidates[0]
            if place.within:
                found[place.slug] = places().by_slug(place.within).label
    return Counter(found.values())


def _home_of_districts(reading: Reading) -> str:
    """Where no province is named: the one that the named districts lie in, if they agree on one."""
    counts: Counter[str] = Counter()
    districts = [m for m in reading.places if m.kind == "District" and m.typed]
    for mention in districts:
        counts.update({place.within for place in mention.candidates})
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return ""
    return places().by_slug(best[0][0]).label if best[0][0] else ""
