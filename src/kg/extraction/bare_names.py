"""Finds zones that are named without their noun, of those that the article names in full elsewhere."""

from __future__ import annotations

import re

import ahocorasick_rs

from kg.extraction.cues import SCOPE_OF
from kg.extraction.document import Document
from kg.extraction.mentions import ZoneMention
from kg.extraction.patterns import either
from kg.extraction.zone_names import Name
from kg.reference.places import places

# Names that tell of themselves that they are a zone's: with a numeral ("Hòa Khánh 2"), with capitals ("WHA Nghệ An"),
# or of three words and more.
_TELLING = re.compile(r"\S\s+(?:\d|[IVX]+\b)|^[A-ZĐ]{2,}\b.*\s\S|^\S+\s+\S+\s+\S+")
# Before a name, what makes it that of a company, a commune or a road, or the end of a longer name.
_OTHER_BEFORE = re.compile(
    either("công ty|tập đoàn|ctcp|cty|cổ phần|tnhh|xã|phường|huyện|thị trấn|đường|cầu", r"[A-ZĐ]\w+") + r"\s+$"
)


def bare_names(doc: Document, mentions: list[ZoneMention]) -> list[ZoneMention]:
    """Mentions of zones by name alone ("WHA 2"), of those that the article names in full elsewhere.

    Names that are places' names are left out, and names of one plain word. Where two overlap, the one counts that the
    article names first. One pass over the text, however many names there are.
    """
    named: dict[str, tuple[ZoneMention, Name]] = {}
    taken = bytearray(len(doc.text))
    for mention in mentions:
        _take(taken, mention.start, mention.end)
        for name in mention.names:
            words = name.label.split(" ", 1)[-1]
            if name.proper and words not in named and _TELLING.search(words) and not places().named(words):
                named[words] = mention, name
    if not named:
        return []
    automaton = ahocorasick_rs.AhoCorasick(list(named), matchkind=ahocorasick_rs.MatchKind.Standard)
    known = list(named.values())
    found: list[ZoneMention] = []
    for index, start, end in sorted(automaton.find_matches_as_indexes(doc.text, overlapping=True)):
        if taken.find(1, start, end) >= 0 or not _is_whole(doc.text, start, end):
            continue
        if _OTHER_BEFORE.search(doc.text[max(0, start - 12) : start]):
            continue
        mention, name = known[index]
        bare = Name(start, end, name.label, True)
        found.append(ZoneMention(start, end, mention.noun, SCOPE_OF[mention.noun], [bare]))
        _take(taken, start, end)
    return found


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on before or behind [start, end)."""
    return not _in_word(text[start - 1 : start]) and not _in_word(text[end : end + 1])


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
