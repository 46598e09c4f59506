"""Names of zones and clusters: what follows "khu công nghiệp", "CCN", "KKT" ... and is their name.

A name is what stands in capitals (`KCN Nomura`), with the words that belong to it: describing words before it
(`CCN tàu thủy An Hồng`), numerals, phases and brackets after it (`KCN Tràng Duệ (1 + 2)`, `KCN Hòa Khánh mở rộng`), or,
for a zone yet without a proper name, describing words alone (`KKT phía Nam thành phố`). After a plural noun names come
as a list (`các KCN Nomura, Đồ Sơn và Tràng Duệ`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extraction.patterns import CAPITALS, either, words
from kg.vietnamese import fold, fold_aligned

# No name is longer; a text without spaces or full stops is not read to its end for one.
_LONGEST = 160

_WORD = re.compile(
    r"[^\s,.;:()\[\]{}\"“”'‘’…?!|/+–—-]+(?:[-–][^\s,.;:()\"“”…?!|/–—-]+)*(?:['’](?:s(?!\w)|[^\W\d_]\w*))?"
)
_GAP = re.compile(r"[ \u00a0]{1,2}")
_LIST_OPENING = re.compile(r"\s*(?::|gồm|là)?\s*")
ABBREVIATION = re.compile(r"\s*\((?:KCN|CCN|KKT|KCX|KCNC|CNC|kcn|ccn|kkt)s?\)")
"""A noun's short form in brackets behind it: "khu công nghiệp (KCN)"."""
_HYPHEN = re.compile(r"\s*[-–—]\s*")
_SPACE = re.compile(r"[ \u00a0]{0,3}[\"“‘']?")
# Small words within a name, before a capital: "KCN Bờ trái sông Đà", "KCN Nam sông Hậu".
_JOINING = re.compile(
    r"(?:[ \u00a0]" + either("bờ|trái|phải|sông|núi|hồ|cửa|đầm|vịnh|biển|cảng|ngã|phía|tây|đông|nam|bắc") + r"){1,3}"
    r"[ \u00a0](?=[" + CAPITALS + "])"
)
_LOCAL = re.compile(r"địa phương số \d{1,2}(?![\w%]|[.,/]\d)")
# "CCN thị trấn Nông Cống": a cluster that has the name of its town.
_TOWN = re.compile(rf"[Tt]hị trấn[ \u00a0](?=[{CAPITALS}])")
_PORT = re.compile(r"cảng biển[ \u00a0]")
# Describing words in a row before a proper name: "KCN cơ khí, ô tô Trường Hải".
_DESCRIBED_ON = re.compile(r",[ \u00a0]((?:[a-zà-ỹđ-]+[ \u00a0]){1,3})(?=[" + CAPITALS + "])")
_PHASE = re.compile(
    r"[ \u00a0]{0,2}(?:\((?![^()\n]{0,24}(?:\d\s?ha|\slà\s))(?:[^()\n]{0,12}(?:giai đoạn|gđ|mở rộng)[^()\n]{0,20}"
    r"|(?:phân )?khu [0-9A-Z]{1,2}"
    r"|[0-9IVX]{1,4}(?:\s*[+,&-]\s*[0-9IVX]{1,4}){0,3})\)"
    r"|,? ?(?:giai đoạn|gđ)\s*(?:[0-9]|[IVX]{1,3})(?![\w/])"
    r"|mở rộng(?!\w)(?! (?:thêm|ra|lên|sang|từ|quy mô|diện tích|về)(?!\w)))",
    re.IGNORECASE,
)
_NUMERAL = re.compile(
    r"(?:số )?(?:[0-9]{1,2}[A-Z]?|[IVX]{1,4}(?:-?[A-Z0-9])?|[A-Z])(?![\w%]|[.,/]\d)"
    r"(?!\s*(?:ha|héc|hécta|m2|km|%|tỷ|tỉ|triệu|dự án|doanh nghiệp|người|lao động|mét"
    r"|tháng|quý|năm(?! \d)|tuần|ngày)(?!\w))"
)
# "khu chế xuất 1 có diện tích ...": a numeral alone is a name where the zone does something, or lies somewhere.
_ALONE = re.compile(r"\s+(?:có|tại|ở|rộng|thuộc|nằm|đã|được|do|hiện)\s")
_LIST_GLUE = re.compile(r"\s*(?:\([^()\n]{0,60}\)\s*)?(?:,|;|\s(?:và|hay|hoặc|cùng)\s|\s[-–]\s)\s*(?:và\s+)?")

# "các KCN Nhơn Trạch 4, 5; Amata": the next one of a family.
_NEXT_NUMERAL = re.compile(r",[ \u00a0]([0-9]{1,2}|[IVX]{1,4})(?=\s*[;,.)…]|\s+(?:và|của|đã|đều)(?!\w))(?![.,][0-9])")
_NUMBERED = re.compile(r" (?:[0-9]{1,2}|[IVX]{1,4})$")

LIST_GOES_ON = re.compile(r",\s|\svà\s")
"""Between the names of a list that has no noun for each."""

# Words that describe a zone before its proper name, as part of the name.
_DESCRIBING = words(
    "hỗ trợ sinh thái công nghệ cao chuyên sâu tàu thủy thuỷ làng nghề mở cửa khẩu ven biển nông lâm nghiệp cơ",
    "khí ô tô ôtô ô-tô và dệt may da giày giầy dược phẩm thông tin đúc gốm sứ phía đông tây nam bắc đô thị dịch",
    "vụ logistics chế biến sản thực gỗ hóa chất khí năng lượng luyện kim thép liên hợp phục dược sinh học sạch",
    "xanh đa ngành trung tâm vật liệu xây dựng nhựa giấy bao bì in quốc tế tập trung phụ xuất - dầu điện tử",
)
# Describing words that alone name one zone: "KKT phía Nam thành phố", "KCN cơ khí ô tô".
_NAMING = re.compile(
    "^"
    + either(
        r"phía (?:đông|tây|nam|bắc)(?: (?:nam|bắc))?(?: (?:thành phố|tỉnh|hải phòng|hà nội))?",
        r"(?:phục vụ )?nông[ -]*(?:lâm )?nghiệp|cơ khí(?: và ô ?tô)?|(?:cơ khí )?ô ?tô|dệt may|dược phẩm|hóa chất",
        "chế biến gỗ|khí điện đạm|cơ khí năng lượng|luyện kim|đóng tàu",
    )
    + "$"
)
# Capitalised words that begin something else than a name, wherever they stand ...
_NEVER = words(
    "theo ubnd hđnd tp nguồn tại kcn ccn kkt kcx kcnc ts ths fdi pv các những và được bộ sở cục",
)
# ... and those that do where no capital follows: "KKT Năm Căn" is a name, "KCN. Năm 2019" is none.
_NOT_ALONE = words(
    "ông bà nhìn địa trong đây hiện từ đến với là do tháng ngày khu cụm khi nếu để ngoài riêng qua nhờ",
    "tuyến công ban phó chủ giám trưởng thứ thủ năm quý hội cùng sau trước tính đã đang có cho anh chị tập tổng dự",
    "nhà đồng bên mặc tuy đặc trên dưới nhiều một hai ba bốn phóng tin bài video clip gần hơn khoảng còn mới",
    "thông diện quy vốn tỷ việc",
)


# "Ảnh: Lan Anh", "Ảnh minh họa": a caption that a lost line break puts behind a name.
_CAPTION = re.compile(r":|\s+(?:minh|tư|chụp|TL|do|của)(?!\w)|\s*$")
# "Cụm CN Thọ Xương Phường Thọ Xương": in a list without commas, where it lies.
_WHERE = words("phường xã huyện quận tỉnh")


_LARGEST = re.compile(r"(?:,? [a-zà-ỹđ]+){0,5}? (?:lớn nhất|đầu tiên|duy nhất|rộng nhất|hàng đầu|hiếm hoi|kiểu mẫu)")


@dataclass(frozen=True, slots=True)
class Name:
    """One zone's name in the text: [start, end) without the noun; `label` as in the facts table, its code first."""

    start: int
    end: int
    label: str
    proper: bool


def read_names(text: str, noun: str, noun_text: str, position: int, limit: int, *, plural: bool) -> list[Name]:
    """Read the names that begin at `position`, right after a zone noun, within `limit`.

    `noun` is the code (KCN, CCN, ...), `noun_text` the noun as written, for craft-village clusters whose kind is
    part of the name. With `plural` a list of names is read.
    """
    opening = _LIST_OPENING.match(text, position, limit) if plural else None
    start = opening.end() if opening else position
    bracket = ABBREVIATION.match(text, start, limit)
    if bracket:
        start = bracket.end()
    first = _read_name(text, noun, noun_text, start, limit, plural=plural)
    if first is None:
        return []
    names = [first]
    while plural:
        numeral = _NEXT_NUMERAL.match(text, names[-1].end, limit)
        numbered = _NUMBERED.search(names[-1].label)
        if numeral and numbered:
            label = f"{names[-1].label[: numbered.start()]} {numeral[1]}"
            names.append(Name(numeral.start(1), numeral.end(1), label, True))
            continue
        glue = _LIST_GLUE.match(text, names[-1].end, limit)
        following = _read_name(text, noun, noun_text, glue.end(), limit, plural=True) if glue else None
        if following is None or not following.proper:
            break
        names.append(following)
    return names


def _read_name(text: str, noun: str, noun_text: str, position: int, limit: int, *, plural: bool) -> Name | None:
    space = _SPACE.match(text, position, limit)
    start = cursor = space.end() if space else position
    limit = min(limit, start + _LONGEST)
    if start == position and start < limit and text[start].isalnum() and text[position - 1].isalnum():
        return None
    end, proper, described_only = start, False, False
    numbered = _NUMERAL.match(text, cursor, limit)
    if numbered and not plural and (numbered[0].startswith("số") or _ALONE.match(text, numbered.end(), limit)):
        end = cursor = numbered.end()
        proper = True
    local = _LOCAL.match(text, cursor, limit)
    if local and not plural:
        end = cursor = local.end()
        proper = True
    port = _PORT.match(text, cursor, limit) or (_TOWN.match(text, cursor, limit) if noun == "CCN" else None)
    if port:
        cursor = port.end()
    while cursor < limit:
        word = _WORD.match(text, cursor, limit)
        if word is None:
            hyphen = _HYPHEN.match(text, cursor, limit)
            if hyphen and not proper and cursor > start:
                following = _WORD.match(text, hyphen.end(), limit)
                if following is None or fold_aligned(following[0]) not in _DESCRIBING:
                    break
                cursor = hyphen.end()
                continue
            after = _WORD.match(text, hyphen.end(), limit) if hyphen and hyphen.end() > cursor else None
            if (
                after is None
                or not (after[0][0].isupper() or after[0][0].isdigit())
                or (_stops(text, after[0], after.end(), limit, inside=True))
            ):
                break
            word = after
        first = word[0][0]
        if first.isupper():
            if _stops(text, word[0], word.end(), limit, inside=proper):
                break
            described_only = fold_aligned(word[0]) in _DESCRIBING and (described_only or not proper)
            proper = True
        elif first.isdigit():
            numeral = _NUMERAL.match(text, word.start(), limit)
            if not proper or numeral is None:
                break
            end = numeral.end()
            break
        elif (
            fold_aligned(word[0]) not in _DESCRIBING
            or (proper and not described_only)
            or (word[0] == "và" and cursor == start)  # "cụm công nghiệp và Chỉ thị số 8"
        ):
            joining = _JOINING.match(text, end, limit) if proper else None
            if joining is None:
                break
            cursor = joining.end()
            continue
        end = word.end()
        described_on = None if proper or plural else _DESCRIBED_ON.match(text, end, limit)
        if described_on and _DESCRIBING.issuperset(fold_aligned(described_on[1]).split()):
            cursor = described_on.end()
            continue
        gap = _GAP.match(text, end, limit)
        if gap is not None and text[gap.end() : gap.end() + 1] in "-–" and not proper:
            cursor = end
            continue
        if gap is None:
            cursor = end
            if proper and _HYPHEN.match(text, cursor, limit):
                continue
            break
        cursor = gap.end()
    described = text[start:end].strip()
    if not proper:
        if _LARGEST.match(text, start + len(described), limit + 24):
            return None  # "Tằng Loỏng - KCN luyện kim, hóa chất lớn nhất vùng": what it is
        while described and not _NAMING.match(fold_aligned(described)):
            described = described.rpartition(" ")[0].rstrip()
        if not described or plural:
            return None
        end = start + len(described)
        phase = _PHASE.match(text, end, limit)
        if phase:
            end = phase.end()
    else:
        end = _strip_trailing(text, start, end)
        parts = text[start:end].split()
        if described_only and parts[-1][0].islower() and len(parts) < 3:
            return None
        phase = _PHASE.match(text, end, limit)
        if phase:
            end = phase.end()
    name = re.sub(r"\s+", " ", text[start:end]).strip(" \"“”'‘’-–")
    if not name:
        return None
    folded_noun = fold(noun_text)
    if folded_noun.startswith("cụm làng nghề") or folded_noun.endswith("làng nghề"):
        name = f"làng nghề {name}"
    elif folded_noun.endswith("cửa khẩu") or folded_noun == "kktck":
        name = f"cửa khẩu {name}"
    return Name(start, end, f"{noun} {name}", proper)


def _strip_trailing(text: str, start: int, end: int) -> int:
    """Leave off spaces and an "và" that goes on with something else: "KKT Đông Nam và các KCN"."""
    name = text[start:end].rstrip()
    return start + len(name.removesuffix(" và"))


def _stops(text: str, word: str, end: int, limit: int, *, inside: bool) -> bool:
    """Whether a capitalised word begins something else than (more of) a name."""
    folded = fold_aligned(word.rstrip("."))
    if folded == "ảnh":
        return _CAPTION.match(text, end, limit) is not None
    if folded == "mở" and inside:
        return text.startswith("rộng", end + 1)  # "KCN A Mở rộng": a part of it, not of its name
    if inside and folded in _WHERE and word.istitle():
        following = _GAP.match(text, end, limit)
        return following is not None and text[following.end() : following.end() + 1].isupper()
    if folded == "giai":
        phase = _GAP.match(text, end, limit)
        return phase is not None and text[phase.end() : phase.end() + 4].lower() == "đoạn"
    if inside or folded in _NEVER:
        return folded in _NEVER and not (inside and folded == "được" and word[0].isupper())  # "Hà Lam - Chợ Được"
    following = _GAP.match(text, end, limit)
    if folded == "thành" and following and text.startswith("phố", following.end()):
        return True  # "các KCX - KCN Thành phố"
    return folded in _NOT_ALONE and not (following and following.end() < limit and text[following.end()].isupper())


_PARTS = re.compile(r"[\w]+")
_DISTINGUISHING = re.compile(r"^(?:\d+\w?|[ivx]+|[a-z]|mở|rộng|giai|đoạn|gđ|đông|tây|nam|bắc|thượng|hạ|mới|cũ)$")


def name_tokens(label: str) -> tuple[str, ...]:
    """The folded words of a label, without the noun's code."""
    return tuple(_PARTS.findall(fold(label)))[1:]


def only_says_more(name: tuple[str, ...], rest: tuple[str, ...]) -> bool:
    """Whether words beside a name only say more of it ("Hòa Phú" and "Hòa Phú Thành"), and name no other zone.

    Numerals, phases and "mở rộng" tell zones apart ("Hòa Phú 2"), unless the name is a mere description.
    """
    if _NAMING.match(" ".join(name)):
        return True
    return not any(_DISTINGUISHING.match(word) for word in rest)
