"""The row of a text's anchors: what names a place, zones, a company or a project, or points back at one.

"Toàn tỉnh có 12 KCN, trong đó KCN Tràng Duệ tại huyện An Dương do Công ty Hoàng Long đầu tư" holds "toàn tỉnh" (back),
the zones (group), the zone, the district (place) and the company; the last one aside, since it stands behind "do".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.commune_anchors import commune_anchors
from kg.extraction.cue_anchors import compares, cue_anchors, is_of_share
from kg.extraction.firms import COUNTRY, firm_anchors
from kg.extraction.mentions import PlaceMention, ZoneMention
from kg.extraction.patterns import HAS_BEHIND, either
from kg.extraction.phrases import (
    ASIDE_PREPOSITIONS,
    JOINS_PLACES,
    MODIFYING_PREPOSITIONS,
    is_landmark,
    preposition_before,
)
from kg.extraction.reading import Reading
from kg.extraction.subject import Anchor, Subject
from kg.extraction.zone_index import Zone
from kg.extraction.zone_list import ZoneList
from kg.extraction.zone_names import Name
from kg.extraction.zone_nouns import ZoneNouns
from kg.reference.places import Place

# A country that is told as an investor: "Hàn Quốc có 120 dự án"; not as part of "doanh nghiệp Hàn Quốc".
_INVESTOR = re.compile(
    COUNTRY + r"(?=\s+"
    + either(
        r"có|hiện|với|đứng|tăng|giảm|thứ|dẫn đầu|là|xếp|đầu tư|đăng ký|\(|chiếm|theo sau|đạt|cũng|tiếp|vẫn|\d",
    )
    + ")"
)  # fmt: skip
_NO_INVESTOR_BEFORE = re.compile(
    r"(?<!\w)"
    + either(
        "doanh nghiệp|nhà đầu tư|công ty|tập đoàn|của|từ|tại|ở|sang|vào|giữa|vốn|người|chuyên gia|hàng|thị trường|dn",
        "các|-",
    )
    + r"\s+$"
)
# "Công ty CP Hạ tầng Nhơn Hội - Sài Gòn", "quê ở Nghệ An": a place in a firm's name, or one that somebody is from.
_IN_FIRM = re.compile(
    r"(?:công ty|tập đoàn|ctcp|cty|tổng công ty|ngân hàng)\s[^,.;:()]{0,60}(?:\s[-–]|quê|người|dân)\s*$"
    r"|(?:^|\s)(?:quê|dân|người gốc|người|lao động|công nhân|con em)\s+(?:ở\s+)?$"
)
# What words must end with that it can fit.
_ENDS_IN_FIRM = ("-", "–", "quê", "người", "dân", "gốc", "lao động", "công nhân", "con em", "ở")
# "Việt Nam đã thu hút ...": a country that does something is spoken of; else it is but mentioned.
_COUNTRY_DOES = re.compile(
    r"\s*:\s*\d|\s+"
    + either(r"đã|có|thu hút|xuất khẩu|nhập khẩu|đạt|hiện|đang|đón|trong|năm|không|nên|cần|phải|sẽ|vẫn|\d")
)
# "phối hợp với UBND huyện Long Thành": with whom something is done.
_DEALS_WITH = re.compile(
    r"(?:phối hợp(?: chặt chẽ)?(?: với| cùng)?|cùng(?: với)?|làm việc với|giao|yêu cầu|đề nghị|đôn đốc|chỉ đạo"
    r"|thống nhất với)"
    r"\s+(?:ubnd|chính quyền|lãnh đạo)\s+(?:các\s+)?(?:huyện\s+|thị xã\s+|thành phố\s+)?$"
)
# "được UBND tỉnh Hà Tĩnh phê duyệt": who acted on what was named before.
_BY_OFFICE = re.compile(
    r"(?<!\w)(?:được|do|bởi)\s+(?:chủ tịch )?(?:ubnd|hđnd|lãnh đạo)\s+(?:(?:tỉnh|thành phố|tp|huyện|thị xã)\.?\s+)?$"
)
# "chỉ rộng bằng một phần tư Hà Nội": what it is compared with.
_FRACTION_OF = re.compile(r"(?<!\w)(?:phần (?:hai|ba|tư|năm)|nửa)(?: diện tích| của| tỉnh| thành phố)*\s+$")
_THIS_ZONE = re.compile(r"\s+(?:này|trên|nói trên)(?!\w)")
# "kể cả ngoài khu công nghiệp, tỉnh có 1.089 dự án": where it is not.
_OUTSIDE = re.compile(r"(?<!\w)ngoài\s+(?:các\s+)?$")
# "KCN Dệt may Phố Nối (thuộc KCN Phố Nối B)": of what larger one it is a part.
_PART_OF = re.compile(r"\s*\((?:thuộc|nằm trong|trong)\s+")
# "Khu công nghiệp này nằm trong Khu kinh tế Đông Nam": of what larger one.
_INSIDE = re.compile(r"(?: này)?,? (?:hiện |cũng )?(?:thuộc|nằm trong|trong) (?:địa bàn |ranh giới )?")
# "KCN được đầu tư trên cơ sở chuyển đổi từ CCN A": what it was before.
_WAS_BEFORE = re.compile(r"(?<!\w)(?:chuyển đổi|nâng cấp|chuyển|phát triển) (?:từ|lên từ)\s+$")
_WORK_OF_ZONE = re.compile(
    r"[^,.;:()]{3,40} - |(?:\s+(?!(?:tại|ở|vào|trong|thuộc|đến|cho|do|trên|và|với|có|hạ)\s)[a-zà-ỹđ]+){0,6}\s+"
)
_ADDRESS = re.compile(r"\s?(?:,|-|\(|thuộc|của)?\s?(?:thuộc\s)?")
# "làm nên tên tuổi Vĩnh Phúc, chỉ tăng 2,8%": another province that a word has, and that does nothing.
_BARE_BEFORE = re.compile(r"(?<!khi)(?<!còn)(?<!nhưng)(?<!song)(?<!và)(?<!thì)(?<=[a-zà-ỹđ])\s+$")
_ACTS = re.compile(
    r"\s*(?:\(?cũ\)?\s+)?(?:\(|[-–:]|"
    + either("mới|lên|có|đạt|tăng|giảm|thu hút|hiện|đã|là|đứng|dẫn|với|cũng|và|xếp|vẫn|còn")
    + ")"
)


def _is_in_label(project: Anchor, place: Anchor) -> bool:
    """Whether a place's name is only a part of a work's, in which no other name stands before it."""
    return place.end <= project.start + len(project.subjects[0].about)


def _outermost(found: list[Anchor]) -> list[Anchor]:
    """Leave out what lies in words that point at a region: "địa phương" in "các địa phương trong khu vực"."""
    kept: list[Anchor] = []
    for anchor in found:
        last = kept[-1] if kept else None
        inside = last is not None and anchor.end <= last.end and last.kind == "back" and bool(last.subjects)
        if last is not None and anchor.kind == "place" and last.kind == "project" and _is_in_label(last, anchor):
            continue  # "dự án Khu đô thị Tây Hồ Tây"
        if not (inside and last is not None and last.subjects[0].type == "Region"):
            kept.append(anchor)
    return kept


class Anchors:
    """The anchors of a text, by start."""

    def __init__(self, reading: Reading, zones: ZoneList) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._zones = zones
        self._nouns = ZoneNouns(reading, zones)
        found = sorted(self._collect(), key=lambda anchor: (anchor.start, -anchor.end))
        self._row = self._set_aside(_outermost(found))
        for index, anchor in enumerate(self._row):
            anchor.index = index
        self._starts = [anchor.start for anchor in self._row]
        self._places: defaultdict[str, list[Anchor]] = defaultdict(list)
        self._former: list[Anchor] = []
        for anchor in self._row:
            named = not anchor.aside or anchor.locates or (anchor.subjects and anchor.subjects[0].type == "Commune")
            if anchor.kind == "place" and named:
                (self._former if anchor.former else self._places[anchor.subjects[0].type]).append(anchor)

    @property
    def headline_zone(self) -> Zone | None:
        """The one zone that the headline names."""
        return self._nouns.headline_zone

    def within(self, start: int, end: int) -> list[Anchor]:
        """The anchors that begin within [start, end)."""
        return self._row[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def last_place(self, offset: int, kind: str, start: int = 0) -> Subject | None:
        """The place of a kind that was named last within [start, offset), not in a side role (a commune: anywhere)."""
        named = self._places[kind]
        index = bisect_left(named, offset, key=lambda anchor: anchor.start)
        return named[index - 1].subjects[0] if index and named[index - 1].start >= start else None

    def last_former(self, offset: int, start: int) -> Subject | None:
        """The place of former times that was named last within [start, offset)."""
        index = bisect_left(self._former, offset, key=lambda anchor: anchor.start)
        return self._former[index - 1].subjects[0] if index and self._former[index - 1].start >= start else None

    def _collect(self) -> Iterator[Anchor]:
        for zone in self._reading.zones:
            anchor = self._of_zone(zone)
            if anchor is not None:
                yield anchor
        for place in self._reading.places:
            if self._reading.zone_at(place.name_start) is None:
                yield self._of_place(place)
        for anchor in (*cue_anchors(self._reading), *firm_anchors(self._reading)):
            subjects = tuple(self._of_named(name) for name in anchor.names)
            yield replace(anchor, subjects=subjects) if subjects else anchor
        yield from commune_anchors(self._reading)
        for match in _INVESTOR.finditer(self._folded):
            before = self._folded[max(0, match.start() - 16) : match.start()]
            named = self._reading.zone_at(match.start()) or self._reading.place_at(match.start())
            if not _NO_INVESTOR_BEFORE.search(before) and named is None:
                yield Anchor(*match.span(), "investor", ())

    def _set_aside(self, row: list[Anchor]) -> list[Anchor]:
        """Put into a side role listed companies, places joined with one that is, zones in the names of works.

        "so với Bắc Ninh và Bắc Giang", "nhà máy xử lý nước thải KCN Đồng Văn".
        """
        named = [*row]
        among = -1  # the last of a list of places behind "như": "tại một số tỉnh như A, B, C"
        for index in range(1, len(row)):
            left, right = row[index - 1], row[index]
            if right.kind == "place" and self._goes_on_examples(left, right, going=among == index - 1):
                row[index - 1] = replace(named[index - 1], aside=True)
                row[index] = replace(right, kind="many", subjects=())  # it stands for all of them
                among = index
                continue
            if left.kind == right.kind == "company":
                gap = self._folded[left.end : right.start]
                listed = len(gap) < 60 and gap.rstrip().removesuffix(" một").endswith((",", "và"))
                listed = listed and "." not in gap and ";" not in gap
                if listed:
                    row[index - 1], row[index] = replace(left, aside=True), replace(right, aside=True)
            elif left.kind == "group" and left.aside and self._goes_on_to_country(left, right, row[index - 2]):
                row[index] = replace(right, aside=True)
            elif left.kind == right.kind == "place" and self._is_address(left, right):
                row[index] = replace(right, aside=True, locates=True)
            elif right.kind == "zone" and (self._is_whole_of(right, left) or self._holds(right, left)):
                row[index] = replace(right, aside=True)
            elif left.kind == "project" and right.kind == "zone":
                if _WORK_OF_ZONE.fullmatch(self._folded, left.end, right.start):
                    row[index] = replace(right, aside=True)
            elif (
                left.kind == right.kind == "place"
                and left.aside
                and not right.aside
                and JOINS_PLACES.fullmatch(self._folded, left.end, right.start)
                and ";" not in self._folded[left.end : right.start]
                and preposition_before(self._folded, left.start)
                and not self._is_compared_with(left, right)
            ):
                row[index] = replace(right, aside=True)
        return row

    def _is_compared_with(self, left: Anchor, right: Anchor) -> bool:
        """Whether the latter of two places has what follows: "So với Hà Tĩnh, tỉnh Nghệ An có 18 cụm"."""
        sentence = self._reading.sentence(left.start)
        if not self._folded.startswith("so với ", sentence.start) or "," not in self._folded[left.end : right.start]:
            return False
        return HAS_BEHIND.match(self._folded, right.end) is not None

    def _goes_on_examples(self, left: Anchor, right: Anchor, *, going: bool) -> bool:
        """Whether a place goes on a list of examples; `going` says that the anchor before it was of one."""
        if JOINS_PLACES.fullmatch(self._folded, left.end, right.start) is None:
            return False
        return going or (left.kind == "place" and preposition_before(self._folded, left.start) == "như")

    def _is_whole_of(self, whole: Anchor, part: Anchor) -> bool:
        """Whether a zone is the larger one of which the zone before it is a part: "KCN A (thuộc KCN B)"."""
        return part.kind == "zone" and _PART_OF.fullmatch(self._folded, part.end, whole.start) is not None

    def _holds(self, zone: Anchor, left: Anchor) -> bool:
        """Whether an economic zone only tells where the one pointed at lies: "KCN này nằm trong KKT B, rộng 300 ha"."""
        if zone.subjects[0].type != "EconomicZone" or left.kind != "back" or left.subjects[0].type != "Zone":
            return False
        return _INSIDE.fullmatch(self._folded, left.end, zone.start) is not None

    def _goes_on_to_country(self, group: Anchor, country: Anchor, before: Anchor) -> bool:
        """Whether a country only says which plan it is: "tỉnh có 13 KCN nằm trong quy hoạch các KCN cả nước"."""
        if country.kind != "place" or country.subjects[0].type != "Country":
            return False
        if before.kind != "group" or before.start < self._reading.sentence(group.start).start:
            return False
        return self._folded[group.end : country.start].strip() in ("", "của", "trên", "trong", "ở")

    def _is_address(self, left: Anchor, right: Anchor) -> bool:
        """Whether a province only tells where the district before it lies: "huyện Hiệp Hòa, tỉnh Bắc Giang"."""
        district, province = left.subjects[0], right.subjects[0]
        if district.type != "District" or province.type != "Province" or district.province != province.about:
            return False
        return _ADDRESS.fullmatch(self._folded, left.end, right.start) is not None

    def _of_place(self, mention: PlaceMention) -> Anchor:
        place = self._zones.choose(mention)
        preposition = preposition_before(self._folded, mention.start)
        words = self._folded[max(0, mention.start - 80) : mention.start]
        in_firm = words.rstrip().endswith(_ENDS_IN_FIRM) and _IN_FIRM.search(words) is not None
        of_share = is_of_share(words)
        before = self._folded[max(0, mention.start - 30) : mention.start]
        aside = mention.embedded or mention.beside or in_firm or of_share or preposition in ASIDE_PREPOSITIONS
        aside = aside or is_landmark(before) or _BY_OFFICE.search(before) is not None
        aside = aside or _FRACTION_OF.search(before) is not None
        aside = aside or (place.kind == "Region" and compares(words))
        if place.kind == "District" and _DEALS_WITH.search(before):
            aside = True
        if place.kind == "Province" and not mention.typed and self._is_elsewhere(place) and not preposition:
            acts = _ACTS.match(self._folded, mention.end, mention.end + 16)
            aside = aside or (acts is None and _BARE_BEFORE.search(before) is not None)
        if place.kind == "District" and not mention.typed and self._reading.home and not self._zones.in_home(place):
            aside = True
        if place.kind == "Country" and not aside:
            does = _COUNTRY_DOES.match(self._folded, mention.end, mention.end + 12)
            aside = preposition not in MODIFYING_PREPOSITIONS and does is None
        province = self._zones.province_label(place) if place.kind == "District" else ""
        subject = Subject(place.label, place.kind, "", province)
        return Anchor(mention.start, mention.end, "place", (subject,), aside, former=mention.former)

    def _is_elsewhere(self, place: Place) -> bool:
        """Whether a province is another one than that of an article about a single one."""
        return bool(self._reading.home) and not self._reading.several and place.label != self._reading.home

    def _of_zone(self, mention: ZoneMention) -> Anchor | None:
        if mention.role == "company":
            return None
        if mention.names:
            subjects = tuple(self._of_named(name) for name in mention.names)
            was = _WAS_BEFORE.search(self._folded, max(0, mention.start - 30), mention.start) is not None
            return Anchor(mention.start, mention.end, "zone", subjects, was)
        zone = self._nouns.park if mention.noun == "KCNC" and not mention.plural and mention.role == "plain" else None
        if zone is not None:
            subject = Subject(zone.label, self._zones.about_type(zone), "", zone.province)
            return Anchor(mention.start, mention.end, "zone", (subject,))
        this = not mention.plural and _THIS_ZONE.match(self._folded, mention.end, mention.end + 12)
        describes = self._nouns.describes(mention)
        if this or (not describes and self._nouns.means_one(mention)):
            return Anchor(mention.start, mention.end, "back", (Subject("", "Zone", mention.scope),))
        outside = _OUTSIDE.search(self._folded, max(0, mention.start - 12), mention.start) is not None
        return Anchor(
            mention.start, mention.end, "group", (Subject("", "Province", mention.scope),), describes or outside
        )

    def _of_named(self, name: Name) -> Subject:
        zone = self._zones.of_name(name)
        return Subject(zone.label, self._zones.about_type(zone), "", zone.province)
