"""How the anchors of one sentence stand to each other: listed, joined, in brackets, one telling where the other lies.

All of these look at the words between two anchors ("KCN A, KCN B", "KCN A (tỉnh C)", "huyện A và B"), never further
than their sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.patterns import either
from kg.extraction.subject import SCOPES, Anchor, Subject
from kg.facts import Scope

_PREPOSITION = re.compile(
    r"(?:^|[\s(,])"
    r"(tại|ở|thuộc|trên địa bàn|của|vào|trong|đến|từ|về|cho|với|do|bởi|giữa|nằm trên|thuộc địa bàn|nằm trong|nằm ở"
    r"|nằm tại|đặt tại|sang"
    r"|khỏi|so với|như|giáp|và|qua|hơn|sau|cùng|địa bàn|ngoài|sát|gần|cạnh|kề|cách|nối|thua|bằng|vượt)"
    r"\s+(?:các\s+|địa bàn\s+|toàn\s+|hai\s+|ba\s+|hai huyện\s+|vùng\s+(?:[a-zà-ỹđ]+\s+)?)?$"
)
# What a place behind these is compared with, borders on or comes from; it is no subject.
ASIDE_PREPOSITIONS = frozenset(
    {
        "so với",
        "như",
        "giáp",
        "sang",
        "khỏi",
        "giữa",
        "từ",
        "qua",
        "do",
        "bởi",
        "hơn",
        "sau",
        "sát",
        "gần",
        "cạnh",
        "kề",
        "cách",
        "nối",
        "thua",
        "bằng",
        "vượt",
    }
)
# Behind these a place tells where the thing before it lies.
MODIFYING_PREPOSITIONS = frozenset(
    {
        "tại", "ở", "thuộc", "trên địa bàn", "của", "vào", "trong", "nằm trên", "thuộc địa bàn", "nằm trong", "nằm ở",
        "địa bàn", "về", "cho", "nằm tại", "đặt tại",
    }
)  # fmt: skip
# "KCN A rộng 500 ha khởi công năm 1996 tại Thuận An"
_BEGUN_AT = re.compile(
    r"(?:khởi công|động thổ|khánh thành|thành lập|ra đời)(?!\w)[^,;.]{0,40}\s(?:tại|ở)\s+(?:[^,;.]{0,14}\s)?$"
)
_LIES = frozenset({"nằm tại", "đặt tại", "nằm trên", "nằm trong", "nằm ở", "thuộc", "thuộc địa bàn"})
# Between the members of a list: "KCN A, KCN B (55 ha) và các CCN C".
LIST_GLUE = re.compile(r"\s*(?:\([^)]*\))?\s*(?:,|;|và|hay|cùng)\s*(?:và\s*)?(?:các\s*)?")
# "Cùng với KKT A, KKT B có 4 dự án": the former is only named beside the latter.
_BESIDE = re.compile(r"(?<!\w)(?:cùng với|bên cạnh|ngoài|khác với|không như)\s+$")
_OWN_FIGURES = re.compile(r"\s*\([^)]*\d[^)]*\)\s*;\s*(?:và\s*)?")
JOINS_PLACES = re.compile(r"\s*(?:,|và|-|;)\s*")
# Between a place and the one that it lies in: "huyện A, tỉnh B", "xã A (huyện B)".
_ADDRESS_GLUE = re.compile(r"\s*(?:,|-|\(|thuộc|và)\s*")
OWNED_BY = re.compile(
    r"\s*(?:,|-|\()?\s*(?:[^,.;:()\d]{0,16}\s)?(?:của|tại|ở|thuộc|trên địa bàn|trong|trên)?\s*(?:các\s+)?"
)
"""Between zones and whose they are: "các KCN của tỉnh X", "KCN, CCN trên địa bàn huyện Y"."""
# A figure between two anchors: the latter belongs to another statement.
_STATEMENT = re.compile(r";|\d+(?:[.,]\d+)? (?:ha|tỷ|triệu|dự án|%)")
SAYS = re.compile(r"(?<!\w)" + either("cho biết|nói|chia sẻ|cho hay|khẳng định|nhận định|phản ánh|kể|cho rằng"))
"""What somebody says is another statement than who says it."""
# Between a zone and its place, besides a preposition: nothing, a bracket, a commune that no gazetteer has.
_WHERE = re.compile(
    r"\s*(?:\(|,|-)?\s*(?:(?:(?:được )?(?:nằm |đặt |thực hiện |triển khai |xây dựng )?(?:ở|tại|trên địa bàn"
    r"|thuộc) )?(?:các )?"
    r"(?:xã|phường|thị trấn|khu phố|thôn) (?:[^,.;]{1,30}, ?){1,4})?\s*"
)
_LOCATIVE = re.compile(r"(?<!\w)" + either("tại|ở|trong|vào|thuộc") + r"\s+(?:các\s+|đặc\s+)?$")
# "dự án cấp nước cho KKT X": a work that serves the zone.
_SERVES = re.compile(r"(?<!\w)" + either("cho|phục vụ|của") + r"\s+(?:các\s+|đặc\s+)?$")
_DISTANT_FROM = re.compile(
    r"(?:^|[\s,(])cách\s+(?:[^,.;:()\d]{0,24}\s)?$|(?<!\w)phía (?:đông|tây|nam|bắc)(?: (?:nam|bắc))? (?:của )?$"
)
_WE = re.compile(r"(?<!\w)chúng tôi(?!\w)")
_OFFICIAL = re.compile(
    r"[”\"'’],?[^.;]{0,60}(?:trưởng ban|(?:phụ trách|quản lý|lãnh đạo) ban|ban quản lý|sở |ubnd|tỉnh ủy)"
)
_BESIDES = re.compile(r"\W*(?:ngoài|bên cạnh|cùng với|khác với)(?!\w)[^,]*$")
# Anchors that far apart say nothing of each other.
_FAR = 170
_NEAR_WORK = 40


class Phrases:
    """The relations between anchors of one text. `anchors` are always those of a sentence, in order."""

    def __init__(self, folded: str) -> None:
        self._folded = folded

    @staticmethod
    def before(anchor: Anchor, anchors: Sequence[Anchor]) -> Iterator[Anchor]:
        """The anchors of the sentence before one of them, the nearest first."""
        return reversed(anchors[: _position(anchor, anchors)])

    @staticmethod
    def following(anchor: Anchor, anchors: Sequence[Anchor]) -> Anchor | None:
        """The next anchor of the sentence."""
        position = _position(anchor, anchors) + 1
        return anchors[position] if position < len(anchors) else None

    def between(self, left: Anchor, right: Anchor) -> str:
        """The words between two anchors."""
        return self._folded[left.end : right.start]

    def preposition(self, anchor: Anchor) -> str:
        """The preposition right before an anchor; "" if there is none."""
        return preposition_before(self._folded, anchor.start)

    def is_joined(self, anchor: Anchor, anchors: Sequence[Anchor]) -> bool:
        """Whether a place is joined with a following one: "huyện A và B"."""
        following = self.following(anchor, anchors)
        return (
            following is not None
            and following.kind == "place"
            and JOINS_PLACES.fullmatch(self._folded, anchor.end, following.start) is not None
        )

    def is_listed(self, left: Anchor, right: Anchor) -> bool:
        """Whether only a list's glue stands between two anchors."""
        return LIST_GLUE.fullmatch(self._folded, left.end, right.start) is not None

    def list_up_to(self, last: Anchor, before: Sequence[Anchor]) -> list[Anchor]:
        """The zones of a list that ends with an anchor, in order: "KCN A, KCN B (Bắc Ninh) và KCN C"."""
        listed = [last]
        for left in reversed(before):
            if left.kind == "place" and self.in_closed_bracket(left, listed[0].start):
                continue
            if left.kind != "zone" or not self.is_listed(left, listed[0]) or self._has_its_own(left, listed[0]):
                break
            if _BESIDE.search(self._folded, max(0, left.start - 12), left.start):
                break
            listed.insert(0, left)
        return listed

    def _has_its_own(self, left: Anchor, right: Anchor) -> bool:
        """Whether figures of its own stand in brackets behind a zone, and ";": "KCN A (300 tỷ đồng); KCN B"."""
        return _OWN_FIGURES.fullmatch(self._folded, left.end, right.start) is not None

    def list_from(self, first: Anchor, anchors: Sequence[Anchor]) -> list[Anchor]:
        """The zones of a list that begins with an anchor."""
        listed = [first]
        for right in anchors[_position(first, anchors) + 1 :]:
            if right.kind != "zone" or not self.is_listed(listed[-1], right):
                break
            listed.append(right)
        return listed

    def in_closed_bracket(self, anchor: Anchor, position: int) -> bool:
        """Whether an anchor stands in brackets that are closed before a position: "KCN A (Bắc Ninh) có ..."."""
        opened = self._folded.rfind("(", max(0, anchor.start - 80), anchor.start)
        if opened < 0 or self._folded.find(")", opened, anchor.start) >= 0:
            return False
        return self._folded.find(")", anchor.end, position) >= 0

    def only_locates(self, anchor: Anchor, anchors: Sequence[Anchor]) -> bool:
        """Whether a place only tells where an anchor before it lies: "KCN X (tỉnh Y)", "các KCN tại Z"."""
        if anchor.kind not in ("place", "back"):
            return False
        place = anchor
        for left in self.before(anchor, anchors):
            if left.aside and left.kind not in ("company", "project"):
                continue
            gap = self.between(left, place)
            if left.is_place:
                if not _ADDRESS_GLUE.fullmatch(gap):
                    return False
                place = left
                continue
            lies = (self.preposition(place) in _LIES or _BEGUN_AT.search(gap) is not None) and ";" not in gap
            if left.kind == "investor" or len(gap) > _FAR or (_STATEMENT.search(gap) and not lies) or SAYS.search(gap):
                return False
            if gap.strip() == "," and self._ends_a_besides(left):
                return False
            return (
                self.preposition(place) in MODIFYING_PREPOSITIONS
                or _WHERE.fullmatch(gap) is not None
                or self._folded.startswith("trên địa bàn", place.start)
            )
        return False

    def _ends_a_besides(self, anchor: Anchor) -> bool:
        """Whether an anchor ends what a sentence sets aside first: "Ngoài các dự án trong KCN A, huyện B có ..."."""
        start = max(self._folded.rfind(mark, max(0, anchor.start - _FAR), anchor.start) for mark in ("\n", ". "))
        return _BESIDES.match(self._folded, start + 1, anchor.start) is not None

    def scope_of_group(self, group: Anchor, anchors: Sequence[Anchor]) -> Scope:
        """The scope of zones without a name; that of all kinds where another kind is joined: "KKT X và các KCN"."""
        scope = group.subjects[0].scope
        beside = (left for left in self.before(group, anchors) if not self.in_closed_bracket(left, group.start))
        left = next(beside, None)
        if left is not None and left.kind == "place" and self.is_listed(left, group):
            left = next(beside, None)  # "KKT Thái Bình và các KCN": the zone that is called like its province
            if left is not None and left.kind == "group":
                return scope if left.aside or left.subjects[0].scope == scope else "zonesAndClusters"
            return scope
        if left is not None and left.kind == "group" and not left.aside and self.is_listed(left, group):
            # "các KKT (KKT A, KKT B) và các KCN"
            return scope if left.subjects[0].scope == scope else "zonesAndClusters"
        if left is None or left.kind != "zone" or not self.is_listed(left, group):
            return scope
        return scope if SCOPES[left.subjects[-1].type] == scope else "zonesAndClusters"

    def occupant(self, zone: Anchor, anchors: Sequence[Anchor], *, distant: bool) -> Subject | None:
        """The project or company that lies in a zone: "dự án ... của công ty X tại KCN Y có vốn 25 triệu USD".

        With `distant` it need not be said to lie in it.
        """
        before = self._folded[max(0, zone.start - 16) : zone.start]
        serves = _SERVES.search(before) is not None
        if not distant and not serves and _LOCATIVE.search(before) is None:
            return None
        for left in self.before(zone, anchors):
            gap = self.between(left, zone)
            if len(gap) > _FAR or ";" in gap or SAYS.search(gap):
                return None
            if left.kind in ("company", "project") and self._folded.endswith("theo ", left.start - 5, left.start):
                return None  # "Theo công ty này, KCN A ...": who tells it
            if left.kind in ("company", "project"):
                near = left.kind == "project" and len(gap) <= _NEAR_WORK and "," not in gap
                return left.subjects[0] if not serves or near else None
        return None


def is_landmark(before: str) -> bool:
    """Whether what follows these words is only what something is so far from: "cách trung tâm thành phố 3 km"."""
    return _DISTANT_FROM.search(before[-40:]) is not None


def speaks_for_an_office(folded: str, start: int, end: int, line_end: int) -> bool:
    """Whether the "we" of the sentence at [start, end) is an office: "“Chúng tôi sẽ làm”, ông An, Trưởng Ban, nói"."""
    return _WE.search(folded, start, end) is not None and _OFFICIAL.search(folded, start, line_end) is not None


def preposition_before(folded: str, start: int) -> str:
    """The preposition right before an offset; "" if there is none."""
    found = _PREPOSITION.search(folded[max(0, start - 24) : start])
    return found[1] if found is not None else ""


def _position(anchor: Anchor, anchors: Sequence[Anchor]) -> int:
    return anchor.index - anchors[0].index
