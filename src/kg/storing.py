"""From prepared articles into the store: many new ones together, by its bulk path, and each other one by itself.

A batch of new articles is written as one sorted file of N-Quads that the engine takes in at once. An article that
the store had before, or of which people decided something, is a transaction of its own, as is each of a handful.
"""

from __future__ import annotations

import time

from kg.articles import ReadProblem
from kg.load_report import LoadReport
from kg.preparing import Prepared
from kg.store import Store
from kg.store.bulk import interrupts_held
from kg.zoning import Zoning

FIRST_BATCH = 250
LARGEST_BATCH = 2000
BATCH_BYTES = 16 * 2**20
"""A batch of new articles is written when it holds so many of them (the first soon, each later one is twice as large),
or so many bytes ..."""
BATCH_SECONDS = 20.0
"""... or when so long nothing was: a crash loses no more than that, and readers see what is there."""
FEW = 50
"""A batch of fewer articles is written one by one: below that, the bulk path takes longer."""
FLUSH_EVERY = 250
"""So many single articles are written between two flushes."""


class Storing:
    """Takes prepared articles in turn; what it did of them is in the store when it is closed."""

    def __init__(self, store: Store, zoning: Zoning, report: LoadReport) -> None:
        self._store = store
        self._zoning = zoning
        self._report = report
        self._batch: dict[str, Prepared] = {}
        self._bytes = 0
        self._full = FIRST_BATCH
        self._single = 0
        self._flushed = time.monotonic()

    def add(self, result: Prepared) -> None:
        """Store an article, now or with those that follow it. Raises StoreError."""
        self._report.add(result)
        if result.failure:
            return
        if result.known or self._zoning.moves_in(result.graph):
            self._one(result)
        else:
            self._batch[result.graph] = result
            self._bytes += len(result.quads)
        overdue = time.monotonic() - self._flushed > BATCH_SECONDS
        if overdue or len(self._batch) >= self._full or self._bytes >= BATCH_BYTES or self._single >= FLUSH_EVERY:
            self.flush()

    def flush(self) -> None:
        """Write what waits, and make it durable and visible; Ctrl-C is answered after that. Raises StoreError."""
        with interrupts_held():
            self._flush()

    def _flush(self) -> None:
        batch, self._batch, self._bytes = self._batch, {}, 0
        if len(batch) < FEW:
            for result in batch.values():
                self._one(result)
        else:
            self._together(batch)
            self._full = min(2 * self._full, LARGEST_BATCH)
        self._store.flush()
        self._single = 0
        self._flushed = time.monotonic()

    def _one(self, result: Prepared) -> None:
        problems = self._zoning.write(result.graph, result.triples)
        self._report.problems += [ReadProblem(result.source, None, problem) for problem in problems]
        self._single += 1

    def _together(self, batch: dict[str, Prepared]) -> None:
        graphs = sorted(batch)
        # Names first, as with a single article: they are never found missing.
        self._zoning.registry.add({name for result in batch.values() for name in result.names})
        self._store.load_graphs(b"".join(batch[graph].quads for graph in graphs), graphs)
