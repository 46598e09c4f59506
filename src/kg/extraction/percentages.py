"""Percentages: how full zones are, and how output and trade grow; shares of plans and wholes are left out."""

from __future__ import annotations

import re

from kg.extraction.document import Sentence
from kg.extraction.figures import GROWTH_OF, Figure, Ignored, Reason, Told
from kg.extraction.growth_rows import RANKED_WITHIN, GrowthRows
from kg.extraction.lexicon import Hit
from kg.extraction.measures import TRADE, Measures
from kg.extraction.occupancy import OF_PLAN, SHARE_BEFORE, Occupancy
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.reference.metrics import metrics

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
# "50% ngành có chỉ số giảm": how many of them.
_OF_THINGS = re.compile(r" (?:số )?(?:ngành|doanh nghiệp|dự án|nhóm|mặt hàng|nhà máy|cơ sở|công nhân|lao động)(?!\w)")
_SIGN_BEFORE = re.compile(r"\(\s*[+−–-]?\s*$")
# A rate of growth whose word stands further back: "tốc độ tăng trưởng của ngành chế biến, chế tạo là 9,1%".
_GROWTH_BEFORE = re.compile(
    r"(?:tốc độ tăng(?: trưởng)?|tăng trưởng|mức tăng)(?:[^,;%]|, (?=chế tạo|chế biến|may|da giày)){0,110}$"
)
# Growth is told against the year before; against the month before it is another, shorter measure.
_MONTH_ON_MONTH = re.compile(
    r"(?:(?!so với)[^.;\d%]){0,30}?so(?: với)? (?:tháng (?:trước|liền|\d)|quý (?:trước|liền|i|\d))"
)
_AGAINST_MONTH = re.compile(r"so (?:với )?(?:tháng|quý) (?:trước|liền trước|\d{1,2}(?!\d|/))")
_AGAINST_YEAR = re.compile(r"cùng (?:kỳ|tháng|quý)|năm (?:trước|ngoái|20\d\d)|svck")
_GROWTH_OF_OTHERS = re.compile(r"về (?:số|lượng|vốn|dự án)")
# "giá gỗ nhập khẩu tăng 15%"
_PRICE_OF = re.compile(r"(?<!\w)giá (?!trị)(?:[^\W\d_]+ ){0,3}$")
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
# Between an amount and its growth: "4,35 tỷ USD, tăng 24,3%".
_GROWS = re.compile(
    r"[^;:.]{0,50}?(?:,|\()?\s*(?:nhưng |và |song )?(?:cũng |đã |chỉ |vẫn |lại |ước )?(?:tăng|giảm)[^;:.,]{0,24}\s*"
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
    r"\s*(?:\(|,)?\s*(?:đều |cùng |cũng |lần lượt |chỉ |ước |có |với |mức )*(?:tăng|giảm|nhích|vọt|bứt|sụt|tụt|(?:đi "
    r"|thụt )?lùi)"
    r"(?: trưởng| khoảng| tới| đến| lên| nhẹ| vọt| xuống| gần| hơn| trên| mạnh| sâu)*\s*|\s*\(\s*[+−–-]?\s*"
)
_MADE = re.compile(r"(?:ngành|sản xuất|công nghiệp|khai khoáng|chế biến)(?!\w)(?![^.;]*xuất khẩu)")
# An industry's part goes on with the growth that was told of the whole: "ngành dệt tăng 8,2%".
_SHARE_BECOMES = re.compile(
    r"(?:tỷ trọng|tỉ trọng|tỷ lệ nội địa)[^,;.]{0,80}(?:lên|xuống|còn)(?: tới| đến| mức| khoảng| gần| hơn| trên)*\s*$"
)
_FROM_MARK = re.compile(r"(?:so với|từ)(?: mức| con số| tỷ lệ)(?: chỉ| khoảng| hơn| gần)*\s*$")
# "xuất khẩu giảm 1,5% so với tháng trước và nhập khẩu giảm 1%"
_AND_ANOTHER = re.compile(r"\s*so (?:với )?(?:tháng|quý) trước,? (?:và|còn|trong khi) [^,;.\d]{2,30}(?:tăng|giảm)\s*")
# "một số mặt hàng xuất khẩu tăng cao như: thạch dừa tăng 9,4%"
_GOODS_TRADED = re.compile(
    r"(?:mặt hàng|sản phẩm|nhóm hàng|ngành hàng|hàng hóa)(?: chủ lực)? (xuất|nhập) khẩu[^.;]{0,40}(?:tăng|giảm)"
    r"[^.;\d]{0,60}(?:như|gồm|là|:)\s"
)
_OF_MARKET = re.compile(r"\s*(?:tổng )?thị phần")
_OF_QUANTITY = re.compile(r"\s*về (?:khối |sản )?lượng(?!\w)")
_IN_INDUSTRY = re.compile(r"[^,.;:()\d]*\s(?:trong|thuộc)\s(?:các |lĩnh vực |khu vực )?")
_COUNTED_WITHIN = 70
_THAT_IS = re.compile(r"tương (?:ứng|đương)")
_SECTOR = re.compile(r"ngành|sản xuất|sản phẩm|lĩnh vực|khai khoáng|chế biến")


class Percentages:
    """Reads percentages: "tỷ lệ lấp đầy 76%", "IIP tăng 9,1%", "4,35 tỷ USD, tăng 24,3%"."""

    def __init__(self, reading: Reading, told: Told, measures: Measures) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = told
        self._measures = measures
        self._occupancy = Occupancy(reading, told)
        self._rows = GrowthRows(reading, told)
        self._metrics = metrics()

    def read(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored:
        """Say what a percentage measures. `before`: the folded words before it."""
        after = self._folded[q.end : min(sentence.end, q.end + 60)]
        beside = self._occupancy.beside(q, sentence, after)
        if beside is not None:
            return beside
        rose = (before.endswith("lên ") or "lấp" in before) and _RATE_ROSE.search(before) is not None
        rising = not rose and _RISING.search(before) is not None
        falling = not rose and _FALLING.search(before) is not None
        if not rising and not falling:
            occupancy = self._occupancy.read(q, sentence, after)
            if occupancy is not None:
                return occupancy
        if self._of_share_before(q, sentence, before) or _OF_MARKET.match(after):
            return Ignored(q, Reason.SHARE)
        if OF_PLAN.match(after) or (_OF_THINGS.match(after) and self._folded[q.start] not in "+-−–"):
            return Ignored(q, Reason.SHARE_OF_PLAN)
        if (rising or falling) and self._part_of_short_change(q, sentence, after):
            return Ignored(q, Reason.SHORT_CHANGE)
        again = self._rows.read(q, sentence, before)
        if again is not None:
            return again
        if not (rising or falling):
            signed = self._folded[q.start] in "+-−–" or _SIGN_BEFORE.search(before) is not None
            if SHARE_BEFORE.search(before) or not (signed or _GROWTH_BEFORE.search(before)):
                return Ignored(q, Reason.SHARE)
        if _MONTH_ON_MONTH.match(after) and not self._same_month(after, sentence, q):
            return Ignored(q, Reason.SHORT_CHANGE)
        return self._growth(q, sentence, negative=falling or (self._folded[q.start] in "-−–" and q.value >= 0))

    def _of_share_before(self, q: Quantity, sentence: Sentence, before: str) -> bool:
        """Whether it is what a share was or is to be: "chiếm 84,8%, tăng so với mức 78,9% của năm 2015"."""
        if _SHARE_BECOMES.search(before):
            return True
        if _FROM_MARK.search(before) is None:
            return False
        for ignored in reversed(self._told.ignored):
            if ignored.quantity.start < sentence.start:
                return False
            if ignored.quantity.unit == "%":
                return ignored.reason in (Reason.SHARE, Reason.SHARE_OF_PLAN)
        return False

    def _part_of_short_change(self, q: Quantity, sentence: Sentence, after: str) -> bool:
        """Whether all of a sentence is told against the month before: "so với tháng trước, trong đó dệt tăng 2%"."""
        if _AGAINST_YEAR.search(after.partition(";")[0]):
            return False
        last = self._told.ignored[-1] if self._told.ignored else None
        told_so = last is not None and last.reason == Reason.SHORT_CHANGE and last.quantity.start >= sentence.start
        if last is not None and told_so and _AND_ANOTHER.fullmatch(self._folded, last.quantity.end, q.bound_start):
            return True
        before = self._folded[sentence.start : q.start]
        short = [*_AGAINST_MONTH.finditer(before)]
        since = before[short[-1].end() :] if short else ""
        return "trong đó" in since and _AGAINST_YEAR.search(since) is None

    # --- growth ---------------------------------------------------------------------------------------------------

    def _growth(self, q: Quantity, sentence: Sentence, *, negative: bool) -> Figure | Ignored:
        """The growth of the amount before it, else of the nearest measure named, else of the last one that grew."""
        if _OF_QUANTITY.match(self._folded, q.end, sentence.end):
            return Ignored(q, Reason.OTHER_GROWTH)
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
            meant = self._measures.named_by(hit, names)
            metric = next((GROWTH_OF[name] for name in meant if name in GROWTH_OF), "")
            if metric and self._of_those_counted(hit, sentence):
                return Ignored(q, Reason.OTHER_GROWTH)
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
        goods = _GOODS_TRADED.search(self._folded, sentence.start, q.bound_start) if last is None else None
        if goods is not None:
            metric = GROWTH_OF[TRADE[goods[1]]]
            return Figure(q, sentence, metric, "inherited", q.bound_start, q.end, "%", negative=negative)
        if last is None:
            return Ignored(q, Reason.UNNAMED_GROWTH, known=False)
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, "%", like=last, negative=negative)

    def _of_those_counted(self, hit: Hit, sentence: Sentence) -> bool:
        """Whether an industry only says where things just counted are: "220 doanh nghiệp trong ngành công nghiệp"."""
        counted = self._told.last(sentence, ("1",))
        if counted is None or counted.end > hit.start:
            return False
        gap = self._folded[counted.end : hit.start]
        return len(gap) < _COUNTED_WITHIN and _IN_INDUSTRY.fullmatch(gap) is not None

    def _same_month(self, after: str, sentence: Sentence, q: Quantity) -> bool:
        """Whether what it is compared with is that month of the year before: "tháng 6-2012 ... so với tháng 6-2011"."""
        compared = _MONTH_ON_MONTH.match(after)
        other = _A_MONTH.search(after, compared.start(), compared.end() + len("2/2011")) if compared else None
        own = [*_A_MONTH.finditer(self._folded, sentence.start, q.start)]
        return other is not None and bool(own) and other[1] == own[-1][1] and other[2] != own[-1][2]

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
            told = self._told.of(earlier)
            if (
                isinstance(told, Ignored)
                and told.reason == Reason.DIFFERENCE
                and _THAT_IS.search(self._folded, earlier.end, q.start)
            ):
                continue  # "tăng 700 triệu USD, tương ứng tăng 6,5%"
            return told
        return None

    def _growth_by_place(self, q: Quantity, sentence: Sentence) -> str:
        """The growth that places are ranked by: "IIP tăng ở 49 địa phương. Tăng khá là: Bắc Giang tăng 16,1%"."""
        place = self._reading.place_before(q.start)
        if place is None or place.start < sentence.start or place.kind != "Province":
            return ""
        if not _PLACE_GREW.fullmatch(self._folded, place.end, q.bound_start):
            return ""
        start = max(sentence.line.start, sentence.start - RANKED_WITHIN)
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
