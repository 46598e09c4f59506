"""Many graphs into the embedded engine at once, so that each is there wholly or not at all, whatever happens meanwhile.

The engine's bulk loader is several times as fast as its transactions, and is none itself. So what is to be loaded is
written into the store's folder first: who finds such a file when opening the store loads it again. That does no harm,
since quads without blank nodes are the same however often they are added.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pyoxigraph as ox

_GONE = b"# without what was in "


class BulkLoad:
    """Of one store's folder; `None`: in memory, where nothing outlasts the process."""

    def __init__(self, folder: Path | None) -> None:
        self._file = None if folder is None else folder / "bulk.nq"

    def run(self, engine: ox.Store, quads: bytes, replaced: Sequence[ox.NamedNode]) -> None:
        """Empty the graphs `replaced`, and add the quads."""
        if self._file is None:
            _load(engine, quads, replaced)
            return
        new = self._file.with_suffix(".new")
        with new.open("wb") as file:
            for name in replaced:
                file.write(_GONE + str(name).encode() + b"\n")
            file.write(quads)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._file)
        _load(engine, quads, replaced)
        engine.flush()
        self._file.unlink()

    def finish(self, engine: ox.Store) -> bool:
        """Do what another process was ended in the middle of; whether there was something."""
        if self._file is None or not self._file.exists():
            return False
        quads = self._file.read_bytes()
        replaced = []
        for line in quads.split(b"\n"):
            if not line.startswith(_GONE):
                break
            replaced.append(ox.NamedNode(line.removeprefix(_GONE).decode().strip("<>")))
        _load(engine, quads, replaced)
        engine.flush()
        self._file.unlink()
        return True


def _load(engine: ox.Store, quads: bytes, replaced: Sequence[ox.NamedNode]) -> None:
    if replaced:
        engine.update(" ; ".join(f"DROP SILENT GRAPH {name}" for name in replaced))
    # Not looked at again for mistakes: an engine's own serializer wrote them.
    engine.bulk_load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Ctrl-C in here is answered at the end of it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: held.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if held and callable(before):
        before(*held[-1])
