"""What stands behind a number: scale words (`nghìn tỷ`), units (`ha`, `USD`), and what they are counted by (`/tháng`).

All functions take a working copy (`numbers.working_copy`) and a place in it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kg.extraction.numbers import ENGLISH_SCALES, SCALES, word_set

_END = r"(?![^\W_])"  # neither letter nor digit goes on
_NO_NUMERAL = r"(?![.,][0-9])"  # the digit of "m2" begins no numeral: "m2.0"

_SCALE = re.compile(
    r" {0,2}(?:(nghìn|ngàn|chục|trăm|triệu(?= {1,2}t[ỷỉ])) {1,2})?"
    r"(?:(nghìn|ngàn|vạn|trăm|chục|triệu|tỷ|tỉ|million|billion|thousand|trillion)"
    + _END
    + r"(?! (?:lệ|trọng|suất|phú|số|lệnh|mỉ|chứng|giá hối))( rưỡi)?(?:\. ?(?=đ"
    + _END
    + r"))?|"
    r"(tr|tỷ|tỉ)\.? ?(?=đ(?:ồng)?" + _END + "))"
)

_UNITS: dict[str, tuple[str, Decimal]] = {}


def _unit(code: str, names: str, factor: str = "1") -> None:
    for name in names.split("|"):
        _UNITS[name] = (code, Decimal(factor))


_unit("%", "%|phần trăm")
_unit("điểm %", "điểm %|điểm phần trăm")
_unit("‰", "‰|phần nghìn")
_unit("ha", "ha|hecta|héc ta|héc-ta|hec ta|hec-ta|hécta|hectare|hectares")
_unit("ha", "m2|m²|m 2|m^2|mét vuông|m vuông", "0.0001")
_unit("ha", "km2|km²|km^2|km vuông|ki-lô-mét vuông|kilômét vuông|cây số vuông", "100")
_unit("VND", "đồng việt nam|việt nam đồng|đồng|vnd|vnđ|đ")
_unit("USD", "usd|us$|$|đô la mỹ|đô la|đôla mỹ|đôla|đô-la mỹ|đô-la|đô mỹ|đô|dollar|dollars|mỹ kim")
_unit("EUR", "euro|eur|€|ơ-rô")
_unit("JPY", "yên nhật|yên|yen|jpy|¥")
_unit("CNY", "nhân dân tệ|ndt|cny|rmb|tệ")
_unit("KRW", "won|krw")
_unit("TWD", "đài tệ|twd|ntd")
_unit("SGD", "sgd|đô la singapore|đôla singapore|s$")
_unit("GBP", "bảng anh|gbp|£")
_unit("THB", "baht|thb")
_unit("AUD", "aud|đô la úc|đôla úc")
_unit("m3", "m3|m³|mét khối")
_unit("m", "m|mét")
_unit("km", "km|ki-lô-mét|kilômét|cây số")
for _name in (
    *sorted(
        word_set(
            "km/h cm mm dm inch tấn tạ kg g mg lít kw mw gw kwh mwh gwh mwp kwp kv kva mva gb mb tb độ °c ° ngày giờ "
            "tiếng phút giây tháng năm tuần tuổi lần điểm teu dwt quý đêm sào cv hp"
        )
    ),
    "độ c",
    "năm tuổi",
    "tháng tuổi",
    "hải lý",
    "thập kỷ",
    "thế kỷ",
    "mã lực",
    "tấn dwt",
    "ngày đêm",
    "thập niên",
):
    _unit(_name, _name)

MONEY = frozenset({"VND", "USD", "EUR", "JPY", "CNY", "KRW", "TWD", "SGD", "GBP", "THB", "AUD"})
"""The currencies told apart, by ISO code."""

# A word that makes of the unit something else: "đồng chí", "đô thị", "điểm công nghiệp".
_NOT_BEFORE = {
    unit: word_set(words)
    for unit, words in {
        "đồng": "chí bào hồ ruộng bằng bộ nghiệp phạm minh đội chủ loạt thời ý đều hương hóa hoá nát tháp nai hới phú",
        "đô": "thị vật đốc",
        "tệ": "hại nạn",
        "yên": "bái tâm lành thành phong phụng ổn thế khánh mô định châu thủy hưng sơn",
        "năm": "nay ngoái trước",
        "tháng": "giêng chạp",
        "quý": "khách vị báu giá",
        "tiếng": "anh việt nói trung nhật hàn nổ kêu vang",
        "điểm": "công cầu dân du nóng đến tái bán trường đen nhấn đầu cuối sản trung tập kết dừng kinh tiếp giao thi "
        "trông khai quan",
        "đêm": "nhạc hội",
    }.items()
}


_LONGEST_FIRST = sorted(_UNITS, key=len, reverse=True)
_UNIT = re.compile(
    r" {0,2}("
    + "|".join(
        re.escape(name) + (_END if name[-1].isalnum() else "") + (_NO_NUMERAL if name[-1].isdigit() else "")
        for name in _LONGEST_FIRST
    )
    + ")"
)
_PER = re.compile(
    r" ?/ ?(đầu người|người|lao động|công nhân|tháng|năm|ngày|giờ|quý|tuần|ha|hécta|m2|m²|m3|m³|kg|tấn|km2|km|cp|"
    r"cổ phiếu|cổ phần|cụm|khu|xã|mô hình|đề án|cơ sở|căn|suất|hộ|lượt|đơn vị|dự án|doanh nghiệp|usd|kwh|lít|con|cây"
    r"|vụ|phút|giây|chuyến|"
    r"sản phẩm|vé|đêm|thùng)" + _END
)
_PER_GOES_ON = re.compile(r" ?[/-] ?(người|tháng|năm|ngày|lao động|ha|m2|giờ)" + _END)
_PER_MONTH = re.compile(
    r"(?: (?:một|mỗi|trên) (?:người|lao động))? (?:mỗi|một|hàng|hằng) tháng" + _END + r"| trên tháng" + _END
)
_PREFIX = re.compile(r"(us\$|usd|\$|eur|€|vnd|vnđ|jpy|£) ?$")
_IN_BRACKETS = re.compile(r" ?\((đồng|vnđ|vnd|usd|ha|%)\)")
_NEXT_WORD = re.compile(r" {1,2}([^\W\d_]+)")


def scale_at(low: str, at: int) -> tuple[Decimal, int, str, bool] | None:
    """The scale words at `at`: what they multiply by, where they end, the last of them, and whether `rưỡi` follows."""
    match = _SCALE.match(low, at)
    if match is None:
        return None
    word = match[2] or match[4]
    scale = SCALES.get(word) or ENGLISH_SCALES[word]
    if match[1]:
        scale *= SCALES[match[1]]
    return scale, match.end(), word, match[3] is not None


def unit_at(low: str, at: int) -> tuple[str, Decimal, int]:
    """The unit at `at`: its code ("" if none), by what a value is multiplied to be in the code's unit, its end."""
    match = _UNIT.match(low, at)
    if match is None:
        bracketed = _IN_BRACKETS.match(low, at)
        return (*_UNITS[bracketed[1]], bracketed.end()) if bracketed is not None else ("", Decimal(1), at)
    name = match[1]
    if name in _NOT_BEFORE and (after := _NEXT_WORD.match(low, match.end())) and after[1] in _NOT_BEFORE[name]:
        return "", Decimal(1), at
    code, factor = _UNITS[name]
    return code, factor, match.end()


def per_at(low: str, at: int, unit: str) -> tuple[str, int]:
    """The unit together with what it is counted by at `at` ("VND/month", "VND/năm", "tấn/năm"), and its end.

    Money by the month is `CODE/month`, whoever else it is counted by; else the first counts. Percentages stay "%".
    """
    by: list[str] = []
    match = None if unit == "%" else _PER.match(low, at)  # "14,5%/năm" is a percentage
    while match is not None and len(by) < 3:
        by.append(match[1])
        at = match.end()
        match = _PER_GOES_ON.match(low, at)
    if not by and unit in MONEY and (match := _PER_MONTH.match(low, at)):
        by, at = ["tháng"], match.end()
    if not by:
        return unit, at
    return f"{unit}/month" if "tháng" in by and unit in MONEY else f"{unit}/{by[0]}", at


def currency_before(low: str, start: int) -> tuple[str, int]:
    """The currency that stands right before a number (`USD 5 million`, `$20`): its code ("" if none), its length."""
    match = _PREFIX.search(low, max(0, start - 5), start)
    if match is None or (match.start() and low[match.start() - 1].isalnum()):
        return "", 0
    return _UNITS[match[1]][0], len(match[0])
