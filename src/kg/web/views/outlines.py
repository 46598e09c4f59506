"""Outlines of the provinces of any day, as paths of an SVG drawing."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from kg.errors import OntologyError
from kg.resources import ontology_dir

# Degrees → units of the drawing: Viet Nam is then some 760 units high. At its middle latitude a degree of longitude is
# shorter than one of latitude by this factor.
_UNITS = 50.0
_NARROWER = math.cos(math.radians(16))
_WEST, _NORTH = 102.0, 23.5

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """A province's outline in its lifetime. `box` is x, y, width and height."""

    slug: str
    label: str
    english: str
    begin: str
    end: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    box: Box

    def existed_on(self, day: str) -> bool:
        """Whether the ISO day is in its lifetime."""
        return self.begin <= day and (not self.end or day <= self.end)

    def path(self, step: float = 0.5) -> str:
        """The `d` of its path; neighbours' points fall on one grid of that step, so that they meet."""
        return "".join(_ring(ring, step) for ring in self.rings)


@dataclass(frozen=True, slots=True)
class Islands:
    """Islands far out that have a point only. `within` are the slugs of the provinces that they belong(ed) to."""

    label: str
    english: str
    within: tuple[str, ...]
    at: tuple[float, float]


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """A point's place in the drawing."""
    return (longitude - _WEST) * _NARROWER * _UNITS, (_NORTH - latitude) * _UNITS


@lru_cache(maxsize=1)
def _features() -> tuple[tuple[Outline, ...], tuple[Islands, ...]]:
    path = ontology_dir() / "province-outlines.geojson"
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        points = [one for one in features if one["geometry"]["type"] == "Point"]
        shapes = [one for one in features if one["geometry"]["type"] != "Point"]
        return tuple(map(_outline, shapes)), tuple(map(_islands, points))
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"cannot be read as outlines: {error}; build it with scripts/build_outlines.py"
        raise OntologyError(reason, where=str(path)) from error


def _islands(feature: dict[str, Any]) -> Islands:
    said = feature["properties"]
    return Islands(said["label"], said["english"], tuple(said["within"]), project(*feature["geometry"]["coordinates"]))


def _outline(feature: dict[str, Any]) -> Outline:
    said, geometry = feature["properties"], feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = tuple(tuple(project(*point) for point in ring) for polygon in polygons for ring in polygon)
    return Outline(
        feature["id"], said["label"], said["english"], said["begin"], said.get("end", ""), rings, box_of(rings)
    )


def box_of(rings: Iterable[Sequence[tuple[float, float]]]) -> Box:
    """The box around points: x, y, width, height."""
    points = [point for ring in rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def outlines_on(day: str) -> tuple[Outline, ...]:
    """The outlines of the provinces that there were on an ISO day; those of the first known day for earlier ones."""
    outlines, _ = _features()
    first = min(outline.begin for outline in outlines)
    return tuple(outline for outline in outlines if outline.existed_on(max(day, first)))


def last_days() -> tuple[date, ...]:
    """The days on which outlines ended, the newest first."""
    outlines, _ = _features()
    return tuple(sorted({date.fromisoformat(one.end) for one in outlines if one.end}, reverse=True))


def islands() -> tuple[Islands, ...]:
    """Hoàng Sa and Trường Sa."""
    return _features()[1]


def outline_of(slug: str) -> Outline | None:
    """The outline of one province (`province/hai-phong`); None where there is none."""
    return _by_slug().get(slug)


@lru_cache(maxsize=1)
def _by_slug() -> dict[str, Outline]:
    return {outline.slug: outline for outline in _features()[0]}


@lru_cache(maxsize=512)
def path_of(slug: str, step: float = 0.5) -> str:
    """The path of one outline, made once."""
    outline = outline_of(slug)
    return outline.path(step) if outline else ""


def _ring(ring: Sequence[tuple[float, float]], step: float) -> str:
    points: list[tuple[int, int]] = []
    for x, y in ring:
        point = round(x / step), round(y / step)
        if not points or point != points[-1]:
            points.append(point)
    if len(points) < 4:  # an island smaller than the grid: a dot of its own size
        x, y = ring[0]
        return f"M{x:.1f} {y:.1f}h{step:g}v{step:g}h-{step:g}z"
    out = [f"M{_written(points[0][0] * step)} {_written(points[0][1] * step)}l"]
    before = points[0]
    for point in points[1:]:
        out.append(f"{_written((point[0] - before[0]) * step)} {_written((point[1] - before[1]) * step)} ")
        before = point
    return "".join(out).rstrip() + "z"


def _written(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
