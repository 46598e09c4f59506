"""A query worker: a process that answers jobs over a store, one after another, and can be killed at any moment.

It is forked by `kg.store.forkserver` and talks to the server over a socket, as `kg.store.jobs` tells. Its limits are
the kernel's: a timer whose signal ends the process wherever it is, and a limit of its address space.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.errors import KgError
from kg.store.embedded import EmbeddedStore
from kg.store.jobs import DATA, END, ERROR, USED, VERSION, Task, frame, length, told
from kg.store.processes import peak_mb

if TYPE_CHECKING:
    from kg.store.columns import Columns

_CHUNK = 1 << 16
_GRACE = 0.5
"""Seconds after its time is over that a worker ends by itself, if the server does not end it before."""
_FIT_MB = 256
"""A worker that has grown by so much is not kept: what a query took, the allocator may not give back."""


class Opened(NamedTuple):
    """A store to answer from, and the columns of the same snapshot, if there are any."""

    store: EmbeddedStore
    columns: Columns | None = None


def serve(connection: socket.socket, open_store: Callable[[], Opened]) -> None:
    """Answer the jobs that come over the connection until it ends. `open_store` gives the store for each of them."""
    before = peak_mb()
    while message := _message(connection):
        task = Task.read(message)
        output = _Output(connection)
        # No handler: the signal's own action is to end the process, whatever the engine is doing.
        signal.setitimer(signal.ITIMER_REAL, task.seconds + _GRACE)
        try:
            opened = open_store()
            output.add(frame(VERSION, opened.store.version.encode()))
            if not _from_columns(opened.columns, task, output):
                _from_engine(opened.store, task, output)
            output.end(USED if peak_mb() - before > _FIT_MB else b"")
        except KgError as error:
            output.fail(told(error))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _from_columns(columns: Columns | None, task: Task, output: _Output) -> bool:
    """Write the answer if columns have it; whether they have."""
    if columns is None or not task.of_all or not isinstance(task.format.engine, ox.QueryResultsFormat):
        return False
    from kg.store.columns import answer, written  # noqa: PLC0415 - only where there are columns, it is imported already

    found = answer(columns, task.text)
    if found is None:
        return False
    output.write(written(found, task.format.engine))
    return True


def _from_engine(store: EmbeddedStore, task: Task, output: _Output) -> None:
    answer = store.evaluate(
        task.text,
        names_graphs=task.names_graphs,
        default_graphs=task.default_graphs,
        named_graphs=task.named_graphs,
        base_iri=task.base_iri,
    )
    answer.serialize(task.format, output)  # type: ignore[arg-type]  # it is only written to


class _Output:
    """A file whose writes leave as frames of a fair size; a small answer leaves all at once."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._ready = bytearray()
        self._kept = bytearray()

    def add(self, piece: bytes) -> None:
        """Put a frame before what is written from now on."""
        self._ready += piece

    def write(self, data: bytes) -> int:
        """Write a piece of the answer."""
        self._kept += data
        if len(self._kept) >= _CHUNK:
            self._pack()
            self._connection.sendall(self._ready)
            self._ready.clear()
        return len(data)

    def flush(self) -> None:
        """Nothing: a frame leaves when it is worth it."""

    def end(self, payload: bytes) -> None:
        """Send the rest, and that this is all."""
        self._pack()
        self._connection.sendall(self._ready + frame(END, payload))

    def fail(self, payload: bytes) -> None:
        """Send an error; what of the answer was not sent is dropped."""
        self._connection.sendall(frame(ERROR, payload))

    def _pack(self) -> None:
        if self._kept:
            self._ready += frame(DATA, bytes(self._kept))
            self._kept.clear()


def _message(connection: socket.socket) -> bytes:
    """The next job, or nothing if the server has hung up."""
    received = connection.recv(_CHUNK)
    if len(received) < 4:
        received += _exactly(connection, 4 - len(received)) if received else b""
    if not received:
        return b""
    missing = 4 + length(received[:4]) - len(received)
    return received[4:] + (_exactly(connection, missing) if missing else b"")


def _exactly(connection: socket.socket, count: int) -> bytes:
    pieces = bytearray()
    while len(pieces) < count:
        piece = connection.recv(count - len(pieces))
        if not piece:
            os._exit(0)  # the server is gone
        pieces += piece
    return bytes(pieces)
