"""One fact, one row: repeats of a figure fold into the row that says most, rounded headlines into the exact figure."""

from __future__ import annotations

from decimal import Decimal

from kg.facts import Observation


def merged(rows: list[Observation], head_end: int) -> list[Observation]:
    """Fold repeats, in the order of the text. Rows that begin before `head_end` (title, lead) may round those behind."""
    kept: list[Observation] = []
    for row in rows:
        for index, other in enumerate(kept):
            if _repeats(row, other):
                if _said(row) > _said(other):
                    kept[index] = row
                break
        else:
            kept.append(row)
    return [row for row in kept if not (row.start < head_end and any(_rounds(row, other) for other in kept if other is not row))]


def _same_thing(a: Observation, b: Observation) -> bool:
    return (a.about, a.about_type, a.scope, a.metric, a.unit) == (b.about, b.about_type, b.scope, b.metric, b.unit)


def _compatible(a: str, b: str) -> bool:
    return not a or not b or a == b or a.startswith(b) or b.startswith(a)


def _same_time(a: Observation, b: Observation) -> bool:
    return _compatible(a.from_, b.from_) and _compatible(a.to, b.to)


def _repeats(a: Observation, b: Observation) -> bool:
    return (
        _same_thing(a, b)
        and a.value == b.value
        and (_same_time(a, b) or "inherited" in (a.time_level, b.time_level))
        and a.status == b.status
        and (not a.origin or not b.origin or a.origin == b.origin)
        and _compatible(a.sector.lower(), b.sector.lower())
        and (not a.stage or not b.stage or a.stage == b.stage or a.metric != "count")
    )


def _said(row: Observation) -> tuple[bool, bool, bool, int]:
    return row.time_level == "stated" and bool(row.from_ or row.to), bool(row.origin), bool(row.stage), len(row.from_) + len(row.to)


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _rounds(head: Observation, body: Observation) -> bool:
    """Whether a headline's figure is the body's figure, rounded."""
    if not _same_thing(head, body) or body.start < head.start or head.sector != body.sector or head.value == body.value:
        return False
    if not (_compatible(head.from_, body.from_) or _compatible(head.to, body.to)):
        return False
    if _digits(head.value) >= _digits(body.value) or not body.value:
        return False
    return abs(head.value - body.value) <= abs(body.value) * Decimal("0.06")
