from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import fsspec
import pytest

from kg.articles import Article, ReadProblem, read_articles
from kg.articles.partitions import partitions


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


class Ranged(fsspec.AbstractFileSystem):  # type: ignore[misc]
    """One file that is fetched range by range, as those of object stores are."""

    protocol = "ranged"
    data = b"\n".join(json.dumps({"id": f"r{n}", "text": f"Năm 2020 có {n} dự án."}).encode() for n in range(500))

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        return {"name": path, "size": len(self.data), "type": "file"}

    def ls(self, path: str, detail: bool = True, **_: Any) -> list[Any]:
        return [self.info(path) if detail else path]

    def _open(self, path: str, mode: str = "rb", **_: Any) -> RangedFile:
        return RangedFile(self, path, mode, block_size=1000)


class RangedFile(fsspec.spec.AbstractBufferedFile):  # type: ignore[misc]
    def _fetch_range(self, start: int, end: int) -> bytes:
        return Ranged.data[start:end]


def test_files_that_are_fetched_range_by_range(monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec.register_implementation("ranged", Ranged, clobber=True)
    monkeypatch.setattr("kg.articles.partitions.BYTES", 700)
    expected = [f"r{number}" for number in range(500)]
    entries = list(read_articles(["ranged://kho/a.jsonl"]))
    assert [entry.id for entry in entries if isinstance(entry, Article)] == expected
    portions = [portion for portion in partitions(["ranged://kho/a.jsonl"]) if not isinstance(portion, ReadProblem)]
    assert len(portions) > 20
    assert [entry for portion in portions for entry in portion.read()] == entries
