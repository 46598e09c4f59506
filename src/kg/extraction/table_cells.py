"""A table's cell, and what it can hold: a number with its unit, nothing, a year, the word of a total."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(
    r"[~≈<>+–−-]?\s?\d[\d.,\s]*(?:\s?[-–]\s?\d[\d.,]*)?\s?(?:%|ha|m2|km2|tỷ(?: đồng)?|tỉ(?: đồng)?|triệu(?: USD|"
    r" đồng)?|USD|"
    r"đồng|dự án|người|lao động|DN)?(?:\s?(?:\(\d\)|\(?\*+\)?|[¹²³]))?"
)
_BLANK = re.compile(r"[-–—.…/]+|n/?a|N/?A|x|X")
YEAR = re.compile(
    r"(?:(?:Năm|năm|NĂM|Ước|ước|TH|KH|Kế hoạch|Thực hiện|Quý [IV]+|[69] tháng|6T|9T|T\d+|Tháng \d+)\s?[-/:]?\s?)*"
    r"(?:19|20)\d\d(?:\s?[-–]\s?(?:20)?\d\d)?\s?\*?"
)
"""A year or period that heads a column."""
ROMAN = re.compile(r"(?:[IVX]+|[A-Z])[.)]?")
"""What numbers the head of a section."""
TOTAL = re.compile(
    r"(?:tổng(?:\s+(?:cộng|số|toàn \w+|cả nước|thể))?|cộng|toàn tỉnh|toàn thành phố|toàn quốc|cả nước|chung|"
    r"total)(?!\w)",
    re.IGNORECASE,
)
"""What the label of a total row begins with."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text without footnote marks, and its offsets in the article's text (an empty cell has start = end)."""

    text: str
    start: int
    end: int


def is_number(text: str) -> bool:
    """Tell whether a cell holds just a number, with or without its unit and a footnote mark."""
    return bool(_NUMBER.fullmatch(text))


def is_value(text: str) -> bool:
    """Tell whether a cell holds a number, or a mark that there is none."""
    return bool(_NUMBER.fullmatch(text) or _BLANK.fullmatch(text))


def is_blank(text: str) -> bool:
    """Tell whether a cell holds a mark for "none" only."""
    return bool(_BLANK.fullmatch(text))
