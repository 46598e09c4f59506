"""The names of zones that a store's articles state, and which of them are one zone: kept up to date name by name.

A name that comes or goes concerns its bucket (`ZoneKey.bucket`) and those that people's decisions tie to it. Each has a
graph of a few triples, which is all that is read and written; of a name that is there already, one triple is asked for.
So a further name costs the same in a small store and in a large one. What the graphs hold in the end is a function of
the articles and decisions alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.graph.vocabulary import vocabulary
from kg.graph.zone_graphs import known_names, names_graph, names_triples, stated_names
from kg.store import Store
from kg.zones.decisions import ZoneDecision
from kg.zones.naming import ZoneKey
from kg.zones.resolution import resolve

Stated = set[tuple[str, ZoneKey]]
"""Names with the path of their node and a key, as `stated_names` gives them."""

_KEPT = 20_000
"""So many buckets are remembered, and so many names; the others are read again when they are needed."""

_WRITTEN_TOGETHER = 200
"""So many buckets are written in one transaction."""


@dataclass(slots=True)
class _Bucket:
    names: dict[str, set[ZoneKey]] = field(default_factory=lambda: defaultdict(set))
    written: frozenset[ox.Triple] = frozenset()


class ZoneRegistry:
    """Over one store. `decisions` are those in force."""

    def __init__(self, store: Store, base_iri: str, decisions: Iterable[ZoneDecision] = ()) -> None:
        self._store = store
        self._base = base_iri
        self._terms = vocabulary(base_iri)
        self._buckets: dict[str, _Bucket] = {}
        self._found: set[tuple[str, ZoneKey]] = set()
        self.decide(decisions)

    def decide(self, decisions: Iterable[ZoneDecision]) -> None:
        """Go by these decisions from now on; `refresh` brings into the store what that changes."""
        self._decisions = tuple(one for one in decisions if one.kind in ("merge", "split"))
        self._ties: dict[str, set[str]] = defaultdict(set)
        for decision in self._decisions:
            buckets = {zone.key.bucket for zone in decision.zones}
            for bucket in buckets:
                self._ties[bucket] |= buckets

    def stated_in(self, graph: str) -> Stated:
        """The names that an article's graph states, as the store has it."""
        rows = self._store.select(
            f"SELECT ?name ?key WHERE {{ GRAPH <{graph}> {{ ?name <{self._terms.NAME_KEY.value}> ?key }} }}"
        )
        triples = (ox.Triple(row["name"], self._terms.NAME_KEY, row["key"]) for row in rows)  # type: ignore[arg-type]
        return stated_names(triples, self._base)

    def add(self, names: Stated) -> None:
        """Enter names, before the article's graph that states them is written: they are never found missing then.

        Raises StoreError where the store cannot be written.
        """
        changed = set()
        for path, key in names:
            if self._known(path, key):
                continue
            bucket = self._bucket(key.bucket)
            if key not in bucket.names[path]:
                bucket.names[path].add(key)
                changed.add(key.bucket)
        self.refresh(changed)

    def drop(self, names: Stated) -> None:
        """Take names out that an article stated until now, unless another one does, after its graph is written.

        Raises StoreError where the store cannot be read or written.
        """
        changed = set()
        for path, key in names:
            bucket = self._bucket(key.bucket)
            if key in bucket.names[path] and not self._stated(path, key):
                bucket.names[path].discard(key)
                self._found.discard((path, key))
                changed.add(key.bucket)
        self.refresh(changed)

    def refresh(self, buckets: Iterable[str]) -> None:
        """Resolve these buckets, and those tied to them, anew, and write what has changed. Raises StoreError."""
        writes: dict[str, list[ox.Triple]] = {}
        for group in self._groups(buckets):
            found = {bucket: self._bucket(bucket) for bucket in sorted(group)}
            names = {path: frozenset(keys) for one in found.values() for path, keys in one.names.items() if keys}
            concerned = [one for one in self._decisions if any(zone.key.bucket in group for zone in one.zones)]
            resolution = resolve(names, concerned)
            for name, bucket in found.items():
                triples = names_triples(names, resolution, name, self._base)
                if frozenset(triples) != bucket.written:
                    writes[names_graph(name, self._base).value] = triples
                    bucket.written = frozenset(triples)
            if len(writes) >= _WRITTEN_TOGETHER:
                self._store.replace_graphs(writes)
                writes = {}
        if writes:
            self._store.replace_graphs(writes)
        if len(self._buckets) > _KEPT:
            self._buckets.clear()

    def rebuild(self) -> int:
        """Enter all that the articles state, and nothing else; how many names there are. Raises StoreError."""
        stated: dict[str, Stated] = defaultdict(set)
        rows = self._store.select(f"SELECT DISTINCT ?name ?key WHERE {{ ?name <{self._terms.NAME_KEY.value}> ?key }}")
        triples = (ox.Triple(row["name"], self._terms.NAME_KEY, row["key"]) for row in rows)  # type: ignore[arg-type]
        for path, key in stated_names(triples, self._base):
            stated[key.bucket].add((path, key))
        rows = self._store.select(f"SELECT DISTINCT ?name ?key WHERE {{ ?name <{self._terms.KNOWN_KEY.value}> ?key }}")
        before = (ox.Triple(row["name"], self._terms.KNOWN_KEY, row["key"]) for row in rows)  # type: ignore[arg-type]
        buckets = {key.bucket for _, key in known_names(before, self._base)} | set(stated) | set(self._ties)
        self._found.clear()
        for name in buckets:
            bucket = self._bucket(name)
            bucket.names.clear()
            for path, key in stated[name]:
                bucket.names[path].add(key)
        self.refresh(sorted(buckets))
        return sum(len({path for path, _ in names}) for names in stated.values())

    def _groups(self, buckets: Iterable[str]) -> list[set[str]]:
        """The buckets, each with all that are tied to it, at once or by way of others."""
        groups: list[set[str]] = []
        seen: set[str] = set()
        for first in buckets:
            if first in seen:
                continue
            group, waiting = {first}, [first]
            while waiting:
                for other in self._ties.get(waiting.pop(), ()):
                    if other not in group:
                        group.add(other)
                        waiting.append(other)
            seen |= group
            groups.append(group)
        return groups

    def _known(self, path: str, key: ZoneKey) -> bool:
        """Whether the store has that name already: most names that articles state are met again."""
        bucket = self._buckets.get(key.bucket)
        if bucket is not None:
            return key in bucket.names.get(path, ())
        if (path, key) in self._found:
            return True
        node, graph = ox.NamedNode(self._terms.things + path), names_graph(key.bucket, self._base)
        if not self._store.holds(ox.Quad(node, self._terms.KNOWN_KEY, ox.Literal(str(key)), graph)):
            return False
        if len(self._found) >= _KEPT:
            self._found.clear()
        self._found.add((path, key))
        return True

    def _bucket(self, name: str) -> _Bucket:
        found = self._buckets.get(name)
        if found is None:
            triples = [quad.triple for quad in self._store.quads(names_graph(name, self._base).value)]
            found = self._buckets[name] = _Bucket(written=frozenset(triples))
            for path, key in known_names(triples, self._base):
                found.names[path].add(key)
        return found

    def _stated(self, path: str, key: ZoneKey) -> bool:
        asked = f'<{self._terms.things}{path}> <{self._terms.NAME_KEY.value}> "{key}"'
        return any(True for _ in self._store.select(f"SELECT ?graph WHERE {{ GRAPH ?graph {{ {asked} }} }} LIMIT 1"))


def changed_buckets(before: Iterable[ZoneDecision], after: Iterable[ZoneDecision]) -> set[str]:
    """The buckets of the zones in decisions that are in force only before or only after."""
    one: Mapping[str, ZoneDecision] = {decision.id: decision for decision in before}
    other: Mapping[str, ZoneDecision] = {decision.id: decision for decision in after}
    changed = [decision for id_, decision in {**one, **other}.items() if (id_ in one) != (id_ in other)]
    return {zone.key.bucket for decision in changed for zone in decision.zones}
