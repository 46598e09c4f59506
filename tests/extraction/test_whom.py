"""Whom figures are about by what their sentence says: their own phrase, and what stands before them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.articles.model import Article
from kg.extraction import explain

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
LISTS = [
    (
        "Hưng Yên: KCN Phố Nối A và KCN Thăng Long II lần lượt có 118 và 27 doanh nghiệp đang hoạt động.",
        ["KCN Phố Nối A enterpriseCount 118", "KCN Thăng Long II enterpriseCount 27"],
    ),
    (
        "Hưng Yên có KCN Phố Nối A, KCN Minh Đức và KCN Yên Mỹ đều đạt tỷ lệ lấp đầy 100%.",
        [f"KCN {name} occupancyRate 100" for name in ("Phố Nối A", "Minh Đức", "Yên Mỹ")],
    ),
    # A row of places, each with its number.
    (
        "Các KCN ở Hà Nam, Hưng Yên và Nam Định. Số dự án FDI cấp mới: Hà Nam 137, Hưng Yên 35 và Nam Định 22.",
        ["Hà Nam projectCount 137", "Hưng Yên projectCount 35", "Nam Định projectCount 22"],
    ),
    ("Các KCN ở Hà Nam, Hưng Yên và Nam Định. Đi theo đường: Hà Nam 137, Hưng Yên 35 và Nam Định 22.", []),
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
SENTENCES = [
    # An address: the province only tells where the district lies.
    ("Huyện Hiệp Hòa, tỉnh Bắc Giang hiện có 3 cụm công nghiệp.", ["Hiệp Hòa (clusters) count 3"]),
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
    (
        "Long An có 16 khu công nghiệp. Kể cả ngoài khu công nghiệp, Long An đang có 1.089 dự án FDI.",
        ["Long An (zones) count 16", "Long An projectCount 1089"],
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
    ("Bắc Ninh, Bình Dương thì chật, trong khi có tỉnh miền núi khu công nghiệp rộng 150 ha.", []),
    (
        "Hồ Chí Minh: tỷ lệ lấp đầy của các khu công nghiệp tại TP HCM đạt 80%, trong khi Bình Dương lên đến 99%.",
        ["Hồ Chí Minh (zones) occupancyRate 80", "Bình Dương (zones) occupancyRate 99"],
    ),
]
POINTING = [
    # An article on a park that one province has; what only its works had withdrawn is nobody's.
    (
        "Quảng Phú: 4 dự án vào Khu công nghệ cao\n\nKhu công nghệ cao Hòa Lạc (Hà Nội) rộng 1.586 ha. "
        "KCN Nam Thăng Long đã kín chỗ. Đến nay Khu công nghệ cao thu hút 93 dự án. "
        "Hà Nội đã thu hồi 2 dự án tại Khu công nghệ cao với diện tích 7,5 ha.",
        ["KCNC Hòa Lạc projectCount 4", "KCNC Hòa Lạc totalArea 1586", "KCNC Hòa Lạc projectCount 93"],
    ),
    # What else a zone is stands between its noun and its name; a part of it is its own.
    (
        "Khu liên hợp công nghiệp - dịch vụ - đô thị An Lộc nằm trên địa bàn hai huyện Gò Dầu và Bến Cầu, tỉnh Tây "
        "Ninh, có tổng diện tích 2.100 ha, gồm khu công nghiệp 1.400 ha.",
        ["KCN An Lộc totalArea 2100", "KCN An Lộc totalArea 1400"],
    ),
    (
        "Bình Định: KCN Nhơn Hòa đã đông vui. Hiện các nhà máy trong khu sử dụng 5.300 lao động.",
        ["KCN Nhơn Hòa workerCount 5300"],
    ),
    (
        "Thanh Hóa: KKT Nghi Sơn đã thu hút 98 dự án. Bảy tháng qua, doanh nghiệp trên địa bàn nộp ngân sách nhà nước "
        "1.900 tỷ đồng.",
        ["KKT Nghi Sơn projectCount 98", "KKT Nghi Sơn budgetContribution 1900000000000"],
    ),
    (
        "Nam Định: Phê duyệt chủ trương đầu tư dự án hạ tầng KCN Trung Thành. Cụ thể, dự án có quy mô 200 ha, tổng vốn "
        "đầu tư 1.600 tỷ đồng.",
        ["KCN Trung Thành totalArea 200", "KCN Trung Thành registeredCapital 1600000000000"],
    ),
    # A rate that several have together; a semicolon that ends what was only located.
    (
        "Hà Nam có các KCN hoạt động ổn định là Đồng Văn I, Đồng Văn II, Châu Sơn và Hòa Mạc với tỷ lệ lấp đầy bình "
        "quân trên 90%.",
        ["Hà Nam (zones) occupancyRate 90"],
    ),
    (
        "Hưng Yên: Ban Quản lý các KCN đẩy nhanh giải phóng mặt bằng tại KCN Lý Thường Kiệt; thu hút 60 dự án mới.",
        ["Hưng Yên (zones) projectCount 60"],
    ),
    (
        "Đắk Lắk có 8 cụm công nghiệp. KCN Hòa Phú nhờ có Ban Quản lý chuyên trách nên đã thu hút 38 doanh nghiệp.",
        ["Đắk Lắk (clusters) count 8", "KCN Hòa Phú enterpriseCount 38"],
    ),
    (
        "Lạng Sơn: KCN Hữu Lũng tại huyện Hữu Lũng (diện tích 599 ha, tổng vốn đầu tư 6.300 tỷ đồng) đã khởi công.",
        ["KCN Hữu Lũng totalArea 599", "KCN Hữu Lũng registeredCapital 6300000000000"],
    ),
    # Some places without a name; the country's zones; where an agency reports from.
    ("Quảng Nam có 50 CCN. Tuy nhiên, chín huyện miền núi chỉ có 23 dự án.", ["Quảng Nam (clusters) count 50"]),
    (
        "Hơn 290 khu công nghiệp đã hoạt động trên cả nước\n\nHà Nội (TTXVN) - Cả nước có 293 khu công nghiệp đã hoạt "
        "động. Tỷ lệ lấp đầy đạt 72%. Hải Phòng và Hải Dương cũng góp phần.",
        ["Việt Nam (zones) count 293", "Việt Nam (zones) occupancyRate 72"],
    ),
    # What a work runs at, what a household earns.
    (
        "Thái Nguyên: CCN Điềm Thụy đã lấp đầy 100%, song trạm xử lý nước thải mới chạy được 40% công suất.",
        ["CCN Điềm Thụy occupancyRate 100"],
    ),
    ("Bắc Giang: Ở KCN Vân Trung, vợ chồng chị Hoa làm công nhân, thu nhập khoảng 20 triệu đồng mỗi tháng.", []),
    (
        "Hà Nam: KCN Đồng Văn III được điều chỉnh tăng từ 131,6 ha lên 523 ha.",
        ["KCN Đồng Văn III totalArea 131.6", "KCN Đồng Văn III totalArea 523"],
    ),
    # The whole that a part is told of, once told, is no second fact.
    (
        "Đồng Tháp: khuyến công năm 2019 triển khai 34 đề án. Đến nay đã nghiệm thu 32/34 đề án khuyến công.",
        ["Đồng Tháp supportSchemeCount 34", "Đồng Tháp supportSchemeCount 32"],
    ),
    (
        "Hưng Yên: doanh nghiệp trong KCN giữ “mục tiêu kép”, tạo việc làm cho 64.300 lao động, tăng 2.100 người so "
        "với cuối năm 2020.",
        ["Hưng Yên (zones) workerCount 64300"],
    ),
]
SPEAKING = [
    # The number of the months behind a zone's name is none of it.
    (
        "Đồng Nai: báo cáo của Ban Quản lý KCN Long Thành 6 tháng đầu năm\n\nToàn tỉnh có 31 KCN. "
        "KCN Tam Phước 9 tháng qua thu hút 7 dự án.",
        ["Đồng Nai (zones) count 31", "KCN Tam Phước projectCount 7"],
    ),
    # Where a meeting was held is not what it spoke of.
    (
        "Nâng chất các khu công nghiệp\n\nSáng 25/7, tại Hà Nội, Bộ Kế hoạch và Đầu tư tổ chức hội thảo. Cả nước có "
        "407 khu công nghiệp. Tỷ lệ lấp đầy đạt 72,1%.",
        ["Việt Nam (zones) count 407", "Việt Nam (zones) occupancyRate 72.1"],
    ),
    # An economic zone without its noun, though a town is named so; directions; who issued a decision.
    (
        "Thanh Hóa: KKT Nghi Sơn hiện có 67 doanh nghiệp. Năm 2015, các doanh nghiệp ở Nghi Sơn nộp ngân sách 4.870 tỷ "
        "đồng.",
        ["KKT Nghi Sơn enterpriseCount 67", "KKT Nghi Sơn budgetContribution 4870000000000"],
    ),
    (
        "Đà Nẵng: KKT mở Chu Lai là cực thu hút vốn ở phía nam thành phố với 183 dự án.",
        ["KKT mở Chu Lai projectCount 183"],
    ),
    (
        "Hưng Yên: CCN Đặng Lễ được thành lập tại Quyết định số 118/QĐ-UBND ngày 12/6/2023 của UBND tỉnh, có quy mô "
        "74,6 ha. Khi lấp đầy, cụm công nghiệp dự kiến tạo việc làm cho 7.000 lao động.",
        ["CCN Đặng Lễ totalArea 74.6", "CCN Đặng Lễ jobsCreated 7000"],
    ),
    (
        "Cần Thơ: Ban Quản lý các khu công nghiệp báo cáo. Sau khi hợp nhất thành phố Cần Thơ với tỉnh Sóc Trăng và "
        "tỉnh Hậu Giang, Ban được giao quản lý 16 khu công nghiệp, trong đó 10 khu đã hoạt động.",
        ["Cần Thơ (zones) count 16", "Cần Thơ (zones) count 10"],
    ),
    # Parts by a name that is none of ours; parts of a zone that are no zones; people that are needed.
    (
        "Trà Vinh: KKT Định An có 39 dự án. Riêng Trung tâm điện lực Duyên Hải đã chiếm hơn 4 tỷ USD.",
        ["KKT Định An projectCount 39"],
    ),
    (
        "Quảng Ninh: KCN Sông Khoai có 18 dự án, vốn 2,9 tỷ USD, trong đó Jinmei Solar có 3 dự án với vốn 2,5 tỷ USD.",
        ["KCN Sông Khoai projectCount 18", "KCN Sông Khoai registeredCapital 2900000000"],
    ),
    ("Khánh Hòa: KKT Vân Phong có 5 khu chức năng. Đến năm 2030 khu kinh tế cần khoảng 110.000 lao động.", []),
    # Who speaks for a board, of its zones; a part of the workers, where they work.
    (
        "Bình Định: các KCN, KKT có 31.500 lao động. KCN Phú Tài cắt giảm đơn hàng.\n\n“Năm 2023, chúng tôi đặt chỉ "
        "tiêu thu hút 30 dự án”, ông Đặng Vĩnh Tâm, Trưởng Ban Quản lý, cho hay.",
        ["Bình Định (zonesAndClusters) workerCount 31500", "Bình Định (zonesAndClusters) projectCount 30"],
    ),
    (
        "Bình Dương có 830.000 công nhân, trong đó gần 400.000 người làm trong các khu công nghiệp.",
        ["Bình Dương workerCount 830000", "Bình Dương (zones) workerCount 400000"],
    ),
    # Where a zone lies, told with wards; its area and its works, told of "this zone".
    (
        "Bạc Liêu: KCN Trà Kha nằm ở phường 8, TP. Bạc Liêu, cách trung tâm thành phố chừng 3 km, rộng 66 ha.",
        ["KCN Trà Kha totalArea 66"],
    ),
    (
        "Kon Tum: Khu công nghiệp Sao Mai ở xã Hòa Bình được quy hoạch 150 ha. CCN Đăk La đìu hiu. Được quy hoạch "
        "30 ha từ năm 2009, đến nay CCN này vẫn vắng.",
        ["KCN Sao Mai totalArea 150", "CCN Đăk La totalArea 30"],
    ),
    (
        "Kon Tum: KKT cửa khẩu Bờ Y còn vắng. Ngân sách đã rót vào hạ tầng khu này 685 tỉ đồng. Hạ tầng kỹ thuật "
        "của khu được bố trí thêm 150 tỷ đồng.",
        [f"KKT cửa khẩu Bờ Y infrastructureCapital {value}000000000" for value in (685, 150)],
    ),
    ("An Giang: KCN Bình Long ven sông. Khu này chỉ có 30,6 ha.", ["KCN Bình Long totalArea 30.6"]),
    (
        "Sở Công Thương Kon Tum ước giá trị sản xuất công nghiệp chín tháng đạt 912 tỷ đồng.",
        ["Kon Tum outputValue 912000000000"],
    ),
    # Lists behind one noun, behind counted zones, and of joined nouns; zones with an English noun.
    (
        "Cà Mau: KCN Khánh An, Hòa Trung và Trà Kha đang hoạt động. Hòa Trung rộng 326 ha.",
        ["KCN Hòa Trung totalArea 326"],
    ),
    (
        "Ninh Thuận: các CCN. Có 3/12 cụm theo quy hoạch đang hoạt động: Tháp Chàm, Tri Hải và Quảng Sơn. "
        "CCN Tri Hải rộng 50 ha.",
        ["Ninh Thuận (clusters) count 3", "Ninh Thuận (clusters) count 12", "CCN Tri Hải totalArea 50"],
    ),
    (
        "Tây Ninh có 5 KCN, KCX đang hoạt động gồm: Phước Đông, Chà Là với tổng diện tích 3.385 ha.",
        ["Tây Ninh (zones) count 5", "Tây Ninh (zones) totalArea 3385"],
    ),
    ("Nghệ An: WHA Industrial Zone 1 đã lấp đầy 83%.", ["KCN WHA Industrial Zone 1 occupancyRate 83"]),
    (
        "Quảng Trị: Khu kinh tế - thương mại đặc biệt Lao Bảo trải trên 15.804 ha.\n\nTằng Loỏng - KCN luyện kim lớn "
        "nhất vùng.",
        ["KKT Lao Bảo totalArea 15804"],
    ),
    # Capital behind a zone's name; a mark that was passed; the land of which some is let.
    (
        "Thanh Hóa: CCN Xuân Lai (Thọ Xuân) 50 ha, vốn 370 tỷ đồng, chưa xong giá đất.",
        ["CCN Xuân Lai totalArea 50", "CCN Xuân Lai registeredCapital 370000000000"],
    ),
    (
        "Nghệ An: Năm 2024, các KCN thu hút 1,6 tỷ USD vốn FDI, năm thứ ba vượt ngưỡng 1 tỷ USD.",
        ["Nghệ An (zones) registeredCapital 1600000000"],
    ),
    (
        "Nghệ An: KCN Hoàng Mai I đã cho thuê 185 ha trong tổng số 264,77 ha.",
        ["KCN Hoàng Mai I leasedArea 185", "KCN Hoàng Mai I industrialLandArea 264.77"],
    ),
    # A report's summary is of its own subject; trade through a zone's gate; who is only sought.
    (
        "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP THÁI NGUYÊN\n\nBan Quản lý đã tham mưu UBND tỉnh. Một số chỉ tiêu chủ yếu 9 "
        "tháng như sau:\n- Doanh thu của doanh nghiệp FDI ước đạt 20,4 tỷ USD;\n- Nộp ngân sách nhà nước: "
        "3.716 tỷ đồng;",
        ["Thái Nguyên (zones) revenue 20400000000", "Thái Nguyên (zones) budgetContribution 3716000000000"],
    ),
    (
        "Gia Lai: KKT cửa khẩu Lệ Thanh rộng 41.515 ha. Kim ngạch xuất khẩu qua cửa khẩu đạt 18,6 triệu USD.",
        ["KKT cửa khẩu Lệ Thanh totalArea 41515", "KKT cửa khẩu Lệ Thanh exportValue 18600000"],
    ),
    ("Hưng Yên: ở các KCN đã có 5 công ty treo biển tuyển tổng cộng 1.800 lao động.", []),
    # A zone's and a board's short names; zones counted, named and told of together; some project or other.
    (
        "Thanh Hóa: Khu kinh tế Nghi Sơn (KKTNS) và các KCN. 6 tháng, doanh nghiệp trong KKTNS và các KCN nộp ngân "
        "sách 900 tỷ đồng.",
        ["Thanh Hóa (zonesAndClusters) budgetContribution 900000000000"],
    ),
    (
        "Cần Thơ: các KCN đã ổn định.\n\nThành phố còn thiếu đất. Năm 2016, CEPIZA đề ra chỉ tiêu thu hút 10 dự án.",
        ["Cần Thơ (zones) projectCount 10"],
    ),
    (
        "Tây Ninh có 3 khu công nghiệp là Trảng Bàng, Phước Đông và Chà Là, với diện tích đất công nghiệp 2.354 ha, "
        "tỷ lệ lấp đầy 84%.",
        ["Tây Ninh (zones) count 3", "Tây Ninh (zones) industrialLandArea 2354", "Tây Ninh (zones) occupancyRate 84"],
    ),
    (
        "Nam Định: KCN Rạng Đông là khu công nghiệp dệt may hiếm hoi của miền Bắc. Khu công nghiệp này rộng 519,6 ha.",
        ["KCN Rạng Đông totalArea 519.6"],
    ),
    (
        "Hưng Yên: KCN Thăng Long II mở rộng thêm 180 ha. KCN này đã hoàn thành hạ tầng trên diện tích 145 ha. "
        "KCN số 5 đã cho thuê hết, nhưng KCN Lý Thường Kiệt được quy hoạch 300 ha thì chưa.",
        ["KCN Lý Thường Kiệt totalArea 300"],
    ),
    (
        "Huế: các KCN, KKT đã kín chỗ. Có dự án nghỉ dưỡng vốn đăng ký 2 tỷ USD. Về đầu tư công, Ban giải ngân 84 tỷ "
        "đồng.",
        ["dự án registeredCapital 2000000000"],
    ),
    ("Gia Lai: KCN Trà Đa gặp khó vì giá gỗ nhập khẩu tăng 15%.", []),
    # Firms with their capital, the state's land let to them, works for the public.
    (
        "Hà Nội: Ngành gỗ trông vào nhà máy Phương Hạnh với vốn đầu tư 150 tỷ đồng tại KCN Phùng Xá. "
        "Công ty được tỉnh cho thuê 12 ha tại KCN Phùng Xá. "
        "Tỉnh thu hút 900 tỷ đồng vốn đầu tư để xây dựng giao thông.",
        ["nhà máy Phương Hạnh registeredCapital 150000000000"],
    ),
    # "Theo Quyết định, dự án ...": the zone's own project; people of the place; clusters counted with a zone.
    (
        "Thái Nguyên: Phê duyệt chủ trương đầu tư dự án hạ tầng KCN Yên Bình 3. Theo Quyết định, dự án có quy mô 295 "
        "ha. KCN đã có 850 lao động, chủ yếu là người địa phương, thu nhập bình quân 3,8 triệu đồng/tháng.",
        ["KCN Yên Bình 3 totalArea 295", "KCN Yên Bình 3 workerCount 850", "KCN Yên Bình 3 averageIncome 3800000"],
    ),
    (
        "Ngoài KCN Mai Sơn, Sơn La đã quy hoạch KCN Vân Hồ diện tích 240 ha tại huyện Vân Hồ và 8 cụm công nghiệp.",
        ["KCN Vân Hồ totalArea 240", "Sơn La (clusters) count 8"],
    ),
    # Names that go on a list of zones.
    (
        "Hà Nam có các KCN Đồng Văn I, Đồng Văn II. Đồng Văn I, Đồng Văn II, Châu Sơn và Hòa Mạc đều lấp đầy trên 90%.",
        [f"KCN {name} occupancyRate 90" for name in ("Đồng Văn I", "Đồng Văn II", "Châu Sơn", "Hòa Mạc")],
    ),
]
WORKS = [
    # What serves a zone, or has a board's leave, has its capital for itself.
    (
        "Dự án cấp điện cho Khu kinh tế Nhơn Hội có tổng vốn đầu tư 900 tỷ đồng.",
        ["Dự án cấp điện registeredCapital 900000000000"],
    ),
    (
        "Nhà máy gang Vạn Phát được Ban Quản lý Khu kinh tế Quảng Trị cấp phép với tổng vốn đầu tư 700 tỷ đồng.",
        ["Nhà máy gang Vạn Phát registeredCapital 700000000000"],
    ),
    (
        "Dự án Làng Sen tại Đặc khu kinh tế Vân Đồn, thuộc huyện Vân Đồn với tổng mức đầu tư khoảng 2 tỷ USD.",
        ["Dự án Làng Sen registeredCapital 2000000000"],
    ),
    ("Lửa cháy ở KCN Long Giang, Tiền Giang: nhà kho có diện tích 1,2 ha.", ["nhà kho totalArea 1.2"]),
    (
        "Hơn 340 công nhân công ty túi xách Sen Hồng (KCN Long Hậu, Long An) ở lại.",
        ["công ty túi xách Sen Hồng workerCount 340"],
    ),
    ("Chị Hà làm ở KCN Quế Võ, Bắc Ninh, kể rằng công ty có hơn 6.200 lao động.", ["công ty workerCount 6200"]),
    # Wants are no bridges.
    (
        "Đắk Lắk: Nhu cầu vốn hạ tầng cho các CCN giai đoạn 2016-2020 là 680 tỷ đồng.",
        ["Đắk Lắk (clusters) infrastructureCapital 680000000000"],
    ),
    # Too little to be a place's.
    ("Thưởng ở Đà Nẵng cao nhất là các doanh nghiệp có vốn góp của Nhà nước, với 300 triệu đồng.", []),
    # Where a country invests.
    ("Tỉnh Bắc Ninh có nhiều KCN. Hàn Quốc đứng đầu các nước đầu tư vào tỉnh với 900 dự án, vốn đăng ký 9 tỷ USD.", []),
]
ARTICLES = [
    # A headline that is nothing but a zone's name, in capitals.
    (
        "KHU CÔNG NGHIỆP HOA LƯ\n(Tỉnh Ninh Bình)\n\nQuy mô: 450 ha.\n\nHiện trạng: đã có 28 nhà đầu tư thuê 136 ha.",
        ["KCN Hoa Lư totalArea 450", "KCN Hoa Lư enterpriseCount 28", "KCN Hoa Lư leasedArea 136"],
    ),
    # Where and when a report was written, or a meeting held.
    ("Hà Nội, ngày 06/6/2025. Bộ Tài chính cho biết, IIP cả nước tăng 9,4%.", ["Việt Nam outputGrowth 9.4"]),
    (
        "Bộ tổ chức hội thảo về cụm công nghiệp tại TP. Ninh Bình. Cả nước có 1.044 CCN. Trong số đó, 728 CCN mở.",
        ["Việt Nam (clusters) count 1044", "Việt Nam (clusters) count 728"],
    ),
    # Somebody's office is no topic.
    (
        "Ban Quản lý các KCN tỉnh Hà Nam tổng kết năm 2019\n\nĐồng chí Phó Chủ tịch UBND tỉnh dự hội nghị.\n\n"
        "Thu hút 52 dự án đầu tư mới.",
        ["Hà Nam (zones) projectCount 52"],
    ),
    # A numbered paragraph opens another matter.
    (
        "Thái Nguyên: kết luận cuộc họp\n\n3. Về KCN Phú Bình: UBND huyện Phú Bình kiểm điểm việc chậm.\n\n"
        "4. Về cụm công nghiệp: đến nay 24 CCN đã thành lập.",
        ["Thái Nguyên (clusters) count 24"],
    ),
    # A row of places, a row of zones by name alone.
    (
        "IIP cả nước tăng 8,8%. Một số nơi tăng cao: Bắc Giang 26,8%; Nam Định 24,7%; Phú Thọ 19,3%.",
        [
            "Việt Nam outputGrowth 8.8",
            "Bắc Giang outputGrowth 26.8",
            "Nam Định outputGrowth 24.7",
            "Phú Thọ outputGrowth 19.3",
        ],
    ),
    (
        "Các KCN Vĩnh Phúc có tỷ lệ lấp đầy khá: Hoa Sen 98,2%, Sao Khuê 91,3%.",
        ["KCN Hoa Sen occupancyRate 98.2", "KCN Sao Khuê occupancyRate 91.3"],
    ),
    (
        "(TCTK) - IIP tháng 7 tăng 11,3%. IIP của một số tỉnh như sau: Hải Phòng tăng 16,4%; "
        "Quảng Nam giảm 34,2%; Bình Dương tăng 9,5%.",
        [
            "Việt Nam outputGrowth 11.3",
            "Hải Phòng outputGrowth 16.4",
            "Quảng Nam outputGrowth -34.2",
            "Bình Dương outputGrowth 9.5",
        ],
    ),
    # A phase with its area in brackets is no part of the name.
    (
        "Nghệ An: KCN Sao Khuê (giai đoạn 1 là 367 ha) đã lấp đầy 85%.",
        ["KCN Sao Khuê totalArea 367", "KCN Sao Khuê occupancyRate 85"],
    ),
    # A question goes on about the zones spoken of.
    (
        "Trao đổi với Trưởng Ban Quản lý\n\nTỉnh Hậu Giang có Ban Quản lý riêng.\n\nPV: Năm nay ra sao?\n\n"
        "- Các khu, cụm công nghiệp xuất khẩu 648 triệu USD.\n\nPV: Còn từ trước đến nay?\n\n- Là 64 dự án FDI.",
        ["Hậu Giang (zonesAndClusters) exportValue 648000000", "Hậu Giang (zonesAndClusters) projectCount 64"],
    ),
    # The board of one zone.
    (
        "Trưởng ban Quản lý KKT Nhơn Hội (Bình Định) nói khu đang lớn. Ban đã cấp mới 2 dự án.",
        ["KKT Nhơn Hội projectCount 2"],
    ),
    # Told in turn, each its zones.
    (
        "Đồng Nai và Bình Phước lần lượt có 31 và 13 KCN đang hoạt động.",
        ["Đồng Nai (zones) count 31", "Bình Phước (zones) count 13"],
    ),
    # Whom a builder's zone only tells of.
    (
        "Hải Dương: Ban Quản lý các KCN đôn đốc chủ đầu tư KCN Lai Cách xây trạm nước; phấn đấu thu hút 350 triệu USD.",
        ["Hải Dương (zones) registeredCapital 350000000"],
    ),
    (
        "Tỉnh Ninh Bình: đối với KCN Hoa Lư (tổng mức đầu tư 3.985 tỷ đồng), phải khởi công.",
        ["KCN Hoa Lư registeredCapital 3985000000000"],
    ),
    ("Ninh Bình: KCN Hoa Lư đã giao đất cho 9 nhà đầu tư.", ["KCN Hoa Lư enterpriseCount 9"]),
]
DISTRICTS = [
    # A district's own report.
    (
        "CỔNG THÔNG TIN HUYỆN NÔNG CỐNG\nKết quả công nghiệp năm 2023\n\nGiá trị xuất khẩu 61,2 triệu USD.\n\n"
        "Toàn huyện thành lập mới 43 doanh nghiệp công nghiệp. CCN thị trấn Nông Cống diện tích 24 ha.",
        ["Nông Cống exportValue 61200000", "Nông Cống enterpriseCount 43", "CCN thị trấn Nông Cống totalArea 24"],
    ),
    # One that something is done with is none.
    (
        "Đồng Nai: Ban Quản lý các KCN phối hợp với UBND huyện Long Thành lập hồ sơ. "
        "Vốn hạ tầng các KCN là 9.318 tỷ đồng.",
        ["Đồng Nai (zones) infrastructureCapital 9318000000000"],
    ),
    # Where a zone was begun.
    (
        "Bình Dương: KCN Sóng Thần rộng 500 ha khởi công tháng 5/1996 tại Thuận An, "
        "đến năm 2005 đã có 230 doanh nghiệp.",
        ["KCN Sóng Thần totalArea 500", "KCN Sóng Thần enterpriseCount 230"],
    ),
    # The zone on which works begin.
    (
        "Động thổ khu công nghiệp ở phía tây Thanh Hóa\n\n"
        "Sáng nay, tỉnh động thổ KCN Phú Quý, cách KCN Lam Sơn 2 km.\n\n"
        "Khi lấp đầy, nơi đây sẽ có 60 dự án.",
        ["KCN Phú Quý projectCount 60"],
    ),
    # Parks that go by their builder's name.
    (
        "Nghệ An: VSIP Nghệ An I ở Hưng Nguyên rộng 367 ha. Công ty VSIP Nghệ An lo hạ tầng các KCN.",
        ["KCN VSIP Nghệ An I totalArea 367"],
    ),
    # A firm is only why.
    (
        "Hậu Giang: KCN Sông Hậu nhờ Tập đoàn Sao Mai mà lấp đầy 93,6%.",
        ["KCN Sông Hậu occupancyRate 93.6"],
    ),
]
ALL = {
    "articles": ARTICLES,
    "districts": DISTRICTS,
    "works": WORKS,
    "speaking": SPEAKING,
    "attached": ATTACHED,
    "pointing": POINTING,
    "lists": LISTS,
    "brackets": BRACKETS,
    "firms": FIRMS,
    "places": PLACES,
    "sentences": SENTENCES,
}


@pytest.mark.parametrize(
    ("text", "about"),
    [pytest.param(*case, id=f"{name}-{number}") for name, cases in ALL.items() for number, case in enumerate(cases)],
)
def test_figures_are_about(text: str, about: list[str], told: Callable[[str], list[str]]) -> None:
    assert told(text) == about


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
