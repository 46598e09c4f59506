"""Growth told in a row: again for another time or as planned, in turn for amounts before, place after place."""

from __future__ import annotations

import re

from kg.extraction.document import Sentence
from kg.extraction.figures import GROWTH_OF, MONEY, Figure, Ignored, Reason, Told
from kg.extraction.occupancy import OF_A_TIME
from kg.extraction.patterns import IN_THEIR_ORDER
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading

# A growth told again stands no further behind the first.
_AGAIN_WITHIN = 150
_ROSE_OR_FELL = re.compile(r"(?<!\w)(?:tăng|giảm)(?!\w)")
_PLACES_IN_A_ROW = re.compile(r"[^\W\d_]:?(?: tăng| giảm)? \d{1,3}(?:,\d+)?\s?%(?=\s*(?:[,;.)]|$)|\s+và\s)")
_A_ROW = 2
RANKED_WITHIN = 700
"""What places are ranked by is named no further before them."""
# The plan behind its result: "tăng 6,8%, trong khi kế hoạch đề ra là 12%", "thấp hơn mục tiêu 12% đề ra".
_PLAN_NOUN = (
    r"(?:kế hoạch|mục tiêu|chỉ tiêu|nghị quyết|kịch bản|dự kiến)"
    r"(?: (?:tăng trưởng|cả năm|năm|của năm|của tỉnh|tỉnh|\d{4}))*"
)
_PLAN_BEHIND = re.compile(
    rf"[^;.]{{0,60}}?(?:(?:thấp|cao|kém|nhiều|ít) hơn|không đạt|chưa đạt|so với)(?: nhiều| xa)?(?: với"
    rf"| so với)?(?: mức| con số)? {_PLAN_NOUN}"
    r"(?: tăng(?: trưởng)?| là| đề ra| đặt ra| được giao| giao|(?: khoảng| trên| từ))*\s*\(?"
    rf"|[^;.]{{0,40}}?(?:trong khi|còn|mà|nhưng|song|so với)(?: đó)?,? {_PLAN_NOUN}(?: (?:đề ra|đặt ra|được giao|giao"
    rf"|năm|là|phải|tăng|trên|từ|khoảng))+\s*"
)
# What growth was in the time compared with: "thấp hơn mức 13,05% của quý I/2019".
_SET = re.compile(r"\s+(?:đề ra|đặt ra|được giao|đã đề|của (?:cả )?năm|mà nghị quyết)(?!\w)")
_AGAINST_SET = re.compile(rf"[^;.]{{0,60}}?{_PLAN_NOUN}(?: tăng(?: trưởng)?| là| khoảng| trên| từ)*\s*")
_COMPARED_GROWTH = re.compile(
    r"[^;.]{0,50}?(?:so với|thấp hơn|cao hơn|thay vì|từ|kém)(?: nhiều| xa| hẳn)?(?: so với)?\s+(?:mức|con số|tốc độ|đà)"
    r"(?: tăng)?(?: trưởng)?(?: tới| đến)?\s*"
)
# A growth told for one time after another: "tăng 13%/năm giai đoạn 2011-2015 và 13,6%/năm giai đoạn 2016-2020".
_NEXT_TIME = re.compile(
    r"[^;.%]{0,70}?(?:,|và|rồi|lên|còn)\s+(?:là |đạt |khoảng |hơn |gần |trên |xấp xỉ |dự kiến |tới |đến "
    r"|[^,;.%\d]{0,12}(?:năm|giai đoạn) [\d -]{4,12} ?(?:là |đạt |khoảng )?)*"
)
_TIMED = re.compile(
    r"\s*(?:/năm|mỗi năm|một năm)?\s*\(?(?:trong |vào |cho |ở |của )?(?:các |những |cả )?(?:giai đoạn|năm|thời kỳ|quý"
    r"|\d{1,2} tháng)(?!\w)"
)
# "Sóc Trăng và Vĩnh Long lần lượt giảm 12,4% và 11,8%".
_LISTED = re.compile(r"\s*(?:,|và|, và)\s*(?:khoảng |gần |hơn |trên )?")
_PLAN_IN_BRACKETS = re.compile(
    r"[^;.()]{0,60}\((?:kế hoạch|kh|mục tiêu|chỉ tiêu)[^;.()\d]{0,20}?(?:là |tăng |đề ra |giao )?(?:trên |từ |khoảng )?"
)
# "xuất khẩu 13 tỷ USD, nhập khẩu 12 tỷ USD, lần lượt tăng 19,8% và 15,1%": each amount's growth, in their order.
_IN_TURN = re.compile(
    r"(?:lần lượt|tương ứng)(?: là)? (?=tăng|giảm)"
    r"((?:(?:tăng |giảm )?(?:khoảng |hơn |gần |tới )?\d[\d.,]*\s?%\s*(?:,|và|, và)\s*)*)((?:tăng|giảm)?)"
    r"(?: khoảng| hơn| gần| tới)*\s*$"
)
_TURNS_BEHIND = re.compile(r"(?:\s*(?:,|và|, và)\s*(?:tăng |giảm )?(?:khoảng |hơn |gần |tới )?\d[\d.,]*\s?%)*")
_TURNS_WITHIN = 60
# "IIP Bắc Ninh tăng 15,4%, Hải Dương 13,6%, còn Quảng Ninh chỉ 4,2%": from one place's growth to the next one's.
_TO_NEXT_PLACE = re.compile(
    r"\s*(?:,|;|và|còn|trong khi|rồi|là|kế đến|tiếp đến|theo sau|tiếp theo|\s)*(?:(?:tỉnh|tp\.?|thành phố)\s+)?"
)
_ITS_GROWTH = re.compile(r"\s*(?:chỉ|với|đạt|là|:|,|\s)*(?:khoảng|gần|hơn|trên)?\s*")


class GrowthRows:
    """Reads percentages that go on with growth told before them in their sentence."""

    def __init__(self, reading: Reading, told: Told) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = told

    def read(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored | None:
        """The growth that a percentage is by those before it; None where it goes on with none. `before`: its words."""
        return (
            self._in_turn(q, sentence, before)
            or self._again(q, sentence)
            or self._in_a_row(q, sentence)
            or self._of_next_place(q, sentence)
        )

    def _again(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The growth told just before, for another time or as planned: "tăng 8,74% (kế hoạch là 9%)"."""
        last = self._told.last(sentence, ("%",))
        if last is None or last.metric not in GROWTH_OF.values() or q.start - last.quantity.end > _AGAIN_WITHIN:
            return None
        start, folded = last.quantity.end, self._folded
        compared = _COMPARED_GROWTH.fullmatch(folded, start, q.bound_start) and OF_A_TIME.match(folded, q.end)
        if (
            _PLAN_IN_BRACKETS.fullmatch(folded, start, q.start)
            or _PLAN_BEHIND.fullmatch(folded, start, q.bound_start)
            or compared
            or (_AGAINST_SET.fullmatch(folded, start, q.bound_start) and _SET.match(folded, q.end))
            or (
                _LISTED.fullmatch(folded, start, q.bound_start) and IN_THEIR_ORDER.search(folded, sentence.start, start)
            )
            or (_NEXT_TIME.fullmatch(folded, start, q.bound_start) and _TIMED.match(folded, q.end, sentence.end))
        ):
            listed = _LISTED.fullmatch(folded, start, q.bound_start) is not None
            negative = (folded[q.start] in "-−–" and q.value >= 0) or (listed and last.negative)
            return Figure(
                q, sentence, last.metric, "inherited", q.bound_start, q.end, "%", like=last, negative=negative
            )
        return None

    def _in_turn(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored | None:
        """The growth of one of the amounts before, told in their order: "lần lượt tăng 19,8% và 15,1%"."""
        turn = _IN_TURN.search(before[-_TURNS_WITHIN:]) if "lần lượt" in before or "tương ứng" in before else None
        behind = _TURNS_BEHIND.match(self._folded, q.end, sentence.end)
        if turn is None or behind is None:
            return None
        place, behind_it = turn[1].count("%"), behind[0].count("%")
        start = q.start - len(turn[0])
        amounts = [
            a for a in self._reading.quantities_before(start, sentence.start) if a.unit in MONEY and not a.kind_hint
        ]
        if len(amounts) < place + 1 + behind_it or not (place or behind_it):
            return None
        amount = self._told.of(amounts[len(amounts) - behind_it - 1])
        if not isinstance(amount, Figure) or amount.metric not in GROWTH_OF:
            return Ignored(q, Reason.OTHER_GROWTH)
        return Figure(
            q, sentence, GROWTH_OF[amount.metric], "inherited", q.bound_start, q.end, "%",
            like=amount, negative=_ROSE_OR_FELL.findall(turn[0])[-1] == "giảm",
        )  # fmt: skip

    def _of_next_place(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The growth of the next place, told like that of the place before: "X tăng 15,4%, Y 13,6%, Z chỉ 4,2%"."""
        last = self._told.last(sentence, ("%",))
        place = self._reading.place_before(q.start)
        if last is None or last.metric not in GROWTH_OF.values() or place is None or place.start < last.quantity.end:
            return None
        first = self._reading.place_before(last.quantity.start)
        if first is None or first.start < sentence.start or first.kind != place.kind:
            return None
        glued = _TO_NEXT_PLACE.fullmatch(self._folded, last.quantity.end, place.name_start)
        if glued is None or not _ITS_GROWTH.fullmatch(self._folded, place.end, q.bound_start):
            return None
        return Figure(
            q, sentence, last.metric, "inherited", q.bound_start, q.end, "%", like=last, negative=last.negative
        )

    def _in_a_row(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The growth of one of several places in a row: "Một số nơi tăng cao: Bắc Giang 26,8%; Nam Định 24,7%"."""
        place = self._reading.place_before(q.start)
        gap = self._folded[place.end : q.start].strip() if place is not None and place.start >= sentence.start else "-"
        if place is None or gap not in ("", ":", "tăng", "giảm"):
            return None
        head = self._folded.rfind(":", sentence.start, place.start)
        told = [*_ROSE_OR_FELL.finditer(self._folded, sentence.start, head)] if head >= 0 else []
        verb = gap if gap in ("tăng", "giảm") else told[-1][0] if told else ""
        if head < 0 or not verb or len(_PLACES_IN_A_ROW.findall(self._folded, head, sentence.end)) < _A_ROW:
            return None
        for hit in reversed(self._reading.terms(max(sentence.line.start, sentence.start - RANKED_WITHIN), head)):
            metric = next((GROWTH_OF[name] for name in hit.keys("name") if name in GROWTH_OF), "")
            if metric:
                return Figure(q, sentence, metric, "inherited", q.bound_start, q.end, "%", negative=verb == "giảm")
        return None
