"""Lines that tell when an article was published, and lines with dates that do not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles.dates import Ground, date_line, metadata_date


@pytest.mark.parametrize(
    ("line", "published", "ground"),
    [
        ("01/08/2022 11:38 AM", "2022-08-01", Ground.CLOCK),
        ("Thứ Hai, 12/3/2018 | 08:30", "2018-03-12", Ground.CLOCK),
        ("Thứ 2, ngày 12 tháng 3 năm 2018, 08:30 (GMT+7)", "2018-03-12", Ground.CLOCK),
        ("CN, 11/03/2018 - 07:05", "2018-03-11", Ground.CLOCK),
        ("08h30, ngày 12.03.2018", "2018-03-12", Ground.CLOCK),
        ("15:20' 12/03/2018", "2018-03-12", Ground.CLOCK),
        ("12/03/2018 8:30:00 SA", "2018-03-12", Ground.CLOCK),
        ("2018-03-12T08:30:00+07:00", "2018-03-12", Ground.CLOCK),
        ("Monday, 12 March 2018 08:30", "2018-03-12", Ground.CLOCK),
        ("12 tháng 3, 2018 lúc 08:30 - 1.250 lượt xem", "2018-03-12", Ground.CLOCK),
        ("Minh Anh - 08:30, 12/03/2018", "2018-03-12", Ground.CLOCK),
        ("Ngày đăng: 12-03-2018", "2018-03-12", Ground.POSTED),
        ("Đăng bởi: Admin - 12/03/2018", "2018-03-12", Ground.POSTED),
        ("Ngày đăng: 12/3/2018 - Cập nhật: 14/3/2018", "2018-03-12", Ground.POSTED),
        ("Cập nhật: 14/3/2018 - Ngày đăng: 12/3/2018", "2018-03-12", Ground.POSTED),
        ("(Cập nhật: 12/3/2018 10:00)", "2018-03-12", Ground.UPDATED),
        ("Hà Nội, ngày 5 tháng 6 năm 2023", "2023-06-05", Ground.PLACE),
        ("Thừa Thiên - Huế, ngày 05/6/2023", "2023-06-05", Ground.PLACE),
        ("Hà Nội, tháng 6 năm 2023", "2023-06", Ground.PLACE),
        ("12/3/2018", "2018-03-12", Ground.BARE),
        ("12 Tháng Mười Hai 2018", "2018-12-12", Ground.BARE),
        ("8/25/2022 3:05:12 PM", "2022-08-25", Ground.CLOCK),
        # The day and month of American sites cannot be told apart: only the year is sure.
        ("8/5/2022 3:05 PM", "2022", Ground.CLOCK),
        ("8/8/2022 3:05 PM", "2022-08-08", Ground.CLOCK),
    ],
)
def test_date_lines(line: str, published: str, ground: Ground) -> None:
    found = date_line(line)
    assert found is not None
    assert (found.published, found.ground) == (published, ground)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2018",
        "Tháng 3/2018",
        "12/2018",
        "31/02/2018",
        "12/03/1918",
        "12/3/18 08:30",
        "Sáng 12/3/2018",
        "Tính đến 31/12/2023",
        "(Số liệu đến ngày 31/12/2023)",
        "Ảnh chụp ngày 12/3/2018",
        "Từ 1/1/2018 đến 30/6/2018",
        "1/1/2018 - 30/6/2018",
        "Ngày ban hành: 12/3/2018",
        "KCN Nam Sách 12/3/2018",
        "Số: 123/QĐ-UBND ngày 12/3/2018",
        "Ngày 12/3/2018, tỉnh khởi công khu công nghiệp.",
        "Chiều 5/6/2019 08:00 tại Hải Phòng",
        "1.234.567",
        "12/3/2018 12 500",
        "0912/3/2018 x",
    ],
)
def test_other_lines_with_dates(line: str) -> None:
    assert date_line(line) is None


def test_who_else_stands_on_the_line() -> None:
    found = date_line("VnBản Tin | Thứ hai, 12/3/2018, 09:00")
    assert found is not None
    assert found.names == "VnBản Tin"


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.times())
def test_every_day_is_read_back(day: date, time: object) -> None:
    clock = f"{time:%H:%M}"
    for line in (
        f"{day.day}/{day.month}/{day.year} {clock}",
        f"{clock} | {day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}, {clock} (GMT+7)",
        f"Ngày đăng: {day:%d/%m/%Y}",
        f"Hải Dương, ngày {day.day} tháng {day.month} năm {day.year}",
        f"{day} {clock}",
    ):
        found = date_line(line)
        assert found is not None, line
        assert found.published == day.isoformat()
    assert metadata_date(f"{day}T{clock}:00+07:00") == day.isoformat()
    assert metadata_date(f"{day:%Y%m%d}") == day.isoformat()


@given(st.text(st.sampled_from("0123456789/-.:| thángngàynămđăngABC,()"), max_size=60))
def test_any_line_is_read_or_not(line: str) -> None:
    found = date_line(line)
    assert found is None or len(found.published) in (4, 7, 10)
    assert len(metadata_date(line)) in (0, 4, 7, 10)


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2018-03-12T08:30:00+07:00", "2018-03-12"),
        (" 2018-03-12 ", "2018-03-12"),
        ("2018-03", "2018-03"),
        ("2018", "2018"),
        ("20180312", "2018-03-12"),
        ("Mon, 12 Mar 2018 08:30:00 +0700", "2018-03-12"),
        ("Thứ hai, 12/03/2018 08:30", "2018-03-12"),
        ("2018-13", ""),
        ("1820", ""),
        ("", ""),
        ("soon", ""),
        ("1520841600", ""),
        ("2018-02-30", ""),
    ],
)
def test_metadata_dates(value: str, published: str) -> None:
    assert metadata_date(value) == published
