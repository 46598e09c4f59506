"""What news of trade and output tell: short names, marks, differences, months, examples, parts by sector."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = [
    (
        "Thái Bình: Xuất nhập khẩu tháng 4/2018: XK đạt 31 triệu USD, NK đạt 18 triệu USD.",
        ["Thái Bình exportValue 31000000", "Thái Bình importValue 18000000"],
    ),
    (
        "Cả nước năm 2018 có 29 mặt hàng đạt kim ngạch trên 1 tỷ USD. Kim ngạch xuất khẩu đạt 243 tỷ USD.",
        ["Việt Nam exportValue 243000000000"],
    ),
    (
        "Cả nước: xuất khẩu quý I/2019 đạt 58 tỷ USD, tăng 3 tỷ USD so với quý I/2018.",
        ["Việt Nam exportValue 58000000000"],
    ),
    (
        "Xuất khẩu của cả nước tháng 8/2019 giảm 2,4% so với tháng trước và nhập khẩu giảm 3%.",
        [],
    ),
    (
        "Nhập khẩu của Bến Tre tháng 8/2019 tăng 9%. Kim ngạch đạt 44 triệu USD.",
        ["Bến Tre importGrowth 9", "Bến Tre importValue 44000000"],
    ),
    (
        "Bất động sản công nghiệp quý IV/2021: tỷ lệ lấp đầy lên đến 87% tại Hà Nam. Nhà xưởng xây sẵn "
        "tại Hà Nam có tỷ lệ lấp đầy 92%.",
        ["Hà Nam (zones) occupancyRate 87"],
    ),
    (
        "Hà Tĩnh có 1 045 dự án với vốn đăng ký 860 tỷ đồng.",
        ["Hà Tĩnh projectCount 1045", "Hà Tĩnh registeredCapital 860000000000"],
    ),
    (
        "Hà Tĩnh: các khu công nghiệp thu hút tổng vốn đầu tư 1.700 tỷ đồng (bằng chữ: một nghìn bảy trăm tỷ đồng).",
        ["Hà Tĩnh (zones) registeredCapital 1700000000000"],
    ),
    (
        "Công nghiệp Kon Tum chiếm 31,5% GRDP, tăng so với mức 27% của năm 2016. Giá trị sản xuất công nghiệp tăng 8%.",
        ["Kon Tum outputGrowth 8"],
    ),
    (
        "Xuất khẩu năm 2019 của vài tỉnh như Bến Tre, Trà Vinh, Kiên Giang đạt 2,6 tỷ USD.",
        [],
    ),
    (
        "Bộ nêu 48 dự án KCN trong cả nước.",
        [],
    ),
    (
        "Giá trị sản xuất công nghiệp quý II/2021 của Bến Tre ước đạt 9.450 tỷ đồng, tăng 4,4%.\n\nTrong "
        "đó, công nghiệp khai khoáng đạt 61 tỷ đồng, giảm 3%; công nghiệp chế biến, chế tạo đạt 8.900 tỷ "
        "đồng, tăng 4,6%.",
        [
            "Bến Tre outputValue 9450000000000",
            "Bến Tre outputGrowth 4.4",
            "Bến Tre outputValue 61000000000",
            "Bến Tre outputGrowth -3",
            "Bến Tre outputValue 8900000000000",
            "Bến Tre outputGrowth 4.6",
        ],
    ),
    (
        "Chỉ số sản xuất ngành sản xuất và phân phối điện của Kon Tum tăng 37%",
        ["Kon Tum outputGrowth 37"],
    ),
    (
        "Bến Tre có nhiều mặt hàng xuất khẩu tăng khá trong năm, gồm: Thạch dừa tăng 9,4%, than hoạt tính tăng 22%.",
        ["Bến Tre exportGrowth 9.4", "Bến Tre exportGrowth 22"],
    ),
    (
        "Chỉ số sản xuất công nghiệp của Hà Tĩnh tăng 13,5%; Kon Tum tăng 11%. Các tỉnh Bến Tre, Trà "
        "Vinh và Kiên Giang cùng tăng 6,3%.",
        [
            "Hà Tĩnh outputGrowth 13.5",
            "Kon Tum outputGrowth 11",
            "Bến Tre outputGrowth 6.3",
            "Trà Vinh outputGrowth 6.3",
            "Kiên Giang outputGrowth 6.3",
        ],
    ),
    (
        "KCN Bàu Sen (Bến Tre) giải quyết việc làm ổn định cho khoảng 5.420 người; thực hiện nghĩa vụ "
        "thuế 118 tỷ đồng.",
        ["KCN Bàu Sen workerCount 5420", "KCN Bàu Sen budgetContribution 118000000000"],
    ),
    (
        "Tỷ lệ lấp đầy diện tích đất công nghiệp đã giải phóng mặt bằng của các KCN Kon Tum đạt 54,5%.",
        ["Kon Tum (zones) occupancyRate 54.5"],
    ),
    (
        "Các KCN Hà Tĩnh nhận khoảng 210 triệu USD cả đăng ký mới và tăng vốn.",
        ["Hà Tĩnh (zones) registeredCapital 210000000"],
    ),
    (
        "Kon Tum vừa động thổ Khu công nghiệp Đồi Thông hơn 1.350 tỷ đồng.",
        ["KCN Đồi Thông registeredCapital 1350000000000"],
    ),
    (
        "Ba tháng, cả nước nhập khẩu nhiều máy móc\n\nNhóm hàng máy móc đạt 9,8 tỷ USD. Điện thoại đạt "
        "3,1 tỷ USD, là mặt hàng nhập khẩu lớn thứ hai.",
        ["Việt Nam importValue 9800000000", "Việt Nam importValue 3100000000"],
    ),
    (
        "Ba tháng, cả nước nhập khẩu nhiều hơn. Kim ngạch tăng 700 triệu USD, tương ứng tăng 6,5%.",
        ["Việt Nam importGrowth 6.5"],
    ),
    (
        "Xuất khẩu và nhập khẩu của Đồng bằng sông Cửu Long năm 2019 chiếm 6% tổng trị giá xuất khẩu và "
        "nhập khẩu cả nước; trong đó xuất khẩu đạt 17 tỷ USD.",
        ["Đồng bằng sông Cửu Long exportValue 17000000000"],
    ),
    (
        "Quy mô Khu công nghiệp Đồi Thông (Kon Tum): 140 ha, gồm 2 giai đoạn:\n\n- Giai đoạn 1: 90 "
        "ha;\n\n- Giai đoạn 2: 50 ha.",
        ["KCN Đồi Thông totalArea 140", "KCN Đồi Thông totalArea 90", "KCN Đồi Thông totalArea 50"],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_trade_news_tell(text: str, rows: list[str], told: Callable[[str], list[str]]) -> None:
    assert told(text) == rows
