from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ReviewError
from kg.review.cells import taken
from kg.review.model import Table
from kg.review.sheet import SheetWriter, Shown, columns, read_sheet, sheet_files

Sample = Any  # of conftest.py, which cannot be imported


def written(shown: list[Shown], table: Table = "observations", delimiter: str = ",") -> str:
    stream = io.StringIO(newline="")
    SheetWriter(table, stream, delimiter=delimiter).write(shown)
    return stream.getvalue()


@pytest.fixture
def shown(sample: Sample) -> list[Shown]:
    odd = replace(sample.leased, about="=HYPERLINK(1)", sector="-mía\nđường", value=-sample.leased.value)
    return [
        Shown("observation/1", odd, "40 ha", before="  trước\nđó ", after="@sau", state="changed", by="+Ai", at="2026"),
        Shown("observation/2", sample.twin, "40 ha"),
        Shown("mention/1", sample.zone, "KCN Bến Lau"),
        Shown("mention/2", sample.policy, "12/QĐ-UBND"),
    ]


def test_a_sheet_holds_the_rows_of_its_table_with_all_columns(shown: list[Shown]) -> None:
    for table, count in (("observations", 2), ("zones", 1), ("policies", 1)):
        rows = list(csv.DictReader(io.StringIO(written(shown, table), newline="")))  # type: ignore[arg-type]
        assert len(rows) == count
        assert tuple(rows[0]) == columns(table)  # type: ignore[arg-type]
        assert all(row["id"] and row["article"] and row["quote"] and not row["review"] for row in rows)


def test_no_cell_is_a_formula_and_numbers_are_numbers(shown: list[Shown]) -> None:
    rows = list(csv.DictReader(io.StringIO(written(shown), newline="")))
    cells = [cell for row in rows for name, cell in row.items() if name != "value"]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert rows[0]["about"] == "'=HYPERLINK(1)" and rows[0]["before"] == "trước đó"
    assert rows[0]["value"] == "-40"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_was_written_comes_back_however_it_was_saved(
    shown: list[Shown], tmp_path: Path, delimiter: str, encoding: str, end: str
) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(written(shown, delimiter=delimiter).replace("\r\n", end).encode(encoding))
    sheet = read_sheet(path)
    assert sheet.problems == []
    assert [line.table for line in sheet.lines] == ["observations"] * 2
    assert [line.where for line in sheet.lines] == [f"{path}, line 2", f"{path}, line 4"]
    for line, one in zip(sheet.lines, shown[:2], strict=True):
        told = one.cells()
        assert {name: line.cells[name] for name in columns("observations")} == {
            name: told[name] for name in columns("observations")
        }


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@settings(max_examples=200, deadline=None)
@given(st.tuples(TEXTS, TEXTS, TEXTS), st.sampled_from([",", ";", "\t"]))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, sample: Sample, texts: tuple[str, str, str], delimiter: str
) -> None:
    about, sector, why = texts
    row = replace(sample.leased, about=about, sector=sector)
    path = tmp_path_factory.mktemp("sheet") / "sheet.csv"
    one = Shown("observation/1", row, "40 ha", why=why)
    path.write_bytes(("\ufeff" + written([one], delimiter=delimiter)).encode("utf-8"))
    sheet = read_sheet(path)
    [line] = sheet.lines
    assert not sheet.problems
    for column, exported in (("about", about), ("sector", sector)):
        assert taken(line, column, exported) == exported
    assert line.cells["id"] == "observation/1"


def test_columns_may_be_moved_and_taken_out_and_cells_at_the_end_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("sep=;\nMetric; value ;own;article;note\ncount;5;x;bai-1\n;;\n", encoding="utf-8")
    sheet = read_sheet(path)
    assert sheet.problems == []
    [line] = sheet.lines
    assert line.cells == {"metric": "count", "value": "5", "own": "x", "article": "bai-1", "note": ""}
    assert line.where.endswith("line 3")


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 1, "no header"),
        (b"a,b\n1,2\n", 1, "article, metric, value"),
        (b"article,metric,value,value\n", 1, "value twice"),
        ("article;metric;value\nHà;1;2\n".encode("cp1258"), None, "CSV UTF-8"),
        (b'article,metric,value\nx,"y,z\n', 2, "broken CSV"),
        (b"article,metric,value\nx,y,1,z\nx,y,2\n", 2, "4 cells"),
    ],
)
def test_what_is_no_sheet_is_told_with_its_place(tmp_path: Path, content: bytes, line: int | None, reason: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    [problem] = read_sheet(path).problems
    assert reason in problem.message
    assert problem.where.startswith(str(path)) and (line is None or f"line {line}" in problem.where)


def test_lines_beside_a_bad_one_are_read(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text("article,metric,value\nx,y,1,z\nx,y,2\n", encoding="utf-8")
    assert [line.cells["value"] for line in read_sheet(path).lines] == ["2"]


def test_folders_and_what_is_missing(tmp_path: Path) -> None:
    assert isinstance(next(iter(sheet_files([tmp_path]))), ReviewError)
    (tmp_path / "zones.csv").touch()
    (tmp_path / "notes.csv").touch()
    assert list(sheet_files([tmp_path, tmp_path / "other.csv"])) == [tmp_path / "zones.csv", tmp_path / "other.csv"]
    [problem] = read_sheet(tmp_path / "other.csv").problems
    assert "cannot be read" in problem.message
