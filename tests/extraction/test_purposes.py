"""Money told by its purpose: infrastructure of zones, support schemes and what those supported add."""

from __future__ import annotations

import pytest

from kg.articles.model import Article
from kg.extraction.figures import Figure, Reason
from kg.extraction.reading import read
from kg.extraction.what import What


def _told(text: str) -> list[str]:
    """The metric of each amount of money, else the reason against it."""
    reading = read(Article("a", text, "a.txt"))
    what = What(reading)
    results = [what.read(quantity) for quantity in reading.quantities]
    return [
        result.metric if isinstance(result, Figure) else str(result.reason)
        for result in results
        if result.quantity.unit in ("VND", "USD") and not result.quantity.kind_hint
    ]


_WORKS = [
    "Tỉnh đã bố trí 36 tỷ đồng xây dựng hạ tầng các cụm công nghiệp.",
    "Ngân sách tỉnh mới chi được 36 tỷ đồng hỗ trợ đầu tư hạ tầng cho 7 cụm.",
    "Tỉnh dành 36 tỷ đồng từ ngân sách để hoàn thiện hạ tầng kỹ thuật KCN Sao Khuê.",
    "Vốn đã bỏ vào hạ tầng của 17 cụm vào khoảng 36 tỷ đồng.",
    "Nhu cầu vốn làm hạ tầng của 17 cụm là 36 tỷ đồng.",
    "Huyện lập CCN Lam Hạ rộng 31 ha, tổng dự toán hạ tầng 36 tỷ đồng.",
    "Nhờ một công ty làm chủ đầu tư hạ tầng với tổng mức đầu tư 36 tỷ đồng, CCN Lam Hạ đã kín.",
    "Tỉnh huy động 36 tỷ đồng vốn ngoài nhà nước làm 7 dự án hạ tầng khu kinh tế.",
    "Các công ty kinh doanh hạ tầng KCN đã bỏ ra 36 tỷ đồng để làm đường.",
]


@pytest.mark.parametrize("text", _WORKS)
def test_money_put_into_the_zones_own_infrastructure(text: str) -> None:
    assert _told(text) == ["infrastructureCapital"]


@pytest.mark.parametrize(
    "text",
    [
        "Tỉnh đã bố trí 36 tỷ đồng xây dựng hạ tầng giao thông nối các khu công nghiệp.",
        "Tỉnh đã bố trí 36 tỷ đồng xây dựng hạ tầng nông thôn.",
        "Công ty đầu tư hạ tầng khu công nghiệp, thu hút doanh nghiệp với tổng vốn đầu tư 36 tỷ đồng.",
    ],
)
def test_other_works_and_other_capital_are_not(text: str) -> None:
    assert "infrastructureCapital" not in _told(text)


def test_where_the_money_comes_from_is_no_further_fact() -> None:
    text = "Vốn làm hạ tầng của 17 cụm là 36 tỷ đồng, gồm ngân sách trung ương 20 tỷ, ngân sách tỉnh 9 tỷ."
    assert _told(text) == ["infrastructureCapital", Reason.SOURCE_OF_FUNDS, Reason.SOURCE_OF_FUNDS]


_PROMOTION = [
    ("Tỉnh bố trí 2,9 tỷ đồng cho 18 đề án khuyến công địa phương.", ["supportFunding"]),
    ("Nguồn khuyến công năm 2019 dành 1,3 tỷ đồng cho 8 đề án.", ["supportFunding"]),
    ("Trung tâm nghiệm thu 8 đề án khuyến công, giải ngân 1,3 tỷ đồng.", ["supportFunding"]),
    (
        "Trung tâm làm 42 đề án khuyến công với 6,2 tỷ đồng kinh phí hỗ trợ, huy động 31 tỷ đồng của các đơn vị.",
        ["supportFunding", "counterpartFunding"],
    ),
    (
        "Tỉnh hỗ trợ 5,4 tỷ đồng cho 30 đề án khuyến công, thu hút 52 tỷ đồng vốn đầu tư của doanh nghiệp.",
        ["supportFunding", "counterpartFunding"],
    ),
    (
        "Trung tâm Khuyến công đã làm 42 đề án. Các cơ sở bỏ ra 31 tỷ đồng mua máy.",
        ["counterpartFunding"],
    ),
]


@pytest.mark.parametrize(("text", "told"), _PROMOTION)
def test_support_and_what_those_supported_add(text: str, told: list[str]) -> None:
    assert _told(text) == told


def test_capital_without_schemes_stays_capital() -> None:
    assert _told("Các KCN thu hút 52 tỷ đồng vốn đầu tư của doanh nghiệp.") == ["registeredCapital"]
