"""A query worker: a process that answers jobs over a store, one after another, and can be killed at any moment.

It is forked by `kg.store.forkserver` and talks to the server over a socket, as `kg.store.jobs` tells. Its limits are
the kernel's: a timer whose signal ends the process wherever it is, and a limit of its address space.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from kg.errors import KgError
from kg.store.embedded import EmbeddedStore
from kg.store.jobs import DATA, END, ERROR, USED, VERSION, Task, frame, length, told

_CHUNK = 1 << 16
_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_GRACE = 0.5
"""Seconds after its time is over that a worker ends by itself, if the server does not end it before."""
_FIT_MB = 256
"""A worker that has grown by so much is not kept: what a query took, the allocator may not give back."""


def serve(connection: socket.socket, open_store: Callable[[], EmbeddedStore]) -> None:
    """Answer the jobs that come over the connection until it ends. `open_store` gives the store for each of them."""
    before = _peak_mb()
    while message := _message(connection):
        task = Task.read(message)
        output = _Output(connection)
        # No handler: the signal's own action is to end the process, whatever the engine is doing.
        signal.setitimer(signal.ITIMER_REAL, task.seconds + _GRACE)
        try:
            store = open_store()
            answer = store.evaluate(
                task.text,
                names_graphs=task.names_graphs,
                default_graphs=task.default_graphs,
                named_graphs=task.named_graphs,
                base_iri=task.base_iri,
            )
            output.add(frame(VERSION, store.version.encode()))
            answer.serialize(task.format, output)  # type: ignore[arg-type]  # it is only written to
            output.end(USED if _peak_mb() - before > _FIT_MB else b"")
        except KgError as error:
            output.fail(told(error))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


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


def _peak_mb() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> (20 if sys.platform == "darwin" else 10)


class MemoryLimit:
    """A limit of what this process may take on top of what it has when the limit is set. 0: none."""

    def __init__(self, mb: int) -> None:
        self._mb = mb

    def set(self) -> None:
        """From now on."""
        if self._mb:
            resource.setrlimit(resource.RLIMIT_AS, (_address_space() + (self._mb << 20), resource.RLIM_INFINITY))

    def lift(self) -> None:
        """Until it is set again."""
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def die_with_parent() -> None:
    """End with the process that started this one, where the system can do that."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def leave_network() -> None:
    """Have no network from now on, where the system allows that; the engine would fetch what a SERVICE names."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 512 << 20
    return pages * os.sysconf("SC_PAGE_SIZE")
