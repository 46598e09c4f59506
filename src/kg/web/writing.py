"""Numbers, amounts and times as each of the two languages writes them."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from kg.web.language import Language

_SWAPPED = str.maketrans(",.", ".,")
_BILLION, _MILLION = Decimal(10) ** 9, Decimal(10) ** 6
# Unit of the facts table → its word, and the word with which large amounts of it are told.
_UNITS: dict[str, dict[Language, str]] = {
    "1": {"vi": "", "en": ""},
    "ha": {"vi": "ha", "en": "ha"},
    "%": {"vi": "%", "en": "%"},
    "VND": {"vi": "đồng", "en": "dong"},
    "USD": {"vi": "USD", "en": "USD"},
    "VND/month": {"vi": "đồng/tháng", "en": "dong a month"},
}
_LARGE: dict[Language, tuple[str, str]] = {"vi": ("tỷ", "triệu"), "en": ("billion", "million")}
_BOUNDS: dict[Language, dict[str, str]] = {
    "vi": {"atLeast": "hơn", "below": "gần", "approx": "khoảng"},
    "en": {"atLeast": "more than", "below": "less than", "approx": "about"},
}


def number(value: Decimal, language: Language, places: int = 20) -> str:
    """A number, with at most so many decimal places.

    >>> number(Decimal("4507830.50"), "vi"), number(Decimal("-94.06"), "en")
    ('4.507.830,5', '-94.06')
    """
    if not value.is_finite() or abs(value.adjusted()) > 40:
        return str(value)
    if -value.as_tuple().exponent > places:  # type: ignore[operator]  # finite: the exponent is a number
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if language == "en" else text.translate(_SWAPPED)


def amount(value: Decimal, unit: str, language: Language, bound: str = "") -> str:
    """A value with its unit and what the article says of its exactness, money in millions or billions.

    >>> amount(Decimal("4507830000000"), "VND", "vi", "atLeast"), amount(Decimal("2.5e9"), "USD", "en")
    ('hơn 4.507,83 tỷ đồng', '2.5 billion USD')
    """
    scale, scaled = scale_of(value, unit)
    words = [_BOUNDS[language].get(bound, ""), number(value / scale, language), unit_word(unit, language, scaled)]
    return " ".join(word for word in words if word).replace(" %", "%" if language == "en" else " %")


def scale_of(value: Decimal, unit: str) -> tuple[Decimal, int]:
    """What amounts of this size are divided by to be told: (divisor, 0: as they are, 1: millions, 2: billions)."""
    if unit in ("VND", "USD", "VND/month") and value.is_finite():
        if abs(value) >= _BILLION:
            return _BILLION, 2
        if abs(value) >= _MILLION:
            return _MILLION, 1
    return Decimal(1), 0


def unit_word(unit: str, language: Language, scaled: int = 0) -> str:
    """The unit in words, of millions or billions of it: "tỷ đồng"."""
    word = _UNITS.get(unit, {}).get(language, unit)
    return f"{_LARGE[language][2 - scaled]} {word}" if scaled else word


def day(date: str, language: Language) -> str:
    """A year, month or day (ISO 8601) in words.

    >>> day("2024-09-30", "vi"), day("2024-09", "en"), day("2024", "vi")
    ('30/9/2024', 'Sep 2024', '2024')
    """
    parts = date.partition("T")[0].split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return date
    year, numbers = parts[0], [int(part) for part in parts[1:]]
    if language == "vi" or (numbers and not 1 <= numbers[0] <= 12):
        return "/".join([*map(str, reversed(numbers)), year])
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return " ".join([*map(str, numbers[1:]), *(months[month - 1] for month in numbers[:1]), year])


def period(first: str, last: str, language: Language) -> str:
    """From when to when, "" where neither is known.

    >>> period("2024-01", "2024-09", "vi"), period("2024", "2024", "en"), period("", "2030", "vi")
    ('1/2024–9/2024', '2024', 'đến 2030')
    """
    if first and last and first != last:
        return f"{day(first, language)}–{day(last, language)}"
    if first:
        return day(first, language) if last else f"{'từ' if language == 'vi' else 'from'} {day(first, language)}"
    return f"{'đến' if language == 'vi' else 'to'} {day(last, language)}" if last else ""
