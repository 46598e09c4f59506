from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import Result

from kg.facts import OBSERVATION_COLUMNS, POLICY_COLUMNS, ZONE_COLUMNS
from kg.facts_tables import read_json_lines, read_tables
from kg.parallel import INLINE

Run = Callable[..., Result]
EXAMPLES = Path(__file__).parents[2] / "examples"
TEXT = "Đến hết năm 2020, tỉnh Bắc Giang có 6 khu công nghiệp; tỷ lệ lấp đầy đạt 71%.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "bai-viet.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_facts_prints_the_three_tables(run: Run, article: Path) -> None:
    result = run("facts", article)
    assert result.exit_code == 0
    tables = [list(csv.reader(StringIO(part))) for part in result.stdout.split("\n\n")]
    assert [table[0] for table in tables] == [list(OBSERVATION_COLUMNS), list(ZONE_COLUMNS), list(POLICY_COLUMNS)]
    assert {row[OBSERVATION_COLUMNS.index("value")] for row in tables[0][1:]} == {"6", "71"}


def test_facts_as_json_lines(run: Run, article: Path, tmp_path: Path) -> None:
    printed = run("facts", article, "--format", "json")
    assert json.loads(printed.stdout)["observations"][0]["value"] == "6"
    written = run("facts", article, "--format", "json", "--out", tmp_path / "out")
    assert written.exit_code == 0
    assert (tmp_path / "out" / "facts.jsonl").read_text(encoding="utf-8") == printed.stdout


def test_facts_into_a_folder(run: Run, tmp_path: Path) -> None:
    result = run("facts", EXAMPLES, "--out", tmp_path / "tables")
    assert result.exit_code == 0
    assert result.stdout == ""
    facts = read_tables(tmp_path / "tables")
    assert f"{sum(len(entry.observations) for entry in facts)} observations" in result.stderr
    assert len(facts) >= 6


def test_facts_goes_on_after_bad_input_and_says_partial(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text("{\n", encoding="utf-8")
    result = run("facts", article, tmp_path / "broken.jsonl")
    assert result.exit_code == 3
    assert "bai-viet" in result.stdout
    assert "broken.jsonl, line 1:" in result.stderr


def test_facts_of_nothing_is_an_error(run: Run, tmp_path: Path) -> None:
    result = run("facts", tmp_path / "missing.txt")
    assert result.exit_code == 1
    assert "missing.txt" in result.stderr


def test_facts_without_paths_is_a_usage_error(run: Run) -> None:
    assert run("facts").exit_code == 2
    assert run("facts", EXAMPLES, "--format", "xml").exit_code == 2


def test_load_twice(run: Run, article: Path) -> None:
    first = run("load", article)
    assert first.exit_code == 0
    assert row_of(first) == {"articles": "1", "unchanged": "0", "facts": "2", "rejected": "0", "problems": "0"}
    again = run("load", article)
    assert again.exit_code == 0
    assert row_of(again) == {"articles": "1", "unchanged": "1", "facts": "0", "rejected": "0", "problems": "0"}
    forced = run("load", article, "--force")
    assert row_of(forced)["facts"] == "2"


def test_load_counts_what_there_is(run: Run, article: Path) -> None:
    run("load", article)
    counted = "SELECT ?n WHERE { GRAPH ?g { ?part void:class kg:Observation ; void:entities ?n } }"
    assert run("sparql", counted, "--format", "csv").stdout.split() == ["n", "2"]


def row_of(result: Result) -> dict[str, str]:
    """The closing table's one row, without what depends on the clock."""
    lines = [line for line in result.stdout.splitlines() if "│" in line or "┃" in line]
    names, cells = ([cell.strip() for cell in line.replace("┃", "│").split("│")[1:-1]] for line in lines)
    return {name: cell for name, cell in zip(names, cells, strict=True) if name not in ("seconds", "articles/s")}


def test_load_says_partial_and_reports(run: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "hai.txt").write_bytes(b"\x00\x01\x02\x00" * 100)
    (tmp_path / "rong.txt").write_bytes(b"")
    report = tmp_path / "reports" / "load.jsonl"
    result = run("load", article, tmp_path / "hai.txt", tmp_path / "rong.txt", "--report", report)
    assert result.exit_code == 3
    assert row_of(result)["articles"] == "1"
    assert row_of(result)["problems"] == "2"
    records = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [(record["kind"], Path(record["source"]).name) for record in records] == [
        ("unreadable", "hai.txt"),
        ("unreadable", "rong.txt"),
    ]
    for record in records:
        assert record["message"] in result.stderr


def test_load_lists_what_the_gate_keeps_out(
    run: Run, tmp_path: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from kg import preparing
    from kg.articles import Article
    from kg.extraction import Extraction, explain

    def negative(read: Article) -> Extraction:
        found = explain(read)
        rows = tuple(replace(row, value=-row.value) for row in found.facts.observations)
        return replace(found, facts=replace(found.facts, observations=rows))

    monkeypatch.setattr(preparing, "explain", negative)
    report = tmp_path / "report.jsonl"
    result = run("load", article, "--report", report)
    assert result.exit_code == 0, "the input is not to blame"
    assert row_of(result)["rejected"] == "2"
    assert "rejected facts" in result.stderr
    assert "bai-viet «71%»" in result.stderr
    kinds = {json.loads(line)["kind"] for line in report.read_text(encoding="utf-8").splitlines()}
    assert kinds == {"rejected"}


def test_load_shortens_long_lists(run: Run, tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_text("{\n" * 100, encoding="utf-8")
    result = run("load", lines)
    assert result.exit_code == 1
    assert "... and 70 more" in result.stderr


def test_load_into_a_store_that_another_writes(run: Run, article: Path, tmp_path: Path) -> None:
    from kg.store import open_store

    with open_store(str(tmp_path / "store")):
        result = run("load", article)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert "another process is writing" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_error_is_one_line_without_a_traceback(run: Run, article: Path) -> None:
    result = run("load", article, "--base-iri", "nothing")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: KG_BASE_IRI: ")
    assert len(result.stderr.splitlines()) == 1


def test_load_ended_by_the_user(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import preparing

    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(TEXT, encoding="utf-8")
    real = preparing.Preparer.__call__

    def third(self: preparing.Preparer, job: preparing.Job) -> preparing.Prepared:
        if job.article.id == "2":
            raise KeyboardInterrupt
        return real(self, job)

    monkeypatch.setattr(preparing.Preparer, "__call__", third)
    result = run("load", *(tmp_path / f"{number}.txt" for number in range(3)), "--processes", "1")
    assert result.exit_code == 130
    assert row_of(result)["articles"] == "2"
    assert "goes on from there" in result.stderr


def test_facts_in_many_processes_are_the_same(run: Run, tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    records = ({"id": f"bai-{number}", "text": TEXT.replace("6", str(number + 1))} for number in range(INLINE + 4))
    lines.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    one = run("facts", lines, "--processes", "1", "--format", "json", "--out", tmp_path / "one")
    two = run("facts", lines, "--processes", "2", "--format", "json", "--out", tmp_path / "two")
    assert one.exit_code == two.exit_code == 0
    found = list(read_json_lines(tmp_path / "two" / "facts.jsonl"))
    assert [facts.article for facts in found] == [f"bai-{number}" for number in range(INLINE + 4)]
    assert found == list(read_json_lines(tmp_path / "one" / "facts.jsonl"))


def test_score_of_a_table_against_itself_and_against_less(run: Run, tmp_path: Path) -> None:
    run("facts", EXAMPLES, "--out", tmp_path / "all")
    run("facts", EXAMPLES / "nam-dinh-ccn-2022.txt", "--out", tmp_path / "some")
    same = run("score", tmp_path / "all", tmp_path / "all", "--json")
    assert same.exit_code == 0
    assert json.loads(same.stdout)["observations"]["f1"] == 1.0
    less = run("score", tmp_path / "all", tmp_path / "some", "--show", "--articles", EXAMPLES)
    assert less.exit_code == 0
    assert "missed observations" in less.stderr
    figures = json.loads(run("score", tmp_path / "all", tmp_path / "some", "--json").stdout)
    assert figures["observations"]["precision"] == 1.0
    assert 0 < figures["observations"]["recall"] < 1
    recall = f"{figures['observations']['recall']:.4f}"
    line = next(line for line in less.stdout.splitlines() if "observations" in line)
    assert recall in line
    assert "quotes that hold" in less.stdout


def test_score_of_a_missing_folder(run: Run, tmp_path: Path) -> None:
    result = run("score", tmp_path / "none", tmp_path / "none")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")


def test_load_on_a_cluster_of_this_machine(run: Run, article: Path) -> None:
    result = run("load", "--dask", article, "--processes", "1")
    assert result.exit_code == 0, result.stderr
    assert row_of(result)["articles"] == "1"


def test_a_scheduler_without_a_cluster_is_told(run: Run, article: Path) -> None:
    result = run("load", "tcp://127.0.0.1:8786", article)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: tcp://127.0.0.1:8786: ")
    assert "--dask" in result.stderr


def test_load_of_a_page_of_the_web(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "tin.txt").write_text(TEXT, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "site"))) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/tin.txt"
        refused = run("load", address)
        assert refused.exit_code == 1
        assert "KG_FETCH_PRIVATE" in refused.stderr
        monkeypatch.setenv("KG_FETCH_PRIVATE", "1")
        monkeypatch.setenv("KG_FETCH_DELAY", "0")
        loaded = run("load", address)
        server.shutdown()
    assert loaded.exit_code == 0, loaded.stderr
    assert row_of(loaded)["articles"] == "1"
    again = run("load", address)  # the server has gone: it comes from where fetched pages are kept
    assert row_of(again)["unchanged"] == "1"
