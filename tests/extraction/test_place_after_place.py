"""Place after place: rates, ranks and paragraphs that go on with another one, and reports of part of a year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CASES = [
    (
        "Quảng Nam: thưởng Tết\n\nTrong đó có 6 doanh nghiệp ở các khu công nghiệp và "
        "10 doanh nghiệp ngoài khu công nghiệp.",
        ["Quảng Nam; enterpriseCount; 6", "Quảng Nam; enterpriseCount; 10"],
    ),
    (
        "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP TỈNH HƯNG YÊN\n\nBÁO CÁO\nKết quả công tác 9 tháng, nhiệm vụ "
        "trọng tâm 3 tháng cuối năm 2019\n\n- Cấp mới 31 dự án với tổng vốn 253,4 triệu USD.",
        ["Hưng Yên; projectCount; 31; 2019-01/2019-09", "Hưng Yên; registeredCapital; 253400000; 2019-01/2019-09"],
    ),
    (
        "Xuất khẩu của Bến Tre 10 tháng năm 2018\n\nKim ngạch xuất khẩu của tỉnh 10 tháng đạt 912 triệu "
        "USD. Phân theo mặt hàng, thủy sản đạt 22.300 tấn, trị giá 101 triệu USD; gạo 31.000 tấn, trị "
        "giá 14,2 triệu USD.",
        [
            "Bến Tre; exportValue; 912000000; 2018-01/2018-10",
            "Bến Tre; exportValue; 101000000; 2018-01/2018-10; thủy sản",
            "Bến Tre; exportValue; 14200000; 2018-01/2018-10; gạo",
        ],
    ),
    (
        "Khu công nghiệp phía Nam đầy đến đâu\n\nCác KCN Long An có tỷ lệ lấp đầy 87%. Trà Vinh, Vĩnh "
        "Long và An Giang lần lượt ở mức 47%, 93% và 58,5%.\n\nBến Tre cũng đạt khoảng 74%.",
        [
            "Long An; occupancyRate; 87",
            "Trà Vinh; occupancyRate; 47",
            "Vĩnh Long; occupancyRate; 93",
            "An Giang; occupancyRate; 58.5",
            "Bến Tre; occupancyRate; 74",
        ],
    ),
    (
        "Phú Yên: khuyến công năm 2017\n\nSở Công Thương Phú Yên cho biết đã đưa 7 cơ sở dự hội chợ tại "
        "Đà Nẵng và Gia Lai.\n\nCả giai đoạn 2013 - 2017, toàn tỉnh thực hiện 83 đề án khuyến công với "
        "kinh phí 15,2 tỷ đồng.",
        ["Phú Yên; supportSchemeCount; 83; 2013/2017", "Phú Yên; supportFunding; 15200000000; 2013/2017"],
    ),
    (
        "Công nghiệp phía Bắc cuối năm 2020\n\nHải Dương có 11 KCN hoạt động. Chỉ số sản xuất công "
        "nghiệp của tỉnh tăng 2,6%.\n\nCòn Hà Nam là người đến sau. Năm 2015, toàn tỉnh mới có 5 KCN "
        "hoạt động.",
        ["Hải Dương; count; 11; 2020-12/2020-12", "Hải Dương; outputGrowth; 2.6", "Hà Nam; count; 5; 2015/2015"],
    ),
    (
        "Việt Nam: khu công nghiệp\n\nVùng Đông Nam Bộ đứng đầu với 3.140 dự án FDI trong KCN; tiếp đó "
        "là Đồng bằng sông Hồng với 2.070 dự án.",
        ["Đông Nam Bộ; projectCount; 3140", "Đồng bằng sông Hồng; projectCount; 2070"],
    ),
    (
        "Cần Thơ: khu công nghiệp\n\nKCN Hưng Phú 2A rộng 212 ha, đến nay mới giải tỏa được 39 ha.",
        ["KCN Hưng Phú 2A; totalArea; 212"],
    ),
]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_texts_tell(text: str, rows: list[str], told_in_full: Callable[[str], list[str]]) -> None:
    assert told_in_full(text) == rows
