"""Policies by number and by name: what is read, what is left alone, what folds into one row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.policies import find_policies, read_policies
from kg.extraction.policy_issuers import home_name, issuer_in, issuer_of_letters
from kg.extraction.policy_numbers import find_numbers
from kg.extraction.policy_targets import policy_in_force
from kg.extraction.policy_titles import read_period, read_title
from kg.facts import NamedPolicy

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def read(text: str, *, home: str = "Hải Dương", kind: str = "tỉnh", reference: str = "2022-08-01") -> list[NamedPolicy]:
    return find_policies(text, "a", home=home, home_kind=kind, reference=reference)


def one(text: str) -> NamedPolicy:
    found = read(text)
    assert len(found) == 1, [p.row() for p in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "number", "kind", "issuer"),
    [
        ("Theo Quyết định số 3164/QĐ-UBND của tỉnh.", "3164/QĐ-UBND", "decision", "UBND tỉnh Hải Dương"),
        ("QĐ số 1107/QĐ-TTg còn hiệu lực.", "1107/QĐ-TTg", "decision", "Thủ tướng Chính phủ"),
        ("Quyết định 1107/QĐ – TTg còn hiệu lực.", "1107/QĐ-TTg", "decision", "Thủ tướng Chính phủ"),
        ("Quyết định số 3164 /QĐ - UBND được ký.", "3164/QĐ-UBND", "decision", "UBND tỉnh Hải Dương"),
        ("Quyết định số 45/2012/QĐ-Ttg được ký.", "45/2012/QĐ-TTg", "decision", "Thủ tướng Chính phủ"),
        ("Quyết định số 1107 của Thủ tướng.", "1107", "decision", "Thủ tướng Chính phủ"),
        ("Quyết định số 713/TTg đã cũ.", "713/TTg", "decision", ""),
        ("Nghị quyết 43/2022/QH15 được ban hành.", "43/2022/QH15", "resolution", "Quốc hội"),
        ("Nghị quyết số 1654/NQ-UBTVQH15.", "1654/NQ-UBTVQH15", "resolution", "Ủy ban Thường vụ Quốc hội"),
        ("Nghị quyết số 55/NQ-CP được họp bàn.", "55/NQ-CP", "resolution", "Chính phủ"),
        ("Nghị quyết 23-NQ/TW của Bộ Chính trị.", "23-NQ/TW", "resolution", "Bộ Chính trị"),
        ("Nghị quyết số 23/NQ-TW được quán triệt.", "23/NQ-TW", "resolution", ""),
        ("Nghị quyết số 19-2018/NQ-CP được nhắc lại.", "19-2018/NQ-CP", "resolution", "Chính phủ"),
        ("Nghị quyết số 12/2022/NQ-HĐND có hiệu lực.", "12/2022/NQ-HĐND", "resolution", "HĐND tỉnh Hải Dương"),
        ("Nghị quyết số 45-NQ/TU rất thiết thực.", "45-NQ/TU", "resolution", "Tỉnh ủy Hải Dương"),
        ("theo Nghị định số 35/2022/NĐ-CP.", "35/2022/NĐ-CP", "decree", "Chính phủ"),
        ("nghị định 03/2017 của Chính phủ", "03/2017", "decree", "Chính phủ"),
        ("Thông tư số 31/2024/TT-BCT hướng dẫn.", "31/2024/TT-BCT", "circular", "Bộ Công Thương"),
        ("Thông tư 05/TT-BKHĐT hướng dẫn.", "05/TT-BKHĐT", "circular", "Bộ Kế hoạch và Đầu tư"),
        ("Chỉ thị số 13/CT-TTg được gửi đi.", "13/CT-TTg", "directive", "Thủ tướng Chính phủ"),
        ("Kế hoạch số 120/KH-UBND được gửi đi.", "120/KH-UBND", "plan", "UBND tỉnh Hải Dương"),
        ("Chương trình số 01-CTr/TU được gửi đi.", "01-CTr/TU", "programme", "Tỉnh ủy Hải Dương"),
        ("Luật Đầu tư số 61/2020/QH14 được sửa.", "61/2020/QH14", "law", "Quốc hội"),
        ("Kết luận số 123-KL/TW được phổ biến.", "123-KL/TW", "directive", ""),
    ],
)
def test_number_kind_and_issuer(text: str, number: str, kind: str, issuer: str) -> None:
    found = one(text)
    assert (found.number, found.kind) == (number, kind)
    if issuer:
        assert found.issuer == issuer


def test_everything_around_a_number() -> None:
    found = one(
        "Ngày làm việc, UBND tỉnh công bố Quyết định số 77/QĐ-UBND ngày 29 tháng 10 năm 2021 của UBND tỉnh Thái Bình "
        "về việc phê duyệt Đề án phát triển cơ khí, điện tử giai đoạn 2022 - 2026, định hướng đến năm 2032 với 3 nhóm."
    )
    assert found.row() == {
        "article": "a",
        "number": "77/QĐ-UBND",
        "kind": "decision",
        "issuer": "UBND tỉnh Thái Bình",
        "date": "2021-10-29",
        "from": "2022",
        "to": "2026",
        "title": "Đề án phát triển cơ khí, điện tử giai đoạn 2022 - 2026, định hướng đến năm 2032",
    }


def test_span_covers_type_word_and_number() -> None:
    text = "Căn cứ vào Quyết định số 9/QĐ-UBND, huyện triển khai."
    found = one(text)
    assert text[found.start : found.end] == "Quyết định số 9/QĐ-UBND"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Quyết định số 8/QĐ-UBND ngày 29/10/2021 được ký.", "2021-10-29"),
        ("Quyết định số 8/QĐ-UBND ngày 9-6-2014 được ký.", "2014-06-09"),
        ("Quyết định số 8/QĐ-UBND (ngày 3/4/2019) được ký.", "2019-04-03"),
        ("Quyết định số 8/QĐ-UBND ngày 20/8 được ký.", "2021-08-20"),
        ("Quyết định số 8/QĐ-UBND ngày 20/7 được ký.", "2022-07-20"),
        ("Ngày 7/12/2018, Thủ tướng đã ký Quyết định số 8/QĐ-TTg.", "2018-12-07"),
        ("Tháng 5/2016, Thủ tướng ký Quyết định 712 về nhà ở công nhân.", "2016-05"),
        ("Nghị định 71 năm 2011 của Chính phủ nói khác.", "2011"),
        ("Quyết định số 8/QĐ-UBND ngày 41/13/2021 được ký.", ""),
        ("Quyết định số 8/QĐ-UBND được ký.", ""),
    ],
)
def test_date_of_issue(text: str, date: str) -> None:
    assert one(text).date == date


def test_a_number_without_letters_completes_from_the_full_one() -> None:
    found = read("Nghị quyết 57 đang đi vào cuộc sống. Nghị quyết số 57-NQ/TW của Bộ Chính trị mở đường cho công nghệ.")
    assert [(p.number, p.issuer) for p in found] == [("57-NQ/TW", "Bộ Chính trị")]


def test_lists_of_numbers() -> None:
    assert [p.number for p in read("Thực hiện các Nghị quyết số 30-NQ/TW và 26-NQ/TW của Bộ Chính trị.")] == [
        "30-NQ/TW",
        "26-NQ/TW",
    ]
    assert [p.number for p in read("Bốn nghị quyết 57, 59, 66 và 68 được ví như bộ tứ.")] == ["57", "59", "66", "68"]
    both = read("Thực hiện các Nghị quyết số 30-NQ/TW và 26-NQ/TW của Bộ Chính trị.")
    assert {p.issuer for p in both} == {"Bộ Chính trị"}


def test_what_a_document_approves_is_its_title_and_no_row_of_its_own() -> None:
    found = read(
        "Quy hoạch tỉnh Lạng Sơn thời kỳ 2021-2030, tầm nhìn đến năm 2050 nay được Thủ tướng phê duyệt tại "
        "Quyết định số 236/QĐ-TTg. Quy hoạch tỉnh Lạng Sơn thời kỳ 2021-2030 mở ra dư địa mới."
    )
    assert [(p.number, p.title, p.from_, p.to) for p in found] == [
        ("236/QĐ-TTg", "Quy hoạch tỉnh Lạng Sơn thời kỳ 2021-2030, tầm nhìn đến năm 2050", "2021", "2030")
    ]


@pytest.mark.parametrize(
    ("text", "kind", "title", "period"),
    [
        (
            "Sở dự Chương trình phát triển nông nghiệp công nghệ cao năm 2019, vận động các xưởng dự hội chợ.",
            "programme",
            "Chương trình phát triển nông nghiệp công nghệ cao năm 2019",
            ("2019", "2019"),
        ),
        (
            "Xưởng được hỗ trợ qua đề án “Ứng dụng máy cắt tự động trong sản xuất nhôm kính”.",
            "scheme",
            "Ứng dụng máy cắt tự động trong sản xuất nhôm kính",
            ("", ""),
        ),
        (
            "Tổ soạn thảo góp ý Đề án trình Tỉnh ủy về “Định hướng thu hút vốn đầu tư đến năm 2030”, sáng qua.",
            "scheme",
            "Định hướng thu hút vốn đầu tư đến năm 2030",
            ("", "2030"),
        ),
        (
            "Sở hoàn thiện Đề án phát triển cụm công nghiệp, làng nghề giai đoạn 2021 - 2025 để trình UBND tỉnh.",
            "scheme",
            "Đề án phát triển cụm công nghiệp, làng nghề giai đoạn 2021 - 2025",
            ("2021", "2025"),
        ),
        (
            "Tỉnh bám sát Chiến lược phát triển công nghiệp Việt Nam đến năm 2025, tầm nhìn đến năm 2035.",
            "plan",
            "Chiến lược phát triển công nghiệp Việt Nam đến năm 2025, tầm nhìn đến năm 2035",
            ("", "2025"),
        ),
        (
            "Đây là nhiệm vụ của Quy hoạch vùng Đồng bằng sông Hồng thời kỳ 2021 - 2030 mà tỉnh theo đuổi.",
            "plan",
            "Quy hoạch vùng Đồng bằng sông Hồng thời kỳ 2021 - 2030",
            ("2021", "2030"),
        ),
        ("Theo Quy hoạch điện VIII, khu vực có thêm trạm biến áp.", "plan", "Quy hoạch điện VIII", ("", "")),
        (
            "Cục vừa triển khai chương trình toàn xã hội tiết kiệm điện khu vực miền Bắc năm 2018.",
            "programme",
            "chương trình toàn xã hội tiết kiệm điện khu vực miền Bắc năm 2018",
            ("2018", "2018"),
        ),
        (
            "Nhờ Chương trình khuyến công quốc gia, xưởng đã mua máy mới.",
            "programme",
            "Chương trình khuyến công quốc gia",
            ("", ""),
        ),
        (
            "Nhờ chương trình khuyến công tỉnh Nam Định, xưởng đã mua máy mới.",
            "programme",
            "chương trình khuyến công tỉnh Nam Định",
            ("", ""),
        ),
        (
            "Theo Kế hoạch phát triển hạ tầng logistics của thành phố giai đoạn 2020-2025, cảng được mở rộng.",
            "plan",
            "Kế hoạch phát triển hạ tầng logistics của thành phố giai đoạn 2020-2025",
            ("2020", "2025"),
        ),
        (
            "Tỉnh thực hiện Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX, tập trung vào công nghiệp.",
            "resolution",
            "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX",
            ("", ""),
        ),
        (
            "Tỉnh thực hiện nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX, nhiệm kỳ 2020 - 2025 và các kết luận.",
            "resolution",
            "nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX, nhiệm kỳ 2020 - 2025",
            ("2020", "2025"),
        ),
        ("Doanh nghiệp chờ hướng dẫn Luật Đất đai năm 2024 để thuê đất.", "law", "Luật Đất đai năm 2024", ("", "")),
        ("Việc này trái với Luật Bảo vệ môi trường, theo đại diện sở.", "law", "Luật Bảo vệ môi trường", ("", "")),
        (
            "Huyện triển khai Đề án hỗ trợ doanh nghiệp nhỏ và vừa đổi mới công nghệ nhằm tăng năng suất.",
            "scheme",
            "Đề án hỗ trợ doanh nghiệp nhỏ và vừa đổi mới công nghệ",
            ("", ""),
        ),
    ],
)
def test_names_without_number(text: str, kind: str, title: str, period: tuple[str, str]) -> None:
    found = one(text)
    assert (found.number, found.kind, found.title, (found.from_, found.to)) == ("", kind, title, period)


@pytest.mark.parametrize(
    "text",
    [
        "Kết quả vượt kế hoạch đề ra; kế hoạch năm 2023 cũng khả thi; kế hoạch sản xuất kinh doanh được giữ nguyên.",
        "Có 7 đề án khuyến công địa phương và các đề án khuyến công quốc gia năm 2022 được nghiệm thu.",
        "Bộ Kế hoạch và Đầu tư họp với Sở Kế hoạch - Đầu tư, Viện Chiến lược phát triển, Sở Quy hoạch - Kiến trúc.",
        "Tại chương trình “Tọa đàm Mùa xuân”, nhiều dự án được trao chứng nhận. Chương trình diễn ra trong hai ngày.",
        "Công ty tặng vé xe qua chương trình “Chuyến xe nghĩa tình” và chương trình khuyến mãi cuối năm.",
        "Công văn số 123/UBND-CN, Thông báo số 12/TB-UBND, Giấy phép số 12/GP-UBND và hợp đồng số 24/HĐXD đã được gửi.",
        "Nước thải đạt QCVN 40:2011/BTNMT; đồ án quy hoạch chi tiết tỷ lệ 1/500 và quy hoạch phân khu 1/2000 đã trình.",
        "Ông bị kỷ luật theo Quyết định số 52-QĐ/UBKTTU; xưởng bị phạt theo Quyết định số 45/QĐ-XPVPHC.",
        "Hội đồng quản trị thông qua Nghị quyết số 17 về việc chuyển nhượng vốn góp tại công ty con.",
        "Thời gian qua tỉnh có nhiều chính sách, chương trình, kế hoạch hỗ trợ doanh nghiệp.",
        "Ngày 28/2/2018, 14/500 hộ nhận tiền; tốc độ 3/5; tỷ lệ 1/3.",
        "Trong chiến lược dài hạn, công nghiệp giữ vai trò chủ lực và cổ đông chiến lược góp vốn.",
        "Quyết định 15 cán bộ đi học là đúng đắn.",
        "Theo quy định của pháp luật và luật pháp quốc tế, luật sư có quyền tham gia.",
    ],
)
def test_common_nouns_offices_events_and_letters_are_no_policies(text: str) -> None:
    assert read(text) == []


def test_repeats_and_short_forms_fold_into_the_fullest_row() -> None:
    found = read(
        "Tỉnh có Chương trình khuyến công quốc gia. Nhờ Chương trình khuyến công quốc gia giai đoạn 2021 - 2025, "
        "nhiều xưởng lớn mạnh. Luật Đất đai và Luật Đất đai năm 2024 khác Luật Đầu tư và Luật Đầu tư công."
    )
    assert [p.title for p in found] == [
        "Chương trình khuyến công quốc gia giai đoạn 2021 - 2025",
        "Luật Đất đai năm 2024",
        "Luật Đầu tư",
        "Luật Đầu tư công",
    ]


def test_programmes_of_different_years_stay_apart() -> None:
    found = read(
        "Sau Chương trình xúc tiến thương mại quốc gia năm 2021 là Chương trình xúc tiến thương mại quốc gia năm 2022."
    )
    assert [p.from_ for p in found] == ["2021", "2022"]


def test_all_mentions_are_kept_in_order() -> None:
    text = "Quyết định số 5/QĐ-UBND mở đường. Luật Đầu tư hỗ trợ. Quyết định 5/QĐ-UBND được nhắc lại."
    reading = read_policies(text, "a", home="", home_kind="", reference="")
    assert [(text[m.start : m.end], reading.policies[m.policy].key) for m in reading.mentions] == [
        ("Quyết định số 5/QĐ-UBND", "5/QĐ-UBND"),
        ("Luật Đầu tư", "Luật Đầu tư"),
        ("Quyết định 5/QĐ-UBND", "5/QĐ-UBND"),
    ]


def test_home_and_letters_name_the_issuer() -> None:
    assert home_name("Hà Nội", "") == "thành phố Hà Nội"
    assert home_name("", "tỉnh") == ""
    assert issuer_of_letters("BTC-BCT", "") == "Bộ Tài chính, Bộ Công Thương"
    assert issuer_of_letters("XYZ", "") == ""
    assert issuer_of_letters("TU", "thành phố Hải Phòng") == "Thành ủy Hải Phòng"
    assert issuer_in("Ủy ban nhân dân tỉnh ban hành", 0, 29, "tỉnh Hà Nam") == "UBND tỉnh Hà Nam"
    assert issuer_in("UBND TP Đà Nẵng ban hành", 0, 24, "") == "UBND thành phố Đà Nẵng"
    assert issuer_in("không ai ký", 0, 11, "tỉnh Hà Nam") == ""


TARGETS = """UBND tỉnh ban hành Quyết định số 88/QĐ-UBND phê duyệt Đề án phát triển làng nghề giai đoạn 2021-2025. \
Đề án đặt mục tiêu đến năm 2025 có @25 làng nghề. Phấn đấu thu nhập tăng @10%.
- Đến năm 2030 thu hút @900 hộ.
Hiện nay tỉnh có #12 làng nghề. Sau hai năm thực hiện Đề án, tỉnh đã công nhận #7 làng nghề.
Theo Quy hoạch tỉnh thời kỳ 2021-2030, tỉnh có $20 khu công nghiệp. Trong đó, đến năm 2025 có $15 khu.
Đến năm 2030, tỉnh sẽ có @40 làng nghề theo Quyết định số 88/QĐ-UBND.
Công ty dự kiến tuyển #500 lao động."""


def test_targets_belong_to_the_policy_that_the_text_names_for_them() -> None:
    text, marks = "", []
    for character in TARGETS:
        if character in "@#$":
            marks.append((character, len(text)))
        else:
            text += character
    reading = read_policies(text, "a", home="Hà Nam", home_kind="tỉnh", reference="")
    expected = {"@": "88/QĐ-UBND", "#": None, "$": "Quy hoạch tỉnh thời kỳ 2021-2030"}
    got = [(mark, policy_in_force(reading, at, text)) for mark, at in marks]
    assert [(mark, p.key if p else None) for mark, p in got] == [(mark, expected[mark]) for mark, _ in marks]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("giai đoạn 2022- 2026, định hướng đến năm 2032", ("2022", "2026")),
        ("giai đoạn từ năm 2016 đến năm 2025", ("2016", "2025")),
        ("thời kỳ 2021–2030", ("2021", "2030")),
        ("giai đoạn 2021-25", ("2021", "2025")),
        ("đến năm 2015 và định hướng đến năm 2020", ("", "2015")),
        ("tầm nhìn đến năm 2045", ("", "2045")),
        ("năm 2020", ("2020", "2020")),
        ("phát triển bền vững", ("", "")),
    ],
)
def test_periods(title: str, period: tuple[str, str]) -> None:
    assert read_period(title) == period


def test_a_title_ends_with_its_quotation_mark() -> None:
    text = "Đề án “Cây tre, cây luồng”, với vốn lớn"
    title = read_title(text, 6)
    assert (title.text, title.quoted) == ("Cây tre, cây luồng", True)
    assert text[title.start : title.end] == title.text


_LETTERS = st.sampled_from(
    [
        ("QĐ", "UBND", "Quyết định"),
        ("QĐ", "TTg", "Quyết định"),
        ("NQ", "CP", "Nghị quyết"),
        ("NQ", "HĐND", "Nghị quyết"),
        ("NĐ", "CP", "Nghị định"),
        ("TT", "BCT", "Thông tư"),
        ("CT", "TTg", "Chỉ thị"),
        ("KH", "UBND", "Kế hoạch"),
        ("NQ", "TU", "Nghị quyết"),
        ("TT", "BTC", "Thông tư"),
    ]
)
_STRAY = st.sampled_from(["", " "])
_DASH = st.sampled_from(["-", " - ", "–", "- "])


@given(st.integers(1, 9999), st.none() | st.integers(2000, 2029), _LETTERS, st.tuples(_STRAY, _DASH), st.booleans())
def test_numbers_read_back_however_they_are_spaced(
    no: int, year: int | None, letters: tuple[str, str, str], spacing: tuple[str, str], said: bool
) -> None:
    (kind, office, word), (stray, dash) = letters, spacing
    middle = f"/{year}" if year else ""
    text = f"Căn cứ {word} {'số ' if said else ''}{no}{middle}{stray}/{kind}{dash}{office} và thực tế địa phương."
    assert [n.number for n in find_numbers(text, [])] == [f"{no}{middle}/{kind}-{office}"]
    found = one(text)
    assert text[found.start :].startswith(word)


@given(
    st.sampled_from(["phát triển công nghiệp hỗ trợ", "hỗ trợ đổi mới công nghệ", "phát triển kinh tế ven biển"]),
    st.tuples(st.integers(2005, 2025), st.integers(1, 10)),
    st.sampled_from(["-", " - ", "–"]),
    st.sampled_from(["Đề án", "Chương trình", "Kế hoạch", "Chiến lược"]),
    st.sampled_from([" được công bố.", " đã xong.", ", tỉnh sẽ bố trí vốn.", " nhằm thu hút vốn.", " và các dự án."]),
)
def test_named_periods_read_back(what: str, span: tuple[int, int], dash: str, word: str, behind: str) -> None:
    begin, length = span
    name = f"{word} {what} giai đoạn {begin}{dash}{begin + length}"
    found = one(f"Ban chỉ đạo nói về {name}{behind}")
    assert (found.title, found.from_, found.to) == (name, str(begin), str(begin + length))


@given(st.text(alphabet='QĐuyết định số /-TTgNQ Đề án Chương trình “”"(),.;\n 0123456789năm Luật', max_size=300))
def test_any_text_is_read_without_error_and_spans_hold(text: str) -> None:
    reading = read_policies(text, "a", home="Hà Nam", home_kind="tỉnh", reference="2024-05")
    for mention in reading.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert 0 <= mention.policy < len(reading.policies)
    assert [p.start for p in reading.policies] == sorted(p.start for p in reading.policies)
    assert len({(p.key, p.kind) for p in reading.policies}) == len(reading.policies)
    for position in range(0, len(text), 37):
        policy_in_force(reading, position, text)


@pytest.mark.parametrize(
    "unit",
    [
        "Quyết định số ",
        "Đề án phát triển ",
        "Kế hoạch, ",
        "12/QĐ-",
        "năm 2020, ",
        "của ",
        "Đề án “",
        "((",
        "Luật ",
        "Nghị quyết 57, 59, ",
        "Quyết định số 1/QĐ-UBND của ",
        "Đề án phát triển a năm 2020. ",
        "Chương trình (",
        "- ",
    ],
)
def test_repetition_costs_its_length_only(unit: str) -> None:
    # Would not end in hours if a pattern backtracked over the whole text.
    read_policies(unit * (60_000 // len(unit)), "a", home="", home_kind="", reference="")


def test_named_policies_of_the_reference_articles() -> None:
    gold_file = SHARED / "gold" / "policies.csv"
    if not gold_file.exists():
        pytest.skip("the reference articles are not beside this checkout")
    with gold_file.open(encoding="utf-8-sig", newline="") as lines:
        gold = [row for row in csv.DictReader(lines) if not row["optional"]]
    found: dict[str, list[str]] = {}
    for path in sorted((SHARED / "articles").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        found[path.stem] = [p.key for p in find_policies(text, path.stem, home="", home_kind="", reference="")]
    missed = [
        row
        for row in gold
        if not any(
            key == row["number"] or any(_alike(key, title) for title in row["title"].split("|") if not row["number"])
            for key in found[row["article"]]
        )
    ]
    assert missed == []
    assert sum(map(len, found.values())) <= len(gold) + 1


def _alike(one: str, other: str) -> bool:
    a, b = set(one.lower().split()), set(other.lower().split())
    return len(a & b) / len(a | b) >= 0.6


def test_industrialisation_and_modernisation_are_one_name() -> None:
    title = "tiếp tục đẩy mạnh công nghiệp hóa, hiện đại hóa đất nước đến năm 2030, tầm nhìn đến năm 2045"
    assert one(f"Nghị quyết 29-NQ/TW ngày 17/11/2022 về {title}.").title == title


def test_dates_behind_the_title_and_dates_of_effect() -> None:
    text = "Quyết định 880/QĐ-TTg về Quy hoạch phát triển công nghiệp đến năm 2020 do Thủ tướng ký ngày 9/6/2014."
    assert one(text).date == "2014-06-09"
    text = "Ngày 28/5/2022 Chính phủ ban hành Nghị định số 35/2022/NĐ-CP (có hiệu lực từ 15/7/2022)."
    assert one(text).date == "2022-05-28"


def test_a_name_that_holds_a_number_is_no_second_row() -> None:
    assert one("Tỉnh ủy có Chương trình hành động số 12-CTr/TU.").number == "12-CTr/TU"
