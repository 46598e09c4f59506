"""Which names are one zone: a function of the names that are known and of what people decided, and of nothing else.

So it does not matter in which order articles came, and every name is judged with those alone that share its core (its
*bucket*), or that a decision ties to them: what a further name costs does not grow with the number of names.

==================  ==================================================================================================
`decided`           a person said so
`provinceMerged`    stated only of times when other provinces had been merged into its own, and exactly one of these has
                    a zone of that name: it is that one ("KCN X, Bắc Ninh" of 2025 is "KCN X, Bắc Giang" of 2019)
`onlyZone`          stated without a province, and only one zone is called so
`wholeIsOne`        the same phase of one zone
==================  ==================================================================================================

What cannot be told becomes a candidate, for a person to merge or split: a name that may be one of several zones
(`provinceMerged`, `provinceUnknown`), the same name with another noun (`otherKind`: a cluster that became a zone, or
both), a number that may be a phase (`numberOrPhase`), people's decisions that do not go together (`contradiction`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations
from typing import Literal, TypeAlias

from kg.reference.places import places
from kg.vietnamese import name_slug
from kg.zones.decisions import ZoneDecision
from kg.zones.naming import ZoneKey

Names: TypeAlias = Mapping[str, frozenset[ZoneKey]]
"""Path of a name's node → its keys: one, or two that differ in `merged`."""

Reason: TypeAlias = Literal["decided", "provinceMerged", "onlyZone", "wholeIsOne"]
Doubt: TypeAlias = Literal["provinceMerged", "provinceUnknown", "otherKind", "numberOrPhase", "contradiction"]


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two zones that may be one, the smaller path first, and why that cannot be told."""

    first: str
    second: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Resolution:
    """`zones`: name → the zone that it is, with the reason, for names that are not zones themselves. `wholes`: phase →
    the zone that it is a part of, where that is another than its name says. `candidates`: what cannot be told.
    """

    zones: Mapping[str, tuple[str, Reason]] = field(default_factory=dict)
    wholes: Mapping[str, str] = field(default_factory=dict)
    candidates: frozenset[Candidate] = frozenset()

    def zone(self, path: str) -> str:
        """The zone that a name is, which may be itself."""
        found = self.zones.get(path)
        return found[0] if found else path


def key_path(segment: str, key: ZoneKey) -> str:
    """The path of the node of a name: `segment` is "zone", "cluster" or "economic-zone"."""
    return f"{segment}/{name_slug(key.slug)}"


def resolve(names: Names, decisions: Iterable[ZoneDecision]) -> Resolution:
    """Resolve names under the decisions in force (`kg.zones.decisions.in_force`), in the order in which they were made.

    `names` are whole buckets, and those that decisions tie to them. Names that only a decision knows are taken along.
    """
    return _Resolver(names, tuple(decisions)).resolution()


@dataclass(slots=True)
class _Set:
    """Names that are one zone. `decided` is the number of the last decision in it, -1 where there is none."""

    names: list[str]
    zone: str
    decided: int = -1


class _Resolver:
    def __init__(self, names: Names, decisions: tuple[ZoneDecision, ...]) -> None:
        self.names = names
        self.decisions = decisions
        self.sets: dict[str, _Set] = {}
        self.reasons: dict[tuple[str, str], Reason] = {}
        self.different: set[frozenset[str]] = set()
        self.candidates: set[Candidate] = set()
        self.wholes = sorted((path, keys) for path, keys in names.items() if not _key(keys).phase)
        self.phases = sorted((path, keys) for path, keys in names.items() if _key(keys).phase)

    def resolution(self) -> Resolution:
        self.decide()
        for group in self.groups():
            self.merged_provinces(group)
            self.unknown_provinces(group)
        self.doubtful_kinds()
        wholes = self.join_phases()
        zones: dict[str, tuple[str, Reason]] = {}
        for path in self.sets:
            zone = self.set_of(path).zone
            if path != zone:
                zones[path] = zone, self.reason(path)
        return Resolution(zones, wholes, frozenset(map(self.of_zones, filter(self.open, self.candidates))))

    def decide(self) -> None:
        said: dict[frozenset[str], tuple[int, str, str]] = {}
        for number, decision in enumerate(self.decisions):
            paths = [zone.path for zone in decision.zones]
            if decision.kind == "split":
                for pair in map(frozenset, combinations(paths, 2)):
                    said.pop(pair, None)
                    self.different.add(pair)
            elif decision.kind == "merge":
                for other in paths[1:]:
                    pair = frozenset((paths[0], other))
                    self.different.discard(pair)
                    said.pop(pair, None)
                    said[pair] = number, other, paths[0]
        for number, name, zone in said.values():
            if not self.join(name, zone, "decided", number):
                self.doubt(name, zone, "contradiction")

    def groups(self) -> Iterator[list[tuple[str, frozenset[ZoneKey]]]]:
        """The whole zones' names that differ in nothing but the province."""
        found: dict[tuple[str, str, str], list[tuple[str, frozenset[ZoneKey]]]] = defaultdict(list)
        for path, keys in self.wholes:
            found[_segment(path), _key(keys).noun, _key(keys).core].append((path, keys))
        yield from found.values()

    def merged_provinces(self, group: list[tuple[str, frozenset[ZoneKey]]]) -> None:
        for path, keys in group:
            if not any(key.merged for key in keys):
                continue
            theirs = absorbed(_key(keys).home)
            others = [other for other, its in group if _key(its).home in theirs]
            alone = all(key.merged for key in keys) and len({self.set_of(other).zone for other in others}) == 1
            if alone and self.join(path, others[0], "provinceMerged"):
                continue
            for other in others:
                self.doubt(path, other, "provinceMerged")

    def unknown_provinces(self, group: list[tuple[str, frozenset[ZoneKey]]]) -> None:
        known = [path for path, keys in group if _key(keys).home]
        for path, keys in group:
            if _key(keys).home:
                continue
            if len({self.set_of(other).zone for other in known}) == 1 and self.join(path, known[0], "onlyZone"):
                continue
            for other in known:
                self.doubt(path, other, "provinceUnknown")

    def doubtful_kinds(self) -> None:
        same: dict[tuple[str, str], list[str]] = defaultdict(list)
        for path, keys in self.wholes:
            same[_key(keys).core, _key(keys).home].append(path)
        for paths in same.values():
            for one, other in combinations(paths, 2):
                self.doubt(one, other, "otherKind")
        for path, keys in self.phases:
            key = _key(keys)
            _, _, number = key.phase.partition("giai-doan-")
            numbered = key_path(_segment(path), replace(key, core=f"{key.core}-{number}", phase=""))
            if number and numbered in self.names:
                self.doubt(path, numbered, "numberOrPhase")

    def join_phases(self) -> dict[str, str]:
        """Put together the same phases of one zone; the phases whose whole is another than their name says."""
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        whole_of: dict[str, str] = {}
        for path, keys in self.phases:
            key = _key(keys)
            named = key_path(_segment(path), replace(key, phase=""))
            zone = self.set_of(named).zone
            if zone != named:
                whole_of[path] = zone
            groups[zone, key.phase].append(path)
        for paths in groups.values():
            # The one that is called after the zone, where there is one.
            first = next((path for path in paths if path not in whole_of), paths[0])
            for path in paths:
                if path != first and self.set_of(path) is not self.set_of(first):
                    self.join(path, first, "wholeIsOne")
        return {path: zone for path, zone in whole_of.items() if self.set_of(path).zone == path}

    def set_of(self, path: str) -> _Set:
        found = self.sets.get(path)
        if found is None:
            found = self.sets[path] = _Set([path], path)
        return found

    def join(self, name: str, zone: str, reason: Reason, number: int = -1) -> bool:
        """Make one of two sets, unless that would make one of what a person told apart. A later decision names it."""
        one, other = self.set_of(name), self.set_of(zone)
        if one is not other:
            if self.told_apart(one, other):
                return False
            self.reasons[name, zone] = reason
            larger, smaller = (one, other) if len(one.names) > len(other.names) else (other, one)
            kept = one if one.decided > other.decided else other
            larger.zone, larger.decided = kept.zone, kept.decided
            larger.names += smaller.names
            for path in smaller.names:
                self.sets[path] = larger
            one = larger
        if number > one.decided:
            one.zone, one.decided = zone, number
        return True

    def told_apart(self, one: _Set, other: _Set) -> bool:
        return bool(self.different) and any(
            frozenset((first, second)) in self.different for first in one.names for second in other.names
        )

    def reason(self, path: str) -> Reason:
        """Why a name is not the zone that it says: of what joined it, what weighs most."""
        found = {reason for pair, reason in self.reasons.items() if path in pair}
        order: tuple[Reason, ...] = ("decided", "provinceMerged", "onlyZone", "wholeIsOne")
        return next(reason for reason in order if reason in found)

    def doubt(self, one: str, other: str, doubt: Doubt) -> None:
        self.candidates.add(_candidate(one, other, doubt))

    def open(self, candidate: Candidate) -> bool:
        one, other = self.set_of(candidate.first), self.set_of(candidate.second)
        return one is not other and (candidate.doubt == "contradiction" or not self.told_apart(one, other))

    def of_zones(self, candidate: Candidate) -> Candidate:
        return _candidate(self.set_of(candidate.first).zone, self.set_of(candidate.second).zone, candidate.doubt)


def _candidate(one: str, other: str, doubt: Doubt) -> Candidate:
    return Candidate(min(one, other), max(one, other), doubt)


def _segment(path: str) -> str:
    return path.partition("/")[0]


def _key(keys: frozenset[ZoneKey]) -> ZoneKey:
    """Of the keys of one name, which agree in all but `merged`, the smallest."""
    return min(keys)


@lru_cache(maxsize=256)
def absorbed(home: str) -> frozenset[str]:
    """The slugs of the provinces that were merged into one of that slug: Hải Dương into "hai-phong"."""
    return _absorbed().get(home, frozenset())


@lru_cache(maxsize=1)
def _absorbed() -> dict[str, frozenset[str]]:
    labels = {place.label for place in places().all() if place.kind == "Province"}
    return {name_slug(label): frozenset(map(name_slug, places().absorbed(label))) for label in labels}
