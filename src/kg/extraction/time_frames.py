"""The times in force along an article: what headings, opening words and earlier figures leave for those without a time.

Flows (capital won, exports) and stocks (areas, workers) go on under frames of their own: after "Đến hết tháng 6 có 3
KCN. Trong 6 tháng thu hút 8 dự án." an occupancy rate is that of June, an export value that of the six months.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from kg.extraction.document import Line, Sentence
from kg.extraction.reading import Reading
from kg.extraction.time_roles import Role, dateline, is_day, role_of
from kg.extraction.times import THIS_MONTH, TimeMention

Lean = Literal["flow", "stock", "either"]
Span = tuple[str, str]
NEVER: Span = ("", "")

REACH = 1500  # characters of a sentence that are looked at on either side, so that no text costs more than its length
_NEAR, _FLOW_FAR, _STOCK_FAR, _FLOW_FARTHEST = 2, 10, 12, 25  # sentences
_LIST = 40  # lines
_NAMED_LATELY = 40  # times
_TO_THE_MONTH = 7
_STATED_YEAR = re.compile(r"\d{4}")
_JOINED = re.compile(r"\s*(?:và|,|,\s*và)\s*")
_NUMBERED = re.compile(r"\s*(?:(phần|chương|mục|[ivx]{1,4}[.)/])|(\d{1,2}[.)/]))", re.IGNORECASE)
_THAT_TIME = re.compile(r"(?:nói trên|kể trên|đó|ấy)$")
# "Riêng tháng 10, ...": a time told apart holds for its own sentence only.
_APART = re.compile(r"\W*(?:riêng|chỉ riêng|nếu tính riêng|tính riêng)(?: trong)?\s*$")
# "con số này của năm 2017 là 7 dự án": a time told to compare with.
_POINTS_BACK = re.compile(
    r"(?:con số|số liệu|mức|chỉ số|tỷ lệ) (?:này|đó|ấy|trên|tương ứng)(?: của| trong| vào| hồi)*\s*$"
)
_REPORTS = re.compile(r"(?:báo cáo|số liệu|thống kê|kết quả|tình hình)(?!\w)")
# "Theo Ban Quản lý các KCN tỉnh, 9 tháng năm 2017, ...": a source before the time that opens a sentence.
_BY_SOURCE = re.compile(
    r"(?:theo|báo cáo của|số liệu của|thống kê của)\s[^.;:\d]{3,80},\s*(?:trong |tính |trong vòng )?"
)
_CLOSING = 40
_FIRST_QUARTER = ("01", "02", "03")


@dataclass(slots=True)
class Frame:
    """A time in force from a place on. `sentence`, `line`, `order`: where, and as the how-manieth, it was last used."""

    span: Span
    sentence: int
    line: int
    lean: Lean = "flow"
    order: int = 0


class Frames:
    """Resolves the times of an article and keeps those in force, in the order of the text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.folded = reading.doc.folded
        self.times = reading.times
        self._starts = [t.start for t in self.times]
        self._roles: dict[int, Role] = {t.start: role_of(reading, t) for t in self.times}
        self.published = reading.article.published
        self.today = self.published or dateline(reading)
        self.event = "" if self.published else self.today
        self.flow: Frame | None = None
        self.stock: Frame | None = None
        self.future: Frame | None = None
        self.title: Frame | None = None
        self.spent: set[int] = set()
        self._sections: list[tuple[int, Frame]] = []
        self._last_year = ""
        self._last_since: Span = NEVER
        self._order = 0
        self._line = -1
        self._settled = -1
        self._counted_from: dict[int, str] = {}
        asof = [t for t in self.times if self._roles[t.start] == "asof"]
        self._instants = ({self.resolve(t) for t in asof} if len(asof) <= 40 else set()) - {NEVER}

    # --- resolving ------------------------------------------------------------------------------------------------

    def within(self, start: int, end: int) -> list[TimeMention]:
        """The mentions that begin within [start, end)."""
        return self.times[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def role(self, time: TimeMention) -> Role:
        """The part that a mention plays."""
        return self._roles[time.start]

    def resolve(self, time: TimeMention, current: Span = NEVER, *, planned: bool = False) -> Span:
        """The mention as two partial ISO dates; `current` is the period that `cùng kỳ` is a year away from."""
        if time.kind == "now" and self.stock is not None and _THAT_TIME.search(self.folded, time.start, time.end):
            return self.stock.span
        if time.kind == "since" and time.to == "D0" and not self.today:
            start = time.resolve("", self._year_for(time, planned=planned))[0]
            return start, self._told_until(start)
        if time.from_ == THIS_MONTH:
            month = self._month_reported(time)
            return month, month
        if time.from_ == "Y-1" and self.folded.endswith("qua", time.start, time.end):
            if self.today[5:7] >= "11":
                return self.today[:4], self.today[:4]  # "năm qua" of a review at the year's end
            if not self.today and self.reading.year:
                return self.reading.year, self.reading.year  # the year that the review speaks of
        start, end = time.resolve(self.today, self._year_for(time, planned=planned), current)
        if time.kind == "since" and start and not end and not time.to:
            return start, self._open_end(time, start)
        return start, end

    def _month_reported(self, time: TimeMention) -> str:
        """The month of "trong tháng": the one that the report has named last, else that of its date."""
        at = bisect_left(self._starts, time.start)
        for earlier in reversed(self.times[max(0, at - _NAMED_LATELY) : at]):
            if earlier.from_ != THIS_MONTH and self.role(earlier) in ("period", "asof"):
                month = self.resolve(earlier)[1][:_TO_THE_MONTH]
                if len(month) == _TO_THE_MONTH:
                    return month
        return self.today[:_TO_THE_MONTH] if len(self.today) >= _TO_THE_MONTH else ""

    def _open_end(self, time: TimeMention, start: str) -> str:
        before, behind = self.folded[max(0, time.start - 8) : time.start], self.folded[time.end : time.end + 8]
        if before.endswith("bắt đầu ") or re.match(r",? (?:khi|lúc)(?!\w)", behind):
            return start
        if self._last_since[0] == start:
            return self._last_since[1]
        return self.published if self.published >= start else ""

    def _told_until(self, start: str) -> str:
        """For a "today" that is not known: the instant that figures were told for before."""
        if self.stock is not None and self.stock.span[1][: len(start)] >= start:
            return self.stock.span[1]
        known = [end for _, end in self._instants if end >= start]
        return known[0] if len(known) == 1 else ""

    def _year_for(self, time: TimeMention, *, planned: bool) -> str:
        """The year that a time without one counts from: of its sentence, its section, its article."""
        sentence = self.reading.sentence(time.start)
        for earlier in reversed(self.within(max(sentence.start, time.start - REACH), time.start)):
            if earlier.start in self.spent or earlier.kind == "target":
                continue
            stated = earlier.to or earlier.from_
            if stated.startswith("Y"):
                stated = self.resolve(earlier)[1]
            if self.role(earlier) in ("period", "asof", "named") and _STATED_YEAR.match(stated):
                return stated[:4]
        if re.match(r"C[+-][1-9]", time.from_ or time.to) and self._last_year:
            return self._counted_from.setdefault(time.start, self._last_year)
        section = self.section
        if section is not None and _STATED_YEAR.match(section.span[1]):
            return section.span[1][:4]
        year = self.reading.year
        if not self.published:
            return year or self._last_year
        early = self.published[5:7] in _FIRST_QUARTER
        if early and not planned and self._last_year == str(int(self.published[:4]) - 1):
            return self._last_year  # in January, "cả năm" still is the year that the article speaks of
        return year if planned or year != self.published[:4] else ""

    # --- frames ---------------------------------------------------------------------------------------------------

    @property
    def section(self) -> Frame | None:
        """The time of the heading that the text stands under."""
        return self._sections[-1][1] if self._sections else None

    @property
    def under(self) -> Frame | None:
        """The time of the heading, else of the title."""
        return self.section or self.title

    def advance(self, sentence: Sentence) -> None:
        """Take in headings and opening times up to the sentence."""
        lines, sentences = self.reading.doc.lines, self.reading.doc.sentences
        while self._line < sentence.line.index:
            self._line += 1
            if self._line < sentence.line.index or not self._holds_figures(lines[self._line]):
                self._head(lines[self._line])
        while self._settled < sentence.index:
            self._settled += 1
            self._open(sentences[self._settled])

    def _holds_figures(self, line: Line) -> bool:
        end = min(line.end, line.start + REACH)
        return any(not q.kind_hint for q in self.reading.quantities_before(end, line.start))

    def _head(self, line: Line) -> None:
        """A heading's time holds for what stands below it, up to the next heading of its rank."""
        numbered = _NUMBERED.match(self.folded, line.start, line.end)
        upper = self.reading.doc.text[line.start : line.end].isupper()  # "C. CHỈ TIÊU NĂM 2017"
        marked = line.bullet and not numbered and not upper
        if not line.heading or marked or (line.index > 2 and self._holds_figures(line)):
            return
        rank = 1 if upper or (numbered and numbered[1]) else 2 if numbered else 3
        frame = self._of_heading(line)
        if line.index <= 2 and (frame is None or self.title is None):
            if frame is not None and not self.is_ahead(frame.span):
                self.title = frame
                self._last_year = frame.span[1][:4] or self._last_year
            return
        while self._sections and self._sections[-1][0] >= rank:
            self._sections.pop()
        if frame is not None:
            self._sections.append((rank, frame))
            self.future = None

    def _of_heading(self, line: Line) -> Frame | None:
        """A heading's first time; of "quý II và 6 tháng đầu năm" the one that holds the other."""
        first: Frame | None = None
        end = line.start
        for time in self.within(line.start, line.end):
            joined = _JOINED.fullmatch(self.folded, end, time.start) is not None
            if first is not None and not joined:
                break
            end = time.end
            role = self.role(time)
            span = self.resolve(time) if role in ("period", "asof", "named") else ("", "")
            if any(span) and (first is None or (span[0] <= first.span[0] and span[1] >= first.span[1])):
                first = Frame(span, -1, line.index, "stock" if role == "asof" else "flow")
        return first

    def _open(self, sentence: Sentence) -> None:
        """The time that opens a sentence is in force for what follows, whether or not figures stand beside it."""
        self._close(sentence)
        for time in self.within(sentence.start, min(sentence.end, sentence.start + 90)):
            before = self.folded[sentence.start : time.start]
            role = self.role(time)
            if role == "event" and is_day(time.from_) and len(before) <= 30:
                self.event = self.resolve(time)[0] or self.event
            late = len(before) > 32 and _BY_SOURCE.fullmatch(before) is None
            if role not in ("period", "asof") or late or re.search(r"\d|, \w+ \w+ \w+ \w+,", before):
                return
            if time.kind == "target" or (sentence.line.index == 0 and time.kind == "instant"):
                return
            if self.folded.startswith("từ nay", time.start):
                return
            span = self.resolve(time)
            if self.is_apart(time, span, sentence) or self.points_back(time):
                return
            if any(span) and not self.is_ahead(span):
                self.keep(span, "stock" if role == "asof" else "flow", sentence)
            return

    def _close(self, sentence: Sentence) -> None:
        """What a report tells of holds for its day: "Sở vừa có báo cáo về ... tính đến ngày 15/3/2024."."""
        for time in self.within(max(sentence.start, sentence.end - _CLOSING), sentence.end):
            ends = self.folded[time.end : sentence.end].strip(" .:;") == ""
            if not ends or self.role(time) != "asof" or not _REPORTS.search(self.folded, sentence.start, time.start):
                continue
            first = max(sentence.start, sentence.end - REACH)
            figures = any(not q.kind_hint for q in self.reading.quantities_before(sentence.end, first))
            span = self.resolve(time)
            if not figures and any(span) and not self.is_ahead(span):
                self.keep(span, "stock", sentence)

    def is_apart(self, time: TimeMention, span: Span, sentence: Sentence) -> bool:
        """Whether a time holds for its own sentence only, as a part of the one in force: "Riêng tháng 10, ..."."""
        if self.flow is None or not _APART.fullmatch(self.folded, sentence.start, time.start):
            return False
        start, end = self.flow.span
        return start <= span[0] and span[1] <= end and span != self.flow.span

    def points_back(self, time: TimeMention) -> bool:
        """Whether a time is told to compare with: "con số này của năm 2017 là 7 dự án"."""
        return _POINTS_BACK.search(self.folded, max(0, time.start - 40), time.start) is not None

    def keep(self, span: Span, lean: Lean, sentence: Sentence) -> None:
        """Let a time be in force from the sentence on."""
        self._order += 1
        frame = Frame(span, sentence.index, sentence.line.index, lean, self._order)
        if lean == "stock":
            self.stock = frame
        else:
            self.flow = frame
        if span[0] and span[0][:4] == span[1][:4]:
            self._last_year = span[0][:4]
        if span[0] < span[1]:
            self._last_since = span

    def keep_ahead(self, span: Span, sentence: Sentence) -> None:
        """Let a time be in force for what is planned."""
        self.future = Frame(span, sentence.index, sentence.line.index)

    def use(self, frame: Frame, sentence: Sentence) -> None:
        """Note that a frame still holds at the sentence."""
        self._order += 1
        frame.sentence, frame.line, frame.order = sentence.index, sentence.line.index, self._order

    def is_ahead(self, span: Span) -> bool:
        """Whether a time lies in a year after the article's."""
        now = self.today or self.reading.year
        return bool(now) and bool(span[1]) and span[1][:4] > now[:4]

    def _is_past(self, frame: Frame) -> bool:
        """Whether a frame lies so far back that it was told in passing: it holds for its own line only."""
        now = self.today or self.reading.year
        return bool(now) and bool(frame.span[1]) and int(frame.span[1][:4]) < int(now[:4]) - 1

    def near(self, frame: Frame | None, sentence: Sentence) -> bool:
        """Whether a frame was told right before the sentence, under the same heading."""
        if frame is None or (self.section is not None and frame.line < self.section.line):
            return False
        if frame.line == sentence.line.index:
            return True
        if self._is_past(frame):
            return False
        return sentence.index - frame.sentence <= _NEAR or self._list_goes_on(frame, sentence)

    def _list_goes_on(self, frame: Frame, sentence: Sentence) -> bool:
        first, last = frame.line + 1, sentence.line.index
        if not sentence.line.bullet or last - first > _LIST:
            return False
        return all(line.bullet for line in self.reading.doc.lines[first:last])

    @property
    def latest(self) -> Lean:
        """Whether a flow's or a stock's time was told last."""
        if self.flow is None or self.stock is None:
            return "stock" if self.flow is None else "flow"
        return "stock" if self.stock.order > self.flow.order else "flow"

    def far_flow(self, sentence: Sentence) -> Frame | None:
        """The flows' time, if it was told some sentences before with no heading, or more with no period between."""
        frame = self.flow
        if frame is None or self.section is not None or self._is_past(frame):
            return None
        if sentence.index - frame.sentence <= _FLOW_FAR:
            return frame
        if sentence.index - frame.sentence > _FLOW_FARTHEST or frame.sentence < 0:
            return None
        between = self.within(self.reading.doc.sentences[frame.sentence].end, sentence.start)
        told = (time for time in between if not self.folded.startswith("từ nay", time.start))
        return None if any(self.role(time) in ("period", "asof") for time in told) else frame

    def far_stock(self, sentence: Sentence) -> Frame | None:
        """The stocks' time, if it was told some sentences before, or is the only instant that the article tells."""
        frame = self.stock
        if frame is None or (self._is_past(frame) and not self.near(frame, sentence)):
            return None
        return frame if sentence.index - frame.sentence <= _STOCK_FAR or len(self._instants) == 1 else None
