"""Whom figures are about: what their own phrase says, what stands before them, what the text speaks of."""

from __future__ import annotations

import pytest

from kg.articles.model import Article
from kg.extraction import explain

HEADLINE = "Hưng Yên thu hút đầu tư vào các khu công nghiệp\n\n"


def _told(text: str) -> list[str]:
    """Each observation as "subject (its scope) metric value", in the order of the text."""
    rows = explain(Article("a", text, "a")).facts.observations
    return [
        " ".join(filter(None, (row.about, f"({row.scope})" if row.scope else "", row.metric, f"{row.value:f}")))
        for row in rows
    ]


ATTACHED = [
    ("Quý I, Hải Phòng thu hút 7 dự án FDI đầu tư vào KCN Nam Đình Vũ.", ["KCN Nam Đình Vũ projectCount 7"]),
    ("Hải Phòng có 6 CCN trên địa bàn huyện Thủy Nguyên.", ["Thủy Nguyên (clusters) count 6"]),
    ("Hưng Yên thu hút 12 dự án FDI vào các KCN.", ["Hưng Yên (zones) projectCount 12"]),
    ("Quảng Ngãi: có 12 dự án đầu tư vào KKT Dung Quất và các KCN.", ["Quảng Ngãi (zonesAndClusters) projectCount 12"]),
    # An address far behind belongs to something else.
    ("Hải Phòng: các KCN thu hút 80 dự án, tập trung tại huyện An Dương.", ["Hải Phòng (zones) projectCount 80"]),
    # What a place reports is a zone's where the words say so.
    (
        "Hà Nam: Xuất khẩu của doanh nghiệp trong KCN Đồng Văn III đạt 800 triệu USD.",
        ["KCN Đồng Văn III exportValue 800000000"],
    ),
]
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
        "Hà Nội: Ông Tâm, giám đốc một doanh nghiệp ở KCN Quang Minh, cho biết ở khu này có 135 doanh nghiệp.",
        ["KCN Quang Minh enterpriseCount 135"],
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
LISTS = [
    (
        "Hưng Yên: KCN Phố Nối A và KCN Thăng Long II lần lượt có 118 và 27 doanh nghiệp đang hoạt động.",
        ["KCN Phố Nối A enterpriseCount 118", "KCN Thăng Long II enterpriseCount 27"],
    ),
    (
        "Hưng Yên có KCN Phố Nối A, KCN Minh Đức và KCN Yên Mỹ đều đạt tỷ lệ lấp đầy 100%.",
        [f"KCN {name} occupancyRate 100" for name in ("Phố Nối A", "Minh Đức", "Yên Mỹ")],
    ),
    # A sum is that of all together.
    (
        "Hưng Yên: các KCN Phố Nối A, Minh Đức và Yên Mỹ có tổng diện tích 1.250 ha.",
        ["Hưng Yên (zones) totalArea 1250"],
    ),
    (
        "Long An: KCN Đức Hòa 1 (huyện Đức Hòa) và KCN Thuận Đạo (huyện Bến Lức) có tổng diện tích 600 ha.",
        ["Long An (zones) totalArea 600"],
    ),
    (
        "Tại Quảng Ninh, KKT Vân Đồn và KKT cửa khẩu Móng Cái thu hút 45 dự án.",
        ["Quảng Ninh (economicZones) projectCount 45"],
    ),
    (
        "Hưng Yên có 17 KCN với tổng diện tích 4.300 ha và 8 CCN với tổng diện tích 300 ha.",
        [
            "Hưng Yên (zones) count 17", "Hưng Yên (zones) totalArea 4300",
            "Hưng Yên (clusters) count 8", "Hưng Yên (clusters) totalArea 300",
        ],
    ),
    ("Hà Nam: Các KCN, CCN có diện tích 2.300 ha.", ["Hà Nam (zonesAndClusters) totalArea 2300"]),
]  # fmt: skip
BRACKETS = [
    ("KCN Tràng Duệ (Hải Phòng) có diện tích 401 ha.", ["KCN Tràng Duệ totalArea 401"]),
    (
        "Hưng Yên: KCN Phố Nối A thu hút nhiều dự án, trong đó nhà máy thép (vốn đầu tư 90 triệu USD) lớn nhất.",
        ["nhà máy thép registeredCapital 90000000"],
    ),
    (
        "Huyện Văn Lâm (Hưng Yên) có 4 cụm công nghiệp với diện tích 180 ha.",
        ["Văn Lâm (clusters) count 4", "Văn Lâm (clusters) totalArea 180"],
    ),
]
FIRMS = [
    # What lies in a zone has its own figures.
    (
        "Hải Dương: Dự án nhà máy giấy Sao Mai có tổng mức đầu tư 30 triệu USD trên diện tích 12 ha tại KCN Đại An.",
        ["nhà máy giấy Sao Mai registeredCapital 30000000", "nhà máy giấy Sao Mai totalArea 12"],
    ),
    (
        "Hải Phòng: Dự án sản xuất lốp xe tại KCN Tràng Duệ có tổng vốn đầu tư 120 triệu USD.",
        ["Dự án sản xuất lốp xe registeredCapital 120000000"],
    ),
    (
        "Hưng Yên: KCN Phố Nối A có 200 dự án; Công ty TNHH Hoàng Long sử dụng 5.000 lao động.",
        ["KCN Phố Nối A projectCount 200", "Công ty TNHH Hoàng Long workerCount 5000"],
    ),
    # A zone's own project and a company named after one are neither.
    (
        "Hưng Yên khởi công KCN Sạch (diện tích 210 ha), KCN Tân Dân (diện tích 95 ha) và KCN Thổ Hoàng (250 ha).",
        ["KCN Sạch totalArea 210", "KCN Tân Dân totalArea 95", "KCN Thổ Hoàng totalArea 250"],
    ),
    (
        "Hưng Yên khởi công hai khu là KCN Sạch (diện tích 210 ha) và KCN Tân Dân (diện tích 95 ha).",
        ["KCN Sạch totalArea 210", "KCN Tân Dân totalArea 95"],
    ),
    (
        "Hưng Yên: dự án kinh doanh hạ tầng KCN Sạch có diện tích 143 ha.",
        ["KCN Sạch totalArea 143"],
    ),
    (
        "Công ty CP Phát triển hạ tầng KCN Phố Nối A đầu tư vào Hưng Yên. Các KCN của tỉnh có 200 dự án.",
        ["Hưng Yên (zones) projectCount 200"],
    ),
    # A company counts no projects; many firms are no company.
    (
        "KCN Phố Nối A (Hưng Yên): doanh thu của các doanh nghiệp đạt 3 tỷ USD, nộp ngân sách 1.200 tỷ đồng.",
        ["KCN Phố Nối A revenue 3000000000", "KCN Phố Nối A budgetContribution 1200000000000"],
    ),
    # A word within a name is no project: "trường".
    ("KCN Tân Trường (tỉnh Hải Dương) rộng 198 ha.", ["KCN Tân Trường totalArea 198"]),
    # The capital of a single road is nobody's else.
    ("Đồng Nai: Tuyến đường dài 9,7 km có tổng mức đầu tư 850 tỷ đồng phục vụ các khu công nghiệp.", []),
]
PLACES = [
    (
        "Cả nước hiện có 400 khu công nghiệp, riêng tỉnh Đồng Nai có 31 khu công nghiệp.",
        ["Việt Nam (zones) count 400", "Đồng Nai (zones) count 31"],
    ),
    ("Vùng Đông Nam Bộ có 120 khu công nghiệp.", ["Đông Nam Bộ (zones) count 120"]),
    ("Phú Thọ xây dựng một trong 16 KKT ven biển của cả nước.", ["Việt Nam (economicZones) count 16"]),
    (
        "Huyện Văn Lâm (Hưng Yên) có 3 cụm công nghiệp. Toàn huyện thu hút 45 dự án đầu tư vào các cụm công nghiệp.",
        ["Văn Lâm (clusters) count 3", "Văn Lâm (clusters) projectCount 45"],
    ),
    # A place that others are compared with is no subject; nor is one in a firm's name, or one that somebody is from.
    (
        "Vĩnh Phúc thu hút 12 dự án FDI, cao hơn so với Bắc Ninh và Bắc Giang; tổng vốn đăng ký đạt 400 triệu USD.",
        ["Vĩnh Phúc projectCount 12", "Vĩnh Phúc registeredCapital 400000000"],
    ),
    (
        "Hưng Yên thu hút 12 dự án FDI. Hải Phòng thu hút 30 dự án FDI. Bắc Ninh thu hút 45 dự án FDI.",
        ["Hưng Yên projectCount 12", "Hải Phòng projectCount 30", "Bắc Ninh projectCount 45"],
    ),
    # What investors of a country have is not the province's.
    ("Hải Phòng thu hút 300 dự án FDI; Hàn Quốc dẫn đầu với 120 dự án.", ["Hải Phòng projectCount 300"]),
    (
        "Ban Quản lý các KCN Bắc Giang cho biết đã thu hút 15 dự án FDI với tổng vốn đăng ký 300 triệu USD.",
        ["Bắc Giang (zones) projectCount 15", "Bắc Giang (zones) registeredCapital 300000000"],
    ),
    (
        "Tại tỉnh Hưng Yên, 8 KCN nằm ngoài KKT đã thu hút 300 dự án.",
        ["Hưng Yên (zones) count 8", "Hưng Yên (zones) projectCount 300"],
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
    # Each told in turn, also of what was counted in each; a bracket and ";" end a zone's own statement.
    (
        "Hưng Yên: các huyện Ân Thi, Văn Lâm mỗi huyện có 1 cụm công nghiệp, "
        "lao động tương ứng là 740 người và 1.120 người.",
        [
            "Ân Thi (clusters) count 1",
            "Văn Lâm (clusters) count 1",
            "Ân Thi (clusters) workerCount 740",
            "Văn Lâm (clusters) workerCount 1120",
        ],
    ),
    (
        "Hưng Yên: các cụm công nghiệp Tân Dân (Khoái Châu) và Minh Hải (Văn Lâm) được thành lập, "
        "lần lượt 61,6 ha và 73,4 ha.",
        ["CCN Tân Dân totalArea 61.6", "CCN Minh Hải totalArea 73.4"],
    ),
    (
        "Hưng Yên: KCN Phố Nối A (tổng vốn đầu tư 300 tỷ đồng); "
        "KCN Tân Dân ở Khoái Châu với tổng vốn đầu tư 500 tỷ đồng.",
        ["KCN Phố Nối A registeredCapital 300000000000", "KCN Tân Dân registeredCapital 500000000000"],
    ),
    # Two kinds counted together hold what is told of both.
    (
        "Tỉnh Gia Lai có 2 khu kinh tế và 12 khu công nghiệp được thành lập; "
        "doanh nghiệp tại đây dùng 41.200 lao động.",
        [
            "Gia Lai (economicZones) count 2",
            "Gia Lai (zones) count 12",
            "Gia Lai (zonesAndClusters) workerCount 41200",
        ],
    ),
    # A town that a zone is so far from, and the economic zone that it lies in, are not what is told of.
    (
        "Tỉnh Bạc Liêu có KCN Trà Kha nằm ở TP. Bạc Liêu, cách trung tâm thành phố chừng 3 km, rộng 66 ha.",
        ["KCN Trà Kha totalArea 66"],
    ),
    (
        "Tỉnh Quảng Bình: KCN Cảng biển Hòn La rộng 97,8 ha thuộc khu kinh tế Hòn La thì ngược lại: 8 dự án đăng ký.",
        ["KCN Cảng biển Hòn La totalArea 97.8", "KCN Cảng biển Hòn La projectCount 8"],
    ),
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
    # A workshop's people are its own; so is a building's area.
    (
        "Trà Vinh: cơ sở chế biến dừa của anh Sa Rương được hỗ trợ máy. Đến nay, cơ sở có 18 lao động.",
        ["cơ sở workerCount 18"],
    ),
    ("Khánh Hòa: tại KCN Suối Dầu, kho bao bì rộng 1.500 m2 bốc cháy.", []),
    (
        "Lạng Sơn: KKT Đồng Đăng có khu chế xuất. Khu chế xuất 1 có diện tích 143 ha.",
        ["KCX 1 totalArea 143"],
    ),
    # The zone that works began on is the project; outside of zones is the whole province.
    (
        "Long An\n\nCông ty Nam Sông Cần động thổ KCN Tân Tập. Dự án có diện tích 244 ha.",
        ["KCN Tân Tập totalArea 244"],
    ),
    (
        "Long An có 16 khu công nghiệp. Kể cả ngoài khu công nghiệp, Long An đang có 1.089 dự án FDI.",
        ["Long An (zones) count 16", "Long An projectCount 1089"],
    ),
    # A heading with a time only; a clause in front of what it describes; a firm's people; a place with its bracket.
    (
        "Bắc Giang: tình hình các khu công nghiệp\n\nTổng mức đầu tư hạ tầng KCN Hòa Phú là 1.047 tỷ đồng.\n"
        "3. Sản xuất, kinh doanh (ước 9 tháng)\n- Doanh thu: 110.250 tỷ đồng.",
        ["KCN Hòa Phú infrastructureCapital 1047000000000", "Bắc Giang (zones) revenue 110250000000000"],
    ),
    (
        "Thái Bình: Huyện Quỳnh Phụ có 8 CCN; thành phố chỉ còn CCN Phong Phú. Rộng 77,9 ha, cụm này đã kín.",
        ["Quỳnh Phụ (clusters) count 8", "CCN Phong Phú totalArea 77.9"],
    ),
    (
        "TP.HCM: gần 2.300 công nhân Công ty Giày Tân Hợp đi làm. Các KCN có 3.000 lao động.",
        ["Công ty Giày Tân Hợp workerCount 2300", "Hồ Chí Minh (zones) workerCount 3000"],
    ),
    (
        "Năm 2024, vốn FDI đăng ký của Bắc Ninh là 5,1 tỷ USD, nhiều hơn Hải Phòng (4,9 tỷ USD).",
        ["Bắc Ninh registeredCapital 5100000000", "Hải Phòng registeredCapital 4900000000"],
    ),
    # Other zones of the province, named behind "như"; the zone that somebody of a firm speaks of.
    (
        "Bình Định: các KCN khác của tỉnh như Phú Tài, Nhơn Hòa đã lấp đầy trên 95%.",
        ["KCN Phú Tài occupancyRate 95", "KCN Nhơn Hòa occupancyRate 95"],
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
    (
        "Tây Ninh: hai KKT cửa khẩu Mộc Bài và Xa Mát. KKT cửa khẩu Mộc Bài rộng 21.284 ha. Ở Xa Mát có 8 dự án.",
        ["KKT cửa khẩu Mộc Bài totalArea 21284", "KKT cửa khẩu Xa Mát projectCount 8"],
    ),
    # A work of a zone is not the zone; "dự án này" behind a board's name is no zone.
    (
        "Hà Nam: Nhà máy xử lý nước thải KCN Đồng Văn có tổng mức đầu tư 90 tỷ đồng.",
        ["Nhà máy xử lý nước thải KCN Đồng Văn registeredCapital 90000000000"],
    ),
    (
        "Huế: Dự án Làng Xanh được Ban quản lý KKT Chân Mây cấp phép. Dự án này có vốn đầu tư 875 triệu USD.",
        ["dự án này registeredCapital 875000000"],
    ),
    # What a place is called, and offices that grant or ask, are not what is told of.
    (
        "Long An có 62 cụm công nghiệp. Huyện Đức Hòa là địa phương có nhiều CCN nhất với 28 cụm, kế đến là Bến Lức.",
        ["Long An (clusters) count 62", "Đức Hòa (clusters) count 28"],
    ),
    (
        "CCN Phú An (huyện Tây Sơn, tỉnh Bình Định) đã kín chỗ. UBND huyện đang xin mở rộng cụm từ 35 ha lên 50 ha.",
        ["CCN Phú An totalArea 35", "CCN Phú An totalArea 50"],
    ),
    (
        "Huế: tại KKT Chân Mây, UBND thành phố đã trao chứng nhận đầu tư cho 3 dự án.",
        ["KKT Chân Mây projectCount 3"],
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
    ("Bắc Ninh, Bình Dương thì chật, trong khi có tỉnh miền núi khu công nghiệp rộng 150 ha.", []),
    (
        "Phú Thọ: tại CCN Vạn Xuân và CCN Sông Thao, việc đền bù chậm.\n\n"
        "Từ năm 2016, vốn ngân sách hỗ trợ hạ tầng CCN mới là 64 tỷ đồng.",
        ["Phú Thọ (clusters) infrastructureCapital 64000000000"],
    ),
    (
        "Hồ Chí Minh: tỷ lệ lấp đầy của các khu công nghiệp tại TP HCM đạt 80%, trong khi Bình Dương lên đến 99%.",
        ["Hồ Chí Minh (zones) occupancyRate 80", "Bình Dương (zones) occupancyRate 99"],
    ),
]
ALL = {
    "attached": ATTACHED,
    "pointed at": POINTED_AT,
    "lists": LISTS,
    "brackets": BRACKETS,
    "firms": FIRMS,
    "places": PLACES,
    "carried": CARRIED,
}


@pytest.mark.parametrize(
    ("text", "told"),
    [pytest.param(*case, id=f"{name}-{number}") for name, cases in ALL.items() for number, case in enumerate(cases)],
)
def test_figures_are_about(text: str, told: list[str]) -> None:
    assert _told(text) == told


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


def test_an_investor_is_nobody_of_ours() -> None:
    extraction = explain(Article("a", "Hàn Quốc có 120 dự án FDI, vốn đăng ký 5 tỷ USD. Hải Phòng: các KCN.", "a"))
    assert not extraction.facts.observations
    assert [(str(ignored.quantity.value), ignored.known) for ignored in extraction.ignored] == [
        ("120", False),
        ("5E+9", False),
    ]


def test_a_zone_subject_lies_in_its_province() -> None:
    rows = explain(Article("a", "Hải Phòng: KCN Tràng Duệ rộng 401 ha. KCN Quế Võ (Bắc Ninh) rộng 600 ha.", "a")).facts
    assert [(row.about, row.province) for row in rows.observations] == [
        ("KCN Tràng Duệ", "Hải Phòng"),
        ("KCN Quế Võ", "Bắc Ninh"),
    ]
