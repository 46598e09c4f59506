"""SPARQL servers to measure side by side: each gets the same N-Quads, and is asked over HTTP.

What is no part of this project is installed for the purpose, into a folder of its own: `oxigraph` and `rdflib-endpoint`
from PyPI. Virtuoso is measured where it is installed (Debian: `apt install virtuoso-opensource-7`).
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import ClassVar

import httpx
import pyoxigraph as ox

from kg.store import open_store

_TOOLS = ("oxigraph==0.5.13", "rdflib-endpoint==0.6.3", "uvicorn", "httptools", "uvloop")
SETTLING = 10.0
"""Seconds after its start in which a server makes ready what it makes in the background."""
_STARTS_WITHIN = 1800.0
_RDFLIB = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
data = Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data, path="/sparql"), port=int(sys.argv[2]), log_level="warning", access_log=False)
"""
_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{admin}
LiteMode = 0
DisableUnixSocket = 1
ServerThreads = 40
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
DirsAllowed = {data}
StopCompilerWhenXOverRunTime = 1
MaxOptimizeLayouts = 100
VADInstallDir = /usr/share/virtuoso-opensource-7/vad/
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 40
MaxClientConnections = 40
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = 120
"""


class Server(ABC):
    """One server. `prepare` brings the data in, once; `running` is it while it answers."""

    name: ClassVar[str]
    path: ClassVar[str] = "/sparql"

    def __init__(self, work: Path, data: Path) -> None:
        self.folder = work / self.name.replace(" ", "-")
        self.data = data
        self.port = free_port()
        self.pid = 0

    @property
    def url(self) -> str:
        """Where it answers queries."""
        return f"http://127.0.0.1:{self.port}{self.path}"

    @abstractmethod
    def prepare(self) -> None:
        """Bring the data in, if they are not there."""

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it."""

    def environment(self) -> dict[str, str]:
        """What is in its environment."""
        return {name: value for name, value in os.environ.items() if not name.startswith("KG_")}

    def ready(self, client: httpx.Client) -> bool:
        """Whether it answers."""
        return client.get(self.url, params={"query": "ASK { ?s ?p ?o }"}).status_code == 200

    def after_start(self) -> None:  # noqa: B027 - most need nothing
        """What is to be done once it answers."""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start it, wait until it answers, and end it with all that it started."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, env=self.environment(), start_new_session=True
            )
        try:
            self.pid = process.pid
            self._await(process)
            self.after_start()
            yield
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _await(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _STARTS_WITHIN
        with httpx.Client(trust_env=False, timeout=60) as client:
            while time.monotonic() < deadline:
                try:
                    if self.ready(client):
                        return
                except httpx.TransportError:
                    if process.poll() is not None:
                        break
                time.sleep(0.2)
        raise SystemExit(f"{self.name} did not start; see {self.folder / 'log'}")


class Ours(Server):
    """`kg serve`. `settings` are environment variables."""

    name = "kg serve"

    def __init__(self, work: Path, data: Path, **settings: str) -> None:
        super().__init__(work, data)
        self._settings = settings
        self._on_disk = settings.get("KG_COPY_MEMORY_MB") == "0"

    def prepare(self) -> None:
        """By the store's own door, some graphs at a time."""
        if (self.folder / "store" / "current").exists():
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        quads = ox.parse(path=str(self.data), format=ox.RdfFormat.N_QUADS)
        with open_store(str(self.folder / "store")) as store:
            for graph, members in groupby(quads, key=lambda quad: str(quad.graph_name.value)):
                store.replace_graphs({graph: [quad.triple for quad in members]})

    def command(self) -> list[str]:
        """As users start it."""
        return [sys.executable, "-m", "kg", "serve", "--port", str(self.port), "--store", str(self.folder / "store")]

    def environment(self) -> dict[str, str]:
        """With the settings asked for."""
        return super().environment() | self._settings

    def ready(self, client: httpx.Client) -> bool:
        """Once the copy in memory is there, if there is to be one."""
        answer = client.get(f"http://127.0.0.1:{self.port}/ready")
        return answer.status_code == 200 and (self._on_disk or answer.json()["columns"])


class Oxigraph(Server):
    """`oxigraph serve`, the native server of the engine."""

    name = "oxigraph serve"
    path = "/query"

    def prepare(self) -> None:
        """By its own bulk loader, then optimized."""
        place = self.folder / "store"
        if not place.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            tool = str(tools(self.folder.parent) / "oxigraph")
            subprocess.run([tool, "load", "--location", str(place), "--file", str(self.data)], check=True)
            subprocess.run([tool, "optimize", "--location", str(place)], check=True)

    def command(self) -> list[str]:
        """With the union of all graphs as the default graph, as ours."""
        tool = str(tools(self.folder.parent) / "oxigraph")
        bind = ["--bind", f"127.0.0.1:{self.port}", "--union-default-graph"]
        return [tool, "serve-read-only", "--location", str(self.folder / "store"), *bind]


class RdflibEndpoint(Server):
    """rdflib-endpoint, with the data in memory."""

    name = "rdflib-endpoint"

    def prepare(self) -> None:
        """Nothing: it reads the data when it starts."""

    def command(self) -> list[str]:
        """Its FastAPI application in uvicorn."""
        python = str(tools(self.folder.parent) / "python")
        return [python, "-c", _RDFLIB, str(self.data), str(self.port)]


class Virtuoso(Server):
    """Virtuoso, open source edition."""

    name = "virtuoso"

    def __init__(self, work: Path, data: Path) -> None:
        super().__init__(work, data)
        self._admin = free_port()

    def prepare(self) -> None:
        """Write its configuration; the data are loaded when it runs."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = _VIRTUOSO.format(folder=self.folder, admin=self._admin, port=self.port, data=self.data.parent)
        (self.folder / "virtuoso.ini").write_text(text, encoding="utf-8")

    def command(self) -> list[str]:
        """In the foreground."""
        return ["virtuoso-t", "+foreground", "+configfile", str(self.folder / "virtuoso.ini")]

    def ready(self, client: httpx.Client) -> bool:
        """As soon as it answers anything."""
        return client.get(self.url, params={"query": "ASK {}"}).status_code == 200

    def after_start(self) -> None:
        """Load the data, once."""
        done = self.folder / "loaded"
        if done.exists():
            return
        load = f"ld_dir('{self.data.parent}', '{self.data.name}', 'urn:default'); rdf_loader_run(); checkpoint;"
        isql = shutil.which("isql-vt") or "isql"
        subprocess.run(
            [isql, f"127.0.0.1:{self._admin}", "dba", "dba", f"exec={load}"], check=True, stdout=subprocess.DEVNULL
        )
        done.touch()


SERVERS: tuple[type[Server], ...] = (Ours, Oxigraph, Virtuoso, RdflibEndpoint)


def tools(work: Path) -> Path:
    """The folder of programs of an environment with the other servers in it; made when missing."""
    folder = work / "tools"
    if not (folder / "bin" / "oxigraph").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([str(folder / "bin" / "python"), *install, *_TOOLS], check=True)
    return folder / "bin"


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
