"""One fact, one row: repeats of a figure fold into the row that says most, rounded headlines into the exact figure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from decimal import Decimal
from operator import attrgetter

from kg.facts import Observation

# A figure told in more ways than this (other times, sectors, stages) is compared with the first of them only, and a
# headline with so many exact figures near it: no article tells more, and the cost stays linear in any text.
_MOST = 64
# Title and lead, where figures are rounded, are short; a text without line ends is no lead as a whole.
_LONGEST_HEAD = 2000
_ROUNDING = Decimal("0.06")
# An industry can grow by just as much as the whole.
_BY_SECTOR = frozenset({"outputGrowth", "exportGrowth", "importGrowth"})
_VALUE = attrgetter("value")


def merged(rows: list[Observation], head_end: int) -> list[Observation]:
    """Fold repeats, in the order of the text. Rows that begin before `head_end` (title, lead) may round those behind.

    "… lấp đầy gần 60%" in a title and "tỷ lệ lấp đầy đạt 58,7%" in the text below it are one fact: the exact one stays.
    A plan and its result are two, whatever their values.
    """
    kept: list[Observation] = []
    told: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for row in rows:
        same = told[_key(row, row.value)]
        repeated = next((index for index in same if _repeats(row, kept[index])), None)
        if repeated is None:
            if len(same) < _MOST:
                same.append(len(kept))
            kept.append(row)
        elif _said(row) > _said(kept[repeated]):
            kept[repeated] = row
    head_end = min(head_end, _LONGEST_HEAD)
    exact: defaultdict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for row in kept:
        exact[_key(row, row.sector)].append(row)
    for alike in exact.values():
        alike.sort(key=_VALUE)
    return [row for row in kept if row.start >= head_end or not _is_rounded(row, exact[_key(row, row.sector)])]


def _key(row: Observation, more: object) -> tuple[object, ...]:
    """What must be equal for two rows to be compared at all."""
    return row.about, row.about_type, row.scope, row.metric, row.unit, row.status, more


def _compatible(a: str, b: str) -> bool:
    return not a or not b or a == b or a.startswith(b) or b.startswith(a)


def _same_time(a: Observation, b: Observation) -> bool:
    return _compatible(a.from_, b.from_) and _compatible(a.to, b.to)


def _repeats(a: Observation, b: Observation) -> bool:
    """Whether two rows of one key and value are one fact."""
    return (
        (_same_time(a, b) or "inherited" in (a.time_level, b.time_level))
        and (not a.origin or not b.origin or a.origin == b.origin)
        and _compatible(a.sector.lower(), b.sector.lower())
        and (a.metric not in _BY_SECTOR or bool(a.sector) == bool(b.sector))
        and (not a.stage or not b.stage or a.stage == b.stage or a.metric != "count")
    )


def _said(row: Observation) -> tuple[bool, bool, bool, int]:
    """How much a row says, for choosing between two that repeat each other."""
    timed = row.time_level == "stated" and bool(row.from_ or row.to)
    return timed, bool(row.origin), bool(row.stage), len(row.from_) + len(row.to)


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _is_rounded(head: Observation, alike: list[Observation]) -> bool:
    """Whether a headline's figure is one of the figures behind it, rounded. `alike`: rows of its key, by value."""
    # |head - body| <= 6% of |body| bounds the body: by head / 0.94 and head / 1.06, whatever the sign.
    bounds = sorted((head.value / (1 - _ROUNDING), head.value / (1 + _ROUNDING)))
    low, high = bisect_left(alike, bounds[0], key=_VALUE), bisect_right(alike, bounds[1], key=_VALUE)
    return any(_rounds(head, body) for body in alike[low : min(high, low + _MOST)])


def _rounds(head: Observation, body: Observation) -> bool:
    if body.start <= head.start or head.value == body.value or not body.value:
        return False
    if not (_compatible(head.from_, body.from_) or _compatible(head.to, body.to)):
        return False
    return _digits(head.value) < _digits(body.value)
