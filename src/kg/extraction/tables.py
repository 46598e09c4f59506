"""Tables printed inside an article's text: their cells, with offsets.

Four ways of printing are read: columns parted by pipes (as text made from HTML tables has them), by tabs, by two or
more spaces, and one cell a line. What a table means (metrics, subjects, dates) is not decided here. Prose never becomes
a table: lines must line up in columns and hold numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.extraction.table_lines import stacked_rows

RowKind = Literal["data", "total", "subtotal", "section", "ragged"]

_SPLIT = {"|": re.compile(r"\s*\|\s*"), "\t": re.compile(r" *\t[ \t]*"), "  ": re.compile(r"[ \u00a0]{2,}")}
_RULE = re.compile(r"[\s|:+=_—–-]+")
_NUMBER = re.compile(
    r"[~≈<>+–−-]?\s?\d[\d.,\s]*(?:\s?[-–]\s?\d[\d.,]*)?\s?(?:%|ha|m2|km2|tỷ(?: đồng)?|tỉ(?: đồng)?|triệu(?: USD|"
    r" đồng)?|USD|đồng|"
    r"dự án|người|lao động|DN)?(?:\s?(?:\(\d\)|\(?\*+\)?|[¹²³]))?"
)
_BLANK = re.compile(r"[-–—.…/]*|n/?a|N/?A|x|X")
_YEAR = re.compile(
    r"(?:(?:Năm|năm|NĂM|Ước|ước|TH|KH|Kế hoạch|Thực hiện|Quý [IV]+|[69] tháng|6T|9T|T\d+|"
    r"Tháng \d+)\s?[-/:]?\s?)*(?:19|20)\d\d(?:\s?[-–]\s?(?:20)?\d\d)?\s?\*?"
)
_INDEX = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s?=.*)?")
_MARK = re.compile(r"\s*(?:\(?\*+\)?|[¹²³⁴]+)$")
_NUMBER_MARK = re.compile(r"(?<=[\d%])\s*(?:\(\d\)|\[\d\])$")
_TOTAL = re.compile(
    r"(?:tổng(?:\s+(?:cộng|số|toàn \w+|cả nước|thể))?|cộng|toàn tỉnh|toàn thành phố|toàn quốc|cả nước|chung|"
    r"total)(?![\w])", re.IGNORECASE
)
_ROMAN = re.compile(r"(?:[IVX]+|[A-Z])[.)]?")
_UNIT = re.compile(r"\(?\s*(?:Đơn vị(?: tính)?|ĐVT|Đvt|đvt|Đ\.v\.t|ĐV)\s*[:.]\s*(?P<unit>[^()\n]+?)\s*\)?\s*[.;]?$")
_CAPTION = re.compile(
    r"(?:Bảng|BẢNG|Biểu|BIỂU|Phụ lục|PHỤ LỤC|Danh mục|DANH MỤC|Danh sách|DANH SÁCH|Tình hình|TÌNH HÌNH|Số liệu|"
    r"Thống kê|"
    r"Tổng hợp|TỔNG HỢP|Kết quả|KẾT QUẢ|Chỉ tiêu|Thông tin|Các|Một số|Hiện trạng|Quy hoạch)"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text without footnote marks, and its offsets in the article's text (an empty cell has start = end)."""

    text: str
    start: int
    end: int


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
                tables += _delimited(text, lines, mark, tables)
    for header, rows, start, end in stacked_rows(text):
        if not any(t.start < end and start < t.end for t in tables):
            found = _stacked(text, header, rows, start, end)
            if found:
                tables.append(found)
    return sorted(tables, key=lambda t: t.start)


def is_number(text: str) -> bool:
    """Tell whether a cell holds just a number, with or without its unit."""
    return bool(_NUMBER.fullmatch(text))


def _lines(text: str) -> list[tuple[int, int]]:
    lines, start = [], 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        lines.append((start, end))
        start = end + 1
    return lines


def _cell(text: str, start: int, end: int) -> Cell:
    """Make a cell of a span: outer spaces, emphasis marks and footnote marks are left out."""
    while start < end and text[start] in " \t\u00a0*_":
        start += 1
    while end > start and text[end - 1] in " \t\u00a0\r":
        end -= 1
    for pattern in (_MARK, _NUMBER_MARK):
        mark = pattern.search(text[start:end])
        if mark and mark.start() > 0:
            end = start + mark.start()
    return Cell(text[start:end], start, max(start, end))


def _split(text: str, start: int, end: int, mark: str) -> list[Cell]:
    """Split a line into cells; an outer pipe on either side opens or closes the line and is no column."""
    while start < end and text[start] in " \u00a0\r":
        start += 1
    while end > start and text[end - 1] in " \u00a0\r":
        end -= 1
    if mark == "|":
        start += text.startswith("|", start, end)
        end -= end > start and text[end - 1] == "|"
    cells, position = [], start
    for gap in _SPLIT[mark].finditer(text, start, end):
        if gap.start() == start and mark == "  ":
            position = gap.end()
            continue
        cells.append(_cell(text, position, gap.start()))
        position = gap.end()
    cells.append(_cell(text, position, end))
    return cells


def _delimited(text: str, lines: Sequence[tuple[int, int]], mark: str, known: Sequence[Table]) -> list[Table]:
    """Find the tables whose columns are parted by `mark`."""
    tables: list[Table] = []
    block: list[tuple[list[Cell], bool]] = []
    first, blanks = 0, 0
    for number, (start, end) in enumerate([*lines, (len(text), len(text))]):
        last = number == len(lines)
        inside = not last and (mark in text[start:end] or (mark == "  " and "\u00a0\u00a0" in text[start:end]))
        cells = _split(text, start, end, mark) if inside else []
        rule = inside and bool(_RULE.fullmatch(text, start, end))
        filled = sum(bool(c.text) for c in cells)
        tabular = rule or filled >= 2 or (filled == 1 and bool(block) and mark == "|" and len(cells) > 1)
        if any(t.start < end and start < t.end for t in known):
            tabular = False
        if tabular:
            if not block:
                first = number
            block.append((cells, rule))
            blanks = 0
            continue
        if not last and start == end and block and blanks == 0:
            blanks = 1
            continue
        if block:
            table = _block(text, lines, first, block, mark)
            if table:
                tables.append(table)
            block = []
        blanks = 0
    return tables


def _block(
    text: str, lines: Sequence[tuple[int, int]], first: int, block: list[tuple[list[Cell], bool]], mark: str
) -> Table | None:
    """Make a table of consecutive tabular lines, or nothing where they do not line up."""
    ruled = next((i for i, (_, rule) in enumerate(block) if rule), None)
    rows = [cells for cells, rule in block if not rule]
    widths = Counter(len(cells) for cells in rows if sum(bool(c.text) for c in cells) > 1)
    if not widths:
        return None
    width = max(widths, key=lambda w: (widths[w], w))
    regular = [cells for cells in rows if len(cells) == width]
    if width < 2 or len(regular) < (2 if mark != "  " else 3) or len(regular) < 0.6 * len(rows):
        return None
    heads = ruled if ruled is not None else _header_rows(rows, width)
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
    return _table(text, _merge(rows[:heads], width), [tuple(c) for c in rows[heads:]], width, lines[first][0])


def _header_rows(rows: Sequence[Sequence[Cell]], width: int) -> int:
    """Return how many leading rows are the header: those that hold words or years, and an index row under them."""
    heads = 0
    for cells in rows[:4]:
        texts = [c.text for c in cells if c.text]
        values = [t for t in texts[1:] if is_number(t) and not _YEAR.fullmatch(t)]
        index = heads > 0 and len(texts) > 2 and all(_INDEX.fullmatch(t) for t in texts)
        if (values and not index) or (heads and len(texts) < 2):
            break
        if heads and texts and (is_number(texts[0]) or _ROMAN.fullmatch(texts[0])) and not index:
            break
        heads += 1
    return heads if heads < len(rows) else 0


def _merge(rows: Sequence[Sequence[Cell]], width: int) -> tuple[Cell, ...]:
    """Join a header's rows to one cell a column; a spanning cell above heads the empty cells right of it."""
    kept = [r for r in rows if not (len(rows) > 1 and r and all(_INDEX.fullmatch(c.text) for c in r if c.text))]
    if not kept:
        return ()
    header = []
    spread = [_spread(row, width, last=i == len(kept) - 1) for i, row in enumerate(kept)]
    for column in range(width):
        parts = [row[column] for row in spread if column < len(row) and row[column].text]
        texts = list(dict.fromkeys(c.text for c in parts))
        anchor = parts[-1] if parts else Cell("", kept[-1][-1].end, kept[-1][-1].end)
        header.append(Cell(" ".join(texts), anchor.start, anchor.end))
    return tuple(header)


def _spread(row: Sequence[Cell], width: int, *, last: bool) -> list[Cell]:
    """Repeat a cell over the empty cells to its right, as a header that spans columns is printed."""
    if last or len(row) != width:
        return list(row)
    cells: list[Cell] = []
    for cell in row:
        cells.append(cells[-1] if not cell.text and len(cells) > 1 else cell)
    return cells


def _kind(cells: Sequence[Cell], width: int, following: Sequence[Cell]) -> RowKind:
    """Tell what a row is."""
    texts = [c.text for c in cells]
    filled = [t for t in texts if t]
    numbers = [t for t in texts[1:] if is_number(t)]
    if len(set(filled)) == 1 or (len(filled) == 2 and _ROMAN.fullmatch(filled[0]) and not numbers):
        return "section"
    if len(cells) != width:
        return "ragged"
    if any(_TOTAL.match(t) for t in texts[:2]) and not (is_number(texts[0]) and not _TOTAL.match(texts[1])):
        return "total"
    if _ROMAN.fullmatch(texts[0]) and numbers and following and is_number(following[0].text):
        return "subtotal"
    return "data"


def _table(
    text: str, header: tuple[Cell, ...], body: Sequence[tuple[Cell, ...]], width: int, start: int
) -> Table:
    """Put a table together and look for its caption above `start`."""
    rows = []
    for index, cells in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else ()
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
            unit = _cell(text, begin + found.start("unit"), begin + found.end("unit"))
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
) -> Table | None:
    """Make a table of cells printed one a line."""
    width = len(header)
    cells = [tuple(_cell(text, *span) for span in row) for row in rows]
    found = []
    for index, row in enumerate(cells):
        aligned = row
        if len(row) < width and len(row) > 1 and _TOTAL.match(row[0].text):
            # A total has no number of its own in the first column: its figures stand under the last ones.
            blank = Cell("", row[0].start, row[0].start)
            values = row[1:]
            if len(values) >= width - 2:
                aligned = (row[0], *([blank] * (width - 1 - len(values))), *values)
        following = cells[index + 1] if index + 1 < len(cells) else ()
        found.append(Row(aligned, _kind(aligned, width, following)))
    caption, unit = _caption(text, start)
    return Table(start, end, tuple(_cell(text, *span) for span in header), tuple(found), caption, unit)
