"""Partial dates (`2024`, `2024-01`, `2024-01-31`) as typed literals, and the days that they cover."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

import pyoxigraph as ox

from kg.graph.vocabulary import DATE, YEAR, YEAR_MONTH

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@lru_cache(maxsize=20_000)
def days(partial: str) -> tuple[date, date] | None:
    """The first and the last day that a partial date covers; None where it is no date of the calendar.

    >>> days("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    match = _PARTIAL.fullmatch(partial)
    if not match:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if match[3]:
            return None
        if month:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return (date(year, 1, 1), date(year, 12, 31)) if not match[2] else None
    except (ValueError, calendar.IllegalMonthError):
        return None


@lru_cache(maxsize=20_000)
def partial_literal(partial: str) -> ox.Literal:
    """A partial date as xsd:date, xsd:gYearMonth or xsd:gYear; what is none stays a string, for the gate to refuse."""
    if days(partial) is None:
        return ox.Literal(partial)
    return ox.Literal(partial, datatype={4: YEAR, 7: YEAR_MONTH, 10: DATE}[len(partial)])


@lru_cache(maxsize=20_000)
def day_literals(from_: str, to: str) -> tuple[ox.Literal | None, ox.Literal | None]:
    """The first day of `from_` and the last of `to`, as xsd:date; None where that end is open or no date."""
    first, last = days(from_), days(to)
    return (
        ox.Literal(first[0].isoformat(), datatype=DATE) if first else None,
        ox.Literal(last[1].isoformat(), datatype=DATE) if last else None,
    )


def period(from_: str, to: str) -> str:
    """The ISO 8601 time interval of a partial from and to; `..` is an open end, one date alone stands for itself.

    >>> period("2024-01", "2024-09"), period("2020", "2020"), period("2018-01", "")
    ('2024-01/2024-09', '2020', '2018-01/..')
    """
    if from_ == to:
        return from_
    return f"{from_ or '..'}/{to or '..'}"
