"""Hectares told by what their zone does (it spreads, has no room, gives land out), and by who rents them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.articles.model import Article
from kg.extraction import extract


def _rows(text: str) -> list[tuple[str, str, Decimal]]:
    facts = extract(Article("a", text, "a.txt"))
    return [(o.about, o.metric, o.value) for o in facts.observations if o.unit == "ha"]


@pytest.mark.parametrize(
    "text",
    [
        "Ở Hải Dương, KCN Ba Hàng trải dài ven sông với 860 ha.",
        "Được thành lập năm 2006 với 860 ha, đến nay KCN Ba Hàng ở Hải Dương đã kín chỗ.",
        "Ở Hải Dương, KCN Ba Hàng quy hoạch 860 ha nhưng mới đền bù một nửa.",
        "Ở Hải Dương, KCN Ba Hàng (huyện Kim Thành, hơn 860 ha) đang san nền.",
        "Ở Hải Dương, KCN Ba Hàng, nơi huyện đưa các cơ sở gây ô nhiễm ra, thì 860 ha không còn chỗ trống.",
    ],
)
def test_the_area_of_the_zone_that_is_named(text: str) -> None:
    assert _rows(text) == [("KCN Ba Hàng", "totalArea", Decimal(860))]


def test_an_area_behind_the_clusters_counted() -> None:
    text = "Hải Dương cũng chỉ có 31 cụm công nghiệp có nhà máy, chiếm 978,4 ha."
    assert _rows(text) == [("Hải Dương", "totalArea", Decimal("978.4"))]


def test_land_given_out_or_rented_is_let() -> None:
    assert _rows("Ở Hải Dương, CCN Ba Hàng mới giao được vỏn vẹn 6,2 ha.") == [
        ("CCN Ba Hàng", "leasedArea", Decimal("6.2"))
    ]
    assert _rows("KCN Ba Hàng ở Hải Dương có 7 dự án. Vốn đăng ký 190 triệu USD, thuê 56,4 ha đất.")[-1][1:] == (
        "leasedArea",
        Decimal("56.4"),
    )


def test_land_handed_over_by_those_who_lived_there_is_not_let() -> None:
    assert _rows("Ở Hải Dương, CCN Ba Hàng mới được dân bàn giao được 6,2 ha.") == []
    assert _rows("Ở Hải Dương, một công ty thuê 3 ha ruộng để trồng hoa.") == []


def test_land_to_let_that_takes_up_so_much() -> None:
    text = "Ở Hải Dương, KCN Ba Hàng rộng 244 ha. Đất công nghiệp cho thuê chiếm 160 ha, còn lại là cây xanh."
    assert _rows(text)[1] == ("KCN Ba Hàng", "industrialLandArea", Decimal(160))
