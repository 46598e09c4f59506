"""Vietnamese numerals: digits with either decimal convention, spelled-out numbers, and the words that scale them.

Everything here works on text as `working_copy` gives it: lower case, plain spaces and hyphens, as long as the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

Convention = Literal["vi", "en", "mixed", "unknown"]
"""Which sign parts the decimals: "vi" `1.234,5`, "en" `1,234.5`, "mixed" where a text surely uses both."""

_MORE_DIGITS = r"[0-9]*(?:[.,][0-9]+)*"
NUMERAL = rf"[0-9]{_MORE_DIGITS}"
"""A run of digits that dots or commas hold together. Linear on any input."""

# Digits of other scripts beside it make something else of it. What may not stand before the first digit is asked behind
# it: so a search skips to digits.
NUMERALS = re.compile(rf"[0-9](?<!\d[0-9]){_MORE_DIGITS}(?!\d)")
"""Finds each whole `NUMERAL` of a text."""

SCALES: dict[str, Decimal] = {
    "chục": Decimal(10),
    "trăm": Decimal("1E2"),
    "nghìn": Decimal("1E3"),
    "ngàn": Decimal("1E3"),
    "vạn": Decimal("1E4"),
    "triệu": Decimal("1E6"),
    "tr": Decimal("1E6"),
    "tỷ": Decimal("1E9"),
    "tỉ": Decimal("1E9"),
}
"""What a scale word multiplies by. Scale words in a row multiply each other (`nghìn tỷ` is 10^12)."""

ENGLISH_SCALES: dict[str, Decimal] = {
    "thousand": Decimal("1E3"),
    "million": Decimal("1E6"),
    "billion": Decimal("1E9"),
    "trillion": Decimal("1E12"),
}

DIGIT_WORDS: dict[str, int] = {
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}

_MAX_DIGITS = 18  # anything longer is an account, a code, or noise; keeps Decimal arithmetic exact

_SPACES = ("\u00a0", "\u202f", "\u2009", "\u2007", "\u200a", "\u3000")
_HYPHENS = ("–", "—", "−", "‐", "‑", "―")


def word_set(words: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(words.split())


def working_copy(text: str) -> str:
    """Lower the text's case and turn odd spaces into plain ones and dashes into hyphens, keeping every offset.

    >>> working_copy("Quý\\u00a0III – 2024")
    'quý iii - 2024'
    """
    low = text.lower()
    if len(low) != len(text):  # İ and its like grow in lower case
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    for odd in _SPACES:
        if odd in low:
            low = low.replace(odd, " ")
    for odd in _HYPHENS:
        if odd in low:
            low = low.replace(odd, "-")
    return low


_VIETNAMESE = re.compile(r"[0-9]+,[0-9]{1,2}|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}")
_COMMA_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_POINT_DECIMALS = re.compile(r"[0-9]+\.[0-9]{1,2}")
_SEVERAL = 2
_DOT_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def decimal_convention(numerals: Iterable[str]) -> Convention:
    """Tell from a text's unambiguous numerals which sign parts the decimals.

    A lone dot before one or two digits (`1.5 tỷ`) tells nothing: Vietnamese texts with `1.250 tỷ` hold such too.
    Beside several numerals such as `12,260`, and none of the Vietnamese kind, some of them tell "en".

    >>> decimal_convention(["4.507,83", "80"]), decimal_convention(["3,131.5"]), decimal_convention(["10,000"])
    ('vi', 'en', 'unknown')
    """
    english = vietnamese = dots = False
    commas = points = 0  # "12,260" and "24.78": each by itself tells nothing, several of both do
    for numeral in numerals:
        if "," in numeral:
            vietnamese = vietnamese or _VIETNAMESE.fullmatch(numeral) is not None
            english = english or _ENGLISH.fullmatch(numeral) is not None
            commas += _COMMA_THOUSANDS.fullmatch(numeral) is not None
        elif "." in numeral:
            vietnamese = vietnamese or _VIETNAMESE.fullmatch(numeral) is not None
            dots = dots or _DOT_THOUSANDS.fullmatch(numeral) is not None
            points += _POINT_DECIMALS.fullmatch(numeral) is not None
    if min(commas, points) >= _SEVERAL and not vietnamese and not dots:
        return "en"
    if english:
        return "mixed" if vietnamese else "en"
    return "vi" if vietnamese or dots else "unknown"


def parse_numeral(numeral: str, convention: Convention = "vi", *, whole: bool = False) -> Decimal | None:
    """The value of a run of digits, dots and commas; None where it is no single number (`1.2.3.4`, 30 digits).

    `whole` says that what is counted cannot have decimals (people, projects, đồng, m²), which settles `10,000` and
    `1.250` in whatever convention.
    """
    if len(numeral) <= 3 and numeral.isdigit():
        return Decimal(numeral)
    if len(numeral) > _MAX_DIGITS + 8:
        return None
    digits = numeral.replace(".", "").replace(",", "")
    if len(digits) > _MAX_DIGITS:
        return None
    if digits == numeral:
        return Decimal(numeral)
    parts = re.split(r"[.,]", numeral)
    last_sign = numeral[-len(parts[-1]) - 1]
    signs = set(numeral) & {".", ","}
    if len(parts[0]) <= 3 and all(len(p) == 3 for p in parts[1:-1]):
        if len(signs) == 2:
            # the sign that stands last parts the decimals, and must stand once
            if numeral.count(last_sign) == 1:
                return Decimal("".join(parts[:-1]) + "." + parts[-1])
            return None
        if len(parts) > 2:
            if len(parts[-1]) == 3:
                return Decimal(digits)
            if len(parts[-1]) <= 2 and len(parts[0]) > 0 and parts[0] != "0":
                return Decimal("".join(parts[:-1]) + "." + parts[-1])
            return None
    if len(parts) != 2:
        return None
    if (
        len(parts[1]) == 3
        and len(parts[0]) <= 3
        and not parts[0].startswith("0")
        and (whole or (last_sign == ".") == (convention != "en"))
    ):
        return Decimal(digits)
    return Decimal(parts[0] + "." + parts[1])


def spelled_value(words: Sequence[str]) -> Decimal | None:
    """The value of a spelled-out number (`hai mươi lăm`, `một trăm linh năm`, `ba nghìn tỷ`); None if it is none.

    >>> spelled_value("hai mươi lăm nghìn".split())
    Decimal('25000')
    """
    total, group, largest = Decimal(0), Decimal(0), Decimal(0)  # group: what stands behind the last scale word
    digit: int | None = None
    for at, word in enumerate(words):
        if word == "mươi":
            if digit is None or not 2 <= digit <= 9:
                return None
            group, digit = group + digit * 10, None
        elif word in ("linh", "lẻ"):
            if digit is not None or at == 0 or words[at - 1] not in ("trăm", *SCALES):
                return None
        elif word == "không" and at + 1 < len(words) and words[at + 1] == "trăm":
            digit = 0
        elif word in DIGIT_WORDS:
            if digit not in (None, 10):
                # "hai lăm" is twenty-five, "ba hai" is not a number
                if word in ("lăm", "mốt", "tư", "nhăm") and digit is not None:
                    group, digit = group + digit * 10 + DIGIT_WORDS[word], None
                    continue
                return None
            digit = DIGIT_WORDS[word] + (digit or 0)
        elif word in ("chục", "trăm"):
            if digit is None:
                return None
            group, digit = group + digit * int(SCALES[word]), None
        elif word in SCALES:
            scale = SCALES[word]
            group, digit = group + (digit or 0), None
            if scale > largest:
                if not total + group:
                    return None
                total, largest = (total + group) * scale, scale  # "hai nghìn năm trăm tỷ": 2,500 of them
            elif group:
                total += group * scale
            else:
                return None
            group = Decimal(0)
        else:
            return None
    return total + group + (digit or 0)


# What Vietnamese articles count. Only tells a counted number from a year, a name's digit or a list number.
_COUNTED = word_set(
    "dn dnnvv người khu cụm kcn ccn kkt kcx tỉnh huyện quận xã phường thôn làng nhà nước vùng ngành nghề nhóm hộ "
    "lượt tuyến cảng giấy cuộc đoàn đợt lớp trường bệnh suất phần căn phòng tòa toà tầng lô thửa cầu trạm chợ máy "
    "xe tàu chuyến ôtô container vụ giải bằng tổ htx khách dân khâu bộ sở ban loại giống con cây đôi mẫu bài tấm "
    "cái bên bữa ca quả viên chỗ vườn kho bến mỏ hồ đập thành fdi vị chiếc thuyền hãng gói đại hội ý dòng bản toa "
    "làn giường sao vé cuốn trận bàn"
)
_COUNTED_PAIRS = frozenset(
    (
        "dự án",
        "doanh nghiệp",
        "lao động",
        "công nhân",
        "nhân khẩu",
        "nhân viên",
        "nhân lực",
        "điểm công",
        "thành phố",
        "thành viên",
        "thị xã",
        "thị trấn",
        "công ty",
        "quốc gia",
        "lĩnh vực",
        "đề án",
        "chương trình",
        "đề tài",
        "nhiệm vụ",
        "cơ sở",
        "đơn vị",
        "hợp đồng",
        "tập đoàn",
        "sản phẩm",
        "thương hiệu",
        "mặt hàng",
        "chi nhánh",
        "văn phòng",
        "quyết định",
        "văn bản",
        "nghị quyết",
        "hội nghị",
        "hội thảo",
        "học viên",
        "học sinh",
        "sinh viên",
        "giáo viên",
        "cán bộ",
        "đảng viên",
        "đại biểu",
        "chuyên gia",
        "kỹ sư",
        "hạng mục",
        "công trình",
        "trung tâm",
        "cửa hàng",
        "siêu thị",
        "ô tô",
        "thiết bị",
        "dây chuyền",
        "trường hợp",
        "đối tượng",
        "chỉ tiêu",
        "tiêu chí",
        "mục tiêu",
        "giải pháp",
        "nội dung",
        "thủ tục",
        "hồ sơ",
        "sáng kiến",
        "huy chương",
        "cổ phiếu",
        "cổ phần",
        "cổ đông",
        "ngân hàng",
        "hợp tác",
        "trang trại",
        "đối tác",
        "chủ đầu",
        "địa phương",
        "địa điểm",
        "vị trí",
        "mô hình",
        "việc làm",
        "thị trường",
        "tổ chức",
        "cá nhân",
        "phân xưởng",
        "biệt thự",
        "khách hàng",
        "biên chế",
        "gia đình",
        "tài khoản",
        "vi phạm",
        "phân khu",
        "đô thị",
        "bệnh viện",
        "đặc khu",
        "liên doanh",
    )
)
_TWO_WORDS = re.compile(r" {1,2}([^\W\d_]+)(?: {1,2}([^\W\d_]+))?")


def is_counted(low: str, end: int) -> bool:
    """Whether a countable noun follows right behind `end` in a working copy."""
    match = _TWO_WORDS.match(low, end)
    return match is not None and (match[1] in _COUNTED or f"{match[1]} {match[2]}" in _COUNTED_PAIRS)
