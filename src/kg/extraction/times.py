"""Times that a Vietnamese text names: dates, months, quarters, halves, years, spans, and words such as "đến nay".

`time_atoms` reads what stands in the text; here the words before it (`đến hết`, `từ`, `so với` ...) tell what kind of
time it is, and two times that belong together (`từ ... đến ...`) become one. A time whose year the text leaves out, or
that counts from the article's own date, keeps a relative form until `TimeMention.resolve` is told what it counts from:

======  ==========================================================================================
`C0`    the year in force where it stands (`tháng 9`, `9 tháng đầu năm`); `C-1` the year before
`Y0`    the year of the article's date (`năm nay`); `Y-1` the year before (`năm ngoái`)
`M0`    the month, `Q0` the quarter of the article's date; `M-1`, `Q-1` those before
`D0`    the article's date (`hiện nay`); `D-1` the day before
`P0`    the month that is reported on (`trong tháng`)
`S-1`   the same period of the year before (`cùng kỳ`); `S2023` of that year (`cùng kỳ năm 2023`)
======  ==========================================================================================

`C0`, `Y0` may be followed by month and day: `C0-09`, `Y-1-12-31`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from kg.extraction.numbers import word_set, working_copy
from kg.extraction.time_atoms import Atom, read_atom
from kg.extraction.time_patterns import ANCHOR

Kind = Literal["period", "instant", "target", "since", "now", "comparison", "range_span"]


@dataclass(slots=True)
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
        end = (
            start
            if self.to == self.from_ and self.from_[:1] != "Q"
            else (_resolve_part(self.to, reference, year, last=True))
        )
        if (self.from_ and not start) or (self.to and not end and self.kind != "since"):
            return "", ""
        if self.kind != "since" and start and end and end[: len(start)] < start[: len(end)]:
            return "", ""
        return start, end


THIS_MONTH = "P0"
"""The relative form of "trong tháng": the month that is reported on."""

_RELATIVE = re.compile(r"([CYMQD])([+-]?\d+)((?:-\d\d){0,2})$")


def _resolve_part(part: str, reference: str, year: str, *, last: bool) -> str:
    if part == THIS_MONTH:
        return reference[:7] if len(reference) >= 7 else ""
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
        return _existing(f"{resolved}{rest}")
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


def _existing(part: str) -> str:
    """Without its day where the year has no 29 February."""
    return part[:7] if part[4:] == "-02-29" and monthrange(int(part[:4]), 2)[1] == 28 else part


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


# Words before a time and what they make of it. Empty: they only may stand between.
_BEFORE: dict[str, str] = {
    "đến": "until",
    "tới": "until",
    "tính đến": "until",
    "tính tới": "until",
    "cho đến": "until",
    "cho tới": "until",
    "lũy kế đến": "until",
    "luỹ kế đến": "until",
    "chốt đến": "until",
    "tính cho đến": "until",
    "hết": "end",
    "cuối": "end",
    "đầu": "begin",
    "giữa": "mid",
    "từ": "since",
    "kể từ": "since",
    "tính từ": "since",
    "bắt đầu từ": "since",
    "ngay từ": "since",
    "so với": "compare",
    "so": "compare",
    "so sánh với": "compare",
    "tương đương": "compare",
    "tương đương với": "compare",
    "ngang": "compare",
    "ngang với": "compare",
    "vào": "at",
    "sang": "at",
    "trước": "before",
    "sau": "after",
    "tầm nhìn": "aim",
    "định hướng": "aim",
    "định hướng đến": "aim",
    "hướng đến": "aim",
    "hướng tới": "aim",
    "giai đoạn": "span",
    "thời kỳ": "span",
    "thời kì": "span",
    "nhiệm kỳ": "span",
    "nhiệm kì": "span",
    "niên độ": "span",
    "cùng kỳ": "same",
    "cùng kì": "same",
    **dict.fromkeys(
        (
            "trong",
            "thời điểm",
            "ngày",
            "mốc",
            "cả",
            "của",
            "các",
            "những",
            "tại",
            "sáng",
            "trưa",
            "chiều",
            "tối",
            "đêm",
            "rạng sáng",
            "hôm",
            "tháng",
            "khoảng",
        ),
        "",
    ),
}
_NO_EDGE_BEFORE = word_set("ban bắt lần hàng bước dẫn đứng khởi mở lúc")  # "ban đầu", "bắt đầu", "lần cuối"
_OPENING = " \t([{\"“”‘'«-"
_LOOK_BACK = 40
_CLAUSE_END = re.compile(r"[;:.(\n]|, ")
_MULTIPLE_OF = re.compile(r"(?:gấp [^,;.]{1,16} lần|bằng [0-9.,]+ ?%)(?: của| so| mức)? ?$")


_HOUR = re.compile(r"[0-9]{1,2} ?(?:giờ|h)(?: ?[0-9]{2})?(?: phút)?,? (?:sáng |chiều |tối )?$")


def _words_before(text: str, start: int, limit: int) -> tuple[int, set[str]]:
    """The meanings (of `_BEFORE`) of the words right before `start` on its line, and where they begin."""
    heard: set[str] = set()
    window = text[max(limit, start - _LOOK_BACK) : start]
    window = window[window.rfind("\n") + 1 :]
    hour = _HOUR.search(window)
    if hour is not None:  # "tính đến 15 giờ ngày 30/9"
        window, start = window[: hour.start()], start - len(hour[0])
    if not window or window[-1] not in " (":
        return start, heard
    words = window.rstrip(_OPENING).split(" ")
    begin = at = start
    while words:
        for size in (3, 2, 1):
            phrase = " ".join(words[-size:]).lstrip(_OPENING)
            if phrase in _BEFORE and len(words) >= size and phrase.count(" ") == size - 1:
                break
        else:
            break
        if phrase in ("đầu", "cuối") and words[-2:-1] and words[-2] in _NO_EDGE_BEFORE:
            break
        at = text.rfind(phrase, 0, at)
        if meaning := _BEFORE[phrase]:
            heard.add(meaning)
            begin = at
        if len(words[-size]) != len(phrase.split(" ")[0]):
            break  # a bracket or quotation mark opens before it
        del words[-size:]
    return begin, heard


def _mention(text: str, atom: Atom, limit: int) -> TimeMention:
    """The atom as the words before it tell it."""
    begin, heard = _words_before(text, atom.start, limit)
    from_, to, grain = atom.from_, atom.to, atom.grain
    if grain == "same":
        return TimeMention(begin, atom.end, "comparison", from_, to)
    if grain == "open":
        return TimeMention(begin, atom.end, "since", from_, "")
    kind = _KINDS[grain]
    for edge in heard & {"end", "begin", "mid"}:
        from_ = to = _edge(atom, edge)
        kind = "instant"
    if heard & {"compare", "same"} or _compared(text, begin, limit):
        return TimeMention(begin, atom.end, "comparison", from_, to)
    if grain == "now":
        return TimeMention(begin, atom.end, "now", from_, to)
    if "before" in heard:
        return TimeMention(begin, atom.end, "target", "", from_)
    if "after" in heard:
        return TimeMention(begin, atom.end, "since", to, "")
    if "since" in heard and "until" not in heard and grain not in ("span", "days"):
        return TimeMention(begin, atom.end, "since", from_, "")
    if kind == "period" and grain == "year" and heard & {"until", "at", "aim"}:
        kind = "target"
    elif kind == "period" and grain in ("month", "months") and "until" in heard:
        from_, kind = to, "instant"  # "đến quý III/2024": how it stands when the quarter ends
    return TimeMention(begin, atom.end, kind, from_, to)


_KINDS: dict[str, Kind] = {
    "year": "period",
    "span": "range_span",
    "months": "period",
    "month": "period",
    "day": "instant",
    "days": "period",
    "now": "now",
}


def _compared(text: str, begin: int, limit: int) -> bool:
    """Whether what the time belongs to is compared with: `so với mức 4% của năm 2022`, `gấp 3 lần năm 2015`."""
    window = text[max(limit, begin - 48) : begin]
    at = window.rfind("so với")
    if at >= 0 and not _CLAUSE_END.search(window, at):
        return True
    return ("gấp" in window or "bằng" in window) and _MULTIPLE_OF.search(window) is not None


def _edge(atom: Atom, edge: str) -> str:
    """The month at the end, beginning or middle of what the atom spans."""
    if atom.grain == "months":
        return atom.to if edge == "end" else atom.from_
    if atom.grain not in ("year", "span"):
        return atom.to
    return {"end": f"{atom.to}-12", "begin": f"{atom.from_}-01", "mid": f"{atom.from_}-06"}[edge]


def _year_of(part: str) -> str:
    return part[:4] if part[:4].isdigit() else ""


def _lend_year(part: str, year: str) -> str:
    return year + part[2:] if part.startswith("C0") and year else part


_UNTIL = re.compile(r"(?:tính |cho )?(?:đến|tới) ")


def _joined(text: str, first: TimeMention, second: TimeMention) -> TimeMention | None:
    """`first` and `second` as one span, where the words between make them one: `từ ... đến ...`, `A - B`."""
    if second.start - first.end > 8 or "comparison" in (first.kind, second.kind) or not first.from_ or not second.to:
        return None
    gap = text[first.end : second.start].strip()
    dashed = gap in ("-", "đến", "tới")
    linked = _UNTIL.match(text, second.start) is not None and (not gap or (gap == "," and first.kind == "since"))
    if not dashed and not linked:
        return None
    if first.from_ == "D0":  # "từ nay đến năm 2025"
        return None if second.kind == "now" else replace(second, start=first.start)
    if second.kind == "now":
        return TimeMention(first.start, second.end, "since", first.from_, "D0")
    if first.kind != "since" and not dashed and not _of_one_length(first, second):
        return None
    from_, to = _lend_year(first.from_, _year_of(second.to)), _lend_year(second.to, _year_of(first.from_))
    if from_[: len(to)] > to[: len(from_)]:
        return None
    return TimeMention(first.start, second.end, "range_span", from_, to)


def _of_one_length(first: TimeMention, second: TimeMention) -> bool:
    """Whether `A đến B` is a span: `tháng 11-2017 đến tháng 5-2018`, but not `năm 2018, đến ngày ...`."""
    return first.kind in ("period", "instant") and len(first.from_) == len(second.to) > 4


def find_times(text: str) -> list[TimeMention]:
    """All times that `text` (NFC) names, sorted, without overlaps. Offsets are code points of `text`."""
    return find_times_in(working_copy(text))


def find_times_in(low: str) -> list[TimeMention]:
    """`find_times` on a text that already is a `numbers.working_copy`."""
    found: list[TimeMention] = []
    at = 0
    while match := ANCHOR.search(low, at):
        start, at = match.span()
        atom = read_atom(low, match[0], start)
        if atom is None or (found and atom.start < found[-1].end):
            continue
        mention = _mention(low, atom, found[-1].end if found else 0)
        if found:
            joined = _joined(low, found[-1], mention)
            if joined is not None:
                mention = joined
                found.pop()
            elif (year := _year_of(mention.to)) and mention.kind != "target":
                _share_year(low, found, mention.start, year)
        found.append(mention)
        at = mention.end
    return found


def _share_year(low: str, found: list[TimeMention], start: int, year: str) -> None:
    """`quý III và 9 tháng năm 2024`: the year holds for both."""
    last = found[-1]
    if last.from_.startswith("C0") and low[last.end : start].strip() in ("và", "và cả", ",", "hoặc", "hay"):
        found[-1] = replace(last, from_=_lend_year(last.from_, year), to=_lend_year(last.to, year))


# The month in which a zone came into being is no month that is reported on.
_FOUNDED = re.compile(
    r"(?:thành lập|ra đời|tái lập|khởi công|động thổ|ban hành|cấp phép)(?: từ| vào| hồi| cuối| đầu| ngày)*\s*$"
)
# "lũy kế đến ngày 15/9/2024": what is reported on, as "9 tháng 2024" is.
_AS_OF = re.compile(r"(?:tính đến|lũy kế|luỹ kế|đến hết|đến ngày)(?!\w)")


def document_year(text: str, reference: str = "", mentions: list[TimeMention] | None = None) -> str:
    """The year that an article plainly speaks of ("" if none is plain): its date's, else the one its times agree on.

    `mentions`, if at hand, is what `find_times(text)` gave.
    """
    if reference[:4].isdigit():
        return reference[:4]
    weights: Counter[str] = Counter()
    reported: set[str] = set()
    for mention in find_times(text) if mentions is None else mentions:
        if mention.kind in ("comparison", "target", "range_span", "now") or not _year_of(mention.from_):
            continue
        before = text[max(0, mention.start - 40) : mention.start].lower()
        founded = _FOUNDED.search(before) is not None
        weight = (2 if founded else 3) if mention.start < 400 else 1
        if (len(mention.from_) == 7 and not founded) or (
            len(mention.from_) == 10 and _AS_OF.match(text[mention.start : mention.end].lower())
        ):
            weight += 2  # "9 tháng 2024", "từ đầu năm 2018", "đến tháng 9/2024": what is reported on
            reported.add(mention.from_[:4])
        weights[mention.from_[:4]] += weight
    most = max(weights.values(), default=0)
    near = [year for year, weight in weights.items() if weight * 2 > most]
    if most < 3 or (len(near) > 1 and not reported.intersection(near)):
        return ""
    # where two years are named about as often, the earlier is the one compared with
    return max(year for year in near if weights[year] * 4 >= most * 3)
