"""Whom figures have been attributed to so far in a text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from kg.extraction.subject import Subject
from kg.facts import Level

Attribution = tuple[tuple[Subject, ...], Level]
"""Whom a figure is about (several where a list shares it), and how that is known."""


@dataclass(slots=True)
class Attributed:
    """What has been attributed in a text so far, in its order.

    `subjects`: by the start of a figure's number; `counted`: where zones of a place were counted; `consumed`: starts of
    the places that a figure's own phrase has taken ("6 CCN trên địa bàn huyện Ân Thi"); `attached`: starts of the
    zones that one has taken ("20 dự án vào các CCN"), which what places report behind it is not about.
    """

    subjects: dict[int, tuple[Subject, ...]] = field(default_factory=dict)
    counted: list[tuple[int, Subject]] = field(default_factory=list)
    consumed: set[int] = field(default_factory=set)
    attached: set[int] = field(default_factory=set)

    def counted_within(self, start: int, end: int) -> list[tuple[int, Subject]]:
        """The places whose zones were counted within [start, end)."""
        low, high = (bisect_left(self.counted, offset, key=lambda counted: counted[0]) for offset in (start, end))
        return self.counted[low:high]

    def within(self, start: int, end: int) -> list[tuple[Subject, ...]]:
        """Whom the figures within [start, end) are about, in their order."""
        found: list[tuple[Subject, ...]] = []
        for at, subjects in reversed(self.subjects.items()):
            if at < start:
                break
            if at < end:
                found.insert(0, subjects)
        return found
