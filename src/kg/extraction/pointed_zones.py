"""The named zones that words without a name point back at: "KCN này", "trong khu"."""

from __future__ import annotations

from kg.extraction.anchors import Anchors
from kg.extraction.reading import Reading
from kg.extraction.subject import SCOPES, Anchor, Subject
from kg.extraction.zone_list import ZoneList

_FAR = 3000  # characters: no two paragraphs have more, and a text without line ends costs no more than its length


class PointedZones:
    """Looks back from an anchor for the zone that it can mean."""

    def __init__(self, reading: Reading, zones: ZoneList, anchors: Anchors) -> None:
        self._reading = reading
        self._zones = zones
        self._anchors = anchors

    def last(self, anchor: Anchor) -> Subject | None:
        """The zone named last before an anchor, of its kind if there is one."""
        last = self._zones.last_before(anchor.start, anchor.subjects[0].scope)
        return Subject(last.label, self._zones.about_type(last), "", last.province) if last is not None else None

    def only_one_before(self, anchor: Anchor) -> Subject | None:
        """The one zone that a paragraph and the one before it name, with no others spoken of in between."""
        line = self._reading.sentence(anchor.start).line
        before = self._reading.doc.lines[max(0, line.index - 1)]
        between = self._anchors.within(max(before.start, anchor.start - _FAR), anchor.start)
        named = {subject for one in between if one.kind == "zone" for subject in one.subjects}
        named = {subject for subject in named if SCOPES[subject.type] == anchor.subjects[0].scope}
        scopes = (anchor.subjects[0].scope, "zonesAndClusters")
        groups = any(one.kind == "group" and one.subjects[0].scope in scopes for one in between)
        return named.pop() if len(named) == 1 and not groups else None
