"""Times told by their length or by pointing back, times that hold for their own figure only, and founding years."""

from __future__ import annotations

import pytest

from kg.articles.model import Article
from kg.extraction import extract


def _spans(text: str, published: str = "") -> list[tuple[str, str, str]]:
    facts = extract(Article("a", text, "a.txt", published=published))
    return [(o.metric, o.from_, o.to) for o in facts.observations]


@pytest.mark.parametrize(
    "words", ["trong 5 năm, tỉnh hỗ trợ", "qua năm năm thực hiện, tỉnh hỗ trợ", "giai đoạn này, tỉnh hỗ trợ"]
)
def test_a_length_is_the_span_of_years_that_was_named(words: str) -> None:
    text = (
        "Khuyến công Hải Dương\n\nTỉnh Hải Dương tổng kết khuyến công giai đoạn 2011 - 2015. Theo báo cáo, "
        f"{words} 214 đề án khuyến công, kinh phí hỗ trợ 28 tỷ đồng."
    )
    assert _spans(text) == [("supportSchemeCount", "2011", "2015"), ("supportFunding", "2011", "2015")]


def test_a_length_that_no_span_has_is_no_time() -> None:
    text = (
        "Khuyến công Hải Dương\n\nTỉnh Hải Dương tổng kết khuyến công giai đoạn 2011 - 2015. Trong 3 năm, tỉnh hỗ trợ"
        " 214 đề án khuyến công."
    )
    assert _spans(text) == [("supportSchemeCount", "", "")]


def test_two_years_named_together() -> None:
    text = "Hai năm 2011 và 2012, Hải Dương hỗ trợ 46 đề án khuyến công, kinh phí hỗ trợ 5 tỷ đồng."
    assert _spans(text) == [("supportSchemeCount", "2011", "2012"), ("supportFunding", "2011", "2012")]
    text = "Năm 2011 và 2012, Hải Dương lần lượt hỗ trợ 46 và 52 đề án khuyến công."
    assert _spans(text) == [("supportSchemeCount", "2011", "2011"), ("supportSchemeCount", "2012", "2012")]


def test_months_in_words_and_in_the_brackets_of_a_heading() -> None:
    text = "Hải Dương, năm 2012: xuất khẩu của các KCN sáu tháng ước được 4 tỷ USD."
    assert _spans(text) == [("exportValue", "2012-01", "2012-06")]
    text = (
        "Các KCN Hải Dương năm 2019\n\nBáo cáo của Ban quản lý.\n\n3. Sản xuất (ước 9 tháng)\n"
        "- Doanh thu của các doanh nghiệp trong KCN: 110.000 tỷ đồng.\n"
    )
    assert _spans(text) == [("revenue", "2019-01", "2019-09")]


def test_a_time_that_is_compared_with_holds_for_its_own_figure() -> None:
    text = (
        "Hải Dương: IIP 11 tháng năm 2024 tăng 8,4%, bỏ xa mức tăng 0,9% của 11 tháng năm 2023. Ngành chế biến, chế tạo"
        " tăng 9,7%."
    )
    assert _spans(text) == [
        ("outputGrowth", "2024-01", "2024-11"),
        ("outputGrowth", "2023-01", "2023-11"),
        ("outputGrowth", "2024-01", "2024-11"),
    ]
    text = (
        "Năm 2018, các KCN Hải Dương thu hút 18 dự án; con số này của năm 2017 là 12 dự án. Xuất khẩu ước đạt 2 tỷ USD."
    )
    assert _spans(text)[-1] == ("exportValue", "2018", "2018")


def test_the_area_that_a_zone_was_founded_with() -> None:
    text = "Được thành lập năm 2006 với 860 ha, đến nay KCN Ba Hàng ở Hải Dương có 41 dự án."
    assert _spans(text, "2019-05-02") == [("totalArea", "2006", "2006"), ("projectCount", "2019-05-02", "2019-05-02")]


def test_the_plan_of_the_year_in_brackets() -> None:
    text = "Sáu tháng đầu năm 2016, các KCN Hải Dương thu hút 538 triệu USD, vượt 7% kế hoạch năm (500 triệu USD)."
    assert _spans(text) == [("registeredCapital", "2016-01", "2016-06"), ("registeredCapital", "2016", "2016")]


def test_what_is_left_of_the_year_is_no_time_of_what_was_done() -> None:
    text = (
        "Sáu tháng đầu năm 2016, các KCN Hải Dương thu hút 5 triệu USD vốn đăng ký. Từ nay tới cuối năm cần thêm 900"
        " lao động. Kim ngạch xuất khẩu của các KCN ước 1,2 tỷ USD."
    )
    assert _spans(text)[-1] == ("exportValue", "2016-01", "2016-06")


def test_the_year_that_a_zone_was_founded_in_is_not_the_articles() -> None:
    text = (
        "Được thành lập từ tháng 10/2008, KCN Ba Hàng ở Hải Dương đổi thay nhiều.\nNăm 2012, kim ngạch xuất khẩu"
        " của khu"
        " đạt 1,2 tỷ USD; các doanh nghiệp trong khu nhập khẩu 0,9 tỷ USD."
    )
    facts = extract(Article("a", text, "a.txt"))
    assert [(o.metric, o.from_, o.status) for o in facts.observations] == [
        ("exportValue", "2012", "actual"),
        ("importValue", "2012", "actual"),
    ]


def test_a_line_that_tells_who_wrote_and_when() -> None:
    text = (
        "Hải Dương: các khu công nghiệp trước thềm năm 2019\n\nCổng thông tin Ban Quản lý các KCN - 24/12/2018"
        " 08:20\n\n"
        "Các KCN hiện có 121 dự án, tổng vốn đăng ký 2 tỷ USD."
    )
    assert _spans(text) == [
        ("projectCount", "2018-12-24", "2018-12-24"),
        ("registeredCapital", "2018-12-24", "2018-12-24"),
    ]


def test_days_of_one_year_hold_for_what_follows() -> None:
    text = (
        "Từ ngày 1/1 đến 25/7/2021, Hải Dương thu hút 29 dự án FDI cấp mới. Riêng các KCN tiếp nhận 24 dự án FDI mới."
    )
    assert _spans(text) == [("projectCount", "2021-01-01", "2021-07-25")] * 2
