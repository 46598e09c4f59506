"""Where a policy's name ends, and the period that it covers.

A name in running text has no mark at its end: it goes on over commas ("phát triển cụm công nghiệp, làng nghề giai
đoạn 2021-2025") and stops before the words that say something about it ("... được phê duyệt", "... nhằm ...").
A quoted name ends with its quotation mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extraction.policy_words import NAME, OUTLOOK, PERIOD

LONGEST = 360
"""Characters that a name is looked for in; no title of a Vietnamese document in an article is longer."""

QUOTES = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "”": "”"}

_HARD = re.compile(r"[\n;:!?…“”\"«»]|\.(?=\s|$|[”\"])|\.{2,}|\s[-–—]\s(?=(?:ông|bà|đó|một|những|các|theo)\s)|/\.")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:TP|Tp|T\.P|TX|Tx|TT|Q|P|H|St|v\.v)$")
_BREAK = re.compile(
    r"""
    \s(?:
      đã|đang|sẽ|vừa|được|nhằm|để|bao\ gồm|gồm|trong\ đó|theo\ đó|cho\ thấy|phấn\ đấu|đặt|đề\ ra|đưa|xác\ định|nêu|
      khi|nếu|gửi|thay\ thế|quy\ mô|thì|mà|nên|vì|bởi|giúp|góp\ phần|phải|cần|còn|cũng|chưa|không|là|như|hoặc|hay|
      cùng|hiện|trên\ cơ\ sở|
      mới(?=\s+(?:được|đây|nhất))|trình(?=\s+(?:Chính|Thủ|Quốc|Bộ|UBND|HĐND|Ban|cấp))|đạt|dự\ kiến|
      cho\ (?:biết|rằng|phép)|tại(?=\s+(?:Quyết|Nghị|văn|kỳ|cuộc|buổi|hội|Hội|Thông|Công|Kế|Tờ))|
      yêu\ cầu|giao(?=\s+(?:cho|các|Sở|Bộ|UBND))|chỉ\ rõ|cụ\ thể|tập\ trung(?=\s+vào)|hướng\ (?:đến|tới)|ra\ đời|
      theo(?=\s+(?:Quyết|Nghị|quyết|nghị|Thông|Kế|kế|Luật|luật|quy\ định|đúng|chỉ|Chỉ|ông|bà))|
      có(?=\s+(?:tổng|hiệu|mục|quy|nhiều|nội|\d|thể|ý|kinh|vốn|vai|những|một|hai|ba|các|nêu|quy))|
      với(?=\s+(?:mục|tổng|các|kinh|quy|nhiều|số|\d|những|kỳ|sự|vốn|diện|nội|quan|hơn|trên|gói))|với(?=\s*$)|
      trong(?=\s+(?:năm|thời|bối|quá|việc|tháng|kỳ|nhiệm|những|khi|các|cả|tổng|giai|phiên|khuôn|hơn|vòng|quý|\d))|
      vào(?=\s+(?:ngày|tháng|năm|cuối|đầu|sáng|chiều|thực|cuộc|quý))|từ(?=\s+(?:năm|đó|tháng|ngày|nay|nguồn|đầu|khi))|
      qua(?=\s+(?:đó|các|việc))|sau(?=\s+(?:khi|hơn|\d|khi))|do(?=\s)|của(?=\s+(?:Chính|Thủ|UBND|Uỷ|Ủy|HĐND|Hội|Bộ|bộ|
      Sở|sở|Quốc|tỉnh|thành|Tỉnh|Thành|TP|Đảng|Trung|địa|ngành|huyện|Nhà|nhà\ nước|nước|Tổng|Tập|Công|công\ ty|Ban|
      chúng|Liên|liên|xã|quận|Mỹ|Hà|ông|bà|doanh\ nghiệp\ này))|
      (?:và|cùng)(?=\s+(?:các?\s+)?(?:[Qq]uyết\ định|[Nn]ghị\ quyết|[Nn]ghị\ định|[Tt]hông\ tư|[Cc]hỉ\ thị|Luật|luật|
      [Kk]ế\ hoạch|[Cc]hương\ trình|[Đđ]ề\ án|[Cc]hiến\ lược|[Qq]uy\ hoạch|[Cc]ông|các\ văn|các\ chương|nhiều|một\ số|
      những|đã|đang|sẽ|được|đến|có|dự\ án))|
      \d{1,3}\s*(?:%|tỷ|tỉ|triệu)
    )(?![\w-])
    """,
    re.VERBOSE,
)
# Syllables that break a name only by themselves, not as a part of these compounds.
_COMPOUND_BEFORE = {
    "với": ("gắn", "ứng", "hợp", "đối", "phó", "cùng", "so", "đôi"),
    "hiện": ("thực", "thể", "phát", "xuất", "biểu", "tái"),
    "không": ("hàng",),
    "vừa": ("và", "nhỏ"),
    "đặt": ("lắp", "sắp"),
    "giúp": ("trợ",),
    "yêu": ("ứng", "theo"),
    "nên": ("trở", "tạo", "làm"),
    "đưa": ("chuyển",),
    "như": ("cũng", "gần"),
    "khi": ("trước",),
    "do": ("tự",),
    "là": ("nhất",),
    "để": ("vấn",),
    "cần": ("chuyên",),
    "đang": ("và",),
    "còn": ("tồn",),
    "nêu": ("tiêu",),
}
_COMPOUND_AFTER = re.compile(
    r"\s(?:không (?:gian|khí|quân|chỉ|phép|dùng|khói)|hiện (?:đại|trạng|hữu)|đạt (?:chuẩn|tiêu chuẩn)|đưa (?:người|"
    r"lao động|hàng|công|"
    r"nông)|cần (?:thiết|Thơ)|phải trả|hay còn|do (?:Việt|người)|như (?:Nguyệt|Quỳnh)|đặt hàng|đang (?:phát triển|"
    r"hoạt động)|"
    r"cùng (?:phát|tham)|là (?:chính|chủ)|để (?:phát|nâng|thu|thúc|tạo|xây|xử|tăng|thực|bảo|giảm|đáp|hỗ|phục|sản|"
    r"ứng|chuyển))(?!\w)"
)
_OWNED = re.compile(
    rf"\scủa\s+(?:(?:tỉnh|thành phố|TP\.?|huyện|cả nước|vùng|Thủ đô|ngành)(?: {NAME}| [^\W\d]+ [^\W\d]+)?|{NAME})\s+"
    rf"(?={PERIOD})"
)
_TYPE_AFTER_COMMA = re.compile(
    r"\s*(?:và\s+)?(?:các\s+)?(?:[Qq]uyết định|[Nn]ghị quyết|[Nn]ghị định|[Tt]hông tư|[Cc]hỉ thị|Luật|[Kk]ế hoạch|"
    r"[Cc]hương trình|[Đđ]ề án|[Cc]hiến lược|[Qq]uy hoạch|UBND|Uỷ ban|Ủy ban|tỉnh|thành phố|ông|bà|Bộ|Sở|Thủ tướng|"
    r"Chính phủ|chiều|sáng|ngày|đến|trong|theo|từ|hiện(?! đại)|nhất là|đặc biệt|tổ chức|tham gia|vận động|ngoài|khi"
    r"|sau|với|"
    r"cùng|đồng thời|trong đó|tại|qua|do|cả nước|nhiều|năm|vừa|đây|toàn|phấn đấu|góp phần|tạo)(?!\w)"
)
_PAIR = re.compile(
    r"(?:sửa đổi|điều chỉnh|công nghiệp h(?:óa|oá)|chế biến|khám bệnh|phòng|thể chế|cơ chế|khu|máy móc|nông nghiệp"
    r"|quản lý|sắp xếp|an toàn)$"
)
_LISTED = re.compile(r",(?: [^\W\d]+){1,4} và ")
_PERIOD = re.compile(r"\s*(?:,\s*(?=giai|thời|nhiệm))?\(?\s*(" + PERIOD + r")\)?")
_PERIOD_ANYWHERE = re.compile(r"(?<!\w)(?:" + PERIOD + r")")
_PERIOD_BEHIND = re.compile(
    rf"\s+(?:của|cho|trong|trên|tại)\s[^,.;:()\n]{{1,40}}?\s(?P<period>{PERIOD})|\s+(?P<near>{PERIOD})"
)
_OUTLOOK = re.compile(OUTLOOK)
_AREA = re.compile(
    rf"\s+(?:trên địa bàn\s+)?(?:(?:tỉnh|thành phố|TP\.?|huyện|thị xã|vùng)\s+{NAME}|cả nước)(?!\w)"
    r"|\s+trên địa bàn (?:tỉnh|thành phố|cả nước)(?!\w)"
)
_RANGE = re.compile(r"((?:19|20)\d\d)\s*(?:[-–/]|đến(?:\s+(?:hết\s+)?năm)?)\s*((?:19|20)\d\d|\d\d(?!\d))")
_UNTIL = re.compile(
    r"(định hướng|tầm nhìn|có tính|có xét|tính|xét)?(?:\s+phát triển)?\s*(?:đến|"
    r"tới)\s+(?:hết\s+)?(?:năm\s+)?((?:19|20)\d\d)"
)
_YEAR = re.compile(r"năm\s+((?:19|20)\d\d)")
_TRAILING = re.compile(
    r"(?:[\s,\-–(]+|\s(?:và|của|về|cho|trong|tại|với|đến|ở|từ|theo|do|bởi|một|các|những|đối với|số|tỷ lệ|gắn))+$"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A name with its offsets in the text (`end` exclusive, inside a closing quotation mark) and its period."""

    text: str
    start: int
    end: int
    from_: str
    to: str
    quoted: bool

    @property
    def words(self) -> int:
        """How many syllables it has."""
        return len(self.text.split())


def read_period(text: str) -> tuple[str, str]:
    """Return the years that a name covers, `from` and `to`; an outlook counts only where there is nothing else.

    >>> read_period("phát triển công nghiệp giai đoạn 2022 - 2026, định hướng đến năm 2032")
    ('2022', '2026')
    >>> read_period("phát triển công nghiệp đến năm 2030"), read_period("khuyến công năm 2021")
    (('', '2030'), ('2021', '2021'))
    """
    found = _RANGE.search(text)
    if found:
        first, last = found.groups()
        last = last if len(last) == 4 else first[:2] + last
        if first <= last:
            return first, last
    untils = list(_UNTIL.finditer(text))
    for until in untils:
        if not until[1]:
            return "", until[2]
    year = _YEAR.search(text)
    if year and not untils:
        return year[1], year[1]
    return ("", untils[0][2]) if untils else ("", "")


def has_period(text: str) -> bool:
    """Tell whether a name holds a period."""
    return bool(_PERIOD_ANYWHERE.search(text) or _OUTLOOK.search(text))


def _hard_end(text: str, start: int) -> int:
    """Return where at the latest a name that starts there ends: sentence end, colon, semicolon, quotation mark."""
    limit = min(len(text), start + LONGEST)
    for stop in _HARD.finditer(text, start, limit):
        if stop[0] == "\n" and text.endswith("TP.", start, stop.start()):
            continue  # some sources break the line behind the abbreviation: "TP.", then "HCM"
        if stop[0] == "." and _ABBREVIATED.search(text[max(start, stop.start() - 5) : stop.start()]):
            continue
        return stop.start()
    return limit


def _tail(text: str, position: int, limit: int) -> int:
    """Return the end of the period, outlook and area that follow `position`, or `position`."""
    end = position
    period = _PERIOD.match(text, end, limit)
    if period:
        end = period.end()
        if text[end - 1] == ")" and "(" not in text[position:end]:
            end -= 1
    for pattern in (_OUTLOOK, _AREA, _OUTLOOK):
        more = pattern.match(text, end, limit)
        if more and (end > position or pattern is _OUTLOOK):
            end = more.end()
    return end


def _quoted(text: str, start: int) -> Title | None:
    """Read a quoted name at `start`."""
    closing = QUOTES.get(text[start : start + 1])
    if closing is None:
        return None
    end = text.find(closing, start + 1, start + LONGEST)
    if end < 0 or "\n" in text[start:end]:
        return None
    inside = text[start + 1 : end].strip(" ,.;")
    if not inside:
        return None
    first = text.index(inside, start + 1)
    from_, to = read_period(inside)
    if not from_ and not to:
        from_, to = read_period(text[end + 1 : _tail(text, end + 1, min(len(text), end + 120))])
    return Title(inside, first, first + len(inside), from_, to, quoted=True)


def read_title(text: str, start: int, *, lead: int | None = None) -> Title:
    """Read the name at `start` to its end; with `lead`, the name begins there already (the type word before it).

    `start` is where the name proper begins, after spaces. The title is empty where nothing of a name stands there.
    """
    quoted = _quoted(text, start)
    if quoted is not None:
        return quoted
    begin = start if lead is None else lead
    limit = _hard_end(text, start)
    end = _name_end(text, start, limit)
    trimmed = _TRAILING.sub("", text[begin:end])
    end = begin + len(trimmed)
    from_, to = read_period(trimmed)
    if not from_ and not to:
        # A period right behind the name, though parted from it: "Đề án X của tỉnh giai đoạn 2021-2025".
        behind = _PERIOD_BEHIND.match(text, end, limit)
        if behind:
            from_, to = read_period(behind["period"] or behind["near"])
    return Title(trimmed, begin, end, from_, to, quoted=False)


def _name_end(text: str, start: int, limit: int) -> int:
    """Return where the unquoted name at `start` ends, at most `limit`."""
    breaks = _BREAK.finditer(text, max(start - 1, 0), limit)
    stop = limit
    for found in breaks:
        if not (found.start() >= start and _in_compound(text, found)) and not _OWNED.match(text, found.start(), limit):
            stop = found.start()
            break
    # Parentheses: a short acronym belongs to the name, anything longer stands behind it.
    position = start
    while True:
        opening = text.find("(", position, stop)
        if opening < 0:
            break
        closing = text.find(")", opening, min(limit, opening + 40))
        inside = text[opening + 1 : closing] if closing > 0 else ""
        if closing < 0 or not (inside.isupper() and len(inside) <= 12 and text[closing + 1 : closing + 2] == " "):
            if inside and _PERIOD_ANYWHERE.fullmatch(inside):
                stop = min(closing + 1, stop) if closing < stop else stop
            else:
                stop = opening
            break
        position = closing + 1
    comma = text.find(",", start, stop)
    while comma >= 0:
        if _OUTLOOK.match(text, comma, limit) or _PERIOD.match(text, comma, limit):
            return _tail(text, comma, limit)
        if _TYPE_AFTER_COMMA.match(text, comma + 1, limit):
            stop = comma
            break
        period = _PERIOD_ANYWHERE.search(text, comma, stop)
        listed = period or _PAIR.search(text, start, comma) or _LISTED.match(text, comma, stop)
        if not listed or text[comma + 1 : comma + 2] != " ":
            stop = comma
            break
        comma = text.find(",", comma + 1, stop)
    period = _PERIOD_ANYWHERE.search(text, start, min(limit, stop + 40))
    if period and period.start() <= stop:
        return _tail(text, _before_spaces(text, period.start()), limit)
    return stop


def _in_compound(text: str, found: re.Match[str]) -> bool:
    """Tell whether a breaking syllable is part of a compound word ("hàng không", "nhỏ và vừa")."""
    before = _COMPOUND_BEFORE.get(found[0].split()[0])
    last = text[max(0, found.start() - 8) : found.start()].rsplit(None, 1)
    return bool(before and last and last[-1] in before) or bool(_COMPOUND_AFTER.match(text, found.start()))


def _before_spaces(text: str, position: int) -> int:
    """Step back over spaces."""
    while position > 0 and text[position - 1] == " ":
        position -= 1
    return position
