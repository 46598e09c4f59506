"""Numbers that are told only to be denied, supposed, or set as a rule's threshold; what puts them right is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.articles.model import Article
from kg.extraction import extract
from kg.extraction.extract import explain
from kg.extraction.figures import Reason


def _rows(text: str) -> list[tuple[str, Decimal]]:
    return [(o.metric, o.value) for o in extract(Article("a", text, "a.txt")).observations]


def _reasons(text: str) -> list[str]:
    return [str(i.reason) for i in explain(Article("a", text, "a.txt")).ignored if not i.quantity.kind_hint]


def test_a_report_looked_at_again() -> None:
    text = (
        "Lâu nay các báo cáo ghi CCN Ba Hàng ở Hải Dương lấp đầy 90% là tính cả đất giữ chỗ; rà soát lại thì chỉ 61%."
    )
    assert _rows(text) == [("occupancyRate", Decimal(61))]
    assert _reasons(text) == [Reason.DENIED]


def test_news_that_an_official_refutes() -> None:
    text = "Trước tin “120 doanh nghiệp rời các KCN Hải Dương”, ông Nam bác bỏ và mời nhà báo xuống tận nơi."
    assert _reasons(text) == [Reason.DENIED]
    kept = "Bác bỏ tin đồn, ông Nam cho biết các KCN Hải Dương vẫn có 120 doanh nghiệp hoạt động."
    assert _rows(kept) == [("enterpriseCount", Decimal(120))]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ở các KCN Hải Dương, thà có 4 dự án làm thật còn hơn 40 dự án nằm trên giấy.", Reason.SUPPOSED),
        ("Bộ đề nghị tạm dừng lập KCN mới ở những tỉnh có tỷ lệ lấp đầy dưới 50%.", Reason.CONDITION),
        ("Không bổ sung khu nào cho các địa phương có tỷ lệ lấp đầy chưa đạt 70%.", Reason.CONDITION),
    ],
)
def test_what_is_supposed_or_a_rules_threshold_is_no_fact(text: str, reason: Reason) -> None:
    assert set(_reasons(text)) == {str(reason)}
    assert _rows(text) == []


def test_a_plan_told_against_what_was_licensed_is_no_condition() -> None:
    text = (
        "Các KCN Hải Dương năm 2014 mới thu hút được 7 dự án, vốn 20 triệu USD, trong khi kế hoạch thu hút cả năm tới"
        " 90 triệu USD."
    )
    assert ("registeredCapital", Decimal(90_000_000)) in _rows(text)
