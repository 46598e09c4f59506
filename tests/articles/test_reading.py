"""Files and folders: what is read, what is passed over, what is a problem and how it is told."""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
from pathlib import Path

import pytest

from kg.articles import Article, ReadProblem, article_files, read_articles

STORY = "Cả tỉnh hiện có 14 khu công nghiệp, thu hút 492 dự án.\n"


def articles(*paths: Path) -> list[Article]:
    return [entry for entry in read_articles(paths) if isinstance(entry, Article)]


def problems(*paths: Path) -> list[ReadProblem]:
    return [entry for entry in read_articles(paths) if isinstance(entry, ReadProblem)]


def problem(path: Path) -> ReadProblem:
    [entry] = read_articles([path])
    assert isinstance(entry, ReadProblem)
    return entry


def test_a_folder_is_read_in_sorted_order_with_all_below(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.TXT", "b/z.txt", "b/.hidden.txt", "notes.md", "b/readme.pdf", ".git.txt"):
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    (tmp_path / "d.jsonl").write_text(json.dumps({"id": "r1", "text": STORY}) + "\n", encoding="utf-8")
    entries = list(read_articles([tmp_path]))
    assert [entry.id for entry in entries if isinstance(entry, Article)] == ["a", "z", "c", "r1"]
    assert len(entries) == 4
    assert [entry.source for entry in entries] == [
        str(tmp_path / "a.TXT"),
        str(tmp_path / "b/z.txt"),
        str(tmp_path / "c.txt"),
        f"{tmp_path / 'd.jsonl'}#r1",
    ]


def test_the_id_is_the_name_without_its_extension(tmp_path: Path) -> None:
    (tmp_path / "tin.2024-05-01.html.txt").write_text(STORY, encoding="utf-8")
    assert [article.id for article in articles(tmp_path)] == ["tin.2024-05-01.html"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path)
    assert len(list(read_articles([tmp_path / "a.txt", tmp_path, tmp_path / "." / "a.txt"]))) == 1


def test_of_two_articles_with_one_id_the_first_is_kept(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"{folder}: {STORY}", encoding="utf-8")
    first, second = read_articles([tmp_path])
    assert isinstance(first, Article)
    assert first.text.startswith("x: ")
    assert isinstance(second, ReadProblem)
    assert second.source == str(tmp_path / "y/a.txt")
    assert str(tmp_path / "x/a.txt") in second.reason


@pytest.mark.parametrize(
    ("name", "content", "line", "reason"),
    [
        ("a.txt", b"", None, "empty"),
        ("a.txt", b" \r\n\t\xc2\xa0\n", None, "white space"),
        ("a.txt", b"\xef\xbb\xbf\n", None, "white space"),
        ("a.txt", b"Khu\n\0\1\2 c\xc3\xb4ng nghi\xe1\xbb\x87p", 2, "binary: a zero byte"),
        ("a.txt", b"abc\n" + bytes(range(1, 9)) * 9, None, "control characters"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3", None, "PDF document.*pdftotext"),
        ("a.txt", b"PK\x03\x04....", None, "ZIP archive or a Word document"),
        ("a.txt", b"{\\rtf1 x}", None, "RTF"),
        ("a.html", b"\x89PNG\r\n", None, "PNG"),
        ("a.txt", "Tỉnh có\n12 dự án".encode()[:-2] + b"\xff", 2, "byte 19 .0xc3. is not valid UTF-8"),
        ("a.txt", b"\xff\xfe\x00\xd8\x41\x00", None, "looks like UTF-16"),
        ("a.html", b"", None, "empty"),
        ("a.html", b"<html><title>T</title><body><script>x</script></body></html>", None, "no article's text"),
        ("a.html", b"\n \n", None, "white space"),
        ("a.jsonl", b"\n\n", None, "empty"),
        ("a.docx", b"PK\x03\x04", None, "unknown kind of file"),
    ],
)
def test_bad_files_are_told_with_place_and_remedy(
    tmp_path: Path, name: str, content: bytes, line: int | None, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    told = problem(path)
    assert (told.source, told.line) == (str(path), line)
    assert re.search(reason, told.reason)
    assert str(told).startswith(f"{path}, line {line}: " if line else f"{path}: ")


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no such file" in problem(tmp_path / "nothing.txt").reason
    assert "holds no article" in problem(tmp_path / "empty").reason
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    assert "no such file" in problem(tmp_path / "dangling.txt").reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert "Permission" in problem(tmp_path / "a.txt").reason


def test_a_file_that_goes_away_between_walk_and_reading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").write_text(STORY, encoding="utf-8")
    reading = read_articles([tmp_path])
    assert isinstance(next(reading), Article)
    (tmp_path / "b.txt").unlink()
    gone = next(reading)
    assert isinstance(gone, ReadProblem)
    assert "cannot be read" in gone.reason


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(path)).write_text(STORY, encoding="utf-8")
    told = problem(tmp_path)
    assert "name is not valid UTF-8" in told.reason
    told.source.encode("utf-8")


def test_ten_megabytes_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(STORY.strip() * 150_000, encoding="utf-8")
    assert path.stat().st_size > 10_000_000
    [article] = articles(path)
    assert article.text == path.read_text(encoding="utf-8")
    assert article.title == ""


def test_a_file_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    with path.open("wb") as stream:
        stream.truncate(65 * 2**20)
    assert "larger than 64 MB" in problem(path).reason


def test_files_are_found_without_being_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\0")
    (tmp_path / "b.jsonl.gz").write_bytes(b"no gzip")
    assert list(map(str, article_files([tmp_path]))) == [str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl.gz")]


def records(*lines: str | bytes) -> bytes:
    return b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines)


def test_json_lines_go_on_after_broken_ones(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf"
        + records(
            '{"id": "a", "text": "Tỉnh có 3 KCN."}',
            '{"id": "b", "text": "cut',
            "",
            '["no", "object"]',
            '{"text": "no id"}',
            '{"id": "", "text": "empty id"}',
            '{"id": "c"}',
            '{"id": "d", "text": ["no", "string"]}',
            '{"id": "e", "text": "  "}',
            '{"id": "f", "text": "\\ud800"}',
            '{"id": "g", "text": "a\\u0000b"}',
            b'{"id": "h", "text": "\xff"}',
            '{"id": true, "text": "x"}',
            "[" * 100_000,
            '{"id": ' + "1" * 5000 + ', "text": "x"}',
            '{"id": 7, "text": "Số nguyên cũng là mã.", "more": {"x": 1}}',
            '{"id": "a", "text": "again"}',
        )
    )
    entries = list(read_articles([path]))
    assert [entry.id for entry in entries if isinstance(entry, Article)] == ["a", "7"]
    told = {entry.line: entry.reason for entry in entries if isinstance(entry, ReadProblem)}
    assert sorted(line for line in told if line) == [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    for line, words in {
        2: "not valid JSON at column",
        4: "JSON array",
        5: 'no "id"',
        7: "record 'c' has no \"text\"",
        9: "is empty",
        10: "surrogate",
        11: "zero character",
        12: "byte 21 of the line is not valid UTF-8",
    }.items():
        assert words in told[line]
    assert "already read" in told[None]


def test_json_fields_and_their_other_names(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    first = {
        "id": "a",
        "text": STORY,
        "title": " Tin \n mới ",
        "published": "2023-05-04T10:00:00+07:00",
        "publisher": "Báo A",
        "author": ["Minh An", "Thu Hà"],
        "url": "https://example.org/1",
        "date": "1999",
    }
    second = {"id": "b", "text": STORY, "title": None, "date": "4/5/2023", "source": "Báo B", "author": ""}
    path.write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n", encoding="utf-8")
    one, two = articles(path)
    assert (one.title, one.published, one.publisher, one.author, one.url) == (
        "Tin mới",
        "2023-05-04",
        "Báo A",
        "Minh An, Thu Hà",
        "https://example.org/1",
    )
    assert (two.title, two.published, two.publisher, two.author, two.url) == ("", "2023-05-04", "Báo B", "", "")


def test_a_json_field_that_cannot_be_used_is_told_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    record = {"id": "a", "text": STORY, "published": "hôm qua", "title": {"vi": "x"}, "author": "\ud800"}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    told = [entry.reason for entry in problems(path)]
    assert len(told) == 3
    assert any("'hôm qua' is no date" in reason for reason in told)
    [article] = articles(path)
    assert (article.title, article.published, article.author) == ("", "", "")


def test_a_record_without_metadata_tells_them_in_its_text(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    text = f"Cụm công nghiệp mới ở Tiên Lãng\n\n05/03/2024 08:30\n\n{STORY}"
    path.write_text(json.dumps({"id": "a", "text": text}) + "\n", encoding="utf-8")
    [article] = articles(path)
    assert (article.title, article.published) == ("Cụm công nghiệp mới ở Tiên Lãng", "2024-03-05")


@pytest.mark.parametrize("damage", ["cut", "flipped", "none at all"])
def test_damaged_gzip_is_told_after_what_could_be_read(tmp_path: Path, damage: str) -> None:
    lines = "".join(json.dumps({"id": f"r{n}", "text": f"{n} " + os.urandom(40).hex()}) + "\n" for n in range(3000))
    data = gzip.compress(lines.encode())
    path = tmp_path / "news.jsonl.gz"
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "flipped":
        data = data[:-6] + b"\xff" + data[-5:]
    else:
        data = b"plain text"
    path.write_bytes(data)
    entries = list(read_articles([path]))
    last = entries[-1]
    assert isinstance(last, ReadProblem)
    assert "damaged" in last.reason
    assert last.line == sum(isinstance(entry, Article) for entry in entries) + 1
    assert len(entries) > 1000 or damage == "none at all"


def test_reading_says_nothing_on_its_own(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG - 1)
    (tmp_path / "a.html").write_text("<html><body></body></html>", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>x<table><tr></p>", encoding="utf-8")
    assert len(problems(tmp_path)) + len(articles(tmp_path)) == 2
    assert [record for record in caplog.records if record.levelno >= logging.INFO] == []
    assert capfd.readouterr() == ("", "")


def test_a_line_beyond_all_measure_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.articles.jsonl.MAX_BYTES", 1000)
    path = tmp_path / "news.jsonl"
    lines = [{"id": "a", "text": STORY}, {"id": "b", "text": STORY * 100}, {"id": "c", "text": STORY}]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    first, second, third = read_articles([path])
    assert isinstance(first, Article)
    assert isinstance(second, ReadProblem)
    assert (second.line, third.source) == (2, f"{path}#c")
    assert "longer than" in second.reason


def test_the_digest_tells_any_change() -> None:
    article = Article("a", STORY, "here")
    changed = [
        Article("b", STORY, "here"),
        Article("a", STORY + " ", "here"),
        Article("a", STORY, "here", title="T"),
        Article("a", STORY, "here", published="2020"),
        Article("a", STORY, "here", publisher="2020"),
        Article("a", STORY, "here", author="T"),
        Article("a", STORY, "here", url="https://example.org/"),
    ]
    assert len({article.digest, *(other.digest for other in changed)}) == 8
    # Where it was read from is no part of what it says.
    assert Article("a", STORY, "elsewhere").digest == article.digest
