"""Money beside other money: what was put in of it, what it lacks against another year, parts by whose capital it is."""

from __future__ import annotations

import pytest

from kg.articles.model import Article
from kg.extraction import extract

_BILLION = 10**9


def _rows(text: str) -> list[tuple[str, int, str, str]]:
    return [(o.metric, int(o.value), o.unit, o.origin) for o in extract(Article("a", text, "a.txt")).observations]


@pytest.mark.parametrize(
    "words",
    [
        "đăng ký 1.300 tỷ đồng, thực hiện 900 tỷ đồng",
        "vốn đăng ký 1.300 tỷ đồng, đã giải ngân được 900 tỷ đồng",
        "vốn đăng ký 1.300 tỷ đồng, nhưng tiền thật sự bỏ ra mới 900 tỷ đồng",
    ],
)
def test_what_was_put_in_of_the_capital_just_told(words: str) -> None:
    assert _rows(f"Các CCN Hải Dương có 41 dự án, {words}.")[1:] == [
        ("registeredCapital", 1300 * _BILLION, "VND", ""),
        ("implementedCapital", 900 * _BILLION, "VND", ""),
    ]


def test_each_amount_in_brackets_has_its_own_name_behind_it() -> None:
    text = "Các KCN Hải Dương có 246 dự án FDI (4 tỷ USD vốn đăng ký, 2 tỷ USD đã thực hiện, bằng 50%)."
    assert _rows(text)[1:] == [
        ("registeredCapital", 4 * _BILLION, "USD", "foreign"),
        ("implementedCapital", 2 * _BILLION, "USD", "foreign"),
    ]


@pytest.mark.parametrize("words", ["kém cùng kỳ năm ngoái khoảng", "nhiều hơn cùng quý năm trước", "nhỉnh hơn cùng kỳ"])
def test_what_another_year_had_more_or_less_is_a_difference(words: str) -> None:
    assert _rows(f"Các KCN Hải Dương thu hút 595 triệu USD vốn đầu tư, {words} 45 triệu USD.") == [
        ("registeredCapital", 595_000_000, "USD", "")
    ]


def test_parts_of_a_count_by_whose_capital_they_are() -> None:
    text = "Các KCN Hải Dương cấp mới 14 dự án (9 FDI, 5 DDI), vốn đăng ký 18 triệu USD và 52 tỷ đồng."
    assert _rows(text) == [
        ("projectCount", 14, "1", ""),
        ("projectCount", 9, "1", "foreign"),
        ("projectCount", 5, "1", "domestic"),
        ("registeredCapital", 18_000_000, "USD", ""),
        ("registeredCapital", 52 * _BILLION, "VND", ""),
    ]
