"""What a text names: places and zones, with the part that they play where they stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from kg.extraction.cues import SCOPE_OF
from kg.extraction.document import Document
from kg.extraction.lexicon import Hit
from kg.extraction.zone_names import Name, read_names
from kg.reference.places import Place, places

# Before a name: words that make a place of it, words that make it part of another name.
_TYPE_BEFORE = re.compile(
    r"(?:^|[\s(\[\"“,;:/-])(tỉnh|thành phố|tp\.?|t\.p\.?|huyện|quận|thị xã|tx\.?|thủ đô|đảo|huyện đảo|các tỉnh|các huyện|vùng|khu vực)\s*$"
)
_NO_PLACE_BEFORE = re.compile(
    r"(?:sông|núi|đèo|vịnh|biển|hồ|cầu|sân bay|cảng|cảng hàng không|cảng hàng không quốc tế|sân bay quốc tế|vườn quốc gia|ga|tuyến|cao tốc|đường|phố|quốc lộ|báo|đài|đại học|trường|"
    r"trường đại học|học viện|bệnh viện|khách sạn|câu lạc bộ|clb|đội|giải|chùa|đền|chợ|bến|vườn|bán đảo|đường sắt|hầm|kênh|bia|thuốc lá|xi măng|tòa soạn|cao su|nhà máy|nhiệt điện|thủy điện|xã|phường|thị trấn|ấp|thôn|"
    r"tổng lãnh sự|lãnh sự quán|gang thép|lọc dầu|hóa dầu|xăng dầu|may|dệt|nhựa|becamex|samsung)\s+$"
)
_ORG_CAPITAL = frozenset(
    "thương tư đầu ubnd hđnd tp tỉnh phố quản lý kê thuế hải quan nghiệp kcn kkt ccn tại ở từ vào của cho với và sở cục ban ủy báo theo trong đến về hội lao động tài chính nguyên trường khoa học đất công an năm quý "
    "tháng ngày qua khi riêng như hiện nay do bởi cùng là được đã sẽ còn đoàn đảng bộ ttxvn thủ đô vùng khu phía các những mtv tnhh nông thôn dựng doanh nhân lđlđ liên chức phòng thông tin truyền thông".split()
)
_ROUTE = re.compile(r"(?:cao tốc|quốc lộ|tuyến|đường|vành đai|hành lang(?: kinh tế)?|trục|liên tỉnh|đường sắt)[^,.;:()]{0,40}$")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text. `typed` says that a type ("tỉnh", "huyện") stands before it; [start, end) holds it.

    `candidates` are the gazetteer's places of that name and kind, provinces before districts. `embedded`: only
    part of another name ("Becamex Bình Dương", "cao tốc Hà Nội - Hải Phòng").
    """

    start: int
    end: int
    name_start: int
    candidates: tuple[Place, ...]
    typed: str
    embedded: bool

    @property
    def kind(self) -> str:
        """Country, Region, Province or District."""
        return self.candidates[0].kind


@dataclass(slots=True)
class ZoneMention:
    """A zone noun with the names that follow it, if any. `scope` is that of the noun (or of joined nouns).

    `role`: "plain", "board" (in a management board's name), "company" (part of a company's name).
    """

    start: int
    end: int
    noun: str
    scope: str
    names: list[Name] = field(default_factory=list)
    plural: bool = False
    role: Literal["plain", "board", "company"] = "plain"


def place_mentions(doc: Document, hits: list[Hit]) -> list[PlaceMention]:
    """The places that the text names, in order, longest names first where they overlap."""
    found: list[PlaceMention] = []
    covered = 0
    text, folded = doc.text, doc.folded
    for hit in hits:
        keys = hit.keys("place")
        if keys and folded.startswith("thái bình dương", hit.start):
            covered = hit.start + len("thái bình dương")
        if not keys or hit.start < covered or not _capitalised(text, hit.start, hit.end):
            continue
        before = folded[max(0, hit.start - 40) : hit.start]
        typed = _TYPE_BEFORE.search(before)
        type_ = typed[1].rstrip(".").replace(".", "") if typed else ""
        candidates = _candidates(keys[0], type_)
        if not candidates:
            continue
        embedded = not typed and _embedded(text, before, hit.start, hit.end)
        start = hit.start - (len(before) - typed.start(1)) if typed else hit.start
        found.append(PlaceMention(start, hit.end, hit.start, candidates, type_, embedded))
        covered = hit.end
    return found


def _candidates(name: str, type_: str) -> tuple[Place, ...]:
    wanted = {
        "tỉnh": ("Province",), "các tỉnh": ("Province",), "thành phố": ("Province", "District"), "tp": ("Province", "District"),
        "thủ đô": ("Province",), "huyện": ("District",), "quận": ("District",), "thị xã": ("District",), "tx": ("District",),
        "huyện đảo": ("District",), "các huyện": ("District",), "vùng": ("Region",), "khu vực": ("Region", "Province"),
    }.get(type_)  # fmt: skip
    found = places().named(name)
    if wanted is None:
        return found
    kept = tuple(place for place in found if place.kind in wanted)
    return kept or (found if type_ in ("khu vực", "vùng") else ())


def _capitalised(text: str, start: int, end: int) -> bool:
    first = text[start]
    if not (first.isupper() or text[max(0, start - 5) : start].lower() == "vùng " or text[start:end].startswith(("miền", "vùng"))):
        return False
    words = text[start:end].replace("-", " ").split()
    if text[max(0, start - 5) : start].lower() == "vùng ":
        return any(w[0].isupper() for w in words)
    return all(w[0].isupper() or w[0].isdigit() or not w[0].isalpha() for w in words) or text[start:end].startswith(
        ("miền", "vùng", "Đồng bằng", "Trung du", "Duyên hải", "Bắc Trung", "Nam Trung", "Đông Nam", "Miền", "Vùng")
    )


def _embedded(text: str, before: str, start: int, end: int) -> bool:
    if _NO_PLACE_BEFORE.search(before):
        return True
    if _ROUTE.search(before):
        return True
    preceding = re.search(r"(\S+)[ \u00a0]$", text[max(0, start - 30) : start])
    if preceding is None:
        return False
    word = preceding[1]
    if not word[0].isupper() or word[-1] in ",.;:)(-–\"”":
        return False
    if word.strip(".").lower() in _ORG_CAPITAL or word.isupper():
        return word.isupper() and word.strip(".").lower() not in _ORG_CAPITAL and len(word) > 2
    sentence_start = re.search(r"(?:^|[.!?…\n:]\s*|[\"“(]\s*|-\s+)\S+[ \u00a0]$", text[max(0, start - 40) : start])
    return sentence_start is None


_ZONE_GLUE = re.compile(r"\s*(?:,|/|-|và|;)\s*(?:các\s+)?$")
_PLURAL_BEFORE = re.compile(r"(?:các|những|nhiều|một số|hầu hết|mọi|hệ thống|số|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d+)\s+$")
_BOARD_BEFORE = re.compile(
    r"(?:ban quản lý|ban ql|bql|trưởng ban|phó trưởng ban|ban quản lí)\s+(?:các\s+|dự án\s+)?(?:(?:khu|kcn|kkt|kcx|ccn|cụm)[^.;:\n]{0,40}?(?:,|và|/|-)\s*)?(?:các\s+)?$"
)
_OFFICE_BEFORE = re.compile(r"(?:công đoàn|công an|đảng ủy|đảng bộ|hải quan|ban lãnh đạo|giám đốc|đại diện)\s+(?:các\s+)?$")
_COMPANY_BEFORE = re.compile(
    r"(?:công ty|tổng công ty|tập đoàn|ctcp|cty|hiệp hội(?: các)?(?: doanh nghiệp)?|câu lạc bộ|trung tâm|chi nhánh)(?:\s+(?:cổ|phần|cp|tnhh|mtv|một|thành|viên|đầu|"
    r"tư|phát|triển|hạ|tầng|kỹ|thuật|xây|dựng|kinh|doanh|khai|thác|quản|lý|dịch|vụ|liên|các|và|kết|cấu|quản|đô|thị|doanh|nghiệp|[a-z0-9&.-]{2,14}))*\s+$"
)


def zone_mentions(doc: Document, hits: list[Hit], found_places: list[PlaceMention]) -> list[ZoneMention]:
    """The zone nouns of the text with the names behind them; nouns joined by commas or "và" become one mention."""
    mentions: list[ZoneMention] = []
    text, folded = doc.text, doc.folded
    place_at = {mention.name_start: mention for mention in found_places}
    covered = 0
    likely = _likely_provinces(doc, found_places)
    spoken = {noun for hit in hits for noun in hit.keys("zone")}
    for hit in hits:
        nouns = hit.keys("zone")
        if not nouns or hit.start < covered:
            continue
        noun = nouns[0]
        if noun in _SHORT:
            short = _short_mentions(doc, hit, noun) if spoken & _SHORT[noun] else []
            if short:
                covered = short[-1].end
                mentions.extend(short)
            continue
        covered = hit.end
        before = folded[max(0, hit.start - 90) : hit.start]
        limit = doc.sentence_at(hit.start).end
        mention = ZoneMention(hit.start, hit.end, noun, SCOPE_OF[noun], plural=_PLURAL_BEFORE.search(before) is not None)
        if _BOARD_BEFORE.search(before) or _OFFICE_BEFORE.search(before):
            mention.role = "board"
        elif _COMPANY_BEFORE.search(before):
            mention.role = "company"
        joined = mentions[-1] if mentions else None
        if joined and not joined.names and joined.role != "company" and _joins(folded, joined.end, hit.start):
            mention.start, mention.plural, mention.role = joined.start, joined.plural, joined.role
            mention.scope = joined.scope if joined.scope == mention.scope else "zonesAndClusters"
            names = _names(doc, mention, hit, limit, place_at, likely)
            if not names:
                mentions[-1] = mention
                continue
            mention.start, mention.scope, mention.plural = hit.start, SCOPE_OF[noun], False
        mention.names = _names(doc, mention, hit, limit, place_at, likely)
        if mention.names:
            covered = mention.end = mention.names[-1].end
        mentions.append(mention)
        if mention.plural and not mention.names and mention.role == "plain" and noun in ("KCN", "CCN", "KKT"):
            behind = _named_behind(doc, noun, hit.end, limit)
            if behind:
                covered = behind[-1].end
                mentions.extend(ZoneMention(name.start, name.end, noun, SCOPE_OF[noun], [name]) for name in behind)
    return mentions


_ZONE_BEFORE = re.compile(r"(?:kcn|ccn|kkt|kcx|khu công nghiệp|cụm công nghiệp|khu kinh tế|khu chế xuất)\s+$")


def _likely_provinces(doc: Document, found_places: list[PlaceMention]) -> set[str]:
    """The provinces that the article speaks of as such; a zone may bear the name of another one."""
    counts = Counter(
        p.candidates[0].label for p in found_places
        if p.kind == "Province" and not p.embedded and not _ZONE_BEFORE.search(doc.folded[max(0, p.start - 18) : p.start])
    )  # fmt: skip
    return {label for label, n in counts.items() if n >= max(2, counts.total() // 4)} or set(counts)


_SHORT = {"KHU": frozenset(("KCN", "KCX")), "CỤM": frozenset(("CCN",))}
_NO_ZONE_BEHIND = re.compile(r"\s*(?:công nghiệp|kinh tế|chế xuất|công nghệ|đô thị|du lịch|dân cư|nhà|vực|tái|phố|tập|hành|trung|liên|phức|resort|đông|tây|nam|bắc|[ivx\d])(?!\w)")


def _short_mentions(doc: Document, hit: Hit, noun: str) -> list[ZoneMention]:
    """ "khu Lễ Môn", "cụm Yên Dương": a zone where a proper name follows the short noun."""
    if _PLURAL_BEFORE.search(doc.folded[max(0, hit.start - 90) : hit.start]):
        code = "KCN" if noun == "KHU" else "CCN"
        names = _named_behind(doc, code, hit.end, doc.sentence_at(hit.start).end)
        return [ZoneMention(name.start, name.end, code, SCOPE_OF[noun], [name]) for name in names]
    if _NO_ZONE_BEHIND.match(doc.folded, hit.end):
        return []
    code = "KCN" if noun == "KHU" else "CCN"
    mention = ZoneMention(hit.start, hit.end, code, SCOPE_OF[noun])
    limit = doc.sentence_at(hit.start).end
    mention.names = [n for n in read_names(doc.text, code, "", hit.end, limit, plural=False) if n.proper]
    if not mention.names or len(mention.names[0].label) < 7:
        return []
    mention.end = mention.names[-1].end
    return [mention]


def bare_names(doc: Document, mentions: list[ZoneMention]) -> list[ZoneMention]:
    """Mentions of zones by name alone ("WHA 2"), of those that the article names in full elsewhere.

    Names that are places' names are left out, and names of one plain word.
    """
    found: list[ZoneMention] = []
    taken = sorted((m.start, m.end) for m in mentions)
    seen: set[str] = set()
    for mention in mentions:
        for name in mention.names:
            bare = name.label.split(" ", 1)[-1]
            if not name.proper or bare in seen or not _TELLING.search(bare) or places().named(bare):
                continue
            seen.add(bare)
            for match in re.finditer(rf"(?<![\w]){re.escape(bare)}(?![\w])", doc.text):
                start, end = match.span()
                if any(s < end and start < e for s, e in taken):
                    continue
                if re.search(r"(?:công ty|tập đoàn|ctcp|cty|cổ phần|tnhh|xã|phường|huyện|thị trấn|đường|cầu|[A-ZĐ]\w+)\s+$", doc.text[max(0, start - 12) : start]):
                    continue
                found.append(ZoneMention(start, end, mention.noun, SCOPE_OF[mention.noun], [Name(start, end, name.label, True)]))
                taken.append((start, end))
    return found


_TELLING = re.compile(r"\S\s+(?:\d|[IVX]+\b)|^[A-ZĐ]{2,}\b.*\s\S|\S+\s+\S+\s+\S+")


_NAMES_BEHIND = re.compile(r"(?:\s*\([A-Z]{2,5}\))?(?:\s+[a-zà-ỹđ]+){0,8}?,?\s*(?:\s(?:là|gồm|gồm có|bao gồm|như)|:)\s+(?:các\s+(?:kcn|ccn|khu|cụm)\s+)?(?=[A-ZĐÀ-Ỹ])")
_NOT_OF_ZONES = re.compile(r"(?<!\w)(?:ở|tại|huyện|tỉnh|của|quốc gia|nước|doanh nghiệp|công ty|tập đoàn|đầu tư|ngành|thị trường|hãng|tên tuổi|dự án|ông|bà|do|theo)(?!\w)")


def _named_behind(doc: Document, noun: str, end: int, limit: int) -> list[Name]:
    """The names that a verb joins to counted zones: "bốn khu đã kín chỗ là A, B và C", "hai cụm gồm A và B"."""
    opening = _NAMES_BEHIND.match(doc.text, end, limit)
    if opening is None or _NOT_OF_ZONES.search(opening[0].lower()):
        return []
    names = read_names(doc.text, noun, "", opening.end() - 1, limit, plural=True)
    if not names or any(p.kind in ("Province", "Country", "Region") for p in places().named(names[0].label.split(" ", 1)[-1])):
        return []
    return names


def _joins(folded: str, end: int, start: int) -> bool:
    return start - end <= 8 and _ZONE_GLUE.fullmatch(folded[end:start]) is not None


_LISTING = re.compile(r"(?:như|gồm|bao gồm|:)\s+$")


def _names(
    doc: Document, mention: ZoneMention, hit: Hit, limit: int, place_at: dict[int, PlaceMention], likely: set[str]
) -> list[Name]:
    if mention.noun in ("KCN+CCN", "KCN+KKT"):
        return []
    if _all_capitals(doc.text, hit.start, limit):
        return []
    names = read_names(
        doc.text, mention.noun, doc.folded[hit.start : hit.end], hit.end, limit,
        plural=mention.plural or doc.text[hit.end : hit.end + 1] == ":",
    )
    if len(names) == 1 and not mention.plural and _LISTING.search(doc.folded[max(0, hit.start - 12) : hit.start]):
        several = read_names(doc.text, mention.noun, "", hit.end, limit, plural=True)
        if len(several) >= 3:
            return several
    if len(names) == 1:
        place = place_at.get(names[0].start)
        only_place = place is not None and place.end >= names[0].end
        # "các KCN Bắc Ninh", "Ban Quản lý KKT Hải Phòng": the place whose zones they are, no name of one.
        listed = not mention.plural and mention.role == "plain" and re.search(
            r"(?:kcn|khu công nghiệp) [^,.;:()]{3,30}(?:\([^)]*\)\s*)?(?:,| và)\s+$", doc.folded[max(0, hit.start - 60) : hit.start]
        )
        elsewhere = place is not None and place.kind == "Province" and not mention.plural and place.candidates[0].label not in likely
        if only_place and place is not None and place.kind in ("Province", "Region", "Country") and not listed and not elsewhere and (
            mention.plural or mention.role == "board" or mention.noun in ("KCN", "CCN", "KCX")
        ):
            return []
    if not names and mention.noun == "KCNC" and not mention.plural:
        place = next((p for p in place_at.values() if 0 < p.start - hit.end <= 2), None)
        if place is not None:
            return [Name(place.start, place.end, f"KCNC {doc.text[place.start:place.end]}", True)]
    return names


def _all_capitals(text: str, start: int, limit: int) -> bool:
    letters = [c for c in text[start : min(limit, start + 80)] if c.isalpha()]
    return len(letters) > 12 and all(c.isupper() for c in letters)
