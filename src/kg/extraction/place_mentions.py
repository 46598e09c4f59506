"""Finds the places that a text names, and tells those that are only part of another name."""

from __future__ import annotations

import re

from kg.extraction.document import Document
from kg.extraction.lexicon import Hit
from kg.extraction.mentions import PlaceMention
from kg.extraction.patterns import HAS_BEHIND, either, words
from kg.reference.places import Place, places

# A type before a name: with it the name is a place's, whatever stands before both.
_TYPES = (
    "tỉnh", "thành phố", "tp", "tp.", "t.p", "t.p.", "huyện", "quận", "thị xã", "tx", "tx.", "thủ đô", "đảo",
    "huyện đảo", "các tỉnh", "các huyện", "vùng", "khu vực",
)  # fmt: skip
_TYPE_BEFORE = re.compile(r"(?:^|[\s(\[\"“,;:/-])" + f"({'|'.join(map(re.escape, _TYPES))})" + r"\s*$")
# Words that make a place's name part of another name: "sông Hồng", "cảng Hải Phòng", "xã Hòa Bình", "báo Đồng Nai".
_NOT_OF_PLACES = (
    "sông|núi|đèo|vịnh|biển|hồ|cầu|bán đảo|kênh|hầm|bến|vườn quốc gia|vườn",
    "sân bay quốc tế|sân bay|cảng hàng không quốc tế|cảng hàng không|cảng quốc tế|cảng biển|cảng cạn|cảng|ga",
    "đường sắt|tuyến|cao tốc|đường|phố|quốc lộ",
    "báo|đài|tòa soạn|đại học|trường đại học|trường|học viện|bệnh viện|khách sạn",
    "câu lạc bộ|clb|đội|giải|chùa|đền|chợ|tổng lãnh sự|lãnh sự quán|xã|phường|thị trấn|ấp|thôn",
    "bia|thuốc lá|xi măng|cao su|nhà máy|nhiệt điện|thủy điện|điện lực|điện khí|điện gió",
    "gang thép|lọc dầu|hóa dầu|xăng dầu|may|dệt|nhựa",
    "becamex|samsung",
)
_NO_PLACE_BEFORE = re.compile(r"(?<!\w)" + either(*_NOT_OF_PLACES) + r"\s+$")
# Whether a pattern can fit at all is far cheaper to ask than the pattern: by these, by `_TYPES`, `_FIRMS`, `_MERGES`.
_ENDS_OF_NO_PLACES = tuple("|".join(_NOT_OF_PLACES).split("|"))
# Words that may be written with a capital before a place without making it part of a name: "Sở Công Thương Hải Phòng",
# "Tại Hải Phòng"; any other one does: "Becamex Bình Dương", "Viglacera Yên Phong".
_CAPITAL_BEFORE = words(
    "thương tư đầu ubnd hđnd tp tỉnh phố quản lý kê thuế hải quan nghiệp kcn kkt ccn tại ở từ vào của cho với",
    "và sở cục ban ủy báo theo trong đến về hội lao động tài chính nguyên trường khoa học đất công an năm quý",
    "tháng ngày qua khi riêng như hiện nay do bởi cùng là được đã sẽ còn đoàn đảng bộ ttxvn thủ đô vùng khu",
    "phía các những mtv tnhh nông thôn dựng doanh nhân lđlđ liên chức phòng thông tin truyền thông",
)
# "Công ty CP Khu công nghiệp Sài Gòn": a place in a firm's name.
_FIRMS = ("công ty", "tập đoàn", "ctcp", "cty", "ngân hàng")
_IN_FIRM = re.compile(
    either(*_FIRMS) + r"\s"
    r"(?:(?!(?:tại|ở|của|trên|vào|có|và|đã|từ|tỉnh|tp|thành phố|đến)\s)[^\s,.;:()]+\s){1,9}$",
    re.IGNORECASE,
)
# A road between places: "cao tốc Hà Nội - Hải Phòng".
_ROUTE = re.compile(
    r"(?<!\w)"
    + either("cao tốc|quốc lộ|tuyến|đường sắt|đường|vành đai|hành lang kinh tế|hành lang|trục|liên tỉnh")
    + r"[^,.;:()]{0,40}$"
)
# "Tổ hợp nhà ở Hoàng Hoa – Hà Nội", "Nhà máy điện An Lão - Hải Phòng": the place is part of the work's name.
_IN_PROJECT_NAME = re.compile(
    r"(?<!\w)"
    + either("tổ hợp|nhà máy|dự án|khu đô thị|chung cư|khu nhà ở|tòa nhà|cảng|trung tâm|công ty|tập đoàn|công viên")
    + r"\s[^,.;:()\n]{2,60}\s[-–—]\s$",
    re.IGNORECASE,
)
# "Sở NN và PTNT Kiên Giang", "Sở KH-ĐT Bình Định": whose office it is.
_OFFICE_BEFORE = re.compile(r"(?<!\w)(?:sở|chi cục|cục thuế|cục thống kê|phòng) [^,.;:()\n]{0,40}$")
_DASHES = ("-", "–", "—")
# "Hà Nam cũ", "Bắc Ninh (cũ)"; "hợp nhất với Quảng Nam": what became part of another one.
_FORMER = re.compile(r"\s{0,2}\(?\s{0,2}cũ(?!\w)")
_MERGES = ("hợp nhất", "sáp nhập", "nhập")
_MERGED_BEFORE = re.compile(
    either(*_MERGES) + r"\s+(?:[^,.;:()]{0,40}\s)?(?:với|vào|từ|cùng)\s+"
    r"(?:(?:tỉnh |thành phố |tp\.? )?[^,.;:()]{2,24}(?:,\s|\svà\s))*(?:các tỉnh\s+)?$"
)
# "giáp ranh với Thái Nguyên và Bắc Ninh", "nằm sát TP.HCM", "so với Bắc Giang".
_BESIDE_BEFORE = re.compile(
    r"(?<!\w)(?:giáp(?: ranh)?(?: với)?|sát|gần|cạnh|kề|so với|cách|nối với|láng giềng|thua)\s+"
    r"(?:các tỉnh\s+|tỉnh\s+)?(?:[^.;:()\d]{2,24}(?:,|\svà)\s+)?$"
)
_COMMA = re.compile(r",\s+(?:tỉnh|thành phố|tp\.?)?\s*$")
# "Hà Nội (TTXVN) - ...": where an agency's report was written.
_DATELINE = re.compile(
    r"\s*\((?:TTXVN|[A-ZĐ]{2,8})\)\s*[-–—,]|\s*,\s\d{1,2}[/-]\d{1,2}(?:[/-]\d{4})?\s*,\s*[A-ZĐ][\w ]{2,20}[\])]"
    r"|,\s(?:ngày|sáng|chiều|tối)\s\d{1,2}(?:[/.-]\d{1,2}|\stháng\s\d)[^.,;\n]{0,16}[.,–-]"
)
_OPENING_WORD = re.compile(r"(?:^|[.!?…\n:]\s*|[\"“(]\s*|-\s+)\S+[ \u00a0]$")
_REGION_WORDS = ("miền", "vùng", "đồng bằng", "trung du", "duyên hải", "bắc trung", "nam trung", "đông nam")
# Names whose further words are written small: "Đồng bằng sông Hồng", "Trung du và miền núi phía Bắc".
_REGION_OPENINGS = (
    *_REGION_WORDS, "Miền", "Vùng", "Đồng bằng", "Trung du", "Duyên hải", "Bắc Trung", "Nam Trung", "Đông Nam",
)  # fmt: skip
_KINDS_OF_TYPE = {
    **dict.fromkeys(("tỉnh", "các tỉnh", "thủ đô"), ("Province",)),
    **dict.fromkeys(("thành phố", "tp"), ("Province", "District")),
    **dict.fromkeys(("huyện", "quận", "thị xã", "tx", "huyện đảo", "các huyện"), ("District",)),
    "vùng": ("Region",),
    "khu vực": ("Region", "Province"),
}
_OCEAN = "thái bình dương"
_GOES_ON = re.compile(r" (?:Đông|Tây|Nam|Bắc|Thượng|Hạ|Trung)(?=[,.;)]|$| [a-zà-ỹđ])")


def place_mentions(doc: Document, hits: list[Hit]) -> list[PlaceMention]:
    """The places that the text names, in order, longest names first where they overlap.

    "tại huyện Thường Tín, Hà Nội" gives the district, typed, and the province; "Becamex Bình Dương" an embedded one.
    """
    found: list[PlaceMention] = []
    covered = 0
    text, folded = doc.text, doc.folded
    for hit in hits:
        keys = hit.meaning.by_kind.get("place")
        if keys and folded.startswith(_OCEAN, hit.start):
            covered = hit.start + len(_OCEAN)
        if not keys or hit.start < covered or not _capitalised(text, hit.start, hit.end):
            continue
        before = folded[max(0, hit.start - 40) : hit.start]
        typed = _TYPE_BEFORE.search(before) if before.rstrip().endswith(_TYPES) else None
        type_ = typed[1].replace(".", "") if typed else ""
        candidates = _candidates(keys[0], type_)
        if not candidates:
            continue
        dateline = text[max(0, hit.start - 1) : hit.start].strip() == "" and _DATELINE.match(text, hit.end) is not None
        embedded = not typed and (dateline or _embedded(doc, before, hit.start))
        if not typed and not embedded and all(place.kind == "District" for place in candidates):
            embedded = _GOES_ON.match(text, hit.end) is not None  # "khu đô thị Tây Hồ Tây"
        start = hit.start - (len(before) - typed.start(1)) if typed else hit.start
        preceding = folded[max(0, start - 60) : start]
        former = _FORMER.match(folded, hit.end) is not None
        if not former and any(merges in preceding for merges in _MERGES):
            former = _MERGED_BEFORE.search(preceding) is not None
        beside = _BESIDE_BEFORE.search(preceding) is not None
        if beside and _COMMA.search(preceding) and HAS_BEHIND.match(folded, hit.end):
            beside = "so với" not in preceding  # "So với Hà Tĩnh, tỉnh Nghệ An có 18 cụm"
        found.append(PlaceMention(start, hit.end, hit.start, candidates, type_, embedded, former, beside))
        covered = hit.end
    return found


def _candidates(name: str, type_: str) -> tuple[Place, ...]:
    """The gazetteer's places of that name that can have that type."""
    wanted = _KINDS_OF_TYPE.get(type_)
    found = places().named(name)
    if wanted is None:
        return found
    kept = tuple(place for place in found if place.kind in wanted)
    return kept or (found if type_ in ("khu vực", "vùng") else ())


def _capitalised(text: str, start: int, end: int) -> bool:
    """Whether a name is written as one: every word with a capital, a region's at least at its beginning."""
    behind_region = text[max(0, start - 5) : start].lower() == "vùng "
    name = text[start:end]
    if not (name[0].isupper() or behind_region or name.startswith(_REGION_WORDS)):
        return False
    parts = name.replace("-", " ").split()
    if behind_region:
        return any(word[0].isupper() for word in parts)
    return name.startswith(_REGION_OPENINGS) or all(not word[0].isalpha() or word[0].isupper() for word in parts)


def _embedded(doc: Document, before: str, start: int) -> bool:
    """Whether a name is only part of another one: "cao tốc Hà Nội - Hải Phòng", "Becamex Bình Dương"."""
    text = doc.text
    far = doc.folded[max(0, start - 80) : start]
    if any(firm in far for firm in _FIRMS) and _IN_FIRM.search(text[max(0, start - 80) : start]):
        return True
    if before.rstrip().endswith(_ENDS_OF_NO_PLACES) and _NO_PLACE_BEFORE.search(before):
        return True
    if _ROUTE.search(before):
        return True
    dashed = text[max(0, start - 2) : start - 1] in _DASHES
    if dashed and _IN_PROJECT_NAME.search(text[max(0, start - 90) : start]):
        return True
    preceding = text[max(0, start - 30) : start]
    if preceding[-1:] not in (" ", "\u00a0") or preceding[-2:-1].isspace() or len(preceding) < 2:
        return False
    word = preceding.split()[-1]
    if not word[0].isupper() or word[-1] in ',.;:)(-–"”':
        return False
    if _OFFICE_BEFORE.search(far):
        return False
    usual = word.strip(".").lower() in _CAPITAL_BEFORE
    if word.isupper():
        return not usual and len(word) > 2
    return not usual and _OPENING_WORD.search(text[max(0, start - 40) : start]) is None
