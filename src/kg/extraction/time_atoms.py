"""The times that stand in a Vietnamese text by themselves, before the words around them are heard (see `times`).

`ANCHOR` finds every word or digit run that a time can begin with; `read_atom` reads what stands there, with small
patterns that are each tried at that one place. Texts are working copies (`numbers.working_copy`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

from kg.extraction.numbers import DIGIT_WORDS, is_counted, spelled_value, word_set


@dataclass(slots=True)
class Atom:
    """A time as it stands. `from_` and `to` as in `times.TimeMention`.

    `grain`: year, span (of years), months (a period of them), month, day, days, open (no end), now, same (`cùng kỳ`).
    """

    start: int
    end: int
    from_: str
    to: str
    grain: str


def _compile(pattern: str) -> re.Pattern[str]:
    """Compile with shorthands: {Y} year, {M} month, {D} day, {Q} quarter, {/} what parts a date; spaces are loose."""
    pattern = (
        pattern.replace("{Y}", r"((?:19[4-9][0-9]|20[0-9][0-9]|2100)(?![0-9]|[.,][0-9]{1,3}(?![0-9])))")
        .replace("{M}", r"(0?[1-9]|1[0-2])(?![0-9])")
        .replace("{D}", r"(0?[1-9]|[12][0-9]|3[01])(?![0-9])")
        .replace("{Q}", r"(iv|i{1,3}|[1-4](?![0-9]))(?![^\W\d_])")
        .replace("{/}", r" ?[/.-] ?")
        .replace("{.}", r"(?![^\W\d_])")
    )
    return re.compile(pattern.replace(" ?", "~").replace(" ", " {1,3}").replace("~", " {0,3}"))


ANCHOR = re.compile(
    r"(?:năm|tháng|qu(?:ý|í)|qúy|ngày|mùng|mồng|nửa|nay|hiện|cùng k[ỳì]|thời điểm (?:này|hiện tại|hiện nay)|"
    r"hôm (?:nay|qua))(?![^\W\d_])|[0-9]+"
)

# --- what digits may begin ------------------------------------------------------------------------------------------
_DAY_MONTH_YEAR = _compile(r"{D}{/}{M}{/}{Y}")
_DAYS_MONTH = _compile(r"{D} ?(?:-|đến|tới) ?{D} ?([/.-]) ?{M}(?: ?[/.-] ?{Y})?")
_MONTH_YEAR = _compile(r"{M} ?/ ?{Y}")
_DAY_MONTH = _compile(r"{D} ?([/-]) ?{M}")
_YEARS = _compile(r"{Y} ?(?:-|/|đến|tới) ?(?:hết )?(?:năm )?{Y}")
_YEARS_SHORT = _compile(r"{Y} ?- ?([0-9]{2})(?![0-9]|[/.,-][0-9])")
_YEAR = _compile(r"{Y}")
_LETTERED = _compile(r"(?:t{M}|q([1-4])) ?[/-] ?{Y}")
_N_MONTHS = _compile(r"([0-9]{1,2}) ?(?:tháng|t(?= ?/? ?(?:19|20)[0-9][0-9])){.}")
_N_MONTHS_OF = _compile(
    r" ?(?:(đầu|cuối)(?: tiên)?(?: của)?(?: (?:năm ?/? ?{Y}|{Y}|năm (nay|ngoái|trước)|năm)){.}|(đầu|cuối)(?= ?[,;])|"
    r"(?:năm |/ ?|của năm |- ?|, ?năm |trong năm )?{Y}|(?:của )?năm (nay|ngoái|trước){.})"
)
_N_MONTHS_PAST = _compile(r" (?:qua|vừa qua|đã qua){.}")
_SUMMED = re.compile(
    r"(?:(?:tính chung|lũy kế|luỹ kế|cộng dồn|kết thúc|ước|riêng) (?:trong |cả )?|(?:^|\n)[ \t-]{0,4})$"
)
_N_QUARTERS = _compile(
    r"([1-4]|hai|ba|bốn) qu[ýí] (đầu|cuối)(?: tiên)?(?: của)? (?:năm ?/? ?{Y}|{Y}|năm (nay|ngoái|trước)|năm){.}"
)
_FRACTION_BEFORE = re.compile(r"(?<!từ )(?<!ngày )(?<![0-9/])[0-9]{1,2}/[0-9]{1,2} ?(?:đến|tới|-|và|hoặc) ?$")
_NOT_A_DATE_AFTER = word_set("số đợt kỳ lần lệ định quyết tư luật đồng thị trình")
_PART_OF = _compile(
    r" (?:thu nhập|diện tích|số|tổng|dân|sản lượng|thời gian|giá|công suất|giá trị|quỹ đất|vốn|lượng){.}"
)
_PEOPLE_AFTER = _compile(r" (?:lao động|công nhân|người|dự án|doanh nghiệp|hộ|lượt|căn|cơ sở|nhà máy){.}")
_BEFORE_A_YEAR = word_set("đến tới vào từ trong cuối đầu hết giữa đoạn kỳ và sang qua")
_DAYPART = word_set("ngày sáng trưa chiều tối đêm hôm khuya mùng mồng lúc")
_DAY_LINKS = word_set("từ đến tới và hết qua")
_DAY_NAMED = re.compile(
    r"(?:hôm (?:qua|nay)|thứ [^\W\d_]+|chủ nhật|cùng ngày|(?:sáng|chiều|tối) nay|ngày mai)[ (]{0,3}$"
)
_DAY_GOES_ON = _compile(r" (?:vừa qua|vừa rồi|tới đây|năm nay|hằng năm|hàng năm|âm lịch|dương lịch){.}")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ (]{0,3}$")

# --- what words may begin -------------------------------------------------------------------------------------------
_DAY_WORDS = _compile(
    r"(?:ngày|mùng|mồng) {D}(?: ?(?:,|và|-|đến|tới) ?(?:ngày )?{D})?,? tháng {M}"
    r"(?:(?:,? năm |{/}| ){Y})?"
)
_DAY_DIGITS = _compile(r"(?:ngày|mùng|mồng) ?{D}{/}{M}(?:{/}{Y})?")
_DAYS_DIGITS = _compile(r"(?:ngày|mùng|mồng) ?{D} ?(?:,|và|-|đến|tới) ?(?:ngày )?{D}{/}{M}(?:{/}{Y})?")
_MONTH = _compile(
    r"tháng ?(?:{M}|(một|hai|ba|tư|sáu|bảy|tám|chín|mười một|mười hai|mười)"
    r"(?= ?[,.;)/]| năm (?:19|20|nay|ngoái|trước)| vừa| tới))"
    r"(?:{/}{Y}|,?(?: của)? năm (?:{Y}|(nay|ngoái|trước){.})| {Y})?"
)
_MONTH_TO_MONTH = _compile(r"tháng ?{M} ?(?:-|,|và) ?{M}(?: ?/ ?|,? năm ){Y}")
_MONTH_WORD = _compile(r"tháng (trước(?! (?:khi|tết))|này|qua|tới|sau|vừa qua){.}")
_MONTHS_OF_YEAR = _compile(
    r"tháng (đầu|cuối)(?: tiên)?(?: của)? (?:năm ?/? ?{Y}|{Y}|năm (nay|ngoái|trước)|năm){.}"
)
_MONTHS_YEAR = _compile(r"tháng(?: ?/ ?| năm | của năm | ){Y}")
_FIVE_MONTHS = _compile(r"năm tháng (?=đầu|cuối|năm|/)")
_YEAR_TO_YEAR = _compile(r"năm(?: học| tài chính| tài khóa)? ?{Y} ?(?:-|/|đến|tới) ?(?:hết )?(?:năm )?{Y}")
_YEAR_TO_SHORT = _compile(r"năm(?: học| tài chính| tài khóa)? ?{Y} ?- ?([0-9]{2})(?![0-9]|[/.,-][0-9])")
_YEAR_STATED = _compile(r"năm(?: học| tài chính| tài khóa| tài khoá| kế hoạch| ngân sách)? ?{Y}")
_YEAR_WORD = _compile(
    r"năm (nay|ngoái|trước(?: đó)?(?! (?:khi|tết))|này|đó|ấy|tới|sau(?: đó)?|rồi|vừa qua|vừa rồi|kế tiếp|tiếp theo|"
    r"liền trước|liền kề){.}"
)
_DECADE = re.compile(r"năm (?:19[0-9]0|2000)")
_YEAR_ALONE_NOT = _compile(
    r"năm ?(?:[0-9]|(?:học|âm|tháng|thứ|tuổi|mới|tiếp|trời|liền|nhâm|quý|giáp|ất|bính|đinh|mậu|kỷ|canh|tân){.})"
)
_YEAR_ALONE_THEN = _compile(r"năm(?: ?[,;.]| (?:đã|sẽ|có|toàn|tỉnh|thành phố|cả nước|thu hút){.})")
_NOT_THE_YEARS_EDGE = word_set("tháng ngày tuần dịp những hàng lần bước kỳ vài mùa")
_QUARTER = _compile(
    r"(?:qu[ýí]|qúy) ?(?:{Q}(?: ?(?:,|và|-|đến|tới|[+]) ?"
    r"(?:qu[ýí] ?(?=[i1-4])|(?=i|[1-4] ?[/-] ?20|[1-4],? năm )){Q})?|"
    r"(đầu|cuối|một|nhất|hai|ba|bốn|tư)(?: tiên)?{.})"
    r"(?:{/}{Y}|,?(?: của)? năm (?:{Y}|(nay|ngoái|trước){.})| {Y})?"
)
_QUARTER_WORD = _compile(r"(?:qu[ýí]|qúy) (trước|này|qua|tới|vừa qua){.}")
_OF_THE_YEAR = _compile(r"(?: của| trong)? năm(?! ?[0-9]){.}")
_HALF = _compile(
    r"nửa (?:(đầu|cuối)(?: của)? năm|năm (đầu|cuối)(?: của)?(?: năm)?|(đầu|cuối)(?= (?:19|20)[0-9][0-9]))"
    r"(?: (?:{Y}|(nay|ngoái|trước)))?{.}"
)
_SAME_PERIOD = _compile(
    r"cùng k[ỳì](?:(?: của)?(?: năm)? {Y}|(?: của)? năm (?:ngoái|trước đó|trước|liền trước|liền kề|qua|rồi){.})?"
)
_NOW = _compile(r"hiện(?: nay| tại| giờ)?{.}")
_NOT_NOW_BEFORE = word_set("thực thể xuất phát biểu tái nhận ẩn tiện điển ngộ cải tân hiển khế")
_NOT_NOW_AFTER = word_set(
    "đại tượng thực hữu vật diện thân trạng hình kim trường hành thị hóa hoá ra lên rõ nguyên thời sinh"
)
_NEXT_WORD = re.compile(r" {1,3}([^\W\d_]+)")
_MANY = word_set("một hai ba bốn năm sáu bảy tám chín mười mươi nhiều những các vài mấy hàng chục mỗi từng trăm")

_QUARTERS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    "đầu": 1, "một": 1, "nhất": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "cuối": 4,
}
_MONTHS = {"mười một": 11, "mười hai": 12, **DIGIT_WORDS}
_YEARS_BY_WORD = {
    "nay": "Y0", "này": "Y0", "ngoái": "Y-1", "rồi": "Y-1", "vừa rồi": "Y-1", "vừa qua": "Y-1", "trước": "C-1",
    "trước đó": "C-1", "liền trước": "C-1", "liền kề": "C-1", "tới": "Y+1", "sau": "C+1", "sau đó": "C+1",
    "kế tiếp": "C+1", "tiếp theo": "C+1", "đó": "C0", "ấy": "C0",
}
_SHIFTS = {"trước": "-1", "này": "0", "qua": "-1", "vừa qua": "-1", "tới": "+1", "sau": "+1"}
_UNIT_AFTER = re.compile(
    r" {0,2}(?:[%$€°]|(?:ha|hecta|m2|m²|m3|km|km2|m|cm|mm|kg|mw|kw|tấn|tỷ|tỉ|triệu|nghìn|ngàn|đồng|usd|giờ|phút|"
    r"lần|tuổi|h|ngày|tháng|tuần|năm(?! (?:nay|ngoái|[0-9])))(?![^\W\d_]))"
)


def read_atom(text: str, word: str, start: int) -> Atom | None:
    """The time that begins at `start`, where `ANCHOR` found `word`; None if it is none."""
    if word[0].isdigit():
        return _digits(text, start)
    if word in _READERS:
        return _READERS[word](text, start)
    if word[0] == "q":
        return _quarter(text, start)
    if word.startswith("cùng"):
        return _same(text, start)
    if word == "hôm qua":
        return Atom(start, start + len(word), "D-1", "D-1", "day")
    return Atom(start, start + len(word), "D0", "D0", "now")


def _digits(text: str, start: int) -> Atom | None:
    before = text[start - 1] if start else " "
    if before.isalnum():
        return _lettered(text, start - 1) if before in "tq" and not text[start - 2 : start - 1].isalnum() else None
    if before in "/_" or (before in ".,:" and text[start - 2 : start - 1].isdigit()):
        return None
    if match := _DAY_MONTH_YEAR.match(text, start):
        return _day_atom(start, match.end(), match[3], match[2], match[1])
    if match := _YEARS.match(text, start):
        counted = _UNIT_AFTER.match(text, match.end())
        return None if counted else _span_atom(start, match.end(), match[1], match[2])
    if (match := _YEARS_SHORT.match(text, start)) and match[2] > match[1][2:]:
        return _span_atom(start, match.end(), match[1], match[1][:2] + match[2])
    if match := _YEAR.match(text, start):
        if "1980" <= match[1] <= "2060" and not _counts_itself(text, start, match.end()):
            return Atom(start, match.end(), match[1], match[1], "year")
        return None
    if match := _N_MONTHS.match(text, start):
        return _months(text, start, match.end(), int(match[1]))
    if match := _N_QUARTERS.match(text, start):
        return _quarters(start, match)
    if match := _DAYS_MONTH.match(text, start):
        year, sure = match[5] or "C0", match[3] != "-" or match[5] or text[max(0, start - 3) : start] == "từ "
        if sure and _ends(text, match.end()) and int(match[1]) < int(match[2]):
            return Atom(start, match.end(), _iso(year, match[4], match[1]), _iso(year, match[4], match[2]), "days")
        return None
    if (match := _MONTH_YEAR.match(text, start)) and _ends(text, match.end()):
        word = _WORD_BEFORE.search(text[max(0, start - 10) : start])
        if word is not None and word[1] in _NOT_A_DATE_AFTER:
            return None
        return _month_atom(start, match.end(), match[2], match[1])
    if (match := _DAY_MONTH.match(text, start)) and _ends(text, match.end()) and _is_day(text, start, match):
        return _day_atom(start, match.end(), "C0", match[3], match[1])
    return None


def _counts_itself(text: str, start: int, end: int) -> bool:
    """Whether four digits without `năm` count something: `2018 lao động`; but `đến 2025 tỉnh có`, `quý I và 2018`."""
    if _UNIT_AFTER.match(text, end) or _PEOPLE_AFTER.match(text, end):
        return True
    if not is_counted(text, end):
        return False
    return _last_word(text, start) not in _BEFORE_A_YEAR or "chưa " in text[max(0, start - 9) : start]


def _lettered(text: str, start: int) -> Atom | None:
    """`T9/2024`, `Q3/2024`."""
    match = _LETTERED.match(text, start)
    if match is None:
        return None
    if match[1]:
        return _month_atom(start, match.end(), match[3], match[1])
    last = int(match[2]) * 3
    return Atom(start, match.end(), _iso(match[3], last - 2), _iso(match[3], last), "months")


def _is_day(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether `12/3`, `14-11` is a day: a word says so, or brackets stand around it."""
    end = match.end()
    window = text[max(0, start - 20) : start]
    word = _WORD_BEFORE.search(window)
    opened = window.endswith("(")
    if word is not None and word[1] in _DAYPART:
        return True
    if word is not None and word[1] in _DAY_LINKS and not opened:
        part = match[1] == "1" and _PART_OF.match(text, end) is not None
        return not part and not _counted(text, end) and _FRACTION_BEFORE.search(window) is None
    if _DAY_NAMED.search(window):
        return True
    if opened and text[end : end + 1] in "),":
        return match[2] == "/" and int(match[1]) > 1
    return match[2] == "/" and _DAY_GOES_ON.match(text, end) is not None


def _months(text: str, start: int, at: int, number: int) -> Atom | None:
    """`9 tháng đầu năm 2024`, `9 tháng/2024`, `6 tháng cuối năm`; `9 tháng` alone where no length is meant."""
    if not 1 <= number <= 12:
        return None
    if match := _N_MONTHS_OF.match(text, at):
        year = match[2] or match[3] or match[6] or _YEARS_BY_WORD.get(match[4] or match[7] or "", "C0")
        if (match[1] or match[5]) == "cuối":
            return Atom(start, match.end(), _iso(year, 13 - number), _iso(year, 12), "months")
        return Atom(start, match.end(), _iso(year, 1), _iso(year, number), "months")
    if 1 < number < 12 and (match := _N_MONTHS_PAST.match(text, at)):
        return Atom(start, match.end(), "C0-01", _iso("C0", number), "months")
    if number > 1 and text[at : at + 1] in (",", ";", ":") and _SUMMED.search(text[max(0, start - 24) : start]):
        return Atom(start, at, "C0-01", _iso("C0", number), "months")
    return None


def _quarters(start: int, match: re.Match[str]) -> Atom:
    """`3 quý đầu năm 2023`."""
    number = int(match[1]) if match[1].isdigit() else DIGIT_WORDS[match[1]]
    year = match[3] or match[4] or _YEARS_BY_WORD.get(match[5] or "", "C0")
    first, last = (13 - 3 * number, 12) if match[2] == "cuối" else (1, 3 * number)
    return Atom(start, match.end(), _iso(year, first), _iso(year, last), "months")


def _spelled_before(text: str, start: int) -> tuple[int, int] | None:
    """The number word up to twelve right before `start`: where it begins, and its value."""
    window = text[max(0, start - 12) : start]
    words = window[window.rfind("\n") + 1 :].split(" ")
    for size in (3, 2):  # the last is empty: a space stands before `tháng`
        if len(words) >= size and not words[-1]:
            value = spelled_value(words[-size:-1])
            if value is not None and 1 <= value <= 12:
                return text.rfind(words[-size], 0, start), int(value)
    return None


def _last_word(text: str, start: int) -> str:
    words = text[max(0, start - 12) : start].split()
    return words[-1].lstrip("(\"“") if words else ""


def _is_many(word: str) -> bool:
    """Whether the word before `tháng qua`, `năm tới` tells how many, so that a length is meant."""
    return word[-1:].isdigit() or word in _MANY


def _month(text: str, start: int) -> Atom | None:
    if match := _MONTH_TO_MONTH.match(text, start):
        return Atom(start, match.end(), _iso(match[3], match[1]), _iso(match[3], match[2]), "months")
    spelled = _spelled_before(text, start)
    if (match := _MONTH.match(text, start)) and not (match[2] and spelled):
        year = match[3] or match[4] or match[6] or _YEARS_BY_WORD.get(match[5] or "", "C0")
        return _month_atom(start, match.end(), year, match[1] or _MONTHS[match[2]])
    if spelled and (_MONTHS_OF_YEAR.match(text, start) or _MONTHS_YEAR.match(text, start)):
        return _months(text, spelled[0], start + len("tháng"), spelled[1])
    if match := _MONTHS_OF_YEAR.match(text, start):
        year = match[2] or match[3] or _YEARS_BY_WORD.get(match[4] or "", "C0")
        if _is_many(_last_word(text, start)):  # "những tháng đầu năm"
            return Atom(start, match.end(), _iso(year, 1), "", "open") if match[1] == "đầu" else None
        return _month_atom(start, match.end(), year, 1 if match[1] == "đầu" else 12)
    if match := _MONTH_WORD.match(text, start):
        if _is_many(_last_word(text, start)):
            return None
        shift = f"M{_SHIFTS[match[1]]}"
        return Atom(start, match.end(), shift, shift, "month")
    return None


def _year(text: str, start: int) -> Atom | None:
    if match := _YEAR_TO_YEAR.match(text, start):
        return _span_atom(start, match.end(), match[1], match[2])
    if (match := _YEAR_TO_SHORT.match(text, start)) and match[2] > match[1][2:]:
        return _span_atom(start, match.end(), match[1], match[1][:2] + match[2])
    if match := _YEAR_STATED.match(text, start):
        if text[max(0, start - 6) : start] == "những " and _DECADE.fullmatch(match[0]):
            return _span_atom(start, match.end(), match[1], match[1][:3] + "9")  # "những năm 1990"
        return Atom(start, match.end(), match[1], match[1], "year")
    if match := _FIVE_MONTHS.match(text, start):
        return _months(text, start, match.end() - 1, 5)
    word = _last_word(text, start)
    if match := _YEAR_WORD.match(text, start):
        if _is_many(word):
            return None  # "5 năm qua", "những năm tới": a length
        year = _YEARS_BY_WORD[match[1]]
        return Atom(start, match.end(), year, year, "year")
    if _YEAR_ALONE_NOT.match(text, start) or text[start - 1 : start] != " ":
        return None
    if word in ("đầu", "cuối", "giữa", "hết"):
        if _last_word(text, start - len(word) - 1) in _NOT_THE_YEARS_EDGE:
            return None
        return Atom(start, start + len("năm"), "C0", "C0", "year")
    if word == "cả" or (word == "trong" and _YEAR_ALONE_THEN.match(text, start)):
        return Atom(start, start + len("năm"), "C0", "C0", "year")
    return None


def _quarter(text: str, start: int) -> Atom | None:
    spelled = _spelled_before(text, start)
    if spelled and (match := _N_QUARTERS.match(text, spelled[0])):
        return _quarters(spelled[0], match)
    if match := _QUARTER.match(text, start):
        first = _QUARTERS[match[1] or match[3]]
        last = max(first, _QUARTERS[match[2]]) if match[2] else first
        stated = match[4] or match[5] or match[7]
        year = stated or _YEARS_BY_WORD.get(match[6] or "", "C0")
        end = match.end()
        if not stated and not match[6] and (more := _OF_THE_YEAR.match(text, end)):
            end = more.end()
        return Atom(start, end, _iso(year, first * 3 - 2), _iso(year, last * 3), "months")
    if match := _QUARTER_WORD.match(text, start):
        shift = f"Q{_SHIFTS[match[1]]}"
        return Atom(start, match.end(), shift, shift, "months")
    return None


def _half(text: str, start: int) -> Atom | None:
    match = _HALF.match(text, start)
    if match is None:
        return None
    year = match[4] or _YEARS_BY_WORD.get(match[5] or "", "C0")
    if (match[1] or match[2] or match[3]) == "cuối":
        return Atom(start, match.end(), _iso(year, 7), _iso(year, 12), "months")
    return Atom(start, match.end(), _iso(year, 1), _iso(year, 6), "months")


def _day(text: str, start: int) -> Atom | None:
    if match := _DAY_WORDS.match(text, start):
        year = match[4] or "C0"
        first, last = _iso(year, match[3], match[1]), _iso(year, match[3], match[2] or match[1])
        return Atom(start, match.end(), first, last, "day" if first == last else "days")
    if match := _DAYS_DIGITS.match(text, start):
        year = match[4] or "C0"
        return Atom(start, match.end(), _iso(year, match[3], match[1]), _iso(year, match[3], match[2]), "days")
    if match := _DAY_DIGITS.match(text, start):
        return _day_atom(start, match.end(), match[3] or "C0", match[2], match[1])
    return None


def _same(text: str, start: int) -> Atom:
    match = _SAME_PERIOD.match(text, start)
    assert match is not None  # the anchor is its beginning
    of = f"S{match[1]}" if match[1] else "S-1"
    return Atom(start, match.end(), of, of, "same")


def _now(text: str, start: int) -> Atom | None:
    match = _NOW.match(text, start)
    if match is None or _last_word(text, start) in _NOT_NOW_BEFORE:
        return None
    if match.end() - start == len("hiện"):
        after = _NEXT_WORD.match(text, match.end())
        if after is not None and after[1] in _NOT_NOW_AFTER:
            return None
    return Atom(start, match.end(), "D0", "D0", "now")


def _nay(text: str, start: int) -> Atom | None:
    word = _last_word(text, start)
    if word in ("đến", "tới", "-", "từ") or not word or word[-1] in ".;:":
        return Atom(start, start + len("nay"), "D0", "D0", "now")
    if word in ("sáng", "chiều", "tối", "trưa", "ngày", "đêm"):
        begin = text.rfind(word, 0, start)
        if word == "ngày" and _is_many(_last_word(text, begin)):
            return None  # "nhiều ngày nay", "4 ngày nay"
        return Atom(begin, start + len("nay"), "D0", "D0", "now" if word == "ngày" else "day")
    return None


_READERS = {
    "năm": _year, "tháng": _month, "ngày": _day, "mùng": _day, "mồng": _day, "nửa": _half, "hiện": _now, "nay": _nay,
}


def _counted(text: str, end: int) -> bool:
    """Whether a unit or a countable noun follows, so that the number before it is no time."""
    return _UNIT_AFTER.match(text, end) is not None or is_counted(text, end)


def _ends(text: str, end: int) -> bool:
    """Whether a date's digits really end here: `3/4/5`, `12-3.500`, `5/10%` go on."""
    rest = text[end : end + 2]
    if not rest:
        return True
    if rest[0] in ".,-":
        return not rest[1:].isdigit()
    return not (rest[0].isalnum() or rest[0] in "/%°")


def _iso(year: str, month: str | int, day: str | int = "") -> str:
    """A partial date; `year` may be relative. A day that its month does not have is left off."""
    text = f"{year}-{int(month):02d}"
    if not day:
        return text
    length = monthrange(int(year) if year.isdigit() else 2000, int(month))[1]
    return f"{text}-{int(day):02d}" if int(day) <= length else text


def _day_atom(start: int, end: int, year: str, month: str, day: str) -> Atom:
    iso = _iso(year, month, day)
    return Atom(start, end, iso, iso, "day")


def _month_atom(start: int, end: int, year: str, month: str | int) -> Atom:
    iso = _iso(year, month)
    return Atom(start, end, iso, iso, "month")


def _span_atom(start: int, end: int, first: str, last: str) -> Atom:
    first, last = min(first, last), max(first, last)
    return Atom(start, end, first, last, "span" if first != last else "year")
