"""The dates that say when an article was published: lines that hold nothing else, and metadata values.

A wrong date is worse than none, since "hiện nay" and "năm ngoái" are counted from it. So a date counts only when
everything else on its line is known to go with such dates: weekday, time of day, a label, a place before "ngày",
a counter of readers. Dates inside sentences never count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from kg.articles.letters import LOWER, UPPER

_MONTH_WORDS = {
    "giêng": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    "chạp": 12,
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_ENGLISH = (
    r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
)
_DATE = re.compile(
    r"(?<![\d/.-])(?:"
    r"(?P<y1>\d{4})\s?[-/.]\s?(?P<m1>\d{1,2})\s?[-/.]\s?(?P<d1>\d{1,2})(?=t\d\d:|\D|$)"
    r"|(?P<d2>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<m2>\d{1,2})\s?(?P=sep)\s?(?P<y2>\d{4})"
    r"|(?P<d3>\d{1,2})\s+tháng\s+(?P<m3>\d{1,2}|mười một|mười hai|[" + LOWER + r"]{2,5})"
    r",?(?:\s*năm)?[\s/,-]+(?P<y3>\d{4})"
    r"|(?P<d4>\d{1,2})\s+" + _ENGLISH.format("m4") + r",?\s+(?P<y4>\d{4})"
    r"|" + _ENGLISH.format("m5") + r"\s+(?P<d5>\d{1,2}),?\s+(?P<y5>\d{4})"
    r"|(?<=tháng )(?P<m6>\d{1,2})(?:\s+năm\s+|\s?/\s?)(?P<y6>\d{4})"
    r")(?![\d/]|-\d)"
)
_CLOCK = re.compile(
    r"(?<!\d)t?\d{1,2}\s?(?:[:h]|giờ)\s?(?:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:\s?phút)?(?:\s?(?:am|pm|sa|ch)\b)?z?(?!\d)"
)
_MERIDIEM = re.compile(r"\d\s?(?:am|pm)\b")
_ZONE = re.compile(r"\(?\s?(?:(?:gmt|utc)\s?[+-]?\s?\d{0,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}\b)\s?\)?|giờ việt nam")
_WEEKDAY = re.compile(
    r"\b(?:thứ\s+(?:hai|ba|tư|bốn|năm|sáu|bảy|bẩy|[2-7])|chủ nhật|chúa nhật|cn|t[2-7]"
    r"|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b"
)
_POSTED = re.compile(
    r"\b(?:(?:ngày|thời gian|giờ|được)\s+(?:đăng|xuất bản|phát hành|gửi|viết|tạo|đưa)(?:\s+(?:tin|bài|tải|lên))?"
    r"|đăng(?:\s+(?:tải|tin|bài))?(?:\s+(?:ngày|lúc|vào|lúc ngày))?|xuất bản(?:\s+(?:ngày|lúc))?|phát hành"
    r"|thời gian|publish(?:ed)?(?:\s+(?:on|date|at))?|post(?:ed)?(?:\s+(?:on|date|at))?|created(?:\s+on)?)\b"
)
_UPDATED = re.compile(
    r"\b(?:ngày\s+)?(?:cập nhật|chỉnh sửa|sửa đổi)(?:\s+(?:lần cuối|mới nhất|cuối|gần nhất|ngày|lúc|vào))*\b"
    r"|\b(?:last\s+)?(?:updated|modified)(?:\s+(?:on|at))?\b"
)
_READERS = re.compile(
    r"\b(?:số\s+)?(?:lượt|lần)\s+(?:xem|đọc|truy cập)\s*:?\s*[\d.,]*"
    r"|\b(?:đã xem|views?|bình luận|comments?)\s*:\s*[\d.,]+"
    r"|\b[\d.,]+\s+(?:lượt xem|lượt đọc|lượt truy cập|người xem|views?|bình luận|comments?)\b"
)
_SMALL_WORDS = re.compile(r"\b(?:ngày|tháng|năm|lúc|vào|hồi|bởi|tác giả|người đăng|date|on|at|by)\b")
_PUNCTUATION = "' \t\u00a0|,;:()[]–—-•·/.*+\u200b\ufeff"
_PLACE = re.compile(rf"(?:[{UPPER}][\w.]*\s*-?\s*){{1,6}}(?:,|ngày)")
_YEAR = re.compile(r"\d{4}")  # every date that is read has one, and most lines have none
_LONGEST_LINE = 160


class Ground(IntEnum):
    """Why a line's date is taken for the publication's, the best ground first."""

    POSTED = 0  # "Ngày đăng: 12/03/2018"
    CLOCK = 1  # "Thứ Hai, 12/3/2018 | 08:30": a time of day, or a weekday
    PLACE = 2  # "Hà Nội, ngày 5 tháng 6 năm 2023"
    UPDATED = 3  # "(Cập nhật: 12/3/2018)": no earlier date is told
    BARE = 4  # "12/03/2018"


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that holds a date and nothing of the story. `names`: what else stands on it (a writer, a paper)."""

    published: str
    ground: Ground
    names: str = ""


def date_line(line: str) -> DateLine | None:
    """Read a line as a publication date; None where it is anything else. `line` must be NFC.

    >>> date_line("Thứ Hai, 12/3/2018 | 08:30")
    DateLine(published='2018-03-12', ground=<Ground.CLOCK: 1>, names='')
    >>> date_line("Sáng 12/3/2018, tỉnh khởi công hai khu công nghiệp.") is None
    True
    """
    if len(line) > _LONGEST_LINE or not _YEAR.search(line):
        return None
    low = line.lower()
    if len(low) != len(line):
        return None
    dates = list(_DATE.finditer(low))
    if not dates:
        return None
    begins = [0, *(found.end() for found in dates)]
    posted_at = [n for n, found in enumerate(dates) if _POSTED.search(low, begins[n], found.start())]
    published = _partial(dates[posted_at[0] if posted_at else 0], low)
    if not published or (len(dates) > 1 and not posted_at):
        return None
    rest = _DATE.sub("\n", low)
    # What is recognised is blanked and not cut out, so that positions stay those of the line.
    blank = lambda hit: "\n" * len(hit.group())  # noqa: E731
    rest, clocks = _CLOCK.subn(blank, _ZONE.sub(blank, rest))
    rest, weekdays = _WEEKDAY.subn(blank, rest)
    rest = _READERS.sub(blank, rest)
    rest, updated = _UPDATED.subn(blank, rest)
    rest, posted = _POSTED.subn(blank, rest)
    rest = _SMALL_WORDS.sub(blank, rest)
    pieces = [piece.strip(_PUNCTUATION) for piece in rest.split("\n")]
    left = [piece for piece in pieces if piece]
    if any(letter.isdigit() for piece in left for letter in piece):
        return None
    names = _as_written(line, left)
    if left and not names:
        return None
    if posted or updated or clocks or weekdays:
        ground = Ground.POSTED if posted_at else Ground.UPDATED if updated or posted else Ground.CLOCK
        return DateLine(published, ground, names)
    if not left:
        # "Tháng 3/2018" alone heads a section as often as an issue.
        return DateLine(published, Ground.BARE) if len(published) != len("2018-03") else None
    if len(left) == 1 and _PLACE.match(line) and line.lower().startswith(left[0]):
        return DateLine(published, Ground.PLACE)
    return None


def metadata_date(value: str) -> str:
    """Read a metadata value (ISO 8601, Vietnamese or English style) as a partial ISO date; "" where it is none.

    >>> metadata_date("2018-03-12T08:30:00+07:00"), metadata_date("12/3/2018 08:30"), metadata_date("2018-03")
    ('2018-03-12', '2018-03-12', '2018-03')
    """
    value = value.strip().lower()[:80]
    if partial := re.fullmatch(r"(\d{4})(?:-(\d{2}))?", value):
        year, month = int(partial[1]), int(partial[2] or 1)
        return value if _plausible(year, month, 1) else ""
    if compact := re.fullmatch(r"(\d{4})(\d{2})(\d{2})(?:t?\d{4,6}z?)?", value):
        return _iso(int(compact[1]), int(compact[2]), int(compact[3]))
    found = _DATE.search(value)
    return _partial(found, value) if found else ""


def find_date(low: str) -> tuple[str, int, int] | None:
    """Find the first date in lower-case text: (partial ISO date, start, end)."""
    found = _DATE.search(low)
    if found and (published := _partial(found, low)):
        return published, found.start(), found.end()
    return None


def _partial(found: re.Match[str], low: str) -> str:
    group = found.groupdict()
    if group["y6"]:
        year, month = int(group["y6"]), int(group["m6"])
        return f"{year:04}-{month:02}" if _plausible(year, month, 1) else ""
    which = next(number for number in "12345" if group[f"y{number}"])
    year, day = int(group[f"y{which}"]), int(group[f"d{which}"])
    written = group[f"m{which}"]
    month = int(written) if written.isdigit() else _MONTH_WORDS.get(written, 0)
    if which == "2" and month > 12 >= day:
        day, month = month, day
    elif which == "2" and day <= 12 and day != month and _american(found, low):
        # Sites on American defaults write 8/5/2022 3:05 PM for the fifth of August: only the year is sure.
        return f"{year:04}" if _plausible(year, 1, 1) else ""
    return _iso(year, month, day)


def _american(found: re.Match[str], low: str) -> bool:
    written = found.group()
    padded = re.search(r"(?<!\d)0\d", written)
    return written.count("/") == 2 and not padded and _MERIDIEM.search(low, found.end()) is not None


def _iso(year: int, month: int, day: int) -> str:
    return f"{year:04}-{month:02}-{day:02}" if _plausible(year, month, day) else ""


def _plausible(year: int, month: int, day: int) -> bool:
    if not 1986 <= year <= 2099:  # Đổi mới began in 1986; no article on the web is older
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _as_written(line: str, pieces: list[str]) -> str:
    """Join what is left of a line, as written; "" where it holds anything but up to six capitalised words."""
    low = line.lower()
    written, at = [], 0
    for piece in pieces:
        at = low.find(piece, at)
        if at < 0:
            return ""
        written.append(line[at : at + len(piece)])
        at += len(piece)
    words = [word for part in written for word in re.findall(r"[^\W\d_]+", part)]
    if not words or len(words) > 6 or not all(word[0].isupper() for word in words):
        return ""
    return " | ".join(written)
