"""Answers of canned queries as CSV and JSON values, made for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.spreadsheets import guard
from kg.store import AnyTerm
from kg.store.base import Row

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(f"{_XSD}{name}" for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger"))
_NUMBERS = _INTEGERS | {f"{_XSD}{name}" for name in ("decimal", "double", "float")}


def _number(term: AnyTerm | None) -> Decimal | None:
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        try:
            number = Decimal(term.value)
        except InvalidOperation:
            return None
        return number if number.is_finite() else None
    return None


def guarded(term: AnyTerm | None) -> str:
    """A CSV cell: numbers as they are, and an apostrophe before a text that a spreadsheet would run as a formula.

    >>> guarded(ox.Literal("=1+1")), guarded(ox.Literal(-5)), guarded(None)
    ("'=1+1", '-5', '')
    """
    if term is None:
        return ""
    text = str(term) if isinstance(term, ox.Triple) else str(term.value)
    return text if _number(term) is not None else guard(text)


def json_value(term: AnyTerm | None) -> str | int | float | bool | None:
    """A JSON value: a number where it loses nothing, else a text."""
    if term is None:
        return None
    number = _number(term)
    if number is not None:
        if number == number.to_integral_value():
            return int(number) if abs(number) < 2**53 else str(int(number))
        as_float = float(number)
        return as_float if Decimal(repr(as_float)) == number else format(number, "f")
    if isinstance(term, ox.Literal) and term.datatype.value == f"{_XSD}boolean":
        return term.value in ("true", "1")
    return str(term) if isinstance(term, ox.Triple) else str(term.value)


def to_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A CSV (RFC 4180, header first) of rows, with cells as `guarded` writes them."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(row.get(name)) for name in columns])
    return output.getvalue()
