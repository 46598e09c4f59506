"""What this process holds of the processes that it started."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from kg.store.handles import ForkServer


def test_a_start_that_is_given_up_leaves_nothing_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs: list[tuple[socket.socket, socket.socket]] = []
    make = socket.socketpair

    def socketpair() -> tuple[socket.socket, socket.socket]:
        pairs.append(make())
        return pairs[-1]

    async def never(*_: Any, **__: Any) -> None:
        await asyncio.Event().wait()

    async def run() -> None:
        monkeypatch.setattr(socket, "socketpair", socketpair)
        monkeypatch.setattr(asyncio, "create_subprocess_exec", never)
        server = ForkServer(tmp_path, 1024)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(server.start(), 0.01)
        assert not server.running

    loop = asyncio.new_event_loop()  # which makes a pair of its own
    loop.run_until_complete(run())
    loop.close()
    assert [end.fileno() for pair in pairs for end in pair] == [-1, -1]
