"""Whom figures are about beside what is told in passing: a home town, an English name, a cause, a comparison."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = [
    (
        "Bộ Công Thương: Xuất khẩu quý III tăng khá\n\nXuất khẩu của cả nước đạt 98 tỷ USD. Nhập khẩu "
        "đạt 91 tỷ USD.\n\nNhóm hàng điện tử mang về 28 tỷ USD, tăng 9%.",
        [
            "Việt Nam exportValue 98000000000",
            "Việt Nam importValue 91000000000",
            "Việt Nam exportValue 28000000000",
            "Việt Nam exportGrowth 9",
        ],
    ),
    (
        "Đắk Nông lập 2 KCN mới:\n\n- KCN Suối Đá, huyện Đắk Mil: 140 ha;\n\n- KCN Đồi Gió, huyện Cư Jút: 95 ha.",
        ["Đắk Nông (zones) count 2", "KCN Suối Đá totalArea 140", "KCN Đồi Gió totalArea 95"],
    ),
    (
        "Khởi công khu công nghiệp ở Bắc Giang\n\nLiên danh nhà đầu tư khởi công KCN Đồi Vải rộng 160 "
        "ha.\n\nKhi lấp đầy, KCN dự kiến thu hút 45 dự án.",
        ["KCN Đồi Vải totalArea 160", "KCN Đồi Vải projectCount 45"],
    ),
    (
        "Thu nhập khu công nghiệp\n\nChị Na, quê Cà Mau, làm công nhân. Các khu công nghiệp tỉnh Long An "
        "có 88.000 lao động.\n\nNăm sau, các KCN cần thêm 9.000 lao động.",
        ["Long An (zones) workerCount 88000", "Long An (zones) jobsCreated 9000"],
    ),
    (
        "Giới thiệu Khu công nghiệp Đồi Vải (Doi Vai Industrial Park)\n\nĐịa điểm: huyện Tân Yên, tỉnh "
        "Bắc Giang. Hiện KCN có 31 dự án.",
        ["KCN Đồi Vải projectCount 31"],
    ),
    (
        "Hà Nội có 9 khu công nghiệp. Bắc Ninh chỉ rộng bằng một phần tư Hà Nội, có 14 khu công nghiệp.",
        ["Hà Nội (zones) count 9", "Bắc Ninh (zones) count 14"],
    ),
    (
        "Chỉ số sản xuất công nghiệp của Quảng Ngãi tăng 3%. Nhà máy lọc dầu Hải Sơn dừng máy khiến "
        "ngành sản xuất dầu mỏ giảm 15%, ngành dệt tăng 8%.",
        ["Quảng Ngãi outputGrowth 3", "Quảng Ngãi outputGrowth -15", "Quảng Ngãi outputGrowth 8"],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_told_in_passing(text: str, rows: list[str], told: Callable[[str], list[str]]) -> None:
    assert told(text) == rows
