"""Comparing rows of one article: what they state, what they are about, and where they stand."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from kg.facts import NamedPolicy, NamedZone, Observation, SectorStatement, plain_decimal
from kg.facts_rows import Row, row_fields
from kg.vietnamese import fold

# Where a row stands and how sure the extractor was is no part of what it states.
_ASIDE = frozenset(("start", "end", "quote", "subject_level", "metric_level", "time_level"))


def states(row: Row) -> tuple[str, ...]:
    """All that a row states: two rows with the same say the same, each at its place."""
    return tuple(str(cell) for name, cell in row_fields(row).items() if name not in _ASIDE)


def gist(row: Row) -> str:
    """A short hash of what makes two readings of one place the same fact, be they read with other details.

    Of an observation, the metric, value, unit, subject and scope, as `kg score` pairs rows; of a zone its name and
    province, of a policy its number, else its title; of a statement of a sector, who has or wants which.
    """
    told: tuple[str, ...]
    if isinstance(row, Observation):
        told = (row.metric, plain_decimal(row.value), row.unit, fold(row.about), row.scope)
    elif isinstance(row, NamedZone):
        told = (fold(row.label), fold(row.province))
    elif isinstance(row, SectorStatement):
        told = (fold(row.about), row.scope, row.relation, fold(row.sector))
    else:
        told = (named(row),)
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def named(row: NamedZone | NamedPolicy) -> str:
    """The name that zones or policies of one article are told apart by, in the form for comparing."""
    return fold(row.label) if isinstance(row, NamedZone) else fold(row.key)


def meet(one: Row, other: Row) -> bool:
    """Whether two rows of one table compete: read from some of the same characters, or naming the same thing."""
    if type(one) is not type(other):
        return False
    if isinstance(one, NamedZone | NamedPolicy) and isinstance(other, NamedZone | NamedPolicy):
        return named(one) == named(other)
    return one.start < other.end and other.start < one.end


def identity(row: Row) -> tuple[object, ...]:
    """All that a row states and where: rows that share it are one, however sure anybody is of them."""
    return (type(row), row.article, row.start, row.end, *states(row))


def moved(row: Row, to: int) -> Row:
    """The row with its span beginning at another offset."""
    return row if to == row.start else replace(row, start=to, end=row.end + to - row.start)
