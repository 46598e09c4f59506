"""Whom figures are about on boards' and papers' pages: projects that are zones, sources, parts and wholes, groups."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = [
    (
        "Cụm công nghiệp Hòa Đá là dự án nước ngoài đầu tiên của tỉnh Sóc Trăng. Dự án này sẽ tạo việc "
        "làm cho 10.000 lao động.",
        ["CCN Hòa Đá jobsCreated 10000"],
    ),
    (
        "Khởi công dự án Khu công nghiệp Hòa Hạ (Quảng Trị)\n\nDự án Khu công nghiệp Hòa Hạ do liên danh "
        "gồm Công ty TNHH khu công nghiệp Việt Nam - Singapore làm chủ đầu tư.\n\nDự án có quy mô sử "
        "dụng đất 480 ha. Khi xong, toàn dự án sẽ tạo việc làm cho 30.000 lao động.",
        ["KCN Hòa Hạ totalArea 480", "KCN Hòa Hạ jobsCreated 30000"],
    ),
    (
        "KCN Du Hạ (Ninh Thuận). Ảnh: An\n\nNinh Thuận có 3 KCN. KCN Thành Hạ hiện là KCN có tỷ lệ lấp "
        "đầy cao nhất, đạt 100%. KCN có quy mô 78 ha.",
        ["Ninh Thuận (zones) count 3", "KCN Thành Hạ occupancyRate 100", "KCN Thành Hạ totalArea 78"],
    ),
    (
        "Theo Ban Quản lý các KCN tỉnh Sóc Trăng, các doanh nghiệp trong KCN An Hạ đạt doanh thu 14.918 "
        "tỷ đồng; kim ngạch xuất khẩu đạt 448 triệu USD.",
        ["KCN An Hạ revenue 14918000000000", "KCN An Hạ exportValue 448000000"],
    ),
    (
        "Các KCN Lâm Đồng có 44 doanh nghiệp/dự án, trong đó 19 doanh nghiệp/ dự án FDI; xuất khẩu đạt "
        "129 triệu USD; nội tiêu đạt 2.844 tỷ đồng.",
        [
            "Lâm Đồng (zones) enterpriseCount 44",
            "Lâm Đồng (zones) enterpriseCount 19",
            "Lâm Đồng (zones) exportValue 129000000",
        ],
    ),
    (
        "Các khu công nghiệp Lâm Đồng có 5 dự án mới, trong đó KCN Lộc Hạ có 4 dự án; KCN Phú Hạ có 1 dự "
        "án; tổng vốn đầu tư đăng ký 249 tỷ đồng.",
        [
            "Lâm Đồng (zones) projectCount 5",
            "KCN Lộc Hạ projectCount 4",
            "KCN Phú Hạ projectCount 1",
            "Lâm Đồng (zones) registeredCapital 249000000000",
        ],
    ),
    (
        "Đầu năm 2025, các khu kinh tế (Khu kinh tế An Hạ, Khu kinh tế cửa khẩu Bờ Hạ) và các khu công "
        "nghiệp của Quảng Ngãi cấp mới 10 dự án.",
        ["Quảng Ngãi (zonesAndClusters) projectCount 10"],
    ),
    (
        "Các KCN - KCX Thành phố có 1.495 dự án. Khu công nghiệp tại TP. Hồ Chí Minh: dự án có vốn đầu "
        "tư trong nước là 931 dự án.",
        ["Hồ Chí Minh (zones) projectCount 1495", "Hồ Chí Minh (zones) projectCount 931"],
    ),
    (
        "Quảng Nam có 13 KCN hoạt động. Trong đó: 10 KCN thuộc Khu kinh tế mở An Hạ (tổng diện tích "
        "2.711 ha); 3 KCN nằm ngoài Khu kinh tế mở An Hạ (tổng diện tích 716 ha).",
        [
            "Quảng Nam (zones) count 13",
            "KKT mở An Hạ (zones) count 10",
            "KKT mở An Hạ (zones) totalArea 2711",
            "Quảng Nam (zones) count 3",
            "Quảng Nam (zones) totalArea 716",
        ],
    ),
    (
        "Theo đánh giá, dự án vải của Công ty TNHH Dệt may An Hạ (Việt Nam) vốn 60 triệu USD.\n\nLũy kế "
        "đến 30/9/2016, tỉnh Tây Ninh có 248 dự án đầu tư nước ngoài. Ước cả năm, thu hút vốn đầu tư "
        "nước ngoài trên địa bàn tỉnh đạt 620 triệu USD.",
        ["Tây Ninh projectCount 248", "Tây Ninh registeredCapital 620000000"],
    ),
    (
        "Thêm 6 dự án vào các khu công nghiệp Tiền Giang\n\nTỉnh Tiền Giang đã điều chỉnh giấy chứng "
        "nhận đăng ký đầu tư cho 25 lượt dự án.",
        ["Tiền Giang (zones) projectCount 6", "Tiền Giang (zones) projectCount 25"],
    ),
    (
        "Sóc Trăng: theo quy hoạch có 1 khu kinh tế ven biển các huyện Trần Đề, Long Phú; 11 khu công nghiệp.",
        ["Sóc Trăng (economicZones) count 1", "Sóc Trăng (zones) count 11"],
    ),
    (
        "Nghệ An thu hút dự án FDI với số vốn 200 triệu USD của Tập đoàn An Hạ vào khu công nghiệp.",
        ["Tập đoàn An Hạ registeredCapital 200000000"],
    ),
    (
        "Diện tích đất công nghiệp của các KCN Long An là 4.278 ha; diện tích đất công nghiệp lấp đầy "
        "tăng thêm từ đầu năm đến nay là 110 ha. Tổng diện tích thuê đất là 107 ha.",
        ["Long An (zones) industrialLandArea 4278", "Long An (zones) leasedArea 107"],
    ),
    (
        "KCN Phước Hạ (Ninh Thuận) được giao cho nhà đầu tư mới. KCN đang làm hạ tầng giao thông và điện "
        "giai đoạn 1 với diện tích 151 ha.",
        ["KCN Phước Hạ totalArea 151"],
    ),
    (
        "Mục tiêu của Thái Bình: các KCN thu hút vốn đăng ký 6.500 tỷ đồng; khởi công một khu công "
        "nghiệp trong KKT Thái Bình; tạo thêm 5.000 việc làm.",
        ["Thái Bình (zones) registeredCapital 6500000000000", "Thái Bình (zones) jobsCreated 5000"],
    ),
    (
        "Các KCN Hà Nam có 16 dự án điều chỉnh với tổng vốn điều chỉnh tăng 972 tỷ đồng.\n\nSo cùng kỳ, số dự án giảm.",
        ["Hà Nam (zones) projectCount 16", "Hà Nam (zones) registeredCapital 972000000000"],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_pages_tell(text: str, rows: list[str], told: Callable[[str], list[str]]) -> None:
    assert told(text) == rows
