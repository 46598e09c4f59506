"""The fork server: a process with a single thread that forks query workers, over the data on disk or a copy in memory.

Usage: python -m kg.store.forkserver FOLDER QUERY_MEMORY_MB COPY_MEMORY_MB, a socket as its standard input. Commands
come as lines of JSON, and each gets one line back:

========================  ==========================================================================================
`{"fork": true}`          forks a worker: `{"pid": ..., "number": ..., "stamp": ..., "handles": ...}` with the
                          snapshot that it answers from (0: the newest on disk at each job), and with the line so
                          many file descriptors: of its socket and, where the system has them, of the process
`{"advance": true}`       brings the copy in memory up to date: `{"number": ..., "stamp": ...}`
========================  ==========================================================================================

What fails gets `{"error": ..., "type": ...}`. Unasked comes `{"columns": ..., ...}`, with the lengths of the columns of
the copy and the file descriptor of their file: workers forked from now on have these, too.

A worker is forked in a few milliseconds, whatever the data's size, and shares the copy with this process until it reads
it: reading counts references, which unshares page by page.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import traceback
from pathlib import Path

from kg.errors import KgError
from kg.store.processes import MemoryLimit, die_with_parent, leave_network
from kg.store.sources import InMemory, OnDisk
from kg.store.worker import serve


def main(folder: Path, query_mb: int, copy_mb: int) -> None:
    """Answer commands until the server hangs up. `copy_mb` 0: fork workers that read from disk."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the dead
    die_with_parent()
    with contextlib.suppress(OSError):  # when memory ends, a worker is to go, not the server
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    leave_network()
    control = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    source = InMemory(folder, copy_mb) if copy_mb else OnDisk(folder)
    commands = bytearray()
    while True:
        waiting, _, _ = select.select([control.fileno(), *source.waits_for], [], [], source.idle_seconds)
        if control.fileno() in waiting:
            received = control.recv(1 << 16)
            if not received:
                return
            commands += received
            while (end := commands.find(b"\n")) >= 0:
                _obey(control, source, query_mb, json.loads(commands[:end]))
                del commands[: end + 1]
        elif (made := source.work()) is not None:
            with made:
                _say(control, {"columns": made.lengths, "handles": 1, **_named(source)}, [made.file])


def _obey(control: socket.socket, source: OnDisk | InMemory, query_mb: int, command: dict[str, object]) -> None:
    try:
        if "fork" in command:
            _fork(control, source, query_mb)
        else:
            source.advance()
            _say(control, _named(source))
    except (KgError, OSError, MemoryError) as error:
        _say(control, {"error": str(error), "type": type(error).__name__})


def _fork(control: socket.socket, source: OnDisk | InMemory, query_mb: int) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        # What exists now is never collected in a worker: looking at it would unshare its memory.
        gc.collect()
        gc.freeze()
        pid = os.fork()
        if not pid:
            status = 1
            try:
                control.close()
                ours.close()
                die_with_parent()
                limit = MemoryLimit(query_mb)
                limit.set()
                serve(theirs, lambda: source.opened(limit))
                status = 0
            except Exception:
                traceback.print_exc()
            finally:
                os._exit(status)
        process = _process_handle(pid)
        handles = [ours.fileno()] if process is None else [ours.fileno(), process]
        try:
            _say(control, {"pid": pid, "handles": len(handles), **_named(source)}, handles)
        finally:
            if process is not None:
                os.close(process)


def _named(source: OnDisk | InMemory) -> dict[str, object]:
    """Which snapshot workers answer from."""
    return {"number": source.generation.number, "stamp": source.generation.stamp}


def _process_handle(pid: int) -> int | None:
    """A file descriptor that stands for a process, whoever may get its number later."""
    try:
        return os.pidfd_open(pid)  # type: ignore[attr-defined, unused-ignore]  # of Linux only
    except (AttributeError, OSError):
        return None


def _say(control: socket.socket, told: dict[str, object], handles: list[int] | None = None) -> None:
    line = json.dumps(told).encode() + b"\n"
    if handles:
        socket.send_fds(control, [line], handles)
    else:
        control.sendall(line)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
