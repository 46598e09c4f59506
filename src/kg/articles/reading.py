"""Walk over files and folders and read the articles in them, one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.articles.decoding import MAX_BYTES, Undecodable, decode_text, unusable
from kg.articles.html import read_html
from kg.articles.jsonl import read_jsonl
from kg.articles.metadata import metadata_of
from kg.articles.model import Article, ReadProblem

EXTENSIONS = (".txt", ".html", ".htm", ".jsonl", ".jsonl.gz")
"""What can be read, by the end of the file's name (in any case)."""

_LIST = ", ".join(EXTENSIONS)


def read_articles(paths: Iterable[Path]) -> Iterator[Article | ReadProblem]:
    """Read all articles of files and folders, folders in sorted order with all below them.

    Yields a ReadProblem for each thing that cannot be read, and goes on; never raises for what a file holds. In a
    folder, files with other extensions and hidden files are passed over; named outright, they are a problem. A file
    named twice (say, itself and its folder) is read once. Of articles with the same id the first is kept, the others
    are problems. One article is held in memory at a time, and the ids of all.
    """
    seen: dict[int, str] = {}
    for found in article_files(paths):
        if isinstance(found, ReadProblem):
            yield found
            continue
        for entry in read_file(found):
            if isinstance(entry, Article):
                # The ids' hashes, and one path shared by all records of a file: millions of records stay small.
                key = hash(entry.id)
                if key in seen:
                    yield ReadProblem(
                        entry.source,
                        None,
                        f"the id {entry.id!r} was already read from {seen[key]}: rename one of the two, "
                        "or leave one out; the first is kept",
                    )
                    continue
                seen[key] = str(found)
            yield entry


def article_files(paths: Iterable[Path]) -> Iterator[Path | ReadProblem]:
    """Find the files that hold articles, each once, in the order in which `read_articles` reads them."""
    done: set[str] = set()
    for path in map(Path, paths):
        if path.is_dir():
            empty = True
            for file in _walk(path):
                empty = False
                if isinstance(file, ReadProblem) or _first_time(file, done):
                    yield file
            if empty:
                yield ReadProblem(str(path), None, f"the folder holds no article: put {_LIST} files into it")
        elif not path.exists():
            yield ReadProblem(str(path), None, "there is no such file or folder: check the path")
        elif not _extension(path.name):
            yield ReadProblem(
                str(path), None, f"unknown kind of file: read are {_LIST}; convert it, or rename it if it is one"
            )
        elif _first_time(path, done):
            yield path


def read_file(path: Path) -> Iterator[Article | ReadProblem]:
    """Read the articles of one file; its extension says how."""
    extension = _extension(path.name)
    if extension in (".jsonl", ".jsonl.gz"):
        yield from read_jsonl(path)
        return
    source = str(path)
    stem = path.name[: -len(extension)] if extension else path.stem
    if unusable(stem):
        yield ReadProblem(ascii(source), None, "the file's name is not valid UTF-8 or but an extension: rename it")
        return
    try:
        if path.stat().st_size > MAX_BYTES:
            yield ReadProblem(
                source, None, f"larger than {MAX_BYTES // 2**20} MB: split it, one article a file or as JSON Lines"
            )
            return
        data = path.read_bytes()
        yield read_html(data, stem, source) if extension in (".html", ".htm") else _read_text(data, stem, source)
    except Undecodable as error:
        yield ReadProblem(source, error.line, error.reason)
    except OSError as error:
        yield ReadProblem(source, None, f"cannot be read: {error.strerror or error}")


def _read_text(data: bytes, article_id: str, source: str) -> Article:
    text = decode_text(data)
    told = metadata_of(text)
    return Article(article_id, text, source, told.title, told.published, told.publisher, told.author)


def _walk(folder: Path, above: frozenset[str] = frozenset()) -> Iterator[Path | ReadProblem]:
    """The articles' files below a folder. `above`: the folders on the way here, so that no link leads in circles."""
    here = os.path.realpath(folder)
    if here in above:
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield ReadProblem(str(folder), None, f"the folder cannot be read: {error.strerror or error}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(folder / entry.name, above | {here})
        elif _extension(entry.name) and entry.is_file():
            yield folder / entry.name


def _extension(name: str) -> str:
    low = name.lower()
    return next((extension for extension in EXTENSIONS if low.endswith(extension)), "")


def _first_time(path: Path, done: set[str]) -> bool:
    real = os.path.realpath(path)
    if real in done:
        return False
    done.add(real)
    return True
