"""The words around a quote: what a `oa:TextQuoteSelector` keeps of them, and which of these are of its sentence.

Source: https://www.w3.org/TR/annotation-model/ section 4.2.4 (prefix and suffix are the text right before and after).
"""

from __future__ import annotations

import re

LONGEST = 200
"""So many characters are kept on either side at most: a sentence, never a whole text."""
_LEAST = 32
"""So many are kept though the sentence begins or ends sooner, so that programs find the place again."""

_BORDER = re.compile(r"(?P<stop>[.!?…][\"”’')\]]*)\s+|\s*[\n\r\u2028\u2029]\s*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:tp|t\.p|tx|tt|[qphx]|ths|ts|gs|pgs|ks|bs|st|mr|mrs|no|đ/c|\d{1,2})\.$", re.IGNORECASE
)
_OPENING = "\"“‘'([-–—+*•"


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What is kept of the text before and behind `text[start:end]`: its sentence, between words where it is long."""
    earliest, latest = max(0, start - LONGEST), min(len(text), end + LONGEST)
    begin = min(_sentence_begin(text, earliest, start), max(0, start - _LEAST))
    finish = max(_sentence_end(text, end, latest), min(len(text), end + _LEAST))
    while 0 < begin < start and _within_word(text, begin):
        begin += 1
    while end < finish < len(text) and _within_word(text, finish):
        finish -= 1
    return text[begin:start], text[end:finish]


def of_sentence(prefix: str, suffix: str) -> tuple[str, str]:
    """Of a quote's prefix and suffix what belongs to its sentence, with "…" where that goes on beyond what is kept."""
    begin = _sentence_begin(prefix, 0, len(prefix))
    finish = _sentence_end(suffix, 0, len(suffix))
    before, behind = prefix[begin:].lstrip(), suffix[:finish].rstrip()
    if before and not begin and not (before[0].isupper() or before[0].isdigit() or before[0] in _OPENING):
        before = f"… {before}"
    if len(behind) > _LEAST and finish == len(suffix) and behind[-1] not in ".!?…":
        behind = f"{behind} …"
    return before, behind


def _within_word(text: str, at: int) -> bool:
    return not text[at].isspace() and not text[at - 1].isspace()


def _sentence_begin(text: str, earliest: int, start: int) -> int:
    """Where the sentence begins that `start` stands in; `earliest` if it begins sooner than that."""
    begin = earliest
    for border in _BORDER.finditer(text, earliest, start):
        if _parts(text, border):
            begin = border.end()
    return begin


def _sentence_end(text: str, end: int, latest: int) -> int:
    for border in _BORDER.finditer(text, end, latest):
        if _parts(text, border):
            return border.end("stop") if border["stop"] else border.start()
    return latest


def _parts(text: str, border: re.Match[str]) -> bool:
    """Whether a stop, or a line's end, parts two sentences: a line may also just be wrapped."""
    following = text[border.end() : border.end() + 1]
    if following.islower():
        return False
    if border["stop"] is None:
        blank = border[0].count("\n") > 1
        return not following or blank or following in _OPENING or _short(text, border)
    return not _ABBREVIATION.search(text, max(0, border.start() - 5), border.start() + 1)


def _short(text: str, border: re.Match[str]) -> bool:
    """Whether the line before the border is too short to have been wrapped: a heading, a row."""
    return border.start() - (text.rfind("\n", 0, border.start()) + 1) < 70


def shortened(before: str, behind: str, most: int = 40) -> tuple[str, str]:
    """The last words before a quote and the first ones behind it, "…" where its sentence goes on."""
    if len(before) > most:
        cut = before.find(" ", len(before) - most) + 1
        before = f"… {before[cut or len(before) - most :]}"
    if len(behind) > most:
        cut = behind.rfind(" ", 0, most)
        behind = f"{behind[: cut if cut > 0 else most]} …"
    return before, behind
