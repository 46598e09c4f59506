"""Communes, wards and townships as subjects: "xã Ninh Vân có 60 doanh nghiệp", "cả xã". They are in no gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extraction.patterns import CAPITALS, either
from kg.extraction.phrases import preposition_before
from kg.extraction.reading import Reading
from kg.extraction.subject import Anchor, Subject

_WORD = rf"[{CAPITALS}]\w*"
_COMMUNE = re.compile(
    r"[XxPpTtLl](?<!\w[XxPpTtLl])(?:(?<=[Xx])ã|(?<=[Pp])hường|(?<=[Tt])hị trấn|(?<=[Ll])àng)\s+"
    r"(?:nghề\s+|đá\s+|gỗ\s+|gốm\s+)?"
    rf"({_WORD}(?:[ -]{_WORD}){{0,3}})"
)
_POINTING = (
    "toàn xã", "cả xã", "xã này", "trên địa bàn xã", "toàn phường", "cả phường", "phường này", "trên địa bàn phường",
)  # fmt: skip
_THE_COMMUNE = re.compile(either(*_POINTING) + r"(?!\s+[a-zà-ỹ]*\s*[" + CAPITALS + "])")
# What a commune does that is spoken of; elsewhere it tells where something lies.
_DOES = re.compile(r"(?:\s*\([^()]{0,40}\))?\s+" + either("có|hiện|đã|đang|thu hút|là|được|nay|năm|phấn đấu|đạt"))


def commune_anchors(reading: Reading) -> Iterator[Anchor]:
    """The communes that are spoken of or pointed at, in no order; those of addresses in a side role."""
    folded = reading.doc.folded
    for match in _COMMUNE.finditer(reading.doc.text):
        if reading.zone_overlapping(*match.span()) is not None:
            continue
        near = folded[max(0, match.start() - 2) : match.start()].rstrip()
        located = near.endswith((",", "(")) or preposition_before(folded, match.start()) != ""
        aside = located or _DOES.match(folded, match.end()) is None
        yield Anchor(*match.span(), "place", (Subject(match[1], "Commune"),), aside)
    pointed_at = any(words in folded for words in _POINTING)  # far cheaper than the pattern
    for match in _THE_COMMUNE.finditer(folded) if pointed_at else ():
        yield Anchor(*match.span(), "back", (Subject("", "Commune"),))
