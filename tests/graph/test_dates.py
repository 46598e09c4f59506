from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.dates import day_literals, days, partial_literal, period


@given(st.dates(min_value=date(1, 1, 1)))
def test_a_day_lies_in_its_month_and_its_month_in_its_year(day: date) -> None:
    text = day.isoformat()
    spans = [days(text), days(text[:7]), days(text[:4])]
    assert spans[0] == (day, day)
    for inner, outer in pairwise(spans):
        assert inner and outer and outer[0] <= inner[0] <= inner[1] <= outer[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-13",
        "2024-02-30",
        "2024-00",
        "2024-01-00",
        "0000",
        "24",
        "2024-1",
        "năm 2024",
        "２０２４",
        "2024-01-01T00",
    ],
)
def test_what_is_no_partial_date_covers_no_days_and_stays_a_string(text: str) -> None:
    assert days(text) is None
    assert partial_literal(text).datatype.value.endswith("#string")
    assert partial_literal(text).value == text


@pytest.mark.parametrize(("text", "type_"), [("2024", "gYear"), ("2024-02", "gYearMonth"), ("2024-02-29", "date")])
def test_a_partial_date_is_typed_by_what_it_tells(text: str, type_: str) -> None:
    literal = partial_literal(text)
    assert (literal.value, literal.datatype.value.rpartition("#")[2]) == (text, type_)


def test_open_ends_have_no_day() -> None:
    assert day_literals("", "") == (None, None)
    first, last = day_literals("2023-02", "2024")
    assert (first and first.value, last and last.value) == ("2023-02-01", "2024-12-31")
    assert period("2018-01", "") == "2018-01/.."
    assert period("", "2020") == "../2020"
