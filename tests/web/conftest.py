"""A running server over the sample store, in a thread of this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from kg.settings import Settings
from kg.web import create_app


@contextmanager
def running(settings: Settings) -> Iterator[httpx.Client]:
    """Serve on a free port of loopback; a client for it."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=60, trust_env=False
        ) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture(scope="session")
def client(sample_store: Path) -> Iterator[httpx.Client]:
    with running(Settings(store=str(sample_store), query_workers=2)) as opened:
        yield opened


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An empty store that anybody on this machine may write into, as the W3C's suites want it."""
    store = tmp_path_factory.mktemp("w3c") / "store"
    with running(Settings(store=str(store), query_workers=1, test_mode=True)) as client:
        yield client


@pytest.fixture(scope="session")
def server() -> object:
    """The context manager itself, for tests that need settings of their own."""
    return running
