"""Percentages: how full zones are, and how output and trade grow; shares of plans and wholes are left out."""

from __future__ import annotations

import re

from kg.extraction.document import Sentence
from kg.extraction.figures import GROWTH_OF, Figure, Ignored, Reason, Told
from kg.extraction.lexicon import Hit
from kg.extraction.measures import Measures
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.reference.metrics import metrics

# The word of rise or fall with what may stand between it and its number: "tăng bình quân hằng năm trên 12%".
_RISING = re.compile(
    r"(?:tăng|cao hơn)(?: trưởng)?(?:\s|ước|đạt|khoảng|gần|hơn|trên|tới|đến|lên|bình|quân|thêm|cao|nhẹ|mạnh|là|mức"
    r"|trung|ở|từ|,|hằng|năm|hàng|đột|biến|vọt|:)*\(?$"
)
_FALLING = re.compile(
    r"(?:giảm|sụt giảm|sụt|tụt|thấp hơn|tăng trưởng âm)(?:\s|ước|khoảng|gần|hơn|trên|tới|đến|còn|nhẹ|mạnh|sâu|là|mức"
    r"|bình|quân|từ|ở|:)*\(?$"
)
_SIGN_BEFORE = re.compile(r"\(\s*[+−–-]?\s*$")
# A rate of growth whose word stands further back: "tốc độ tăng trưởng của ngành chế biến, chế tạo là 9,1%".
_GROWTH_BEFORE = re.compile(r"(?:tốc độ tăng(?: trưởng)?|tăng trưởng|mức tăng)[^,;%]{0,110}$")
_SHARE_BEFORE = re.compile(r"(?:chiếm|tỷ trọng|tỉ trọng|bằng|đóng góp|tỷ lệ|tỉ lệ|cơ cấu)[^,;]{0,40}$")
_OF_PLAN = re.compile(
    r"\s*(?:so với |của )?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|kh |nghị quyết|tổng|số |vốn đăng ký|diện tích cả"
    r"|cả nước|toàn)"
)
# Growth is told against the year before; against the month before it is another, shorter measure.
_MONTH_ON_MONTH = re.compile(r"[^.;]{0,30}?so(?: với)? (?:tháng (?:trước|liền|\d)|quý (?:trước|liền|i|\d))")
_GROWTH_OF_OTHERS = re.compile(r"về (?:số|lượng|vốn|dự án)")
# "76% diện tích đã được cho thuê": occupancy told by what follows it.
_LET_BEHIND = re.compile(
    r"\s+(?:tổng )?(?:diện tích|quỹ đất|đất)[^,.;:]{0,30}?\s(?:đã )?(?:được )?(?:cho thuê|lấp đầy|thuê)"
)
_LAND = frozenset({"diện tích", "đất công nghiệp", "diện tích đất công nghiệp"})
# Between the land let and its share: "95 ha, đạt khoảng 76,3%".
_SHARE_OF_LAND = re.compile(
    r"\s*(?:,|\()?\s*(?:và\s+)?(?:đạt|bằng|tương đương|chiếm|tương ứng)\s+(?:tỷ lệ\s+)?(?:khoảng|gần|hơn|trên)?\s*"
)
_NOT_OCCUPANCY = re.compile(r"chiếm|;")
_OTHER_THAN_LEVEL = re.compile(r"tăng|giảm|chiếm")
# Between an amount and its growth: "4,35 tỷ USD, tăng 24,3%".
_GROWS = re.compile(
    r"[^;:.]{0,50}?(?:,|\()?\s*(?:nhưng |và |song )?(?:cũng |đã |chỉ |vẫn |lại |ước )?(?:tăng|giảm)[^;:.,]{0,24}\s*"
)
_PLAN_IN_BRACKETS = re.compile(
    r"[^;.()]{0,60}\((?:kế hoạch|kh|mục tiêu|chỉ tiêu)[^;.()\d]{0,20}?(?:là |tăng |đề ra |giao )?(?:trên |từ |khoảng )?"
)
_ASIDE = re.compile(r"(?:chiếm|về)\s+$")
# What an industry makes grows as output, also where trade was told in between:
# "ngành sản xuất thiết bị điện tăng 19%".
_MADE = re.compile(r"(?:ngành|sản xuất|công nghiệp|khai khoáng|chế biến)(?!\w)(?![^.;]*xuất khẩu)")
# An industry's part goes on with the growth that was told of the whole: "ngành dệt tăng 8,2%".
_SECTOR = re.compile(r"ngành|sản xuất|sản phẩm|lĩnh vực|khai khoáng|chế biến")


class Percentages:
    """Reads percentages: "tỷ lệ lấp đầy 76%", "IIP tăng 9,1%", "4,35 tỷ USD, tăng 24,3%"."""

    def __init__(self, reading: Reading, told: Told, measures: Measures) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = told
        self._measures = measures
        self._metrics = metrics()

    def read(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored:
        """Say what a percentage measures. `before`: the folded words before it."""
        after = self._folded[q.end : min(sentence.end, q.end + 60)]
        rising, falling = _RISING.search(before) is not None, _FALLING.search(before) is not None
        if not rising and not falling:
            occupancy = self._occupancy(q, sentence, after)
            if occupancy is not None:
                return occupancy
        if _OF_PLAN.match(after):
            return Ignored(q, Reason.SHARE_OF_PLAN)
        planned = self._planned_growth(q, sentence)
        if planned is not None:
            return planned
        if not (rising or falling):
            signed = self._folded[q.start] in "+-−–" or _SIGN_BEFORE.search(before) is not None
            if _SHARE_BEFORE.search(before) or not (signed or _GROWTH_BEFORE.search(before)):
                return Ignored(q, Reason.SHARE)
        if _MONTH_ON_MONTH.match(after):
            return Ignored(q, Reason.SHORT_CHANGE)
        return self._growth(q, sentence, negative=falling or (self._folded[q.start] in "-−–" and q.value >= 0))

    # --- occupancy ------------------------------------------------------------------------------------------------

    def _occupancy(self, q: Quantity, sentence: Sentence, after: str) -> Figure | None:
        """How full zones are: "tỷ lệ lấp đầy đạt 76%", "76% diện tích đã cho thuê", "95 ha, đạt 76%"."""
        last = self._told.last(sentence, ("%",))
        start = self._occupancy_name(q, sentence.start if last is None else last.quantity.end)
        if start >= 0:
            return Figure(q, sentence, "occupancyRate", "stated", start, q.end, "%")
        if _LET_BEHIND.match(after):
            return Figure(q, sentence, "occupancyRate", "stated", q.bound_start, q.end, "%")
        for gap in (" ", " diện tích ", ", "):
            for hit in self._reading.at(q.end + len(gap)) if after.startswith(gap) else ():
                if "occupancyRate" in hit.keys("name"):
                    return Figure(q, sentence, "occupancyRate", "stated", q.bound_start, hit.end, "%")
        leased = self._told.last(sentence, ("ha",))
        if (
            leased is not None
            and leased.metric == "leasedArea"
            and not _OF_PLAN.match(after)
            and _SHARE_OF_LAND.fullmatch(self._folded, leased.quantity.end, q.start)
        ):
            return Figure(q, sentence, "occupancyRate", "inferred", q.bound_start, q.end, "%", like=leased)
        if (
            last is not None
            and last.metric == "occupancyRate"
            and not _OTHER_THAN_LEVEL.search(self._folded, last.end, q.bound_start)
        ):
            return Figure(q, sentence, "occupancyRate", "inherited", q.bound_start, q.end, "%", like=last)
        return None

    def _occupancy_name(self, q: Quantity, barrier: int) -> int:
        """Where the nearest measure before a percentage begins, if it is occupancy; else -1."""
        for hit in reversed(self._reading.terms(barrier, q.bound_start)):
            if "occupancyRate" in hit.keys("name"):
                gap = self._folded[hit.end : q.bound_start]
                return hit.start if len(gap) <= 70 and not _NOT_OCCUPANCY.search(gap) else -1
            if (hit.keys("name") or hit.keys("outside")) and self._folded[hit.start : hit.end] not in _LAND:
                return -1
        return -1

    # --- growth ---------------------------------------------------------------------------------------------------

    def _growth(self, q: Quantity, sentence: Sentence, *, negative: bool) -> Figure | Ignored:
        """The growth of the amount before it, else of the nearest measure named, else of the last one that grew."""
        amount = self._amount_before(q, sentence)
        if isinstance(amount, Figure) and amount.metric in GROWTH_OF:
            return Figure(
                q, sentence, GROWTH_OF[amount.metric], "inherited", q.bound_start, q.end, "%",
                like=amount, negative=negative,
            )  # fmt: skip
        if amount is not None:
            return Ignored(q, Reason.OTHER_GROWTH)
        for hit in reversed(self._reading.terms(sentence.start, q.bound_start)):
            names = hit.keys("name")
            if not names:
                if hit.keys("outside") and self._names_growth(hit, q):
                    return Ignored(q, Reason.OTHER_GROWTH)
                continue
            if self._measures.modifies(hit):
                continue
            metric = next((GROWTH_OF[name] for name in names if name in GROWTH_OF), "")
            if metric:
                return Figure(q, sentence, metric, "stated", hit.start, q.end, "%", negative=negative)
            if not any("%" in self._metrics[name].units for name in names):
                return Ignored(q, Reason.OTHER_GROWTH)
        if _GROWTH_OF_OTHERS.search(self._folded, q.end, q.end + 20):
            return Ignored(q, Reason.OTHER_GROWTH)
        last = self._last_growth(sentence)
        if last is None:
            return Ignored(q, Reason.UNNAMED_GROWTH, known=False)
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, "%", like=last, negative=negative)

    def _planned_growth(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The plan beside its result: "IIP tăng 8,74% so với năm 2014 (kế hoạch là 9%)"."""
        last = self._told.last(sentence, ("%",))
        if last is None or last.metric not in GROWTH_OF.values():
            return None
        if not _PLAN_IN_BRACKETS.fullmatch(self._folded, last.quantity.end, q.start):
            return None
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, "%", like=last)

    def _names_growth(self, hit: Hit, q: Quantity) -> bool:
        """Whether a measure outside is what grows, not only an aside: "chiếm doanh thu", "về doanh thu"."""
        if _ASIDE.search(self._folded, max(0, hit.start - 12), hit.start):
            return False
        return bool(self._folded[hit.end : q.bound_start].strip())

    def _amount_before(self, q: Quantity, sentence: Sentence) -> Figure | Ignored | None:
        """The amount whose growth follows it: "đạt 4,35 tỷ USD, tăng 24,3%"."""
        for earlier in reversed(self._reading.quantities_before(q.start, sentence.start)):
            if earlier.kind_hint or earlier.unit == "%":
                continue
            if not _GROWS.fullmatch(self._folded, earlier.end, q.start):
                return None
            if any(hit.keys("name") for hit in self._reading.terms(earlier.end, q.start)):
                return None
            return self._told.of(earlier)
        return None

    def _last_growth(self, sentence: Sentence) -> Figure | None:
        """The growth that an industry's part goes on with: "IIP tăng 9,1%. Trong đó, dệt may tăng 8,2%"."""
        for figure in reversed(self._told.figures):
            line = figure.sentence.line
            if figure.sentence.index < sentence.index - 2 or line.paragraph < sentence.line.paragraph - 1:
                return None
            if figure.metric not in GROWTH_OF.values():
                continue
            if (
                figure.metric != "outputGrowth"
                and figure.sentence.index != sentence.index
                and _MADE.search(self._folded, sentence.start, sentence.end)
            ):
                continue
            goes_on = figure.sentence.index == sentence.index or (
                figure.sentence.index == sentence.index - 1 and self._folded.startswith("trong đó", sentence.start)
            )
            return figure if goes_on or _SECTOR.search(self._folded, sentence.start, sentence.end) else None
        return None
