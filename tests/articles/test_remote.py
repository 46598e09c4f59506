from __future__ import annotations

import json
from collections.abc import Iterator

import fsspec
import pytest

from kg.articles import Article, ReadProblem, read_articles


@pytest.fixture
def bucket() -> Iterator[fsspec.AbstractFileSystem]:
    """A system of files that is not this machine's: in memory, as fsspec has one."""
    system = fsspec.filesystem("memory")
    system.pipe("/kho/b/tin.txt", "Tỉnh Nam Định có 20 cụm công nghiệp.".encode())
    system.pipe("/kho/a.jsonl", json.dumps({"id": "a", "text": "Tỉnh có 21 cụm công nghiệp."}).encode() + b"\n{\n")
    system.pipe("/kho/.an/c.txt", b"hidden")
    system.pipe("/kho/readme.md", b"passed over")
    yield system
    system.rm("/kho", recursive=True)


def test_folders_and_files_elsewhere_are_read_as_those_here(bucket: fsspec.AbstractFileSystem) -> None:
    entries = list(read_articles(["memory://kho", "memory://kho/b/tin.txt"]))
    assert [entry.id for entry in entries if isinstance(entry, Article)] == ["a", "tin"]
    sources = [entry.source.removeprefix("memory://").removeprefix("/") for entry in entries]
    assert sources == ["kho/a.jsonl#a", "kho/a.jsonl", "kho/b/tin.txt"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("memory://kho/nirgends.txt", "no such file"),
        ("memory://kho/readme.md", "unknown kind"),
        ("memory://kho/rong", "no article"),
        ("nosuchscheme://kho/a.txt", "cannot be read"),
    ],
)
def test_what_cannot_be_read_elsewhere_is_told(bucket: fsspec.AbstractFileSystem, address: str, reason: str) -> None:
    bucket.makedirs("/kho/rong", exist_ok=True)
    [entry] = read_articles([address])
    assert isinstance(entry, ReadProblem)
    assert (entry.source, reason in entry.reason) == (address, True), entry.reason
