"""The zones that an article names, each once, with the province and district that the text gives them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property

from kg.extraction.mentions import PlaceMention, ZoneMention
from kg.extraction.patterns import either
from kg.extraction.reading import Reading
from kg.extraction.zone_index import Zone, ZoneIndex
from kg.extraction.zone_names import Name, name_tokens
from kg.facts import AboutType, NamedZone, ZoneType
from kg.reference.places import Place, places

_TYPES: dict[str, ZoneType] = {"KCN": "Zone", "KCX": "Zone", "KCNC": "Zone", "CCN": "Cluster", "KKT": "EconomicZone"}
_NOUNS_OF = {"zones": ("KCN", "KCX", "KCNC"), "clusters": ("CCN",), "economicZones": ("KKT",)}
# No place's name has more words; a zone's own name is searched for one.
_LONGEST_PLACE = 8

# What joins a zone's name to the place that it lies in: "(", "tại", "thuộc địa bàn", a commune that no gazetteer has.
_BEHIND = re.compile(
    r"\s*[(,\-–]?\s*"
    r"(?:[^,.;:()\d]{0,30}?(?:thuộc|tại|ở|trên địa bàn|nằm trên địa bàn|của)\s+)?(?:địa bàn\s+)?"
    r"(?:(?:xã|phường|thị trấn|các xã|các phường)\s+[^,;.()]{2,60},\s*)?(?:thuộc\s+)?"
)
# A bracket behind a name that holds the same zone's other name: "KCN Đà Nẵng (KCN An Đồn)".
_OTHER_NAME = re.compile(
    r" ?\("
    + either("hay còn gọi là|hay|còn gọi là|tên cũ là|tên cũ|trước đây là|nay là|gọi tắt là|tức")
    + r"?\s*"
    + either("kcn|ccn|kkt|kcx|khu công nghiệp|cụm công nghiệp|khu kinh tế|khu liên hợp")
    + r"\s+"
)
_NEXT_IN_LIST = re.compile(r"\s*(?:,|và)\s*")


class ZoneList:
    """Collects an article's named zones; two ways of writing one zone become one entry, labelled most completely.

    "KCN Hòa Phú … KCN Hòa Phú Thành (xã An Bình, huyện Long Hồ)" is one zone, in the district Long Hồ and its province.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self._index = ZoneIndex()
        self._by_name: dict[int, Zone] = {}
        self._mentions: list[tuple[int, Zone]] = []
        self._mentions_of: defaultdict[str, list[tuple[int, Zone]]] = defaultdict(list)
        self._last_end = 0
        self._provinces = [m for m in reading.places if m.kind == "Province" and not (m.embedded or m.beside)]
        named = [(name, mention) for mention in reading.zones if mention.role != "company" for name in mention.names]
        for name, mention in named:
            self._add(name, mention)
        for name, _ in named:
            self._from_words_behind(self._by_name[name.start], name.end)
        for zone in self.zones:
            if not zone.province:
                zone.province = self._by_own_name(zone) or self._in_force(zone.start)

    @property
    def zones(self) -> list[Zone]:
        """The zones, in the order in which they were met."""
        return self._index.zones

    def _add(self, name: Name, mention: ZoneMention) -> None:
        several = len(mention.names) > 1
        noun = name.label.split(" ", 1)[0] if several else mention.noun
        zone = self._bracketed(name)
        if zone is not None:
            self._index.add_other_name(zone, name.label)
        else:
            zone = self._index.find(name.label, noun)
        if zone is None:
            zone = Zone(name.label, noun, name.start if several else mention.start, name.end)
            self._index.add(zone)
        elif len(name_tokens(name.label)) > len(name_tokens(zone.label)) and mention.role != "board":
            self._index.rename(zone, name.label)
        self._by_name[name.start] = zone
        self._mentions.append((name.start, zone))
        self._last_end = name.end
        self._mentions_of[zone.noun].append((name.start, zone))

    def _bracketed(self, name: Name) -> Zone | None:
        """The zone whose other name stands in brackets right behind it: "KCN Đà Nẵng (KCN An Đồn)"."""
        if not self._mentions:
            return None
        other = _OTHER_NAME.match(self._folded, self._last_end, name.start)
        return self._mentions[-1][1] if other is not None and other.end() == name.start else None

    def of_name(self, name: Name) -> Zone:
        """The zone that a name in the text stands for."""
        return self._by_name[name.start]

    def about_type(self, zone: Zone) -> AboutType:
        """The zone's kind as a subject."""
        return _TYPES[zone.noun]

    def last_before(self, offset: int, scope: str) -> Zone | None:
        """The zone named last before an offset, of the kind that the scope tells if there is one."""
        last = self._last_mention(offset, scope)
        return last[1] if last is not None else None

    def last_named(self, offset: int, scope: str) -> int:
        """Where that zone was named; -1 if none was."""
        last = self._last_mention(offset, scope)
        return last[0] if last is not None else -1

    def _last_mention(self, offset: int, scope: str) -> tuple[int, Zone] | None:
        of_kind = (self._last(self._mentions_of[noun], offset) for noun in _NOUNS_OF.get(scope, ()))
        last = max((found for found in of_kind if found), key=lambda found: found[0], default=None)
        return last or self._last(self._mentions, offset)

    @staticmethod
    def _last(mentions: list[tuple[int, Zone]], offset: int) -> tuple[int, Zone] | None:
        index = bisect_left(mentions, offset, key=lambda mention: mention[0])
        return mentions[index - 1] if index else None

    # --- places -----------------------------------------------------------------------------------------------------

    def choose(self, mention: PlaceMention) -> Place:
        """The place that a mention means here: a district of the article's own province before others of that name."""
        candidates = mention.candidates
        first = candidates[0]
        if first.kind != "District":
            return first
        for place in candidates:
            if self.in_home(place):
                return place
        return first

    def in_home(self, place: Place) -> bool:
        """Whether a district lies (or lay) in the article's own province."""
        return place.within in self._home_slugs or not self._home_slugs.isdisjoint(place.formerly_within)

    @cached_property
    def _home_slugs(self) -> frozenset[str]:
        home = self._reading.home
        return frozenset(found.slug for found in places().named(home, "Province")) if home else frozenset()

    def province_label(self, place: Place) -> str:
        """The label of the province that a district lies in; the article's own where it lay there once."""
        if place.kind != "District":
            return place.label if place.kind == "Province" else ""
        if self.in_home(place):
            return self._reading.home
        return places().by_slug(place.within).label if place.within else ""

    def _from_words_behind(self, zone: Zone, end: int) -> None:
        """Read "(huyện X, tỉnh Y)", "tại huyện X, tỉnh Y", "thuộc Y" right behind a name."""
        sentence = self._reading.sentence(max(0, end - 1))
        cursor = end
        for _ in range(3):
            index = bisect_right(self._reading.places, cursor - 1, key=lambda mention: mention.start)
            if index >= len(self._reading.places):
                return
            mention = self._reading.places[index]
            if mention.start >= sentence.end or mention.start - cursor > 100:
                return
            glue = _BEHIND.fullmatch(self._folded, cursor, mention.start)
            if glue is None or (not glue[0].strip() and not mention.typed):
                return
            bare = glue[0].strip()
            listed = bare in (",", "-", "–") and not mention.typed and mention.kind == "Province" and cursor == end
            if listed and self._lists_places(index):
                return
            place = self.choose(mention)
            if mention.kind == "District" and (mention.typed or bare.startswith("(") or "thuộc" in bare):
                zone.district = zone.district or place.label
                if not zone.stated_province:
                    zone.province = self.province_label(place)
            elif mention.kind == "Province" and not mention.embedded:
                if not zone.stated_province:
                    zone.province, zone.stated_province = place.label, True
                return
            cursor = mention.end

    def _lists_places(self, index: int) -> bool:
        """Whether a place is followed by another one of a list: "KCN X, Bắc Ninh và Hải Dương"."""
        place, *following = self._reading.places[index : index + 2]
        return bool(following) and _NEXT_IN_LIST.fullmatch(self._folded, place.end, following[0].start) is not None

    def _by_own_name(self, zone: Zone) -> str:
        """A province in the zone's own name; for economic zones also the district that gave it its name."""
        name = zone.label.split(" ", 1)[-1]
        words = name.split()
        for size in range(min(len(words), _LONGEST_PLACE), 0, -1):
            for start in range(len(words) - size + 1):
                for place in places().named(" ".join(words[start : start + size])):
                    if place.kind == "Province" and (size > 1 or place.label == "Huế"):
                        return place.label
        if zone.noun == "KKT":
            found = places().named(name, "District")
            if any(self.in_home(place) for place in found):
                return self._reading.home
            provinces = {place.within for place in found}
            if len(provinces) == 1:
                return self.province_label(found[0])
        return ""

    def _in_force(self, offset: int) -> str:
        """The province that the text speaks of there: named before in the sentence, else last named, else home."""
        sentence = self._reading.sentence(offset)
        opening, here, closing = (
            bisect_left(self._provinces, at, key=lambda mention: mention.start)
            for at in (sentence.start, offset, sentence.end)
        )
        if not self._reading.several and self._reading.home:
            others = {self.choose(mention).label for mention in self._provinces[opening:closing]}
            if len(others) == 1 and self._reading.home not in others:
                return others.pop()
            return self._reading.home
        if here == opening and here < closing:
            return self._provinces[here].candidates[0].label
        line = bisect_left(self._provinces, sentence.line.start, key=lambda mention: mention.start)
        if here > line or (here and not self._reading.home):
            return self._provinces[here - 1].candidates[0].label
        return self._reading.home

    def rows(self, article: str) -> tuple[NamedZone, ...]:
        """The zones table of the article, by first mention."""
        rows = []
        for zone in sorted(self.zones, key=lambda zone: zone.start):
            start, end = self._reading.doc.span(zone.start, zone.end)
            type_ = _TYPES[zone.noun]
            rows.append(NamedZone(article, zone.label, type_, zone.province, zone.district, zone.stage, start, end))
        return tuple(rows)

    def add_label(self, label: str, noun: str, start: int, end: int, *, province: str = "", district: str = "") -> Zone:
        """Enter a zone that no sentence names (a table's cell does), or add to the entry that it already has.

        `noun` is the code that `label` begins with; a province that the zone's own name holds wins over the given one.
        """
        zone = self._index.find(label, noun)
        if zone is None:
            zone = Zone(label, noun, start, end)
            zone.province = self._by_own_name(zone) or province
            self._index.add(zone)
        elif len(name_tokens(label)) > len(name_tokens(zone.label)):
            self._index.rename(zone, label)
        zone.province = zone.province or province
        zone.district = zone.district or district
        return zone
