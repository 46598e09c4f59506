"""What words without a name point at: "tỉnh", "huyện", "khu này", "các khu", "dự án này", from what is spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.anchors import Anchors
from kg.extraction.discourse import SHORT_PARAGRAPH, Discourse
from kg.extraction.phrases import OWNED_BY, Phrases
from kg.extraction.pointed_zones import PointedZones
from kg.extraction.reading import Reading
from kg.extraction.subject import SCOPES, ZONES, Anchor, Subject
from kg.extraction.zone_list import ZoneList

_POINTING = (" này", " trên", " đó", " nói trên")
_OF_THESE = re.compile(r"trong (?:số (?:đó|này|ấy)|đó)(?!\w)")
_IN_IT = ("trong khu", "trong cụm")
_WHOLE_COUNTRY = ("cả", "toàn")
_OPENS_WITH = 10
_HERE = ("trên địa bàn", "toàn địa bàn")


class Pointing:
    """Resolves the anchors of a text by what it is speaking of."""

    def __init__(self, reading: Reading, zones: ZoneList, anchors: Anchors, phrases: Phrases, now: Discourse) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._zones = zones
        self._anchors = anchors
        self._phrases = phrases
        self._pointed = PointedZones(reading, zones, anchors)
        self._now = now

    def resolve(self, anchor: Anchor, anchors: Sequence[Anchor]) -> Subject | None:
        """The subject that an anchor of a sentence stands for: itself, or what "tỉnh", "huyện", "KCN này" point at."""
        if not anchor.subjects:
            return None
        subject = anchor.subjects[-1]
        if subject.about:
            return subject
        if anchor.kind == "group":
            if self._folded[anchor.start : anchor.end] in _IN_IT:
                for zone in (self._now.topic, self._now.default):
                    if zone is not None and zone.type in ZONES:
                        return zone
                zone = self._pointed.only_one_before(anchor)
                if zone is not None:
                    return zone
            topic = self._now.topic
            joint = topic is not None and topic.scope == "zonesAndClusters"
            if joint and self._folded[anchor.start : anchor.end] == "các khu":
                return topic
            place = self._place_of_group(anchor, anchors)
            if place is None:
                return None
            scope = self._phrases.scope_of_group(anchor, anchors)
            mention = self._reading.zone_at(anchor.start)
            of_board = mention is not None and mention.role == "board" and scope == "economicZones"
            if of_board and self._now.default is not None and self._now.default.about == place.about:
                scope = self._now.default.scope or scope  # the board of economic zones sees to the others too
            return replace(place, scope=scope)
        if subject.type == "Zone":
            named = (left for left in self._phrases.before(anchor, anchors) if left.kind == "zone")
            beside = next(named, None) if anchor.kind == "phase" else None
            if beside is not None and beside.aside:
                beside = next((left for left in named if not left.aside), None)
                if beside is not None:
                    return beside.subjects[-1]
                back = next((left for left in self._phrases.before(anchor, anchors) if left.kind == "back"), None)
                if back is not None and back.subjects[0].type == "Zone":
                    return self.resolve(back, anchors)  # "KCN này nằm trong KKT B, riêng giai đoạn 1 rộng 150 ha"
            main = self._main_zone(anchor)
            if main is not None:
                return main
            return self._pointed.last(anchor)
        if subject.type == "District" and self._now.home is not None and self._now.home.type == "District":
            return self._now.home
        if subject.type in ("District", "Commune", "Region"):
            return self._anchors.last_place(anchor.start, subject.type)
        if self._folded[anchor.start : anchor.end] in _HERE:
            topic, line = self._now.topic, self._reading.sentence(anchor.start).line
            if topic is not None and topic.type == "EconomicZone" and self._now.topic_line == line.index:
                return topic
            for left in self._phrases.before(anchor, anchors):
                if left.kind == "place" and not left.aside:
                    return left.subjects[0]
        if self._folded.endswith(" này", anchor.start, anchor.end):
            sentence = self._reading.sentence(anchor.start)
            this = self._anchors.last_place(anchor.start, "Province", sentence.start)
            this = this or self._anchors.last_former(anchor.start, sentence.start)
            this = this or self._anchors.last_place(anchor.start, "Province", sentence.line.start)
            if this is None and self._reading.several and self._now.place is not None:
                this = self._now.place if self._now.place.type == "Province" and not self._now.place.scope else None
            if this is not None:
                return replace(this, scope=subject.scope)
        place = self._now.home
        if place is not None and place.type == "District" and "tỉnh" in self._folded[anchor.start : anchor.end]:
            return Subject(place.province, "Province", subject.scope)
        if self._reading.several:
            line = self._reading.sentence(anchor.start).line
            here = self._anchors.last_place(anchor.start, "Province", line.start)
            if here is None and self._now.sentences_in[line.index] <= SHORT_PARAGRAPH and line.index:
                above = self._reading.doc.lines[line.index - 1]
                here = self._anchors.last_place(anchor.start, "Province", above.start)
                if self._now.is_provincial and here != self._now.place:
                    here = None  # "hội chợ tại Đà Nẵng.\nCả năm, toàn tỉnh có 97 đề án": only named in passing
            elsewhere = None if self._now.is_provincial else self._anchors.last_place(anchor.start, "Province")
            merged = self._now.is_provincial and self._folded.startswith(" mới", anchor.end)
            place = self._now.home if merged else here or elsewhere or self._now.home
        elif place is not None and place.type == "Province":
            place = self._opening_its_line(anchor) or place
        if place is not None and subject.scope:
            ours = (
                self._now.default.scope
                if self._now.default is not None and self._now.default.about == place.about
                else ""
            )
            return replace(place, scope=ours or self._now.scope or subject.scope)
        return place

    def _opening_its_line(self, anchor: Anchor) -> Subject | None:
        """The province that a paragraph opens with: "Còn Hưng Yên là kẻ đến sau. Năm 2015, toàn tỉnh có 4 KCN"."""
        line = self._reading.sentence(anchor.start).line
        opening = self._anchors.within(line.start, min(line.start + _OPENS_WITH, anchor.start))
        if not opening or opening[0].kind != "place" or opening[0].aside or opening[0].former:
            return None
        return opening[0].subjects[0] if opening[0].subjects[0].type == "Province" else None

    def _main_zone(self, anchor: Anchor) -> Subject | None:
        """The zone that the text is at, or that the headline names, where a noun alone means one: "KCN có 58 dự án"."""
        named_here = self._zones.last_named(anchor.start, anchor.subjects[0].scope)
        if named_here >= self._reading.sentence(anchor.start).start:
            return None
        if self._folded.startswith(_POINTING, anchor.end):
            return None
        for zone in (self._now.topic, self._now.default):
            if zone is not None and zone.type in ZONES and SCOPES[zone.type] == anchor.subjects[0].scope:
                return zone
        return None

    def _place_of_group(self, group: Anchor, anchors: Sequence[Anchor]) -> Subject | None:
        """The place whose zones a group is: named right behind it, else before it in the sentence, else in force."""
        right = self._phrases.following(group, anchors)
        if (
            right is not None
            and right.is_place
            and right.subjects[0].type != "Commune"
            and right.start - group.end <= 30
        ):
            several = right.subjects[0].type == "District" and self._phrases.is_joined(right, anchors)
            if not several and OWNED_BY.fullmatch(self._phrases.between(group, right)):
                return self.resolve(right, anchors)
        for left in self._phrases.before(group, anchors):
            if left.kind == "many" and not self._phrases.preposition(left):
                return Subject("", "Country")  # "có tỉnh miền núi khu công nghiệp rộng 150 ha": of none that is named
            if (
                left.kind == "back"
                and left.subjects[0].type == "Province"
                and left.subjects[0].scope
                and not left.aside
            ):
                return self.resolve(left, anchors)  # a board's zones
            if not left.is_place or left.aside or left.former or self._phrases.in_closed_bracket(left, group.start):
                continue
            named = self._folded.startswith(_WHOLE_COUNTRY, left.start)
            if left.subjects[0].type == "Country" and self._now.is_provincial and not named:
                continue
            return self.resolve(left, anchors)
        topic = self._now.topic
        sentence = self._reading.sentence(group.start)
        if topic is not None and topic.scope and _OF_THESE.match(self._folded, sentence.start):
            return replace(topic, scope="")  # "cả nước có 1.044 CCN. Trong số đó, 728 CCN đi vào hoạt động"
        if topic is None or topic.type not in ("District", "Province", "Region"):
            return self._now.somewhere
        ours = self._now.home is not None and topic.about == self._now.home.about
        return (
            replace(topic, scope="")
            if ours or self._reading.several or topic.type == "District"
            else self._now.somewhere
        )
