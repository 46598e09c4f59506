"""All the words that the extractor knows, found in one pass over a text.

One Aho-Corasick automaton holds the places' names, the metrics' terms of `ontology/metrics.ttl` and the cues of
`kg.extraction.cues`; patterns and text are folded alike (`kg.vietnamese.fold_aligned`). Cost is linear in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple

import ahocorasick_rs

from kg.extraction import cues
from kg.extraction.policy_words import KIND_WORDS
from kg.reference.metrics import measures_outside, metrics
from kg.reference.places import places
from kg.vietnamese import fold, fold_aligned

Kind = Literal["name", "counted", "verb", "outside", "zone", "cue", "place", "document"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a pattern means.

    `kind` "name", "counted", "verb": words of the metric `key`; "outside": the name of a measure outside; "zone": a
    kind of zone (`cues.ZONE_NOUNS`); "cue": a cue (`cues.CUES`); "place": a place's folded name; "document": a kind of
    document (`policy_words.KIND_WORDS`).
    """

    kind: Kind
    key: str


TERMS: frozenset[Kind] = frozenset({"name", "verb", "outside", "zone", "counted"})
"""The kinds of words that tell what a number measures: "tổng vốn", "thu hút", "doanh số bán lẻ", "kcn", "dự án"."""


class Meaning:
    """All that one pattern may mean: "thành lập" is a cue for a stage and a cue for a status."""

    __slots__ = ("by_kind", "entries", "is_term")

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        found: dict[Kind, list[str]] = defaultdict(list)
        for entry in self.entries:
            found[entry.kind].append(entry.key)
        self.by_kind: dict[Kind, tuple[str, ...]] = {kind: tuple(keys) for kind, keys in found.items()}
        self.is_term = not TERMS.isdisjoint(self.by_kind)


class Hit(NamedTuple):
    """A pattern found in a text at [start, end), with all that it may mean."""

    start: int
    end: int
    meaning: Meaning

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of the pattern."""
        return self.meaning.entries

    def keys(self, kind: Kind) -> tuple[str, ...]:
        """The keys of the entries of one kind: ("KCN",) for "khu công nghiệp" and "zone"."""
        return self.meaning.by_kind.get(kind, ())


_start = itemgetter(0)


class Lexicon:
    """Patterns with their entries. A hit counts only where it begins and ends with a word."""

    def __init__(self, entries: Iterable[tuple[str, Entry]]) -> None:
        table: dict[str, list[Entry]] = defaultdict(list)
        for wording, entry in entries:
            known = table[fold_aligned(wording)]
            if entry not in known:
                known.append(entry)
        self._meanings = [Meaning(found) for found in table.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(table), matchkind=ahocorasick_rs.MatchKind.Standard)

    def find(self, folded: str) -> list[Hit]:
        """All hits, by start; of those that begin at one place the longest comes first."""
        hits: list[Hit] = []
        length = len(folded)
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if start and folded[start - 1].isalnum() and folded[start].isalnum():
                continue
            if end < length and folded[end].isalnum() and folded[end - 1].isalnum():
                continue
            hits.append(Hit(start, end, self._meanings[index]))
        hits.reverse()  # they come by end
        hits.sort(key=_start)
        return hits


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the shipped ontology."""
    entries: list[tuple[str, Entry]] = []
    for metric in metrics().values():
        entries.extend((name, Entry("name", metric.id)) for name in metric.names)
        entries.extend((noun, Entry("counted", metric.id)) for noun in metric.counted)
        entries.extend((verb, Entry("verb", metric.id)) for verb in metric.verbs)
    for measure in measures_outside():
        entries.extend((name, Entry("outside", measure.id)) for name in measure.names)
    for kind, wordings in cues.ZONE_NOUNS.items():
        entries.extend((wording, Entry("zone", kind)) for wording in wordings)
    for cue, wordings in cues.CUES.items():
        entries.extend((wording, Entry("cue", cue)) for wording in wordings)
    entries.extend((word, Entry("document", kind)) for word, kind in KIND_WORDS.items())
    for place in places().all():
        entries.extend((name, Entry("place", fold(name))) for name in (place.label, *place.aliases))
    return Lexicon(entries)
