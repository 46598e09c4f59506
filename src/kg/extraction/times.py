"""Times that a Vietnamese text names: dates, months, quarters, halves, years, spans, and words such as "đến nay".

One scan looks for the few words and digits that can begin or hold a time; small patterns then read what stands there,
and the words before it (`đến hết`, `từ`, `so với` ...) tell what kind of time it is. A time whose year the text leaves
out, or that counts from the article's own date, keeps a relative form until `TimeMention.resolve` is told what it
counts from:

======  ==========================================================================================
`C0`    the year in force where it stands (`tháng 9`, `9 tháng đầu năm`); `C-1` the year before
`Y0`    the year of the article's date (`năm nay`); `Y-1` the year before (`năm ngoái`)
`M0`    the month, `Q0` the quarter of the article's date; `M-1`, `Q-1` those before
`D0`    the article's date (`hiện nay`); `D-1` the day before
`S-1`   the same period of the year before (`cùng kỳ`); `S2023` of that year (`cùng kỳ năm 2023`)
======  ==========================================================================================

`C0`, `Y0` may be followed by month and day: `C0-09`, `Y-1-12-31`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from kg.extraction.numbers import DIGIT_WORDS, is_counted, spelled_value, working_copy

Kind = Literal["period", "instant", "target", "since", "now", "comparison", "range_span"]

FIRST_YEAR, LAST_YEAR = 1945, 2100


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time that the text names, with the words that say what kind it is.

    `kind`: "period" (`9 tháng 2024`, `năm 2020`), "instant" (`đến tháng 3/2013`, `ngày 29/10/2021`), "target" (`đến năm
    2025`), "since" (`từ đầu năm 2018 đến nay`), "now" (`hiện nay`), "comparison" (`so với năm 2022`, `cùng kỳ`: not the
    time of the figure itself), "range_span" (`giai đoạn 2021-2025`, `từ tháng 1 đến tháng 6/2024`).
    `from_` and `to` are partial ISO dates or relative forms (see the module), "" where open.
    """

    start: int
    end: int
    kind: Kind
    from_: str
    to: str

    @property
    def dated(self) -> bool:
        """Whether it is told by itself, without an article's date or a year from elsewhere."""
        return bool(self.from_ or self.to) and not any(p[:1].isalpha() for p in (self.from_, self.to))

    def resolve(self, reference: str, year: str, current: tuple[str, str] = ("", "")) -> tuple[str, str]:
        """The time as two partial ISO dates, ("", "") where it cannot be told.

        `reference` is the article's own date (partial ISO or ""), `year` the year in force where the mention stands (""
        if unknown), `current` the period in force, which `cùng kỳ` is a year away from. A `since` with an unknown
        today keeps its beginning and has no end.
        """
        if self.from_.startswith("S"):
            return _same_period(self.from_[1:], current)
        start = _resolve_part(self.from_, reference, year, last=False)
        end = start if self.to == self.from_ and self.from_[:1] != "Q" else (
            _resolve_part(self.to, reference, year, last=True))
        if (self.from_ and not start) or (self.to and not end and self.kind != "since"):
            return "", ""
        if self.kind != "since" and start and end and end[: len(start)] < start[: len(end)]:
            return "", ""
        return start, end


_RELATIVE = re.compile(r"([CYMQD])([+-]?\d+)((?:-\d\d){0,2})$")


def _resolve_part(part: str, reference: str, year: str, *, last: bool) -> str:
    match = _RELATIVE.match(part)
    if match is None:
        return part
    what, shift, rest = match[1], int(match[2]), match[3]
    if what in "CY":
        base = (year or reference[:4]) if what == "C" else (reference[:4] or year)
        if not base:
            return ""
        resolved = int(base) + shift
        if what == "C" and not year and rest and len(reference) >= 7 and int(rest[1:3]) - int(reference[5:7]) >= 8:
            resolved -= 1  # an article of January speaks of last November
        return f"{resolved}{rest}"
    if what == "D":
        if len(reference) == 10 and shift:
            return (date.fromisoformat(reference) + timedelta(days=shift)).isoformat()
        return reference if not shift else ""
    if len(reference) < 7:
        return ""
    months = int(reference[:4]) * 12 + int(reference[5:7]) - 1
    if what == "M":
        months += shift
    else:
        months = months // 3 * 3 + shift * 3 + (2 if last else 0)
    return f"{months // 12}-{months % 12 + 1:02d}"


def _same_period(of: str, current: tuple[str, str]) -> tuple[str, str]:
    if not all(part[:4].isdigit() for part in current):
        return "", ""
    shift = int(of) if of.startswith("-") else int(of) - int(current[1][:4])

    def moved(part: str) -> str:
        year = int(part[:4]) + shift
        if part[4:] == "-02-29" and monthrange(year, 2)[1] == 28:
            return f"{year}-02-28"
        return f"{year}{part[4:]}"

    return moved(current[0]), moved(current[1])


def _compile(pattern: str) -> re.Pattern[str]:
    """Compile with the shorthands {Y} year, {M} month, {D} day, {N} spelled or written 1–12, and loose spaces."""
    pattern = (
        pattern.replace("{Y}", r"((?:19[4-9][0-9]|20[0-9][0-9]|2100)(?![0-9]|[.,][0-9]{1,3}(?![0-9])))")
        .replace("{M}", r"(0?[1-9]|1[0-2])(?![0-9])")
        .replace("{D}", r"(0?[1-9]|[12][0-9]|3[01])(?![0-9])")
        .replace("{Q}", r"(iv|i{1,3}|[1-4](?![0-9]))(?![^\W\d_])")
        .replace("{/}", r" ?[/.-] ?")
        .replace("{-}", r" ?- ?")
    )
    return re.compile(pattern.replace(" ?", "~").replace(" ", " {1,3}").replace("~", " {0,3}"))


# The scan: every word or digit run that a time can be read from.
_ANCHOR = re.compile(
    r"(?:[0-9]+|năm|tháng|qu(?:ý|í)|qúy|ngày|mùng|mồng|nửa|nay|hiện|cùng k[ỳì]|thời điểm (?:này|hiện tại|hiện nay)|"
    r"hôm (?:nay|qua))(?![^\W\d_])"
    r"|[0-9]+"
)

# --- what a digit run may begin -------------------------------------------------------------------------------------
_CLOCK = _compile(r"[0-9]{1,2} ?(?:h|g|:|giờ)(?![^\W\d_])")
_DMY = _compile(r"{D}{/}{M}{/}{Y}")
_DD_MY = _compile(r"{D}{-}{D} ?[/.] ?{M}(?: ?[/.-] ?{Y})?")
_MY = _compile(r"{M} ?[/] ?{Y}")
_DM = _compile(r"{D} ?([/-]) ?{M}")
_YEARS = _compile(r"{Y} ?(?:-|đến|tới) ?(?:hết )?(?:năm )?{Y}")
_YEARS_SHORT = _compile(r"{Y} ?- ?([0-9]{2})(?![0-9]|[/.,-][0-9])")
_YEAR = _compile(r"{Y}")
_MONTHS = _compile(
    r"([0-9]{1,2}) ?(?:tháng|t(?= ?/))"
)
_MONTHS_REST = _compile(
    r" ?(?:(đầu|cuối)(?: tiên)?(?: của)?(?: (?:năm ?/? ?{Y}|{Y}|năm (nay|ngoái|trước)|(năm)))?|"
    r"(?:năm |/ ?|của năm |- ?|, ?năm )?{Y}|năm (nay|ngoái|trước))"
)
_YEARS_WORD = re.compile(r"[0-9]{1,2} {1,3}năm(?![^\W\d_])")

# --- what a word may begin ------------------------------------------------------------------------------------------
_DAY_WORDS = _compile(r"(?:ngày|mùng|mồng) {D}(?: ?(?:,|và|-|đến|tới) ?(?:ngày )?{D})?,? tháng {M}(?:(?:,? năm |{/}){Y})?")
_DAY_DIGITS = _compile(r"(?:ngày|mùng|mồng) ?{D}{/}{M}(?:{/}{Y})?")
_DAYS_DIGITS = _compile(r"(?:ngày|mùng|mồng) ?{D} ?(?:,|và|-|đến|tới) ?(?:ngày )?{D}{/}{M}(?:{/}{Y})?")
_MONTH = _compile(
    r"(?:tháng ?{M}|tháng (giêng|chạp|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười một|mười hai|mười)(?! tháng| (?:năm|ngày) [^\W\d_0-9]))"
    r"(?:{/}{Y}|,?(?: của)? năm (?:{Y}|(nay|ngoái|trước))| {Y})?"
)
_MONTH_RANGE = _compile(r"tháng ?{M}{-}{M}(?:(?: ?/ ?|,? năm ){Y})")
_MONTH_WORD = _compile(r"tháng (trước|này|qua|tới|sau|vừa qua)(?![^\W\d_])")
_MONTHS_OF_YEAR = _compile(
    r"tháng (đầu|cuối)(?: tiên)?(?: của)? (?:năm ?/? ?{Y}|{Y}|năm (nay|ngoái|trước)|(năm))(?![^\W\d_])"
)
_MONTHS_PLAIN = _compile(r"tháng(?: ?/ ?| năm | ){Y}")
_FIVE_MONTHS = _compile(r"năm tháng (?=đầu|cuối|năm|/)")
_NAM_YEARS = _compile(r"năm(?: học)? {Y} ?(?:-|đến|tới) ?(?:hết )?(?:năm )?{Y}")
_NAM_YEAR = _compile(r"năm(?: học)? ?{Y}")
_NAM_WORD = _compile(r"năm (nay|ngoái|trước(?: đó)?|này|đó|tới|sau|rồi|vừa qua|vừa rồi|qua)(?![^\W\d_])")
_QUARTER = _compile(
    r"(?:qu[ýí]|qúy) ?(?:{Q}|(đầu|cuối|một|nhất|hai|ba|bốn|tư)(?: tiên)?(?![^\W\d_]))"
    r"(?:{/}{Y}|,?(?: của)? năm (?:{Y}|(nay|ngoái|trước))| {Y})?"
)
_QUARTER_WORD = _compile(r"(?:qu[ýí]|qúy) (trước|này|qua|tới|vừa qua)(?![^\W\d_])")
_HALF = _compile(
    r"nửa (?:(đầu|cuối)(?: của)?(?: năm)?|năm (đầu|cuối|qua)(?: của)?(?: năm)?)"
    r"(?: (?:{Y}|(nay|ngoái|trước)))?(?![^\W\d_])"
)
_SAME_PERIOD = _compile(
    r"cùng k[ỳì](?:(?: của)?(?: năm)? {Y}|(?: của)? năm (?:ngoái|trước đó|trước|liền trước|liền kề)(?![^\W\d_]))?"
)
_NOW = _compile(r"hiện(?: nay| tại| giờ)?(?![^\W\d_])")
_NOT_NOW_BEFORE = frozenset(
    "thực thể xuất phát biểu tái nhận ẩn tiện điển ngộ cải tân dung hiển".split()
)
_NOT_NOW_AFTER = frozenset(
    "đại tượng thực hữu vật diện thân trạng hình kim trường hành thị hóa hoá ra lên rõ nguyên thời sinh".split()
)

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "đầu": 1, "một": 1, "nhất": 1, "hai": 2,
          "ba": 3, "bốn": 4, "tư": 4, "cuối": 4}
_MONTH_NAMES = {"giêng": 1, "chạp": 12, "mười một": 11, "mười hai": 12, **{w: n for w, n in DIGIT_WORDS.items()}}
_YEAR_WORDS = {
    "nay": "Y0", "này": "Y0", "ngoái": "Y-1", "rồi": "Y-1", "vừa rồi": "Y-1", "vừa qua": "Y-1", "trước": "C-1",
    "trước đó": "C-1", "tới": "Y+1", "sau": "C+1",
}
_SHIFTS = {"trước": -1, "này": 0, "qua": -1, "vừa qua": -1, "tới": 1, "sau": 1}

# Words before a time and what they make of it. Empty: they only may stand between.
_BEFORE: dict[str, str] = {
    "đến": "until", "tới": "until", "tính đến": "until", "tính tới": "until", "cho đến": "until", "cho tới": "until",
    "lũy kế đến": "until", "luỹ kế đến": "until", "chốt đến": "until", "tính cho đến": "until", "tính đến hết": "until end",
    "hết": "end", "cuối": "end", "đầu": "begin", "giữa": "mid", "những tháng cuối": "end",
    "từ": "since", "kể từ": "since", "tính từ": "since", "bắt đầu từ": "since", "ngay từ": "since",
    "so với": "compare", "so": "compare", "so sánh với": "compare",
    "vào": "at", "sang": "at", "trước": "before", "sau": "after",
    "tầm nhìn": "aim", "tầm nhìn đến": "aim", "định hướng": "aim", "định hướng đến": "aim", "hướng đến": "aim",
    "giai đoạn": "span", "thời kỳ": "span", "thời kì": "span", "nhiệm kỳ": "span", "nhiệm kì": "span", "niên độ": "span",
    "trong": "", "thời điểm": "", "ngày": "", "mốc": "", "cả": "", "của": "", "các": "", "những": "", "tại": "", "vào thời điểm": "",
    "sáng": "", "trưa": "", "chiều": "", "tối": "", "đêm": "", "rạng sáng": "", "hôm": "", "cùng kỳ": "same", "cùng kì": "same",
    "cùng kỳ của": "same", "thời điểm cuối": "end", "tháng": "",
}
_BEFORE_START = frozenset(p.split()[0] for p in _BEFORE)
_DAYPART = frozenset("ngày sáng trưa chiều tối đêm hôm khuya từ đến tới và hết mùng mồng nay qua lúc".split())
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ (]{0,3}$")
_LOOK_BACK = 48


@dataclass(slots=True)
class _Atom:
    """A time as it stands, before the words around it are heard. `grain`: year, span, months, month, day, now, same."""

    start: int
    end: int
    from_: str
    to: str
    grain: str


class _Reader:
    """Reads the atom that begins at an anchor of one working copy of a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def at(self, word: str, start: int) -> _Atom | None:
        if word[0].isdigit():
            return self._digits(start)
        if word == "năm":
            return self._year(start)
        if word == "tháng":
            return self._month(start)
        if word[0] == "q":
            return self._quarter(start)
        if word in ("ngày", "mùng", "mồng"):
            return self._day(start)
        if word == "nửa":
            return self._half(start)
        if word == "hiện":
            return self._now(start)
        if word == "nay":
            return self._nay(start)
        if word.startswith("cùng"):
            return self._same(start)
        if word == "hôm qua":
            return _Atom(start, start + len(word), "D-1", "D-1", "day")
        return _Atom(start, start + len(word), "D0", "D0", "now")

    def _digits(self, start: int) -> _Atom | None:
        text = self.text
        before = text[start - 1] if start else " "
        if before.isalnum() or before in "/_" or (before in ".,:" and start > 1 and text[start - 2].isdigit()):
            return None
        if match := _DMY.match(text, start):
            return _day_atom(start, match.end(), match[3], match[2], match[1])
        if match := _YEARS.match(text, start):
            return _years_atom(start, match.end(), match[1], match[2])
        if (match := _YEARS_SHORT.match(text, start)) and match[2] > match[1][2:]:
            return _years_atom(start, match.end(), match[1], match[1][:2] + match[2])
        if match := _YEAR.match(text, start):
            if "1980" <= match[1] <= "2060" and not _counted(text, match.end()):
                return _Atom(start, match.end(), match[1], match[1], "year")
            return None
        if match := _MONTHS.match(text, start):
            return self._months(start, match.end(), int(match[1]))
        if match := _DD_MY.match(text, start):
            if _ends(text, match.end()) and int(match[1]) < int(match[2]):
                year = match[4] or "C0"
                return _Atom(start, match.end(), _iso(year, match[3], match[1]), _iso(year, match[3], match[2]), "days")
            return None
        if (match := _MY.match(text, start)) and _ends(text, match.end()):
            return _month_atom(start, match.end(), match[2], match[1])
        if (match := _DM.match(text, start)) and _ends(text, match.end()) and self._is_day(start, match):
            return _day_atom(start, match.end(), "C0", match[3], match[1])
        return None

    def _is_day(self, start: int, match: re.Match[str]) -> bool:
        """Whether `12/3`, `14-11` is a day: a word says so, or brackets stand around it."""
        text, end = self.text, match.end()
        word = _WORD_BEFORE.search(text[max(0, start - 14) : start])
        if word is not None and word[1] in _DAYPART:
            if word[1] in ("từ", "đến", "tới", "và", "hết", "qua"):
                return match[2] == "/" and not _counted(text, end) or text.startswith((" đến ", " tới "), end)
            return True
        return match[2] == "/" and text[start - 1 : start] == "(" and text[end : end + 1] in ")," and int(match[1]) > 1

    def _months(self, start: int, at: int, number: int) -> _Atom | None:
        """`9 tháng đầu năm 2024`, `9 tháng/2024`, `6 tháng cuối năm`; `9 tháng` alone where no length is meant."""
        if not 1 <= number <= 12:
            return None
        text = self.text
        if match := _MONTHS_REST.match(text, at):
            which, year = match[1], match[2] or match[3] or match[6]
            year = year or _YEAR_WORDS.get(match[4] or match[7] or "", "C0")
            if which != "cuối":
                return _Atom(start, match.end(), f"{year}-01", f"{year}-{number:02d}", "months")
            return _Atom(start, match.end(), f"{year}-{13 - number:02d}", f"{year}-12", "months")
        if match := _QUA.match(text, at):
            return _Atom(start, match.end(), "C0-01", f"C0-{number:02d}", "months")
        if number > 1 and text[at : at + 1] in ",;" and _SUMMED.search(text[max(0, start - 24) : start]):
            return _Atom(start, at, "C0-01", f"C0-{number:02d}", "months")
        return None

    def _spelled_months(self, start: int) -> tuple[int, int] | None:
        """The number word before `tháng`: its start and value."""
        words = self.text[max(0, start - 12) : start].split()
        for size in (2, 1):
            value = spelled_value(words[-size:]) if len(words) >= size else None
            if value is not None and 1 <= value <= 12:
                return self.text.rfind(words[-size], 0, start), int(value)
        return None

    def _month(self, start: int) -> _Atom | None:
        text = self.text
        if match := _MONTH_RANGE.match(text, start):
            return _Atom(start, match.end(), _iso(match[3], match[1]), _iso(match[3], match[2]), "months")
        if match := _MONTH.match(text, start):
            number = int(match[1]) if match[1] else _MONTH_NAMES[match[2]]
            year = match[3] or match[4] or match[6] or _YEAR_WORDS.get(match[5] or "", "C0")
            return _month_atom(start, match.end(), year, number)
        if match := _MONTHS_OF_YEAR.match(text, start):
            year = match[2] or match[3] or _YEAR_WORDS.get(match[4] or "", "C0")
            if spelled := self._spelled_months(start):
                return self._months(spelled[0], start + len("tháng"), spelled[1])
            if text[max(0, start - 6) : start].split()[-1:] in (["những"], ["mấy"], ["các"]):
                return None
            month = "01" if match[1] == "đầu" else "12"
            return _Atom(start, match.end(), f"{year}-{month}", f"{year}-{month}", "month")
        if match := _MONTHS_PLAIN.match(text, start):
            spelled = self._spelled_months(start)
            return self._months(spelled[0], start + len("tháng"), spelled[1]) if spelled else None
        if match := _MONTH_WORD.match(text, start):
            before = text[max(0, start - 8) : start].split()[-1:]
            if before and (before[0][-1].isdigit() or before[0] in _NOT_ONE):
                return None
            shift = f"M{_SHIFTS[match[1]]:+d}".replace("+0", "0")
            return _Atom(start, match.end(), shift, shift, "month")
        return None

    def _year(self, start: int) -> _Atom | None:
        text = self.text
        if match := _NAM_YEARS.match(text, start):
            return _years_atom(start, match.end(), match[1], match[2])
        if match := _NAM_YEAR.match(text, start):
            return _Atom(start, match.end(), match[1], match[1], "year")
        if match := _FIVE_MONTHS.match(text, start):
            return self._months(start, match.end() - 1, 5)
        if match := _NAM_WORD.match(text, start):
            word = match[1]
            before = text[max(0, start - 10) : start].split()[-1:]
            if before and (before[0][-1].isdigit() or before[0] in _NOT_ONE):
                return None  # "5 năm qua", "những năm tới": a length
            if word == "đó":
                return _Atom(start, match.end(), "C0", "C0", "year")
            if word == "qua":
                return None
            return _Atom(start, match.end(), _YEAR_WORDS[word], _YEAR_WORDS[word], "year")
        return None

    def _quarter(self, start: int) -> _Atom | None:
        text = self.text
        if match := _QUARTER.match(text, start):
            number = _ROMAN[match[1] or match[2]]
            year = match[3] or match[4] or match[6] or _YEAR_WORDS.get(match[5] or "", "C0")
            end = match.end()
            if (more := _OF_YEAR.match(text, end)) and not match[3] and not match[4]:
                end = more.end()
            return _Atom(start, end, f"{year}-{number * 3 - 2:02d}", f"{year}-{number * 3:02d}", "months")
        if match := _QUARTER_WORD.match(text, start):
            shift = f"Q{_SHIFTS[match[1]]:+d}".replace("+0", "0")
            return _Atom(start, match.end(), shift, shift, "months")
        return None

    def _half(self, start: int) -> _Atom | None:
        match = _HALF.match(self.text, start)
        if match is None or (match[1] and not match[3] and not match[4] and "năm" not in match[0]):
            return None
        year = match[3] or _YEAR_WORDS.get(match[4] or "", "C0")
        if (match[1] or match[2]) == "cuối":
            return _Atom(start, match.end(), f"{year}-07", f"{year}-12", "months")
        return _Atom(start, match.end(), f"{year}-01", f"{year}-06", "months")

    def _day(self, start: int) -> _Atom | None:
        text = self.text
        if match := _DAY_WORDS.match(text, start):
            first, last, month, year = match[1], match[2] or match[1], match[3], match[4] or "C0"
            return _Atom(start, match.end(), _iso(year, month, first), _iso(year, month, last), "day")
        if match := _DAY_DIGITS.match(text, start):
            return _day_atom(start, match.end(), match[3] or "C0", match[2], match[1])
        if match := _DAYS_DIGITS.match(text, start):
            year = match[4] or "C0"
            return _Atom(start, match.end(), _iso(year, match[3], match[1]), _iso(year, match[3], match[2]), "day")
        return None

    def _same(self, start: int) -> _Atom:
        match = _SAME_PERIOD.match(self.text, start)
        assert match is not None  # the anchor is its beginning
        of = f"S{match[1]}" if match[1] else "S-1"
        return _Atom(start, match.end(), of, of, "same")

    def _now(self, start: int) -> _Atom | None:
        match = _NOW.match(self.text, start)
        if match is None:
            return None
        before = self.text[max(0, start - 8) : start].split()[-1:]
        if before and before[0] in _NOT_NOW_BEFORE:
            return None
        if match.end() - start == len("hiện"):
            after = _NEXT_WORD.match(self.text, match.end())
            if after is not None and after[1] in _NOT_NOW_AFTER:
                return None
        return _Atom(start, match.end(), "D0", "D0", "now")

    def _nay(self, start: int) -> _Atom | None:
        before = self.text[max(0, start - 12) : start].split()[-1:]
        word = before[0] if before else ""
        if word in ("đến", "tới", "hiện", "-"):
            return _Atom(start, start + 3, "D0", "D0", "now")
        if word in ("sáng", "chiều", "tối", "trưa", "ngày", "đêm"):
            return _Atom(start - len(word) - 1, start + 3, "D0", "D0", "day" if word != "ngày" else "now")
        if word in ("từ",) or not word or word[-1] in ".;:":
            return _Atom(start, start + 3, "D0", "D0", "now")
        return None


_QUA = _compile(r" (?:qua|vừa qua|đã qua)(?![^\W\d_])")
_SUMMED = re.compile(r"(?:tính chung|lũy kế|luỹ kế|tính trong|cộng dồn|kết thúc|ước|riêng) (?:trong |cả )?$")
_OF_YEAR = _compile(r"(?: của| trong)? năm(?! [0-9])(?![^\W\d_])(?= ?[,.;)]| (?:nay)?)")
_NEXT_WORD = re.compile(r" {1,3}([^\W\d_]+)")
_NOT_ONE = frozenset("hai ba bốn năm sáu bảy tám chín mười mươi nhiều những các vài mấy hàng chục mỗi từng trăm".split())
_UNIT_AFTER = re.compile(
    r" {0,2}(?:[%$€°]|(?:ha|hecta|m2|m²|m3|km|km2|m|mw|kw|tấn|tỷ|tỉ|triệu|nghìn|ngàn|đồng|usd|giờ|phút|lần|tuổi)(?![^\W\d_]))"
)


def _counted(text: str, end: int) -> bool:
    """Whether a unit or a countable noun follows, so that the number before it is no time."""
    return _UNIT_AFTER.match(text, end) is not None or is_counted(text, end)


def _ends(text: str, end: int) -> bool:
    """Whether a date's digits really end here: `3/4/5`, `12-3.500`, `5/10%` go on."""
    rest = text[end : end + 2]
    return not rest or not (
        rest[0].isdigit() or rest[0] in "/%°" or (rest[0] in ".,-" and len(rest) == 2 and rest[1].isdigit())
        or (rest[0] == "h" and not rest[1:].isalpha()) or rest[0].isalpha()
    )


def _iso(year: str, month: str | int, day: str | int = "") -> str:
    """`year` may be relative. A day that its month does not have is left off."""
    text = f"{year}-{int(month):02d}"
    if not day:
        return text
    length = monthrange(int(year), int(month))[1] if year.isdigit() else (29 if int(month) == 2 else
                                                                        monthrange(2001, int(month))[1])
    return f"{text}-{int(day):02d}" if int(day) <= length else text


def _day_atom(start: int, end: int, year: str, month: str, day: str) -> _Atom:
    iso = _iso(year, month, day)
    return _Atom(start, end, iso, iso, "day")


def _month_atom(start: int, end: int, year: str, month: str | int) -> _Atom:
    iso = _iso(year, month)
    return _Atom(start, end, iso, iso, "month")


def _years_atom(start: int, end: int, first: str, last: str) -> _Atom:
    if first > last:
        first, last = last, first
    return _Atom(start, end, first, last, "span" if first != last else "year")


def _words_before(text: str, start: int, limit: int) -> tuple[int, list[str]]:
    """The meanings (of `_BEFORE`) of the words right before `start`, nearest first, and where they begin."""
    meanings: list[str] = []
    begin = at = start
    while at > limit and len(meanings) < 5:
        window = text[max(limit, at - _LOOK_BACK) : at]
        words = window.split(" ")
        if words and not words[-1]:
            words = window.rstrip(" ").split(" ")
        found = ""
        for size in (3, 2, 1):
            phrase = " ".join(words[-size:]) if len(words) >= size else ""
            phrase = phrase.lstrip("\n\t(\"“‘'«[-")
            if phrase in _BEFORE and len(phrase.split(" ")) == size:
                found = phrase
                break
        if not found:
            break
        at = text.rfind(found, limit, at)
        meaning = _BEFORE[found]
        meanings.append(meaning)
        if meaning:
            begin = at
        if text[at - 1 : at] not in ("", " "):
            break
    return begin, meanings


def _mention(text: str, atom: _Atom, limit: int) -> TimeMention:
    """The atom as the words before it tell it."""
    begin, meanings = _words_before(text, atom.start, limit)
    heard = {m for meaning in meanings for m in meaning.split()}
    from_, to, grain = atom.from_, atom.to, atom.grain
    if grain == "same":
        return TimeMention(begin, atom.end, "comparison", from_, to)
    kind: Kind = "now" if grain == "now" else "instant" if grain in ("day", "month") else "period"
    if grain == "span":
        kind = "range_span"
    if grain == "month" and not heard & {"until", "end", "begin", "mid"}:
        kind = "period"
    if edge := heard & {"end", "begin", "mid"}:
        from_, to = _edge(atom, next(iter(edge)))
        if grain in ("year", "months", "span", "month"):
            kind = "instant"
    if "compare" in heard or "same" in heard:
        return TimeMention(begin, atom.end, "comparison", from_, to)
    if "before" in heard and grain != "now":
        return TimeMention(begin, atom.end, "target", "", from_)
    if "after" in heard and grain != "now":
        return TimeMention(begin, atom.end, "since", to, "")
    if "since" in heard and "until" not in heard:
        return TimeMention(begin, atom.end, "since", from_, "")
    if heard & {"until", "at", "aim"} and grain in ("year", "months") and kind == "period":
        kind = "target" if grain == "year" else kind
        if grain == "months" and "until" in heard:
            from_, kind = to, "instant"  # "đến quý III/2024": how it stands when the quarter ends
    elif "until" in heard and grain == "span":
        kind = "range_span"
    elif "until" in heard and kind == "period":
        kind = "instant"
    return TimeMention(begin, atom.end, kind, from_, to)


def _edge(atom: _Atom, edge: str) -> tuple[str, str]:
    """The month at the end, beginning or middle of what the atom spans."""
    if atom.grain not in ("year", "span", "months"):
        return atom.from_, atom.to
    if edge == "end":
        at = atom.to if atom.grain == "months" else f"{atom.to}-12"
    elif edge == "begin":
        at = atom.from_ if atom.grain == "months" else f"{atom.from_}-01"
    else:
        at = atom.from_ if atom.grain == "months" else f"{atom.from_}-06"
    return at, at


_JOIN = _compile(r"(?: ?- ?| (?:đến|tới|cho đến|cho tới) )$")
_BETWEEN = re.compile(r" {0,3}(?:-|đến|tới|cho đến|cho tới)? {0,3}$")


def _year_of(part: str) -> str:
    return part[:4] if part[:4].isdigit() else ""


def _lend_year(part: str, year: str) -> str:
    return year + part[2:] if part.startswith("C0") and year else part


def _joined(text: str, first: TimeMention, second: TimeMention) -> TimeMention | None:
    """`first` and `second` as one span, where the words between make them one: `từ ... đến ...`, `A - B`."""
    gap = text[first.end : second.start]
    if len(gap) > 8 or second.kind == "comparison" or first.kind in ("now",) and second.kind == "now":
        return None
    until = second.kind in ("instant", "target", "now", "period", "range_span")
    head = text[second.start : second.start + 9]
    linked = head.startswith(("đến ", "tới ", "cho đến", "cho tới", "tính đến")) and not gap.strip(" ,(")
    dashed = gap.strip() == "-" or gap.strip() in ("đến", "tới")
    if not until or not (linked or dashed) or not first.from_:
        return None
    if first.kind == "now":
        return replace(second, start=first.start)  # "từ nay đến năm 2025"
    if not (first.kind == "since" or dashed or second.kind == "now" or _kin(first, second)):
        return None
    from_, to = first.from_, second.to
    if second.kind == "now":
        return TimeMention(first.start, second.end, "since", from_, "D0")
    if first.kind == "comparison":
        return None
    from_ = _lend_year(from_, _year_of(to))
    if from_[:4].isdigit() and to[:4].isdigit():
        if from_[: len(to)] > to[: len(from_)]:
            return None
    elif to.startswith("C0") and from_[:4].isdigit():
        to = from_[:4] + to[2:] if from_[:4] + to[2:] >= from_ else to
    return TimeMention(first.start, second.end, "range_span", from_, to)


def _kin(first: TimeMention, second: TimeMention) -> bool:
    """Whether two times are of one length, so that `A đến B` is a span: `tháng 11-2017 đến tháng 5-2018`."""
    return first.kind in ("period", "instant") and len(first.from_) == len(second.to) and len(first.from_) > 4


def find_times(text: str) -> list[TimeMention]:
    """All times that `text` (NFC) names, sorted, without overlaps. Offsets are code points of `text`."""
    return find_times_in(working_copy(text))


def find_times_in(low: str) -> list[TimeMention]:
    """`find_times` on a text that already is a `working_copy`."""
    reader = _Reader(low)
    found: list[TimeMention] = []
    limit = 0
    at = 0
    search: Callable[[str, int], re.Match[str] | None] = _ANCHOR.search
    while match := search(low, at):
        start = match.start()
        at = match.end()
        if start and not match[0][0].isdigit() and low[start - 1].isalpha():
            continue
        atom = reader.at(match[0], start)
        if atom is None:
            continue
        mention = _mention(low, atom, limit)
        at = max(at, atom.end)
        while at > atom.end or found:
            joined = _joined(low, found[-1], mention) if found else None
            if joined is None:
                break
            found.pop()
            mention = joined
        found.append(mention)
        limit = at = mention.end
    return found


def document_year(text: str, reference: str = "", mentions: list[TimeMention] | None = None) -> str:
    """The year that an article plainly speaks of ("" if none is plain): its date's, else the one its times agree on."""
    if reference[:4].isdigit():
        return reference[:4]
    weights: Counter[str] = Counter()
    for mention in find_times(text) if mentions is None else mentions:
        if mention.kind in ("comparison", "target", "range_span", "now") or not mention.from_[:4].isdigit():
            continue
        weight = 3 if mention.start < 400 else 1
        if mention.kind in ("period", "since") and len(mention.from_) == 7:
            weight += 2  # "9 tháng 2024", "từ đầu năm 2018"
        weights[mention.from_[:4]] += weight
    if not weights:
        return ""
    (best, most), *others = weights.most_common(2)
    return best if most >= 3 and (not others or most >= 2 * others[0][1]) else ""
