"""How the grammar writes its long patterns: as lists of words, in as many lines as they need."""

from __future__ import annotations

import re
from collections.abc import Iterator

CAPITALS = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""The capitals of Vietnamese, for a class of a pattern. A range such as "À-Ỹ" would hold small letters too."""

IN_THEIR_ORDER = re.compile(r"lần lượt|tương ứng|theo thứ tự")
"""What gives each of several things its own figure: "A và B lần lượt có 31 và 13 khu"."""

HAS_BEHIND = re.compile(r"\s+(?:có|đã|hiện|đạt|thu hút)(?!\w)")
"""What a place does that something is told of, right behind its name."""

BRACKETED = re.compile(r"\([^()]*\)")
"""What stands in brackets."""


def either(*lines: str) -> str:
    r"""One group of alternatives out of lines of them, each with `|` between its words.

    Longer wordings come before those that they begin with, since the first that fits is taken.

    >>> either("tại|ở", "trên địa bàn")
    '(?:tại|ở|trên địa bàn)'
    """
    return f"(?:{'|'.join(lines)})"


def opening(*lines: str) -> str:
    r"""`(?<!\w)` before `either(*lines)`, written so that a search skips to the letters that the words begin with.

    What may not stand before a word is asked behind its first letter, which must be a plain one, outside any group.

    >>> opening("tin|thông tin|bài báo")
    '(?:t(?<!\\wt)(?:in|hông tin)|b(?<!\\wb)(?:ài báo))'
    """
    by_letter: dict[str, list[str]] = {}
    for word in _alternatives("|".join(lines)):
        if not word[:1].isalnum():
            raise ValueError(f"{word!r} begins with no letter")
        by_letter.setdefault(word[0], []).append(word[1:])
    return "(?:" + "|".join(rf"{a}(?<!\w{a})(?:{'|'.join(rest)})" for a, rest in by_letter.items()) + ")"


def _alternatives(pattern: str) -> Iterator[str]:
    """The parts of a pattern between the `|` outside of its groups."""
    depth = start = 0
    for at, character in enumerate(pattern):
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


def words(*lines: str) -> frozenset[str]:
    """The set of the words in some lines of them.

    >>> sorted(words("khu cụm", "điểm"))
    ['cụm', 'khu', 'điểm']
    """
    return frozenset(" ".join(lines).split())
