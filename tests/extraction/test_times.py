"""Times: every wording, then times generated, written by many templates and read back."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.times import TimeMention, document_year, find_times

D, M, Y = st.dates(date(1990, 1, 1), date(2059, 12, 31)), st.integers(1, 12), st.integers(1990, 2059)


def only(text: str) -> TimeMention:
    mentions = find_times(text)
    assert len(mentions) == 1, mentions
    return mentions[0]


@pytest.mark.parametrize(
    ("text", "kind", "from_", "to"),
    [
        ("đến tháng 3/2013", "instant", "2013-03", "2013-03"),
        ("tính đến 31/12/2020", "instant", "2020-12-31", "2020-12-31"),
        ("đến hết năm 2020", "instant", "2020-12", "2020-12"),
        ("đến hết tháng 9/2024", "instant", "2024-09", "2024-09"),
        ("đến cuối năm 2023", "instant", "2023-12", "2023-12"),
        ("tính đến ngày 15/5", "instant", "C0-05-15", "C0-05-15"),
        ("tới 15h ngày 27-4", "instant", "C0-04-27", "C0-04-27"),
        ("đến 31-5", "instant", "C0-05-31", "C0-05-31"),
        ("năm 2020", "period", "2020", "2020"),
        ("Cả năm", "period", "C0", "C0"),
        ("9 tháng 2024", "period", "2024-01", "2024-09"),
        ("9T/2024", "period", "2024-01", "2024-09"),
        ("9 tháng/2023", "period", "2023-01", "2023-09"),
        ("9 tháng đầu năm", "period", "C0-01", "C0-09"),
        ("9 tháng đầu năm nay", "period", "Y0-01", "Y0-09"),
        ("chín tháng đầu năm", "period", "C0-01", "C0-09"),
        ("Sáu tháng đầu năm 2019", "period", "2019-01", "2019-06"),
        ("năm tháng đầu năm 2019", "period", "2019-01", "2019-05"),
        ("mười một tháng năm 2023", "period", "2023-01", "2023-11"),
        ("6 tháng cuối năm", "period", "C0-07", "C0-12"),
        ("Lũy kế 9 tháng, đạt", "period", "C0-01", "C0-09"),
        ("ba quý đầu năm 2023", "period", "2023-01", "2023-09"),
        ("nửa đầu năm 2018", "period", "2018-01", "2018-06"),
        ("nửa cuối năm", "period", "C0-07", "C0-12"),
        ("quý III/2023", "period", "2023-07", "2023-09"),
        ("Quý 3 năm 2023", "period", "2023-07", "2023-09"),
        ("quý I -2018", "period", "2018-01", "2018-03"),
        ("quý I", "period", "C0-01", "C0-03"),
        ("quý đầu năm", "period", "C0-01", "C0-03"),
        ("quí IV năm ngoái", "period", "Y-1-10", "Y-1-12"),
        ("quý I, II/2024", "period", "2024-01", "2024-06"),
        ("quý 1, 2/2024", "period", "2024-01", "2024-06"),
        ("quý 3, 2 dự án", "period", "C0-07", "C0-09"),
        ("quý trước", "period", "Q-1", "Q-1"),
        ("tháng 7-2016", "period", "2016-07", "2016-07"),
        ("tháng 7 năm 2016", "period", "2016-07", "2016-07"),
        ("tháng 9", "period", "C0-09", "C0-09"),
        ("tháng Bảy vừa qua", "period", "C0-07", "C0-07"),
        ("T9/2024", "period", "2024-09", "2024-09"),
        ("tháng trước", "period", "M-1", "M-1"),
        ("ngày 29/10/2021", "instant", "2021-10-29", "2021-10-29"),
        ("29-10-2021", "instant", "2021-10-29", "2021-10-29"),
        ("ngày 5 tháng 6 năm 2023", "instant", "2023-06-05", "2023-06-05"),
        ("Sáng 12/3", "instant", "C0-03-12", "C0-03-12"),
        ("sáng nay (4-7)", "instant", "D0", "D0"),
        ("Ngày mai 12-2", "instant", "C0-02-12", "C0-02-12"),
        ("từ ngày 16 đến 24/4", "period", "C0-04-16", "C0-04-24"),
        ("ngày 8 và 9-3", "period", "C0-03-08", "C0-03-09"),
        ("tháng 11-2017 đến tháng 5-2018", "range_span", "2017-11", "2018-05"),
        ("từ tháng 1 đến tháng 9/2024", "range_span", "2024-01", "2024-09"),
        ("từ quý I/2016 - quý III/2017", "range_span", "2016-01", "2017-09"),
        ("giai đoạn 2021-2025", "range_span", "2021", "2025"),
        ("2021 – 2025", "range_span", "2021", "2025"),
        ("giai đoạn 2021- 2025", "range_span", "2021", "2025"),
        ("từ năm 2015 đến năm 2020", "range_span", "2015", "2020"),
        ("nhiệm kỳ 2020-2025", "range_span", "2020", "2025"),
        ("năm học 2020-2021", "range_span", "2020", "2021"),
        ("những năm 1990", "range_span", "1990", "1999"),
        ("từ đầu năm 2016 đến ngày 24/05/2016", "range_span", "2016-01", "2016-05-24"),
        ("từ 25/4 đến 1/5", "range_span", "C0-04-25", "C0-05-01"),
        ("đến năm 2025", "target", "2025", "2025"),
        ("vào năm 2030", "target", "2030", "2030"),
        ("đến 2030", "target", "2030", "2030"),
        ("Đến 2025 tỉnh có", "target", "2025", "2025"),
        ("tầm nhìn đến năm 2050", "target", "2050", "2050"),
        ("Từ nay đến năm 2025", "target", "2025", "2025"),
        ("trước năm 2018", "target", "", "2018"),
        ("từ đầu năm 2018 đến nay", "since", "2018-01", "D0"),
        ("từ đầu năm đến nay", "since", "C0-01", "D0"),
        ("từ năm 2018 đến nay", "since", "2018", "D0"),
        ("từ ngày 20-10-2006 - nay", "since", "2006-10-20", "D0"),
        ("từ tháng 7/2010", "since", "2010-07", ""),
        ("những tháng đầu năm 2019", "since", "2019-01", ""),
        ("hiện nay", "now", "D0", "D0"),
        ("Đến nay", "now", "D0", "D0"),
        ("hiện có", "now", "D0", "D0"),
        ("tính đến thời điểm hiện tại", "now", "D0", "D0"),
        ("năm nay", "period", "Y0", "Y0"),
        ("cuối năm ngoái", "instant", "Y-1-12", "Y-1-12"),
        ("năm trước đó", "period", "C-1", "C-1"),
        ("Năm kế tiếp", "period", "C+1", "C+1"),
        ("cuối năm đó", "instant", "C0-12", "C0-12"),
        ("đầu năm 2024", "instant", "2024-01", "2024-01"),
        ("giữa năm 2018", "instant", "2018-06", "2018-06"),
        ("cuối quý I/2019", "instant", "2019-03", "2019-03"),
        ("so với cùng kỳ", "comparison", "S-1", "S-1"),
        ("cùng kỳ năm trước", "comparison", "S-1", "S-1"),
        ("so với cùng kỳ năm 2023", "comparison", "S2023", "S2023"),
        ("so với năm 2022", "comparison", "2022", "2022"),
        ("so với mức 4,1% của năm 2022", "comparison", "2022", "2022"),
        ("gấp 3 lần năm 2015", "comparison", "2015", "2015"),
        ("So với mốc 7 tháng đầu năm 2015", "comparison", "2015-01", "2015-07"),
    ],
)
def test_wordings(text: str, kind: str, from_: str, to: str) -> None:
    mention = find_times(text)[0]
    assert (mention.kind, mention.from_, mention.to) == (kind, from_, to)


@pytest.mark.parametrize(
    "text",
    [
        "trong vòng 50 năm",
        "sau 11 năm xây dựng",
        "hơn 20 năm",
        "5 năm qua",
        "những năm tới",
        "mỗi năm",
        "hằng năm",
        "bình quân năm",
        "thời hạn 70 năm",
        "gần một tháng qua",
        "nhiều ngày nay",
        "thực hiện 5 dự án",
        "xuất hiện",
        "hiện đại",
        "phát hiện 3 vụ",
        "đợt 1/2018",
        "Thông tư 39/2018",
        "07/2018/TT-BCT",
        "quy hoạch 1/500",
        "tỷ lệ 10/12 dự án",
        "2000 lao động",
        "từ 5 - 10 ngày",
        "từ 3-6 tháng",
        "bằng 1/5 đến 1/3 giá bán",
        "quý khách",
        "mất đến 1/4 thu nhập",
        "từ 2010 đến 2050 ha",
        "có 2018 lao động",
        "đến 8-9 h",
        "tháng giêng",
        "KKT Năm Căn",
        "hoàn thành trong 5 tháng",
        "1.2020 ha",
        "cả năm trời",
        "đầu tư",
        "18 tháng tuổi",
    ],
)
def test_no_times(text: str) -> None:
    assert find_times(text) == []


def test_two_years_in_one_breath_are_two_times() -> None:
    assert [(t.from_, t.to) for t in find_times("năm 2021 và 2022")] == [("2021", "2021"), ("2022", "2022")]


def test_a_year_behind_two_periods_holds_for_both() -> None:
    assert [t.from_ for t in find_times("Trong quý III và 9 tháng năm 2024")] == ["2024-07", "2024-01"]


def test_offsets_hold_the_words_that_tell_the_kind() -> None:
    text = "Theo sở, tính đến hết tháng 9/2024 toàn tỉnh có 12 cụm."
    mention = only(text)
    assert text[mention.start : mention.end] == "tính đến hết tháng 9/2024"


@pytest.mark.parametrize(
    ("text", "reference", "year", "resolved"),
    [
        ("ngày 20/8", "", "2018", ("2018-08-20", "2018-08-20")),
        ("ngày 20/8", "", "", ("", "")),
        ("tháng 9", "2024-10-01", "", ("2024-09", "2024-09")),
        ("tháng 11", "2024-01-15", "", ("2023-11", "2023-11")),
        ("tháng 11", "2024-01-15", "2024", ("2024-11", "2024-11")),
        ("năm ngoái", "2024-01-15", "2022", ("2023", "2023")),
        ("năm ngoái", "", "2022", ("2021", "2021")),
        ("tháng trước", "2024-01-15", "", ("2023-12", "2023-12")),
        ("quý trước", "2024-02", "", ("2023-10", "2023-12")),
        ("tháng trước", "2024", "", ("", "")),
        ("hôm qua", "2024-03-01", "", ("2024-02-29", "2024-02-29")),
        ("đến nay", "2022-08-01", "", ("2022-08-01", "2022-08-01")),
        ("đến nay", "", "2022", ("", "")),
        ("từ đầu năm 2018 đến nay", "", "", ("2018-01", "")),
        ("từ đầu năm 2018 đến nay", "2018-05-20", "", ("2018-01", "2018-05-20")),
        ("từ đầu năm đến nay", "", "2016", ("2016-01", "")),
        ("trước năm 2018", "", "", ("", "2018")),
        ("đến năm 2025", "2021-01-01", "2021", ("2025", "2025")),
    ],
)
def test_resolving(text: str, reference: str, year: str, resolved: tuple[str, str]) -> None:
    assert only(text).resolve(reference, year) == resolved


def test_the_same_period_of_another_year() -> None:
    current = ("2024-01", "2024-09")
    assert only("cùng kỳ").resolve("", "", current) == ("2023-01", "2023-09")
    assert only("cùng kỳ năm 2022").resolve("", "", current) == ("2022-01", "2022-09")
    assert only("cùng kỳ").resolve("", "", ("2024-02-29", "2024-02-29")) == ("2023-02-28", "2023-02-28")
    assert only("cùng kỳ").resolve("2024-01-01", "2024") == ("", "")


@pytest.mark.parametrize(
    ("text", "reference", "year"),
    [
        ("Nửa đầu năm 2018, tỉnh cấp phép 9 dự án. Ngày 20/8 có hội nghị. Đến năm 2030 sẽ có 20 cụm.", "", "2018"),
        ("Nửa đầu năm 2018", "2019-01-01", "2019"),
        ("Dự án khởi công năm 2010, xong năm 2015.", "", ""),
        ("Đến năm 2030 có 20 cụm.", "", ""),
        ("Không có năm nào.", "", ""),
        ("KKT An Hạ ra đời năm 2007. Lũy kế đến ngày 15/9/2024 có 301 dự án.", "", "2024"),
        ("KKT An Hạ ra đời năm 2007.", "", ""),
    ],
)
def test_the_year_of_a_document(text: str, reference: str, year: str) -> None:
    assert document_year(text, reference) == year


@given(
    D,
    st.sampled_from(
        [
            "ngày {d}/{m}/{y}",
            "{d:02d}/{m:02d}/{y}",
            "{d}-{m}-{y}",
            "ngày {d}.{m}.{y}",
            "ngày {d} tháng {m} năm {y}",
            "Tính đến ngày {d:02d}/{m:02d}/{y}",
            "đến hết ngày {d}/{m}/{y}",
            "chiều {d}-{m}-{y}",
            "ngày {d}/{m}/{y},",
        ]
    ),
)
def test_days_written_and_read_back(day: date, template: str) -> None:
    mention = only("Tỉnh cấp phép " + template.format(d=day.day, m=day.month, y=day.year) + " cho nhà máy")
    assert (mention.kind, mention.from_, mention.to) == ("instant", day.isoformat(), day.isoformat())


@given(
    M,
    Y,
    st.sampled_from(
        [
            "tháng {m}/{y}",
            "tháng {m:02d}/{y}",
            "tháng {m}-{y}",
            "Tháng {m} năm {y}",
            "tháng {m}, năm {y}",
            "{m:02d}/{y}",
            "tháng {m} - {y}",
            "T{m}/{y}",
        ]
    ),
    st.sampled_from([("", "period"), ("đến ", "instant"), ("tính đến hết ", "instant"), ("so với ", "comparison")]),
)
def test_months_written_and_read_back(month: int, year: int, template: str, before: tuple[str, str]) -> None:
    mention = only("Toàn tỉnh " + before[0] + template.format(m=month, y=year) + " thu ngân sách")
    assert (mention.kind, mention.from_, mention.to) == (before[1], f"{year}-{month:02d}", f"{year}-{month:02d}")


WORDS = (
    "một",
    "hai",
    "ba",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "mười một",
    "mười hai",
)


@given(
    st.integers(2, 12),
    Y,
    st.sampled_from(
        [
            "{n} tháng đầu năm {y}",
            "{n} tháng năm {y}",
            "{n} tháng {y}",
            "{n} tháng/{y}",
            "{n:02d} tháng đầu năm {y}",
            "{w} tháng đầu năm {y}",
            "{n} tháng đầu {y}",
            "{n} tháng của năm {y}",
            "{n}T/{y}",
        ]
    ),
)
def test_first_months_written_and_read_back(number: int, year: int, template: str) -> None:
    mention = only("Trong " + template.format(n=number, y=year, w=WORDS[number - 1]) + ", kim ngạch tăng")
    assert (mention.kind, mention.from_, mention.to) == ("period", f"{year}-01", f"{year}-{number:02d}")


@given(
    st.integers(1, 4),
    Y,
    st.sampled_from(
        [
            "quý {r}/{y}",
            "Quý {n}/{y}",
            "quý {r} năm {y}",
            "quý {r}-{y}",
            "quý {n} năm {y}",
            "quý {r}, năm {y}",
        ]
    ),
)
def test_quarters_written_and_read_back(number: int, year: int, template: str) -> None:
    mention = only(template.format(r=["I", "II", "III", "IV"][number - 1], n=number, y=year) + " có")
    assert (mention.from_, mention.to) == (f"{year}-{3 * number - 2:02d}", f"{year}-{3 * number:02d}")


@given(
    Y,
    st.integers(1, 20),
    st.sampled_from(
        [
            "giai đoạn {a}-{b}",
            "giai đoạn {a} - {b}",
            "từ năm {a} đến năm {b}",
            "từ {a} đến {b}",
            "nhiệm kỳ {a}–{b}",
            "trong các năm {a}-{b}",
            "giai đoạn từ năm {a} đến {b}",
            "giai đoạn {a} đến {b}",
        ]
    ),
)
def test_spans_written_and_read_back(first: int, length: int, template: str) -> None:
    last = first + length
    mention = only("Kế hoạch " + template.format(a=first, b=last) + " của tỉnh")
    assert (mention.kind, mention.from_, mention.to) == ("range_span", str(first), str(last))


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.dates(date(2000, 1, 1), date(2030, 12, 31)))
def test_from_a_day_to_a_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    mention = only(f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}")
    assert (mention.kind, mention.from_, mention.to) == ("range_span", first.isoformat(), last.isoformat())


PIECES = st.sampled_from(
    [
        "năm",
        "tháng",
        "quý",
        "ngày",
        "đến",
        "tới",
        "từ",
        "cuối",
        "đầu",
        "hết",
        "cùng",
        "kỳ",
        "so",
        "với",
        "hiện",
        "nay",
        "trước",
        "sau",
        "và",
        "giai",
        "đoạn",
        "nửa",
        "mùng",
        "hôm",
        "thời",
        "điểm",
        "này",
        "I",
        "II",
        "IV",
        "2018",
        "2021",
        "9",
        "12",
        "31",
        "30/2",
        "29/2",
        "1/1",
        "2020-2025",
        "-",
        "/",
        ",",
        ".",
        "(",
        ")",
        "%",
        "\n",
        "3,5",
        "tỷ",
    ]
)


@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=60))
def test_whatever_stands_there_mentions_are_sorted_and_apart(text: str) -> None:
    end = 0
    for mention in find_times(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.from_ or mention.to
        end = mention.end
        for reference in ("", "2024", "2024-02", "2024-02-29"):
            for part in mention.resolve(reference, "2019", ("2024-01", "2024-02-29")):
                assert part == "" or real(part)


def real(part: str) -> bool:
    """Whether a partial date is of a month and day that exist."""
    numbers = [int(p) for p in part.split("-")]
    if len(numbers) == 3:
        return 1 <= numbers[2] <= monthrange(numbers[0], numbers[1])[1]
    return len(numbers) <= 2 and 1900 < numbers[0] < 2110 and (len(numbers) == 1 or 1 <= numbers[1] <= 12)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1/",
        "1/1/",
        "1.",
        "năm ",
        "năm 20",
        "2020-",
        "quý i, ",
        "năm 2020 đến ",
        "từ ",
        " ",
        "so với ",
        "tháng 1, ",
        "\n",
    ],
)
def test_no_text_takes_longer_than_its_length_asks(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(mention.end <= len(text) for mention in find_times(text))
