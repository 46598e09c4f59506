"""Why a number is no plain figure: it belongs to a document's number, an hour, a name, an address, a rank ..."""

from __future__ import annotations

import re

from kg.extraction.numbers import is_counted, word_set
from kg.extraction.units import unit_at

_DOCUMENT_AFTER = re.compile(r"(?: ?/ ?[0-9]{4})? ?/ ?[A-ZĐ]{2,}|-[A-ZĐ]{2,}[/-][A-ZĐ]{2,}")
_DOCUMENT_PAIRS = frozenset(
    (
        "quyết định",
        "nghị định",
        "nghị quyết",
        "thông tư",
        "công văn",
        "chỉ thị",
        "tờ trình",
        "công điện",
        "văn bản",
        "thông báo",
        "kết luận",
        "ký hiệu",
    )
)
_DOCUMENT_WORDS = word_set("iso tcvn qcvn luật hiệu nđ qđ")
# "tổng số 300", "trong số 185": no document's number
_NUMBER_OF = word_set(
    "con tổng trong một đa vốn dân doanh chỉ thiểu hệ tỷ tỉ nhân đủ ngoài nâng đưa với bằng và những đạt lượng của phần"
)
_HOUSES = word_set("đường nhà ngõ tổ lô km")
_ORDINALS = word_set(
    "thứ điều khoản đợt khóa khoá top hạng cấp loại tập bảng hình ảnh biểu bước vòng lớp câu trang kỳ lần chương "
    "mục lục đoạn phần khối tầng bậc xưởng stt quyển án trình vực ngã đội viện"
)
_ADDRESSES = word_set("đường phố ngõ hẻm ngách lộ ql tl đt km quận phường q p tổ ấp thôn lô thửa khu tuyến nút cầu đai")
_EVEN_BEFORE_NOUNS = word_set("thứ khoản đợt top quận phường đoạn lộ ql")
_ROADS = word_set("lộ đường km ql")
_DAYS = word_set("ngày mùng mồng tháng đêm sáng chiều tối trưa năm niên")
_PHONE_WORDS = re.compile(r"(?:điện thoại|đt|tel|hotline|fax|đường dây nóng|liên hệ|sđt|di động)[^\n;]{0,24}$")
_PHONE = re.compile(r"(?:\+?84|0)[0-9. -]{8,14}[0-9]")
_HOUR = re.compile(r" ?h(?:[0-9]{2})?(?![^\W_])|:[0-9]{2}(?![0-9])|[hg][0-9]{2}")
_KILOMETRE = re.compile(r" ?\+ ?[0-9]{3}(?![0-9])")
_FRACTION = re.compile(r"[0-9]{1,3}/(?:[0-9]{1,5}|[0-9]{1,2}\.000)(?![.,/]?[0-9])")
_LIST_MARK = re.compile(r"[.)](?: |$)")
_LUNAR = re.compile(r" {1,2}tháng (?:giêng|chạp)|/?(?:1?[0-9]/)?\(?âl(?![^\W_])| âm lịch")
_LETTER = re.compile(r"[^\W\d_]")
_GOES_ON = re.compile(r" ?(?:,|;|và|hoặc|hay|\+|&|-|/) ?")
_NO_NAME = word_set(
    "có gồm trong với từ các cả đã hơn gần trên khoảng là và thêm riêng hiện được còn sau tổng bao nay đến tới "
    "tại ở cho về theo do mỗi tính trước dưới ngoài chỉ đạt"
)
# "giảm13,9%", "đạt12 tỷ đồng": the space that was left out.
_GLUED = re.compile(r"(?<![^\W\d_])(?:tăng|giảm|đạt|hơn|trên|gần|khoảng|có|được|còn|là|rộng|lên|xuống|với|thêm|ước)$")
# "VND8,094 tỷ", "US$1.2 tỷ", "USD500 triệu"
_CURRENCIES = ("vnd", "usd", "us$")
_OPENING = "(\"“‘'["


def hint_before_unit(text: str, low: str, start: int, end: int, previous: tuple[int, str]) -> str:
    """What the characters right at the number tell, before any unit is looked for; "" if nothing.

    `previous`: where the number before ends, and its own hint.
    """
    before_end, before_hint = previous
    numeral = low[start:end]
    before = low[start - 1] if start else " "
    after = low[end] if end < len(low) else " "
    touching = before_end == start - 1 and start > 0
    letters = before.isalpha() and not low.endswith(_CURRENCIES, 0, start)
    if (letters and not _is_glued(text, low, start, end)) or before == "_" or end - start > 26:
        return "clock" if before == "h" and touching and before_hint == "clock" else "code"
    if after == "g" and text[end] == "G":
        return "code"  # "5G" is no five grams
    if after == "/" and _DOCUMENT_AFTER.match(text, end):
        return "document"
    if before == "/" and ((touching and before_hint) or text[start - 2 : start - 1].isupper()):
        return before_hint if touching and before_hint else "document"
    if (numeral[0] == "0" or before == "+") and (shape := _PHONE.match(low, start)) and _is_phone(shape[0]):
        return "phone"
    if before_hint == "phone" and before_end > start - 4 and not low[before_end:start].strip(" .-"):
        return "phone"
    if end - start <= 2 and numeral.isdigit() and _HOUR.match(low, end):
        return "clock"
    if before == ":" and touching and before_hint == "clock":
        return "clock"
    if before == "-" and low[start - 2 : start - 1].isalpha():
        return "code"  # "Covid-19"
    if (before == "[" and after == "]") or "covid" in low[max(0, start - 9) : start]:
        return "code"
    if (after in " +" and _KILOMETRE.match(low, end)) or (before in " +" and low[before_end:start].strip() == "+"):
        return "address" if before_hint == "address" or "km" in low[max(0, start - 8) : start] else ""
    return ""


def _is_glued(text: str, low: str, start: int, end: int) -> bool:
    """Whether only a space was left out between a word and its number: "giảm13,9%"."""
    word = _GLUED.search(low, max(0, start - 8), start)
    return word is not None and text[word.start() : start].islower() and (end - start > 1 or low[end : end + 1] == "%")


def _is_phone(shape: str) -> bool:
    return "," not in shape and sum(c.isdigit() for c in shape) >= 9


def hint_after_unit(text: str, low: str, span: tuple[int, int], end: int, previous: tuple[int, str]) -> str:
    """What the words around a number without a unit tell; "" for a plain figure.

    `span` is its numeral, `end` where its range ends, if it is one. `previous` as above.
    """
    before_end, before_hint = previous
    start = span[0]
    numeral = low[start : span[1]]
    if _LETTER.match(low, end):
        return "code"
    if not numeral.isdigit():
        if numeral[1:] == ".0" and not is_counted(low, end):
            return "code"  # "công nghiệp 4.0"
        return "ordinal" if _LIST_MARK.match(low, end) and _begins_line(low, start) else ""
    word, pair, above = _words_before(low, start)
    counted = is_counted(low, end)
    if not counted and (pair in _DOCUMENT_PAIRS or word in _DOCUMENT_WORDS):
        return "document"
    fraction = _FRACTION.match(low, start) if low.startswith("/", end) else None
    if fraction and not is_counted(low, fraction.end()) and not unit_at(low, fraction.end())[0]:
        return "ratio"
    if counted:
        if word not in _EVEN_BEFORE_NOUNS or len(numeral) > 3:
            return ""
        return "ordinal" if word in _ORDINALS else "address"
    if is_year(numeral) or (len(numeral) == 4 and word == "năm") or _LUNAR.match(low, end):
        return "date"
    if len(numeral) <= 2 and _LIST_MARK.match(low, end) and _begins_line(low, start):
        return "ordinal"
    if word in _DAYS and len(numeral) <= 2:
        return "date"
    if word == "số" and above not in _NUMBER_OF:
        return "address" if above in _HOUSES else "document"
    if len(numeral) <= 3 and word in _ORDINALS and pair != "cùng kỳ":
        return "ordinal"
    if word in _ADDRESSES and (len(numeral) <= 3 or (len(numeral) == 4 and word in _ROADS)):
        return "address"
    if len(numeral) >= 3 and _PHONE_WORDS.search(low, max(0, start - 40), start):
        return "phone"
    if before_hint and before_end > start - 8 and _GOES_ON.fullmatch(low, before_end, start) and len(numeral) <= 3:
        return before_hint  # "khóa 12, 13", "VSIP 1, 2"
    return "code" if len(numeral) <= 3 and _ends_name(text, start) else ""


def is_year(numeral: str) -> bool:
    """Whether four digits look like a year."""
    return len(numeral) == 4 and "1900" <= numeral <= "2100" and numeral.isdigit()


def _words_before(low: str, start: int) -> tuple[str, str, str]:
    """On the number's line: the word right before it, the last two together, and the one above the last."""
    window = low[max(0, start - 26) : start]
    window = window[window.rfind("\n") + 1 :]
    words = window.rsplit(None, 2)
    if len(words) == 3:
        words = words[1:]
    word = words[-1].strip(".:" + _OPENING) if words else ""
    above = words[0].strip(_OPENING) if len(words) > 1 else ""
    return word, f"{above} {word}" if above else word, above


def _begins_line(low: str, start: int) -> bool:
    head = low[max(0, start - 7) : start]
    line = head.rfind("\n")
    return (line >= 0 or start < 7) and not head[line + 1 :].strip(" -*•+\t|(")


def _ends_name(text: str, start: int) -> bool:
    """Whether a small number ends a name: `Mỹ Phước 3`, `Tràng Duệ (1 + 2)`."""
    head = text[max(0, start - 18) : start].rstrip(" (")
    word = head.rsplit(None, 1)[-1] if head and not head[-1].isspace() else ""
    if not word[:1].isupper() or not word.isalpha() or word.lower() in _NO_NAME:
        return False
    left = head[: -len(word)].rstrip(" ")
    return not left or left[-1] not in '.:!?\n"“;'
