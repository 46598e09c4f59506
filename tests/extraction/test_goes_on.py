"""What goes on with what was told: in turn, place after place, part after part; names with figures behind them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = [
    (
        "Hà Nam: công nghiệp năm 2024\n\nKim ngạch xuất khẩu của tỉnh đạt 5,2 tỷ USD, nhập khẩu 4,7 tỷ "
        "USD, lần lượt tăng 12,5% và giảm 3,1%.",
        [
            "Hà Nam; exportValue; 5200000000; 2024/2024",
            "Hà Nam; importValue; 4700000000; 2024/2024",
            "Hà Nam; exportGrowth; 12.5; 2024/2024",
            "Hà Nam; importGrowth; -3.1; 2024/2024",
        ],
    ),
    (
        "Hà Nam: công nghiệp năm 2024\n\nKim ngạch xuất khẩu của tỉnh đạt 5,2 tỷ USD, nhập khẩu 4,7 tỷ "
        "USD, lần lượt tăng 12,5% và 8,4%.",
        [
            "Hà Nam; exportValue; 5200000000; 2024/2024",
            "Hà Nam; importValue; 4700000000; 2024/2024",
            "Hà Nam; exportGrowth; 12.5; 2024/2024",
            "Hà Nam; importGrowth; 8.4; 2024/2024",
        ],
    ),
    (
        "Công nghiệp các tỉnh nửa đầu năm 2023\n\nChỉ số IIP của Nam Định tăng 11,2%, Thái Bình 9,7%, "
        "còn Hà Nam chỉ 3,3%.",
        [
            "Nam Định; outputGrowth; 11.2; 2023-01/2023-06",
            "Thái Bình; outputGrowth; 9.7; 2023-01/2023-06",
            "Hà Nam; outputGrowth; 3.3; 2023-01/2023-06",
        ],
    ),
    (
        "Công nghiệp các tỉnh nửa đầu năm 2023\n\nNam Định xuất khẩu 1,4 tỷ USD, tăng 6%. Thái Bình 1,1 "
        "tỷ USD, tăng 4%.",
        [
            "Nam Định; exportValue; 1400000000; 2023-01/2023-06",
            "Nam Định; exportGrowth; 6; 2023-01/2023-06",
            "Thái Bình; exportValue; 1100000000; 2023-01/2023-06",
            "Thái Bình; exportGrowth; 4; 2023-01/2023-06",
        ],
    ),
    (
        "Nam Định và Thái Bình hút vốn\n\nKhông chỉ Nam Định, Thái Bình cũng đông nhà đầu tư. Tỉnh này "
        "hiện có 9 khu công nghiệp.",
        ["Thái Bình; count; 9"],
    ),
    (
        "Nam Định và Thái Bình hút vốn năm 2023\n\nNam Định và Thái Bình lần lượt thu hút 410 triệu và "
        "385 triệu USD vốn FDI.",
        ["Nam Định; registeredCapital; 410000000; 2023/2023", "Thái Bình; registeredCapital; 385000000; 2023/2023"],
    ),
    (
        "Nam Định: khu công nghiệp\n\nCác KCN tỉnh Nam Định có 90 dự án FDI, vốn thực hiện 1,9 tỷ USD; "
        "khối trong nước 140 dự án, 52.000 tỷ đồng.",
        [
            "Nam Định; projectCount; 90",
            "Nam Định; implementedCapital; 1900000000",
            "Nam Định; projectCount; 140",
            "Nam Định; registeredCapital; 52000000000000",
        ],
    ),
    (
        "Nam Định: khuyến công năm 2022\n\nTổng kinh phí khuyến công là 9,8 tỷ đồng. Trong đó:\n- Khuyến "
        "công quốc gia: 3,6 tỷ đồng;\n- Khuyến công tỉnh: 6,2 tỷ đồng.",
        [
            "Nam Định; supportFunding; 9800000000; 2022/2022",
            "Nam Định; supportFunding; 3600000000; 2022/2022",
            "Nam Định; supportFunding; 6200000000; 2022/2022",
        ],
    ),
    (
        "Nam Định: sản xuất công nghiệp tháng 9/2022\n\nGiá trị sản xuất công nghiệp của tỉnh đạt 88 "
        "nghìn tỷ đồng. Chia theo khu vực: công nghiệp nhà nước 9 nghìn tỷ đồng; công nghiệp ngoài nhà "
        "nước 31 nghìn tỷ đồng.",
        [
            "Nam Định; outputValue; 88000000000000; 2022-09/2022-09",
            "Nam Định; outputValue; 9000000000000; 2022-09/2022-09",
            "Nam Định; outputValue; 31000000000000; 2022-09/2022-09",
        ],
    ),
    (
        "Xuất khẩu của Bến Tre năm 2023\n\nThủy sản đạt 62 triệu USD, giảm 21%.",
        ["Bến Tre; exportValue; 62000000; 2023/2023; Thủy sản", "Bến Tre; exportGrowth; -21; 2023/2023; Thủy sản"],
    ),
    (
        "Nam Định: khu công nghiệp\n\nKCN Mỹ Ảnh (huyện Mỹ Lộc) rộng 150 ha. KCN Bảo Minh II Mở rộng có 12 dự án.",
        ["KCN Mỹ Ảnh; totalArea; 150", "KCN Bảo Minh II Mở rộng; projectCount; 12"],
    ),
    (
        "Nam Định: khu kinh tế\n\nTrưởng ban Quản lý KKT Trần Văn Lộc cho biết, KKT Ninh Cơ có 30 dự án.",
        ["KKT Ninh Cơ; projectCount; 30"],
    ),
    (
        "Nam Định: quy hoạch cụm công nghiệp\n\nTỉnh ưu tiên các cụm Yên Bằng (huyện Ý Yên) 42,5 ha, Hải "
        "Vân 30 ha và Thịnh Lâm 26 ha.",
        ["CCN Yên Bằng; totalArea; 42.5", "CCN Hải Vân; totalArea; 30", "CCN Thịnh Lâm; totalArea; 26"],
    ),
    (
        "Nam Định: khu công nghiệp\n\nBản tin trước của chúng tôi ghi KCN Bảo Minh lấp đầy 81%; con số đúng là 18%.",
        ["KCN Bảo Minh; occupancyRate; 18"],
    ),
    (
        "Thái Bình: khu kinh tế\n\nSáu tháng đầu năm 2022, KKT Thái Bình và các KCN thu hút 19 dự án.",
        ["Thái Bình; projectCount; 19; 2022-01/2022-06"],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_texts_tell(text: str, rows: list[str], told_in_full: Callable[[str], list[str]]) -> None:
    assert told_in_full(text) == rows
