"""What stands before a figure and is not what it is about: who tells it, where something lies, who pays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction.figures import Figure
from kg.extraction.patterns import either
from kg.extraction.phrases import MODIFYING_PREPOSITIONS, SAYS, Phrases, preposition_before
from kg.extraction.reading import Reading
from kg.extraction.spoken import Spoken
from kg.extraction.subject import ZONE_ONLY, Anchor, Subject

FIRMS = ("company", "project")
"""Kinds of anchors that are firms' and not places' or zones'."""
_PHRASE = 60
_SPEAKER_BEFORE = re.compile(
    r"(?<!\w)" + either("giám đốc|chủ|chủ tịch|đại diện|lãnh đạo|quản lý|trưởng phòng|nhân viên") + r"\s+(?:một\s+)?$"
)
WORK = re.compile(
    either("đường|tuyến|hạ tầng|cầu|quốc lộ|cao tốc|trạm|lô đất|khu đất|thửa đất|cảng|bến|khu tái định cư|nhà ở")
)
"""Works that employ nobody and hold no firms, by the words that begin their names."""
# What only those have that employ people or hold firms.
_OF_PEOPLE = frozenset({"enterpriseCount", "workerCount", "jobsCreated", "projectCount", "averageIncome"})
_SOURCE = re.compile(
    r"(?:^|[\s,])(?:theo|báo cáo của|số liệu của|trao đổi với|lãnh đạo)\s"
    r"(?:[^.;:]*(?:ban|đốc|chủ tịch|đạo|trưởng|sở|phòng)\s)?[^,.;:]*$"
)
_TELLS = re.compile(r"\W*(?:theo|báo cáo của|số liệu của|thông tin từ)\s[^,.;:]{3,90},")
_INVESTS = re.compile(r"^[^,;]*(?<!\w)(?:nhà đầu tư|đầu tư|đứng|dẫn đầu|xếp)(?!\w)[^,;]*$")
_BUILDER_BEFORE = re.compile(r"(?:chủ đầu tư|nhà đầu tư|doanh nghiệp|tiến độ)(?: hạ tầng)?\s+$")
_BY_BOARD = re.compile(r"(?<!\w)(?:do|được|bởi)\s+(?:ban quản lý|ban ql|bql)(?!\w)")
_PAYS = re.compile(r"(?: (?:mới|đã|chỉ|cũng|sẽ))* (?:giải ngân|rót|bố trí|chi|bỏ|cấp)(?!\w)")
_LONGEST_SOURCE = 70


class SideRoles:
    """Tells which anchors before a figure only play a side role."""

    def __init__(self, reading: Reading, phrases: Phrases, spoken: Spoken) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._phrases = phrases
        self._spoken = spoken

    def is_none(
        self, anchor: Anchor, anchors: Sequence[Anchor], figure: Figure, counted: Sequence[tuple[int, Subject]]
    ) -> bool:
        """Whether an anchor only tells where something lies, or what it names ended before the figure."""
        if self._phrases.only_locates(anchor, anchors) or self._locates_counted(anchor, counted):
            return True
        if figure.metric == "count" and self._joined_to_a_zone(anchor, anchors, figure):
            return True
        position = figure.quantity.start
        if figure.metric == "count" and self._held_counted(anchor, counted, position):
            return True
        if self._lies_in(anchor, anchors, figure) or self._is_left_behind(anchor, anchors, position):
            return True
        if anchor.kind == "back" and self._pays_for_the_zone(anchor, figure):
            return True
        if anchor.kind in FIRMS and self._thanks_to(anchor, figure):
            return True
        if anchor.kind in FIRMS and self._speaks(anchor, position):
            return True
        if (anchor.kind == "place" or anchor.is_place) and self._receives(anchor, anchors):
            return True
        if anchor.kind in ("group", "back") and self._acts_on_a_firm(anchor, anchors):
            return True
        if anchor.kind == "project" and figure.metric in _OF_PEOPLE and WORK.match(self._folded, anchor.start):
            return True
        if anchor.kind in FIRMS and (figure.metric == "count" or self._folded.find(";", anchor.end, position) >= 0):
            return True
        return self._phrases.in_closed_bracket(anchor, position)

    def _lies_in(self, anchor: Anchor, anchors: Sequence[Anchor], figure: Figure) -> bool:
        """Whether an anchor tells where a zone before it lies: "KCN A thuộc KKT B", "KKT A gồm 5 xã của huyện B"."""
        earlier = [a for a in anchors if a.kind == "zone" and a.end <= anchor.start and not a.aside]
        if not earlier or self._folded.find(";", earlier[-1].end, anchor.start) >= 0:
            return False
        preposition = preposition_before(self._folded, anchor.start)
        if anchor.kind == "zone":
            inside = anchor.subjects[0].type == "EconomicZone" and earlier[-1].subjects[-1].type == "Zone"
            near = anchor.start - earlier[-1].end < _PHRASE and ", " not in self._folded[earlier[-1].end : anchor.start]
            return inside and near and preposition in ("thuộc", "trong", "nằm trong", "tại", "ở")
        return anchor.is_place and figure.metric in ZONE_ONLY and preposition in ("của", "thuộc", "trên địa bàn")

    def _joined_to_a_zone(self, place: Anchor, anchors: Sequence[Anchor], figure: Figure) -> bool:
        """Whether a district tells where a zone lies that others are counted with: "KCN A tại huyện B và 8 CCN"."""
        if place.kind != "place" or place.subjects[0].type != "District":
            return False
        if self._folded[place.end : figure.start].strip(" ,") not in ("và", "cùng", "cùng với"):
            return False
        located = preposition_before(self._folded, place.start) in MODIFYING_PREPOSITIONS
        return located and any(left.kind == "zone" for left in self._phrases.before(place, anchors))

    def _is_left_behind(self, anchor: Anchor, anchors: Sequence[Anchor], position: int) -> bool:
        """Whether ";" ends what a zone only located: "Ban Quản lý giải phóng mặt bằng tại KCN A; thu hút 60 dự án"."""
        if anchor.kind != "zone" or self._folded.find(";", anchor.end, position) < 0:
            return False
        builder = _BUILDER_BEFORE.search(self._folded, max(0, anchor.start - 30), anchor.start) is not None
        if not builder and preposition_before(self._folded, anchor.start) not in (*MODIFYING_PREPOSITIONS, "và"):
            return False
        told = _TELLS.match(self._folded, self._reading.sentence(anchor.start).start)
        source = told.end() if told is not None else 0  # "Theo Ban Quản lý các KCN, ...": who tells it
        earlier = next((a for a in anchors if source <= a.start and a.end <= anchor.start and not a.aside), None)
        return earlier is not None and earlier.kind in ("place", "back", "group")

    def is_source(self, anchor: Anchor, figure: Figure) -> bool:
        """Whether a board only tells of the zone that the paragraph is about: "Theo Ban Quản lý các KCN, ..."."""
        if anchor.kind not in ("group", "back", "place") or not self._spoken.at_a_zone(figure.sentence.line):
            return False
        before = self._folded[figure.sentence.start : anchor.start]
        return len(before) < _LONGEST_SOURCE and _SOURCE.search(before) is not None

    def _receives(self, place: Anchor, anchors: Sequence[Anchor]) -> bool:
        """Whether a place only tells where a country invests: "Hàn Quốc đứng đầu các nước đầu tư vào tỉnh với 900"."""
        left = next(self._phrases.before(place, anchors), None)
        if left is None or left.kind != "investor":
            return False
        gap = self._phrases.between(left, place)
        return (
            preposition_before(self._folded, place.start) in ("vào", "tại", "ở", "của")
            and _INVESTS.search(gap) is not None
        )

    def _acts_on_a_firm(self, board: Anchor, anchors: Sequence[Anchor]) -> bool:
        """Whether a board does something to a project: "Nhà máy A do Ban Quản lý các KCN cấp phép, vốn 90 tỷ đồng"."""
        if _BY_BOARD.search(self._folded, max(0, board.start - 40), board.start + 16) is None:
            return False
        left = next((a for a in reversed(anchors) if a.end <= board.start and a.kind in (*FIRMS, "zone")), None)
        return left is not None and self._folded.find(";", left.end, board.start) < 0

    def _pays_for_the_zone(self, place: Anchor, figure: Figure) -> bool:
        """Whether a place only pays for the zone that the text is at: "huyện mới giải ngân được 19 tỷ đồng"."""
        if figure.metric not in ("implementedCapital", "infrastructureCapital") or self._spoken.zone_spoken_of is None:
            return False
        return place.subjects[0].is_place and _PAYS.match(self._folded, place.end, figure.quantity.start) is not None

    def _thanks_to(self, firm: Anchor, figure: Figure) -> bool:
        """Whether a firm is only why something is so: "KCN A nhờ Công ty B mà lấp đầy 93%"."""
        if figure.metric.endswith("Growth") and self._folded.find(" khiến ", firm.end, figure.quantity.start) >= 0:
            return True  # "nhà máy lọc dầu dừng 50 ngày, khiến ngành dầu mỏ giảm 18%"
        start = self._folded.rfind("nhờ ", max(figure.sentence.start, firm.start - _PHRASE), firm.start)
        return start >= 0 and self._folded.find(" mà ", firm.end, figure.quantity.start) >= 0

    def _speaks(self, firm: Anchor, position: int) -> bool:
        """Whether a firm is only that of who tells the figure: "ông Tâm, chủ một công ty, cho biết ở khu này có"."""
        who = _SPEAKER_BEFORE.search(self._folded[max(0, firm.start - 40) : firm.start])
        return who is not None and SAYS.search(self._folded, firm.end, position) is not None

    def _held_counted(self, place: Anchor, counted: Sequence[tuple[int, Subject]], position: int) -> bool:
        """Whether ";" parts a district of zones counted before it from others: "1 KKT ở huyện A; 10 KCN"."""
        if place.kind != "place" or place.subjects[0].type != "District" or self._folded[position - 2] != ";":
            return False
        return any(start < place.start and group.about != place.subjects[0].about for start, group in counted)

    def _locates_counted(self, anchor: Anchor, counted: Sequence[tuple[int, Subject]]) -> bool:
        """Whether an anchor only tells where counted zones lie: "19 KCN nằm ngoài KKT", "8 KCN ở KKT X"."""
        earlier = [start for start, _ in counted if start < anchor.start]
        if not earlier or anchor.kind not in ("zone", "group", "place", "back"):
            return False
        gap = self._folded[earlier[-1] : anchor.start]
        return "," not in gap and ";" not in gap and preposition_before(gap, len(gap)) not in ("", "và", "cùng", "với")
