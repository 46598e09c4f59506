"""What stands around a table and holds for it: its caption and unit line, the sentences before it, the title."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kg.extraction.reading import Reading
from kg.extraction.subject import Subject
from kg.extraction.table_labels import BARE_NOUNS, Label, read_label, scope_of
from kg.extraction.table_subjects import Around
from kg.extraction.table_units import Unit, units_of
from kg.extraction.tables import Table
from kg.extraction.times import TimeMention, find_times
from kg.extraction.zone_list import ZoneList
from kg.facts import Level, Scope
from kg.vietnamese import fold_aligned

_DOCUMENT_DATE = re.compile(
    r"(?:quyết định|nghị quyết|nghị định|thông tư|công văn|văn bản|chỉ thị|kế hoạch số|tờ trình|thông báo|"
    r"/[a-zđ-]+)[^.;,]{0,30}$"
)
# The report of a company: what its tables tell of no place is its own.
_FIRMS_OWN = re.compile(r"\W*(?:công ty|tổng công ty|tập đoàn|ctcp|cty)(?!\w)")
_BEFORE = 1500
_NOTES = 300
_AS_OF = re.compile(r"(?:số liệu|thống kê|cập nhật|thời điểm)[^.;\n]{0,30}(?:đến|tại|ngày|cuối|tháng)(?!\w)")


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


_T = TypeVar("_T", bound=_Placed)


@dataclass(frozen=True, slots=True)
class Told:
    """A time as partial dates, how it was found, and the kind of mention it was read from ("" if none)."""

    from_: str
    to: str
    level: Level
    kind: str


@dataclass(slots=True)
class TableContext:
    """What holds for the whole of a table. `nouns`: the kinds of zones that it is about, where its words say so."""

    reading: Reading
    label: Label
    intro: Label
    units: tuple[Unit, ...]
    nouns: tuple[str, ...]
    around: Around
    infrastructure: bool
    time: Told

    def told(self, text: str) -> Told | None:
        """The time that a text names, resolved; None if it names none."""
        found = [time for time in find_times(text) if time.kind != "comparison"]
        return self._resolved(found[-1], "stated") if found else None

    def time_of(self, label: Label) -> Told | None:
        """The time that a label names, resolved."""
        return self._resolved(label.time, "stated") if label.time is not None else None

    def _resolved(self, time: TimeMention, level: Level) -> Told | None:
        year = self.time.to[:4] or self.reading.year
        from_, to = time.resolve(self.reading.article.published, year)
        return Told(from_, to, level, time.kind) if from_ or to else None

    def in_future(self, time: Told) -> bool:
        """Whether a time lies behind the article's own."""
        published = self.reading.article.published or self.reading.year
        if not time.to or not published:
            return False
        size = min(len(time.to), len(published), 7)
        return (
            time.to[:size] > published[:size]
            and (size > 4 or time.from_[:4] > published[:4] or time.kind in ("target", "range_span"))
            and (len(time.to) > 4 or time.to[:4] > published[:4])
        )


def read_context(reading: Reading, zones: ZoneList, table: Table, above: int) -> TableContext:
    """Read what stands around a table; `above` is where the table before it ends."""
    caption = (table.caption.start, table.caption.end) if table.caption else (table.start, table.start)
    top = min(caption[0], table.start)
    intro = _intro(reading, top, above)
    title = (reading.doc.lines[0].start, min(reading.doc.lines[0].end, table.start)) if reading.doc.lines else (0, 0)
    label = read_label(table.caption.text if table.caption else "")
    spans = [caption, intro, title]
    nouns: tuple[str, ...] = ()
    scope: Scope = ""
    for span in spans:
        nouns, scope = _zones_in(reading, span)
        if scope:
            break
    units = units_of(table.unit.text) if table.unit else ()
    words = reading.doc.folded[caption[0] : caption[1]]
    around = Around(_place(reading, zones, spans), scope, nouns[0] if len(nouns) == 1 else "")
    around.zone = _zone(reading, zones, spans)
    time = (
        _time(reading, caption, "stated")
        or _time(reading, _note(reading, table.end), "inherited")
        or _time(reading, intro, "inherited")
        or _time(reading, title, "inherited")
    )
    return TableContext(
        reading=reading,
        label=label,
        intro=read_label(reading.doc.text[intro[0] : intro[1]]),
        units=units or label.units,
        nouns=nouns,
        around=around,
        infrastructure=re.search(r"hạ tầng", words) is not None,
        time=time or Told("", "", "stated", ""),
    )


def _intro(reading: Reading, end: int, above: int) -> tuple[int, int]:
    """The text right before a table: the last line with sentences, not beyond the table before."""
    lines = _between(reading.doc.lines, max(above, end - _BEFORE), end)
    if not lines:
        return end, end
    last = lines[-1]
    sentences = _between(reading.doc.sentences, last.start, last.end)
    start = sentences[-3].start if len(sentences) > 3 else last.start
    return max(start, last.end - _BEFORE), last.end


def _note(reading: Reading, end: int) -> tuple[int, int]:
    """The line of the notes below a table that tells of when its figures are: "Số liệu tính đến hết tháng 10/2018"."""
    for line in _between(reading.doc.lines, end, end + _NOTES):
        if _AS_OF.search(reading.doc.folded, line.start, min(line.end, line.start + _NOTES)):
            return line.start, line.end
    return end, end


def _zones_in(reading: Reading, span: tuple[int, int]) -> tuple[tuple[str, ...], Scope]:
    """The kinds of zones that a span speaks of, and the scope of the first that it names."""
    mentions = [zone for zone in _between(reading.zones, *span) if zone.role != "company" and not zone.names]
    nouns = tuple(dict.fromkeys(noun for zone in mentions for noun in zone.noun.split("+") if noun not in BARE_NOUNS))
    plain = [zone for zone in mentions if zone.role == "plain"] or mentions
    if not plain:
        return nouns, ""
    if len({zone.scope for zone in plain}) == 1:
        return nouns, plain[0].scope
    return nouns, plain[0].scope if len(plain[0].scope) else scope_of(nouns)


def _place(reading: Reading, zones: ZoneList, spans: list[tuple[int, int]]) -> Subject | None:
    """The place (or the zone) that a table is about: named in its caption, before it, else the article's own."""
    firms_own = _FIRMS_OWN.match(reading.doc.folded) is not None
    for index, (start, end) in enumerate(spans[:1] if firms_own else spans):
        named = [zone for zone in _between(reading.zones, start, end) if len(zone.names) == 1 and zone.role == "plain"]
        if index == 0 and len(named) == 1 and not named[0].plural:
            zone = zones.of_name(named[0].names[0])
            return Subject(zone.label, zones.about_type(zone), "", zone.province)
        for mention in _between(reading.places, start, end):
            if not mention.embedded:
                place = zones.choose(mention)
                if place.kind == "District" and not mention.typed:
                    continue
                if place.kind == "Country" and reading.home:
                    continue
                return Subject(
                    place.label, place.kind, "", zones.province_label(place) if place.kind == "District" else ""
                )
        if index == 0 and re.search(r"cả nước|toàn quốc|nước ta", reading.doc.folded[start:end]):
            return Subject("Việt Nam", "Country")
    if firms_own:
        return None
    if reading.home:
        return Subject(reading.home, "Province")
    if re.search(r"cả nước|toàn quốc|nước ta|việt nam", reading.doc.folded[: spans[0][1]]):
        return Subject("Việt Nam", "Country")
    return None


def _zone(reading: Reading, zones: ZoneList, spans: list[tuple[int, int]]) -> Subject | None:
    """The one zone that the caption, the words before a table or the title is about; None where they name several."""
    for start, end in spans:
        named = [zone for zone in _between(reading.zones, start, end) if zone.role != "company"]
        if len(named) == 1 and len(named[0].names) == 1 and not named[0].plural:
            zone = zones.of_name(named[0].names[0])
            return Subject(zone.label, zones.about_type(zone), "", zone.province)
        if named:
            return None
    return None


def _between(items: Sequence[_T], start: int, end: int) -> Sequence[_T]:
    """The items, sorted by start, that begin within [start, end)."""
    low = bisect_left(items, start, key=lambda item: item.start)
    return items[low : bisect_left(items, end, lo=low, key=lambda item: item.start)]


def _time(reading: Reading, span: tuple[int, int], level: Level) -> Told | None:
    """The last time that a span of the text names, but for comparisons and the dates of documents."""
    for time in reversed(_between(reading.times, *span)):
        before = fold_aligned(reading.doc.text[max(0, time.start - 40) : time.start])
        if time.kind == "comparison" or (len(time.from_) == 10 and _DOCUMENT_DATE.search(before)):
            continue
        from_, to = time.resolve(reading.article.published, reading.year)
        if from_ or to:
            return Told(to if time.kind == "since" and to else from_, to, level, time.kind)
    return None
