"""Columns of values: terms by their numbers, or exact figures; comparing, sorting and telling them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from kg.store.columns.algebra import Term
from kg.store.columns.building import value_of
from kg.store.columns.data import ABSENT, DATE, DECIMAL, INTEGER, NONE, Columns, Ints, Unsupported

SAFE = 2**62
"""Below this in size, the sum of two is one of 64 bits."""


@dataclass
class Terms:
    """Terms by their numbers."""

    numbers: Ints

    def taken(self, places: Ints) -> Terms:
        """Those at these places."""
        return Terms(self.numbers[places])


@dataclass
class Figures:
    """Figures: `values / 10 ** scale`, of the kind INTEGER or DECIMAL (or DATE, as 20240131).

    `values` are of 64 bits, or Python's integers without bounds (dtype object). `bound`: which of them there are; None:
    all.
    """

    values: Ints
    scale: int
    kind: int
    bound: Ints | None = None

    def taken(self, places: Ints) -> Figures:
        """Those at these places."""
        return Figures(self.values[places], self.scale, self.kind, None if self.bound is None else self.bound[places])


Column: TypeAlias = Terms | Figures


def figures(columns: Columns, column: Column) -> Figures:
    """What terms are worth.

    Raises:
        Unsupported: some are no integers or decimals, and no dates; or they are of several of those kinds.
    """
    if isinstance(column, Figures):
        return column
    kinds = columns.kinds[column.numbers]
    found = set(np.flatnonzero(np.bincount(kinds, minlength=4))) if len(kinds) else {INTEGER}
    if NONE in found or (DATE in found and len(found) > 1):
        raise Unsupported
    kind = DATE if DATE in found else DECIMAL if DECIMAL in found else INTEGER
    values, scales = columns.values[column.numbers], columns.scales[column.numbers]
    scale = int(scales.max()) if len(scales) else 0
    return Figures(_scaled(values, scale - scales.astype(np.int64)), scale, kind)


def constant(term: Term) -> Figures:
    """What a term of the query is worth. Raises `Unsupported` where it is of none of the kinds."""
    kind, value, scale = value_of(term.text.encode())
    if kind == NONE:
        raise Unsupported
    return Figures(np.array([value]), scale, kind)


def compared(columns: Columns, operator: str, left: Column, right: Column) -> Ints:
    """Where `left operator right` is true; a column of one figure is compared with each of the other.

    Raises:
        Unsupported: they cannot be compared here.
    """
    first, second = figures(columns, left), figures(columns, right)
    if not len(first.values) or not len(second.values):
        return np.zeros(0, np.bool_)
    if (first.kind == DATE) != (second.kind == DATE) or first.bound is not None or second.bound is not None:
        raise Unsupported
    scale = max(first.scale, second.scale)
    one, other = (_scaled(side.values, scale - side.scale) for side in (first, second))
    match operator:
        case "=":
            return np.asarray(one == other)
        case "!=":
            return np.asarray(one != other)
        case "<":
            return np.asarray(one < other)
        case "<=":
            return np.asarray(one <= other)
        case ">":
            return np.asarray(one > other)
    return np.asarray(one >= other)


def same(columns: Columns, column: Column, term: Term) -> Ints:
    """Where a column holds this IRI."""
    if not isinstance(column, Terms):
        raise Unsupported
    number = columns.texts.find(term.text.encode())
    return column.numbers == number if number != ABSENT else np.zeros(len(column.numbers), np.bool_)


def year(columns: Columns, column: Column) -> Figures:
    """The years of dates. Raises `Unsupported` where some are none."""
    dates = figures(columns, column)
    if dates.kind != DATE:
        if len(dates.values):
            raise Unsupported
        return Figures(dates.values, 0, INTEGER)
    return Figures(dates.values // 10_000, 0, INTEGER)


def codes(column: Column) -> Ints:
    """Numbers that are the same where the values are; of terms, and of figures of 64 bits."""
    if isinstance(column, Terms):
        return column.numbers
    if column.bound is not None or column.values.dtype == object:
        raise Unsupported
    return column.values


def ranks(columns: Columns, column: Column) -> Ints:
    """Numbers in the order of the values (SPARQL 1.1 Query, 15.1).

    Raises:
        Unsupported: terms of several sorts, or of one whose order is not known here.
    """
    if isinstance(column, Figures):
        if column.bound is not None:
            raise Unsupported
        return np.unique(column.values, return_inverse=True)[1]
    numbers, inverse = np.unique(column.numbers, return_inverse=True)
    texts = [columns.texts[int(number)] for number in numbers]
    if not (all(text[:1] == b"<" for text in texts) or all(map(_is_plain, texts))):
        return ranks(columns, figures(columns, column))
    keys = [text[1:-1] for text in texts]
    order = np.empty(len(keys), np.int64)
    order[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return np.asarray(order[inverse])


def _is_plain(text: bytes) -> bool:
    """Whether a term is a string without language, quotation marks and control characters."""
    return text[:1] == b'"' and text[-1:] == b'"' and b"\\" not in text


def _scaled(values: Ints, powers: Ints | int) -> Ints:
    """Values times powers of ten; of 64 bits where all fit."""
    if np.isscalar(powers) and powers == 0:
        return values
    most = int(np.abs(values).max()) if len(values) else 0
    highest = int(np.max(powers)) if np.size(powers) else 0
    if values.dtype == object or most * 10**highest >= SAFE:
        return np.asarray(values.astype(object) * np.power(10, np.asarray(powers, dtype=object)))
    return np.asarray(values * np.power(10, np.asarray(powers, dtype=np.int64)))
