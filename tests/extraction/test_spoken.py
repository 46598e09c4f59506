"""Whom figures are about by what the text speaks of: its headline, the paragraph, what words point back at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.articles.model import Article
from kg.extraction import explain

HEADLINE = "Hưng Yên thu hút đầu tư vào các khu công nghiệp\n\n"

SPOKEN_OF = [
    # Who tells a figure is not whom it is about, in a paragraph on one zone.
    (
        "Bạc Liêu: KCN Trà Kha rộng 66 ha. Theo Ban Quản lý các KCN tỉnh, tỷ lệ lấp đầy đạt 64%, với 19 dự án.",
        ["KCN Trà Kha totalArea 66", "KCN Trà Kha occupancyRate 64", "KCN Trà Kha projectCount 19"],
    ),
    ("Theo Ban Quản lý các KCN Bạc Liêu, đến nay có 19 dự án.", ["Bạc Liêu (zones) projectCount 19"]),
    # A further phase, and what a zone is called after its name.
    (
        "Bình Thuận: KCN Phan Hòa giai đoạn 1 (68 ha) đã lấp đầy 100%. Giai đoạn 2 (40 ha): đã cho thuê 17 ha.",
        [
            "KCN Phan Hòa giai đoạn 1 totalArea 68",
            "KCN Phan Hòa giai đoạn 1 occupancyRate 100",
            "KCN Phan Hòa giai đoạn 2 totalArea 40",
            "KCN Phan Hòa giai đoạn 2 leasedArea 17",
        ],
    ),
    (
        "KCN Long Đức, khu công nghiệp duy nhất của tỉnh Trà Vinh, có diện tích 100 ha. Tỷ lệ lấp đầy đạt 98%.",
        ["KCN Long Đức totalArea 100", "KCN Long Đức occupancyRate 98"],
    ),
    (
        "Tuyên Quang: KCN Long Bình được bổ sung vào danh mục các khu công nghiệp ưu tiên, quy mô 109 ha.",
        ["KCN Long Bình totalArea 109"],
    ),
    # Where a zone lies is not whom its area is of; zones counted in a district, between former and present provinces.
    (
        "Hà Giang: KKT cửa khẩu Thanh Thủy gồm 5 xã của huyện Vị Xuyên, tổng diện tích 28.781 ha.",
        ["KKT cửa khẩu Thanh Thủy totalArea 28781"],
    ),
    (
        "Ninh Bình phát triển công nghiệp. Ninh Bình cũ mạnh về ô tô, Hà Nam cũ thiếu đất. Toàn tỉnh có 23 KCN.",
        ["Ninh Bình (zones) count 23"],
    ),
    (
        "Long An, nhờ nằm sát TP.HCM, là điểm sáng. Đến cuối tháng 10, tỉnh có 16 khu công nghiệp.",
        ["Long An (zones) count 16"],
    ),
    # Zones of two kinds: joined with a named one, in the headline, counted one behind the other.
    (
        "Tại KKT Đông Nam và các KCN của tỉnh Nghệ An có 267 dự án, vốn đăng ký đạt 97.000 tỷ đồng.",
        ["Nghệ An (zonesAndClusters) projectCount 267", "Nghệ An (zonesAndClusters) registeredCapital 97000000000000"],
    ),
    (
        "KKT Đông Nam và các KCN Nghệ An đón vốn\n\nBan Quản lý KKT Đông Nam họp. Năm 2022, Ban đã cấp mới 23 dự án.",
        ["Nghệ An (zonesAndClusters) projectCount 23"],
    ),
    (
        "Tỉnh Gia Lai có 2 khu kinh tế và 12 khu công nghiệp; các doanh nghiệp tại đây sử dụng 41.200 lao động.",
        [
            "Gia Lai (economicZones) count 2",
            "Gia Lai (zones) count 12",
            "Gia Lai (zonesAndClusters) workerCount 41200",
        ],
    ),
    # What lies in a zone has an area of its own; the project of a zone is the zone.
    ("Hải Phòng đề nghị mở rộng KCN Tràng Hạ lên 600 ha nằm trong KKT Đình Hải.", ["KCN Tràng Hạ totalArea 600"]),
    (
        "Hưng Yên: KCN số 03 rộng 159 ha vừa khởi công. Tổng vốn đầu tư của dự án là 1.788 tỷ đồng.",
        ["KCN số 03 totalArea 159", "KCN số 03 registeredCapital 1788000000000"],
    ),
    # A region; its provinces are told of by name.
    (
        "Công nghiệp Tây Nguyên tìm hướng đi\n\nToàn vùng có 10 khu công nghiệp, xuất khẩu của vùng đạt 1,2 tỷ USD.",
        ["Tây Nguyên (zones) count 10", "Tây Nguyên exportValue 1200000000"],
    ),
    # A province named by a firm is not spoken of.
    (
        "Bình Định: KCN Nhơn Hội do Công ty CP Khu công nghiệp Sài Gòn đầu tư. Toàn tỉnh có 8 KCN.",
        ["Bình Định (zones) count 8"],
    ),
    # A headline's zone, though it says its noun twice or in capitals.
    (
        "Thông tin khu công nghiệp: KCN Phước Hạ\n\nTỉnh Tây Ninh mời gọi.\n\nHiện KCN thu hút 58 dự án.",
        ["KCN Phước Hạ projectCount 58"],
    ),
    (
        "MỜI GỌI VÀO KHU CÔNG NGHIỆP SÔNG HẠ\n\nKCN Sông Hạ ở Sóc Trăng.\n\nQuy mô\n\nTổng diện tích: 286 ha",
        ["KCN Sông Hạ totalArea 286"],
    ),
    (
        "BÁO CÁO\nHoạt động các khu công nghiệp Cần Thơ\n\n2. Thu hút đầu tư\n\n- Trong năm cấp mới 9 dự án.",
        ["Cần Thơ (zones) projectCount 9"],
    ),
    # What places report is theirs, though zones were named for another figure, or help it.
    (
        "Huyện Hiệp Hòa, Bắc Giang thu hút 20 dự án vào các CCN, giá trị sản xuất công nghiệp đạt 7.000 tỷ đồng.",
        ["Hiệp Hòa (clusters) projectCount 20", "Hiệp Hòa outputValue 7000000000000"],
    ),
    (
        "An Giang: các khu, cụm công nghiệp góp phần đưa giá trị sản xuất công nghiệp của tỉnh tăng 4,1%.",
        ["An Giang outputGrowth 4.1"],
    ),
]
POINTED_AT = [
    # As many figures in a row as zones before them are told in turn.
    (
        "Bình Định đầu tư hạ tầng các KCN Long Mỹ, Nhơn Hòa với diện tích 210 ha và 314 ha.",
        ["KCN Long Mỹ totalArea 210", "KCN Nhơn Hòa totalArea 314"],
    ),
    (
        "Đồng Nai: KCN Gò Dầu I (184 ha) và Gò Dầu III giai đoạn 1 (92 ha) đã kín, còn Gò Dầu IV mới cho thuê 12 ha.",
        ["KCN Gò Dầu I totalArea 184", "KCN Gò Dầu III giai đoạn 1 totalArea 92", "KCN Gò Dầu IV leasedArea 12"],
    ),
    (
        "Hà Giang. Vị Xuyên và Bắc Quang hiện mỗi huyện có 2 CCN.",
        ["Vị Xuyên (clusters) count 2", "Bắc Quang (clusters) count 2"],
    ),
    (
        "Tỉnh Long An có nhiều KCN nhất ở Đức Hòa (12 khu), Bến Lức (9 khu).",
        ["Đức Hòa (zones) count 12", "Bến Lức (zones) count 9"],
    ),
    # Some of many, a person and a speaker's firm have no row.
    ("Phú Thọ phát triển cụm công nghiệp. Một số huyện mới có 1 cụm công nghiệp.", []),
    ("Các KCN Bắc Ninh cần lao động. Thu nhập của anh hiện khoảng 11 triệu đồng/tháng.", []),
    (
        "Hà Nội: Ông Tâm, giám đốc một doanh nghiệp ở KCN Quang Minh, cho biết cả khu này có 118 doanh nghiệp.",
        ["KCN Quang Minh enterpriseCount 118"],
    ),
    # The project of a zone is that zone; the board that the article has named is its province's zones.
    (
        "Hải Dương: Dự án Khu công nghiệp An Hạ do Công ty Kenmark làm chủ đầu tư. Dự án này có quy mô 46,4 ha.",
        ["KCN An Hạ totalArea 46.4"],
    ),
    (
        "Ban Quản lý các KCN Vĩnh Phúc họp tổng kết. Năm 2015, Ban đã cấp mới 27 dự án.",
        ["Vĩnh Phúc (zones) projectCount 27"],
    ),
    # Within an economic zone, and one that "KKT" alone stands for.
    ("Quảng Ngãi: Khu kinh tế Dung Quất hiện có 4 khu công nghiệp.", ["KKT Dung Quất (zones) count 4"]),
    (
        "KKT Dung Quất giữ đà tăng trưởng\n\nQuảng Ngãi đón vốn lớn. 9 tháng đầu năm, KKT thu hút 5 dự án.",
        ["KKT Dung Quất projectCount 5"],
    ),
    # A share's whole is no subject.
    (
        "Các KCN, KKT cả nước có 8.000 dự án, bằng 52% số dự án của Việt Nam, vốn thực hiện đạt 87 tỷ USD.",
        ["Việt Nam (zonesAndClusters) projectCount 8000", "Việt Nam (zonesAndClusters) implementedCapital 87000000000"],
    ),
    # The country within a paragraph of a province's article.
    (
        "Tỉnh Hải Dương thu hút 12 dự án FDI. 6 tháng, cả nước có 438 dự án FDI mới. Vốn giải ngân đạt 5,4 tỷ USD.",
        ["Hải Dương projectCount 12", "Việt Nam projectCount 438", "Việt Nam implementedCapital 5400000000"],
    ),
    # A commune.
    (
        "Các cụm công nghiệp Ninh Bình: Làng nghề Phúc Lộc đi đầu. Cả xã có 60 doanh nghiệp, 900 lao động.",
        ["Phúc Lộc workerCount 900"],
    ),
    # A heading, and a label in front of a paragraph, open another matter.
    (
        "Ban Quản lý các KCN tỉnh Hưng Yên\n\nKCN Phố Nối A rộng 390 ha.\n\nIII. CHỈ TIÊU 2022\n1. Thu hút 40 dự án.",
        ["KCN Phố Nối A totalArea 390", "Hưng Yên (zones) projectCount 40"],
    ),
    (
        "Hưng Yên phát triển các khu công nghiệp\n\nKCN Phố Nối A rộng 390 ha.\n\nVề đầu tư: cấp 40 dự án.",
        ["KCN Phố Nối A totalArea 390", "Hưng Yên (zones) projectCount 40"],
    ),
]
CARRIED = [
    (
        "Tỉnh Hưng Yên có 17 KCN. Tỷ lệ lấp đầy đạt 60%.",
        ["Hưng Yên (zones) count 17", "Hưng Yên (zones) occupancyRate 60"],
    ),
    (
        "Hưng Yên có 10 KCN, trong đó KCN Phố Nối A rộng 596 ha. KCN này thu hút 200 dự án.",
        ["Hưng Yên (zones) count 10", "KCN Phố Nối A totalArea 596", "KCN Phố Nối A projectCount 200"],
    ),
    (
        "Thanh Hóa: KKT Nghi Sơn rộng 106.000 ha. KKT hiện thu hút 700 dự án.",
        ["KKT Nghi Sơn totalArea 106000", "KKT Nghi Sơn projectCount 700"],
    ),
    (
        "Hà Tĩnh: Toàn tỉnh có 20 CCN. Các cụm này thu hút 120 dự án.",
        ["Hà Tĩnh (clusters) count 20", "Hà Tĩnh (clusters) projectCount 120"],
    ),
    # Headings rule the bullets below them.
    (
        "Hưng Yên phát triển công nghiệp\n\nKCN Phố Nối A\n- Diện tích 596 ha\n- Tỷ lệ lấp đầy 92%\n"
        "KCN Thăng Long II\n- Diện tích 525 ha",
        ["KCN Phố Nối A totalArea 596", "KCN Phố Nối A occupancyRate 92", "KCN Thăng Long II totalArea 525"],
    ),
    (
        HEADLINE + "Tình hình chung:\n- Đã có 17 KCN được thành lập.\n- Tổng diện tích 4.300 ha.",
        ["Hưng Yên (zones) count 17", "Hưng Yên (zones) totalArea 4300"],
    ),
    # A new paragraph returns from a district to what the headline is about.
    (
        HEADLINE + "Huyện Văn Lâm có 4 cụm công nghiệp.\n\nĐến nay đã thu hút 540 dự án FDI.",
        ["Văn Lâm (clusters) count 4", "Hưng Yên (zones) projectCount 540"],
    ),
]
PARAGRAPHS = [
    # By name alone, with its founding before its area.
    (
        "Khu kinh tế Nhơn Hội ở Bình Định.\n\nNhơn Hội (Bình Định) thành lập tháng 6-2005, 12.000 ha ven biển.",
        ["KKT Nhơn Hội totalArea 12000"],
    ),
    # What lies in an economic zone, stands on its ground or goes into its works is its own.
    (
        "KKT Nghi Sơn ở Thanh Hóa.\n\nGiá trị sản xuất công nghiệp trên địa bàn KKT đạt 3.500 tỷ đồng.\n\n"
        "Tỉnh mới bố trí được 391 tỷ đồng cho hạ tầng KKT Nghi Sơn.\n\n"
        "Trong KKT hiện quy hoạch 19 KCN, nhưng chỉ có 6 KCN đã có chủ đầu tư hạ tầng.",
        [
            "KKT Nghi Sơn outputValue 3500000000000",
            "KKT Nghi Sơn infrastructureCapital 391000000000",
            "KKT Nghi Sơn (zones) count 19",
            "KKT Nghi Sơn (zones) count 6",
        ],
    ),
    # After the mergers "tỉnh" is the province of today; "tỉnh này" may be one of former times.
    (
        "Phú Thọ tăng tốc\n\nNgày 05/10/2025\n\nTỉnh Phú Thọ mới hợp nhất ba tỉnh. Khu vực Vĩnh Phúc có KCN "
        "Bình Xuyên II. Còn khu vực Hòa Bình có quỹ đất lớn.\n9 tháng, các KCN của tỉnh thu hút 148 dự án mới.",
        ["Phú Thọ (zones) projectCount 148"],
    ),
    (
        "TP.HCM sau ngày 05/10/2025\n\nTP.HCM có 30 khu công nghiệp. Bình Dương có 29 khu; "
        "năm ngoái kim ngạch xuất khẩu của tỉnh này đạt 34 tỷ USD.",
        ["Hồ Chí Minh (zones) count 30", "Bình Dương (zones) count 29", "Bình Dương exportValue 34000000000"],
    ),
    # The zone that works began on is the project; outside of zones is the whole province.
    (
        "Long An\n\nCông ty Nam Sông Cần động thổ KCN Tân Tập. Dự án có diện tích 244 ha.",
        ["KCN Tân Tập totalArea 244"],
    ),
    # A heading with a time only; a clause in front of what it describes; a firm's people; a place with its bracket.
    (
        "Bắc Giang: tình hình các khu công nghiệp\n\nTổng mức đầu tư hạ tầng KCN Hòa Phú là 1.047 tỷ đồng.\n"
        "3. Sản xuất, kinh doanh (ước 9 tháng)\n- Doanh thu: 110.250 tỷ đồng.",
        ["KCN Hòa Phú infrastructureCapital 1047000000000", "Bắc Giang (zones) revenue 110250000000000"],
    ),
    (
        "KCN Becamex Bình Định: ba năm\n\n"
        "Ông Toàn, Phó Tổng Giám đốc Công ty Hạ tầng Bình Định: “Đến nay, khu có 7 dự án”.",
        ["KCN Becamex Bình Định projectCount 7"],
    ),
    # The one zone that the article names is what its headline means; a work in passing ends with its paragraph.
    (
        "Long An khởi công khu công nghiệp\n\nKCN Tân Tập ở huyện Cần Giuộc.\n\nDiện tích đất là 160 ha.",
        ["KCN Tân Tập totalArea 160"],
    ),
    (
        "Đất Khánh Hòa: KKT Vân Phong\n\nKKT Vân Phong có 78 dự án. Đường còn thiếu. "
        "Dân chờ khu tái định cư Vĩnh Yên rộng 42 ha.\n\n"
        "Năm nay có thêm 10 dự án FDI.",
        [
            "KKT Vân Phong projectCount 78",
            "khu tái định cư Vĩnh Yên totalArea 42",
            "KKT Vân Phong projectCount 10",
        ],
    ),
    # The board of an economic zone reports on the other zones too; the whole zone is the one that is named.
    (
        "Kết quả của Ban Quản lý KKT Đông Nam Nghệ An\n\nKKT Đông Nam và các KCN tỉnh Nghệ An có 276 dự án.\n\n"
        "2. Sản xuất, kinh doanh\n\nDoanh thu ước đạt 34.200 tỷ đồng.",
        ["Nghệ An (zonesAndClusters) projectCount 276", "Nghệ An (zonesAndClusters) revenue 34200000000000"],
    ),
    # A new paragraph of the country leaves its regions; unnamed provinces are nobody; a list is the place's zones.
    (
        "Cả nước có 403 khu công nghiệp.\n\nĐông Nam Bộ có 118 khu công nghiệp.\n\nNgoài ra có 18 khu kinh tế.",
        ["Việt Nam (zones) count 403", "Đông Nam Bộ (zones) count 118", "Việt Nam (economicZones) count 18"],
    ),
    (
        "Phú Thọ: tại CCN Vạn Xuân và CCN Sông Thao, việc đền bù chậm.\n\n"
        "Từ năm 2016, vốn ngân sách hỗ trợ hạ tầng CCN mới là 64 tỷ đồng.",
        ["Phú Thọ (clusters) infrastructureCapital 64000000000"],
    ),
]
ALL = {
    "spoken of": SPOKEN_OF,
    "pointed at": POINTED_AT,
    "carried": CARRIED,
    "paragraphs": PARAGRAPHS,
}


@pytest.mark.parametrize(
    ("text", "about"),
    [pytest.param(*case, id=f"{name}-{number}") for name, cases in ALL.items() for number, case in enumerate(cases)],
)
def test_figures_are_about(text: str, about: list[str], told: Callable[[str], list[str]]) -> None:
    assert told(text) == about


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Hưng Yên thu hút 12 dự án FDI. Tổng vốn đăng ký đạt 90 triệu USD.", ["stated", "inherited"]),
        ("Hưng Yên thu hút 12 dự án FDI với tổng vốn đăng ký 90 triệu USD.", ["stated", "stated"]),
    ],
)
def test_a_carried_subject_is_said_to_be_inherited(text: str, levels: list[str]) -> None:
    rows = explain(Article("a", text, "a")).facts.observations
    assert [row.subject_level for row in rows] == levels
