"""Times told by their length or by pointing back: "trong 5 năm", "5 năm qua", "giai đoạn này".

They name no year themselves. A span of years that the article has named, as long as the length told, is what is meant.
"""

from __future__ import annotations

import re

from kg.extraction.numbers import spelled_value
from kg.extraction.time_frames import NEVER, Frames, Span
from kg.extraction.what import Figure

_NUMBER = r"(\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_YEARS = re.compile(
    r"(?<!\w)(?:trong|qua|sau|suốt)(?: vòng)? " + _NUMBER + r" năm(?: qua| thực hiện| triển khai)?(?= ?,| [^\W\d_])"
    r"(?! (?:tới|nữa|tiếp|sau))|^"
    + _NUMBER
    + r" năm(?= (?:đã|có|tỉnh|huyện|toàn)(?!\w))|(?<!\w)"
    + _NUMBER
    + r" năm (?:qua|vừa qua|gần đây)(?!\w)"
)
_THAT_PERIOD = re.compile(r"(?:giai đoạn|thời kỳ|nhiệm kỳ) (?:này|đó|ấy|trên|nói trên|vừa qua)(?!\w)")
_REACH = 300  # characters before a figure
_NAMED = 60  # times before it
_SPAN = re.compile(r"\d{4}")


class Lengths:
    """Finds the span of years that a clause tells by its length, or points back to."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._folded = frames.folded

    def find(self, figure: Figure) -> Span:
        """The span; `NEVER` where the clause tells none, or the article has named none so long."""
        start = max(figure.sentence.start, figure.start - _REACH)
        words = self._folded[start : figure.quantity.start]
        if " năm" not in words and "giai đoạn" not in words and "kỳ" not in words:
            return NEVER
        if _THAT_PERIOD.search(words):
            return self._latest(start, 0)
        told_last = list(_YEARS.finditer(words))[-1:]
        if not told_last:
            return NEVER
        years = told_last[0]
        if self._frames.within(start + years.end(), figure.quantity.start):
            return NEVER
        told = years[1] or years[2] or years[3]
        length = int(told) if told.isdigit() else int(spelled_value([told]) or 0)
        return self._latest(start, length) if length > 1 else NEVER

    def _latest(self, before: int, length: int) -> Span:
        """The last span of years named before, of a length if one is told."""
        for time in reversed(self._frames.within(0, before)[-_NAMED:]):
            if time.kind != "range_span" or not (_SPAN.fullmatch(time.from_) and _SPAN.fullmatch(time.to)):
                continue
            if not length or int(time.to) - int(time.from_) + 1 == length:
                return time.from_, time.to
        return NEVER
