"""Bars of figures of one time that differ in their sector only: which grew, which fell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from kg.web.language import Language
from kg.web.views.concepts import called
from kg.web.views.figures import Figure

_LEAST = 3
_MOST = 20
_MOST_DRAWINGS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: `x` is where its bar begins, `length` how long it is (below 0: to the left), in percent."""

    label: str
    figure: Figure
    x: float
    length: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Those of one time. `zero` is where the line of zero is drawn; 0 for none."""

    title: str
    bars: tuple[Bar, ...]
    zero: float


def bars(kinds: Iterable[Sequence[Figure]], language: Language) -> list[Bars]:
    """Drawings of what was told of at least three sectors of one place and time, the newest first."""
    together: dict[tuple[object, ...], dict[str, Figure]] = defaultdict(dict)
    for figure in chain.from_iterable(kinds):
        of = (figure.place, figure.scope, figure.stage, figure.origin, figure.unit, figure.status)
        if figure.end is not None:
            together[(*of, figure.start, figure.end)].setdefault(figure.sector, figure)
    several = [list(by_sector.values()) for by_sector in together.values() if len(by_sector.keys() - {""}) >= _LEAST]
    several.sort(key=lambda one: one[0].when, reverse=True)
    return [_drawn(one, language) for one in several[:_MOST_DRAWINGS]]


def _drawn(found: list[Figure], language: Language) -> Bars:
    ordered = sorted(found, key=lambda one: (bool(one.sector), -one.value))[:_MOST]
    low = min(0.0, *(float(one.value) for one in ordered))
    high = max(0.0, *(float(one.value) for one in ordered))
    scale = 100 / ((high - low) or 1)
    zero = -low * scale
    drawn = []
    for one in ordered:
        length = float(one.value) * scale
        drawn.append(Bar(one.sector, one, zero + min(length, 0), length, not one.sector))
    first = ordered[0]
    said = [first.period(language), called(f"scope/{first.scope}", language) if first.scope else ""]
    said += [called(f"status/{first.status}", language)] if first.planned else []
    return Bars(" · ".join(part for part in said if part), tuple(drawn), zero if low < 0 else 0.0)
