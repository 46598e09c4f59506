"""What percentages measure: growth by its many verbs, growth that places are ranked by, and rates in lists."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.articles.model import Article
from kg.extraction import extract


def _rows(text: str) -> list[tuple[str, str, Decimal]]:
    facts = extract(Article("a", text, "a.txt"))
    return [(o.about, o.metric, o.value) for o in facts.observations if o.unit == "%"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("nhỉnh hơn cùng kỳ 6,3%", "6.3"),
        ("cao hơn cùng kỳ năm ngoái 6,3%", "6.3"),
        ("vọt lên 31,5%", "31.5"),
        ("chỉ nhích 0,4%", "0.4"),
        ("kém cùng kỳ năm trước 3,4%", "-3.4"),
        ("đi lùi 2,9%", "-2.9"),
        ("rớt 11%", "-11"),
    ],
)
def test_growth_is_told_by_many_verbs(words: str, value: str) -> None:
    text = f"Chỉ số sản xuất công nghiệp của Hải Dương quý I/2023 {words}."
    assert _rows(text) == [("Hải Dương", "outputGrowth", Decimal(value))]


def test_how_full_zones_got_is_no_growth() -> None:
    text = "Tỷ lệ lấp đầy của các KCN Hải Dương vọt lên 88%, còn KCN Lai Vu tăng lên 90%."
    assert ("Hải Dương", "occupancyRate", Decimal(88)) in _rows(text)


def test_a_length_of_time_is_no_amount_that_grows() -> None:
    text = "Hải Dương: Vốn của khu Lai Cách là 700 tỷ đồng. IIP toàn tỉnh 9 tháng năm 2023 tăng 8,1%."
    assert ("Hải Dương", "outputGrowth", Decimal("8.1")) in _rows(text)


def test_branches_go_on_with_the_growth_of_the_whole() -> None:
    text = (
        "Hải Dương: chỉ số sản xuất công nghiệp năm 2023 tăng 9%. Riêng khai khoáng đi lùi 5,2%. Ngành dệt vọt lên"
        " 21%; ngành giấy (+14,2%); ngành da giày (-3,3%)."
    )
    assert [value for _, _, value in _rows(text)] == [Decimal(v) for v in ("9", "-5.2", "21", "14.2", "-3.3")]


def test_places_are_ranked_by_the_growth_that_their_paragraph_names() -> None:
    text = (
        "Xét theo tỉnh, IIP quý I/2023 tăng ở 50 nơi. Bắc Giang dẫn đầu nhờ điện tử với mức tăng 18,1%. Hải Dương, nơi"
        " chiếm tỷ trọng khá, nhích 4,2%. Quảng Nam lùi 7,7%, Cà Mau giảm 1,1%."
    )
    assert _rows(text) == [
        ("Bắc Giang", "outputGrowth", Decimal("18.1")),
        ("Hải Dương", "outputGrowth", Decimal("4.2")),
        ("Quảng Nam", "outputGrowth", Decimal("-7.7")),
        ("Cà Mau", "outputGrowth", Decimal("-1.1")),
    ]


def test_a_list_tells_what_the_line_above_it_ends_with() -> None:
    text = (
        "Các khu công nghiệp Hải Dương\n\nĐến nay tỉnh có 3 KCN hoạt động. Tỷ lệ lấp đầy từng khu:\n"
        "+ KCN Lai Vu (212 ha): 91%;\n+ KCN Tân Trường (198 ha): 78,5%, riêng phần mở rộng giải phóng xong 60%.\n"
    )
    assert _rows(text) == [
        ("KCN Lai Vu", "occupancyRate", Decimal(91)),
        ("KCN Tân Trường", "occupancyRate", Decimal("78.5")),
    ]


def test_a_list_of_shares_tells_no_rate() -> None:
    text = "Cơ cấu lao động của các khu ở Hải Dương:\n+ KCN Lai Vu: 41%;\n+ KCN Tân Trường: 59%.\n"
    assert _rows(text) == []


def test_land_filled_up_to_a_share() -> None:
    assert ("KCN Lai Vu", "occupancyRate", Decimal(64)) in _rows("Tại Hải Dương, KCN Lai Vu rộng 212 ha lấp được 64%.")
    assert _rows("Tại Hải Dương, KCN Lai Vu rộng 212 ha san lấp được 64%.") == []
