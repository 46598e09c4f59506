"""Makes of whom a sentence speaks one that the figure's metric can have: areas are zones', counts of zones places'."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cached_property

from kg.extraction.anchors import Anchors
from kg.extraction.figures import Figure
from kg.extraction.reading import Reading
from kg.extraction.spoken import Spoken
from kg.extraction.subject import BUSINESS, FIRM_TYPES, PLACE_MOSTLY, ZONE_ONLY, ZONES, Subject
from kg.facts import Scope

# No province has more economic zones: "một trong 16 KKT ven biển" are the country's.
_MOST_ECONOMIC_ZONES = 6
_OF_THE_COUNTRY = re.compile(r"[^,.;:()]{0,40}?(?:quốc gia|(?:của|trong|trên|khắp) (?:cả nước|toàn quốc))(?!\w)")
# Units of the size of a single work, a road or a plant.
_SIZES = frozenset(
    {
        "km", "m", "MW", "kV", "KV", "MVA", "tấn", "tấn/năm", "triệu tấn/năm", "m3", "m3/ngày", "m3/ngày đêm", "căn",
        "phòng", "giường", "tầng", "làn", "làn xe",
    }
)  # fmt: skip
# "Khu kinh tế X hiện có 7 khu công nghiệp", "trong KKT, dự kiến đến năm 2040 có 22 khu".
_HAS = re.compile(
    r"(?:[^,.;:()]{0,30}|,?\s*(?:dự kiến|hiện|đến nay|tới nay|đến năm \d{4}|\s)+)\s"
    r"(?:có|gồm|bao gồm|hình thành|quy hoạch)\s+"
    r"(?:tổng cộng\s+|tất cả\s+|khoảng\s+)?"
)
# "10 KCN thuộc Khu kinh tế X"
_LIES_IN = re.compile(r"\s+(?:nằm )?(?:thuộc|trong)\s+(?:địa bàn |phạm vi |ranh giới )?")
# "10 doanh nghiệp ngoài khu công nghiệp"
_OUTSIDE = re.compile(r"[^,.;()\d]{0,24} (?:ở |nằm )?ngoài (?:các )?(?:khu|cụm|kcn|ccn|kkt)(?!\w)")
_LIES_OUTSIDE = re.compile(r"\s+(?:nằm )?ngoài\s")
_NEXT = 40
_LAND = frozenset({"industrialLandArea", "leasedArea"})
# A report on the market of industrial land tells how full places' zones are without naming zones.
_MARKET = re.compile(r"(?:bất động sản|bđs) (?:khu )?công nghiệp|giá (?:chào )?thuê đất")
_ROOMS = re.compile(r"nhà xưởng|nhà kho|xây sẵn|kho (?:bãi|vận|xưởng)")
_COUNTED = re.compile(r"\d\s+$")
_OUTPUT = frozenset({"outputValue", "exportValue", "importValue"})
# No zone has less land than this many hectares: what has is a building in it.
_SMALLEST = 1
_SMALLEST_ZONE = 5  # an industrial park, by any of the decrees on them, is many times larger
_REGISTERED_BEFORE = re.compile(r"(?:thành lập mới|đăng ký mới)[^,.;:]{0,30}$")
_REGISTERED_BEHIND = re.compile(r"\s+doanh nghiệp (?:đăng ký )?(?:thành lập mới|đăng ký mới)(?!\w)")
# "Năm 2023, Sở Công Thương xây dựng kịch bản xuất khẩu tăng 7,5%"
_DEPARTMENT_PLANS = re.compile(
    r"(?<!\w)(?:sở (?:công thương|kế hoạch và đầu tư|tài chính)|ubnd tỉnh|hđnd tỉnh) (?:xây dựng|đặt|phấn đấu"
    r"|dự kiến|đề ra)(?!\w)"
)
_LICENSED = frozenset({"projectCount", "registeredCapital"})
_CAPITAL = frozenset({"registeredCapital", "implementedCapital"})


class Fitting:
    """Fits the subjects of one text's figures, in the order of the text."""

    def __init__(self, reading: Reading, anchors: Anchors, spoken: Spoken) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._anchors = anchors
        self._spoken = spoken
        self._unnamed = [zone for zone in reading.zones if not zone.names]
        self._business_line = -1
        self._rated: tuple[Scope, int] = ("", -1)

    def fit(self, figure: Figure, subject: Subject) -> Subject | None:
        """The subject that the figure can have; None where it can have none of that kind."""
        if figure.metric == "count":
            return self._of_counted_zones(figure, subject)
        if subject.type in ("Province", "District", *ZONES) and figure.metric in _CAPITAL and self._of_one_work(figure):
            return None
        if figure.metric == "totalArea" and figure.quantity.value < _SMALLEST and subject.type not in FIRM_TYPES:
            return None
        if subject.scope and figure.metric == "enterpriseCount" and self._newly_registered(figure):
            return replace(subject, scope="")
        if subject.scope and _OUTSIDE.match(self._folded, figure.quantity.end, figure.sentence.end):
            return replace(subject, scope="")
        if subject.is_place and figure.metric == "totalArea" and self._in_square_kilometres(figure):
            return None
        if subject.type == "Zone" and figure.metric == "totalArea" and figure.quantity.value < _SMALLEST_ZONE:
            return None
        licensed = self._licensed_in_zones(figure, subject)
        if licensed:
            return replace(subject, scope=licensed)
        if subject.is_place:
            if figure.metric not in ZONE_ONLY and figure.metric != "infrastructureCapital":
                return subject
            scope = self._scope_near(figure, subject)
            return replace(subject, scope=scope) if scope else None
        if self._reports(figure, subject):
            return subject
        if subject.scope:
            return replace(subject, scope="")
        return self._spoken.place_of(subject) if subject.type in ZONES else subject

    def _licensed_in_zones(self, figure: Figure, subject: Subject) -> Scope:
        """What zones' projects an article on them tells to be licensed: "tỉnh cấp giấy chứng nhận cho 9 dự án"."""
        default = self._spoken.default
        if figure.metric not in _LICENSED or not subject.is_place or default is None or default.about != subject.about:
            return ""
        return default.scope if self._folded.find("giấy chứng nhận", figure.sentence.start, figure.start) >= 0 else ""

    def _of_the_market(self, figure: Figure) -> bool:
        """Whether a rate is told of a place's land for industry: "tỷ lệ lấp đầy lên đến 90% tại Hà Nội"."""
        if _MARKET.search(self._folded) is None:
            return False
        start = self._folded.rfind(";", figure.sentence.start, figure.quantity.start) + 1 or figure.sentence.start
        previous = self._reading.doc.sentences[max(0, figure.sentence.index - 1)]
        named = _ROOMS.search(self._folded, start, figure.quantity.start)
        return named is None and _ROOMS.search(self._folded, previous.start, previous.end) is None

    def _newly_registered(self, figure: Figure) -> bool:
        """Whether firms are counted that a place registered anew: "số doanh nghiệp đăng ký thành lập mới là 14.300"."""
        number = figure.quantity
        before = self._folded[max(figure.sentence.start, number.start - 60) : number.start]
        behind = self._folded[number.end : min(number.end + 50, figure.sentence.end)]
        return _REGISTERED_BEFORE.search(before) is not None or _REGISTERED_BEHIND.match(behind) is not None

    def _in_square_kilometres(self, figure: Figure) -> bool:
        """Whether an area is told as places are measured: "tỉnh rộng hơn 12.700 km2"."""
        return "km" in self._folded[figure.quantity.number_end : figure.quantity.end]

    def note(self, figure: Figure, subject: Subject) -> None:
        """Take in that a paragraph tells of the business of zones or firms: what it tells next is theirs too."""
        if figure.metric == "occupancyRate":
            self._rated = subject.scope, figure.sentence.line.index
        if figure.metric in BUSINESS and not subject.is_place:
            self._business_line = figure.sentence.line.index

    def _reports(self, figure: Figure, subject: Subject) -> bool:
        """Whether zones, companies or projects have the figure themselves, and not the place that they lie in."""
        if figure.like is not None or figure.metric not in PLACE_MOSTLY:
            return True
        if subject.scope and self._by_office_or_index(figure):
            return self._names_zones(figure)
        if subject == self._spoken.default and not (self._tells_of_the_economy and subject.scope):
            return True
        line = figure.sentence.line
        through_gate = "qua cửa khẩu" in self._folded[figure.start : figure.quantity.start]
        if through_gate and subject.type == "EconomicZone" and "cửa khẩu" in subject.about:
            return True
        if line.index == self._business_line or (figure.metric in _OUTPUT and line.bullet):
            return True
        return self._names_zones(figure)

    def _by_office_or_index(self, figure: Figure) -> bool:
        """Whether the index of industry is told, or what a department plans for its province."""
        words = self._folded[figure.start : figure.quantity.start]
        if "iip" in words or "chỉ số sản xuất" in words:
            return True
        return _DEPARTMENT_PLANS.search(self._folded, figure.sentence.start, figure.quantity.start) is not None

    def _names_zones(self, figure: Figure) -> bool:
        """Whether a figure's sentence names zones."""
        named = self._anchors.within(figure.sentence.start, figure.sentence.end)
        return any(
            anchor.kind == "zone"
            or (anchor.kind == "back" and anchor.subjects[0].type == "Zone")
            or (anchor.kind == "group" and not _COUNTED.search(self._folded, max(0, anchor.start - 4), anchor.start))
            for anchor in named
        )

    def _of_counted_zones(self, figure: Figure, subject: Subject) -> Subject | None:
        """The place whose zones are counted: "huyện Ân Thi có 3 CCN" counts the district's clusters."""
        if self._is_national(figure, subject):
            return Subject("Việt Nam", "Country", figure.scope)
        outside = _LIES_OUTSIDE.match(self._folded, figure.end, figure.sentence.end) is not None
        inside = not outside and (subject.scope == "zones" or self._lie_in(figure))
        if subject.type == "EconomicZone" and figure.scope == "zones" and inside:
            return replace(subject, scope="zones")
        place: Subject | None = subject
        if subject.type in ZONES or subject.type in FIRM_TYPES:
            place = self._spoken.place_of(subject)
        scope = figure.scope or (figure.like.scope if figure.like is not None else "")
        return replace(place, scope=scope) if place is not None and scope else None

    def _lie_in(self, figure: Figure) -> bool:
        """Whether counted zones lie in the economic zone before them, not beside it: "KKT X có 7 khu công nghiệp"."""
        zones = self._reading.zones_within(figure.sentence.start, figure.start)
        if _LIES_IN.match(self._folded, figure.end, figure.sentence.end) is not None:
            behind = self._reading.zones_within(figure.end, figure.end + _NEXT)
            if behind and behind[0].names and behind[0].scope == "economicZones":
                return _LIES_IN.fullmatch(self._folded, figure.end, behind[0].start) is not None
        if not zones:
            return False
        return _HAS.fullmatch(self._folded, zones[-1].end, figure.start) is not None

    def _is_national(self, figure: Figure, subject: Subject) -> bool:
        """Whether counted zones are the country's: "một trong 16 KKT ven biển", "3 KCN của cả nước"."""
        if subject.type in ("Country", "Region"):
            return False
        if figure.scope == "economicZones" and figure.quantity.value > _MOST_ECONOMIC_ZONES:
            return True
        return _OF_THE_COUNTRY.match(self._folded, figure.start, figure.sentence.end) is not None

    def _of_one_work(self, figure: Figure) -> bool:
        """Whether an amount is that of a single work whose size stands before it: "dài 9,7 km, tổng mức đầu tư ..."."""
        first = max(figure.sentence.start, figure.start - 90)
        return any(
            size.unit in _SIZES and not size.kind_hint and self._folded.find(";", size.end, figure.start) < 0
            for size in self._reading.quantities_before(figure.start, first)
        )

    def _scope_near(self, figure: Figure, subject: Subject) -> Scope:
        """The scope of the zones spoken of, as a group, in the figure's line before it or in the sentence before."""
        sentences = self._reading.doc.sentences
        first = min(sentences[max(0, figure.sentence.index - 1)].start, figure.sentence.line.start)
        index = bisect_left(self._unnamed, figure.quantity.start, key=lambda zone: zone.start) - 1
        if index >= 0 and self._unnamed[index].start >= first:
            return self._unnamed[index].scope
        if self._spoken.default is not None and self._spoken.default.scope:
            return self._spoken.default.scope
        if figure.metric == "occupancyRate":
            rated, line = self._rated
            rooms = _ROOMS.search(self._folded, figure.sentence.start, figure.quantity.start)
            if rated and rooms is None and figure.sentence.line.index - line <= 1:
                return rated  # "Các KCN Đồng Nai lấp đầy 84%.\nTiền Giang cũng đạt khoảng 78%"
            return "zones" if subject.type != "District" and self._of_the_market(figure) else ""
        return self._only_scope if figure.metric in _LAND else ""

    @cached_property
    def _tells_of_the_economy(self) -> bool:
        """Whether an article tells of its place's whole economy, so that output and trade are the place's."""
        return "grdp" in self._folded

    @cached_property
    def _only_scope(self) -> Scope:
        """The scope of all zones that the article speaks of, if they are of one kind."""
        scopes = {zone.scope for zone in self._reading.zones if zone.role != "company"}
        return scopes.pop() if len(scopes) == 1 and "economicZones" not in scopes else ""
