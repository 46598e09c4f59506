"""How full zones are: the percentages that tell an occupancy, by their words or by those of the rates beside them."""

from __future__ import annotations

import re
from functools import cached_property

from kg.extraction.bare_names import RATE_LIST
from kg.extraction.document import Sentence
from kg.extraction.figures import Figure, Reason, Told
from kg.extraction.lexicon import Hit
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading

# A share of a whole, and one of a plan: no rate of occupancy and no growth.
SHARE_BEFORE = re.compile(r"(?:chiếm|tỷ trọng|tỉ trọng|(?<!đồng )bằng|đóng góp|tỷ lệ|tỉ lệ|cơ cấu)[^,;]{0,40}$")
OF_PLAN = re.compile(
    r"\s*(?:so với |của )?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|kh |nghị quyết|tổng|số |vốn đăng ký|diện tích cả"
    r"|cả nước|toàn)"
)
# "76% diện tích đã được cho thuê": occupancy told by what follows it.
_LET_BEHIND = re.compile(
    r"\s+(?:tổng )?(?:diện tích|quỹ đất|đất)(?:(?! và )[^,.;:]){0,30}?\s(?:đã )?(?:được )?(?:cho thuê|lấp đầy|thuê)"
)
# "dành tối thiểu 3% đất công nghiệp cho doanh nghiệp nhỏ thuê": land that is to be let.
_SET_ASIDE = re.compile(r"(?:dành|bố trí|san lấp|bồi thường|giải phóng|thu hồi|đền bù)(?!\w)[^,.;]{0,40}$")
# "đã cho thuê được 70% diện tích": occupancy told by the verb before it.
_LET_BEFORE = re.compile(
    r"(?:cho thuê|lấp đầy|(?<!san )lấp(?= được)|cho [^,.;]{3,20} thuê)(?: lại| được| đất| hết| khoảng| gần| hơn"
    r"| trên| tới"
    r"| đến| xấp xỉ"
    r"| đạt| là)*\s+$"
)
_OF_LAND = re.compile(r"\s+(?:tổng )?(?:số )?(?:diện tích|quỹ đất|đất|mặt bằng)(?!\w)|\s*(?:[.;,)]|$)")
# What a rate of occupancy is told of is no measure of its own: "tỷ lệ lấp đầy trên diện tích thu hồi đạt 88%".
_TOLD_OF = re.compile(r"(?:tính )?(?:trên|so với)\s+(?:tổng )?(?:diện tích|đất|quỹ đất|phần)(?!\w)[^,.;:%\d]*$")
_LAND = frozenset({"đất ở", "diện tích", "đất công nghiệp", "diện tích đất công nghiệp", "giải phóng mặt bằng"})
# "trạm xử lý nước thải mới chạy được 40% công suất": how much a work is used.
_OF_CAPACITY = re.compile(r"\s*(?:tổng )?(?:công suất|năng lực)(?!\w)")
# Between the land let and its share: "95 ha, đạt khoảng 76,3%".
_SHARE_OF_LAND = re.compile(
    r"\s*(?:,|\()?\s*(?:và\s+)?(?:(?:đạt|bằng|tương đương|chiếm|tương ứng)\s+(?:(?:tỷ|tỉ) lệ\s+)?|(?:tỷ"
    r"|tỉ) lệ\s+(?:đạt\s+|là\s+)?)"
    r"(?:khoảng|gần|hơn|trên)?\s*"
)
# "86%, tăng từ mức 61% cuối năm trước": how full it was then.
_FROM_LEVEL = re.compile(
    r"\s*,?\s*(?:tăng|giảm|cao hơn|thấp hơn)(?: mạnh| nhẹ| đáng kể)?(?: so với| từ)?(?: mức| con số)?(?: chỉ)?\s*"
)
# So far back in a line's end stands what its list tells of.
# "xấp xỉ 79%, cao hơn mức 71% của cả nước": how full those of another place are.
_BESIDE_LEVEL = re.compile(
    r",? (?:cao|thấp|kém|nhỉnh) hơn(?: hẳn| nhiều| khá xa)?(?: so với)?(?: mức| con số)?(?: bình quân| trung bình)?\s*"
)
_LEVEL_OF = re.compile(r"\s+(?:chung )?(?:của|trên) (?:cả nước|toàn quốc|vùng|toàn vùng|các|tỉnh|khu vực)(?!\w)")
# "Hải Phòng lấp đầy 79%. Bình Dương dẫn đầu với 95%, còn Long An 82%", "KCN B thì mới hơn năm đã 73%"
_PLACE_STANDS_AT = re.compile(
    r"(?: dẫn đầu| đứng đầu| lần lượt| cũng| chỉ| với| đạt| là| ở mức| còn| thì| đã| mới| lên| tới| mức| được"
    r"| khoảng| gần| trên| hơn| xấp xỉ)*\s*"
)
_OPENS_WITH = 12
_ZONE_STANDS_AT = re.compile(r"[^.;:%]{0,60}")
_REACHES = re.compile(r"(?<!\w)(?:đạt|được|lên|tới|ở mức)(?: hơn| gần| trên| khoảng| tới)*\s*$")
_SPOKEN_WITHIN = 160
_RATE_WITHIN = 90
_BARE_RATE = re.compile(
    r"(?:cho thuê|đất công nghiệp|lấp)[^.;:%\d]{0,50}(?<!\w)(?:tỷ|tỉ) lệ(?: đạt| là| khoảng| gần| hơn| trên)*\s*$"
)
_HEAD = 90
_NOT_OCCUPANCY = re.compile(r"chiếm|;")
_OTHER_THAN_LEVEL = re.compile(
    r"tăng|giảm|chiếm|(?:giải phóng|san lấp|bồi thường|đền bù|thi công)(?: mặt bằng)? (?:xong|được)"
)
OF_A_TIME = re.compile(
    r"\s+(?:của |trong |vào |hồi |ở )?(?:cuối |đầu |giữa )?(?:cùng kỳ|năm|quý|tháng|\d{1,2} tháng|kỳ trước"
    r"|nửa đầu)(?!\w)"
)


class Occupancy:
    """Reads rates of occupancy: "tỷ lệ lấp đầy đạt 76%", "76% diện tích đã cho thuê"."""

    def __init__(self, reading: Reading, told: Told) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = told

    def beside(self, q: Quantity, sentence: Sentence, after: str) -> Figure | None:
        """The rate of another time or place beside one just told: "86%, tăng từ mức 61% cuối năm trước"."""
        before_it = self._told.last(sentence, ("%",))
        if (
            before_it is not None
            and before_it.metric == "occupancyRate"
            and _FROM_LEVEL.fullmatch(self._folded, before_it.quantity.end, q.bound_start)
            and OF_A_TIME.match(self._folded, q.end)
        ):
            return Figure(q, sentence, "occupancyRate", "inherited", q.bound_start, q.end, "%", like=before_it)
        if (
            before_it is not None
            and before_it.metric == "occupancyRate"
            and _BESIDE_LEVEL.fullmatch(self._folded, before_it.quantity.end, q.bound_start)
            and _LEVEL_OF.match(after)
        ):
            return Figure(q, sentence, "occupancyRate", "inherited", q.bound_start, q.end, "%")
        return None

    def read(self, q: Quantity, sentence: Sentence, after: str) -> Figure | None:
        """How full zones are: "tỷ lệ lấp đầy đạt 76%", "76% diện tích đã cho thuê", "95 ha, đạt 76%"."""
        if _OF_CAPACITY.match(after):
            return None
        last = self._told.last(sentence, ("%",))
        start = self._occupancy_name(q, sentence.start if last is None else last.quantity.end)
        if start >= 0 or self._puts_right_a_rate(q, sentence) or self._rate_of_land(q, sentence):
            start = start if start >= 0 else q.bound_start
            return Figure(q, sentence, "occupancyRate", "stated", start, q.end, "%")
        before = self._folded[max(sentence.start, q.bound_start - 60) : q.bound_start]
        let = _LET_BEHIND.match(after) or (_LET_BEFORE.search(before) and _OF_LAND.match(after))
        if let and not _SET_ASIDE.search(before):
            return Figure(q, sentence, "occupancyRate", "stated", q.bound_start, q.end, "%")
        for gap in (" ", " diện tích ", ", "):
            for hit in self._reading.at(q.end + len(gap)) if after.startswith(gap) else ():
                if "occupancyRate" in hit.keys("name"):
                    return Figure(q, sentence, "occupancyRate", "stated", q.bound_start, hit.end, "%")
        if last is None and sentence.line.bullet and self._heads_a_list(q, sentence):
            return Figure(q, sentence, "occupancyRate", "inherited", q.bound_start, q.end, "%")
        leased = self._told.last(sentence, ("ha",))
        if (
            leased is not None
            and leased.metric == "leasedArea"
            and not OF_PLAN.match(after)
            and _SHARE_OF_LAND.fullmatch(self._folded, max(leased.quantity.end, leased.end), q.start)
        ):
            return Figure(q, sentence, "occupancyRate", "inferred", q.bound_start, q.end, "%", like=leased)
        zone = next(self._reading.zones_before(q.start), None)
        listed = zone is not None and zone.names and self._folded[zone.end : q.start] in (" ", ": ", " (")
        if zone is not None and listed and RATE_LIST.search(self._folded, sentence.start, zone.start):
            return Figure(q, sentence, "occupancyRate", "stated", q.bound_start, q.end, "%")
        share = SHARE_BEFORE.search(before) is not None and "đạt" not in before[-30:]
        if not share and not OF_PLAN.match(after) and self._next_in_the_row(q, sentence):
            return Figure(q, sentence, "occupancyRate", "inherited", q.bound_start, q.end, "%")
        if (
            last is not None
            and last.metric == "occupancyRate"
            and not _OTHER_THAN_LEVEL.search(self._folded, last.end, q.bound_start)
        ):
            return Figure(q, sentence, "occupancyRate", "inherited", q.bound_start, q.end, "%", like=last)
        return None

    def _rate_of_land(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether a bare "tỷ lệ" is that of the land told of before: "đất cho thuê đã gần hết, tỷ lệ 98%"."""
        before = self._folded[max(sentence.start, q.bound_start - _RATE_WITHIN) : q.bound_start]
        return "lệ" in before[-30:] and _BARE_RATE.search(before) is not None

    def _occupancy_name(self, q: Quantity, barrier: int) -> int:
        """Where the nearest measure before a percentage begins, if it is occupancy; else -1."""
        for hit in reversed(self._reading.terms(barrier, q.bound_start)):
            if "occupancyRate" in hit.keys("name"):
                gap = self._folded[hit.end : q.bound_start]
                return hit.start if len(gap) <= 70 and not _NOT_OCCUPANCY.search(gap) else -1
            if (hit.keys("name") or hit.keys("outside")) and not self._beside_occupancy(hit, barrier):
                return -1
        return -1

    def _next_in_the_row(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether another zone or place is told right after one how full it is, with no measure named in between."""
        last = self._told.figures[-1] if self._told.figures else None
        if last is None or last.sentence.line.index != sentence.line.index or sentence.index - last.sentence.index > 1:
            return self._rate_spoken_of(q, sentence) or self._next_paragraphs(q, sentence)
        rates = (figure for figure in reversed(self._told.figures[-4:]) if figure.unit == "%")
        rate = next(rates, None)
        if rate is None or rate.sentence.line.index != sentence.line.index:
            return self._rate_spoken_of(q, sentence)
        if rate is None or rate.metric != "occupancyRate" or sentence.index - rate.sentence.index > 1:
            return False
        start = max(sentence.start, rate.quantity.end)
        zone = next(self._reading.zones_before(q.start), None)
        place = self._reading.place_before(q.start)
        if zone is not None and zone.names and zone.start >= start:
            fits = _ZONE_STANDS_AT.fullmatch(self._folded, zone.end, q.bound_start)
            named = zone.end
        elif place is not None and place.start >= start and place.kind in ("Province", "Region") and not place.embedded:
            fits = _PLACE_STANDS_AT.fullmatch(self._folded, place.end, q.bound_start)
            named = place.end
        else:
            return False
        terms = self._reading.terms(named, q.bound_start)
        return fits is not None and not any(hit.keys("name") or hit.keys("outside") for hit in terms)

    def _next_paragraphs(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether a paragraph opens with how full the next place is: "... 84%.\nTiền Giang cũng đạt khoảng 78%"."""
        last = self._told.figures[-1] if self._told.figures else None
        place = self._reading.place_before(q.start)
        if last is None or place is None or last.metric != "occupancyRate" or place.kind != "Province":
            return False
        if last.sentence.line.index != sentence.line.index - 1 or place.start - sentence.line.start > _OPENS_WITH:
            return False
        also = self._folded.startswith((" cũng ", " thì "), place.end)
        return also and _PLACE_STANDS_AT.fullmatch(self._folded, place.end, q.bound_start) is not None

    def _rate_spoken_of(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether the sentence before speaks of how full zones are, and this one is about one of them: "A đạt 100%"."""
        zone = next(self._reading.zones_before(q.start), None)
        if zone is None or not zone.names or zone.start < sentence.start:
            return False
        if _REACHES.search(self._folded, max(zone.end, q.bound_start - 24), q.bound_start) is None:
            return False
        if (
            _OTHER_THAN_LEVEL.search(self._folded, zone.end, q.bound_start)
            or "thường" in self._folded[zone.end : q.start]
        ):
            return False
        spoken = self._reading.terms(max(sentence.line.start, sentence.start - _SPOKEN_WITHIN), sentence.start)
        rates = [hit for hit in spoken if hit.keys("name")]
        return bool(rates) and "occupancyRate" in rates[-1].keys("name")

    def _puts_right_a_rate(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether the percentage puts right a rate denied right before it: "không phải lấp đầy 85% mà chỉ 52%"."""
        denied = self._told.ignored[-1] if self._told.ignored else None
        if denied is None or denied.reason != Reason.DENIED or denied.quantity.unit != "%":
            return False
        if denied.quantity.start < sentence.start or self._told.last(sentence, ("%",)) is not None:
            return False
        return self._occupancy_name(denied.quantity, sentence.start) >= 0

    def _heads_a_list(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether a bullet's first percentage is what the line above its list ends with: "Tỷ lệ lấp đầy cụ thể:"."""
        head = self._list_heads[sentence.line.index]
        if head < 0 or not sentence.first:
            return False
        if any(hit.keys("name") or hit.keys("outside") for hit in self._reading.terms(sentence.start, q.bound_start)):
            return False
        line = self._reading.doc.lines[head]
        names = self._reading.terms(max(line.start, line.end - _HEAD), line.end)
        named = [hit for hit in names if hit.keys("name") or hit.keys("outside")]
        return bool(named) and "occupancyRate" in named[-1].keys("name")

    @cached_property
    def _list_heads(self) -> list[int]:
        """For each line the index of the line that heads the list that it is of: the last without a bullet; else -1."""
        heads, head = [], -1
        for line in self._reading.doc.lines:
            heads.append(head if line.bullet else -1)
            if not line.bullet:
                head = line.index if self._folded[line.end - 1] == ":" else -1
        return heads

    def _beside_occupancy(self, hit: Hit, barrier: int) -> bool:
        """Whether a measure is only the land that a rate of occupancy is told of, or no measure: "phần mở rộng"."""
        if self._folded[hit.start : hit.end] in _LAND or self._folded.endswith("mở ", barrier, hit.start):
            return True
        return _TOLD_OF.search(self._folded, max(barrier, hit.start - 60), hit.end) is not None
