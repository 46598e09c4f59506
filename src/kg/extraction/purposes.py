"""Money told by what it is put up for: the infrastructure of zones, support schemes, and what those supported add.

"Bố trí 45 tỷ đồng xây dựng hạ tầng các cụm" names no measure in front of its amount; the purpose tells it.
"""

from __future__ import annotations

import re
from functools import cached_property

from kg.extraction.document import Sentence
from kg.extraction.figures import MONEY, Figure, Ignored, Reason, Told
from kg.extraction.measures import OTHER_WORKS
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading

_BOUND = (
    r"(?: là| ước| khoảng| đạt| hết| lên| tới| đến| gần| hơn| trên| cần| xấp xỉ| được| chỉ| mới| thêm| tổng cộng|:)*"
)
# "87,5 tỷ đồng hỗ trợ đầu tư hạ tầng cho 9 cụm", "900 tỷ đồng làm hạ tầng khu công nghiệp".
_FOR_WORKS = re.compile(
    r"(?: \([^()]{0,40}\))?(?: (?:để|hỗ trợ|nhằm|cho|vào|cho việc|dành cho|thực hiện|triển khai|phục vụ|dùng|tiếp tục"
    r"|làm|từ [^,.;:\d]{2,30}?|(?:nguồn )?vốn [^,.;:\d]{2,30}?))"
    r"{0,3}(?: (?:đầu tư|xây dựng|xây|làm|phát triển|hoàn thiện|hoàn chỉnh|nâng cấp|cải tạo)(?:,| và)?"
    r"(?: \d+ (?:dự án|công trình|hạng mục))?){0,3}"
    r" (?:kết cấu |cơ sở |công trình |hệ thống )?hạ tầng" + OTHER_WORKS
)
# "Vốn đã bỏ vào hạ tầng của 21 cụm ... khoảng 612 tỷ đồng", "nhu cầu vốn làm hạ tầng là".
_WORKS_NAMED = re.compile(
    r"(?:vốn|kinh phí|dự toán|mức đầu tư|số tiền|nguồn lực|tiền"
    r"|chi phí)\s[^.;:,\d%]{0,40}?hạ tầng(?: kỹ thuật)?(?! thu hút)" + OTHER_WORKS
)
# "làm chủ đầu tư hạ tầng với tổng mức đầu tư 141 tỷ đồng": the works are told before the name of the amount.
_WORKS_BEFORE = re.compile(
    r"(?:đầu tư|xây dựng|kinh doanh|xây)(?:,? (?:và )?(?:xây dựng|kinh doanh|phát triển))* (?:kết cấu "
    r"|cơ sở )?hạ tầng(?: kỹ thuật)?"
    + OTHER_WORKS
    + r"(?:(?!thu hút|thứ cấp|doanh nghiệp|nhà đầu tư|dự án )[^.;\d]){0,70}?(?:(?:với|có|là)\s|,\s?)(?:tổng )?(?:số "
    r"|mức |nguồn )?"
    r"(?:(?:vốn|kinh phí|dự toán|mức)(?: đầu tư)?|đầu tư)" + _BOUND + r"\s*$"
)
# "các công ty kinh doanh hạ tầng đã bỏ ra 485 tỷ đồng".
_BUILDERS_SPENT = re.compile(
    r"(?:công ty|chủ đầu tư|nhà đầu tư|doanh nghiệp|đơn vị)(?: [^,.;\d]{0,20})? hạ tầng[^.;\d]{0,50}?"
    r"\s(?:bỏ ra|bỏ|chi|đầu tư|rót|huy động)" + _BOUND + r"\s*$"
)
# "ngân sách đã rót vào hạ tầng khu này 685 tỷ đồng", "hạ tầng kỹ thuật của khu được bố trí gần 1.250 tỷ đồng".
_PUT_INTO_WORKS = re.compile(
    r"(?:rót|bố trí|bỏ|chi|đổ|cấp|dành|đầu tư)(?: vốn| được| ra)?(?: (?:vào|cho|xuống))"
    r"(?: (?:đầu tư|xây dựng|phát triển))?(?: kết cấu)? hạ tầng(?: kỹ thuật)?(?: của| tại| trong)?"
    r" (?:các |những )?(?:khu|cụm|kcn|ccn|kkt)(?!\w)[^,.;:()\d]{0,30}?" + _BOUND + r"\s*$"
    r"|hạ tầng(?: kỹ thuật)?(?: của)? (?:các |những )?(?:khu|cụm|kcn|ccn|kkt)(?!\w)[^,.;:()\d]{0,30}?"
    r" (?:được )?(?:bố trí|cấp|rót|hỗ trợ)(?: vốn)?" + _BOUND + r"\s*$"
)
# "trung ương và tỉnh rót xuống các cụm 240 tỷ đồng"; "hạ tầng yếu: ba năm qua ngân sách rót xuống 36 tỷ đồng".
_POURED = re.compile(
    r"(?:trung ương|tỉnh|ngân sách|nhà nước|huyện|thành phố)[^.;\d]{0,40}?\s(?:rót|đổ|bố trí|cấp)(?: vốn)?(?: được"
    r"| thêm)?"
    r"(?: (?:xuống|vào|cho)(?: (?:các |những )?(?:khu công nghiệp|cụm công nghiệp|khu|cụm|kcn|ccn"
    r"|kkt)(?: [^,.;\d]{0,24})?)?)" + _BOUND.replace("| hơn", "| hơn| chưa tới| chưa đến| chừng", 1) + r"\s*$"
)
_INTO_ZONES = re.compile(r"(?:xuống|vào|cho) (?:các |những )?(?:khu|cụm|kcn|ccn|kkt)(?!\w)[^.;]*$")
_ZONES = re.compile(r"(?<!\w)(?:khu|cụm|kcn|ccn|kkt|kcx|kcnc)(?!\w)")
_PROMOTION = ("khuyến công", "công nghiệp nông thôn")
# "3,2 tỷ đồng cho 21 đề án khuyến công", "bố trí 1,1 tỷ đồng".
_FOR_SCHEMES = re.compile(
    r"(?: để)?(?: (?:hỗ trợ|cho|thực hiện|triển khai)){1,3}(?: [^\W\d_]+){0,2}? (?:\d[\d.]*|các|những|hai|ba|bốn|năm"
    r"|sáu|bảy|tám|chín|mười)"
    r" (?:lượt )?đề án"
)
_GRANTED = re.compile(
    r"(?:bố trí|dành|cấp|phân bổ|giải ngân|hỗ trợ|chi|trích|thanh toán)(?: được| hơn| gần| khoảng| trên| tổng số"
    r"| số tiền| thêm)*\s*$"
)
# "được hỗ trợ 3 đề án với số tiền 410 triệu đồng".
_OF_SCHEMES = re.compile(
    r"đề án[^.;\d]{0,40}?(?:với|,)\s+(?:tổng )?(?:số tiền|số kinh phí|kinh phí|trị giá)"
    r"(?: hỗ trợ| là| khoảng| hơn| gần| trên)*\s*$"
)
# "được giao 46 đề án với 6 tỷ đồng"
_SCHEMES_WITH = re.compile(
    r"(?:được giao|thực hiện|triển khai|hỗ trợ|có|bố trí)(?: thêm)? \d[\d.]* đề án(?: [^,.;\d]{0,30})? với"
    + _BOUND
    + r"\s*$"
)
# "Kế hoạch khuyến công năm 2025 được giao 5,9 tỷ đồng", "khuyến công quốc gia dự kiến 3 tỷ đồng"
_OF_PROMOTION = re.compile(
    r"khuyến công(?: (?:quốc gia|địa phương|tỉnh|cấp (?:tỉnh|huyện|xã)|năm \d{4}|năm nay|cả năm))*"
    r"(?: (?:được (?:giao|bố trí|cấp|phân bổ|duyệt)|dự kiến|là|có|giao|chiếm|đạt)|(?=:))" + _BOUND + r"\s*$"
)
_RAISED = re.compile(
    r"(?:thu hút|huy động|khơi thông|kéo theo|kích thích|tranh thủ)(?: được| thêm| tới| đến| hơn| gần| khoảng| trên"
    r"| xấp xỉ)*\s*$"
)
_THEIR_PART = re.compile(
    r"(?: vốn)?(?: đầu tư| đối ứng)*(?: của| từ)(?: các| phía)* (?:doanh nghiệp|cơ sở|đơn vị|hợp tác xã|hộ|đối tượng"
    r"|chủ|dn|htx|xã hội)"
    r"| vốn (?:đầu tư|đối ứng|xã hội|tự có|của)"
)
_THEY_PUT_UP = re.compile(
    r"(?:các|những|\d) (?:cơ sở|doanh nghiệp|đơn vị|hộ|chủ cơ sở|đối tượng)[^.;\d]{0,50}?"
    r"\s(?:bỏ ra|đầu tư|đóng góp|đối ứng|bỏ vốn|góp|tự bỏ|bỏ thêm)" + _BOUND + r"\s*$"
)
# "gồm ngân sách trung ương 95 tỷ, ngân sách tỉnh 38 tỷ": who pays it is no further fact.
_SOURCE = re.compile(
    r"(?:gồm|trong đó|\(|,|và|còn lại|;)\s*(?:có |là |từ )*(?:nguồn )?(?:vốn )?(?:ngân sách|nsnn|nstw)"
    r"(?: (?:trung ương|tỉnh|huyện|địa phương|nhà nước|cấp|thành phố|xã))*(?: hỗ trợ| bố trí| cấp)*" + _BOUND + r"\s*$"
)
_SUPPORT = ("supportFunding", "supportSchemeCount")
_AROUND, _FAR = 160, 240
_WORKS = re.compile("hạ tầng" + OTHER_WORKS)


class Purposes:
    """Reads amounts of money by their purpose."""

    def __init__(self, reading: Reading, told: Told) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._told = told

    @cached_property
    def _of_promotion(self) -> bool:
        """Whether the article speaks of support for rural industry at all."""
        return any(words in self._folded for words in _PROMOTION)

    def read(self, q: Quantity, sentence: Sentence, before: str) -> Figure | Ignored | None:
        """Say what an amount is put up for; None where nothing tells. `before`: the folded words before it."""
        if q.unit not in ("VND", "USD"):
            return None
        if "ngân sách" in before and _SOURCE.search(before) and self._told.last(sentence, MONEY) is not None:
            return Ignored(q, Reason.SOURCE_OF_FUNDS)
        metric = self._for_schemes(q, sentence, before) or self._for_works(q, sentence, before)
        return Figure(q, sentence, metric, "stated", q.bound_start, q.end, q.unit) if metric else None

    def _for_works(self, q: Quantity, sentence: Sentence, before: str) -> str:
        poured = ("rót" in before or "đổ" in before or "bố trí" in before) and _POURED.search(before)
        if poured and _INTO_ZONES.search(before, poured.start()) and not self._counts_schemes(sentence):
            return "infrastructureCapital"
        if "hạ tầng" not in before and "hạ tầng" not in self._folded[q.end : q.end + 90]:
            return ""
        told = (
            _FOR_WORKS.match(self._folded, q.end, sentence.end)
            or self._works_named(q, before)
            or _WORKS_BEFORE.search(before)
            or _BUILDERS_SPENT.search(before)
            or _PUT_INTO_WORKS.search(before)
            or (poured and _WORKS.search(before))
        )
        around = max(0, q.start - (_FAR if poured else _AROUND)), min(sentence.end, q.end + _AROUND)
        return "infrastructureCapital" if told and _ZONES.search(self._folded, *around) else ""

    def _counts_schemes(self, sentence: Sentence) -> bool:
        last = self._told.figures[-1] if self._told.figures else None
        return last is not None and last.metric in _SUPPORT and last.sentence.index >= sentence.index - 1

    def _works_named(self, q: Quantity, before: str) -> bool:
        """Whether a name of money for infrastructure stands before the amount, with no other measure between."""
        named = [match.end() for match in _WORKS_NAMED.finditer(before)]
        if not named or ";" in before[named[-1] :] or len(before) - named[-1] > 90:
            return False
        start = q.start - len(before) + named[-1]
        if any(earlier.unit in MONEY for earlier in self._reading.quantities_before(q.start, start)):
            return False
        hits = self._reading.terms(start, q.bound_start)
        return not any(hit.keys("name") or hit.keys("verb") for hit in hits)

    def _for_schemes(self, q: Quantity, sentence: Sentence, before: str) -> str:
        if q.unit != "VND":
            return ""
        if not self._of_promotion:
            return ""
        behind = self._folded[q.end : min(sentence.end, q.end + 80)]
        if _FOR_SCHEMES.match(behind):
            return "supportFunding"
        if "khuyến công" in before[-90:] and _OF_PROMOTION.search(before[-90:]) and not _THEIR_PART.match(behind):
            return "supportFunding"
        last = next((f for f in reversed(self._told.figures) if f.metric in _SUPPORT), None)
        if last is None or last.sentence.index < sentence.index - 1:
            return ""
        if _THEY_PUT_UP.search(before):
            return "counterpartFunding"
        if last.sentence.index < sentence.index:
            return ""
        if _RAISED.search(before) and _THEIR_PART.match(behind):
            return "counterpartFunding"
        granted = _GRANTED.search(before) or _OF_SCHEMES.search(before) or _SCHEMES_WITH.search(before)
        return "supportFunding" if granted else ""
