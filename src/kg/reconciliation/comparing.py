"""How well what is written agrees with what an entity is called: 1 for the same name, less the less it agrees."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.reconciliation.entities import Entity
from kg.reference.places import Place, behind_type, kinds_of_type, places
from kg.reference.sectors import Relation, Sector, sectors
from kg.search import words
from kg.vietnamese import fold, strip_diacritics
from kg.zones.naming import ZoneKey, ZoneName, read_zone_name

SAME = 1.0
_OTHER_TYPE = 0.95
"""Types change with time, and only the last is known: another one is worth less, not nothing."""
_OTHER_KIND = 0.7
_OTHER_MARKS = 0.9
"""Who writes diacritics means them: "Hà Nam" is not "Hạ Năm"."""
_NO_NOUN = 0.97
_OTHER_NOUN = 0.75
_OTHER_PHASE = 0.8
_OTHER_NUMBER = 0.6
_ALIKE = 0.85
"""The most that another name is worth, however alike."""
_RELATIONS: dict[Relation, float] = {"exact": SAME, "close": 0.9, "broad": 0.85, "narrow": 0.8}
_PLAIN_TYPE = re.compile(r"(tinh|thanh pho|tp|huyen|quan|thi xa|tx) (?=\S)")
_IN_FULL = {
    "tinh": "tỉnh",
    "thanh pho": "thành phố",
    "tp": "thành phố",
    "huyen": "huyện",
    "quan": "quận",
    "thi xa": "thị xã",
    "tx": "thị xã",
}
plain = lru_cache(maxsize=1 << 15)(words.plain)  # names of places come again and again
spelt = lru_cache(maxsize=1 << 15)(words.spelt)
_TAIL = re.compile(r"(?:,|\s[-–]|\s?\()\s*([^,()]+?)\s*\)?\s*$")
_ENGLISH_TYPE = re.compile(r"(?<=\S) (city|province|district|town)$")
_KINDS_OF_ENGLISH = {"city": ("province", "district"), "province": ("province",)}


def agreement(written: str, called: str) -> float:
    """How well two names agree: 1 as long as none contradicts the other, diacritics left out or not.

    >>> agreement("hai phong", "Hải Phòng"), agreement("Hà Nam", "Hạ Năm"), agreement("Hà Nội", "Hà Nam") < 0.5
    (1.0, 0.9, True)
    """
    if plain(written) == plain(called):
        return SAME if _marks_agree(written, called) else _OTHER_MARKS
    return _ALIKE * dice(plain(written), plain(called))


def _marks_agree(written: str, called: str) -> bool:
    """Whether each word has the other's diacritics, or none."""
    pairs = zip(spelt(written).split(), spelt(called).split(), strict=False)
    return all(one == other or one == strip_diacritics(one) for one, other in pairs)


def dice(one: str, other: str) -> float:
    """Dice's coefficient of the pairs of neighbouring letters: 0 for nothing in common, 1 for the same pairs."""
    left, right = _bigrams(one), _bigrams(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


@lru_cache(maxsize=1 << 14)
def _bigrams(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[start : start + 2] for start in range(len(padded) - 1)) if text else frozenset()


class Written:
    """A name as a table has it, read once for all entities that it is compared with.

    `kind_given`: the query says of which type the thing is, so that its noun or type need not be in the name.
    """

    def __init__(self, name: str, *, kind_given: bool = False) -> None:
        self.name = name
        self._kind_given = kind_given
        self.province, self._whole = _lying_in(name)
        self.zone: ZoneName | None = read_zone_name(self._whole)
        if not self.province and self.zone and self.zone.province:
            self.province = (self.zone.province,)
        self._forms = _place_forms(name)
        self._relations = {match.sector.slug: _RELATIONS[match.relation] for match in sectors().match(name)}
        self._as_code = name.strip().upper()

    @property
    def words(self) -> tuple[str, ...]:
        """The names by which the index is to be asked, without types and numbers."""
        found = [form for _, _, form in self._forms]
        if self.zone is not None:
            found.append(" ".join(part for part in self.zone.core.split("-") if not part.isdigit()))
        return tuple(dict.fromkeys(words for words in map(plain, found) if words))

    @property
    def sectors(self) -> tuple[str, ...]:
        """The ids of the sectors that the name is known to mean, or is the code of."""
        codes = [one.slug for one in sectors().all() if self._is_code(one)]
        return tuple(dict.fromkeys((*self._relations, *codes)))

    def agrees(self, entity: Entity) -> float:
        """How well it agrees with what the entity is called."""
        if entity.place is not None:
            return max(self._place(entity, *form) for form in self._forms)
        if entity.sector is not None:
            if self._is_code(entity.sector):
                return SAME
            return max(self._relations.get(entity.id, 0.0), *(agreement(self.name, name) for name in entity.names))
        return self._zone(entity)

    def _is_code(self, sector: Sector) -> bool:
        """Whether it is a sector's code: "26", "C26", "vsic-2018-26"."""
        codes = (sector.code, f"{sector.section}{sector.code}", f"{sector.scheme}-{sector.code}".upper())
        return self._as_code in codes

    def _place(self, entity: Entity, type_: str, kinds: tuple[str, ...], name: str) -> float:
        assert entity.place is not None
        worth = max(agreement(name, called) for called in entity.names)
        if type_ and entity.kind not in kinds:
            return worth * _OTHER_KIND
        return worth * (_OTHER_TYPE if type_ in _IN_FULL.values() and type_ != entity.place.prefix else 1)

    def _zone(self, entity: Entity) -> float:
        if self.zone is None:
            return max(agreement(self.name, called) for called in entity.names)
        worth = max((self._key(self.zone, key) for key in entity.keys), default=0.0)
        return worth * (SAME if self._marks_of(entity) else _OTHER_MARKS)

    def _key(self, zone: ZoneName, key: ZoneKey) -> float:
        """How well what the name says agrees with a key: its kind, its proper name, its number, its phase."""
        own = ZoneKey(zone.noun.lower(), zone.core, zone.phase, "")
        if own.core == key.core:
            worth = SAME
        elif own.bucket == key.bucket:
            worth = _OTHER_NUMBER
        else:
            worth = _ALIKE * dice(own.core, key.core)
        if own.noun != key.noun:
            missing = own.noun in ("", "khu")
            worth *= (SAME if self._kind_given else _NO_NOUN) if missing else _OTHER_NOUN
        return worth * (SAME if own.phase == key.phase else _OTHER_PHASE)

    def _marks_of(self, entity: Entity) -> bool:
        """Whether the zone is anywhere spelt with the diacritics that the name has."""
        assert self.zone is not None
        meant = {word for word in spelt(self.zone.label).split() if word != strip_diacritics(word)}
        return any(
            all(word in there or strip_diacritics(word) not in map(strip_diacritics, there) for word in meant)
            for there in (spelt(name).split() for name in entity.names)
        )


def _lying_in(name: str) -> tuple[tuple[Place, ...], str]:
    """The provinces that stand at the end of a name ("KCN Biên Hòa II, Đồng Nai"), if any do, and what is before."""
    match = _TAIL.search(name)
    found = places_called(match[1], "Province") if match and match.start() else ()
    return (found, name[: match.start()].rstrip()) if match and found else ((), name)


@lru_cache(maxsize=4096)
def places_called(written: str, kind: str) -> tuple[Place, ...]:
    """The places of that id or name, with or without diacritics and type, of all times."""
    try:
        return (places().by_slug(written),)
    except KeyError:
        pass
    exact = places().named(written, kind)
    forms = {plain(form) for _, _, form in _place_forms(written)}
    return exact or tuple(
        place for one in sorted(forms) for place in _by_plain_name().get(one, ()) if place.kind == kind
    )


@lru_cache(maxsize=1)
def _by_plain_name() -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for place in places().all():
        for name in dict.fromkeys(map(plain, (place.label, place.english, *place.aliases))):
            found[name] = (*found.get(name, ()), place)
    return found


def _place_forms(name: str) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """The ways to read a name: (type, kinds that have such a type, name without it). As it stands comes first."""
    forms: list[tuple[str, tuple[str, ...], str]] = [("", (), name)]
    type_, rest = behind_type(fold(name))
    if not type_ and (match := _PLAIN_TYPE.match(plain(name))):
        type_, rest = _IN_FULL[match[1]], plain(name)[match.end() :]
    if type_:
        forms.append((type_, tuple(kind.lower() for kind in kinds_of_type(type_)), rest))
    elif match := _ENGLISH_TYPE.search(fold(name)):
        forms.append((match[1], _KINDS_OF_ENGLISH.get(match[1], ("district",)), fold(name)[: match.start()]))
    return tuple(forms)
