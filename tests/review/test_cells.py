"""What a person wrote is told apart from what a spreadsheet program did to the cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReviewError
from kg.facts import plain_decimal
from kg.review.cells import date, lost_its_point, number, taken
from kg.review.sheet import Line


def line(**cells: str) -> Line:
    return Line("sheet.csv, line 7", "observations", cells)


def refused(**cells: str) -> str:
    with pytest.raises(ReviewError) as error:
        number(line(**cells), "value")
    assert error.value.where == "sheet.csv, line 7, column value"
    return error.value.message


@pytest.mark.parametrize(
    ("exported", "cell"),
    [
        ("117.49", "117,49"),
        ("117.49", " 117.49 "),
        ("117.49", "117.490"),
        ("-3.5", "'-3.5"),
        ("-3.5", "\u22123,5"),
        ("4507830000000", "4.50783E+12"),
        ("4507834567890", "4,50783E+12"),
        ("4507830000000", "4507830000000,00"),
        ("6.125", "6,125"),
    ],
)
def test_a_value_that_the_program_shows_otherwise_is_as_it_was(exported: str, cell: str) -> None:
    assert taken(line(value=cell), "value", exported) == exported


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("5", "5"),
        ("117.5", "117.5"),
        ("117,5", "117.5"),
        ("0,125", "0.125"),
        ("6.1250", "6.125"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("4.507,83", "4507.83"),
        ("4,507.83", "4507.83"),
        ("-2,5", "-2.5"),
        ("1 200 000", "1200000"),
        ("007", "7"),
    ],
)
def test_a_value_that_somebody_wrote(cell: str, value: str) -> None:
    assert taken(line(value=cell), "value", "99.5") == value


@pytest.mark.parametrize(
    "cell", ["", "1.234", "1,234", "12.34.567", "1,23,456", "4.5E+12", "viel", "1.2.3", "NaN", "٣", "5%"]
)
def test_a_value_that_can_be_read_in_two_ways_or_none_is_refused(cell: str) -> None:
    assert refused(value=cell)


def test_a_value_that_became_its_thousands_is_refused() -> None:
    with pytest.raises(ReviewError, match="thousands parted"):
        taken(line(value="1.234"), "value", "1234")


def test_a_value_that_lost_its_point_is_noticed() -> None:
    assert lost_its_point(line(value="11749"), "117.49")
    assert not lost_its_point(line(value="117.49"), "117.49")
    assert not lost_its_point(line(value="5"), "5")


@given(st.decimals(-(10**13), 10**13, places=2))
def test_a_program_with_a_decimal_comma_changes_no_value(value: Decimal) -> None:
    exported = plain_decimal(value)
    assert taken(line(value=exported.replace(".", ",")), "value", exported) == exported


@pytest.mark.parametrize(
    ("exported", "cell"),
    [
        ("2013-03", "Mar-13"),
        ("2013-03", "Mar-2013"),
        ("2013-03", "03/2013"),
        ("2013-03", "1/3/2013"),
        ("2013-03", "3/1/2013"),
        ("2013-03", "Thg3-13"),
        ("2021-10-29", "29/10/2021"),
        ("2021-10-29", "10/29/21"),
        ("2021-10-29", "29-Oct-21"),
        ("2021-10-29", "2021/10/29"),
        ("2021", "2021"),
    ],
)
def test_a_date_that_the_program_shows_otherwise_is_as_it_was(exported: str, cell: str) -> None:
    assert taken(line(**{"from": cell}), "from", exported) == exported


def test_a_date_that_somebody_wrote() -> None:
    assert taken(line(to="2013-03-01"), "to", "2013-03") == "2013-03-01"
    assert taken(line(to=""), "to", "2013-03") == ""
    for cell in ("Apr-13", "30/10/2021", "13-3-3", "tháng ba"):
        with pytest.raises(ReviewError, match="partial ISO date"):
            taken(line(to=cell), "to", "2013-03")
    assert date(line(to=" 2020 "), "to") == "2020"


def test_words() -> None:
    decomposed = "Ha\u0309i Pho\u0300ng"
    assert taken(line(about=f" {decomposed} "), "about", "Hải Phòng") == "Hải Phòng"
    assert taken(line(about="Hải Dương"), "about", "Hải Phòng") == "Hải Dương"
    assert taken(line(), "about", "Hải Phòng") == "Hải Phòng", "a column that was taken out"
    assert taken(line(about=""), "about", "Hải Phòng") == ""
    assert taken(line(quote="có không?"), "quote", "có không") == "có không?"
    with pytest.raises(ReviewError, match="letters were lost"):
        taken(line(about="H?i Phòng"), "about", "Hải Phòng")


@pytest.mark.parametrize(
    ("exported", "cell"),
    [
        ("618.000", "618000"),
        ("618.000", "618"),
        ("2.940", "2.94"),
        ("90,4", "90.4"),
        ("97%", "97.00%"),
        ("8,5%", "8.50%"),
        ("50%", "0.5"),
        ("-2,7%", "-2.70%"),
        ("1.250.000", "1250000"),
        ("2-3", "02-Mar"),
        ("10/2021", "Oct-21"),
        ("12/3/2022", "2022-03-12"),
        ("4507830000000", "4.50783E+12"),
    ],
)
def test_a_quote_that_the_program_took_for_a_number_or_date_is_as_it_was(exported: str, cell: str) -> None:
    assert taken(line(quote=cell), "quote", exported) == exported


@pytest.mark.parametrize(("exported", "cell"), [("521", "522"), ("521", "521 dự án"), ("5 ha", "5"), ("2-3", "2-4")])
def test_a_quote_that_somebody_wrote(exported: str, cell: str) -> None:
    assert taken(line(quote=cell), "quote", exported) == cell


def test_offsets() -> None:
    assert taken(line(start="12"), "start", "12") == "12"
    assert taken(line(start="1 200"), "start", "12") == "1200"
    assert taken(line(start="13,0"), "start", "12") == "13"
