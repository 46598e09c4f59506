"""Numerals in digits and in words."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.numbers import (
    NUMERAL,
    NUMERALS,
    decimal_convention,
    is_counted,
    parse_numeral,
    spelled_value,
    working_copy,
)


def grouped(whole: int, sign: str) -> str:
    return f"{whole:,}".replace(",", sign)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("4.507,83", "4507.83"),
        ("26.351,9", "26351.9"),
        ("2.567", "2567"),
        ("750", "750"),
        ("02", "2"),
        ("13,9", "13.9"),
        ("0,5", "0.5"),
        ("0.125", "0.125"),
        ("3,131.5", "3131.5"),
        ("1.5", "1.5"),
        ("11,022", "11.022"),
        ("4.000.690.000.000", "4000690000000"),
        ("16,7383", "16.7383"),
        ("2.749.134,1", "2749134.1"),
    ],
)
def test_numerals(numeral: str, value: str) -> None:
    assert parse_numeral(numeral) == Decimal(value)


@pytest.mark.parametrize("numeral", ["1.2.3", "1,2,3", "1.2.3.4", "12.34.567", "9" * 19, "1,000.000.5"])
def test_no_single_number(numeral: str) -> None:
    assert parse_numeral(numeral) is None


def test_what_has_no_decimals_settles_the_separator() -> None:
    assert parse_numeral("10,000") == 10
    assert parse_numeral("10,000", whole=True) == 10000
    assert parse_numeral("10,000", "en") == 10000
    assert parse_numeral("1.250", "en") == Decimal("1.25")
    assert parse_numeral("1.250", "en", whole=True) == 1250


@pytest.mark.parametrize(
    ("numerals", "convention"),
    [
        (["4.507,83", "80"], "vi"),
        (["2.500", "65,022"], "vi"),
        (["3,131.5"], "en"),
        (["10,000"], "unknown"),
        (["1,250,000", "12,5"], "mixed"),
        ([], "unknown"),
        (["1.5"], "unknown"),
    ],
)
def test_the_convention_of_a_text(numerals: list[str], convention: str) -> None:
    assert decimal_convention(numerals) == convention


@given(st.integers(1, 10**12), st.integers(0, 99999), st.integers(0, 5))
def test_written_the_vietnamese_way_and_read_back(whole: int, fraction: int, digits: int) -> None:
    decimals = f"{fraction:05d}"[:digits]
    numeral = grouped(whole, ".") + ("," + decimals if decimals else "")
    # a lone comma before three digits tells thousands or decimals only together with its text
    if whole < 1000 and digits == 3:
        assert parse_numeral(numeral, "vi") == Decimal(f"{whole}.{decimals}")
    assert parse_numeral(numeral, "vi") == Decimal(f"{whole}.{decimals}" if decimals else whole)


@given(st.integers(1000, 10**12), st.integers(0, 99))
def test_written_the_english_way_and_read_back(whole: int, cents: int) -> None:
    numeral = f"{grouped(whole, ',')}.{cents:02d}"
    assert parse_numeral(numeral, decimal_convention([numeral])) == Decimal(f"{whole}.{cents:02d}")
    assert parse_numeral(grouped(whole, ","), "en") == whole


ONES = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spell_below_thousand(number: int, *, full: bool = False) -> list[str]:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = [ONES[hundreds], "trăm"] if hundreds or full else []
    if tens == 0 and ones and words:
        words += ["linh", ONES[ones]]
    elif tens == 0 and ones:
        words.append(ONES[ones])
    elif tens == 1:
        words += ["mười", *([] if not ones else ["lăm" if ones == 5 else ONES[ones]])]
    elif tens:
        last = {0: [], 1: ["mốt"], 4: ["tư"], 5: ["lăm"]}.get(ones, [ONES[ones]])
        words += [ONES[tens], "mươi", *last]
    return words


def spell(number: int) -> str:
    words: list[str] = []
    for scale, word in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        part, number = divmod(number, scale)
        if part:
            words += [*spell_below_thousand(part, full=bool(words)), *([word] if word else [])]
    return " ".join(words)


@given(st.integers(1, 10**12 - 1))
def test_spelled_and_read_back(number: int) -> None:
    assert spelled_value(spell(number).split()) == number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hai lăm", 25),
        ("ba nghìn tỷ", 3 * 10**12),
        ("hai nghìn năm trăm tỷ", 2500 * 10**9),
        ("hai chục", 20),
        ("năm vạn", 50000),
        ("một trăm lẻ năm", 105),
        ("mười", 10),
    ],
)
def test_spelled_ways(words: str, value: int) -> None:
    assert spelled_value(words.split()) == value


@pytest.mark.parametrize("words", ["ba hai", "mươi", "trăm", "mười mươi", "dự án", "năm năm", "tỷ", "linh năm"])
def test_not_spelled_numbers(words: str) -> None:
    assert spelled_value(words.split()) is None


@given(st.text())
def test_the_working_copy_keeps_every_offset(text: str) -> None:
    assert len(working_copy(text)) == len(text)


def test_the_working_copy() -> None:
    assert working_copy("Quý\u00a0III – 2024, İ") == "quý iii - 2024, İ"


@pytest.mark.parametrize(
    ("text", "counted"), [("5 dự án", True), ("5 dự toán", False), ("5  KCN", True), ("5, dự án", False)]
)
def test_countable_nouns(text: str, counted: bool) -> None:
    assert is_counted(working_copy(text), 1) is counted


@given(st.text("0123456789.,٣a -", max_size=30))
def test_whole_numerals_are_found_with_no_digit_of_any_script_beside_them(text: str) -> None:
    slowly = re.finditer(rf"(?<!\d){NUMERAL}(?!\d)", text)
    assert [found.span() for found in NUMERALS.finditer(text)] == [found.span() for found in slowly]
