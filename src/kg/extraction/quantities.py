"""Quantities that a Vietnamese text states: value, unit, range, bound, and why a number is no plain figure.

Every run of digits in a text lies in exactly one `Quantity`: what is part of a date, a document's number, a name or an
address is told apart by `kind_hint`, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.extraction.numbers import (
    ENGLISH_SCALES,
    NUMERAL,
    SCALES,
    Convention,
    decimal_convention,
    is_counted,
    parse_numeral,
    spelled_value,
    working_copy,
)
from kg.extraction.times import TimeMention, find_times_in
from kg.facts import Bound


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as it stands in the text.

    `text[start:end]` is the shortest run that holds number and unit (for a count: the number alone), `number_end` where
    the numeral ends (scale words such as `tỷ` belong to it). `value`, and `high` for the upper end of a range, count
    `unit`: "1" (a bare number), "ha" (m² and km² are turned into it), "%", "VND", "USD", "VND/month", other currencies
    by their ISO code, else the unit's word ("km", "tấn", "MW", "năm", "lần", ...), each with what it is counted by behind a
    slash ("VND/năm", "VND/người", "VND/m2", "tấn/năm"). `bound_start` is where the words that bound it begin, else `start`.

    `kind_hint` is "" for a plain figure, else why it is none: "date", "document", "clock", "phone", "ordinal", "code",
    "score", "address", "ratio".
    """

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    bound: Bound
    bound_start: int
    number_end: int
    spelled: bool = False
    kind_hint: str = ""


# --- units ----------------------------------------------------------------------------------------------------------

_END = r"(?![^\W_])"  # neither letter nor digit goes on
_SCALE = re.compile(
    r" {0,2}(?:(nghìn|ngàn|chục|trăm) {1,2})?(nghìn|ngàn|vạn|trăm|chục|triệu|tỷ|tỉ|tr(?= ?\.? ?đ)|million|billion|thousand|trillion)"
    + _END + r"(?! (?:lệ|trọng|suất|phú|số|lệnh|mỉ|chứng|giá hối))( rưỡi)?"
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
_unit("km", "km|ki-lô-mét|kilômét")
for _word in (
    "km/h", "cm", "mm", "dm", "inch", "tấn", "tạ", "kg", "g", "mg", "lít", "kw", "mw", "gw", "kwh", "mwh", "gwh", "mwp", "kwp",
    "kv", "kva", "mva", "gb", "mb", "tb", "độ", "°c", "°", "độ c", "ngày", "giờ", "phút", "giây", "tháng", "năm", "tuần", "tuổi",
    "năm tuổi", "tháng tuổi", "lần", "điểm", "teu", "dwt", "hải lý", "thập kỷ", "thế kỷ", "quý", "đêm", "mã lực", "tấn dwt",
    "ngày đêm", "thập niên", "sào", "công đất",
):
    _unit(_word, _word)

_NOT_BEFORE: dict[str, frozenset[str]] = {
    unit: frozenset(words.split())
    for unit, words in {
        "đồng": "chí bào hồ ruộng bằng bộ nghiệp phạm minh đội chủ loạt thời ý đều hương hóa hoá nát tháp nai hới phú xoài",
        "đô": "thị vật đốc",
        "tệ": "hại nạn",
        "yên": "bái tâm lành thành phong phụng ổn thế khánh mô định châu thủy hưng sơn",
        "năm": "nay ngoái trước",
        "quý": "khách vị báu giá",
        "độ": "tuổi",
        "điểm": "công cầu dân du nóng đến tái bán trường đen nhấn đầu cuối sản trung tập kết dừng kinh tiếp giao thi trông khai quan",
        "đêm": "nhạc hội",
    }.items()
}
_UNIT = re.compile(
    r" {0,2}(?:(" + "|".join(sorted((re.escape(u) for u in _UNITS if not u[-1].isalnum()), key=len, reverse=True)) + r")|("
    + "|".join(sorted((re.escape(u) for u in _UNITS if u[-1].isalnum()), key=len, reverse=True)) + r")" + _END + ")"
)
_PER = re.compile(
    r" ?[/-] ?(đầu người|người|lao động|công nhân|tháng|năm|ngày|giờ|quý|tuần|ha|hécta|m2|m²|m3|m³|kg|tấn|km2|km|cp|cổ phiếu|cổ phần|"
    r"căn|suất|hộ|lượt|đơn vị|dự án|doanh nghiệp|usd|kwh|lít|con|cây|vụ|phút|giây|chuyến|sản phẩm|vé|đêm|suất|thùng)" + _END
)
_PER_MONTH = re.compile(r"(?: (?:một|mỗi|trên) (?:người|lao động))? (?:mỗi|một|hàng|hằng) tháng" + _END)
_PREFIX_CURRENCY = re.compile(r"(us\$|usd|\$|eur|€|vnd|vnđ|jpy|£)[ ]?$")
_NO_DECIMALS = frozenset({"VND", "USD", "JPY", "KRW"})

# --- bounds ---------------------------------------------------------------------------------------------------------

_BOUNDS: dict[str, Bound] = {
    "khoảng": "approx", "vào khoảng": "approx", "ước": "approx", "ước tính": "approx", "ước đạt": "approx", "dự ước": "approx",
    "ước khoảng": "approx", "xấp xỉ": "approx", "cỡ": "approx", "chừng": "approx", "tầm": "approx", "quãng": "approx", "áng chừng": "approx",
    "ước chừng": "approx", "~": "approx", "≈": "approx",
    "hơn": "atLeast", "trên": "atLeast", "tối thiểu": "atLeast", "ít nhất": "atLeast", "không dưới": "atLeast",
    "không ít hơn": "atLeast", "không thấp hơn": "atLeast", "vượt": "atLeast", "vượt mức": "atLeast", "vượt mốc": "atLeast",
    ">": "atLeast", "≥": "atLeast", "vượt quá": "atLeast", "quá": "atLeast", "không kém": "atLeast",
    "gần": "below", "dưới": "below", "chưa đến": "below", "chưa tới": "below", "chưa đầy": "below", "không quá": "below",
    "không vượt quá": "below", "tối đa": "below", "ngót": "below", "ngót nghét": "below", "non": "below", "suýt soát": "below",
    "không đến": "below", "không tới": "below", "chưa đạt": "below", "không hơn": "below", "không trên": "below", "<": "below", "≤": "below",
    "nhiều nhất": "below", "gần như": "exact",
    "cao hơn": "exact", "thấp hơn": "exact", "nhiều hơn": "exact", "ít hơn": "exact", "lớn hơn": "exact", "nhỏ hơn": "exact",
    "nhanh hơn": "exact", "chậm hơn": "exact", "tốt hơn": "exact", "giảm hơn": "atLeast",
}
_NEAR_FILLERS = frozenset("đạt tới đến lên".split())
_FILLERS = frozenset("đạt là tới đến được có lên còn với mức thêm cả ở".split())
_ESTIMATE = re.compile(r"(?<![^\W_])(?<!công )(?<!hiệp )(?<!điều )(?<!khế )(?:dự )?ước(?: tính)?(?! mơ| muốn| nguyện| vọng)(?![^\W_])")
_ESTIMATE_GAP = re.compile(r"[,;:.()\n\t|0-9]")
_BOUND_AFTER = re.compile(r"(?: [^\W\d_]+){0,3}? (trở lên|đổ lên|trở xuống|đổ lại)" + _END)

# --- ranges ---------------------------------------------------------------------------------------------------------

_RANGE = re.compile(r"(?: ?- ?| (?:đến|tới) )(?=[0-9])")
_RISE = re.compile(r" (?:lên|xuống|lên tới|lên đến|xuống còn|còn|lên mức)(?: (?:hơn|gần|trên|khoảng|dưới))? (?=[0-9])")

# --- numbers that are no figures --------------------------------------------------------------------------------------

_NUMERALS = re.compile(NUMERAL)
_DOCUMENT_AFTER = re.compile(r"(?: ?/ ?[0-9]{4})? ?/ ?[A-ZĐ]{2,}|-[A-ZĐ]{2,}(?:/|-)[A-ZĐ]{2,}")
_DOCUMENT_WORDS = frozenset(
    "số định quyết tư văn thị luật trình lệnh iso tcvn qcvn hiệu qđ nđ".split()
)
_DOCUMENT_PAIRS = frozenset((
    "quyết định", "nghị định", "nghị quyết", "thông tư", "công văn", "chỉ thị", "tờ trình", "công điện", "ký hiệu", "văn bản",
))
_PLAIN_NUMBER_OF = frozenset(
    "con tổng trong một đa vốn dân doanh chỉ thiểu hệ tỷ tỉ nhân đủ ngoài nâng đưa với bằng và những đạt lượng của phần".split()
)
_ORDINAL_WORDS = frozenset(
    "thứ điều khoản đợt khóa khoá top hạng cấp loại tập bảng hình ảnh biểu bước vòng lớp câu trang kỳ lần chương mục lục nhì đoạn phần khối"
    .split()
)
_ADDRESS_WORDS = frozenset(
    "đường phố ngõ hẻm ngách lộ ql tl đt km quận phường q p tổ ấp thôn lô thửa khu tuyến nút cầu".split()
)
_STRONG_BEFORE = frozenset("thứ điều khoản đợt top quận phường đoạn lộ ql".split())
_PHONE = re.compile(r"(?:điện thoại|đt|tel|hotline|fax|đường dây nóng|liên hệ|sđt|di động)[^\n;]{0,24}$")
_PHONE_SHAPE = re.compile(r"(?:\+?84|0)[0-9. -]{8,14}[0-9]")
_CLOCK = re.compile(r" ?(?:h|g)(?:[0-9]{2})?(?![^\W_])|:[0-9]{2}(?![0-9])|h[0-9]{2}")
_FRACTION = re.compile(r"([0-9]{1,3})/([0-9]{1,5})(?![0-9.,/]*[0-9])")
_GENERIC_GLUE = re.compile(r"[^\W\d_]")


def find_quantities(text: str, times: list[TimeMention] | None = None) -> list[Quantity]:
    """All quantities of `text` (NFC), sorted, without overlaps; each run of digits lies in one. Linear in the text.

    `times`, if at hand, is what `find_times(text)` gave.
    """
    low = working_copy(text)
    return _Finder(text, low, find_times_in(low) if times is None else times).find()


class _Finder:
    """One pass over one text."""

    def __init__(self, text: str, low: str, times: list[TimeMention]) -> None:
        self.text = text
        self.low = low
        self.times = times
        self.numerals = [(m.start(), m.end(), m[0]) for m in _NUMERALS.finditer(low)]
        self.convention: Convention = decimal_convention(n for _, _, n in self.numerals)

    def find(self) -> list[Quantity]:
        low, found = self.low, []
        spelled = self._spelled()
        next_spelled = 0
        times, time = self.times, 0
        limit = 0
        for start, end, numeral in self.numerals:
            if start < limit:
                continue
            while next_spelled < len(spelled) and spelled[next_spelled].start < start:
                if spelled[next_spelled].start >= limit:
                    found.append(spelled[next_spelled])
                    limit = found[-1].end
                next_spelled += 1
            if start < limit:
                continue
            while time < len(times) and times[time].end <= start:
                time += 1
            if time < len(times) and times[time].start <= start:
                quantity = Quantity(start, end, _plain(numeral), None, "1", "exact", start, end, False, "date")
            else:
                until = times[time].start if time < len(times) else len(low)
                quantity = self._quantity(start, end, found[-1] if found else None, limit, until)
            found.append(quantity)
            limit = quantity.end
        found += [q for q in spelled[next_spelled:] if q.start >= limit]
        return self._borrowed(found)

    # --- one number ---

    def _quantity(self, start: int, end: int, previous: Quantity | None, limit: int, until: int) -> Quantity:
        low = self.low
        numeral = low[start:end]
        hint = self._hint_before_unit(start, end, numeral, previous)
        if hint:
            return Quantity(start, end, _plain(numeral), None, "1", "exact", start, end, False, hint)
        value, unit, number_end, stop = self._measure(numeral, end)
        if value is None:
            return Quantity(start, end, _plain(numeral), None, "1", "exact", start, end, False, "code")
        high: Decimal | None = None
        if (gap := _RANGE.match(low, stop)) and gap.end() < until:
            second = _NUMERALS.match(low, gap.end())
            assert second is not None
            high_value, high_unit, high_number_end, high_stop = self._measure(second[0], second.end())
            if high_value is not None and not self._glued(second.end(), high_stop, second.end()):
                low_value = value
                if unit == "1" and number_end == end:  # "5-7 triệu USD": the first has what the second has
                    low_value = self._scaled_like(numeral, second[0], second.end())
                same = unit == high_unit or unit == "1" or (unit == "VND" and stop == number_end)
                if same and low_value < high_value and not (stop == end and high_stop == second.end() and _is_year(numeral)):
                    value, high, unit, number_end, stop = low_value, high_value, high_unit, high_number_end, high_stop
        sign = low[start - 1 : start]
        begin = start
        if sign in ("+", "-") and sign and unit in ("%", "điểm %", "1") and (start < 2 or low[start - 2] in " (\t[:|/\n"):
            if unit != "1" or low[start - 2 : start - 1] == "(":
                begin = start - 1
                if sign == "-":
                    value, high = -value, (-high if high is not None else None)
        elif low[max(0, start - 3) : start] == "âm " and unit == "%":
            value = -value
        if unit == "1" and (prefix := _PREFIX_CURRENCY.search(low[max(limit, start - 5) : start])):
            begin = start - len(prefix[0])
            unit = _UNITS[prefix[1]][0]
        hint = self._hint_after_unit(start, end, numeral, unit, stop, previous)
        if hint:
            return Quantity(begin, stop, value, high, unit, "exact", begin, number_end, False, hint)
        bound, bound_start = self._bound(begin, stop, limit)
        return Quantity(begin, stop, value, high, unit, bound, bound_start, number_end, False, "")

    def _measure(self, numeral: str, end: int) -> tuple[Decimal | None, str, int, int]:
        """Value in its unit, the unit, the end of numeral with scale words, the end of it all."""
        low = self.low
        at, scale, parts = end, Decimal(1), Decimal(0)
        scaled = _SCALE.match(low, at)
        half = False
        if scaled:
            at = scaled.end()
            scale = _scale(scaled)
            half = bool(scaled[3])
        number_end = at
        unit_name, factor, unit_end = self._unit_at(at)
        if scaled and not unit_name and low[at : at + 1] == " ":
            while more := _COMPOSITE.match(low, at):  # "1 tỷ 850 triệu"
                inner = _SCALE.match(low, more.end(1))
                if inner is None or _scale(inner) >= scale:
                    break
                rest = parse_numeral(more[1], "vi")
                assert rest is not None
                parts += rest * _scale(inner)
                at = number_end = inner.end()
            if parts:
                unit_name, factor, unit_end = self._unit_at(at)
        bare = not scaled
        whole = bare and (
            unit_name in _NO_DECIMALS or factor == Decimal("0.0001") or (not unit_name and is_counted(low, at))
            or (unit_name == "ha" and self.convention == "unknown" and "," in numeral)
        )
        value = parse_numeral(numeral, self.convention, whole=whole)
        if value is None:
            return None, "1", end, end
        if half:
            value += Decimal("0.5")
        value = (value * scale + parts) * factor
        if not unit_name:
            if scaled and scale * value >= 10**9 and scaled[2] in ("tỷ", "tỉ") and not is_counted(low, at):
                unit_name = "VND"  # "dự án 1.200 tỷ": money, where nothing is counted
            per = _PER.match(low, at) if scaled else None
            if per is None:
                return value, unit_name or "1", number_end, at
            unit_name, unit_end = "VND", at
        unit, stop = unit_name, unit_end
        by: list[str] = []
        while len(by) < 3 and (per := _PER.match(low, stop)):
            if "-" in per[0] and not by:
                break
            by.append(per[1])
            stop = per.end()
        if unit in ("VND", "USD") and not by and (month := _PER_MONTH.match(low, stop)):
            by, stop = ["tháng"], month.end()
        if by:
            unit = f"{unit}/month" if "tháng" in by else f"{unit}/{by[0]}"
        return value, unit, number_end, stop

    def _unit_at(self, at: int) -> tuple[str, Decimal, int]:
        low = self.low
        match = _UNIT.match(low, at)
        if match is None:
            return "", Decimal(1), at
        name = match[1] or match[2]
        if name in _NOT_BEFORE and (after := _NEXT_WORD.match(low, match.end())) and after[1] in _NOT_BEFORE[name]:
            return "", Decimal(1), at
        code, factor = _UNITS[name]
        return code, factor, match.end()

    def _scaled_like(self, numeral: str, other: str, other_end: int) -> Decimal:
        """The value of a range's first numeral, under the unit and scale that stand behind its second."""
        value, _, _, _ = self._measure(numeral, other_end)
        last, _, _, _ = self._measure(other, other_end)
        if value is None or last is None:
            return Decimal("Infinity")
        if "." in other and numeral.isdigit() and len(numeral) <= 3 and value * 1000 < last and len(other.split(".")[-1]) == 3:
            return value * 1000  # "120-150.000 đồng"
        return value

    def _glued(self, at: int, stop: int, end: int) -> bool:
        """Whether a letter is glued to a numeral without being its unit (`5G`)."""
        return stop == end and _GENERIC_GLUE.match(self.low, at) is not None

    # --- why a number is no figure ---

    def _hint_before_unit(self, start: int, end: int, numeral: str, previous: Quantity | None) -> str:
        low, text = self.low, self.text
        before = low[start - 1] if start else " "
        after = low[end] if end < len(low) else " "
        if before.isalpha() or before == "_":
            return "code"
        if len(numeral) > 26:
            return "code"
        if after == "/" and _DOCUMENT_AFTER.match(text, end):
            return "document"
        if before == "/" and previous is not None and previous.end == start - 1 and previous.kind_hint:
            return previous.kind_hint
        if (numeral[0] == "0" or before == "+") and (shape := _PHONE_SHAPE.match(low, start)):
            if sum(c.isdigit() for c in shape[0]) >= 9 and ("," not in shape[0]):
                return "phone"
        if numeral.isdigit() and len(numeral) <= 2 and _CLOCK.match(low, end):
            return "clock"
        if before in ":h" and len(numeral) <= 2 and previous is not None and previous.kind_hint == "clock" and previous.end == start - 1:
            return "clock"
        if before == "-" and start > 1 and (low[start - 2].isalpha() or (low[start - 2] == " " and low[max(0, start - 7):start - 1].strip().endswith("covid"))):
            return "code"
        if before == "[" and after == "]":
            return "code"
        if previous is not None and previous.kind_hint == "phone" and not low[previous.end : start].strip(" .-"):
            return "phone"
        return ""

    def _hint_after_unit(self, start: int, end: int, numeral: str, unit: str, stop: int, previous: Quantity | None) -> str:
        low, text = self.low, self.text
        if unit == "lần":
            return "ratio"
        if unit != "1":
            return ""
        if stop == end and _GENERIC_GLUE.match(low, end):
            return "code"
        if not numeral.isdigit():
            if numeral in ("4.0", "5.0", "3.0") or (self._line_start(start) and re.match(r"[.)] ", low[end : end + 2])):
                return "code" if numeral[1:] == ".0" else "ordinal"
            return ""
        after = low[end] if end < len(low) else " "
        if after == "/" and (fraction := _FRACTION.match(low, start)) and not is_counted(low, fraction.end()) \
                and not _UNIT.match(low, fraction.end()):
            return "ratio"
        counted = is_counted(low, end)
        if _is_year(numeral) and not counted:
            return "date"
        if self._line_start(start) and len(numeral) <= 2 and after in ".)" and low[end + 1 : end + 2] in (" ", ""):
            return "ordinal"
        window = low[max(0, start - 24) : start]
        words = window.replace("(", " ").rsplit(None, 2)
        word = words[-1].rstrip(".:") if words else ""
        pair = words[-2].lstrip("(\"“") + " " + word if len(words) > 1 else word
        if "\n" in window[len(window.rstrip()) :]:
            word = pair = ""
        if word in ("ngày", "mùng", "mồng", "tháng") and not counted:
            return "date"
        if word == "số" and not counted and not (len(words) > 1 and words[-2] in _PLAIN_NUMBER_OF):
            return "address" if words[-2:-1] in (["đường"], ["nhà"], ["ngõ"], ["tổ"], ["lô"], ["km"]) else "document"
        if (pair in _DOCUMENT_PAIRS or word in ("iso", "tcvn", "qcvn", "luật", "hiệu")) and not counted:
            return "document"
        if len(numeral) <= 3:
            if word in _ORDINAL_WORDS and pair not in ("cùng kỳ", "tổng kỳ") and (not counted or word in _STRONG_BEFORE):
                return "ordinal"
            if word in _ADDRESS_WORDS and (not counted or word in _STRONG_BEFORE):
                return "address"
        elif len(numeral) <= 4 and word in ("lộ", "đường", "km", "ql"):
            return "address"
        if _PHONE.search(low[max(0, start - 40) : start]) and len(numeral) >= 3:
            return "phone"
        if len(numeral) <= 2 and not counted and self._named(start, previous):
            return "code"
        return ""

    def _line_start(self, start: int) -> bool:
        line = self.low.rfind("\n", 0, start)
        return start - line <= 6 and not self.low[line + 1 : start].strip(" -*•+\t|(")

    def _named(self, start: int, previous: Quantity | None) -> bool:
        """Whether a small number ends a name: `Mỹ Phước 3`, `Tràng Duệ (1 + 2)`."""
        text = self.text
        head = text[max(0, start - 16) : start].rstrip(" (")
        if head.endswith((",", "+", "&", " và")) and previous is not None and previous.kind_hint == "code" \
                and start - previous.end <= 5:
            return True
        word = head.rsplit(None, 1)[-1] if head and not head[-1].isspace() else ""
        if not word[:1].isupper() or not word.isalpha():
            return False
        left = text[max(0, start - 16) : start].rstrip(" (")[: -len(word)].rstrip(" ")
        return bool(left) and left[-1] not in ".:!?\n\"“;" and word.lower() not in _SENTENCE_WORDS

    # --- bounds ---

    def _bound(self, start: int, stop: int, limit: int) -> tuple[Bound, int]:
        low = self.low
        if (low[stop : stop + 1] == " ") and (after := _BOUND_AFTER.match(low, stop)):
            return ("atLeast" if after[1].endswith("lên") else "below"), start
        window = low[max(limit, start - 44) : start]
        base = start - len(window)
        words: list[tuple[int, str]] = [(m.start(), m[0]) for m in _WORD.finditer(window)]
        at = len(words) - 1
        steps = 0
        near = True
        while at >= 0 and steps < 4:
            for size in (3, 2, 1):
                if at - size + 1 < 0:
                    continue
                phrase = " ".join(w for _, w in words[at - size + 1 : at + 1])
                if phrase in _BOUNDS and (near or _BOUNDS[phrase] == "approx"):
                    bound = _BOUNDS[phrase]
                    return bound, start if bound == "exact" else base + words[at - size + 1][0]
            word = words[at][1]
            if word not in _FILLERS:
                break
            near = near and word in _NEAR_FILLERS
            at -= 1
            steps += 1
        window = low[max(limit, start - 70) : start]
        if "ước" in window:
            for match in _ESTIMATE.finditer(window):
                if not _ESTIMATE_GAP.search(window, match.end()):
                    return "approx", start - len(window) + match.start()
        return "exact", start

    # --- spelled numbers ---

    def _spelled(self) -> list[Quantity]:
        found = []
        low = self.low
        for match in _SPELLED.finditer(low):
            start, end = match.span(1)
            if start and (low[start - 1].isalnum() or low[start - 1] in "-_/"):
                continue
            words = match[1].split()
            before = low[max(0, start - 10) : start].rsplit(None, 1)
            last = before[-1] if before and low[start - 1 : start] == " " else ""
            if last in _NOT_A_NUMBER_AFTER or (words[0] == "năm" and (len(words) == 1) and last not in _FIVE_AFTER):
                continue
            if words == ["một"] and last not in ("duy", "nhất", "chỉ", "đúng"):
                continue
            if last and (last[-1].isdigit()):
                continue
            value = spelled_value(words)
            if value is None:
                continue
            unit_name, factor, stop = self._unit_at(end)
            if not unit_name and not is_counted(low, end):
                continue
            unit = unit_name or "1"
            by: list[str] = []
            while unit_name and len(by) < 3 and (per := _PER.match(low, stop)):
                by.append(per[1])
                stop = per.end()
            if by:
                unit = f"{unit}/month" if "tháng" in by else f"{unit}/{by[0]}"
            bound, bound_start = self._bound(start, stop, found[-1].end if found else 0)
            hint = "ratio" if unit == "lần" else ""
            found.append(Quantity(start, stop, value * factor, None, unit, bound, bound_start, end, True, hint))
        return [q for q in found if not any(t.start < q.end and q.start < t.end for t in self.times)] if found else found

    def _borrowed(self, found: list[Quantity]) -> list[Quantity]:
        """`từ 5 tỷ lên 7 tỷ USD`: the first has the currency of the second."""
        low = self.low
        for at in range(len(found) - 1):
            first, second = found[at], found[at + 1]
            if second.unit not in ("1", first.unit) and not first.kind_hint and second.start - first.end <= 16 \
                    and first.end == first.number_end and first.unit in ("VND", "1") and first.value >= 1 \
                    and _RISE.fullmatch(low[first.end : second.bound_start if second.bound_start > first.end else second.start]
                                        + low[second.bound_start : second.start] + "", 0) :
                found[at] = replace(first, unit=second.unit)
        return found


_COMPOSITE = re.compile(r" {1,2}([0-9]{1,3}(?:,[0-9]{1,3})?)(?= )")
_NEXT_WORD = re.compile(r" {1,2}([^\W\d_]+)")
_WORD = re.compile(r"[^\s(\"“‘']+")
_SENTENCE_WORDS = frozenset(
    "có gồm trong với từ các cả đã hơn gần trên khoảng là và thêm riêng hiện được còn sau tổng bao nay đến tới tại ở cho về theo do mỗi"
    .split()
)
_NUMBER_WORD = r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|tư|lăm|linh|lẻ|trăm|chục|nghìn|ngàn|vạn|triệu|tỷ|tỉ)"
_SPELLED = re.compile(
    r"((?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)(?: " + _NUMBER_WORD + r"){0,7})(?=[ ])(?! (?:" + _NUMBER_WORD[3:-1] + r") )"
)
_NOT_A_NUMBER_AFTER = frozenset("thứ ngã tháng ngày quý mùng mồng lần khóa khoá lớp tầng điều bậc cấp loại hạng đợt đoạn hàng".split())
_FIVE_AFTER = frozenset("gồm có thêm số là với được khoảng hơn gần cho cả tại ở thành trên đã lập hút và xây".split())


def _plain(numeral: str) -> Decimal:
    """The value of a number that is no figure: good enough to show."""
    value = parse_numeral(numeral)
    if value is None:
        head = re.match("[0-9]{1,18}", numeral)
        assert head is not None
        value = Decimal(head[0])
    return value


def _scale(match: re.Match[str]) -> Decimal:
    first, second = match[1], match[2]
    scale = SCALES.get(second) or ENGLISH_SCALES[second]
    return scale * SCALES[first] if first else scale


def _is_year(numeral: str) -> bool:
    return len(numeral) == 4 and numeral.isdigit() and "1900" <= numeral <= "2100"
