"""Money: capital, output, trade, income told by a name, a verb, the count before it, or the amount that it repeats."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extraction.document import Sentence
from kg.extraction.figures import MONEY, OF_A_YEAR, Figure, Ignored, Reason, Told, measured_in
from kg.extraction.lexicon import Hit
from kg.extraction.measures import LIGHT, TRADE, Measures, difference, more_than_before
from kg.extraction.patterns import either
from kg.extraction.purposes import Purposes
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.reference.metrics import metrics

# An average is no sum: "bình quân mỗi dự án 12 triệu USD".
_PER_EACH = re.compile(
    r"(?:mỗi|bình quân mỗi|bình quân một|trung bình mỗi|một|(?:bình quân|trung bình|cứ|mỗi) (?:một|1)"
    r"|quy mô bình quân)\s+"
    r"(?:dự án|doanh nghiệp|khu|cụm|lao động|ha|héc)[^,.;]{0,30}$"
)
_INCOME_OF_ONE = re.compile(
    r"(?:thu nhập|lương|tiền lương)(?: bình quân| hằng tháng| hàng tháng)?(?: của)? (?:mỗi tháng )?(?:bà|ông|cô"
    r"|chị(?! em)|anh(?! em| chị)|em"
    r"|tôi|mình|cháu|gia đình)(?!\w)[^.;]{0,60}$"
)
_IF_PAID = re.compile(r"(?:nếu|giả sử|dù) (?:mức )?(?:lương|thu nhập|tiền lương)[^.;,\d]{0,20}$")
_NEEDED = re.compile(
    r"(?:(?<!nhu )cần|(?:số|tổng|nguồn|lượng) ?vốn[^,.;\d]{0,16} cần)(?: phải)?(?: có| tới| đến| thêm| khoảng| hơn"
    r"| gần| trên| huy động"
    r"| bố trí| vốn| chi)*(?: để[^.;]{0,120}?(?: là| khoảng| hơn| gần| trên)+)?\s*$"
)
_COMPENSATES = re.compile(
    r"dự án (?:bồi thường|giải phóng|tái định cư|đền bù|hỗ trợ)[^.;]{0,120}(?:vốn|kinh phí|số tiền"
    r"|mức đầu tư)[^.;,\d]{0,24}$"
)
# "đăng ký 90 triệu USD, thực hiện 60 triệu USD", "nhưng tiền thực sự bỏ ra mới 6 tỷ".
_PUT_IN = re.compile(
    r"(?:số (?:vốn )?thực (?:rót|bỏ|chi|đầu tư|góp)[^,.;\d]{0,24}"
    r"|(?:,|;|và|\(|nhưng|song|còn)\s*(?:trong đó )?(?:đã |mới |chỉ |có |nay |hiện )*(?:thực hiện|giải ngân)"
    r"|(?:tiền|vốn)[^,.;\d]{0,16} (?:thật sự|thực sự|thực tế|trên thực tế)(?: đã| được)? (?:bỏ ra|bỏ vào|đưa vào"
    r"|rót|đầu tư))"
    r"(?: được| đạt| mới| chỉ| là| khoảng| chừng| hơn| gần| trên| tới| đến| xấp xỉ)*\s*$"
)
# "trong số ấy, 285,6 tỷ USD đã được đưa vào thực hiện"
_PUT_IN_BEHIND = re.compile(r"\s+(?:đã |được |mới )+(?:đưa vào )?(?:thực hiện|giải ngân)(?!\w)")
_PUT_IN_WITHIN = 90
_COMPARED = re.compile(r"so(?: với)? (?:cùng|năm|tháng|quý|đầu|trước|kế)")
# A currency that the amount names itself: "đồng", "VNĐ".
_BEGUN_WITH = re.compile(
    r"(?:khởi công|động thổ|(?:được )?(?:thành lập|chấp thuận|phê duyệt))(?!\w)[^.;]{0,60}?(?:,|với|và"
    r"|có)\s+(?:số )?vốn"
    r"(?: là| khoảng| hơn| gần| trên| chừng)*\s*$"
)
# "thu hút 1,6 tỷ USD, năm thứ ba liên tiếp vượt ngưỡng 1 tỷ USD".
_MARK = re.compile(r"(?<!\w)vượt(?: qua)? (?:ngưỡng|mốc|cột mốc)\s*$")
# "KCN X (huyện Y) 50 ha, vốn 370 tỷ đồng".
_WITH_CAPITAL = re.compile(r"(?:,|\(|với|có)\s*(?:tổng )?(?:số )?vốn(?: là| khoảng| hơn| gần| trên| chừng)*\s*$")
_NOT_THE_ZONES = re.compile(r"(?:dự án|nhà máy|công ty|doanh nghiệp|nhà đầu tư|tập đoàn|đường|cầu|trạm)(?!\w)|;")
_ZONE_WITHIN = 90
# "khởi công KCN X hơn 1.350 tỷ đồng"
_BEGINS = re.compile(
    r"(?<!\w)(?:xây dựng|khởi công|động thổ|đầu tư|khánh thành|dự án)(?: hạ tầng| dự án| xây dựng| đầu tư)*\s+$"
)
_BEGINS_WITHIN = 60
_WORTH = re.compile(r"\s*(?:\(|,)?\s*(?:trị giá|quy mô|với|hơn|gần|khoảng|trên|\s)*")
_AIMED_AT = re.compile(
    r"(?:xúc tiến|thu hút|kêu gọi|mời gọi|vận động) (?:vốn )?đầu tư(?! (?:công|hạ tầng))[^.;]{0,110}"
    r"(?<!\w)(?:phấn đấu|đặt mục tiêu|mục tiêu)(?!\w)[^.;\d]{0,30}(?:\d{4} )?(?:đạt|là|được|thu hút)(?: khoảng| hơn"
    r"| gần| trên)*\s*$"
)
_AND_NEXT = re.compile(r"\s*(?:,|và|, và)\s*")
_NEXT_WITHIN = 24
_NAMES_VND = re.compile(r"đ|vn")
# Before the same amount in another currency: "(tương đương 1.400 tỷ đồng)".
_RESTATES = re.compile(
    r"\s*(?:,|\(|-|hay|tức)?\s*(?:tương đương|tức|khoảng|hơn|gần|trên|xấp xỉ|quy đổi|với|ước|,|\(|\s)*"
)
_WITH = re.compile(
    r"(?: fdi| ddi| trong nước| nước ngoài)? (?:tổng )?vốn\s+(?:đăng ký\s+)?|[^.;:\d]{0,40}?(?:với|có|trị giá|,"
    r"|đưa thêm vào|bổ sung)\s*(?:tổng cộng\s+)?"
    r"|[^.;:\d]{0,80}?(?:,|với|và|có)\s+(?:tổng )?(?:số )?(?:vốn|giá trị|trị giá)\s+(?:là |đạt |khoảng |hơn |gần "
    r"|trên |xấp xỉ )*"
)
_RIGHT_BEHIND = re.compile(r"(?: (?:mới|fdi|ddi))*,\s*")
_NUMBER_OF_PROJECTS = re.compile(
    r"[^.;:,\d]{0,24}?(?:với|,|có)(?: số| tổng)*(?: cộng)?(?: vốn)?\s+(?:là |khoảng |hơn |gần |trên )*"
)
_LURES = re.compile(r"(?<!\w)(?:hút|thu hút)(?: được| về| thêm| tới)*\s*$")
_TOLD_WITHIN = 500
_PAY = re.compile(r"(?<!\w)(?:lương|thu nhập)(?!\w)")
_OTHER_PAY = re.compile(
    r"tối thiểu|phụ cấp|trợ cấp|thuê|(?<!\w)trọ|học phí|gửi|tiết kiệm|vùng|cơ bản|hỗ trợ|thưởng|phạt|chi phí|có nơi"
    r"|cá biệt"
    r"|tăng|giảm|lương hưu|bảo hiểm"
)
_INVESTORS = re.compile(r"dự án|fdi|nhà đầu tư|kcn|khu công nghiệp|ccn|cụm công nghiệp|khu kinh tế|kkt")
# Things that were not counted; capital that goes with them is none of ours either.
_NOT_COUNTED = frozenset({
    Reason.REFUSED_PROJECTS, Reason.OTHER_PROJECTS, Reason.SINGLE_ENTERPRISES, Reason.NOT_AT_WORK_HERE, Reason.DENIED,
})  # fmt: skip


_SCHEMES_BEFORE = re.compile(r"\d đề án(?: khuyến công)?(?: quốc gia| địa phương| cấp tỉnh| tỉnh)? \((?:kinh phí )?$")
_SHARES_BEFORE = re.compile(
    r"(?:góp vốn|mua cổ phần)[^.;\d]{0,50}(?:giá trị|trị giá)(?: vốn góp| giao dịch)?(?: là| đạt| gần| hơn| khoảng"
    r"| trên)*\s*$"
)
_RAISED = re.compile(r"nâng (?:tổng )?(?:giá trị|kim ngạch)[^.;]{0,30} lên(?: mức| tới| đến| khoảng| gần| hơn)*\s*$")
_SIZED_BEFORE = re.compile(r"\s?\((?:rộng |diện tích )?\d[\d.,]*\s?(?:ha|hécta),\s*")
# "29 mặt hàng đạt kim ngạch trên 1 tỷ USD": what makes a class of goods.
_CLASS_OF_GOODS = re.compile(
    r"(?:\d+|số|các|những|nhiều) (?:nhóm hàng|nhóm mặt hàng|mặt hàng|thị trường|sản phẩm|ngành hàng"
    r"|nhóm)(?!\w)[^.;,\d]{0,60}"
    r"(?:trên|hơn|vượt|từ|ít nhất|tối thiểu)(?: mức| ngưỡng| mốc)?\s+$"
)
_KIND_OF_GOODS_BEHIND = re.compile(
    r"[^.;:\d]{0,30}(?:giảm|tăng)?[^.;:]{0,60}(?:nhóm hàng|mặt hàng|nhóm mặt hàng) (xuất|nhập) khẩu(?!\w)"
)
_KINDS_OF_GOODS = either(
    "nhóm|ngành hàng|thủy sản|thuỷ sản|tôm|cá tra|dệt may|hàng dệt|hàng may|may mặc|giày|túi xách|gỗ|đồ gỗ|sản phẩm",
    "gạo|cà phê|cao su|hạt điều|hồ tiêu|rau quả|trái cây|dừa|chè|sắn|sắt thép|thép|điện thoại|máy|linh kiện|dây điện",
    "dây dẫn|xơ sợi|sợi|hóa chất|phân bón|xăng dầu|than|quặng|phương tiện|nguyên liệu|nguyên phụ liệu|hàng",
)
_GOODS_OPEN = re.compile(
    r"\W*(?:nhóm mặt hàng|nhóm hàng|mặt hàng|(?=" + _KINDS_OF_GOODS + r"))[^.;:\d()]{3,60}(?:\([^()]{0,120}\)\s*)?"
    r"(?:đạt|ước đạt|với|có)(?: kim ngạch| trị giá| khoảng| hơn| gần| trên)*\s*"
)
# Pay rises are told in amounts that are no sum of anything else: "cao hơn cùng kỳ 400 nghìn đồng".
_MILLION = 1_000_000
_STOPS = re.compile(r"\s*(?:[.,;]|$)|\s+(?:của|tại|ở|và|còn)\s")
_LOW_INCOME = 2_000_000
_LARGEST_PAY = 200_000_000


class Money:
    """Reads amounts: "tổng vốn đầu tư 3,2 tỷ USD", "thu hút 376 triệu USD", "6,2 tỷ đồng vốn đối ứng"."""

    def __init__(self, reading: Reading, told: Told, measures: Measures) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = told
        self._measures = measures
        self._purposes = Purposes(reading, told)
        self._metrics = metrics()

    def read(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored:
        """Say what an amount of money measures. `before`: the folded words before it."""
        if "/" in q.unit and q.unit != "VND/month":
            return Ignored(q, measured_in(q.unit))
        if _PER_EACH.search(before):
            return Ignored(q, Reason.AVERAGE)
        if _CLASS_OF_GOODS.search(before):
            return Ignored(q, Reason.THRESHOLD)
        if "vượt" in before[-30:] and _MARK.search(before) and self._told.last(sentence, MONEY) is not None:
            return Ignored(q, Reason.THRESHOLD)
        if q.value < _LARGEST_PAY and _IF_PAID.search(before):
            return Ignored(q, Reason.CONDITION)
        if q.value < _LARGEST_PAY and _INCOME_OF_ONE.search(before):
            return Ignored(q, Reason.ONE_PERSON)
        pay = q.value < _LOW_INCOME and q.unit.startswith("VND")
        if ("hơn" in before or "kém" in before) and more_than_before(before):
            return Ignored(q, Reason.DIFFERENCE)
        if difference(before, added=pay) and (
            pay or _COMPARED.search(self._folded, q.end, min(sentence.end, q.end + 90))
        ):
            return Ignored(q, Reason.DIFFERENCE)
        found = (
            self._of_those_not_counted(q, sentence)
            or self._realised(q, sentence, before)
            or self._of_schemes(q, sentence, before)
            or self._of_shares(q, sentence, before)
            or self._raised_to(q, sentence, before)
            or self._purposes.read(q, sentence, before)
            or self._measures.by_name(q, self._currency(q, sentence), sentence)
            or self._restated(q, sentence)
            or self._right_behind_projects(q, sentence)
            or self._measures.like(q, sentence, MONEY)
            or self._of_projects(q, sentence)
            or self._by_verb(q, sentence)
            or self._monthly(q, sentence, before)
            or self._of_the_works_begun(q, sentence, before)
            or self._of_the_zone_named(q, sentence, before)
            or self._aimed_at(q, sentence, before)
            or self._of_goods(q, sentence)
            or self._of_its_works(q, sentence)
        )
        if isinstance(found, Figure) and found.metric in OF_A_YEAR and difference(before):
            return Ignored(q, Reason.DIFFERENCE)
        if isinstance(found, Ignored) and self._lured(q):
            found = self._by_verb(q, sentence) or found  # "dịch vụ lưu trú hút 8,8 tỷ USD"
        if found is None or (isinstance(found, Figure) and found.metric in ("registeredCapital", "implementedCapital")):
            found = self._not_invested(q, before) or found
        return found or Ignored(q, Reason.UNNAMED_MONEY, known=False)

    def _of_schemes(self, q: Quantity, sentence: Sentence, before: str) -> Figure | None:
        """What supports the schemes just counted, in brackets: "12 đề án khuyến công quốc gia (3,15 tỷ đồng)"."""
        if q.unit != "VND" or _SCHEMES_BEFORE.search(before) is None:
            return None
        return Figure(q, sentence, "supportFunding", "inferred", q.bound_start, q.end, q.unit)

    def _of_shares(self, q: Quantity, sentence: Sentence, before: str) -> Figure | None:
        """What was paid for shares: "1.618 giao dịch góp vốn, mua cổ phần với tổng giá trị 2,41 tỷ USD"."""
        if "cổ phần" not in before or _SHARES_BEFORE.search(before) is None:
            return None
        return Figure(q, sentence, "registeredCapital", "inferred", q.bound_start, q.end, q.unit)

    def _raised_to(self, q: Quantity, sentence: Sentence, before: str) -> Figure | None:
        """The sum that an amount makes with those before: "đạt 86,9 tỷ, nâng tổng giá trị 8 tháng lên 622 tỷ đồng"."""
        last = self._told.last(sentence, MONEY)
        if last is None or "nâng" not in before or _RAISED.search(before) is None:
            return None
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, q.unit)

    def _of_its_works(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """What a zone's works cost, by its name: "gồm hạ tầng KCN A 18 tỷ đồng", "KCN B (120 ha, 1.338 tỷ đồng)"."""
        zone = next(self._reading.zones_before(q.start), None)
        if zone is None or not zone.names or zone.role != "plain" or zone.start < sentence.start:
            return None
        works = self._folded.endswith(("hạ tầng ", "hạ tầng kỹ thuật "), sentence.start, zone.start)
        in_works = works and not self._folded[zone.end : q.bound_start].strip()
        if not in_works and _SIZED_BEFORE.fullmatch(self._folded, zone.end, q.bound_start) is None:
            return None
        return Figure(q, sentence, "infrastructureCapital", "inferred", q.bound_start, q.end, q.unit)

    def _lured(self, q: Quantity) -> bool:
        """Whether a verb of winning capital stands right before an amount."""
        return _LURES.search(self._folded, max(0, q.bound_start - 16), q.bound_start) is not None

    def with_currency(self, q: Quantity) -> Quantity:
        """An amount in millions that leaves its currency out is in that of the one before it: "... ở 346 triệu"."""
        if q.unit != "1" or q.value < _MILLION or not _STOPS.match(self._folded, q.end):
            return q
        if not self._folded.endswith("triệu", q.start, q.end):
            return q
        following = self._reading.quantities_after(q.end, q.end + _NEXT_WITHIN)
        if (
            following
            and following[0].unit in MONEY
            and _AND_NEXT.fullmatch(self._folded, q.end, following[0].bound_start)
        ):
            return replace(q, unit=following[0].unit)  # "lần lượt là 305 triệu và 267 triệu USD"
        last = self._told.figures[-1] if self._told.figures else None
        if last is None or last.unit not in MONEY or last.sentence.end < q.end:
            return q
        return replace(q, unit=last.unit)

    def _not_invested(self, q: Quantity, before: str) -> Ignored | None:
        """Money that is only needed, or that compensates: "cần 900 tỷ đồng", "dự án bồi thường với tổng vốn"."""
        if "cần" in before and _NEEDED.search(before):
            return Ignored(q, Reason.NEEDED)
        return Ignored(q, Reason.COMPENSATION) if _COMPENSATES.search(before) else None

    def _of_those_not_counted(self, q: Quantity, sentence: Sentence) -> Ignored | None:
        """Capital of things that were not counted themselves: "thu hồi 14 dự án, tổng vốn trên 1 tỉ USD"."""
        ignored, figures = self._told.ignored, self._told.figures
        if not ignored or ignored[-1].reason not in _NOT_COUNTED:
            return None
        last = ignored[-1].quantity
        if last.start < sentence.start or (figures and figures[-1].quantity.start > last.start):
            return None
        gap = self._folded[last.end : q.start]
        return Ignored(q, ignored[-1].reason) if "vốn" in gap and len(gap) < 110 and ";" not in gap else None

    def _realised(self, q: Quantity, sentence: Sentence, before: str) -> Figure | None:
        """What was put in of the capital just told: "đăng ký 90 triệu USD, thực hiện 60 triệu USD"."""
        behind = _PUT_IN_BEHIND.match(self._folded, q.end, sentence.end)
        if behind is None and _PUT_IN.search(before[-_PUT_IN_WITHIN:]) is None:
            return None
        last = self._told.last(sentence, MONEY)
        if last is None or last.metric != "registeredCapital" or q.start - last.end > _PUT_IN_WITHIN:
            return None
        return Figure(q, sentence, "implementedCapital", "stated", q.bound_start, q.end, q.unit)

    def _currency(self, q: Quantity, sentence: Sentence) -> str:
        """The currency of an amount; one that is left out ("gần 9,6 tỉ") is that of the amount before it."""
        if q.unit != "VND" or _NAMES_VND.search(self._folded, q.number_end, q.end):
            return q.unit
        for earlier in reversed(self._reading.quantities_before(q.start, sentence.start)):
            if earlier.unit in ("VND", "USD"):
                return earlier.unit
        return q.unit

    def _restated(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The amount before it again, in another currency: "60 triệu USD (tương đương 1.400 tỷ đồng)"."""
        last = self._told.last(sentence, MONEY)
        if last is None or last.unit == q.unit:
            return None
        if not _RESTATES.fullmatch(self._folded, last.quantity.end, q.bound_start):
            return None
        return Figure(q, sentence, last.metric, "inherited", q.bound_start, q.end, q.unit, like=last)

    def _of_projects(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The capital of the projects just counted: "80 dự án với 1,2 tỷ USD"."""
        counted = self._told.last(sentence, ("1",))
        if counted is None or counted.metric != "projectCount":
            return None
        between = _WITH if counted.end > counted.quantity.end else _NUMBER_OF_PROJECTS
        if not between.fullmatch(self._folded, counted.end, q.bound_start):
            return None
        return Figure(q, sentence, "registeredCapital", "inferred", q.bound_start, q.end, q.unit)

    def _right_behind_projects(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The capital told right behind the projects of another origin: "khối nội 253 dự án, hơn 1.000 tỷ đồng"."""
        counted = self._told.last(sentence, ("1",))
        if counted is None or counted.metric != "projectCount":
            return None
        if _RIGHT_BEHIND.fullmatch(self._folded, counted.end, q.bound_start) is None:
            return None
        return Figure(q, sentence, "registeredCapital", "inferred", q.bound_start, q.end, q.unit)

    def _attracted_others(self, hit: Hit, q: Quantity) -> bool:
        """Whether what was attracted was counted before, and was no project: "thu hút 15.000 người, quyên góp 3 tỷ"."""
        between = [one for one in self._reading.quantities_before(q.start, hit.end) if not one.kind_hint]
        return any(isinstance(self._told.of(one), Ignored) and one.unit == "1" for one in between)

    def _monthly(self, q: Quantity, sentence: Sentence, before: str) -> Figure | None:
        """An amount by the month in a sentence on pay: "lương thì tùy nơi, mặt bằng chung 5,1 triệu đồng một tháng"."""
        if q.unit != "VND/month" or not _PAY.search(before) or _OTHER_PAY.search(before):
            return None
        return Figure(q, sentence, "averageIncome", "inferred", q.bound_start, q.end, q.unit)

    def _of_the_works_begun(self, q: Quantity, sentence: Sentence, before: str) -> Figure | None:
        """The capital of a zone whose works begin: "KCN X khởi công tháng 4, vốn 2.400 tỷ đồng"."""
        if "vốn" not in before[-30:] or _BEGUN_WITH.search(before) is None:
            return None
        zone = self._reading.zone_at(sentence.start)
        if zone is None or not zone.names:
            return None
        return Figure(q, sentence, "registeredCapital", "inferred", q.bound_start, q.end, q.unit)

    def _of_the_zone_named(self, q: Quantity, sentence: Sentence, before: str) -> Figure | None:
        """The capital right behind a zone's name, where it lies and how large it is: "CCN X 50 ha, vốn 370 tỷ"."""
        zone = next(self._reading.zones_before(q.start), None)
        if zone is None or not zone.names or zone.role != "plain" or zone.start < sentence.start:
            return None
        begun = _BEGINS.search(self._folded, max(sentence.start, zone.start - _BEGINS_WITHIN), zone.start) is not None
        if begun and _WORTH.fullmatch(self._folded, zone.end, q.bound_start):
            return Figure(q, sentence, "registeredCapital", "inferred", q.bound_start, q.end, q.unit)
        if "vốn" not in before[-24:] or _WITH_CAPITAL.search(before) is None:
            return None
        near = q.start - zone.end <= _ZONE_WITHIN and not _NOT_THE_ZONES.search(self._folded, zone.end, q.start)
        return Figure(q, sentence, "registeredCapital", "inferred", q.bound_start, q.end, q.unit) if near else None

    def _aimed_at(self, q: Quantity, sentence: Sentence, before: str) -> Figure | None:
        """What is to be won, in words on winning investors: "tập trung xúc tiến đầu tư, phấn đấu đạt 450 triệu USD"."""
        if "đầu tư" not in before or _AIMED_AT.search(before) is None:
            return None
        return Figure(q, sentence, "registeredCapital", "inferred", q.bound_start, q.end, q.unit)

    def _of_goods(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """The trade of a kind of goods: "máy móc đạt 9 tỷ USD, là nhóm hàng nhập khẩu lớn", by itself or listed.

        What opens a sentence as a kind of goods is of the trade that the headline is on.
        """
        said = _KIND_OF_GOODS_BEHIND.match(self._folded, q.end, sentence.end)
        trade = TRADE[said[1]] if said is not None else ""
        if not trade and _GOODS_OPEN.fullmatch(self._folded, sentence.start, q.bound_start):
            trade = self._measures.headline_trade
        if not trade or q.unit != "USD":
            return None
        return Figure(q, sentence, trade, "inferred", q.bound_start, q.end, q.unit)

    def _by_verb(self, q: Quantity, sentence: Sentence) -> Figure | None:
        """An amount that a verb takes: "thu hút 376 triệu USD", "giải ngân gần 2 tỷ USD"."""
        for hit in reversed(self._reading.terms(max(sentence.start, q.bound_start - 60), q.bound_start)):
            attracts = self._folded.startswith("thu hút", hit.start)
            if attracts and self._attracted_others(hit, q):
                return None
            for metric in hit.keys("verb"):
                if q.unit not in self._metrics[metric].units:
                    continue
                if not attracts and not LIGHT.fullmatch(self._folded, hit.end, q.bound_start):
                    continue
                if attracts:
                    return Figure(q, sentence, metric, "stated", hit.start, q.end, q.unit)
                near = max(0, sentence.start - _TOLD_WITHIN)
                if _INVESTORS.search(self._folded, near, sentence.end) is None:
                    return None
                return Figure(q, sentence, metric, "inferred", hit.start, q.end, q.unit)
            if not hit.keys("counted") and not hit.keys("zone"):
                return None
        return None
