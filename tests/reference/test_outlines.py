"""The outlines of the provinces: rebuilt, joined as the events say, and near enough to where the districts are."""

from __future__ import annotations

import gzip
import json
import sys
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon, shape

from kg.reference.places import places
from kg.reference.turtle import ID, Statements, texts

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "ontology" / "province-outlines.geojson"
SINCE = date(2008, 8, 1)
KM = 111  # of a degree, roughly
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    sys.path.insert(0, str(ROOT / "scripts"))
    import build_outlines

    return build_outlines


@cache
def collection() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@cache
def outlines() -> dict[str, Any]:
    """By slug: the shapes, without the archipelagos' points."""
    return {f["id"]: shape(f["geometry"]) for f in collection()["features"] if f["geometry"]["type"] != "Point"}


def on(day: str) -> set[str]:
    return {
        f["id"]
        for f in collection()["features"]
        if f["id"] in outlines() and f["properties"]["begin"] <= day <= (f["properties"]["end"] or "9999")
    }


def test_the_committed_file_is_what_the_sources_give(script: ModuleType) -> None:
    assert FILE.read_text(encoding="utf-8") == script.geojson()


def test_check_tells_whether_the_file_is_stale(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "OUTPUT", tmp_path / "outlines.geojson")
    for arguments, status in ((["--check"], 1), ([], 0), (["--check"], 0)):
        monkeypatch.setattr(sys, "argv", ["build_outlines.py", *arguments])
        assert script.main() == status
    assert "up to date" in capsys.readouterr().out


def test_it_is_small_and_says_whose_it_is() -> None:
    assert len(gzip.compress(FILE.read_bytes())) < 150_000
    assert "Natural Earth" in collection()["attribution"]
    assert collection()["license"] == "https://creativecommons.org/licenses/by/4.0/"
    for f in collection()["features"]:
        assert f["properties"]["label"] and f["properties"]["english"]


@given(st.dates(SINCE, date(2030, 12, 31)).map(date.isoformat))
def test_every_province_of_a_day_has_its_outline(day: str) -> None:
    assert on(day) == {place.slug for place in places().all() if place.kind == "Province" and place.existed_at(day)}


def test_before_2008_the_land_was_cut_otherwise() -> None:
    assert on("2008-07-31") == set()
    assert not {"province/ha-tay", "province/can-tho-until-2003"} & outlines().keys()


@pytest.mark.parametrize(
    ("day", "many"), [("2010-01-01", 63), ("2025-06-30", 63), ("2025-07-01", 34), ("2026-10-01", 34)]
)
def test_they_lie_side_by_side(day: str, many: int) -> None:
    shapes = [outlines()[slug] for slug in on(day)]
    assert len(shapes) == many
    together = shapely.union_all(shapes)
    assert sum(one.area for one in shapes) == pytest.approx(together.area, abs=1e-6)
    assert together.area == pytest.approx(shapely.union_all(list(outlines().values())).area, abs=1e-6)


def test_those_of_2025_are_their_members_joined() -> None:
    known = places()
    for slug in on("2025-07-01"):
        members = [
            s for s in on("2025-06-30") if (p := known.became(known.by_slug(s), "2025-07-01")) and p.slug == slug
        ]
        joined = shapely.union_all([outlines()[member] for member in members])
        assert shapely.symmetric_difference(joined, outlines()[slug]).area < 1e-9


def test_the_rings_are_as_rfc_7946_wants_them() -> None:
    for slug, outline in outlines().items():
        assert outline.is_valid, slug
        west, south, east, north = outline.bounds
        assert west > 102 and east < 110 and south > 8 and north < 24, slug
        for part in shapely.get_parts(outline):
            assert isinstance(part, Polygon)
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)


def test_the_districts_lie_in_the_outlines_of_their_provinces(script: ModuleType) -> None:
    """What docs/places.md says of how good they are."""
    slugs = {p.label: p.slug for p in places().all() if p.kind == "Province" and p.existed_at("2025-06-30")}
    distances = [KM * outlines()[slugs[owner]].distance(point) for point, owner in script.marks()]
    assert len(distances) == 696
    outside = [distance for distance in distances if distance > 0]
    assert len(outside) <= 23
    assert sum(distance > 5 for distance in outside) <= 12
    assert max(outside) < 27


def test_the_points_of_provinces_lie_in_their_outlines() -> None:
    said = Statements(ROOT / "ontology" / "places.ttl").by_subject
    points = {}
    for subject, about in said.items():
        slug = str(subject.value).removeprefix(ID)
        if slug in outlines():
            longitude, latitude = texts(about, f"{GEO}long"), texts(about, f"{GEO}lat")
            points[slug] = Point(float(longitude[0]), float(latitude[0]))
    assert points.keys() == outlines().keys()
    far = {slug for slug, point in points.items() if KM * outlines()[slug].distance(point) > 2}
    assert far == {"province/can-tho"}  # the city, on a border that docs/places.md tells to be wrong


@pytest.mark.parametrize(
    ("longitude", "latitude", "slug"),
    [
        (106.9949, 20.8140, "province/hai-phong"),  # Cát Hải, which Natural Earth gives to Quảng Ninh
        (106.6114, 8.7009, "province/ba-ria-vung-tau"),  # Côn Đảo, to Sóc Trăng
        (106.6114, 8.7009, "province/ho-chi-minh-2025"),
        (103.9626, 10.2229, "province/an-giang-2025"),  # Phú Quốc
        (109.1107, 15.3834, "province/quang-ngai"),  # Lý Sơn, to none
    ],
)
def test_islands_are_where_their_district_was(longitude: float, latitude: float, slug: str) -> None:
    assert outlines()[slug].distance(Point(longitude, latitude)) < 0.02


def test_hoang_sa_and_truong_sa_are_marked_far_out() -> None:
    marked = {f["properties"]["label"]: f for f in collection()["features"] if f["geometry"]["type"] == "Point"}
    assert set(marked) == {"Quần đảo Hoàng Sa", "Quần đảo Trường Sa"}
    for f in marked.values():
        assert f["geometry"]["coordinates"][0] > 111
        assert set(f["properties"]["within"]) <= outlines().keys()


def test_a_topology_is_read(script: ModuleType) -> None:
    """Two squares with one side in common, walked in opposite directions."""
    topology = {
        "transform": {"scale": [1, 1], "translate": [100, 10]},
        "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
        "objects": {
            "x": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Tay"}},
                    {"type": "MultiPolygon", "arcs": [[[~0, 2]]], "properties": {"name": "region"}},
                ]
            }
        },
    }
    found = script.provinces(topology, {"region": "Đông"}, ["Tây", "Đông"], [])
    assert found["Tây"].bounds == (100, 10, 101, 11)
    assert found["Đông"].bounds == (101, 10, 102, 11)
    with pytest.raises(SystemExit, match="no outline of Nam"):
        script.provinces(topology, {"region": "Đông"}, ["Tây", "Đông", "Nam"], [])
