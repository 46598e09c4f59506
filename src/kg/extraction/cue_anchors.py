"""Anchors without a name: words that point back at a place or at zones ("toàn tỉnh", "huyện", "các khu", "khu này")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extraction.patterns import either
from kg.extraction.phrases import is_landmark
from kg.extraction.reading import Reading
from kg.extraction.subject import Anchor, Subject
from kg.extraction.zone_names import Name
from kg.facts import Scope

# "nhờ có Ban Quản lý chuyên trách": what a zone has.
_HAS_BOARD = re.compile(r"(?<!\w)(?:có|thành lập|lập|chưa có|thiếu)\s+(?:một\s+)?$")
_CUES = frozenset({"wholeProvince", "province", "district", "country", "board", "thisZone", "theZones"})
# "Khu có địa giới ...", "Cụm rộng 30 ha": the zone spoken of, at the head of a sentence.
_THE_ZONE = re.compile(
    r"(?:khu|cụm)(?:(?:(?<=[.;:!?,] ...)|(?<=\n...))"
    r"(?= (?:có|được|rộng|hiện|do|nằm|đã|đang|sẽ|vẫn|này|mở rộng (?:có|rộng))(?!\w))"
    r"|(?<=(?<!\w)của ...)(?=\s?(?:,|\.|giảm|tăng|đạt|là|ước|hiện|đã|chỉ|còn)(?!\w)))"
)
# "Ban đã cấp mới 27 dự án": the board of the zones, where the article has named it in full.
_BOARD = re.compile(r"(?:ban quản lý|ban ql|bql)\s+(?:các\s+)?(?:khu|kcn|kkt|kcx)")
WITH_OTHERS = re.compile(r"(?:kkt|khu kinh tế)\s[^.;:()\n]{0,30}(?:và|,)\s(?:các\s)?(?:kcn|khu công nghiệp)(?!\w)")
"""What a board manages that sees to other zones too: "KKT Đông Nam và các KCN"."""
_THE_BOARD = re.compile(
    r"(?<=của )Ban(?=[?,.]|\s(?:là|đến|trong|ra sao|thế nào|như thế nào)(?!\w))|(?<=[\s(“\"])Ban(?=\s(?:đã|sẽ|đang"
    r"|có|cấp|tiếp nhận|phấn đấu|đặt|dự kiến|thu hút|cũng|được|mới|tiếp tục|bám sát|tập trung|khẩn trương|chủ động"
    r"|rà soát|nhìn nhận)\s)"
)
# "CEPIZA đề ra chỉ tiêu": boards by their English short names.
_BOARDS_SHORT = re.compile(r"(?<!\w)(?:[A-Z]{1,5}(?:IZA|EZA|PZA)|BQL)(?!\w)")
# "ở cả hai khu", "ba cụm này": the last ones that were named, not far before.
_THESE = re.compile(
    r"(?<!\w)(?P<all>cả\s+)?(?P<what>(?P<number>\d|hai|ba|bốn|năm|sáu)\s+"
    r"(?:khu công nghiệp|kcn|cụm công nghiệp|ccn|khu|cụm))"
    r"(?P<these>\s+(?:này|trên|nói trên))?(?!\w)(?!\s+(?:dân|đô|vực|nhà))"
)
_NUMBER_BEFORE = re.compile(r"(?<!\w)(?:cả\s+)?(?:\d|hai|ba|bốn|năm|sáu)\s+$")
# "Ở phía Nam, giá thuê ...", "phía Bắc dự kiến có thêm 3.000 ha", in an article of no single province.
_SIDE = re.compile(
    r"(?<!\w)phía (nam|bắc)"
    r"(?=,| (?:dự kiến|có|đạt|hiện|sẽ|ở mức|là|đang|\())"
)
_HERE = re.compile(r"(?<!\w)nơi (?:đây|này)(?!\w)")
_HERE_WITHIN = 300
_NUMBERS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6}
_BACK = 600
# "tổng mức đầu tư giai đoạn I": a phase of the zone spoken of; "giai đoạn 2011-2015" is a time.
_A_PHASE = re.compile(r"(?<!\w)giai đoạn (?:[1-4]|i{1,3}|iv)(?![\w/.])(?!\s*[-–]\s*\d)(?!\d)")
_THE_REGION = re.compile(
    r"(?<!\w)(?:toàn vùng|cả vùng|trong vùng|của vùng|vùng này|toàn khu vực|cả khu vực|(?:địa phương"
    r"|tỉnh)[^,.;]{0,16} trong khu vực"
    r"|(?<=, )khu vực(?= (?:phấn đấu|có|đạt|dự kiến|đặt))|(?<=bình quân )của khu vực)(?!\w)"
    r"(?!\s+(?:đồng bằng|kinh tế|núi|cao|sâu|biên|trung du))"
)
# "3 khu này", "các cụm này": several ones.
_SEVERAL = re.compile(
    r"(?<!\w)"
    + either(r"\d+|các|những|hai|ba|bốn|(?<!cả )(?<!trong )(?<!đầu )(?<!cuối )năm|sáu|bảy|tám|chín|mười")
    + r"\s+$"
)
# "các khu dân cư", "cụm đô thị": no zones.
_OTHER_ZONES = re.compile(r"\s+" + either("công nghiệp|kinh tế|chế xuất|dân cư|đô thị|nhà|vực|du lịch|tái|phố|cn|,"))
# "trên địa bàn huyện ...": what follows names the place.
_NAMED_NEXT = re.compile(
    r"\s+(?:(?:hai|ba|bốn|\d) )?"
    + either("huyện|quận|thị xã|tỉnh|thành phố|tp|các|xã|phường|kkt|kcn|ccn|khu kinh tế|khu công nghiệp|cụm")
)
# "các tỉnh", "liên huyện", "ngoại tỉnh"; "tỉnh ủy", "tỉnh lộ", "huyện đoàn": no single place, or no place at all.
_NOT_ONE_BEFORE = re.compile(
    r"(?<![\w/.,-])"
    + either(r"tuyến|cấp|các|nhiều|những|mỗi|\d{1,2}|ngoài|mấy|liên|hai|ba|bảy|tám|chín|mười|ngoại")
    + r"\s+$"
)
# "40 tỉnh, thành phố", "các tỉnh, thành phố": several of one sort or the other.
# "của 63 tỉnh, thành": all of them (64 until 2008, 34 since 2025).
_ALL_PROVINCES = frozenset({"63", "64", "34"})
_PROVINCES_BEFORE = re.compile(r"(?<!\w)(?:\d+|các|nhiều|những|một số|mấy) tỉnh(?:,|/| và)\s*$")
# "một số huyện", "mỗi địa phương", "9 tỉnh": some of them, and none of which anything is told that could be a figure's.
_SOME_BEFORE = re.compile(
    r"(?<![\w/.,-])"
    + either(
        r"một số|nhiều|những|mỗi|\d{1,2}|mấy|hai|ba|bốn|sáu|bảy|tám|chín|mười|vài|không ít|từng|có",
    )
    + r"\s+$"
)
_NO_PLACE_BEHIND = re.compile(r"\s+" + either("ủy|lộ|thành|khác|đoàn|lân cận|láng giềng|bạn|kế bên|giáp ranh|hội"))
# "được UBND tỉnh phê duyệt": the office acts on what was named before.
_OFFICE = re.compile(
    r"(?:được|do|bởi|đề nghị|kiến nghị|trình|xin|mong|yêu cầu)\s+$|(?:được|do|bởi|với|cùng)\s+(?:[^,.;]{0,20}\s)?"
    + either("ubnd|hđnd|ủy ban nhân dân|ủy ban nhân|lãnh đạo|nhân dân")
    + r"\s+$"
)
# "thành lập tại Quyết định số 17/QĐ-UBND của UBND tỉnh": who issued a document.
_OF_ITS_ISSUER = re.compile(
    r"(?:quyết định|nghị quyết|kế hoạch|văn bản|công văn|chỉ thị|thông báo|tờ trình)(?: số)? [^.;()]{0,60}\scủa "
    r"(?:chủ tịch )?(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân)\s+$"
)
_OF_OFFICE = re.compile(r"(?:ubnd|hđnd|ủy ban nhân dân|lãnh đạo|chủ tịch)\s+$")
_GRANTS = re.compile(
    r"(?:\s(?:cũng|đã|vừa|mới|đang|sẽ))*\s"
    + either(
        "trao|cấp|chấp thuận|phê duyệt|quyết định|ký|giao|yêu cầu|chỉ đạo|đồng ý|thống nhất|xin|đề nghị|kiến nghị",
        "có (?:văn bản|quyết định|công văn|tờ trình)",
    )
    + r"(?!\w)"
)
# "Đức Hòa là địa phương có nhiều cụm nhất": what the place named is.
# "chủ yếu là người địa phương": who works there.
_LOCAL_PEOPLE = re.compile(r"(?<!\w)(?:người|lao động|dân|con em|công nhân)\s+$")
_PREDICATE = re.compile(r"(?<!\w)là\s+(?:một trong (?:những|các|\w+)\s+|một\s+)?$")
# "so với bình quân chung cả nước", "đứng thứ 3 cả nước", "chiếm 40% của tỉnh": the place is only compared with.
_BEHIND_COMPARISON = re.compile(
    r"(?<!\w)"
    + either(
        r"so với|đứng thứ \w+|thứ \w+|tốp \d+|top \d+|hạng \w+|nhất|đầu|của|bình quân|trong",
        r"chiếm[^,.;]{0,30}|xếp[^,.;]{0,20}|phần (?:hai|ba|tư|năm)",
    )
    + r"\s+(?:bình quân\s+)?(?:chung\s+)?$"
)
_COMPARISON = re.compile(
    r"(?<!\w)" + either(r"so với|thứ \w+|tốp|top|hạng|đầu|nhất|chiếm|xếp|bình quân|chung|bằng|phần")
)
# "bằng 52% vốn FDI của cả nước": of what a share is one.
_BEHIND_SHARE = re.compile(
    r"\d\s?%\s+(?:(?:(?:xuất khẩu và nhập khẩu|nhập khẩu và xuất khẩu)\s+|(?!(?:và|còn|nhưng|thì"
    r"|trong khi)\s)[^\s,.;:()\d%]+\s){0,12})?$"
)
# "chiếm 16,3% giá trị sản xuất công nghiệp toàn tỉnh"
_BEHIND_PART = re.compile(r"(?:chiếm|bằng|đóng góp)[^.;:()%]{0,24}\d\s?% [^,.;:()\d%]{3,60}$")


def cue_anchors(reading: Reading) -> Iterator[Anchor]:
    """The anchors of a text that name nothing themselves, in no order."""
    folded = reading.doc.folded
    covered = -1
    for hit in reading.hits:
        keys = hit.keys("cue")
        if hit.start < covered or _CUES.isdisjoint(keys):
            continue
        place = reading.place_before(hit.end)
        if place is not None and place.end > hit.start:
            continue
        covered = hit.end
        anchor = _anchor(reading, hit.start, hit.end, keys)
        if anchor is not None:
            yield anchor
    yield from _several_named(reading)
    # Whether a pattern can fit at all is far cheaper to ask than the pattern.
    for match in _A_PHASE.finditer(folded) if "giai đoạn " in folded else ():
        if reading.zone_overlapping(*match.span()) is None:
            yield Anchor(*match.span(), "phase", (Subject("", "Zone"),))
    for match in _THE_REGION.finditer(folded) if "vùng" in folded or "khu vực" in folded else ():
        yield Anchor(*match.span(), "back", (Subject("", "Region"),))
    if _BOARD.search(folded):
        boards_of = [zone for zone in reading.zones if zone.role == "board"]
        named = {name.label: name for zone in boards_of for name in zone.names}
        one = tuple(named.values()) if len(named) == 1 and all(zone.names for zone in boards_of) else ()
        one = () if WITH_OTHERS.search(folded) else one
        for match in _THE_BOARD.finditer(reading.doc.text):
            if one:
                yield Anchor(*match.span(), "zone", (), names=one)
                continue
            yield Anchor(*match.span(), "back", (Subject("", "Province", "zones"),))
    boards = any(words in reading.doc.text for words in ("IZA", "EZA", "PZA", "BQL"))
    for match in _BOARDS_SHORT.finditer(reading.doc.text) if boards else ():
        yield Anchor(*match.span(), "back", (Subject("", "Province", "zones"),))
    yield from _here(reading)
    if not reading.home:
        for match in _SIDE.finditer(folded):
            label = "miền Nam" if match[1] == "nam" else "miền Bắc"
            yield Anchor(*match.span(), "place", (Subject(label, "Region"),))
    first = reading.zones[0].start if reading.zones else len(folded)
    for match in _THE_ZONE.finditer(folded, min(first + 1, len(folded))):
        yield Anchor(*match.span(), "back", (Subject("", "Zone", _clusters(match[0], "")),))


def _pointing_at_several(reading: Reading) -> Iterator[re.Match[str]]:
    """Where "cả hai khu", "ba cụm này" stand: a number right before a zone's noun."""
    folded, done = reading.doc.folded, 0
    for hit in reading.hits:
        if hit.start < done or "zone" not in hit.meaning.by_kind:
            continue
        number = _NUMBER_BEFORE.search(folded, max(done, hit.start - 12), hit.start)
        match = _THESE.match(folded, number.start()) if number is not None else None
        if match is not None:
            done = match.end()
            if match["all"] or match["these"]:
                yield match


def _here(reading: Reading) -> Iterator[Anchor]:
    """ "nơi đây", where a zone was named right before and no place since: "KKT X ... 283 dự án đã chọn nơi đây"."""
    for match in _HERE.finditer(reading.doc.folded) if "nơi " in reading.doc.folded else ():
        zone = next(reading.zones_before(match.start()), None)
        if zone is None or not zone.names or zone.role != "plain" or match.start() - zone.end > _HERE_WITHIN:
            continue
        if not any(not place.embedded for place in reading.places_within(zone.end, match.start())):
            yield Anchor(*match.span(), "back", (Subject("", "Zone", zone.scope),))


def _several_named(reading: Reading) -> Iterator[Anchor]:
    """The last zones named, where "cả hai khu" or "3 cụm này" points back at so many."""
    for match in _pointing_at_several(reading):
        wanted = int(match["number"]) if match["number"].isdigit() else _NUMBERS.get(match["number"], 0)
        names: list[Name] = []
        for zone in reading.zones_before(match.start()):
            if zone.start < match.start() - _BACK:
                break
            for name in reversed(zone.names):
                if zone.role == "plain" and name.label not in {known.label for known in names}:
                    names.insert(0, name)
        if 1 < wanted <= len(names):
            chosen = names[-wanted:]
            yield Anchor(*match.span("what"), "zone", (), names=tuple(chosen))


def _clusters(word: str, otherwise: Scope) -> Scope:
    return "clusters" if "cụm" in word else otherwise


def _anchor(reading: Reading, start: int, end: int, keys: tuple[str, ...]) -> Anchor | None:
    folded = reading.doc.folded
    word, before = folded[start:end], folded[max(0, start - 80) : start]
    if "thisZone" in keys and folded.startswith(" vực", end):
        return None  # "toàn khu vực"
    if "thisZone" in keys:
        if _SEVERAL.search(before[-14:]):
            return Anchor(start, end, "group", (Subject("", "Province", _clusters(word, "zones")),))
        return Anchor(start, end, "back", (Subject("", "Zone", _clusters(word, "")),))
    if "theZones" in keys:
        if not reading.zones or reading.zone_overlapping(start, end + 1) is not None:
            return None
        if _OTHER_ZONES.match(folded, end, end + 14):
            return None
        return Anchor(start, end, "group", (Subject("", "Province", _clusters(word, "zones")),))
    if "country" in keys:
        # "Việt Nam" by name is a place's mention.
        country = Subject("Việt Nam", "Country")
        return Anchor(start, end, "place", (country,), compares(before)) if word != "việt nam" else None
    if "wholeProvince" in keys:
        if _NAMED_NEXT.match(folded, end, end + 12) or reading.place_starting(end + 1) is not None:
            return None
        return Anchor(start, end, "back", (Subject("", "Province"),), _BEHIND_PART.search(before) is not None)
    if "district" in keys or "province" in keys:
        if _PROVINCES_BEFORE.search(before[-24:]):
            return None
        if _PREDICATE.search(before[-24:]) or (word == "địa phương" and _LOCAL_PEOPLE.search(before[-16:])):
            return None
        one = not _NOT_ONE_BEFORE.search(before[-12:]) and not _NO_PLACE_BEHIND.match(folded, end, end + 12)
        some = _SOME_BEFORE.search(before[-14:])
        if some is not None and word == "tỉnh" and some[0].strip() in _ALL_PROVINCES:
            return Anchor(start, end, "place", (Subject("Việt Nam", "Country"),), compares(before[: some.start() - 14]))
        if some is not None:
            return Anchor(start - (len(before[-14:]) - some.start()), end, "many", ())
        if one and "district" in keys:
            aside = is_landmark(before) or _acts_as_office(folded, start, end)
            return Anchor(start, end, "back", (Subject("", "District"),), aside)
        if one:
            at_zone = reading.zones_within(reading.sentence(start).start, start)
            aside = any(zone.names for zone in at_zone) and _acts_as_office(folded, start, end)
            aside = aside or is_landmark(before) or compares(before) or _OFFICE.search(before[-60:]) is not None
            aside = aside or _OF_ITS_ISSUER.search(before) is not None
            return Anchor(start, end, "back", (Subject("", "Province"),), aside)
    if "board" in keys:
        aside = _HAS_BOARD.search(before[-24:]) is not None
        return Anchor(start, end, "back", (Subject("", "Province", "zones"),), aside)
    return None


def _acts_as_office(folded: str, start: int, end: int) -> bool:
    """Whether a place is only that of an office that grants or asks: "UBND huyện đang xin mở rộng cụm"."""
    office = _OF_OFFICE.search(folded, max(0, start - 24), start) is not None
    return office and _GRANTS.match(folded, end, end + 40) is not None


def is_of_share(before: str) -> bool:
    """Whether a place behind these words is only the whole of which a share was told: "bằng 52% vốn của cả nước"."""
    return _BEHIND_SHARE.search(before) is not None


def compares(before: str) -> bool:
    """Whether a place behind these words is only what another one's figure is compared with, or is a share of."""
    if is_of_share(before):
        return True
    near = before[-30:]
    return _BEHIND_COMPARISON.search(near) is not None and _COMPARISON.search(near) is not None
