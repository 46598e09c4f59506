"""A list of sectors in running text: "điện tử, cơ khí chính xác (khuôn mẫu) và công nghiệp hỗ trợ như linh kiện ô tô".

Read from a given place on, item by item, as long as the items are sectors that `kg.reference.sectors` knows. An item
that it does not know is kept only between two that it knows; the first must be known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.patterns import either
from kg.reference.sectors import Matches, sectors

# What parts two items: a comma, "và", a dash between spaces, "như"; a bracket before it tells of the item before.
_BETWEEN = re.compile(
    r"\s*(?:\([^()\n]{0,160}\)\s*)?"
    r"(?:[,;/](?:\s*" + either("và|hoặc|cùng|hay|như|gồm|bao gồm|nhất là|đặc biệt là|trong đó có") + r"(?!\w))?"
    r"|\s" + either("và|hoặc|hay|cùng|như|gồm|bao gồm|nhất là|đặc biệt là") + r"(?= )"
    r"|\s[-–+](?= ))"
    r"\s*(?:(?:các|những|một số|nhiều)\s+)?"
)
# What stands before the name of a sector and is no part of it.
_CLASS = re.compile(
    r"(?:(?:các|những|một số|nhiều)\s+)?"
    + either(
        "ngành nghề|ngành hàng|ngành công nghiệp(?= (?:chủ lực|mũi nhọn))",
        "nhóm ngành|ngành|lĩnh vực|nhóm hàng|mặt hàng",
    )
    + r"\s+"
)
# Words that no sector's name goes on with: what follows them tells of the list, or is another clause.
_STOP = re.compile(
    r"(?:(?<!\w)"
    + either(
        "với|nhằm|để|có|đã|đang|sẽ|được|trong|tại|ở|từ|theo|nhưng",
        "song|mà|do|vào|cho|phục vụ|thân thiện|ít|không gây|sử dụng",
        "đạt|chiếm|tạo|gắn|góp|vốn|trên|này|đó|nói|khi|nếu|là|của",
        "đến|tới|ưu tiên|thu hút|hướng|đòi hỏi|giá trị|hàm lượng",
        "quy mô|đầu tư|đáp ứng|bên cạnh|ngoài|đồng thời|vì|nên",
        "thì|cũng|vẫn|đều|tương đương|trị giá|so|tăng|giảm|chủ lực",
        "mũi nhọn|truyền thống|khác|v\\.v|vv|cùng|như|thuộc|vừa",
        "dự kiến|hiện|hạn chế|còn|bằng|phù hợp|tiềm năng|chưa|phải",
        "công suất|diện tích|tổng|năm|tháng|quý|dựa|giai đoạn",
        "thời kỳ|thời gian|nói chung|nói riêng|nước ta|nhất|hàng đầu",
    )
    + r"(?!\w)|[…:\"“”.\d)])"
)
_CLAUSE_END = re.compile(r"[\n\r:!?…“”\"]|\.(?=\s|$)")
# An item has no more words; the items of one name ("dệt, may", "sản xuất, lắp ráp ô tô") are no more.
_MOST_WORDS = 9
_MOST_JOINED = 5
_MOST_WORDS_UNKNOWN = 5
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class SectorItem:
    """A sector of a list, at [start, end) of the folded text; `known` tells whether it maps to VSIC."""

    start: int
    end: int
    known: bool


def read_list(folded: str, start: int, end: int) -> list[SectorItem]:
    """The sectors of the list that begins at `start`, up to `end` at most; none where the first is not known."""
    pieces = list(_pieces(folded, start, min(end, start + _LONGEST)))
    items: list[SectorItem] = []
    waiting: list[SectorItem] = []
    index = 0
    while index < len(pieces):
        first, (start, stop) = index, pieces[index]
        item, goes_on = _item(folded, start, stop)
        index += 1
        for last in range(min(len(pieces), first + _MOST_JOINED), first + 1, -1):
            if _is_one_name(folded, pieces[first:last]):
                item, goes_on, index = SectorItem(start, pieces[last - 1][1], True), True, last
                break
        if item is None:
            break
        if item.known:
            items += [*waiting, item]
            waiting = []
        elif not items:
            break
        else:
            waiting.append(item)
        if not goes_on:
            break
    return items


def _item(folded: str, start: int, end: int) -> tuple[SectorItem | None, bool]:
    """The sector at [start, end), known or looking like one, and whether the list can go on behind it."""
    known = sectors().known(folded[start:end])
    if known:
        return (SectorItem(start, end, True), True) if _is_specific(known) else (None, False)
    stop = _STOP.search(folded, start, end)
    if stop is not None:
        end = start + len(folded[start : stop.start()].rstrip(" ,;-–("))
    words = folded[start:end].split()
    if not words or len(words) > _MOST_WORDS:
        return None, False
    meant = sectors().match(folded[start:end])
    if meant:
        return (SectorItem(start, end, True), stop is None) if _is_specific(meant) else (None, False)
    return (SectorItem(start, end, False) if stop is None and len(words) <= _MOST_WORDS_UNKNOWN else None), True


def _is_one_name(folded: str, pieces: Sequence[tuple[int, int]]) -> bool:
    """Whether pieces are one sector's name: "chế biến, chế tạo", but not "dệt may, da giày", which are sectors each."""
    together = sectors().exactly(folded[pieces[0][0] : pieces[-1][1]])
    if not together:
        return False
    # Of two syllables that are sectors each ("dệt, may"; "điện, điện tử") the name of both is meant.
    short = len(pieces) == 2 and any(" " not in folded[start:end] for start, end in pieces)
    alone = all(sectors().known(folded[start:end]) for start, end in pieces)
    return short or not alone or all(match.relation == "exact" for match in together)


def _is_specific(matches: Matches) -> bool:
    """Whether a wording names sectors; "công nghiệp" means nearly all that a zone can have."""
    return any(match.relation != "narrow" or match.sector.is_division for match in matches)


def _pieces(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between the marks of a list, up to the end of its clause, each without what only announces a sector."""
    end = _clause_end(folded, start, end)
    while start < end:
        mark = _BETWEEN.search(folded, start, end)
        stop = mark.start() if mark is not None else end
        opener = _CLASS.match(folded, start, stop)
        begin = opener.end() if opener is not None else start
        bracket = folded.find("(", begin, stop)
        shut = folded.find(")", begin, bracket if bracket >= 0 else stop)
        close = shut if shut >= 0 else bracket if bracket >= 0 else stop
        close = begin + len(folded[begin:close].rstrip(' .,;:"”'))
        if begin < close:
            yield begin, close
        if mark is None or shut >= 0:
            return
        start = mark.end()


def _clause_end(folded: str, start: int, end: int) -> int:
    found = _CLAUSE_END.search(folded, start, end)
    return found.start() if found is not None else end
