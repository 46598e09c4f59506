"""Tables printed one cell a line: the header's cells, then row after row of as many lines.

Text copied out of a web page often has them so. What gives such a table away is its period: the ordinal numbers 1, 2,
3 ... stand at equal distances, or the lines' kinds (word or number) repeat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.table_cells import TOTAL, YEAR, is_blank, is_value

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]*\S[^\n]*")
# With the line's end before it: so the search skips from line to line.
_NUMBER_LINE = re.compile(r"\n[ \t]*[~≈+-]?\d[\d., ]*(?:%|ha)?[ \t]*\*?$", re.MULTILINE)
_ORDINAL = re.compile(r"(\d{1,3})[.)]?")
_CAPTION = re.compile(r"(?:Bảng|BẢNG|Biểu|BIỂU|Phụ lục|Đơn vị|ĐVT|Danh mục|Danh sách|Nguồn)(?!\w)|\(.*\)$")
_HEAD_ORDINAL = re.compile(r"(?:STT|TT|Stt|Số TT|S\.?T\.?T\.?|No\.?|Số thứ tự)", re.IGNORECASE)
_PROSE = re.compile(r"[.;!?…:,]$")
_LONGEST_CELL = 110
_HEAD_YEAR = re.compile(r"(?:Năm|NĂM|Thời gian|Thời kỳ|Giai đoạn)")
_WIDEST = 14


def stacked_rows(text: str) -> Iterator[tuple[list[Span], list[list[Span]], int, int]]:
    """Yield the tables printed one cell a line: spans of header cells, of the rows' cells, and the whole's ends."""
    if len(_NUMBER_LINE.findall("\n" + text)) < 4:
        return
    spans = [m.span() for m in _LINE.finditer(text)]
    texts = [text[s:e].strip() for s, e in spans]
    position = 0
    while position < len(texts):
        run = _run(texts, position)
        heads = [i for i in range(position, min(run, position + 4)) if _CAPTION.match(texts[i])]
        if heads:
            position = heads[-1] + 1
        if run - position >= 6:
            for header, rows in _tables(texts, position, run):
                flat = [i for row in rows for i in row]
                yield (
                    [spans[i] for i in header],
                    [[spans[i] for i in row] for row in rows],
                    spans[header[0]][0],
                    spans[flat[-1]][1],
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
    return len(line) <= 4 or not _PROSE.search(line) or is_blank(line)


def _tables(texts: Sequence[str], start: int, end: int) -> Iterator[tuple[list[int], list[list[int]]]]:
    """Yield header and rows (indices of lines) of the tables within a run of lines."""
    position = start
    while position < end:
        numbered = _numbered(texts, position, end)
        before = numbered[0][0] if numbered else end
        yearly = _yearly(texts, position, before)
        while yearly is not None:
            yield from _periodic(texts, position, yearly[0][0])
            yield yearly
            position = yearly[1][-1][-1] + 1
            yearly = _yearly(texts, position, before)
        yield from _periodic(texts, position, before)
        if numbered is None:
            return
        yield numbered
        position = numbered[1][-1][-1] + 1


def _yearly(texts: Sequence[str], start: int, end: int) -> tuple[list[int], list[list[int]]] | None:
    """Find a table under a header that begins with "Năm", whose rows are a year and values."""
    for head in range(start, end - 5):
        if not _HEAD_YEAR.fullmatch(texts[head]):
            continue
        first = head + 1
        while first < min(end, head + _WIDEST + 1) and not is_value(texts[first]) and not YEAR.fullmatch(texts[first]):
            first += 1
        width = first - head
        rows: list[list[int]] = []
        for at in range(first, end - width + 1, width):
            if not YEAR.fullmatch(texts[at]) or not all(is_value(texts[i]) for i in range(at + 1, at + width)):
                break
            rows.append(list(range(at, at + width)))
        if width > 1 and len(rows) > 1:
            last = rows[-1][-1] + 1
            return list(range(head, first)), [*rows, *_total(texts, last, end, width)]
    return None


def _numbered(texts: Sequence[str], start: int, end: int) -> tuple[list[int], list[list[int]]] | None:
    """Find a table whose first column counts 1, 2, 3 ... under a header that starts with "STT" or has as many lines."""
    after = start
    for first in range(start + 1, end):
        if first < after:
            continue
        ordinal = _ORDINAL.fullmatch(texts[first])
        if not ordinal or ordinal[1].lstrip("0") != "1":
            continue
        # A value may happen to be 2: the width whose header begins with "STT" is surer than the first that counts on.
        likely: tuple[list[int], list[list[int]]] | None = None
        parted: tuple[list[int], list[list[int]]] | None = None
        for width in range(2, _WIDEST + 1):
            second = first + width
            if second >= end or first - width < start:
                break
            follows = _ORDINAL.fullmatch(texts[second])
            if not follows or int(follows[1]) != 2 or is_value(texts[first + 1]):
                continue
            header, section = _header_of(texts, start, first, width)
            if any(is_value(texts[i]) and not YEAR.fullmatch(texts[i]) for i in header):
                continue
            head_at = [i for i in header if _HEAD_ORDINAL.fullmatch(texts[i])]
            if head_at and head_at[0] != header[0]:
                continue
            rows = [*([section] if section else []), *_count_on(texts, first, end, width)]
            values = sum(any(is_value(texts[i]) for i in row[2:]) for row in rows)
            if len(rows) >= 2 and values >= len(rows) / 2:
                if head_at and not section:
                    return header, rows
                # A value of the header's last column may look like a section's head as well.
                if head_at:
                    parted = parted or (header, rows)
                else:
                    likely = likely or (header, rows)
            else:
                after = max(after, rows[-1][0])
        if parted or likely:
            return parted or likely
    return None


def _header_of(texts: Sequence[str], start: int, first: int, width: int) -> tuple[list[int], list[int]]:
    """The header's lines above the first row, and those of a section's head between the two ("I", "Huyện An Hạ").

    Only where the header begins with "STT" can it be told from such a head.
    """
    for lines in (1, 2):
        top = first - lines - width
        between = range(first - lines, first)
        if top >= start and _HEAD_ORDINAL.fullmatch(texts[top]) and not any(is_value(texts[i]) for i in between):
            return list(range(top, first - lines)), list(between)
    return list(range(first - width, first)), []


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
            if again and int(again[1]) in (number, 1) and not is_value(texts[after - 1]):
                rows.append(list(range(position, after)))
                position, number = after, int(again[1])
                break
        else:
            break
    return [*rows, *_total(texts, position, end, width)]


def _periodic(texts: Sequence[str], start: int, end: int) -> Iterator[tuple[list[int], list[list[int]]]]:
    """Yield the tables without ordinals: each row has as many words and then as many values as the one before it."""
    runs = _alternation(texts, start, end)
    at = 1 if runs and not runs[0][0] else 2
    while at < len(runs) - 2:
        first, values = runs[at][1:]
        words = runs[at + 1][2]
        width, count = words + values, 1
        while at + 2 * count < len(runs) and runs[at + 2 * count - 1][2] == words and runs[at + 2 * count][2] == values:
            count += 1
        found = None
        if 2 <= width <= _WIDEST and count >= (3 if width > 2 else 4):
            found = _rows_from(texts, (first, end), (words, values), count, above=runs[at - 1][2])
        if found is None:
            at += 2 * max(1, count - 1)
            continue
        yield found
        last = found[1][-1][-1]
        while at < len(runs) and runs[at][1] <= last:
            at += 2


def _rows_from(
    texts: Sequence[str], bounds: tuple[int, int], counts: tuple[int, int], count: int, *, above: int
) -> tuple[list[int], list[list[int]]] | None:
    """Return header and rows of a periodic table.

    `bounds`: its first value's line and the end of the lines; `counts`: words and values in a row; `count`: how many
    rows; `above`: how many lines of words stand before the first value.
    """
    (first, end), (words, values) = bounds, counts
    width = words + values
    if above >= words and all(YEAR.fullmatch(t) for t in texts[first : first + values]):
        # The header's own cells are years: it is the first of the rows found.
        top = first - words
        rows = [list(range(top + width * i, top + width * (i + 1))) for i in range(count)]
        return rows[0], [*rows[1:], *_total(texts, top + width * count, end, width)]
    if above < width + 1:
        return None
    # Words that end a row stand before the next row's: how many begin one shows above the first row.
    leading = above - width if above - width <= words else words
    top = first - leading
    bottom = min(end, top + width * count)
    rows = [list(range(i, min(i + width, bottom))) for i in range(top, bottom, width)]
    return list(range(top - width, top)), [*rows, *_total(texts, bottom, end, width)]


def _alternation(texts: Sequence[str], start: int, end: int) -> list[tuple[bool, int, int]]:
    """Return the alternating runs of words and values among the lines: (are values, first line, length)."""
    runs: list[tuple[bool, int, int]] = []
    for index in range(start, end):
        value = is_value(texts[index])
        if runs and runs[-1][0] == value:
            runs[-1] = (value, runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((value, index, 1))
    return runs


def _total(texts: Sequence[str], position: int, end: int, width: int) -> list[list[int]]:
    """Return the total row that stands at `position` behind a table's rows, in a list, or nothing."""
    if position >= end or not TOTAL.match(texts[position]):
        return []
    last = position + 1
    while last < min(end, position + width) and is_value(texts[last]):
        last += 1
    return [list(range(position, last))] if last > position + 1 else []
