"""Whom a figure is about by what stands before it in its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.attributed import Attributed, Attribution
from kg.extraction.counted_zones import CountedZones
from kg.extraction.figures import Figure
from kg.extraction.firms import behind_preposition
from kg.extraction.patterns import BRACKETED, CAPITALS, either
from kg.extraction.phrases import LIST_GLUE, MODIFYING_PREPOSITIONS, Phrases, preposition_before
from kg.extraction.reading import Reading
from kg.extraction.side_roles import FIRMS, SideRoles
from kg.extraction.spoken import Spoken
from kg.extraction.subject import PLACE_MOSTLY, SCOPES, ZONE_ONLY, Anchor, Subject

# "doanh thu của công ty đạt 300 tỷ đồng": a firm's, though none is named.
_OF_A_FIRM = re.compile(
    "của "
    + either("công ty|nhà máy|doanh nghiệp này|tập đoàn|xưởng|hợp tác xã|đơn vị|hãng|dự án|gia đình")
    + r"(?! (?:trong|tại|ở|fdi|(?:có vốn )?(?:đầu tư )?nước ngoài|đầu tư trực tiếp))(?!\w)"
)
# "Có dự án nghỉ dưỡng đăng ký 2 tỷ USD": one that is not named.
_SOME_PROJECT = re.compile(r"\W*(?:có|cũng có|lại có) (?:dự án|doanh nghiệp|nhà máy|công ty)(?! (?:fdi|nước))(?!\w)")
_PARTED = re.compile(r";\s*(?:và |với )?$")
_PARTS_END = 12
# "A, B và C cùng tăng 6%", "đều đạt": what each of them does.
_ALIKE = re.compile(r" (?:cùng|đều|cùng nhau) (?:tăng|giảm|đạt|có|ghi nhận|thu hút)(?!\w)")
# What may stand in brackets behind the name of a project: "Nhà máy điện An Bình (50 triệu USD)".
_BRACKETED = frozenset({"registeredCapital", "totalArea", "jobsCreated"})
# So near behind a zone an area or a rate is its own.
_ITS_OWN = 24
_RIGHT_IN_BRACKETS = re.compile(r"\s?\((?:[+-]|tăng |giảm |đạt |gần |hơn |khoảng |trên )?")
_OF_BRACKETS = ("Province", "Region", "Country")
_GROUP_AND = re.compile(r"(?: (?:thuộc|do|của|trên địa bàn|trong) [^,.;:()\d]{2,24})?,? (?:và|cùng)(?: các)? ")
_OPEN_BRACKET = re.compile(r"\s*\([^()]{0,120}")
# Words that make a figure that of all zones of a list, and those that make it each one's.
_TOGETHER_BETWEEN = re.compile(r"tổng|trong đó|gồm|bình quân|trung bình")
_SEVERAL = 2
_ADDRESS_GAP = re.compile(r"\s*,\s*(?:tỉnh\s+|thành phố\s+|tp\.?\s+)?")
_TOGETHER_BEFORE = re.compile(r"gồm")
# "thu nhập của bà", "lương của anh Tuấn": one person's.
_OF_A_PERSON = re.compile(
    r"(?:thu nhập|lương)[^,.;:()]{0,16}\s(?:của|cho)\s+(?:bà|ông|anh|chị|tôi|cô|mình)(?!\w)(?! em)"
)
# "Vợ chồng chị Hoa thu nhập khoảng 20 triệu đồng mỗi tháng": one household's.
_OF_A_HOUSEHOLD = re.compile(
    r"(?<!\w)(?:vợ chồng|gia đình|hai chị em|hai anh em|cả nhà)(?!\w)[^.;:]{0,80}(?:thu nhập|lương)[^.;:]{0,90}$"
)
# "Riêng Trung tâm điện lực A", "trong đó Jinko có 3 dự án": a part of the whole, by a name of nothing known.
_NAMED_PART = re.compile(
    r"(?:(?<!\w)[Rr]iêng|trong đó)\s(?!(?:Quý|Tháng|Năm|FDI|DDI|ODA|IIP|KCN|CCN|KKT|Việt)\s)"
    rf"([{CAPITALS}]\w+(?:\s\w+){{0,5}}?)\s(?:có|đã|chiếm|đầu tư|đăng ký)\s"
)
# What a phase of a zone has by itself.
_OF_PHASES = ZONE_ONLY | {"infrastructureCapital", "implementedCapital", "registeredCapital"}
_EACH = re.compile(r"[^,.;:()\d]{0,20}(?:[,:]\s*)?(?:[^,.;:()\d]{0,12}\s)?(?:mỗi|từng)\s+\w+(?: \w+)?")
# Whom no row can be about: figures of investors from abroad, of some places, of a person.
_NOBODY = Subject("", "Country")


class Preceding:
    """Reads the words before one figure after another, in the order of the text."""

    def __init__(self, reading: Reading, phrases: Phrases, spoken: Spoken, attributed: Attributed) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._phrases = phrases
        self._spoken = spoken
        self._attributed = attributed
        self._side_roles = SideRoles(reading, phrases, spoken)
        self._counted = CountedZones(reading, spoken, attributed)

    def read(self, figure: Figure, anchors: Sequence[Anchor]) -> Attribution | None:
        """The nearest subject before a figure. `anchors`: those of its sentence."""
        position = figure.quantity.start
        bracketed = self._place_of_bracket(figure, anchors)
        if bracketed is not None:
            return (bracketed,), "stated"
        whole = self._whole_of_parts(figure, anchors)
        if whole is not None:
            return whole, "stated"
        if self._of_a_part_unknown(figure, anchors):
            return (_NOBODY,), "stated"
        shared = self._of_like(figure, anchors)
        if shared is not None:
            return shared, "inherited"
        if figure.metric == "averageIncome":
            before_it = self._folded[figure.sentence.start : position]
            if _OF_A_PERSON.search(before_it) or _OF_A_HOUSEHOLD.search(before_it):
                return (_NOBODY,), "stated"
        firm = self._firm(figure, anchors)
        if firm is not None:
            return (firm,), "stated"
        consumed = self._attributed.consumed
        if figure.metric in PLACE_MOSTLY:
            consumed = consumed | self._attributed.attached
        owner_named = self._owner_named(figure, anchors)
        if owner_named is not None:
            return (owner_named,), "stated"
        before = [a for a in anchors if a.end <= position and not a.aside and a.start not in consumed]
        counted = self._attributed.counted_within(figure.sentence.start, position)
        part = self._counted.part(figure, counted)
        part = part or self._counted.anew(figure, counted, anchors)
        if part is not None:
            return (part,), "stated"
        while before:
            anchor = before.pop()
            of_zones = figure.metric != "count" or (counted and counted[-1][1].type == "EconomicZone")
            same = counted and of_zones and self._counted.is_noun_of(anchor, counted[-1][0])
            if same or (counted and counted[-1][0] >= anchor.end):
                everything = self._counted.all_kinds(counted, figure) if counted else None
                return (everything or self._counted.together(counted),), "stated"
            if anchor.kind == "phase":
                zone = self._spoken.resolve(anchor, anchors) if figure.metric in _OF_PHASES else None
                if zone is None or self._spoken.of_a_firm or not self._spoken.near(anchor):
                    continue
                return (zone,), "inherited"
            if anchor.kind == "many":
                if preposition_before(self._folded, anchor.start) or self._phrases.in_closed_bracket(anchor, position):
                    continue
                return self._each_before(anchor, before) or (_NOBODY,), "stated"
            if anchor.kind == "place" and _ALIKE.match(self._folded, anchor.end, position):
                return self._row_of_places(anchor, before), "stated"
            if anchor.kind == "investor":
                cleared = self._folded.find(";", anchor.end, position) >= 0
                return None if cleared else ((_NOBODY,), "stated")
            in_brackets = _OPEN_BRACKET.fullmatch(self._folded, anchor.end, position) is not None
            if figure.metric == "count" and anchor.kind == "place" and in_brackets:
                return anchor.subjects, "stated"
            if self._side_roles.is_none(anchor, anchors, figure, counted) or self._side_roles.is_source(anchor, figure):
                continue
            if anchor.kind == "zone":
                subjects = self._of_zone(anchor, before, anchors, figure, counted)
                return subjects, "stated"
            owner = None
            if not anchor.is_place and anchor.kind in ("group", "back"):
                owner = self._occupant(anchor, anchors, figure)
            subject = owner or self._spoken.resolve(anchor, anchors)
            if subject is not None:
                return (subject,), "stated"
        return ((self._counted.together(counted),), "stated") if counted else None

    def _of_a_part_unknown(self, figure: Figure, anchors: Sequence[Anchor]) -> bool:
        """Whether a sentence tells of a part that is none of ours: "Riêng Trung tâm điện lực A đã chiếm 4 tỷ USD"."""
        named = [anchor for anchor in anchors if anchor.start < figure.quantity.start and anchor.kind != "place"]
        start = named[-1].end if named else figure.sentence.start
        part = _NAMED_PART.search(self._reading.doc.text, start, figure.quantity.start)
        return part is not None and not self._reading.places_within(part.start(1), part.start(1) + 1)

    def _whole_of_parts(self, figure: Figure, anchors: Sequence[Anchor]) -> tuple[Subject, ...] | None:
        """Whom the sum behind two zones' parts is about: "5 dự án, trong đó KCN A 4; KCN B 1; tổng vốn"."""
        start = figure.sentence.start
        before = self._folded[max(start, figure.start - _PARTS_END) : figure.start]
        if not self._folded.startswith("tổng", figure.start) or _PARTED.search(before) is None:
            return None
        parts = self._folded.rfind("trong đó", start, figure.start)
        named = [one for one in anchors if parts < one.start < figure.start and one.kind == "zone" and not one.aside]
        if parts < 0 or len(named) < _SEVERAL:
            return None
        told = self._attributed.within(start, parts)
        return told[-1] if told else None

    def _row_of_places(self, last: Anchor, before: Sequence[Anchor]) -> tuple[Subject, ...]:
        """The places of a row that have a figure alike: "Bến Tre và Trà Vinh cùng tăng 6,3%"."""
        row = [last]
        for left in reversed(before):
            if left.kind != "place" or left.subjects[0].type != last.subjects[0].type:
                break
            if not self._phrases.is_listed(left, row[0]):
                break
            row.insert(0, left)
        return tuple(subject for anchor in row for subject in anchor.subjects)

    def _place_of_bracket(self, figure: Figure, anchors: Sequence[Anchor]) -> Subject | None:
        """The place whose figure stands right behind it in brackets: "nhiều hơn Hải Phòng (4,9 tỷ USD)"."""
        if figure.metric == "count" or figure.metric in ZONE_ONLY:
            return None
        behind = [a for a in anchors if a.kind == "place" and a.end <= figure.start]
        if behind and self._is_in_an_address(behind[-1], anchors):
            return None
        if not behind or not _RIGHT_IN_BRACKETS.fullmatch(self._folded, behind[-1].end, figure.quantity.start):
            return None
        preposition = preposition_before(self._folded, behind[-1].start)
        if preposition in MODIFYING_PREPOSITIONS or (behind[-1].aside and not preposition):
            return None
        return behind[-1].subjects[0] if behind[-1].subjects[0].type in _OF_BRACKETS else None

    def _is_in_an_address(self, place: Anchor, anchors: Sequence[Anchor]) -> bool:
        """Whether a place only ends where a zone or a work lies: "dự án tấm silic tại KCN A, Quảng Ninh (...)"."""
        left = next(self._phrases.before(place, anchors), None)
        if left is None or left.kind not in ("zone", *FIRMS):
            return False
        return _ADDRESS_GAP.fullmatch(self._folded, left.end, place.start) is not None

    def _owner_named(self, figure: Figure, anchors: Sequence[Anchor]) -> Subject | None:
        """The place that the words between a measure and its number give it: "giá trị sản xuất của tỉnh tăng 4,1%"."""
        if figure.metric not in PLACE_MOSTLY:
            return None
        within = (a for a in anchors if figure.start <= a.start and a.end <= figure.quantity.start and a.is_place)
        last = next(iter(reversed([*within])), None)
        if last is None or preposition_before(self._folded, last.start) != "của":
            return None
        return self._spoken.resolve(last, anchors)

    def _of_like(self, figure: Figure, anchors: Sequence[Anchor]) -> tuple[Subject, ...] | None:
        """The subjects of the figure whose measure this one repeats, where nothing else is named between the two."""
        like = figure.like
        if like is None or like.sentence.index != figure.sentence.index:
            return None
        for anchor in anchors:
            between = like.quantity.end <= anchor.start < figure.quantity.start
            if between and anchor.kind in FIRMS and figure.quantity.start - anchor.end < _ITS_OWN:
                return None  # "41 dự án với 1,9 tỷ USD, gồm nhà máy Lego hơn 1 tỷ USD"
            if between and not anchor.aside and anchor.start not in self._attributed.consumed:
                return None
        return self._attributed.subjects.get(like.quantity.start)

    def _each_before(self, many: Anchor, before: Sequence[Anchor]) -> tuple[Subject, ...]:
        """The places of which each has the figure: "Lai Châu và Điện Biên hiện mỗi tỉnh có 1 dự án"."""
        if not before or _EACH.fullmatch(self._folded[before[-1].end : many.end]) is None:
            return ()
        listed = [before[-1]]
        for left in reversed(before[:-1]):
            if left.kind != listed[0].kind or not self._phrases.is_listed(left, listed[0]):
                break
            listed.insert(0, left)
        return tuple(subject for anchor in listed for subject in anchor.subjects if subject.about)

    # --- zones ------------------------------------------------------------------------------------------------------

    def _of_zone(
        self,
        zone: Anchor,
        before: Sequence[Anchor],
        anchors: Sequence[Anchor],
        figure: Figure,
        counted: Sequence[tuple[int, Subject]],
    ) -> tuple[Subject, ...]:
        """A zone, what lies in it, the list that it ends, or the counted zones that it is added to."""
        own = figure.metric in ZONE_ONLY and figure.quantity.start - zone.end < _ITS_OWN
        if counted and not own and self._is_added(counted[-1][0], zone):
            return (replace(counted[-1][1], scope="zonesAndClusters"),)
        joint = None if own else self._joined_group(zone, before)
        if joint is not None:
            return (joint,)
        listed = self._phrases.list_up_to(zone, before)
        in_own_bracket = _OPEN_BRACKET.fullmatch(self._folded, zone.end, figure.quantity.start) is not None
        owner = self._occupant(zone if in_own_bracket else listed[0], anchors, figure)
        if owner is not None:
            return (owner,)
        subjects = tuple(subject for anchor in listed for subject in anchor.subjects)
        if in_own_bracket or len(subjects) == 1:
            return zone.subjects[-1:]
        if counted and self._reading.quantities_before(figure.quantity.bound_start, zone.end):
            return (self._counted.together(counted),)  # "có 5 KCN là A, B và C, với 2.354 ha, lấp đầy 84%"
        return self._of_list(subjects, zone, figure)

    def _joined_group(self, zone: Anchor, before: Sequence[Anchor]) -> Subject | None:
        """All zones of a place, where a zone is named beside those of another kind: "Tại các KCN và KKT X: ..."."""
        group = next((left for left in reversed(before) if left.kind in ("group", "zone")), None)
        if group is None or group.kind != "group" or group.aside or zone.subjects[-1].type != "EconomicZone":
            return None
        if _GROUP_AND.fullmatch(self._folded, group.end, zone.start) is None:
            return None
        place = self._spoken.resolve(group, [group])
        return replace(place, scope="zonesAndClusters") if place is not None and place.about else None

    def _is_added(self, start: int, zone: Anchor) -> bool:
        """Whether a zone is named beside counted ones: "có 8 KCN và KKT Dung Quất thu hút 300 dự án"."""
        nouns = self._reading.zones_within(start, zone.start)
        return (
            bool(nouns)
            and not nouns[-1].names
            and LIST_GLUE.fullmatch(self._folded, nouns[-1].end, zone.start) is not None
        )

    def _occupant(self, zone: Anchor, anchors: Sequence[Anchor], figure: Figure) -> Subject | None:
        """The project or company in a zone that has the figure; an area far behind the zone is not the zone's."""
        distant = figure.metric == "totalArea" and figure.quantity.start - zone.end > 30
        return self._phrases.occupant(zone, anchors, distant=distant)

    def _of_list(self, listed: tuple[Subject, ...], last: Anchor, figure: Figure) -> tuple[Subject, ...]:
        """Each zone of a list for what each has ("đều lấp đầy 100%"), all of them together for a sum."""
        between = BRACKETED.sub("", self._folded[last.end : figure.quantity.start])
        together = _TOGETHER_BETWEEN.search(between) or _TOGETHER_BEFORE.search(
            self._folded, figure.sentence.start, last.start
        )
        if figure.metric == "occupancyRate" and not together:
            return listed
        place = self._spoken.place_of(listed[0])
        if place is None:
            return listed[-1:]
        scopes = {SCOPES[subject.type] for subject in listed}
        return (replace(place, scope=scopes.pop() if len(scopes) == 1 else "zonesAndClusters"),)

    # --- firms and projects -----------------------------------------------------------------------------------------

    def _firm(self, figure: Figure, anchors: Sequence[Anchor]) -> Subject | None:
        """The company or project that words give the figure: "doanh thu của nhà máy", "Nhà máy X (50 triệu USD)"."""
        some = figure.metric in _BRACKETED and _SOME_PROJECT.match(self._folded, figure.sentence.start)
        if some and not self._reading.quantities_before(figure.quantity.start, figure.sentence.start):
            return Subject("dự án", "Project")
        named = [anchor for anchor in anchors if anchor.kind in FIRMS and anchor.end <= figure.quantity.start]
        if figure.metric != "count" and _OF_A_FIRM.search(self._folded, figure.start, figure.quantity.start):
            zone = self._spoken.zone_spoken_of
            if not named and zone is not None and "của dự án" in self._folded[figure.start : figure.quantity.start]:
                return zone
            return named[-1].subjects[0] if named else Subject("công ty", "Company")
        if self._is_bracketed(figure, anchors):
            behind = [anchor for anchor in named if anchor.end <= figure.start]
            return behind[-1].subjects[0] if behind else Subject("dự án", "Project")
        return None

    def _locates_a_zone(self, place: Anchor, anchors: Sequence[Anchor]) -> bool:
        """Whether a place only tells where the zone before it lies: "KCN A tại huyện B (300 ha, vốn 900 tỷ đồng)"."""
        left = next(self._phrases.before(place, anchors), None)
        return left is not None and left.kind == "zone" and self._phrases.only_locates(place, anchors)

    def _is_bracketed(self, figure: Figure, anchors: Sequence[Anchor]) -> bool:
        """Whether capital stands in brackets behind something that is no place or zone: "Nhà máy X (50 triệu USD)"."""
        if figure.metric not in _BRACKETED:
            return False
        opened = self._folded.rfind("(", figure.sentence.start, figure.start)
        if opened < 0 or self._folded.find(")", opened, figure.start) >= 0:
            return False
        near = [anchor for anchor in anchors if 0 <= opened - anchor.end <= 60]
        right_before = [anchor for anchor in near if opened - anchor.end <= 8]
        if any(anchor.kind in FIRMS for anchor in near) and not any(a.kind == "zone" for a in right_before):
            return True
        if figure.like is not None and figure.like.sentence.index == figure.sentence.index:
            return False
        for anchor in right_before:
            named = anchor.kind in ("zone", "group", "place", "back") and not anchor.aside
            if named and (self._locates_a_zone(anchor, anchors) or not behind_preposition(self._folded, anchor.start)):
                return False
        first = max(figure.sentence.start, opened - 30)
        numbers = self._reading.quantities_before(opened, first)
        if self._attributed.counted_within(opened - 59, opened) or any(not number.kind_hint for number in numbers):
            return False
        if figure.metric == "registeredCapital":
            return True
        return any(anchor.kind in FIRMS and anchor.end <= opened for anchor in anchors)
