"""The zones that an article names: each once, under its fullest name, where it lies."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles.model import Article
from kg.extraction import extract
from kg.extraction.merge import merged
from kg.extraction.zone_index import Zone, ZoneIndex
from kg.extraction.zone_names import name_tokens, only_says_more
from kg.facts import Observation, Status
from kg.reference.places import places
from kg.vietnamese import fold


def _zones(text: str) -> list[tuple[str, str, str]]:
    return [(zone.label, zone.province, zone.district) for zone in extract(Article("a", text, "a")).zones]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        # Lists behind plural nouns, colons and verbs.
        ("Hải Phòng có các KCN: Nomura, Đồ Sơn và Tràng Duệ.", ["KCN Nomura", "KCN Đồ Sơn", "KCN Tràng Duệ"]),
        ("Hải Phòng: hai cụm công nghiệp gồm An Hồng và Quán Trữ.", ["CCN An Hồng", "CCN Quán Trữ"]),
        (
            "Bốn khu công nghiệp đã lấp đầy là Nomura, Đồ Sơn và VSIP Hải Phòng (Hải Phòng).",
            ["KCN Nomura", "KCN Đồ Sơn", "KCN VSIP Hải Phòng"],
        ),
        # Describing words are part of a name; a craft village's kind too; a trailing "và" is not.
        ("Quảng Nam: KKT mở Chu Lai rộng 27.040 ha.", ["KKT mở Chu Lai"]),
        ("Ninh Bình: cụm công nghiệp làng nghề Đồng Hướng.", ["CCN làng nghề Đồng Hướng"]),
        ("Nghệ An: Trong KKT Đông Nam và các KCN có 250 dự án.", ["KKT Đông Nam"]),
        # Two ways of writing one zone; numerals and phases tell zones apart.
        ("Long An có KCN Hòa Phú. Khu công nghiệp Hòa Phú Thành lấp đầy 80%.", ["KCN Hòa Phú Thành"]),
        ("Hải Phòng: KCN Hoà Bình, khu công nghiệp HÒA BÌNH.", ["KCN Hoà Bình"]),
        ("Vĩnh Phúc: KCN Bình Xuyên II và KCN Bình Xuyên.", ["KCN Bình Xuyên II", "KCN Bình Xuyên"]),
        (
            "Hải Phòng có KCN Tràng Duệ giai đoạn 2, KCN Tràng Duệ.",
            ["KCN Tràng Duệ giai đoạn 2", "KCN Tràng Duệ"],
        ),
        ("Bắc Ninh: KCN Yên Phong mở rộng, KCN Yên Phong.", ["KCN Yên Phong mở rộng", "KCN Yên Phong"]),
        # The other name in brackets.
        ("KCN Liên Chiểu (KCN An Đồn) ở Đà Nẵng. KCN An Đồn lấp đầy 100%.", ["KCN Liên Chiểu"]),
        # A zone by its name alone, where the article names it in full.
        ("Khu công nghiệp WHA Nghệ An 1 tại Nghệ An. WHA Nghệ An 1 thu hút 30 dự án.", ["KCN WHA Nghệ An 1"]),
        # Small words within a name, describing ones in a row, and titles that are names behind the noun.
        ("Hòa Bình: các KCN: Lương Sơn, Bờ trái sông Đà.", ["KCN Lương Sơn", "KCN Bờ trái sông Đà"]),
        ("Quảng Nam: KCN cơ khí, ô tô Trường Sơn rộng 200 ha.", ["KCN cơ khí, ô tô Trường Sơn"]),
        ("Đồng Nai: KCN Ông Kèo lấp đầy 40%.", ["KCN Ông Kèo"]),
        ("Tây Ninh: khu kinh tế cửa khẩu Xa Mát.", ["KKT cửa khẩu Xa Mát"]),
        # A plural short noun, a verb far behind a count, the next one of a family, the short form in brackets.
        (
            "Hà Tĩnh mở CCN Bắc Hồng; còn các cụm Vượng Lộc (Can Lộc), Phù Việt (Thạch Hà) chờ vốn.",
            ["CCN Bắc Hồng", "CCN Vượng Lộc", "CCN Phù Việt"],
        ),
        (
            "TP.HCM: năm khu công nghiệp được chọn làm thí điểm, chuyển sang mô hình mới gồm Cát Lái, Bình Chiểu.",
            ["KCN Cát Lái", "KCN Bình Chiểu"],
        ),
        ("Hà Tĩnh: CCN Cổng Sơn 1 đã kín, đang xin làm tiếp Cổng Sơn 3.", ["CCN Cổng Sơn 1", "CCN Cổng Sơn 3"]),
        ("Quảng Nam: KKT mở Chu Lai có đất sạch. Tại Chu Lai, dự án tăng.", ["KKT mở Chu Lai"]),
        # The place whose zones are meant is no zone's name; nor is a company's.
        ("Các KCN Bắc Ninh thu hút đầu tư.", []),
        ("Tỉnh Bắc Giang phát triển mạnh. Ban Quản lý KCN Bắc Giang cho biết.", []),
        ("Công ty CP Hạ tầng KCN Phố Nối A đầu tư vào Hưng Yên.", []),
        # Told to be zones by what is said of them: lists with areas, what is full, what is called one.
        (
            "Long An: 4 CCN mới gồm: Tân Lập (52ha), Mỹ An Nam (64ha) ở huyện Đức Hòa; Phước Hạ 2 (50ha) ở huyện Cần "
            "Giuộc và Nhựt An Đông (65ha).",
            ["CCN Tân Lập", "CCN Mỹ An Nam", "CCN Phước Hạ 2", "CCN Nhựt An Đông"],
        ),
        (
            "Đồng Nai có nhiều KCN. Quỹ đất cạn dần: Bàu Hạ, Long Phúc đều đã lấp đầy trên 95%. Đức An còn lại 190 ha "
            "đất sạch.",
            ["KCN Bàu Hạ", "KCN Long Phúc", "KCN Đức An"],
        ),
        ("Các KCN phát triển. Biên Hòa, Bình Dương đều đã lấp đầy.", []),
        ("Trong số các CCN, Bồng Hạ là cụm lớn nhất.", ["CCN Bồng Hạ"]),
        (
            "Các cụm công nghiệp đã ổn định. Lập mới 02 cụm (Hàm Hạ 2, diện tích 68 ha; Đắk Hạ, 50 ha).",
            ["CCN Hàm Hạ 2", "CCN Đắk Hạ"],
        ),
        # "khu" and "cụm" alone name zones where the article speaks of such.
        ("Bình Dương có các khu công nghiệp; khu Lễ Môn rộng 87 ha.", ["KCN Lễ Môn"]),
        ("Bình Dương mở rộng khu Lễ Môn và khu đô thị Mỹ Phước.", []),
    ],
)
def test_zones_are_named(text: str, labels: list[str]) -> None:
    assert [label for label, _, _ in _zones(text)] == labels


@pytest.mark.parametrize(
    ("text", "located"),
    [
        (
            "KCN Tân Trường (xã Cẩm Điền, huyện Cẩm Giàng, tỉnh Hải Dương) rộng 198 ha.",
            [("KCN Tân Trường", "Hải Dương", "Cẩm Giàng")],
        ),
        ("Hưng Yên, Bắc Ninh: KCN Quế Võ thuộc tỉnh Bắc Ninh rộng 600 ha.", [("KCN Quế Võ", "Bắc Ninh", "")]),
        ("Hưng Yên: KCN Phố Nối A (huyện Văn Lâm) rộng 596 ha.", [("KCN Phố Nối A", "Hưng Yên", "Văn Lâm")]),
        (
            "Đồng Nai, Bình Dương đứng đầu. KCN Sóng Thần ở Bình Dương rộng 180 ha. KCN Amata (Đồng Nai) rộng 500 ha.",
            [("KCN Sóng Thần", "Bình Dương", ""), ("KCN Amata", "Đồng Nai", "")],
        ),
        # A province in the zone's own name; a district that gives an economic zone its name.
        ("Miền Trung có KCN VSIP Quảng Ngãi.", [("KCN VSIP Quảng Ngãi", "Quảng Ngãi", "")]),
        ("Cả nước có nhiều KKT, như KKT Vân Đồn.", [("KKT Vân Đồn", "Quảng Ninh", "")]),
        # The article's own province.
        ("Tỉnh Hưng Yên phát triển. KCN Minh Đức lấp đầy 50%.", [("KCN Minh Đức", "Hưng Yên", "")]),
    ],
)
def test_zones_lie_in(text: str, located: list[tuple[str, str, str]]) -> None:
    assert _zones(text) == located


def test_the_first_mention_is_kept_though_a_later_one_says_more() -> None:
    text = "Long An có KCN Hòa Phú. Khu công nghiệp Hòa Phú Thành lấp đầy 80%."
    (zone,) = extract(Article("a", text, "a")).zones
    assert text[zone.start : zone.end] == "KCN Hòa Phú"


# --- the index finds what a search through all zones would find -------------------------------------------------------

WORDS = st.sampled_from(["Hòa", "Hoà", "Phú", "Bình", "An", "2", "II", "mở", "rộng", "Hải", "Dương", "nông", "nghiệp"])
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
LABELS = st.tuples(st.sampled_from(["KCN", "CCN"]), NAMES).map(" ".join)


def _one_of(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    if few == many:
        return True
    if not few or len(few) >= len(many):
        return False
    if many[: len(few)] == few:
        return only_says_more(few, many[len(few) :])
    return many[-len(few) :] == few and only_says_more(few, many[: -len(few)])


def _searched(zones: list[Zone], label: str, noun: str) -> Zone | None:
    alike = [zone for zone in zones if zone.noun == noun]
    for zone in alike:
        if fold(zone.label) == fold(label):
            return zone
    for zone in alike:
        shorter = min(label, zone.label, key=lambda one: len(name_tokens(one)))
        if places().named(shorter.split(" ", 1)[-1], "Province"):
            continue
        ours, theirs = name_tokens(label), name_tokens(zone.label)
        if _one_of(ours, theirs) or _one_of(theirs, ours):
            return zone
    return None


@given(st.lists(LABELS, max_size=12))
def test_the_index_finds_what_a_search_through_all_zones_finds(labels: list[str]) -> None:
    index = ZoneIndex()
    for label in labels:
        noun = label.split(" ", 1)[0]
        found = index.find(label, noun)
        assert found is _searched(index.zones, label, noun)
        if found is None:
            index.add(Zone(label, noun, 0, 0))
        elif len(name_tokens(label)) > len(name_tokens(found.label)):
            index.rename(found, label)


# --- one fact, one row ----------------------------------------------------------------------------------------------


def _row(value: str, start: int, status: Status = "actual", from_: str = "", to: str = "") -> Observation:
    return Observation(
        "a", "KCN Nomura", "Zone", "occupancyRate", Decimal(value), "%", start, start + 2, value,
        status=status, from_=from_, to=to,
    )  # fmt: skip


def test_a_repeat_folds_into_the_row_that_says_most() -> None:
    bare, dated = _row("60", 0), _row("60", 90, from_="2024", to="2024")
    assert merged([bare, dated], 0) == [dated]


def test_a_rounded_headline_folds_into_the_exact_figure() -> None:
    assert merged([_row("60", 0), _row("58.7", 90)], 40) == [_row("58.7", 90)]
    assert merged([_row("60", 50), _row("58.7", 90)], 40) == [_row("60", 50), _row("58.7", 90)]
    assert merged([_row("60", 0), _row("48.7", 90)], 40) == [_row("60", 0), _row("48.7", 90)]


def test_a_plan_and_its_result_are_two() -> None:
    same = [_row("60", 0, "planned"), _row("60", 90)]
    assert merged(same, 40) == same
    rounded = [_row("60", 0, "planned"), _row("58.7", 90)]
    assert merged(rounded, 40) == rounded


def test_figures_of_different_years_are_two() -> None:
    rows = [_row("60", 0, from_="2022", to="2022"), _row("60", 90, from_="2023", to="2023")]
    assert merged(rows, 40) == rows
