"""A copy of a snapshot in memory, from which processes can be forked, brought up to date graph by graph.

The engine's files are opened by a process of their own, which writes quads into a pipe: opening them starts threads,
and only a process without threads can be forked safely.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.base import graph_name
from kg.store.generations import NONE, Generation, Generations
from kg.store.processes import die_with_parent, used_mb

_BATCH = 50_000
_DONE = b"\n"


class TooLarge(StoreError):  # noqa: N818 - reads as what it is
    """The data take more memory than they may; they are to be read from disk."""


class MemoryCopy:
    """The newest snapshot of a store's folder in memory, in at most `limit_mb` MiB. Empty until `advance`."""

    def __init__(self, folder: Path, limit_mb: int) -> None:
        self.engine = ox.Store()
        self.generation = NONE
        self._generations = Generations(folder)
        self._limit = limit_mb
        self._loaded = 0
        self._replaced = 0

    def advance(self) -> Generation:
        """Become a copy of the newest snapshot; which one that is.

        Only the graphs that have changed are read, where that is known. After an error it is empty.

        Raises:
            TooLarge: it would take more memory than it may.
            StoreError: there is no snapshot, or it cannot be read.
        """
        for _ in range(20):
            newest = self._generations.current()
            if newest == NONE:
                raise StoreError("nothing was loaded here so far", where=str(self._generations.folder))
            lock = self._generations.hold(newest.number)
            try:
                if self._generations.snapshot(newest.number).is_dir():
                    self._become(newest)
                    return newest
            finally:
                os.close(lock)
        raise StoreError("its snapshots vanish faster than they can be read", where=str(self._generations.folder))

    def _become(self, newest: Generation) -> None:
        changed = self._generations.changed_between(self.generation, newest)
        # What is replaced leaves a little behind in memory: start anew before it is as much as the data.
        if changed is None or self._replaced > self._loaded:
            changed = None
            self._clear()
        before, self.generation = self.generation, NONE
        try:
            for graph in changed or ():
                self.engine.remove_graph(graph_name(graph))
            count = self._read(newest, changed)
        except BaseException:
            self._clear()
            raise
        if before == NONE:
            self._loaded, self._replaced = count, 0
        else:
            self._replaced += count
        self.generation = newest

    def _clear(self) -> None:
        self.engine = ox.Store()
        self.generation = NONE
        self._loaded = self._replaced = 0

    def _read(self, newest: Generation, graphs: set[str] | None) -> int:
        """Add the quads of these graphs of a snapshot (None: of all); how many they were."""
        quads, quads_in = os.pipe()
        names, names_in = os.pipe()
        child = os.fork()
        if not child:
            die_with_parent()
            os.close(quads)  # or it would wait for ever to be read by itself
            os.close(names)
            _write_out(self._generations.snapshot(newest.number), graphs, quads_in, names_in)
        os.close(quads_in)
        os.close(names_in)
        count = 0
        with open(quads, "rb") as stream, open(names, "rb") as empty:  # noqa: PTH123 - of pipes
            try:
                read = ox.parse(stream, format=ox.RdfFormat.N_QUADS)
                while batch := list(islice(read, _BATCH)):
                    self.engine.extend(batch)
                    count += len(batch)
                    if used_mb() > self._limit:
                        raise TooLarge(f"in memory the data take more than {self._limit} MiB; they are read from disk")
                said = empty.read()
            except (OSError, SyntaxError, ValueError) as error:
                raise StoreError(f"a snapshot cannot be read: {error}") from error
        if not said.endswith(_DONE):
            raise StoreError("a snapshot cannot be read: the process that does it ended in the middle")
        for name in said.decode("utf-8").split():
            self.engine.add_graph(ox.NamedNode(name))
        return count


def _write_out(snapshot: Path, graphs: set[str] | None, quads_in: int, names_in: int) -> None:
    """In a process of its own: write the quads of a snapshot, then the names of its empty graphs; end."""
    status = 1
    try:
        engine = ox.Store.read_only(str(snapshot))
        with open(quads_in, "wb") as output:
            if graphs is None:
                engine.dump(output, format=ox.RdfFormat.N_QUADS)
            else:
                ox.serialize(_quads(engine, graphs), output, format=ox.RdfFormat.N_QUADS)
        with open(names_in, "wb") as output:
            for name in engine.named_graphs():
                asked = isinstance(name, ox.NamedNode) and (graphs is None or name.value in graphs)
                if asked and next(engine.quads_for_pattern(None, None, None, name), None) is None:
                    output.write(f"{name.value}\n".encode())
            output.write(_DONE)
        status = 0
    finally:
        os._exit(status)


def _quads(engine: ox.Store, graphs: set[str]) -> Iterator[ox.Quad]:
    for graph in graphs:
        yield from engine.quads_for_pattern(None, None, None, graph_name(graph))
