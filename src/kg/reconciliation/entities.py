"""The entities that names are matched with: places and sectors of the reference data, zones as articles name them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeAlias

import pyoxigraph as ox

from kg.canned import TextPair
from kg.reconciliation.schema import ZONES, type_of
from kg.reference.places import Place, places
from kg.reference.sectors import Sector, sectors
from kg.reference.turtle import ID, SKOS, Statements
from kg.resources import ontology_dir
from kg.store import Bindings, Row, text
from kg.zones.naming import ZoneKey, read_zone_key, read_zone_name

Rows: TypeAlias = Callable[[str, Bindings], Awaitable[list[Row]]]
"""Answers a SELECT with these values of its variables."""

# What is said of zones under all names that are theirs, or that a name is another zone's (docs/zones.md).
_ZONES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <{base}ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?zone ?name ?property ?said WHERE {{
  {{ VALUES ?zone {{ UNDEF }} ?zone ?property ?said BIND(?zone AS ?name) }}
  UNION
  {{ VALUES ?zone {{ UNDEF }} ?name dcterms:isReplacedBy ?zone . ?name ?property ?said }}
  FILTER(?property IN (rdfs:label, skos:altLabel, kg:knownKey, kg:nameKey, kg:locatedIn, kg:inDistrict, kg:stage,
    dcterms:isReplacedBy))
}}"""
_ZONES_IN = """
PREFIX kg: <{base}ontology#>
SELECT DISTINCT ?zone WHERE {{ VALUES ?province {{ UNDEF }} ?zone kg:locatedIn ?province }} LIMIT 500"""


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity. `id` is its IRI's part behind `{base}id/`; `names` are all that it is called, the usual one first.

    `provinces` and `districts` are the slugs of those in which it lies; a province lies in itself. `place` or `sector`
    is what the reference data say; `keys` and `stages` are a zone's.
    """

    id: str
    names: tuple[str, ...]
    provinces: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    place: Place | None = None
    sector: Sector | None = None
    keys: tuple[ZoneKey, ...] = ()
    stages: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Ids that lead to it, too."""

    @property
    def kind(self) -> str:
        """The first part of its id."""
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        """What it is usually called."""
        return self.names[0]

    def description(self) -> TextPair:
        """What tells it from others of its name, in a line."""
        type_ = type_of(self.kind).name
        vi, en = [type_.vi], [type_.en]
        if self.place is not None:
            vi = [self.place.prefix or type_.vi]
            for slug in self.provinces if self.kind == "district" else ():
                vi.append(_place(slug))
                en.append(_place(slug))
            if self.place.begin:
                vi.append(f"từ {self.place.begin}")
                en.append(f"since {self.place.begin}")
            if self.place.end:
                vi.append(f"đến {self.place.end}")
                en.append(f"until {self.place.end}")
            now = today(self.place) if self.place.end else None
            if now is not None and self.kind == "province":
                vi.append(f"nay là {now.label}")
                en.append(f"now {now.label}")
        elif self.sector is not None:
            written = f"{self.sector.scheme.upper().replace('-', ' ')}, {self.sector.code}"
            vi.append(written)
            en += [written, self.sector.english]
        else:
            lies = list(dict.fromkeys(map(_place, (*self.districts, *self.provinces))))
            vi += lies
            en += lies
        return TextPair(" · ".join(filter(None, vi)), " · ".join(filter(None, en)))


class Entities:
    """Looks entities up by id: zones in the graph under `base_iri`, by `rows`; the others in the reference data."""

    def __init__(self, base_iri: str, rows: Rows) -> None:
        self.things = f"{base_iri}id/"
        self._zones = _ZONES.format(base=base_iri)
        self._zones_in = _ZONES_IN.format(base=base_iri)
        self._rows = rows

    async def zones_in(self, provinces: Sequence[str]) -> list[str]:
        """The ids of zones and clusters that lie in provinces of these slugs. Raises what `rows` raises."""
        nodes = tuple(ox.NamedNode(self.things + slug) for slug in provinces)
        return [
            text(row, "zone").removeprefix(self.things) for row in await self._rows(self._zones_in, {"province": nodes})
        ]

    async def read(self, ids: Iterable[str]) -> dict[str, Entity]:
        """The entities of these ids; an id that leads to another one's entity has that, an unknown one has none.

        Raises what `rows` raises.
        """
        found: dict[str, Entity] = {}
        asked: list[ox.NamedNode] = []
        for one in dict.fromkeys(ids):
            known = _known(one)
            if known is not None:
                found[one] = known
            elif one.partition("/")[0] in ZONES and (node := _node(self.things + one)) is not None:
                asked.append(node)
        zones, replaced = await self._said(asked)
        if others := set(replaced.values()) - set(zones):
            zones |= (await self._said([ox.NamedNode(self.things + one) for one in sorted(others)]))[0]
        found |= zones
        return found | {one: zones[other] for one, other in replaced.items() if other in zones}

    def id_of(self, written: str) -> str:
        """The id that is written as an id or as an IRI; "" if neither."""
        one = written.strip().removeprefix(self.things)
        return one if _known(one) or (one.partition("/")[0] in ZONES and "/" in one) else ""

    async def _said(self, nodes: Sequence[ox.NamedNode]) -> tuple[dict[str, Entity], dict[str, str]]:
        """The zones among these, and the names that are other zones'."""
        by_zone: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        for row in await self._rows(self._zones, {"zone": tuple(nodes)}) if nodes else ():
            zone, name = (text(row, column).removeprefix(self.things) for column in ("zone", "name"))
            property_ = re.split("[#/]", text(row, "property"))[-1]
            by_zone[zone][name][property_].append(text(row, "said").removeprefix(self.things))
        replaced = {
            zone: names[zone]["isReplacedBy"][0] for zone, names in by_zone.items() if names[zone].get("isReplacedBy")
        }
        zones = {
            zone: _zone(zone, names)
            for zone, names in by_zone.items()
            if zone not in replaced and names[zone].get("label")
        }
        return zones, replaced


def today(place: Place) -> Place | None:
    """What a place is today; None where it ended with its level."""
    return places().became(place, date.today().isoformat())


def codes_of(place: Place) -> tuple[str, ...]:
    """The statistics office's codes of a place, as its lists have them."""
    return _codes().get(place.slug, ())


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, ...]]:
    found = {}
    for node, said in Statements(ontology_dir() / "places.ttl").by_subject.items():
        terms = [one for one in said.get(f"{SKOS}notation", ()) if isinstance(one, ox.Literal)]
        codes = sorted({one.value for one in terms if "/gso-" in one.datatype.value})
        if codes:
            found[str(node.value).removeprefix(ID)] = tuple(codes)
    return found


def of_place(place: Place) -> Entity:
    """A place as an entity."""
    usual = f"{place.prefix} {place.label}".strip()
    names = dict.fromkeys(filter(None, (place.label, place.english, *place.aliases, usual)))
    provinces = (place.slug,) if place.kind == "Province" else (place.within, *place.formerly_within)
    return Entity(place.slug, tuple(names), provinces=tuple(filter(None, provinces)), place=place)


def of_sector(sector: Sector) -> Entity:
    """A sector as an entity."""
    return Entity(sector.slug, tuple(filter(None, (sector.label, sector.english))), sector=sector)


def _known(id_: str) -> Entity | None:
    kind = id_.partition("/")[0]
    if kind == "sector":
        return of_sector(sectors().by_slug(id_)) if id_ in sectors() else None
    if kind not in ("province", "district"):
        return None
    try:
        return of_place(places().by_slug(id_))
    except KeyError:
        return None


def _zone(id_: str, said_of: Mapping[str, Mapping[str, list[str]]]) -> Entity:
    def all_of(*properties: str) -> tuple[str, ...]:
        # Under its own name first.
        ordered = sorted(said_of, key=lambda name: (name != id_, name))
        return tuple(
            dict.fromkeys(v for name in ordered for one in properties for v in sorted(said_of[name].get(one, ())))
        )

    names = all_of("label", "altLabel")
    provinces = all_of("locatedIn")
    keys = tuple(filter(None, map(_key, all_of("knownKey", "nameKey"))))
    return Entity(
        id_,
        names,
        provinces=provinces,
        districts=all_of("inDistrict"),
        keys=keys or tuple(filter(None, (_key_of_name(name, provinces) for name in names))),
        stages=tuple(stage.rpartition("/")[2] for stage in all_of("stage")),
        also=tuple(sorted(set(said_of) - {id_})),
    )


def _key(written: str) -> ZoneKey | None:
    try:
        return read_zone_key(written)
    except ValueError:
        return None


def _key_of_name(name: str, provinces: tuple[str, ...]) -> ZoneKey | None:
    """The key of a zone that was written into the graph without one."""
    lies = _known(provinces[0]) if provinces else None
    read = read_zone_name(name, lies.place if lies else None)
    home = provinces[0].partition("/")[2] if provinces else ""
    return ZoneKey(read.noun.lower(), read.core, read.phase, home) if read else None


def _place(slug: str) -> str:
    """What a place is called; what only articles name, by its slug."""
    try:
        return places().by_slug(slug).label
    except KeyError:
        return slug.partition("/")[2]


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None
