"""Articles' graphs and people's decisions about zones brought together in a store.

Decisions are kept in two places, a file (`kg.journal`) and the store; either makes good what the other has lost. What
is in force is applied to what is stored at once, and to each article's graph when it is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import ZoneError
from kg.graph import identifiers
from kg.graph.zone_graphs import (
    Move,
    decision_triples,
    decisions_graph,
    move,
    move_back,
    read_decisions,
    stated_names,
)
from kg.journal import Journal
from kg.store import Store
from kg.zone_registry import ZoneRegistry, changed_buckets
from kg.zones.decisions import ZoneDecision, in_force, read_decision


class Zoning:
    """Over one store. `problems` are records of decisions that cannot be read."""

    def __init__(self, store: Store, base_iri: str, journal: Path | None = None) -> None:
        """Take the decisions out of the store and of the file, and bring each what only the other has.

        Raises:
            ZoneError: the file cannot be read or written.
            StoreError, QueryError: the store cannot answer or be written.
        """
        self._store = store
        self._base = base_iri
        self._journal = zone_journal(journal) if journal is not None else None
        stored, self.problems = read_decisions(
            (quad.triple for quad in store.quads(decisions_graph(base_iri).value)), base_iri
        )
        self.all: dict[str, ZoneDecision] = stored
        self.force: tuple[ZoneDecision, ...] = in_force(stored.values())
        self.registry = ZoneRegistry(store, base_iri, self.force)
        self._moves = self._moved(self.force)
        if self._journal is not None:
            filed, problems = self._journal.records()
            self.problems += problems
            self._journal.append(one for id_, one in stored.items() if id_ not in filed)
            self._store_decisions(one for id_, one in filed.items() if id_ not in stored)

    def record(self, new: Iterable[ZoneDecision]) -> list[str]:
        """Keep new decisions in both places, first in the file, and apply them. What could not be applied, in words.

        Raises:
            ZoneError: the file cannot be written; then the store has not got them either.
            StoreError: the store cannot be written.
        """
        added = [one for one in new if one.id not in self.all]
        if self._journal is not None:
            self._journal.append(added)
        return self._store_decisions(added)

    def moves_in(self, graph: str) -> bool:
        """Whether a decision moves names in this article's graph: then only `write` may write it."""
        return graph in self._moves

    def write(self, graph: str, triples: Iterable[ox.Triple]) -> list[str]:
        """Make an article's graph hold these triples, under the decisions in force, and its zones' names known.

        What of the decisions could not be applied, in words. Raises StoreError.
        """
        told = list(triples)
        problems = []
        for id_, one in self._moves.get(graph, ()):
            after = move(told, one, self._base)
            if after is None:
                problems.append(
                    f"decision {id_} is not in force here, since the article names {one.zone.label} as well; "
                    "`kg review` corrects single figures"
                )
            else:
                told = after
        before = self.registry.stated_in(graph)
        now = stated_names(told, self._base)
        self.registry.add(now)
        self._store.replace_graphs({graph: told})
        self.registry.drop(before - now)
        return problems

    def _store_decisions(self, new: Iterable[ZoneDecision]) -> list[str]:
        added = {one.id: one for one in new}
        if not added:
            return []
        before, self.all = self.force, {**self.all, **added}
        self.force = in_force(self.all.values())
        kept = sorted(self.all.values(), key=lambda one: (one.recorded, one.id))
        graph = decisions_graph(self._base).value
        self._store.replace_graphs({graph: decision_triples(kept, self.force, self._base)})
        self.registry.decide(self.force)
        self.registry.refresh(sorted(changed_buckets(before, self.force)))
        was, self._moves = self._moves, self._moved(self.force)
        problems = []
        for name in sorted({*was, *self._moves}):
            if was.get(name, []) != self._moves.get(name, []):
                problems += self._move_again(name, was.get(name, []))
        return problems

    def _move_again(self, graph: str, was: list[tuple[str, Move]]) -> list[str]:
        """Take back what was moved in an article's graph, and move what is to be moved now."""
        triples = [quad.triple for quad in self._store.quads(graph)]
        if not triples:
            return []  # the article is not here so far
        for _, one in reversed(was):
            triples = move_back(triples, one, self._base)
        return self.write(graph, triples)

    def _moved(self, force: Iterable[ZoneDecision]) -> dict[str, list[tuple[str, Move]]]:
        """By an article's graph: the decisions that move names in it; the last word on a name holds."""
        make = identifiers(self._base)
        last: dict[tuple[str, str], ZoneDecision] = {}
        for one in force:
            if one.kind == "move":
                last[make.article_graph(one.article).value, one.zones[0].path] = one
        found: dict[str, list[tuple[str, Move]]] = defaultdict(list)
        for (graph, _), one in last.items():
            found[graph].append((one.id, Move(one.zones[0], one.zones[1])))
        return dict(found)


def zone_journal(path: Path) -> Journal[ZoneDecision]:
    """The file of decisions about zones."""
    return Journal(path, read_decision, ZoneError, "decision", "decisions about zones", "KG_ZONE_DECISIONS")
