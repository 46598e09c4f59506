from __future__ import annotations

import gzip
import json
import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.articles import Article, ArticleFile, ReadProblem, read_articles
from kg.articles import partitions as module
from kg.articles.partitions import Lines, partitions


def record(url: str, text: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {len(text.encode())}\r\n\r\n{text}".encode()
    told = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(head)}\r\n\r\n"
    return told.encode() + head + b"\r\n\r\n"


def line(number: int) -> bytes:
    return json.dumps({"id": f"r{number}", "text": f"Tỉnh có {number} cụm công nghiệp."}).encode() + b"\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All kinds of files, some of them broken."""
    for number in range(5):
        (tmp_path / f"a{number}.txt").write_text(f"Tỉnh có {number} khu công nghiệp.", encoding="utf-8")
    (tmp_path / "b-empty.txt").write_bytes(b"")
    lines = [line(number) if number % 7 else b"{broken\n" for number in range(40)]
    (tmp_path / "c.jsonl").write_bytes(b"\xef\xbb\xbf" + line(100) + b"".join(lines) + b"\n\n")
    (tmp_path / "d.jsonl").write_bytes(b"")
    (tmp_path / "e.jsonl.gz").write_bytes(gzip.compress(b"".join(line(number + 200) for number in range(40))))
    noise = [json.dumps({"id": f"n{n}", "text": os.urandom(30).hex()}).encode() + b"\n" for n in range(400)]
    (tmp_path / "f.jsonl.gz").write_bytes(gzip.compress(b"".join(noise))[:-4000])
    (tmp_path / "g.jsonl.gz").write_bytes(gzip.compress(b""))
    records = [record(f"https://bao.example/{number}", f"Năm 2020 có {number} dự án.") for number in range(20)]
    (tmp_path / "h.warc.gz").write_bytes(b"".join(map(gzip.compress, records)))
    (tmp_path / "i.warc").write_bytes(b"".join(one.replace(b"bao.", b"tin.") for one in records)[:-40])
    (tmp_path / "j.warc").write_bytes(b"no archive")
    return tmp_path


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_portions_together_are_all_articles_in_their_order(
    folder: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FILES", "RECORDS"):
        monkeypatch.setattr(module, name, size)
    monkeypatch.setattr(module, "BYTES", size * 100)
    found: list[Article | ReadProblem] = []
    portions = list(partitions([str(folder), str(folder / "nothing.txt")]))
    for portion in portions:
        if isinstance(portion, ReadProblem):
            found.append(portion)
        else:
            assert portion.source
            sent = pickle.loads(pickle.dumps(portion))  # as to another machine
            found += sent.read()
    expected = list(read_articles([folder, folder / "nothing.txt"]))
    articles = [entry for entry in expected if isinstance(entry, Article)]
    assert [entry for entry in found if isinstance(entry, Article)] == articles
    assert len(articles) > 100
    told = [(entry.source, entry.line or 0) for entry in found if isinstance(entry, ReadProblem)]
    wanted = [
        (entry.source, 0 if entry.source.endswith("c.jsonl") else entry.line or 0)  # there nobody counts the lines
        for entry in expected
        if isinstance(entry, ReadProblem)
    ]
    assert told == wanted
    assert (len(portions) > 100) == (size < 1000)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30), st.integers(1, 200))
def test_each_line_is_read_once_wherever_a_file_is_cut(lengths: list[int], size: int) -> None:
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"lines-{os.getpid()}.jsonl"
    lines = [json.dumps({"id": str(n), "text": "x" * (length + 1)}).encode() for n, length in enumerate(lengths)]
    path.write_bytes(b"\n".join(lines))
    try:
        end = path.stat().st_size
        found = [
            entry
            for start in range(0, end, size)
            for entry in Lines(ArticleFile(str(path)), start, min(start + size, end)).read()
        ]
    finally:
        path.unlink()
    assert [entry.id for entry in found if isinstance(entry, Article)] == [str(n) for n in range(len(lengths))]


def test_a_broken_line_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(1) + b"{broken\n")
    [portion] = partitions([str(tmp_path)])
    assert not isinstance(portion, ReadProblem)
    told = list(portion.read())[1]
    assert isinstance(told, ReadProblem)
    assert f"at byte {len(line(1))}: not valid JSON" in told.reason
