"""The stores that the end-to-end suite runs against: a folder, and two SPARQL servers of their own on loopback.

And processes that listen, for tests that talk to the real thing.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.settings import Settings

STORES = ("embedded", "oxigraph", "virtuoso")

VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
StopCompilerWhenXOverRunTime = 1
MaxOptimizeLayouts = 100
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 16
[SPARQL]
"""


@dataclass
class SparqlServer:
    """A SPARQL server, as a process of its own, that can be killed and started again with what it has."""

    command: list[str]
    folder: Path
    url: str
    more: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)  # of one that was killed
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True)
        log.close()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if httpx.get(self.url, params={"query": "ASK {}"}, trust_env=False, timeout=5).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        pytest.fail(f"{self.command[0]} does not start: {(self.folder / 'log').read_text(errors='replace')[-2000:]}")

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def settings(self, **more: Any) -> Settings:
        """The settings by which it is the store."""
        return Settings(**{"store": self.url, **self.more, **more})


def free_ports(count: int) -> list[int]:
    """So many ports of loopback that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def sparql_server(kind: str, folder: Path) -> SparqlServer:
    """A server of that kind with an empty store in `folder`, not started so far; skips where it is not installed."""
    if kind == "oxigraph":
        program = Path(sys.executable).with_name("oxigraph")
        if not program.exists():
            pytest.skip("needs oxigraph: make test installs it")
        [port] = free_ports(1)
        command = [str(program), "serve", "--location", "data", "--bind", f"127.0.0.1:{port}"]
        return SparqlServer(command, folder, f"http://127.0.0.1:{port}/query")
    program_ = shutil.which("virtuoso-t")
    if program_ is None:
        pytest.skip("needs Virtuoso: apt-get install virtuoso-opensource-7-bin")
    sql, http = free_ports(2)
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=sql, http=http))
    command = [program_, "+foreground", "+configfile", "virtuoso.ini"]
    known = {"store_user": "dba", "store_password": "dba"}
    return SparqlServer(command, folder, f"http://127.0.0.1:{http}/sparql", known)


@pytest.fixture(scope="session")
def new_server() -> Callable[[str, Path], SparqlServer]:
    """What makes servers, for tests that need one of their own."""
    return sparql_server


@pytest.fixture(scope="session", params=STORES)
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of an empty store: each of the three."""
    folder = tmp_path_factory.mktemp(request.param)
    beside: dict[str, Any] = {
        "downloads": str(folder / "downloads"),
        "releases": str(folder / "releases"),
        "corrections": str(folder / "corrections.jsonl"),
        "zone_decisions": str(folder / "zones.jsonl"),
        "store_beside": str(folder / "beside"),
    }
    if request.param == "embedded":
        yield Settings(store=str(folder / "store"), **beside)
        return
    server = sparql_server(request.param, folder)
    server.start()
    try:
        yield server.settings(**beside)
    finally:
        server.kill()


@contextmanager
def _listening(*command: str) -> Iterator[int]:
    [port] = free_ports(1)
    arguments = [part.replace("PORT", str(port)) for part in command]
    outside = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=outside) as process:
        try:
            for _ in range(1200):
                with socket.socket() as connection:
                    if connection.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None:
                    pytest.fail(f"it has ended: {arguments}")
                time.sleep(0.05)
            else:
                pytest.fail(f"it does not listen: {arguments}")
            yield port
        finally:
            process.terminate()
            process.wait()


@pytest.fixture(scope="session")
def listening() -> Callable[..., AbstractContextManager[int]]:
    """Run a command until the end of the context: `with listening("kg", "serve", "--port", "PORT") as port`.

    PORT is a free port, which the command is to listen on.
    """

    def started(*command: str) -> AbstractContextManager[int]:
        program = [sys.executable, "-m", "kg"] if command[0] == "kg" else [command[0]]
        return _listening(*program, *command[1:])

    return started
