"""What the service knows: types of entities and their properties, named in both languages.

A type's id is the class's name in the ontology, a property's id a word of its own, a metric's with its unit:
`registeredCapital.USD`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.canned import TextPair
from kg.reference.metrics import metrics
from kg.reference.turtle import KG, RDFS_LABEL, Statements, texts
from kg.resources import ontology_dir

PLACES = ("province", "district")
ZONES = ("zone", "cluster", "economic-zone")
KINDS = (*PLACES, *ZONES, "sector")
"""The kinds of entities: the first part of their ids."""

_KINDS_OF = {
    "Province": ("province",),
    "District": ("district",),
    "IndustrialArea": ZONES,
    "Zone": ("zone",),
    "Cluster": ("cluster",),
    "EconomicZone": ("economic-zone",),
    "Sector": ("sector",),
}
_BROADER = dict.fromkeys(("Zone", "Cluster", "EconomicZone"), "IndustrialArea")


@dataclass(frozen=True, slots=True)
class EntityType:
    """A type: `kinds` of entities have it; `broader` is the id of the next broader type, or ""."""

    id: str
    name: TextPair
    kinds: tuple[str, ...]
    broader: str


@dataclass(frozen=True, slots=True)
class Property:
    """A property. `filters`: queries may have it; `extends`: its values can be had."""

    id: str
    name: TextPair
    description: TextPair
    kinds: tuple[str, ...]
    filters: bool = False
    extends: bool = True
    type: str = ""
    """The type of the entities that it has as values, if it has such."""
    metric: str = ""
    unit: str = ""


@lru_cache(maxsize=1)
def types() -> Mapping[str, EntityType]:
    """The types, by id. Raises OntologyError where the ontology lacks one."""
    statements = Statements(ontology_dir() / "kg.ttl")
    labels = {str(subject.value): said for subject, said in statements.by_subject.items()}
    found = {}
    for name, kinds in _KINDS_OF.items():
        said = labels[KG + name]
        vietnamese, english = (texts(said, RDFS_LABEL, language)[0] for language in ("vi", "en"))
        found[name] = EntityType(name, TextPair(vietnamese, english), kinds, _BROADER.get(name, ""))
    return found


def type_of(kind: str) -> EntityType:
    """The narrowest type of a kind."""
    return next(one for one in types().values() if one.kinds == (kind,))


@lru_cache(maxsize=1)
def properties() -> Mapping[str, Property]:
    """The properties, by id; the metrics last."""
    return {one.id: one for one in (*_own(), *_metrics())}


def _own() -> tuple[Property, ...]:
    def pair(vi: str, en: str) -> TextPair:
        return TextPair(vi, en)

    return (
        Property(
            "province",
            pair("tỉnh, thành phố", "province"),
            pair("Tỉnh mà huyện, khu, cụm nằm trong, theo thời điểm của bài", "The province in which it lies, or lay"),
            ("district", *ZONES),
            filters=True,
            type="Province",
        ),
        Property(
            "district",
            pair("quận, huyện", "district"),
            pair("Quận, huyện mà khu, cụm nằm trong", "The district in which a zone or cluster lies"),
            ZONES,
            filters=True,
            type="District",
        ),
        Property(
            "date",
            pair("vào ngày", "at the date"),
            pair(
                "Năm, tháng hoặc ngày mà tỉnh, huyện ấy còn tồn tại: 2024, 2025-07-01",
                "A year, month or day at which the province or district existed: 2024, 2025-07-01",
            ),
            PLACES,
            filters=True,
            extends=False,
        ),
        Property(
            "code",
            pair("mã", "code"),
            pair("Mã của Tổng cục Thống kê; của ngành: mã VSIC", "The statistics office's code; of a sector: VSIC's"),
            (*PLACES, "sector"),
            filters=True,
        ),
        Property(
            "version",
            pair("phiên bản VSIC", "version of VSIC"),
            pair("2018 hoặc 2025", "2018 or 2025"),
            ("sector",),
            filters=True,
        ),
        Property("iri", pair("IRI", "IRI"), pair("Định danh đầy đủ", "The full identifier"), KINDS),
        Property("english", pair("tên tiếng Anh", "English name"), pair("", ""), (*PLACES, "sector")),
        Property("begin", pair("từ ngày", "first day"), pair("Ngày đầu", "When it began"), PLACES),
        Property("end", pair("đến ngày", "last day"), pair("Ngày cuối", "When it ended"), PLACES),
        Property(
            "today",
            pair("ngày nay là", "today"),
            pair("Tỉnh ngày nay, sau các lần sáp nhập", "What it is today, after mergers"),
            ("province",),
            type="Province",
        ),
        Property(
            "formerly",
            pair("trước là", "formerly"),
            pair("Các tỉnh đã nhập thành", "The provinces that it was made of"),
            ("province",),
            type="Province",
        ),
        Property(
            "provinceToday",
            pair("tỉnh ngày nay", "province of today"),
            pair("Tỉnh ngày nay của nơi ấy", "The province of today in which it lies"),
            ("district", *ZONES),
            type="Province",
        ),
        Property("geonames", pair("GeoNames", "GeoNames"), pair("IRI ở GeoNames", "Its IRI at GeoNames"), PLACES),
        Property("latitude", pair("vĩ độ", "latitude"), pair("", ""), (*PLACES, *ZONES)),
        Property("longitude", pair("kinh độ", "longitude"), pair("", ""), (*PLACES, *ZONES)),
        Property("stage", pair("giai đoạn", "stage"), pair("Nếu bài có nêu", "Where articles tell it"), ZONES),
        Property(
            "otherNames", pair("tên khác", "other names"), pair("Các cách viết trong bài", "As articles have it"), ZONES
        ),
        Property(
            "section", pair("ngành cấp 1", "section"), pair("Của ngành", "Of a division"), ("sector",), type="Sector"
        ),
    )  # fmt: skip


def _metrics() -> tuple[Property, ...]:
    return tuple(
        Property(
            f"{metric.id}.{unit}" if len(metric.units) > 1 else metric.id,
            TextPair(
                metric.label + (f" ({unit})" if unit != "1" else ""),
                metric.english + (f" ({unit})" if unit != "1" else ""),
            ),
            TextPair("Số liệu mới nhất", "The newest figure"),
            (*PLACES, *ZONES),
            metric=metric.id,
            unit=unit,
        )
        for metric in metrics().values()
        for unit in metric.units
    )
