"""Which sectors an article says that a place or zone has, or wants: "KCN X ưu tiên thu hút các ngành điện tử, cơ khí".

A statement is read where three things stand together: a list of sectors that begins with a known one, words that say
that they are there or are wanted, and whose they are, named in the sentence before or behind (else carried on from
what the text speaks of). Where one of them is not plain there is none: a company's business is nobody else's sector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.extraction.anchors import Anchors
from kg.extraction.document import Sentence
from kg.extraction.phrases import SAYS, Phrases, preposition_before
from kg.extraction.reading import Reading
from kg.extraction.sector_cues import (
    CUE_WORDS,
    DIRECT,
    FIRM_BEFORE,
    HAS_QUALIFIER,
    IN_BUSINESS,
    INVESTED_BY,
    IS_ONE,
    MAKES,
    MANY_CAME,
    MIDDLE,
    NOUNS,
    OF_INVESTMENT,
    OTHERWISE,
    QUALIFIED,
    SERVED,
    TAKEN_IN,
    THOSE_OF,
    WANTED,
    WANTS_QUALIFIER,
)
from kg.extraction.sector_lists import SectorItem, read_list
from kg.extraction.spoken import Spoken
from kg.extraction.subject import ZONES, Anchor, Subject
from kg.extraction.zone_list import ZoneList
from kg.facts import Level, SectorRelation, SectorStatement

_FARTHEST = 170
_FARTHEST_BACK = 220


@dataclass(frozen=True, slots=True)
class _Said:
    """One list of sectors, whose they are, how that is known, and whether they are there or wanted."""

    subjects: tuple[Subject, ...]
    level: Level
    relation: SectorRelation
    items: Sequence[SectorItem]


class SectorStatements:
    """Reads the statements of one article, in the order of the text."""

    def __init__(self, reading: Reading, zones: ZoneList) -> None:
        self._reading = reading
        self._zones = zones
        self._folded = reading.doc.folded
        self._phrases = Phrases(self._folded)

    # Most articles state nothing of the kind: what finds the subjects is made when a list of sectors is met.

    @cached_property
    def _anchors(self) -> Anchors:
        return Anchors(self._reading, self._zones)

    @cached_property
    def _spoken(self) -> Spoken:
        return Spoken(self._reading, self._zones, self._anchors, self._phrases)

    def read(self) -> tuple[SectorStatement, ...]:
        """The statements; each sector of one subject and relation once, where it is said first."""
        found: dict[tuple[Subject, str, str], SectorStatement] = {}
        for said in sorted(self._found(), key=lambda said: said.items[0].start):
            for item in said.items:
                for subject in said.subjects:
                    statement = self._statement(subject, said, item)
                    found.setdefault((subject, said.relation, statement.sector.lower()), statement)
        return tuple(sorted(found.values(), key=lambda statement: (statement.start, statement.end)))

    def _statement(self, subject: Subject, said: _Said, item: SectorItem) -> SectorStatement:
        doc = self._reading.doc
        start, end = doc.span(item.start, item.end)
        return SectorStatement(
            article=self._reading.article.id, about=subject.about, about_type=subject.type, relation=said.relation,
            sector=" ".join(doc.text[item.start : item.end].split()), start=start, end=end, quote=doc.raw[start:end],
            scope=subject.scope, province=subject.province, subject_level=said.level,
        )  # fmt: skip

    def _found(self) -> Iterator[_Said]:
        if not (self._reading.zones or self._reading.places):
            return
        read_up_to = -1
        for start in self._nouns():
            if start < read_up_to:
                continue
            found = self._announced(start)
            if found is not None:
                read_up_to = found.items[-1].end
                yield found
        yield from self._made()

    def _nouns(self) -> list[int]:
        """Where "ngành" and "lĩnh vực" stand as words of their own."""
        found = []
        for noun in NOUNS:
            at = self._folded.find(noun)
            while at >= 0:
                end = at + len(noun)
                if not self._folded[at - 1 : at].isalnum() and not self._folded[end : end + 1].isalnum():
                    found.append(at)
                at = self._folded.find(noun, end)
        return sorted(found)

    # --- "... các ngành điện tử, cơ khí" ----------------------------------------------------------------------------

    def _announced(self, noun: int) -> _Said | None:
        """The statement whose list the noun at an offset announces."""
        qualified = QUALIFIED.match(self._folded, noun)
        if qualified is None or SERVED.search(self._folded[max(0, noun - 40) : noun]):
            return None
        sentence = self._reading.sentence(noun)
        around = self._folded[max(sentence.start, noun - _FARTHEST_BACK) : min(sentence.end, noun + _FARTHEST_BACK)]
        if not any(word in around for word in CUE_WORDS):
            return None
        items, middle = self._list_behind(qualified.end(), sentence)
        if not items:
            return None
        qualifier = qualified["qualifier"] + " " + self._folded[middle[0] : middle[1]]
        if OTHERWISE.search(qualifier) or not self._says_anything(sentence, noun, qualifier):
            return None
        anchors = self._anchors.within(sentence.start, sentence.end)
        begin = sentence.start
        level: Level = "stated"
        behind = next((a for a in anchors if middle[0] <= a.start < middle[1] and not a.aside), None)
        before = self._whose(noun, anchors) if behind is None else None
        if behind is not None:
            subjects = self._resolved(behind, anchors)
        elif before is not None:
            begin = before.end
            subjects = () if self._is_someones(sentence.start, before, noun) else self._resolved(before, anchors)
        elif self._is_named_before(noun, anchors) or not self._can_inherit(sentence, noun, qualifier):
            return None
        else:
            self._spoken.advance(sentence)
            topic = self._spoken.topic_of(sentence)
            subjects, level = (topic,) if topic is not None and topic.about else (), "inherited"
        if not subjects:
            return None
        relation = self._relation(subjects[0], self._folded[begin:noun], qualifier)
        if relation is None or (subjects[0].type == "Country" and relation == "has"):
            return None
        apart = self._apart_from_places(items)
        return _Said(subjects, level, relation, apart) if apart else None

    def _list_behind(self, start: int, sentence: Sentence) -> tuple[list[SectorItem], tuple[int, int]]:
        """The list behind the noun and its qualifiers, and the span of the words between them."""
        direct = DIRECT.match(self._folded, start, sentence.end)
        if direct is not None:
            items = read_list(self._folded, direct.end(), sentence.end) or self._lines_behind(direct.end(), sentence)
            if items:
                return items, (start, start)
        middle = MIDDLE.match(self._folded, start, sentence.end)
        if middle is not None:
            items = read_list(self._folded, middle.end(), sentence.end) or self._lines_behind(middle.end(), sentence)
            if items:
                return items, middle.span("middle")
        return [], (start, start)

    def _lines_behind(self, start: int, sentence: Sentence) -> list[SectorItem]:
        """The sectors of the bulleted lines behind a colon that ends its line, as long as each begins with one."""
        if start < sentence.line.end or self._folded[sentence.line.end - 1] != ":":
            return []
        items: list[SectorItem] = []
        for line in self._reading.doc.lines[sentence.line.index + 1 : sentence.line.index + 31]:
            if not line.bullet:
                break
            begin = (
                line.start
                + len(self._folded[line.start : line.end])
                - len(self._folded[line.start : line.end].lstrip("-–—+•*●▪◦· "))
            )
            found = read_list(self._folded, begin, line.end)
            if not found:
                break
            items += found
        return items

    # --- whose ------------------------------------------------------------------------------------------------------

    def _whose(self, noun: int, anchors: Sequence[Anchor]) -> Anchor | None:
        """The nearest place, zone or zones before the noun in its sentence that nobody else stands nearer than."""
        for anchor in reversed([a for a in anchors if a.end <= noun]):
            if anchor.aside:
                if anchor.kind in ("company", "project") and preposition_before(self._folded, anchor.start) != "do":
                    return None
                continue
            if IS_ONE.search(self._folded[max(0, anchor.start - 12) : anchor.start]):
                continue
            gap = self._folded[anchor.end : noun]
            if len(gap) > _FARTHEST or ";" in gap:
                return None
            if anchor.kind == "investor":
                continue
            if anchor.kind in ("company", "project", "many"):
                return None
            if self._phrases.only_locates(anchor, anchors):
                continue
            if anchor.kind == "zone" and self._phrases.occupant(anchor, anchors, distant=True) is not None:
                return None
            return anchor
        return None

    def _is_named_before(self, noun: int, anchors: Sequence[Anchor]) -> bool:
        """Whether anything that could have sectors is named before the noun."""
        return any(a.end <= noun and a.kind != "investor" and (not a.aside or a.kind == "company") for a in anchors)

    def _resolved(self, anchor: Anchor, anchors: Sequence[Anchor]) -> tuple[Subject, ...]:
        """The subjects that an anchor stands for: of a list of zones all; none where it is no place and no zone."""
        if anchor.kind not in ("place", "zone", "group", "back"):
            return ()
        if anchor.kind == "zone":
            listed = self._phrases.list_up_to(anchor, [a for a in anchors if a.index < anchor.index])
            return tuple(subject for zone in listed for subject in zone.subjects)
        self._spoken.advance(self._reading.sentence(anchor.start))
        subject = self._spoken.resolve(anchor, anchors)
        fits = subject is not None and subject.about and subject.type not in ("Company", "Project", "Region")
        return (subject,) if subject is not None and fits else ()

    def _is_someones(self, start: int, anchor: Anchor, noun: int) -> bool:
        """Whether a firm or a person stands before the anchor: the sector is theirs ("X là doanh nghiệp của tỉnh")."""
        if not FIRM_BEFORE.search(self._folded, start, anchor.start):
            return False
        return SAYS.search(self._folded, start, noun) is None

    def _can_inherit(self, sentence: Sentence, noun: int, qualifier: str) -> bool:
        """Whether a sentence that names nobody plainly goes on about the investment in whom the text speaks of."""
        before = self._folded[sentence.start : noun]
        if len(before) > _FARTHEST_BACK or FIRM_BEFORE.search(before):
            return False
        return bool(self._reading.zones) and OF_INVESTMENT.search(before + qualifier) is not None

    def _apart_from_places(self, items: Sequence[SectorItem]) -> Sequence[SectorItem]:
        """The items up to the first that holds a place, that one without it: "dầu khí Việt Nam"."""
        kept: list[SectorItem] = []
        for item in items:
            places = self._reading.places_within(item.start, item.end)
            if not places:
                kept.append(item)
                continue
            end = item.start + len(self._folded[item.start : places[0].start].rstrip())
            return [*kept, replace(item, end=end)] if end > item.start else kept
        return kept

    # --- whether it has them or wants them --------------------------------------------------------------------------

    def _says_anything(self, sentence: Sentence, noun: int, qualifier: str) -> bool:
        """Whether any words of the sentence say that sectors are there or wanted, whosever they are."""
        if HAS_QUALIFIER.search(qualifier) or WANTS_QUALIFIER.search(qualifier):
            return True
        before = self._folded[sentence.start : noun]
        return any(cue.search(before) for cue in (WANTED, TAKEN_IN, IN_BUSINESS, THOSE_OF))

    def _relation(self, subject: Subject, before: str, qualifier: str) -> SectorRelation | None:
        """What the words from the subject on to the noun, and those behind it, say of the sectors."""
        says = SAYS.search(before)
        if says is not None:
            before = before[says.end() :]
        before = INVESTED_BY.sub("", before)
        if OTHERWISE.search(before):
            return None
        wanted = max((match.start() for match in WANTED.finditer(before)), default=-1)
        taken_in = max((match.start() for match in TAKEN_IN.finditer(before)), default=-1)
        if wanted > taken_in:
            return "wants"
        if taken_in >= 0:
            return "has"
        if THOSE_OF.search(before):
            return "has"
        wants = WANTS_QUALIFIER.search(qualifier)
        if wants is not None:
            return "has" if MANY_CAME.match(qualifier[wants.end() :].lstrip()) else "wants"
        of_zones = subject.type in ZONES or subject.scope
        if of_zones and IN_BUSINESS.search(before):
            return "has"
        return "has" if HAS_QUALIFIER.search(qualifier) else None

    # --- "CCN X chuyên sản xuất đồ gỗ" ------------------------------------------------------------------------------

    def _made(self) -> Iterator[_Said]:
        for mention in self._reading.zones:
            makes = MAKES.match(self._folded, mention.end, mention.end + 120)
            if makes is None:
                continue
            sentence = self._reading.sentence(mention.start)
            items = read_list(self._folded, makes.end(), sentence.end)
            if not items or preposition_before(self._folded, mention.start):
                continue
            opened = self._folded.rfind("(", sentence.start, mention.start)
            if opened >= 0 and self._folded.find(")", opened, mention.start) < 0:
                continue
            if FIRM_BEFORE.search(self._folded, sentence.start, mention.start):
                continue
            anchors = self._anchors.within(sentence.start, sentence.end)
            anchor = next((a for a in anchors if a.start == mention.start and a.kind in ("zone", "back")), None)
            subjects = self._resolved(anchor, anchors) if anchor is not None and not anchor.aside else ()
            if subjects and subjects[0].type in ZONES:
                yield _Said(subjects, "stated", "has", self._apart_from_places(items))
