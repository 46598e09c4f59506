"""What news of trade and output tell: short names, marks, differences, months, examples, parts by sector."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = [
    (
        "Thái Bình: Xuất nhập khẩu khởi sắc. Trong tháng 3/2022, XK đạt 12 triệu USD, NK đạt 7 triệu USD.",
        ["Thái Bình exportValue 12000000", "Thái Bình importValue 7000000"],
    ),
    # What makes a class of goods is no figure of the country's.
    (
        "Bộ Công Thương: năm 2021 cả nước có 31 mặt hàng đạt kim ngạch trên 1 tỷ USD. Kim ngạch xuất khẩu đạt 336 "
        "tỷ USD.",
        ["Việt Nam exportValue 336000000000"],
    ),
    (
        "Cả nước: xuất khẩu năm 2021 đạt 336 tỷ USD, tăng 53 tỷ USD so với năm 2020.",
        ["Việt Nam exportValue 336000000000"],
    ),
    ("Xuất khẩu của cả nước tháng 5/2022 giảm 1,5% so với tháng trước và nhập khẩu giảm 1%.", []),
    # Of which way a plain "kim ngạch" goes was said before it.
    (
        "Nhập khẩu của Thái Bình tháng 5/2022 tăng 15%. Kim ngạch đạt 270 triệu USD.",
        ["Thái Bình importGrowth 15", "Thái Bình importValue 270000000"],
    ),
    # A report on the market: land is told of without zones' being named, rooms are not land.
    (
        "Thị trường bất động sản công nghiệp quý II/2022. Tỷ lệ lấp đầy lên đến 90% tại Hà Nội. Nhà xưởng xây sẵn "
        "tại Hà Nội có tỷ lệ lấp đầy 97%.",
        ["Hà Nội (zones) occupancyRate 90"],
    ),
    (
        "Hà Nam có 8 257 dự án với vốn đăng ký 3.200 tỷ đồng.",
        ["Hà Nam projectCount 8257", "Hà Nam registeredCapital 3200000000000"],
    ),
    (
        "Hà Nam: các khu công nghiệp thu hút tổng vốn đầu tư 4.100 tỷ đồng (bằng chữ: bốn nghìn một trăm tỷ đồng).",
        ["Hà Nam (zones) registeredCapital 4100000000000"],
    ),
    (
        "Công nghiệp Hà Nam chiếm 84,8% GRDP, tăng so với mức 78,9% của năm 2015. Giá trị sản xuất công nghiệp tăng "
        "12%.",
        ["Hà Nam outputGrowth 12"],
    ),
    # Places after "như" are examples of those that the figure is about.
    ("Xuất khẩu năm 2022 của một số tỉnh như Bắc Ninh, Thái Nguyên, Đồng Nai đạt 90 tỷ USD.", []),
    ("Quy hoạch có 561 dự án KCN trong cả nước.", []),
    (
        "Giá trị sản xuất công nghiệp 9 tháng đầu năm 2023 của Thái Bình ước đạt 72.007 tỷ đồng, tăng "
        "9,2%.\n\nTrong đó, công nghiệp khai khoáng ước đạt 222 tỷ đồng, giảm 18%; công nghiệp chế biến, "
        "chế tạo ước đạt 66.104 tỷ đồng, tăng 5,7%.",
        [
            "Thái Bình outputValue 72007000000000",
            "Thái Bình outputGrowth 9.2",
            "Thái Bình outputValue 222000000000",
            "Thái Bình outputGrowth -18",
            "Thái Bình outputValue 66104000000000",
            "Thái Bình outputGrowth 5.7",
        ],
    ),
    (
        "Chỉ số sản xuất ngành sản xuất và phân phối điện của Thái Bình tăng 80%",
        ["Thái Bình outputGrowth 80"],
    ),
    (
        "Thanh Hóa có một số mặt hàng xuất khẩu tăng cao so với cùng kỳ, như: Chả cá tăng 14,8%, dăm gỗ tăng 19,1%.",
        ["Thanh Hóa exportGrowth 14.8", "Thanh Hóa exportGrowth 19.1"],
    ),
    (
        "Chỉ số sản xuất công nghiệp tỉnh Quảng Nam tăng 29,2%; Thái Nguyên tăng 26,6%. Các tỉnh Bắc "
        "Ninh, Hải Dương và Đồng Nai cùng tăng 8,1%.",
        [
            "Quảng Nam outputGrowth 29.2",
            "Thái Nguyên outputGrowth 26.6",
            "Bắc Ninh outputGrowth 8.1",
            "Hải Dương outputGrowth 8.1",
            "Đồng Nai outputGrowth 8.1",
        ],
    ),
    (
        "KCN Hòa Hạ (Hà Nam) đang giải quyết việc làm thường xuyên cho khoảng 17.837 người; thực hiện "
        "nghĩa vụ thuế 602 tỷ đồng.",
        ["KCN Hòa Hạ workerCount 17837", "KCN Hòa Hạ budgetContribution 602000000000"],
    ),
    (
        "Tỷ lệ lấp đầy diện tích đất công nghiệp đã giải phóng mặt bằng của các KCN Hà Nam đạt 72,1%.",
        ["Hà Nam (zones) occupancyRate 72.1"],
    ),
    (
        "Các KCN Hà Nam: đã có khoảng 4,6 tỷ USD cả đăng ký mới và tăng vốn.",
        ["Hà Nam (zones) registeredCapital 4600000000"],
    ),
    (
        "Hà Nam vừa khởi công Khu công nghiệp Hòa Hạ hơn 6.000 tỷ đồng.",
        ["KCN Hòa Hạ registeredCapital 6000000000000"],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_trade_news_tell(text: str, rows: list[str], told: Callable[[str], list[str]]) -> None:
    assert told(text) == rows
