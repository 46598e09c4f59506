"""When a figure holds: the time told in its clause, else the one in force where it stands.

A time stands before its figure ("năm 2020, tỉnh thu hút 5 dự án"), inside the same brackets, or right behind it ("đạt
100 ha vào năm 2025"). What an article reports of flows (capital won, exports) and of stocks (areas, workers) goes on
under the period and the instant last told for such figures, or those of the heading or the title above; so two frames
are kept, one for flows and one for stocks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from kg.extraction.document import Line, Sentence
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.extraction.time_roles import Role, dateline, is_copula, is_until, role_of
from kg.extraction.times import TimeMention
from kg.extraction.what import Figure
from kg.facts import Level

STOCKS = frozenset((
    "totalArea", "industrialLandArea", "leasedArea", "occupancyRate", "count", "workerCount", "enterpriseCount",
))  # fmt: skip
FLOWS = frozenset((
    "outputGrowth", "exportGrowth", "importGrowth", "revenue", "outputValue", "exportValue", "importValue", "budgetContribution",
    "supportFunding", "supportSchemeCount", "counterpartFunding", "jobsCreated",
))  # fmt: skip
_OF_THE_YEAR = frozenset(("revenue", "outputValue", "exportValue", "importValue", "budgetContribution", *(
    "outputGrowth", "exportGrowth", "importGrowth"
)))  # fmt: skip

Lean = Literal["flow", "stock", "either"]
Way = Literal["bracket", "behind", "before", "compared", "listed"]
Span = tuple[str, str]

_CUMULATIVE = re.compile(
    r"lũy kế|luỹ kế|hiện có|đang có|còn hiệu lực|đến nay|(?:tỉnh|thành phố|khu|huyện|cụm|,|^) nay (?:có|đã|là|lên|còn|đang)|sau (?:hơn |gần )?\d+ năm|từ khi (?:được )?thành lập|"
    r"từ ngày thành lập|từ trước (?:đến|tới) nay|tổng số dự án|tổng cộng có|đang hoạt động|đang làm việc|cộng dồn (?:có|đến)"
)
_STANDING_BEHIND = re.compile(r"[^,.;:()\d]{0,40}?(?:còn hiệu lực|đang hoạt động|đang làm việc|đang triển khai|đang sản xuất)")
_NEWLY = re.compile(
    r"(?:cấp mới|cấp phép|cấp giấy|mới cấp|thu hút mới|thu hút thêm|thêm|thành lập mới|khởi công|khánh thành|động thổ|tăng vốn|điều chỉnh|tăng thêm|"
    r"bổ sung|đăng ký mới|đăng ký thêm|góp vốn|mua cổ phần|vốn mới|fdi mới|trao|giải ngân trong|thu hồi|chấp thuận)[^,.;]{0,40}$"
)
_NEW_BEHIND = re.compile(
    r"[^,.;:()\d]{0,24}?\s(?:mới|thành lập mới|gia nhập)(?!\w)|[^,.;:()\d]{0,24}?\s(?:lượt|cấp mới|tăng vốn|điều chỉnh|được cấp|đăng ký thành lập|khởi công)"
)
_SAME_TIME = re.compile(r"(?:cùng|trong) (?:thời gian|kỳ|giai đoạn|khoảng thời gian)(?: này| trên| đó)?,")
_WON = re.compile(r"thu hút|giải ngân|đăng ký mới")
_SINCE_LAST_YEAR = re.compile(r"[^;.]{0,70}?(?:tăng|giảm|bằng|gấp|cao hơn|thấp hơn)[^;.]{0,50}?cùng kỳ")
_ACT = re.compile(r"trao|cấp (?:phép|giấy|mới|chứng nhận|quyết định)|khởi công|động thổ|ký kết|ký|khánh thành|chấp thuận|thông qua|công bố quyết định|đón nhận|phê duyệt|cấp")
_THIS_EVENT = re.compile(r"(?:tại|trong|nhân|dịp|đợt) ?(?:(?:hội nghị|buổi lễ|lễ|sự kiện|dịp|đợt|buổi làm việc|chương trình)(?: [^,.;]{0,30})?)? ?(?:này|trên)(?!\w)|tại (?:hội nghị|buổi lễ|lễ)(?!\w)|dịp này|đợt này")
_NO_LINK_BEHIND = re.compile(
    r"(?<!\w)(?:đạt|là|tăng|giảm|và|còn|lên|xuống|so|bằng|chiếm|nghỉ|gồm|nhưng|song|khi|để|nhằm|do|vì|mà|thì|nên|rồi|sẽ|phải|trước|gấp|vượt|theo|thay|cùng|hoặc|trừ)(?!\w)"
)
_WHOLE_SPAN = re.compile(r"[^,.;:()\d]{0,30}?(?:cả|trong|trong cả|suốt) (?:nhiệm kỳ|giai đoạn|thời kỳ)(?: này)?(?! \d)")
_PLANNED = re.compile(
    r"(?<!\w)(?:sẽ|dự kiến|phấn đấu|mục tiêu|chỉ tiêu|định hướng|chủ trương|kỳ vọng|dự báo|cam kết|xin phép|đề xuất|theo quy hoạch|"
    r"khi (?:hoàn thành|lấp đầy|đi vào)|kế hoạch(?! và đầu tư| & đầu tư| đầu tư| số| đề ra|\s*[,.;)]))(?!\w)"
)
_MEASURED_BY = re.compile(r"(?:so với|vượt|đạt|hoàn thành|bằng|%|của|sở|bộ|thực hiện)\s+$")
_RESULT = re.compile(r"(?<!\w)(?:đã|hiện có|hiện nay|đến nay)(?!\w)")
_RESPECTIVELY = re.compile(r"lần lượt|tương ứng|theo thứ tự")
_TIMES_GLUE = re.compile(r"\s*(?:,|và|;|-|/)?\s*(?:và\s*)?(?:các\s*)?(?:năm|tháng|quý)?\s*")
_STATED_YEAR = re.compile(r"\d{4}")
_NUMBERED = re.compile(r"\s*(?:(phần|chương|mục|[ivx]{1,4}[.)/])|(\d{1,2}[.)/]))", re.IGNORECASE)


@dataclass(slots=True)
class Frame:
    """A time in force from a place on. `sentence`, `line`: where it was last told or used."""

    span: Span
    sentence: int
    line: int
    lean: Lean = "flow"
    order: int = 0


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
        self._times = reading.times
        self._starts = [t.start for t in self._times]
        self._roles: dict[int, Role] = {t.start: role_of(reading, t) for t in self._times}
        self._published = reading.article.published
        self._read: list[_Read] = []
        self._today = self._published or dateline(reading, self._times)
        self._flow: Frame | None = None
        self._stock: Frame | None = None
        self._future: Frame | None = None
        self._event: str = self._today if not self._published else ""
        self._sections: list[tuple[int, Frame]] = []
        self._title: Frame | None = None
        self._last_year = ""
        self._order = 0
        self._line = -1
        self._settled = -1
        self._spent: set[int] = set()
        self._counted_from: dict[int, str] = {}
        self._instants = {self._resolve(t) for t in self._times if self._roles[t.start] == "asof"} - {("", "")}

    # --- resolving ------------------------------------------------------------------------------------------------

    def _within(self, start: int, end: int) -> list[TimeMention]:
        return self._times[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _resolve(self, time: TimeMention, current: Span = ("", ""), *, planned: bool = False) -> Span:
        today = self._today
        if time.kind == "since" and not today and time.to == "D0":
            start = time.resolve("", self._year_for(time, planned))[0]
            return start, self._as_of(start)
        if self._folded.endswith(("năm qua", "năm vừa qua"), time.start, time.end) and time.from_ == "Y-1" and today[5:7] >= "11":
            return today[:4], today[:4]
        start, end = time.resolve(today, self._year_for(time, planned), current)
        if time.kind == "since" and start and not end and time.to == "":
            if self._folded[max(0, time.start - 8) : time.start].endswith("bắt đầu ") or re.match(r",? (?:khi|lúc)(?!\w)", self._folded[time.end : time.end + 8]):
                return start, start
            told = [r.span for r in self._read[-12:] if r.span[0] == start and r.span[1] > start]
            end = told[-1][1] if told else self._published if self._published >= start else ""
        return start, end

    def _as_of(self, start: str) -> str:
        """The instant that figures were told for before, for a "today" that is not known."""
        if self._stock is not None and self._stock.span[1][: len(start)] >= start:
            return self._stock.span[1]
        known = [end for _, end in self._instants if end >= start] if hasattr(self, "_instants") else []
        return known[0] if len(known) == 1 else ""

    def _year_for(self, time: TimeMention, planned: bool) -> str:
        """The year that a time without one counts from: of its sentence, its section, its article."""
        sentence = self._reading.sentence(time.start)
        for earlier in reversed(self._within(sentence.start, time.start)):
            if earlier.start in self._spent:
                continue
            if self._role(earlier) in ("period", "asof", "named") and earlier.kind != "target":
                stated = earlier.to or earlier.from_
                if _STATED_YEAR.match(stated):
                    return stated[:4]
        relative = time.from_ or time.to
        if re.match(r"C[+-][1-9]", relative) and self._last_year:
            return self._counted_from.setdefault(time.start, self._last_year)
        year = self._reading.year
        section = self._section()
        if section is not None and _STATED_YEAR.match(section.span[1]):
            return section.span[1][:4]
        if self._published:
            if self._last_year and int(self._last_year) == int(self._published[:4]) - 1 and "01" <= self._published[5:7] <= "03" and not planned:
                return self._last_year
            return year if planned or year != self._published[:4] else ""
        return year or self._last_year

    def _role(self, time: TimeMention) -> Role:
        return self._roles[time.start]

    # --- frames ---------------------------------------------------------------------------------------------------

    def _section(self) -> Frame | None:
        return self._sections[-1][1] if self._sections else None

    def _advance(self, sentence: Sentence) -> None:
        """Take in headings and opening times up to the sentence."""
        lines, sentences = self._reading.doc.lines, self._reading.doc.sentences
        while self._line < sentence.line.index:
            self._line += 1
            if self._line < sentence.line.index or not self._holds_figures(lines[self._line]):
                self._head(lines[self._line])
        while self._settled < sentence.index:
            self._settled += 1
            self._open(sentences[self._settled])

    def _holds_figures(self, line: Line) -> bool:
        return any(not q.kind_hint for q in self._reading.quantities_before(line.end, line.start))

    def _head(self, line: Line) -> None:
        """A heading's time holds for what stands below it, up to the next heading of its rank."""
        numbered = _NUMBERED.match(self._folded, line.start, line.end)
        if not line.heading or (line.bullet and not numbered) or (line.index > 2 and self._holds_figures(line)):
            return
        rank = 1 if numbered and numbered[1] or self._reading.doc.text[line.start : line.end].isupper() else 2 if numbered else 3
        frame = None
        for time in self._within(line.start, line.end):
            if self._role(time) in ("period", "asof", "named"):
                span = self._resolve(time)
                if any(span):
                    frame = Frame(span, -1, line.index, "stock" if self._role(time) == "asof" else "flow")
                    break
        if line.index <= 2 and (frame is None or self._title is None):
            if frame is not None and not self._is_future(frame.span):
                self._title = frame
                self._last_year = frame.span[1][:4] or self._last_year
            return
        while self._sections and self._sections[-1][0] >= rank:
            self._sections.pop()
        if frame is not None:
            self._sections.append((rank, frame))
            self._future = None

    def _open(self, sentence: Sentence) -> None:
        """The time that opens a sentence is in force for what follows, whether or not figures stand beside it."""
        for time in self._within(sentence.start, min(sentence.end, sentence.start + 90)):
            before = self._folded[sentence.start : time.start]
            role = self._role(time)
            if role == "event" and re.search(r"-\d\d-\d\d$", time.from_) and len(before) <= 30:
                span = self._resolve(time)
                self._event = span[0] or self._event
            if role not in ("period", "asof") or len(before) > 32 or re.search(r"\d|, \w+ \w+ \w+ \w+,", before):
                break
            if time.kind == "target" or sentence.line.index == 0 and time.kind == "instant":
                break
            span = self._resolve(time)
            if any(span) and not self._is_future(span):
                self._keep(span, "stock" if role == "asof" else "flow", sentence)
            break

    def _keep(self, span: Span, lean: Lean, sentence: Sentence) -> None:
        self._order += 1
        frame = Frame(span, sentence.index, sentence.line.index, lean, self._order)
        if lean == "stock":
            self._stock = frame
        else:
            self._flow = frame
        if span[0][:4] == span[1][:4] and span[0]:
            self._last_year = span[0][:4]

    def _is_future(self, span: Span) -> bool:
        now = self._today or self._reading.year
        size = min(len(span[1]), len(now))
        return bool(size) and span[1][:size] > now[:size] and span[1][:4] > now[:4]

    # --- reading --------------------------------------------------------------------------------------------------

    def read(self, figure: Figure) -> tuple[str, str, Level, TimeMention | None]:
        """From, to, how it was found, and the mention it was read from (None where inherited or unknown)."""
        sentence = figure.sentence
        self._advance(sentence)
        lean = self._lean(figure)
        restated = self._restated(figure)
        if restated is not None:
            self._read.append(_Read(figure, restated.span, restated.lean, restated.way))
            return (*restated.span, "inherited" if any(restated.span) else "stated", None)
        time, way = self._own(figure, lean)
        planned = self._planned(figure)
        if time is not None and way is not None:
            span = self._settle(figure, lean, time, way, planned)
            self._read.append(_Read(figure, span, lean, way))
            self._remember(figure, lean, time, way, span, planned)
            if any(span) or time.kind in ("now", "comparison"):
                return (*span, "stated", time)
        event = self._at_event(figure)
        span = (event, event) if event else self._inherited(figure, lean, planned)
        self._read.append(_Read(figure, span, lean, None))
        return (*span, "inherited" if any(span) else "stated", None)

    def _restated(self, figure: Figure) -> _Read | None:
        """The reading of the amount that this one repeats in another currency."""
        like = figure.like
        if like is None or like.sentence.index != figure.sentence.index or like.quantity.unit == figure.quantity.unit:
            return None
        if "/" in figure.unit or len(self._folded[like.quantity.end : figure.quantity.start]) > 40:
            return None
        if self._within(like.quantity.end, figure.quantity.start):
            return None
        return next((r for r in reversed(self._read) if r.figure is like), None)

    def _clause_start(self, figure: Figure) -> int:
        return max(self._folded.rfind(";", figure.sentence.start, figure.start) + 1, figure.sentence.start)

    def _planned(self, figure: Figure) -> bool:
        """Whether the clause speaks of what is meant to be, so that a period in force for results does not hold."""
        for match in _PLANNED.finditer(self._folded, self._clause_start(figure), figure.quantity.start):
            if not _MEASURED_BY.search(self._folded[max(0, match.start() - 24) : match.start()]):
                return _RESULT.search(self._folded, match.end(), figure.quantity.start) is None
        return False

    def _lean(self, figure: Figure) -> Lean:
        """Whether the figure tells what came about over a time, or what there is at one."""
        if figure.metric in FLOWS:
            return "flow"
        before = self._folded[self._clause_start(figure) : figure.quantity.start]
        behind = self._folded[figure.end : figure.sentence.end]
        counted = figure.metric in ("projectCount", "enterpriseCount", "count")
        newly = _NEWLY.search(before) or (counted and _NEW_BEHIND.match(behind)) or _SAME_TIME.search(before)
        if figure.metric in STOCKS:
            return "flow" if newly and figure.metric in ("count", "enterpriseCount") and not _CUMULATIVE.search(before) else "stock"
        if newly and not _STANDING_BEHIND.match(behind):
            return "flow"
        if _CUMULATIVE.search(before) or _STANDING_BEHIND.match(behind):
            return "stock"
        return "either"

    # --- the figure's own time ------------------------------------------------------------------------------------

    def _own(self, figure: Figure, lean: Lean) -> tuple[TimeMention | None, Way | None]:
        sentence, q = figure.sentence, figure.quantity
        mentions = [
            t for t in self._within(sentence.start, sentence.end) if not (t.start < q.end and q.start < t.end) and self._role(t) != "document"
        ]
        if not mentions:
            return None, None
        listed = self._listed(figure, mentions)
        if listed is not None:
            return listed, "listed"
        opened = self._folded.rfind("(", sentence.start, q.start)
        inside = opened >= 0 and ")" not in self._folded[opened : q.start]
        if inside:
            for time in reversed(mentions):
                if opened < time.start and time.end <= q.start:
                    return time, "bracket"
        before, way = self._before(figure, lean, mentions)
        behind = self._behind(figure, mentions)
        if behind is not None and not (
            before is not None and behind.start - figure.end > 8 and is_copula(self._folded[before.end : q.bound_start])
        ):
            return behind, "behind"
        if before is None and (shared := self._behind_all(figure, mentions)) is not None:
            return shared, "behind"
        return before, way

    def _before(self, figure: Figure, lean: Lean, mentions: list[TimeMention]) -> tuple[TimeMention | None, Way | None]:
        q, sentence = figure.quantity, figure.sentence
        weak: TimeMention | None = None
        for time in reversed(mentions):
            if time.end > q.start:
                continue
            role = self._role(time)
            gap = self._folded[time.end : q.bound_start]
            if role == "comparison":
                if self._reports(time, gap):
                    return time, "compared"
                continue
            if time.start in self._spent or self._in_closed_bracket(time.start, time.end, q.start):
                continue
            if role == "aim" or (role == "event" and not is_copula(gap) and not self._acts(figure, gap)):
                continue
            if ";" in gap and not self._leads(time, sentence):
                continue
            if role == "named":
                weak = weak or time
                continue
            return time, "before"
        return (weak, "before") if weak is not None else (None, None)

    def _reports(self, time: TimeMention, gap: str) -> bool:
        """Whether a figure of the time compared with follows: "cùng kỳ năm trước đạt 5 tỷ", "so với năm 2020 (5 tỷ)"."""
        if re.fullmatch(r"\s*\((?:đạt|là|chỉ|ước|khoảng|\s)*", gap):
            return True
        if self._folded.startswith("so", time.start):
            return re.fullmatch(r"\s*(?:là|ở mức|với mức)\s*(?:chỉ|khoảng|hơn|gần|\s)*", gap) is not None
        return is_copula(gap) and bool(gap.strip()) or re.fullmatch(r"\s*(?:chỉ |mới |cũng |đã )*(?:thu hút|thực hiện|đạt|có|được)(?: (?:được|chỉ|khoảng|hơn|gần|trên))*\s*", gap) is not None

    def _acts(self, figure: Figure, gap: str) -> bool:
        return figure.metric not in STOCKS and len(gap) < 260 and _ACT.search(gap) is not None and "cho biết" not in gap

    def _leads(self, time: TimeMention, sentence: Sentence) -> bool:
        """Whether a time before a semicolon holds behind it too: it opens its clause, or no figure stands before it."""
        clause = max(self._folded.rfind(";", sentence.start, time.start) + 1, sentence.start)
        if time.start - clause <= 16:
            return True
        return clause == sentence.start and not any(not q.kind_hint for q in self._reading.quantities_before(time.start, sentence.start))

    def _behind(self, figure: Figure, mentions: list[TimeMention]) -> TimeMention | None:
        end = max(figure.end, figure.quantity.end)
        for time in mentions:
            if time.start < end:
                continue
            gap = self._folded[end : time.start]
            role = self._role(time)
            if role == "comparison":
                stated = re.fullmatch(r"\s*(?:của(?: cả)?\s*)?", gap) and not self._folded.startswith("so", time.start)
                return time if stated and not (figure.unit == "%" and "của" not in gap) else None
            bracket = re.fullmatch(r"[^\d,.;:()]{0,25}\(\s*(?:trong|vào|của)?\s*", gap)
            if bracket and self._folded[time.end : time.end + 1] == ")":
                return time
            if len(gap) > 45 or re.search(r"[,.;:()\d]", gap) or _NO_LINK_BEHIND.search(gap) or role == "aim":
                return self._whole_span(figure, end)
            if role == "event" and (figure.metric not in ("count", "projectCount", "enterpriseCount", "registeredCapital") or len(gap) > 24):
                return None
            if time.kind == "now" and self._folded[time.start : time.end] in ("hiện", "đang"):
                return None
            if time.kind == "since" and len(gap) > 25:
                return None
            if re.match(r"\s*,?\s*(?:(?:đạt|là|ước|có|thu hút)(?!\w)[^,.;]{0,24}\d|tăng lên|giảm còn)", self._folded[time.end : time.end + 50]):
                return None
            return time
        return self._whole_span(figure, end)

    def _behind_all(self, figure: Figure, mentions: list[TimeMention]) -> TimeMention | None:
        """A time behind the last of several figures: "15 KCN với tổng diện tích 4.000 ha vào năm 2030"."""
        time = next((t for t in mentions if t.start >= figure.quantity.end), None)
        if time is None or self._role(time) not in ("period", "asof", "named") or time.kind == "since":
            return None
        gap = self._folded[figure.quantity.end : time.start]
        if len(gap) > 120 or re.search(r"[.;:()](?!\d)|(?<!\w)(?:lên|xuống|còn|so với|thay|nhưng|trong khi|sau đó|trong đó)(?!\w)", gap):
            return None
        others = [q for q in self._reading.quantities_before(time.start, figure.quantity.end) if not q.kind_hint]
        last = self._folded[others[-1].end : time.start] if others else ","
        if "," in last or len(last) > 30 or _NO_LINK_BEHIND.search(last) or self._folded[time.end : time.end + 2].strip() not in ("", ".", ";", ","):
            return None
        return time

    def _whole_span(self, figure: Figure, end: int) -> TimeMention | None:
        """ "5 tỷ USD cả nhiệm kỳ": the span named before."""
        if not _WHOLE_SPAN.match(self._folded, end, figure.sentence.end):
            return None
        spans = [t for t in self._within(max(0, figure.sentence.start - 400), figure.start) if t.kind == "range_span"]
        return spans[-1] if spans else None

    def _in_closed_bracket(self, start: int, end: int, position: int) -> bool:
        opened = self._folded.rfind("(", max(0, start - 60), start)
        if opened < 0 or ")" in self._folded[opened:start]:
            return False
        return ")" in self._folded[end:position]

    def _listed(self, figure: Figure, mentions: list[TimeMention]) -> TimeMention | None:
        """The time at the figure's place in a list: "năm 2019, 2020, 2021 lần lượt là 5, 6, 7 dự án"."""
        sentence = figure.sentence
        if len(mentions) < 2 or not _RESPECTIVELY.search(self._folded, sentence.start, sentence.end):
            return None
        groups: list[list[TimeMention]] = []
        for time in mentions:
            if groups and _TIMES_GLUE.fullmatch(self._folded[groups[-1][-1].end : time.start]):
                groups[-1].append(time)
            else:
                groups.append([time])
        for group in groups:
            if len(group) < 2:
                continue
            inside = {t.start for t in group}
            figures = [
                q for q in self._reading.quantities_before(sentence.end, sentence.start) if not q.kind_hint and q.start not in inside
                and not any(t.start <= q.start < t.end for t in group)
            ]
            behind = [q for q in figures if q.start >= group[-1].end]
            run = self._run(behind, len(group)) or self._run([q for q in figures if q.end <= group[0].start][-len(group) :], len(group))
            for time, quantity in zip(group, run, strict=False):
                if quantity is figure.quantity or quantity.start == figure.quantity.start:
                    return time
        return None

    def _run(self, quantities: list[Quantity], size: int) -> list[Quantity]:
        """The first `size` of them, if they stand in one list."""
        run = quantities[:size]
        for one, two in zip(run, run[1:], strict=False):
            if re.fullmatch(r"[^\d.:()]{0,30}", self._folded[one.end : two.start]) is None:
                return []
        return run if len(run) == size else []

    # --- what the time makes of the figure ------------------------------------------------------------------------

    def _settle(self, figure: Figure, lean: Lean, time: TimeMention, way: Way, planned: bool) -> Span:
        """The time told, as the figure holds for it: a flow's period, a stock's instant."""
        start, end = self._resolve(time, self._compared_with(figure), planned=planned)
        if time.kind == "instant" and self._from_now(time):
            year = end[:4]
            return (self._today[:7] if self._today[:4] == year and len(self._today) >= 7 else year), end if self._today else year
        role = self._role(time)
        between = self._folded[time.end : figure.quantity.start] if time.end <= figure.quantity.start else ""
        cumulative = way == "before" and _CUMULATIVE.search(between) is not None and time.kind == "period"
        if cumulative and lean != "flow":
            return self._standing((start, end))
        if not (start and end) or time.kind in ("comparison", "target", "range_span"):
            return start, end
        if lean == "stock" and start != end and time.kind == "period" and len(end) >= 7:
            return end, end
        if role == "asof" and start == end and len(end) >= 7 and self._counts_from_january(figure, lean, time):
            return f"{end[:4]}-01", end
        return start, end

    def _from_now(self, time: TimeMention) -> bool:
        return self._folded[max(0, time.start - 8) : time.start].endswith("từ nay ") or self._folded.startswith("từ nay", time.start)

    def _counts_from_january(self, figure: Figure, lean: Lean, time: TimeMention) -> bool:
        """Whether what is told "tính đến 20/11" is what came about since January: it is compared with that of last year."""
        if not is_until(self._folded, time):
            return False
        if figure.metric in _OF_THE_YEAR:
            return True
        cumulative = _CUMULATIVE.search(self._folded, self._clause_start(figure), figure.quantity.start)
        return lean != "stock" and not cumulative and _SINCE_LAST_YEAR.match(self._folded, figure.end, figure.sentence.end) is not None

    def _compared_with(self, figure: Figure) -> Span:
        for read in reversed(self._read[-6:]):
            if read.figure.sentence.index >= figure.sentence.index - 1 and read.way != "compared" and any(read.span):
                return read.span
        opening = [t for t in self._within(figure.sentence.start, figure.start) if self._role(t) == "period"]
        if opening:
            return self._resolve(opening[0])
        frame = self._flow or self._section() or self._title
        return frame.span if frame is not None else ("", "")

    def _remember(self, figure: Figure, lean: Lean, time: TimeMention, way: Way, span: Span, planned: bool) -> None:
        """What the time means for the figures that follow."""
        if way == "behind":
            before = self._folded[figure.sentence.start : figure.quantity.bound_start]
            if re.search(r"(?<!\w)từ(?: mức| con số| chỗ)?(?: chỉ)?(?: có)?\s*$", before):
                self._spent.add(time.start)
                return
            if figure.metric in STOCKS and time.kind == "period":
                return
        if way in ("bracket", "compared", "listed"):
            if way == "listed":
                self._last_year = (span[1] or self._last_year)[:4]
            return
        if self._role(time) == "event":
            self._event = span[0]
            return
        if way == "before" and self._aside(time, figure.sentence):
            return
        if planned or self._is_future(span) or time.kind == "target":
            self._future = Frame(span, figure.sentence.index, figure.sentence.line.index)
            return
        kind: Lean = "stock" if span[0] == span[1] and (lean == "stock" or self._role(time) in ("asof", "now")) else "flow"
        if time.kind == "range_span" and figure.metric not in FLOWS:
            return
        self._keep(span, kind, figure.sentence)
        if kind == "stock" and time.kind == "period":  # "Năm 2020, tỉnh có 5 KCN": a year's figures of both kinds
            self._flow = Frame(self._resolve(time), figure.sentence.index, figure.sentence.line.index)

    def _aside(self, time: TimeMention, sentence: Sentence) -> bool:
        """Whether a time holds for its own clause only: "...; đưa doanh thu cả năm lên 5 tỷ; ...", "riêng tháng 12 ..."."""
        clause = max(self._folded.rfind(mark, sentence.start, time.start) for mark in ";,(") + 1
        if clause <= sentence.start or time.start - clause <= 12 and ";" in self._folded[sentence.start : time.start]:
            return False
        if re.match(r"\s*(?:trong đó,? )?(?:riêng|nhất là|chỉ)(?: trong| tính)?\s", self._folded[clause : time.start]):
            return True
        earlier = [r for r in self._read if r.figure.sentence.index == sentence.index and r.figure.quantity.start < time.start]
        return bool(earlier) and not self._leads(time, sentence) and ";" in self._folded[sentence.start : time.start]

    # --- times in force -------------------------------------------------------------------------------------------

    def _at_event(self, figure: Figure) -> str:
        """The day of the event where licences were handed out, for the figures of that: "Tại hội nghị này ... trao"."""
        if figure.metric in STOCKS or figure.metric in FLOWS or not self._event:
            return ""
        before = self._folded[figure.sentence.start : figure.quantity.start]
        pointed = _THIS_EVENT.search(before)
        return self._event if pointed and re.search(r"trao|cấp (?:phép|giấy|chứng nhận|quyết định)|ký kết", before[pointed.end() :]) else ""

    def _standing(self, period: Span) -> Span:
        """The instant of what is told to stand so, without a date: the article's, else the end of the period in force."""
        if self._today:
            return self._today, self._today
        return (period[1], period[1]) if period[1] else ("", "")

    def _near(self, frame: Frame | None, sentence: Sentence) -> bool:
        section = self._section()
        if frame is None or (section is not None and frame.line < section.line):
            return False
        return (
            frame.line == sentence.line.index or sentence.index - frame.sentence <= 2 or (sentence.line.bullet and self._list_goes_on(frame, sentence))
        )

    def _list_goes_on(self, frame: Frame, sentence: Sentence) -> bool:
        lines = self._reading.doc.lines
        between = lines[frame.line + 1 : sentence.line.index]
        return len(between) <= 40 and all(line.bullet for line in between)

    def _inherited(self, figure: Figure, lean: Lean, planned: bool) -> Span:
        sentence = figure.sentence
        going_on = self._going_on(figure, lean)
        if going_on is not None:
            return going_on
        section = self._section()
        if planned:
            if self._near(self._future, sentence) and self._future is not None:
                return self._future.span
            return section.span if section is not None else ("", "")
        if section is not None and self._is_future(section.span):
            return section.span
        if lean == "either":
            lean = self._latest(sentence)
        span = self._of_flow(figure, sentence) if lean == "flow" else self._of_stock(figure, sentence)
        frame = self._flow if lean == "flow" else self._stock
        if frame is not None and span == frame.span:
            self._order += 1
            frame.sentence, frame.line, frame.order = sentence.index, sentence.line.index, self._order
        return span

    def _latest(self, sentence: Sentence) -> Lean:
        if self._flow is None or self._stock is None:
            return "stock" if self._flow is None else "flow"
        return "stock" if self._stock.order > self._flow.order else "flow"

    def _going_on(self, figure: Figure, lean: Lean) -> Span | None:
        """The time of the figure right before in the clause: "20 dự án trong năm 2024 với tổng vốn 300 triệu USD"."""
        last = self._read[-1] if self._read else None
        if last is None or last.figure.sentence.index != figure.sentence.index or last.way in ("compared", "bracket", "listed"):
            return None
        between = self._folded[last.figure.quantity.end : figure.quantity.start]
        if any(t.start in self._spent for t in self._within(last.figure.quantity.end, figure.quantity.start)):
            return None
        if ";" in between and last.way is not None:
            return None
        if lean == "either" or last.lean in (lean, "either"):
            cumulative = lean == "stock" and _CUMULATIVE.search(between)
            return None if cumulative or not any(last.span) else last.span
        return None

    def _of_flow(self, figure: Figure, sentence: Sentence) -> Span:
        section = self._section()
        for frame in (self._flow if self._near(self._flow, sentence) else None, section, self._title):
            if frame is not None and any(frame.span) and frame.lean == "flow":
                return frame.span
        if self._flow is not None and section is None and sentence.index - self._flow.sentence <= 10:
            return self._flow.span
        if self._stock is not None and self._near(self._stock, sentence):
            span = self._stock.span
            if figure.metric in _OF_THE_YEAR and len(span[1]) >= 7:
                return f"{span[1][:4]}-01", span[1]
            return span
        return "", ""

    def _of_stock(self, figure: Figure, sentence: Sentence) -> Span:
        section, flow = self._section(), self._flow if self._near(self._flow, sentence) else None
        clause = self._folded[self._clause_start(figure) : figure.quantity.start]
        under = section or self._title
        if _CUMULATIVE.search(clause) and not (self._stock is not None and self._near(self._stock, sentence)):
            period = flow or under
            return self._standing(period.span if period is not None else ("", ""))
        if section is not None and (self._stock is None or self._stock.line < section.line):
            return section.span[1], section.span[1]
        if self._stock is not None and (sentence.index - self._stock.sentence <= 12 or len(self._instants) == 1):
            return self._stock.span
        frame = flow or under
        if frame is None:
            return "", ""
        end = frame.span[1]
        return end, end
