"""Tables printed one cell a line: the header's cells, then row after row of as many lines.

Text copied out of a web page often has them so. What gives such a table away is its period: the ordinal numbers 1, 2,
3 ... stand at equal distances, or the lines' kinds (word or number) repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_NUMBER_LINE = re.compile(r"^[ \t]*[~≈+-]?\d[\d., ]*(?:%|ha)?[ \t]*\*?$", re.MULTILINE)
_NUMBER = re.compile(
    r"[~≈+–-]?\s?\d[\d.,\s]*(?:\s?[-–]\s?\d[\d.,]*)?\s?(?:%|ha|m2|tỷ(?: đồng)?|tỉ(?: đồng)?|triệu(?: USD| đồng)?|"
    r"USD|người|dự án)?\s?(?:\(\d\)|\(?\*+\)?)?"
)
_BLANK = re.compile(r"[-–—.…]+|n/?a|N/?A|x")
_ORDINAL = re.compile(r"(\d{1,3})[.)]?")
_HEAD_ORDINAL = re.compile(r"(?:STT|TT|Stt|Số TT|S\.?T\.?T\.?|No\.?|Số thứ tự)", re.IGNORECASE)
_TOTAL = re.compile(r"(?:tổng|cộng|toàn tỉnh|cả nước)(?!\w)", re.IGNORECASE)
_PROSE = re.compile(r"[.;!?…:,]$")
_LONGEST_CELL = 110
_WIDEST = 14


def stacked_rows(text: str) -> Iterator[tuple[list[Span], list[list[Span]], int, int]]:
    """Yield the tables printed one cell a line: spans of header cells, of the rows' cells, and the whole's ends."""
    if len(_NUMBER_LINE.findall(text, 0)) < 4:
        return
    spans = [m.span() for m in _LINE.finditer(text)]
    texts = [text[s:e].strip() for s, e in spans]
    position = 0
    while position < len(texts):
        run = _run(texts, position)
        if run - position >= 6:
            for header, rows in _tables(texts, position, run):
                flat = [i for row in rows for i in row]
                yield (
                    [spans[i] for i in header], [[spans[i] for i in row] for row in rows],
                    spans[header[0]][0], spans[flat[-1]][1],
                )
        position = max(run, position + 1)


def _run(texts: Sequence[str], start: int) -> int:
    """Return the end of the run of lines from `start` that can be cells: short, no sentences."""
    end = start
    while end < len(texts) and _can_be_cell(texts[end]):
        end += 1
    return end


def _can_be_cell(line: str) -> bool:
    if not line or len(line) > _LONGEST_CELL:
        return False
    return len(line) <= 4 or not _PROSE.search(line) or bool(_BLANK.fullmatch(line))


def _is_value(line: str) -> bool:
    return bool(_NUMBER.fullmatch(line) or _BLANK.fullmatch(line))


def _tables(texts: Sequence[str], start: int, end: int) -> Iterator[tuple[list[int], list[list[int]]]]:
    """Yield header and rows (indices of lines) of the tables within a run of lines."""
    position = start
    while position < end:
        found = _numbered(texts, position, end) or _periodic(texts, position, end)
        if found is None:
            return
        yield found
        position = found[1][-1][-1] + 1


def _numbered(texts: Sequence[str], start: int, end: int) -> tuple[list[int], list[list[int]]] | None:
    """Find a table whose first column counts 1, 2, 3 ... under a header that starts with "STT" or has as many lines."""
    for first in range(start + 1, end):
        ordinal = _ORDINAL.fullmatch(texts[first])
        if not ordinal or ordinal[1].lstrip("0") != "1":
            continue
        for width in range(2, _WIDEST + 1):
            second = first + width
            if second >= end or first - width < start:
                break
            follows = _ORDINAL.fullmatch(texts[second])
            if not follows or int(follows[1]) != 2 or _is_value(texts[first + 1]):
                continue
            header = list(range(first - width, first))
            if any(_is_value(texts[i]) for i in header):
                continue
            head_at = [i for i in header if _HEAD_ORDINAL.fullmatch(texts[i])]
            if head_at and head_at[0] != header[0]:
                continue
            rows = _count_on(texts, first, end, width)
            values = sum(any(_is_value(texts[i]) for i in row[2:]) for row in rows)
            if len(rows) >= 2 and values >= len(rows) / 2:
                return header, rows
    return None


def _count_on(texts: Sequence[str], first: int, end: int, width: int) -> list[list[int]]:
    """Collect the rows that count on from `first`, with section lines between them and the total behind them."""
    rows: list[list[int]] = []
    position, number = first, 1
    while position + width <= end:
        ordinal = _ORDINAL.fullmatch(texts[position])
        if ordinal and int(ordinal[1]) == number:
            rows.append(list(range(position, position + width)))
            position, number = position + width, number + 1
            continue
        # One or two lines that head the next group of rows, whose count goes on or starts anew.
        for skip in (1, 2):
            after = position + skip
            again = _ORDINAL.fullmatch(texts[after]) if after < end else None
            if again and int(again[1]) in (number, 1) and not _is_value(texts[after - 1]):
                rows.append(list(range(position, after)))
                position, number = after, int(again[1])
                break
        else:
            break
    if position < end and _TOTAL.match(texts[position]):
        last = position + 1
        while last < min(end, position + width) and _is_value(texts[last]):
            last += 1
        if last > position + 1:
            rows.append(list(range(position, last)))
    return rows


def _periodic(texts: Sequence[str], start: int, end: int) -> tuple[list[int], list[list[int]]] | None:
    """Find a table without ordinals: a header of words, then rows of one word and then values only."""
    values = [_is_value(t) for t in texts[start:end]]
    for first in range(2, end - start - 3):
        if values[first] or not values[first + 1]:
            continue
        width = 1
        while first + width < end - start and values[first + width]:
            width += 1
        if not 2 <= width <= _WIDEST or first < width or any(values[first - width : first]):
            continue
        rows, position = [], first
        while position + width <= end - start and not values[position] and all(values[position + 1 : position + width]):
            if position + width < end - start and values[position + width]:
                break
            rows.append(list(range(start + position, start + position + width)))
            position += width
        if len(rows) >= 3 and (width > 2 or len(rows) >= 4):
            return list(range(start + first - width, start + first)), rows
    return None
