"""Files to download: made once for each snapshot of the data, when somebody asks first, and kept until the next.

A process of its own makes a file (`kg.export.job`); who asks meanwhile is sent what is there already and the rest as it
comes, so nobody waits for all of it and no query worker is taken. No more than two are made at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.errors import StoreBusy, StoreError
from kg.export import ExportFile
from kg.export.job import OUTDATED
from kg.store.generations import NONE, Generation

_logger = logging.getLogger(__name__)

_AT_ONCE = 2
_WAITING = 30
"""So many files may be asked for that are not made yet."""
_MOMENT = 0.1
_PIECE = 1 << 18
_TRIES = 3


class _Outdated(StoreError):  # noqa: N818 - reads as what happened
    """The snapshot that was to be exported is not the newest any more."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that is there, or is being made: then `making` ends with it, or with what went wrong."""

    path: Path
    generation: Generation
    making: asyncio.Task[None] | None = None

    async def pieces(self) -> AsyncIterator[bytes]:
        """Its bytes, as they come.

        Raises:
            StoreError: it could not be made to its end.
        """
        with self._opened() as stream:
            while True:
                complete = self.making is None or self.making.done()
                if piece := stream.read(_PIECE):
                    yield piece
                elif complete:
                    break
                else:
                    assert self.making is not None
                    await asyncio.wait([self.making], timeout=_MOMENT)
        if self.making is not None:
            self.making.result()

    def _opened(self) -> BinaryIO:
        try:
            return _part(self.path).open("rb")
        except FileNotFoundError:
            return self.path.open("rb")


class Preparing:
    """The files of the newest snapshot, in a folder of theirs below `folder`."""

    def __init__(
        self,
        folder: Path,
        store: str,
        base_iri: str,
        generation: Callable[[], Generation],
        environment: Mapping[str, str],
    ) -> None:
        """`environment` tells other processes how to reach the store."""
        self._folder = folder
        self._environment = environment
        self._store = store
        self._base_iri = base_iri
        self._generation = generation
        self._making: dict[Path, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)

    def there(self, file: ExportFile) -> Prepared | None:
        """The file, if it was made already from the newest snapshot."""
        generation = self._generation()
        path = self._path(generation, file)
        return Prepared(path, generation) if generation != NONE and path.exists() else None

    async def get(self, file: ExportFile, *, whole: bool = False) -> Prepared:
        """The file, from its first bytes on; `whole`: once it is complete.

        Raises:
            StoreBusy: too many are being made.
            StoreError: nothing was loaded so far, or it cannot be made.
        """
        for _ in range(_TRIES):
            generation = self._generation()
            if generation == NONE:
                raise StoreError("nothing was loaded here so far; `kg load PATH...` does", where=self._store)
            path = self._path(generation, file)
            if path.exists():
                return Prepared(path, generation)
            task = self._task(path, generation, file)
            while not task.done() and (whole or not _begun(path)):
                await asyncio.wait([task], timeout=_MOMENT)
            if task.done():
                try:
                    task.result()
                except _Outdated:
                    continue
            return Prepared(path, generation, task)
        raise StoreBusy("the data change faster than they can be exported; try again later", where=self._store)

    async def close(self) -> None:
        """End what is being made."""
        tasks = list(self._making.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _path(self, generation: Generation, file: ExportFile) -> Path:
        return self._folder / f"{generation.number}-{generation.stamp}" / file.name

    def _task(self, path: Path, generation: Generation, file: ExportFile) -> asyncio.Task[None]:
        task = self._making.get(path)
        if task is None:
            if len(self._making) >= _WAITING:
                raise StoreBusy("too many files are being made; try again later", where=self._store)
            task = self._making[path] = asyncio.create_task(self._make(path, generation, file))
            task.add_done_callback(lambda done: self._made(path, done))
        return task

    def _made(self, path: Path, task: asyncio.Task[None]) -> None:
        del self._making[path]
        if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, _Outdated):
            _logger.error("%s cannot be made: %s", path.name, error)

    async def _make(self, path: Path, generation: Generation, file: ExportFile) -> None:
        async with self._slots:
            await asyncio.to_thread(self._make_room, path.parent)
            arguments = (self._store, self._base_iri, file.name, path, *generation)
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "kg.export.job",
                *map(str, arguments),
                stderr=asyncio.subprocess.PIPE,
                env={**os.environ, **self._environment},
            )
            try:
                _, said = await process.communicate()
            except BaseException:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
                raise
        if process.returncode == OUTDATED:
            raise _Outdated("there is a newer snapshot", where=self._store)
        if process.returncode:
            reason = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise StoreError(f"the file cannot be made: {reason or process.returncode}", where=file.name)

    def _make_room(self, folder: Path) -> None:
        """Make the folder; those of older snapshots go. Who is reading a file in one of them goes on doing so."""
        busy = {path.parent for path in self._making}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            older = [path for path in self._folder.iterdir() if path != folder and path not in busy]
        except OSError as error:
            raise StoreError(
                f"the folder for files to download cannot be written ({error.strerror}); name another by KG_DOWNLOADS",
                where=str(self._folder),
            ) from error
        # The last one stays: somebody may be about to open a file in it.
        ours = sorted((path for path in older if path.name.replace("-", "").isdecimal()), key=_number)
        for path in ours[:-1]:
            shutil.rmtree(path, ignore_errors=True)


def _number(folder: Path) -> int:
    return int(folder.name.rpartition("-")[2])


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _begun(path: Path) -> bool:
    try:
        return _part(path).stat().st_size > 0
    except OSError:
        return path.exists()
