"""What a zone noun without a name is about: zones at large, the one zone that is spoken of, or only a description."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from kg.extraction.cues import SCOPE_OF
from kg.extraction.mentions import ZoneMention
from kg.extraction.patterns import either
from kg.extraction.reading import Reading
from kg.extraction.zone_index import Zone
from kg.extraction.zone_list import ZoneList
from kg.facts import Scope
from kg.vietnamese import fold_aligned

# Zone nouns that only describe: "đất khu công nghiệp", "hạ tầng khu công nghiệp", "phát triển KCN".
_DESCRIBED_BEFORE = re.compile(
    r"(?<!\w)"
    + either(
        "đất|hạ tầng|hạ tầng kỹ thuật|kết cấu hạ tầng|bất động sản|phát triển|mô hình|xây dựng|quy hoạch|hàng rào",
        "loại hình|đầu tư|dự án",
    )
    + r"\s+$"
)
# "cho hạ tầng KKT": that of the one economic zone that the article names.
_ITS_WORKS = re.compile(r"(?:^|\s)hạ tầng\s+$")
# "bổ sung vào danh mục các khu công nghiệp": a list that a zone is put on.
_LISTED_AMONG = re.compile(
    r"(?:danh mục|quy hoạch|quy hoạch phát triển|vào quy hoạch tổng thể phát triển|hệ thống|mạng lưới|quy chế)"
    r"\s+(?:các\s+|những\s+)$"
)
# "KCN An Hạ hiện là KCN có tỷ lệ lấp đầy cao nhất": what the zone before it is.
_PREDICATE = re.compile(r"(?<!\w)là (?:một (?:trong (?:những|các) )?)?$")
# "khu công nghiệp duy nhất của tỉnh": what the zone before it is.
_OF_ITS_KIND = re.compile(r"\s+(?:ven biển\s+|trọng điểm\s+)?(?:duy nhất|lớn nhất|đầu tiên|đông nhất|sớm nhất)(?!\w)")
# What makes a noun mean other zones than the one that is spoken of, or that one: "ngoài KKT", "trong đó KCN".
_OTHER_THAN_IT = re.compile(r"(?:ngoài|và các|các|(?:kcn|ccn|công nghiệp|chế xuất|kcx),)\s+$")
_WHOLE_BEFORE = re.compile(r"(?:cả|toàn|toàn bộ)\s+$")
# Zones at large: "phát triển khu công nghiệp", "vào khu công nghiệp, khu kinh tế".
_AT_LARGE = re.compile(r"(?:ngoài|các|về|quản lý|mô hình|mỗi|một|nhiều|loại|với|,|và)\s+$")
_PART_OF_IT = re.compile(r"(?:trong đó|phần|riêng|gồm|bao gồm)\s+$")
_ADVERB = re.compile(r"(?:(?:hiện|hiện nay|đến nay|hiện tại|nay|tới nay|trước đó|sau đó|dự kiến|riêng),?\s+)?")
# "Chín tháng đầu năm, KKT chỉ thu hút được 5 dự án": a noun that does something, at the head of its clause.
_OPENS_CLAUSE = re.compile(r"(?:^\W*|[.;:]\s|(?:^|[.;:,]\s*)[^,.;:]{0,48},\s)$")
_DOES = re.compile(
    r"\s+" + either("hiện|chỉ|đã|có|thu hút|đang|được|mới|sẽ|cũng|rộng|tiếp nhận|tạo|giải quyết|lấp|cấp|dự kiến")
)
_NOT_IT_BEHIND = re.compile(r"\s+(?:tỉnh|của|trên|tại|và|,)")


def _kind_of(noun: str) -> str:
    """A zone's scope; high-tech parks, of which a province has one, are a kind of their own."""
    return noun if noun == "KCNC" else SCOPE_OF[noun]


class ZoneNouns:
    """Tells the zone nouns of one article apart. `park`: its one high-tech park, of which a province has one."""

    def __init__(self, reading: Reading, zones: ZoneList) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._zones = zones
        self._labels: defaultdict[str, set[str]] = defaultdict(set)
        for zone in zones.zones:
            self._labels[_kind_of(zone.noun)].add(zone.label)
        parks = [zone for zone in zones.zones if zone.noun == "KCNC"]
        self.park = parks[0] if len(self._labels["KCNC"]) == 1 else None
        self.headline_zone = self._zone_of_headline()

    def _zone_of_headline(self) -> Zone | None:
        """The one zone that the headline names, in capitals too: "MỜI GỌI ĐẦU TƯ VÀO KHU CÔNG NGHIỆP AN HẠ"."""
        lines = self._reading.doc.lines
        mentions = self._reading.zones_within(0, lines[0].end) if lines else []
        names = [name for mention in mentions if mention.role == "plain" for name in mention.names]
        if names:
            return self._zones.of_name(names[0]) if len(names) == 1 else None
        for mention in mentions:
            rest = self._folded[mention.end : mention.end + 60].lstrip()
            for zone in self._zones.zones:
                if rest.startswith(fold_aligned(zone.label.split(" ", 1)[1])):
                    return zone
        return None

    def describes(self, mention: ZoneMention) -> bool:
        """Whether a zone noun only describes something: "đất khu công nghiệp", "phát triển KCN"."""
        if mention.role == "board":
            return False
        before = self._folded[max(0, mention.start - 44) : mention.start]
        if not mention.plural and _PREDICATE.search(before):
            named = self._reading.zones_within(self._reading.sentence(mention.start).start, mention.start)
            if any(zone.names for zone in named):
                return True
        if _LISTED_AMONG.search(before) or _OF_ITS_KIND.match(self._folded, mention.end, mention.end + 24):
            return True
        if mention.plural:
            return False
        if mention.scope == "economicZones" and len(self._labels[mention.scope]) == 1 and _ITS_WORKS.search(before):
            return False
        return _DESCRIBED_BEFORE.search(self._folded[max(0, mention.start - 26) : mention.start]) is not None

    def means_one(self, mention: ZoneMention) -> bool:
        """Whether an unnamed singular noun points at the one zone that is spoken of: "KKT hiện rộng 20.776 ha"."""
        if mention.plural or mention.role != "plain":
            return False
        before = self._folded[max(0, mention.start - 16) : mention.start]
        if before.endswith("doanh nghiệp ") and mention.scope in self._of_many:
            return False  # "doanh nghiệp KCN", where the article speaks of many
        sentence = self._reading.sentence(mention.start)
        only = mention.scope == "economicZones" and len(self._labels[mention.scope]) == 1
        does = _DOES.match(self._folded, mention.end, mention.end + 14) is not None
        heads = does and bool(
            _OPENS_CLAUSE.search(self._folded[max(sentence.start, mention.start - 50) : mention.start])
        )
        if only:
            return heads or _OTHER_THAN_IT.search(before) is None
        last = self._zones.last_named(mention.start, mention.scope)
        if last < 0:
            return False
        if _PART_OF_IT.search(before) and (last >= sentence.start or self._is_headlines(mention.scope)):
            return True
        if len(self._labels[mention.scope]) == 1 and last > sentence.start - 700 and not _AT_LARGE.search(before):
            return True
        if _WHOLE_BEFORE.search(before) and (last > sentence.start - 700 or len(self._labels[mention.scope]) == 1):
            return True
        if (heads or before.endswith(" của ")) and self._is_headlines(mention.scope):
            return True
        if heads and mention.start <= self._second_named and last > sentence.start - 700:
            return True  # the one named so far
        if heads:
            return last > (sentence.start - 700 if mention.scope == "economicZones" else sentence.line.start)
        return (
            last > sentence.start - 700
            and _ADVERB.fullmatch(self._folded, sentence.start, mention.start) is not None
            and _NOT_IT_BEHIND.match(self._folded, mention.end, mention.end + 8) is None
        )

    @cached_property
    def _second_named(self) -> int:
        """Where the first zone of another name than the first one stands; the text's end if there is none."""
        named = ((zone.start, name.label) for zone in self._reading.zones for name in zone.names)
        first = ""
        for start, label in named:
            first = first or label
            if label != first:
                return start
        return len(self._folded)

    @cached_property
    def _of_many(self) -> frozenset[Scope]:
        """The kinds of zones that the article speaks of in the plural."""
        return frozenset(zone.scope for zone in self._reading.zones if zone.plural)

    def _is_headlines(self, scope: Scope) -> bool:
        """Whether the headline names a zone of a kind."""
        return self.headline_zone is not None and SCOPE_OF[self.headline_zone.noun] == scope
