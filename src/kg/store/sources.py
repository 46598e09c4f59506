"""What query workers answer from: the newest snapshot on disk, or a copy of one in memory."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from kg.store.embedded import EmbeddedStore
from kg.store.generations import NONE, Generations
from kg.store.memory import MemoryCopy
from kg.store.processes import MemoryLimit
from kg.store.worker import Opened

if TYPE_CHECKING:
    from kg.store.column_builder import Built, ColumnBuilder

_QUIET_SECONDS = 2.0
"""So long the data are to stay as they are before columns are made of them: while something is loaded, they do not."""


class OnDisk:
    """Workers open the newest snapshot themselves: opening it starts threads, which no fork survives."""

    generation = NONE
    waits_for: tuple[int, ...] = ()
    idle_seconds: float | None = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._generations = Generations(folder)
        self._store: EmbeddedStore | None = None

    def advance(self) -> None:
        """Nothing to do: workers look for the newest snapshot themselves."""

    def work(self) -> None:
        """Nothing to do either."""

    def opened(self, limit: MemoryLimit) -> Opened:
        """In a worker: the newest snapshot. What opening it takes is not counted."""
        if self._store is None or self._store.generation != self._generations.current():
            limit.lift()
            if self._store is not None:
                self._store.close()
            self._store = None
            self._store = EmbeddedStore.for_reading(self._folder)
            limit.set()
        return Opened(self._store)


class InMemory:
    """Workers have a copy of one snapshot in memory from their birth, and columns of it as soon as these are made."""

    def __init__(self, folder: Path, limit_mb: int) -> None:
        from kg.store.column_builder import ColumnBuilder  # noqa: PLC0415 - what needs no columns needs no numpy

        self._make = ColumnBuilder
        self._builder: ColumnBuilder | None = None
        self._due: float | None = None
        self._folder = folder
        self._copy = MemoryCopy(folder, limit_mb)
        self.generation = NONE
        self._opened = Opened(EmbeddedStore.of_copy(folder, self._copy.engine, NONE))

    @property
    def waits_for(self) -> tuple[int, ...]:
        """What there is something to do for when it can be read."""
        return () if self._builder is None else (self._builder.output,)

    @property
    def idle_seconds(self) -> float | None:
        """After so many seconds there is something to do (None: not before somebody asks)."""
        return None if self._due is None else max(0.0, self._due - time.monotonic())

    def advance(self) -> None:
        """Bring the copy up to date. Raises like `MemoryCopy.advance`."""
        if self._builder is not None:
            self._builder.give_up()
            self._builder = None
        self.generation = NONE
        self._due = None
        self.generation = self._copy.advance()
        self._opened = Opened(EmbeddedStore.of_copy(self._folder, self._copy.engine, self.generation))
        self._due = time.monotonic() + _QUIET_SECONDS

    def work(self) -> Built | None:
        """Begin to make columns, or take those that were made; these, if there are some now that were not before."""
        if self._builder is None:
            self._builder = self._make(self._copy.engine)
            self._due = None
            return None
        built, self._builder = self._builder.built(), None
        self._opened = self._opened._replace(columns=None if built is None else built.columns)
        return built

    def opened(self, limit: MemoryLimit) -> Opened:
        """In a worker: the copy."""
        return self._opened
