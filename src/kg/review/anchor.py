"""Where in an article's text a row stands, so that a correction holds only as long as the words around it do.

The *passage* of a row is the line or lines that its span lies in, at least `LEAST` and at most `MOST` characters on
either side of it; a row without a span has the whole text for its passage. Kept is the passage's digest, not its words:
texts are their authors'. Web Annotation calls what is done here reattachment
(https://www.w3.org/TR/annotation-model/#selectors); ours is strict, since a correction that is attached to other words
would be a false statement.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

LEAST = 100
MOST = 500


@dataclass(frozen=True, slots=True)
class Anchor:
    """The quote of a row, how many characters its passage has before and after it, and the passage's SHA-256 (hex).

    `quote` is empty where the row has no span; then the passage begins at the beginning of the text.
    """

    quote: str
    before: int
    after: int
    digest: str

    def stands_at(self, text: str, start: int) -> bool:
        """Whether the passage is the same with the quote at this offset."""
        begin, end = start - self.before, start + len(self.quote) + self.after
        if begin < 0 or end > len(text) or (not self.quote and end != len(text)):
            return False
        return text.startswith(self.quote, start) and _digest(text[begin:end]) == self.digest


@dataclass(frozen=True, slots=True)
class Lost:
    """Why there is no place in the text to which an anchor leads."""

    reason: str


def anchored(text: str, start: int, end: int) -> Anchor:
    """The anchor of the characters from `start` to `end`; both 0 where a row has no span.

    Raises ValueError where the text has no such characters.
    """
    if not 0 <= start <= end <= len(text) or (start == end and end):
        raise ValueError(f"the text has no characters {start} to {end}")
    if not end:
        return Anchor("", 0, len(text), _digest(text))
    begin = text.rfind("\n", max(0, start - MOST), start) + 1 or max(0, start - MOST)
    finish = text.find("\n", end, end + MOST)
    finish = min(len(text), end + MOST) if finish < 0 else finish
    begin = max(0, min(begin, start - LEAST))
    finish = min(len(text), max(finish, end + LEAST))
    return Anchor(text[start:end], start - begin, finish - end, _digest(text[begin:finish]))


def located(text: str, start: int, anchor: Anchor) -> int | Lost:
    """Where the quote stands in this text: at `start` as before, or at the one other place that has its passage."""
    if anchor.stands_at(text, start):
        return start
    if not anchor.quote:
        return Lost("the text has changed, and the row has no place of its own in it")
    found = []
    at = text.find(anchor.quote)
    stands = at >= 0
    while at >= 0:
        if anchor.stands_at(text, at):
            found.append(at)
        at = text.find(anchor.quote, at + 1)
    if len(found) == 1:
        return found[0]
    if found:
        return Lost(f"the text has changed, and the passage now stands in it {len(found)} times")
    if stands:
        return Lost("the text around the quote has changed")
    return Lost("the quote no longer stands in the text")


def _digest(passage: str) -> str:
    return hashlib.sha256(passage.encode("utf-8", "surrogatepass")).hexdigest()
