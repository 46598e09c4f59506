"""How the grammar writes its long patterns: as lists of words, in as many lines as they need."""

from __future__ import annotations

CAPITALS = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
"""The capitals of Vietnamese, for a class of a pattern. A range such as "À-Ỹ" would hold small letters too."""


def either(*lines: str) -> str:
    r"""One group of alternatives out of lines of them, each with `|` between its words.

    Longer wordings come before those that they begin with, since the first that fits is taken.

    >>> either("tại|ở", "trên địa bàn")
    '(?:tại|ở|trên địa bàn)'
    """
    return f"(?:{'|'.join(lines)})"


def words(*lines: str) -> frozenset[str]:
    """The set of the words in some lines of them.

    >>> sorted(words("khu cụm", "điểm"))
    ['cụm', 'khu', 'điểm']
    """
    return frozenset(" ".join(lines).split())
