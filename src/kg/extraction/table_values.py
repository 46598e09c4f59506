"""The numbers of a table's cells, with the decimal convention that their column shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.extraction.numbers import NUMERAL, Convention, decimal_convention, parse_numeral
from kg.extraction.table_units import Unit, unit_of
from kg.extraction.tables import Table
from kg.facts import Bound
from kg.vietnamese import fold_aligned

_CELL = re.compile(
    r"(?P<bound>[~≈<>≤≥]|khoảng|hơn|trên|gần|dưới|ước)?\s*(?P<sign>[+-])?\s*"
    rf"(?P<number>{NUMERAL}(?: [0-9]{{3}}(?![0-9]))*(?:(?<= [0-9]{{3}}),[0-9]{{1,2}}(?![0-9]))?)\s*(?P<unit>[^\d/()]*)"
)
_PAIR = re.compile(rf"(?P<first>{NUMERAL})\s*/\s*(?P<second>{NUMERAL})")
_BOUNDS: dict[str, Bound] = {
    **dict.fromkeys(("~", "≈", "khoảng", "ước"), "approx"),
    **dict.fromkeys((">", "≥", "hơn", "trên"), "atLeast"),
    **dict.fromkeys(("<", "≤", "gần", "dưới"), "below"),
}
_INDEX_FROM = Decimal(50)


@dataclass(frozen=True, slots=True)
class Value:
    """A cell's number at [start, end) of the text, unit included; `unit` is None where the cell names none."""

    value: Decimal
    unit: Unit | None
    bound: Bound
    start: int
    end: int


def read_value(text: str, start: int, convention: Convention, *, counts: bool) -> Value | None:
    """The number that is all that a cell (at `start`) holds, else None. `counts`: its column counts whole things."""
    found = _CELL.fullmatch(fold_aligned(text))
    if found is None:
        return None
    printed = found["unit"].strip()
    unit = unit_of(printed) if printed else None
    if printed and unit is None:
        return None
    whole = counts or (unit is not None and unit.code == "1")
    number = parse_numeral(found["number"].replace(" ", ""), convention, whole=whole)
    if number is None:
        return None
    negative = found["sign"] == "-"
    begin = found.start("sign") if negative else found.start("number")
    end = found.end("unit") if unit is not None else found.end("number")
    bound = _BOUNDS.get(found["bound"] or "", "exact")
    return Value(-number if negative else number, unit, bound, start + begin, start + len(text[:end].rstrip()))


def pair_of(text: str) -> tuple[tuple[str, int], tuple[str, int]] | None:
    """The two numbers of a cell such as "12/10", each with its offset in it."""
    found = _PAIR.fullmatch(text)
    if found is None:
        return None
    return (found["first"], found.start("first")), (found["second"], found.start("second"))


def column_convention(table: Table, column: int, usual: Convention) -> Convention:
    """Which sign parts decimals in a column: what its own numbers show, else the whole table's, else the text's."""
    width = max((len(row.cells) for row in table.rows), default=0)
    for columns in ((column,), range(width)):
        shown = _shown(list(_numerals(table, columns)))
        if shown != "unknown":
            return shown
    return usual


def gives_indices(table: Table, column: int, convention: Convention) -> bool:
    """Whether a column of per cents compares as indices do (108,5 for a rise by 8,5)."""
    values = sorted(v for n in _numerals(table, (column,)) if (v := parse_numeral(n, convention)) is not None)
    return bool(values) and values[len(values) // 2] >= _INDEX_FROM


def _numerals(table: Table, columns: Iterable[int]) -> Iterable[str]:
    for row in table.rows:
        for column in columns:
            if column < len(row.cells):
                yield from re.findall(NUMERAL, row.cells[column].text)


def _shown(numerals: Sequence[str]) -> Convention:
    """The convention that numbers show together: decimals of one or two digits, or thousands throughout."""
    told = decimal_convention(numerals)
    if told != "unknown":
        return told
    dots = [n for n in numerals if "." in n]
    commas = [n for n in numerals if "," in n]
    if dots and not commas and all(re.fullmatch(r"\d+\.\d{1,2}", n) for n in dots):
        return "en"
    if len(commas) > 1 and not dots and all(re.fullmatch(r"\d{1,3}(?:,\d{3})+", n) for n in commas):
        return "en"
    return "unknown"
