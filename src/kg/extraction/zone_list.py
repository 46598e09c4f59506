"""The zones that an article names, each once, with the province, district and stage that the text gives them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from kg.extraction.mentions import PlaceMention, ZoneMention
from kg.extraction.reading import Reading
from kg.extraction.zone_names import Name, name_tokens, same_zone
from kg.facts import AboutType, NamedZone, Stage, ZoneType
from kg.reference.places import Place, places
from kg.vietnamese import fold

_TYPES: dict[str, ZoneType] = {"KCN": "Zone", "KCX": "Zone", "KCNC": "Zone", "CCN": "Cluster", "KKT": "EconomicZone"}
_BEHIND = re.compile(r"\s*[(,\-–]?\s*(?:[^,.;:()\d]{0,30}?(?:thuộc|tại|ở|trên địa bàn|nằm trên địa bàn|của)\s+)?(?:địa bàn\s+)?(?:(?:xã|phường|thị trấn|các xã|các phường)\s+[^,;.()]{2,60},\s*)?(?:thuộc\s+)?")


_OTHER_NAME = re.compile(
    r"(?<=[^\s(]) ?\((?:hay|còn gọi là|hay còn gọi là|tên cũ|tên cũ là|trước đây là|nay là|gọi tắt là|tức)?\s*(?:kcn|ccn|kkt|kcx|khu công nghiệp|cụm công nghiệp|khu kinh tế|khu liên hợp)\s+$"
)


@dataclass(slots=True)
class Zone:
    """One zone of the article. `start`/`end`: its first mention."""

    label: str
    noun: str
    start: int
    end: int
    province: str = ""
    district: str = ""
    stage: Stage = ""
    stated_province: bool = False


class ZoneList:
    """Collects an article's named zones; two ways of writing one zone become one entry, labelled most completely."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._folded = reading.doc.folded
        self.zones: list[Zone] = []
        self._by_name: dict[tuple[int, int], Zone] = {}
        self._mentions: list[tuple[int, Zone]] = []
        self._place_starts = [mention.start for mention in reading.places]
        for mention in reading.zones:
            if mention.role != "company":
                for name in mention.names:
                    self._add(name, mention)
        self._locate()

    def _add(self, name: Name, mention: ZoneMention) -> None:
        noun = mention.noun if len(mention.names) == 1 else name.label.split(" ", 1)[0]
        zone = self._bracketed(name) or self._same(name.label, noun)
        if zone is None:
            zone = Zone(name.label, noun, name.start if len(mention.names) > 1 else mention.start, name.end)
            self.zones.append(zone)
        elif len(name_tokens(name.label)) > len(name_tokens(zone.label)) and mention.role != "board":
            zone.label = name.label
        self._by_name[name.start, name.end] = zone
        self._mentions.append((name.start, zone))

    def _bracketed(self, name: Name) -> Zone | None:
        """The zone whose other name stands in brackets right behind it: "KCN Đà Nẵng (KCN An Đồn)"."""
        if not self._mentions:
            return None
        start, zone = self._mentions[-1]
        opened = _OTHER_NAME.search(self._folded, start, name.start)
        return zone if opened is not None and opened.end() == name.start and name.start - start < 80 else None

    def _same(self, label: str, noun: str) -> Zone | None:
        folded = fold(label)
        for zone in self.zones:
            if zone.noun == noun and fold(zone.label) == folded:
                return zone
        for zone in self.zones:
            shorter = min(label, zone.label, key=lambda one: len(name_tokens(one)))
            if any(place.kind == "Province" for place in places().named(shorter.split(" ", 1)[-1])):
                continue
            if zone.noun == noun and (same_zone(label, zone.label) or same_zone(zone.label, label)):
                return zone
        return None

    def of_name(self, name: Name, mention: ZoneMention) -> Zone:
        """The zone that a name in the text stands for."""
        return self._by_name[name.start, name.end]

    def about_type(self, zone: Zone) -> AboutType:
        """The zone's kind as a subject."""
        return _TYPES[zone.noun]

    def last_before(self, offset: int, scope: str) -> Zone | None:
        """The zone named last before an offset, of the kind that the scope tells if there is one."""
        wanted = {"zones": ("KCN", "KCX", "KCNC"), "clusters": ("CCN",), "economicZones": ("KKT",)}.get(scope, ())
        last: Zone | None = None
        for start, zone in reversed(self._mentions):
            if start >= offset:
                continue
            if zone.noun in wanted or not wanted:
                return zone
            last = last or zone
        return last

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
        home = self._reading.home
        if not home:
            return False
        slugs = {found.slug for found in places().named(home, "Province")}
        return place.within in slugs or bool(slugs & set(place.formerly_within))

    def province_label(self, place: Place) -> str:
        """The label of the province that a district lies in; the article's own where it lay there once."""
        if place.kind != "District":
            return place.label if place.kind == "Province" else ""
        if self.in_home(place):
            return self._reading.home
        return places().by_slug(place.within).label if place.within else ""

    def _locate(self) -> None:
        for mention in self._reading.zones:
            if mention.role == "company":
                continue
            for name in mention.names:
                zone = self._by_name[name.start, name.end]
                self._from_words_behind(zone, name.end)
        for zone in self.zones:
            if not zone.province:
                zone.province = self._by_own_name(zone) or self._in_force(zone.start)

    def _from_words_behind(self, zone: Zone, end: int) -> None:
        """Read "(huyện X, tỉnh Y)", "tại huyện X, tỉnh Y", "thuộc Y" right behind a name."""
        sentence = self._reading.sentence(max(0, end - 1))
        cursor = end
        for _ in range(3):
            index = bisect_right(self._place_starts, cursor - 1)
            if index >= len(self._reading.places):
                return
            mention = self._reading.places[index]
            if mention.start >= sentence.end or mention.start - cursor > 100:
                return
            glue = _BEHIND.fullmatch(self._folded, cursor, mention.start)
            if glue is None or (not glue[0].strip() and not mention.typed):
                return
            bare = glue[0].strip()
            if bare in (",", "và", "-", "–") and not mention.typed and mention.kind == "Province" and cursor == end and self._lists_places(index):
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
        following = self._reading.places[index + 1 : index + 2]
        return bool(following) and re.fullmatch(r"\s*(?:,|và)\s*", self._folded[self._reading.places[index].end : following[0].start]) is not None

    def _by_own_name(self, zone: Zone) -> str:
        """A province in the zone's own name; for economic zones also the district that gave it its name."""
        name = zone.label.split(" ", 1)[-1]
        words = name.split()
        for size in range(len(words), 0, -1):
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
        """The province that the text speaks of at an offset: named before in the sentence, else last named, else home."""
        sentence = self._reading.sentence(offset)
        if not self._reading.several and self._reading.home:
            same = [m for m in self._reading.places if sentence.start <= m.start < sentence.end and m.kind == "Province" and not m.embedded]
            others = {self.choose(m).label for m in same}
            if len(others) == 1 and self._reading.home not in others:
                return others.pop()
            return self._reading.home
        before = [m for m in self._reading.places if m.start < offset and m.kind == "Province" and not m.embedded]
        after = [m for m in self._reading.places if offset <= m.start < sentence.end and m.kind == "Province" and not m.embedded]
        if before and before[-1].start >= sentence.start:
            return before[-1].candidates[0].label
        if after:
            return after[0].candidates[0].label
        if before:
            return before[-1].candidates[0].label
        return self._reading.home

    def rows(self, article: str) -> tuple[NamedZone, ...]:
        """The zones table of the article, by first mention."""
        rows = []
        for zone in sorted(self.zones, key=lambda zone: zone.start):
            start, end = self._reading.doc.span(zone.start, zone.end)
            rows.append(NamedZone(article, zone.label, _TYPES[zone.noun], zone.province, zone.district, zone.stage, start, end))
        return tuple(rows)

    def add_label(self, label: str, noun: str, start: int, end: int, *, province: str = "", district: str = "") -> Zone:
        """Enter a zone that no sentence names (a table's cell does), or add to the entry that it already has.

        `noun` is the code that `label` begins with; a province that the zone's own name holds wins over the given one.
        """
        zone = self._same(label, noun)
        if zone is None:
            zone = Zone(label, noun, start, end)
            zone.province = self._by_own_name(zone) or province
            self.zones.append(zone)
        elif len(name_tokens(label)) > len(name_tokens(zone.label)):
            zone.label = label
        zone.province = zone.province or province
        zone.district = zone.district or district
        return zone
