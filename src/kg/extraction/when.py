"""When a figure holds: the time told in its clause, else the one in force where it stands.

A time stands before its figure ("năm 2020, tỉnh thu hút 5 dự án"), inside the same brackets, or right behind it ("đạt
100 ha vào năm 2025"); see `own_time`. What an article reports without a time of its own goes on under the period or
the instant last told, or those of the heading or the title above; see `time_frames`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extraction.document import Sentence
from kg.extraction.own_time import OwnTime, Way
from kg.extraction.reading import Reading
from kg.extraction.time_frames import NEVER, REACH, Frame, Frames, Lean, Span
from kg.extraction.time_lengths import Lengths
from kg.extraction.time_roles import is_until
from kg.extraction.times import TimeMention
from kg.extraction.what import Figure
from kg.facts import Level

STOCKS = frozenset((
    "totalArea", "industrialLandArea", "leasedArea", "occupancyRate", "count", "workerCount", "enterpriseCount",
))  # fmt: skip
_OF_THE_YEAR = frozenset((
    "revenue", "outputValue", "exportValue", "importValue", "budgetContribution", "outputGrowth", "exportGrowth",
    "importGrowth",
))  # fmt: skip
FLOWS = _OF_THE_YEAR | {"supportFunding", "supportSchemeCount", "counterpartFunding", "jobsCreated"}

_CUMULATIVE = re.compile(
    r"lũy kế|luỹ kế|hiện có|đang có|còn hiệu lực|đến nay|sau (?:hơn |gần )?(?:\d+|[^\W\d_]+|mười [^\W\d_]+) năm"
    r"|năm trôi qua|năm mà|từ khi (?:được )?thành lập"
    r"|(?:tỉnh|thành phố|khu|huyện|cụm|,|^) nay (?:có|đã|là|lên|còn|đang)|từ ngày thành lập|từ trước (?:đến|tới) nay"
    r"|tổng số dự án|tổng cộng có|đang hoạt động(?! (?:xin|đăng ký|tăng vốn|điều chỉnh))|đang làm việc|cộng dồn (?:có"
    r"|đến)"
)
# "Lũy kế 9 tháng cấp mới 31 dự án" is a sum over a period.
_SUMMED_UP = re.compile(r"(?:lũy kế|luỹ kế|cộng dồn)(?: trong| cả)? (?:\d{1,2} tháng|quý|nửa|năm \d)")
_STANDING_BEHIND = re.compile(
    r"[^,.;:()\d]{0,40}?(?:còn hiệu lực|đang hoạt động|đang làm việc|đang triển khai|đang sản xuất)"
    r"(?! (?:xin |đăng ký |được )?(?:tăng vốn|điều chỉnh|mở rộng|bổ sung))"
)
_NEWLY = re.compile(
    r"(?:quyết định thành lập|thành lập thêm|cấp mới|cấp phép|cấp giấy|mới cấp|thu hút mới|thêm|thành lập mới"
    r"|khởi công|khánh thành|động thổ|tăng vốn"
    r"|điều chỉnh|bổ sung|đăng ký mới|góp vốn|mua cổ phần|vốn mới|fdi mới|trao|giải ngân trong|thu hồi|chấp thuận)"
    r"[^,.;]{0,40}$"
)
_NEW_BEHIND = re.compile(
    r"[^,.;:()\d]{0,24}?\s(?:(?:mới|thành lập mới|gia nhập)(?!\w)"
    r"|lượt|cấp mới|tăng vốn|điều chỉnh|được cấp|đăng ký thành lập|khởi công)"
)
_SAME_TIME = re.compile(r"(?:cùng|trong) (?:thời gian|kỳ|giai đoạn|khoảng thời gian)(?: này| trên| đó)?,")
_THAN_LAST_YEAR = re.compile(
    r"\s*,?\s*(?:tăng|giảm) (?:gần |hơn |trên |khoảng )?\d[\d.,]*\s?%|[^;.]{0,70}?(?:tăng|giảm|bằng|gấp|cao hơn"
    r"|thấp hơn)[^;.]{0,50}?cùng kỳ"
)
_THIS_EVENT = re.compile(
    r"(?:(?:tại|trong|nhân) )?(?:hội nghị|buổi lễ|lễ|sự kiện|dịp|đợt|buổi làm việc|chương trình)"
    r"(?: [^,.;]{0,30}?)? (?:này|trên)(?!\w)|tại (?:hội nghị|buổi lễ|lễ)(?!\w)"
)
_HANDED_OUT = re.compile(r"trao|cấp (?:phép|giấy|chứng nhận|quyết định)|ký kết")
_PLANNED = re.compile(
    r"(?<!\w)(?:sẽ|dự kiến|phấn đấu|mục tiêu|chỉ tiêu|định hướng|chủ trương|kỳ vọng|dự báo|cam kết|xin phép|đề xuất"
    r"|theo quy hoạch|khi (?:hoàn thành|lấp đầy|đi vào)"
    r"|kế hoạch(?! và đầu tư| & đầu tư| đầu tư| số| đề ra|\s*[,.;)]))(?!\w)"
)
_MEASURED_BY = re.compile(r"(?:so với|vượt|đạt|hoàn thành|bằng|%|của|sở|bộ|thực hiện)\s+$")
_RESULT = re.compile(r"(?<!\w)(?:đã|hiện có|hiện nay|đến nay)(?!\w)")
_FROM = re.compile(r"(?<!\w)từ(?: mức| con số| chỗ)?(?: chỉ)?(?: có)?\s*$")
# "vượt mức tăng 0,9% của 11 tháng năm ngoái": a time that figures are compared with.
_EXCEEDS = re.compile(
    r"(?:bỏ xa|vượt(?: xa)?|cao hơn|thấp hơn|so với|kém|hơn|thay vì|thấp so với|cao so với)(?: nhiều| xa"
    r"| hẳn)?(?: so với)?"
    r"(?: với)? (?:mức|con số|tốc độ|kỷ lục)(?: tăng)?(?: trưởng)?(?: chỉ| tới| hơn| gần| khoảng)*\s*$"
)
_PLAN_OF_THE_YEAR = re.compile(r"(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán) (?:cả )?năm(?: nay)?\s*\((?:là |giao )?$")
_ASIDE = re.compile(r"\s*(?:trong đó,? )?(?:riêng|nhất là|chỉ)(?: trong| tính)?\s")
_TO_THE_MONTH = 7
_MERGED = "2025-07-01"  # the day on which the provinces merged
_LAST_MONTH: Span = ("2025-06", "2025-06")
_BEFORE_MERGER = re.compile(r"trước (?:khi |thời điểm |ngày |lúc )?(?:các tỉnh |tỉnh )?(?:sáp nhập|hợp nhất)")


@dataclass(frozen=True, slots=True)
class _Read:
    """The time that a figure got."""

    figure: Figure
    span: Span
    lean: Lean
    way: Way | None


class When:
    """Reads the time of one figure after another, in the order of the text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._frames = Frames(reading)
        self._own = OwnTime(self._frames)
        self._lengths = Lengths(self._frames)
        self._read: list[_Read] = []

    def read(self, figure: Figure) -> tuple[str, str, Level, TimeMention | None]:
        """From, to, how it was found, and the mention it was read from (None where inherited or unknown)."""
        self._frames.advance(figure.sentence)
        lean = self._lean(figure)
        restated = self._restated(figure)
        if restated is not None:
            self._read.append(_Read(figure, restated.span, restated.lean, restated.way))
            return (*restated.span, "inherited" if any(restated.span) else "stated", None)
        year = self._planned_for_the_year(figure)
        if any(year):
            self._read.append(_Read(figure, year, lean, "bracket"))
            return (*year, "inferred", None)
        planned = self._planned(figure)
        own = self._own.find(figure, lean)
        if own is not None:
            time, way = own
            span = self._settle(figure, lean, time, way, planned=planned)
            if any(span) or time.kind in ("now", "comparison"):
                self._read.append(_Read(figure, span, lean, way))
                self._remember(figure, lean, time, way, span, planned=planned)
                return (*span, "stated", time)
        pointed = self._pointed_to(figure, lean)
        if any(pointed):
            self._read.append(_Read(figure, pointed, lean, None))
            return (*pointed, "inferred", None)
        if self._before_merger(figure):
            self._frames.keep(_LAST_MONTH, "stock", figure.sentence)
            self._read.append(_Read(figure, _LAST_MONTH, lean, None))
            return (*_LAST_MONTH, "inferred", None)
        event = self._at_event(figure)
        span = (event, event) if event else self._inherited(figure, lean, planned=planned)
        self._read.append(_Read(figure, span, lean, None))
        return (*span, "inherited" if any(span) else "stated", None)

    # --- what kind of figure it is --------------------------------------------------------------------------------

    def _clause_start(self, figure: Figure) -> int:
        start = max(figure.sentence.start, figure.start - REACH)
        return max(self._folded.rfind(";", start, figure.start) + 1, start)

    def _lean(self, figure: Figure) -> Lean:
        """Whether the figure tells what came about over a time, or what there is at one."""
        if figure.metric in FLOWS:
            return "flow"
        before = self._folded[self._clause_start(figure) : figure.quantity.start]
        behind = self._folded[figure.end : min(figure.sentence.end, figure.end + 100)]
        counted = figure.metric in ("projectCount", "enterpriseCount", "count")
        newly = _NEWLY.search(before) or _SAME_TIME.search(before) or (counted and _NEW_BEHIND.match(behind))
        if figure.metric in STOCKS:
            return "flow" if newly and counted and not _CUMULATIVE.search(before) else "stock"
        standing = _STANDING_BEHIND.match(behind) or (_CUMULATIVE.search(before) and not _SUMMED_UP.search(before))
        if newly and not standing:
            return "flow"
        return "stock" if standing else "either"

    def _planned(self, figure: Figure) -> bool:
        """Whether the clause speaks of what is meant to be, so that a period in force for results does not hold."""
        for match in _PLANNED.finditer(self._folded, self._clause_start(figure), figure.quantity.start):
            if not _MEASURED_BY.search(self._folded[max(0, match.start() - 24) : match.start()]):
                return _RESULT.search(self._folded, match.end(), figure.quantity.start) is None
        return False

    def _restated(self, figure: Figure) -> _Read | None:
        """The reading of the amount that this one repeats in another currency."""
        like, q = figure.like, figure.quantity
        if like is None or like.sentence.index != figure.sentence.index or like.quantity.unit == q.unit:
            return None
        if "/" in figure.unit or q.start - like.quantity.end > 40:
            return None
        if self._frames.within(like.quantity.end, q.start):
            return None
        return next((r for r in reversed(self._read[-4:]) if r.figure is like), None)

    def _planned_for_the_year(self, figure: Figure) -> Span:
        """The year of the plan that a result is measured against: "vượt 7% kế hoạch năm (500 triệu USD)"."""
        start = max(figure.sentence.start, figure.start - 40)
        if _PLAN_OF_THE_YEAR.search(self._folded, start, figure.quantity.bound_start) is None:
            return NEVER
        known = self._frames.flow.span[1] if self._frames.flow is not None else self._frames.today
        return known[:4], known[:4]

    def _pointed_to(self, figure: Figure, lean: Lean) -> Span:
        """The span of years that the clause points to: "trong 5 năm", "giai đoạn này"."""
        if lean == "stock":
            return NEVER
        span = self._lengths.find(figure)
        if any(span):
            self._frames.keep(span, "flow", figure.sentence)
        return span

    def _before_merger(self, figure: Figure) -> bool:
        """Whether the clause tells how things stood before the provinces merged, in an article from after that."""
        if figure.metric in FLOWS or (self._frames.today or self._reading.year) < _MERGED[:4]:
            return False
        start = max(self._clause_start(figure), figure.start - 300)
        return _BEFORE_MERGER.search(self._folded, start, figure.start) is not None

    # --- what the time makes of the figure ------------------------------------------------------------------------

    def _settle(self, figure: Figure, lean: Lean, time: TimeMention, way: Way, *, planned: bool) -> Span:
        """The time told, as the figure holds for it: a flow's period, a stock's instant."""
        start, end = self._frames.resolve(time, self._compared_with(figure), planned=planned)
        if time.kind == "instant" and self._folded.startswith("từ nay", time.start):
            return self._from_now(end)
        summed = (
            way == "before" and time.kind == "period" and lean != "flow" and not self._frames.is_ahead((start, end))
        )
        if summed and _CUMULATIVE.search(self._folded, time.end, figure.quantity.start):
            return self._standing((start, end))
        q, frames = figure.quantity, self._frames
        if time.kind == "since" and time.to == "D0" and _CUMULATIVE.search(self._folded, time.end, q.start):
            known = frames.stock or frames.flow if not end else None
            end = known.span[1] if known is not None else end
            return end, end  # "từ đầu năm đến nay cấp mới 5 dự án; tổng số còn hiệu lực là 26"
        if not (start and end) or time.kind in ("comparison", "target", "range_span"):
            return start, end
        if lean == "stock" and start != end and time.kind == "period" and len(end) >= _TO_THE_MONTH:
            return end, end
        if start == end and len(end) >= _TO_THE_MONTH and self._counts_from_january(figure, lean, time):
            return (f"{end[:4]}-01", end) if end[4:] != "-12" else (end[:4], end[:4])
        return start, end

    def _from_now(self, end: str) -> Span:
        """ "từ nay đến cuối năm": from the article's month on, the year where that is not known."""
        today = self._frames.today
        if today[:4] == end[:4] and len(today) >= _TO_THE_MONTH:
            return today[:_TO_THE_MONTH], end
        return end[:4], end[:4]

    def _counts_from_january(self, figure: Figure, lean: Lean, time: TimeMention) -> bool:
        """Whether what is told "tính đến 20/11" came about since January: it is compared with last year's."""
        if self._frames.role(time) != "asof" or not is_until(self._folded, time):
            return False
        if figure.metric in _OF_THE_YEAR:
            return True
        if lean == "stock" or _CUMULATIVE.search(self._folded, self._clause_start(figure), figure.quantity.start):
            return False
        return _THAN_LAST_YEAR.match(self._folded, figure.end, figure.sentence.end) is not None

    def _compared_with(self, figure: Figure) -> Span:
        """The period that `cùng kỳ` is compared with: that of the figure before, or the one in force."""
        for read in reversed(self._read[-6:]):
            close = read.figure.sentence.index >= figure.sentence.index - 1
            if close and read.way != "compared" and any(read.span):
                return read.span
        start = max(figure.sentence.start, figure.start - REACH)
        opening = [t for t in self._frames.within(start, figure.start) if self._frames.role(t) == "period"]
        if opening:
            return self._frames.resolve(opening[0])
        frame = self._frames.flow or self._frames.under
        return frame.span if frame is not None else NEVER

    def _remember(self, figure: Figure, lean: Lean, time: TimeMention, way: Way, span: Span, *, planned: bool) -> None:
        """Keep what the time means for the figures that follow."""
        frames, role = self._frames, self._frames.role(time)
        if way == "behind":
            if role == "comparison":
                return
            words = self._folded[max(figure.sentence.start, figure.start - 40) : figure.quantity.bound_start]
            if _FROM.search(words) or _EXCEEDS.search(words):
                frames.spent.add(time.start)
                return
            if figure.metric in STOCKS and time.kind == "period":
                return
        apart = way == "before" and (frames.is_apart(time, span, figure.sentence) or frames.points_back(time))
        if (
            way in ("bracket", "compared", "listed")
            or apart
            or (way == "before" and self._aside(time, figure.sentence))
        ):
            return
        if role == "event":
            frames.event = span[0]
        elif planned or frames.is_ahead(span) or time.kind == "target" or self._folded.startswith("từ nay", time.start):
            frames.keep_ahead(span, figure.sentence)
        elif time.kind != "range_span" or figure.metric in FLOWS or span[0][:4] == span[1][:4] != "":
            standing = span[0] == span[1] and (lean == "stock" or role in ("asof", "now"))
            frames.keep(span, "stock" if standing else "flow", figure.sentence)
            if standing and time.kind == "period":  # "Năm 2020, tỉnh có 5 KCN": the year's figures of both kinds
                frames.keep(frames.resolve(time), "flow", figure.sentence)

    def _aside(self, time: TimeMention, sentence: Sentence) -> bool:
        """Whether a time holds for its own clause only: "...; đưa doanh thu cả năm lên 5 tỷ; ...", "riêng tháng 12"."""
        start = max(sentence.start, time.start - REACH)
        several = ";" in self._folded[start : time.start]
        clause = max(self._folded.rfind(mark, start, time.start) for mark in ";,(") + 1
        if clause <= start or (several and time.start - clause <= 12):
            return False
        if _ASIDE.match(self._folded, clause, time.start):
            return True
        earlier = any(
            r.figure.sentence.index == sentence.index and r.figure.quantity.start < time.start for r in self._read[-12:]
        )
        return several and earlier and not self._own.leads(time, sentence)

    # --- times in force -------------------------------------------------------------------------------------------

    def _at_event(self, figure: Figure) -> str:
        """The day on which licences were handed out, for the figures of that: "Tại hội nghị này ... trao"."""
        event = self._frames.event
        if not event or figure.metric in STOCKS or figure.metric in FLOWS:
            return ""
        start = max(figure.sentence.start, figure.quantity.start - 300)
        pointed = _THIS_EVENT.search(self._folded, start, figure.quantity.start)
        if pointed is None:
            return ""
        return event if _HANDED_OUT.search(self._folded, pointed.end(), figure.quantity.start) else ""

    def _standing(self, period: Span) -> Span:
        """The instant of what stands so, without a date: the article's day, else the end of the period in force."""
        day = self._frames.today or period[1]
        return day, day

    def _inherited(self, figure: Figure, lean: Lean, *, planned: bool) -> Span:
        frames, sentence = self._frames, figure.sentence
        going_on = self._going_on(figure, lean)
        if going_on is not None:
            return going_on
        section = frames.section
        if planned:
            frame = frames.future if frames.near(frames.future, sentence) else section
            return frame.span if frame is not None else NEVER
        if section is not None and frames.is_ahead(section.span):
            return section.span
        if lean == "either":
            lean = frames.latest
        span = self._of_flow(figure) if lean == "flow" else self._of_stock(figure)
        used = frames.flow if lean == "flow" else frames.stock
        if used is not None and span == used.span:
            frames.use(used, sentence)
        return span

    def _going_on(self, figure: Figure, lean: Lean) -> Span | None:
        """The time of the figure right before in the clause: "20 dự án trong năm 2024 với tổng vốn 300 triệu USD"."""
        last = self._read[-1] if self._read else None
        if last is None or last.figure.sentence.index != figure.sentence.index or not any(last.span):
            return None
        start, end = last.figure.quantity.end, figure.quantity.start
        if last.way in ("compared", "bracket", "listed") or any(
            t.start in self._frames.spent for t in self._frames.within(start, end)
        ):
            return None
        if last.way is not None and ";" in self._folded[start:end]:
            return None
        if lean == "stock" and _CUMULATIVE.search(self._folded, start, end):
            return None
        return last.span if lean == "either" or last.lean in (lean, "either") else None

    def _of_flow(self, figure: Figure) -> Span:
        frames, sentence = self._frames, figure.sentence
        near = frames.flow if frames.near(frames.flow, sentence) else None
        for frame in (near, frames.section, frames.title):
            if frame is not None and any(frame.span) and frame.lean == "flow":
                return frame.span
        far = frames.far_flow(sentence)
        if far is not None:
            return far.span
        if frames.stock is None or not frames.near(frames.stock, sentence):
            return NEVER
        start, end = frames.stock.span
        return (f"{end[:4]}-01", end) if figure.metric in _OF_THE_YEAR and len(end) >= _TO_THE_MONTH else (start, end)

    def _of_stock(self, figure: Figure) -> Span:
        frames, sentence = self._frames, figure.sentence
        flow: Frame | None = frames.flow if frames.near(frames.flow, sentence) else None
        section, stock, under = frames.section, frames.stock, frames.under
        cumulative = _CUMULATIVE.search(self._folded, self._clause_start(figure), figure.quantity.start)
        headed = section is not None and section.lean == "stock"
        if cumulative and not headed and not frames.near(stock, sentence) and frames.far_stock(sentence) is None:
            period = flow or under
            return self._standing(period.span if period is not None else NEVER)
        if section is not None and (stock is None or stock.line < section.line):
            return section.span[1], section.span[1]
        far = frames.far_stock(sentence)
        frame = far or flow or under
        if frame is None:
            return NEVER
        return far.span if far is not None else (frame.span[1], frame.span[1])
