"""The time that a figure's own sentence tells: before it, behind it, in its brackets, or at its place in a list."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from kg.extraction.document import Sentence
from kg.extraction.patterns import IN_THEIR_ORDER
from kg.extraction.quantities import Quantity
from kg.extraction.time_frames import REACH, Frames, Lean
from kg.extraction.time_roles import is_copula
from kg.extraction.times import TimeMention
from kg.extraction.what import Figure

Way = Literal["bracket", "behind", "before", "compared", "listed"]

_NO_LINK_BEHIND = re.compile(
    r"(?<!\w)(?:đạt|là|tăng|giảm|và|còn|lên|xuống|so|bằng|chiếm|nghỉ|gồm|nhưng|song|khi|để|nhằm|do|vì|mà|thì|nên|rồi|sẽ"
    r"|phải|trước|gấp|vượt|theo|thay|cùng|hoặc|trừ|nhờ|bởi|vốn|dù)(?!\w)"
)
_GOES_ON = re.compile(r"\s*,?\s*(?:(?:đạt|là|ước|có|thu hút)(?!\w)[^,.;]{0,24}\d|tăng lên|giảm còn)")
_WHOLE_SPAN = re.compile(r"[^,.;:()\d]{0,30}?(?:cả|trong|trong cả|suốt) (?:nhiệm kỳ|giai đoạn|thời kỳ)(?: này)?(?! \d)")
_APART = re.compile(r"[.;:()](?!\d)|(?<!\w)(?:lên|xuống|còn|so với|thay|nhưng|trong khi|sau đó|trong đó)(?!\w)")
_TIMES_GLUE = re.compile(r"\s*(?:,|và|;|-|/)?\s*(?:và\s*)?(?:các\s*)?(?:năm|tháng|quý)?\s*")
_FIGURES_GLUE = re.compile(r"[^\d.:()]{0,30}")
_ACT = re.compile(
    r"trao|cấp|khởi công|động thổ|ký|khánh thành|chấp thuận|thông qua|công bố quyết định|đón nhận|phê duyệt"
)
_FOUNDED_WITH = re.compile(
    r"\s*,?\s*(?:với|trên|có)?(?: tổng)?(?: quy mô)?(?: diện tích)?(?: là| hơn| gần| khoảng| trên| rộng)*\s*"
)
_OPENS_COMPARED = re.compile(r"\s*\((?:đạt|là|chỉ|ước|khoảng|\s)*")
_OPENS_SENTENCE = re.compile(r"\W*(?:trong khi đó, |còn |trong khi |cũng trong )?")
# "tăng nhẹ 0,01% sau 8 tháng đầu năm liên tiếp bị giảm": what was before.
_AFTER_OTHERS = re.compile(r"(?<!\w)sau(?!\w)")
_WAS_OTHERWISE = re.compile(r"[^,.;\d]{0,12}\s(?:liên tiếp|liên tục|bị|giảm|sụt|trầm lắng|khó khăn|trì trệ|âm)(?!\w)")
_A_LENGTH = re.compile(
    r"(?:\d{1,2}|một|hai|ba|bốn|năm|sáu) năm(?: qua)? $|(?:giai đoạn|nhiệm kỳ|thời kỳ)[^,.;()]{0,12}$"
)
_A_LEVEL = re.compile(r"(?:mức|con số)(?: tăng)?\s*$")
_WHEN_MOST = re.compile(r"(?:thời điểm|cao điểm|cao nhất|đỉnh điểm|lúc đó|khi đó|thời kỳ)[^,.;()]{0,14}$")
_IS_COMPARED = re.compile(r"\s*(?:là|ở mức|với mức)\s*(?:chỉ|khoảng|hơn|gần|\s)*")
_DONE_COMPARED = re.compile(
    r"\s*(?:chỉ |mới |cũng |đã )*(?:thu hút|thực hiện|đạt|có|được)(?: (?:được|chỉ|khoảng|hơn|gần|trên))*\s*"
)
_COUNTED = ("count", "projectCount", "enterpriseCount", "registeredCapital")
_STANDING = frozenset((
    "totalArea", "industrialLandArea", "leasedArea", "occupancyRate", "count", "workerCount", "enterpriseCount",
))  # fmt: skip


class OwnTime:
    """Finds the mention that tells a figure's time within its sentence."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._folded = frames.folded

    def find(self, figure: Figure, lean: Lean) -> tuple[TimeMention, Way] | None:
        """The mention and how it stands to the figure; None where the sentence tells no time for it."""
        sentence, q = figure.sentence, figure.quantity
        start, end = max(sentence.start, q.start - REACH), min(sentence.end, q.end + REACH)
        mentions = [
            t for t in self._frames.within(start, end)
            if (t.end <= q.start or q.end <= t.start) and self._frames.role(t) != "document"
        ]  # fmt: skip
        if not mentions:
            return None
        listed = self._listed(figure, mentions, start, end)
        if listed is not None:
            return listed, "listed"
        opened = self._folded.rfind("(", start, q.start)
        if opened >= 0 and ")" not in self._folded[opened : q.start]:
            inside = [t for t in mentions if opened < t.start and t.end <= q.start]
            if inside:
                return inside[-1], "bracket"
        before = self._before(figure, lean, mentions)
        behind = self._behind(figure, mentions)
        stated = before is not None and is_copula(self._folded[before[0].end : q.bound_start])
        if behind is not None and not (stated and behind.start - figure.end > 8):
            return behind, "behind"
        if before is None and (shared := self._behind_all(figure, mentions)) is not None:
            return shared, "behind"
        return before

    # --- before ---------------------------------------------------------------------------------------------------

    def _before(self, figure: Figure, lean: Lean, mentions: list[TimeMention]) -> tuple[TimeMention, Way] | None:
        q, sentence = figure.quantity, figure.sentence
        weak: TimeMention | None = None
        for time in reversed(mentions):
            if time.end > q.start:
                continue
            role = self._frames.role(time)
            gap = self._folded[time.end : q.bound_start]
            if role == "comparison":
                if self._reports(time, gap) or self._opens(time, sentence):
                    return time, "compared"
                continue
            if time.start in self._frames.spent or self._in_closed_bracket(time, q.start):
                continue
            if self._was_founded_with(figure, time, gap):
                return time, "bracket"  # "được thành lập năm 2004 với 7.300 ha": as large as it was then
            if role == "aim" or (role == "event" and not is_copula(gap) and not self._acts(figure, gap)):
                continue
            if ";" in gap and not self.leads(time, sentence):
                continue
            if role == "named":
                weak = weak or time
                continue
            return time, "before"
        return (weak, "before") if weak is not None else None

    def _was_founded_with(self, figure: Figure, time: TimeMention, gap: str) -> bool:
        """Whether the time is that of a founding, and the area what was founded then."""
        if figure.metric != "totalArea" or time.kind == "since" or self._frames.role(time) != "event":
            return False
        return _FOUNDED_WITH.fullmatch(gap) is not None

    def _reports(self, time: TimeMention, gap: str) -> bool:
        """Whether a figure of what is compared with follows: "cùng kỳ đạt 5 tỷ", "so với năm 2020 (5 tỷ)"."""
        if _OPENS_COMPARED.fullmatch(gap):
            return True
        if self._folded.startswith("so", time.start):
            return _IS_COMPARED.fullmatch(gap) is not None
        return (is_copula(gap) and bool(gap.strip())) or _DONE_COMPARED.fullmatch(gap) is not None

    def _opens(self, time: TimeMention, sentence: Sentence) -> bool:
        """Whether a sentence tells only what is compared with: "Cùng kỳ năm ngoái, tỉnh cấp phép 11 dự án"."""
        if self._folded.startswith("so", time.start) or self._folded[time.end : time.end + 1] not in (",", " "):
            return False
        return _OPENS_SENTENCE.fullmatch(self._folded, sentence.start, time.start) is not None

    def _acts(self, figure: Figure, gap: str) -> bool:
        """Whether the figure tells what was done on the day: "Ngày 20/8, UBND tỉnh trao giấy phép cho 10 dự án"."""
        return figure.metric not in _STANDING and len(gap) < 260 and "cho biết" not in gap and bool(_ACT.search(gap))

    def leads(self, time: TimeMention, sentence: Sentence) -> bool:
        """Whether a time before a semicolon holds behind it too: it opens its clause, or no figure stands before it."""
        start = max(sentence.start, time.start - REACH)
        clause = max(self._folded.rfind(";", start, time.start) + 1, start)
        if time.start - clause <= 16:
            return True
        earlier = self._frames.reading.quantities_before(time.start, start)
        return clause == sentence.start and all(q.kind_hint for q in earlier)

    def _in_closed_bracket(self, time: TimeMention, position: int) -> bool:
        opened = self._folded.rfind("(", max(0, time.start - 60), time.start)
        if opened < 0 or ")" in self._folded[opened : time.start]:
            return False
        if time.kind == "range_span" and _A_LENGTH.search(self._folded[max(0, opened - 24) : opened]):
            return False  # "Sau 5 năm (2016-2020), ..."
        if self._folded.startswith("):", time.end):
            return False  # "Hiện trạng (tháng 3/2021): đã có 28 nhà đầu tư"
        if opened >= 0 and _WHEN_MOST.search(self._folded, max(0, opened - 30), opened):
            return False  # "thời điểm cao nhất (năm 2014) có 43 nghìn người"
        return ")" in self._folded[time.end : position]

    # --- behind ---------------------------------------------------------------------------------------------------

    def _behind(self, figure: Figure, mentions: list[TimeMention]) -> TimeMention | None:
        end = max(figure.end, figure.quantity.end)
        time = next((t for t in mentions if t.start >= end), None)
        if time is None:
            return self._whole_span(figure, end)
        gap = self._folded[end : time.start]
        role = self._frames.role(time)
        if role == "comparison":
            stated = re.fullmatch(r"\s*(?:của(?: cả)?\s*)?", gap) and not self._folded.startswith("so", time.start)
            level = "của" in gap or _A_LEVEL.search(
                self._folded, max(0, figure.start - 16), figure.quantity.bound_start
            )
            return time if stated and (figure.unit != "%" or level) else None
        bracket = re.fullmatch(r"[^\d,.;:()]{0,25}\(\s*(?:trong|vào|của)?\s*", gap)
        if bracket and self._folded[time.end : time.end + 1] == ")":
            return time
        if len(gap) > 45 or role == "aim" or re.search(r"[,.;:()\d]", gap) or _NO_LINK_BEHIND.search(gap):
            return self._whole_span(figure, end)
        if role == "event" and (figure.metric not in _COUNTED or len(gap) > 24):
            return None
        if time.kind == "now" and self._folded[time.start : time.end] in ("hiện", "đang"):
            return None
        if time.kind == "since" and len(gap) > 25:
            return None
        after_others = _AFTER_OTHERS.search(gap) or _AFTER_OTHERS.match(self._folded, time.start)
        if after_others and _WAS_OTHERWISE.match(self._folded, time.end):
            return None
        return None if _GOES_ON.match(self._folded, time.end, time.end + 50) else time

    def _behind_all(self, figure: Figure, mentions: list[TimeMention]) -> TimeMention | None:
        """A time behind the last of several figures: "15 KCN với tổng diện tích 4.000 ha vào năm 2030"."""
        time = next((t for t in mentions if t.start >= figure.quantity.end), None)
        if time is None or self._frames.role(time) not in ("period", "asof", "named") or time.kind == "since":
            return None
        gap = self._folded[figure.quantity.end : time.start]
        if len(gap) > 120 or _APART.search(gap):
            return None
        others = self._frames.reading.quantities_before(time.start, figure.quantity.end)
        last = next((self._folded[q.end : time.start] for q in reversed(others) if not q.kind_hint), ",")
        if "," in last or len(last) > 30 or _NO_LINK_BEHIND.search(last):
            return None
        return time if self._folded[time.end : time.end + 2].strip() in ("", ".", ";", ",") else None

    def _whole_span(self, figure: Figure, end: int) -> TimeMention | None:
        """The span named before, of which the figure speaks: "5 tỷ USD cả nhiệm kỳ"."""
        if not _WHOLE_SPAN.match(self._folded, end, figure.sentence.end):
            return None
        spans = [
            t for t in self._frames.within(max(0, figure.start - REACH), figure.start)
            if t.kind == "range_span"
        ]  # fmt: skip
        return spans[-1] if spans else None

    # --- lists ----------------------------------------------------------------------------------------------------

    def _listed(self, figure: Figure, mentions: list[TimeMention], start: int, end: int) -> TimeMention | None:
        """The time at the figure's place in a list: "năm 2019, 2020, 2021 lần lượt là 5, 6, 7 dự án"."""
        if len(mentions) < 2 or not IN_THEIR_ORDER.search(self._folded, start, end):
            return None
        groups: list[list[TimeMention]] = []
        for time in mentions:
            if groups and _TIMES_GLUE.fullmatch(self._folded[groups[-1][-1].end : time.start]):
                groups[-1].append(time)
            else:
                groups.append([time])
        quantities = [q for q in self._frames.reading.quantities_before(end, start) if not q.kind_hint]
        for group in groups:
            size = len(group)
            if size == 1:
                continue
            behind = self._run([q for q in quantities if q.start >= group[-1].end][:size], size)
            run = behind or self._run([q for q in quantities if q.end <= group[0].start][-size:], size)
            for time, quantity in zip(group, run, strict=False):
                if quantity.start == figure.quantity.start:
                    return time
        return None

    def _run(self, quantities: list[Quantity], size: int) -> list[Quantity]:
        """The quantities, if they are so many and stand in one list."""
        for one, two in pairwise(quantities):
            if _FIGURES_GLUE.fullmatch(self._folded[one.end : two.start]) is None:
                return []
        return quantities if len(quantities) == size else []
