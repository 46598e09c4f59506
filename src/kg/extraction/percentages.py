"""Percentages: how full zones are, and how output and trade grow; shares of plans and wholes are left out."""

from __future__ import annotations

import re
from functools import cached_property

from kg.extraction.bare_names import RATE_LIST
from kg.extraction.document import Sentence
from kg.extraction.figures import GROWTH_OF, Figure, Ignored, Reason, Told
from kg.extraction.lexicon import Hit
from kg.extraction.measures import Measures
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.reference.metrics import metrics

# A growth told again stands no further behind the first.
_AGAIN_WITHIN = 150
# The word of rise or fall with what may stand between it and its number: "tăng bình quân hằng năm trên 12%".
_THAN_BEFORE = r"|so với|cùng kỳ|cùng quý|của|trước|ngoái"
_RISING = re.compile(
    r"(?:tăng|(?:cao|nhỉnh|nhiều) hơn|nhích|vọt|bứt|bật|vươn|leo|hơn (?=cùng (?:kỳ|quý)))(?: trưởng)?(?:\s|ước|đạt"
    r"|khoảng|gần|hơn|trên|tới|đến|lên|bình|quân|thêm|cao|nhất|với|nhẹ|mạnh|là|mức"
    r"|trung|ở|từ|,|hằng|năm|hàng|đột|biến|vọt|:" + _THAN_BEFORE + r")*\(?$"
)
_FALLING = re.compile(
    r"(?:giảm|sụt giảm|sụt|tụt|hụt|(?:thấp|kém) hơn|(?<!\w)lùi|rớt|tuột|kém (?=cùng (?:kỳ|quý))|tăng trưởng âm)"
    r"(?:\s|ước|khoảng|gần|hơn|trên|tới|đến|còn|nhẹ|mạnh|sâu|là|mức|xuống|mất"
    r"|bình|quân|từ|ở|năm|:" + _THAN_BEFORE + r")*\(?$"
)
# "tỷ lệ lấp đầy vọt lên 90%": how full it got, no growth.
_RATE_ROSE = re.compile(
    r"(?:lấp đầy|lấp kín|lắp đầy|tỷ lệ cho thuê)(?!\w)[^.;%]{0,60}?\s(?:lên|xuống|còn)"
    r"(?: (?:tới|đến|mức|khoảng|gần|hơn|trên))*\s*$"
)
_SIGN_BEFORE = re.compile(r"\(\s*[+−–-]?\s*$")
# A rate of growth whose word stands further back: "tốc độ tăng trưởng của ngành chế biến, chế tạo là 9,1%".
_GROWTH_BEFORE = re.compile(
    r"(?:tốc độ tăng(?: trưởng)?|tăng trưởng|mức tăng)(?:[^,;%]|, (?=chế tạo|chế biến|may|da giày)){0,110}$"
)
_SHARE_BEFORE = re.compile(r"(?:chiếm|tỷ trọng|tỉ trọng|(?<!đồng )bằng|đóng góp|tỷ lệ|tỉ lệ|cơ cấu)[^,;]{0,40}$")
_OF_PLAN = re.compile(
    r"\s*(?:so với |của )?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|kh |nghị quyết|tổng|số |vốn đăng ký|diện tích cả"
    r"|cả nước|toàn)"
)
# Growth is told against the year before; against the month before it is another, shorter measure.
_MONTH_ON_MONTH = re.compile(r"[^.;]{0,30}?so(?: với)? (?:tháng (?:trước|liền|\d)|quý (?:trước|liền|i|\d))")
_GROWTH_OF_OTHERS = re.compile(r"về (?:số|lượng|vốn|dự án)")
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
_LAND = frozenset({"đất ở", "diện tích", "đất công nghiệp", "diện tích đất công nghiệp"})
# "giá gỗ nhập khẩu tăng 15%"
_PRICE_OF = re.compile(r"(?<!\w)giá (?!trị)(?:[^\W\d_]+ ){0,3}$")
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
    r"(?: dẫn đầu| đứng đầu| chỉ| với| đạt| là| ở mức| còn| thì| đã| mới| lên| tới| mức| được| khoảng| gần| trên"
    r"| hơn| xấp xỉ)*\s*"
)
_ZONE_STANDS_AT = re.compile(r"[^.;:%]{0,60}")
_ROSE_OR_FELL = re.compile(r"(?<!\w)(?:tăng|giảm)(?!\w)")
_PLACES_IN_A_ROW = re.compile(r"[^\W\d_]:?(?: tăng| giảm)? \d{1,3}(?:,\d+)?\s?%(?=\s*(?:[,;.)]|$)|\s+và\s)")
_A_ROW = 2
_REACHES = re.compile(r"(?<!\w)(?:đạt|được|lên|tới|ở mức)(?: hơn| gần| trên| khoảng| tới)*\s*$")
_SPOKEN_WITHIN = 160
# "Trong bức tranh chung, sản xuất thiết bị điện tăng 15,3%; may mặc tăng 1,2%": the industries of the paragraph before.
_OPENS_A_LIST = re.compile(
    r"(?:[^,.;:\d]{3,40},\s)?(?:ngành |các ngành |công nghiệp )?(?:sản xuất|chế biến|dệt|may|da giày"
    r"|khai khoáng)(?!\w)[^.;\d]{0,90}"
    r"(?:tăng|giảm)[^.;]{0,24}%;"
)
_LIST_BACK = 7
_A_MONTH = re.compile(r"tháng (\d{1,2})\s?[-/.]\s?(\d{4})")
_THIS_GROWTH = re.compile(r"(?:chỉ số|mức tăng|tốc độ|iip) (?:này|đó|trên)(?!\w)")
_POINTS_WITHIN = 60
# "Chỉ số tiêu thụ ngành chế biến, chế tạo tăng 13,9%": what is sold or stored, not what is made.
_OTHER_INDEX = re.compile(r"chỉ số (?:tiêu thụ|tồn kho|sử dụng lao động)(?!\w)[^.;%\d]*$")
_RATE_WITHIN = 90
_BARE_RATE = re.compile(
    r"(?:cho thuê|đất công nghiệp|lấp)[^.;:%\d]{0,50}(?<!\w)(?:tỷ|tỉ) lệ(?: đạt| là| khoảng| gần| hơn| trên)*\s*$"
)
_HEAD = 90
_NOT_OCCUPANCY = re.compile(r"chiếm|;")
_OTHER_THAN_LEVEL = re.compile(
    r"tăng|giảm|chiếm|(?:giải phóng|san lấp|bồi thường|đền bù|thi công)(?: mặt bằng)? (?:xong|được)"
)
# Between an amount and its growth: "4,35 tỷ USD, tăng 24,3%".
_GROWS = re.compile(
    r"[^;:.]{0,50}?(?:,|\()?\s*(?:nhưng |và |song )?(?:cũng |đã |chỉ |vẫn |lại |ước )?(?:tăng|giảm)[^;:.,]{0,24}\s*"
)
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
_OF_A_TIME = re.compile(
    r"\s+(?:của |trong |vào |hồi |ở )?(?:cuối |đầu |giữa )?(?:cùng kỳ|năm|quý|tháng|\d{1,2} tháng|kỳ trước"
    r"|nửa đầu)(?!\w)"
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
_RESPECTIVELY = re.compile(r"lần lượt|tương ứng|theo thứ tự")
_PLAN_IN_BRACKETS = re.compile(
    r"[^;.()]{0,60}\((?:kế hoạch|kh|mục tiêu|chỉ tiêu)[^;.()\d]{0,20}?(?:là |tăng |đề ra |giao )?(?:trên |từ |khoảng )?"
)
# "IIP 9 tháng tăng 8%": a length of time is no amount that grows.
_NO_AMOUNT = ("%", "tháng", "năm", "ngày", "tuần", "giờ")
_ASIDE = re.compile(r"(?:chiếm|về)\s+$")
# "vật liệu xây dựng" is made, it is no building.
_MADE_FOR = re.compile(r"(?:vật liệu|thiết bị|máy móc)\s+$")
# What an industry makes grows as output, also where trade was told in between:
# "ngành sản xuất thiết bị điện tăng 19%".
# "Bắc Giang tăng 16,1%", "Vĩnh Long lần lượt giảm 12,4%".
_PLACE_GREW = re.compile(
    r"\s*(?:, [^,.;:()\d]{3,60},)?(?: [^,.;:()\d]{0,50}?\s(?:với|có|đạt|ở)(?= mức))?"
    r"\s*(?:\(|,)?\s*(?:đều |cũng |lần lượt |chỉ |ước |có |với |mức )*(?:tăng|giảm|nhích|vọt|bứt|sụt|tụt|(?:đi "
    r"|thụt )?lùi)"
    r"(?: trưởng| khoảng| tới| đến| lên| nhẹ| vọt| xuống| gần| hơn| trên| mạnh| sâu)*\s*|\s*\(\s*[+−–-]?\s*"
)
_RANKED_WITHIN = 700
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
        before_it = self._told.last(sentence, ("%",))
        if (
            before_it is not None
            and before_it.metric == "occupancyRate"
            and _FROM_LEVEL.fullmatch(self._folded, before_it.quantity.end, q.bound_start)
            and _OF_A_TIME.match(self._folded, q.end)
        ):
            return Figure(q, sentence, "occupancyRate", "inherited", q.bound_start, q.end, "%", like=before_it)
        if (
            before_it is not None
            and before_it.metric == "occupancyRate"
            and _BESIDE_LEVEL.fullmatch(self._folded, before_it.quantity.end, q.bound_start)
            and _LEVEL_OF.match(after)
        ):
            return Figure(q, sentence, "occupancyRate", "inherited", q.bound_start, q.end, "%")
        rose = (before.endswith("lên ") or "lấp" in before) and _RATE_ROSE.search(before) is not None
        rising = not rose and _RISING.search(before) is not None
        falling = not rose and _FALLING.search(before) is not None
        if not rising and not falling:
            occupancy = self._occupancy(q, sentence, after)
            if occupancy is not None:
                return occupancy
        if _OF_PLAN.match(after):
            return Ignored(q, Reason.SHARE_OF_PLAN)
        again = self._growth_again(q, sentence) or self._growth_in_a_row(q, sentence)
        if again is not None:
            return again
        if not (rising or falling):
            signed = self._folded[q.start] in "+-−–" or _SIGN_BEFORE.search(before) is not None
            if _SHARE_BEFORE.search(before) or not (signed or _GROWTH_BEFORE.search(before)):
                return Ignored(q, Reason.SHARE)
        if _MONTH_ON_MONTH.match(after) and not self._same_month(after, sentence, q):
            return Ignored(q, Reason.SHORT_CHANGE)
        return self._growth(q, sentence, negative=falling or (self._folded[q.start] in "-−–" and q.value >= 0))

    # --- occupancy ------------------------------------------------------------------------------------------------

    def _occupancy(self, q: Quantity, sentence: Sentence, after: str) -> Figure | None:
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
            and not _OF_PLAN.match(after)
            and _SHARE_OF_LAND.fullmatch(self._folded, max(leased.quantity.end, leased.end), q.start)
        ):
            return Figure(q, sentence, "occupancyRate", "inferred", q.bound_start, q.end, "%", like=leased)
        zone = next(self._reading.zones_before(q.start), None)
        listed = zone is not None and zone.names and self._folded[zone.end : q.start] in (" ", ": ", " (")
        if zone is not None and listed and RATE_LIST.search(self._folded, sentence.start, zone.start):
            return Figure(q, sentence, "occupancyRate", "stated", q.bound_start, q.end, "%")
        share = _SHARE_BEFORE.search(before) is not None and "đạt" not in before[-30:]
        if not share and not _OF_PLAN.match(after) and self._next_in_the_row(q, sentence):
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
            return self._rate_spoken_of(q, sentence)
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
            if _OTHER_INDEX.search(self._folded, max(sentence.start, hit.start - 60), hit.start):
                return Ignored(q, Reason.OTHER_GROWTH)
            metric = next((GROWTH_OF[name] for name in names if name in GROWTH_OF), "")
            if metric and _PRICE_OF.search(self._folded, max(0, hit.start - 24), hit.start):
                return Ignored(q, Reason.OTHER_GROWTH)
            if metric:
                return Figure(q, sentence, metric, "stated", hit.start, q.end, "%", negative=negative)
            if not any("%" in self._metrics[name].units for name in names):
                return Ignored(q, Reason.OTHER_GROWTH)
        if _GROWTH_OF_OTHERS.search(self._folded, q.end, q.end + 20):
            return Ignored(q, Reason.OTHER_GROWTH)
        last = self._last_growth(sentence)
        metric = self._growth_by_place(q, sentence) if last is None else ""
        if metric:
            return Figure(q, sentence, metric, "inherited", q.bound_start, q.end, "%", negative=negative)
        if last is None:
            return Ignored(q, Reason.UNNAMED_GROWTH, known=False)
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, "%", like=last, negative=negative)

    def _same_month(self, after: str, sentence: Sentence, q: Quantity) -> bool:
        """Whether what it is compared with is that month of the year before: "tháng 6-2012 ... so với tháng 6-2011"."""
        compared = _MONTH_ON_MONTH.match(after)
        other = _A_MONTH.search(after, compared.start(), compared.end() + len("2/2011")) if compared else None
        own = [*_A_MONTH.finditer(self._folded, sentence.start, q.start)]
        return other is not None and bool(own) and other[1] == own[-1][1] and other[2] != own[-1][2]

    def _growth_again(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The growth told just before, for another time or as planned: "tăng 8,74% (kế hoạch là 9%)"."""
        last = self._told.last(sentence, ("%",))
        if last is None or last.metric not in GROWTH_OF.values() or q.start - last.quantity.end > _AGAIN_WITHIN:
            return None
        start, folded = last.quantity.end, self._folded
        compared = _COMPARED_GROWTH.fullmatch(folded, start, q.bound_start) and _OF_A_TIME.match(folded, q.end)
        if (
            _PLAN_IN_BRACKETS.fullmatch(folded, start, q.start)
            or _PLAN_BEHIND.fullmatch(folded, start, q.bound_start)
            or compared
            or (_AGAINST_SET.fullmatch(folded, start, q.bound_start) and _SET.match(folded, q.end))
            or (_LISTED.fullmatch(folded, start, q.bound_start) and _RESPECTIVELY.search(folded, sentence.start, start))
            or (_NEXT_TIME.fullmatch(folded, start, q.bound_start) and _TIMED.match(folded, q.end, sentence.end))
        ):
            listed = _LISTED.fullmatch(folded, start, q.bound_start) is not None
            negative = (folded[q.start] in "-−–" and q.value >= 0) or (listed and last.negative)
            return Figure(
                q, sentence, last.metric, "inherited", q.bound_start, q.end, "%", like=last, negative=negative
            )
        return None

    def _growth_in_a_row(self, q: Quantity, sentence: Sentence) -> Figure | None:
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
        for hit in reversed(self._reading.terms(max(sentence.line.start, sentence.start - _RANKED_WITHIN), head)):
            metric = next((GROWTH_OF[name] for name in hit.keys("name") if name in GROWTH_OF), "")
            if metric:
                return Figure(q, sentence, metric, "inherited", q.bound_start, q.end, "%", negative=verb == "giảm")
        return None

    def _names_growth(self, hit: Hit, q: Quantity) -> bool:
        """Whether a measure outside is what grows, not only an aside: "chiếm doanh thu", "về doanh thu"."""
        window = max(0, hit.start - 12)
        if _ASIDE.search(self._folded, window, hit.start) or _MADE_FOR.search(self._folded, window, hit.start):
            return False
        return bool(self._folded[hit.end : q.bound_start].strip())

    def _amount_before(self, q: Quantity, sentence: Sentence) -> Figure | Ignored | None:
        """The amount whose growth follows it: "đạt 4,35 tỷ USD, tăng 24,3%"."""
        for earlier in reversed(self._reading.quantities_before(q.start, sentence.start)):
            if earlier.kind_hint or earlier.unit in _NO_AMOUNT:
                continue
            if not _GROWS.fullmatch(self._folded, earlier.end, q.start):
                return None
            if any(hit.keys("name") for hit in self._reading.terms(earlier.end, q.start)):
                return None
            return self._told.of(earlier)
        return None

    def _growth_by_place(self, q: Quantity, sentence: Sentence) -> str:
        """The growth that places are ranked by: "IIP tăng ở 49 địa phương. Tăng khá là: Bắc Giang tăng 16,1%"."""
        place = self._reading.place_before(q.start)
        if place is None or place.start < sentence.start or place.kind != "Province":
            return ""
        if not _PLACE_GREW.fullmatch(self._folded, place.end, q.bound_start):
            return ""
        start = max(sentence.line.start, sentence.start - _RANKED_WITHIN)
        for hit in reversed(self._reading.terms(start, place.start)):
            if hit.keys("outside"):
                if _ASIDE.search(self._folded, max(0, hit.start - 12), hit.start):
                    continue
                return ""
            metric = next((GROWTH_OF[name] for name in hit.keys("name") if name in GROWTH_OF), "")
            if metric:
                return metric
        return ""

    def _last_growth(self, sentence: Sentence) -> Figure | None:
        """The growth that an industry's part goes on with: "IIP tăng 9,1%. Trong đó, dệt may tăng 8,2%"."""
        back = _LIST_BACK if _OPENS_A_LIST.match(self._folded, sentence.start, sentence.end) else 2
        for figure in reversed(self._told.figures):
            line = figure.sentence.line
            if figure.sentence.index < sentence.index - back or line.paragraph < sentence.line.paragraph - 1:
                return None
            if figure.metric not in GROWTH_OF.values():
                continue
            if (
                figure.metric != "outputGrowth"
                and figure.sentence.index != sentence.index
                and _MADE.search(self._folded, sentence.start, sentence.end)
            ):
                continue
            pointed_at = _THIS_GROWTH.search(
                self._folded, sentence.start, min(sentence.end, sentence.start + _POINTS_WITHIN)
            )
            if pointed_at and figure.sentence.index == sentence.index - 1:
                return figure
            goes_on = figure.sentence.index == sentence.index or (
                figure.sentence.index == sentence.index - 1 and self._folded.startswith("trong đó", sentence.start)
            )
            return figure if goes_on or _SECTOR.search(self._folded, sentence.start, sentence.end) else None
        return None
