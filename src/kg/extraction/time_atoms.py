"""The times that stand in a Vietnamese text by themselves, before the words around them are heard (see `times`).

`time_patterns.ANCHOR` finds every word or digit run that a time can begin with; `read_atom` reads what stands there,
with small patterns that are each tried at that one place. Texts are working copies (`numbers.working_copy`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

from kg.extraction import time_patterns as p
from kg.extraction.numbers import DIGIT_WORDS, is_counted, spelled_value


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


def read_atom(text: str, word: str, start: int) -> Atom | None:
    """The time that begins at `start`, where `ANCHOR` found `word`; None if it is none."""
    if word[0].isdigit():
        return _digits(text, start, len(word))
    if word in _READERS:
        return _READERS[word](text, start)
    if word[0] == "q":
        return _quarter(text, start)
    if word.startswith("cùng"):
        return _same(text, start)
    if word == "hôm qua":
        return Atom(start, start + len(word), "D-1", "D-1", "day")
    return Atom(start, start + len(word), "D0", "D0", "now")


def _digits(text: str, start: int, length: int) -> Atom | None:
    """A time that begins with so many digits: two of a day or a month, four of a year."""
    before = text[start - 1] if start else " "
    if before.isalnum():
        return _lettered(text, start - 1) if before in "tqh" and not text[start - 2 : start - 1].isalnum() else None
    if before in "/_" or (before in ".,:" and text[start - 2 : start - 1].isdigit()):
        return None
    if length == 4:
        return _digits_of_a_year(text, start)
    if length > 2:
        return None
    if match := p.DAY_MONTH_YEAR.match(text, start):
        return _day_atom(start, match.end(), match[3], match[2], match[1])
    if match := p.N_MONTHS.match(text, start):
        return _months(text, start, match.end(), int(match[1]))
    if match := p.N_QUARTERS.match(text, start):
        return _quarters(start, match)
    if match := p.DAYS_MONTH.match(text, start):
        year, sure = match[5] or "C0", match[3] != "-" or match[5] or text[max(0, start - 3) : start] == "từ "
        if sure and _ends(text, match.end()) and int(match[1]) < int(match[2]):
            return Atom(start, match.end(), _iso(year, match[4], match[1]), _iso(year, match[4], match[2]), "days")
        return None
    if (match := p.MONTH_YEAR.match(text, start)) and _ends(text, match.end()):
        word = p.WORD_BEFORE.search(text[max(0, start - 10) : start])
        if word is not None and word[1] in p.NOT_A_DATE_AFTER:
            return None
        return _month_atom(start, match.end(), match[2], match[1])
    if (match := p.DAY_MONTH.match(text, start)) and _ends(text, match.end()) and _is_day(text, start, match):
        return _day_atom(start, match.end(), "C0", match[3], match[1])
    return None


def _digits_of_a_year(text: str, start: int) -> Atom | None:
    if match := p.YEARS.match(text, start):
        counted = p.UNIT_AFTER.match(text, match.end())
        return None if counted else _span_atom(start, match.end(), match[1], match[2])
    if (match := p.YEARS_SHORT.match(text, start)) and match[2] > match[1][2:]:
        return _span_atom(start, match.end(), match[1], match[1][:2] + match[2])
    if (match := p.YEAR.match(text, start)) and "1980" <= match[1] <= "2060":
        return (
            None if _counts_itself(text, start, match.end()) else Atom(start, match.end(), match[1], match[1], "year")
        )
    return None


def _counts_itself(text: str, start: int, end: int) -> bool:
    """Whether four digits without `năm` count something: `2018 lao động`; but `đến 2025 tỉnh có`, `quý I và 2018`."""
    if p.UNIT_AFTER.match(text, end) or p.PEOPLE_AFTER.match(text, end):
        return True
    if not is_counted(text, end):
        return False
    return _last_word(text, start) not in p.BEFORE_A_YEAR or "chưa " in text[max(0, start - 9) : start]


def _lettered(text: str, start: int) -> Atom | None:
    """`T9/2024`, `Q3/2024`, `H1/2024` (its first half)."""
    match = p.LETTERED.match(text, start)
    if match is None:
        return None
    if match[1]:
        return _month_atom(start, match.end(), match[4], match[1])
    months = 3 if match[2] else 6
    last = int(match[2] or match[3]) * months
    return Atom(start, match.end(), _iso(match[4], last - months + 1), _iso(match[4], last), "months")


def _is_day(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether `12/3`, `14-11` is a day: a word says so, or brackets stand around it."""
    end = match.end()
    window = text[max(0, start - 20) : start]
    word = p.WORD_BEFORE.search(window)
    opened = window.endswith("(")
    if word is not None and word[1] in p.DAYPART:
        return True
    if word is not None and word[1] in p.DAY_LINKS and not opened:
        part = match[1] == "1" and p.PART_OF.match(text, end) is not None
        return not part and not _counted(text, end) and p.FRACTION_BEFORE.search(window) is None
    if p.DAY_NAMED.search(window):
        return True
    if opened and text[end : end + 1] in "),":
        return match[2] == "/" and int(match[1]) > 1
    return match[2] == "/" and p.DAY_GOES_ON.match(text, end) is not None


def _months(text: str, start: int, at: int, number: int) -> Atom | None:
    """`9 tháng đầu năm 2024`, `9 tháng/2024`, `6 tháng cuối năm`; `9 tháng` alone where no length is meant."""
    if not 1 <= number <= 12:
        return None
    if match := p.N_MONTHS_OF.match(text, at):
        year = match[2] or match[3] or match[6] or p.YEARS_BY_WORD.get(match[4] or match[7] or "", "C0")
        if (match[1] or match[5]) == "cuối":
            return Atom(start, match.end(), _iso(year, 13 - number), _iso(year, 12), "months")
        return Atom(start, match.end(), _iso(year, 1), _iso(year, number), "months")
    if 1 < number < 12 and (match := p.N_MONTHS_PAST.match(text, at)):
        return Atom(start, match.end(), "C0-01", _iso("C0", number), "months")
    if (
        number > 1
        and text[at : at + 1] in (",", ";", ":")
        and (p.SUMMED.search(before := text[max(0, start - 24) : start]) or p.OPENS_WITHIN.search(before))
    ):
        return Atom(start, at, "C0-01", _iso("C0", number), "months")
    if 1 < number < 12 and (match := p.N_MONTHS_THEN.match(text, at)):
        return Atom(start, at, _iso(match[1], 1), _iso(match[1], number), "months")
    if number > 1 and text[at : at + 1] == ")" and p.BRACKETED.search(text[max(0, start - 24) : start]):
        return Atom(start, at, "C0-01", _iso("C0", number), "months")
    if 1 < number < 12 and (
        p.SUMS_UP.search(text[max(0, start - 24) : start])
        or (p.N_MONTHS_REPORTED.match(text, at) and _last_word(text, start) not in p.A_LENGTH_BEFORE)
        or (p.N_MONTHS_HAD.match(text, at) and p.HEADS_A_CLAUSE.search(text[max(0, start - 24) : start]))
    ):
        return Atom(start, at, "C0-01", _iso("C0", number), "months")
    return None


def _quarters(start: int, match: re.Match[str]) -> Atom:
    """`3 quý đầu năm 2023`."""
    number = int(match[1]) if match[1].isdigit() else DIGIT_WORDS[match[1]]
    year = match[3] or match[4] or p.YEARS_BY_WORD.get(match[5] or "", "C0")
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
    return words[-1].lstrip('("“') if words else ""


def _is_many(word: str) -> bool:
    """Whether the word before `tháng qua`, `năm tới` tells how many, so that a length is meant."""
    return word[-1:].isdigit() or word in p.MANY


def _month(text: str, start: int) -> Atom | None:
    if match := p.MONTH_TO_MONTH.match(text, start):
        return Atom(start, match.end(), _iso(match[3], match[1]), _iso(match[3], match[2]), "months")
    spelled = _spelled_before(text, start)
    if (match := p.MONTH.match(text, start)) and not (match[2] and spelled):
        year = match[3] or match[4] or match[6] or p.YEARS_BY_WORD.get(match[5] or "", "C0")
        return _month_atom(start, match.end(), year, match[1] or p.MONTHS[match[2]])
    if spelled and (p.MONTHS_OF_YEAR.match(text, start) or p.MONTHS_YEAR.match(text, start)):
        return _months(text, spelled[0], start + len("tháng"), spelled[1])
    if spelled and (atom := _months(text, spelled[0], start + len("tháng"), spelled[1])):
        return atom
    if match := p.MONTHS_OF_YEAR.match(text, start):
        year = match[2] or match[3] or p.YEARS_BY_WORD.get(match[4] or "", "C0")
        if _is_many(_last_word(text, start)):  # "những tháng đầu năm"
            return Atom(start, match.end(), _iso(year, 1), "", "open") if match[1] == "đầu" else None
        return _month_atom(start, match.end(), year, 1 if match[1] == "đầu" else 12)
    if p.THE_MONTH.match(text, start) and p.OPENS_THE_MONTH.search(text[max(0, start - 24) : start]):
        return Atom(start, start + len("tháng"), "P0", "P0", "month")
    if match := p.MONTH_WORD.match(text, start):
        if _is_many(_last_word(text, start)):
            return None
        shift = f"M{p.SHIFTS[match[1]]}"
        return Atom(start, match.end(), shift, shift, "month")
    return None


def _year(text: str, start: int) -> Atom | None:
    if match := p.YEAR_TO_YEAR.match(text, start):
        return _span_atom(start, match.end(), match[1], match[2])
    two = p.TWO_YEARS.match(text, start) if _last_word(text, start) in ("hai", "2") else None
    if two is not None and int(two[2]) == int(two[1]) + 1:
        return _span_atom(start, two.end(), two[1], two[2])  # "hai năm 2011 và 2012"
    if (match := p.YEAR_TO_SHORT.match(text, start)) and match[2] > match[1][2:]:
        return _span_atom(start, match.end(), match[1], match[1][:2] + match[2])
    if match := p.YEAR_STATED.match(text, start):
        if text[max(0, start - 6) : start] == "những " and p.DECADE.fullmatch(match[0]):
            return _span_atom(start, match.end(), match[1], match[1][:3] + "9")  # "những năm 1990"
        return Atom(start, match.end(), match[1], match[1], "year")
    if match := p.FIVE_MONTHS.match(text, start):
        return _months(text, start, match.end() - 1, 5)
    word = _last_word(text, start)
    if (match := p.YEAR_WORD.match(text, start)) and not (word == "đầu" and p.UNTIL_AFTER.match(text, start)):
        if _is_many(word):
            return None  # "5 năm qua", "những năm tới": a length
        year = p.YEARS_BY_WORD[match[1]]
        return Atom(start, match.end(), year, year, "year")
    if p.YEAR_ALONE_NOT.match(text, start) or text[start - 1 : start] != " ":
        return None
    if word in ("đầu", "cuối", "giữa", "hết"):
        if _last_word(text, start - len(word) - 1) in p.NOT_THE_YEARS_EDGE:
            return None
        return Atom(start, start + len("năm"), "C0", "C0", "year")
    if word == "cả" or (word == "trong" and p.YEAR_ALONE_THEN.match(text, start)):
        return Atom(start, start + len("năm"), "C0", "C0", "year")
    return None


def _quarter(text: str, start: int) -> Atom | None:
    spelled = _spelled_before(text, start)
    if spelled and (match := p.N_QUARTERS.match(text, spelled[0])):
        return _quarters(spelled[0], match)
    if match := p.QUARTER.match(text, start):
        first = p.QUARTERS[match[1] or match[3]]
        last = max(first, p.QUARTERS[match[2]]) if match[2] else first
        stated = match[4] or match[5] or match[7]
        year = stated or p.YEARS_BY_WORD.get(match[6] or "", "C0")
        end = match.end()
        if not stated and not match[6] and (more := p.OF_THE_YEAR.match(text, end)):
            end = more.end()
        return Atom(start, end, _iso(year, first * 3 - 2), _iso(year, last * 3), "months")
    if match := p.QUARTER_WORD.match(text, start):
        shift = f"Q{p.SHIFTS[match[1]]}"
        return Atom(start, match.end(), shift, shift, "months")
    return None


def _half(text: str, start: int) -> Atom | None:
    match = p.HALF.match(text, start)
    if match is None:
        return None
    year = match[4] or p.YEARS_BY_WORD.get(match[5] or "", "C0")
    if (match[1] or match[2] or match[3]) == "cuối":
        return Atom(start, match.end(), _iso(year, 7), _iso(year, 12), "months")
    return Atom(start, match.end(), _iso(year, 1), _iso(year, 6), "months")


def _day(text: str, start: int) -> Atom | None:
    if match := p.DAY_WORDS.match(text, start):
        year = match[4] or "C0"
        first, last = _iso(year, match[3], match[1]), _iso(year, match[3], match[2] or match[1])
        return Atom(start, match.end(), first, last, "day" if first == last else "days")
    if match := p.DAYS_DIGITS.match(text, start):
        year = match[4] or "C0"
        return Atom(start, match.end(), _iso(year, match[3], match[1]), _iso(year, match[3], match[2]), "days")
    if match := p.DAY_DIGITS.match(text, start):
        return _day_atom(start, match.end(), match[3] or "C0", match[2], match[1])
    return None


def _same(text: str, start: int) -> Atom:
    match = p.SAME_PERIOD.match(text, start)
    assert match is not None  # the anchor is its beginning
    of = f"S{match[1]}" if match[1] else "S-1"
    return Atom(start, match.end(), of, of, "same")


def _now(text: str, start: int) -> Atom | None:
    match = p.NOW.match(text, start)
    if match is None or _last_word(text, start) in p.NOT_NOW_BEFORE:
        return None
    if match.end() - start == len("hiện"):
        after = p.NEXT_WORD.match(text, match.end())
        if after is not None and after[1] in p.NOT_NOW_AFTER:
            return None
    return Atom(start, match.end(), "D0", "D0", "now")


def _nay(text: str, start: int) -> Atom | None:
    word = _last_word(text, start)
    if word in ("đến", "tới", "-", "từ") or not word or word[-1] in ".;:":
        return Atom(start, start + len("nay"), "D0", "D0", "now")
    if word[-1] == "," and p.NOW_STANDS.match(text, start):
        return Atom(start, start + len("nay"), "D0", "D0", "now")
    if word in ("sáng", "chiều", "tối", "trưa", "ngày", "đêm"):
        begin = text.rfind(word, 0, start)
        if word == "ngày" and _is_many(_last_word(text, begin)):
            return None  # "nhiều ngày nay", "4 ngày nay"
        return Atom(begin, start + len("nay"), "D0", "D0", "now" if word == "ngày" else "day")
    return None


_READERS = {
    "năm": _year,
    "tháng": _month,
    "ngày": _day,
    "mùng": _day,
    "mồng": _day,
    "nửa": _half,
    "hiện": _now,
    "nay": _nay,
}


def _counted(text: str, end: int) -> bool:
    """Whether a unit or a countable noun follows, so that the number before it is no time."""
    return p.UNIT_AFTER.match(text, end) is not None or is_counted(text, end)


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
