"""Tables inside plain text: the four ways of printing them, their captions, totals and gaps; and what is no table."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles.html import read_html
from kg.extraction.table_cells import is_number
from kg.extraction.tables import Table, find_tables

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


def read(text: str) -> Table:
    tables = find_tables(text)
    assert len(tables) == 1
    table = tables[0]
    for cell in [*table.header, *(c for row in table.rows for c in row.cells)]:
        assert text[cell.start : cell.end] == cell.text or " " in cell.text
        assert table.start <= cell.start <= cell.end <= table.end
    return table


def header(table: Table) -> list[str]:
    return [c.text for c in table.header]


def rows(table: Table) -> list[tuple[str, list[str]]]:
    return [(row.kind, [c.text for c in row.cells]) for row in table.rows]


def test_tabs_caption_unit_and_total() -> None:
    text = (
        "Tỉnh có hai khu.\n\nBảng 1. Hiện trạng các KCN (đến 31/12/2023)\nĐơn vị tính: ha\n"
        "STT\tTên KCN\tDiện tích\tTỷ lệ lấp đầy (%)\n1\tKCN Bình Minh\t135,6\t100\n2\tKCN Sông Hạ\t62,4\t-\n"
        "\tTổng cộng\t198,0\t\n\nSau bảng là lời bình."
    )
    table = read(text)
    assert header(table) == ["STT", "Tên KCN", "Diện tích", "Tỷ lệ lấp đầy (%)"]
    assert rows(table) == [
        ("data", ["1", "KCN Bình Minh", "135,6", "100"]),
        ("data", ["2", "KCN Sông Hạ", "62,4", "-"]),
        ("total", ["", "Tổng cộng", "198,0", ""]),
    ]
    assert table.caption is not None
    assert table.caption.text == "Bảng 1. Hiện trạng các KCN (đến 31/12/2023)"
    assert table.unit is not None
    assert (table.unit.text, text[table.unit.start : table.unit.end]) == ("ha", "ha")
    assert text[table.start :].startswith("STT")
    assert text[table.end :].lstrip().startswith("Sau bảng")


def test_pipes_with_a_header_of_two_rows_sections_and_footnote_marks() -> None:
    table = read(
        "| STT | Tên cụm | Diện tích (ha) | | Lấp đầy (%) |\n| | | Tự nhiên | Công nghiệp | |\n|---|---|---|---|---|\n"
        "| I. Phía bắc | | | | |\n| 1 | CCN Đông Hạ | 50,2 | 35 | 80% |\n| 2 | CCN Tây Hạ (*) | 20 | 12,5(1) | 100% |\n"
        "| Cộng | | 70,2 | 47,5 | |"
    )
    assert header(table) == ["STT", "Tên cụm", "Diện tích (ha) Tự nhiên", "Diện tích (ha) Công nghiệp", "Lấp đầy (%)"]
    assert rows(table) == [
        ("section", ["I. Phía bắc", "", "", "", ""]),
        ("data", ["1", "CCN Đông Hạ", "50,2", "35", "80%"]),
        ("data", ["2", "CCN Tây Hạ", "20", "12,5", "100%"]),
        ("total", ["Cộng", "", "70,2", "47,5", ""]),
    ]


AREAS = [
    "STT",
    "Tên cụm",
    "Diện tích (ha) Quy hoạch",
    "Diện tích (ha) Đã giao",
    "Lấp đầy (%)",
    "Vốn Số dự án",
    "Vốn Tỷ đồng",
]
TWO_LINES = [
    ["STT", "Tên cụm", "Diện tích (ha)", "", "Lấp đầy", "Vốn", ""],
    ["", "", "Quy hoạch", "Đã giao", "(%)", "Số dự án", "Tỷ đồng"],
    ["1", "Đông Hạ", "50,2", "35", "80", "3", "120"],
    ["2", "Tây Hạ", "20", "12,5", "100", "4", "95,5"],
    ["3", "Nam Hạ", "31", "8", "26", "2", "40"],
    ["", "Tổng cộng", "101,2", "55,5", "60", "9", "255,5"],
]


def aligned(cells: list[list[str]]) -> str:
    """Columns parted by spaces, each as wide as its longest cell but for what spans several."""
    widths = [max(len(row[i]) for row in cells[1:]) + 9 for i in range(len(cells[0]))]
    return "\n".join(
        "".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in cells
    )


@pytest.mark.parametrize("by", ["\t", " \t ", " | ", "|"])
def test_a_group_heads_the_columns_below_it_and_a_total_has_no_number(by: str) -> None:
    table = read("Biểu số 3\n\n" + "\n".join(by.join(row) for row in TWO_LINES))
    assert header(table) == AREAS
    assert rows(table) == [*(("data", row) for row in TWO_LINES[2:5]), ("total", TWO_LINES[5])]


def test_a_group_heads_columns_of_wide_spaces_by_where_it_stands() -> None:
    table = read("Biểu số 3\n\n" + aligned(TWO_LINES))
    assert header(table) == AREAS
    assert rows(table)[:3] == [("data", row) for row in TWO_LINES[2:5]]
    assert rows(table)[3] == ("total", ["Tổng cộng", "", *TWO_LINES[5][2:]])


@pytest.mark.parametrize("by", ["\t", " | "])
def test_empty_cells_at_a_lines_end_need_not_be_printed(by: str) -> None:
    cells = [[*row[:2], row[4], *row[2:4]] for row in TWO_LINES]
    table = read("\n".join(by.join(row).rstrip("\t |") for row in cells))
    assert header(table) == ["STT", "Tên cụm", "Lấp đầy (%)", "Diện tích (ha) Quy hoạch", "Diện tích (ha) Đã giao"]
    cells = [[*row[:4], *row[4:5]] for row in TWO_LINES]
    cells[0][4], cells[1][4] = "Lấp đầy (%)", ""
    table = read("\n".join(by.join(row).rstrip("\t |") for row in cells))
    assert header(table) == ["STT", "Tên cụm", "Diện tích (ha) Quy hoạch", "Diện tích (ha) Đã giao", "Lấp đầy (%)"]


def test_a_span_may_be_printed_without_its_empty_cells() -> None:
    table = read("TT|Tên|Diện tích|Lấp đầy\n||Chung|Đã giao|\n1|Một|9|4|44\n2|Hai|8|2|25")
    assert header(table) == ["TT", "Tên", "Diện tích Chung", "Diện tích Đã giao", "Lấp đầy"]


@pytest.mark.parametrize("by", ["\t", " | "])
def test_a_header_of_three_lines(by: str) -> None:
    cells = [
        ["Tên khu", "Diện tích (ha)", "", "", "Lao động", ""],
        ["", "Quy hoạch", "Đất công nghiệp", "", "Tổng", "Chia ra"],
        ["", "", "Chung", "Đã giao", "(người)", "Nữ"],
        ["Sao Khuê", "120", "90", "60", "900", "500"],
        ["Vân Hạ", "80", "50", "20", "700", "100"],
        ["Cộng", "200", "140", "80", "1.600", "600"],
    ]
    table = read("\n".join(by.join(row) for row in cells))
    assert header(table) == [
        "Tên khu",
        "Diện tích (ha) Quy hoạch",
        "Diện tích (ha) Đất công nghiệp Chung",
        "Diện tích (ha) Đất công nghiệp Đã giao",
        "Lao động Tổng (người)",
        "Lao động Chia ra Nữ",
    ]
    assert [kind for kind, _ in rows(table)] == ["data", "data", "total"]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        # only one cell of a line is filled
        ("\t\tDiện tích (ha)\t", "TT\tTên\tChung\tĐã giao", ["Diện tích (ha) Chung", "Diện tích (ha) Đã giao"]),
        ("TT\tTên\tDiện tích\tDự án", "\t\t(ha)\t", ["Diện tích (ha)", "Dự án"]),
        # years below the group
        ("TT\tTên\tSố dự án\t", "\t\t2020\t2021", ["Số dự án 2020", "Số dự án 2021"]),
        # the next column's own second line is no part of the group
        ("TT\tTên\tDự án\t(ha)", "\t\tcấp mới\t", ["Dự án cấp mới", "(ha)"]),
    ],
)
def test_lines_of_a_header(above: str, below: str, expected: list[str]) -> None:
    table = read(f"{above}\n{below}\n1\tMột\t9\t4\n2\tHai\t8\t2\n\tTổng cộng\t17\t6")
    assert header(table) == ["TT", "Tên", *expected]
    assert [kind for kind, _ in rows(table)] == ["data", "data", "total"]


def test_tabs_that_only_widen_a_gap_are_no_cells() -> None:
    table = read("Tên\t\t\tDiện tích\tDự án\nKCN A\t\t10\t3\nKCN Bình Hạ\t20\t4\nKCN B\t\t7\t1")
    assert header(table) == ["Tên", "Diện tích", "Dự án"]
    assert [cells for _, cells in rows(table)] == [
        ["KCN A", "10", "3"],
        ["KCN Bình Hạ", "20", "4"],
        ["KCN B", "7", "1"],
    ]
    table = read("Tên\t\tDiện tích\nKCN A\t\t10\nKCN B\t\t7")
    assert [cells for _, cells in rows(table)] == [["KCN A", "10"], ["KCN B", "7"]]


def test_a_row_of_empty_cells_ends_no_header() -> None:
    table = read("TT\tTên\tDự án\n1\tMột\t9\n\t\t\n2\tHai\t8")
    assert (header(table), len(table.rows)) == (["TT", "Tên", "Dự án"], 2)


def test_bars_at_both_ends_fence_a_line_only_where_they_fence_all() -> None:
    table = read("TT | Tên | Dự án | Ghi chú\n1 | Một | 9 | mới\n2 | Hai | 8 | cũ\n | Tổng cộng | 17 |")
    assert rows(table)[-1] == ("total", ["", "Tổng cộng", "17", ""])


def test_pipes_without_fences() -> None:
    table = read("Tên KCN | Diện tích | Dự án\nKCN Một | 120 | 14\nKCN Hai | 98,5 | 20\n")
    assert header(table) == ["Tên KCN", "Diện tích", "Dự án"]
    assert [cells for _, cells in rows(table)] == [["KCN Một", "120", "14"], ["KCN Hai", "98,5", "20"]]


def test_wide_spaces_with_years_as_first_column() -> None:
    table = read("Năm       Số dự án     Vốn (triệu USD)\n2020      35           210,5\n2021      41           333\n")
    assert header(table) == ["Năm", "Số dự án", "Vốn (triệu USD)"]
    assert [cells for _, cells in rows(table)] == [["2020", "35", "210,5"], ["2021", "41", "333"]]


def test_years_head_columns() -> None:
    table = read("| Chỉ tiêu | 2021 | 2022 |\n| Số dự án | 120 | 135 |\n| Lao động | 30.000 | 32.500 |")
    assert header(table) == ["Chỉ tiêu", "2021", "2022"]
    assert len(table.rows) == 2


def test_a_row_that_counts_the_columns_is_left_out() -> None:
    table = read("TT\tTên\tĐất\tDự án\n(1)\t(2)\t(3)\t(4)\n1\tKCN Một\t100\t7\n2\tKCN Hai\t200\t9")
    assert header(table) == ["TT", "Tên", "Đất", "Dự án"]
    assert len(table.rows) == 2


def test_subtotals_carry_a_roman_numeral() -> None:
    table = read("TT\tTên\tDiện tích (ha)\nI\tKCN đã hoạt động\t300\n1\tKCN Một\t100\n2\tKCN Hai\t200\nTổng\t\t300")
    assert [kind for kind, _ in rows(table)] == ["subtotal", "data", "data", "total"]


def test_a_short_total_row_stands_under_the_value_columns() -> None:
    table = read("TT|Tên|Huyện|Diện tích|Dự án\n1|A|Kim Sơn|10|3\n2|B|Yên Mô|20|4\nTổng cộng||30|7")
    assert rows(table)[-1] == ("total", ["Tổng cộng", "", "", "30", "7"])


def test_a_row_that_does_not_line_up_is_ragged() -> None:
    table = read("TT|Tên|Diện tích|Dự án\n1|A|10|3\n2|B|20|4\n3|C|7\nTổng cộng|37")
    assert [kind for kind, _ in rows(table)] == ["data", "data", "ragged", "ragged"]


def test_one_cell_a_line_with_ordinals() -> None:
    table = read(
        "Danh sách khu công nghiệp của tỉnh:\n\nSTT\nTên KCN\nDiện tích (ha)\nTỷ lệ lấp đầy (%)\n"
        "1\nKCN Tân Hạ\n198,06\n95\n2\nKCN Lai Sơn\n212\n60,5\n3\nKCN Cộng An\n357\n-\nTổng cộng\n767,06\n155,5\n"
        "Hết bảng."
    )
    assert header(table) == ["STT", "Tên KCN", "Diện tích (ha)", "Tỷ lệ lấp đầy (%)"]
    assert rows(table) == [
        ("data", ["1", "KCN Tân Hạ", "198,06", "95"]),
        ("data", ["2", "KCN Lai Sơn", "212", "60,5"]),
        ("data", ["3", "KCN Cộng An", "357", "-"]),
        ("total", ["Tổng cộng", "", "767,06", "155,5"]),
    ]
    assert table.caption is not None
    assert table.caption.text == "Danh sách khu công nghiệp của tỉnh:"


def test_one_cell_a_line_with_sections_that_count_anew() -> None:
    table = read(
        "TT\nTên\nDiện tích (ha)\n1\nKCN Một\n100\n2\nKCN Hai\n200\nCụm công nghiệp\n1\nCCN Ba\n30\n2\nCCN Bốn\n40\n"
    )
    assert [kind for kind, _ in rows(table)] == ["data", "data", "section", "data", "data"]


def test_one_cell_a_line_without_ordinals() -> None:
    table = read(
        "Kết quả như sau.\nChỉ tiêu\nNăm 2022\nNăm 2023\nSố dự án\n120\n135\nVốn đăng ký\n1.200\n1.450\n"
        "Lao động\n30.000\n32.500"
    )
    assert header(table) == ["Chỉ tiêu", "Năm 2022", "Năm 2023"]
    assert [cells[0] for _, cells in rows(table)] == ["Số dự án", "Vốn đăng ký", "Lao động"]


def test_one_cell_a_line_with_two_words_a_row_and_words_at_its_end() -> None:
    names = read(
        "Mở đầu.\nTên\nHuyện\nDiện tích\nDự án\nA\nKim Sơn\n10\n3\nB\nYên Mô\n20\n4\nC\nNho Quan\n5\n1\nTổng số\n35\n8"
    )
    assert header(names) == ["Tên", "Huyện", "Diện tích", "Dự án"]
    assert rows(names)[0] == ("data", ["A", "Kim Sơn", "10", "3"])
    assert rows(names)[-1] == ("total", ["Tổng số", "", "35", "8"])
    ends = read("Mở đầu.\nTên\nDiện tích\nDự án\nGhi chú\nA\n10\n3\nđã xong\nB\n20\n4\nđang làm\nC\n5\n1\nmới có")
    assert rows(ends) == [
        ("data", ["A", "10", "3", "đã xong"]),
        ("data", ["B", "20", "4", "đang làm"]),
        ("data", ["C", "5", "1", "mới có"]),
    ]


def test_two_tables_are_two() -> None:
    text = "a | b\nx | 1\ny | 2\n\nGiữa hai bảng.\n\nc | d | e\nx | 1 | 2\ny | 3 | 4\n"
    assert [header(t) for t in find_tables(text)] == [["a", "b"], ["c", "d", "e"]]
    assert [header(t) for t in find_tables("a | b\nx | 1\ny | 2\n\nc | d | e\nx | 1 | 2\ny | 3 | 4\n")] == [
        ["a", "b"],
        ["c", "d", "e"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Công nhân trong xưởng may, ảnh chụp tháng 5. |\nĐoạn văn tiếp theo nói về 20 dự án. |",
        "Trang chủ | Giới thiệu | Tin tức | Liên hệ\nSơ đồ | RSS | Đăng nhập | Góp ý",
        "Tác giả: An | 12/5/2024",
        "Hội chợ  triển lãm có 10 gian hàng.  Doanh thu đạt  5 tỷ đồng.\nNăm sau  có 12 gian hàng.\nHết  tin.",
        "\tĐoạn văn thụt đầu dòng nói về 5 dự án.\n\tĐoạn văn nữa nói về 6 dự án.\n\tĐoạn cuối.",
        "Danh sách:\n1. KCN Một\n2. KCN Hai\n3. KCN Ba\n",
        "2021\n2022\n2023\nlà ba năm khó khăn.\n14\n15\n",
        "Ông A nói.\nNăm 2020\nđạt 5 ha.\nNăm 2021\nđạt 6 ha.\n",
        "",
        "\n\n\n",
    ],
)
def test_prose_captions_and_menus_are_no_tables(text: str) -> None:
    assert find_tables(text) == []


@pytest.mark.parametrize("text", ["1.234,5", "80%", "12 ha", "~300", "+5,2", "8 - 10", "1.200(*)"])
def test_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["KCN 3", "a", "", "-", "12 quả", "Năm 2020"])
def test_no_numbers(text: str) -> None:
    assert not is_number(text)


_NAMES = st.sampled_from(["KCN Một", "KCN Hai Bà", "CCN Ba Sao", "CCN Bốn Mùa", "KKT Năm Căn"])
_VALUES = st.one_of(
    st.integers(1, 99999).map(lambda n: f"{n:,}".replace(",", ".")),
    st.decimals(0, 999, places=1).map(lambda d: str(d).replace(".", ",")),
)


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    columns = draw(st.integers(1, 5))
    head = ["STT", "Tên", *(f"Cột {chr(97 + i)} (ha)" for i in range(columns))]
    count = draw(st.integers(3, 8))
    body = [[str(i + 1), draw(_NAMES), *(draw(_VALUES) for _ in range(columns))] for i in range(count)]
    return head, body


@given(grids(), st.sampled_from([" | ", "\t", "   ", "\n", "fenced"]))
def test_a_table_reads_back_however_it_is_printed(grid: tuple[list[str], list[list[str]]], how: str) -> None:
    head, body = grid
    if how == "fenced":
        lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *body)]
    else:
        lines = [how.join(cells) for cells in (head, *body)]
    text = "Số liệu của từng khu như sau:\n" + "\n".join(lines) + "\n\nNguồn số liệu là ban quản lý."
    table = read(text)
    assert header(table) == head
    assert [cells for _, cells in rows(table)] == body
    assert {kind for kind, _ in rows(table)} == {"data"}


@st.composite
def grouped(draw: st.DrawFn) -> tuple[list[list[str]], list[str]]:
    """The cells of a table under a header of two lines, and what its columns' headers are joined."""
    lead = draw(st.sampled_from([["STT", "Tên"], ["Tên"]]))
    sizes = draw(st.lists(st.integers(0, 3), min_size=1, max_size=4).filter(any))
    upper, lower, joined = [*lead], [""] * len(lead), [*lead]
    for index, size in enumerate(sizes):
        group = f"Nhóm {'bcde'[index]}"
        subs = ["(ha)"] if size == 1 else [f"phần {'mnp'[i]}" for i in range(size)]
        upper += [group, *[""] * (size - 1)]
        lower += subs or [""]
        joined += [f"{group} {sub}" for sub in subs] or [group]
    count = draw(st.integers(3, 6))
    values = len(upper) - len(lead)
    body = [
        [*[str(i + 1)][: len(lead) - 1], draw(_NAMES), *(draw(_VALUES) for _ in range(values))] for i in range(count)
    ]
    total = [*[""][: len(lead) - 1], "Tổng cộng", *(draw(_VALUES) for _ in range(values))]
    return [upper, lower, *body, total], joined


def html(cells: list[list[str]]) -> str:
    """A page whose table's header spans columns and rows."""
    upper, lower, *body = cells
    heads = []
    for i, cell in enumerate(upper):
        if cell:
            span = next((j for j in range(i + 1, len(upper)) if upper[j]), len(upper)) - i
            heads.append(f"<th rowspan='{1 if lower[i] else 2}' colspan='{span}'>{cell}</th>")
    rows = [heads, [f"<th>{cell}</th>" for cell in lower if cell], *([f"<td>{c}</td>" for c in row] for row in body)]
    table = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    words = "Sở vừa tổng hợp số liệu của từng khu, từng cụm trên địa bàn tỉnh theo quy định hiện hành."
    return (
        f"<html><body><article><h1>Tin</h1><p>{words}</p><table>{table}</table><p>{words}</p></article></body></html>"
    )


@pytest.mark.parametrize("how", [" | ", "|", "\t", "trimmed", "fenced", "spaces", "html"])
@settings(deadline=None, max_examples=40)
@given(grid=grouped())
def test_a_header_of_two_lines_reads_back_however_it_is_printed(
    how: str, grid: tuple[list[list[str]], list[str]]
) -> None:
    cells, joined = grid
    if how == "html":
        text = read_html(html(cells).encode(), "bai", "bai.html").text
    elif how == "fenced":
        text = "\n".join(f"| {' | '.join(row)} |" for row in (*cells[:2], ["---"] * len(joined), *cells[2:]))
    elif how == "spaces":
        text = aligned(cells)
    elif how == "trimmed":
        text = "\n".join("\t".join(row).rstrip("\t") for row in cells)
    else:
        text = "\n".join(how.join(row) for row in cells)
    table = read(text)
    assert header(table) == joined
    *body, (kind, total) = rows(table)
    assert body == [("data", row) for row in cells[2:-1]]
    assert kind == "total"
    assert [cell for cell in total if cell] == [cell for cell in cells[-1] if cell]
    values = joined.index("Tên") + 1
    assert total[values:] == cells[-1][values:]


@given(st.text(alphabet="ab1 2|\t\n-.,%TổngSTT", max_size=200))
def test_any_text_is_read_without_error_and_offsets_hold(text: str) -> None:
    ends = 0
    for table in find_tables(text):
        assert ends <= table.start < table.end <= len(text)
        ends = table.end
        for row in table.rows:
            for cell in row.cells:
                assert text[cell.start : cell.end] == cell.text


@pytest.mark.parametrize(
    "unit",
    [
        "| ",
        "a | 1\n",
        "\t\t(ha)\n",
        "\t\tb\t\n\tb\t1\t\n",
        " | (ha) |\n",
        "a  b\n  (ha)\n",
        "1\t2\n",
        "  1",
        "1\n",
        "a\n1\n",
        "STT\n1\n2\n",
        "1\nb\n2\n",
        "\n",
        "a | b\nx | 1\n\nq.  z  1\n",
    ],
)
def test_repetition_costs_its_length_only(unit: str) -> None:
    find_tables(unit * (60_000 // len(unit)))


def test_no_tables_in_articles_of_prose() -> None:
    corpus = SHARED / "corpus" / "news.jsonl.gz"
    if not corpus.exists():
        pytest.skip("the reference articles are not beside this checkout")
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        assert sum(len(find_tables(json.loads(line)["text"])) for line in lines) == 0
    for path in (SHARED / "articles").glob("*.txt"):
        assert find_tables(path.read_text(encoding="utf-8")) == []
