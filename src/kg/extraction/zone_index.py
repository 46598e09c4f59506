"""Finds the zone that a label names among the zones already known, without looking through all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from kg.extraction.zone_names import name_tokens, only_says_more
from kg.facts import Stage
from kg.reference.places import places
from kg.vietnamese import fold

# A label of more words is no name that another one could shorten; its parts are not entered.
_MOST_WORDS = 24


@dataclass(slots=True)
class Zone:
    """One zone of the article. `start`/`end`: its first mention; `number`: its place in the list.

    `stated_province` says that words behind its name tell the province ("KCN Tân Trường (tỉnh Hải Dương)").
    """

    label: str
    noun: str
    start: int
    end: int
    province: str = ""
    district: str = ""
    stage: Stage = ""
    stated_province: bool = False
    number: int = 0


class _Table(defaultdict[tuple[str, tuple[str, ...]], list[tuple[int, str]]]):
    """Under a kind of zone and words: heaps of the zones' numbers, with the label that each had when entered."""

    def __init__(self) -> None:
        super().__init__(list)


class ZoneIndex:
    """Zones by label, by the words of their label, and by the parts of it that may stand for the whole.

    "KCN Hòa Phú" finds "KCN Hòa Phú Thành", and the other way round; "KCN Hòa Phú 2" is another zone (`zone_names`
    tells). A province's name alone is that of a zone of its own: "KCN Hải Dương" is not "KCN Tân Trường Hải Dương".
    Where several fit, the one that the article names first is found.
    """

    def __init__(self) -> None:
        self.zones: list[Zone] = []
        self._other_names: set[tuple[int, str]] = set()
        self._by_label = _Table()
        self._by_words = _Table()
        self._by_words_that_shorten = _Table()
        self._by_parts = _Table()

    def add(self, zone: Zone) -> None:
        """Enter a zone behind those that are known."""
        zone.number = len(self.zones)
        self.zones.append(zone)
        self._enter(zone)

    def rename(self, zone: Zone, label: str) -> None:
        """Give a zone a label that says more; what was entered for the former one is dropped when it is met."""
        zone.label = label
        self._enter(zone)

    def add_other_name(self, zone: Zone, label: str) -> None:
        """Enter a zone under another name of its own too: "KCN Đà Nẵng (KCN An Đồn)"."""
        if label != zone.label:
            self._other_names.add((zone.number, label))
            heappush(self._by_label[zone.noun, (fold(label),)], (zone.number, label))

    def find(self, label: str, noun: str) -> Zone | None:
        """The zone of that kind that the label names; None where it is none of the known ones."""
        same = self._first(self._by_label, noun, (fold(label),))
        if same is not None:
            return same
        words = name_tokens(label)
        fitting = [self._first(self._by_words_that_shorten, noun, part) for part in _parts(words)]
        if not _is_province(label):
            fitting += [self._first(self._by_words, noun, words), self._first(self._by_parts, noun, words)]
        return min((zone for zone in fitting if zone is not None), key=lambda zone: zone.number, default=None)

    def _enter(self, zone: Zone) -> None:
        words = name_tokens(zone.label)
        entry = zone.number, zone.label
        heappush(self._by_label[zone.noun, (fold(zone.label),)], entry)
        heappush(self._by_words[zone.noun, words], entry)
        if not _is_province(zone.label):
            heappush(self._by_words_that_shorten[zone.noun, words], entry)
        for part in _parts(words):
            heappush(self._by_parts[zone.noun, part], entry)

    def _first(self, table: _Table, noun: str, words: tuple[str, ...]) -> Zone | None:
        """The first zone entered under these words that still bears the label that it was entered with."""
        entries = table.get((noun, words))
        while entries:
            number, label = entries[0]
            if self.zones[number].label == label or (number, label) in self._other_names:
                return self.zones[number]
            heappop(entries)
        return None


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The beginnings and ends of a name that may stand for the whole of it."""
    if len(words) > _MOST_WORDS:
        return
    for size in range(1, len(words)):
        beginning, end = words[:size], words[-size:]
        if only_says_more(beginning, words[size:]):
            yield beginning
        if end != beginning and only_says_more(end, words[:-size]):
            yield end


def _is_province(label: str) -> bool:
    return bool(places().named(label.split(" ", 1)[-1], "Province"))
