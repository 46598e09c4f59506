"""Why each figure of an article is what it is: the text with every number marked as a row, as ignored, or as signalled.

A number is *handled* if it has a row, *ignored* if a rule says why it has none, and *signalled* if nothing accounts for
it. No number is left out: each run of digits of the text lies in exactly one `Mark`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kg.articles.model import Article
from kg.extraction.document import read_document
from kg.extraction.extract import Extraction
from kg.extraction.extract import explain as extracted
from kg.extraction.quantities import Quantity, find_quantities
from kg.facts import NamedPolicy, NamedZone, Observation
from kg.facts_rows import Row, describe

Class = Literal["handled", "ignored", "signalled"]
CLASSES: tuple[Class, ...] = ("handled", "ignored", "signalled")

_DIGITS = re.compile(r"\d+")
_LINE = re.compile(r"[^\n]*\n?")
# What `Quantity.kind_hint` means, in words.
_HINTS = {
    "date": "part of a date",
    "document": "a document's number",
    "clock": "a time of day",
    "phone": "a telephone number",
    "ordinal": "a rank, or a number of a list",
    "code": "part of a name or code",
    "score": "a score",
    "address": "part of an address or a road's name",
    "ratio": "a ratio",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at `text[start:end]` of the article. `rows` are those read from it, `reason` says why there is none."""

    start: int
    end: int
    kind: Class
    rows: tuple[Observation, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What there is to say beside the extraction: of some rows, of places without one (start, end), and else."""

    rows: Mapping[Row, str] = field(default_factory=dict)
    places: Sequence[tuple[int, int, str]] = ()
    others: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """An article with the marks of its numbers, in the order of the text and without overlaps."""

    article: Article
    marks: tuple[Mark, ...]
    zones: tuple[NamedZone, ...] = ()
    policies: tuple[NamedPolicy, ...] = ()
    remarks: Remarks = field(default_factory=Remarks)

    def described(self, row: Row) -> str:
        """A row in one line, with the remark on it."""
        remark = self.remarks.rows.get(row)
        return f"{describe(row)} · {remark}" if remark else describe(row)

    @property
    def counts(self) -> Mapping[Class, int]:
        """How many numbers are handled, ignored, signalled."""
        found = Counter(mark.kind for mark in self.marks)
        return {kind: found[kind] for kind in CLASSES}

    def segments(self, start: int = 0, end: int | None = None) -> Iterator[tuple[str, Mark | None]]:
        """The text between two offsets in pieces, each with its mark; the pieces joined are the text."""
        text = self.article.text
        end = len(text) if end is None else end
        at = start
        first = bisect_right(self.marks, start, key=lambda mark: mark.end)
        for mark in self.marks[first:]:
            if mark.start >= end:
                break
            if mark.start > at:
                yield text[at : mark.start], None
            at = min(mark.end, end)
            yield text[max(mark.start, start) : at], mark
        if at < end:
            yield text[at:end], None


def explanation(article: Article, extraction: Extraction | None = None, remarks: Remarks | None = None) -> Explanation:
    """Account for every number of an article.

    `extraction`, if at hand, is what `kg.extraction.explain` gave for it. Its rows may have been put right since; then
    `remarks` tells by whom. A row on which there is a remark wins over the extractor's reason for having none.
    """
    remarks = remarks or Remarks()
    extraction = extracted(article) if extraction is None else extraction
    facts = extraction.facts
    reading = extraction.reading
    document = read_document(article.text) if reading is None else reading.doc
    rows = sorted(facts.observations, key=lambda row: row.start)
    longest = max((row.end - row.start for row in rows), default=0)
    reasons = {(found.quantity.start, found.quantity.end): found for found in extraction.ignored}
    marks: list[Mark] = []
    for quantity in find_quantities(document.text) if reading is None else reading.quantities:
        start, end = document.span(quantity.start, quantity.end)
        found = reasons.get((quantity.start, quantity.end))
        low = bisect_left(rows, start - longest, key=lambda row: row.start)
        high = bisect_left(rows, end, key=lambda row: row.start)
        own = tuple(row for row in rows[low:high] if row.end > start)
        if found is not None and not any(row in remarks.rows for row in own):
            reason = _HINTS.get(found.reason, found.reason)
            marks.append(Mark(start, end, "ignored" if found.known else "signalled", (), reason))
            continue
        remark = next((words for first, last, words in remarks.places if first < end and start < last), "")
        if own:
            marks.append(Mark(start, end, "handled", own))
        elif remark:
            marks.append(Mark(start, end, "ignored", (), remark))
        elif any(_told_by(row, quantity) for row in rows):
            marks.append(Mark(start, end, "ignored", (), "repeats or rounds a figure that has its row elsewhere"))
        else:
            marks.append(Mark(start, end, "signalled", (), "no rule accounts for it"))
    return Explanation(article, tuple(_complete(article.text, marks)), facts.zones, facts.policies, remarks)


def _told_by(row: Observation, quantity: Quantity) -> bool:
    """Whether a row states what a quantity repeats, be it rounded, or in a table whose header has the scale."""
    if not quantity.value or not row.value:
        return row.value == quantity.value
    if row.unit.partition("/")[0] == quantity.unit.partition("/")[0] and (
        abs(row.value - quantity.value) <= abs(row.value) * Decimal("0.06")
    ):
        return True
    return row.value.normalize().as_tuple().digits == quantity.value.normalize().as_tuple().digits


def _complete(text: str, marks: list[Mark]) -> Iterator[Mark]:
    """The marks with one for each run of digits that lies in none, so that nothing passes in silence."""
    at = 0
    for mark in [*marks, Mark(len(text), len(text), "ignored")]:
        for digits in _DIGITS.finditer(text, at, mark.start):
            yield Mark(*digits.span(), "signalled", (), "digits that are read as no number")
        if mark.end > mark.start:
            yield mark
        at = mark.end


# --- on a terminal ------------------------------------------------------------------------------------------------

Style = Literal["", "title", "handled", "ignored", "signalled", "note", "summary"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text to print in one style (a name, which the printer maps to colours)."""

    text: str
    style: Style = ""


def explain_lines(told: Explanation) -> Iterator[list[Piece]]:
    """The explanation line by line: each line of the text, and below it what its numbers are.

    Numbers stand in brackets with a mark, so that the view is readable without colours: `[80✓1]` is handled by the
    row numbered 1 below, `[2021·]` ignored, `[35!2]` signalled.
    """
    yield [Piece(f"{told.article.id}: {told.article.title or told.article.source}", "title")]
    yield [Piece(_summary(told.counts), "summary")]
    number = 0
    for line in _LINE.finditer(told.article.text):
        if line.start() == line.end():
            continue
        pieces: list[Piece] = []
        notes: list[list[Piece]] = []
        passed: list[str] = []
        for piece, mark in told.segments(*line.span()):
            words = piece.rstrip("\n")
            if mark is None:
                pieces.append(Piece(words))
            elif mark.kind == "ignored":
                pieces.append(Piece(f"[{words}·]", "ignored"))
                passed.append(f"{words} ({mark.reason})")
            else:
                number += 1
                sign = "✓" if mark.kind == "handled" else "!"
                pieces.append(Piece(f"[{words}{sign}{number}]", mark.kind))
                said = [told.described(row) for row in mark.rows] or [mark.reason]
                notes.extend([Piece(f"    {sign}{number} ", mark.kind), Piece(one, "note")] for one in said)
        yield pieces
        yield from notes
        if passed:
            yield [Piece("    · ", "ignored"), Piece("; ".join(passed), "note")]
    for name, labels in (("zones", _zones(told)), ("policies", _policies(told))):
        if labels:
            yield [Piece(f"{name}: ", "summary"), Piece("; ".join(labels))]
    for remark in told.remarks.others:
        yield [Piece("! ", "signalled"), Piece(remark)]


def _summary(counts: Mapping[Class, int]) -> str:
    total = sum(counts.values())
    return f"{total} numbers: " + ", ".join(f"{counts[kind]} {kind}" for kind in CLASSES)


def _zones(told: Explanation) -> list[str]:
    return [", ".join(part for part in (z.label, z.district, z.province, z.stage) if part) for z in told.zones]


def _policies(told: Explanation) -> list[str]:
    return [" ".join(part for part in (p.kind, p.number, p.title, p.issuer, p.date) if part) for p in told.policies]
