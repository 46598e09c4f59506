"""An answer on its way from a query worker to a client, each at its own speed.

A worker that waited for its client would be lost to all others for as long as that one likes to read slowly. So the
answer is taken from the worker as fast as it comes, kept in memory or, if it is large, in a temporary file, and read
from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from tempfile import SpooledTemporaryFile
from typing import Any, Self

from kg.web.room import Room

_IN_MEMORY = 4 << 20
_PIECE = 1 << 18


class Spool:
    """Filled by `produce`, which is begun when the spool is entered and cancelled when it is left.

    Iterate it once, meanwhile or later. What `produce` raises is raised where its next piece would have come. What it
    holds is taken from `room` until it is left, also what was read already.
    """

    def __init__(self, produce: Callable[[Spool], Coroutine[Any, Any, None]], room: Room) -> None:
        self._produce = produce
        self._room = room
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed in __aexit__
        self._written = self._held = 0
        self._read = 0
        self._changed = asyncio.Event()
        self._error: BaseException | None = None
        self._ended = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._fill())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._file.close()
        self._room.give(self._held)
        self._held = 0

    @property
    def size(self) -> int:
        """Bytes that were written so far."""
        return self._written

    def write(self, piece: bytes) -> None:
        """Add a piece: what `produce` does.

        Raises:
            StoreBusy: there is no room for it.
        """
        self._room.take(len(piece))
        self._held += len(piece)
        self._file.seek(self._written)
        self._file.write(piece)
        self._written += len(piece)
        self._changed.set()

    def stop(self, error: BaseException) -> None:
        """End it with an error, whatever `produce` is doing."""
        if not self._ended and self._task is not None:
            self._task.cancel()
        self._error, self._ended = self._error or error, True
        self._changed.set()

    async def filled(self, size: int) -> bool:
        """Wait for so many bytes or for the end; whether it has ended. Raises the error that it ended with."""
        await self._until(size)
        if self._error is not None:
            raise self._error
        return self._ended

    def whole(self) -> bytes:
        """All of it, once it has ended."""
        return self._take(self._written)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            if self._read < self._written:
                yield self._take(_PIECE)
                continue
            await self._until(self._read + 1)
            if self._read == self._written:
                if self._error is not None:
                    raise self._error
                return

    async def _until(self, size: int) -> None:
        while not self._ended and self._written < size:
            self._changed.clear()
            await self._changed.wait()

    def _take(self, size: int) -> bytes:
        self._file.seek(self._read)
        piece = self._file.read(min(size, self._written - self._read))
        self._read += len(piece)
        return piece

    async def _fill(self) -> None:
        try:
            await self._produce(self)
        except Exception as error:
            self._error = self._error or error
        finally:
            self._ended = True
            self._changed.set()
