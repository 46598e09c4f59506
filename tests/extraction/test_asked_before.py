"""Words that are asked for before a pattern is searched: they must let through all that the pattern could fit."""

from __future__ import annotations

import re

import pytest

from kg.extraction import place_mentions, what


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
    assert all("tin" in words or "bài" in words for words in alternatives)
