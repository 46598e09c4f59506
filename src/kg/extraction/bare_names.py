"""Finds zones that are named without their noun, of those that the article names in full elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

import ahocorasick_rs

from kg.extraction.cues import SCOPE_OF
from kg.extraction.document import Document
from kg.extraction.mentions import ZoneMention
from kg.extraction.patterns import CAPITALS, either
from kg.extraction.told_names import told_names
from kg.extraction.zone_names import LIST_GOES_ON, Name, read_names
from kg.reference.places import places

# Names that tell of themselves that they are a zone's: with a numeral ("Hòa Khánh 2"), with capitals ("WHA Nghệ An"),
# or of three words and more.
_TELLING = re.compile(r"\S\s+(?:\d|[IVX]+\b)|^[A-ZĐ]{2,}\b.*\s\S|^\S+\s+\S+\s+\S+")
# Names of two words ("Chu Lai") may be those of a bay or a commune too: they count where a zone's name can stand.
_PLAIN = re.compile(rf"[{CAPITALS}][^\s\d-]*\s+[{CAPITALS}][^\s\d-]*")
_WHERE_ZONES_STAND = re.compile(
    r"(?:(?:^|[.!?:;,(\n“\"])\s*|(?<!\w)"
    + either("tại|ở|vào|trong|như|là|gồm|và|của|đến|riêng|với|còn|cùng|lấp đầy|quanh")
    + r"\s+)$",
    re.IGNORECASE,
)
_NAME_GOES_ON = re.compile(r"\s*[-–]?\s*[" + CAPITALS + r"\d]")
# Names of one family differ in their numeral: "Nhơn Trạch VI" beside "KCN Nhơn Trạch I".
_NUMBERED = re.compile(r"(.*[^\s\d-])[\s-]+(?:\d{1,2}|[IVX]{1,4})(?:\s+\(?(?:giai đoạn|mở rộng).*)?$")
_NUMERAL = re.compile(
    r" (?:\d{1,2}[A-D]?|[IVX]{1,4})(?![\w%]|[.,/]\d)(?!\s*(?:ha|hécta|km|tỷ|triệu|dự án|doanh nghiệp|lô|tháng|quý"
    r"|năm|ngày)(?!\w))"
)
# Before a name, what makes it that of a company, a commune or a road, or the end of a longer name.
_OTHER_BEFORE = re.compile(
    r"(?<!\w)"
    + either(
        "công ty|tập đoàn|ctcp|cty|cổ phần|tnhh|xã|phường|huyện|quận|thị xã|thành phố",
        "tp|tỉnh|thị trấn|đường|cầu|điện khí|điện|nhà máy|cảng|LNG",
        r"[A-ZĐ]\w+",
    )
    + r"\s+$"
)
# A firm of the zone's own name: "Tập đoàn Tân An" beside "KCN Tân An".
_FIRM_BEFORE = re.compile(
    r"(?<!\w)" + either("công ty|tập đoàn|tổng công ty|ctcp|cty|ngân hàng") + r"\s+(?:[^,.;:()\n]{0,30}\s)?$",
    re.IGNORECASE,
)

# "Công ty CP Phát triển hạ tầng Dệt may Phố Nối": the zone's name ends its builder's.
_BUILDER_BEFORE = re.compile(
    r"(?<!\w)"
    + either("công ty|tập đoàn|tổng công ty|ctcp|cty")
    + r"\s(?:(?!(?:tại|ở|vào|trong|thuê|có|đã|của|và|là|từ|đến)\s)[^\s,.;:()]+\s){1,9}$",
    re.IGNORECASE,
)

# What a road or a lot has with a numeral too.
_OF_ROADS = frozenset(
    {"Quốc", "Tỉnh", "Hương", "Đường", "Lô", "Phố", "Ngõ", "Số", "Cầu", "Cảng", "Bến", "Vành", "Thứ", "Khu", "Tổ"}
)
_ENGLISH = re.compile(
    r"(?<!\w)[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3} Industrial (?:Zone|Park)(?: (?:\d{1,2}|[IVX]{1,4})(?!\w))?"
    r"(?! (?:Development|Corporation|Investment|Joint|JSC|Co\b|Company|Infrastructure))"
)
_BRAND = re.compile(
    rf"(?<![\w-])VSIP(?: [{CAPITALS}][^\W\d_]*[a-zà-ỹ](?: [{CAPITALS}][^\W\d_]*[a-zà-ỹ])?)?(?: (?:I{{1,3}}|IV"
    rf"|\d))?(?<!VSIP)(?!\w)"
)
_BUILDS = re.compile(r" (?:làm chủ đầu tư|đầu tư|làm chủ)")
_BRAND_ALONE = re.compile(r"(?<![\w-])VSIP(?= (?:giai đoạn|rộng|quy mô|hiện|đã (?:lấp|cho)|lấp|có \d|đạt)(?!\w))")
_ENOUGH = 2
RATE_LIST = re.compile(r"lấp đầy(?!\w)[^.;:\n]{0,90}:\s")
_RATED = re.compile(
    rf"(?<=[\s:,;])([{CAPITALS}][^\W\d_]*(?: [{CAPITALS}][^\W\d_]*)+(?: \d{{1,2}})?)(?: \(|:? )\d{{1,3}}(?:,\d+)?\s?%"
)
_SHORT_FORM = re.compile(r"\s?\((K(?:KT|CN)[A-ZĐ]{1,5})\)")
_PHASED = re.compile(r"[ (]*(?:giai đoạn|gđ)\s*(\d|[IVX]{1,3})\)?$", re.IGNORECASE)
_PHASE = re.compile(r"(?<![\w(])(?:[Gg]iai đoạn|GĐ)\s*(\d|[IVX]{1,3})(?![\w/.])(?!\s*[-–]\s*\d)")
_PHASES_WITHIN = 240

_Kind = Literal["telling", "plain", "family"]


def bare_names(doc: Document, mentions: list[ZoneMention]) -> list[ZoneMention]:
    """Mentions of zones by name alone ("WHA 2"), of those that the article names in full elsewhere.

    Names that are places' names are left out, and names of one plain word. Where two overlap, the one counts that the
    article names first. One pass over the text, however many names there are.
    """
    known = _known(mentions)
    taken = bytearray(len(doc.text))
    for mention in mentions:
        _take(taken, mention.start, mention.end)
    found = [
        *_abbreviated(doc, mentions),
        *_other_phases(doc, mentions),
        *(
            zone
            for zone in (*_english(doc), *_by_brand(doc, mentions), *_rated(doc, mentions), *told_names(doc, mentions))
            if not any(taken[zone.start : zone.end])
        ),
    ]
    if not known:
        return found
    for mention in found:
        _take(taken, mention.start, mention.end)
    automaton = ahocorasick_rs.AhoCorasick([words for words, _ in known], matchkind=ahocorasick_rs.MatchKind.Standard)
    row = list(known.items())
    matches = sorted(automaton.find_matches_as_indexes(doc.text, overlapping=True))
    firms = {index for index, start, _ in matches if _is_firms(doc.text[max(0, start - 40) : start])}
    for index, start, base_end in matches:
        (words, kind), (mention, name) = row[index]
        end = base_end
        if kind == "family":
            numeral = _NUMERAL.match(doc.text, base_end)
            if numeral is None:
                continue
            end = numeral.end()
            label = f"{mention.noun} {words}{numeral[0]}"
        else:
            label = name.label
        if taken.find(1, start, end) >= 0 or not _is_whole(doc.text, start, end):
            continue
        if _OTHER_BEFORE.search(doc.text[max(0, start - 12) : start]):
            continue
        if kind == "telling" and _BUILDER_BEFORE.search(doc.text[max(0, start - 80) : start]):
            continue
        if kind == "plain" and (index in firms or not _stands_alone(doc.text, start, end)):
            continue
        found.append(ZoneMention(start, end, mention.noun, SCOPE_OF[mention.noun], [Name(start, end, label, True)]))
        _take(taken, start, end)
    return [*found, *_listed_on(doc, mentions, found)]


def _listed_on(doc: Document, mentions: list[ZoneMention], found: list[ZoneMention]) -> Iterator[ZoneMention]:
    """The names that go on a list of zones without their noun: "khu công nghiệp A, B 2", "A I, A II, C và D".

    With a numeral a name tells of itself that it is a zone's; others count behind two zones of a list.
    """
    row = sorted([*mentions, *found], key=lambda mention: mention.start)
    bare = {mention.start for mention in found}
    for index, last in enumerate(row):
        if last.role != "plain" or not last.names:
            continue
        before = row[index - 1] if index and last.start in bare else None
        in_list = before is not None and bool(before.names) and _joins(doc, before, last)
        limit = min(doc.sentence_at(last.start).end, row[index + 1].start if index + 1 < len(row) else len(doc.text))
        end = last.end
        while glue := LIST_GOES_ON.match(doc.text, end, limit):
            name = next(iter(read_names(doc.text, last.noun, "", glue.end(), limit, plural=True)), None)
            if name is None or name.start != glue.end() or not name.proper or not _is_zone_name(name, in_list):
                break
            yield ZoneMention(name.start, name.end, last.noun, last.scope, [name])
            end = name.end


def _is_firms(before: str) -> bool:
    """Whether a name is a firm's by the words before it; "hạ tầng KCN An Hạ" in one's name has the zone's noun."""
    return _FIRM_BEFORE.search(before) is not None and not before.endswith(("KCN ", "CCN ", "KKT ", "nghiệp ", "tế "))


def _joins(doc: Document, left: ZoneMention, right: ZoneMention) -> bool:
    return LIST_GOES_ON.fullmatch(doc.text, left.end, right.start) is not None


def _is_zone_name(name: Name, in_list: bool) -> bool:
    words = name.label.split(" ", 1)[1]
    if words.split()[0] in _OF_ROADS or places().named(words):
        return False
    return _NUMBERED.match(words) is not None or (in_list and _PLAIN.fullmatch(words) is not None)


def _abbreviated(doc: Document, mentions: list[ZoneMention]) -> Iterator[ZoneMention]:
    """A zone by the short form that the text gives it: "Khu kinh tế Nghi Sơn (KKTNS) ... trong KKTNS"."""
    given: set[str] = set()
    for mention in mentions:
        short = _SHORT_FORM.match(doc.text, mention.end) if len(mention.names) == 1 else None
        if short is None or short[1] in given:
            continue
        given.add(short[1])
        for match in re.compile(rf"(?<!\w){re.escape(short[1])}(?!\w)").finditer(doc.text, short.end()):
            name = Name(*match.span(), mention.names[0].label, True)
            yield ZoneMention(*match.span(), mention.noun, mention.scope, [name])


def _english(doc: Document) -> Iterator[ZoneMention]:
    """The zones that an English noun names: "WHA Industrial Zone 1"."""
    for match in _ENGLISH.finditer(doc.text) if "Industrial" in doc.text else ():
        if doc.text[match.start() - 1 : match.start()] == "(" and doc.text[match.end() : match.end() + 1] == ")":
            continue  # "Khu công nghiệp An Hạ (An Ha Industrial Park)": what it is called in English
        name = Name(*match.span(), f"KCN {match[0]}", True)
        yield ZoneMention(*match.span(), "KCN", SCOPE_OF["KCN"], [name])


def _by_brand(doc: Document, mentions: list[ZoneMention]) -> Iterator[ZoneMention]:
    """The zones of a builder whose parks go by its name and their place's or number: "VSIP Bắc Ninh", "VSIP II".

    Its name alone, where a zone can stand, is the one park of it that the article names.
    """
    if "VSIP" not in doc.text:
        return
    labels = {name.label for mention in mentions for name in mention.names if name.label.startswith("KCN VSIP ")}
    for match in _BRAND.finditer(doc.text):
        if _FIRM_BEFORE.search(doc.text[max(0, match.start() - 40) : match.start()]):
            continue
        if doc.text.endswith("do ", 0, match.start()) and _BUILDS.match(doc.text, match.end()):
            continue
        name = Name(*match.span(), f"KCN {match[0]}", True)
        labels.add(name.label)
        yield ZoneMention(*match.span(), "KCN", SCOPE_OF["KCN"], [name])
    for match in _BRAND_ALONE.finditer(doc.text) if len(labels) == 1 else ():
        if _FIRM_BEFORE.search(doc.text[max(0, match.start() - 40) : match.start()]) is None:
            name = Name(*match.span(), min(labels), True)
            yield ZoneMention(*match.span(), "KCN", SCOPE_OF["KCN"], [name])


def _rated(doc: Document, mentions: list[ZoneMention]) -> Iterator[ZoneMention]:
    """The zones of a rate's list: "Tỷ lệ lấp đầy: Khai Quang 98,2%, Bình Xuyên 91,3%"."""
    nouns = [(mention.start, mention.noun) for mention in mentions if mention.noun in ("KCN", "CCN")]
    for head in RATE_LIST.finditer(doc.folded) if nouns and "lấp đầy" in doc.folded else ():
        end = doc.sentence_at(head.start()).end
        listed = [*_RATED.finditer(doc.text, head.end(), end)]
        if sum(not places().named(match[1]) for match in listed) < _ENOUGH:
            continue  # a list of places
        noun = next((noun for start, noun in reversed(nouns) if start < head.start()), nouns[0][1])
        for match in listed:
            name = Name(*match.span(1), f"{noun} {match[1]}", True)
            yield ZoneMention(*match.span(1), noun, SCOPE_OF[noun], [name])


def _other_phases(doc: Document, mentions: list[ZoneMention]) -> Iterator[ZoneMention]:
    """The further phases of a zone that is named with one: "KCN A giai đoạn 1 đã lấp đầy, giai đoạn 2 đạt 91%"."""
    for mention, following in pairwise([*mentions, None]):
        phase = _PHASED.search(mention.names[-1].label) if mention and len(mention.names) == 1 else None
        if mention is None or phase is None:
            continue
        limit = min(doc.sentence_at(mention.start).line.end, mention.end + _PHASES_WITHIN)
        limit = min(limit, following.start) if following is not None else limit
        other = _PHASE.search(doc.text, mention.end, limit)
        if other is not None and other[1] != phase[1]:
            label = f"{mention.names[-1].label[: phase.start()].rstrip()} giai đoạn {other[1]}"
            name = Name(*other.span(), label, True)
            yield ZoneMention(*other.span(), mention.noun, mention.scope, [name])


def _known(mentions: list[ZoneMention]) -> dict[tuple[str, _Kind], tuple[ZoneMention, Name]]:
    """What may stand for a zone without its noun, in the order in which the article names the zones."""
    known: dict[tuple[str, _Kind], tuple[ZoneMention, Name]] = {}
    for mention in mentions:
        for name in mention.names:
            words = name.label.split(" ", 1)[-1].removeprefix("cửa khẩu ")
            if not name.proper or mention.role == "company":
                continue
            numbered = _NUMBERED.match(words)
            if numbered and " " in numbered[1]:
                known.setdefault((numbered[1], "family"), (mention, name))
            found = places().named(words)
            if found:
                # An economic zone has its district's name; where the text names the zone in full, it is that.
                if mention.noun == "KKT" and all(place.kind in ("District", "Commune") for place in found):
                    known.setdefault((words, "plain"), (mention, name))
                continue
            if _TELLING.search(words):
                known.setdefault((words, "telling"), (mention, name))
            else:
                plain = words.removeprefix("mở ")
                if _PLAIN.fullmatch(plain) and not places().named(plain):
                    known.setdefault((plain, "plain"), (mention, name))
    return known


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name stands where a zone's can, and no other words belong to it."""
    before = text[max(0, start - 12) : start]
    return _WHERE_ZONES_STAND.search(before) is not None and _NAME_GOES_ON.match(text, end) is None


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on before or behind [start, end)."""
    return not _in_word(text[start - 1 : start]) and not _in_word(text[end : end + 1])


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
