"""When a figure holds: the time named in its clause, else in its sentence, else the one in force from before.

A time stands before its figure ("năm 2020, tỉnh thu hút 5 dự án"), inside the same brackets, or right behind it ("đạt
100 ha vào năm 2025"). A time that a comparison names ("so với cùng kỳ") or that dates a document is none of a figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.extraction.document import Sentence
from kg.extraction.reading import Reading
from kg.extraction.times import TimeMention
from kg.extraction.what import Figure
from kg.facts import Level

STOCKS = frozenset({"totalArea", "industrialLandArea", "leasedArea", "occupancyRate", "count", "workerCount", "averageIncome"})
_DOCUMENT_DATE = re.compile(r"(?:/[a-zđ][\w-]*|quyết định|nghị quyết|nghị định|thông tư|công văn|văn bản|chỉ thị|kế hoạch|tờ trình|thông báo|luật|hội nghị|cuộc họp|lễ|buổi)[^.;,]{0,14}\s(?:ngày )?$")
_RIGHT_GAP = re.compile(
    r"[^.;:()\d]{0,45}?(?:\s|,\s|^)(?:trong|vào|đến|tính đến|từ|ở|tại|cho|cả|của|trong suốt|giai đoạn|thời kỳ|của cả|tính từ|kể từ|,)?\s*$"
)
_CUMULATIVE = re.compile(r"lũy kế|luỹ kế|tính đến|hiện có|còn hiệu lực|đến nay|cộng dồn")


class When:
    """Reads the time of one figure after another, in the order of the text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._reference = reading.article.published
        self._times = [t for t in reading.times if not self._dates_a_document(t)]
        self._starts = [t.start for t in self._times]
        self._settled = 0
        self._current: tuple[str, str] = ("", "")
        self._current_kind = ""
        self._current_at = -1
        self._title: tuple[str, str] = self._of_title()

    def _dates_a_document(self, time: TimeMention) -> bool:
        return len(time.from_.split("-")) == 3 and time.from_ == time.to and (
            _DOCUMENT_DATE.search(self._folded[max(0, time.start - 44) : time.start + 5].rstrip("ngày ") + " ") is not None
        )

    def _of_title(self) -> tuple[str, str]:
        lines = self._reading.doc.lines[:1]
        for time in self._within(0, lines[0].end) if lines else ():
            if time.kind in ("period", "range_span", "since"):
                return self._resolve(time)
        return "", ""

    def _within(self, start: int, end: int) -> list[TimeMention]:
        return self._times[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _resolve(self, time: TimeMention) -> tuple[str, str]:
        return time.resolve(self._reference, self._year_at(time), self._current)

    def _year_at(self, time: TimeMention) -> str:
        """The year in force: that of a period named before in the sentence, else the article's."""
        sentence = self._reading.sentence(time.start)
        for earlier in reversed(self._within(sentence.start, time.start)):
            if earlier.kind in ("period", "instant", "since") and re.match(r"\d{4}", earlier.to or earlier.from_):
                return (earlier.to or earlier.from_)[:4]
        return self._reading.year

    def read(self, figure: Figure) -> tuple[str, str, Level, TimeMention | None]:
        """From, to, how it was found, and the mention it was read from (None where inherited or unknown)."""
        sentence = figure.sentence
        self._advance(sentence)
        time = self._own(figure, sentence)
        if time is not None:
            start, end = self._resolve(time)
            if start or end:
                return start, end, "stated", time
            if time.kind == "now":
                return "", "", "stated", time
        inherited = self._inherited(figure)
        return (*inherited, "inherited" if any(inherited) else "stated", None)

    def _own(self, figure: Figure, sentence: Sentence) -> TimeMention | None:
        q = figure.quantity
        mentions = [t for t in self._within(sentence.start, sentence.end) if not q.start <= t.start < q.end]
        opened = self._folded.rfind("(", sentence.start, q.start)
        if opened >= 0 and ")" not in self._folded[opened : q.start]:
            inside = [t for t in mentions if opened < t.start and t.end <= q.start]
            if inside:
                return inside[-1]
        before: TimeMention | None = None
        for time in reversed(mentions):
            if time.end > q.start:
                continue
            if time.kind == "comparison":
                continue
            if self._in_closed_bracket(time.start, time.end, q.start):
                continue
            before = time
            break
        behind = self._behind(figure, mentions)
        if behind is not None:
            if before is None or behind.kind in ("target", "range_span") or self._separated(before.end, figure.start):
                return behind
        return before

    def _behind(self, figure: Figure, mentions: list[TimeMention]) -> TimeMention | None:
        for time in mentions:
            if time.start < figure.end or time.kind in ("comparison",):
                continue
            gap = self._folded[figure.end : time.start]
            if _RIGHT_GAP.fullmatch(gap) is None or re.search(r"so với|tăng|giảm|,\s*(?:đến|tính đến|năm|trong)\s*$|, $", gap):
                return None
            if time.kind == "now" and self._folded[time.start : time.end] in ("hiện", "đang"):
                return None
            return time
        return None

    def _separated(self, end: int, start: int) -> bool:
        return ";" in self._folded[end:start]

    def _in_closed_bracket(self, start: int, end: int, position: int) -> bool:
        opened = self._folded.rfind("(", max(0, start - 60), start)
        if opened < 0 or ")" in self._folded[opened:start]:
            return False
        return ")" in self._folded[end:position]

    def _advance(self, sentence: Sentence) -> None:
        while self._settled < sentence.index:
            passed = self._reading.doc.sentences[self._settled]
            for time in self._within(passed.start, passed.end):
                if time.kind in ("comparison",) or (time.kind == "instant" and len(time.from_) == 10 and time.from_ == time.to and time.from_[0].isdigit() is False):
                    continue
                start, end = self._resolve(time)
                if start or end:
                    self._current, self._current_kind, self._current_at = (start, end), time.kind, passed.index
            self._settled += 1

    def _inherited(self, figure: Figure) -> tuple[str, str]:
        if figure.like is not None and figure.like.sentence.index == figure.sentence.index:
            pass
        start, end = self._current
        near = self._current_at >= 0 and figure.sentence.index - self._current_at <= 6
        if not near or not (start or end):
            start, end = self._title
        if not (start or end):
            return "", ""
        cumulative = _CUMULATIVE.search(self._folded[figure.sentence.start : figure.quantity.start]) is not None
        if (figure.metric in STOCKS or cumulative) and start != end:
            return ("", "") if not end or figure.metric not in STOCKS and not cumulative else (end, end)
        return start, end
