"""Whose article a text is: a country's, a region's, a district's, a zone's, a firm's; and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

WHOLE = {
    # One province is named in passing, in an article that counts what the country has.
    "a country beside one province": (
        "Hai thập niên khu công nghiệp\n\n"
        "Từ khu đầu tiên ở TP. Hồ Chí Minh, mô hình đã lan ra khắp nơi. Đến năm 2012, cả nước có 260 KCN.\n\n"
        "Các KCN đã thu hút 4.500 dự án. Các khu tạo việc làm cho 1,5 triệu lao động.",
        ["Việt Nam (zones) count 260", "Việt Nam (zones) projectCount 4500", "Việt Nam (zones) workerCount 1500000"],
    ),
    "a region, though the meeting was held somewhere": (
        "Cụm công nghiệp Tây Nguyên: còn nhiều việc\n\n"
        "Ngày 5/9, tại Buôn Ma Thuột (Đắk Lắk), Sở Công Thương Đắk Lắk họp với Gia Lai, Kon Tum, Đắk Nông, Lâm "
        "Đồng.\n\n"
        "Tây Nguyên có 66 CCN. Đắk Lắk có 12 CCN.\n\n"
        "Đến năm 2025, khu vực phấn đấu có 90 CCN hoạt động.",
        ["Tây Nguyên (clusters) count 66", "Đắk Lắk (clusters) count 12", "Tây Nguyên (clusters) count 90"],
    ),
    "a district whose name opens the headline": (
        "Thanh Liêm: Công nghiệp đổi thay\n\n"
        "Những năm qua, huyện Thanh Liêm (Hà Nam) đổi thay nhiều. Theo báo cáo của UBND huyện, trên địa bàn có "
        "2 CCN.\n\n"
        "Giá trị sản xuất công nghiệp năm 2020 đạt 9.000 tỷ đồng. Huyện phấn đấu có 4 CCN.\n\n"
        "Toàn tỉnh có 8 KCN.",
        [
            "Thanh Liêm (clusters) count 2",
            "Thanh Liêm outputValue 9000000000000",
            "Thanh Liêm (clusters) count 4",
            "Hà Nam (zones) count 8",
        ],
    ),
    "where somebody went to work is not what it is about": (
        "Hoài Nhơn: Việc làm ở làng\n\n"
        "Chị Lan từng làm công nhân ở Bình Dương. Theo Phòng Kinh tế huyện, Hoài Nhơn hiện có 9 CCN.",
        ["Hoài Nhơn (clusters) count 9"],
    ),
    # What an outline tells of a zone is the zone's, whoever builds it and wherever it lies.
    "an outline": (
        "KHU CÔNG NGHIỆP AN ĐÔ 2\n\n"
        "Tên dự án: Khu công nghiệp An Đô 2\nChủ đầu tư: Công ty CP Hạ tầng An Đô Xanh\n"
        "Vị trí: xã Đức Hòa Hạ, huyện Đức Hòa, tỉnh Long An\nQuy mô: 316 ha\nTỷ lệ lấp đầy: 48%",
        ["KCN An Đô 2 totalArea 316", "KCN An Đô 2 occupancyRate 48"],
    ),
    # A bullet's place is only where its zone lies; what follows the list is the article's own again.
    "behind a list of zones": (
        "Gia Lai quy hoạch các khu công nghiệp\n\nTỉnh phát triển 3 khu công nghiệp. Cụ thể:\n"
        "- KCN Trà Đa: 210 ha, thành phố Pleiku.\n- KCN Chư Sê: 235 ha, huyện Chư Sê.\n- Các KCN còn lại ở phía "
        "đông.\n\n"
        "Cùng với đó là 28 cụm công nghiệp.",
        [
            "Gia Lai (zones) count 3",
            "KCN Trà Đa totalArea 210",
            "KCN Chư Sê totalArea 235",
            "Gia Lai (clusters) count 28",
        ],
    ),
    "a company's own report": (
        "CÔNG TY CỔ PHẦN HẠ TẦNG AN LỘC\nBÁO CÁO THƯỜNG NIÊN\n\nTại Đồng Nai, 31 KCN đang hoạt động.\n\n"
        "Kết quả kinh doanh\nĐơn vị: tỷ đồng\n"
        "Chỉ tiêu | Năm 2021 | Năm 2022\nTổng doanh thu | 368,2 | 437,6\nNộp ngân sách | 41,7 | 52,8",
        ["Đồng Nai (zones) count 31"],
    ),
    # A board of economic zones that sees to all of a province's zones.
    "the board of all zones": (
        "Gia Lai: Khu công nghiệp, khu kinh tế khởi sắc\n\n"
        "Các khu công nghiệp (KCN), khu kinh tế (KKT) tiếp nhận nhiều dự án.\n\n"
        "Báo cáo của Ban Quản lý Khu kinh tế cho thấy, có 9 lượt dự án tăng vốn.",
        ["Gia Lai (zonesAndClusters) projectCount 9"],
    ),
}
BESIDE = [
    # Who grants is not whose it is; a rank's whole is no subject; nor is the whole of a share.
    (
        "CCN Bắc Sơn ở huyện Thạch Hà được UBND tỉnh Hà Tĩnh phê duyệt năm 2007, diện tích 28 ha.",
        ["CCN Bắc Sơn totalArea 28"],
    ),
    (
        "GRDP của Hậu Giang tăng 11%, xếp thứ nhất đồng bằng sông Cửu Long và thứ 5 cả nước; kim ngạch xuất khẩu ước "
        "388 triệu USD.",
        ["Hậu Giang exportValue 388000000"],
    ),
    (
        "Thái Bình: giá trị sản xuất của doanh nghiệp trong CCN năm 2018 đạt 8.640 tỷ đồng, chiếm 16,3% giá trị "
        "sản xuất "
        "công nghiệp toàn tỉnh, nộp ngân sách 215 tỷ đồng.",
        ["Thái Bình (clusters) outputValue 8640000000000", "Thái Bình (clusters) budgetContribution 215000000000"],
    ),
    ("So với Hà Tĩnh, tỉnh Nghệ An có 18 CCN đang hoạt động.", ["Nghệ An (clusters) count 18"]),
    (
        "Tây Ninh: KKT cửa khẩu Mộc Bài có 55 dự án. Cùng với Mộc Bài, KKT cửa khẩu Xa Mát mới có 4 dự án.",
        ["KKT cửa khẩu Mộc Bài projectCount 55", "KKT cửa khẩu Xa Mát projectCount 4"],
    ),
    (
        "Quảng Trị: dự án khu công nghiệp Triệu An do Công ty Bến Hải đầu tư. Khu công nghiệp này nằm trong KKT "
        "Đông Nam "
        "Quảng Trị, có diện tích 528 ha; riêng giai đoạn 1 rộng 150 ha.",
        ["KCN Triệu An totalArea 528", "KCN Triệu An totalArea 150"],
    ),
    (
        "Chấp thuận dự án xây dựng và kinh doanh hạ tầng khu công nghiệp Lương An, tỉnh Hưng Yên. Cụ thể, theo "
        "quyết định, dự án được thực hiện tại các xã Hiệp An, Lương Hạ, huyện Kim Động với quy mô 159 ha.",
        ["KCN Lương An totalArea 159"],
    ),
    (
        "Long An: KCN Long Hạ có diện tích 123 ha, nằm tại huyện Cần Giuộc, hiện lấp đầy 68%.",
        ["KCN Long Hạ totalArea 123", "KCN Long Hạ occupancyRate 68"],
    ),
    # Kinds of zones counted one after the other, a part of those counted, and a part told of a place.
    (
        "Gia Lai có 2 khu kinh tế (KKT Nhơn Hội, KKT Lệ Thanh) và 16 KCN, có 437 dự án.",
        [
            "Gia Lai (economicZones) count 2",
            "Gia Lai (zones) count 16",
            "Gia Lai (zonesAndClusters) projectCount 437",
        ],
    ),
    (
        "Bến Tre đang làm KCN Phú Thuận, huyện Bình Đại; đồng thời quy hoạch 8 CCN, trong đó 4 cụm đang hoạt động.",
        ["Bến Tre (clusters) count 8", "Bến Tre (clusters) count 4"],
    ),
    (
        "TP.HCM: các KCN đang sử dụng 923.000 lao động; riêng Bình Dương chiếm hơn 533.000 người.",
        ["Hồ Chí Minh (zones) workerCount 923000", "Bình Dương (zones) workerCount 533000"],
    ),
    (
        "Quảng Nam: Tại các KCN thuộc tỉnh quản lý và KKT mở Chu Lai: trong quý I có 5 dự án mới được cấp phép.",
        ["Quảng Nam (zonesAndClusters) projectCount 5"],
    ),
    # A whole economy's output and trade; the index of industry; what a department plans; firms registered anew.
    (
        "Gia Lai có 8 khu công nghiệp đến năm 2030\n\nTốc độ tăng GRDP đạt 9%. Các KCN sẽ lấp đầy 70%. Kim "
        "ngạch xuất khẩu "
        "đạt 1,5 tỷ USD.",
        ["Gia Lai (zones) count 8", "Gia Lai (zones) occupancyRate 70", "Gia Lai exportValue 1500000000"],
    ),
    (
        "Cà Mau: các KCN có 81 dự án. Năm 2023, Sở Công Thương xây dựng kịch bản xuất khẩu tăng 7,5%; IIP tăng 8,3%.",
        ["Cà Mau (zones) projectCount 81", "Cà Mau exportGrowth 7.5", "Cà Mau outputGrowth 8.3"],
    ),
    (
        "Ninh Bình: toàn tỉnh có 29 khu công nghiệp. Số doanh nghiệp đăng ký thành lập mới trong 5 năm là "
        "14.300 doanh nghiệp.",
        ["Ninh Bình (zones) count 29", "Ninh Bình enterpriseCount 14300"],
    ),
    ("Tỉnh Đồng Nai mới rộng hơn 12.700 km2. Các KCN đã ổn định.", []),
    (
        "Lâm Đồng: HĐND tỉnh thông qua chỉ tiêu năm 2026: khởi công thêm 3 KCN; giải quyết việc làm mới cho "
        "55.000 lao động.",
        ["Lâm Đồng (zones) count 3", "Lâm Đồng jobsCreated 55000"],
    ),
    (
        "Vĩnh Phúc: năm 2019, tỉnh đặt mục tiêu thu hút 400 triệu USD vốn FDI và 3.000 tỷ đồng vốn DDI vào các KCN.",
        ["Vĩnh Phúc (zones) registeredCapital 400000000", "Vĩnh Phúc (zones) registeredCapital 3000000000000"],
    ),
    # The country's, in a province's article: what its agency tells, and what goes on from it.
    (
        "Bắc Giang dẫn đầu cả nước\n\nTỉnh Bắc Giang thu hút 1,1 tỷ USD vốn FDI.\n\nTheo Cục Đầu tư nước ngoài, "
        "tổng vốn đăng "
        "ký cấp mới, tăng thêm và góp vốn mua cổ phần của nhà đầu tư nước ngoài đạt 5,45 tỷ USD. Vốn thực hiện "
        "của dự án "
        "đầu tư nước ngoài ước đạt 4,3 tỷ USD.",
        [
            "Bắc Giang registeredCapital 1100000000",
            "Việt Nam registeredCapital 5450000000",
            "Việt Nam implementedCapital 4300000000",
        ],
    ),
    # What a zone was; a district's clusters in the headline; what a sentence sets aside first; roads beside zones.
    (
        "Hà Nội: dự án KCN Nam Hà. KCN được đầu tư trên cơ sở chuyển đổi từ CCN Đại Hạ với quy mô 488 ha.",
        ["KCN Nam Hà totalArea 488"],
    ),
    (
        "Các cụm công nghiệp Núi Thành có 1.165 lao động\n\nNgoài các doanh nghiệp thuộc KKT mở Chu Lai, huyện "
        "Núi Thành "
        "(Quảng Nam) hiện có 2 cụm công nghiệp.",
        ["Núi Thành (clusters) workerCount 1165", "Núi Thành (clusters) count 2"],
    ),
    (
        "Nghệ An: KCN Thọ Hạ giai đoạn 1 do VSIP Nghệ An làm chủ đầu tư nằm ngay trên cao tốc Diễn Châu - Bãi "
        "Vọt, tổng "
        "vốn 165 triệu USD.",
        ["KCN Thọ Hạ giai đoạn 1 registeredCapital 165000000"],
    ),
    (
        "Nghệ An: KCN An Hạ rộng 750 ha, trong đó đất khu công nghiệp 367 ha.",
        [
            "KCN An Hạ totalArea 750",
            "KCN An Hạ industrialLandArea 367",
        ],
    ),
    ("Trên địa bàn Bình Định có tất cả 49 cụm công nghiệp.", ["Bình Định (clusters) count 49"]),
    ("Huyện Kỳ Anh (Hà Tĩnh) có tới 3 CCN.", ["Kỳ Anh (clusters) count 3"]),
    (
        "Thị trường KCN quý III sôi động. Ở phía Nam, giá thuê đất tăng 8%. Tỷ lệ lấp đầy các KCN đạt 89%.",
        ["miền Nam (zones) occupancyRate 89"],
    ),
]


@pytest.mark.parametrize("name", WHOLE)
def test_articles_are_about(name: str, told: Callable[[str], list[str]]) -> None:
    text, about = WHOLE[name]
    assert told(text) == about


@pytest.mark.parametrize(("text", "about"), BESIDE)
def test_figures_are_about(text: str, about: list[str], told: Callable[[str], list[str]]) -> None:
    assert told(text) == about
