"""One query worker: a process that answers queries over a store's newest snapshot, and can be killed at any moment.

Spoken over stdin and stdout. In: four bytes of length (big endian), then a job as JSON. Out: frames of one byte of
kind, four of length, and a payload:

==== ==================================================================
`R`  ready; the engine is loaded, jobs may come
`V`  the version of the data that the answer will come from
`D`  a piece of the answer
`E`  the end of the answer
`X`  an error as JSON: `type` (a class of kg.errors), `message`, `where`, `line`, `column`
==== ==================================================================
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import IO, Any

from kg.errors import KgError, QuerySyntaxError
from kg.store.embedded import EmbeddedStore, Writer
from kg.store.formats import GRAPHS, TABLES, named_format

_CHUNK = 1 << 16
_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1


class _Frames(io.RawIOBase):
    """A file whose writes leave as `D` frames of a fair size."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._kept += data
        if len(self._kept) >= _CHUNK:
            self.send()
        return len(data)

    def send(self) -> None:
        """Let go of what is kept."""
        if self._kept:
            _frame(self._output, b"D", bytes(self._kept))
            self._kept.clear()


def main(folder: str, memory_mb: int) -> None:
    """Answer jobs until stdin ends."""
    _confine(memory_mb)
    jobs = os.fdopen(os.dup(0), "rb")
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints must not come among the frames
    _frame(output, b"R", b"")
    store: EmbeddedStore | None = None
    while len(length := jobs.read(4)) == 4:
        job = json.loads(jobs.read(struct.unpack(">I", length)[0]))
        try:
            if store is None or store.version != str(Writer(Path(folder)).current()):
                if store is not None:
                    store.close()
                store = None
                store = EmbeddedStore.for_reading(Path(folder))
            _answer(store, job, output)
        except KgError as error:
            _frame(output, b"X", json.dumps(_told(error)).encode())


def _answer(store: EmbeddedStore, job: dict[str, Any], output: IO[bytes]) -> None:
    answer = store.query(
        job["sparql"],
        default_graphs=job["default_graphs"],
        named_graphs=job["named_graphs"],
        base_iri=job["base_iri"],
    )
    _frame(output, b"V", store.version.encode())
    frames = _Frames(output)
    format_ = named_format(job["format"], TABLES if job["kind"] == "table" else GRAPHS)
    answer.serialize(format_, frames)  # type: ignore[arg-type]  # raw, but all that is needed
    frames.send()
    _frame(output, b"E", b"")


def _told(error: KgError) -> dict[str, Any]:
    told = {"type": type(error).__name__, "message": error.message, "where": error.where, "line": 0, "column": 0}
    if isinstance(error, QuerySyntaxError):
        told |= {"line": error.line, "column": error.column}
    return told


def _frame(output: IO[bytes], kind: bytes, payload: bytes) -> None:
    output.write(kind + struct.pack(">I", len(payload)) + payload)
    output.flush()


def _confine(memory_mb: int) -> None:
    """Limit the memory, die with the parent, ignore its Ctrl-C, and have no network where the system allows that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if memory_mb:
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb << 20, memory_mb << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            libc = ctypes.CDLL(None)
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
