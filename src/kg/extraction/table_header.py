"""The header of a table: which lines it has, which columns each of their cells is over, and what it says of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from kg.extraction.table_cells import ROMAN, YEAR, Cell, is_number
from kg.extraction.table_grid import Line

_INDEX = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s?=.*)?")
_BRACKETED = re.compile(r"\(.*\)")
HEADER_LINES = 4
"""So many lines a header has at most."""


def header_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many leading rows are the header: those that hold words or years, and an index row under them."""
    heads = 0
    for cells in rows[:HEADER_LINES]:
        texts = [c.text for c in cells if c.text]
        values = [t for t in texts[1:] if is_number(t) and not YEAR.fullmatch(t)]
        index = heads > 0 and len(texts) > 2 and _is_index(texts)
        if (values and not index) or (heads and len(texts) < 2 and not _is_lone_head(cells)):
            break
        if heads and texts and not index and _numbers_a_row(cells, texts[0]):
            break
        heads += 1
    return heads if heads < len(rows) else 0


def _numbers_a_row(cells: Sequence[Cell], first: str) -> bool:
    """Tell whether a row's first words are its number; a year below an empty cell heads a column instead."""
    if ROMAN.fullmatch(first):
        return True
    return is_number(first) and (bool(cells[0].text) or YEAR.fullmatch(first) is None)


def _is_lone_head(cells: Sequence[Cell]) -> bool:
    """Tell whether the one filled cell of a row heads a column; the head of a section stands further left."""
    column = next((i for i, cell in enumerate(cells) if cell.text), 0)
    return column > 1 or (column == 1 and _BRACKETED.fullmatch(cells[1].text) is not None)


def _is_index(texts: Sequence[str]) -> bool:
    """Tell whether a row counts the columns: (1), (2), (3) or A, B, 1, 2, 3."""
    numbers = [int(t.strip("()").split("=")[0]) for t in texts if _INDEX.fullmatch(t) and t.strip("(")[0].isdigit()]
    counted = bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return counted and all(_INDEX.fullmatch(t) for t in texts)


def is_unit(line: Line) -> bool:
    """Tell whether all of a line is a unit in brackets, not where the line begins: of a column's header above it."""
    words = next(cell for cell in line.plain if cell.text)
    return (not line.cells[0].text or line.indented) and _BRACKETED.fullmatch(words.text) is not None


def merge_header(rows: Sequence[Sequence[Cell]], width: int) -> tuple[Cell, ...]:
    """Join a header's rows to one cell a column; a cell that spans columns heads the empty cells right of it."""
    kept = [row for row in rows if not (len(rows) > 1 and _is_index([c.text for c in row if c.text]))]
    if not kept:
        return ()
    lines = _widened(kept, width)
    spread = _spread(lines, width)
    header = []
    for column in range(width):
        parts = [row[column] for row in spread if column < len(row) and row[column].text]
        texts = list(dict.fromkeys(c.text for c in parts))
        anchor = parts[-1] if parts else Cell("", lines[-1][-1].end, lines[-1][-1].end)
        header.append(Cell(" ".join(texts), anchor.start, anchor.end))
    return tuple(header)


def _widened(rows: Sequence[Sequence[Cell]], width: int) -> list[Sequence[Cell]]:
    """Give rows that are printed with fewer cells those that they lack, where the rows below tell which."""
    found: list[Sequence[Cell]] = []
    for index, row in enumerate(rows):
        below = next((r for r in rows[index + 1 :] if len(r) == width), None)
        if len(row) < width and below is not None:
            found.append(_over(row, below))
        elif len(row) < width and any(not cell.text for cell in row):
            found.append(_padded(row, width))
        else:
            found.append(row)
    return found


def _padded(row: Sequence[Cell], width: int) -> Sequence[Cell]:
    """The row with empty cells behind it: those at a line's end often are not printed."""
    return [*row, *([Cell("", row[-1].end, row[-1].end)] * (width - len(row)))]


def _over(row: Sequence[Cell], below: Sequence[Cell]) -> Sequence[Cell]:
    """Put the cells of a row over those of the whole row below it.

    Either the empty cells at the row's end are not printed, or none that a span covers are: then a cell stands over
    each empty cell and each run of filled ones.
    """
    if all(cell.text for cell in below[len(row) :]):
        return _padded(row, len(below))
    runs = [list(run) for filled, run in groupby(below, key=lambda cell: bool(cell.text))]
    spans = [size for run in runs for size in ([len(run)] if run[0].text else [1] * len(run))]
    if len(spans) != len(row):
        return row
    return [one for cell, size in zip(row, spans, strict=True) for one in _padded([cell], size)]


def _spread(rows: Sequence[Sequence[Cell]], width: int) -> list[list[Cell]]:
    """Repeat each cell that spans columns over the empty cells to its right that have a cell below.

    It ends where the next cell begins, in its own row or in one above.
    """
    spread: list[list[Cell]] = []
    borders: set[int] = set()
    for index, row in enumerate(rows):
        below = rows[index + 1 :]
        if not below or len(row) != width:
            spread.append(list(row))
            continue
        headed = {c for r in below for c, cell in enumerate(r) if cell.text}
        cells: list[Cell] = []
        for column, cell in enumerate(row):
            spans = not cell.text and column > 1 and column not in borders and column in headed
            cells.append(cells[-1] if spans else cell)
        borders |= {column for column, cell in enumerate(row) if cell.text}
        spread.append(cells)
    return spread


def placed_rows(text: str, rows: Sequence[Sequence[Cell]], width: int) -> list[Sequence[Cell]]:
    """The rows; those of the header that lack cells have theirs in the columns that they stand over."""
    begins = [text.rfind("\n", 0, row[0].start) + 1 for row in rows]
    whole = [(row, begin) for row, begin in zip(rows, begins, strict=True) if len(row) == width]
    starts = [min(row[c].start - begin for row, begin in whole) for c in range(width)]
    ends = [max(row[c].end - begin for row, begin in whole) for c in range(width)]
    # A name longer than its column pushes the next cell on; the column ends where the next begins.
    spans = list(zip(starts, map(min, ends, [*starts[1:], ends[-1]]), strict=True))
    upper = zip(rows[:HEADER_LINES], begins, strict=False)
    return [*(_placed(row, begin, spans) for row, begin in upper), *rows[HEADER_LINES:]]


def _placed(row: Sequence[Cell], begin: int, spans: Sequence[tuple[int, int]]) -> Sequence[Cell]:
    """Put the cells of a row that lacks some into the columns that they stand over; the row itself if none fit."""
    if len(row) >= len(spans):
        return row
    cells = [Cell("", row[0].start, row[0].start)] * len(spans)
    column = 0
    for cell in row:
        start, end = cell.start - begin, cell.end - begin
        while column < len(spans) and spans[column][1] <= start:
            column += 1
        if column == len(spans) or spans[column][0] >= end:
            return row
        cells[column] = cell
        column += 1
    return cells
