"""Values of properties of entities that were matched (Reconciliation Service API 0.2, section 7).

A metric's value is the newest figure that tells of the thing itself; where several of that time contradict each other,
each is given. Settings choose another year, targets instead of what is, and the source instead of the value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyoxigraph as ox

from kg.canned import TextPair
from kg.errors import ParameterError
from kg.reconciliation.entities import Entities, Entity, Rows, codes_of, today
from kg.reconciliation.reading import ExtensionQuery
from kg.reconciliation.schema import Property, properties
from kg.reference.places import places
from kg.store import Bindings, Row, text

Cell: TypeAlias = dict[str, Any]
"""A property value as the specification has it: {"str": …}, {"float": …}, {"date": …}, {"id": …, "name": …}."""

_SCOPES = ("zones", "clusters", "economicZones", "zonesAndClusters")
_SAID = """
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?property ?said WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?property { geo:lat geo:long skos:exactMatch }
  ?thing ?property ?said
}"""
_FIGURES = """
PREFIX kg: <{base}ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?metric ?unit ?value ?from ?to ?end ?quote ?observation WHERE {{
  VALUES ?thing {{ UNDEF }}
  VALUES ?metric {{ UNDEF }}
  ?observation sdmx-dimension:refArea ?thing ; kg:metric ?metric ; kg:status ?status ;
    sdmx-measure:obsValue ?value ; qudt:unit/skos:notation ?unit ;
    prov:wasDerivedFrom/oa:hasSelector/oa:exact ?quote .
  {scope}
  FILTER NOT EXISTS {{ ?observation kg:stage ?stage }}
  FILTER NOT EXISTS {{ ?observation kg:origin ?origin }}
  FILTER NOT EXISTS {{ ?observation kg:sectorLabel ?sector }}
  OPTIONAL {{ ?observation kg:from ?from }}
  OPTIONAL {{ ?observation kg:to ?to }}
  OPTIONAL {{ ?observation kg:periodEnd ?end }}
}}"""


@dataclass(frozen=True, slots=True)
class Setting:
    """What can be chosen for a property. `choices`: their values and names; without any it is a text."""

    name: str
    label: TextPair
    help: TextPair
    choices: tuple[tuple[str, TextPair], ...] = ()

    @property
    def default(self) -> str:
        """The value where none is given."""
        return self.choices[0][0] if self.choices else ""


SETTINGS = (
    Setting(
        "year",
        TextPair("năm", "year"),
        TextPair("số liệu của năm nào; bỏ trống: mới nhất", "figures of which year; empty: the newest"),
    ),
    Setting(
        "status",
        TextPair("thực tế hay kế hoạch", "actual or planned"),
        TextPair("chỉ với số liệu", "of figures only"),
        (("actual", TextPair("thực tế", "actual")), ("planned", TextPair("kế hoạch", "planned"))),
    ),
    Setting(
        "scope",
        TextPair("phạm vi", "scope"),
        TextPair("số của chính nơi ấy, hay của các khu, cụm ở đó", "figures of the place itself, or of its zones"),
        (
            ("itself", TextPair("chính nơi ấy", "the place itself")),
            ("zones", TextPair("các khu công nghiệp", "its zones")),
            ("clusters", TextPair("các cụm công nghiệp", "its clusters")),
            ("economicZones", TextPair("các khu kinh tế", "its economic zones")),
            ("zonesAndClusters", TextPair("các khu và cụm", "its zones and clusters")),
        ),
    ),
    Setting(
        "give",
        TextPair("lấy gì", "what to give"),
        TextPair("giá trị, thời gian, hoặc số liệu với câu trích", "the value, its time, or the figure with its quote"),
        (
            ("value", TextPair("giá trị", "the value")),
            ("time", TextPair("thời gian", "the time")),
            ("source", TextPair("số liệu và câu trích", "the figure and its quote")),
        ),
    ),
)  # fmt: skip
"""What can be chosen for metrics."""


@dataclass(frozen=True, slots=True)
class Extended:
    """The properties as asked for, and their values by the id of the entity and of the property."""

    properties: tuple[Property, ...]
    rows: dict[str, dict[str, list[Cell]]]


class Extender:
    """Fetches values from the graph under `base_iri`, which `rows` asks."""

    def __init__(self, base_iri: str, entities: Entities, rows: Rows) -> None:
        self._base = base_iri
        self._entities = entities
        self._rows = rows

    async def extend(self, asked: ExtensionQuery) -> Extended:
        """The values; an entity that is not known, or has none, has an empty list.

        Raises:
            ParameterError: a setting is none. And what `rows` raises.
        """
        wanted = tuple(properties()[one.id] for one in asked.properties)
        ids = {one: self._entities.id_of(one) for one in asked.ids}
        known = await self._entities.read(filter(None, ids.values()))
        said = await self._said(wanted, known.values())
        figures = await self._figures(asked, wanted, known.values())
        rows: dict[str, dict[str, list[Cell]]] = {}
        for given, id_ in ids.items():
            entity = known.get(id_)
            rows[given] = {
                one.id: []
                if entity is None
                else figures.get((entity.id, one.id), [])
                if one.metric
                else list(self._cells(entity, one, said.get(entity.id, {})))
                for one in wanted
            }
        return Extended(wanted, rows)

    def _cells(
        self, entity: Entity, wanted: Property, said: Mapping[str, Sequence[ox.Literal | ox.NamedNode]]
    ) -> Iterable[Cell]:
        """The values of one property that is no metric."""
        place, sector = entity.place, entity.sector
        match wanted.id:
            case "iri":
                yield {"str": self._entities.things + entity.id}
            case "english" if place or sector:
                english = place.english if place else sector.english if sector else ""
                yield from _texts([english])
            case "begin" | "end" if place:
                day = place.begin if wanted.id == "begin" else place.end
                yield from [{"date": f"{day}T00:00:00Z"}] if day else []
            case "province" if entity.kind != "province":
                yield from _links(entity.provinces)
            case "district":
                yield from _links(entity.districts)
            case "today" | "provinceToday":
                now = [today(places().by_slug(slug)) for slug in entity.provinces if _is_place(slug)]
                yield from _links([one.slug for one in now if one is not None])
            case "formerly" if place:
                yield from _links([one.slug for one in places().all() if one.end and _became(one.slug, place.slug)])
            case "stage":
                yield from _texts(entity.stages)
            case "otherNames":
                yield from _texts(entity.names[1:])
            case "code" if sector:
                yield {"str": sector.code}
            case "version" if sector:
                yield {"str": sector.scheme[-4:]}
            case "section" if sector and sector.section:
                slug = f"sector/{sector.scheme}-{sector.section}"
                yield {"id": slug, "name": sector.section}
            case "code" if place:
                yield from _texts(codes_of(place))
            case "geonames":
                yield from _texts(one.value for one in said.get("exactMatch", ()) if "geonames.org" in one.value)
            case "latitude" | "longitude":
                name = "lat" if wanted.id == "latitude" else "long"
                yield from ({"float": float(one.value)} for one in said.get(name, ()))
            case _:
                pass

    async def _said(
        self, wanted: Iterable[Property], entities: Iterable[Entity]
    ) -> dict[str, dict[str, list[ox.Literal | ox.NamedNode]]]:
        """What the graph says of the entities, by the last part of the property."""
        found: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = defaultdict(lambda: defaultdict(list))
        nodes = self._nodes(one.id for one in entities)
        if nodes and {one.id for one in wanted} & {"geonames", "latitude", "longitude"}:
            for row in await self._rows(_SAID, {"thing": nodes}):
                term = row["said"]
                if isinstance(term, ox.Literal | ox.NamedNode):
                    thing = text(row, "thing").removeprefix(self._entities.things)
                    found[thing][text(row, "property").rpartition("#")[2]].append(term)
        return found

    async def _figures(
        self, asked: ExtensionQuery, wanted: Sequence[Property], entities: Iterable[Entity]
    ) -> dict[tuple[str, str], list[Cell]]:
        """The values of the metrics, by entity and property."""
        owners = {name: one.id for one in entities for name in (one.id, *one.also)}
        chosen: dict[tuple[str, ...], list[Property]] = defaultdict(list)
        for one, property_ in zip(asked.properties, wanted, strict=True):
            if property_.metric:
                chosen[_settings(one.settings)].append(property_)
        cells: dict[tuple[str, str], list[Cell]] = {}
        for settings, metrics in chosen.items() if owners else ():
            for key, rows in (await self._newest(settings, metrics, owners)).items():
                cells[key] = _unique(self._figure(row, settings[-1]) for row in rows)
        return cells

    async def _newest(
        self, settings: tuple[str, ...], metrics: Sequence[Property], owners: Mapping[str, str]
    ) -> dict[tuple[str, str], list[Row]]:
        year, status, scope, _ = settings
        within = f"?observation kg:scope <{self._entities.things}scope/{scope}> ."
        sparql = _FIGURES.format(
            base=self._base, scope=within if scope in _SCOPES else "FILTER NOT EXISTS { ?observation kg:scope ?scope }"
        )
        bindings: Bindings = {
            "thing": self._nodes(owners),
            "metric": self._nodes(sorted({f"metric/{one.metric}" for one in metrics})),
            "status": ox.NamedNode(f"{self._entities.things}status/{status}"),
        }
        ids = {(f"metric/{one.metric}", one.unit): one.id for one in metrics}
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in await self._rows(sparql, bindings):
            thing, metric = (text(row, name).removeprefix(self._entities.things) for name in ("thing", "metric"))
            id_ = ids.get((metric, text(row, "unit")))
            if id_ is not None and (not year or text(row, "end").startswith(year)):
                found[owners[thing], id_].append(row)
        return {
            key: [row for row in rows if text(row, "end") == max(text(one, "end") for one in rows)]
            for key, rows in found.items()
        }

    def _figure(self, row: Row, give: str) -> Cell:
        if give == "source":
            return {"id": text(row, "observation").removeprefix(self._entities.things), "name": text(row, "quote")}
        if give == "time":
            times = dict.fromkeys(filter(None, (text(row, "from"), text(row, "to"))))
            return {"str": "/".join(times)}
        value = float(text(row, "value"))
        return {"int": int(value)} if value.is_integer() and text(row, "unit") == "1" else {"float": value}

    def _nodes(self, ids: Iterable[str]) -> tuple[ox.NamedNode, ...]:
        return tuple(ox.NamedNode(self._entities.things + id_) for id_ in dict.fromkeys(ids))


def proposed(kinds: Iterable[str]) -> list[Property]:
    """The properties that entities of these kinds have, the metrics last."""
    wanted = set(kinds)
    return [one for one in properties().values() if one.extends and wanted & set(one.kinds)]


def _settings(given: Mapping[str, Any]) -> tuple[str, ...]:
    chosen = []
    for setting in SETTINGS:
        value = str(given.get(setting.name) or setting.default).strip()
        allowed = [one for one, _ in setting.choices]
        if allowed and value not in allowed:
            raise ParameterError(f"{value!r} is none of: {', '.join(allowed)}", where=f"settings.{setting.name}")
        if not allowed and value and not (value.isdecimal() and len(value) == 4):
            raise ParameterError(f"{value!r} is no year", where=f"settings.{setting.name}")
        chosen.append(value)
    return tuple(chosen)


def _texts(values: Iterable[str]) -> list[Cell]:
    return [{"str": value} for value in dict.fromkeys(values) if value]


def _links(slugs: Iterable[str]) -> list[Cell]:
    return [{"id": slug, "name": places().by_slug(slug).label} for slug in dict.fromkeys(slugs) if _is_place(slug)]


def _is_place(slug: str) -> bool:
    try:
        return bool(places().by_slug(slug))
    except KeyError:
        return False


def _became(former: str, slug: str) -> bool:
    return places().merged_into(places().by_slug(former), places().by_slug(slug))


def _unique(cells: Iterable[Cell]) -> list[Cell]:
    kept: list[Cell] = []
    for cell in cells:
        if cell not in kept:
            kept.append(cell)
    return kept
