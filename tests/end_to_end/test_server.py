"""The real server, as a process on loopback: loaded from articles, asked over HTTP, loaded again while it serves."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.settings import DEFAULT_BASE_IRI

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
SHARED = ROOT / ".." / "shared" / "articles"


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("KG_")}


def _kg(*arguments: str, store: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *arguments, "--store", str(store)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=_environment())


@contextmanager
def _served(store: Path, log: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kg", "serve", "--port", str(port), "--store", str(store)]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output, env=_environment()) as process,
    ):
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
                _await(client, process, log)
                yield client, process
        finally:
            process.kill()


def _await(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            client.get("/health")
        except httpx.TransportError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8')}")


def _table(client: httpx.Client, query: str, **values: str) -> list[dict[str, str]]:
    answer = client.get(f"/queries/{query}.csv", params=values)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def _children(pid: int) -> list[int]:
    """The processes that a process started, as Linux tells them; none elsewhere."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def test_examples_from_load_to_answers(tmp_path: Path) -> None:
    store = tmp_path / "store"
    loaded = _kg("load", str(EXAMPLES), store=store)
    assert loaded.returncode == 0, loaded.stderr
    with _served(store, tmp_path / "log") as (client, process):
        health = client.get("/health").json()
        assert health["status"] == "ok" and health["articles"] >= 6 and health["observations"] > 0
        articles = _table(client, "articles")
        assert len(articles) == health["articles"]
        assert sum(int(row["observations"]) for row in articles) == health["observations"]
        profile = _table(client, "province-profile", province="hai phong")
        assert profile and all(row["quote"] and row["source"] for row in profile)
        for row in profile[:5]:  # what the data names, the server describes
            path = row["observation"].removeprefix(DEFAULT_BASE_IRI)
            assert client.get(f"/{path}", headers={"Accept": "text/turtle"}, follow_redirects=True).status_code == 200
            assert row["quote"].lstrip("'") in _quotes(client, row["observation"])

        # Loading goes on beside it; a reader sees all of it at once, without a restart.
        extra = tmp_path / "moi.txt"
        extra.write_text("Tin thử\n\nNăm 2024, tỉnh Thái Bình thu hút 123 dự án FDI.\n", encoding="utf-8")
        again = _kg("load", str(extra), store=store)
        assert again.returncode == 0, again.stderr
        assert client.get("/health").json()["articles"] == health["articles"] + 1

        workers = _children(process.pid)
        assert workers or sys.platform != "linux"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
        assert not any(_runs_worker(pid) for pid in workers)
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")


def test_workers_do_not_outlive_a_server_that_is_killed(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells a process that its parent died")
    store = tmp_path / "store"
    assert _kg("load", str(EXAMPLES), store=store).returncode == 0
    with _served(store, tmp_path / "log") as (client, process):
        runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        with pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": runaway}, timeout=0.3)
        workers = _children(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        deadline = time.monotonic() + 10
        while any(_runs_worker(pid) for pid in workers) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(_runs_worker(pid) for pid in workers)


def test_figures_of_the_seed_articles_come_back_with_their_quotes(tmp_path: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip(f"the seed articles are not at {SHARED}")
    store = tmp_path / "store"
    loaded = _kg("load", *map(str, sorted(SHARED.glob("seed-*.txt"))), store=store)
    assert loaded.returncode == 0, loaded.stderr
    with _served(store, tmp_path / "log") as (client, _):
        for path in sorted(SHARED.glob("seed-*.txt")):
            (article,) = _table(client, "articles", text=path.stem)
            assert int(article["observations"]) > 0
            assert article["source"].endswith(path.name)
        conflicts = _table(client, "conflicts", metric="leasedArea", place="Hải Phòng")
        assert ("117.49", "120.21") in {(row["valueA"], row["valueB"]) for row in conflicts}
        for row in _table(client, "series", place="Hải Phòng", metric="leasedArea"):
            whole = (SHARED / "seed-000.txt").read_text(encoding="utf-8")
            assert re.sub(r"\s+", " ", row["quote"]) in re.sub(r"\s+", " ", whole)


def _quotes(client: httpx.Client, observation: str) -> list[str]:
    rows = client.get("/queries/where-from.json", params={"observation": observation}).json()["rows"]
    return [row["quote"] for row in rows]


def _runs_worker(pid: int) -> bool:
    try:
        return b"kg.store.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
