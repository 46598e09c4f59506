from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

import kg.spreadsheets
from kg.spreadsheets import guard, unguard


def test_examples_of_the_documentation() -> None:
    assert doctest.testmod(kg.spreadsheets).failed == 0


@given(st.text(alphabet="'=+-@\t\r\n＝ab", max_size=6))
def test_a_guard_comes_off_again_and_no_guarded_text_is_run(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(tuple("=+-@\t\r\n＝＋－＠"))
