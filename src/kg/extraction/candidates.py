"""Who a figure can be about: the places, zones and groups of zones that an article speaks of, and where it names them.

This is looser than what `whom` goes by: every naming counts, side roles too, and words that point ("tỉnh", "các cụm")
stand for what was named last. `likely_subjects` weighs the candidates against each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.extraction.anchors import Anchors
from kg.extraction.phrases import OWNED_BY, Phrases
from kg.extraction.reading import Reading
from kg.extraction.subject import ZONES, Anchor, Subject
from kg.facts import Scope

_OWNER_WITHIN = 30
_COUNTRY = Subject("Việt Nam", "Country")
# So many that were named last, outside the figure's sentence, can be meant.
_RECENT = 12
_IN_HEADLINE = 3
# Namings of one sentence that are looked at.
_LONGEST_ROW = 60

NamingKind = Literal["zone", "place", "back", "group"]


@dataclass(slots=True)
class Naming:
    """Words at [start, end) that name a candidate; `aside`: in a side role, as in an address."""

    start: int
    end: int
    kind: NamingKind
    aside: bool
    candidate: int


class Candidates:
    """The candidates of an article; asked for its figures in the order of the text.

    `subjects` holds them, and a candidate is told by its number there. `namings` are sorted by start; `groups` are the
    zones without a name, as start, end and scope; `counts` tells how often a candidate is named.
    """

    def __init__(self, reading: Reading, anchors: Anchors) -> None:
        self._reading = reading
        self._phrases = Phrases(reading.doc.folded)
        self.subjects: list[Subject] = []
        self.namings: list[Naming] = []
        self.groups: list[tuple[int, int, Scope]] = []
        self._numbers: dict[Subject, int] = {}
        self._collect(anchors)
        self.namings.sort(key=lambda naming: naming.start)
        self._starts = [naming.start for naming in self.namings]
        self.counts = Counter(naming.candidate for naming in self.namings)
        lines = reading.doc.lines
        self._headline = lines[0].end if lines else 0
        self.in_headline = {naming.candidate for naming in self.namings if naming.start < self._headline}
        self.always = self._always()
        self._recent: OrderedDict[int, Naming] = OrderedDict()
        self._read = 0

    def number(self, subject: Subject) -> int:
        """The number of a subject, a new one if it is none of the candidates yet."""
        key = Subject(subject.about, subject.type, subject.scope)
        if key not in self._numbers:
            self._numbers[key] = len(self.subjects)
            self.subjects.append(subject)
        return self._numbers[key]

    def before(self, start: int, end: int) -> Sequence[Naming]:
        """The last namings that lie within [start, end)."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [naming for naming in self.namings[max(low, high - _LONGEST_ROW) : high] if naming.end <= end]

    def behind(self, start: int, end: int) -> Sequence[Naming]:
        """The first namings that begin within [start, end)."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self.namings[low : min(high, low + _LONGEST_ROW)]

    def recent(self, start: int) -> Sequence[Naming]:
        """The last naming before an offset of each of the candidates named last, the latest first."""
        while self._read < len(self.namings) and self._starts[self._read] < start:
            naming = self.namings[self._read]
            self._recent[naming.candidate] = naming
            self._recent.move_to_end(naming.candidate)
            self._read += 1
        latest = reversed(self._recent.values())
        return [naming for naming, _ in zip(latest, range(_RECENT), strict=False)]

    def _always(self) -> Sequence[int]:
        """The candidates that can be meant everywhere: the article's own place and its zones, the headline's."""
        home = self._home()
        scopes = sorted({scope for _, _, scope in self.groups})
        fixed = [self.number(_COUNTRY)]
        if home is not None:
            fixed += [self.number(home), *(self.number(Subject(home.about, home.type, scope)) for scope in scopes)]
            if scopes:
                fixed.append(self.number(Subject(home.about, home.type, "zonesAndClusters")))
        named = (naming.candidate for naming in self.namings if naming.start < self._headline)
        fixed += [number for number, _ in zip(named, range(_IN_HEADLINE), strict=False)]
        return [*dict.fromkeys(fixed)]

    def _home(self) -> Subject | None:
        return Subject(self._reading.home, "Province") if self._reading.home else None

    def _collect(self, anchors: Anchors) -> None:
        row = anchors.within(0, len(self._reading.doc.folded))
        last: dict[str, Subject] = {}
        home = self._home()
        if home is not None:
            last["Province"] = home
        for index, anchor in enumerate(row):
            if anchor.kind == "group":
                self._add_group(anchor, row, index, last)
            elif anchor.kind in ("zone", "place", "back"):
                for subject in self._meant(anchor, last):
                    kind: NamingKind = "back" if anchor.kind == "back" else "zone" if subject.type in ZONES else "place"
                    self._add(anchor, subject, kind)
                self._remember(anchor, last)

    def _remember(self, anchor: Anchor, last: dict[str, Subject]) -> None:
        """Put down whom an anchor names, by kind; the article's one province stays what it is."""
        for subject in anchor.subjects:
            kind = "Zone" if subject.type in ZONES else subject.type
            if subject.about and (kind != "Province" or kind not in last or self._reading.several):
                last[kind] = subject

    @staticmethod
    def _meant(anchor: Anchor, last: Mapping[str, Subject]) -> Iterator[Subject]:
        """Whom an anchor names; what only points at something is what was named last of its kind."""
        for subject in anchor.subjects:
            if subject.about:
                yield subject
            elif subject.type in last:
                meant = last[subject.type]
                yield meant
                if subject.scope and not meant.scope:
                    yield Subject(meant.about, meant.type, subject.scope, meant.province)

    def _add_group(self, group: Anchor, row: Sequence[Anchor], index: int, last: Mapping[str, Subject]) -> None:
        """Zones without a name are those of the place right behind them, else of the one before, else of home."""
        scope = group.subjects[0].scope if group.subjects else ""
        if not scope:
            return
        self.groups.append((group.start, group.end, scope))
        behind = row[index + 1] if index + 1 < len(row) else None
        sentence = self._reading.sentence(group.start)
        owner: Subject | None = None
        if behind is not None and behind.is_place and behind.start - group.end <= _OWNER_WITHIN:
            gap = self._reading.doc.folded[group.end : behind.start]
            if OWNED_BY.fullmatch(gap) is not None:
                owner = next(self._meant(behind, last), None)
        if owner is None:
            for left in reversed(row[max(0, index - _RECENT) : index]):
                if left.start < sentence.start:
                    break
                economic = left.kind == "zone" and left.subjects[-1].type == "EconomicZone" and scope == "zones"
                if (left.is_place or economic) and not left.aside:
                    owner = next(self._meant(left, last), None)
                    break
        owner = owner or last.get("Province")
        if owner is None:
            return
        here = [anchor for anchor in row[max(0, index - _RECENT) : index + 1] if anchor.start >= sentence.start]
        for one in dict.fromkeys((scope, self._phrases.scope_of_group(group, here))):
            self._add(group, Subject(owner.about, owner.type, one, owner.province), "group")

    def _add(self, anchor: Anchor, subject: Subject, kind: NamingKind) -> None:
        self.namings.append(Naming(anchor.start, anchor.end, kind, anchor.aside, self.number(subject)))
