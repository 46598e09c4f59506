"""The page of a country, region, province or district: its lifetime, its figures, its zones and clusters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox
from starlette.responses import Response

from kg.reference.places import Place, places
from kg.store import Row, text
from kg.web.language import Language
from kg.web.views.concepts import called
from kg.web.views.figures import Figure, figures, latest
from kg.web.views.formerly import formerly
from kg.web.views.found import Asked
from kg.web.views.outlines import Box, outline_of, path_of, project
from kg.web.views.statements import statements

_EVENTS = """
SELECT DISTINCT ?event ?date ?source ?number ?document ?original ?resulting WHERE {
  VALUES ?place { UNDEF }
  VALUES ?side { org:originalOrganization org:resultingOrganization }
  ?event ?side ?place ; dcterms:date ?date ; org:originalOrganization ?original ; org:resultingOrganization ?resulting .
  OPTIONAL { ?event dcterms:source ?source
    OPTIONAL { ?source dcterms:identifier ?number } OPTIONAL { ?source dcterms:title ?document } }
} ORDER BY ?date"""
_ZONES = """
SELECT ?zone (SAMPLE(?name) AS ?label) (SAMPLE(?lies) AS ?place) (SAMPLE(?districtNode) AS ?district)
  (SAMPLE(?stageNode) AS ?stage) (SAMPLE(?latitude) AS ?lat) (SAMPLE(?longitude) AS ?long)
WHERE {
  VALUES ?lies { UNDEF }
  ?zone WAY ?lies ; rdfs:label ?name .
  FILTER(REGEX(STR(?zone), "/id/(zone|cluster|economic-zone)/") && LANG(?name) IN ("vi", ""))
  OPTIONAL { ?zone kg:inDistrict ?districtNode }
  OPTIONAL { ?zone kg:stage ?stageNode }
  OPTIONAL { ?zone geo:lat ?latitude ; geo:long ?longitude }
} GROUP BY ?zone ORDER BY ?label LIMIT 1000"""
_POINTS = """
SELECT ?district ?lat ?long WHERE { VALUES ?district { UNDEF } ?district geo:lat ?lat ; geo:long ?long }"""
_ZONE_FIGURES = """VALUES ?lies { UNDEF }
  VALUES ?metric { metric:occupancyRate metric:industrialLandArea metric:totalArea }
  ?place WAY ?lies ."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone or cluster in the place, with its newest figures. `at` is where it lies in the drawing, if known."""

    iri: str
    label: str
    kind: str
    place: Place | None
    district: Place | None
    stage: str
    occupancy: Figure | None
    land: Figure | None
    total: Figure | None
    at: tuple[float, float] | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A change: which places became which, when, by which document."""

    day: str
    originals: tuple[Place, ...]
    results: tuple[Place, ...]
    source: str
    document: str


async def show(asked: Asked) -> Response:
    """The page of a place of the gazetteer, or of one that only articles name."""
    known = {one.slug: one for one in places().all()}
    place = known.get(asked.path)
    if place is None:
        from kg.web.views import subject  # noqa: PLC0415 - each falls back to the other

        return await subject.show(asked)
    language = asked.language
    found = await asked.figures()
    events = await _events(asked, known)
    before = [one for one in known.values() if one is not place and _became(one, place)]
    zones = await _zones(asked, place, before, known) if place.kind in ("Province", "District") else []
    within = known.get(place.within)
    return asked.shown(
        "place.html",
        name_of(place, language),
        found,
        statements=await statements(asked),
        place=place,
        type=type_of(place, language),
        name_of=lambda one: name_of(one, language),
        slug_iri=lambda one: asked.state.terms.things + one.slug,
        within=within,
        events=events,
        before=sorted(before, key=lambda one: one.slug),
        formerly=await formerly(asked, before) if place.kind == "Province" else None,
        after=_after(place),
        inside=_inside(place, known, language),
        zones=zones,
        drawing=_drawing(place, zones),
    )


def name_of(place: Place, language: Language) -> str:
    """The name in the page's language, with the type where it is needed to tell ("Quận 1")."""
    return place.english if language == "en" and place.english else place.label


def type_of(place: Place, language: Language) -> str:
    """What kind of place it is: "tỉnh", "thành phố"."""
    if place.prefix and language == "vi":
        return place.prefix[:1].upper() + place.prefix[1:]
    english = {"thành phố": "City", "tỉnh": "Province", "quận": "Urban district", "huyện": "Rural district"}
    english |= {"thị xã": "Town"}
    if place.prefix in english:
        return english[place.prefix]
    return called(f"kg:{place.kind}", language)


def _inside(place: Place, known: dict[str, Place], language: Language) -> list[tuple[str, str, list[Place]]]:
    """What lies or lay in a place: (id, heading, the places), those of today before the former ones."""
    there = sorted((one for one in known.values() if one.within == place.slug), key=lambda one: one.slug)
    if place.kind == "Country":
        there += sorted((one for one in known.values() if one.kind == "Province"), key=lambda one: one.slug)
    english = language == "en"
    groups = (
        ("provinces", "Tỉnh, thành phố ngày nay", "Provinces of today", "Province", False),
        ("regions", "Vùng", "Regions", "Region", False),
        ("districts", "Quận, huyện, thị xã", "Districts", "District", None),
        ("former", "Tỉnh, thành phố trước đây", "Former provinces", "Province", True),
    )
    made = []
    for id_, vi, en, kind, ended in groups:
        group = [one for one in there if one.kind == kind and (ended is None or bool(one.end) == ended)]
        if group:
            made.append((id_, en if english else vi, group))
    return made


def _became(one: Place, place: Place) -> bool:
    return one.kind == place.kind and bool(one.end) and places().became(one, place.begin or "0") is place


def _after(place: Place) -> Place | None:
    if not place.end:
        return None
    after = places().became(place, date.today().isoformat())
    return after if after is not place else None


async def _events(asked: Asked, known: dict[str, Place]) -> list[Event]:
    made: dict[str, tuple[str, dict[str, Place], dict[str, Place], str, str]] = {}
    for row in await asked.rows(_EVENTS, place=asked.node):
        said = (text(row, "source"), text(row, "number") or text(row, "document"))
        _, originals, results, *_ = made.setdefault(text(row, "event"), (text(row, "date"), {}, {}, *said))
        for side, name in ((originals, "original"), (results, "resulting")):
            slug = asked.path_of(text(row, name))
            if slug in known:
                side[slug] = known[slug]
    return [Event(day, tuple(o.values()), tuple(r.values()), *said) for day, o, r, *said in made.values()]


async def _zones(asked: Asked, place: Place, before: list[Place], known: dict[str, Place]) -> list[Zone]:
    way = "kg:inDistrict" if place.kind == "District" else "kg:locatedIn"
    lies = tuple(asked.node_of(one.slug) for one in (place, *before))
    rows = await asked.rows(_ZONES.replace("WAY", way), lies=lies)
    if not rows:
        return []
    by_zone: dict[tuple[str, str], list[Figure]] = {}
    for figure in await figures(asked.state, _ZONE_FIGURES.replace("WAY", way), {"lies": lies}, 5000, quoted=False):
        if not (figure.scope or figure.stage or figure.sector or figure.origin):
            by_zone.setdefault((figure.place, figure.metric), []).append(figure)
    districts = {text(row, "district") for row in rows} - {""}
    points = {}
    if districts:
        nodes = tuple(ox.NamedNode(iri) for iri in sorted(districts))
        points = {text(row, "district"): _point(row) for row in await asked.rows(_POINTS, district=nodes)}
    zones = []
    for row in rows:
        iri, own = text(row, "zone"), _point(row)
        newest = {metric: latest(by_zone.get((iri, metric), ())) for metric in _ZONE_METRICS}
        stage = text(row, "stage").rpartition("/")[2]
        zones.append(
            Zone(
                iri,
                text(row, "label"),
                called(f"kg:{_CLASSES[asked.path_of(iri).partition('/')[0]]}", asked.language),
                known.get(asked.path_of(text(row, "place"))),
                known.get(asked.path_of(text(row, "district"))),
                called(f"stage/{stage}", asked.language) if stage else "",
                newest["occupancyRate"],
                newest["industrialLandArea"],
                newest["totalArea"],
                own or points.get(text(row, "district")),
                own is not None,
            )
        )
    return zones


_ZONE_METRICS = ("occupancyRate", "industrialLandArea", "totalArea")
_CLASSES = {"zone": "Zone", "cluster": "Cluster", "economic-zone": "EconomicZone"}


def _point(row: Row) -> tuple[float, float] | None:
    latitude, longitude = row.get("lat"), row.get("long")
    if not (isinstance(latitude, ox.Literal) and isinstance(longitude, ox.Literal)):
        return None
    try:
        return project(float(longitude.value), float(latitude.value))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A province's outline with its zones as dots: those at one place together. `unit` is one CSS pixel or so."""

    box: Box
    path: str
    unit: float
    dots: tuple[tuple[float, float, tuple[Zone, ...]], ...]


def _drawing(place: Place, zones: list[Zone]) -> Drawing | None:
    outline = outline_of(place.slug if place.kind == "Province" else place.within)
    if outline is None:
        return None
    x, y, width, height = outline.box
    margin = max(width, height) * 0.06
    together: dict[tuple[float, float], list[Zone]] = {}
    for zone in zones:
        if zone.at is not None:
            together.setdefault(zone.at, []).append(zone)
    left, right, top, bottom = x - margin, x + width + margin, y - margin, y + height + margin
    dots = tuple((*at, tuple(there)) for at, there in together.items() if left < at[0] < right and top < at[1] < bottom)
    box = (x - margin, y - margin, width + 2 * margin, height + 2 * margin)
    return Drawing(box, path_of(outline.slug, 0.1), max(box[2], box[3]) / 400, dots)
