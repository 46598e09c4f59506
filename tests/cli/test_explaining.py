from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

Run = Callable[..., Result]
TEXT = "Đến hết năm 2020, tỉnh Bắc Giang có 6 khu công nghiệp; tỷ lệ lấp đầy đạt 71%.\n"


def written(folder: Path, name: str = "bai-viet.txt", text: str = TEXT) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_text_is_shown_with_each_number_and_its_row(run: Run, tmp_path: Path) -> None:
    result = run("explain", written(tmp_path))
    assert result.exit_code == 0
    assert "3 numbers: 2 handled, 1 ignored, 0 signalled" in result.stdout
    assert "năm [2020·], tỉnh Bắc Giang có [6✓1] khu công nghiệp" in result.stdout
    assert "✓1 Bắc Giang · zones · count = 6 · 2020-12 · actual" in result.stdout
    assert "2020 (part of a date)" in result.stdout


def test_articles_follow_one_another(run: Run, tmp_path: Path) -> None:
    result = run("explain", written(tmp_path, "a.txt"), written(tmp_path, "b.txt", "Không có số nào.\n"))
    assert result.exit_code == 0
    assert result.stdout.index("a: ") < result.stdout.index("b: ")
    assert "0 numbers" in result.stdout


def test_a_page_of_html(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "pages" / "why.html"
    result = run("explain", written(tmp_path), "--html", page)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "1 article, 3 numbers: 2 handled, 1 ignored, 0 signalled" in result.stderr
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert 'class="handled"' in html


def test_bad_input_is_named_and_the_rest_explained(run: Run, tmp_path: Path) -> None:
    partly = run("explain", written(tmp_path), tmp_path / "missing.txt")
    assert partly.exit_code == 3
    assert "2 handled" in partly.stdout
    assert "missing.txt" in partly.stderr
    nothing = run("explain", tmp_path / "missing.txt", "--html", tmp_path / "why.html")
    assert nothing.exit_code == 1
    assert not (tmp_path / "why.html").exists()


def test_corrections_are_told_with_who_made_them(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path)
    assert run("load", path).exit_code == 0
    sheet = run("review", "export").stdout.splitlines()
    columns = sheet[0].split(",")
    first = sheet[1].split(",")
    first[columns.index("review")] = "reject"
    (tmp_path / "sheet.csv").write_text("\n".join([sheet[0], ",".join(first)]), encoding="utf-8")
    assert run("review", "load", tmp_path / "sheet.csv", "--author", "Đỗ Xem").exit_code == 0
    result = run("explain", path)
    assert "1 handled" in result.stdout and "rejected by Đỗ Xem on " in result.stdout
