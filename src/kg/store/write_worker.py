"""The process that writes: it can be ended at any moment, and then nothing was written, or all.

Spoken over stdin and stdout, in frames of four bytes of length (big endian) and a payload. In: a write as JSON, then
its parts, each in a frame of its own. Out: first an empty frame, when it is ready; then for each write what came of it
as JSON: `written` (see `kg.store.writes.Written`), or `error` with the name of a class of kg.errors and its attributes.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Any

from kg.errors import KgError
from kg.settings import load_settings
from kg.store.formats import GRAPHS, named_format
from kg.store.processes import MemoryLimit, die_with_parent, leave_network
from kg.store.writes import Check, Part, Write, Written, write


def main(location: str, base_iri: str, memory_mb: int) -> None:
    """Do what is asked until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this process
    die_with_parent()
    doing = _doing(location, base_iri)
    MemoryLimit(memory_mb).set()
    jobs = os.fdopen(os.dup(0), "rb")
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints must not come among the frames

    from kg.graph.gate import Gate  # noqa: PLC0415 - slow to import

    gate = Gate(base_iri)
    _send(output, b"")
    while (told := _received(jobs)) is not None:
        job: dict[str, Any] = json.loads(told)
        parts = tuple(Part(_received(jobs) or b"", named_format(name, GRAPHS)) for name in job.pop("parts"))
        job |= {name: tuple(job[name]) for name in ("using", "using_named")}
        try:
            written = doing(Write(**job, parts=parts), gate.check_triples)
            outcome: dict[str, Any] = {
                "written": {"version": written.version, "changed": written.changed, "existed": written.existed}
            }
        except KgError as error:
            outcome = {"error": {"type": type(error).__name__, "message": error.message, **vars(error)}}
        _send(output, json.dumps(outcome).encode())


def _doing(location: str, base_iri: str) -> Callable[[Write, Check], Written]:
    """What writes into the store there. What a server needs beside is in the environment."""
    settings = load_settings(store=location, base_iri=base_iri)
    if not settings.on_server:
        leave_network()
        return partial(write, Path(location))
    from kg.store.remote.writing import write_to_server  # noqa: PLC0415 - where there is no server, httpx is not needed

    return partial(write_to_server, settings)


def framed(payload: bytes) -> bytes:
    """A frame."""
    return struct.pack(">I", len(payload)) + payload


def _send(output: IO[bytes], payload: bytes) -> None:
    output.write(framed(payload))
    output.flush()


def _received(jobs: IO[bytes]) -> bytes | None:
    length = jobs.read(4)
    return jobs.read(struct.unpack(">I", length)[0]) if len(length) == 4 else None


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
