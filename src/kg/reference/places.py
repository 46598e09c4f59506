"""The places of `ontology/places.ttl`: country, regions, provinces and districts, each with its lifetime.

Nothing here is "current": a name is looked up as of a date. A province that was merged on 2025-07-01 and whose name
went on is two places (`province/hai-phong` until 2025-06-30, `province/hai-phong-2025` after it).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.resources import ontology_dir
from kg.settings import DEFAULT_BASE_IRI
from kg.vietnamese import fold

PlaceKind = Literal["Country", "Region", "Province", "District"]
KINDS: tuple[PlaceKind, ...] = ("Country", "Region", "Province", "District")

_ID = f"{DEFAULT_BASE_IRI}id/"
_KG = f"{DEFAULT_BASE_IRI}ontology#"
_ORG = "http://www.w3.org/ns/org#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_ALIAS = "http://www.w3.org/2004/02/skos/core#altLabel"
_OFFICIAL = "http://www.geonames.org/ontology#officialName"

_EVER = "9999"
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
        for place in sorted(places, key=lambda place: (KINDS.index(place.kind), place.begin, place.slug)):
            label = fold(place.label)
            labels[label].append(place)
            for alias in {fold(alias) for alias in place.aliases} - {label}:
                aliases[alias].append(place)
        self._by_name = {
            name: (*labels.get(name, ()), *aliases.get(name, ())) for name in dict.fromkeys([*labels, *aliases])
        }

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
        match = _TYPE_WORD.match(folded)
        if match is None:
            return ()
        written = match[1].replace(".", "")
        type_ = _ABBREVIATED.get(written, written)
        kinds = {"tỉnh": ("Province",), "thành phố": ("Province", "District")}.get(type_, ("District",))
        found = [place for place in self._by_name.get(folded[match.end() :], ()) if place.kind in kinds]
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

    def successor(self, place: Place) -> Place | None:
        """What a place became by a merger or change, one step; None where it lives on, or was split into several."""
        slug = self._successors.get(place.slug)
        return self._by_slug[slug] if slug else None


@lru_cache(maxsize=1)
def places() -> Places:
    """The places of the ontology, read once. Raises OntologyError where the file is missing or unusable."""
    return read_places(ontology_dir() / "places.ttl")


def read_places(path: Path) -> Places:
    """Read places from a Turtle file. Raises OntologyError, naming the file, where it is missing or unusable."""
    try:
        statements = _statements(path)
    except (OSError, SyntaxError, ValueError) as error:
        reason = f"cannot be read ({error}); build it with scripts/build_places.py"
        raise OntologyError(reason, where=path.name) from error
    found = [
        _place(subject.removeprefix(_ID), kind, said)
        for subject, said in sorted(statements.items())
        for kind in KINDS
        if _KG + kind in _iris(said, _TYPE)
    ]
    if not found:
        raise OntologyError("holds no place; build it with scripts/build_places.py", where=path.name)
    return Places(found, _successors(statements.values()))


_Said = dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]


def _statements(path: Path) -> dict[str, _Said]:
    statements: dict[str, _Said] = {}
    for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        if isinstance(triple.subject, ox.NamedNode):
            said = statements.setdefault(triple.subject.value, {})
            said.setdefault(triple.predicate.value, []).append(triple.object)
    return statements


def _iris(said: _Said, predicate: str) -> list[str]:
    return sorted(o.value for o in said.get(predicate, ()) if isinstance(o, ox.NamedNode))


def _texts(said: _Said, predicate: str, language: str | None = None) -> list[str]:
    return sorted(o.value for o in said.get(predicate, ()) if isinstance(o, ox.Literal) and o.language == language)


def _first(values: list[str]) -> str:
    return values[0] if values else ""


def _place(slug: str, kind: PlaceKind, said: _Said) -> Place:
    label, official = _first(_texts(said, _LABEL, "vi")), _first(_texts(said, _OFFICIAL, "vi"))
    if not label:
        raise OntologyError(f"{slug} has no Vietnamese rdfs:label", where="places.ttl")
    numbered = kind == "District" and official == label  # "Quận 1": the type is a part of the name
    prefix = label.split()[0].lower() if numbered else official.removesuffix(label).strip()
    return Place(
        slug=slug,
        kind=kind,
        label=label,
        english=_first(_texts(said, _LABEL, "en")),
        prefix=prefix if kind in ("Province", "District") else "",
        aliases=tuple(_texts(said, _ALIAS, "vi")),
        begin=_first(_texts(said, f"{_KG}begin")),
        end=_first(_texts(said, f"{_KG}end")),
        within=_first(_iris(said, f"{_KG}within")).removeprefix(_ID),
        formerly_within=tuple(iri.removeprefix(_ID) for iri in _iris(said, f"{_KG}formerlyWithin")),
    )


def _successors(statements: Iterable[_Said]) -> dict[str, str]:
    successors = {}
    for said in statements:
        originals, resulting = (_iris(said, f"{_ORG}{side}Organization") for side in ("original", "resulting"))
        for original in originals:
            if len(resulting) == 1 and original not in resulting:
                successors[original.removeprefix(_ID)] = resulting[0].removeprefix(_ID)
    return successors


def _first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def _last_day(date: str) -> str:
    # Day 31 in every month: for comparing strings it need not be a day that there is.
    return date + "-12-31"[len(date) - 4 :] if len(date) < 10 else date
