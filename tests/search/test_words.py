"""Words as the index has them, and questions."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.search.words import plain, read_words, spelt


@pytest.mark.parametrize("written", ["Hải Phòng", "hai phong", "HẢI  PHÒNG", "Hải-Phòng", "Ha\u0309i Pho\u0300ng"])
def test_ways_of_writing_a_name(written: str) -> None:
    assert plain(written) == "hai phong"


def test_the_letter_d() -> None:
    assert plain("Đình Vũ đ Ð") == "dinh vu d d"
    assert spelt("Hoà Bình") == spelt("Hòa Bình") == "hòa bình"


@pytest.mark.parametrize(
    ("question", "match"),
    [
        ("", ""),
        ('  "" - * ', ""),
        ("hai phong", '"hai" "phong"*'),
        ("Hải Phòng ", '"hai" "phong"'),
        ('"Hải Phòng"', '"hai phong"'),
        ('kcn "đình vũ" n', '"kcn" "dinh vu" "n"'),
        ("117,49 ha", '"117" "49" "ha"*'),
        ('NEAR(a b) OR c* AND "x', '"near" "a" "b" "or" "c" "and" "x"'),
    ],
)
def test_questions(question: str, match: str) -> None:
    assert read_words(question).match == match


def test_diacritics_count_where_they_are_written() -> None:
    assert read_words("hai phong").spelt == ""
    assert read_words("hải phong").spelt == "hải phong"


@given(st.text(max_size=60) | st.text(st.sampled_from("\"*()-+^:{}ANDOR NEAR đĐ'\\"), max_size=40))
def test_no_question_is_malformed(question: str) -> None:
    asked = read_words(question)
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(plain)")
        if asked.match:
            connection.execute("SELECT * FROM words WHERE words MATCH ?", (asked.match,)).fetchall()
    finally:
        connection.close()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_plain_stays_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)
