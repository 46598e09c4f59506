"""Times of figures: wordings with known times, then times generated, written by templates and read back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.articles.model import Article
from kg.extraction import extract

Spans = dict[str, str]


def spans(text: str, published: str = "") -> Spans:
    """The time of each row by its quote, `from..to`."""
    facts = extract(Article("a", text, "a.txt", published=published))
    return {row.quote: f"{row.from_}..{row.to}" for row in facts.observations}


def check(text: str, expected: Spans, published: str = "") -> None:
    found = spans(text, published)
    assert {quote: found.get(quote) for quote in expected} == expected, found


# Each: the text, the article's date, and the time of each figure.
CASES: list[tuple[str, str, str, Spans]] = [
    (
        "the day of a report",
        "Sở Công Thương Vĩnh Long vừa có báo cáo về tình hình các cụm công nghiệp tính đến ngày 15/3/2024.\n\n"
        "Theo đó, tỉnh đã thành lập 45 CCN.",
        "",
        {"45": "2024-03-15..2024-03-15"},
    ),
    (
        "a period behind its source",
        "Theo Ban Quản lý các KCN tỉnh Vĩnh Long, 9 tháng năm 2017, các doanh nghiệp làm ăn khá. "
        "Xuất khẩu đạt 3,3 tỷ USD.",
        "",
        {"3,3 tỷ USD": "2017-01..2017-09"},
    ),
    (
        "in brackets before a colon",
        "KCN Hòa Phú, tỉnh Vĩnh Long đã cho thuê hết từ năm 2020.\n\nHiện trạng (tháng 3/2021): đã có 28 dự án.",
        "",
        {"28": "2021-03..2021-03"},
    ),
    (
        "a heading with a letter",
        "Kết quả năm 2016 của Ban Quản lý các KCN tỉnh Vĩnh Long\n\nB. KẾT QUẢ\n+ Cấp mới 23 dự án.\n\n"
        "C. CHỈ TIÊU NĂM 2017\n+ Thu hút 25 dự án.",
        "",
        {"23": "2016..2016", "25": "2017..2017"},
    ),
    (
        "before",
        "Năm 2020, tỉnh Vĩnh Long thu hút 15 dự án FDI với tổng vốn đăng ký 320 triệu USD.",
        "",
        {"15": "2020..2020", "320 triệu USD": "2020..2020"},
    ),
    (
        "behind",
        "Tỉnh Vĩnh Long thu hút 15 dự án FDI trong năm 2020, tổng vốn đăng ký 320 triệu USD.",
        "",
        {"15": "2020..2020", "320 triệu USD": "2020..2020"},
    ),
    (
        "two years",
        "Kim ngạch xuất khẩu của tỉnh Vĩnh Long năm 2021 đạt 700 triệu USD, năm 2022 đạt 820 triệu USD.",
        "",
        {"700 triệu USD": "2021..2021", "820 triệu USD": "2022..2022"},
    ),
    (
        "from to",
        "Diện tích đất đã cho thuê của các KCN tỉnh Vĩnh Long tăng từ 100 ha năm 2015 lên 250 ha năm 2020.",
        "",
        {"100 ha": "2015..2015", "250 ha": "2020..2020"},
    ),
    (
        "from to in brackets",
        "Vốn FDI đăng ký vào tỉnh Vĩnh Long tăng từ 120 triệu USD (năm 2015) lên 450 triệu USD (năm 2020).",
        "",
        {"120 triệu USD": "2015..2015", "450 triệu USD": "2020..2020"},
    ),
    (
        "respectively",
        "Các năm 2019, 2020 và 2021, tỉnh Vĩnh Long thu hút lần lượt 12 dự án, 18 dự án và 25 dự án FDI.",
        "",
        {"12": "2019..2019", "18": "2020..2020", "25": "2021..2021"},
    ),
    (
        "respectively behind",
        "Kim ngạch xuất khẩu của tỉnh Vĩnh Long đạt 500 triệu USD, 620 triệu USD và 710 triệu USD lần lượt "
        "trong các năm 2019, 2020 và 2021.",
        "",
        {"500 triệu USD": "2019..2019", "620 triệu USD": "2020..2020", "710 triệu USD": "2021..2021"},
    ),
    (
        "targets",
        "Tỉnh Vĩnh Long phấn đấu kim ngạch xuất khẩu đến năm 2025 đạt 1,2 tỷ USD, đến năm 2030 đạt 2,5 tỷ "
        "USD.",
        "",
        {"1,2 tỷ USD": "2025..2025", "2,5 tỷ USD": "2030..2030"},
    ),
    (
        "same period",
        "9 tháng năm 2023, xuất khẩu của tỉnh Vĩnh Long đạt 640 triệu USD, trong khi cùng kỳ năm trước đạt "
        "590 triệu USD.",
        "",
        {"640 triệu USD": "2023-01..2023-09", "590 triệu USD": "2022-01..2022-09"},
    ),
    (
        "same period in brackets",
        "6 tháng đầu năm 2022, tỉnh Vĩnh Long thu hút 210 triệu USD vốn FDI (cùng kỳ năm 2021 là 180 triệu "
        "USD).",
        "",
        {"210 triệu USD": "2022-01..2022-06", "180 triệu USD": "2021-01..2021-06"},
    ),
    (
        "year in brackets",
        "Năm 2023, xuất khẩu của tỉnh Vĩnh Long đạt 3,4 tỷ USD (năm 2022: 3,1 tỷ USD), nhập khẩu 2,2 tỷ "
        "USD.",
        "",
        {"3,4 tỷ USD": "2023..2023", "3,1 tỷ USD": "2022..2022", "2,2 tỷ USD": "2023..2023"},
    ),
    (
        "compared year in brackets",
        "Năm 2023, xuất khẩu của tỉnh Vĩnh Long đạt 3,4 tỷ USD, tăng mạnh so với năm 2020 (2,1 tỷ USD).",
        "",
        {"3,4 tỷ USD": "2023..2023", "2,1 tỷ USD": "2020..2020"},
    ),
    (
        "comparison is no time",
        "Xuất khẩu của tỉnh Vĩnh Long năm 2023 đạt 3,4 tỷ USD, tăng 8% so với năm 2022; nhập khẩu 2,2 tỷ "
        "USD.",
        "",
        {"3,4 tỷ USD": "2023..2023", "8%": "2023..2023", "2,2 tỷ USD": "2023..2023"},
    ),
    (
        "month then sum",
        "Tháng 6/2023, xuất khẩu của tỉnh Vĩnh Long ước đạt 90 triệu USD; lũy kế 6 tháng đạt 510 triệu USD.",
        "",
        {"90 triệu USD": "2023-06..2023-06", "510 triệu USD": "2023-01..2023-06"},
    ),
    (
        "quarter of a half",
        "6 tháng đầu năm 2021, các KCN tỉnh Vĩnh Long thu hút 20 dự án, riêng quý II thu hút 13 dự án.",
        "",
        {"20": "2021-01..2021-06", "13": "2021-04..2021-06"},
    ),
    (
        "aside does not go on",
        "Năm 2021, xuất khẩu của tỉnh Vĩnh Long đạt 900 triệu USD, riêng tháng 12 đạt 110 triệu USD. Nhập "
        "khẩu đạt 700 triệu USD.",
        "",
        {"900 triệu USD": "2021..2021", "110 triệu USD": "2021-12..2021-12", "700 triệu USD": "2021..2021"},
    ),
    (
        "stock and flow apart",
        "Đến hết tháng 6/2021, tỉnh Vĩnh Long có 3 KCN với tổng diện tích 800 ha. Trong 6 tháng đầu năm, "
        "các KCN thu hút 8 dự án mới. Tỷ lệ lấp đầy đạt 71%.",
        "",
        {"3": "2021-06..2021-06", "800 ha": "2021-06..2021-06", "8": "2021-01..2021-06", "71%": "2021-06..2021-06"},
    ),
    (
        "sum under a period",
        "6 tháng đầu năm 2019, tỉnh Vĩnh Long thu hút 9 dự án FDI; lũy kế toàn tỉnh có 152 dự án FDI còn "
        "hiệu lực.",
        "2019-07-05",
        {"9": "2019-01..2019-06", "152": "2019-07-05..2019-07-05"},
    ),
    (
        "sum without today",
        "6 tháng đầu năm 2019, tỉnh Vĩnh Long thu hút 9 dự án FDI; lũy kế toàn tỉnh có 152 dự án FDI còn "
        "hiệu lực.",
        "",
        {"9": "2019-01..2019-06", "152": "2019-06..2019-06"},
    ),
    (
        "now",
        "Đến nay, tỉnh Vĩnh Long có 4 KCN với tổng diện tích 900 ha.",
        "2020-03-10",
        {"4": "2020-03-10..2020-03-10", "900 ha": "2020-03-10..2020-03-10"},
    ),
    (
        "now unknown",
        "Hiện nay, tỉnh Vĩnh Long có 4 KCN với tổng diện tích 900 ha.",
        "",
        {"4": "..", "900 ha": ".."},
    ),
    (
        "since",
        "Từ đầu năm đến nay, tỉnh Vĩnh Long thu hút 11 dự án FDI.",
        "2020-10-10",
        {"11": "2020-01..2020-10-10"},
    ),
    (
        "since unknown",
        "Từ đầu năm 2018 đến nay, tỉnh Vĩnh Long thu hút 11 dự án FDI.",
        "",
        {"11": "2018-01.."},
    ),
    (
        "until with last year's",
        "Tính đến 20/11/2023, tổng vốn FDI vào tỉnh Vĩnh Long đạt 310 triệu USD, tăng 14% so với cùng kỳ. "
        "Xuất khẩu đạt 640 triệu USD.",
        "",
        {"310 triệu USD": "2023-01..2023-11-20", "640 triệu USD": "2023-01..2023-11-20"},
    ),
    (
        "decision",
        "Theo Quyết định số 12/QĐ-UBND ngày 3/2/2015, đến năm 2020 tỉnh Vĩnh Long có 5 CCN với diện tích "
        "180 ha.",
        "",
        {"5": "2020..2020", "180 ha": "2020..2020"},
    ),
    (
        "price base",
        "Giá trị sản xuất công nghiệp (giá so sánh 2010) của tỉnh Vĩnh Long năm 2019 đạt 21.000 tỷ đồng. "
        "Xuất khẩu đạt 640 triệu USD.",
        "",
        {"21.000 tỷ đồng": "2019..2019", "640 triệu USD": "2019..2019"},
    ),
    (
        "founded",
        "Được thành lập năm 2008, KCN Bình Minh (tỉnh Vĩnh Long) có 30 doanh nghiệp. Năm 2021, kim ngạch "
        "xuất khẩu của khu đạt 55 triệu USD.",
        "2022-04-01",
        {"55 triệu USD": "2021..2021"},
    ),
    (
        "meeting",
        "Tại hội nghị ngày 10/7/2022, lãnh đạo tỉnh Vĩnh Long cho biết 6 tháng đầu năm xuất khẩu đạt 400 "
        "triệu USD, nhập khẩu 210 triệu USD.",
        "",
        {"400 triệu USD": "2022-01..2022-06", "210 triệu USD": "2022-01..2022-06"},
    ),
    (
        "meeting without time",
        "Phát biểu tại cuộc họp ngày 10/7/2022, ông Nam cho biết xuất khẩu của tỉnh Vĩnh Long đạt 400 triệu "
        "USD.",
        "",
        {"400 triệu USD": ".."},
    ),
    (
        "handed out",
        "Ngày 20/8/2018, UBND tỉnh Vĩnh Long trao giấy chứng nhận đầu tư cho 10 dự án với tổng vốn đăng ký "
        "315 triệu USD.",
        "",
        {"10": "2018-08-20..2018-08-20", "315 triệu USD": "2018-08-20..2018-08-20"},
    ),
    (
        "title",
        "Xuất khẩu tỉnh Vĩnh Long 6 tháng đầu năm 2022\n\nKim ngạch xuất khẩu đạt 400 triệu USD, tăng "
        "12%.\n\nNhập khẩu đạt 210 triệu USD.",
        "",
        {"400 triệu USD": "2022-01..2022-06", "210 triệu USD": "2022-01..2022-06"},
    ),
    (
        "sections",
        "Tình hình các KCN tỉnh Vĩnh Long\n\nNăm 2022\n- Xuất khẩu đạt 400 triệu USD.\n- Nhập khẩu đạt 310 "
        "triệu USD.\n\nNăm 2023\n- Xuất khẩu đạt 450 triệu USD.\n- Nhập khẩu đạt 350 triệu USD.",
        "",
        {
            "400 triệu USD": "2022..2022",
            "310 triệu USD": "2022..2022",
            "450 triệu USD": "2023..2023",
            "350 triệu USD": "2023..2023",
        },
    ),
    (
        "as-of heading",
        "Danh sách KCN tỉnh Vĩnh Long (đến 31/12/2023)\n\n- KCN Hòa Phú: 250 ha, lấp đầy 100%.\n- KCN Bình "
        "Minh: 130 ha, lấp đầy 96%.",
        "",
        {"250 ha": "2023-12-31..2023-12-31", "96%": "2023-12-31..2023-12-31"},
    ),
    (
        "plan heading",
        "Các KCN tỉnh Vĩnh Long năm 2014\n\n1. Kết quả\nXuất khẩu đạt 400 triệu USD.\n\n2. Nhiệm vụ năm "
        "2015\n- Xuất khẩu 450 triệu USD.\n- Nhập khẩu đạt 350 triệu USD.",
        "",
        {"400 triệu USD": "2014..2014", "450 triệu USD": "2015..2015", "350 triệu USD": "2015..2015"},
    ),
    (
        "last year",
        "Năm ngoái, tỉnh Vĩnh Long thu hút 30 dự án FDI; năm nay tỉnh phấn đấu thu hút 35 dự án.",
        "2024-02-01",
        {"30": "2023..2023", "35": "2024..2024"},
    ),
    (
        "next year counted from the year in force",
        "Năm 2016, tỉnh Vĩnh Long thu hút 30 dự án FDI. Năm kế tiếp, tỉnh thu hút 35 dự án.",
        "2020-02-01",
        {"30": "2016..2016", "35": "2017..2017"},
    ),
    (
        "span",
        "Giai đoạn 2016-2020, tỉnh Vĩnh Long thu hút 120 dự án với tổng vốn đăng ký 900 triệu USD.",
        "",
        {"120": "2016..2020", "900 triệu USD": "2016..2020"},
    ),
    (
        "whole term",
        "Nhiệm kỳ 2020-2025, đến năm 2025 tỉnh Vĩnh Long có 6 KCN, thu hút 500 triệu USD vốn FDI cả nhiệm "
        "kỳ.",
        "",
        {"6": "2025..2025", "500 triệu USD": "2020..2025"},
    ),
    (
        "restated",
        "Năm 2019, tỉnh Vĩnh Long thu hút 60 triệu USD vốn FDI (tương đương 1.400 tỷ đồng).",
        "",
        {"60 triệu USD": "2019..2019", "1.400 tỷ đồng": "2019..2019"},
    ),
    (
        "month of the year in the sentence",
        "Năm 2021, xuất khẩu của tỉnh Vĩnh Long tháng 8 đạt 50 triệu USD.",
        "2022-03-01",
        {"50 triệu USD": "2021-08..2021-08"},
    ),
    (
        "of a quarter",
        "Quý I/2020, xuất khẩu của tỉnh Vĩnh Long đạt 240 triệu USD, thấp hơn nhiều so với mức 310 triệu "
        "USD của quý I/2019.",
        "",
        {"240 triệu USD": "2020-01..2020-03", "310 triệu USD": "2019-01..2019-03"},
    ),
    (
        "in that, year",
        "Giai đoạn 2016-2020, tỉnh Vĩnh Long thu hút 120 dự án FDI, trong đó năm 2020 thu hút 31 dự án.",
        "",
        {"120": "2016..2020", "31": "2020..2020"},
    ),
    (
        "stock of a half-year",
        "6 tháng đầu năm 2022, các KCN tỉnh Vĩnh Long có tỷ lệ lấp đầy 80%, thu hút 12 dự án mới.",
        "",
        {"80%": "2022-06..2022-06", "12": "2022-01..2022-06"},
    ),
    (
        "from now to the year's end",
        "Từ nay đến cuối năm, tỉnh Vĩnh Long phấn đấu thu hút thêm 5 dự án FDI.",
        "2021-09-05",
        {"5": "2021-09..2021-12"},
    ),
    (
        "targets in a list",
        "Mục tiêu của tỉnh Vĩnh Long đến năm 2030:\n- Có 10 KCN với tổng diện tích 3.000 ha;\n- Kim ngạch "
        "xuất khẩu đạt 4 tỷ USD.",
        "",
        {"10": "2030..2030", "3.000 ha": "2030..2030", "4 tỷ USD": "2030..2030"},
    ),
    (
        "plan behind",
        "Tỉnh Vĩnh Long đặt mục tiêu có 15 KCN với tổng diện tích 4.000 ha vào năm 2030.",
        "",
        {"15": "2030..2030", "4.000 ha": "2030..2030"},
    ),
    (
        "vision is no time",
        "Theo Quy hoạch tỉnh Vĩnh Long thời kỳ 2021-2030, tầm nhìn đến năm 2050, tỉnh có 15 KCN.",
        "",
        {"15": "2021..2030"},
    ),
    (
        "until for the year's flow",
        "Đến hết tháng 8/2021, doanh thu của doanh nghiệp trong các KCN tỉnh Vĩnh Long đạt 9.000 tỷ đồng.",
        "",
        {"9.000 tỷ đồng": "2021-01..2021-08"},
    ),
    (
        "a length with its years",
        "Sau 5 năm (2016 - 2020), các KCN tỉnh Vĩnh Long thu hút 88 dự án, tổng vốn đăng ký 400 triệu USD.",
        "",
        {"88": "2016..2020", "400 triệu USD": "2016..2020"},
    ),
    (
        "month, sum, now",
        "Trong tháng 9/2024, các KCN tỉnh Vĩnh Long cấp mới 4 dự án. Lũy kế 9 tháng cấp mới 31 dự án. Đến nay, các KCN "
        "có 250 dự án còn hiệu lực.",
        "2024-10-05",
        {"4": "2024-09..2024-09", "31": "2024-01..2024-09", "250": "2024-10-05..2024-10-05"},
    ),
    (
        "months that open a sentence",
        "Xuất khẩu tỉnh Vĩnh Long tháng 11 ước đạt 60 triệu USD. 11 tháng, xuất khẩu đạt 650 triệu USD, nhập khẩu đạt "
        "320 triệu USD.",
        "2022-11-30",
        {"60 triệu USD": "2022-11..2022-11", "650 triệu USD": "2022-01..2022-11", "320 triệu USD": "2022-01..2022-11"},
    ),
    (
        "an old year does not go on",
        "Năm 2005, tỉnh Vĩnh Long mới có 1 KCN rộng 120 ha. Hiện tỉnh có 6 KCN với tổng diện tích 1.500 ha.",
        "2022-05-05",
        {"120 ha": "2005..2005", "6": "2022-05-05..2022-05-05", "1.500 ha": "2022-05-05..2022-05-05"},
    ),
    (
        "before the merger",
        "Trước khi sáp nhập, tỉnh Vĩnh Long có 5 KCN với tổng diện tích 1.200 ha.",
        "2025-08-08",
        {"5": "2025-06..2025-06", "1.200 ha": "2025-06..2025-06"},
    ),
    (
        "this month of a report",
        "Công nghiệp tỉnh Vĩnh Long tháng 8 và 8 tháng năm 2024\n\nTrong tháng, các KCN tỉnh Vĩnh Long cấp mới 4 dự "
        "án.",
        "2024-09-03",
        {"4": "2024-08..2024-08"},
    ),
    (
        "a month told apart",
        "IIP tỉnh Vĩnh Long 10 tháng năm 2024 tăng 8,1%. Riêng tháng 10, IIP tăng 2,4%. Xuất khẩu đạt 650 triệu USD.",
        "2024-11-05",
        {"8,1%": "2024-01..2024-10", "2,4%": "2024-10..2024-10", "650 triệu USD": "2024-01..2024-10"},
    ),
    (
        "what is compared with does not go on",
        "Trong 7 tháng đầu năm 2010, FDI vào Vĩnh Long đạt 60 triệu USD, giảm so với con số 90 triệu USD cùng kỳ năm "
        "ngoái. Các KCN thu hút 12 dự án mới.",
        "2010-08-01",
        {"60 triệu USD": "2010-01..2010-07", "90 triệu USD": "2009-01..2009-07", "12": "2010-01..2010-07"},
    ),
    (
        "what stands behind a since",
        "Từ đầu năm đến nay các KCN tỉnh Vĩnh Long cấp mới 5 dự án; tổng số dự án còn hiệu lực là 61.",
        "2024-08-29",
        {"5": "2024-01..2024-08-29", "61": "2024-08-29..2024-08-29"},
    ),
    (
        "when a plan was set",
        "Kết quả năm 2021 của các KCN tỉnh Vĩnh Long\n\nKế hoạch giao đầu năm là thu hút 250 triệu USD.",
        "",
        {"250 triệu USD": ".."},
    ),
    (
        "months at the head of a clause",
        "Về vốn trong nước, 10 tháng có 41 dự án đăng ký vào các KCN tỉnh Vĩnh Long.",
        "2024-11-05",
        {"41": "2024-01..2024-10"},
    ),
    (
        "years since",
        "Sau 20 năm, các KCN tỉnh Vĩnh Long đã có 120 dự án được cấp phép.",
        "2023-03-26",
        {"120": "2023-03-26..2023-03-26"},
    ),
    (
        "an hour before the day",
        "Tính đến 15 giờ ngày 30/9/2022, các KCN tỉnh Vĩnh Long có 61 dự án.",
        "2022-10-12",
        {"61": "2022-09-30..2022-09-30"},
    ),
    (
        "a sentence on the same period",
        "Nửa đầu năm 2010, tỉnh Vĩnh Long cấp phép cho 14 dự án FDI. Cùng kỳ năm ngoái, tỉnh cấp phép 11 dự án, vốn "
        "đăng ký chỉ 40 triệu USD.",
        "2010-07-06",
        {"14": "2010-01..2010-06", "11": "2009-01..2009-06", "40 triệu USD": "2009-01..2009-06"},
    ),
    (
        "the whole of last year",
        "Chín tháng đầu năm, các KCN tỉnh Vĩnh Long thu hút 5 dự án. Năm ngoái, con số của cả năm là 9 dự án.",
        "2017-10-18",
        {"5": "2017-01..2017-09", "9": "2016..2016"},
    ),
    (
        "the growth of the same period",
        "Sáu tháng đầu năm 2012, IIP tỉnh Vĩnh Long tăng 9,4%, thấp hơn nhiều so với mức 17,1% cùng kỳ năm 2011.",
        "2012-07-10",
        {"9,4%": "2012-01..2012-06", "17,1%": "2011-01..2011-06"},
    ),
    (
        "then and now",
        "Lúc cao điểm nhất (năm 2014) các KCN tỉnh Vĩnh Long có 43.000 lao động, nay còn 14.700 lao động.",
        "2017-10-18",
        {"43.000": "2014..2014", "14.700": "2017-10-18..2017-10-18"},
    ),
    (
        "at work, and more capital",
        "Trong 6 tháng đầu năm 2010, các KCN tỉnh Vĩnh Long có 6 dự án đang hoạt động xin tăng vốn thêm 83 triệu USD.",
        "2010-07-06",
        {"6": "2010-01..2010-06", "83 triệu USD": "2010-01..2010-06"},
    ),
    (
        "that time",
        "Đến hết tháng 6/2019, các KCN tỉnh Vĩnh Long có 61 dự án còn hiệu lực. Đến thời điểm nói trên, tỷ lệ lấp đầy "
        "đạt 62%.",
        "",
        {"61": "2019-06..2019-06", "62%": "2019-06..2019-06"},
    ),
    (
        "last year in brackets",
        "Thu nhập bình quân của lao động trong các KCN tỉnh Vĩnh Long năm 2023 đạt 8,2 triệu đồng/người/tháng, tăng so "
        "với năm trước (7,8 triệu đồng).",
        "",
        {"8,2 triệu đồng/người/tháng": "2023..2023", "7,8 triệu đồng": "2022..2022"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "published", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_wordings(text: str, published: str, expected: Spans) -> None:
    check(text, expected, published)


YEARS = st.integers(2008, 2026)
QUARTERS = ("I", "II", "III", "IV")
AMOUNTS = st.integers(11, 979)


@st.composite
def periods(draw: st.DrawFn) -> tuple[str, str]:
    """A period of results, written out, and what it is."""
    year, months, quarter = draw(YEARS), draw(st.integers(2, 11)), draw(st.integers(1, 4))
    return draw(
        st.sampled_from([
            (f"năm {year}", f"{year}..{year}"),
            (f"{months} tháng đầu năm {year}", f"{year}-01..{year}-{months:02d}"),
            (f"{months} tháng năm {year}", f"{year}-01..{year}-{months:02d}"),
            (
                f"quý {QUARTERS[quarter - 1]}/{year}",
                f"{year}-{quarter * 3 - 2:02d}..{year}-{quarter * 3:02d}",
            ),
            (f"tháng {months}/{year}", f"{year}-{months:02d}..{year}-{months:02d}"),
            (f"nửa đầu năm {year}", f"{year}-01..{year}-06"),
        ])
    )  # fmt: skip


def amounts(count: int) -> st.SearchStrategy[list[int]]:
    return st.lists(AMOUNTS, min_size=count, max_size=count, unique=True)


FLOWS = ("kim ngạch xuất khẩu", "giá trị sản xuất công nghiệp", "doanh thu của các KCN")


@given(periods(), amounts(2), st.sampled_from(FLOWS))
def test_a_period_holds_wherever_it_stands(period: tuple[str, str], values: list[int], what: str) -> None:
    words, span = period
    one, two = (f"{value} triệu USD" for value in values)
    expected = {one: span, two: span}
    opening = words[0].upper() + words[1:]
    check(f"{opening}, {what} tỉnh Vĩnh Long đạt {one}; nhập khẩu của các KCN đạt {two}.", expected)
    check(f"Trong {words}, {what} tỉnh Vĩnh Long đạt {one}. Nhập khẩu của các KCN đạt {two}.", expected)
    check(f"{what.capitalize()} tỉnh Vĩnh Long {words} đạt {one}, nhập khẩu của các KCN đạt {two}.", expected)
    check(f"Các KCN tỉnh Vĩnh Long {words}\n\n{what.capitalize()} đạt {one}.\n\nNhập khẩu đạt {two}.", expected)
    check(f"Tỉnh Vĩnh Long thu hút {one} vốn FDI trong {words}.", {one: span})


@given(periods(), periods(), amounts(2))
def test_each_figure_has_its_own_period(first: tuple[str, str], second: tuple[str, str], values: list[int]) -> None:
    assume(first[1] != second[1])  # two values of one period are one figure, rounded once
    one, two = (f"{value} triệu USD" for value in values)
    expected = {one: first[1], two: second[1]}
    check(f"Kim ngạch xuất khẩu của tỉnh Vĩnh Long {first[0]} đạt {one}, {second[0]} đạt {two}.", expected)
    check(f"Vốn FDI đăng ký vào tỉnh Vĩnh Long {first[0]} là {one}; {second[0]} là {two}.", expected)
    check(f"Kim ngạch xuất khẩu của tỉnh Vĩnh Long {first[0]} đạt {one} ({second[0]}: {two}).", expected)
    check(f"Kim ngạch xuất khẩu của tỉnh Vĩnh Long tăng từ {one} ({first[0]}) lên {two} ({second[0]}).", expected)


@given(periods(), amounts(2), st.integers(1, 90))
def test_what_is_compared_with_is_no_time(period: tuple[str, str], values: list[int], percent: int) -> None:
    words, span = period
    one, two = (f"{value} triệu USD" for value in values)
    for compared in ("cùng kỳ", "cùng kỳ năm trước", "cùng kỳ năm 2007", "năm 2007"):
        check(
            f"Kim ngạch xuất khẩu của tỉnh Vĩnh Long {words} đạt {one}, tăng {percent}% so với {compared}; "
            f"nhập khẩu {two}.",
            {one: span, f"{percent}%": span, two: span},
        )


@given(periods(), amounts(2))
def test_the_same_period_of_the_year_before(period: tuple[str, str], values: list[int]) -> None:
    words, span = period
    before = "..".join(f"{int(part[:4]) - 1}{part[4:]}" for part in span.split(".."))
    one, two = (f"{value} triệu USD" for value in values)
    expected = {one: span, two: before}
    check(f"Kim ngạch xuất khẩu của tỉnh Vĩnh Long {words} đạt {one}, cùng kỳ năm trước đạt {two}.", expected)
    check(f"Kim ngạch xuất khẩu của tỉnh Vĩnh Long {words} đạt {one} (cùng kỳ là {two}).", expected)


@given(st.lists(YEARS, min_size=2, max_size=4, unique=True).map(sorted), st.data())
def test_lists_are_read_respectively(years: list[int], data: st.DataObject) -> None:
    values = [f"{value} triệu USD" for value in data.draw(amounts(len(years)))]
    told = ", ".join(map(str, years[:-1])) + f" và {years[-1]}"
    listed = ", ".join(values[:-1]) + f" và {values[-1]}"
    expected = {value: f"{year}..{year}" for value, year in zip(values, years, strict=True)}
    check(f"Các năm {told}, kim ngạch xuất khẩu của tỉnh Vĩnh Long lần lượt đạt {listed}.", expected)
    check(f"Kim ngạch xuất khẩu của tỉnh Vĩnh Long năm {told} lần lượt là {listed}.", expected)
    check(f"Kim ngạch xuất khẩu của tỉnh Vĩnh Long đạt {listed} lần lượt trong các năm {told}.", expected)


@given(st.lists(st.integers(2027, 2050), min_size=2, max_size=2, unique=True), amounts(2))
def test_targets(years: list[int], values: list[int]) -> None:
    first, second = years
    one, two = (f"{value} ha" for value in values)
    expected = {one: f"{first}..{first}", two: f"{second}..{second}"}
    head = "Tỉnh Vĩnh Long phấn đấu tổng diện tích các KCN"
    check(f"{head} đến năm {first} đạt {one}, đến năm {second} đạt {two}.", expected)
    check(f"{head} đạt {one} vào năm {first} và {two} vào năm {second}.", expected)


@given(st.dates(date(2008, 1, 1), date(2026, 12, 31)), amounts(2), st.sampled_from((".", "/", "-")))
def test_a_stock_is_told_for_an_instant(day: date, values: list[int], mark: str) -> None:
    told = f"{day.day}{mark}{day.month}{mark}{day.year}"
    one, two = (f"{value} ha" for value in values)
    expected = dict.fromkeys((one, two), f"{day}..{day}")
    if mark != ".":
        check(f"Tính đến ngày {told}, các KCN tỉnh Vĩnh Long có tổng diện tích {one}, đã cho thuê {two}.", expected)
        check(f"Đến {told}, các KCN tỉnh Vĩnh Long có tổng diện tích {one}. Diện tích đã cho thuê là {two}.", expected)
    now = f"Đến nay, các KCN tỉnh Vĩnh Long có tổng diện tích {one}, đã cho thuê {two}."
    check(now, expected, published=day.isoformat())


@given(st.text(alphabet="năm thg 201/-()đếntừcùkỳsov,;.\n5%USDtỷ", max_size=300))
def test_any_text_is_read(text: str) -> None:
    for span in spans("KCN Hòa Phú tỉnh Vĩnh Long có 25 dự án, " + text).values():
        start, end = span.split("..")
        assert not start or not end or start[: len(end)] <= end[: len(start)]
