"""Rows → groups, and what is counted, summed and compared in each (SPARQL 1.1 Query, section 11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kg.store.columns.data import DATE, DECIMAL, INTEGER, Columns, Ints, Unsupported
from kg.store.columns.values import SAFE, Column, Figures, Terms, codes, figures

_AVERAGE_SCALE = 18
"""Digits behind the point of an average: those of the engine."""
_TABLE = 1_000_000
"""Numbers below this are told apart with a table, which is faster than by sorting."""
_LARGEST = 2**127
"""The engine's decimals end here, with 18 digits behind the point."""


@dataclass
class Groups:
    """`of`: the group of each row. `first`: a row of each group."""

    count: int
    of: Ints
    first: Ints

    @cached_property
    def sizes(self) -> Ints:
        """How many rows each has."""
        return np.bincount(self.of, minlength=self.count)

    @cached_property
    def order(self) -> Ints:
        """The rows, group by group."""
        return np.argsort(self.of, kind="stable")

    @cached_property
    def starts(self) -> Ints:
        """Where each group begins in `order`."""
        return np.cumsum(self.sizes) - self.sizes


def group(keys: Sequence[Column], rows: int) -> Groups:
    """Rows with the same keys are one group; without keys, all are one, also if there are none."""
    if not keys:
        return Groups(1, np.zeros(rows, np.int64), np.zeros(1, np.int64))
    count, of = _dense(_combined([codes(key) for key in keys]))
    first = np.empty(count, np.int64)
    first[of[::-1]] = np.arange(rows)[::-1]
    return Groups(count, of, first)


def _combined(keys: Sequence[Ints]) -> Ints:
    """One number for several that are the same together."""
    combined = keys[0]
    for key in keys[1:]:
        _, left = _dense(combined)
        count, right = _dense(key)
        combined = left * max(1, count) + right
    return combined


def _dense(values: Ints) -> tuple[int, Ints]:
    """How many different ones there are, and for each the place of its own among those in order."""
    if len(values) and int(values.min()) >= 0 and int(values.max()) < _TABLE + 4 * len(values):
        there = np.bincount(values) > 0
        places = np.cumsum(there) - 1
        return int(places[-1]) + 1, places[values]
    different, inverse = np.unique(values, return_inverse=True)
    return len(different), inverse.reshape(-1)


def count(groups: Groups, column: Column | None, *, distinct: bool) -> Figures:
    """COUNT."""
    if column is None or not distinct:
        if isinstance(column, Figures) and column.bound is not None:
            raise Unsupported
        return Figures(groups.sizes, 0, INTEGER)
    pairs = np.unique(_combined([groups.of, codes(column)]), return_index=True)[1]
    return Figures(np.bincount(groups.of[pairs], minlength=groups.count), 0, INTEGER)


def total(columns: Columns, groups: Groups, column: Column) -> Figures:
    """SUM; of decimals a decimal, even where it is whole."""
    found = figures(columns, column)
    if found.kind == DATE:
        raise Unsupported
    kind = _kinds(columns, groups, column, found)
    sums = _sums(groups, found.values)
    largest = max((abs(int(value)) for value in (sums.min(), sums.max())), default=0) if len(sums) else 0
    if kind == DECIMAL and largest * 10 ** (_AVERAGE_SCALE - min(found.scale, _AVERAGE_SCALE)) >= _LARGEST:
        raise Unsupported
    if kind == INTEGER and largest >= 2**63:
        raise Unsupported
    return Figures(sums, found.scale, kind)


def average(columns: Columns, groups: Groups, column: Column) -> Figures:
    """AVG: a decimal, with what is behind its 18th digit cut off; 0 of nothing is an integer."""
    sums = total(columns, groups, column)
    if (groups.sizes == 0).any():
        return Figures(np.zeros(groups.count, np.int64), 0, INTEGER)
    power = 10 ** (_AVERAGE_SCALE - sums.scale)
    values = [_divided(int(value) * power, int(size)) for value, size in zip(sums.values, groups.sizes, strict=True)]
    return Figures(np.array(values, dtype=object), _AVERAGE_SCALE, DECIMAL)


def extreme(columns: Columns, groups: Groups, column: Column, *, largest: bool) -> Column:
    """MIN or MAX: the term itself."""
    found = figures(columns, column)
    if found.bound is not None or (groups.sizes == 0).any():
        raise Unsupported
    values = found.values if largest else -found.values
    best = np.maximum.reduceat(values[groups.order], groups.starts)
    place = np.full(groups.count, -1)
    is_best = np.flatnonzero(values == best[groups.of])
    place[groups.of[is_best]] = is_best
    return column.taken(place)


def _kinds(columns: Columns, groups: Groups, column: Column, found: Figures) -> int:
    """The kind of all sums. Raises `Unsupported` where those of some groups are integers and of others decimals."""
    if found.kind == INTEGER or not isinstance(column, Terms) or groups.count == 0:
        return found.kind
    decimals = np.bincount(groups.of, columns.kinds[column.numbers] == DECIMAL, minlength=groups.count)
    if (decimals == 0).any():
        raise Unsupported
    return DECIMAL


def _sums(groups: Groups, values: Ints) -> Ints:
    if not len(values):
        return np.zeros(groups.count, np.int64)
    if values.dtype != object and int(np.abs(values).max()) * len(values) >= SAFE:
        values = values.astype(object)
    return np.asarray(np.add.reduceat(values[groups.order], groups.starts))


def _divided(value: int, by: int) -> int:
    """Cut off towards nought."""
    return value // by if value >= 0 else -(-value // by)
