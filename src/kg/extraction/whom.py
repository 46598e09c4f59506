"""Whom a figure is about: a place, a named zone, the zones of a place, a company, a project.

The text's anchors (places, zones, groups of zones, companies, projects, words such as "toàn tỉnh") stand in one row. A
figure takes what its own phrase says behind it ("7 dự án đầu tư vào KCN X"), else the nearest anchor before it in its
sentence that can be a subject, else what the text was speaking of before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.anchors import Anchors
from kg.extraction.attributed import Attributed, Attribution
from kg.extraction.figures import Figure, Reason
from kg.extraction.fitting import Fitting
from kg.extraction.likely_subjects import LikelySubjects
from kg.extraction.patterns import IN_THEIR_ORDER
from kg.extraction.phrases import MODIFYING_PREPOSITIONS, Phrases, preposition_before
from kg.extraction.preceding import Preceding
from kg.extraction.quantities import Quantity
from kg.extraction.reading import Reading
from kg.extraction.side_roles import FIRMS, WORK
from kg.extraction.spoken import Spoken
from kg.extraction.subject import FIRM_TYPES, ZONE_ONLY, Anchor, Subject
from kg.extraction.zone_list import ZoneList
from kg.facts import Level

# What joins a figure's phrase to whom it is about: "dự án đầu tư vào các", "lao động làm việc tại".
_ATTACH = re.compile(
    r"[^,.;:()\d]{0,48}?(?:\s|^)"
    r"(?:vào|tại|trong|ở|trên địa bàn|của|thuộc|nằm trong|nằm trên địa bàn|thuộc địa bàn|cho)\s+"
    r"(?:địa bàn\s+|(?:kết cấu )?hạ tầng\s+(?:của\s+)?)?(?:các\s+|những\s+|một số\s+|hầu hết các\s+|\d{1,3}\s+)?$"
)
# "Rộng 41,5 ha, cụm này ...", "Được thành lập năm 2004 với diện tích 7.300 ha, đến 2015 KKT X ...".
_DESCRIBING_CLAUSE = re.compile(
    r"\W*(?:[^()\n]{2,12}\)\s*[-–]\s*)?(?:rộng|với|có|nằm|được (?:thành lập|quy hoạch|khởi công|phê duyệt)"
    r"|thành lập|khởi công|ra đời)(?!\w)"
)
_TO_MAIN_CLAUSE = re.compile(
    r"[^,.;:()\d]{0,30}(?:\d{4}|(?:trên địa bàn|tại|ở|thuộc) [^,.;:()]{3,60})?,\s"
    r"(?:(?:đến|tới|từ|vào|hiện|nay|sau)[^,.;:()]{0,24},?\s)?"
)
_OF_THIS_FIRM = re.compile(r"\s+(?:vốn )?của\s+")
_OF_FIRM = re.compile(r"\s+(?:(?:đang )?(?:làm việc )?(?:của|tại|ở|thuộc|cho)\s+)?")
# What opens a list of the zones that have a rate: "lấp đầy 100% như KCN A, KCN B".
_LIST_BEHIND = re.compile(r"[^.;\d]{0,24}?,?\s*(?:như|gồm|bao gồm|là|:)\s*:?\s*(?:các\s+)?")
_HERE = ("trên địa bàn", "trong tỉnh")
# "KCN A: do Công ty B làm chủ đầu tư, giai đoạn I rộng 390 ha": whose work it is, but the zone's figure.
_BUILDS = re.compile(r"[^,;()]{0,80}?làm (?:chủ đầu tư|chủ)(?!\w)")
_OF_ONE_FIRM = frozenset({"registeredCapital", "totalArea"})
_WITH = re.compile(r",? (?:có|với|rộng)?\s?")
# "Với 40 tỷ đồng vốn đăng ký, nhà máy sắp chạy thử": whose the clause before is.
_OF_A_PROJECT = re.compile(
    r"[^,.;:()\d]{0,30},\s(?:dự án|nhà máy|công ty|tập đoàn|doanh nghiệp|công trình|cảng)"
    r"(?! (?:fdi|trong|của các|đầu tư))(?!\w)"
)
# "1.550 dự án, với tổng vốn hơn 25 tỷ USD vào các KCN tại Đồng Nai": what is told of both.
_WITH_CAPITAL = re.compile(
    r"[^.;:()\d]{0,30}?,? (?:với|có) (?:tổng )?(?:số )?vốn[^.;:()\d]{0,40}[\d.,]+ (?:tỷ|tỉ|triệu|nghìn tỷ) (?:usd"
    r"|đồng|đô la)"
)
# "400 triệu USD vốn FDI và 3.000 tỷ đồng vốn DDI vào các KCN"
_AND_CAPITAL = re.compile(
    r"(?: vốn)?(?: fdi| ddi| trong nước| nước ngoài| đầu tư)* và [\d.,]+ (?:tỷ|tỉ|triệu|nghìn tỷ) (?:usd|đồng|đô la)"
)
# "16 tỷ USD là vốn đăng ký của 250 dự án vào Phú Quốc"
_OF_COUNTED = re.compile(r"(?: đăng ký)? của (?:hơn |gần |khoảng |trên )?[\d.]+ dự án(?= )")
_APART = re.compile(r"(?<!\w)(?:riêng|trong đó)(?!\w)")
# "...; tiếp đó là Đồng bằng sông Hồng với"
_NEXT_RANKED = re.compile(
    r"(?:[;,]|và|còn)\s*(?:(?:tiếp (?:đó|đến|theo)|kế đến|theo sau|sau đó|rồi|đứng sau|đứng thứ hai)(?: là)?(?!\w)|$"
    r"|[^,;.\d]{2,40}$)"
)
# What a district can have without any more words: what is counted in it.
_COUNTS = frozenset({"count", "projectCount", "enterpriseCount", "workerCount"})
# What a company or project that a sentence names has rather than what the text speaks of.
_OF_FIRMS = frozenset({"registeredCapital", "totalArea", "jobsCreated", "workerCount", "revenue"})
# Anchors farther behind a figure are not in its phrase.
_PHRASE = 60
# Between figures that are told one after the other: "233 ha và 150 ha". No row is longer than a list of zones.
_ROW_GLUE = re.compile(r"\s*(?:,|và|,\s*và)\s*")
_LONGEST_ROW = 12
_NEAR = 60


class Whom:
    """Finds the subject of one figure after another, in the order of the text.

    `level` is how the last one is known, `reason` why the last figure without one has none.
    """

    level: Level = "stated"
    reason: Reason = Reason.NO_SUBJECT

    def __init__(self, reading: Reading, zones: ZoneList) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._phrases = Phrases(reading.doc.folded)
        self._anchors = Anchors(reading, zones)
        self._spoken = Spoken(reading, zones, self._anchors, self._phrases)
        self._fitting = Fitting(reading, self._anchors, self._spoken)
        self._attributed = Attributed()
        self._preceding = Preceding(reading, self._phrases, self._spoken, self._attributed)
        self._likely = LikelySubjects(reading, self._anchors)
        self._told_last: dict[str, tuple[Figure, Subject]] = {}
        self._turns: dict[tuple[int, str], int] = {}

    def read(self, figure: Figure) -> tuple[Subject, ...] | None:
        """The subjects of a figure (several where a list shares it); sets `level`. None where none can be told."""
        self._spoken.advance(figure.sentence)
        anchors = self._anchors.within(figure.sentence.start, figure.sentence.end)
        in_turn = self._in_turn(figure, anchors)
        if in_turn is not None and figure.metric == "count" and in_turn.is_place and not in_turn.scope:
            in_turn = replace(in_turn, scope=figure.scope)  # "A và B lần lượt có 31 và 13 KCN"
        if in_turn is not None and figure.metric in ZONE_ONLY:
            in_turn = self._fitting.fit(figure, in_turn)
        found = ((in_turn,), "stated") if in_turn is not None else self._attribution(figure, anchors)
        if found is None:
            self.reason = Reason.NO_SUBJECT
            return None
        subjects, self.level = found
        self._note(figure, subjects)
        return self._weighed(figure, subjects)

    def _weighed(self, figure: Figure, subjects: tuple[Subject, ...]) -> tuple[Subject, ...] | None:
        """The subject that a second reading agrees on, or is sure of by itself; None where they leave it unsure."""
        if len(subjects) > 1:
            return subjects
        likely = self._likely.judge(figure, subjects[0], self.level)
        if likely is None:
            self.reason = Reason.UNSURE_SUBJECT
            return None
        if likely != subjects[0]:
            self.level = "inferred"
        return (likely,)

    def _note(self, figure: Figure, subjects: tuple[Subject, ...]) -> None:
        """Put down whom a figure is about, for those behind it."""
        self._attributed.subjects[figure.quantity.start] = subjects
        last = subjects[-1]
        self._told_last[figure.metric] = figure, last
        self._fitting.note(figure, last)
        if figure.metric == "count" and figure.scope:
            group = replace(last, scope=figure.scope) if len(subjects) == 1 else last
            self._spoken.count(group)
            self._attributed.counted.append((figure.quantity.start, group))

    def _attribution(self, figure: Figure, anchors: Sequence[Anchor]) -> Attribution | None:
        found = self._found(figure, anchors)
        if found is None:
            return None
        subjects, level = found
        if level == "inherited" and figure.like is None and figure.metric in _OF_FIRMS:
            subjects = self._firm_before(figure, anchors) or subjects
        if figure.like is not None:
            subjects = self._parts_of(figure, figure.like, subjects)
        fitted = (self._fitting.fit(figure, subject) for subject in subjects)
        kept = tuple(subject for subject in fitted if subject is not None)
        if not kept:
            return None
        if not kept[0].about and kept[0].type not in FIRM_TYPES:
            return None
        if len(kept) == 1:
            kept = (self._ranked(figure, kept[0]),)
            self._spoken.tell(kept[0])
        return kept, level

    def _ranked(self, figure: Figure, subject: Subject) -> Subject:
        """The zones of a place whose like is told of the place before: "các KCN A thu hút 9 dự án; tiếp đó là B 7"."""
        told = self._told_last.get(figure.metric)
        if told is None or figure.metric == "count" or subject.scope or subject.type not in ("Province", "Region"):
            return subject
        last, other = told
        if (
            last.sentence.index != figure.sentence.index
            or other.type != subject.type
            or not other.scope
            or other.about == subject.about
        ):
            return subject
        gap = self._folded[last.quantity.end : figure.quantity.start]
        return replace(subject, scope=other.scope) if _NEXT_RANKED.search(gap) else subject

    def _parts_of(self, figure: Figure, like: Figure, subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
        """The zones of a place whose part is told: "các khu có 923.000 lao động; riêng Bình Dương 533.000 người"."""
        whole = self._attributed.subjects.get(like.quantity.start, ())
        if len(whole) != 1 or not whole[0].scope or len(subjects) != 1 or subjects[0].scope:
            return subjects
        part = subjects[0]
        if part.type != "Province" or like.sentence.index != figure.sentence.index:
            return subjects
        if _APART.search(self._folded, like.quantity.end, figure.quantity.start) is None:
            return subjects
        return (replace(part, scope=whole[0].scope),)

    def _found(self, figure: Figure, anchors: Sequence[Anchor]) -> Attribution | None:
        preceding = self._preceding.read(figure, anchors)
        if preceding is not None and preceding[0][0].type in FIRM_TYPES:
            return preceding
        taken = len(self._attributed.consumed)
        attached = self._attached(figure, anchors)
        if attached is not None:
            return (attached, "stated")
        if len(self._attributed.consumed) != taken:
            preceding = self._preceding.read(figure, anchors)
        if preceding is not None:
            return preceding
        carried = self._spoken.carried(figure)
        return ((carried,), "inherited") if carried is not None else None

    def _firm_before(self, figure: Figure, anchors: Sequence[Anchor]) -> tuple[Subject, ...] | None:
        """The last company or project before a figure that no ";" parts from it."""
        position = figure.quantity.start
        firm = next((a for a in reversed(anchors) if a.kind in FIRMS and a.end <= position), None)
        phase = next((a for a in reversed(anchors) if a.kind == "phase" and a.end <= position), None)
        if firm is not None and phase is not None and firm.end <= phase.start and WORK.match(self._folded, firm.start):
            return None  # "xây dựng hạ tầng giao thông giai đoạn 1 rộng 150 ha"
        if firm is not None and firm.aside and _BUILDS.match(self._folded, firm.end, position):
            built = next(self._phrases.before(firm, anchors), None)
            if built is not None and built.kind == "zone" and firm.start - built.end < _NEAR:
                return None
        return firm.subjects if firm is not None and self._folded.find(";", firm.end, position) < 0 else None

    def _in_turn(self, figure: Figure, anchors: Sequence[Anchor]) -> Subject | None:
        """The subject of one of several figures told in turn: "KCN A và KCN B lần lượt có 118 và 27 doanh nghiệp"."""
        marks = [*IN_THEIR_ORDER.finditer(self._folded, figure.sentence.start, figure.quantity.start)]
        row = _row(self._reading, self._folded, figure.quantity)
        mark = marks[-1].start() if marks else row[0].start
        named = [anchor for anchor in anchors if anchor.end <= mark and self._takes_turns(anchor, mark)]
        if not named or (not marks and len(row) < 2):
            return None
        listed = [named.pop()]
        while named and named[-1].kind == listed[0].kind and self._phrases.is_listed(named[-1], listed[0]):
            listed.insert(0, named.pop())
        subjects = [subject for anchor in listed for subject in anchor.subjects]
        if len(subjects) < 2:
            return None
        if not marks:
            # As many figures of one kind in a row as zones before them are told in turn, without a word for it.
            one_each = len(row) == len(subjects) and listed[0].kind == "zone"
            near = mark - listed[-1].end < _NEAR and ";" not in self._folded[listed[-1].end : mark]
            return subjects[row.index(figure.quantity)] if one_each and near else None
        turn = self._turns.get((mark, figure.metric), 0)
        self._turns[mark, figure.metric] = turn + 1
        if turn >= len(subjects):
            return None
        counted = self._attributed.counted_within(figure.sentence.start, mark)
        of_its_zones = counted and counted[-1][1].about in {subject.about for subject in subjects}
        return replace(subjects[turn], scope=counted[-1][1].scope) if of_its_zones else subjects[turn]

    def _takes_turns(self, anchor: Anchor, mark: int) -> bool:
        """Whether an anchor can be one of those told in turn; "KCN A (Bắc Ninh)" names a zone, and where it lies."""
        return anchor.kind == "zone" or (anchor.kind == "place" and not self._phrases.in_closed_bracket(anchor, mark))

    # --- behind the figure: "7 dự án đầu tư vào KCN X", "6 CCN trên địa bàn huyện Y" --------------------------------

    def _attached(self, figure: Figure, anchors: Sequence[Anchor]) -> tuple[Subject, ...] | None:
        zones_before = (a.kind == "zone" and a.end <= figure.start and not a.aside for a in anchors)
        if figure.metric in ZONE_ONLY and any(zones_before):
            return None
        opened = self._opened(figure, anchors)
        if opened is not None:
            return opened
        described = _DESCRIBING_CLAUSE.match(self._folded, figure.sentence.start, figure.end) is not None
        if described and _OF_A_PROJECT.match(self._folded, figure.quantity.end, figure.sentence.end):
            return (Subject("dự án", "Project"),)
        employer = self._employer(figure, anchors)
        if employer is not None:
            return employer
        behind = (a for a in anchors if a.start >= figure.end and a.kind not in (*FIRMS, "investor"))
        anchor = next(behind, None)
        if anchor is None or anchor.start - figure.end > _PHRASE:
            return None
        gap = self._folded[figure.end : anchor.start]
        if figure.metric == "occupancyRate" and anchor.kind == "zone" and _LIST_BEHIND.fullmatch(gap):
            listed = self._phrases.list_from(anchor, anchors)
            return tuple(subject for zone in listed for subject in zone.subjects)
        pair = _WITH_CAPITAL.match(gap) if figure.metric == "projectCount" else None
        if figure.metric == "registeredCapital":
            pair = _AND_CAPITAL.match(gap) or _OF_COUNTED.match(gap)
        gap = gap[pair.end() :] if pair is not None else gap
        here = anchor.kind == "back" and not gap.strip() and self._folded.startswith(_HERE, anchor.start)
        if not here and not _ATTACH.fullmatch(gap):
            return None
        subject = self._spoken.resolve(anchor, anchors)
        if subject is None:
            return None
        if anchor.kind == "zone" and figure.metric in ZONE_ONLY and len(self._phrases.list_from(anchor, anchors)) > 1:
            return None  # "300 ha nằm ở KCN A, KCN B và KCN C"
        if anchor.kind == "zone" and figure.metric in _OF_ONE_FIRM:
            firm = self._firm_with(figure, anchors)
            if firm is not None:
                return firm
        if figure.metric == "totalArea" and anchor.kind == "zone" and not gap.endswith(("của ", "cho ")):
            # "280 ha tại KKT X": something in the zone has that area.
            return None
        if anchor.kind == "zone":
            return self._of_zone(anchor, anchors, subject)
        if anchor.kind == "group":
            self._attributed.attached.add(anchor.start)
        if anchor.kind == "place":
            self._consume(anchor, anchors)
            if subject.type == "Commune":
                taken = False
            elif subject.type == "District":
                of_it = figure.metric in _COUNTS or pair is not None
                taken = of_it and not self._phrases.is_joined(anchor, anchors)
            else:
                taken = subject.type != "Country" or gap == " của " or self._spoken.foreground is None
            if not taken:
                return None
        return (subject,)

    def _firm_with(self, figure: Figure, anchors: Sequence[Anchor]) -> tuple[Subject, ...] | None:
        """The firm right before its figure: "nhà máy Hòa An có vốn đầu tư 9 tỷ đồng ở KCN X"."""
        before = [anchor for anchor in anchors if anchor.end <= figure.start]
        if not before or before[-1].kind not in FIRMS:
            return None
        return before[-1].subjects if _WITH.fullmatch(self._folded, before[-1].end, figure.start) is not None else None

    def _opened(self, figure: Figure, anchors: Sequence[Anchor]) -> tuple[Subject, ...] | None:
        """The zone that a clause in front of it describes: "Rộng 77 ha, cụm này ...", "Thành lập năm 2006 với ..."."""
        sentence = figure.sentence
        if any(a.start < figure.start and not self._only_tells_where(a) for a in anchors):
            return None
        if _DESCRIBING_CLAUSE.match(self._folded, sentence.start, figure.end) is None:
            return None
        tells_where = (a for a in anchors if a.start >= figure.end and not self._only_tells_where(a))
        behind = next(tells_where, None)
        zone = behind if behind is not None and behind.kind in ("zone", "back") else None
        if zone is None or zone.subjects[-1].type == "Province":
            return None
        if _TO_MAIN_CLAUSE.fullmatch(self._folded, figure.quantity.end, zone.start) is None:
            return None
        subject = self._spoken.resolve(zone, anchors)
        return (subject,) if subject is not None else None

    def _only_tells_where(self, anchor: Anchor) -> bool:
        """Whether an anchor is a place, or some of them, behind a preposition: "thành lập trên địa bàn huyện A"."""
        if self._folded.startswith(_HERE, anchor.start):
            return True
        place = anchor.kind == "many" or anchor.is_place
        return place and preposition_before(self._folded, anchor.start) in MODIFYING_PREPOSITIONS

    def _employer(self, figure: Figure, anchors: Sequence[Anchor]) -> tuple[Subject, ...] | None:
        """The firm whose people are counted: "2.300 công nhân Công ty Hoàng Long ngừng việc"."""
        if figure.metric not in ("workerCount", "registeredCapital"):
            return None
        firm = next((a for a in anchors if a.start >= figure.end), None)
        if firm is None or firm.kind not in FIRMS:
            return None
        if figure.metric == "registeredCapital":
            of_it = _OF_THIS_FIRM.fullmatch(self._folded, figure.quantity.end, firm.start) is not None
            return firm.subjects if of_it and firm.kind == "company" else None
        return firm.subjects if _OF_FIRM.fullmatch(self._folded, figure.end, firm.start) is not None else None

    def _of_zone(self, zone: Anchor, anchors: Sequence[Anchor], subject: Subject) -> tuple[Subject, ...] | None:
        """The zone of a figure's phrase; the place's zones where it is joined with others: "vào KKT X và các KCN"."""
        if len(zone.subjects) > 1:
            return None
        following = self._phrases.following(zone, anchors)
        if following is not None and following.kind == "group" and self._phrases.is_listed(zone, following):
            place = self._spoken.place_of(subject)
            if place is not None:
                return (replace(place, scope="zonesAndClusters"),)
        return (subject,)

    def _consume(self, anchor: Anchor, anchors: Sequence[Anchor]) -> None:
        """A place that a figure's own phrase has taken, with those joined to it, is no subject of those behind."""
        taken: Anchor | None = anchor
        while taken is not None:
            self._attributed.consumed.add(taken.start)
            taken = self._phrases.following(taken, anchors) if self._phrases.is_joined(taken, anchors) else None


def _row(reading: Reading, folded: str, quantity: Quantity) -> list[Quantity]:
    """The quantities of one unit that stand in a row with one of them: "233 ha, 150 ha và 90 ha"."""
    row = [quantity]
    before = reading.quantities_before(quantity.start, quantity.start - _LONGEST_ROW * _NEAR)
    for left in reversed(before[-_LONGEST_ROW:]):
        if left.unit != quantity.unit or not _ROW_GLUE.fullmatch(folded, left.end, row[0].bound_start):
            break
        row.insert(0, left)
    for right in reading.quantities_after(quantity.end, quantity.end + _LONGEST_ROW * _NEAR)[:_LONGEST_ROW]:
        if right.unit != quantity.unit or not _ROW_GLUE.fullmatch(folded, row[-1].end, right.bound_start):
            break
        row.append(right)
    return row
