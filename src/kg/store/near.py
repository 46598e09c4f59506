"""Answers that the server makes itself: from the newest snapshot, opened in its own process, and from its columns."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from pathlib import Path

from kg.errors import KgError, StoreError
from kg.store.embedded import EmbeddedStore
from kg.store.generations import NONE, Generation
from kg.store.jobs import Job
from kg.store.lookups import small_or_bounded
from kg.store.subjects import Subjects


class Near:
    """The newest snapshot of the store in `folder`, for queries that take less time than handing them to a worker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store: EmbeddedStore | None = None
        self.columns: Subjects | None = None
        self._declined: tuple[Generation, Job] | None = None

    @property
    def generation(self) -> Generation:
        """The snapshot that is open; `NONE` before there is one."""
        return NONE if self._store is None else self._store.generation

    async def open(self, newest: Generation) -> None:
        """Have the newest snapshot open; where that fails, workers answer."""
        if newest in (NONE, self.generation):
            return
        with contextlib.suppress(StoreError):
            opened = await asyncio.to_thread(EmbeddedStore.for_reading, self._folder)
            before, self._store = self._store, opened
            if before is not None:
                await asyncio.to_thread(before.close)

    def take_columns(self, generation: Generation, file: int | None, lengths: Mapping[str, int]) -> None:
        """Read from these columns from now on; from none if there is no file, or it cannot be mapped."""
        self.columns = None
        with contextlib.suppress(OSError):
            self.columns = None if file is None else Subjects(file, lengths, generation)

    def answer(self, job: Job, newest: Generation) -> bytes | None:
        """The answer to a small query from the newest snapshot. None: a worker is to answer it, or to tell of it."""
        if self._store is None or self._store.generation != newest or job.default_graphs or job.named_graphs:
            return None
        # What was tried in vain a moment ago is not tried again on the longer way.
        if self._declined == (newest, job):
            return None
        columns = self.columns if self.columns is not None and self.columns.generation == newest else None
        answer = None
        with contextlib.suppress(KgError):
            answer = small_or_bounded(job.sparql, self._store, columns, job.format, job.base_iri)
        if answer is None:
            self._declined = (newest, job)
        return answer

    def close(self) -> None:
        """Close the snapshot, and let go of the columns."""
        if self._store is not None:
            self._store.close()
        self._store = self.columns = None
