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


def test_a_part_by_whose_capital_it_is_goes_on_with_the_measure() -> None:
    text = (
        "Về xuất khẩu, kim ngạch của Hải Dương năm 2023 đạt 9 tỷ USD. Khu vực kinh tế trong nước góp 2 tỷ USD, tăng 4%;"
        " khu vực có vốn đầu tư nước ngoài 7 tỷ USD, tăng 6%."
    )
    assert _rows(text) == [
        ("exportValue", 9 * _BILLION, "USD", ""),
        ("exportValue", 2 * _BILLION, "USD", "domestic"),
        ("exportGrowth", 4, "%", "domestic"),
        ("exportValue", 7 * _BILLION, "USD", "foreign"),
        ("exportGrowth", 6, "%", "foreign"),
    ]
    text = "Các KCN Hải Dương thu hút 538 triệu USD vốn đăng ký của khối ngoại. Khối nội 1.164 tỷ đồng."
    assert _rows(text)[1] == ("registeredCapital", 1164 * _BILLION, "VND", "domestic")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Ban quản lý các KCN Hải Dương tập trung xúc tiến đầu tư ở châu Âu, phấn đấu năm 2030 đạt 450 tỷ đồng.",
            "registeredCapital",
        ),
        ("KCN Ba Hàng ở Hải Dương khởi công từ tháng 4/2022, vốn 450 tỷ đồng.", "registeredCapital"),
        (
            "Mười năm qua, trung ương và tỉnh Hải Dương rót xuống các cụm công nghiệp chưa tới 450 tỷ đồng.",
            "infrastructureCapital",
        ),
        (
            "KCN Ba Hàng ở Hải Dương thiếu vốn. Hạ tầng là chỗ yếu: ba năm qua ngân sách rót xuống 450 tỷ đồng.",
            "infrastructureCapital",
        ),
    ],
)
def test_capital_without_a_name_is_told_by_what_is_done(text: str, told: str) -> None:
    assert [(metric, value) for metric, value, _, _ in _rows(text)] == [(told, 450 * _BILLION)]


@pytest.mark.parametrize(
    "words",
    [
        "được giao 46 đề án với 6 tỷ đồng",
        "có kế hoạch khuyến công năm 2025 được giao 6 tỷ đồng",
        "lo việc, trong đó khuyến công quốc gia dự kiến 6 tỷ đồng",
    ],
)
def test_support_set_for_schemes(words: str) -> None:
    text = f"Khuyến công Hải Dương\n\nNăm 2025, trung tâm khuyến công tỉnh Hải Dương {words}."
    assert ("supportFunding", 6 * _BILLION, "VND", "") in _rows(text)
