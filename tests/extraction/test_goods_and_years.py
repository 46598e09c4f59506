"""Trade by goods and by years: tables of years, halves of years, industries of headlines, what realised capital is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = [
    (
        "Trị giá xuất khẩu, nhập khẩu hàng hóa của nước ta\n\nBảng 3. TRỊ GIÁ XUẤT KHẨU, NHẬP KHẨU CỦA "
        "NƯỚC TA\n(Đơn vị: tỉ USD)\n\n| Năm | 2011 | 2014 |\n|------|------|------|\n| Xuất khẩu | 96,9 "
        "| 150,2 |\n| Nhập khẩu | 106,7 | 147,8 |",
        [
            "Việt Nam; exportValue; 96900000000; 2011/2011",
            "Việt Nam; exportValue; 150200000000; 2014/2014",
            "Việt Nam; importValue; 106700000000; 2011/2011",
            "Việt Nam; importValue; 147800000000; 2014/2014",
        ],
    ),
    (
        "Bảng 2. Giá trị sản xuất công nghiệp của vùng Đồng bằng sông Cửu Long\n\n| Năm | 2010 | 2015 "
        "|\n|---|---|---|\n| Giá trị sản xuất (nghìn tỉ đồng) | 459,5 | 1 196,1 |",
        [
            "Đồng bằng sông Cửu Long; outputValue; 459500000000000; 2010/2010",
            "Đồng bằng sông Cửu Long; outputValue; 1196100000000000; 2015/2015",
        ],
    ),
    (
        "Thống kê thương mại Việt Nam\n\nKim ngạch (H1/2024)\n- Xuất khẩu: 190 tỷ USD (+14,5%)\n- Nhập "
        "khẩu: 178,4 tỷ USD (+17%)",
        [
            "Việt Nam; exportValue; 190000000000; 2024-01/2024-06",
            "Việt Nam; exportGrowth; 14.5; 2024-01/2024-06",
            "Việt Nam; importValue; 178400000000; 2024-01/2024-06",
            "Việt Nam; importGrowth; 17; 2024-01/2024-06",
        ],
    ),
    (
        "Kim ngạch xuất khẩu giày dép của cả nước 7 tháng đầu năm ước đạt 9,1 tỷ USD, giảm 7% so với cùng kì.",
        ["Việt Nam; exportValue; 9100000000; giày dép", "Việt Nam; exportGrowth; -7; giày dép"],
    ),
    (
        "Kim ngạch xuất khẩu dệt may Việt Nam năm 2019 đạt 39 tỷ USD.",
        ["Việt Nam; exportValue; 39000000000; 2019/2019; dệt may"],
    ),
    (
        "Vốn đầu tư trực tiếp nước ngoài (FDI) thực hiện của cả nước tăng 8% so với cùng kỳ, đạt 25,3 tỷ USD.",
        ["Việt Nam; implementedCapital; 25300000000"],
    ),
    (
        "Việt Nam xuất khẩu dệt may sang Nhật Bản đứng thứ hai (9,80% thị phần).",
        [],
    ),
    (
        "Số mặt hàng của cả nước đạt kim ngạch xuất khẩu từ 1 tỷ USD trở lên đã tăng.",
        [],
    ),
    (
        "Xuất khẩu hàng dệt may của Việt Nam tăng trưởng ổn định. Năm 2015 đạt 27 tỷ USD, năm 2018 đạt "
        "36 tỷ USD. Năm 2020 kim ngạch đạt 35 tỷ USD, giảm 3,2 tỷ USD so với năm 2019, tương đương giảm "
        "8,4%.",
        [
            "Việt Nam; exportValue; 27000000000; 2015/2015",
            "Việt Nam; exportValue; 36000000000; 2018/2018",
            "Việt Nam; exportValue; 35000000000; 2020/2020",
            "Việt Nam; exportGrowth; -8.4; 2020/2020",
        ],
    ),
    (
        "Xuất khẩu cà phê gặp khó\n\nTheo Tổng cục Hải quan, năm 2018, xuất khẩu cà phê của Việt Nam đạt "
        "1,9 triệu tấn, trị giá 3,5 tỷ USD, tăng 20% về lượng và tăng 1,2% về trị giá.\n\nGiá cà phê "
        "thấp nhất là 32.200 đồng/kg tại huyện Di Linh (Lâm Đồng), cao nhất tại các huyện Krông Năng và "
        "Ea H'leo tỉnh Đắk Lắk.",
        ["Việt Nam; exportValue; 3500000000; 2018/2018; cà phê", "Việt Nam; exportGrowth; 1.2; 2018/2018; cà phê"],
    ),
    (
        "Ngành dệt may của cả nước: để đạt được mục tiêu đến năm 2025 kim ngạch xuất khẩu đạt 55 tỷ USD, "
        "tăng bình quân 9%/năm, sử dụng 3 triệu lao động, hiệp hội kiến nghị sớm có chiến lược.",
        [
            "Việt Nam; exportValue; 55000000000; 2025/2025; planned",
            "Việt Nam; exportGrowth; 9; 2025/2025; planned",
            "Việt Nam; workerCount; 3000000; 2025/2025; planned",
        ],
    ),
    (
        "Doanh nghiệp da giày lo đơn hàng\n\nHiệp hội da giày cho biết ngành da giày của cả nước gặp "
        "khó. Năm 2021, xuất khẩu đạt 17 tỷ USD.\n\nNgành da giày cần vốn. Lao động da giày giảm.",
        ["Việt Nam; exportValue; 17000000000; 2021/2021; da giày"],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_goods_and_years(text: str, rows: list[str], told_in_full: Callable[[str], list[str]]) -> None:
    assert told_in_full(text) == rows
