"""Charts of figures over time, drawn on the server as SVG: each point is a link to its observation.

How an article states a value is a part of the drawing: an exact value is a dot, "more than" points up, "less than"
points down, "about" is a ring with whiskers; plans are hollow and dashed. A value of a period is drawn over all of it.
A line joins only values that stand alone at their time and cover equally long periods; others stay unjoined.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from kg.web.language import Language
from kg.web.views.figures import Figure
from kg.web.writing import number, scale_of, unit_word

_WIDTH, _HEIGHT = 480, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 14, 26, 30
_MOST_POINTS = 200


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where values and days lie in the drawing."""

    first: int
    last: int
    low: float
    high: float

    def x(self, day: date) -> float:
        return _LEFT + (day.toordinal() - self.first) / (self.last - self.first) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - (value - self.low) / (self.high - self.low) * (_HEIGHT - _TOP - _BOTTOM)


def chart(found: Sequence[Figure], language: Language, href: Callable[[str], str], title: str) -> Markup | None:
    """A chart of comparable figures (all of one unit); None where fewer than two of them have a time.

    `href` gives the address of an observation's page.
    """
    dated = [figure for figure in found if figure.end is not None][-_MOST_POINTS:]
    days = {figure.end for figure in dated}
    if len(days) < 2:
        return None
    divisor, scaled = scale_of(max(abs(figure.value) for figure in dated), dated[0].unit)
    values = {figure.observation: float(figure.value / divisor) for figure in dated}
    ticks = _ticks(min(values.values()), max(values.values()))
    starts = [figure.start or figure.end for figure in dated]
    first, last = _years(min(day for day in starts if day), max(day for day in days if day))
    scale = _Scale(first, last, ticks[0], ticks[-1])
    unit = unit_word(dated[0].unit, language, scaled)
    parts = [_axes(scale, ticks, unit, language), *_lines(dated, values, scale)]
    for figure in dated:
        parts.append(_point(figure, values[figure.observation], scale, language, href(figure.observation)))
    drawing = Markup('<svg viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>')
    return drawing.format(_WIDTH, _HEIGHT, title, Markup("").join(parts))


def used(found: Sequence[Figure]) -> dict[str, bool]:
    """What the legend of a chart has to explain."""
    dated = [figure for figure in found if figure.end is not None]
    return {
        "planned": any(figure.planned for figure in dated),
        **{bound: any(figure.bound == bound for figure in dated) for bound in ("atLeast", "below", "approx")},
    }


def _axes(scale: _Scale, ticks: list[float], unit: str, language: Language) -> Markup:
    parts = []
    if unit:
        parts.append(Markup('<text class="unit" x="2" y="13">{}</text>').format(unit))
    step = ticks[1] - ticks[0]
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    for tick in ticks:
        y = round(scale.y(tick), 1)
        label = number(Decimal(str(round(tick, places))), language)
        parts.append(
            Markup(
                '<path class="grid" d="M{} {}H{}"/><text class="tick" x="{}" y="{}" text-anchor="end">{}</text>'
            ).format(_LEFT, y, _WIDTH - _RIGHT, _LEFT - 7, y + 4.5, label)
        )
    years = range(date.fromordinal(scale.first).year, date.fromordinal(scale.last).year + 1)
    every = max(1, math.ceil(len(years) / 7))
    for year in years:
        x = round(scale.x(date(year, 1, 1)), 1)
        if x > _WIDTH - _RIGHT + 1:
            continue
        parts.append(Markup('<path class="grid" d="M{} {}v5"/>').format(x, _HEIGHT - _BOTTOM))
        # Below the year itself, not its first day: a figure of 2025 ends where 2026 begins.
        middle = round(scale.x(date(year, 7, 2)), 1)
        if not (year - years[0]) % every and middle < _WIDTH - 4:
            parts.append(
                Markup('<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                    middle, _HEIGHT - 8, year
                )
            )
    return Markup("").join(parts)


def _lines(dated: Sequence[Figure], values: dict[str, float], scale: _Scale) -> list[Markup]:
    """Lines through what may be compared: of one status, over periods of one length, one value at its time."""
    runs: dict[tuple[bool, int], dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    value_of = {}
    for figure in dated:
        if figure.end is not None:
            months = figure.months
            runs[figure.planned, months][figure.end].add(str(figure.value))
            value_of[figure.planned, months, figure.end] = values[figure.observation]
    drawn = []
    for (planned, months), at in runs.items():
        alone = [day for day in sorted(at) if len(at[day]) == 1]
        if len(alone) > 1:
            points = (f"{scale.x(day):.1f} {scale.y(value_of[planned, months, day]):.1f}" for day in alone)
            drawn.append(
                Markup('<path class="line{}" d="M{}"/>').format(" planned" if planned else "", "L".join(points))
            )
    return drawn


def _point(figure: Figure, value: float, scale: _Scale, language: Language, href: str) -> Markup:
    assert figure.end is not None
    x, y = round(scale.x(figure.end), 1), round(scale.y(value), 1)
    told = f"{figure.amount(language)} ({figure.period(language)})"
    kind = {"vi": "kế hoạch: ", "en": "planned: "}[language] if figure.planned else ""
    extent = Markup("")
    if figure.start is not None and (figure.end - figure.start).days > 45:
        extent = Markup('<path class="extent" d="M{} {}H{}"/>').format(round(scale.x(figure.start), 1), y, x)
    return Markup(
        '<a href="{}" class="point{}" aria-label="{}"><title>{}</title>{}'
        '<circle class="hit" cx="{}" cy="{}" r="11"/>{}</a>'
    ).format(
        href,
        " planned" if figure.planned else "",
        kind + told,
        f"{kind}{told}\n“{figure.quote}”",
        extent,
        x,
        y,
        _mark(figure.bound, x, y),
    )


def _mark(bound: str, x: float, y: float) -> Markup:
    match bound:
        case "atLeast":
            return Markup('<path class="mark" d="M{} {}l5.5 9h-11z"/><path class="whisker" d="M{} {}v-7"/>').format(
                x, round(y - 6, 1), x, round(y - 6, 1)
            )
        case "below":
            return Markup('<path class="mark" d="M{} {}l5.5 -9h-11z"/><path class="whisker" d="M{} {}v7"/>').format(
                x, round(y + 6, 1), x, round(y + 6, 1)
            )
        case "approx":
            return Markup(
                '<path class="whisker" d="M{} {}v-6m-3 0h6M{} {}v6m-3 0h6"/>'
                '<circle class="mark ring" cx="{}" cy="{}" r="4.5"/>'
            ).format(x, round(y - 4.5, 1), x, round(y + 4.5, 1), x, y)
        case _:
            return Markup('<circle class="mark" cx="{}" cy="{}" r="4.5"/>').format(x, y)


def _ticks(low: float, high: float) -> list[float]:
    """Round values that span all, from zero where that costs little."""
    if low >= 0 and (high == 0 or low < 0.6 * high):
        low = 0.0
    if high <= 0 and low < 0:
        high = 0.0
    if low == high:
        low, high = (low - abs(low) * 0.1 or -1.0, high + abs(high) * 0.1 or 1.0)
    raw = (high - low) / 4
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999)
    begin, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [index * step for index in range(begin, end + 1)]


def _years(first: date, last: date) -> tuple[int, int]:
    """Whole years around the days, as ordinals."""
    begin = date(first.year, 1, 1)
    end = date(min(last.year + 1, 9999), 1, 1)
    return begin.toordinal(), max(end.toordinal(), begin.toordinal() + 366)
