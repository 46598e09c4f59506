"""The parts that pages of figures are made of: a section for each metric, with charts, a table, plans and results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kg.web.language import Language
from kg.web.pages import Shown
from kg.web.views.bars import Bars, bars
from kg.web.views.charts import chart, used
from kg.web.views.concepts import called, definitions
from kg.web.views.figures import Figure, grouped, latest

_MOST_CHARTS = 4
_MOST_TILES = 8


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with what it shows in words."""

    facet: str
    svg: Markup
    used: dict[str, bool]


@dataclass(frozen=True, slots=True)
class Section:
    """What there is of one metric."""

    metric: str
    label: str
    definition: str
    charts: tuple[Drawn, ...]
    bars: tuple[Bars, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A planned figure, and the actual one of the same time, else the newest before it; `percent` if computable."""

    planned: Figure
    actual: Figure | None
    same_time: bool
    percent: float | None


def sections(found: Sequence[Figure], language: Language, show: Shown) -> list[Section]:
    """A section for each metric."""
    made = []
    for metric, kinds in grouped(found).items():
        label = called(f"metric/{metric}", language)
        charts: list[Drawn] = []
        for kind in kinds.values():
            if len(charts) == _MOST_CHARTS:
                break
            facet = kind[0].facet(language)
            svg = chart(kind, language, show.page, f"{label}{', ' if facet else ''}{facet}")
            if svg is not None:
                charts.append(Drawn(facet, svg, used(kind)))
        definition = definitions().get(metric)
        said = (definition.en if language == "en" else definition.vi) if definition else ""
        figures = sorted((one for kind in kinds.values() for one in kind), key=lambda one: one.when, reverse=True)
        drawn = tuple(bars(kinds.values(), language))
        made.append(Section(metric, label, said, tuple(charts), drawn, tuple(figures)))
    return made


def tiles(found: Sequence[Figure]) -> list[Figure]:
    """The newest actual figure of each metric, of what most of its figures are of, sectors aside."""
    newest = []
    for kinds in grouped(figure for figure in found if not figure.sector).values():
        fullest = max(kinds.values(), key=_size)
        best = latest(fullest) or latest([one for kind in kinds.values() for one in kind])
        if best is not None:
            newest.append(best)
    return newest[:_MOST_TILES]


def beside(found: Sequence[Figure], actual: Sequence[Figure] | None = None) -> list[Beside]:
    """Each planned figure that there is an actual one of, beside it; with `actual` given, each planned one."""
    results: list[Beside] = []
    pool = [figure for figure in (found if actual is None else actual) if not figure.planned]
    for planned in found:
        if not planned.planned:
            continue
        comparable = [
            one
            for one in pool
            if one.kind == planned.kind and one.place == planned.place and one.months == planned.months
        ]
        same = [one for one in comparable if planned.end and one.end == planned.end and one.start == planned.start]
        before = [one for one in comparable if planned.end and one.end and one.end < planned.end]
        best = latest(same) or latest(before)
        if best is None and actual is None:
            continue
        percent = None
        if best is not None and same and planned.value and planned.unit != "%":
            percent = float(best.value / planned.value * 100)
        results.append(Beside(planned, best, bool(same), percent))
    return sorted(results, key=lambda one: (one.planned.metric, one.planned.when))


def _size(of_kind: list[Figure]) -> int:
    return len(of_kind)
