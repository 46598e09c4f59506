"""The snapshots of a store's folder: which is newest, and what changed from one to the next.

A generation is a snapshot of the engine's files, made by hard links. `current` names the newest; it is replaced in one
step, so that a reader sees either the one before or the new one, whole, at whatever moment the writer ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

_REMEMBERED = 1000
"""For so many generations it is known which graphs they changed; a reader further behind starts anew."""


class Generation(NamedTuple):
    """One snapshot: its number, and the moment at which it was made (nanoseconds).

    Two stores that stood in the same folder one after the other have the same numbers, but not the same moments.
    """

    number: int
    stamp: int

    def __str__(self) -> str:
        return str(self.number)


NONE = Generation(0, 0)


class Generations:
    """What a folder's snapshots are made, found and swept away with. `None`: in memory, nothing to publish."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._current = "" if folder is None else str(folder / "current")
        self._read = NONE
        self._changed: set[str] | None = set()

    def current(self) -> Generation:
        """The newest snapshot, `NONE` if there is none.

        Cheap enough for every request: the file is read only when its entry has changed.
        """
        if not self._current:
            return NONE
        try:
            if os.stat(self._current).st_mtime_ns != self._read.stamp:  # noqa: PTH116 - Path.stat costs as much again
                with open(self._current, encoding="ascii") as file:  # noqa: PTH123
                    self._read = Generation(int(file.read()), os.fstat(file.fileno()).st_mtime_ns)
        except (OSError, ValueError):
            return NONE
        return self._read

    def snapshot(self, number: int) -> Path:
        """The folder of a snapshot."""
        assert self.folder is not None
        return self.folder / "generations" / str(number)

    def hold(self, number: int) -> int:
        """Keep a snapshot from being swept away, until the file descriptor that this gives is closed."""
        lock = os.open(self.snapshot(number).with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(lock, fcntl.LOCK_SH)
        return lock

    def opened(self) -> None:
        """Note that live/ was opened to be written: what another process left unpublished there may be anything."""
        if self.folder is not None and (self.folder / "unpublished").exists():
            self._changed = None

    def begin(self, graphs: Iterable[str] | None) -> None:
        """Note that live/ is about to be ahead of the newest snapshot, in these graphs (None: who knows which)."""
        if graphs is None:
            self._changed = None
        elif self._changed is not None:
            self._changed.update(graphs)
        if self.folder is not None:
            (self.folder / "unpublished").touch()

    def publish(self, engine: ox.Store) -> None:
        """Make the newest snapshot, and sweep away those that nobody reads any more."""
        if self.folder is None:
            return
        before = self.current()
        if before != NONE and not (self.folder / "unpublished").exists():
            return
        number = before.number + 1
        snapshot = self.snapshot(number)
        shutil.rmtree(snapshot, ignore_errors=True)  # of a process that ended in the middle of this
        engine.backup(str(snapshot))
        stamp = max(time.time_ns(), before.stamp + 1)
        changed = None if self._changed is None else sorted(self._changed)
        told = {"stamp": stamp, "since": before.stamp, "graphs": changed}
        snapshot.with_suffix(".changed").write_text(json.dumps(told), encoding="utf-8")
        new = self.folder / "current.new"
        with new.open("w", encoding="ascii") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        os.utime(new, ns=(stamp, stamp))  # the file system's own clock is too coarse to tell two of them apart
        new.replace(self.folder / "current")
        (self.folder / "unpublished").unlink(missing_ok=True)
        self._changed = set()
        self._sweep(number)

    def changed_between(self, older: Generation, newer: Generation) -> set[str] | None:
        """The graphs in which two snapshots may differ; None where that is not known."""
        if older == NONE or newer.number < older.number:
            return None
        changed: set[str] = set()
        since = older.stamp
        for number in range(older.number + 1, newer.number + 1):
            try:
                told = json.loads(self.snapshot(number).with_suffix(".changed").read_text(encoding="utf-8"))
            except (OSError, ValueError):
                return None
            if told["since"] != since or told["graphs"] is None:
                return None
            changed.update(told["graphs"])
            since = told["stamp"]
        return changed if since == newer.stamp else None

    def _sweep(self, newest: int) -> None:
        assert self.folder is not None
        for entry in (self.folder / "generations").iterdir():
            if not entry.stem.isdecimal():
                continue
            number = int(entry.stem)
            if entry.suffix == ".changed" and number <= newest - _REMEMBERED:
                entry.unlink(missing_ok=True)
            if entry.suffix or number >= newest:
                continue
            lock_path = entry.with_suffix(".lock")
            lock = os.open(lock_path, os.O_RDWR | os.O_CREAT, 0o644)
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(entry, ignore_errors=True)
                lock_path.unlink(missing_ok=True)
            os.close(lock)
