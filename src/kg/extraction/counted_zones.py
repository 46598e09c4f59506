"""What is told of zones that a sentence counted before: of them, of all kinds together, of their place anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.attributed import Attributed
from kg.extraction.figures import Figure
from kg.extraction.patterns import BRACKETED
from kg.extraction.reading import Reading
from kg.extraction.spoken import Spoken
from kg.extraction.subject import PLACE_MOSTLY, ZONE_ONLY, Anchor, Subject

# "1 khu kinh tế ven biển (KKT A), 1 khu kinh tế cửa khẩu (KKT B) và 16 KCN ..., có 437 dự án"
_SEVERAL_COUNTS = 2
_COUNTS_LISTED = re.compile(r"\d+ [^,.;:\d]{3,40}(?:(?:,| và) \d+ [^,.;:\d]{3,40})*(?:,| và) ")
_HAVE = re.compile(r", (?:đã |hiện |đang )?(?:có|thu hút|tiếp nhận|với)\s[^,;]*$")
_PART_OF_COUNTED = re.compile(r"[^.;]{3,80},? trong (?:đó|số đó)(?: có| chỉ| mới| đã)*\s*")
_TWO_COUNTS = re.compile(r"\S+\s[^,.;:()\d]{3,24}\s(?:và|cùng)\s")
# No number that counts zones is longer.
_NUMBER = 8


class CountedZones:
    """Whom figures behind counts of zones are about. `counted`: the counts of a sentence, with where they stand."""

    def __init__(self, reading: Reading, spoken: Spoken, attributed: Attributed) -> None:
        self._folded = reading.doc.folded
        self._spoken = spoken
        self._attributed = attributed

    def is_noun_of(self, anchor: Anchor, start: int) -> bool:
        """Whether an anchor is the noun of what was counted: "12 khu công nghiệp"."""
        near = 0 < anchor.start - start < _NUMBER
        return near and anchor.kind == "group" and " " not in self._folded[start : anchor.start].strip()

    def anew(self, figure: Figure, counted: Sequence[tuple[int, Subject]], anchors: Sequence[Anchor]) -> Subject | None:
        """The place whose jobs or trade ";" parts from zones counted before: "lập 3 KCN; việc làm cho 5.000"."""
        if not counted or (figure.metric != "jobsCreated" and figure.metric not in PLACE_MOSTLY):
            return None
        parted = self._folded.rfind(";", counted[-1][0], figure.start)
        if parted < 0 or any(one.start > parted for one in anchors if one.end <= figure.quantity.start):
            return None
        first = next((one for one in anchors if not one.aside), None)
        if first is None or first.start > counted[-1][0]:
            told = self._attributed.within(figure.sentence.start, counted[-1][0])
            return told[-1][-1] if told else None  # "vốn 6.500 tỷ đồng; khởi công 1 KCN; tạo 5.000 việc làm"
        if not first.is_place or first.end >= counted[-1][0] or first.subjects[0].scope:
            return None
        return self._spoken.resolve(first, anchors)

    def part(self, figure: Figure, counted: Sequence[tuple[int, Subject]]) -> Subject | None:
        """The place of the zones just counted, of which some are counted: "8 CCN, diện tích 293 ha, trong đó 4 cụm"."""
        if figure.metric != "count" or not counted or counted[-1][1].scope != figure.scope:
            return None
        gap = self._folded[counted[-1][0] : figure.quantity.bound_start]
        return counted[-1][1] if _PART_OF_COUNTED.fullmatch(gap) is not None else None

    def all_kinds(self, counted: Sequence[tuple[int, Subject]], figure: Figure) -> Subject | None:
        """All kinds of zones of a place that were counted one after the other, for what is told of them together."""
        if figure.metric in ZONE_ONLY or len(counted) < _SEVERAL_COUNTS:
            return None
        last = counted[-1]
        if len({group.scope for _, group in counted}) < 2 or len({group.about for _, group in counted}) > 1:
            return None
        glue = BRACKETED.sub("", self._folded[counted[0][0] : last[0]])
        behind = self._folded[last[0] : figure.start]
        if _COUNTS_LISTED.fullmatch(glue) is None or ";" in behind or _HAVE.search(behind) is None:
            return None
        return replace(last[1], scope="zonesAndClusters")

    def together(self, counted: Sequence[tuple[int, Subject]]) -> Subject:
        """The zones counted last, with those of another kind counted right before: "2 khu kinh tế và 12 KCN"."""
        last = counted[-1][1]
        if len(counted) > 1 and counted[-2][1].about == last.about and counted[-2][1].scope != last.scope:
            between = self._folded[counted[-2][0] : counted[-1][0]]
            if _TWO_COUNTS.fullmatch(between):
                return replace(last, scope="zonesAndClusters")
        return last
