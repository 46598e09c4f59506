"""Tables printed inside an article's text: their cells, with offsets.

Four ways of printing are read: columns parted by pipes (as text made from HTML tables has them), by tabs, by two or
more spaces, and one cell a line. What a table means (metrics, subjects, dates) is not decided here. Prose never becomes
a table: lines must line up in columns and hold numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.extraction.table_cells import ROMAN, TOTAL, Cell, is_number, is_value
from kg.extraction.table_grid import Line, cell_at, laid_out, split_line
from kg.extraction.table_header import HEADER_LINES, header_rows, is_unit, merge_header, placed_rows
from kg.extraction.table_lines import stacked_rows

RowKind = Literal["data", "total", "subtotal", "section", "ragged"]

_RULE = re.compile(r"[\s|:+=_—–-]+")
_UNIT = re.compile(r"\(?\s*(?:Đơn vị(?: tính)?|ĐVT|Đvt|đvt|Đ\.v\.t|ĐV)\s*[:.]\s*(?P<unit>[^()\n]+?)\s*\)?\s*[.;]?$")
_CAPTION = re.compile(
    r"(?:Bảng|BẢNG|Biểu|BIỂU|Phụ lục|PHỤ LỤC|Danh mục|DANH MỤC|Danh sách|DANH SÁCH|Tình hình|TÌNH HÌNH|Số liệu|"
    r"Thống kê|"
    r"Tổng hợp|TỔNG HỢP|Kết quả|KẾT QUẢ|Chỉ tiêu|Thông tin|Các|Một số|Hiện trạng|Quy hoạch)"
)
_NO_SECTION = re.compile(r"(?:Bảng|BẢNG|Biểu|BIỂU|Phụ lục|PHỤ LỤC|Nguồn|Ghi chú|Đơn vị|ĐVT|\(|\*)")
_LONGEST_SECTION = 80
_NARROWEST_HEADER = 3  # columns, of which two have a head above them
_NO_LINE = Line([], [])


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `section`: one cell that heads the rows below; `total`, `subtotal`: sums over rows above or below.

    `ragged`: its cells do not line up with the header, so which column a number belongs to is not known.
    """

    cells: tuple[Cell, ...]
    kind: RowKind = "data"


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `header` has one cell a column (rows of a header of several rows joined by a space), or is empty.

    `start` and `end` span header and rows. `caption` is the line or lines before it that title it, `unit` the content
    of a unit line ("Đơn vị tính: *ha*"); each is None where there is none.
    """

    start: int
    end: int
    header: tuple[Cell, ...]
    rows: tuple[Row, ...]
    caption: Cell | None = None
    unit: Cell | None = None


def find_tables(text: str) -> list[Table]:
    """Return the tables in `text`, in its order; their spans do not overlap."""
    tables: list[Table] = []
    if "|" in text or "\t" in text or "  " in text or "\u00a0\u00a0" in text:
        lines = _lines(text)
        for mark in ("|", "\t", "  "):
            if mark in text or (mark == "  " and "\u00a0\u00a0" in text):
                tables = sorted([*tables, *_delimited(text, lines, mark, tables)], key=_start)
    stacked = [_stacked(text, *found) for found in stacked_rows(text)]
    tables.sort(key=_start)
    return sorted([*tables, *(t for t in stacked if not _overlaps(tables, t.start, t.end))], key=_start)


def _start(table: Table) -> int:
    return table.start


def _overlaps(tables: Sequence[Table], start: int, end: int) -> bool:
    """Tell whether one of the tables, sorted by start and apart from each other, shares characters with a span."""
    before = bisect_left(tables, end, key=_start)
    return before > 0 and tables[before - 1].end > start


def _lines(text: str) -> list[tuple[int, int]]:
    lines, start = [], 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        lines.append((start, end))
        start = end + 1
    return lines


def _delimited(text: str, lines: Sequence[tuple[int, int]], mark: str, known: Sequence[Table]) -> list[Table]:
    """Find the tables whose columns are parted by `mark`."""
    tables: list[Table] = []
    block: list[tuple[Line, bool]] = []
    first, blanks, resume = 0, 0, 0
    widths = (0, 0)
    for number, (start, end) in enumerate([*lines, (len(text), len(text))]):
        if number < resume:
            continue
        last = number == len(lines)
        inside = not last and (mark in text[start:end] or (mark == "  " and "\u00a0\u00a0" in text[start:end]))
        line = split_line(text, start, end, mark) if inside else _NO_LINE
        if block and mark != "  " and inside and not line.filled and (mark == "|" or len(line.cells) == widths[1]):
            continue  # a row of empty cells
        rule = line.filled > 0 and bool(_RULE.fullmatch(text, start, end))
        tabular = rule or line.filled >= 2
        if not tabular and line.filled == 1:
            tabular = (
                _goes_on(line, mark, widths, number - first)
                if block
                else _begins_header(text, lines, number, mark, line)
            )
        tabular = tabular and not _overlaps(known, start, end)
        if tabular:
            if not block:
                first, widths = number, (0, 0)
            block.append((line, rule))
            widths = (max(widths[0], len(line.plain)), max(widths[1], len(line.cells)))
            blanks = 0
            continue
        section = None if last or not block or mark != "|" else _section_line(text, lines, number, widths)
        if section is not None:
            alone = [cell_at(text, *lines[section[0]])]
            block.append((Line(alone, alone), False))
            blanks, resume = 0, section[1]
            continue
        blank = not last and not text[start:end].strip()
        if blank and block and blanks == 0 and not _next_differs(text, lines, number, mark, widths):
            blanks = 1
            continue
        if block:
            table = _block(text, lines, first, block, mark)
            if table:
                tables.append(table)
            block = []
        blanks = 0
    return tables


def _goes_on(line: Line, mark: str, widths: tuple[int, int], above: int) -> bool:
    """Tell whether a line with one filled cell is a row of the block of `above` lines that it stands below."""
    if mark == "|" and len(line.plain) > 1:
        return True
    if above < HEADER_LINES and is_unit(line):
        return True
    return mark != "  " and len(line.cells) == widths[1] >= _NARROWEST_HEADER


def _begins_header(text: str, lines: Sequence[tuple[int, int]], number: int, mark: str, line: Line) -> bool:
    """Tell whether a line with one filled cell, not its first, is the upper line of a header: the next is as wide."""
    if mark == "  " or len(line.cells) < _NARROWEST_HEADER or line.cells[0].text or number + 1 >= len(lines):
        return False
    below = split_line(text, *lines[number + 1], mark)
    return below.filled > 1 and len(below.cells) == len(line.cells)


def _section_line(
    text: str, lines: Sequence[tuple[int, int]], number: int, widths: tuple[int, int]
) -> tuple[int, int] | None:
    """Look for a line without pipes that heads the next rows of a block, as a row whose one cell spans all is printed.

    Blank lines may stand around it. Returns its number and that of the row behind it, or None.
    """
    filled = [i for i in range(number, min(number + 4, len(lines))) if text[lines[i][0] : lines[i][1]].strip()][:2]
    if len(filled) < 2 or filled[0] > number + 1 or filled[1] > filled[0] + 2:
        return None
    line = text[slice(*lines[filled[0]])].strip()
    if "|" in line or len(line) > _LONGEST_SECTION or line[-1] in ".;:!?…," or _NO_SECTION.match(line):
        return None
    following = text[slice(*lines[filled[1]])]
    if "|" not in following:
        return None
    row = split_line(text, *lines[filled[1]], "|")
    return (filled[0], filled[1]) if _as_wide(row, widths) and any(is_number(c.text) for c in row.plain[1:]) else None


def _as_wide(line: Line, widths: tuple[int, int]) -> bool:
    """Tell whether a line has as many cells as a block's widest, in either reading."""
    return len(line.plain) == widths[0] or len(line.cells) == widths[1]


def _next_differs(text: str, lines: Sequence[tuple[int, int]], blank: int, mark: str, widths: tuple[int, int]) -> bool:
    """Tell whether the line behind a blank one has another number of columns than the block: another table begins."""
    if blank + 1 >= len(lines):
        return True
    return not _as_wide(split_line(text, *lines[blank + 1], mark), widths)


def _block(
    text: str, lines: Sequence[tuple[int, int]], first: int, block: list[tuple[Line, bool]], mark: str
) -> Table | None:
    """Make a table of consecutive tabular lines, or nothing where they do not line up."""
    ruled = next((i for i, (_, rule) in enumerate(block) if rule), None)
    rows = laid_out([line for line, rule in block if not rule], mark)
    widths = Counter(len(cells) for cells in rows if sum(bool(c.text) for c in cells) > 1)
    if not widths:
        return None
    width = max(widths, key=lambda w: (widths[w], w))
    regular = [cells for cells in rows if len(cells) == width]
    if width < 2 or len(regular) < (2 if mark != "  " else 3) or 2 * len(regular) < len(rows):
        return None
    # Where a header's cells stand among spaces tells which columns they are over.
    upper = placed_rows(text, rows, width) if mark == "  " else rows
    heads = ruled if ruled is not None else header_rows(upper)
    body = [cells for cells in rows[heads:] if len(cells) == width]
    numeric = sum(any(is_number(c.text) for c in cells[1:]) for cells in body)
    fenced = mark == "|" and all("|" in text[max(0, c[0].start - 2) : c[0].start] for c in regular if c[0].text)
    if not body or (numeric < 0.5 * len(body) and not (fenced and len(body) >= 2)):
        return None
    if any(len(c.text) > (200 if mark == "|" else 90) for cells in rows for c in cells):
        return None
    if mark == "  " and (numeric < 2 or len(body) < 2):
        return None
    if mark == "  " and width == 2 and numeric < len(body):
        return None
    return _table(text, merge_header(upper[:heads], width), [tuple(c) for c in rows[heads:]], width, lines[first][0])


def _kind(cells: Sequence[Cell], width: int, following: Sequence[Cell]) -> RowKind:
    """Tell what a row is."""
    texts = [c.text for c in cells]
    filled = [t for t in texts if t]
    numbers = [t for t in texts[1:] if is_number(t)]
    if len(set(filled)) == 1 or (len(filled) == 2 and ROMAN.fullmatch(filled[0]) and not numbers):
        return "section"
    if len(cells) != width:
        return "ragged"
    if any(TOTAL.match(t) for t in texts[:2]) and not (is_number(texts[0]) and not TOTAL.match(texts[1])):
        return "total"
    if ROMAN.fullmatch(texts[0]) and numbers and following and is_number(following[0].text):
        return "subtotal"
    return "data"


def _value_columns(rows: Sequence[Sequence[Cell]], width: int) -> int:
    """Return how many columns at the right end hold values, by the rows that have all cells."""
    whole = [row for row in rows if len(row) == width]
    count = 0
    while count < width - 1 and whole:
        column = [row[width - 1 - count].text for row in whole]
        if not all(is_value(t) for t in column) or not any(map(is_number, column)):
            break
        count += 1
    return count


def _aligned_total(row: tuple[Cell, ...], width: int, values: int) -> tuple[Cell, ...]:
    """Put the figures of a total row printed with fewer cells under the value columns, where there is one for each."""
    label = next((i for i, c in enumerate(row) if c.text), 0)
    if len(row) >= width or label > 1 or not TOTAL.match(row[label].text) or not values:
        return row
    figures = [c for c in row[label + 1 :] if c.text]
    if len(figures) != values or any(not is_value(c.text) for c in figures):
        return row
    blank = Cell("", row[label].end, row[label].end)
    return (row[label], *([blank] * (width - 1 - values)), *figures)


def _table(text: str, header: tuple[Cell, ...], body: Sequence[tuple[Cell, ...]], width: int, start: int) -> Table:
    """Put a table together and look for its caption above `start`."""
    rows = []
    values = _value_columns(body, width)
    for index, printed in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else ()
        cells = _aligned_total(printed, width, values)
        rows.append(Row(cells, _kind(cells, width, following)))
    end = max(c.end for row in rows for c in row.cells)
    caption, unit = _caption(text, start)
    return Table(start, end, header, tuple(rows), caption, unit)


def _caption(text: str, start: int) -> tuple[Cell | None, Cell | None]:
    """Read the lines before a table: its title (with a date line in brackets) and its unit line."""
    unit: Cell | None = None
    top = bottom = -1
    end = start
    for _ in range(4):
        end = len(text[:end].rstrip())
        if end <= 0:
            break
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end]
        found = _UNIT.search(line)
        if found and unit is None and len(found["unit"]) < 60:
            unit = cell_at(text, begin + found.start("unit"), begin + found.end("unit"))
            if found.start() < 4:
                end = begin
                continue
        bracketed = line.lstrip().startswith("(") and line.endswith(")")
        if len(line) > 260 or line.count(". ") > 2:
            break
        titled = bool(_CAPTION.match(line.strip())) or line.rstrip().endswith(":") or line.isupper()
        if not titled and not bracketed:
            if bottom < 0 and len(line) <= 160 and not line.rstrip().endswith((".", "…", "|")):
                top, bottom = begin, end
            break
        top, bottom = begin, end if bottom < 0 else bottom
        end = begin
        if titled:
            break
    caption = Cell(text[top:bottom].strip(), top, bottom) if top >= 0 else None
    return caption, unit


def _stacked(
    text: str, header: Sequence[tuple[int, int]], rows: Sequence[Sequence[tuple[int, int]]], start: int, end: int
) -> Table:
    """Make a table of cells printed one a line."""
    width = len(header)
    cells = [tuple(cell_at(text, *span) for span in row) for row in rows]
    found = []
    values = _value_columns(cells, width)
    for index, row in enumerate(cells):
        aligned = _aligned_total(row, width, values)
        following = cells[index + 1] if index + 1 < len(cells) else ()
        found.append(Row(aligned, _kind(aligned, width, following)))
    caption, unit = _caption(text, start)
    return Table(start, end, tuple(cell_at(text, *span) for span in header), tuple(found), caption, unit)
