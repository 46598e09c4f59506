"""Query workers of one kind: those that are ready, those that answer, and what they are forked from."""

from __future__ import annotations

import asyncio
import logging

from kg.errors import StoreError
from kg.store.generations import NONE, Generation
from kg.store.handles import ForkServer, Worker

_logger = logging.getLogger(__name__)


class Tier:
    """The workers of one fork server; `spare` of them are kept ready. `generation`: of which snapshot it has a copy."""

    def __init__(self, server: ForkServer, spare: int) -> None:
        self.server = server
        self.generation = NONE
        self.alive: set[Worker] = set()
        self.filling = False
        self._spare = spare
        self._idle: list[Worker] = []
        self._starting = asyncio.Lock()

    @property
    def short(self) -> bool:
        """Whether fewer workers are ready than should be."""
        return len(self._idle) < self._spare

    async def take(self) -> Worker:
        """A worker that is free, or a new one."""
        while self._idle:
            worker = self._idle.pop()
            if not worker.gone:
                return worker
            self.alive.discard(worker)
        return await self._fork()

    def give_back(self, worker: Worker) -> None:
        """Take a worker back; one that is not to answer another query is ended."""
        if worker.busy or worker.gone or not worker.fit or worker.generation != self.generation:
            self._end(worker)
        else:
            self._idle.append(worker)

    async def fill(self) -> None:
        """Have as many ready as should be."""
        if self.filling:
            return
        self.filling = True
        try:
            while self.short:
                self._idle.insert(0, await self._fork())
        except StoreError as error:
            _logger.warning("no query worker can be started: %s", error)
        finally:
            self.filling = False

    async def advance(self) -> Generation:
        """Bring the copy up to date. Raises like `ForkServer.advance`."""
        return await (await self._server()).advance()

    def retire(self) -> None:
        """Use none of them for another query: what they read is not the newest any more."""
        for worker in self.alive:
            worker.fit = False
        for worker in self._idle:
            self._end(worker)
        self._idle.clear()

    async def close(self) -> None:
        """End all workers, whatever they are doing, and what they come from."""
        for worker in self.alive:
            worker.kill()
        self.alive.clear()
        self._idle.clear()
        await self.server.close()

    async def _fork(self) -> Worker:
        worker = await (await self._server()).fork()
        self.alive.add(worker)
        return worker

    async def _server(self) -> ForkServer:
        async with self._starting:
            if not self.server.running:
                await self.server.start()
        return self.server

    def _end(self, worker: Worker) -> None:
        worker.kill()
        self.alive.discard(worker)
