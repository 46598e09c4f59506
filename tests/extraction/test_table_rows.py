from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles.model import Article
from kg.extraction import Extraction, explain
from kg.extraction.tables import find_tables
from kg.facts import Observation

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
Fact = tuple[str, str, str, str, str]


def extraction(text: str, published: str = "2024-03-05") -> Extraction:
    return explain(Article("bai", text, "bai.txt", published=published))


def observations(text: str, published: str = "2024-03-05") -> tuple[Observation, ...]:
    found = extraction(text, published).facts.observations
    for row in found:
        assert text[row.start : row.end] == row.quote
    return found


def facts(text: str) -> set[Fact]:
    """Subject with its scope, metric with its origin, value, unit, time."""
    return {
        (
            f"{row.about} {row.scope}".strip(),
            f"{row.metric} {row.origin}".strip(),
            format(row.value.normalize(), "f"),
            row.unit,
            row.from_ if row.from_ == row.to else f"{row.from_}/{row.to}",
        )
        for row in observations(text)
    }


# --- who the rows are about ---------------------------------------------------------------------------------------


def test_zones_without_their_noun_take_it_from_the_header_and_the_total_is_the_provinces() -> None:
    text = (
        "Hà Nam giới thiệu quỹ đất\n\nHiện trạng đến 31/12/2023:\n"
        "STT | Tên KCN | Diện tích (ha) | Tỷ lệ lấp đầy (%)\n"
        "1 | Sao Khuê | 120,5 | 80\n2 | Vân Hạ (huyện Lý Nhân) | 1.300 | -\n | Tổng cộng | 1.420,5 | 62,5\n"
    )
    assert facts(text) == {
        ("KCN Sao Khuê", "totalArea", "120.5", "ha", "2023-12-31"),
        ("KCN Sao Khuê", "occupancyRate", "80", "%", "2023-12-31"),
        ("KCN Vân Hạ", "totalArea", "1300", "ha", "2023-12-31"),
        ("Hà Nam zones", "totalArea", "1420.5", "ha", "2023-12-31"),
        ("Hà Nam zones", "occupancyRate", "62.5", "%", "2023-12-31"),
    }
    zones = extraction(text).facts.zones
    assert [(z.label, z.type, z.province, z.district) for z in zones] == [
        ("KCN Sao Khuê", "Zone", "Hà Nam", ""),
        ("KCN Vân Hạ", "Zone", "Hà Nam", "Lý Nhân"),
    ]


def test_sections_tell_kind_and_district_of_the_rows_below() -> None:
    text = (
        "Bắc Giang sắp xếp lại hạ tầng\n\nTT | Tên khu, cụm công nghiệp | Diện tích (ha)\n"
        "I | Khu công nghiệp | 640\n1 | Sao Khuê | 140\n2 | Vân Hạ | 500\n"
        "II | Cụm công nghiệp | 50,5\nHuyện Yên Dũng\n1 | Lam Sơn Thượng | 20,5\nHuyện Việt Yên\n1 | Trúc Khê | 30\n"
    )
    assert {(subject, value) for subject, _, value, _, _ in facts(text)} == {
        ("Bắc Giang zones", "640"),
        ("KCN Sao Khuê", "140"),
        ("KCN Vân Hạ", "500"),
        ("Bắc Giang clusters", "50.5"),
        ("CCN Lam Sơn Thượng", "20.5"),
        ("CCN Trúc Khê", "30"),
    }
    districts = {z.label: z.district for z in extraction(text).facts.zones}
    assert districts["CCN Lam Sơn Thượng"] == "Yên Dũng"
    assert districts["CCN Trúc Khê"] == "Việt Yên"
    assert districts["KCN Sao Khuê"] == ""


def test_districts_and_their_sum() -> None:
    text = (
        "Nam Định kiểm đếm\n\nCụm công nghiệp theo địa bàn năm 2022\n"
        "Huyện, thành phố\tSố CCN\tSố DN\nÝ Yên\t5\t80\nTP Nam Định\t2\t120\nCộng\t7\t200\n"
    )
    assert facts(text) == {
        ("Ý Yên clusters", "count", "5", "1", "2022"),
        ("Ý Yên clusters", "enterpriseCount", "80", "1", "2022"),
        ("Nam Định clusters", "count", "2", "1", "2022"),
        ("Nam Định clusters", "enterpriseCount", "120", "1", "2022"),
        ("Nam Định clusters", "count", "7", "1", "2022"),
        ("Nam Định clusters", "enterpriseCount", "200", "1", "2022"),
    }
    assert {row.about_type for row in observations(text)} == {"District", "Province"}


def test_sectors_keep_the_cells_words_and_their_growth_its_sign() -> None:
    text = (
        "Long An giữa năm\n\nTăng trưởng sản xuất công nghiệp 6 tháng đầu năm 2023\n"
        "Ngành | Tăng, giảm so với cùng kỳ (%)\nToàn ngành | 5,2\nKhai khoáng | -3,1\nSản xuất đồ gỗ | 5,6\n"
    )
    rows = observations(text)
    assert [(r.sector, r.metric, r.value, r.from_, r.to) for r in rows] == [
        ("", "outputGrowth", Decimal("5.2"), "2023-01", "2023-06"),
        ("Khai khoáng", "outputGrowth", Decimal("-3.1"), "2023-01", "2023-06"),
        ("Sản xuất đồ gỗ", "outputGrowth", Decimal("5.6"), "2023-01", "2023-06"),
    ]


def test_rows_by_investors_country_are_none_but_their_sum_is() -> None:
    text = (
        "Đồng Nai và FDI năm 2022\n\nSTT | Quốc gia | Số dự án | Vốn (triệu USD)\n"
        "1 | Hàn Quốc | 60 | 1.050\n2 | Nhật Bản | 3 | 40,2\n | Tổng cộng | 63 | 1.090,2\n"
    )
    assert {(subject, value) for subject, _, value, _, _ in facts(text)} == {
        ("Đồng Nai", "63"),
        ("Đồng Nai", "1090200000"),
    }
    reasons = {found.reason for found in extraction(text).ignored}
    assert "by the investors' country" in reasons


def test_companies_are_no_zones() -> None:
    text = (
        "KCN Sao Khuê, Hải Phòng\n\nSTT | Tên doanh nghiệp | Vốn đầu tư (triệu USD)\n"
        "1 | Công ty TNHH Hoa Mai Xanh | 120\n2 | Công ty CP Gốm Đất Việt | 30,5\n"
    )
    assert {(row.about, row.about_type) for row in observations(text)} == {
        ("Công ty TNHH Hoa Mai Xanh", "Company"),
        ("Công ty CP Gốm Đất Việt", "Company"),
    }


# --- what, when, how ----------------------------------------------------------------------------------------------


def test_measures_downwards_years_and_plans_across() -> None:
    text = (
        "Hưng Yên một năm nhìn lại\n\nKết quả của các khu công nghiệp\n"
        "TT | Nội dung | ĐVT | TH năm 2022 | KH năm 2023 | Ước TH năm 2023 | So sánh (%)\n"
        "1 | Số dự án cấp mới | dự án | 45 | 50 | 61 | 122\n | Trong đó: FDI | dự án | 20 | 25 | 31 | 124\n"
        "2 | Vốn đăng ký | triệu USD | 700 | 800 | 1.050,5 | 131\n"
        "3 | Thu nhập bình quân | triệu đồng/người/tháng | 8,2 | 8,5 | 8,9 | 104\n"
    )
    rows = observations(text)
    assert {row.about for row in rows} == {"Hưng Yên"}
    assert {row.scope for row in rows} == {"zones"}
    assert [
        (r.metric, r.origin, str(r.value.normalize()), r.from_, r.status, r.bound) for r in rows if r.from_ == "2023"
    ] == [
        ("projectCount", "", "5E+1", "2023", "planned", "exact"),
        ("projectCount", "", "61", "2023", "actual", "approx"),
        ("projectCount", "foreign", "25", "2023", "planned", "exact"),
        ("projectCount", "foreign", "31", "2023", "actual", "approx"),
        ("registeredCapital", "", "8E+8", "2023", "planned", "exact"),
        ("registeredCapital", "", "1.0505E+9", "2023", "actual", "approx"),
        ("averageIncome", "", "8.5E+6", "2023", "planned", "exact"),
        ("averageIncome", "", "8.9E+6", "2023", "actual", "approx"),
    ]
    assert {row.unit for row in rows} == {"1", "USD", "VND/month"}


def test_headers_of_two_rows_tell_whose_capital() -> None:
    text = (
        "Bắc Ninh điểm số liệu\n\n| Tên KCN | FDI | FDI | DDI | DDI |\n"
        "| | Số dự án | Vốn đăng ký (triệu USD) | Số dự án | Vốn đăng ký (tỷ đồng) |\n|---|---|---|---|---|\n"
        "| Sao Khuê | 12 | 350,5 | 8 | 980 |\n| Vân Hạ | 15 | 990 | 6 | 520 |\n"
    )
    assert {fact[1:4] for fact in facts(text) if fact[0] == "KCN Sao Khuê"} == {
        ("projectCount foreign", "12", "1"),
        ("registeredCapital foreign", "350500000", "USD"),
        ("projectCount domestic", "8", "1"),
        ("registeredCapital domestic", "980000000000", "VND"),
    }


def test_a_header_of_two_lines_parted_by_tabs() -> None:
    text = (
        "Biểu số 07\nTÌNH HÌNH CÁC CỤM CÔNG NGHIỆP TỈNH HÀ NAM\n(Đến 31/12/2020)\n\n"
        "STT\tTên cụm công nghiệp\tDiện tích (ha)\t\tTỷ lệ lấp đầy\tKết quả thu hút\t\tLao động\n"
        "\t\tQuy hoạch\tĐã cho thuê\t(%)\tSố dự án\tVốn đăng ký (tỷ đồng)\t(người)\n"
        "1\tSao Khuê\t40,5\t31\t76,5\t8\t1.310,5\t2.150\n2\tVân Hạ\t29\t-\t-\t-\t-\t-\n"
        "\tTổng cộng\t69,5\t31\t44,6\t8\t1.310,5\t2.150\n"
    )
    figures = {
        ("leasedArea", "31", "ha", "2020-12-31"),
        ("projectCount", "8", "1", "2020-12-31"),
        ("registeredCapital", "1310500000000", "VND", "2020-12-31"),
        ("workerCount", "2150", "1", "2020-12-31"),
    }
    assert facts(text) == {
        *(("CCN Sao Khuê", *figure) for figure in figures),
        ("CCN Sao Khuê", "totalArea", "40.5", "ha", "2020-12-31"),
        ("CCN Sao Khuê", "occupancyRate", "76.5", "%", "2020-12-31"),
        ("CCN Vân Hạ", "totalArea", "29", "ha", "2020-12-31"),
        *(("Hà Nam clusters", *figure) for figure in figures),
        ("Hà Nam clusters", "totalArea", "69.5", "ha", "2020-12-31"),
        ("Hà Nam clusters", "occupancyRate", "44.6", "%", "2020-12-31"),
    }


def test_pairs_of_result_and_plan() -> None:
    text = (
        "Hưng Yên và chỉ tiêu\n\nKết quả năm 2022\nKCN | Số dự án (thực hiện/kế hoạch) | Vốn FDI (triệu USD)\n"
        "Sao Khuê | 12/10 | 120\nVân Hạ | 9/8 | 80,5\nTrúc Khê | 3/5 | 11\n"
    )
    counts = [(r.about, int(r.value), r.status) for r in observations(text) if r.metric == "projectCount"]
    assert counts == [
        ("KCN Sao Khuê", 12, "actual"),
        ("KCN Sao Khuê", 10, "planned"),
        ("KCN Vân Hạ", 9, "actual"),
        ("KCN Vân Hạ", 8, "planned"),
        ("KCN Trúc Khê", 3, "actual"),
        ("KCN Trúc Khê", 5, "planned"),
    ]


def test_what_can_be_leased_beside_what_is_leased() -> None:
    text = (
        "Bình Phước rà soát đất\n\nĐơn vị: ha\nTên KCN | Tổng diện tích | Đất CN cho thuê | Đã cho thuê | Còn lại\n"
        "Sao Khuê | 115 | 80,2 | 78 | 2,2\nVân Hạ | 193 | 140 | 139,5 | 0,5\n"
    )
    assert {fact[1:3] for fact in facts(text) if fact[0] == "KCN Sao Khuê"} == {
        ("totalArea", "115"),
        ("industrialLandArea", "80.2"),
        ("leasedArea", "78"),
    }


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("So với cùng kỳ (%)", ("108,5", "97,2", "120")),
        ("Tỷ trọng (%)", ("8,5", "7,2", "12")),
        ("Giá thuê (USD/m2)", ("85", "97", "120")),
        ("Số trận", ("8", "9", "12")),
        ("Năm thành lập", ("2008", "2009", "2012")),
        ("Lao động nữ (người)", ("800", "900", "120")),
        ("Đất còn trống (ha)", ("8", "9", "12")),
        ("So với kế hoạch (%)", ("80", "90", "120")),
        ("Dân số (nghìn người)", ("80", "90", "120")),
    ],
)
def test_other_columns_give_no_rows(header: str, cells: tuple[str, ...]) -> None:
    names = ("Sao Khuê", "Vân Hạ", "Trúc Khê")
    lines = [f"{name} | 10 | {cell}" for name, cell in zip(names, cells, strict=True)]
    text = f"Các dự án ở Hà Nam\n\nDanh sách dự án và doanh nghiệp\nKCN | Số dự án | {header}\n" + "\n".join(lines)
    assert {(row.metric, int(row.value)) for row in observations(text)} == {("projectCount", 10)}


def test_an_area_of_provinces_is_none_of_their_zones() -> None:
    text = (
        "Các tỉnh\n\nTỉnh | Diện tích (km2) | Số dự án FDI\n"
        "Bình Dương | 2.694 | 75\nĐồng Nai | 5.863 | 40\nLong An | 4.494 | 33\n"
    )
    assert {row.metric for row in observations(text)} == {"projectCount"}


def test_stages_head_rows() -> None:
    text = (
        "Long An và các khu\n\nHiện trạng các KCN đến tháng 6/2022\nLoại | Số KCN | Diện tích (ha)\n"
        "Đang hoạt động | 16 | 2.300\nĐang xây dựng | 8 | 1.900,5\nTổng cộng | 24 | 4.200,5\n"
    )
    assert [(r.stage, int(r.value)) for r in observations(text) if r.metric == "count"] == [
        ("operating", 16),
        ("construction", 8),
        ("", 24),
    ]


def test_the_time_of_a_column_wins_over_that_of_the_caption() -> None:
    text = (
        "Tây Ninh báo cáo\n\nTình hình lao động năm 2023\nKCN | 31/12/2022 | Năm 2023\n"
        "Sao Khuê | 30.000 | 31.500\nVân Hạ | 45.000 | 52.000\nTrúc Khê | 900 | 1.100\n"
    ).replace("Tình hình lao động", "Số lao động các KCN")
    assert {(value, time) for _, _, value, _, time in facts(text)} >= {("30000", "2022-12-31"), ("31500", "2023")}


def test_years_and_values_one_a_line() -> None:
    text = (
        "Ninh Bình qua các năm\n\nNăm\nGiá trị SXCN (tỷ đồng)\nXuất khẩu (triệu USD)\n"
        "2019\n75.400\n2.500\n2020\n82.300\n2.750,4\n\nSố liệu của cục."
    )
    assert facts(text) == {
        ("Ninh Bình", "outputValue", "75400000000000", "VND", "2019"),
        ("Ninh Bình", "exportValue", "2500000000", "USD", "2019"),
        ("Ninh Bình", "outputValue", "82300000000000", "VND", "2020"),
        ("Ninh Bình", "exportValue", "2750400000", "USD", "2020"),
    }


def test_prose_around_a_table_keeps_its_own_subject_and_time() -> None:
    text = (
        "Thái Bình năm 2018\n\nSố dự án theo khu, tính đến hết năm 2018:\n"
        "KCN | Số dự án | Năm thành lập\nTiền Hải | 33 | 2008\nGia Lễ | 26 | 2009\nCầu Nghìn | 4 | 2017\n\n"
        "Toàn tỉnh có 12 cụm công nghiệp."
    )
    count = next(row for row in observations(text) if row.metric == "count")
    assert (count.about, count.scope) == ("Thái Bình", "clusters")


def test_every_number_of_a_table_has_a_row_or_a_reason() -> None:
    text = (
        "Hà Nam\n\nSTT | Tên KCN | Diện tích (ha) | Ghi chú\n"
        "1 | Sao Khuê 2 | 120 | cấp năm 2010\n2 | Vân Hạ | 99 | số 12\n"
        "ba ô | 77\n3 | Trúc Khê | 45 | -\n"
    )
    found = extraction(text)
    spans = [(row.start, row.end) for row in found.facts.observations]
    spans += [(i.quantity.start, i.quantity.end) for i in found.ignored]
    for at, character in enumerate(text):
        if character.isdigit():
            assert sum(start <= at < end for start, end in spans) == 1, text[at:]


# --- tables written from facts and read back ------------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """A column of a generated table: its header's variants, and what it means."""

    headers: tuple[str, ...]
    metric: str
    unit: str


MEASURES = (
    Measured(
        ("Diện tích (ha)", "Tổng diện tích, ha", "DT quy hoạch (ha)", "Diện tích tự nhiên (Ha)"), "totalArea", "ha"
    ),
    Measured(("Đã cho thuê (ha)", "Diện tích đất đã cho thuê (ha)"), "leasedArea", "ha"),
    Measured(("Tỷ lệ lấp đầy (%)", "Lấp đầy (%)", "TLLĐ (%)", "Tỉ lệ lấp đầy %"), "occupancyRate", "%"),
    Measured(("Số dự án", "Dự án", "Số dự án đầu tư", "Số DA"), "projectCount", "1"),
    Measured(
        ("Vốn đăng ký (triệu USD)", "Tổng vốn đầu tư (triệu USD)", "Vốn ĐT (Triệu USD)"), "registeredCapital", "USD"
    ),
    Measured(("Vốn thực hiện (tỷ đồng)", "Vốn giải ngân (tỷ đồng)"), "implementedCapital", "VND"),
    Measured(("Lao động (người)", "Số lao động", "Số công nhân", "LĐ (người)"), "workerCount", "1"),
    Measured(("DN", "Số doanh nghiệp", "Số DN đang hoạt động"), "enterpriseCount", "1"),
)
FACTORS = {"USD": 10**6, "VND": 10**9}
NAMES = (
    "Sao Khuê",
    "Vân Hạ",
    "Trúc Khê",
    "Lam Điền Thượng",
    "Hoa Lư Sơn 2",
    "Ngọc Hồi Đông (giai đoạn 1)",
    "VSIP Kinh Môn II",
)
HEADS = ("Tên KCN", "Khu công nghiệp", "KCN", "Tên khu công nghiệp")


def vietnamese(value: Decimal) -> str:
    whole, _, decimals = format(value, "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{decimals}" if decimals else grouped


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], set[Fact]]:
    """The cells of a table of zones, header first, and the facts that it states."""
    measures = draw(st.lists(st.sampled_from(MEASURES), min_size=1, max_size=4, unique=True))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=3, max_size=6, unique=True))
    prefix = draw(st.sampled_from(("", "KCN ", "Khu công nghiệp ")))
    cells = [[draw(st.sampled_from(HEADS)), *(draw(st.sampled_from(m.headers)) for m in measures)]]
    stated: set[Fact] = set()
    for name in names:
        row = [prefix + name]
        for measure in measures:
            # the first column is filled, so that each row stays a row
            if len(row) > 1 and draw(st.integers(0, 5)) == 0:
                row.append("-")
                continue
            high = 100 if measure.unit == "%" else 20000
            number = draw(st.integers(1, high).map(Decimal) if measure.unit == "1" else st.decimals(1, high, places=1))
            row.append(vietnamese(number))
            value = format((number * FACTORS.get(measure.unit, 1)).normalize(), "f")
            stated.add((f"KCN {name}", measure.metric, value, measure.unit, "2022"))
        cells.append(row)
    return cells, stated


def fenced(cells: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (cells[0], ["---"] * len(cells[0]), *cells[1:]))


def parted(by: str) -> Callable[[list[list[str]]], str]:
    return lambda cells: "\n".join(by.join(row) for row in cells)


@settings(deadline=None, max_examples=60)
@given(tables(), st.sampled_from([parted(" | "), parted("\t"), parted("    "), fenced]), st.booleans())
def test_a_table_of_facts_reads_back(
    table: tuple[list[list[str]], set[Fact]], printed: Callable[[list[list[str]]], str], numbered: bool
) -> None:
    cells, stated = table
    if numbered:
        cells = [["STT", *cells[0]], *([str(i), *row] for i, row in enumerate(cells[1:], 1))]
    text = f"Quảng Trị: số liệu công nghiệp\n\nKết quả của từng khu, năm 2022:\n{printed(cells)}\n\nNguồn là sở."
    assert facts(text) == stated


@settings(deadline=None, max_examples=60)
@given(tables(), st.sampled_from([parted(" | "), parted("\t"), fenced]))
def test_a_table_turned_round_reads_back(
    table: tuple[list[list[str]], set[Fact]], printed: Callable[[list[list[str]]], str]
) -> None:
    cells, stated = table
    named = [name if name.startswith(("KCN", "Khu")) else f"KCN {name}" for name, *_ in cells[1:]]
    turned = [["Chỉ tiêu", *named], *([head, *column] for head, *column in list(zip(*cells, strict=True))[1:])]
    if len(turned) < 3:
        turned.append(["Ghi chú", *("không" for _ in named)])
    text = f"Quảng Trị: số liệu công nghiệp\n\nSo sánh các khu, năm 2022:\n{printed(turned)}\n\nNguồn là sở."
    if find_tables(text):
        assert facts(text) == stated


@settings(deadline=None)
@given(st.text(alphabet="aKCN Số dựán12|\t\n-.,%()", max_size=160))
def test_any_text_is_read_without_error(text: str) -> None:
    observations(text)


@pytest.mark.parametrize(
    "unit", ["KCN A | 1 | 2\n", "số lượng ", "| KCN | 1\n", "Tổng | 5 | 6\n\n", "Năm 2020 | 5\nx\n"]
)
def test_repetition_costs_its_length_only(unit: str) -> None:
    extraction("KCN | Số dự án | Vốn (tỷ đồng)\n" + unit * (40_000 // len(unit)))


def test_prose_of_the_corpus_gives_no_rows_of_tables() -> None:
    corpus = SHARED / "corpus" / "news.jsonl.gz"
    if not corpus.exists():
        pytest.skip("the reference articles are not beside this checkout")
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        assert not any(find_tables(json.loads(line)["text"]) for line in lines)


def test_columns_of_results_and_plans_measure_what_the_rows_name() -> None:
    text = (
        "Các khu công nghiệp Bắc Ninh năm 2015\n\nChỉ tiêu | Đơn vị | Thực hiện 2014 | Ước TH 2015 | Kế hoạch 2016\n"
        "Giá trị sản xuất công nghiệp | tỷ đồng | 48.000 | 58.500 | 64.000\n"
        "Kim ngạch xuất khẩu | triệu USD | 2.145 | 2.332 | 2.550\n"
        "Vốn đầu tư thực hiện | triệu USD | 300 | 320 | 350\n"
    )
    rows = observations(text)
    assert [r.metric for r in rows] == ["outputValue"] * 3 + ["exportValue"] * 3 + ["implementedCapital"] * 3
    assert [(r.from_, r.status, r.bound) for r in rows[:3]] == [
        ("2014", "actual", "exact"),
        ("2015", "actual", "approx"),
        ("2016", "planned", "exact"),
    ]


def test_results_beside_what_is_registered_are_capital() -> None:
    text = (
        "Hải Dương đón vốn\n\nBảng 1. Vốn đầu tư (triệu USD)\nTên KCN | Đăng ký | Thực hiện\n"
        "KCN Sao Khuê | 320,5 | 200\nKCN Vân Hạ | 180 | 150\n"
    )
    assert [r.metric for r in observations(text)] == ["registeredCapital", "implementedCapital"] * 2


def test_a_ministry_of_planning_in_the_caption_makes_no_plan() -> None:
    text = (
        "Hà Nam đón vốn ngoại năm 2020\n\nTình hình cấp phép theo báo cáo của Sở Kế hoạch và Đầu tư:\n\n"
        "Năm | Cấp mới |  | Điều chỉnh |\n | Số dự án | Vốn (triệu USD) | Số lượt | Vốn (triệu USD)\n"
        "2019 | 55 | 620 | 20 | 95,5\n2020 | 38 | 480 | 18 | 60\n"
    )
    rows = observations(text)
    assert {r.status for r in rows} == {"actual"}
    assert [r.metric for r in rows[:4]] == ["projectCount", "registeredCapital"] * 2


def test_a_table_of_one_zone_takes_the_zone_from_the_title() -> None:
    text = (
        "Giới thiệu KCN Sao Khuê, Đồng Nai\n\nThông tin chung\nDiện tích | 337 ha\nĐã cho thuê | 200 ha\n"
        "Tỷ lệ lấp đầy | 85,5%\nSố dự án | 52\nKinh phí hạ tầng | 50 triệu USD\n"
    )
    assert {(r.about, r.metric) for r in observations(text)} >= {
        ("KCN Sao Khuê", "totalArea"),
        ("KCN Sao Khuê", "leasedArea"),
        ("KCN Sao Khuê", "occupancyRate"),
        ("KCN Sao Khuê", "projectCount"),
    }


def test_rows_that_part_the_row_above_keep_whose_capital_it_is() -> None:
    text = (
        "Các khu công nghiệp Vĩnh Phúc năm 2021\n\nChỉ tiêu | ĐVT | KH 2021 | TH 2021\n"
        "1. Dự án FDI cấp mới | Dự án | 30 | 35\n- Vốn đăng ký cấp mới | Triệu USD | 300 | 412,5\n"
        "2. Dự án DDI cấp mới | Dự án | 8 | 9\n- Vốn đăng ký | Tỷ đồng | 1.500 | 2.310\n"
        "3. Doanh thu | Triệu USD | 5.800 | 6.450\n"
    )
    rows = observations(text)
    assert [r.origin for r in rows] == ["foreign"] * 4 + ["domestic"] * 4 + [""] * 2
    assert {r.status for r in rows[::2]} == {"planned"}


def test_a_grand_total_below_the_last_section_is_of_all() -> None:
    text = (
        "Cụm công nghiệp Thái Bình\n\nTT   Tên cụm      Diện tích (ha)   Số DN\n"
        "I    Huyện Vũ Thư\n1    CCN Lam Khê  49,8   12\n2    CCN Nam Sơn  28,5   9\n"
        "II   Huyện Kiến Xương\n1    CCN Vũ Hạ  40   15\nTổng cộng   118,3   36\n"
    )
    assert ("Thái Bình clusters", "118.3") in {(subject, value) for subject, _, value, _, _ in facts(text)}


def test_regions_and_the_country() -> None:
    text = (
        "Khu công nghiệp cả nước\n\nBảng. Số KCN đến hết năm 2021\nVùng | Số KCN | Tỷ lệ lấp đầy (%)\n"
        "Đồng bằng sông Hồng | 101 | 62\nTây Nguyên | 9 | 58\nCả nước | 397 | 70,8\n"
    )
    rows = observations(text)
    assert [(r.about_type, r.scope) for r in rows] == [("Region", "zones")] * 4 + [("Country", "zones")] * 2


def test_the_years_that_a_zone_is_let_for_are_no_time() -> None:
    text = (
        "Khu công nghiệp Bắc Ninh năm 2022\n\nTên KCN | Diện tích (ha) | Thời hạn | Tình trạng\n"
        "KCN Sao Khuê | 640 | 2002-2052 | Đang hoạt động\nKCN Vân Hạ | 270 | 2007-2057 | Đang hoạt động\n"
    )
    assert {(r.from_, r.status) for r in observations(text)} == {("2022", "actual")}


def test_support_and_what_is_put_up_against_it_share_a_unit() -> None:
    text = (
        "Khuyến công Nam Định năm 2021\n\n"
        "Nguồn | Số đề án | Kinh phí (triệu đồng) | Khuyến công hỗ trợ | Vốn đối ứng\n"
        "Khuyến công quốc gia | 8 | 12.300 | 2.400 | 9.900\nKhuyến công địa phương | 15 | 9.100 | 2.100 | 7.000\n"
    )
    assert [(r.metric, int(r.value)) for r in observations(text)] == [
        ("supportSchemeCount", 8),
        ("supportFunding", 2_400_000_000),
        ("counterpartFunding", 9_900_000_000),
        ("supportSchemeCount", 15),
        ("supportFunding", 2_100_000_000),
        ("counterpartFunding", 7_000_000_000),
    ]
