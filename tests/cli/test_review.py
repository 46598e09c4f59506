from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from kg.review.sheet import columns

Run = Callable[..., Result]
Row = dict[str, str]
TEXT = "Đến hết năm 2020, tỉnh Bắc Giang có 6 khu công nghiệp; tỷ lệ lấp đầy đạt 71,5%. KCN Song Khê có 12 dự án.\n"


@pytest.fixture
def loaded(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "bai-viet.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert run("load", path).exit_code == 0
    return path


def rows(run: Run, *options: str) -> list[Row]:
    result = run("review", "export", *options)
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def sheet(path: Path, *lines: Row) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns("observations"))
        writer.writeheader()
        writer.writerows(lines)
    return path


def test_a_round(run: Run, loaded: Path, tmp_path: Path) -> None:
    first, *others = rows(run)
    taken = run(
        "review", "load", sheet(tmp_path / "s.csv", {**first, "review": "reject", "note": "=1+1"}, *others),
        "--author", "Trần Xem",
    )  # fmt: skip
    assert taken.exit_code == 0
    assert f"1 corrections: 1 reject; {len(others)} rows as they were" in taken.stderr
    assert str(tmp_path / "store.corrections.jsonl") in taken.stderr.replace("\n", "")
    assert len(rows(run)) == len(others)
    [told] = json.loads(run("review", "status", "--format", "json").stdout)
    assert (told["state"], told["kind"], told["author"], told["note"]) == ("applied", "reject", "Trần Xem", "=1+1")
    assert "'=1+1" in run("review", "status", "--format", "csv").stdout
    printed = run("review", "status", "--state", "applied", "--article", "bai-viet")
    assert told["id"] in printed.stdout and "1 corrections: 1 applied" in printed.stderr
    assert told["id"] not in run("review", "status", "--state", "came-back").stdout

    undone = run("review", "withdraw", told["id"][:8], "--author", "Trần Xem", "--note", "nhầm")
    assert undone.exit_code == 0 and "1 withdraw" in undone.stderr
    assert len(rows(run)) == len(others) + 1


def test_a_load_lists_what_came_back(run: Run, loaded: Path, tmp_path: Path) -> None:
    first, *_ = rows(run)
    run("review", "load", sheet(tmp_path / "s.csv", {**first, "review": "reject"}), "--author", "Ai")
    loaded.write_text(TEXT.replace("có 6 khu", "có tới 6 khu"), encoding="utf-8")
    again = run("load", loaded, "--report", tmp_path / "report.jsonl")
    assert again.exit_code == 0
    assert (
        "came back for review (`kg review status`): 1" in again.stderr and "the text around the quote" in again.stderr
    )
    [told] = map(json.loads, (tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines())
    assert (told["kind"], told["article"]) == ("came back", "bai-viet")
    [pending] = rows(run, "--pending")
    assert pending["state"] == "came back"
    assert rows(run, "--pending", "--table", "zones") == []


def test_bad_lines_are_listed_and_the_others_taken(run: Run, loaded: Path, tmp_path: Path) -> None:
    first, second, *_ = rows(run)
    bad = sheet(tmp_path / "s.csv", {**first, "value": "sechs"}, {**second, "review": "keep"})
    result = run("review", "load", bad, tmp_path / "missing.csv", "--author", "Ai")
    assert result.exit_code == 3
    assert "s.csv, line 2, column value" in result.stderr and "missing.csv: cannot be read" in result.stderr
    nothing = run("review", "load", tmp_path / "missing.csv", "--author", "Ai")
    assert nothing.exit_code == 1


def test_export_into_files(run: Run, loaded: Path, tmp_path: Path) -> None:
    one = run("review", "export", "--out", tmp_path / "s.csv", "--delimiter", "semicolon", "--article", "bai-viet")
    assert one.exit_code == 0 and "observations →" in one.stderr
    text = (tmp_path / "s.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeffreview;note;article;")
    every = run("review", "export", "--out", f"{tmp_path}/sheets/")
    assert every.exit_code == 0
    names = {path.stem for path in (tmp_path / "sheets").iterdir()}
    assert names == {"observations", "zones", "policies", "sectors"}
    back = run("review", "load", tmp_path / "sheets", tmp_path / "s.csv", "--author", "Ai")
    assert back.exit_code == 0 and "0 corrections" in back.stderr


def test_what_is_not_there(run: Run, loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("review", "export", "--article", "none").exit_code == 1
    assert run("review", "withdraw", "abc", "--author", "Ai").exit_code == 1
    assert run("review", "load", tmp_path / "s.csv").exit_code == 2, "an author is needed"
    elsewhere = tmp_path / "no" / "store"
    monkeypatch.setenv("KG_STORE", str(elsewhere))
    assert run("review", "load", tmp_path / "s.csv", "--author", "Ai").exit_code == 1
    assert not elsewhere.parent.exists()
    status = run("review", "status")
    assert status.exit_code == 0 and "0 corrections" in status.stderr


def test_corrections_can_be_kept_elsewhere(
    run: Run, loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = rows(run)
    edited = sheet(tmp_path / "s.csv", {**first, "review": "reject"})
    kept = tmp_path / "git" / "corrections.jsonl"
    assert run("review", "load", edited, "--author", "Ai", "--corrections", kept).exit_code == 0
    assert kept.exists() and not (tmp_path / "store.corrections.jsonl").exists()
    monkeypatch.setenv("KG_STORE", str(tmp_path / "anew"))
    monkeypatch.setenv("KG_CORRECTIONS", str(kept))
    assert run("load", loaded).exit_code == 0
    assert first["id"] not in {row["id"] for row in rows(run)}
