"""What names the measure of an amount: the nearest name before it, the one right behind it, or the amount before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from kg.extraction.document import Sentence
from kg.extraction.figures import GROWTH_OF, MONEY, OF_A_YEAR, Figure, Ignored, Told, another_measure
from kg.extraction.lexicon import Hit
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.reference.metrics import metrics

# Words that may stand between a measure's name and its amount without parting them.
_LIGHT_WORDS = (
    "là đạt ước tính khoảng hơn trên gần tới lên đến được có với còn chỉ bình quân trung hằng hàng năm mỗi từ tổng "
    "cộng thêm mới này vào ở mức tương đương đã sẽ dự kiến cũng đều xấp xỉ cao nhất theo thiết kế quy hoạch của khu "
    "toàn phấn đấu tối thiểu đa hiện nay lần lượt đăng ký xây dựng cả riêng bằng tăng giá trị phê duyệt giai đoạn "
    "một hai số tiền lũy luỹ kế tương ứng chỗ nay"
)
LIGHT = re.compile(r"(?:\s|,|:|\(|\"|" + "|".join(_LIGHT_WORDS.split()) + ")*")
"""Nothing but light words: "ước đạt khoảng", "theo quy hoạch là", "(dự kiến"."""

OTHER_WORKS = (
    r"(?! (?:giao thông|đô thị|nông thôn|du lịch|xã hội|viễn thông|thủy lợi|thương mại|số(?!\w)|cảng|logistics|điện"
    r"|y tế|giáo dục|khu (?:dân|đô|tái|nhà|du)))"
)
"""Behind "hạ tầng": not infrastructure other than the zones' own, as "hạ tầng giao thông" is."""
_OWN_WORKS = re.compile(OTHER_WORKS)

_NEAR = 72  # characters right before a number
_RISE_OR_FALL = re.compile(
    r"(?:tăng|giảm|mở rộng(?: [^\W\d_]+){0,4}?(?= thêm)|nhiều hơn|ít hơn)"
    r"(?: thêm| khoảng| gần| hơn| tới| đến| được)*\s*$"
)
# "vốn tăng thêm 200 triệu USD" is capital all the same: what was added to projects is registered anew.
# "cao hơn cùng kỳ 400 nghìn đồng", "tăng so với năm trước 20 dự án".
_MORE_THAN_BEFORE = re.compile(
    r"(?:tăng|giảm|(?:cao|thấp|nhiều|ít|lớn|nhỏ|kém|nhỉnh) hơn|hơn|kém)(?: so)?(?: với)?(?: mức)?"
    r"(?: cùng (?:kỳ|quý|tháng|thời điểm)| thời điểm)?"
    r"(?: của)?(?: (?:năm|tháng|quý) (?:trước(?: đó)?|ngoái|\d{4})|(?<=cùng kỳ)|(?<=cùng quý))(?: là| tới| đến"
    r"| khoảng| gần| trên| chừng| những| hơn)*\s*$"
)
_ADDED = re.compile(r"(?:tăng thêm|tăng lên|tăng vốn)\s*$")
_AFTER_GAP = re.compile(r"[ \u00a0]{1,3}(?:\(|vốn |tiền |số |cho |vào |là |đầu |cả )?")
# Whose description a measure's words may be: "khu vực có vốn đầu tư nước ngoài", "hàng xuất khẩu".
_DESCRIBED = re.compile(
    r"(?:khu vực 100%|khối 100%|khu vực|khối|doanh nghiệp|dn|các dự án|nhà đầu tư|công ty|có|khu vực có|ngành"
    r"|đơn vị|làm|hàng|sản xuất|phục vụ"
    r"|hoạt động|doanh nghiệp có)\s+$"
)
# "khu vực kinh tế trong nước" is no measure of the economy.
_PART_OF_ECONOMY_BEHIND = re.compile(r"\s+(?:nhà nước|tư nhân|tập thể|ngoài nhà nước|có vốn)(?!\w)")
_PART_OF_ECONOMY = re.compile(r"(?:khu vực|thành phần|phát triển|tình hình|hạ tầng)\s+$")
_TAKEN_IN = re.compile(r"(?<!\w)(?:thu|thu hồi|truy thu|hoàn trả|xử lý|thu nộp|thu về|nộp lại|trả lại)\s+$")
# "diện tích thương phẩm còn lại": what is left of a measure is not the measure.
_LEFT_OVER = re.compile(
    r"(?: [^\W\d_]+){0,2} (?:còn lại|còn trống|chưa (?:cho thuê|sử dụng|thực hiện|giải ngân))(?!\w)"
)
# "chưa giải ngân 7 tỷ đồng", "chưa cho thuê 20 ha"
_NOT_YET = ("chưa ", "chưa thể ", "chưa được ", "chưa kịp ")
_DESCRIBING = frozenset({
    "vốn đầu tư nước ngoài", "vốn fdi", "fdi", "đầu tư nước ngoài", "đầu tư trực tiếp nước ngoài",
    "vốn đầu tư trực tiếp nước ngoài", "xuất khẩu", "nhập khẩu", "xuất nhập khẩu", "vốn nước ngoài",
    "vốn đầu tư trong nước", "vốn trong nước",
})  # fmt: skip
# Between two amounts: what is paid, bought or sold is no further part of the measure before.
_PAID = re.compile(
    r"(?:lương|thưởng|phạt|giá (?!(?:năm |cố định |so sánh )?\(?(?:19|20)\d\d|so sánh|cố định|hiện hành)|thuế|trị giá"
    r"|mua"
    r"|bán(?! buôn| lẻ| dẫn)|chi (?!nhánh)|thương vụ|gói thầu"
    r"|(?<!tài chính )(?<!tài chính, )ngân hàng|(?<!\w)vay(?!\w))"
)
_PAID_ALONE = re.compile(
    r"lương|thưởng|phạt|(?<!trị )giá (?!trị)|thuế|chi phí|hợp đồng|vay|nợ|thương vụ|gói thầu|ngân hàng"
)
TRADE_WAY = re.compile(r"(?<!xuất )(?<!xuất, )(?<!\w)(xuất|nhập) khẩu")
"""Exports or imports, by the first word."""
TRADE = {"xuất": "exportValue", "nhập": "importValue"}
"""The metric of each."""
TRADES = frozenset(TRADE.values())
_DIRECTION_WITHIN = 200
_SPENT = re.compile(r"(?<!\w)(?:bỏ (?:thêm|ra|vốn)|vay|góp)(?: thêm| được| khoảng| hơn| gần| trên)*\s*$")
_THROUGH_GATE = re.compile(r"qua (?:các )?cửa khẩu[^.;]*$")
# "vốn đầu tư trực tiếp nước ngoài (FDI) thực hiện": what was put in
_REALISED_BEHIND = re.compile(r"\s*(?:\([^()]{2,8}\)\s*)?(?:đã )?(?:thực hiện|giải ngân)(?!\w)")
# What carries a measure on into the next sentence: ranks of investors, parts, goods.
_RANKS = re.compile(
    r"(?:đứng|dẫn đầu|xếp|tiếp theo|kế đến|kế tiếp|theo sau|tiếp đến|thứ (?:hai|ba|tư|năm)|lần lượt|sau đó là"
    r"|giữ ngôi (?:đầu|thứ)|ngôi đầu|quán quân|tiếp nữa|phần còn lại|vị trí|vươn lên|bỏ xa|tốp|top|số một|thuộc về"
    r"|tụt xuống|bất ngờ|nhiều nhất)[^.;]*$"
)
_PARTS = re.compile(
    r"(?:trong đó|trong số (?:này|đó)|riêng|cụ thể|(?:chia|phân|xét) theo"
    r"|tính chung|l[ũu][yỹ] kế|cộng dồn|tổng cộng|gộp|cộng (?:lại|cả"
    r"|chung)|tiếp theo"
    r"|con số (?:này|đó)|số này|năm (?:kế tiếp|tiếp theo|trước)"
    r"|(?:so với [^,]{3,24}, )?cùng kỳ)"
)
# "tức gần 70% tổng vốn": the whole that a share is told of is no measure of the next amount.
_OF_SHARE = re.compile(r"%\s*(?:của\s+)?$")
# A place right before its amount goes on with a ranking: "Tây Ninh 826 triệu USD", "Bình Dương (34,1 tỷ USD)".
_OF_PLACE = re.compile(r"\s*(?:\(|:|,|với|đạt|hút|có|là|ước|chỉ|khoảng|gần|hơn|trên|thu hút|ghi nhận|được)*\s*")
# "Đến năm 2016, con số ấy đã là 76.500 tỷ đồng".
_THE_NUMBER = re.compile(
    r"(?<!\w)(?:chỉ tiêu|mục tiêu) là(?: hơn| khoảng| gần| trên| đạt| thu hút)*\s*$|(?:con số|mức|giá trị"
    r"|số) (?:này|ấy|đó|trên|tương ứng)(?!\w)"
)
# "Quý I năm nay tình hình nhích lên đôi chút: 4.387 tỷ đồng": the next time of a value told before.
_NEXT_VALUE = re.compile(
    r"[^,.;:\d]{0,50}(?::|(?<!\w)(?:đạt|là|ước|được|chỉ còn))\s*(?:khoảng|gần|hơn|trên|đạt|ước|\s)*"
)
# "Lĩnh vực bất động sản đạt 2,17 tỷ USD": a part of the capital told before, by sector.
_OF_SECTOR = re.compile(
    r"(?:lĩnh vực|ngành|nhóm ngành|kinh doanh|công nghiệp)\s[^.;:]{3,70}?(?:đạt|thu hút|có|với|đứng|chiếm)(?!\w)"
)
# "Khối nội 1.164 tỷ đồng", "Khu vực kinh tế trong nước góp 103 tỷ USD": a part by whose capital it is.
_OF_ORIGIN = re.compile(
    r"(?:còn |riêng |trong khi )?(?:khối|khu vực|phần|nhóm)(?: kinh tế| doanh nghiệp| vốn| các doanh nghiệp)*"
    r" (?:nội|ngoại|trong nước|tư nhân|fdi|ddi|(?:có )?(?:vốn )?(?:đtnn|(?:đầu tư )?nước ngoài))(?!\w)[^.;\d]{0,50}"
)
_GOODS = re.compile(r"(?:hàng|mặt hàng|nhóm hàng|sản phẩm|linh kiện|may|giày|thủy sản|gỗ|điện thoại|máy)(?!\w)")


def more_than_before(before: str) -> bool:
    """Whether a number is what a time has more or less than another: "kém cùng kỳ năm ngoái khoảng 45 triệu USD"."""
    return _MORE_THAN_BEFORE.search(before[-_NEAR:]) is not None


def difference(before: str, *, added: bool = False) -> bool:
    """Whether a number is a difference, by the words before it: "tăng thêm khoảng 20 dự án" is, "tăng vốn" is not.

    `added` says that what is added makes one too: "thu nhập 6 triệu đồng, tăng thêm 300.000 đồng".
    """
    before = before[-_NEAR:]
    if (
        "hơn" not in before
        and "tăng" not in before
        and "giảm" not in before
        and "kém" not in before
        and "thêm" not in before
    ):
        return False
    if _MORE_THAN_BEFORE.search(before):
        return True
    return _RISE_OR_FALL.search(before) is not None and (added or _ADDED.search(before) is None)


class Measures:
    """Finds the measure of amounts (hectares and money) by the names around them and by the figures before them."""

    def __init__(self, reading: Reading, told: Told) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = told
        self._metrics = metrics()

    # --- names ----------------------------------------------------------------------------------------------------

    def by_name(self, q: Quantity, unit: str, sentence: Sentence) -> Figure | Ignored | None:
        """The nearest measure named before the amount ("tổng vốn ... là 3 tỷ USD"), or the one right behind it."""
        behind = self._behind(q, unit, sentence)
        for hit in reversed(self._reading.terms(self._barrier(q, unit, sentence), q.bound_start)):
            names = [name for name in hit.keys("name") if self._fits(name, unit, hit, sentence)]
            outside = not names and hit.keys("outside")
            if names and self._folded.endswith(_NOT_YET, max(0, hit.start - 16), hit.start):
                return behind or Ignored(q, another_measure(f"chưa {self._folded[hit.start : hit.end]}"))
            if self._aside(hit, q) or (outside and self.modifies(hit)) or self._taken_in(hit, names):
                continue
            if not outside and (not names or self.modifies(hit)):
                continue
            gap = self._folded[hit.end : q.bound_start]
            light = LIGHT.fullmatch(gap) is not None
            left = _LEFT_OVER.match(gap)
            if left is not None:
                return behind or Ignored(q, another_measure(self._folded[hit.start : hit.end] + left[0]))
            if outside:
                if behind is None and (light or (len(gap) <= 40 and "," not in gap)):
                    return Ignored(q, another_measure(self._folded[hit.start : hit.end]))
                if light and isinstance(behind, Figure):
                    return behind
                continue
            if behind is not None and not light:
                return behind
            if len(gap) > 160 or ";" in gap:
                break
            metric = self.named_by(hit, names)[0]
            if metric == "registeredCapital" and _REALISED_BEHIND.match(self._folded, hit.end):
                metric = "implementedCapital"
            if metric == "implementedCapital" and self._of_works(hit, q, unit, sentence):
                metric = "infrastructureCapital"
            return Figure(q, sentence, metric, "stated", hit.start, q.end, _unit(metric, unit))
        return behind

    def named_by(self, hit: Hit, names: Sequence[str]) -> Sequence[str]:
        """The metrics that a name stands for: a plain "kim ngạch" is of the trade named last, or of the headline's."""
        if self._folded[hit.start : hit.end] != "kim ngạch":
            return names
        near = TRADE_WAY.findall(self._folded, max(0, hit.start - _DIRECTION_WITHIN), hit.start)
        return [TRADE[near[-1]] if near else self.headline_trade or "exportValue"]

    @cached_property
    def headline_trade(self) -> str:
        """The trade that the headline is on, exports or imports; "" if on neither or both."""
        lines = self._reading.doc.lines
        named = set(TRADE_WAY.findall(self._folded, 0, lines[0].end)) if lines else set()
        return TRADE[named.pop()] if len(named) == 1 else ""

    def _of_works(self, hit: Hit, q: Quantity, unit: str, sentence: Sentence) -> bool:
        """Whether what was realised is money for infrastructure: "vốn đầu tư hạ tầng đã thực hiện 900 tỷ đồng"."""
        start = max(self._barrier(q, unit, sentence), hit.start - 90)
        between = self._reading.terms(start, hit.start)
        return any("infrastructureCapital" in earlier.keys("name") for earlier in between)

    def _aside(self, hit: Hit, q: Quantity) -> bool:
        """Whether a name stands in brackets that close before the amount, or is the whole of a share told before it."""
        if _OF_SHARE.search(self._folded, max(0, hit.start - 12), hit.start):
            return self._folded[hit.end : q.bound_start].strip() not in (
                "",
                "(",
            )  # "lấp đầy 100% diện tích 516 ha" is told of it
        closed = self._folded.find(")", hit.end, q.bound_start)
        return closed >= 0 and "(" not in self._folded[hit.end : closed]

    def _taken_in(self, hit: Hit, names: list[str]) -> bool:
        """Whether the state takes money in, rather than firms pay it: "thu hồi vào ngân sách"."""
        if "budgetContribution" not in names or not self._folded.startswith(("vào", "cho"), hit.start):
            return False
        return _TAKEN_IN.search(self._folded, max(0, hit.start - 24), hit.start) is not None

    def modifies(self, hit: Hit) -> bool:
        """Whether a measure's words only describe something else: "khu vực có vốn đầu tư nước ngoài"."""
        words = self._folded[hit.start : hit.end]
        if words == "kinh tế":
            if _PART_OF_ECONOMY_BEHIND.match(self._folded, hit.end):
                return True  # "kinh tế tư nhân 63,5 triệu USD"
            return _PART_OF_ECONOMY.search(self._folded, max(0, hit.start - 24), hit.start) is not None
        if words not in _DESCRIBING:
            return False
        return _DESCRIBED.search(self._folded, max(0, hit.start - 24), hit.start) is not None

    def _barrier(self, q: Quantity, unit: str, sentence: Sentence) -> int:
        """Where the last amount of the same kind in the sentence ends: its name is not this one's."""
        same = ("ha",) if unit == "ha" else (*MONEY, unit)
        for earlier in reversed(self._reading.quantities_before(q.start, sentence.start)):
            if not earlier.kind_hint and earlier.unit in same:
                told = self._told.of(earlier)
                return (
                    max(earlier.end, told.end)
                    if isinstance(told, Figure) and told.end <= q.bound_start
                    else earlier.end
                )
        return sentence.start

    def _fits(self, metric: str, unit: str, hit: Hit, sentence: Sentence) -> bool:
        """Whether a metric is measured in the unit here; plain "kinh phí" is support's only behind its schemes."""
        if metric == "infrastructureCapital" and (
            not _OWN_WORKS.match(self._folded, hit.end)
            or self._folded.endswith(("mức hỗ trợ ", "định mức ", "suất "), max(0, hit.start - 12), hit.start)
        ):
            return False
        if metric == "averageIncome":
            return unit in ("VND", "VND/month")
        words = self._folded[hit.start : hit.end]
        if metric == "supportFunding" and words.endswith(("kinh phí", "kinh phí thực hiện")):
            near = self._folded[max(0, sentence.line.start - 400, sentence.start - 1600) : sentence.end]
            in_line = "khuyến công" in self._folded[sentence.line.start : min(sentence.line.end, sentence.end)]
            return unit == "VND" and "khuyến công" in near and (in_line or self._counts_schemes(sentence))
        return unit in self._metrics[metric].units

    def _counts_schemes(self, sentence: Sentence) -> bool:
        """Whether support schemes were counted in this sentence or the one before: "30 đề án, kinh phí 9 tỷ đồng"."""
        for figure in reversed(self._told.figures):
            if figure.sentence.index < sentence.index - 1:
                return False
            if figure.metric == "supportSchemeCount":
                return True
        return False

    def _behind(self, q: Quantity, unit: str, sentence: Sentence) -> Figure | Ignored | None:
        """The measure right behind an amount: "6,2 tỷ đồng vốn đối ứng", "340 ha diện tích đất công nghiệp"."""
        gap = _AFTER_GAP.match(self._folded, q.end, sentence.end)
        if gap is None:
            return None
        for position in dict.fromkeys((gap.end(), q.end + 1)):
            for hit in self._reading.at(position):
                if self._names_the_next(hit, q, sentence):
                    continue
                for metric in hit.keys("name"):
                    grows = self._folded.startswith((" tăng", " giảm"), hit.end)
                    if not grows and self._fits(metric, unit, hit, sentence):
                        return Figure(q, sentence, metric, "stated", q.bound_start, hit.end, _unit(metric, unit))
                if hit.keys("outside"):
                    return Ignored(q, another_measure(self._folded[hit.start : hit.end]))
        return None

    def _names_the_next(self, hit: Hit, q: Quantity, sentence: Sentence) -> bool:
        """Whether a measure behind an amount is that of the amount behind it: "213 ha đã cho thuê 95 ha"."""
        opened = "(" in self._folded[max(sentence.start, q.bound_start - 2) : q.end]
        if opened and self._folded.startswith(",", hit.end):
            return False  # "(59 triệu USD vốn đăng ký, 27 triệu USD đã thực hiện)": each has its own behind it
        for following in self._reading.quantities_before(min(sentence.end, hit.end + 30), hit.end):
            if following.unit == q.unit:
                return LIGHT.fullmatch(self._folded, hit.end, following.bound_start) is not None
        return False

    # --- figures before -------------------------------------------------------------------------------------------

    def like(self, q: Quantity, sentence: Sentence, units: tuple[str, ...]) -> Figure | None:
        """The measure of the amount before it, where nothing between the two names another: "3 tỷ USD và 2 tỷ USD"."""
        last = self._told.last(sentence, units)
        if last is None:
            return self._goes_on(q, sentence) if units == MONEY else None
        for hit in self._reading.terms(last.end, q.bound_start):
            if GROWTH_OF.get(last.metric) in hit.keys("name") and not last.metric.endswith("Growth"):
                continue  # "khai khoáng đạt 61 tỷ đồng; chế biến đạt 900 tỷ đồng": parts of one output
            if (hit.keys("name") or hit.keys("outside")) and not self.modifies(hit) and not self._aside(hit, q):
                return None
            if hit.keys("verb") and self._folded.startswith("thu hút", hit.start):
                return None
        paid = _PAID.search(self._folded, last.quantity.end, q.bound_start)
        if paid is not None and not (last.metric in TRADES and paid[0] == "trị giá"):
            return None  # "gạo 131.000 tấn, trị giá 68 triệu USD" goes on with trade
        if last.metric == "supportFunding" and _SPENT.search(self._folded, last.quantity.end, q.bound_start):
            return None
        if last.metric in TRADES and _THROUGH_GATE.search(self._folded, last.quantity.end, q.bound_start):
            return None
        unit = _unit(last.metric, q.unit)
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, unit, like=last)

    def _goes_on(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """An amount that goes on with the measure of the sentence before: "Đứng thứ hai là Nhật Bản với 1,2 tỷ USD"."""
        words = self._folded[sentence.start : q.bound_start]
        lured = "thu hút" in words
        ranks = _RANKS.search(words) is not None or self._of_place(q, sentence)
        lately = [figure for figure in self._lately(sentence, 5) if figure.quantity.unit in MONEY]
        ranked_by = [figure for figure in lately if figure.metric == "registeredCapital"] if ranks else []
        of_next_place = bool(lately) and lately[0].metric in TRADES and self._told_of_a_place(lately[0], q, sentence)
        last = next(iter(lately if of_next_place else ranked_by or lately), None)
        if last is None and (spoken := self._spoken_before(q, sentence)):
            return Figure(q, sentence, spoken, "inferred", q.bound_start, q.end, q.unit)
        if last is None or (lured and last.metric in OF_A_YEAR):
            return None
        if last.sentence.index < sentence.index - (5 if ranks else 2):
            return None
        if last.metric in OF_A_YEAR and self._told_of_others(sentence):
            return None
        if last.metric in OF_A_YEAR and self._next_value(q, sentence):
            return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, q.unit, like=last)
        if of_next_place:
            return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, q.unit)
        ranked = (ranks or _OF_SECTOR.match(words)) and last.metric == "registeredCapital"
        traded = last.metric in TRADES and _GOODS.search(words)
        part = _OF_ORIGIN.fullmatch(words) and (last.metric == "registeredCapital" or last.metric in OF_A_YEAR)
        if not (ranked or traded or part or _PARTS.match(words) or _THE_NUMBER.search(words)) or _PAID_ALONE.search(
            words
        ):
            return None
        trade = self.headline_trade if traded and last.sentence.line.index != sentence.line.index else ""
        if trade and trade != last.metric:
            return Figure(q, sentence, trade, "inferred", q.bound_start, q.end, q.unit)
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, q.unit, like=last)

    def _told_of_a_place(self, last: Figure, q: Quantity, sentence: Sentence) -> bool:
        """Whether the line told a place's trade, and now the next one's: "Bắc Ninh xuất khẩu 9 tỷ USD. Hà Nam 4"."""
        if last.sentence.line.index != sentence.line.index or not self._of_place(q, sentence):
            return False
        before = self._reading.place_before(last.quantity.start)
        return before is not None and before.start >= last.sentence.start

    def _spoken_before(self, q: Quantity, sentence: Sentence) -> str:
        """The one yearly measure that the sentence before names, where this one opens with a time: "Năm 2016 đạt 9"."""
        if sentence.first or not self._next_value(q, sentence):
            return ""
        before = self._reading.doc.sentences[sentence.index - 1]
        terms = self._reading.terms(before.start, before.end)
        if any(hit.keys("outside") for hit in terms):
            return ""
        metrics = {name for hit in terms for name in hit.keys("name") if q.unit in self._metrics[name].units}
        return next(iter(metrics)) if len(metrics) == 1 and metrics.issubset(OF_A_YEAR) else ""

    def _told_of_others(self, sentence: Sentence) -> bool:
        """Whether the sentence has told amounts of a measure that is none of ours: "tổng mức bán lẻ đạt 7.804 tỷ"."""
        for ignored in reversed(self._told.ignored):
            if ignored.quantity.start < sentence.start:
                return False
            if ignored.quantity.unit in MONEY and ignored.reason.startswith("another measure"):
                return True
        return False

    def _next_value(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether a sentence opens with a time and tells at once the amount for it: "Quý I: 4.387 tỷ đồng"."""
        times = self._reading.times
        at = bisect_left(times, sentence.start, key=lambda time: time.start)
        if at == len(times) or times[at].start - sentence.start > 12 or times[at].end > q.bound_start:
            return False
        gap = self._folded[times[at].end : q.bound_start]
        if not _NEXT_VALUE.fullmatch(gap) or _PAID_ALONE.search(gap):
            return False
        return not any(
            hit.keys("name") or hit.keys("outside") for hit in self._reading.terms(times[at].end, q.bound_start)
        )

    def _of_place(self, q: Quantity, sentence: Sentence) -> bool:
        """Whether a province stands right before the amount."""
        place = self._reading.place_before(q.start)
        return (
            place is not None and place.kind == "Province" and place.start >= sentence.start
            and _OF_PLACE.fullmatch(self._folded, place.end, q.bound_start) is not None
        )  # fmt: skip

    def _lately(self, sentence: Sentence, sentences: int) -> list[Figure]:
        """The figures of the last so many sentences, the latest first."""
        found: list[Figure] = []
        for figure in reversed(self._told.figures):
            if figure.sentence.index < sentence.index - sentences:
                break
            found.append(figure)
        return found


def _unit(metric: str, unit: str) -> str:
    """Incomes are by the month, whether the text says so or not."""
    return "VND/month" if metric == "averageIncome" else unit
