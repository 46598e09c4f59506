"""Asking the search index, and having it brought up to date when it is behind the data."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.errors import StoreBusy, StoreError
from kg.search import Asked, Hit, Index, read_words
from kg.store.generations import NONE, Generation
from kg.store.pool import Pool

_SECONDS = 30.0
_HEAD_START = 5.0
"""So many seconds after the server has started the index is looked after, if nobody has asked before."""


class Searcher:
    """Searches a store, by an index in `folder`. What it finds is of the newest snapshot, or it waits until it can be.

    `environment` names the store to other processes.
    """

    def __init__(self, folder: Path, base_iri: str, environment: Mapping[str, str]) -> None:
        self._index = Index(folder, base_iri)
        self._folder = folder
        self._environment = environment
        self._pool: Pool | None = None
        self._building: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    def open(self, pool: Pool) -> None:
        """Follow the snapshots that the pool's queries see."""
        self._pool = pool
        self._timer = asyncio.get_running_loop().call_later(_HEAD_START, self._begin)

    async def close(self) -> None:
        """End what is under way."""
        if self._timer is not None:
            self._timer.cancel()
        if self._building is not None:
            self._building.cancel()
            await asyncio.gather(self._building, return_exceptions=True)

    async def find(
        self, asked: Asked, *, kind: str = "", limit: int = 20, offset: int = 0
    ) -> tuple[list[Hit], Generation]:
        """The best things first, and the snapshot that they are of.

        Raises:
            QueryTimeout: it took too long. StoreBusy: the index does not catch up with the data.
            StoreError: nothing was loaded so far, or the index cannot be made.
        """
        kinds = (kind,) if kind else ()
        found, generation = await self.find_each([asked], kinds=kinds, limit=limit, offset=offset)
        return found[0], generation

    async def find_each(
        self, questions: Sequence[Asked], *, kinds: Sequence[str] = (), limit: int = 20, offset: int = 0
    ) -> tuple[list[list[Hit]], Generation]:
        """For each question the best things of these kinds (none: of all), and the snapshot. Raises like `find`."""
        end = time.monotonic() + _SECONDS
        built = NONE
        while (left := end - time.monotonic()) > 0:
            generation = self._newest()
            hits = await asyncio.to_thread(
                self._index.find_each, questions, generation, kinds=kinds, limit=limit, offset=offset, seconds=left
            )
            if hits is not None:
                return hits, generation
            if built == generation:
                raise StoreError("the search index cannot be read", where=str(self._folder))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await asyncio.shield(self._begin())
                    built = self._index.generation()
        raise StoreBusy("the search index is being brought up to date; try again in a moment")

    async def for_query(self, question: str, kind: str, limit: int) -> list[Hit]:
        """What a query searches for. Raises like `find`."""
        return (await self.find(read_words(question), kind=kind, limit=limit))[0]

    def _newest(self) -> Generation:
        newest = NONE if self._pool is None else self._pool.settled
        if newest == NONE:
            raise StoreError("nothing was loaded here so far; `kg load PATH...` does", where=str(self._folder))
        return newest

    def _begin(self) -> asyncio.Task[None]:
        """Have the index brought up to date, if nobody is at it already."""
        if self._building is None or self._building.done():
            self._building = asyncio.ensure_future(self._build())
        return self._building

    async def _build(self) -> None:
        if self._pool is None or self._pool.settled == NONE:
            return
        arguments = ("-m", "kg.search.building", str(self._folder))
        environment = {**os.environ, **self._environment}
        process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=PIPE, env=environment)
        try:
            told, _ = await process.communicate()
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        if process.returncode:
            raise StoreError(told.decode("utf-8", "replace") or "the search index cannot be made")
