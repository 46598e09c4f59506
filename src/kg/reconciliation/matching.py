"""Candidates for a name, the best first: scores, what they are made of, and whether the best one is sure.

A score is 100 for an entity of just that name that nothing else told of the thing contradicts. Each feature is a part
of it between 0 and 1: `name`, and one for each property that the query has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.reconciliation.comparing import SAME, Written, places_called
from kg.reconciliation.entities import Entity, codes_of
from kg.reconciliation.reading import PropertyFilter, Value, said
from kg.reconciliation.schema import ZONES
from kg.reference.places import Place, places

WORST = 45.0
"""Scores below are no candidates."""
_CLOSE = 10.0
"""Points by which the best one must lead to be sure."""
_BY_MERGER = 0.95
"""It lies in a province that was merged into the one asked for, or the other way round."""
_UNKNOWN = 0.85
_CONTRADICTED = 0.5
_SURE = 0.95
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?|(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})")
_ORDER = ("province", "district", "zone", "economic-zone", "cluster", "sector")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity, how well it fits, and why. `match`: it is sure to be the one."""

    entity: Entity
    score: float
    features: tuple[tuple[str, float], ...]
    match: bool = False


def candidates(written: Written | None, given: Sequence[PropertyFilter], found: Sequence[Entity]) -> list[Candidate]:
    """The candidates among the entities that were found, the best first; at most one of them is sure.

    `written` is None where the query has properties only: then none is.
    """
    all_ = [_candidate(written, given, entity) for entity in found]
    ranked = sorted((one for one in all_ if one.score >= WORST), key=_rank)
    if ranked and written is not None and _sure(written, ranked):
        first = ranked[0]
        ranked[0] = Candidate(first.entity, first.score, first.features, match=True)
    return ranked


def identified(entity: Entity) -> Candidate:
    """The entity whose id was asked for."""
    return Candidate(entity, 100.0, (("name", SAME),), match=True)


def _rank(one: Candidate) -> tuple[float, int, bool, str]:
    place = one.entity.place
    return -one.score, _ORDER.index(one.entity.kind), bool(place and place.end), one.entity.id


def _candidate(written: Written | None, given: Sequence[PropertyFilter], entity: Entity) -> Candidate:
    features = [] if written is None else [("name", written.agrees(entity))]
    for one in given:
        worth = max((_property(entity, one.pid, value) for value in one.v), default=_UNKNOWN)
        features.append((one.pid, worth))
    told = written.province if written else ()  # "KCN Quế Võ - Bắc Ninh" says where it lies
    if told and entity.kind in ZONES and "province" not in dict(features):
        features.append(("province", _lies_in(entity.provinces, told)))
    score = 100.0
    for _, worth in features:
        score *= worth
    return Candidate(entity, round(score, 1), tuple((name, round(worth, 4)) for name, worth in features))


def _sure(written: Written, ranked: Sequence[Candidate]) -> bool:
    """Whether the first is sure: of that very name, nothing told contradicts it, and none comes close.

    Names of zones repeat from province to province, and not all zones are known: of them one is sure only where the
    province is told.
    """
    first, *others = ranked
    worths = dict(first.features)
    if worths["name"] < SAME or min(worths.values()) < _SURE:
        return False
    if first.entity.kind in ZONES and "province" not in worths:
        return False
    return all(other.score <= first.score - _CLOSE for other in others)


def _property(entity: Entity, pid: str, value: Value) -> float:
    """How well an entity agrees with the value of a property; a property that its kind does not have says nothing."""
    text = said(value)
    match pid:
        case "province":
            return SAME if entity.sector else _lies_in(entity.provinces, places_called(text, "Province"))
        case "district":
            return _in_district(entity, text) if entity.kind in ZONES else SAME
        case "date":
            return _existed(entity.place, text) if entity.place else SAME
        case "code":
            return _same_code(entity, text)
        case _:
            if entity.sector is None:
                return SAME
            return SAME if entity.sector.scheme[-4:] in text else _CONTRADICTED


def _lies_in(provinces: Sequence[str], asked: Sequence[Place]) -> float:
    """Whether one of the provinces is asked for, whenever: merged ones count nearly as much."""
    if not asked or not provinces:
        return _UNKNOWN
    lies = _known(provinces)
    if {one.slug for one in asked} & set(provinces) or any(one.label == other.label for one in asked for other in lies):
        return SAME
    for one in asked:
        if any(places().merged_into(other, one) or places().merged_into(one, other) for other in lies):
            return _BY_MERGER
    return _CONTRADICTED


def _in_district(entity: Entity, text: str) -> float:
    asked = places_called(text, "District")
    if not asked or not entity.districts:
        return _UNKNOWN
    return SAME if {one.slug for one in asked} & set(entity.districts) else _CONTRADICTED


def _existed(place: Place, text: str) -> float:
    day = iso_date(text)
    if not day:
        return _UNKNOWN
    return SAME if place.existed_at(day) else _CONTRADICTED


def _same_code(entity: Entity, text: str) -> float:
    code = text.strip().upper().removesuffix(".0").rpartition("-")[2]
    if entity.sector is not None:
        same = code in (entity.sector.code, f"{entity.sector.section}{entity.sector.code}")
    else:
        codes = codes_of(entity.place) if entity.place else ()
        if not codes:
            return _UNKNOWN
        same = code.lstrip("0") in {one.lstrip("0") for one in codes}  # spreadsheet programs drop the zeros
    return SAME if same else _CONTRADICTED


def iso_date(text: str) -> str:
    """A partial ISO date of what a cell holds: "2024", "2024.0", "9/2024", "31/12/2024"; "" where it is none.

    >>> iso_date("31/12/2024"), iso_date("2024.0"), iso_date("2025-7-1"), iso_date("2024-02-30")
    ('2024-12-31', '2024', '2025-07-01', '')
    """
    match = _DATE.fullmatch(text.strip().removesuffix(".0"))
    if match is None:
        return ""
    parts = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    year, month, day = (int(part or 1) for part in parts)
    try:
        whole = date(year, month, day).isoformat()
    except ValueError:
        return ""
    return whole[: (4, 7, 10)[sum(map(bool, parts)) - 1]]


def _known(slugs: Sequence[str]) -> list[Place]:
    found = []
    for slug in slugs:
        try:
            found.append(places().by_slug(slug))
        except KeyError:
            continue
    return found
