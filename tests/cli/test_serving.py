from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]


@contextmanager
def serving(store: Path, log: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`kg serve` on a free port: the process, and its address as it prints it."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "COV_"))}
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "kg", "serve", "--port", "0", "--store", str(store)], env=outside, stderr=stream
        )
    try:
        yield process, _address(process, log)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        found = re.search(r"serving on (http://\S+)/", log.read_text(encoding="utf-8"))
        if found:
            return found[1]
        time.sleep(0.02)
    pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8')}")


def test_a_server_tells_where_it_is_answers_and_ends_on_ctrl_c(examples_store: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serving(examples_store, log) as (process, address):
        with urllib.request.urlopen(f"{address}/health", timeout=30) as answer:
            assert answer.status == 200
        question = "SELECT%20(COUNT(*)%20AS%20%3Fcount)%20%7B%20%3Fs%20a%20%3Cx%3A%2F%2Fnone%3E%20%7D"
        with urllib.request.urlopen(f"{address}/sparql?query={question}&format=json", timeout=30) as answer:
            assert json.load(answer)["results"]["bindings"][0]["count"]["value"] == "0"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    told = log.read_text(encoding="utf-8")
    assert re.search(r": \d+ articles, \d+ figures", told)
    assert "Traceback" not in told
    for path in ("/docs", "/queries", "/sparql", "/health"):
        assert f"{address}{path}" in told


def test_an_empty_store_is_served_and_said_to_be_empty(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with (
        serving(tmp_path / "none", log) as (_, address),
        urllib.request.urlopen(f"{address}/docs", timeout=30) as answer,
    ):
        assert answer.status == 200
    assert "holds nothing so far: load something with `kg load PATH...`" in log.read_text(encoding="utf-8")


def test_a_port_that_is_taken_is_said_in_one_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", port)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: 127.0.0.1:{port}: cannot listen there")
    assert len(result.stderr.splitlines()) == 1


def test_a_host_that_is_none(run: Run) -> None:
    result = run("serve", "--host", "no.such.host.invalid", "--port", "0")
    assert result.exit_code == 1
    assert "no.such.host.invalid" in result.stderr
