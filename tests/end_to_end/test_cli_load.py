"""`kg` as a process of its own, as people and scripts run it."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import article_digests, open_store

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / ".." / "shared"


def environment(store: Path) -> dict[str, str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "COV_"))}
    return {**outside, "KG_STORE": str(store)}


def kg(store: Path, *arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(
        command, env=environment(store), cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )


def counted(loaded: subprocess.CompletedProcess[str]) -> tuple[int, int]:
    """Articles, and those unchanged, out of the closing table."""
    row = next(line for line in loaded.stdout.splitlines() if "│" in line)
    articles, unchanged = row.split("│")[1:3]
    return int(articles), int(unchanged)


def table(path: Path, columns: list[str] | None = None) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        # In a download an apostrophe keeps what begins like a formula ("+28,42%") from being one.
        return sorted(
            tuple(re.sub(r"^'(?=[=+@-])", "", row[name]) for name in columns or rows.fieldnames or ()) for row in rows
        )


def columns(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream))


@pytest.mark.parametrize(
    "articles",
    [
        pytest.param(ROOT / "examples", id="examples"),
        pytest.param(
            SHARED / "articles",
            id="shared",
            marks=pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there"),
        ),
    ],
)
def test_facts_come_back_from_the_store_as_they_were_extracted(articles: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert kg(store, "facts", articles, "--out", tmp_path / "facts").returncode == 0
    loaded = kg(store, "load", articles)
    assert loaded.returncode == 0, loaded.stderr
    assert "rejected facts" not in loaded.stderr
    assert kg(store, "export", f"{tmp_path}/stored/").returncode == 0
    for name in ("observations", "zones", "policies"):
        extracted = table(tmp_path / "facts" / f"{name}.csv")
        # The graph tells more than the facts (IRIs, days, confidence): columns after those of the facts.
        names = columns(tmp_path / "facts" / f"{name}.csv")
        assert columns(tmp_path / "stored" / f"{name}.csv")[: len(names)] == names
        stored = table(tmp_path / "stored" / f"{name}.csv", names)
        assert extracted
        # Rows that say the same of the same characters are one in the graph.
        assert sorted(set(extracted)) == stored


def test_a_second_load_finds_everything_unchanged(tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = kg(store, "load", "examples")
    second = kg(store, "load", "examples")
    assert first.returncode == second.returncode == 0
    count, unchanged = counted(second)
    assert count == unchanged
    assert count >= 6


def test_it_works_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "bai.txt").write_text("Năm 2020, tỉnh Nam Định có 3 khu công nghiệp.", encoding="utf-8")
    result = kg(tmp_path / "store", "load", "bai.txt", cwd=tmp_path)
    assert result.returncode == 0, result.stderr


def test_ctrl_c_ends_a_load_cleanly_and_the_next_one_goes_on(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {
                "id": f"bai-{number}",
                "text": f"Năm {1990 + number % 30}, tỉnh Nam Định có {number % 90 + 1} cụm công nghiệp hoạt động.\n"
                * 3,
            }
        )
        for number in range(900)
    ]
    store, pipe, source = tmp_path / "store", tmp_path / "pipe.jsonl", tmp_path / "many.jsonl"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "kg", "load", str(pipe), "--processes", "2"]
    process = subprocess.Popen(
        command, env=environment(store), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    # A pipe that nobody closes: the load cannot come to its end before the signal does.
    with pipe.open("w", encoding="utf-8") as slowly:
        slowly.write("\n".join(lines[:600]) + "\n")
        slowly.flush()
        published = store / "current"
        deadline = time.monotonic() + 120
        while not published.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the parent and all its workers
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors.decode()
    assert b"goes on from there" in errors
    assert b"Traceback" not in errors
    with open_store(str(store), read_only=True) as opened:
        stored = len(article_digests(opened, BASE))
    assert 0 < stored <= 600
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    again = kg(store, "load", source)
    assert again.returncode == 0, again.stderr
    assert counted(again) == (900, stored)


def test_a_reader_that_leaves_early_is_no_crash(tmp_path: Path) -> None:
    command = f"{sys.executable} -m kg facts examples | head -n 1"
    result = subprocess.run(
        command, shell=True, env=environment(tmp_path), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.stdout.startswith("article,about,")
    assert "Traceback" not in result.stderr


def test_progress_is_shown_on_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "facts", "examples", "--out", str(tmp_path / "facts")]
    terminal, other_end = pty.openpty()
    env = {**environment(tmp_path), "TERM": "xterm"}
    with os.fdopen(terminal, "rb", buffering=0) as shown:
        process = subprocess.Popen(command, env=env, cwd=ROOT, stderr=other_end)
        os.close(other_end)
        output = b""
        with contextlib.suppress(OSError):  # how a terminal tells that nobody writes to it any more
            while piece := shown.read(4096):
                output += piece
        assert process.wait(timeout=60) == 0
    assert b"reading articles" in output
    assert b"observations" in output
    assert "reading articles" not in kg(tmp_path, "facts", "examples", "--out", tmp_path / "facts").stderr


def test_help_does_not_wait_for_the_heavy_parts() -> None:
    code = "import sys, kg.cli; print(sorted({m.partition('.')[0] for m in sys.modules} & set(sys.argv[1:])))"
    heavy = ["rdflib", "pyshacl", "fastapi", "trafilatura", "pyoxigraph", "pydantic_settings", "uvicorn"]
    result = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"
