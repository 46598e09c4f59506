"""What plain texts tell about themselves at head and foot, and what must not be taken for it."""

from __future__ import annotations

import pytest

from kg.articles.metadata import Metadata, metadata_of

LEAD = "Chín tháng qua, các khu công nghiệp của tỉnh thu hút thêm 41 dự án với tổng vốn 620 triệu USD."
STORY = (
    "Ban Quản lý các khu công nghiệp cho biết ngày 12/3/2019 đã có 5 dự án được cấp phép; đến 30/9/2020 con số là 41.\n"
    "Theo kế hoạch, hai cụm công nghiệp nữa sẽ khởi công trong năm tới, khi mặt bằng được bàn giao xong."
)
TITLE = "Khu công nghiệp ven biển gọi vốn trở lại"


def article(*parts: str) -> Metadata:
    return metadata_of("\n\n".join(parts) + "\n")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{TITLE}\n\n{LEAD}\n{STORY}", TITLE),
        (f"\ufeff\n  {TITLE} \n\n{LEAD}", TITLE),
        (f"{TITLE}\n{LEAD}", TITLE),
        (f"{TITLE}?\n12/3/2021 08:30\n{LEAD}", f"{TITLE}?"),
        (f"12/3/2021 08:30\n\n{TITLE}\n\n{LEAD}", TITLE),
        (f"Kinh tế\n\n{TITLE}\n\n{LEAD}", TITLE),
        (f"Trang chủ > Tin tức > Công nghiệp\n\n{TITLE}\n\n{LEAD}", TITLE),
        (f"“Đất lành” cho vốn ngoại...\n\n{LEAD}", "“Đất lành” cho vốn ngoại..."),
        (f"30,5 triệu USD rót vào CCN Bờ Trái\n\n{LEAD}", "30,5 triệu USD rót vào CCN Bờ Trái"),
        ("Cổ phiếu ngành thép\n\nTăng trần.", "Cổ phiếu ngành thép"),
        # A text that begins in the middle of things has no headline.
        (f"{LEAD}\n\n{STORY}", ""),
        (f"{LEAD} {STORY}", ""),
        (TITLE, ""),
        (f"- {TITLE}\n\n{LEAD}", ""),
        (f"1. {TITLE}\n\n{LEAD}", ""),
        (f"II. {TITLE}\n\n{LEAD}", ""),
        ("UBND TỈNH BÌNH THUẬN\n\nSố: 12/BC-UBND\n\nNội dung báo cáo như sau đây.", ""),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc\n\nBáo cáo.", ""),
        ("Ảnh: Một góc cụm công nghiệp\n\n" + LEAD, ""),
        ("", ""),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert metadata_of(text).title == title


@pytest.mark.parametrize(
    ("head", "foot", "published"),
    [
        ("05/10/2021 07:15", "", "2021-10-05"),
        ("Thứ Ba, 5/10/2021 | 07:15", "", "2021-10-05"),
        ("Ngày đăng: 05-10-2021", "", "2021-10-05"),
        ("5/10/2021", "", "2021-10-05"),
        ("(Cập nhật: 6/10/2021)\n\nNgày đăng: 5/10/2021", "", "2021-10-05"),
        ("", "Ngày đăng: 05/10/2021", "2021-10-05"),
        ("", "Bình Thuận, ngày 5 tháng 10 năm 2021", "2021-10-05"),
        # Under a story, times of day belong to other articles' headlines.
        ("", "Tin khác\n\n06/10/2021 08:00\n\n07/10/2021 09:00", ""),
        ("", "Ngày đăng: 05/10/2021\n\nNgày đăng: 01/10/2021", ""),
        # Dates that head parts of the story tell nothing.
        ("5/10/2021\n\nKý kết.\n\n6/10/2021", "", ""),
        ("Tháng 10/2021", "", ""),
        ("", "", ""),
    ],
)
def test_publication_dates(head: str, foot: str, published: str) -> None:
    parts = [part for part in (TITLE, head, LEAD, STORY, foot) if part]
    assert article(*parts).published == published


@pytest.mark.parametrize(
    ("lead", "publisher", "published"),
    [
        (f"(Chinhphu.vn) - {LEAD}", "Chinhphu.vn", ""),
        (f"Hà Nội (TTXVN) – {LEAD}", "TTXVN", ""),
        (f"(baomau.vn)- {LEAD}", "baomau.vn", ""),
        (f"(Bản tin Mẫu 5/10/2021) - {LEAD}", "Bản tin Mẫu", "2021-10-05"),
        (f"TTXVN - {LEAD}", "TTXVN", ""),
        (f"(KCN) - {LEAD}", "", ""),
        (f"FDI - {LEAD}", "", ""),
        (f"Hai dự án (FDI) - {LEAD}", "", ""),
        (f"Vĩnh Phúc (cũ) - {LEAD}", "", ""),
        (LEAD, "", ""),
    ],
)
def test_datelines(lead: str, publisher: str, published: str) -> None:
    told = article(TITLE, lead, STORY)
    assert (told.publisher, told.published) == (publisher, published)


@pytest.mark.parametrize(
    ("foot", "author", "publisher"),
    [
        ("Khánh An", "Khánh An", ""),
        ("PV", "PV", ""),
        ("T.HƯNG", "T.HƯNG", ""),
        ("Minh Vũ - Thu Lê", "Minh Vũ - Thu Lê", ""),
        ("Hồ Thị Minh Khai", "Hồ Thị Minh Khai", ""),
        ("Minh Vũ (Theo TTXVN)", "Minh Vũ", "TTXVN"),
        ("Khánh An\n\nTop", "Khánh An", ""),
        ("Khánh An\n\nLễ khởi công cụm công nghiệp.\nCông nhân trong ca sáng", "Khánh An", ""),
        ("Bài, ảnh: Khánh An", "Khánh An", ""),
        ("Tác giả: Khánh An", "Khánh An", ""),
        ("Nguồn bài: Trần Thu Mai (SCT)", "Trần Thu Mai", ""),
        ("Nguồn: Báo Đồng Bằng", "", "Báo Đồng Bằng"),
        ("(Nguồn: baomau.vn)", "", "baomau.vn"),
        ("Theo Chính phủ", "", "Chính phủ"),
        ("(Theo Bản tin Mẫu)", "", "Bản tin Mẫu"),
        ("Reuters", "", "Reuters"),
        ("Ông Trần Văn Bình", "", ""),
        ("KCN Nam Sơn", "", ""),
        ("Ảnh: Khánh An", "", ""),
        ("Công nhân làm việc tại một nhà máy", "", ""),
        ("Theo đó, tỉnh sẽ mời gọi thêm vốn.", "", ""),
        ("Xem thêm", "", ""),
        ("12", "", ""),
    ],
)
def test_signatures(foot: str, author: str, publisher: str) -> None:
    told = article(TITLE, LEAD, STORY, foot)
    assert (told.author, told.publisher) == (author, publisher)


def test_a_credit_at_the_end_of_the_last_paragraph() -> None:
    told = article(LEAD, STORY + "/. Nguồn Bài: Trần Thu Mai (SCT) |")
    assert told == Metadata(author="Trần Thu Mai")


def test_a_name_behind_a_table_signs_nothing() -> None:
    """The last cell of a table with one cell a line is no signature: no sentence ends before it."""
    assert article(TITLE, "Tên\nDiện tích\nBờ Trái\n12,5\nBờ Phải").author == ""


def test_writer_above_the_story() -> None:
    assert article(TITLE, "Tác giả: Khánh An", LEAD, STORY).author == "Khánh An"


def test_decomposed_letters_are_understood() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", f"{TITLE}\n\nThứ Ba, 5/10/2021\n\n{LEAD} {STORY}\n\nKhánh An\n")
    assert metadata_of(text) == Metadata(TITLE, "2021-10-05", "", "Khánh An")


def test_the_story_is_not_looked_at() -> None:
    middle = "\n".join(f"Ngày đăng: {day}/5/2020\n(TTXVN) - {LEAD}" for day in range(1, 29))
    assert article(TITLE, LEAD, *[STORY] * 9, middle, *[STORY] * 9) == Metadata(title=TITLE)
