"""Finds the zone nouns of a text, with the names behind them and the part that they play."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from kg.extraction.cues import SCOPE_OF
from kg.extraction.document import Document
from kg.extraction.lexicon import Hit
from kg.extraction.mentions import PlaceMention, ZoneMention
from kg.extraction.patterns import CAPITALS, either
from kg.extraction.zone_names import ABBREVIATION, LIST_GOES_ON, Name, read_names
from kg.reference.places import places

_LARGE = ("Province", "Region", "Country")
_NOUN = either("kcn|ccn|kkt|kcx|khu công nghiệp|cụm công nghiệp|khu kinh tế|khu chế xuất")
_ARE_DOING = re.compile(r"\s(?:đang|đều|cùng|đã (?:lấp|đi|hoạt|kín)|cơ bản|cũng đã)(?!\w)")
_DOES_AS_ZONE = re.compile(r"\s+(?:do (?:công ty|liên danh|tập đoàn|cty|ctcp)|khởi công|được khởi công)(?!\w)")
# What joins two nouns to one mention: "các KCN, CCN", "khu kinh tế và các khu công nghiệp".
_GLUE = re.compile(r"\s*(?:,|/|-|và|;)\s*(?:các\s+)?$")
# "Khu liên hợp công nghiệp - dịch vụ - đô thị An Phú": what else it is, before its name.
_NOUN_GOES_ON = re.compile(
    r"(?:\s*[-–,/]\s*|\s+và\s+)(?:[Đđ]ô thị|[Dd]ịch vụ)(?:(?:\s*[-–,/]\s*|\s+và\s+)(?:[Đđ]ô thị|[Dd]ịch vụ))*"
    r"(?=\s+(?!Đô|Dịch)[" + CAPITALS + "])"
)
_PLURAL_BEFORE = re.compile(
    r"(?<!\w)"
    + either("các|những|nhiều|một số|hầu hết|mọi|hệ thống|số", r"hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d+")
    + r"\s+$"
)
# "Ban Quản lý các KCN Bắc Ninh", "Ban Quản lý KKT, KCN ...": the zones of the board's province.
_BOARD_BEFORE = re.compile(
    r"(?:ban quản lý|ban ql|bql|trưởng ban|phó trưởng ban|ban quản lí)\s+(?:các\s+|dự án\s+)?"
    r"(?:(?:khu|kcn|kkt|kcx|ccn|cụm)[^.;:\n]{0,40}?(?:,|và|/|-)\s*)?(?:các\s+)?$"
)
_HEAD_OF_BOARD = re.compile(r"(?:trưởng|phó|giám đốc|lãnh đạo) (?:trưởng )?(?:ban|bql)[^.;\n]{0,40}$")
_PERSON_SPEAKS = re.compile(
    r"[ \u00a0](?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trương|Mai|Đào|Lương|Cao"
    rf"|Trịnh|Đoàn|Tạ|Lâm|Hà|Thái|Tô|Châu|Chu)(?:[ \u00a0][{CAPITALS}]\w+){{1,3}}"
    r",?[ \u00a0](?:cho|chia|nói|khẳng|thông|nhận|nhấn|đánh|phát|báo|kể|bày|đề)(?!\w)"
)
_OFFICE_BEFORE = re.compile(
    r"(?<!\w)"
    + either("công đoàn|công an|đảng ủy|đảng bộ|hải quan|ban lãnh đạo|giám đốc|đại diện|vụ quản lý")
    + r"\s+(?:các\s+)?$"
)
# A company that has the noun in its own name: "Công ty CP Phát triển hạ tầng KCN Hải Dương". A word without marks is
# taken by the last part; no word may fit two parts, or the time to fail would double with each.
_COMPANY_BEFORE = re.compile(
    r"(?<!\w)"
    + either("công ty|tập đoàn|ctcp|cty|hiệp hội(?: các)?(?: doanh nghiệp)?|câu lạc bộ|trung tâm|chi nhánh")
    + r"(?:\s+"
    + either(
        "cổ|phần|một|thành|viên|đầu|tư|phát|triển|hạ|tầng|kỹ|thuật|xây|dựng|thác|quản|lý|dịch|vụ|liên|các|và",
        r"kết|cấu|đô|thị|nghiệp|[a-zđ0-9&.-]{2,14}",
    )
    + r")*\s+$"
)
_ZONE_BEFORE = re.compile(_NOUN + r"\s+$")
_LISTED_BEFORE = re.compile(r"(?:kcn|khu công nghiệp) [^,.;:()]{3,30}(?:\([^)]*\)\s*)?(?:,| và)\s+$")
_LISTING = re.compile(r"(?:như|gồm|bao gồm|:)\s+$")
# "khu", "cụm" are zones only in an article that speaks of such zones ...
_SHORT = {"KHU": frozenset(("KCN", "KCX")), "CỤM": frozenset(("CCN",))}
# ... and where no word follows that makes something else of them: "khu đô thị", "khu vực", "cụm dân cư", "khu Đông".
_NO_ZONE_BEHIND = re.compile(
    r"\s*"
    + either(
        "công nghiệp|kinh tế|chế xuất|công nghệ|đô thị|du lịch|dân cư|nhà|vực|tái|phố|tập|hành|trung|liên|phức|resort",
        r"đông|tây|nam|bắc|[ivx\d]",
    )
    + r"(?!\w)"
)
# "bốn khu (KCN) đã kín chỗ là A, B và C", "hai cụm gồm A và B": the words between the noun and the names.
_NAMES_BEHIND = re.compile(
    r"(?:\s*\([A-Z]{2,5}\))?(?:,?\s+[a-zà-ỹđ\d]\w*(?:[.,]\d+)?%?){0,18}?,?\s*"
    r"(?:(?:\s(?:là|gồm|gồm có|bao gồm|như):?|:)\s+|(?<=\s)\()"
    r"(?:các\s+(?:kcn|ccn|khu|cụm)\s+)?(?=[" + CAPITALS + "])"
)
# Figures behind a zone's name, before the next one: "KCN A (430 ha) và B (337 ha)", "các cụm A 40 ha và B (xã C) 9 ha".
_IN_BRACKETS = r"\s?\([^()\n]{0,40}\d[^()\n]{0,40}\)"
_AREA = r"(?:\s?\([^()\n\d]{2,40}\))?(?:\s(?:rộng|diện tích))?\s\d[\d.,]*\s?ha(?!\w)"
_FIGURES = {False: re.compile(_IN_BRACKETS), True: re.compile(f"(?:{_IN_BRACKETS}|{_AREA})")}
_FIGURES_BEHIND = {
    plural: re.compile(rf"(?:{figures.pattern})\s*(?:,|;|và|,\s+và)\s+(?=[{CAPITALS}])")
    for plural, figures in _FIGURES.items()
}
# Among those words, what makes the names those of places or people, and right before them those of firms.
_NOT_OF_ZONES = re.compile(
    r"(?<!\w)"
    + either(
        "(?:ở|tại)(?= các| huyện| địa bàn| những)|huyện|(?<!của )(?<!trong )tỉnh|của(?! tỉnh| thành phố)",
        "quốc gia|vùng|nước|ông|bà|do|theo(?! quy hoạch| kế hoạch)|kế đến|tiếp đến|tiếp theo|sau đó|đứng sau",
    )
    + r"(?!\w)"
)
_OF_FIRMS = re.compile(
    r"(?<!\w)"
    + either("doanh nghiệp|công ty|tập đoàn|(?<!thu hút )đầu tư|ngành|thị trường|hãng|tên tuổi|dự án|sản phẩm|lĩnh vực")
    + r"(?:\s+\w+){0,2}\W*(?:là|gồm|gồm có|bao gồm|như|:|\()\W*$"
)


def zone_mentions(doc: Document, hits: list[Hit], found_places: list[PlaceMention]) -> list[ZoneMention]:
    """The zone nouns of the text with the names behind them; nouns joined by commas or "và" become one mention.

    "các KCN, CCN" is one mention without a name, of zones and clusters; "các KCN Nomura và Đồ Sơn" one with two names.
    """
    return _Reader(doc, hits, found_places).read()


# A line of capitals that goes on with a name of a few words, and nothing behind it but brackets.
_CAPITALS_ONLY = re.compile(
    rf"[ \u00a0]([{CAPITALS}]+(?:[ \u00a0-]+(?:[{CAPITALS}]+|[IVX]+|\d{{1,2}})){{0,3}})\s*(?:\([^()\n]*\))?$"
)
_ROMAN = re.compile(r"[IVX]+")


# A title in title case has more words, and of so many one may be small.
_TITLE = 7
_SMALL_WORDS = frozenset(
    {"Và", "Tại", "Của", "Với", "Cho", "Từ", "Trong", "Vào", "Tháng", "Ngày", "Năm", "Được", "Các", "Có", "Khởi", "Thu"}
)


class _Reader:
    def __init__(self, doc: Document, hits: list[Hit], found_places: list[PlaceMention]) -> None:
        self._doc = doc
        self._nouns = [(hit, nouns[0]) for hit in hits for nouns in [hit.keys("zone")] if nouns]
        self._spoken = {noun for hit, _ in self._nouns for noun in hit.keys("zone")}
        self._place_by_name = {mention.name_start: mention for mention in found_places}
        self._place_by_start = {mention.start: mention for mention in found_places}
        self._likely = _likely_provinces(doc, found_places)
        self._mentions: list[ZoneMention] = []

    def read(self) -> list[ZoneMention]:
        covered = 0
        for hit, noun in self._nouns:
            if hit.start < covered:
                continue
            if noun in _SHORT:
                found = self._short(hit, noun) if self._spoken & _SHORT[noun] else []
            else:
                covered = hit.end
                found = self._full(hit, noun)
            self._mentions.extend(found)
            if found:
                covered = max(covered, found[-1].end)
        return self._mentions

    def _before(self, hit: Hit, length: int) -> str:
        line = self._doc.sentence_at(hit.start).line
        return self._doc.folded[max(line.start, hit.start - length) : hit.start]

    def _full(self, hit: Hit, noun: str) -> list[ZoneMention]:
        """The mention of a noun, with those of the names that a verb joins to it."""
        before = self._before(hit, 90)
        limit = self._doc.sentence_at(hit.start).end
        tail = _NOUN_GOES_ON.match(self._doc.text, hit.end, limit) if noun == "KCN" else None
        if tail is not None and not _PLURAL_BEFORE.search(before):
            hit = hit._replace(end=tail.end())
        plural = _PLURAL_BEFORE.search(before) is not None
        short = ABBREVIATION.match(self._doc.text, hit.end, limit)
        mention = ZoneMention(hit.start, short.end() if short else hit.end, noun, SCOPE_OF[noun], plural=plural)
        if _BOARD_BEFORE.search(before) or _OFFICE_BEFORE.search(before):
            mention.role = "board"
            if _HEAD_OF_BOARD.search(before) and _PERSON_SPEAKS.match(self._doc.text, hit.end, limit):
                return [mention]  # "Trưởng ban Quản lý KKT Trần Văn Hùng cho biết": who heads it
        elif _COMPANY_BEFORE.search(before):
            mention.role = "company"
        plural = mention.plural
        joined = self._mentions[-1] if self._mentions else None
        if joined is not None and not joined.names and joined.role != "company" and self._joins(joined, hit):
            mention.start, mention.plural, mention.role = joined.start, joined.plural, joined.role
            mention.scope = joined.scope if joined.scope == mention.scope else "zonesAndClusters"
            if not self._names(mention, hit, limit):
                self._mentions.pop()
                listed = mention.plural and mention.role == "plain" and noun in ("KCN", "CCN", "KCX")
                return [mention, *(self._behind("KCN" if noun == "KCX" else noun, hit.end, limit) if listed else ())]
            mention.start, mention.scope, mention.plural = hit.start, SCOPE_OF[noun], plural
        mention.names = self._names(mention, hit, limit)
        if mention.names and mention.role != "company":
            names = mention.names + self._more(mention.names[-1], noun, limit, plural=mention.plural)
            found = self._apart(names, noun, mention.start)
            found[0].plural, found[0].role = mention.plural, mention.role
            return found
        if mention.names:
            mention.end = mention.names[-1].end
        elif mention.plural and mention.role == "plain" and noun in ("KCN", "CCN", "KKT"):
            return [mention, *self._behind(noun, hit.end, limit)]
        return [mention]

    def _joins(self, joined: ZoneMention, hit: Hit) -> bool:
        return hit.start - joined.end <= 8 and _GLUE.fullmatch(self._doc.folded, joined.end, hit.start) is not None

    def _short(self, hit: Hit, noun: str) -> list[ZoneMention]:
        """ "khu Lễ Môn", "cụm Yên Dương": a zone where a proper name follows the short noun."""
        code = "KCN" if noun == "KHU" else "CCN"
        limit = self._doc.sentence_at(hit.start).end
        if _PLURAL_BEFORE.search(self._before(hit, 90)):
            listed = read_names(self._doc.text, code, "", hit.end, limit, plural=True)
            listed += self._more(listed[-1], code, limit, plural=True) if listed else []
            return self._apart(listed, code, hit.start) if len(listed) > 1 else self._behind(code, hit.end, limit)
        if _NO_ZONE_BEHIND.match(self._doc.folded, hit.end):
            return []
        names = [name for name in read_names(self._doc.text, code, "", hit.end, limit, plural=False) if name.proper]
        # A label as short as "KCN An" is more likely the beginning of something else.
        if not names or len(names[0].label) < 7:
            return []
        return [ZoneMention(hit.start, names[-1].end, code, SCOPE_OF[noun], names)]

    def _more(self, last: Name, noun: str, limit: int, *, plural: bool) -> list[Name]:
        """The names behind one with figures that have figures too: "KCN A (430 ha) và B (337 ha)"."""
        more: list[Name] = []
        figures, behind = _FIGURES[plural], _FIGURES_BEHIND[plural]
        glue = behind.match(self._doc.text, last.end, limit)
        while glue is not None:
            following = read_names(self._doc.text, noun, "", glue.end(), limit, plural=False)
            if not following or not following[0].proper or following[0].start != glue.end():
                break
            if not figures.match(self._doc.text, following[0].end, limit):
                break
            more.append(following[0])
            glue = behind.match(self._doc.text, following[0].end, limit)
        return more

    def _apart(self, names: list[Name], noun: str, start: int) -> list[ZoneMention]:
        """One mention of a list of names; one of each where figures in brackets part them."""
        groups = [[names[0]]]
        for left, right in pairwise(names):
            if any(character.isdigit() for character in self._doc.text[left.end : right.start]):
                groups.append([])
            groups[-1].append(right)
        mentions: list[ZoneMention] = []
        for group in groups:
            first = group[0].start if mentions else start
            mentions.append(ZoneMention(first, group[-1].end, noun, SCOPE_OF[noun], group))
        return mentions

    def _behind(self, noun: str, end: int, limit: int) -> list[ZoneMention]:
        """The zones that a verb joins to counted ones: "bốn khu đã kín chỗ là A, B và C", "hai cụm gồm A và B"."""
        opening = _NAMES_BEHIND.match(self._doc.text, end, limit)
        words = opening[0].lower() if opening is not None else ""
        if opening is None or _NOT_OF_ZONES.search(words) or _OF_FIRMS.search(words):
            return []
        names = read_names(self._doc.text, noun, "", opening.end(), limit, plural=True)
        same_name = places().named(names[0].label.split(" ", 1)[-1]) if names else ()
        if any(place.kind in _LARGE for place in same_name):
            return []
        return [ZoneMention(name.start, name.end, noun, SCOPE_OF[noun], [name]) for name in names]

    def _names(self, mention: ZoneMention, hit: Hit, limit: int) -> list[Name]:
        """The names behind a noun; none where they are only those of the place whose zones it means."""
        text, noun = self._doc.text, mention.noun
        if noun in ("KCN+CCN", "KCN+KKT"):
            return []
        if _all_capitals(text, hit.start, limit):
            return self._whole_line(mention, hit)
        line = self._doc.sentence_at(hit.start).line
        if line.heading and _in_title_case(text[line.start : line.end]):
            return []  # "Khu Công Nghiệp Thái Nguyên Khởi Công Ngày 2 Tháng 9": no name ends where small letters begin
        listing = mention.plural or text.startswith(":", hit.end)
        names = read_names(text, noun, self._doc.folded[hit.start : hit.end], hit.end, limit, plural=listing)
        if len(names) == 1 and text.startswith(":", hit.end) and " " not in names[0].label.split(" ", 1)[1]:
            # One word behind a colon begins the headline's other half: "khu công nghiệp: Vượt khó".
            return []
        if len(names) == 1 and not mention.plural and _LISTING.search(self._before(hit, 12)):
            several = read_names(text, noun, "", hit.end, limit, plural=True)
            if len(several) >= 3:
                return several
        if len(names) == 1 and self._names_the_place(mention, names[0], hit):
            return []
        if len(names) > 1 and mention.role == "board" and self._names_the_place(mention, names[0], hit):
            return []
        if len(names) == 1 and not mention.plural and noun in ("KCN", "CCN"):
            several = self._listed_behind(names[0], noun, limit)
            if several:
                return [names[0], *several]
        if not names and noun == "KCNC" and not mention.plural:
            place = self._place_by_start.get(hit.end + 1) or self._place_by_start.get(hit.end + 2)
            if place is not None:
                return [Name(place.start, place.end, f"KCNC {text[place.start : place.end]}", True)]
        return names

    def _whole_line(self, mention: ZoneMention, hit: Hit) -> list[Name]:
        """The name in a headline of capitals that is nothing but a zone's: "KHU CÔNG NGHIỆP PHÚ HÀ"."""
        line = self._doc.sentence_at(hit.start).line
        named = _CAPITALS_ONLY.match(self._doc.text, hit.end, line.end) if hit.start == line.start else None
        if named is None or mention.plural:
            return []
        if any(place.kind in _LARGE for place in places().named(named[1].title())):
            return []
        words = [word if _ROMAN.fullmatch(word) else word.title() for word in named[1].split()]
        return [Name(*named.span(1), f"{mention.noun} {' '.join(words)}", True)]

    def _listed_behind(self, first: Name, noun: str, limit: int) -> list[Name]:
        """The names that a singular noun's list goes on with: "KCN Khánh An, Hòa Trung và Trà Kha đang hoạt động"."""
        glue = LIST_GOES_ON.match(self._doc.text, first.end, limit)
        if glue is None:
            return []
        names = read_names(self._doc.text, noun, "", glue.end(), limit, plural=True)
        if not names or names[0].start != glue.end() or not _ARE_DOING.match(self._doc.folded, names[-1].end, limit):
            return []
        before_last = names[-2] if len(names) > 1 else first
        if " và " not in self._doc.folded[before_last.end : names[-1].start]:
            return []
        known = [places().named(name.label.split(" ", 1)[1]) for name in names]
        return [] if any(known) else names

    def _names_the_place(self, mention: ZoneMention, name: Name, hit: Hit) -> bool:
        """Whether a noun's only name is the place's whose zones are meant: "các KCN Bắc Ninh", "BQL KKT Hải Phòng"."""
        place = self._place_by_name.get(name.start)
        if place is None or place.end < name.end:
            return False
        if place.kind == "District" and mention.plural and mention.noun in ("KCN", "CCN"):
            return True  # "các cụm công nghiệp Núi Thành"
        if place.kind not in _LARGE:
            return False
        if mention.noun not in ("KCN", "CCN", "KCX") and not mention.plural and mention.role != "board":
            return False
        if mention.plural:
            return True
        if mention.role == "plain" and _DOES_AS_ZONE.match(self._doc.folded, name.end):
            return False  # "KCN Quảng Trị do Công ty X đầu tư": one zone, named so
        # A zone of a list ("KCN Tân Trường, KCN Hải Dương") and one named after another province are named so.
        listed = mention.role == "plain" and _LISTED_BEFORE.search(self._before(hit, 60)) is not None
        elsewhere = place.kind == "Province" and bool(self._likely) and place.candidates[0].label not in self._likely
        return not listed and not elsewhere


def _likely_provinces(doc: Document, found_places: list[PlaceMention]) -> set[str]:
    """The provinces that the article speaks of as such; a zone may bear the name of another one."""
    counts = Counter(
        place.candidates[0].label
        for place in found_places
        if place.kind == "Province" and not place.embedded
        and _ZONE_BEFORE.search(doc.folded[max(0, place.start - 18) : place.start]) is None
    )  # fmt: skip
    enough = max(2, counts.total() // 4)
    return {label for label, times in counts.items() if times >= enough} or set(counts)


def _in_title_case(line: str) -> bool:
    """Whether all words of a line are written as names are: "Mở Rộng Thị Trường Tại Việt Nam"."""
    words = [word for word in line.split() if word[0].isalpha()]
    small = sum(1 for word in words if word[0].islower())
    return len(words) > _TITLE and small <= len(words) // _TITLE and not _SMALL_WORDS.isdisjoint(words)


def _all_capitals(text: str, start: int, limit: int) -> bool:
    """Whether a noun stands in a headline of capitals, where a name cannot be told from other words."""
    letters = [c for c in text[start : min(limit, start + 80)] if c.isalpha()]
    return len(letters) > 12 and all(c.isupper() for c in letters)
