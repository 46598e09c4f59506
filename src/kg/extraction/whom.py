"""Whom a figure is about: a place, a named zone, the zones of a place, a company, a project.

The text's anchors (places, zones, groups of zones, companies, projects, words such as "toàn tỉnh") stand in one row. A
figure takes what its own phrase says behind it ("7 dự án đầu tư vào KCN X"), else the nearest anchor before it in its
sentence that can be a subject, else what the text was speaking of before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Literal

from kg.extraction.cues import SCOPE_OF
from kg.extraction.document import Sentence
from kg.extraction.mentions import PlaceMention, ZoneMention
from kg.extraction.reading import Reading
from kg.extraction.what import Figure
from kg.extraction.zone_list import ZoneList
from kg.facts import AboutType, Level, Scope

ZONE_ONLY = frozenset({"totalArea", "industrialLandArea", "leasedArea", "occupancyRate"})
PLACE_MOSTLY = frozenset({"outputGrowth", "exportGrowth", "importGrowth", "supportFunding", "counterpartFunding", "supportSchemeCount", "outputValue", "exportValue", "importValue"})


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom figures are about. `province` is where it lies ("" for provinces and larger)."""

    about: str
    type: AboutType
    scope: Scope = ""
    province: str = ""

    @property
    def is_place(self) -> bool:
        """Whether it is a place itself (no zones of it)."""
        return self.type in ("Country", "Region", "Province", "District", "Commune") and not self.scope


AnchorKind = Literal["place", "zone", "group", "company", "project", "back", "investor"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that name a possible subject. `aside`: it stands in a side role (in an address, behind "do", embedded)."""

    start: int
    end: int
    kind: AnchorKind
    subjects: tuple[Subject, ...]
    aside: bool = False
    counted: bool = False


_PREPOSITION = re.compile(
    r"(?:^|[\s(,])(tại|ở|thuộc|trên địa bàn|của|vào|trong|đến|từ|về|cho|với|do|bởi|giữa|nằm trên|thuộc địa bàn|nằm trong|nằm ở|sang|khỏi|so với|như|giáp|và|qua|hơn|sau|cùng|địa bàn|ngoài)\s+(?:các\s+|địa bàn\s+|toàn\s+|hai\s+|ba\s+|hai huyện\s+)?$"
)
_ASIDE_PREPOSITIONS = frozenset(("so với", "như", "giáp", "sang", "khỏi", "giữa", "từ", "qua", "do", "bởi", "hơn", "sau"))
_MODIFYING = frozenset(("tại", "ở", "thuộc", "trên địa bàn", "của", "vào", "trong", "nằm trên", "thuộc địa bàn", "nằm trong", "nằm ở", "địa bàn", "về", "cho"))
_ATTACH = re.compile(
    r"[^,.;:()\d]{0,48}?(?:\s|^)(?:vào|tại|trong|ở|trên địa bàn|của|thuộc|nằm trong|nằm trên địa bàn|thuộc địa bàn|cho)\s+(?:địa bàn\s+)?(?:các\s+|những\s+|một số\s+|hầu hết các\s+|\d{1,3}\s+)?$"
)
_COUNTRIES = (
    r"(?:hàn quốc|nhật bản|trung quốc|đài loan|singapore|hồng kông|hồng công|hong kong|mỹ|hoa kỳ|thái lan|malaysia|đức|pháp|anh|hà lan|samoa|quần đảo (?:virgin|cayman)[^,.;]{0,20}|british virgin islands?|cayman islands?|"
    r"úc|australia|ấn độ|canada|thụy sĩ|đan mạch|na uy|bỉ|ý|italia|nga|seychelles|indonesia|philippines|brunei|new zealand|luxembourg|thụy điển|bermuda)"
)
_INVESTOR = re.compile(
    r"(?<![\w])" + _COUNTRIES + r"(?=\s+(?:có|hiện|với|đứng|dẫn đầu|là|xếp|đầu tư|đăng ký|\(|chiếm|theo sau|đạt|cũng|tiếp|vẫn|\d))"
)
_NO_INVESTOR_BEFORE = re.compile(r"(?:doanh nghiệp|nhà đầu tư|công ty|tập đoàn|của|từ|tại|ở|sang|vào|giữa|vốn|người|chuyên gia|hàng|thị trường|dn|các|-)\s+$")
_ONE_FOREIGN_FIRM = re.compile(r"\s+(?:đến từ |của |vốn )?" + _COUNTRIES + r"(?!\w)")
_PROPER_AFTER = re.compile(r"\s*(?:đầu tư\s+)?(?:[\"“‘(]|[A-ZÀ-ỸĐ])")
_NAMED_LATER = re.compile(r"(?:\s+[a-zà-ỹđ][\w&-]*,?){1,6}\s+[A-ZÀ-ỸĐ]")
_SCHEME_AFTER = re.compile(r"\s+(?:này|trên|cũng|đã|sẽ|hoàn thành|góp phần|giúp)(?!\w)")
# What follows "dự án" where it is no single project: "dự án FDI", "dự án đầu tư nước ngoài", "dự án còn hiệu lực".
_NO_PROJECT_AFTER = re.compile(
    r"\s*(?:[,.;:()]|$|(?:fdi|ddi|đầu tư(?! xây dựng|[^.;,]{0,40} tại)|nước ngoài|trong nước|mới|cấp mới|đăng ký|còn hiệu lực|thứ cấp|điều chỉnh|trên địa bàn|vào|và|công nghiệp|hoạt động|đi vào|của các|của nhà đầu tư|có vốn|fdi|"
    r"lớn(?! nhất)|quy mô|công nghệ|chất lượng|hạ tầng|trọng điểm|phù hợp|thân thiện|sử dụng|chậm|treo|tăng|góp|với|nhưng|để|khi|là|trong|từ)(?!\w))"
)
_PLURAL_BEFORE = re.compile(r"(?:các|những|nhiều|số|lượt|loạt|\d|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|một số|từng|nhóm|cộng đồng|khối|phần lớn|hàng loạt|đa số|cho|hỗ trợ|mỗi|thu hút|cấp mới|mọi|hút|đón|vốn|có|loại|về)\s+$")
_COMPANY_NAME = re.compile(r"(?:công ty|tập đoàn|tổng công ty|cty|ctcp|chi nhánh|liên doanh|hợp tác xã|htx|nhà máy|xí nghiệp|công ty con|tổng cty)")


_LIST_BEHIND = re.compile(r"[^.;\d]{0,24}?,?\s*(?:như|gồm|bao gồm|là|:)\s*:?\s*(?:các\s+)?")
_LIST_GLUE = re.compile(r"\s*(?:\([^)]*\))?\s*(?:,|;|và|hay|cùng)\s*(?:và\s*)?(?:các\s*)?")


_IN_TURN = re.compile(r"lần lượt|tương ứng|theo thứ tự")
_OF_A_FIRM = re.compile(r"của (?:công ty|nhà máy|doanh nghiệp này|tập đoàn|xưởng|hợp tác xã|đơn vị|hãng|dự án|gia đình)(?! (?:trong|tại|ở|fdi))(?!\w)")
_FIRM_ACTS = re.compile(
    r"(?<![\w.])([A-Z][A-Za-z&.-]{2,}(?: [A-Z][A-Za-z&.-]+){0,4})(?= (?:(?:đã|sẽ|đang|cũng|vừa|dự kiến) )?(?:đầu tư|rót|tăng vốn|khởi công|xây dựng|mở rộng|cam kết|ký kết|đã xây|khánh thành|trao|tuyển)(?!\w))"
)
_NO_FIRM = frozenset(
    "FDI KCN CCN KKT KCX USD VND GRDP IIP UBND DDI ODA BOT ASEAN WTO EU CPTPP EVFTA Trong Theo Trung Nam Long An Nha Tây Sau Khi Ban Hai Ba Cho Tuy Nhu TTXVN HĐND".split()
)
_BUSINESS = PLACE_MOSTLY | {"revenue", "budgetContribution"}
_OF_FIRMS = frozenset({"registeredCapital", "totalArea", "jobsCreated", "workerCount", "revenue"})
_ADVERB = re.compile(r"(?:(?:hiện|hiện nay|đến nay|hiện tại|nay|tới nay|trước đó|sau đó|dự kiến|riêng),?\s+)?")
# "Khu có địa giới ...", "Cụm rộng 30 ha": the zone spoken of, at the head of a sentence.
_THE_ZONE = re.compile(r"(?:(?<=[.;:!?] )|(?<=\n))(khu|cụm)(?= (?:có|được|rộng|hiện|do|nằm|đã|đang|này)(?!\w))")
# "Công ty CP Hạ tầng Nhơn Hội - Sài Gòn": a place in a firm's name.
_IN_FIRM = re.compile(r"(?:công ty|tập đoàn|ctcp|cty|tổng công ty|ngân hàng)\s[^,.;:()]{0,60}(?:\s[-–]|quê|người|dân)\s*$|(?:^|\s)(?:quê|dân|người gốc)\s+(?:ở\s+)?$")
# Roads, bridges, lots of land are spoken of in passing; a project, a plant, a scheme may be what a paragraph is about.
_CARRYING = re.compile(r"dự án|đề án|nhà máy|xưởng|siêu dự án|đại dự án|tổ hợp|khu liên hợp")
_SIZES = frozenset({"km", "m", "MW", "kV", "KV", "MVA", "tấn", "tấn/năm", "m3", "m3/ngày", "m3/ngày đêm", "căn", "phòng", "giường", "tầng", "làn", "làn xe", "triệu tấn/năm"})


class Whom:
    """Finds the subject of one figure after another, in the order of the text."""

    def __init__(self, reading: Reading, zones: ZoneList) -> None:
        self._reading = reading
        self._zones = zones
        self._folded = reading.doc.folded
        self._text = reading.doc.text
        self._home = self._home_subject()
        self._anchors: list[Anchor] = []
        self._starts: list[int] = []
        self._place: Subject | None = self._home
        self._topic: Subject | None = self._home
        self._head: Subject | None = None
        self._place_starts = [mention.start for mention in reading.places]
        self._done = 0
        self._sentence_topic: Subject | None = None
        self._counted: list[tuple[int, Subject]] = []
        self._last_scope: Scope = ""
        self._sentence_subjects: list[Subject] = []
        self._of: dict[int, tuple[Subject, ...]] = {}
        self._told: dict[tuple[int, str], int] = {}
        self._default: Subject | None = self._home
        self._business_line = -1
        self._consumed: set[int] = set()
        self._collect()
        self._default = self._speaks_of_zones() or self._home

    def _speaks_of_zones(self) -> Subject | None:
        """The zones of the article's own province, where its headline is about them."""
        lines = self._reading.doc.lines
        if not lines or self._home is None or self._home.type != "Province":
            return None
        for anchor in self._within(0, lines[0].end):
            if anchor.kind == "group" and not anchor.aside:
                return replace(self._home, scope=anchor.subjects[0].scope)
            if anchor.kind in ("company", "project"):
                return None
            if anchor.kind == "zone" and len(anchor.subjects) == 1:
                return anchor.subjects[0]
        return None

    # --- the anchors ----------------------------------------------------------------------------------------------

    def _home_subject(self) -> Subject | None:
        if self._reading.home:
            return Subject(self._reading.home, "Province")
        if re.search(r"cả nước|việt nam|toàn quốc|nước ta|quốc hội|tổng cục thống kê|bộ kế hoạch", self._folded):
            return Subject("Việt Nam", "Country")
        return None

    def _collect(self) -> None:
        found: list[Anchor] = []
        taken: list[tuple[int, int]] = []
        for zone in self._reading.zones:
            anchor = self._zone_anchor(zone)
            if anchor is not None:
                found.append(anchor)
            taken.append((zone.start, zone.end))
        taken_starts = [start for start, _ in taken]
        for place in self._reading.places:
            index = bisect_left(taken_starts, place.name_start + 1) - 1
            if index >= 0 and taken[index][0] <= place.name_start < taken[index][1]:
                continue
            found.append(self._place_anchor(place))
        found.extend(self._cue_anchors())
        found.extend(self._company_anchors())
        found.extend(
            Anchor(match.start(), match.end(), "investor", ())
            for match in _INVESTOR.finditer(self._folded)
            if _NO_INVESTOR_BEFORE.search(self._folded[max(0, match.start() - 16) : match.start()]) is None
            and not any(start <= match.start() < end for start, end in taken)
        )
        found.sort(key=lambda anchor: (anchor.start, -anchor.end))
        for index in range(1, len(found)):
            left, right = found[index - 1], found[index]
            gap = self._folded[left.end : right.start]
            if left.kind == right.kind == "company" and len(gap) < 60 and gap.rstrip().endswith((",", "và")) and "." not in gap and ";" not in gap:
                found[index - 1], found[index] = replace(left, aside=True), replace(right, aside=True)
                continue
            compared = _PREPOSITION.search(self._folded[max(0, left.start - 24) : left.start])
            if left.aside and compared is not None and left.kind == right.kind == "place" and not right.aside and re.fullmatch(r"\s*(?:,|và|-|;)\s*", self._folded[left.end : right.start]):
                found[index] = replace(right, aside=True)
        self._anchors = found
        self._starts = [anchor.start for anchor in found]

    def _place_anchor(self, mention: PlaceMention) -> Anchor:
        place = self._zones.choose(mention)
        preposition = _PREPOSITION.search(self._folded[max(0, mention.start - 24) : mention.start])
        in_firm = _IN_FIRM.search(self._folded[max(0, mention.start - 80) : mention.start]) is not None
        aside = mention.embedded or in_firm or (preposition is not None and preposition[1] in _ASIDE_PREPOSITIONS)
        if place.kind == "District" and not mention.typed and not self._zones.in_home(place):
            aside = True
        if place.kind == "Country" and not aside:
            aside = (preposition is None or preposition[1] not in _MODIFYING) and re.match(
                r"\s+(?:đã|có|thu hút|xuất khẩu|nhập khẩu|đạt|hiện|đang|đón|trong|năm|\d)", self._folded[mention.end : mention.end + 12]
            ) is None
        province = self._zones.province_label(place) if place.kind == "District" else ""
        subject = Subject(place.label, place.kind, "", province)
        return Anchor(mention.start, mention.end, "place", (subject,), aside)

    def _zone_anchor(self, mention: ZoneMention) -> Anchor | None:
        if mention.role == "company":
            return None
        if mention.names:
            subjects = tuple(
                Subject(zone.label, self._zones.about_type(zone), "", zone.province)
                for zone in (self._zones.of_name(name) for name in mention.names)
            )
            return Anchor(mention.start, mention.end, "zone", subjects)
        scope: Scope = mention.scope  # type: ignore[assignment]
        if re.match(r"\s+(?:này|trên|nói trên)(?!\w)", self._folded[mention.end : mention.end + 12]) and not mention.plural:
            return Anchor(mention.start, mention.end, "back", (Subject("", "Zone", scope),))
        if self._means_one(mention):
            return Anchor(mention.start, mention.end, "back", (Subject("", "Zone", scope),))
        return Anchor(mention.start, mention.end, "group", (Subject("", "Province", scope),), aside=self._generic(mention))

    def _means_one(self, mention: ZoneMention) -> bool:
        """Whether an unnamed singular noun points at the one zone that is spoken of: "KKT hiện rộng 20.776 ha"."""
        if mention.plural or mention.role != "plain" or self._generic(mention):
            return False
        same = {zone.label for zone in self._zones.zones if scope_of(zone.noun) == mention.scope}
        if (mention.scope == "economicZones" or mention.noun == "KCNC") and len(same) == 1:
            return re.search(r"(?:ngoài|và các|các|,)\s+$", self._folded[max(0, mention.start - 8) : mention.start]) is None
        sentence = self._reading.sentence(mention.start)
        last = self._zones.last_before(mention.start, mention.scope)
        if last is not None and last.start >= sentence.start and re.search(r"(?:trong đó|phần|riêng)\s+$", self._folded[max(0, mention.start - 10) : mention.start]):
            return True
        opening = _ADVERB.fullmatch(self._folded, sentence.start, mention.start)
        return last is not None and opening is not None and last.start > sentence.start - 700 and not re.match(
            r"\s+(?:tỉnh|của|trên|tại|và|,)", self._folded[mention.end : mention.end + 8]
        )

    def _generic(self, mention: ZoneMention) -> bool:
        """Zone nouns that only describe: "đất khu công nghiệp", "hạ tầng khu công nghiệp", "phát triển KCN"."""
        before = self._folded[max(0, mention.start - 26) : mention.start]
        return mention.role != "board" and not mention.plural and re.search(
            r"(?:đất|hạ tầng|hạ tầng kỹ thuật|kết cấu hạ tầng|bất động sản|phát triển|mô hình|xây dựng|quy hoạch|hàng rào|loại hình|đầu tư|dự án)\s+$", before
        ) is not None

    def _cue_anchors(self) -> list[Anchor]:
        anchors: list[Anchor] = []
        covered = -1
        for hit in self._reading.hits:
            keys = set(hit.keys("cue"))
            if not keys & {"wholeProvince", "province", "district", "country", "board", "thisZone", "theZones"} or hit.start < covered:
                continue
            if self._place_within(hit.start, hit.end):
                continue
            covered = hit.end
            if "thisZone" in keys and re.search(r"(?:\d|các|những|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+$", self._folded[max(0, hit.start - 7) : hit.start]):
                zones: Scope = "clusters" if self._folded[hit.start] == "c" else "zones"
                anchors.append(Anchor(hit.start, hit.end, "group", (Subject("", "Province", zones),)))
            elif "thisZone" in keys:
                scope: Scope = "clusters" if self._folded[hit.start] == "c" else ""
                anchors.append(Anchor(hit.start, hit.end, "back", (Subject("", "Zone", scope),)))
            elif "theZones" in keys:
                if any(z.start < hit.end + 1 and hit.start < z.end for z in self._reading.zones):
                    continue
                if re.match(r"\s+(?:công nghiệp|kinh tế|chế xuất|dân cư|đô thị|nhà|vực|du lịch|tái|phố|cn|,)", self._folded[hit.end : hit.end + 14]) is None and self._reading.zones:
                    kind: Scope = "clusters" if "cụm" in self._folded[hit.start : hit.end] else "zones"
                    anchors.append(Anchor(hit.start, hit.end, "group", (Subject("", "Province", kind),)))
            elif "country" in keys:
                if self._folded[hit.start : hit.end] == "việt nam":
                    continue
                anchors.append(Anchor(hit.start, hit.end, "place", (Subject("Việt Nam", "Country"),), self._compares(hit.start)))
            elif "wholeProvince" in keys:
                if re.match(r"\s+(?:huyện|quận|thị xã|tỉnh|thành phố|tp|các|xã|phường)", self._folded[hit.end : hit.end + 12]) or self._place_at(hit.end + 1):
                    continue
                anchors.append(Anchor(hit.start, hit.end, "back", (Subject("", "Province"),)))
            elif "district" in keys and not self._plural_or_compound(hit.start, hit.end):
                anchors.append(Anchor(hit.start, hit.end, "back", (Subject("", "District"),)))
            elif "province" in keys and not self._plural_or_compound(hit.start, hit.end):
                anchors.append(Anchor(hit.start, hit.end, "back", (Subject("", "Province"),), self._compares(hit.start) or self._of_office(hit.start)))
            elif "board" in keys:
                anchors.append(Anchor(hit.start, hit.end, "back", (Subject("", "Province", "zones"),)))
        for match in _THE_ZONE.finditer(self._folded):
            if self._reading.zones and self._reading.zones[0].start < match.start(1):
                kind: Scope = "clusters" if match[1] == "cụm" else ""
                anchors.append(Anchor(match.start(1), match.end(1), "back", (Subject("", "Zone", kind),)))
        return anchors

    def _of_office(self, start: int) -> bool:
        """Whether "tỉnh" only belongs to an office that acts on what was named before: "được UBND tỉnh phê duyệt"."""
        before = self._folded[max(0, start - 60) : start]
        return re.search(r"(?:được|do|bởi|với|cùng)\s+(?:[^,.;]{0,20}\s)?(?:ubnd|hđnd|ủy ban nhân dân|ủy ban nhân|lãnh đạo|nhân dân)\s+$", before) is not None

    def _place_at(self, offset: int) -> bool:
        return any(m.start == offset or m.name_start == offset for m in self._reading.places)

    def _compares(self, start: int) -> bool:
        return re.search(r"(?:so với|đứng thứ \w+|thứ \w+|tốp \d+|top \d+|hạng \w+|nhất|đầu|của|bình quân|chiếm[^,.;]{0,30}|xếp[^,.;]{0,20}|trong)\s+(?:bình quân\s+)?(?:chung\s+)?$", self._folded[max(0, start - 30) : start]) is not None and (
            re.search(r"(?:so với|thứ \w+|tốp|top|hạng|đầu|nhất|chiếm|xếp|bình quân|chung)", self._folded[max(0, start - 30) : start]) is not None
        )

    def _plural_or_compound(self, start: int, end: int) -> bool:
        before = self._folded[max(0, start - 12) : start]
        after = self._folded[end : end + 12]
        return re.search(r"(?:các|nhiều|những|mỗi|\d|ngoài|mấy|liên|hai|ba|ngoại)\s+$", before) is not None or re.match(r"\s+(?:ủy|lộ|thành|khác|đoàn|lân cận|hội)", after) is not None

    def _place_within(self, start: int, end: int) -> bool:
        """Whether a place's name (with its type) begins within a span, or holds its start."""
        index = bisect_left(self._place_starts, end)
        return index > 0 and self._reading.places[index - 1].end > start

    def _company_anchors(self) -> list[Anchor]:
        anchors: list[Anchor] = []
        covered = -1
        for hit in self._reading.hits:
            keys = hit.keys("cue")
            if hit.start < covered or not ("company" in keys or "project" in keys):
                continue
            sentence = self._reading.sentence(hit.start)
            before = self._folded[max(sentence.start, hit.start - 30) : hit.start]
            if _PLURAL_BEFORE.search(before):
                continue
            word = self._folded[hit.start : hit.end]
            following = self._text[hit.end : min(hit.end + 40, sentence.end)]
            named = _PROPER_AFTER.match(following) is not None
            if "project" in keys:
                anchor = self._project_anchor(hit.start, hit.end, sentence, word, named)
            else:
                anchor = self._company_anchor(hit.start, hit.end, sentence, named)
            if anchor is not None:
                anchors.append(anchor)
                covered = anchor.end
        for match in _FIRM_ACTS.finditer(self._text):
            if match[1].split()[0] in _NO_FIRM or any(z.start <= match.start() < z.end for z in self._reading.zones):
                continue
            anchors.append(Anchor(match.start(1), match.end(1), "company", (Subject(match[1], "Company"),), self._behind_preposition(match.start(1))))
        return anchors

    def _project_anchor(self, start: int, end: int, sentence: Sentence, word: str, named: bool) -> Anchor | None:
        folded = self._folded[end : min(end + 60, sentence.end)]
        zone = next((z for z in self._reading.zones if start <= z.start < end + 60 and z.names), None)
        if zone is not None and re.fullmatch(
            r"\s*(?:xây dựng|đầu tư|và|kinh doanh|phát triển|kết cấu|hạ tầng|kỹ thuật|mở rộng|thành lập|giai đoạn \d|khác là|nữa là|-|,|:|của|\"|“|\s)*",
            self._folded[end : zone.start],
        ):
            return None
        if re.match(r"\s*(?:đầu tư\s+)?(?:xây dựng\s+)?(?:và\s+)?(?:kinh doanh\s+)?(?:kết cấu\s+)?hạ tầng(?: kỹ thuật)?(?: các)? (?:khu|kcn|ccn|cụm)", folded):
            return None
        if word == "đề án":
            kept = _SCHEME_AFTER.match(folded) is not None
        elif word in ("nhà máy", "xưởng", "tài sản", "lô đất", "khu đất", "thửa đất", "quyền sử dụng đất", "đường giao thông", "đường kết nối", "đường gom", "hạ tầng giao thông", "bến cảng", "cầu cảng", "khu liên hợp"):
            kept = True
        elif word.endswith("dự án") or word == "dự án này":
            kept = (
                named or word.endswith("này") or _NO_PROJECT_AFTER.match(folded) is None or start == sentence.start
                or re.match(r"\s+có (?:tổng )?(?:vốn|mức|diện tích|quy mô|công suất)(?! (?:đầu tư )?nước ngoài)", folded) is not None or re.match(r"\s+(?:của|đặt tại)\s+[A-ZĐ]", self._text[end : end + 14]) is not None
            )
        else:
            kept = named or folded.startswith(" này") or _NAMED_LATER.match(self._text, end, sentence.end) is not None
        if word == "khu liên hợp" and self._place_in_zone(start):
            return None
        if not kept:
            return None
        label = self._label(start, end, sentence)
        return Anchor(start, end, "project", (Subject(label, "Project"),), self._behind_preposition(start))

    def _place_in_zone(self, offset: int) -> bool:
        return any(z.start <= offset < z.end for z in self._reading.zones)

    def _company_anchor(self, start: int, end: int, sentence: Sentence, named: bool) -> Anchor | None:
        word = self._folded[start:end]
        following = self._folded[end : end + 40]
        this = re.match(r"\s*(?:này|đã|dự kiến|cho biết)(?!\w)", following) or word.endswith("này")
        if word == "doanh nghiệp":
            if _ONE_FOREIGN_FIRM.match(following) is None or not re.fullmatch(r"\W*(?:[^,.;]{0,14},\s*)?", self._folded[sentence.start : start]):
                return None
        elif not named and not this and not (start == sentence.start and word in ("công ty", "tập đoàn")) and not re.match(r"\s+(?:tnhh|cổ phần|cp|con|mẹ|đa quốc gia)", following):
            return None
        return Anchor(start, end, "company", (Subject(self._label(start, end, sentence), "Company"),), self._behind_preposition(start))

    def _behind_preposition(self, start: int) -> bool:
        return re.search(r"(?:do|của|với|cho|bởi|và|cùng|từ|giữa|tại|gồm|theo|như|đến)\s+(?:các\s+)?$", self._folded[max(0, start - 14) : start]) is not None

    def _label(self, start: int, end: int, sentence: Sentence) -> str:
        match = re.compile(r"[^,.;:()\"“”\n]{0,80}").match(self._text, end, sentence.end)
        words = (self._text[start:end] + (match[0] if match else "")).split()
        kept = words[: len(self._text[start:end].split())]
        for word in words[len(kept) : len(kept) + 10]:
            if kept and word[0].islower() and any(w[0].isupper() for w in kept[1:]):
                break
            kept.append(word)
        return " ".join(kept)

    # --- the subject of a figure ----------------------------------------------------------------------------------

    def read(self, figure: Figure) -> tuple[Subject, ...] | None:
        """The subjects of a figure (several where a list shares it), with its level set; None where none can be told."""
        found = self._read(figure)
        if found is None:
            return None
        subjects, level = found
        self.level = level
        self._of[id(figure)] = subjects
        if figure.metric in _BUSINESS and (subjects[-1].scope or not subjects[-1].is_place):
            self._business_line = figure.sentence.line.index
        last = subjects[-1]
        if figure.metric == "count" and figure.scope:
            group = replace(last, scope=figure.scope) if len(subjects) == 1 else last  # type: ignore[arg-type]
            self._sentence_topic = group
            self._last_scope = group.scope
            self._counted.append((figure.quantity.start, group))
        return subjects

    level: Level = "stated"

    def _advance(self, sentence: Sentence) -> None:
        """Take in what the sentences before this one were about."""
        sentences = self._reading.doc.sentences
        while self._done < sentence.index:
            self._settle(sentences[self._done])
            self._done += 1
            if sentences[self._done].first and not sentences[self._done].line.bullet:
                self._new_line(sentences[self._done - 1])

    def _new_line(self, before: Sentence) -> None:
        """A new paragraph speaks of the article's own place again, not of a district or of another province."""
        if before.line.heading or before.line.bullet and self._head is not None and self._topic == self._head:
            return
        if self._default is not None and self._default.type in ("Zone", "Cluster", "EconomicZone"):
            self._topic = self._default
        if self._place is not None and self._place.type == "District" or (
            self._home is not None and self._home.type == "Country"
        ):
            self._place = self._home
        if self._topic is not None and (
            self._topic.type == "District"
            or (self._topic.type in ("Company", "Project") and self._default is not None and self._default.type in ("Zone", "Cluster", "EconomicZone"))
            or (self._topic.type == "Province" and self._home is not None and self._home.type == "Country" and self._topic.about != self._home.about)
        ):
            self._topic = self._default

    def _settle(self, sentence: Sentence) -> None:
        anchors = self._within(sentence.start, sentence.end)
        topic = self._sentence_topic
        heading = sentence.line.heading and sentence.first and sentence.end == sentence.line.end and sentence.end - sentence.start < 100
        leading = sentence.line.heading or sentence.line.bullet
        for anchor in anchors:
            if anchor.aside or anchor.kind == "investor":
                continue
            if anchor.start - sentence.start > 70 and not leading:
                break
            if anchor.kind == "project" and not _CARRYING.match(self._folded, anchor.start):
                continue
            subject = self._resolve(anchor, anchors)
            if subject is None:
                continue
            if subject.type == "Country" and self._home is not None and self._home.type == "Province":
                continue
            if anchor.kind in ("place", "back") and subject.is_place and not self._modifier(anchor, anchors):
                if not self._reading.several and subject.type == "Province" and self._reading.home and subject.about != self._reading.home:
                    continue
                if subject.type == "District" and not leading and not self._sentence_subjects:
                    continue
                self._place = subject
                topic = topic or subject
            elif anchor.kind == "group":
                topic = topic or subject
                self._last_scope = subject.scope
            elif anchor.kind in ("zone", "project", "company"):
                topic = topic or subject
        if self._sentence_subjects:
            topic = _main_of(self._sentence_subjects)
        has_figures = any(not q.kind_hint for q in self._reading.quantities_before(sentence.end, sentence.start))
        if topic is None and heading and not has_figures:
            topic = self._default
            self._place = self._home
        if topic is not None:
            self._topic = topic
        if topic is not None and (not sentence.line.bullet or not has_figures):
            self._head = topic
        self._sentence_topic = None
        self._sentence_subjects = []

    def _within(self, start: int, end: int) -> list[Anchor]:
        return self._anchors[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _read(self, figure: Figure) -> tuple[tuple[Subject, ...], Level] | None:
        sentence = figure.sentence
        self._advance(sentence)
        anchors = self._within(sentence.start, sentence.end)
        in_turn = self._in_turn(figure, anchors)
        if in_turn is not None:
            return (in_turn,), "stated"
        preceding = self._preceding(figure, anchors)
        if preceding is not None and preceding[0][0].type in ("Company", "Project"):
            found: tuple[tuple[Subject, ...], Level] | None = preceding
        else:
            found = self._attached(figure, anchors) or self._preceding(figure, anchors) or self._carried(figure)
        if found is None:
            return None
        subjects, level = found
        if level == "inherited" and figure.like is None and figure.metric in _OF_FIRMS:
            firm = next((a for a in reversed(anchors) if a.kind in ("company", "project") and a.end <= figure.quantity.start), None)
            if firm is not None and ";" not in self._folded[firm.end : figure.quantity.start]:
                subjects = firm.subjects
        fitted = [self._fit(figure, subject) for subject in subjects]
        kept = tuple(subject for subject in fitted if subject is not None)
        if not kept:
            return None
        if len(kept) == 1:
            self._sentence_topic = kept[0]
            self._sentence_subjects.append(kept[0])
        if not (kept[0].about or kept[0].type in ("Company", "Project")):
            return None
        return kept, level

    def _in_turn(self, figure: Figure, anchors: list[Anchor]) -> Subject | None:
        """The subject of one of several figures told in turn: "KCN A và KCN B lần lượt có 118 và 27 doanh nghiệp"."""
        sentence = figure.sentence
        marks = list(_IN_TURN.finditer(self._folded, sentence.start, figure.quantity.start))
        if not marks:
            return None
        mark = marks[-1]
        before = [a for a in anchors if a.end <= mark.start() and a.kind in ("zone", "place") and not (a.kind == "place" and self._in_closed_bracket(a, mark.start()))]
        if not before:
            return None
        listed: list[Subject] = list(before[-1].subjects)
        right = before[-1]
        for left in reversed(before[:-1]):
            if left.kind != right.kind or not _LIST_GLUE.fullmatch(self._folded[left.end : right.start]):
                break
            listed = [*left.subjects, *listed]
            right = left
        if len(listed) < 2:
            return None
        key = (mark.start(), figure.metric)
        turn = self._told.get(key, 0)
        self._told[key] = turn + 1
        return listed[turn] if turn < len(listed) else None

    def _fit(self, figure: Figure, subject: Subject) -> Subject | None:
        """Make the subject one that the metric can have: areas belong to zones, counts of zones to places."""
        if figure.metric == "count" and self._national(figure, subject):
            return Subject("Việt Nam", "Country", figure.scope)  # type: ignore[arg-type]
        if figure.metric == "count":
            if subject.type in ("Zone", "Cluster", "EconomicZone", "Company", "Project"):
                place = self._place_of(subject)
                return replace(place, scope=figure.scope) if place is not None else None  # type: ignore[arg-type]
            return replace(subject, scope=figure.scope)  # type: ignore[arg-type]
        if subject.type in ("Province", "District") and figure.metric in ("registeredCapital", "implementedCapital") and self._of_one_work(figure):
            return None
        if subject.is_place:
            if figure.metric in ZONE_ONLY or figure.metric == "infrastructureCapital":
                scope = self._scope_near(figure)
                return replace(subject, scope=scope) if scope else None
            return subject
        if figure.like is not None or figure.metric not in PLACE_MOSTLY or self._group_in(figure.sentence):
            return subject
        if subject == self._default:
            return subject
        if figure.sentence.line.index == self._business_line or figure.metric in ("outputValue", "exportValue", "importValue") and figure.sentence.line.bullet:
            return subject
        if subject.scope:
            return replace(subject, scope="")
        if subject.type in ("Zone", "Cluster", "EconomicZone"):
            return self._place_of(subject)
        return subject

    def _national(self, figure: Figure, subject: Subject) -> bool:
        """No province has more than a handful of economic zones: "một trong 17 khu kinh tế ven biển"."""
        quoted = self._folded[figure.start : min(figure.end + 24, figure.sentence.end)]
        return subject.type not in ("Country", "Region") and (
            figure.scope == "economicZones" and figure.quantity.value > 6 or re.search(r"(?:quốc gia|của cả nước|trong cả nước)(?!\w)", quoted) is not None
        )

    def _of_one_work(self, figure: Figure) -> bool:
        """Whether the amount is that of a single work whose size stands before it: "dài 9,7 km, tổng mức đầu tư ..."."""
        for q in self._reading.quantities_before(figure.start, max(figure.sentence.start, figure.start - 90)):
            if q.unit in _SIZES and not q.kind_hint and ";" not in self._folded[q.end : figure.start]:
                return True
        return False

    def _group_in(self, sentence: Sentence) -> bool:
        return any(a.kind in ("group", "zone") for a in self._within(sentence.start, sentence.end))

    def _scope_near(self, figure: Figure) -> Scope:
        """The scope of the zones spoken of, as a group, in the figure's sentence or the one before it."""
        sentences = self._reading.doc.sentences
        first = min(sentences[max(0, figure.sentence.index - 1)].start, figure.sentence.line.start)
        for zone in reversed(self._reading.zones):
            if first <= zone.start < figure.quantity.start and not zone.names:
                return zone.scope  # type: ignore[return-value]
        return self._default.scope if self._default is not None else ""

    def _place_of(self, subject: Subject) -> Subject | None:
        if subject.province:
            return Subject(subject.province, "Province")
        return self._place or self._home

    # Behind the figure: "7 dự án đầu tư vào KCN X", "6 CCN trên địa bàn huyện Y"

    def _attached(self, figure: Figure, anchors: list[Anchor]) -> tuple[tuple[Subject, ...], Level] | None:
        end = figure.end
        if figure.metric in ZONE_ONLY and any(a.kind == "zone" and a.end <= figure.start and not a.aside for a in anchors):
            return None
        for anchor in anchors:
            if anchor.start < end or anchor.kind in ("company", "project", "investor"):
                continue
            if anchor.start - end > 60:
                break
            gap = self._folded[end : anchor.start]
            if figure.metric == "occupancyRate" and anchor.kind == "zone" and _LIST_BEHIND.fullmatch(gap):
                return self._list_from(anchor, anchors), "stated"
            direct = re.fullmatch(r"[ \u00a0]*", gap) is not None and anchor.kind == "back" and self._folded[anchor.start : anchor.end].startswith(("trên địa bàn", "trong tỉnh"))
            if not direct and not _ATTACH.fullmatch(gap):
                break
            subject = self._resolve(anchor, anchors)
            if subject is None:
                break
            if anchor.kind == "place":
                self._consume(anchor, anchors)
            if anchor.kind == "place" and subject.type in ("District", "Commune"):
                if self._joined(anchor, anchors) or (figure.metric not in ("count", "projectCount", "enterpriseCount", "workerCount")):
                    break
            if anchor.kind == "zone" and len(anchor.subjects) > 1:
                break
            if anchor.kind == "zone":
                wider = self._with_group(anchor, anchors, subject)
                if wider is not None:
                    return (wider,), "stated"
            if anchor.kind == "place" and subject.type == "Country" and self._place is not None:
                break
            return (subject,), "stated"
        return None

    def _with_group(self, zone: Anchor, anchors: list[Anchor], subject: Subject) -> Subject | None:
        """The place's zones, where a zone is joined with a group: "vào KKT Nghi Sơn và các KCN"."""
        index = anchors.index(zone)
        following = anchors[index + 1] if index + 1 < len(anchors) else None
        if following is None or following.kind != "group" or not _LIST_GLUE.fullmatch(self._folded[zone.end : following.start]):
            return None
        place = self._place_of(subject)
        return replace(place, scope="zonesAndClusters") if place is not None else None

    def _consume(self, anchor: Anchor, anchors: list[Anchor]) -> None:
        """A place that a figure's own phrase has taken is no subject for the figures behind it."""
        self._consumed.add(anchor.start)
        if self._joined(anchor, anchors):
            self._consume(anchors[anchors.index(anchor) + 1], anchors)

    def _list_from(self, first: Anchor, anchors: list[Anchor]) -> tuple[Subject, ...]:
        subjects = list(first.subjects)
        last = first
        for anchor in anchors[anchors.index(first) + 1 :]:
            if anchor.kind != "zone" or not _LIST_GLUE.fullmatch(self._folded[last.end : anchor.start]):
                break
            subjects.extend(anchor.subjects)
            last = anchor
        return tuple(subjects)

    def _joined(self, anchor: Anchor, anchors: list[Anchor]) -> bool:
        """Whether a place is one of several joined ones: "huyện A và B"."""
        index = anchors.index(anchor)
        following = anchors[index + 1] if index + 1 < len(anchors) else None
        return following is not None and following.kind == "place" and re.fullmatch(r"\s*(?:và|,|-|;)\s*", self._folded[anchor.end : following.start]) is not None

    # Before the figure

    def _preceding(self, figure: Figure, anchors: list[Anchor]) -> tuple[tuple[Subject, ...], Level] | None:
        position = figure.quantity.start
        if figure.like is not None and figure.like.sentence.index == figure.sentence.index:
            between = [a for a in anchors if figure.like.quantity.end <= a.start < position and not a.aside and a.start not in self._consumed]
            if not between and id(figure.like) in self._of:
                return self._of[id(figure.like)], "inherited"
        if _OF_A_FIRM.search(self._folded, figure.start, position) and figure.metric != "count":
            firm = next((a.subjects[0] for a in reversed(anchors) if a.kind in ("company", "project") and a.end <= position), Subject("công ty", "Company"))
            return (firm,), "stated"
        if self._of_a_bracketed_project(figure, anchors):
            return (self._bracketed(figure, anchors),), "stated"
        before = [a for a in anchors if a.end <= position and not a.aside and a.start not in self._consumed]
        counted = [c for c in self._counted if figure.sentence.start <= c[0] < position]
        for anchor in reversed(before):
            if counted and counted[-1][0] >= anchor.end:
                return (counted[-1][1],), "stated"
            if anchor.kind == "investor":
                return None if self._cleared(anchor.end, position) else ((Subject("", "Country"),), "stated")
            if self._modifier(anchor, anchors) or self._within_counted(anchor, counted):
                continue
            if anchor.kind in ("company", "project") and not self._owns(anchor, figure):
                continue
            if self._in_closed_bracket(anchor, position):
                continue
            if anchor.kind == "zone" and counted and _LIST_GLUE.fullmatch(self._between_nouns(counted[-1][0], anchor)):
                return (replace(counted[-1][1], scope="zonesAndClusters"),), "stated"
            if anchor.kind == "zone":
                owner = self._owner_before(self._first_of_list(anchor, before), anchors, figure)
                if owner is not None:
                    return (owner,), "stated"
                if re.fullmatch(r"\s*\([^)]*", self._folded[anchor.end : position]):
                    return anchor.subjects[-1:], "stated"
                listed = self._listed_zones(anchor, before)
                if len(listed) > 1:
                    return self._of_list(listed, anchor, anchors, figure), "stated"
            if anchor.kind in ("group", "back") and not anchor.subjects[0].is_place:
                owner = self._owner_before(anchor, anchors, figure)
                if owner is not None:
                    return (owner,), "stated"
            subject = self._resolve(anchor, anchors)
            if subject is not None:
                return (subject,), "stated"
        if counted:
            return (counted[-1][1],), "stated"
        return None

    def _between_nouns(self, start: int, anchor: Anchor) -> str:
        """What stands between a counted zone noun and an anchor."""
        last = [z for z in self._reading.zones if start <= z.start < anchor.start][-1:]
        return self._folded[last[0].end : anchor.start] if last and not last[0].names and last[0].end <= anchor.start else "?"

    def _within_counted(self, anchor: Anchor, counted: list[tuple[int, Subject]]) -> bool:
        """Whether an anchor only tells where counted zones lie: "19 KCN nằm ngoài KKT", "8 KCN ở KKT X và các huyện"."""
        earlier = [start for start, _ in counted if start < anchor.start]
        if not earlier or anchor.kind not in ("zone", "group", "place", "back"):
            return False
        gap = self._folded[earlier[-1] : anchor.start]
        return "," not in gap and ";" not in gap and _PREPOSITION.search(gap[-24:]) is not None

    def _of_a_bracketed_project(self, figure: Figure, anchors: list[Anchor]) -> bool:
        """Whether capital stands in brackets behind something that is no place or zone: "Nhà máy X (50 triệu USD)"."""
        if figure.metric not in ("registeredCapital", "totalArea", "jobsCreated") or figure.like is not None and figure.like.sentence.index == figure.sentence.index:
            return False
        opened = self._folded.rfind("(", figure.sentence.start, figure.start)
        if opened < 0 or ")" in self._folded[opened : figure.start]:
            return False
        if any(a.kind in ("project", "company") and 0 <= opened - a.end <= 60 for a in anchors) and not any(
            a.kind == "zone" and 0 <= opened - a.end <= 8 for a in anchors
        ):
            return True
        if any(a.kind in ("zone", "group", "place", "back") and not a.aside and 0 <= opened - a.end <= 8 and not self._behind_preposition(a.start) for a in anchors):
            return False
        if any(f[0] < opened and opened - f[0] < 60 for f in self._counted) or self._reading.quantities_before(opened, max(figure.sentence.start, opened - 30)):
            return False
        return figure.metric == "registeredCapital" or any(a.kind in ("project", "company") and a.end <= opened for a in anchors)

    def _bracketed(self, figure: Figure, anchors: list[Anchor]) -> Subject:
        for anchor in reversed(anchors):
            if anchor.end <= figure.start and anchor.kind in ("project", "company"):
                return anchor.subjects[0]
        return Subject("dự án", "Project")

    def _owner_before(self, zone: Anchor, anchors: list[Anchor], figure: Figure) -> Subject | None:
        """The project or company that lies in a zone: "dự án ... của công ty X tại KCN Y có vốn 25 triệu USD"."""
        locative = re.search(r"(?:tại|ở|trong|vào|thuộc)\s+(?:các\s+)?$", self._folded[max(0, zone.start - 12) : zone.start]) is not None
        distant = figure.metric == "totalArea" and figure.quantity.start - zone.end > 30
        if not locative and not distant:
            return None
        for anchor in reversed(anchors[: anchors.index(zone)]):
            gap = self._folded[anchor.end : zone.start]
            if len(gap) > 170 or ";" in gap:
                return None
            if anchor.kind in ("company", "project"):
                return anchor.subjects[0]
        return None

    def _first_of_list(self, anchor: Anchor, before: list[Anchor]) -> Anchor:
        for left in reversed(before[: before.index(anchor)]):
            if left.kind != "zone" or not _LIST_GLUE.fullmatch(self._folded[left.end : anchor.start]):
                break
            anchor = left
        return anchor

    def _listed_zones(self, anchor: Anchor, before: list[Anchor]) -> tuple[Subject, ...]:
        """The zones of a list that ends with this anchor: "KCN A, KCN B và KCN C"."""
        subjects = list(anchor.subjects)
        right = anchor
        for left in reversed(before[: before.index(anchor)]):
            if left.kind == "place" and self._in_closed_bracket(left, right.start):
                continue
            if left.kind != "zone" or not _LIST_GLUE.fullmatch(self._folded[left.end : right.start]):
                break
            subjects = [*left.subjects, *subjects]
            right = left
        return tuple(subjects)

    def _of_list(self, listed: tuple[Subject, ...], anchor: Anchor, anchors: list[Anchor], figure: Figure) -> tuple[Subject, ...]:
        """Whether each zone of a list has the figure ("đều lấp đầy 100%"), or all of them together ("tổng diện tích")."""
        gap = self._folded[anchor.end : figure.quantity.start]
        together = re.search(r"tổng|trong đó|gồm", gap) is not None or re.search(
            r"gồm|bao gồm", self._folded[figure.sentence.start : anchor.start]
        )
        each = re.search(r"đều|cùng|mỗi|cơ bản|đã lấp đầy|lấp đầy", gap) is not None and figure.metric == "occupancyRate"
        if each and not together or figure.metric == "occupancyRate" and not together:
            return listed
        scopes: dict[str, Scope] = {"Zone": "zones", "Cluster": "clusters", "EconomicZone": "economicZones"}
        kinds = {scopes[s.type] for s in listed}
        place = self._place_of(listed[0])
        if place is None:
            return listed[-1:]
        return (replace(place, scope=kinds.pop() if len(kinds) == 1 else "zonesAndClusters"),)

    def _cleared(self, start: int, end: int) -> bool:
        return ";" in self._folded[start:end]

    def _modifier(self, anchor: Anchor, anchors: list[Anchor]) -> bool:
        """Whether a place only tells where another anchor before it lies: "KCN X (tỉnh Y)", "các KCN tại Z"."""
        if anchor.kind not in ("place", "back") or not anchor.subjects[0].is_place and anchor.kind == "place":
            return False
        index = anchors.index(anchor)
        for left in reversed(anchors[:index]):
            if left.aside and left.kind not in ("company", "project"):
                continue
            if left.kind in ("place", "back") and left.subjects and left.subjects[0].is_place:
                gap = self._folded[left.end : anchor.start]
                if re.fullmatch(r"\s*(?:,|-|\(|thuộc|và)\s*", gap):
                    anchor = left
                    continue
                return False
            gap = self._folded[left.end : anchor.start]
            if len(gap) > 170 or re.search(r"[;]|\d+(?:[.,]\d+)? (?:ha|tỷ|triệu|dự án|%)", gap):
                return False
            if left.kind in ("zone", "group", "project", "company", "back"):
                preposition = _PREPOSITION.search(self._folded[max(0, anchor.start - 24) : anchor.start])
                return (preposition is not None and preposition[1] in _MODIFYING) or re.fullmatch(r"\s*(?:\(|,|-)?\s*(?:xã [^,]{2,20},|phường [^,]{2,20},|thị trấn [^,]{2,20},)?\s*", gap) is not None or (
                    self._folded[anchor.start : anchor.end].startswith("trên địa bàn")
                )
            return False
        return False

    def _owns(self, anchor: Anchor, figure: Figure) -> bool:
        """Whether a company or project is the subject of what follows, up to the figure."""
        gap = self._folded[anchor.end : figure.quantity.start]
        return ";" not in gap and not (figure.metric == "count")

    def _in_closed_bracket(self, anchor: Anchor, position: int) -> bool:
        text = self._folded
        opened = text.rfind("(", max(0, anchor.start - 80), anchor.start)
        if opened < 0 or ")" in text[opened : anchor.start]:
            return False
        closed = text.find(")", anchor.end, position)
        return closed >= 0

    # What the text spoke of before

    def _carried(self, figure: Figure) -> tuple[tuple[Subject, ...], Level] | None:
        if self._sentence_topic is not None:
            return (self._sentence_topic,), "inherited"
        if figure.sentence.line.bullet and figure.sentence.first and self._head is not None:
            if self._topic is not None and self._topic.scope and self._topic.about == self._head.about:
                return (self._topic,), "inherited"
            return (self._head,), "inherited"
        topic = self._topic
        if topic is None:
            return None
        if topic.type in ("Company", "Project") and (figure.metric == "count" or figure.metric in _BUSINESS and figure.sentence.first):
            topic = self._default if figure.metric != "count" else self._place or self._home
        if topic is not None and topic.type == "Country" and self._home is not None and self._home.type == "Province":
            topic = self._place
        return ((topic,), "inherited") if topic is not None else None

    # Words that point at something

    def _resolve(self, anchor: Anchor, anchors: list[Anchor]) -> Subject | None:
        if not anchor.subjects:
            return None
        subject = anchor.subjects[-1]
        if subject.about:
            return subject
        if anchor.kind == "group":
            place = self._group_place(anchor, anchors)
            return replace(place, scope=subject.scope) if place is not None else None
        if subject.type == "Zone":
            last = self._zones.last_before(anchor.start, subject.scope)
            return Subject(last.label, self._zones.about_type(last), "", last.province) if last is not None else None
        if subject.type == "District":
            return self._last_place(anchor.start, "District")
        if self._folded[anchor.start : anchor.end] in ("trên địa bàn", "toàn địa bàn"):
            for left in reversed(anchors[: anchors.index(anchor)]):
                if left.kind == "place" and not left.aside:
                    return left.subjects[0]
        place = self._last_place(anchor.start, "Province") if self._reading.several else self._home
        if place is not None and subject.scope:
            place = replace(place, scope=self._last_scope or subject.scope)
        return place

    def _last_place(self, offset: int, kind: str) -> Subject | None:
        for anchor in reversed(self._anchors[: bisect_left(self._starts, offset)]):
            if anchor.kind == "place" and not anchor.aside and anchor.subjects[0].type == kind:
                return anchor.subjects[0]
        return self._home if kind == "Province" else None

    def _group_place(self, group: Anchor, anchors: list[Anchor]) -> Subject | None:
        """The place whose zones a group is: named right behind it, else before it in the sentence, else in force."""
        index = anchors.index(group) if group in anchors else -1
        if index >= 0:
            for right in anchors[index + 1 :]:
                gap = self._folded[group.end : right.start]
                if len(gap) > 30 or not re.fullmatch(r"\s*(?:,|-|\()?\s*(?:[^,.;:()\d]{0,16}\s)?(?:của|tại|ở|thuộc|trên địa bàn|trong|trên)?\s*(?:các\s+)?", gap):
                    break
                if right.kind in ("place", "back") and right.subjects and right.subjects[0].is_place:
                    if self._joined(right, anchors) and right.subjects[0].type == "District":
                        break
                    return self._resolve(right, anchors)
                break
            for left in reversed(anchors[:index]):
                if left.kind in ("place", "back") and left.subjects and left.subjects[0].is_place and not left.aside:
                    if left.subjects[0].type == "Country" and self._home is not None and self._home.type == "Province" and not self._folded[left.start : left.end].startswith(("cả", "toàn")):
                        continue
                    return self._resolve(left, anchors)
        topic = self._topic
        if topic is not None and topic.type in ("District", "Province", "Region") and topic.about and (self._reading.several or topic.type == "District" or topic.about == (self._home.about if self._home else "")):
            return replace(topic, scope="")
        return self._place or self._home


def _main_of(subjects: list[Subject]) -> Subject:
    """What a sentence was about in the main: its one subject, else the widest of them, the first first."""
    for wanted in (lambda s: s.type == "Country", lambda s: s.is_place or bool(s.scope)):
        for subject in subjects:
            if wanted(subject) and len(set(subjects)) > 1 and subject.type != "Country":
                return subject
    return subjects[0]


def scope_of(noun: str) -> Scope:
    """The scope that a kind of zone has in the facts table."""
    return SCOPE_OF[noun]  # type: ignore[return-value]
