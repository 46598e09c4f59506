from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.review.anchor import LEAST, MOST, Anchor, Lost, anchored, located

LINE = "Dòng đầu. " * 15 + "\n"
TEXT = f"{LINE}Trong năm, cụm Đồi Sim cho thuê 12,5 ha đất.\n{LINE}"
START = TEXT.index("12,5 ha")


def anchor() -> Anchor:
    return anchored(TEXT, START, START + 7)


def test_the_passage_is_the_line_and_some_more() -> None:
    one = anchor()
    assert (one.quote, one.before, one.after) == ("12,5 ha", LEAST, LEAST)
    whole = "x" * 150 + "5 ha" + "y" * 300
    assert (anchored(whole, 150, 154).before, anchored(whole, 150, 154).after) == (150, 300)
    long = "x" * 9000 + "5 ha" + "y" * 9000
    assert (anchored(long, 9000, 9004).before, anchored(long, 9000, 9004).after) == (MOST, MOST)


def test_what_has_not_changed_stands_where_it_stood() -> None:
    assert located(TEXT, START, anchor()) == START


@pytest.mark.parametrize("before", ["Một dòng mới.\n", "x"])
def test_a_change_elsewhere_moves_it(before: str) -> None:
    assert located(before + TEXT, START, anchor()) == START + len(before)
    assert located(TEXT + before, START, anchor()) == START


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (TEXT.replace("12,5 ha", "13,5 ha"), "no longer stands"),
        (TEXT.replace("Đồi Sim", "Đồi Mua"), "around the quote"),
        (TEXT.replace("đất.\n", "đất.\nThêm.\n"), "around the quote"),
        ("x" + TEXT + TEXT, "2 times"),
        ("", "no longer stands"),
    ],
)
def test_a_change_near_by_loses_it(changed: str, reason: str) -> None:
    found = located(changed, START, anchor())
    assert isinstance(found, Lost) and reason in found.reason


def test_of_two_that_are_alike_the_one_at_its_place_is_it() -> None:
    assert located(TEXT + TEXT, START, anchor()) == START


def test_a_row_without_a_place_holds_for_the_whole_text() -> None:
    whole = anchored(TEXT, 0, 0)
    assert located(TEXT, 0, whole) == 0
    for changed in (TEXT + "x", "x" + TEXT, TEXT[:-1]):
        assert isinstance(located(changed, 0, whole), Lost)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (7, 3), (0, 10_000), (-1, 3)])
def test_what_is_no_place_has_no_anchor(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no characters"):
        anchored(TEXT, start, end)


@given(st.text(max_size=80), st.text(max_size=300), st.data())
def test_wherever_it_is_found_the_passage_is_the_same(before: str, text: str, data: st.DataObject) -> None:
    text += "5 ha"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    one = anchored(text, start, end)
    assert located(text, start, one) == start
    found = located(before + text, start, one)
    if not isinstance(found, Lost):
        passage = text[start - one.before : end + one.after]
        assert (before + text)[found - one.before : found + end - start + one.after] == passage
