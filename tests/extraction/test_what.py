"""What quantities measure: each metric's wordings, what repeats a measure, and what is left out with which reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles.model import Article
from kg.extraction import extract
from kg.extraction.figures import Figure, Reason, another_measure, measured_in
from kg.extraction.reading import read
from kg.extraction.what import What
from kg.facts import plain_decimal
from kg.reference.metrics import Metric, metrics


def _told(text: str) -> list[str]:
    """Each quantity that is no date, name or rank: its metric (with scope or sign), else the reason against it."""
    reading = read(Article("a", text, "a.txt"))
    what = What(reading)
    told = []
    for quantity in reading.quantities:
        result = what.read(quantity)
        if quantity.kind_hint:
            continue
        if isinstance(result, Figure):
            told.append(result.metric + (f":{result.scope}" if result.scope else "") + "-" * result.negative)
        else:
            told.append(str(result.reason))
    return told


# --- counts ---------------------------------------------------------------------------------------------------------

_COUNTS = [
    ("Toàn tỉnh hiện có 18 khu công nghiệp.", ["count:zones"]),
    ("Huyện quy hoạch 7 cụm công nghiệp ở ven sông.", ["count:clusters"]),
    ("Vùng này đã lập 5 khu kinh tế ven biển.", ["count:economicZones"]),
    ("Địa bàn có 31 khu, cụm công nghiệp.", ["count:zonesAndClusters"]),
    ("Có 11 KCN, trong đó 4 khu đã lấp kín.", ["count:zones", "count:zones"]),
    ("Tỉnh có 22 cụm công nghiệp, 9 cụm đã có chủ đầu tư.", ["count:clusters", "count:clusters"]),
    ("Phường này có 14 khu dân cư.", [Reason.COUNTS_NOTHING]),
    ("Tỉnh có nhiều cụm công nghiệp, 6 khu dân cư mới.", [Reason.COUNTS_NOTHING]),
    ("Các KCN thu hút được 83 dự án.", ["projectCount"]),
    ("Lũy kế đến nay có 118 và 27 dự án.", ["projectCount", "projectCount"]),
    ("Có 36, 41 và 52 doanh nghiệp đang hoạt động ở ba nơi.", ["enterpriseCount"] * 3),
    ("Đến nay 29/35 đề án khuyến công đã hoàn thành.", ["supportSchemeCount", "supportSchemeCount"]),
    ("Tổng số dự án: 1.264.", ["projectCount"]),
    ("Dự án: 1.264.", ["projectCount"]),
    ("Tổng số lao động của các khu đạt 23.500 người.", ["workerCount"]),
    ("Các nhà máy trong khu sử dụng hơn 9.200 lao động.", ["workerCount"]),
    ("Năm tới cụm này sẽ tạo việc làm cho 2.400 lao động.", ["jobsCreated"]),
    ("Cụm này đã tạo việc làm cho 2.400 lao động.", ["workerCount"]),
    ("Riêng quý này tạo thêm 1.150 việc làm mới.", ["jobsCreated"]),
    ("Vốn đến từ 31 quốc gia và vùng lãnh thổ có nhà đầu tư.", ["countryCount"]),
    ("Đoàn thể thao của 26 quốc gia về dự lễ khai mạc.", [Reason.OTHER_COUNTRIES]),
    ("Trong KCN có 140 doanh nghiệp đang hoạt động.", ["enterpriseCount"]),
    ("Bản đồ tỷ lệ 1/ 5.000 đã được duyệt.", [Reason.COUNTS_NOTHING, Reason.MAP_SCALE]),
]


@pytest.mark.parametrize(("text", "told"), _COUNTS, ids=[text for text, _ in _COUNTS])
def test_counts_are_told_by_their_nouns(text: str, told: list[str]) -> None:
    assert _told(text) == told


_NOT_COUNTED = [
    ("Tỉnh đã thu hồi 14 dự án chậm triển khai.", Reason.REFUSED_PROJECTS),
    ("Ban quản lý vừa chấm dứt hoạt động 6 dự án.", Reason.REFUSED_PROJECTS),
    ("Hội đồng từ chối hơn 20 dự án gây ô nhiễm.", Reason.REFUSED_PROJECTS),
    ("Có 8 dự án bị thu hồi giấy phép.", Reason.REFUSED_PROJECTS),
    ("Quốc hội cho ý kiến về 9 dự án luật.", Reason.OTHER_PROJECTS),
    ("Thành phố khởi công 3 dự án nhà ở.", Reason.OTHER_PROJECTS),
    ("Trường nghề đào tạo cho 800 lao động.", Reason.NOT_EMPLOYED),
    ("Vụ việc làm 62 công nhân bị ngộ độc.", Reason.NOT_EMPLOYED),
    ("Công đoàn tặng quà cho 300 công nhân.", Reason.NOT_EMPLOYED),
    ("Cục Thuế xử phạt 45 doanh nghiệp.", Reason.NOT_AT_WORK_HERE),
    ("Có 45 doanh nghiệp tham dự hội nghị.", Reason.NOT_AT_WORK_HERE),
    ("Thêm 45 doanh nghiệp đã giải thể trong quý.", Reason.NOT_AT_WORK_HERE),
    ("Tập đoàn này xây 12 nhà máy của riêng mình.", Reason.SINGLE_ENTERPRISES),
    ("Phát ra 500 phiếu, có 310 doanh nghiệp gửi lại.", Reason.SURVEYED),
    ("Theo kết luận thanh tra, có 27 doanh nghiệp chưa rõ.", Reason.NOT_AT_WORK_HERE),
    ("Kết luận thanh tra nêu tên 27 doanh nghiệp dệt.", Reason.INSPECTED),
    ("Có 11 cụm công nghiệp chưa xây trạm xử lý nước thải.", Reason.ZONES_OF_A_PROPERTY),
    ("Có 11 khu công nghiệp vi phạm về phòng cháy.", Reason.ZONES_OF_A_PROPERTY),
    ("Hai KCN Đình Vũ và Nam Cầu Kiền đã kín chỗ.", Reason.ZONES_NAMED),
    ("Qua khảo sát 120 doanh nghiệp của các ngành, có 74 doanh nghiệp cần người.", Reason.SURVEYED),
    ("Chúng tôi đã mời gọi 15 doanh nghiệp về đây.", Reason.NOT_AT_WORK_HERE),
    ("Hội nghị thu hút 600 đại biểu, trong đó có hơn 200 doanh nghiệp.", Reason.NOT_AT_WORK_HERE),
    ("Tỉnh lựa chọn 5 khu kinh tế để tập trung vốn.", Reason.ZONES_OF_A_PROPERTY),
    ("Đoàn đã kiểm tra 64 cơ sở và 11 khu công nghiệp.", Reason.ZONES_OF_A_PROPERTY),
    ("Trung tâm giới thiệu việc làm cho chừng 3.400 lao động.", Reason.NOT_EMPLOYED),
    ("Hơn 5.000 lao động mất đất cần chuyển nghề.", Reason.NOT_EMPLOYED),
    ("So với năm trước tăng 16 dự án.", Reason.DIFFERENCE),
    ("Lượng tuyển nhiều hơn khoảng 900 lao động.", Reason.DIFFERENCE),
    ("Không hề có chuyện 40 dự án rời đi.", Reason.DENIED),
    ("Thông tin có 40 dự án rời đi là bịa đặt.", Reason.DENIED),
    ("Báo đưa tin có 40 dự án rời đi. Ông An nói con số này không chính xác.", Reason.DENIED),
    ("Thà có 3 dự án lớn còn hơn 30 dự án nhỏ.", Reason.SUPPOSED),
    ("Bà An bác bỏ thông tin lan truyền rằng 15 doanh nghiệp đã dừng sản xuất.", Reason.DENIED),
    ("Hai doanh nghiệp may ngỏ ý thuê 7 ha ở KCN Hoa Sen.", Reason.NEEDED),
    ("Xã này có 15 đề án nghiên cứu lịch sử.", Reason.OTHER_SCHEMES),
    ("Về nhà ở công nhân, tỉnh hiện có 2 dự án đã xong.", Reason.OTHER_PROJECTS),
    ("Năm qua có 4 dự án với 3.100 căn hộ được giao.", Reason.OTHER_PROJECTS),
    ("Ban đề nghị điều chỉnh công năng 6 dự án.", Reason.REFUSED_PROJECTS),
    ("Có 6 dự án bị thanh tra vì chậm nộp tiền thuê đất.", Reason.REFUSED_PROJECTS),
    ("Gần 700 công nhân làm việc tại Công ty May Lam Hạ đã trở lại.", Reason.SINGLE_ENTERPRISES),
    ("Nửa năm, 640 doanh nghiệp quay trở lại hoạt động.", Reason.NOT_AT_WORK_HERE),
    ("Còn 85 doanh nghiệp của Bộ Xây dựng chờ sắp xếp.", Reason.NOT_AT_WORK_HERE),
    ("Có 240 doanh nghiệp đăng ký hỗ trợ vé xe Tết.", Reason.NOT_AT_WORK_HERE),
    ("Hãng nhận giải “100 doanh nghiệp xanh tiêu biểu”.", Reason.COUNTS_NOTHING),
    ("Tỉnh tìm cách gỡ vướng mắc của 12 dự án.", Reason.REFUSED_PROJECTS),
    ("Thành phố khởi công 35 dự án trường.", Reason.OTHER_PROJECTS),
    ("Ban trả xong việc của cả hai dự án.", Reason.TOLD_BEFORE),
    ("Công ty chi trả tiền lương cho hơn 130 công nhân.", Reason.NOT_EMPLOYED),
    ("Danh sách nêu 90 đơn vị nợ bảo hiểm xã hội của 4.300 lao động.", Reason.NOT_EMPLOYED),
    ("Gần 900 công nhân không chấp nhận mức lương ấy.", Reason.NOT_EMPLOYED),
    ("Khoảng 500 công nhân đang làm việc ở dãy xưởng phía đông tháo chạy.", Reason.NOT_EMPLOYED),
    ("Tàu bè đã được báo tin: 310 phương tiện/1.450 lao động.", Reason.NOT_EMPLOYED),
    ("Có 22.000/24.000 lao động trở lại làm việc sau Tết.", Reason.NOT_EMPLOYED),
    ("Dự kiến kiểm tra công tác chữa cháy tại 24 doanh nghiệp.", Reason.NOT_AT_WORK_HERE),
    ("Tháng tới lấy mẫu nước thải 6 KCN.", Reason.ZONES_OF_A_PROPERTY),
    ("Ban rút giấy phép 4 dự án.", Reason.REFUSED_PROJECTS),
    ("Lao động: không quá 80 người/ha.", Reason.RATIO),
    ("Họ nói tỉnh có 45 khu công nghiệp, con số đó là không đúng.", Reason.DENIED),
    ("Chỉ số tiêu thụ ngành chế biến, chế tạo tăng 13,9%.", Reason.OTHER_GROWTH),
    ("Có 15 doanh nghiệp ký ghi nhớ thuê đất.", Reason.NOT_AT_WORK_HERE),
    ("Tấm bia ghi tên 40 nhà đầu tư đầu tiên.", Reason.NOT_AT_WORK_HERE),
    ("Dịch bệnh khiến 5 KCN phải đóng cửa.", Reason.ZONES_OF_A_PROPERTY),
    ("Vùng nên chuyển đổi ít nhất 8 khu công nghiệp nội đô.", Reason.ZONES_OF_A_PROPERTY),
    ("Hai hãng ký ghi nhớ thuê 31 ha ở KCN Hoa Sen.", Reason.NEEDED),
    ("Chỉ mở rộng khi cụm công nghiệp cũ đã cho thuê được ít nhất 60% diện tích.", Reason.CONDITION),
    ("Do sơ suất, Báo đã nêu KKT Hoa Lư “có 91 dự án”.", Reason.DENIED),
    ("Thông tin trên mạng rằng KCN đã kín 95%: không có chuyện đó.", Reason.DENIED),
    ("Tỉnh xây 9.000 căn, với tổng diện tích khoảng 45 ha.", Reason.OTHER_LAND),
]


@pytest.mark.parametrize(("text", "reason"), _NOT_COUNTED, ids=[text for text, _ in _NOT_COUNTED])
def test_counts_that_are_none_of_ours_say_why(text: str, reason: Reason) -> None:
    assert reason in _told(text)
    assert not set(_told(text)) & set(metrics())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Số khu công nghiệp: 14.", "zones"),
        ("Số cụm công nghiệp: 14.", "clusters"),
        ("Số CCN đã thành lập: 14.", "clusters"),
        ("Số khu kinh tế: 14.", "economicZones"),
        ("Số khu, cụm công nghiệp: 14.", "zonesAndClusters"),
    ],
)
def test_the_name_of_a_count_says_which_zones_it_counts(text: str, told: str) -> None:
    reading = read(Article("a", text, "a.txt"))
    (figure,) = [What(reading).read(quantity) for quantity in reading.quantities]
    assert isinstance(figure, Figure)
    assert (figure.metric, figure.scope) == ("count", told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Cả nước có 240 KCN hoạt động trên 66.000 ha.", ["count:zones", "totalArea"]),
        ("Tỉnh chưa cho thuê 37 ha ở KCN Lam Hạ.", ["another measure: chưa cho thuê"]),
        ("Quỹ thu hút 15.000 người, quyên góp 3 tỷ đồng.", [Reason.COUNTS_NOTHING, Reason.UNNAMED_MONEY]),
        ("Nếu lương chỉ 4-5 triệu đồng/tháng thì công nhân khó sống.", [Reason.CONDITION]),
    ],
)
def test_what_stands_next_to_a_number_decides_before_words_far_off(text: str, told: list[str]) -> None:
    assert _told(text) == told


_CONDITIONS = [
    "Một khu công nghiệp chỉ được mở rộng khi tỷ lệ lấp đầy đạt tối thiểu 60%.",
    "Khu công nghiệp phải bảo đảm tỷ lệ lấp đầy từ 60% trở lên mới được mở rộng.",
    "Theo quy định, cụm công nghiệp có diện tích không quá 75 ha.",
    "Các dự án có vốn đầu tư từ 6.000 tỷ đồng trở lên được miễn tiền thuê đất.",
]


@pytest.mark.parametrize("text", _CONDITIONS)
def test_thresholds_of_rules_tell_of_no_zone(text: str) -> None:
    assert _told(text) == [Reason.CONDITION]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mục tiêu năm nay các KCN thu hút từ 25 dự án trở lên.", ["projectCount"]),
        ("Phấn đấu tỷ lệ lấp đầy đạt tối thiểu 60%.", ["occupancyRate"]),
        ("Thu nhập của công nhân từ 8 triệu đồng/tháng trở lên.", ["averageIncome"]),
    ],
)
def test_targets_and_levels_with_a_bound_are_no_conditions(text: str, told: list[str]) -> None:
    assert _told(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("KCN Hoa Sen rộng 213 ha (bài báo ghi 123 ha).", ["totalArea", Reason.DENIED]),
        ('Thông tin "KCN Hoa Sen nộp ngân sách 500 tỷ đồng" cũng là nhầm lẫn.', [Reason.DENIED]),
        ("KCN Hoa Sen rộng 640 ha chứ không phải 460 ha.", ["totalArea", Reason.DENIED]),
        ("Đính chính: KCN Hoa Sen có 12 dự án. Báo đã in 21 dự án.", ["projectCount", Reason.DENIED]),
    ],
)
def test_what_is_put_right_is_no_fact(text: str, told: list[str]) -> None:
    assert _told(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Trong KCN cứ sáu lao động thì có một người ngoại tỉnh.", [Reason.RATIO]),
        ("Một doanh nghiệp may trong KCN có 1.900 công nhân.", [Reason.SINGLE_ENTERPRISES]),
        ("Các doanh nghiệp trong KCN có 1.900 công nhân.", ["workerCount"]),
        ("Dịch bệnh ảnh hưởng tới 18.400 công nhân.", [Reason.NOT_EMPLOYED]),
        ("Năm ngoái các nhà máy trong KCN tuyển thêm 2.100 công nhân.", ["jobsCreated"]),
        ("Các nhà máy trong KCN cần tuyển thêm 2.100 công nhân.", [Reason.NOT_EMPLOYED]),
        ("Có thêm 215 lao động tìm được việc làm mới.", ["jobsCreated"]),
        ("Giải quyết việc làm thêm cho 940 lao động (kế hoạch 2.000 lao động).", ["jobsCreated", "jobsCreated"]),
        ("Tỷ lệ lấp đầy của 5 KCN này khá cao.", [Reason.TOLD_BEFORE]),
        ("Tỉnh sẽ khởi công 2 KCN là Hoa Sen và Sao Khuê.", ["count:zones"]),
        ("10 cụm công nghiệp đi vào hoạt động với 92 cơ sở sản xuất.", ["count:clusters", "enterpriseCount"]),
        ("Cuối năm ngoái KCN có 62.000 lao động; đến nay còn 61.400 người.", ["workerCount", "workerCount"]),
        ("KCN có 68.400 lao động, lao động nước ngoài 1.150 người.", ["workerCount", "workerCount"]),
        ("Lao động tương ứng là 740 người và 1.120 người.", ["workerCount", "workerCount"]),
        ("Trong KCN, số doanh nghiệp từ chỗ gần 200 nay chỉ còn 31.", ["enterpriseCount", "enterpriseCount"]),
        ("Trong số dự án mới có tới hai phần ba là dự án nhỏ.", []),
        ("Đào tạo nghề may công nghiệp đã được triển khai cho 350 lao động.", [Reason.NOT_EMPLOYED]),
        ("Có 9 CCN được quy hoạch thì hầu hết chưa có trạm xử lý nước thải.", ["count:clusters"]),
        ("Chúng tôi bước vào cổng 1 KCN giữa trưa.", [Reason.COUNTS_NOTHING]),
        ("Huyện có 1 KCN và 3 cụm công nghiệp.", ["count:zones", "count:clusters"]),
        ("Hãng ấy hiện là chủ sở hữu của 25 khu công nghiệp.", [Reason.ZONES_OF_A_PROPERTY]),
        ("Sở làm việc với 2 nhà máy thép.", [Reason.NOT_AT_WORK_HERE]),
        ("Tiến độ của 14 dự án này rất chậm.", [Reason.TOLD_BEFORE]),
        ("Khối cơ khí cần tuyển 240 công nhân nam, 410 công nhân nữ.", [Reason.NOT_EMPLOYED] * 2),
        ("Huyện lập mới 43 doanh nghiệp công nghiệp (KH giao 85).", ["enterpriseCount", "enterpriseCount"]),
        ("Tỉnh mới khai thác 6 trong số 29 KCN.", ["count:zones", "count:zones"]),
        ("Vốn FDI của Hà Nam là 1,6 tỷ USD, Hưng Yên dừng ở 346 triệu.", ["registeredCapital"] * 2),
        (
            "Tỉnh có 61 dự án FDI mới và 9 dự án tăng vốn, tổng cộng 310 triệu USD.",
            ["projectCount"] * 2 + ["registeredCapital"],
        ),
        (
            "Vốn đăng ký là 450 tỷ USD; 285 tỷ USD đã được đưa vào thực hiện.",
            ["registeredCapital", "implementedCapital"],
        ),
        ("KCN này có vốn đầu tư hạ tầng VND8.094 tỷ.", ["infrastructureCapital"]),
        ("Vốn trong nước thực hiện ước 3.150 tỷ đồng.", ["implementedCapital"]),
        ("Bồi thường ở KCN Long Đức giai đoạn 2 (294 ha) kéo dài.", ["totalArea"]),
        ("KCN Hoa Sen rộng 875 ha. Giai đoạn đầu, nhà đầu tư triển khai 350,9 ha.", ["totalArea"] * 2),
        ("KKT Hoa Lư ban đầu chỉ hơn 18.800 ha.", ["totalArea"]),
        ("Các khu lấp đầy bình quân 79%, cao hơn mức 71% của cả nước.", ["occupancyRate"] * 2),
        ("KCN Hoa Sen lấp đầy 89%. Hà Nam dẫn đầu với 95%, còn Nam Định 82%.", ["occupancyRate"] * 3),
        ("Đất cho thuê ở KCN Hoa Sen đã gần hết, tỷ lệ 98%.", ["occupancyRate"]),
        ("Tạo việc làm mới cho 5.120 lao động, trong đó ngành dệt 3.046 lao động.", ["jobsCreated"] * 2),
        ("Tỉnh có 12 KCN với 1.732 ha, đất còn lại chừng 300 ha.", ["count:zones", "totalArea", Reason.OTHER_LAND]),
        ("Tạo việc làm mới cho 950 lao động, nâng tổng số lao động lên 68.720 người.", ["jobsCreated", "workerCount"]),
        (
            "IIP tháng 6-2012 tăng 1,9% so với tháng trước và tăng 7,4% so với tháng 6-2011.",
            [Reason.SHORT_CHANGE, "outputGrowth"],
        ),
        ("Vốn FDI là 14,5 tỷ USD. Ngành ăn uống hút 8,8 tỷ USD.", ["registeredCapital"] * 2),
        ("Vốn thực hiện của dự án đầu tư nước ngoài ước đạt 11,35 tỷ USD.", ["implementedCapital"]),
        ("KCN này cho thuê 39 hécta, tỷ lệ 62%.", ["leasedArea", "occupancyRate"]),
        ("Cả xã có 120 tàu thuyền với 940 lao động.", [Reason.COUNTS_NOTHING, Reason.NOT_EMPLOYED]),
    ],
)
def test_counts_by_what_stands_around_them(text: str, told: list[str]) -> None:
    assert _told(text) == told


def test_brackets_share_the_fate_of_the_count_before_them() -> None:
    told = _told("Tỉnh đã thu hồi 14 dự án (9 dự án FDI), tổng vốn trên 1,1 tỷ USD.")
    assert told == [Reason.REFUSED_PROJECTS, Reason.REFUSED_PROJECTS, Reason.REFUSED_PROJECTS]


def test_parts_share_the_fate_of_the_whole_before_them() -> None:
    told = _told("Tỉnh có 12 dự án nhà ở công nhân. Trong đó, có 5 dự án ở ngoại thành.")
    assert told == [Reason.OTHER_PROJECTS, Reason.OTHER_PROJECTS]
    told = _told("Tỉnh có 12 dự án nhà ở công nhân. Các KCN có 95 dự án.")
    assert told == [Reason.OTHER_PROJECTS, "projectCount"]


def test_numbers_beyond_count_sharing_one_noun_end() -> None:
    text = ";".join("1" for _ in range(4000)) + " dự án"
    told = _told(text)
    assert told[-1] == "projectCount"
    assert Reason.COUNTS_NOTHING in told


# --- areas, percentages, money --------------------------------------------------------------------------------------

_AMOUNTS = [
    ("KCN Lộc An Bình có tổng diện tích quy hoạch 427 ha.", ["totalArea"]),
    ("KCN Đông Thọ: 127 ha.", ["totalArea"]),
    ("Tỉnh có 15 KCN (6.200 ha).", ["count:zones", "totalArea"]),
    ("Diện tích đất công nghiệp có thể cho thuê của KCN là 302 ha.", ["industrialLandArea"]),
    ("Cụm đã cho thuê 95/124 ha.", ["leasedArea", "industrialLandArea"]),
    ("Cụm đã cho thuê 95 ha, đạt khoảng 76,6%.", ["leasedArea", "occupancyRate"]),
    ("KCN cho thuê 120 ha, trong đó đã cho thuê 80 ha.", ["industrialLandArea", "leasedArea"]),
    ("Khu nhà ở công nhân cần 40 ha.", [another_measure("khu nhà ở công nhân")]),
    ("Lúa bị ngập hơn 50 ha.", [Reason.UNNAMED_AREA]),
    ("Diện tích tăng thêm được phần nào. Đất trồng cây giảm 30 ha.", [Reason.DIFFERENCE]),
    ("Tỷ lệ lấp đầy bình quân đạt 71,5%.", ["occupancyRate"]),
    ("KCN đã có 63% diện tích đất được cho thuê.", ["occupancyRate"]),
    ("Tỷ lệ lấp đầy ở đó lần lượt là 80% và 64%.", ["occupancyRate", "occupancyRate"]),
    ("Số nộp ngân sách bằng 88% kế hoạch năm.", [Reason.SHARE_OF_PLAN]),
    ("Nhóm hàng này chiếm 42% kim ngạch.", [Reason.SHARE]),
    ("Chỉ số sản xuất công nghiệp tăng 9,1% so với cùng kỳ.", ["outputGrowth"]),
    ("Chỉ số sản xuất công nghiệp giảm 3,2% so với cùng kỳ.", ["outputGrowth-"]),
    ("Chỉ số sản xuất công nghiệp tăng 2,4% so với tháng trước.", [Reason.SHORT_CHANGE]),
    ("Kim ngạch xuất khẩu đạt 4,35 tỷ USD, tăng 24,3%.", ["exportValue", "exportGrowth"]),
    ("Kim ngạch nhập khẩu đạt 2,1 tỷ USD, giảm 5%.", ["importValue", "importGrowth-"]),
    ("Nộp ngân sách đạt 830 tỷ đồng, tăng 12%.", ["budgetContribution", Reason.OTHER_GROWTH]),
    ("IIP tăng 8,3%. Trong đó, ngành dệt tăng 6,4%; may giảm 1,1%.", ["outputGrowth", "outputGrowth", "outputGrowth-"]),
    ("Tổng vốn đầu tư đăng ký của các dự án đạt 3,2 tỷ USD.", ["registeredCapital"]),
    ("Quý I, tỉnh thu hút 376 triệu USD.", ["registeredCapital"]),
    ("Các nhà đầu tư đã rót 515 triệu USD vào khu công nghiệp.", ["registeredCapital"]),
    ("Vốn thực hiện ước đạt 1,7 tỷ USD.", ["implementedCapital"]),
    ("Khu này cần 950 tỷ đồng vốn đầu tư hạ tầng.", ["infrastructureCapital"]),
    ("Có 80 dự án với 1,2 tỷ USD.", ["projectCount", "registeredCapital"]),
    ("Tổng vốn đăng ký 60 triệu USD (tương đương 1.400 tỷ đồng).", ["registeredCapital", "registeredCapital"]),
    ("Vốn đăng ký đạt 3 tỷ USD và 2,4 tỷ USD.", ["registeredCapital", "registeredCapital"]),
    ("Doanh thu của các doanh nghiệp đạt 5.100 tỷ đồng.", ["revenue"]),
    ("Các doanh nghiệp đã nộp 640 tỷ đồng vào ngân sách.", ["budgetContribution"]),
    ("Giá trị sản xuất công nghiệp ước 18.700 tỷ đồng.", ["outputValue"]),
    ("Thu nhập bình quân của người lao động là 8,4 triệu đồng/tháng.", ["averageIncome"]),
    ("Thu nhập bình quân đạt 8,4 triệu đồng.", ["averageIncome"]),
    ("Mỗi dự án có vốn đăng ký 12 triệu USD.", [Reason.AVERAGE]),
    ("Giá đất chào bán 3 triệu đồng/m2.", [measured_in("VND/m2")]),
    ("Tuyến đường dài 18 km.", [measured_in("km")]),
    ("Ngân hàng phạt 2 tỷ đồng.", [another_measure("phạt")]),
    ("Ông mang theo 2 tỷ đồng.", [Reason.UNNAMED_MONEY]),
    ("Vốn đăng ký giảm 300 triệu USD so với cùng kỳ.", [Reason.DIFFERENCE]),
    ("Dự án tăng vốn 300 triệu USD.", ["registeredCapital"]),
    ("Lương bình quân 7,4 triệu đồng/tháng, hơn cùng kỳ 350 nghìn đồng.", ["averageIncome", Reason.DIFFERENCE]),
    ("Lương bình quân 7,4 triệu đồng/tháng, tăng thêm 350.000 đồng.", ["averageIncome", Reason.DIFFERENCE]),
    ("Thu nhập của chị nay khoảng 9 triệu đồng.", [Reason.ONE_PERSON]),
    ("Thu nhập của anh chị em công nhân nay khoảng 9 triệu đồng.", ["averageIncome"]),
    ("Tỉnh cấp mới 12 dự án tại đây, vốn 640 tỷ đồng.", ["projectCount", "registeredCapital"]),
    ("Tổng số dự án FDI còn hiệu lực là 31 với 410 triệu USD.", ["projectCount", "registeredCapital"]),
    ("Có 14 KCN được thành lập với 3.120 ha.", ["count:zones", "totalArea"]),
    ("Có 14 KCN đã hoạt động trên 3.120 ha đất.", ["count:zones", "totalArea"]),
    ("KCN cho 46 doanh nghiệp thuê lại với diện tích 88 ha.", ["enterpriseCount", "leasedArea"]),
    ("KCN đã lấp đầy 100% diện tích 310 ha.", ["occupancyRate", "totalArea"]),
    ("Diện tích gần 35 ha đã được thu hồi.", [Reason.OTHER_LAND]),
    ("Diện tích đất còn vướng 12 ha rừng sản xuất.", [another_measure("rừng sản xuất")]),
    ("Bình quân 1 ha đất đã cho thuê thu hút 3,1 triệu USD.", [Reason.AVERAGE, Reason.AVERAGE]),
    (
        "KCN có đất công nghiệp cho thuê 205 ha, trong đó 89,5 ha đã có chủ, bằng 43,7%.",
        ["industrialLandArea", "leasedArea", "occupancyRate"],
    ),
    ("Giá trị sản xuất đạt 830 tỷ đồng (giá 1994); toàn ngành đạt 2.100 tỷ đồng.", ["outputValue", "outputValue"]),
    ("Chế tạo dẫn đầu với vốn đăng ký 4,1 tỷ USD; bán buôn, bán lẻ 310 triệu USD.", ["registeredCapital"] * 2),
    ("Vốn đăng ký đạt 4 tỷ USD, trong đó có thương vụ 1,2 tỷ USD.", ["registeredCapital", Reason.UNNAMED_MONEY]),
    ("Giá trị sản xuất đạt 900 tỷ đồng, khu vực kinh tế trong nước 500 tỷ đồng.", ["outputValue", "outputValue"]),
    (
        "Năm 2001 giá trị sản xuất công nghiệp 40 tỷ đồng. Đến năm 2016, con số ấy là 900 tỷ đồng.",
        ["outputValue", "outputValue"],
    ),
    (
        "Cả năm 2015 giá trị sản xuất công nghiệp 90 tỷ đồng. Quý I năm nay khá hơn: 28 tỷ đồng.",
        ["outputValue", "outputValue"],
    ),
    ("Thanh tra đề nghị thu vào ngân sách nhà nước 160 tỷ đồng.", [Reason.UNNAMED_MONEY]),
    ("Số vốn cần huy động để làm khu kinh tế là hơn 900 tỷ đồng.", [Reason.NEEDED]),
    ("Vốn của dự án bồi thường khi giải phóng mặt bằng KCN với tổng số vốn 900 tỷ đồng.", [Reason.COMPENSATION]),
    ("Khoảng 35 ha nằm trong ranh dự án đã được thu hồi.", [Reason.OTHER_LAND]),
    ("KCN còn đất: diện tích thương phẩm còn lại khoảng 40 ha.", [another_measure("diện tích thương phẩm còn lại")]),
    ("KCN có đất công nghiệp cho thuê 198 ha.", ["industrialLandArea"]),
    ("KCN Hoa Sen được mở rộng thêm 216 ha.", [Reason.DIFFERENCE]),
    ("Giải ngân vốn FDI 9 tháng ước 380 triệu USD.", ["implementedCapital"]),
    ("Tổng vốn đầu tư hạ tầng các KCN đã thực hiện 980 tỷ đồng.", ["infrastructureCapital"]),
    ("Thu ngân sách từ các doanh nghiệp trong KCN đạt 850 tỷ đồng.", ["budgetContribution"]),
    ("Thu ngân sách đạt 850 tỷ đồng.", [another_measure("thu ngân sách")]),
    ("Đến nay KCN có 61 dự án, thuê 148 ha đất.", ["projectCount", "leasedArea"]),
    ("KCN Hoa Sen giai đoạn 1 chỉ có 45 ha.", ["totalArea"]),
    ("Góp vốn, mua cổ phần có 94 lượt góp vốn với tổng giá trị 61 triệu USD.", ["projectCount", "registeredCapital"]),
    ("Công nhân trong KCN hưởng lương tùy nơi, mặt bằng chung 5,1 triệu đồng một tháng.", ["averageIncome"]),
    (
        "Tổng kim ngạch xuất, nhập khẩu hàng hóa đạt 61 tỷ USD.",
        [another_measure("tổng kim ngạch xuất, nhập khẩu hàng hóa")],
    ),
    (
        "Nghị quyết nâng mức hỗ trợ đầu tư hạ tầng KCN từ 3 tỷ đồng lên 5 tỷ đồng/cụm.",
        [another_measure("mức hỗ trợ"), measured_in("VND/cụm")],
    ),
    ("Chế tạo có vốn đăng ký 9 tỷ USD. Lĩnh vực bất động sản đạt 2 tỷ USD.", ["registeredCapital"] * 2),
]

_GROWTH = [
    ("IIP quý I tăng 2,4%, thấp hơn nhiều so với mức 11,3% của quý I năm trước.", ["outputGrowth", "outputGrowth"]),
    ("IIP tăng 2,4%, thấp hơn mức tăng 11,3% của cùng kỳ.", ["outputGrowth", "outputGrowth"]),
    ("IIP tăng 7,1%, trong khi kế hoạch đề ra là 9%.", ["outputGrowth", "outputGrowth"]),
    ("IIP tăng 7,1%, không đạt chỉ tiêu 9% đề ra.", ["outputGrowth", "outputGrowth"]),
    ("IIP tăng 7,1%, vượt mục tiêu 6,5% đề ra.", ["outputGrowth", "outputGrowth"]),
    ("IIP tăng 7,1%, vượt kế hoạch 1,5%.", ["outputGrowth", Reason.SHARE]),
    ("IIP tăng 7,1% và bằng 98% kế hoạch.", ["outputGrowth", Reason.SHARE_OF_PLAN]),
    (
        "Giá trị sản xuất công nghiệp tăng 13%/năm giai đoạn 2011-2015 và khoảng 14,6%/năm giai đoạn 2016-2020.",
        ["outputGrowth", "outputGrowth"],
    ),
    ("Xuất khẩu tăng 12% năm 2018, 15% năm 2019.", ["exportGrowth", "exportGrowth"]),
    ("Xuất khẩu tăng 12% năm 2018 và chiếm 15% cả nước.", ["exportGrowth", Reason.SHARE_OF_PLAN]),
    ("Sản xuất công nghiệp: giấy chỉ nhích 1,9%, gỗ hụt 4%.", ["outputGrowth", "outputGrowth-"]),
    (
        "IIP tăng ở 49 địa phương. Tăng khá là: Bắc Giang tăng 16,1%; Phú Thọ và Hà Nam lần lượt giảm 5,2% và 3,8%.",
        [Reason.COUNTS_NOTHING, "outputGrowth", "outputGrowth-", "outputGrowth-"],
    ),
    ("GRDP tăng ở 49 địa phương. Tăng khá là: Bắc Giang tăng 16,1%.", [Reason.COUNTS_NOTHING, Reason.UNNAMED_GROWTH]),
    ("Sản xuất công nghiệp: sản phẩm từ cao su tăng 7,1%.", ["outputGrowth"]),
    ("Sản xuất công nghiệp: giấy tăng 9%, vật liệu xây dựng tăng 0,5%.", ["outputGrowth", "outputGrowth"]),
]

_FILLED = [
    ("Tỷ lệ lấp đầy trên diện tích thu hồi đạt 88%.", ["occupancyRate"]),
    ("KCN Hoa Sen hiện cho thuê được 70% diện tích.", ["occupancyRate"]),
    ("KCN Hoa Sen đã cho các doanh nghiệp thuê gần 70% quỹ đất.", ["occupancyRate"]),
    ("KCN Hoa Sen đã lấp đầy, tính cả phần mở rộng đạt 82,6%.", ["occupancyRate"]),
    ("KCN Hoa Sen đã san lấp 83% diện tích đất và đã cho thuê nhiều lô.", [Reason.SHARE]),
    ("Chủ đầu tư dành 3% diện tích đất công nghiệp cho nhóm này thuê.", [Reason.SHARE]),
    ("KCN Hoa Sen giải phóng được 70% diện tích.", [Reason.SHARE]),
    ("Tỷ lệ cho thuê đất ở KCN Hoa Sen và KCN Sao Khuê chưa tới 10%.", ["occupancyRate"]),
    ("Tỷ lệ lấp đầy đạt 86%, tăng từ mức 61% cuối năm trước.", ["occupancyRate", "occupancyRate"]),
]


@pytest.mark.parametrize(("text", "told"), [*_AMOUNTS, *_GROWTH, *_FILLED])
def test_amounts_are_told_by_the_words_around_them(text: str, told: list[str]) -> None:
    assert _told(text) == told


def test_a_currency_left_out_is_that_of_the_amount_before() -> None:
    reading = read(Article("a", "Vốn đăng ký 12,5 tỷ USD, trong đó vốn cấp mới gần 9,6 tỉ.", "a.txt"))
    what = What(reading)
    figures = [what.read(quantity) for quantity in reading.quantities]
    assert [(f.metric, f.unit) for f in figures if isinstance(f, Figure)] == [("registeredCapital", "USD")] * 2


def test_ranks_go_on_with_the_capital_of_the_sentences_before() -> None:
    text = "Tổng vốn đăng ký đạt 9 tỷ USD. Dẫn đầu là Nhật Bản với 4 tỷ USD. Đứng thứ hai là Hàn Quốc, 2,6 tỷ USD."
    assert _told(text) == ["registeredCapital"] * 3


def test_a_figure_taken_back_is_repeated_by_none() -> None:
    reading = read(Article("a", "Vốn đăng ký đạt 3 tỷ USD và 2 tỷ USD.", "a.txt"))
    what = What(reading)
    first, second = reading.quantities
    figure = what.read(first)
    assert isinstance(figure, Figure)
    what.withdraw(figure)
    assert not isinstance(what.read(second), Figure)


# --- every metric's own words ---------------------------------------------------------------------------------------

_BEFORE = ("{name} đạt {amount}.", "{name}: {amount}.", "{name} ước khoảng {amount}.", "{name} là {amount}.")
_COUNTED = ("Thu hút đầu tư đến nay có {amount} {noun}.", "Lũy kế vốn đầu tư từ {amount} {noun} ở các nơi.")
# Written behind the number, or only with words beside them: no template of these holds for them.
_NOT_BEFORE = ("đã", "được", "vào ", "cho ", "tạo ")
_WORD_OF = {"ha": "ha", "%": "%", "VND": "tỷ đồng", "USD": "triệu USD", "VND/month": "triệu đồng/tháng"}
_SCALE = {"VND": 10**9, "USD": 10**6, "VND/month": 10**6}


def _named() -> list[tuple[str, str]]:
    """Each unit but that of counts with each name that can stand before a figure in it."""
    growth = [metric for metric in metrics().values() if metric.id.endswith("Growth")]
    return [
        (unit, name)
        for metric in metrics().values()
        if metric not in growth
        for unit in metric.units
        if unit in _WORD_OF
        for name in metric.names
        if not name.startswith(_NOT_BEFORE)
    ]


_LISTED = _named()


@given(st.sampled_from(_LISTED), st.sampled_from(_BEFORE), st.integers(2, 90))
@settings(max_examples=150, deadline=None)
def test_each_name_of_each_measure_is_read_back(named: tuple[str, str], template: str, value: int) -> None:
    unit, name = named
    text = template.format(name=name.capitalize(), amount=f"{value} {_WORD_OF[unit]}")
    reading = read(Article("a", "Khuyến công: 5 đề án khuyến công.\n" + text, "a.txt"))
    what = What(reading)
    figure = [what.read(quantity) for quantity in reading.quantities][-1]
    assert isinstance(figure, Figure), f"{text}: {figure}"
    shared = {other.id for other in metrics().values() if name in other.names}
    assert (figure.metric in shared, figure.unit) == (True, unit), text
    assert figure.quantity.value == value * _SCALE.get(unit, 1)


@given(
    st.sampled_from([(m, noun) for m in metrics().values() for noun in m.counted]),
    st.sampled_from(_COUNTED),
    st.integers(11, 900),
)
@settings(max_examples=120, deadline=None)
def test_each_counted_noun_is_read_back(counted: tuple[Metric, str], template: str, value: int) -> None:
    metric, noun = counted
    text = template.format(amount=value, noun=noun)
    reading = read(Article("a", "Chuyện khuyến công.\n" + text, "a.txt"))
    what = What(reading)
    figure = [what.read(quantity) for quantity in reading.quantities][-1]
    assert isinstance(figure, Figure), f"{text}: {figure}"
    same = {"workerCount", "jobsCreated"} if metric.id in ("workerCount", "jobsCreated") else {metric.id}
    assert figure.metric in same, text
    assert (figure.quantity.value, figure.unit) == (Decimal(value), "1")


_WHOLE = [
    ("count", "1", "Toàn tỉnh có {} khu công nghiệp."),
    ("totalArea", "ha", "Các khu công nghiệp của tỉnh có tổng diện tích {} ha."),
    ("industrialLandArea", "ha", "Các khu công nghiệp của tỉnh có diện tích đất công nghiệp {} ha."),
    ("leasedArea", "ha", "Các khu công nghiệp của tỉnh đã cho thuê {} ha."),
    ("occupancyRate", "%", "Các khu công nghiệp của tỉnh có tỷ lệ lấp đầy {}%."),
    ("projectCount", "1", "Tỉnh đã thu hút {} dự án đầu tư vào các khu công nghiệp."),
    ("registeredCapital", "USD", "Các khu công nghiệp của tỉnh thu hút tổng vốn đăng ký {} USD."),
    ("implementedCapital", "USD", "Vốn thực hiện của các dự án trong các khu công nghiệp của tỉnh đạt {} USD."),
    ("infrastructureCapital", "VND", "Vốn đầu tư hạ tầng các khu công nghiệp của tỉnh là {} đồng."),
    ("enterpriseCount", "1", "Các khu công nghiệp của tỉnh có {} doanh nghiệp đang hoạt động."),
    ("workerCount", "1", "Các khu công nghiệp của tỉnh đang sử dụng {} lao động."),
    ("jobsCreated", "1", "Các khu công nghiệp của tỉnh tạo thêm {} việc làm mới."),
    (
        "averageIncome",
        "VND/month",
        "Thu nhập bình quân của lao động trong các KCN của tỉnh là {} đồng/tháng.",
    ),
    ("budgetContribution", "VND", "Doanh nghiệp trong các khu công nghiệp của tỉnh nộp ngân sách {} đồng."),
    ("revenue", "VND", "Doanh thu của các doanh nghiệp trong các khu công nghiệp của tỉnh đạt {} đồng."),
    ("outputValue", "VND", "Giá trị sản xuất công nghiệp của tỉnh đạt {} đồng."),
    ("exportValue", "USD", "Kim ngạch xuất khẩu của tỉnh đạt {} USD."),
    ("importValue", "USD", "Kim ngạch nhập khẩu của tỉnh đạt {} USD."),
    ("outputGrowth", "%", "Chỉ số sản xuất công nghiệp của tỉnh tăng {}%."),
    ("exportGrowth", "%", "Kim ngạch xuất khẩu của tỉnh tăng {}%."),
    ("importGrowth", "%", "Kim ngạch nhập khẩu của tỉnh tăng {}%."),
    ("supportSchemeCount", "1", "Tỉnh đã thực hiện {} đề án khuyến công."),
    ("supportFunding", "VND", "Kinh phí khuyến công của tỉnh là {} đồng."),
    ("counterpartFunding", "VND", "Vốn đối ứng của cơ sở công nghiệp nông thôn khuyến công của tỉnh là {} đồng."),
    ("countryCount", "1", "Nhà đầu tư của {} quốc gia đã có dự án FDI ở tỉnh."),
]


def test_the_sentences_about_a_province_leave_no_metric_out() -> None:
    assert {metric for metric, _, _ in _WHOLE} == set(metrics())


@given(st.sampled_from(_WHOLE), st.integers(12, 59), st.sampled_from(("Thái Bình", "Hà Nam", "Tây Ninh", "Bắc Giang")))
@settings(max_examples=150, deadline=None)
def test_figures_of_each_metric_come_through_extraction(case: tuple[str, str, str], value: int, place: str) -> None:
    metric, unit, sentence = case
    scale = {"VND": (10**9, " tỷ"), "USD": (10**6, " triệu"), "VND/month": (10**6, " triệu")}.get(unit, (1, ""))
    amount = value % 20 + 5 if unit == "VND/month" else value
    text = f"Tỉnh {place}: Công nghiệp và thu hút đầu tư\n\n{sentence.format(f'{amount}{scale[1]}')}"
    rows = extract(Article("a", text, "a.txt", published="2023-05-09")).observations
    found = [(row.metric, plain_decimal(row.value), row.unit, row.about) for row in rows]
    assert found == [(metric, plain_decimal(Decimal(amount * scale[0])), unit, place)], text
