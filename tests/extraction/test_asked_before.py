"""Words that are asked for before a pattern is searched: they must let through all that the pattern could fit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction import place_mentions, what
from kg.extraction.patterns import either, opening
from kg.extraction.policy_names import TYPE
from kg.extraction.policy_numbers import BARE
from kg.extraction.policy_words import KIND_WORDS


@pytest.mark.parametrize(
    "words",
    [place_mentions._ENDS_OF_NO_PLACES, place_mentions._FIRMS, place_mentions._MERGES, what._PUTS_RIGHT],
    ids=["no places", "firms", "mergers", "corrections"],
)
def test_they_are_plain_words(words: tuple[str, ...]) -> None:
    special = [word for word in words if re.escape(word).replace("\\ ", " ") != word]
    assert words and not special, "a pattern among words that are looked for as they are"


def test_all_news_is_among_them() -> None:
    alternatives = what._NEWS.pattern.removeprefix(r"(?<!\w)(?:").removesuffix(r")(?!\w)").split("|")
    assert all(any(part in words for part in ("tin", "bài", "nói")) for words in alternatives)


_WORDS = ("tin|thông tin|tin (?:đồn|tức)", "bài|an|b")


@given(st.text("tinhôgđồứcabà _", max_size=24))
def test_words_that_open_are_those_with_no_letter_before_them(text: str) -> None:
    slowly = re.finditer(r"(?<!\w)" + either(*_WORDS), text)
    assert [found.span() for found in re.finditer(opening(*_WORDS), text)] == [found.span() for found in slowly]


def test_what_opens_with_a_group_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with no letter"):
        opening("tin|(?:thông|bài) tin")


@pytest.mark.parametrize("pattern", [TYPE, BARE])
def test_words_of_documents_are_all_in_the_lexicon(pattern: re.Pattern[str]) -> None:
    group = re.search(r"[Qq]uyết định[^)]*|Chương trình[^)]*", pattern.pattern)
    assert group is not None
    assert {word.lower() for word in group[0].split("|")} <= set(KIND_WORDS)
