"""Columns of a copy in memory, made by processes of their own while the copy is served."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress

import pyoxigraph as ox

from kg.store.columns.building import build
from kg.store.columns.data import Columns
from kg.store.processes import die_with_parent

_LOW = 5
_END = b"\n"


class Built:
    """Columns, with the file that they lie in and the lengths of what is in there. The file is closed at the end."""

    def __init__(self, file: int, lengths: dict[str, int]) -> None:
        self.columns = Columns.mapped(file, lengths)
        self.file = file
        self.lengths = lengths

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        os.close(self.file)


class ColumnBuilder:
    """Makes columns of what the engine holds now. `output` can be waited for; then `built` gives them."""

    def __init__(self, engine: ox.Store) -> None:
        self._file = _nameless_file()
        self.output, result = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            os.close(self.output)
            _build(engine, self._file, result)
        os.close(result)

    def built(self) -> Built | None:
        """The columns, or None if they could not be made."""
        with os.fdopen(self.output, "rb") as output:
            told = output.read()
        if told:
            return Built(self._file, json.loads(told))
        os.close(self._file)
        return None

    def give_up(self) -> None:
        """End it."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.close(self.output)
        os.close(self._file)


def _nameless_file() -> int:
    """A file in memory where the system has such, else on disk; it goes with the last who has it open."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("columns")
    with tempfile.TemporaryFile() as file:  # pragma: no cover - on other systems
        return os.dup(file.fileno())


def _build(engine: ox.Store, file: int, result: int) -> None:
    """In a process of its own: read what another one writes, make the columns, tell their lengths; end."""
    status = 1
    try:
        die_with_parent()
        os.nice(_LOW)
        lines, quads = os.pipe()
        if not os.fork():
            _dump(engine, lines, quads)
        os.close(quads)
        with os.fdopen(lines, "rb", 1 << 20) as stream, os.fdopen(os.dup(file), "wb") as output:
            lengths = build(_whole(stream), output)
        os.write(result, json.dumps(lengths).encode())
        status = 0
    finally:
        os._exit(status)


def _whole(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line == _END:
            return
        yield line
    raise EOFError("the process that writes the quads ended in the middle")


def _dump(engine: ox.Store, lines: int, quads: int) -> None:
    status = 1
    try:
        die_with_parent()
        os.close(lines)
        with os.fdopen(quads, "wb") as output:
            engine.dump(output, format=ox.RdfFormat.N_QUADS)
            output.write(_END)
        status = 0
    finally:
        os._exit(status)
