from __future__ import annotations

import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.vietnamese
from kg.vietnamese import fold, fold_aligned, slug, strip_diacritics

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạèéẻẽẹòóỏõọùúủũụỳýỷỹỵ ÀĐÐðQUY-–\u00a0\u0301İ09.", max_size=40
)


def test_the_examples_in_the_docstrings_hold() -> None:
    result = doctest.testmod(kg.vietnamese)
    assert result.attempted >= 4
    assert result.failed == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ Nguyên", "Thủy Nguyên"),
        ("Khánh Hoà", "KHÁNH HÒA"),
        ("Thanh Hoá.", "Thanh Hóa."),
        ("xoè", "xòe"),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa-Vũng Tàu"),
        ("khỏang", "khoảng"),
        ("tòan tỉnh", "toàn tỉnh"),
        ("qúy I", "quý I"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("Ha\u0300 No\u0323\u0302i", "Hà Nội"),
        ("Sóc\u00a0 Trăng", "Sóc Trăng"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "word", ["quý", "quỳnh", "hoài", "loại", "thuyền", "khuyến", "huỳnh", "toàn", "ngoài", "xoáy", "hoạch"]
)
def test_a_word_with_one_right_spelling_stays(word: str) -> None:
    assert fold(word) == word


def test_different_spellings_stay_different() -> None:
    assert len({fold(name) for name in ("Đắk Lắk", "Đắc Lắc", "Đăk Lăk", "Dak Lak")}) == 4


@given(VIETNAMESE)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60) | VIETNAMESE)
def test_aligned_folding_keeps_offsets(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert len(fold_aligned(text)) == len(text)


@given(VIETNAMESE)
def test_stripped_text_has_no_marks(text: str) -> None:
    stripped = strip_diacritics(text)
    assert not set(unicodedata.normalize("NFD", stripped)) & set("đĐðÐ\u0300\u0301\u0309\u0303\u0323\u0306\u0302\u031b")


@given(st.text(max_size=40))
def test_a_slug_is_a_safe_iri_part(text: str) -> None:
    made = slug(text)
    assert all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in made)
    assert not made.startswith("-") and not made.endswith("-") and "--" not in made
    assert slug(made) == made
