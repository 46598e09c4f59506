"""Companies and projects that a text names: anchors of what is theirs and not their zone's or province's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from kg.extraction.document import Sentence
from kg.extraction.patterns import CAPITALS, either, opening, words
from kg.extraction.reading import Reading
from kg.extraction.subject import Anchor, Subject
from kg.extraction.zone_names import Name

_COUNTRIES = (
    "hàn quốc|nhật bản|trung quốc|đài loan|singapore|hồng kông|hồng công|hong kong|mỹ|hoa kỳ|thái lan|malaysia|đức",
    "pháp|anh|hà lan|samoa|quần đảo (?:virgin|cayman)[^,.;]{0,20}|british virgin islands?|cayman islands?|úc|australia",
    "ấn độ|canada|thụy sĩ|đan mạch|na uy|bỉ|ý|italia|nga|seychelles|indonesia|philippines|brunei|new zealand",
    "luxembourg|thụy điển|bermuda|châu á|châu âu|châu mỹ|châu phi",
)
COUNTRY = opening(*_COUNTRIES)
"""Where foreign investors come from, as one group of a pattern over folded text: a word of its own."""

# "doanh nghiệp Hàn Quốc đầu tư 20 triệu USD": a single firm without a name.
_ONE_FOREIGN_FIRM = re.compile(r"\s+(?:đến từ |của |vốn )?" + either(*_COUNTRIES) + r"(?!\w)")
_ONE_BEFORE = re.compile(r"(?<!\w)(?:một|giám đốc|chủ|làm ở|làm việc (?:ở|tại|cho))\s+(?:một\s+)?$")
_OPENING = re.compile(r"\W*(?:[^,.;]{0,14},\s*)?")
# "Cụ thể, dự án ...", "Theo Quyết định, dự án ...", "Chủ đầu tư cho biết, dự án ..."
_OPENS_OR_SAYS = re.compile(
    r"\W*(?:(?:[^,.;]{0,60},\s*){0,2}|[^.;]*(?:cho biết|cho hay),?\s*(?:rằng\s*)?)?(?:(?:toàn bộ|toàn|cả|hiện) )?"
)
_THIS_FIRM = re.compile(
    r"\s*(?:(?:này|đã|dự kiến|cho biết|thông báo|cam kết)(?!\w)|(?:hiện |cũng )?có (?=(?:hơn |gần |khoảng |trên )?\d))"
)
_FIRM_GOES_ON = re.compile(r"\s+(?:tnhh|cổ phần|cp|con|mẹ|đa quốc gia)")
# A proper name right behind the noun ("Công ty Hòa Phát", "dự án “Làng xanh”"), or behind some small words.
_PROPER_AFTER = re.compile(r"\s*(?:đầu tư\s+)?(?:[\"“‘(]|(?!(?:FDI|DDI|ODA|PPP)(?!\w))[" + CAPITALS + "])")
_NAMED_LATER = re.compile(r"(?:\s+[a-zà-ỹđ][\w&-]*,?){1,6}\s+[" + CAPITALS + "]")
_NAMED_SOON = re.compile(r"(?:\s+[a-zà-ỹđ]+){1,2}\s+[" + CAPITALS + "]")
# "cơ sở chế biến dừa của anh ...", and later "Đến nay, cơ sở có 18 lao động": one workshop.
_OF_A_PERSON = re.compile(r"(?:\s+[a-zà-ỹđ]+){0,6}?\s+của\s+(?:anh|chị|ông|bà|gia đình|vợ chồng|hộ)(?!\w)")
_HAS = re.compile(r"\s+(?:có|đã|hiện|đang|được|này|cũng)(?!\w)")
# "công ty túi xách An Lành": what a firm makes stands before its name.
_BY_TRADE = frozenset({"công ty", "cty", "xí nghiệp", "tập đoàn"})
_NAMED_BY_TRADE = re.compile(
    r"(?:\s+(?!(?:ở|tại|của|thuộc|trong|và|do|là|có|đến|từ|cho|với|vào|tỉnh|huyện|trên|thành|quận|xã|con|mẹ|nào)\s)[a-zà-ỹđ]+){1,3}\s+["
    + CAPITALS
    + r"]"
)
_OF_SOMEONE = re.compile(r"\s+(?:của|đặt tại)\s+[" + CAPITALS + "]")
# Words before the noun that make it one of many: "7 dự án", "các công ty", "thu hút dự án".
_PLURAL_BEFORE = re.compile(
    r"(?<!\w)"
    + either(
        r"các|những|nhiều|số|lượng|lượt|loạt|\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|một số|từng|nhóm|cộng đồng|khối",
        "phần lớn|hàng loạt|đa số|cho|hỗ trợ|mỗi|thu hút|cấp mới|mọi|hút|đón|vốn|có|loại|về",
    )
    + r"\s+$|doanh nghiệp\s?/\s?$"
)
# What follows "dự án" where it is no single project: "dự án FDI", "dự án đầu tư nước ngoài", "dự án còn hiệu lực".
_NO_PROJECT_AFTER = re.compile(
    r"\s*(?:[,.;:()]|$|"
    + either(
        r"fdi|ddi|đầu tư(?! xây dựng|[^.;,]{0,40} tại)|nước ngoài|trong nước|mới|cấp mới|đăng ký|còn hiệu lực|thứ cấp",
        "điều chỉnh|trên địa bàn|vào|và|công nghiệp|hoạt động|đi vào|của các|của nhà đầu tư|có vốn|lớn(?! nhất)|quy mô",
        "công nghệ|chất lượng|hạ tầng|trọng điểm|phù hợp|thân thiện|sử dụng|chậm|treo|tăng|góp|với|nhưng|để|khi|là",
        r"trong|từ|thứ|mở rộng(?=\s*[,.;)])",
    )
    + r"(?!\w))"
)
# "Dự án đầu tư trong nước cấp mới có 24 dự án": all of a kind.
_KIND_OF_PROJECTS = re.compile(
    r"\s+(?:đầu tư\s+)?" + either("fdi|ddi|trong nước|(?:có vốn )?(?:đầu tư )?nước ngoài|cấp mới|còn hiệu lực")
)
_PROJECT_HAS = re.compile(
    r"\s+có (?:tổng )?(?:vốn|mức|diện tích|quy mô|công suất)(?! (?:đầu tư )?(?:nước ngoài|trong nước))"
)
# The project of a zone is that zone: "dự án kinh doanh hạ tầng KCN X".
_BEFORE_ITS_ZONE = re.compile(
    r"\s*"
    + either(
        r"xây dựng|đầu tư|và|kinh doanh|phát triển|kết cấu|hạ tầng|kỹ thuật|mở rộng|thành lập|giai đoạn \d|khác là",
        r"nữa là|-|,|:|của|\"|“|\s",
    )
    + "*"
)
# "Dự án Khu công nghiệp An Hạ ... Dự án này ...", nearer than a paragraph.
_PROJECT_BEFORE = re.compile(
    r"(?:dự án|khởi công|động thổ|chủ đầu tư|nhà đầu tư|chấp thuận|phê duyệt)\s+"
    r"(?:đầu tư\s+|xây dựng\s+|và\s+|kinh doanh\s+|kết cấu\s+|hạ tầng\s+|kỹ thuật\s+)*$"
)
_JUST_BEFORE = 400
# "Khu công nghiệp An Hạ là dự án trọng điểm": the zone itself.
_PREDICATE_BEFORE = re.compile(r"(?<!\w)là (?:một |một trong (?:những|các) )?$")
_NAMED_WITHIN = 3000
_OF_ZONES = re.compile(
    r"\s*(?:đầu tư\s+)?(?:xây dựng\s+)?(?:và\s+)?(?:kinh doanh\s+)?(?:kết cấu\s+)?hạ tầng(?: kỹ thuật)?(?: các)? "
    r"(?:khu|kcn|ccn|cụm)"
)
_SCHEME_AFTER = re.compile(r"\s+(?:này|trên|cũng|đã|sẽ|hoàn thành|góp phần|giúp)(?!\w)")
# Works and lots that are single ones without any name.
_SINGLE = frozenset(
    {
        "nhà máy", "xưởng", "tài sản", "lô đất", "khu đất", "thửa đất", "quyền sử dụng đất", "đường giao thông",
        "đường kết nối", "đường gom", "hạ tầng giao thông", "bến cảng", "cầu cảng", "khu liên hợp", "nhà kho",
        "kho hàng", "kho xưởng", "hòn đảo", "bất động sản này",
    }
)  # fmt: skip
# "giá thuê nhà xưởng 4,9 USD/m2": rooms of any owner, in words on rents.
_ROOMS = frozenset({"xưởng", "nhà kho", "kho xưởng", "kho hàng"})
_ROOMS_BEFORE = re.compile(r"(?<!\w)(?:thuê|nhà)\s+$")
_ROOMS_AFTER = re.compile(r"\s+(?:xây sẵn|trung bình|\d[\d.,]* usd)")
_FOR_RENT = re.compile(r"giá (?:chào )?thuê|/m2|xây sẵn|tỷ lệ trống|tỉ lệ trống")
# Words that are as often used of no single work: "thị trường", "trên công trường", "cảng biển".
# "hạ tầng xã hội đi sau nhà máy", "rời ruộng vào nhà máy": of no single one.
_AT_LARGE = re.compile(r"(?<!\w)(?:sau|trước|quanh|gần|vào|ra|xa|cạnh|bên|cổng)\s+$")
_KINDS_OF_WORKS = frozenset({"trường", "cầu", "cảng", "tháp", "công viên", "công trình", "tuyến đường"})
# "nhu cầu vốn", "thị trường": the end of another word.
_WORD_BEFORE = re.compile(
    r"(?<!\w)(?:nhu|yêu|toàn|cung|khẩn|thị|môi|hội|công|quảng|hiện|thương|chính|nhà|phim|đúng|địa)\s+$"
)
# A capitalised Latin name that acts as firms do: "Samsung đã rót 670 triệu USD", "LG Display tăng vốn".
_FIRM_ACTS = re.compile(
    r"([A-Z](?<![\w.].)[A-Za-z&.-]{2,40}(?: [A-Z][A-Za-z&.-]{1,40}){0,4})"
    r"(?= (?:(?:đã|sẽ|đang|cũng|vừa|dự kiến) )?"
    + either(
        "đầu tư|rót|tăng vốn|khởi công|xây dựng|mở rộng|cam kết|ký kết|đã xây|khánh thành|trao(?! đổi)|tuyển",
    )
    + r"(?!\w))"
)
# "cả tập đoàn thu về 700 tỷ đồng": a firm's, though it is not named.
_WHOLE_FIRM = re.compile(r"(?<!\w)(?:toàn|cả) (?:tổng công ty|công ty|tập đoàn|tổng cty)(?!\w)")
_NO_FIRM = frozenset(
    {
        "FDI", "KCN", "CCN", "KKT", "KCX", "USD", "VND", "GRDP", "IIP", "UBND", "HĐND", "DDI", "ODA", "BOT", "ASEAN",
        "WTO", "EU", "CPTPP", "EVFTA", "TTXVN", "Trong", "Theo", "Trung", "Nam", "Long", "An", "Nha", "Tây", "Sau",
        "Khi", "Ban", "Hai", "Ba", "Cho", "Tuy", "Nhu",
    }
)  # fmt: skip
_NOT_ACTING = re.compile(
    r"(?<!\w)"
    + either("do|của|với|cho|bởi|và|cùng|từ|giữa|tại|gồm|theo|như|đến|trên|dọc|cạnh|gần|qua|nối|cách|sát")
    + r"\s+(?:các\s+|(?<=do )một\s+|(?<=giữa )một\s+|(?<=với )một\s+|(?<=và )một\s+|(?<=giao cho )một\s+)?$"
)
_LABEL = re.compile(r"[^,.;:()\"“”\n]{0,80}")
_ENDS_A_NAME = words(
    "là có đã đang được sẽ với tại ở do từ vào khi để cho gồm này bị phải hiện cũng vừa rộng trên mà nằm thuộc",
)
# A label holds the noun and so many words behind it.
_MOST_WORDS = 10


def behind_preposition(folded: str, start: int) -> bool:
    """Whether a name stands in a side role: "do Công ty X đầu tư", "của dự án này"."""
    before = folded[max(0, start - 14) : start]
    return _NOT_ACTING.search(before) is not None and not before.endswith("đối với ")


def firm_anchors(reading: Reading) -> Iterator[Anchor]:
    """The single companies and projects of a text, in no order.

    "Công ty TNHH Hoàng Long" and "nhà máy" are such; "7 dự án", "dự án FDI", "dự án hạ tầng KCN X" are none.
    """
    covered = -1
    for hit in reading.hits:
        if hit.start < covered:
            continue
        keys = hit.keys("cue")
        if "project" not in keys and "company" not in keys:
            continue
        if _in_a_name(reading, hit.start):
            continue
        sentence = reading.sentence(hit.start)
        if _PLURAL_BEFORE.search(reading.doc.folded[max(sentence.start, hit.start - 30) : hit.start]):
            continue
        find = _project if "project" in keys else _company
        anchor = find(reading, hit.start, hit.end, sentence)
        if anchor is not None:
            yield anchor
            labelled = anchor.kind == "company" and bool(anchor.subjects)
            covered = max(anchor.end, anchor.start + len(anchor.subjects[0].about)) if labelled else anchor.end
    whole = any(
        f"{all_} {noun}" in reading.doc.folded for all_ in ("toàn", "cả") for noun in ("tổng c", "công ty", "tập")
    )
    for match in _WHOLE_FIRM.finditer(reading.doc.folded) if whole else ():
        yield Anchor(*match.span(), "company", (Subject("công ty", "Company"),))
    for match in _FIRM_ACTS.finditer(reading.doc.text):
        named = reading.zone_at(match.start()) or reading.place_at(match.start()) or reading.place_at(match.end(1) - 1)
        before = reading.doc.text[max(0, match.start() - 12) : match.start()].split(" ")
        goes_on = len(before) > 1 and before[-1] == "" and before[-2][:1].isupper()  # "Đài Loan xây dựng"
        if named is None and not goes_on and match[1].split()[0] not in _NO_FIRM:
            aside = behind_preposition(reading.doc.folded, match.start())
            yield Anchor(*match.span(1), "company", (Subject(match[1], "Company"),), aside)


def _in_a_name(reading: Reading, offset: int) -> bool:
    """Whether a word is only part of a name: "trường" in "KCN Tân Trường", "cầu" in "quận Cầu Giấy"."""
    zone, place = reading.zone_at(offset), reading.place_at(offset)
    in_zone = zone is not None and any(name.start <= offset < name.end for name in zone.names)
    return in_zone or (place is not None and place.name_start <= offset)


def _project(reading: Reading, start: int, end: int, sentence: Sentence) -> Anchor | None:
    folded = reading.doc.folded
    word, following = folded[start:end], folded[end : min(end + 60, sentence.end)]
    zone = next((zone for zone in reading.zones_within(start, end + 60) if zone.names), None)
    if zone is not None and _BEFORE_ITS_ZONE.fullmatch(folded[end : zone.start]):
        return None
    its_zone = _zone_of_project(reading, start, end, sentence)
    if its_zone is not None:
        return Anchor(start, end, "back", (), names=(its_zone,))
    if _OF_ZONES.match(following) or not _is_single(reading, start, end, sentence, following):
        return None
    label = word if _PROJECT_HAS.match(following) else _label(reading, start, end, sentence)
    return Anchor(start, end, "project", (Subject(label, "Project"),), behind_preposition(folded, start))


def _zone_of_project(reading: Reading, start: int, end: int, sentence: Sentence) -> Name | None:
    """The zone that "dự án này" is, where that was itself named as a project, or in a heading, just before."""
    folded = reading.doc.folded
    opens = _OPENS_OR_SAYS.fullmatch(folded, sentence.start, start) is not None
    if not (folded.startswith("dự án", start) and (folded[end - 3 : end] == "này" or opens)):
        return None
    named = [
        zone
        for zone in takewhile(lambda zone: zone.start > start - _NAMED_WITHIN, reading.zones_before(start))
        if zone.names and zone.role == "plain" and not _holds_another(folded, zone.start)
    ]
    before = next(iter(named), None)
    if before is None or before.start < sentence.start - _JUST_BEFORE:
        return None
    line = reading.sentence(before.start).line
    between = (before.end, start)
    others = (hit for hit in reading.cues("project", *between) if not _is_predicate(folded, hit.start))
    alone = not reading.cues("company", *between) and next(others, None) is None
    if folded[end - 3 : end] == "này" and alone and before.start >= reading.sentence(sentence.start - 1).start:
        return before.names[-1]
    label = before.names[-1].label
    as_project = any(
        _PROJECT_BEFORE.search(folded, max(0, zone.start - 70), zone.start) is not None
        for zone in named
        if zone.names[-1].label == label
    )
    return before.names[-1] if as_project or (line.heading and line.end <= sentence.start) else None


def _is_predicate(folded: str, start: int) -> bool:
    """Whether a noun only says what the one before it is: "CCN An Hạ là dự án đầu tiên"."""
    return _PREDICATE_BEFORE.search(folded, max(0, start - 24), start) is not None


def _holds_another(folded: str, start: int) -> bool:
    """Whether a zone only tells where the one before it lies: "nằm trong Khu kinh tế Đông Nam"."""
    return folded.endswith(("nằm trong ", "thuộc "), max(0, start - 10), start)


def _is_single(reading: Reading, start: int, end: int, sentence: Sentence, following: str) -> bool:
    """Whether a noun stands for one project: by its kind, by the name behind it, or by what follows."""
    word, text = reading.doc.folded[start:end], reading.doc.text
    if word == "đề án":
        return _SCHEME_AFTER.match(following) is not None
    rooms = word in _ROOMS and (
        _ROOMS_BEFORE.search(reading.doc.folded, max(0, start - 12), start) or _ROOMS_AFTER.match(following)
    )
    if rooms and _FOR_RENT.search(reading.doc.folded, sentence.start, sentence.end):
        return False
    if word == "khu liên hợp" and reading.zone_at(start) is not None:
        return False
    named = _is_named(reading, end, sentence)
    if word in _SINGLE:
        return named or _AT_LARGE.search(reading.doc.folded, max(0, start - 10), start) is None
    if word.endswith(("dự án", "dự án này")):
        return (
            named
            or word.endswith("này")
            or _NO_PROJECT_AFTER.match(following) is None
            or (start == sentence.start and _KIND_OF_PROJECTS.match(following) is None)
            or _PROJECT_HAS.match(following) is not None
            or _OF_SOMEONE.match(text, end, end + 14) is not None
        )
    if word in _KINDS_OF_WORKS:
        if word == "trường" and following.startswith(" hợp"):
            return False
        if _WORD_BEFORE.search(reading.doc.folded, max(0, start - 8), start) is not None:
            return False
        heads = start == sentence.start or reading.doc.folded[max(0, start - 2) : start] == ", "
        pointed_at = following.startswith(" này") or (word == "công trình" and heads)
        return named or pointed_at or _NAMED_LATER.match(text, end, sentence.end) is not None
    return True


def _company(reading: Reading, start: int, end: int, sentence: Sentence) -> Anchor | None:
    folded = reading.doc.folded
    word, following = folded[start:end], folded[end : end + 40]
    if _ONE_BEFORE.search(folded, max(sentence.start, start - 24), start) is not None:
        single = True
    elif word.startswith("cơ sở"):
        single = (
            _is_named(reading, end, sentence)
            or _NAMED_SOON.match(reading.doc.text, end, sentence.end) is not None
            or _OF_A_PERSON.match(following) is not None
            or (_OPENING.fullmatch(folded, sentence.start, start) is not None and _HAS.match(following) is not None)
        )
    elif word == "doanh nghiệp":
        opens = _OPENING.fullmatch(folded, sentence.start, start) is not None
        single = opens and _ONE_FOREIGN_FIRM.match(following) is not None
    else:
        single = (
            _is_named(reading, end, sentence)
            or word.endswith("này")
            or (start == sentence.start and word in ("công ty", "tập đoàn"))
            or _THIS_FIRM.match(following) is not None
            or _FIRM_GOES_ON.match(following) is not None
            or (word in _BY_TRADE and _NAMED_BY_TRADE.match(reading.doc.text, end, sentence.end) is not None)
        )
    if not single:
        return None
    label = word if word == "cơ sở" and _HAS.match(following) else _label(reading, start, end, sentence)
    return Anchor(start, end, "company", (Subject(label, "Company"),), behind_preposition(folded, start))


def _is_named(reading: Reading, end: int, sentence: Sentence) -> bool:
    return _PROPER_AFTER.match(reading.doc.text, end, min(end + 40, sentence.end)) is not None


def _label(reading: Reading, start: int, end: int, sentence: Sentence) -> str:
    """A noun with the words behind it, up to where small letters follow its name: "Công ty TNHH Hoàng Long"."""
    text = reading.doc.text
    kept = text[start:end].split()
    behind = _LABEL.match(text, end, sentence.end)
    for word in (behind[0] if behind else "").split()[:_MOST_WORDS]:
        if word in _ENDS_A_NAME or (word[0].islower() and any(part[0].isupper() for part in kept[1:])):
            break
        kept.append(word)
    return " ".join(kept)
