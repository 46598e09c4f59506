"""Quantities that a Vietnamese text states: value, unit, range, bound, and why a number is no plain figure.

Every run of digits in a text lies in exactly one `Quantity`: what is part of a date, a document's number, a name or an
address is told apart by `kind_hint`, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.extraction.bounds import bound_of
from kg.extraction.number_hints import hint_after_unit, hint_before_unit, is_year
from kg.extraction.numbers import (
    NUMERALS,
    Convention,
    decimal_convention,
    is_counted,
    parse_numeral,
    spelled_value,
    word_set,
    working_copy,
)
from kg.extraction.times import TimeMention, find_times_in
from kg.extraction.units import MONEY, currency_before, per_at, scale_at, unit_at
from kg.facts import Bound


@dataclass(slots=True)
class Quantity:
    """A number with its unit, as it stands in the text.

    `text[start:end]` is the shortest run that holds number and unit (for a count: the number alone), `number_end` where
    the numeral ends (scale words such as `tỷ` belong to it). `value`, and `high` for the upper end of a range, count
    `unit`: "1" (a bare number), "ha" (m² and km² are turned into it), "%", "VND", "USD", "VND/month", other currencies
    by their ISO code, else the unit's word ("km", "tấn", "mw", "năm", "lần", ...), each with what it is counted by
    behind a slash ("VND/năm", "VND/người", "VND/m2", "tấn/năm"). `bound_start` is where the words that bound it begin,
    else `start`.

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


_COMPOSITE = re.compile(r" {1,2}([0-9]{1,3}(?:,[0-9]{1,3})?)(?= )")
_RANGE = re.compile(r"(?: ?- ?| (?:đến|tới) (?:hơn |gần |trên |khoảng |dưới )?)(?=[0-9])")
_RISE = re.compile(r" (?:lên|xuống|lên tới|lên đến|xuống còn|còn|lên mức|đến|tới)(?: (?:hơn|gần|trên|khoảng|dưới))? ?")
_SENTENCE_END = re.compile(r"[.!?;(]\s|[\n(]")
_SQUARE_METRE = Decimal("0.0001")

_NUMBER_WORDS = (
    "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|tư|lăm|linh|lẻ|trăm|chục|nghìn|ngàn|vạn|triệu|tỷ|tỉ"
)
_SPELLED = re.compile(
    r"((?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|nửa)(?: (?:" + _NUMBER_WORDS + r")(?![^\W_])){0,7}( rưỡi)?)(?= )"
)
_NO_NUMBER_AFTER = word_set(
    "thứ ngã tháng ngày quý mùng mồng lần khóa khoá lớp tầng điều bậc cấp loại hạng đợt đoạn hàng vài mấy"
)
_FRACTION_AFTER = re.compile(r" phần (?:hai|ba|tư|bốn|năm|sáu|mười)(?![^\W_])")
_IN_WORDS = re.compile(r"\((?:viết )?bằng chữ:?[^()]*$")
_FIVE_AFTER = word_set("gồm có thêm số là với được khoảng hơn gần cho cả tại ở thành trên lập hút và xây")
_ONE_AFTER = word_set("duy nhất chỉ đúng")


def find_quantities(text: str, times: list[TimeMention] | None = None) -> list[Quantity]:
    """All quantities of `text` (NFC), sorted, without overlaps; each run of digits lies in one. Linear in the text.

    `times`, if at hand, is what `find_times(text)` gave.
    """
    low = working_copy(text)
    return _Finder(text, low, find_times_in(low) if times is None else times).find()


# "8 257 dự án", "86 500 ha": thousands parted by a space, behind a word that names or counts nothing by a number.
_FIRST_DIGITS = re.compile(r"[1-9][0-9]{0,2}")
_THREE_DIGITS = re.compile(r"[0-9]{3}(?:,[0-9]+)?")
_LOWER_WORD_BEFORE = re.compile(
    r"(?<![^\s(])(?!(?:tháng|quý|ngày|năm|số|đoạn|phần|lớp|khóa|khu|cụm|kcn|ccn|điều|khoản|đường|lô|tổ"
    r"|thứ)\s)[a-zà-ỹđ]+ $"
)


def _joined(text: str, low: str, numerals: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The numerals with those put together whose thousands a space parts, before a unit or what can be counted."""
    found: list[tuple[int, int, str]] = []
    for start, end, numeral in numerals:
        last = found[-1] if found else None
        if (
            last is not None
            and start == last[1] + 1
            and low[last[1]] == " "
            and _THREE_DIGITS.fullmatch(numeral)
            and (_FIRST_DIGITS.fullmatch(last[2]) or (len(last[2]) < last[1] - last[0]))
            and _LOWER_WORD_BEFORE.search(text, max(0, last[0] - 16), last[0])
            and (unit_at(low, end)[0] or scale_at(low, end) is not None or is_counted(low, end))
        ):
            found[-1] = (last[0], end, last[2] + numeral)
            continue
        found.append((start, end, numeral))
    return found


_Measured = tuple[Decimal, str, int, int]
"""The value in its unit, the unit, where the numeral with its scale words ends, and where all ends."""


class _Finder:
    """One pass over one text and its working copy."""

    def __init__(self, text: str, low: str, times: list[TimeMention]) -> None:
        self.text = text
        self.low = low
        self.times = times
        self.named = ("VND", -100)  # the last currency named by a word, and where
        self.numerals = _joined(text, low, [(m.start(), m.end(), m[0]) for m in NUMERALS.finditer(low)])
        self.convention: Convention = decimal_convention(n for _, _, n in self.numerals)

    def find(self) -> list[Quantity]:
        found: list[Quantity] = []
        times, time = self.times, 0
        limit = 0
        for start, end, numeral in self.numerals:
            if start < limit:
                continue
            while time < len(times) and times[time].end <= start:
                time += 1
            if time < len(times) and times[time].start <= start:
                quantity = _no_figure(start, end, numeral, "date")
            else:
                until = times[time].start if time < len(times) else len(self.low)
                quantity = self._quantity(start, end, numeral, found[-1] if found else None, until)
            found.append(quantity)
            limit = quantity.end
            if quantity.unit in MONEY and quantity.end != quantity.number_end:
                self.named = (quantity.unit, quantity.end)
        spelled = self._spelled()
        if spelled:
            found = _merged(found, _outside(spelled, times))
        self._lend_units(found)
        return found

    # --- numbers in digits ---

    def _quantity(self, start: int, end: int, numeral: str, previous: Quantity | None, until: int) -> Quantity:
        text, low = self.text, self.low
        before = (previous.end, previous.kind_hint) if previous else (0, "")
        hint = hint_before_unit(text, low, start, end, before)
        if hint:
            return _no_figure(start, end, numeral, hint)
        measured = self._measure(numeral, end)
        if measured is None:
            return _no_figure(start, end, numeral, "code")
        value, unit, number_end, stop = measured
        high: Decimal | None = None
        if low.startswith("/", end) and stop == end:
            value, unit = self._against_plan(numeral, value, end, until)
        ranged = self._range(numeral, end, measured, until)
        if ranged is not None:
            (value, high), (unit, number_end, stop) = ranged
        begin, negative = self._sign(start, unit)
        if negative:
            value, high = -value, (-high if high is not None else None)
        currency, length = currency_before(low, start) if unit in ("1", "VND") and stop == number_end else ("", 0)
        if currency and start - length >= before[0]:
            unit, begin = currency, start - length
        if unit == "lần":
            hint = "ratio"
        elif unit == "1" and (high is not None or stop == end) and stop == number_end:
            hint = hint_after_unit(text, low, (start, end), stop, before)
        if hint:
            return Quantity(begin, stop, value, high, unit, "exact", begin, number_end, False, hint)
        bound, bound_start = bound_of(low, begin, stop, before[0])
        return Quantity(begin, stop, value, high, unit, bound, bound_start, number_end)

    def _measure(self, numeral: str, end: int) -> _Measured | None:
        """The numeral that ends at `end`, with the scale words and unit behind it; None if it is no single number."""
        low = self.low
        scaled = scale_at(low, end)
        if scaled is None:
            unit, factor, stop = unit_at(low, end)
            value = parse_numeral(numeral, self.convention, whole=self._whole(numeral, unit, factor, end))
            if value is None:
                return None
            if not unit:
                return value, "1", end, end
            unit, stop = per_at(low, stop, unit)
            return value * factor, unit, end, stop
        scale, at, last, half = scaled
        value = parse_numeral(numeral, self.convention)
        if value is None:
            return None
        value *= scale
        if half:
            value += scale / 2
        unit, factor, stop = unit_at(low, at)
        if not unit:
            value, at = self._composite(value, scale, at)
            unit, factor, stop = unit_at(low, at)
        if unit:
            unit, stop = per_at(low, stop, unit)
            return value * factor, unit, at, stop
        unit, stop = per_at(low, at, "VND")  # "8 triệu/tháng"
        if unit == "VND":
            money = last in ("tỷ", "tỉ") and not is_counted(low, at)  # "dự án 1.200 tỷ"
            unit = self._currency(end) if money else "1"
        return value, unit, at, stop

    def _currency(self, at: int) -> str:
        """The currency of an amount that names none: the one just named in its sentence, else đồng."""
        if self.named[1] < at - 90 or _SENTENCE_END.search(self.low, self.named[1], at):
            return "VND"
        return self.named[0]

    def _composite(self, value: Decimal, scale: Decimal, at: int) -> tuple[Decimal, int]:
        """`1 tỷ 850 triệu`: the value with the smaller parts behind it, and their end."""
        while match := _COMPOSITE.match(self.low, at):
            inner = scale_at(self.low, match.end())
            part = parse_numeral(match[1])
            if inner is None or inner[0] >= scale or part is None or part * inner[0] >= scale:
                break
            scale, at = inner[0], inner[1]
            value += part * scale
        return value, at

    def _whole(self, numeral: str, unit: str, factor: Decimal, end: int) -> bool:
        """Whether what is counted has no decimals, so that `10,000` and `65,022 m2` are thousands."""
        if numeral.isdigit():
            return False
        if unit:
            return unit in MONEY or factor == _SQUARE_METRE or (unit == "ha" and self.convention == "unknown")
        return is_counted(self.low, end)

    def _range(
        self, numeral: str, end: int, measured: _Measured, until: int
    ) -> tuple[tuple[Decimal, Decimal], tuple[str, int, int]] | None:
        """`2-3 %`, `5 đến 7 triệu đồng`: lower and upper value; unit, where the numeral and where all ends."""
        low = self.low
        value, unit, number_end, stop = measured
        gap = _RANGE.match(low, stop)
        if gap is None or gap.end() >= until:
            return None
        second = NUMERALS.match(low, gap.end())
        assert second is not None
        after = second.end()
        if low[after : after + 1] in ("/", "-") and low[after + 1 : after + 2].isdigit() and unit == "1":
            return None
        higher = self._measure(second[0], after)
        if higher is None:
            return None
        high, high_unit, high_number_end, high_stop = higher
        if high_stop == after and low[after : after + 1].isalpha():
            return None
        if unit == "1" and number_end == end:  # "5-7 triệu USD": the first has what stands behind the second
            value = self._shared(numeral, value, second[0], after)
        elif unit != high_unit and not (stop == number_end and unit in ("1", "VND") and high_unit in MONEY):
            return None
        if not value < high or (high_unit == "1" and is_year(numeral)):
            return None
        return (value, high), (high_unit, high_number_end, high_stop)

    def _against_plan(self, numeral: str, value: Decimal, end: int, until: int) -> tuple[Decimal, str]:
        """`622,8/600 triệu USD`: what is reached has the unit of what was planned. Value and unit of the first."""
        second = NUMERALS.match(self.low, end + 1)
        planned = self._measure(second[0], second.end()) if second and second.start() < until else None
        if second is None or planned is None or planned[1] == "1" or (value < planned[0] <= 12):
            return value, "1"
        reached = self._measure(numeral, second.end())
        return (value, "1") if reached is None else (reached[0], planned[1])

    def _shared(self, numeral: str, value: Decimal, second: str, after: int) -> Decimal:
        """The value of a range's first numeral with what stands behind its second, which ends at `after`."""
        low_measured, high_measured = self._measure(numeral, after), self._measure(second, after)
        if low_measured is None or high_measured is None:
            return value
        shared, high, number_end = low_measured[0], high_measured[0], high_measured[2]
        if shared >= high:
            return value * unit_at(self.low, number_end)[1]  # "500.000 đến 1 triệu đồng"
        if len(numeral) <= 3 and re.search(r"\.[0-9]{3}$", second) and shared * 1000 < high:
            return shared * 1000  # "120-150.000 đồng"
        return shared

    def _sign(self, start: int, unit: str) -> tuple[int, bool]:
        """Where the number begins with its sign, and whether it is negative."""
        low = self.low
        sign = low[start - 1 : start]
        signed = sign in ("+", "-") and (start < 2 or low[start - 2] in " \t[:|/(\n")
        if signed and (unit in ("%", "điểm %") or low[start - 2 : start - 1] == "("):
            return start - 1, sign == "-"
        return start, unit == "%" and low[max(0, start - 3) : start] == "âm "

    # --- numbers in words ---

    def _spelled(self) -> list[Quantity]:
        """Spelled-out numbers in front of a unit or of what can be counted."""
        low = self.low
        found: list[Quantity] = []
        for match in _SPELLED.finditer(low):
            start, end = match.span()
            if start and (low[start - 1].isalnum() or low[start - 1] in "-_/"):
                continue
            words = match[1].split()
            head = low[max(0, start - 10) : start]
            before = head.split()[-1] if head.endswith(" ") and head.strip() else ""
            if len(words) == 1 and not _stands_alone(words[0], before, low, end):
                continue
            unit, factor, stop = unit_at(low, end)
            if not unit and not is_counted(low, end):
                continue
            if before in _NO_NUMBER_AFTER or before[-1:].isdigit():
                continue
            if _FRACTION_AFTER.match(low, end) or _IN_WORDS.search(low, max(0, start - 120), start):
                continue  # "hai phần ba", "(bằng chữ: bốn nghìn ...)"
            value = _spelled(words)
            if value is None:
                continue
            if unit:
                unit, stop = per_at(low, stop, unit)
            bound, bound_start = bound_of(low, start, stop, found[-1].end if found else 0)
            hint = "ratio" if unit == "lần" else ""
            found.append(Quantity(start, stop, value * factor, None, unit or "1", bound, bound_start, end, True, hint))
        return found

    # --- between numbers ---

    def _lend_units(self, found: list[Quantity]) -> None:
        """`từ 5 tỷ lên 7 tỷ USD`: the first has the currency of the second."""
        for at in range(len(found) - 1):
            first, second = found[at], found[at + 1]
            if (
                second.unit in MONEY
                and first.unit in ("VND", "1")
                and first.unit != second.unit
                and first.end == first.number_end
                and not first.kind_hint
                and second.start - first.end <= 20
                and _RISE.fullmatch(self.low, first.end, second.start)
            ):
                found[at] = replace(first, unit=second.unit)


def _stands_alone(word: str, before: str, low: str, end: int) -> bool:
    """Whether a single number word is a number here: `một` is mostly an article, `năm` mostly a year."""
    if word == "một":
        return before in _ONE_AFTER
    if word == "nửa":
        return False
    return word != "năm" or (before in _FIVE_AFTER and not low.startswith(" đầu", end))


def _spelled(words: list[str]) -> Decimal | None:
    half = words[-1] == "rưỡi"
    if half:
        words = words[:-1]
    if words[0] == "nửa":  # "nửa triệu đồng"
        whole = spelled_value(["một", *words[1:]])
        return None if whole is None else whole / 2
    value = spelled_value(words)
    if value is None or not half:
        return value
    unit = spelled_value(["một", words[-1]]) if len(words) > 1 else None
    return None if unit is None else value + unit / 2


def _no_figure(start: int, end: int, numeral: str, hint: str) -> Quantity:
    """A number that is no figure; its value is good enough to show."""
    value = parse_numeral(numeral)
    if value is None:
        head = re.match("[0-9]{1,18}", numeral)
        assert head is not None
        value = Decimal(head[0])
    return Quantity(start, end, value, None, "1", "exact", start, end, False, hint)


def _outside(spelled: list[Quantity], times: list[TimeMention]) -> list[Quantity]:
    """Those that no time holds: `chín tháng đầu năm` is no nine."""
    kept, time = [], 0
    for quantity in spelled:
        while time < len(times) and times[time].end <= quantity.start:
            time += 1
        if time == len(times) or times[time].start >= quantity.end:
            kept.append(quantity)
    return kept


def _merged(found: list[Quantity], spelled: list[Quantity]) -> list[Quantity]:
    """Both, sorted, the spelled ones only where no number in digits stands."""
    merged: list[Quantity] = []
    at = 0
    for quantity in spelled:
        while at < len(found) and found[at].start < quantity.start:
            merged.append(found[at])
            at += 1
        free = not merged or merged[-1].end <= quantity.start
        if free and (at == len(found) or quantity.end <= found[at].start):
            merged.append(quantity)
    return merged + found[at:]
