"""Quantities: every wording, then figures written by many templates and read back; no digit is ever dropped."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.quantities import Quantity, find_quantities

BILLION, MILLION = Decimal(10**9), Decimal(10**6)


def only(text: str) -> Quantity:
    quantities = find_quantities(text)
    assert len(quantities) == 1, quantities
    return quantities[0]


def vietnamese(value: Decimal) -> str:
    """`4507.83` as `4.507,83`."""
    return f"{value:,f}".replace(",", "_").replace(".", ",").replace("_", ".")


@pytest.mark.parametrize(
    ("text", "quote", "value", "unit"),
    [
        ("rộng 183,31 ha,", "183,31 ha", "183.31", "ha"),
        ("rộng 2.567ha", "2.567ha", "2567", "ha"),
        ("rộng 12.5 héc ta", "12.5 héc ta", "12.5", "ha"),
        ("rộng 3.500 m2", "3.500 m2", "0.35", "ha"),
        ("rộng 65,022 m2", "65,022 m2", "6.5022", "ha"),
        ("rộng 1 triệu m²", "1 triệu m²", "100", "ha"),
        ("rộng 12,5 km2", "12,5 km2", "1250", "ha"),
        ("vốn 4.507,83 tỷ đồng", "4.507,83 tỷ đồng", "4507830000000", "VND"),
        ("vốn 1.250 tỉ đồng", "1.250 tỉ đồng", "1250000000000", "VND"),
        ("vốn 1.5 tỷ đồng", "1.5 tỷ đồng", "1500000000", "VND"),
        ("vốn 2 nghìn tỷ đồng", "2 nghìn tỷ đồng", "2000000000000", "VND"),
        ("vốn 2,54 triệu tỷ đồng", "2,54 triệu tỷ đồng", "2540000000000000", "VND"),
        ("vốn 2 tỷ rưỡi đồng", "2 tỷ rưỡi đồng", "2500000000", "VND"),
        ("dự án 1.200 tỷ", "1.200 tỷ", "1200000000000", "VND"),
        ("vốn 12,5 tr.đ", "12,5 tr.đ", "12500000", "VND"),
        ("vốn 350trđ", "350trđ", "350000000", "VND"),
        ("vốn 7 tỷ.đ", "7 tỷ.đ", "7000000000", "VND"),
        ("nóng 29 °C", "29 °C", "29", "°c"),
        ("phạt 500.000đ", "500.000đ", "500000", "VND"),
        ("phạt 250 triệu VNĐ", "250 triệu VNĐ", "250000000", "VND"),
        ("vốn 1 tỷ 850 triệu USD", "1 tỷ 850 triệu USD", "1850000000", "USD"),
        ("vốn 3 tỷ 250 triệu 500 nghìn đồng", "3 tỷ 250 triệu 500 nghìn đồng", "3250500000", "VND"),
        ("vốn 11,022 triệu USD", "11,022 triệu USD", "11022000", "USD"),
        ("vốn 5 tỷ đô la Mỹ", "5 tỷ đô la Mỹ", "5000000000", "USD"),
        ("vốn 20 triệu đôla", "20 triệu đôla", "20000000", "USD"),
        ("vốn 3 triệu đô cho", "3 triệu đô", "3000000", "USD"),
        ("vốn USD 5 million", "USD 5 million", "5000000", "USD"),
        ("vốn $5,5 tỷ", "$5,5 tỷ", "5500000000", "USD"),
        ("vay 86 triệu euro", "86 triệu euro", "86000000", "EUR"),
        ("vay 2 tỷ yên", "2 tỷ yên", "2000000000", "JPY"),
        ("lương 8 triệu đồng/tháng", "8 triệu đồng/tháng", "8000000", "VND/month"),
        ("lương 7,5 triệu đồng/người/tháng", "7,5 triệu đồng/người/tháng", "7500000", "VND/month"),
        ("lương 9 triệu/tháng", "9 triệu/tháng", "9000000", "VND/month"),
        ("lương 9 triệu đồng mỗi tháng", "9 triệu đồng mỗi tháng", "9000000", "VND/month"),
        ("lương 450 USD/tháng", "450 USD/tháng", "450", "USD/month"),
        ("nộp 1.100 tỷ đồng/năm", "1.100 tỷ đồng/năm", "1100000000000", "VND/năm"),
        ("giá 45.000 đồng/m2", "45.000 đồng/m2", "45000", "VND/m2"),
        ("tăng (+106,17%)", "+106,17%", "106.17", "%"),
        ("mức -2,7% là", "-2,7%", "-2.7", "%"),
        ("tăng trưởng âm 2,3%", "2,3%", "-2.3", "%"),
        ("đạt 7.5%", "7.5%", "7.5", "%"),
        ("đạt 15 phần trăm", "15 phần trăm", "15", "%"),
        ("thêm 0,5 điểm phần trăm", "0,5 điểm phần trăm", "0.5", "điểm %"),
        ("có 492 dự án", "492", "492", "1"),
        ("có 10,000 lao động", "10,000", "10000", "1"),
        ("có 2000 lao động", "2000", "2000", "1"),
        ("có 1,2 triệu lao động", "1,2 triệu", "1200000", "1"),
        ("có 2 vạn công nhân", "2 vạn", "20000", "1"),
        ("có 02 dự án", "02", "2", "1"),
        ("cảng 5 vạn tấn", "5 vạn tấn", "50000", "tấn"),
        ("dài 24 km", "24 km", "24", "km"),
        ("thuê 50 năm", "50 năm", "50", "năm"),
        ("có 2 đô thị mới", "2", "2", "1"),
        ("có 5 đồng chí", "5", "5", "1"),
    ],
)
def test_wordings(text: str, quote: str, value: str, unit: str) -> None:
    quantity = only(text)
    assert (text[quantity.start : quantity.end], quantity.value, quantity.unit) == (quote, Decimal(value), unit)
    assert quantity.kind_hint == ""


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("tăng 2-3 %", "2", "3", "%"),
        ("tăng 5% -7%", "5", "7", "%"),
        ("từ 8 đến 10 dự án", "8", "10", "1"),
        ("5 – 7 triệu đồng/người/tháng", "5000000", "7000000", "VND/month"),
        ("1,4 triệu đến hơn 3,6 triệu đồng", "1400000", "3600000", "VND"),
        ("từ 650.000 đến gần 2 triệu đồng", "650000", "2000000", "VND"),
        ("15.000-20.000 tỷ đồng", "15000000000000", "20000000000000", "VND"),
        ("120-150.000 đồng", "120000", "150000", "VND"),
        ("500-1.300 ha", "500", "1300", "ha"),
    ],
)
def test_ranges(text: str, low: str, high: str, unit: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.high, quantity.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("61,34 ha/72,58 ha", ["61.34", "72.58"]),
        ("10.200/12.000 lao động", ["10200", "12000"]),
        ("tăng từ 5 tỷ lên 7 tỷ USD", ["5000000000", "7000000000"]),
        ("47 triệu USD (trên 1.100 tỉ đồng)", ["47000000", "1100000000000"]),
        ("có 12 KCN, 3 CCN", ["12", "3"]),
        ("đạt 622,8/600 triệu USD", ["622800000", "600000000"]),
        ("vốn 15 tỷ USD, giải ngân 9,6 tỷ", ["15000000000", "9600000000"]),
    ],
)
def test_two_quantities(text: str, values: list[str]) -> None:
    assert [(q.value, q.high, q.kind_hint) for q in find_quantities(text)] == [(Decimal(v), None, "") for v in values]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("tăng từ 5 tỷ lên 7 tỷ USD", ["USD", "USD"]),
        ("đạt 622,8/600 triệu USD", ["USD", "USD"]),
        ("vốn 15 tỷ USD, giải ngân 9,6 tỷ", ["USD", "USD"]),
        ("vốn 15 triệu USD (khoảng 350 tỷ)", ["USD", "VND"]),
        ("vốn 15 tỷ USD. Thu 9,6 tỷ", ["USD", "VND"]),
    ],
)
def test_currencies_left_out(text: str, units: list[str]) -> None:
    assert [q.unit for q in find_quantities(text)] == units


@pytest.mark.parametrize(
    ("text", "bound", "words"),
    [
        ("có 300 dự án", "exact", ""),
        ("có khoảng 300 dự án", "approx", "khoảng "),
        ("ước đạt gần 300 tỷ đồng", "below", "gần "),
        ("ước tính đạt 300 tỷ đồng", "approx", "ước tính đạt "),
        ("kim ngạch ước tăng 15,14%", "approx", "ước tăng "),
        ("thu hút hơn 300 dự án", "atLeast", "hơn "),
        ("đạt trên 40%", "atLeast", "trên "),
        ("tối thiểu 30 ha", "atLeast", "tối thiểu "),
        ("không dưới 30%", "atLeast", "không dưới "),
        ("chưa đến 20 ha", "below", "chưa đến "),
        ("không quá 20 ha", "below", "không quá "),
        ("lên tới hơn 5 triệu USD", "atLeast", "hơn "),
        ("vào khoảng 5 triệu USD", "approx", "vào khoảng "),
        ("ngót 70 ha", "below", "ngót "),
        ("từ 5 ha trở lên", "atLeast", ""),
        ("có 300 lao động trở lên", "atLeast", ""),
        ("5 ha trở xuống", "below", ""),
        ("cao hơn 5%", "exact", ""),
        ("giao ước thi đua với 24 xã", "exact", ""),
        ("đất nước 100 triệu dân", "exact", ""),
        ("Ước năm nay, tỉnh có 20 dự án", "exact", ""),
        ("hơn 20 ha, 5 dự án", "atLeast", "hơn "),
    ],
)
def test_bounds(text: str, bound: str, words: str) -> None:
    quantity = find_quantities(text)[0]
    assert quantity.bound == bound
    assert text[quantity.bound_start : quantity.start] == words


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("ngày 29/10/2021", ["date"] * 3),
        ("9 tháng đầu năm 2024", ["date", "date"]),
        ("World Cup 2018 diễn ra", ["date"]),
        ("Quyết định số 3164/QĐ-UBND", ["document"]),
        ("Nghị định 100/2015/NĐ-CP", ["document", "document"]),
        ("theo Nghị quyết 55 của", ["document"]),
        ("tiêu chuẩn ISO 9001", ["document"]),
        ("ngày 27 tới 30 tháng Chạp", ["date"]),
        ("từ năm 1889", ["date"]),
        ("tỷ lệ 1/5.000", ["ratio", "ratio"]),
        ("lúc 8h30 sáng", ["clock", "clock"]),
        ("11:38 AM", ["clock", "clock"]),
        ("gọi 0225.3745.123", ["phone"]),
        ("hotline: 19001234", ["phone"]),
        ("đứng thứ 2 cả nước", ["ordinal"]),
        ("theo Điều 5 của luật", ["ordinal"]),
        ("trong top 7 về GRDP", ["ordinal"]),
        ("giai đoạn 1 của dự án", ["ordinal"]),
        ("khóa 12, 13", ["ordinal", "ordinal"]),
        ("1. Kết quả", ["ordinal"]),
        ("2.1. Kết quả", ["ordinal"]),
        ("dịch Covid-19 và Covid - 19", ["code", "code"]),
        ("mạng 5G, khối A1", ["code", "code"]),
        ("công nghiệp 4.0", ["code"]),
        ("tại KCN Mỹ Phước 3, tỉnh", ["code"]),
        ("KCN Tràng Duệ (1 + 2)", ["code", "code"]),
        ("quốc lộ 5 và đường số 7", ["address", "address"]),
        ("phường 12, quận 9", ["address", "address"]),
        ("gấp 1,5 lần", ["ratio"]),
        ("chiếm 1/3 diện tích", ["ratio", "ratio"]),
        ("quy hoạch 1/500", ["ratio", "ratio"]),
        ("trong số 185 dự án", [""]),
        ("tổng số 300 tỷ đồng", [""]),
        ("con số 300", [""]),
        ("Nhật Bản 42 dự án", [""]),
    ],
)
def test_hints(text: str, hints: list[str]) -> None:
    assert [q.kind_hint for q in find_quantities(text)] == hints


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("có tám dự án", "8", "1"),
        ("có hai mươi lăm doanh nghiệp", "25", "1"),
        ("gồm năm khu công nghiệp", "5", "1"),
        ("hai tỷ đồng", "2000000000", "VND"),
        ("một triệu rưỡi đồng", "1500000", "VND"),
        ("nửa tỷ USD", "500000000", "USD"),
        ("chỉ một dự án", "1", "1"),
        ("cách đây ba năm", "3", "năm"),
    ],
)
def test_spelled(text: str, value: str, unit: str) -> None:
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.spelled) == (Decimal(value), unit, True)


@pytest.mark.parametrize(
    "text",
    [
        "một số dự án",
        "một dự án mới",
        "thứ hai doanh nghiệp",
        "mỗi năm doanh nghiệp",
        "hàng trăm dự án",
        "ngã ba đường",
        "chủ đầu tư dự án",
        "hai tháng đầu năm",
        "tháng tám công nhân",
        "vài chục dự án",
    ],
)
def test_no_spelled_number(text: str) -> None:
    assert find_quantities(text) == []


def test_both_conventions_in_one_text() -> None:
    text = "Có 2.500 lao động, vốn 11,022 triệu USD, đất 65,022 m2, sản lượng 1,250,000 tấn, tăng 12,5%."
    assert [q.value for q in find_quantities(text)] == [
        2500,
        Decimal(11022000),
        Decimal("6.5022"),
        1250000,
        Decimal("12.5"),
    ]


VALUES = st.decimals(Decimal("0.01"), Decimal(99999), places=2).filter(lambda v: v > 0)
BEFORE = st.sampled_from(
    [
        ("", "exact"),
        ("khoảng ", "approx"),
        ("gần ", "below"),
        ("hơn ", "atLeast"),
        ("trên ", "atLeast"),
        ("xấp xỉ ", "approx"),
        ("tối thiểu ", "atLeast"),
        ("chưa đến ", "below"),
        ("ước ", "approx"),
    ]
)
UNITS = st.sampled_from(
    [
        (" ha", "ha", Decimal(1)),
        ("ha", "ha", Decimal(1)),
        ("%", "%", Decimal(1)),
        (" %", "%", Decimal(1)),
        (" tỷ đồng", "VND", BILLION),
        (" tỉ đồng", "VND", BILLION),
        (" triệu đồng", "VND", MILLION),
        (" nghìn tỷ đồng", "VND", BILLION * 1000),
        (" triệu USD", "USD", MILLION),
        (" tỷ USD", "USD", BILLION),
        (" triệu đô la", "USD", MILLION),
        (" triệu đồng/tháng", "VND/month", MILLION),
        (" triệu đồng/người/tháng", "VND/month", MILLION),
        (" km2", "ha", Decimal(100)),
        (" tấn", "tấn", Decimal(1)),
    ]
)
AROUND = st.sampled_from(
    [
        ("Toàn tỉnh đạt ", "."),
        ("(", ")"),
        ("vốn là ", ", tăng đều"),
        ("", ""),
        ("Năm 2020, tỉnh có ", " như năm trước"),
        ("Đến 30/6/2021 có ", "; còn lại chưa rõ"),
        ("đạt ", " (vượt kế hoạch)"),
        ("\t", "\t"),
        ("| ", " |"),
    ]
)


@given(VALUES, UNITS, BEFORE, AROUND)
def test_written_and_read_back(
    value: Decimal, unit: tuple[str, str, Decimal], before: tuple[str, str], around: tuple[str, str]
) -> None:
    quote = vietnamese(value) + unit[0]
    text = around[0] + before[0] + quote + around[1]
    found = [q for q in find_quantities(text) if q.kind_hint != "date"]
    assert len(found) == 1
    assert (found[0].value, found[0].unit, found[0].bound) == (value * unit[2], unit[1], before[1])
    assert text[found[0].start : found[0].end] == quote
    assert text[found[0].bound_start : found[0].start] == before[0]


@given(
    st.integers(1, 999999),
    BEFORE,
    st.sampled_from(["dự án", "doanh nghiệp", "lao động", "khu công nghiệp", "cụm công nghiệp", "KCN", "hộ, xưởng"]),
    st.booleans(),
)
def test_counts_written_and_read_back(number: int, before: tuple[str, str], noun: str, grouped: bool) -> None:
    numeral = vietnamese(Decimal(number)) if grouped else str(number)
    text = f"Tỉnh có {before[0]}{numeral} {noun} đang hoạt động"
    quantity = only(text)
    assert (quantity.value, quantity.unit, quantity.bound, quantity.kind_hint) == (Decimal(number), "1", before[1], "")
    assert text[quantity.start : quantity.end] == numeral


@given(VALUES, VALUES, UNITS, st.sampled_from(["{}-{}{}", "{} - {}{}", "{} đến {}{}", "từ {} đến {}{}", "{}–{}{}"]))
def test_ranges_written_and_read_back(
    one: Decimal, other: Decimal, unit: tuple[str, str, Decimal], template: str
) -> None:
    low, high = sorted((one, other))
    if low == high:
        return
    text = "Đạt " + template.format(vietnamese(low), vietnamese(high), unit[0]) + " trong kỳ"
    quantity = only(text)
    assert (quantity.value, quantity.high, quantity.unit) == (low * unit[2], high * unit[2], unit[1])


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from(["USD", "đồng"]))
def test_composite_amounts(billions: int, millions: int, currency: str) -> None:
    quantity = only(f"vốn {billions} tỷ {millions} triệu {currency}")
    assert quantity.value == billions * BILLION + millions * MILLION


PIECES = st.sampled_from(
    [
        "1",
        "12",
        "2024",
        "3.500",
        "4,5",
        "1.2.3",
        "1,000",
        "09",
        "5G",
        "A1",
        "m2",
        "tỷ",
        "triệu",
        "đồng",
        "USD",
        "ha",
        "%",
        "-",
        "/",
        "+",
        "–",
        ".",
        ",",
        "(",
        ")",
        "đến",
        "từ",
        "năm",
        "tháng",
        "ngày",
        "quý",
        "I",
        "số",
        "QĐ-UBND",
        "khoảng",
        "hơn",
        "dự án",
        "hai",
        "một",
        "trở lên",
        "lần",
        "thứ",
        "h",
        ":",
        "\n",
        "\t",
        "Covid-19",
        "12/3",
        "1/500",
        "0225 3745 123",
        "~",
    ]
)


@given(
    st.lists(PIECES, max_size=30).map(" ".join)
    | st.lists(PIECES, max_size=30).map("".join)
    | st.text(st.sampled_from("0123456789.,-/ %hmađtỷ\n(+"), max_size=60)
)
def test_every_digit_lies_in_one_quantity(text: str) -> None:
    covered = [False] * len(text)
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start < quantity.number_end <= quantity.end <= len(text)
        assert quantity.bound_start <= quantity.start
        assert quantity.high is None or abs(quantity.high) > abs(quantity.value)
        covered[quantity.start : quantity.end] = [True] * (quantity.end - quantity.start)
        end = quantity.end
    assert all(covered[match.start()] for match in re.finditer("[0-9]", text))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1/",
        "1.",
        "1. ",
        "1,",
        "1-",
        "1 - ",
        "1 ",
        "1+",
        "năm ",
        "một ",
        "hai dự án năm 2020 ",
        "ước ",
        "khoảng ",
        "1 tỷ ",
        "2 đồng/người/",
        "A 1, ",
        "0912 ",
        " ",
    ],
)
def test_no_text_takes_longer_than_its_length_asks(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    digits = sum(q.end - q.start for q in find_quantities(text))
    assert digits >= sum(c.isdigit() for c in text)


def test_a_million_digits_are_no_figure() -> None:
    assert [q.kind_hint for q in find_quantities("1" * 10**6)] == ["code"]


def test_a_units_digit_is_no_numerals() -> None:
    assert [q.unit for q in find_quantities("rộng 300 m2, cao 5 m")] == ["ha", "m"]
    text = "0m2.0"
    assert {offset for q in find_quantities(text) for offset in range(q.start, q.end)} >= {0, 2, 4}
