"""What a plain text tells about itself in its first and last lines: title, publication date, publisher, author.

Only whole lines at the head and the foot are read, never the story between them, so the cost does not grow with
the text. What is not plain stays empty.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kg.articles.dates import DateLine, Ground, date_line, find_date
from kg.articles.letters import LOWER, UPPER

_HEAD, _FOOT = 10, 7  # lines that hold something, looked at from either end
_BLANKS = 60  # lines in all, so that a page of blank lines costs nothing
_CUT = 500  # characters of a line that are looked at
_BLANK = " \t\r\f\v\u00a0\u200b\ufeff|"

_SENTENCE_END = (".", ";", ":", ",", "!”", ".”", '."')
_PARAGRAPH_END = (".", "./", "!", "?", "…", "”", '"', ")", "'")
_NO_TITLE = re.compile(
    r"(?:[-–—•*+>▪]|\(?(?:\d{1,2}|[ivx]{1,5}|[a-z])\s?[.)/]\s|ảnh\s?:|ảnh minh họa|tác giả\s?:|nguồn\s?:|theo\s?:"
    r"|cộng h(?:òa|oà) xã hội|độc lập\s?[-–]\s?tự do|số\s?:|kính gửi)",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(r"UBND |[ỦU][ỶY] BAN |SỞ |BỘ |BAN |CỤC |CHI CỤC |TỔNG CỤC |HĐND |TỈNH ỦY|THÀNH ỦY")
_BREADCRUMB = re.compile(r"[>»›]|^trang chủ\b|^home\b", re.IGNORECASE)

_DATELINE = re.compile(
    rf"(?:[{UPPER}][^\W\d_]*(?:[ .-]+[{UPPER}][^\W\d_]*){{0,4}}\s*,?\s*)?"
    rf"\((?P<inner>[{UPPER}a-z][^()]{{1,40}})\)\s*[-–—:]\s*(?=\S)"
)
_BARE_DATELINE = re.compile(
    r"(?P<inner>TTXVN|TTO|TNO|HNMO?|HNP|BNEWS|BHP|ĐTO|NDO|NDĐT|SGGPO?|NLĐO?|PLO|PLVN|VOV(?:\.VN)?|VTV(?:\.vn)?|QNP|BBN|BBG"
    r"|BĐT|BTO|BPO|BNO|TBTCO|TBTCVN|DNVN|KTĐT|CTTĐT|VnEconomy|VGP|VnExpress|Vietnam\+|VietnamPlus)\s+[-–—]\s+(?=\S)"
)
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+(?:vn|com|net|org|info)", re.IGNORECASE)
_NO_PUBLISHER = re.compile(
    r"(?:kcn|ccn|kkt|kcx|kcnc|fdi|ddi|oda|gdp|grdp|iip|gpmb|ubnd|hđnd|cnht|dn|vn|usd|ảnh|giai đoạn|tỉnh|huyện|xã"
    r"|phường|quận|tp|sau đây|gọi tắt)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\(?\s*(?P<label>nguồn(?: bài| tin| bài viết)?|tác giả|người viết|thực hiện|biên tập|bài và ảnh|bài, ảnh|bài - ảnh"
    r"|tin, ảnh|tin và ảnh|tin, bài|tin bài|tin|bài)\s*:\s*(?P<name>[^:]{2,80}?)[\s|./]*",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(
    r"[.!?…”\"/)]\s*\(?(?P<label>nguồn(?: bài| tin)?|tác giả|người viết|theo)\s*:\s*(?P<name>[^:.]{2,60}?)[\s|]*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\(?\s*[Tt](?:heo|HEO)\s+"
    rf"(?P<name>[{UPPER}][^.:;]{{1,50}}?|(?i:[a-z0-9.-]+\.(?:vn|com|net|org))|báo [^.:;]{{1,40}}?)"
    r"\s*\)?[\s|]*"
)
_AGENCIES = frozenset(("AFP", "AP", "BBC", "CNN", "EPA", "RT", "SCMP", "TASS", "TTXVN", "UPI", "VOV", "VTV"))
_OFFICE = re.compile(
    r"(?:báo|tạp chí|cổng|đài|sở|bộ|cục|ban|ttxvn|thông tấn xã|trang|website|văn phòng|trung tâm|hội|hiệp hội|chính phủ"
    r"|tổng cục|chi cục|viện|phòng|ubnd|liên đoàn)\b",
    re.IGNORECASE,
)
_INITIALS = rf"(?:[{UPPER}][{LOWER}]?\.\s?)+(?:[{UPPER}][{UPPER}{LOWER}]*)?\.?"
_NAME_WORD = rf"(?:[{UPPER}][{LOWER}]{{1,6}}|[{UPPER}]{{1,7}}|{_INITIALS})"
_ONE_NAME = rf"{_NAME_WORD}(?: {_NAME_WORD}){{0,4}}"
_NAMES = re.compile(
    rf"(?P<names>{_ONE_NAME}(?:\s?(?:[-–,&]|và)\s?{_ONE_NAME}){{0,3}})"
    r"\s*(?:\((?P<note>[^()]{1,40})\))?[\s|.]*"
)
_NO_PERSON = re.compile(
    r"\b(?:ông|bà|anh|chị|em|đồng chí|chủ tịch|bí thư|giám đốc|thủ tướng|bộ trưởng|thứ trưởng|phó|kcn|ccn|kkt|khu|cụm"
    r"|công ty|nhà máy|tập đoàn|tỉnh|huyện|thành phố|tp|quận|xã|phường|ubnd|ảnh|video|bảng|biểu|đồ họa|đồ hoạ"
    r"|nguồn|theo|việt nam|top|hết|end|xem thêm|in|gửi|chia sẻ|facebook|zalo|email|tweet|share|like|print|back"
    r"|quay lại|trở lại|về đầu trang|lên trên|tin liên quan|tin khác|bình luận|từ khóa|tags?)\b",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:top|in trang|in bài viết|chia sẻ.*|quay lại|trở lại|về đầu trang|lên đầu trang|xem thêm.*"
    r"|tags?\s?:.*|từ khóa\s?:.*|facebook|zalo|twitter|email|gửi email|print|share|like|back|\W+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text tells about itself; empty where it does not. `published` is a partial ISO date."""

    title: str = ""
    published: str = ""
    publisher: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that holds something, NFC, cut to a few hundred characters. `start`: of its text, in the article."""

    text: str
    blank_after: bool
    whole: bool


def metadata_of(text: str) -> Metadata:
    """Read title, publication date, publisher and author off the head and the foot of a plain text."""
    head, foot = _head(text), _foot(text)
    dates = [date_line(line.text) if line.whole else None for line in head]
    title = _title(head, dates)
    published = _published(head, dates) or _published_at_foot(foot)
    publisher = _publisher_in_dateline(head)
    if not published:
        published = _date_in_dateline(head)
    source, author = _credits(foot)
    if not author:
        author = _byline(head, dates)
    return Metadata(title, published, publisher or source, author)


def _head(text: str) -> list[_Line]:
    lines: list[_Line] = []
    at = 0
    for _ in range(_BLANKS):
        if at >= len(text) or len(lines) == _HEAD:
            break
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = unicodedata.normalize("NFC", text[at : min(end, at + _CUT)]).strip(_BLANK)
        if line:
            after = text[end + 1 : end + 40].partition("\n")[0]
            lines.append(_Line(line, not after.strip(_BLANK), end - at <= _CUT))
        at = end + 1
    return lines


def _foot(text: str) -> list[_Line]:
    """The last lines, the last one first; of a long line its end."""
    lines: list[_Line] = []
    end, blank = len(text), True
    for _ in range(_BLANKS):
        if end < 0 or len(lines) == _FOOT:
            break
        start = text.rfind("\n", 0, end) + 1
        line = unicodedata.normalize("NFC", text[max(start, end - _CUT) : end]).strip(_BLANK)
        if line:
            lines.append(_Line(line, blank, end - start <= _CUT))
        blank = not line
        end = start - 1
    return lines


def _title(head: list[_Line], dates: list[DateLine | None]) -> str:
    """The first line, if it looks like a headline; the one behind it, where the first is a rubric or a date."""
    for n, line in enumerate(head[:3]):
        if dates[n] or (_BREADCRUMB.search(line.text) and len(line.text) < 120):
            continue
        follower = head[n + 1] if n + 1 < len(head) else None
        if not follower:
            return ""
        words = len(line.text.split())
        if words <= 3 and not dates[n + 1] and len(follower.text) < 140 and _is_headline(follower.text):
            continue  # "Kinh tế", then the headline
        if words < 2 or not _is_headline(line.text):
            return ""
        set_apart = line.blank_after or dates[n + 1] is not None
        if set_apart or (
            len(line.text) <= 140
            and len(follower.text) > 1.5 * len(line.text)
            and follower.text.endswith((".", "…", ".”", "!"))
            and words >= 4
        ):
            return line.text
        return ""
    return ""


def _is_headline(line: str) -> bool:
    if not 6 <= len(line) <= 200 or not (line[0].isupper() or line[0].isdigit() or line[0] in "“‘\"'«…(["):
        return False
    if line.endswith(_SENTENCE_END) and not line.endswith(("...", "…")):
        return False
    if line.isupper() and _LETTERHEAD.match(line) and len(line) < 60:
        return False
    return _NO_TITLE.match(line) is None


def _published(head: list[_Line], dates: list[DateLine | None]) -> str:
    """The head's best-grounded date.

    A lead may stand before it, but then the story must follow: dates behind the story are other articles'. Bare
    dates count only near the top, and only when they agree.
    """
    story = [len(line.text) >= 200 or (len(line.text) >= 80 and line.text.endswith(_PARAGRAPH_END)) for line in head]
    told = []
    for n, found in enumerate(dates):
        if not found or sum(story[:n]) >= 2 or (found.ground is Ground.BARE and n >= 4):
            continue
        if any(story[:n]) and not any(story[n:]) and found.ground not in (Ground.POSTED, Ground.UPDATED):
            continue
        told.append((found.ground, n, found.published))
    if not told:
        return ""
    ground, _, published = min(told)
    if ground is Ground.BARE and len({entry[2] for entry in told}) > 1:
        return ""
    return published


def _published_at_foot(foot: list[_Line]) -> str:
    """A labelled date, or one behind a place. (Times of day under a text belong to the lists of other articles.)"""
    told = [found for line in foot if line.whole and (found := date_line(line.text))]
    told = [found for found in told if found.ground in (Ground.POSTED, Ground.PLACE, Ground.UPDATED)]
    return min(told, key=lambda found: found.ground).published if len({f.published for f in told}) == 1 else ""


def _dateline(head: list[_Line]) -> str:
    for line in head[:6]:
        found = _DATELINE.match(line.text) or _BARE_DATELINE.match(line.text)
        if found and not _NO_PUBLISHER.match(found["inner"]):
            return found["inner"].strip()
    return ""


def _publisher_in_dateline(head: list[_Line]) -> str:
    inner = _dateline(head)
    if told := find_date(inner.lower()):
        inner = (inner[: told[1]] + inner[told[2] :]).strip(" ,;-–|")
    if any(letter.isdigit() for letter in inner) and not _DOMAIN.fullmatch(inner):
        return ""
    return inner if inner[:1].isupper() or _DOMAIN.fullmatch(inner) else ""


def _date_in_dateline(head: list[_Line]) -> str:
    told = find_date(_dateline(head).lower())
    return told[0] if told else ""


def _byline(head: list[_Line], dates: list[DateLine | None]) -> str:
    """A writer named above the story: "Tác giả: ..." on a line of its own."""
    for line, dated in zip(head, dates, strict=True):
        if dated or not line.whole or len(line.text) > 100:
            continue
        found = _CREDIT.fullmatch(line.text)
        if found and found["label"].lower().startswith(("tác giả", "người viết", "bài", "tin", "thực hiện")):
            return _person(found["name"])
    return ""


def _credits(foot: list[_Line]) -> tuple[str, str]:
    """(source, author) from the lines under the story."""
    source = author = ""
    for n, line in enumerate(foot):
        if line.whole and len(line.text) <= 100:
            found = _CREDIT.fullmatch(line.text)
            if found:
                name = _closed(found["name"])
                if found["label"].lower().startswith("nguồn") and not _is_person(name):
                    source = source or name
                else:
                    author = author or _person(name)
                continue
            if after := _AFTER.fullmatch(line.text):
                source = source or after["name"].strip()
                continue
            before = foot[n + 1] if n + 1 < len(foot) else None
            if not author and before and _ends_story(before.text, before.whole):
                author, taken_from = _signature(line.text)
                source = source or taken_from
        if (found := _CREDIT_AT_END.search(line.text[-160:])) and not line.text[: found.start()].endswith("("):
            name = _closed(found["name"])
            if _is_person(name):
                author = author or _person(name)
            elif len(name) <= 50:
                source = source or name
    return source, author


def _closed(name: str) -> str:
    """Take off the bracket that closes the whole credit: `(Nguồn: Báo X)`, but not `Tống Thu (SCT)`."""
    name = name.strip()
    return name[:-1].strip() if name.endswith(")") and "(" not in name else name


def _ends_story(line: str, whole: bool) -> bool:
    """Whether a line is the end of a paragraph, so that what follows it can be a signature."""
    return (not whole or len(line) >= 60) and line.endswith(_PARAGRAPH_END)


def _signature(line: str) -> tuple[str, str]:
    """(author, source) of a line that is nothing but names: `Khánh Chi`, `PV`, `T.THẮNG`, `Minh Anh (Theo TTXVN)`."""
    if len(line) > 60 or line.endswith("."):
        return "", ""
    found = _NAMES.fullmatch(line)
    if not found or _NO_PERSON.search(line.partition("(")[0]) or _FURNITURE.fullmatch(line):
        return "", ""
    names = found["names"].strip()
    if len(re.findall(r"[^\W\d_]", names)) < 2:
        return "", ""
    if " " not in names and (names in _AGENCIES or (names.isascii() and not names.isupper() and len(names) > 4)):
        return "", names
    note = (found["note"] or "").strip()
    source = note[5:].strip() if note.lower().startswith("theo ") else ""
    return names, source


def _is_person(name: str) -> bool:
    found = _NAMES.fullmatch(name)
    return bool(found) and not _OFFICE.match(name) and not _DOMAIN.search(name) and not _NO_PERSON.search(name)


def _person(name: str) -> str:
    name = name.strip(" |.")
    if not _is_person(name):
        return ""
    found = _NAMES.fullmatch(name)
    return found["names"].strip() if found else ""
