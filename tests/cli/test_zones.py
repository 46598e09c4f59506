"""`kg zones`, over articles written for these tests."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from .conftest import Run

GIANG = """Bắc Giang: KCN Đồi Mẫu thu hút thêm dự án

Ngày đăng: 12/3/2019

Theo Ban Quản lý các KCN tỉnh Bắc Giang, năm 2018 KCN Đồi Mẫu có 25 dự án, tỷ lệ lấp đầy đạt 61%.
KCN Đồi Mẫu giai đoạn 2 có diện tích 90 ha.
"""
NINH = """Bắc Ninh: KCN Đồi Mẫu lấp đầy 88%

Ngày đăng: 15/10/2025

Theo UBND tỉnh Bắc Ninh, đến tháng 9/2025 khu công nghiệp Đồi Mẫu (tỉnh Bắc Ninh) có tỷ lệ lấp đầy đạt 88%.
"""
OLD = """Bắc Ninh: KCN Sông Cũ

Ngày đăng: 15/10/2020

Theo UBND tỉnh Bắc Ninh, KCN Sông Cũ có 12 dự án. CCN Sông Cũ có diện tích 20 ha.
"""
WHO = ("--author", "Nguyễn Thị Mẫu", "--reason", "cùng một nơi")


@pytest.fixture
def articles(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in (("giang", GIANG), ("ninh", NINH), ("cu", OLD)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert run("load", folder, "--processes", "1").exit_code == 0
    return folder


def rows(run: Run, *arguments: str) -> list[dict[str, str]]:
    answer = run("zones", *arguments, "--format", "csv")
    assert answer.exit_code == 0, answer.output
    return list(csv.DictReader(io.StringIO(answer.stdout)))


def aliases(run: Run) -> dict[str, str]:
    return {row["zone"]: row["is"] for row in rows(run, "list") if row["is"]}


@pytest.mark.usefixtures("articles")
def test_names_and_candidates_are_listed(run: Run) -> None:
    assert aliases(run) == {"zone/bac-ninh-kcn-doi-mau": "zone/bac-giang-kcn-doi-mau"}
    assert [row["zone"] for row in rows(run, "list", "--name", "sông")] == [
        "cluster/bac-ninh-ccn-song-cu",
        "zone/bac-ninh-kcn-song-cu",
    ]
    [pair] = rows(run, "list", "--candidates")
    assert (pair["doubt"], pair["firstName"], pair["secondName"]) == ("otherKind", "CCN Sông Cũ", "KCN Sông Cũ")
    assert "KCN Đồi Mẫu" in run("zones", "list").stdout
    assert json.loads(run("zones", "list", "--candidates", "--name", "lạ", "--format", "json").stdout) == []


def test_decisions_win_survive_and_are_taken_back(articles: Path, tmp_path: Path, run: Run) -> None:
    before = rows(run, "list")
    assert run("zones", "merge", "KCN Sông Cũ", "CCN Sông Cũ, Bắc Ninh", *WHO).exit_code == 0
    merged = rows(run, "list")
    assert aliases(run)["cluster/bac-ninh-ccn-song-cu"] == "zone/bac-ninh-kcn-song-cu"
    assert rows(run, "list", "--candidates") == []
    assert run("load", articles, "--force", "--processes", "1").exit_code == 0
    assert rows(run, "list") == merged
    # A store that is built anew has it from the file.
    elsewhere, file = tmp_path / "elsewhere", tmp_path / "store.zones.jsonl"
    options = ("--store", str(elsewhere))
    assert run("load", articles, "--processes", "1", *options).exit_code == 0
    assert rows(run, "list", *options) == before
    answer = run("zones", "decisions", "import", file, *options)
    assert answer.exit_code == 0 and "1 decisions, 0 were here" in answer.stderr
    assert rows(run, "list", *options) == merged
    exported = tmp_path / "out.jsonl"
    assert run("zones", "decisions", "export", exported).exit_code == 0
    assert exported.read_text() == file.read_text()
    [decision] = rows(run, "decisions", "list")
    assert (decision["kind"], decision["author"], decision["inForce"]) == ("merge", "Nguyễn Thị Mẫu", "true")
    assert run("zones", "undo", decision["id"][:8], *WHO).exit_code == 0
    assert rows(run, "list") == before
    assert [row["inForce"] for row in rows(run, "decisions", "list")] == ["false", ""]
    assert run("zones", "rebuild").exit_code == 0 and rows(run, "list") == before


def figures(run: Run, query: str, *arguments: str) -> set[tuple[str, ...]]:
    answer = run("query", query, *arguments, "--format", "csv")
    assert answer.exit_code == 0, answer.output
    columns = ("part", "province", "metric", "value")
    return {
        tuple(row[column] for column in columns if column in row) for row in csv.DictReader(io.StringIO(answer.stdout))
    }


@pytest.mark.usefixtures("articles")
def test_a_zones_figures_come_together_over_names_and_phases(run: Run) -> None:
    expected = {
        ("whole", "Bắc Giang", "projectCount", "25"),
        ("whole", "Bắc Giang", "occupancyRate", "61"),
        ("whole", "Bắc Ninh", "occupancyRate", "88"),
        ("phase", "Bắc Giang", "totalArea", "90"),
    }
    for name in ("KCN Đồi Mẫu", "Khu CN Đồi Mẫu", "zone/bac-ninh-kcn-doi-mau", "zone/bac-giang-kcn-doi-mau"):
        assert figures(run, "zone-figures", "--zone", name) == expected
    phase = {row for row in expected if row[0] == "phase"}
    assert figures(run, "zone-figures", "--zone", "KCN Đồi Mẫu giai đoạn II") == phase
    rates = figures(run, "series", "--place", "KCN Đồi Mẫu", "--metric", "occupancyRate")
    assert rates == {("61",), ("88",)}
    # By a person's decision another name is the zone's too, for every query.
    assert run("zones", "merge", "KCN Đồi Mẫu, Bắc Giang", "KCN Sông Cũ", *WHO).exit_code == 0
    assert ("whole", "Bắc Ninh", "projectCount", "12") in figures(run, "zone-figures", "--zone", "KCN Đồi Mẫu")
    assert figures(run, "series", "--place", "KCN Sông Cũ", "--metric", "occupancyRate") == rates


@pytest.mark.usefixtures("articles")
def test_names_are_split_in_general_and_for_one_article(run: Run) -> None:
    assert run("zones", "split", "KCN Đồi Mẫu, Bắc Giang", "KCN Đồi Mẫu, Bắc Ninh", *WHO).exit_code == 0
    assert aliases(run) == {}
    answer = run("zones", "split", "KCN Sông Cũ", "KCN Sông Mới, Bắc Ninh", "--article", "cu", *WHO)
    assert answer.exit_code == 0, answer.output
    assert "zone/bac-ninh-kcn-song-moi" in {row["zone"] for row in rows(run, "list")}
    assert "zone/bac-ninh-kcn-song-cu" not in {row["zone"] for row in rows(run, "list")}


@pytest.mark.usefixtures("articles")
def test_what_cannot_be_done_is_said(tmp_path: Path, run: Run) -> None:
    (tmp_path / "broken.jsonl").write_text("{}\n")
    for arguments, code, said in (
        (("merge", "KCN Lạ", "KCN Sông Cũ", *WHO), 1, "no zone is called so"),
        (("merge", "KCN Sông Cũ", *WHO), 1, "two zones"),
        (("merge", "KCN Sông Cũ", "CCN Sông Cũ", "--author", "A", "--reason", " "), 1, "says why"),
        (("split", "KCN Sông Cũ", "--article", "cu", *WHO), 1, "two zones"),
        (("undo", "0000", *WHO), 1, "no such decision"),
        (("decisions", "import", tmp_path / "none.jsonl"), 1, "no such file"),
        (("decisions", "import", tmp_path / "broken.jsonl"), 1, "no decision"),
    ):
        answer = run("zones", *arguments)
        assert answer.exit_code == code and said in answer.stderr, answer.output
    assert rows(run, "decisions", "list") == []
