"""An article's text made ready for reading: composed, folded, cut into lines and sentences, offsets kept.

Everything in this package works on `Document.text` (NFC) and `Document.folded` (as long as `text`: lower case, older
tone placement, one hyphen); `Document.span` turns a span of theirs into one of the article's own text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field

from kg.extraction.patterns import CAPITALS
from kg.vietnamese import fold_aligned

# Full stops that end no sentence: TP. Hà Nội, ThS. Nguyễn, St. ...
_ABBREVIATIONS = frozenset(
    "tp t.p tx tt p q h ths ts gs pgs ks bs st mr mrs dr cn cty co ltd jsc no vv v.v tr đ/c ng nxb hcm corp inc".split()
)
# The stop first, what has to stand before it second: so the search skips to stops.
_STOP = re.compile(r"[.!?…](?:(?=[\s\"”’')\]]|$)[\"”’')\]]*|(?<=[a-zà-ỹ)]\.)(?=[" + CAPITALS + "][a-zà-ỹ]))")
_BULLET = re.compile(r"\s*(?:[-–—+•*●▪◦·]|\(?\d{1,2}[.)/]|[a-zđ][.)]|[IVX]{1,5}[.)/])\s+", re.IGNORECASE)
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
# A longer "sentence" is none (a list without full stops, a broken conversion). It is cut, since the rules look
# through a figure's whole sentence: with its length bounded, their cost stays linear in the text.
LONGEST_SENTENCE = 1200
_LONGEST_ABBREVIATION = max(map(len, _ABBREVIATIONS))


@dataclass(slots=True)
class Line:
    """One line that is not blank. `paragraph` counts the groups of lines that blank lines part."""

    start: int
    end: int
    index: int
    paragraph: int
    bullet: bool
    heading: bool


@dataclass(slots=True)
class Sentence:
    """One sentence; `index` counts through the document, `first` says that it opens its line."""

    start: int
    end: int
    index: int
    line: Line
    first: bool


@dataclass(slots=True)
class Document:
    """A text with its folded twin, its lines and sentences."""

    raw: str
    text: str
    folded: str
    lines: list[Line]
    sentences: list[Sentence]
    _offsets: array[int] | None = field(default=None, repr=False)
    _starts: list[int] = field(default_factory=list, repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of `text` into the span of the raw text that it was composed from."""
        if self._offsets is None:
            return start, end
        return self._offsets[start], self._offsets[end]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the offset (or the last one before it)."""
        if not self._starts:
            self._starts.extend(s.start for s in self.sentences)
        return self.sentences[max(0, bisect_right(self._starts, offset) - 1)]


def read_document(raw: str) -> Document:
    """Compose, fold and cut a text. Linear in its length."""
    text, offsets = _compose(raw)
    folded = fold_aligned(text)
    lines = _lines(text)
    return Document(raw, text, folded, lines, _sentences(text, lines), offsets)


# A character with the marks above and below it that Vietnamese has.
_MARKED = re.compile("[^\\u0300-\\u036f][\\u0300-\\u036f]+")


def _compose(raw: str) -> tuple[str, array[int] | None]:
    """NFC with, where it changes anything, the raw offset of each composed character (and of the end)."""
    if unicodedata.is_normalized("NFC", raw):
        return raw, None
    composed: list[str] = []
    offsets = array("Q")
    done = 0
    while match := _MARKED.search(raw, done):
        end = match.end()
        while end < len(raw) and unicodedata.combining(raw[end]):
            end += 1
        _compose_part(raw, done, match.start(), composed, offsets)
        _compose_clusters(raw, match.start(), end, composed, offsets)
        done = end
    _compose_part(raw, done, len(raw), composed, offsets)
    offsets.append(len(raw))
    return "".join(composed), offsets


def _compose_part(raw: str, start: int, end: int, composed: list[str], offsets: array[int]) -> None:
    """Compose [start, end) of a text, most often as it is."""
    part = raw[start:end]
    if unicodedata.is_normalized("NFC", part):
        composed.append(part)
        offsets.extend(range(start, end))
    else:
        _compose_clusters(raw, start, end, composed, offsets)


def _compose_clusters(raw: str, start: int, limit: int, composed: list[str], offsets: array[int]) -> None:
    """Compose each character of [start, limit) with the marks that follow it."""
    while start < limit:
        end = start + 1
        while end < limit and unicodedata.combining(raw[end]):
            end += 1
        cluster = unicodedata.normalize("NFC", raw[start:end])
        composed.append(cluster)
        offsets.extend([start] * len(cluster))
        start = end


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    paragraph, before = 0, 0
    for found in _LINE.finditer(text):
        start, end = found.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if text.count("\n", before, start) > 1:
            paragraph += 1
        before = end
        bullet = _BULLET.match(text, start, end) is not None
        longest = 160 if text[end - 1] == ":" or not lines else 90
        heading = end - start <= longest and text[end - 1] not in ".;!…"
        lines.append(Line(start, end, len(lines), paragraph, bullet, heading))
    return lines


def _sentences(text: str, lines: list[Line]) -> list[Sentence]:
    sentences: list[Sentence] = []
    for line in lines:
        start = line.start
        for stop in _STOP.finditer(text, line.start, line.end):
            end = stop.end()
            if not _ends_sentence(text, start, stop.start(), end, line.end):
                continue
            _add(sentences, text, start, end, line)
            start = _after_space(text, end, line.end)
        if start < line.end:
            _add(sentences, text, start, line.end, line)
    return sentences


def _add(sentences: list[Sentence], text: str, start: int, end: int, line: Line) -> None:
    """Add a sentence, in pieces where it is too long: cut behind the last ";", else ",", else before a space."""
    while end - start > LONGEST_SENTENCE:
        earliest, latest = start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE
        cuts = (text.rfind(mark, earliest, latest) + 1 for mark in ("; ", ", ", " "))
        cut = next((cut for cut in cuts if cut), latest)
        sentences.append(Sentence(start, cut, len(sentences), line, start == line.start))
        start = _after_space(text, cut, end)
    if start < end:
        sentences.append(Sentence(start, end, len(sentences), line, start == line.start))


def _after_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _ends_sentence(text: str, start: int, stop: int, after: int, line_end: int) -> bool:
    if after >= line_end:
        return True
    if text[stop] == ".":
        word_start, earliest = stop, max(start, stop - _LONGEST_ABBREVIATION - 1)
        while word_start > earliest and not text[word_start - 1].isspace() and text[word_start - 1] not in "(":
            word_start -= 1
        word = text[word_start:stop].lower()
        if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
            return False
        if word.isdigit() and len(word) <= 2 and word_start == start:  # "1. Khu công nghiệp ..."
            return False
    following = _after_space(text, after, line_end)
    if following >= line_end:
        return True
    character = text[following]
    # An ellipsis inside a sentence goes on in lower case: "đóng tàu… và cơ khí".
    return not character.islower() and character not in ",;)"
