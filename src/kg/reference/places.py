"""The places of `ontology/places.ttl`: country, regions, provinces and districts, each with its lifetime.

Nothing here is "current": a name is looked up as of a date. A province that was merged on 2025-07-01 and whose name
went on is two places (`province/hai-phong` until 2025-06-30, `province/hai-phong-2025` after it).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from kg.errors import OntologyError
from kg.reference.turtle import ID, KG, RDF_TYPE, RDFS_LABEL, SKOS, Said, Statements, iris, texts
from kg.resources import ontology_dir
from kg.vietnamese import fold

PlaceKind = Literal["Country", "Region", "Province", "District"]
KINDS: tuple[PlaceKind, ...] = ("Country", "Region", "Province", "District")

_ORG = "http://www.w3.org/ns/org#"
_OFFICIAL = "http://www.geonames.org/ontology#officialName"
_KIND_OF = {KG + kind: kind for kind in KINDS}

_EVER = "9999"
_FIRST_LIST = "2004-07-08"  # code-list/gso-2004
_TYPE_WORD = re.compile(r"(tỉnh|thành phố|tp\.?|t\.p\.?|huyện|quận|thị xã|tx\.?|q\.|h\.) ?(?=\S)")
_ABBREVIATED = {"tp": "thành phố", "tx": "thị xã", "q": "quận", "h": "huyện"}


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `slug` is its IRI's part behind `{base}id/`: `province/hai-phong`.

    `label` is the Vietnamese name without its type, `prefix` the type ("tỉnh", "thành phố", "quận", "huyện",
    "thị xã", "" for countries and regions) that it had last. `begin` and `end` are the first and the last day of its
    lifetime (ISO), "" where unknown or open. `within` is the slug of what it lies in, `formerly_within` of the
    provinces in which it lay before.
    """

    slug: str
    kind: PlaceKind
    label: str
    english: str
    prefix: str
    aliases: tuple[str, ...]
    begin: str
    end: str
    within: str
    formerly_within: tuple[str, ...] = ()

    def existed_at(self, date: str) -> bool:
        """Tell whether its lifetime meets a partial ISO date (`2025`: some day of that year); "" is any time."""
        return not date or (_first_day(date) <= (self.end or _EVER) and self.begin <= _last_day(date))


class Places:
    """All places, found by name and date. Names are compared after `kg.vietnamese.fold`."""

    def __init__(self, places: Sequence[Place], successors: dict[str, str]) -> None:
        self._by_slug = {place.slug: place for place in places}
        self._successors = successors
        labels: dict[str, list[Place]] = defaultdict(list)
        aliases: dict[str, list[Place]] = defaultdict(list)
        # A province that ended before the first list of codes (Cần Thơ until 2003) comes after all others of its name.
        for place in sorted(places, key=lambda p: (KINDS.index(p.kind), "" < p.end < _FIRST_LIST, p.begin, p.slug)):
            label = fold(place.label)
            labels[label].append(place)
            for alias in {fold(alias) for alias in place.aliases} - {label}:
                aliases[alias].append(place)
        self._by_name = {
            name: (*labels.get(name, ()), *aliases.get(name, ())) for name in dict.fromkeys([*labels, *aliases])
        }
        self._into: dict[str, list[Place]] = defaultdict(list)
        absorbed: dict[str, set[str]] = defaultdict(set)
        for place in places:
            slug = successors.get(place.slug, "")
            while slug in self._by_slug:
                self._into[slug].append(place)
                if place.kind == "Province" and self._by_slug[slug].label != place.label:
                    absorbed[self._by_slug[slug].label].add(place.label)
                slug = successors.get(slug, "")
        self._absorbed = {label: frozenset(labels_) for label, labels_ in absorbed.items()}

    def all(self) -> tuple[Place, ...]:
        """All places, in the order of their slugs."""
        return tuple(self._by_slug.values())

    def by_slug(self, slug: str) -> Place:
        """The place of that slug; KeyError where there is none."""
        return self._by_slug[slug]

    def named(self, name: str, kind: str = "", date: str = "") -> tuple[Place, ...]:
        """The places of that label or alias, of one kind if given, alive at the partial ISO date if given.

        A type before the name ("tỉnh Hải Dương", "TX Kỳ Anh") leaves only the kinds that have such a type, and puts
        those that had it last first.
        Those whose label it is come before those whose alias it is; then larger before smaller, older before newer.
        """
        folded = fold(name)
        found = self._by_name.get(folded)
        if found is None:
            found = self._behind_type(folded)
        return tuple(place for place in found if (not kind or place.kind == kind) and place.existed_at(date))

    def _behind_type(self, folded: str) -> tuple[Place, ...]:
        type_, name = behind_type(folded)
        if not type_:
            return ()
        found = [place for place in self._by_name.get(name, ()) if place.kind in kinds_of_type(type_)]
        # Types change with time and only the last is known here: another type is worth less, not nothing.
        return tuple(sorted(found, key=lambda place: place.prefix != type_))

    def province_at(self, name: str, date: str) -> Place | None:
        """The province of that name at a partial ISO date; None only where no province ever had the name.

        Where two meet the date (it names just the year 2025), or no date is given, the one from before 2025-07-01.
        Where none does (Hải Dương in 2026), the one whose lifetime is nearest.
        """
        found = self.named(name, "Province")
        alive = [place for place in found if place.existed_at(date)]
        if alive:
            return alive[0]
        past = [place for place in found if place.end and place.end < _first_day(date)]
        return max(past, key=lambda place: place.end) if past else next(iter(found), None)

    def district_in(self, name: str, province_label: str, date: str = "") -> Place | None:
        """The district of that name in the province of that name (label or alias), alive at the partial ISO date.

        Provinces in which the district lay formerly count, after the others. A district that ended is found at later
        dates too, if none of that name was alive then: articles go on to name districts after 2025-06-30. Where a
        town and a rural district share a name, the type before the name tells which ("huyện Kỳ Anh").
        """
        provinces = {place.slug for place in self.named(province_label, "Province")}
        found = self.named(name, "District")
        candidates = [place for place in found if place.within in provinces]
        candidates += [place for place in found if provinces & set(place.formerly_within)]
        alive = [place for place in candidates if place.existed_at(date)]
        return next(iter(alive or candidates), None)

    def became(self, place: Place, date: str) -> Place | None:
        """What a place is on an ISO date: itself while it lives, else what it was merged into or changed to.

        None where it was split into several, or ended with its level (the districts on 2025-06-30).
        """
        found: Place | None = place
        while found is not None and found.end and found.end < date:
            found = self._by_slug.get(self._successors.get(found.slug, ""))
        return found

    def merged_into(self, place: Place, other: Place) -> bool:
        """Tell whether `place` was merged into or changed to `other`, at once or by way of others."""
        found: Place | None = place
        while found is not None and found.slug != other.slug:
            found = self._by_slug.get(self._successors.get(found.slug, ""))
        return found is not None and found is not place

    def absorbed(self, label: str) -> frozenset[str]:
        """The labels of the provinces that were merged into one of that label, at once or by way of others."""
        return self._absorbed.get(label, frozenset())

    def holds_others(self, province: Place, date: str) -> bool:
        """Tell whether provinces of other names had been merged into `province` by the end of a partial ISO date.

        Without a date: if they were merged into it when it began.
        """
        day = _last_day(date) if date else province.begin
        ended = (place for place in self._into.get(province.slug, ()) if place.label != province.label)
        return any(place.end < day for place in ended)


def behind_type(folded: str) -> tuple[str, str]:
    """The type that a folded name begins with, in full, and the name behind it; "" and the name where it has none.

    >>> behind_type("tp. hải dương"), behind_type("hải dương")
    (('thành phố', 'hải dương'), ('', 'hải dương'))
    """
    match = _TYPE_WORD.match(folded)
    if match is None:
        return "", folded
    written = match[1].replace(".", "")
    return _ABBREVIATED.get(written, written), folded[match.end() :]


def kinds_of_type(type_: str) -> tuple[PlaceKind, ...]:
    """The kinds of places that have such a type: a city is of the province level or of the district level."""
    by_type: dict[str, tuple[PlaceKind, ...]] = {"tỉnh": ("Province",), "thành phố": ("Province", "District")}
    return by_type.get(type_, ("District",))


@lru_cache(maxsize=1)
def places() -> Places:
    """The places of the ontology, read once. Raises OntologyError where the file is missing or unusable."""
    return read_places(ontology_dir() / "places.ttl")


def read_places(path: Path) -> Places:
    """Read places from a Turtle file. Raises OntologyError, naming the file, where it is missing or unusable."""
    statements = Statements(path, hint="build it with scripts/build_places.py").by_subject
    found = []
    successors: dict[str, str] = {}
    for subject, said in statements.items():
        for class_ in iris(said, RDF_TYPE):
            if class_ in _KIND_OF:
                found.append(_place(str(subject.value).removeprefix(ID), _KIND_OF[class_], said))
            elif class_ == _ORG + "ChangeEvent":
                successors |= _successors(said)
    if not found:
        raise OntologyError("holds no place; build it with scripts/build_places.py", where=str(path))
    return Places(sorted(found, key=lambda place: place.slug), successors)


def _first(values: list[str]) -> str:
    return min(values, default="")


def _place(slug: str, kind: PlaceKind, said: Said) -> Place:
    label, official = _first(texts(said, RDFS_LABEL, "vi")), _first(texts(said, _OFFICIAL, "vi"))
    if not label:
        raise OntologyError(f"{slug} has no Vietnamese rdfs:label", where="places.ttl")
    numbered = kind == "District" and official == label  # "Quận 1": the type is a part of the name
    prefix = label.split()[0].lower() if numbered else official.removesuffix(label).strip()
    return Place(
        slug=slug,
        kind=kind,
        label=label,
        english=_first(texts(said, RDFS_LABEL, "en")),
        prefix=prefix if kind in ("Province", "District") else "",
        aliases=tuple(sorted(texts(said, SKOS + "altLabel", "vi"))),
        begin=_first(texts(said, KG + "begin")),
        end=_first(texts(said, KG + "end")),
        within=_first(iris(said, KG + "within")).removeprefix(ID),
        formerly_within=tuple(iri.removeprefix(ID) for iri in sorted(iris(said, KG + "formerlyWithin"))),
    )


def _successors(event: Said) -> dict[str, str]:
    """What each original became, where it was one thing and another."""
    originals, resulting = (iris(event, f"{_ORG}{side}Organization") for side in ("original", "resulting"))
    if len(resulting) != 1:
        return {}
    return {one.removeprefix(ID): resulting[0].removeprefix(ID) for one in originals if one not in resulting}


def _first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def _last_day(date: str) -> str:
    # Day 31 in every month: for comparing strings it need not be a day that there is.
    return date + "-12-31"[len(date) - 4 :] if len(date) < 10 else date
