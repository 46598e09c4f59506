"""One article's graph in memory, its triples kept together by the fact that they state."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class FactTriples:
    """The triples of one fact: those of its `root` (an observation or a mention) and of all that hangs on it.

    What two facts share (a text span, a zone) stands in both, so that leaving one out takes nothing from the other.
    """

    root: ox.NamedNode
    triples: tuple[ox.Triple, ...]


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """The named graph of one article: what describes it and its extraction (`head`), and its facts."""

    name: ox.NamedNode
    article: ox.NamedNode
    head: tuple[ox.Triple, ...]
    facts: tuple[FactTriples, ...]

    @property
    def triples(self) -> list[ox.Triple]:
        """All triples, each once, in the order of the facts."""
        return list(dict.fromkeys(chain(self.head, *(fact.triples for fact in self.facts))))
