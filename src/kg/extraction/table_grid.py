"""The cells of a table's lines: how a line is parted, and which of two readings of its tabs or bars lines up.

Two tabs on end are an empty cell in one text and a wider gap in another. Bars at both ends of a line fence it, or stand
beside its empty first and last cells. A single line does not tell; the lines around it do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction.table_cells import Cell

_SPLIT = {"|": re.compile(r"\s*\|\s*"), "\t": re.compile(r" *\t *"), "  ": re.compile(r"[ \u00a0]{2,}")}
_MARK = re.compile(r"\s*(?:\(?\*+\)?|[¹²³⁴]+)$")
_NUMBER_MARK = re.compile(r"(?<=[\d%])\s*(?:\(\d\)|\[\d\])$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line's cells in both readings.

    `cells`: every tab or bar parts two of them. `plain`: tabs on end are one gap, bars at both ends a fence.
    `indented`: spaces stand before the first.
    """

    cells: list[Cell]
    plain: list[Cell]
    indented: bool = False

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        return sum(bool(cell.text) for cell in self.plain)


def cell_at(text: str, start: int, end: int) -> Cell:
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


def split_line(text: str, start: int, end: int, mark: str) -> Line:
    """Part the line at [start, end) of `text` by `mark`: a bar, a tab, or two spaces (for two or more)."""
    begin = start
    while start < end and text[start] in " \u00a0\r":
        start += 1
    while end > start and text[end - 1] in " \u00a0\r":
        end -= 1
    cells, position = [], start
    for gap in _SPLIT[mark].finditer(text, start, end):
        cells.append(cell_at(text, position, gap.start()))
        position = gap.end()
    cells.append(cell_at(text, position, end))
    if mark == "|" and end - start > 1 and text[start] == "|" == text[end - 1]:
        return Line(cells, cells[1:-1])
    if mark == "\t":
        inner = [cell for cell in cells[1:-1] if cell.text]
        return Line(cells, [cells[0], *inner, *cells[1:][-1:]])
    return Line(cells, cells, indented=start > begin)


def laid_out(lines: Sequence[Line], mark: str) -> list[list[Cell]]:
    """The rows of the lines of one table, in the reading in which they line up."""
    if mark == "|":
        return _unfenced(lines)
    whole, plain = [line.cells for line in lines], [line.plain for line in lines]
    if mark != "\t" or not lines or _regular(whole) < _regular(plain):
        return plain
    if len({len(row) for row in whole}) > 1:
        return whole
    # Columns that nothing stands in are gaps as well, only that all lines have them.
    kept = [any(row[column].text for row in whole) for column in range(len(whole[0]))]
    return [[cell for cell, keep in zip(row, kept, strict=True) if keep] for row in whole]


def _regular(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows have the number of cells that most have."""
    return max(Counter(len(row) for row in rows).values())


def _unfenced(lines: Sequence[Line]) -> list[list[Cell]]:
    """The rows of lines with bars: where others have no fence, empty cells at both ends of a line are cells."""
    open_widths = Counter(len(line.cells) for line in lines if line.cells is line.plain and len(line.cells) > 1)
    width = open_widths.most_common(1)[0][0] if open_widths else 0
    return [line.cells if len(line.cells) == width else line.plain for line in lines]
