"""What part the times of an article play: the time of figures, of an event, of a document, or only a comparison.

A figure takes its time from what its clause tells as the time of the report; the day of a meeting, the year in which a
zone was founded, the date of a decision and the base year of prices stand beside figures without being their time.
"""

from __future__ import annotations

import re
from typing import Literal

from kg.extraction.reading import Reading
from kg.extraction.times import TimeMention

Role = Literal["period", "asof", "event", "document", "aim", "named", "comparison", "now"]
"""period: of what is reported. asof: the instant at which things stood so. event: when something happened once.
document: a document's date, a price base. aim: how far a plan looks. named: belongs to a plan's name. comparison: what
is compared with. now: the article's own day."""

_DOCUMENT = re.compile(
    r"(?:/[a-zđ][\w-]*|quyết định|nghị quyết|nghị định|thông tư|công văn|văn bản|chỉ thị|kế hoạch số|tờ trình|thông báo"
    r"|luật)[^.;,()]{0,24}\s(?:ký |ban hành )?(?:ngày )?$"
)
# "Kế hoạch giao đầu năm là 250 triệu USD": when the plan was set, not what it is for.
_WHEN_SET = re.compile(r"(?:giao|đề ra|đặt ra|xây dựng|dự báo|dự kiến|ban)(?: từ| ngay từ| hồi)?\s+$")
_PRICE_BASE = re.compile(r"giá (?:so sánh|cố định|hiện hành|gốc)(?: (?:của )?(?:năm )?| )?$")
_AIM = re.compile(r"tầm nhìn|định hướng")
_NAMED = re.compile(
    r"(?<!\d )(?:quy hoạch|chương trình|đề án|chiến lược|nghị quyết|kế hoạch|phương án)\s[^.,;:()]{0,120}(, ?)?$"
)
# "từ Chương trình khuyến công quốc gia đến năm 2020"
_NAMED_UNTIL = re.compile(r"(?<!\w)(?:chương trình|đề án|chiến lược) (?:[^\W\d_]+ ){2,14}$")
# "Thời gian vận hành: đến năm 2064"
_RUNS_UNTIL = re.compile(r"(?:thời gian (?:vận hành|hoạt động|sử dụng đất|thuê)|thời hạn[^.;:]{0,24})\s?:?[^.;]{0,16}$")
_SAYS = re.compile(r",? (?:cho thấy|cho biết|cho hay|nêu rõ|nêu)(?!\w)")
_HAPPENED = re.compile(
    r"(?:khởi công|động thổ|(?:được )?thành lập|khánh thành|thông xe(?: kỹ thuật)?|ra đời|có hiệu lực|khai trương"
    r"|ban hành|phê duyệt|ký(?: kết)?|đăng(?: tải)?|tái lập|sáp nhập|hợp nhất|chia tách|công bố"
    r"|nghỉ(?: luân phiên| việc)?|diễn ra|xảy ra|bị cháy"
    r"|đi vào (?:hoạt động|sản xuất|vận hành|khai thác)|được cấp (?:phép|giấy[^,.;()]{0,32}))"
    r"\s+(?:(?:vào|từ|hồi|hôm|lúc|ngày|khoảng|giữa|đầu|cuối|sáng|chiều)\s*)*$"
)
_UNTIL = re.compile(r"(?:tính |cho |lũy kế |luỹ kế |chốt )?(?:cho )?(?:đến|tới)\s|hết |cuối ")
_AT = re.compile(r"(?:thời điểm|tính|chốt|mốc|số liệu)(?: đến| tới)?(?: ngày)?\s*$")
_COPULA = re.compile(r"\s*(?:(?:là|đạt|ước|được|có|chỉ|khoảng|hơn|gần|trên|mới|đã|tính|cũng|thực hiện|:)\s*)+$")
_DATELINE = re.compile(
    r"(?:\([^()]{2,30}\)\s*[-–—:]*\s*|[^\W\d_]{2,12}\s*[-–—]\s*)?(?:hôm nay|hôm|sáng|chiều|tối|trưa|ngày|\(|\s|,)*$"
)
# "Cổng thông tin điện tử Ban Quản lý - 24/12/2018": a line that tells who wrote and when.
_BYLINE = re.compile(r"[^.;:\d]{2,110}\s[-–—|,]\s*(?:ngày )?")
_CLOCK = re.compile(r"[\s,|-]*(?:\d{1,2}[:h]\d{2})?\s*\)?\s*")


def role_of(reading: Reading, time: TimeMention) -> Role:
    """The part that a mention plays, told by the words around it."""
    folded = reading.doc.folded
    before = folded[max(reading.sentence(time.start).start, time.start - 150) : time.start]
    if time.kind == "comparison" and (time.from_ != "D0" or folded.startswith("so", time.start)):
        return "comparison"
    if time.kind == "now" or time.from_ == time.to == "D0":
        return "now"
    if _PRICE_BASE.search(before):
        return "document"
    if folded.startswith("đầu", time.start) and len(time.from_) > 4 and _WHEN_SET.search(before[-24:]):
        return "document"
    until = is_until(folded, time)
    day = time.kind == "instant" and time.from_ == time.to and is_day(time.from_) and not until
    if day and _DOCUMENT.search(before[-60:] + ("" if before[-1:].isspace() else " ")):
        return "document"
    if _RUNS_UNTIL.search(before):
        return "aim"
    title = _NAMED.search(before)
    if (
        title is not None
        and title[1] is None
        and _NAMED_UNTIL.search(before)
        and folded.startswith("đến năm", time.start)
    ):
        return "named"
    aims = _AIM.match(folded, time.start) is not None
    named = title is not None and (title[1] is None or time.kind == "range_span" or aims)
    if aims and (named or before[-2:] == ", " or folded.startswith("tầm", time.start)):
        return "aim"
    if day and _SAYS.match(folded, time.end):
        return "document"  # "Báo cáo tại buổi làm việc hôm 8/4 cho thấy": when it was told
    happened = _HAPPENED.search(before[-60:]) is not None and "thành lập mới" not in before[-60:]
    if happened and not until and time.kind != "range_span":
        return "event"
    if time.kind == "instant":
        return "event" if day else "asof"
    if named and time.kind in ("period", "range_span", "target") and _UNTIL.match(folded, time.start) is None:
        return "named"
    return "period"


def is_until(folded: str, time: TimeMention) -> bool:
    """Whether it is told how things stood at the time: `đến hết tháng 6`, `tại thời điểm 30/6`."""
    if _UNTIL.match(folded, time.start):
        return True
    return _AT.search(folded[max(0, time.start - 24) : time.start]) is not None


def is_day(part: str) -> bool:
    """Whether a partial date, stated or relative, is told to the day."""
    return re.search(r"-\d\d-\d\d$", part) is not None or part.startswith("D")


def is_copula(gap: str) -> bool:
    """Whether only words of stating stand between a time and a figure: `năm 2020 đạt 5 tỷ`."""
    return not gap.strip() or _COPULA.fullmatch(gap) is not None


def dateline(reading: Reading) -> str:
    """The day that opens a report ("Ngày 6/1/2010, UBND tỉnh ..."), where the article has no date; "" if none."""
    lines = reading.doc.lines
    limit = lines[min(4, len(lines) - 1)].end if lines else 0
    for time in reading.times:
        if time.start > limit:
            break
        if time.kind != "instant" or time.from_ != time.to or not is_day(time.from_):
            continue
        if is_until(reading.doc.folded, time):
            continue
        sentence = reading.sentence(time.start)
        if _DATELINE.fullmatch(reading.doc.folded, sentence.start, time.start) or (
            sentence.line.index
            and _BYLINE.fullmatch(reading.doc.folded, sentence.line.start, time.start)
            and _CLOCK.fullmatch(reading.doc.folded, time.end, sentence.line.end)
        ):
            start, _ = time.resolve("", reading.year)
            return start if len(start) == 10 else ""
    return ""
