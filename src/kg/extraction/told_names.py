"""Zones that are named without their noun and nowhere in full: by what is told of them they are zones.

A list of names with areas in brackets, behind a plural noun: "Các cụm công nghiệp: Hợp An (72 ha), Đông Mỹ 1 (38 ha)".
Names of what is full or is being cleared, where zones are spoken of: "Bàu Lớn, Đức Phong đều đã lấp đầy trên 95%".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from kg.extraction.cues import SCOPE_OF
from kg.extraction.document import Document, Line
from kg.extraction.mentions import ZoneMention
from kg.extraction.patterns import CAPITALS, either
from kg.extraction.zone_names import Name
from kg.reference.places import places

_WORD = rf"[{CAPITALS}][^\W\d_]*"
_NAME = (
    rf"{_WORD}(?:(?: - | ){_WORD})*(?: (?:\d{{1,2}}|[IVX]{{1,4}}))?"
    r"(?: mở rộng)?(?: (?:giai đoạn|GĐ) (?:\d|[IVX]{1,3}))?"
)
_SIZED = re.compile(rf"(?<![^\s(])({_NAME}) \(\d[\d.,]*\s?(?:ha|hécta|héc ta)(?!\w)[^()\n]{{0,50}}\)")
# Between two of them, at most where the first one lies: "A (52ha) và B (64ha) ở huyện C; D (50ha)".
_SIZED_GLUE = re.compile(
    rf"\s*(?:(?:ở|tại|thuộc) (?:các )?(?:huyện|thị xã|thành phố|tp\.?|xã|phường|quận) {_WORD}(?: {_WORD}){{0,3}}\s*)?"
    r"(?:[,;]|[,;]?\s*(?:và|cùng))\s+",
)
_FULL = re.compile(
    rf"(?<![\w-])({_NAME}(?:(?:, | và |, và ){_NAME})*)"
    r"(?= (?:(?:đều|đã|cơ bản|gần như|hầu như|hiện|cũng|mới|sắp|vừa|chỉ|đang|được) )*"
    + either(
        "lấp đầy|kín chỗ|kín đất|kín diện tích|hết đất|không còn (?:đất|quỹ đất|chỗ)|bồi thường được",
        r"còn(?: lại)? (?:gần |hơn |khoảng )?\d[\d.,]* ?(?:ha|hécta) đất (?:sạch|trống|công nghiệp)",
    )
    + ")"
)
# "Bồng Sơn là cụm lớn nhất": what is named is told to be a zone.
_IS_A_ZONE = re.compile(
    rf"(?<![\w-])({_NAME})(?= là (?:khu công nghiệp|cụm công nghiệp|KCN|CCN|khu|cụm) "
    r"(?:lớn|đầu tiên|duy nhất|rộng|đông|trọng điểm|điển hình|thứ|có|nhỏ|mới)(?!\w))"
)
# "(Hàm Đức 2, diện tích 68 ha; Đắk Ha, 50 ha)": behind a count of zones.
_COUNTED_IN_BRACKETS = re.compile(r"\d+ (?:cụm|khu|CCN|KCN)(?: công nghiệp)?(?: mới)? \(([^()\n]{10,200})\)")
_MEMBER_SIZED = re.compile(rf"(?:^|; ?)({_NAME}), (?:diện tích |rộng )?\d[\d.,]* ?ha(?!\w)")
_STANDS = re.compile(r"(?:^|[.:;,“\"(])\s*$|(?<!\w)(?:như|còn|song|nhưng|riêng|và)\s+$", re.IGNORECASE)
_MEMBERS = re.compile(r", và | và |, ")
# Words that begin a sentence in capitals, or a noun that has its name by itself.
_NO_NAME = frozenset(
    (
        "hiện riêng còn các khi nếu đến tỷ tỉ trong kcn ccn kkt kcx khu cụm tính toàn tỉnh huyện dự nhiều một hai ba "
        "theo sau công tập doanh ngoài trước đây nay có nhờ do với tại ở từ việc đất diện fdi quý năm nhà giai phần "
        "cả mỗi số "
    ).split()
)
_NUMERAL = re.compile(r"[IVX]+")
_ENOUGH = 2
_LARGE = ("Province", "Region", "Country")
_PLACES = (*_LARGE, "District")


def told_names(doc: Document, mentions: list[ZoneMention]) -> Iterator[ZoneMention]:
    """Mentions of zones by names that the article gives no noun. `mentions`: those with one, by start."""
    nouns = [mention for mention in mentions if mention.noun in ("KCN", "CCN")]
    if not nouns:
        return
    starts = [mention.start for mention in nouns]
    for line in doc.lines:
        low, high = bisect_left(starts, line.start), bisect_left(starts, line.end)
        if low == high and not (low and line.index and nouns[low - 1].start >= doc.lines[line.index - 1].start):
            continue
        yield from _sized(doc, line, nouns[max(0, low - 1) : high])
        yield from _told_to_be(doc, line, nouns[max(0, low - 1) : high])
        if any(words in doc.folded[line.start : line.end] for words in ("lấp đầy", "kín ", "đất")):
            yield from _full(doc, line, nouns[max(0, low - 1) : high])


def _sized(doc: Document, line: Line, nouns: list[ZoneMention]) -> Iterator[ZoneMention]:
    """The members of lists of names with areas, behind a noun of several zones."""
    run: list[re.Match[str]] = []
    for match in [*_SIZED.finditer(doc.text, line.start, line.end), None]:
        if match is not None and (not run or _SIZED_GLUE.fullmatch(doc.text, run[-1].end(), match.start())):
            run.append(match)
            continue
        noun = next((one for one in reversed(nouns) if run and one.start < run[0].start()), None)
        if noun is not None and noun.plural and len(run) >= _ENOUGH:
            for member in run:
                if not _is_other(member[1]):
                    yield _mention(noun, member.start(1), member[1])
        run = [match] if match is not None else []


def _told_to_be(doc: Document, line: Line, nouns: list[ZoneMention]) -> Iterator[ZoneMention]:
    """The zones that a sentence says are such, and those in brackets behind the number of them."""
    for match in (
        _IS_A_ZONE.finditer(doc.text, line.start, line.end) if " là " in doc.text[line.start : line.end] else ()
    ):
        noun = next((one for one in reversed(nouns) if one.start < match.start()), None)
        stands = _STANDS.search(doc.text, max(line.start, match.start() - 12), match.start()) is not None
        if noun is not None and stands and match[1].split()[0].lower() not in _NO_NAME:
            yield _mention(noun, match.start(1), match[1])
    for counted in _COUNTED_IN_BRACKETS.finditer(doc.text, line.start, line.end):
        noun = next((one for one in reversed(nouns) if one.start < counted.end()), None)
        for member in _MEMBER_SIZED.finditer(counted[1]) if noun is not None else ():
            if noun is not None and not _is_other(member[1]):
                yield _mention(noun, counted.start(1) + member.start(1), member[1])


def _full(doc: Document, line: Line, nouns: list[ZoneMention]) -> Iterator[ZoneMention]:
    """The zones that are full, or are being cleared."""
    for match in _FULL.finditer(doc.text, line.start, line.end):
        if _STANDS.search(doc.text, max(line.start, match.start() - 12), match.start()) is None:
            continue
        noun = next((one for one in reversed(nouns) if one.start < match.start()), None)
        members = _MEMBERS.split(match[1])
        if noun is None or all(_is_other(name) for name in members):
            continue
        start = match.start()
        listed = members[0].split()[0].lower() in ("kcn", "ccn")  # "KCN Phú Tài, Long Mỹ đã lấp đầy"
        for name in members:
            start = doc.text.index(name, start)
            named = not _is_other(name) or (listed and name is not members[0] and not _is_other(name, _LARGE))
            if named and (" " in name or len(members) > 1):
                yield _mention(noun, start, name)
            start += len(name)


def _mention(noun: ZoneMention, start: int, words: str) -> ZoneMention:
    end = start + len(words)
    name = Name(start, end, f"{noun.noun} {words}", True)
    return ZoneMention(start, end, noun.noun, SCOPE_OF[noun.noun], [name])


def _is_other(name: str, kinds: tuple[str, ...] = _PLACES) -> bool:
    """Whether a name is that of a province, a region or a district, or none at all."""
    first = name.split(maxsplit=1)[0]
    return (
        first.lower() in _NO_NAME
        or _NUMERAL.fullmatch(first) is not None
        or any(place.kind in kinds for place in places().named(name))
    )
