"""What an article is about before its first sentence: its own place, and the topic that its headline sets."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extraction.anchors import Anchors
from kg.extraction.cue_anchors import WITH_OTHERS
from kg.extraction.cues import SCOPE_OF
from kg.extraction.document import Line
from kg.extraction.phrases import Phrases
from kg.extraction.reading import Reading
from kg.extraction.subject import Anchor, Subject
from kg.extraction.zone_index import Zone
from kg.extraction.zone_list import ZoneList
from kg.facts import Scope

# Words of an article without any province that make it one about the country.
_NATIONAL = re.compile(
    r"cả nước|việt nam|toàn quốc|nước ta|quốc hội|tổng cục thống kê|\((?:tctk|mpi|moit|gso)\)|bộ kế hoạch"
    r"|(?<!\w)(?:63|64|34) tỉnh|bộ công thương|bộ tài chính|cục đầu tư nước ngoài|tổng cục hải quan|bộ (?:kh&?đt"
    r"|kh ?- ?đt)(?!\w)"
)
# What a report on the whole country tells that names no place at all: FDI, the index of industry, foreign trade.
_OF_THE_WHOLE = re.compile(
    r"(?<!\w)fdi(?!\w)|đầu tư trực tiếp (?:của )?nước ngoài|chỉ số sản xuất|(?<!\w)iip(?!\w)|kim ngạch|xuất siêu"
    r"|nhập siêu"
)
_OF_A_PART = re.compile(
    r"(?<!\w)(?:toàn|trên địa bàn|địa bàn|trong|của|cả|ubnd|ở|tại) (?:tỉnh|thành phố|tp|huyện|xã|phường|thị xã"
    r"|quận)(?!\w)"
)
_WHOLE_DISTRICT = re.compile(r"(?:toàn|trên địa bàn|địa bàn) (?:huyện|thị xã|quận)(?!\w)")
# "Huyện phấn đấu", "của huyện", "Chủ tịch UBND huyện": the one district that a text speaks of.
_THE_DISTRICT = re.compile(
    r"(?<!\w)(?:(?:của|cả|toàn|trên địa bàn|ubnd|đảng bộ|bí thư) (?:huyện|thị xã|quận)(?= (?:đã|là|có|có|đạt|năm|và"
    r"|ước)|[,.])"
    r"|(?:huyện|thị xã|quận)(?= (?:đã|có|vẫn|đang|sẽ|cũng|phấn đấu|đặt|thu hút|hiện)(?!\w)))"
)
_THE_PROVINCE = re.compile(
    r"(?<!\w)(?:toàn|trên địa bàn|địa bàn|của|trong|ubnd|cả) tỉnh(?!\w)|(?<!\w)tỉnh(?= (?:đã|có|đang|sẽ|cũng"
    r"|thu hút)(?!\w))"
)
_WHOLE_PROVINCE = re.compile(r"(?:toàn|trên địa bàn|địa bàn) tỉnh(?!\w)")
_BEGINS = re.compile(
    r"(?<!\w)(?:khởi công|động thổ|khánh thành|duyệt|phê duyệt|chấp thuận|đầu tư|xây|làm|mở|có thêm|sắp có|lập)(?!\w)"
    r"[^.;:]{0,20}$"
)
_PLURAL = re.compile(r"(?:các|những|\d)\s+$")
# An article that is about none of so many provinces is about the country.
_MANY_PROVINCES = 5
_LEAD = 2
# A headline about a district begins with it: "Huyện An Hạ: ..."
_OPENS_WITH = 6
_ENOUGH = 2
# Lines of the headline, of which the first that names something tells what the article is about.
_LINES = 3


def own_place(reading: Reading) -> Subject | None:
    """The province, region or country that an article is about; None if it is about none."""
    if reading.home:
        return Subject(reading.home, "Province")
    lines = reading.doc.lines
    for mention in reading.places_within(0, lines[0].end) if lines else ():
        if mention.kind == "Region" and not mention.embedded:
            return Subject(mention.candidates[0].label, "Region")
    if _NATIONAL.search(reading.doc.folded):
        return Subject("Việt Nam", "Country")
    if any(zone.names for zone in reading.zones):
        return None
    if not reading.places and _OF_THE_WHOLE.search(reading.doc.folded) and not _OF_A_PART.search(reading.doc.folded):
        return Subject("Việt Nam", "Country")
    named = {m.candidates[0].label for m in reading.places if m.kind == "Province" and not (m.embedded or m.beside)}
    return Subject("Việt Nam", "Country") if len(named) >= _MANY_PROVINCES else None


def own_district(reading: Reading) -> Subject | None:
    """The district whose own report an article is: its masthead names it, no province is named in it, and the text
    speaks of the whole district, not of the province.
    """
    folded = reading.doc.folded
    lines = reading.doc.lines[:_LINES]
    headed = _district_of_headline(reading)
    if headed is not None:
        return headed
    if _WHOLE_DISTRICT.search(folded) is None or _WHOLE_PROVINCE.search(folded) is not None:
        return None
    named = reading.places_within(0, lines[-1].end) if lines else ()
    districts = [mention for mention in named if mention.kind == "District" and mention.typed and not mention.embedded]
    if not districts or any(mention.kind == "Province" and not mention.embedded for mention in named):
        return None
    district = districts[0].candidates[0]
    return Subject(district.label, "District", "", reading.home) if reading.home else None


def _district_of_headline(reading: Reading) -> Subject | None:
    """The district whose name opens the headline, of which the text speaks as "huyện", and of no province as "tỉnh"."""
    lines = reading.doc.lines[:1]
    named = reading.places_within(lines[0].start, lines[0].end) if lines and lines[0].heading else []
    if not named or named[0].kind != "District" or named[0].embedded or not reading.home:
        return None
    if any(mention.kind == "Province" for mention in named) or named[0].start > lines[0].start + _OPENS_WITH:
        return None
    folded = reading.doc.folded
    spoken_of = len(_THE_DISTRICT.findall(folded))
    if spoken_of < max(_ENOUGH, 2 * len(_THE_PROVINCE.findall(folded))):
        return None
    return Subject(named[0].candidates[0].label, "District", "", reading.home)


class Headline:
    """Reads what the headline of an article makes its topic."""

    def __init__(self, reading: Reading, zones: ZoneList, anchors: Anchors, phrases: Phrases) -> None:
        self._reading = reading
        self._zones = zones
        self._anchors = anchors
        self._phrases = phrases

    def topic(self) -> Subject | None:
        """A province's zones, one zone or a company; None if the headline does not tell."""
        for line in self._reading.doc.lines[:_LINES]:
            if not line.heading:
                break
            named = [anchor for anchor in self._anchors.within(line.start, line.end) if anchor.subjects]
            topic = self._of_line(line) if named else None
            if topic is not None or any(anchor.kind != "place" for anchor in named):
                return topic
        return None

    def _of_line(self, line: Line) -> Subject | None:
        named = self._anchors.within(line.start, line.end)
        for anchor in named:
            joined = self._phrases.following(anchor, named) if anchor.kind == "zone" else None
            if joined is not None and joined.kind == "group" and self._phrases.is_listed(anchor, joined):
                return self._zones_of_home(self._phrases.scope_of_group(joined, named))
            if anchor.kind == "group" and not anchor.aside:
                zone = self._anchors.headline_zone
                before = self._reading.doc.folded[max(0, anchor.start - 8) : anchor.start]
                zone = zone or self._only_one(anchor.subjects[0].scope) or self._begun(anchor, line)
                if zone is not None and not _PLURAL.search(before):
                    return Subject(zone.label, self._zones.about_type(zone), "", zone.province)
                return self._zones_of_home(self._of_its_board(anchor) or anchor.subjects[0].scope)
            if anchor.kind == "company" and not anchor.aside:
                return anchor.subjects[0]
            if anchor.kind in ("company", "project"):
                return None
            if anchor.kind == "zone" and len(anchor.subjects) == 1:
                return self._of_board(anchor) or anchor.subjects[0]
        return None

    def _of_its_board(self, anchor: Anchor) -> Scope:
        """All zones, where the board of economic zones that reports sees to the others too."""
        mention = self._reading.zone_at(anchor.start)
        if mention is None or mention.role != "board" or mention.scope != "economicZones":
            return ""
        return "zonesAndClusters" if any(zone.scope == "zones" for zone in self._reading.zones) else ""

    def _of_board(self, anchor: Anchor) -> Subject | None:
        """All zones of the province, where the board of an economic zone reports, which sees to the others too."""
        mention = self._reading.zone_at(anchor.start)
        if mention is None or mention.role != "board" or WITH_OTHERS.search(self._reading.doc.folded) is None:
            return None
        return self._zones_of_home("zonesAndClusters")

    def _only_one(self, scope: Scope) -> Zone | None:
        """The one zone of a kind that the article names: what "khởi công khu công nghiệp" means."""
        named = [zone for zone in self._zones.zones if SCOPE_OF[zone.noun] == scope]
        if len(named) != 1:
            return None
        mentions = [zone for zone in self._reading.zones if any(name.label == named[0].label for name in zone.names)]
        lead = [line for line in self._reading.doc.lines if not line.heading][:_LEAD]
        return named[0] if len(mentions) > 1 or (lead and named[0].start < lead[-1].end) else None

    def _begun(self, noun: Anchor, line: Line) -> Zone | None:
        """The zone that the first paragraph names first, where the headline tells that works on one begin."""
        lines = self._reading.doc.lines
        if _BEGINS.search(self._reading.doc.folded, line.start, noun.start) is None or len(lines) < line.index + 2:
            return None
        lead = next((one for one in lines[line.index + 1 :] if not one.heading), lines[-1])
        mentions = self._reading.zones_within(lead.start, lead.end)
        first = next((zone for zone in mentions if zone.role == "plain" and zone.scope == noun.subjects[0].scope), None)
        return self._zones.of_name(first.names[0]) if first is not None and len(first.names) == 1 else None

    def _zones_of_home(self, scope: Scope) -> Subject | None:
        home = own_place(self._reading)
        return replace(home, scope=scope) if home is not None and home.type == "Province" else None
