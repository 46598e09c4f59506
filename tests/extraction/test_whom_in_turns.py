"""Whom figures are about on boards' and papers' pages: projects that are zones, sources, parts and wholes, groups."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = [
    (
        "Cụm công nghiệp Bàu Sen là dự án hạ tầng mới của tỉnh Bến Tre. Dự án này dự kiến tạo việc làm "
        "cho 3.200 lao động.",
        ["CCN Bàu Sen jobsCreated 3200"],
    ),
    (
        "Quảng Bình động thổ dự án Khu công nghiệp Cồn Cát\n\nDự án Khu công nghiệp Cồn Cát do Công ty "
        "TNHH khu công nghiệp Hải Âu làm chủ đầu tư.\n\nDự án có quy mô sử dụng đất 215 ha. Hoàn thành "
        "vào năm sau, toàn dự án sẽ tạo việc làm cho 8.500 lao động.",
        ["KCN Cồn Cát totalArea 215", "KCN Cồn Cát jobsCreated 8500"],
    ),
    (
        "Cổng vào KCN Suối Trầu (Bình Thuận). Ảnh: Lê Vy\n\nBình Thuận có 6 KCN. KCN Đồi Hồng là KCN có "
        "tỷ lệ lấp đầy cao, đạt 96%. KCN có quy mô 132 ha.",
        ["Bình Thuận (zones) count 6", "KCN Đồi Hồng occupancyRate 96", "KCN Đồi Hồng totalArea 132"],
    ),
    (
        "Theo Ban Quản lý các KCN tỉnh Bến Tre, doanh nghiệp trong KCN Bàu Sen đạt doanh thu 3.600 tỷ "
        "đồng; kim ngạch xuất khẩu đạt 95 triệu USD.",
        ["KCN Bàu Sen revenue 3600000000000", "KCN Bàu Sen exportValue 95000000"],
    ),
    (
        "Các KCN Kon Tum có 27 doanh nghiệp/dự án, gồm 6 doanh nghiệp/ dự án FDI; xuất khẩu đạt 41 triệu "
        "USD; nội tiêu đạt 730 tỷ đồng.",
        [
            "Kon Tum (zones) enterpriseCount 27",
            "Kon Tum (zones) enterpriseCount 6",
            "Kon Tum (zones) exportValue 41000000",
        ],
    ),
    (
        "Các khu công nghiệp Kon Tum đón 9 dự án mới, trong đó KCN Đồi Thông có 6 dự án; KCN Suối Vàng "
        "có 3 dự án; tổng vốn đầu tư đăng ký 515 tỷ đồng.",
        [
            "Kon Tum (zones) projectCount 9",
            "KCN Đồi Thông projectCount 6",
            "KCN Suối Vàng projectCount 3",
            "Kon Tum (zones) registeredCapital 515000000000",
        ],
    ),
    (
        "Quý đầu năm 2023, các khu kinh tế (Khu kinh tế Hòn Rơm, Khu kinh tế cửa khẩu Đèo Mây) và các "
        "khu công nghiệp của Hà Tĩnh cấp mới 12 dự án.",
        ["Hà Tĩnh (zonesAndClusters) projectCount 12"],
    ),
    (
        "Khu chế xuất tại TP. Hồ Chí Minh: dự án có vốn đầu tư trong nước là 318 dự án.",
        ["Hồ Chí Minh (zones) projectCount 318"],
    ),
    (
        "Hà Tĩnh có 9 KCN hoạt động. Trong đó: 5 KCN thuộc Khu kinh tế Hòn Rơm (tổng diện tích 1.240 "
        "ha); 4 KCN nằm ngoài Khu kinh tế Hòn Rơm (tổng diện tích 655 ha).",
        [
            "Hà Tĩnh (zones) count 9",
            "KKT Hòn Rơm (zones) count 5",
            "KKT Hòn Rơm (zones) totalArea 1240",
            "Hà Tĩnh (zones) count 4",
            "Hà Tĩnh (zones) totalArea 655",
        ],
    ),
    (
        "Đáng chú ý là dự án giày của Công ty TNHH Giày Bàu Sen (Việt Nam) vốn 35 triệu USD.\n\nĐến ngày "
        "31/3/2019, tỉnh Bến Tre có 61 dự án đầu tư nước ngoài. Dự kiến cả năm, thu hút vốn đầu tư nước "
        "ngoài trên địa bàn tỉnh đạt 140 triệu USD.",
        ["Bến Tre projectCount 61", "Bến Tre registeredCapital 140000000"],
    ),
    (
        "Các khu công nghiệp Kon Tum đón thêm 4 dự án\n\nTỉnh Kon Tum cũng điều chỉnh giấy chứng nhận "
        "đầu tư cho 11 dự án.",
        ["Kon Tum (zones) projectCount 4", "Kon Tum (zones) projectCount 11"],
    ),
    (
        "Bến Tre: quy hoạch có 1 khu kinh tế ven biển các huyện Ba Tri, Bình Đại; 8 khu công nghiệp.",
        ["Bến Tre (economicZones) count 1", "Bến Tre (zones) count 8"],
    ),
    (
        "Hà Tĩnh nhận dự án FDI trị giá 72 triệu USD của Tập đoàn Hải Âu tại khu công nghiệp.",
        [],
    ),
    (
        "Diện tích đất công nghiệp của các KCN Bến Tre là 910 ha; diện tích đất công nghiệp lấp đầy tăng "
        "thêm trong quý là 24 ha. Tổng diện tích thuê đất là 388 ha.",
        ["Bến Tre (zones) industrialLandArea 910", "Bến Tre (zones) leasedArea 388"],
    ),
    (
        "KCN Đồi Hồng (Bình Thuận) có chủ mới. KCN đang làm đường, hạ tầng giao thông giai đoạn 1 với diện tích 88 ha.",
        ["KCN Đồi Hồng totalArea 88"],
    ),
    (
        "Năm tới, các KCN Hà Tĩnh phấn đấu thu hút vốn đăng ký 2.750 tỷ đồng; khởi công một khu công "
        "nghiệp trong KKT Hòn Rơm; tạo thêm 1.900 việc làm.",
        ["Hà Tĩnh (zones) registeredCapital 2750000000000", "Hà Tĩnh (zones) jobsCreated 1900"],
    ),
    (
        "Các KCN Kon Tum có 7 dự án điều chỉnh với tổng vốn điều chỉnh tăng 260 tỷ đồng.\n\nSo cùng kỳ "
        "thì ít hơn về số dự án.",
        ["Kon Tum (zones) projectCount 7", "Kon Tum (zones) registeredCapital 260000000000"],
    ),
    (
        "Các KCN Hà Tĩnh cấp mới 8 dự án FDI và 5 dự án DDI với tổng vốn 61 triệu USD và 340 tỷ đồng.",
        [
            "Hà Tĩnh (zones) projectCount 8",
            "Hà Tĩnh (zones) projectCount 5",
            "Hà Tĩnh (zones) registeredCapital 61000000",
            "Hà Tĩnh (zones) registeredCapital 340000000000",
        ],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_pages_tell(text: str, rows: list[str], told: Callable[[str], list[str]]) -> None:
    assert told(text) == rows
