"""kill -9 at random moments of a load, of updates over HTTP, of bringing in snapshots: what was written is whole.

Whatever was said to be written is there afterwards; of what was under way each article, and each update, is there
wholly or not at all. CRASHES says how often each is killed: a few times here, `CRASHES=200` takes half an hour.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import IO

import httpx
import pyoxigraph as ox
import pytest

from kg import pipeline
from kg.settings import DEFAULT_BASE_IRI
from kg.store import Store, open_store

CRASHES = int(os.environ.get("CRASHES", "3"))
ARTICLES = 60
GRAPHS = [f"http://example.org/g{number}" for number in range(3)]
P = "http://example.org/p"
# Without the reference graphs: to compare them takes longer than all else here.
LOADER = """
import sys
from pathlib import Path
from kg import pipeline
from kg.settings import DEFAULT_BASE_IRI
from kg.store import open_store
pipeline.write_reference_graphs = lambda store, base_iri: []
with open_store(sys.argv[2]) as store:
    pipeline.load([Path(sys.argv[1])], store, base_iri=DEFAULT_BASE_IRI, processes=1)
"""
WRITER = """
import sys
import pyoxigraph as ox
from kg.store import open_store
p = ox.NamedNode("http://example.org/p")
with open_store(sys.argv[1]) as store:
    number = int(sys.argv[2])
    while True:
        number += 1
        triples = [ox.Triple(p, p, ox.Literal(number)), *(ox.Triple(p, p, ox.Literal(-n)) for n in range(1, 40))]
        store.replace_graphs({graph: triples for graph in sys.argv[3:]})
        store.flush()
        print(number, flush=True)
"""


def _environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "COV_"))} | more


def _start(
    *command: str, output: int | IO[str] = subprocess.DEVNULL, errors: int | IO[str] = subprocess.DEVNULL, **more: str
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *command],
        stdout=output,
        stderr=errors,
        env=_environment(**more),
        text=True,
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):  # it has ended, and was asked how
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _opened(folder: Path) -> Store:
    """The store for writing, as soon as what was killed has let go of it."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return open_store(str(folder))
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _contents(store: Store) -> dict[str, frozenset[str]]:
    """Each graph's triples, but for the moment at which it was made."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads():
        if "startedAtTime" not in str(quad.predicate):
            found[str(quad.graph_name)].add(str(quad.triple))
    return {name: frozenset(triples) for name, triples in found.items()}


def _both(folder: Path) -> list[dict[str, frozenset[str]]]:
    """What readers see, and what the next writer finds; the latter is then what readers see, too."""
    with open_store(str(folder), read_only=True) as store:
        seen = _contents(store)
    with _opened(folder) as store:
        found = _contents(store)
    with open_store(str(folder), read_only=True) as store:
        assert _contents(store) == found
    return [seen, found]


def _articles(path: Path, year: int) -> Path:
    lines = [
        json.dumps({"id": f"bai-{number}", "text": f"Năm {year}, tỉnh Nam Định có {number % 90 + 2} cụm công nghiệp."})
        for number in range(ARTICLES)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_articles_are_whole_after_a_load_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "write_reference_graphs", lambda store, base_iri: [])
    before, after = _articles(tmp_path / "before.jsonl", 2019), _articles(tmp_path / "after.jsonl", 2023)
    states = []
    for path in (before, after):
        with open_store(str(tmp_path / "reference")) as store:
            assert pipeline.load([path], store, base_iri=DEFAULT_BASE_IRI, processes=1).complete
            states.append(_contents(store))
        if path is before:
            shutil.copytree(tmp_path / "reference", tmp_path / "before")
    old, new = states
    assert old.keys() == new.keys() and len(old) == ARTICLES
    draw = random.Random()
    half_way = 0
    for _ in range(CRASHES):
        shutil.rmtree(tmp_path / "store", ignore_errors=True)
        shutil.copytree(tmp_path / "before", tmp_path / "store")
        process = _start("-c", LOADER, str(after), str(tmp_path / "store"))
        while not (tmp_path / "store" / "unpublished").exists() and process.poll() is None:
            time.sleep(0.001)
        time.sleep(draw.uniform(0, 0.6))
        _kill(process)
        for found in _both(tmp_path / "store"):
            assert found.keys() == old.keys()
            for name, triples in found.items():
                assert triples in (old[name], new[name]), name
        changed = [name for name in found if old[name] != new[name]]
        half_way += 0 < sum(found[name] == new[name] for name in changed) < len(changed)
        with open_store(str(tmp_path / "store")) as store:  # the next load goes on from there
            assert pipeline.load([after], store, base_iri=DEFAULT_BASE_IRI, processes=1).complete
            assert _contents(store) == new
    print(f"{half_way} of {CRASHES} were killed with some articles written")


def test_a_first_load_that_was_killed_goes_on_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "write_reference_graphs", lambda store, base_iri: [])
    source = _articles(tmp_path / "articles.jsonl", 2021)
    with open_store(":memory:") as store:
        assert pipeline.load([source], store, base_iri=DEFAULT_BASE_IRI, processes=1).complete
        whole = _contents(store)
    draw = random.Random()
    half_way = 0
    for _ in range(CRASHES):
        shutil.rmtree(tmp_path / "store", ignore_errors=True)
        # Small batches, so that they are written in bulk often.
        process = _start(
            "-c",
            "from kg import storing; storing.FIRST_BATCH = 10; storing.FEW = 0\n" + LOADER,
            str(source),
            str(tmp_path / "store"),
        )
        while not (tmp_path / "store" / "unpublished").exists() and process.poll() is None:
            time.sleep(0.001)
        time.sleep(draw.uniform(0, 0.6))
        _kill(process)
        with _opened(tmp_path / "store") as store:
            found = _contents(store)
            half_way += 0 < len(found) < len(whole)
            assert all(triples == whole[name] for name, triples in found.items())
            assert pipeline.load([source], store, base_iri=DEFAULT_BASE_IRI, processes=1).complete
            assert _contents(store) == whole
    print(f"{half_way} of {CRASHES} were killed with some articles written")


def _round(found: dict[str, frozenset[str]]) -> int:
    """The round of writing that all graphs are of; 0: none."""
    numbers = set()
    for graph in GRAPHS:
        triples = found.get(f"<{graph}>", frozenset())
        values = [int(triple.split('"')[1]) for triple in triples]
        assert not triples or len(triples) == 40, "a graph is half there"
        numbers.add(max(values, default=0))
    assert len(numbers) == 1, f"graphs of one update are of several: {numbers}"
    return numbers.pop()


def test_snapshots_are_whole_after_the_writer_was_killed(tmp_path: Path) -> None:
    draw = random.Random()
    written = 0
    for _ in range(CRASHES):
        process = _start("-c", WRITER, str(tmp_path), str(written), *GRAPHS, output=subprocess.PIPE)
        assert process.stdout is not None
        written = int(process.stdout.readline())
        until = time.monotonic() + draw.uniform(0.0, 0.4)
        while time.monotonic() < until:
            written = int(process.stdout.readline())
        os.killpg(process.pid, signal.SIGKILL)
        written = max([written, *(int(line) for line in process.stdout if line.strip().isdigit())])
        _kill(process)
        seen, found = map(_round, _both(tmp_path))
        assert written <= seen <= found <= written + 1
        written = found


def test_updates_that_were_answered_are_there_after_the_server_was_killed(tmp_path: Path) -> None:
    with open_store(str(tmp_path)) as store:
        store.replace_graphs({"http://example.org/other": [ox.Triple(*[ox.NamedNode(P)] * 3)]})
    draw = random.Random()
    written = 0
    for _ in range(CRASHES):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = ("-m", "kg", "serve", "--port", str(port), "--store", str(tmp_path))
        with (tmp_path / "log").open("w") as log:
            process = _start(*command, output=log, errors=log, KG_TOKEN="chia-khoa")
        try:
            written = _updates(port, process, written, draw)
        except AssertionError:
            print((tmp_path / "log").read_text(encoding="utf-8"))
            raise
        finally:
            _kill(process)
        seen, found = map(_round, _both(tmp_path))
        assert written <= seen <= found <= written + 1
        written = found
    assert written > 0


def _updates(port: int, process: subprocess.Popen[str], number: int, draw: random.Random) -> int:
    """Update again and again until the server is killed; the last one that it said was done."""
    url = f"http://127.0.0.1:{port}"
    headers = {"Authorization": "Bearer chia-khoa", "Content-Type": "application/sparql-update"}
    with httpx.Client(trust_env=False, timeout=60) as client:
        _until_it_answers(client, url, process)
        killer: threading.Timer | None = None
        while True:
            values = " , ".join(map(str, [number + 1, *range(-39, 0)]))
            blocks = " ".join(f"GRAPH <{graph}> {{ <{P}> <{P}> {values} }}" for graph in GRAPHS)
            drops = " ; ".join(f"DROP SILENT GRAPH <{graph}>" for graph in GRAPHS)
            try:
                answer = client.post(f"{url}/update", content=f"{drops} ; INSERT DATA {{ {blocks} }}", headers=headers)
            except httpx.TransportError:
                return number
            assert answer.status_code == 204, answer.text
            number += 1
            if killer is None:  # the first one waits for the process that writes to be started
                killer = threading.Timer(draw.uniform(0.0, 0.3), os.killpg, (process.pid, signal.SIGKILL))
                killer.start()


def _until_it_answers(client: httpx.Client, url: str, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        try:
            if client.get(f"{url}/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError("the server did not start")
