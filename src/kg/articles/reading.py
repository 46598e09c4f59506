"""Walk over files, folders and addresses and read the articles in them, one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.articles.decoding import MAX_BYTES, Undecodable, decode_text, unusable
from kg.articles.files import (
    EXTENSIONS,
    READ,
    REMOTE_ERRORS,
    ArticleFile,
    is_remote,
    is_web,
    remote_files,
    told,
    unknown_kind,
)
from kg.articles.html import read_html
from kg.articles.jsonl import read_jsonl
from kg.articles.metadata import metadata_of
from kg.articles.model import Article, ReadProblem
from kg.articles.warc import read_warc

if TYPE_CHECKING:  # a process that only reads files has no need of a web client
    from kg.articles.web import Web

__all__ = ["EXTENSIONS", "article_files", "read_articles", "read_file"]


def read_articles(sources: Iterable[str | Path], web: Web | None = None) -> Iterator[Article | ReadProblem]:
    """Read all articles of files, folders (in sorted order with all below them), and addresses.

    `s3://...` and what else fsspec knows are files and folders, too. `http://...` and `https://...` are pages and feeds
    that `web` fetches; without one they are a problem.

    Yields a ReadProblem for each thing that cannot be read, and goes on; never raises for what a file holds. In a
    folder, files with other extensions and hidden files are passed over; named outright, they are a problem. A file
    named twice (say, itself and its folder) is read once. Of articles with the same id the first is kept, the others
    are problems. One article is held in memory at a time, and the ids of all.
    """
    seen: dict[int, str] = {}
    for place, entries in _entries(map(str, sources), web):
        for entry in entries:
            if isinstance(entry, Article):
                # The ids' hashes, and one place shared by all records of a file: millions of records stay small.
                key = hash(entry.id)
                if key in seen:
                    yield already_read(entry.id, entry.source, seen[key])
                    continue
                seen[key] = place
            yield entry


def already_read(article: str, source: str, place: str = "elsewhere") -> ReadProblem:
    """An article whose id another one has, that was read at `place`."""
    told = (
        f"the id {article!r} was already read from {place}: rename one of the two, or leave one out; the first is kept"
    )
    return ReadProblem(source, None, told)


def _entries(sources: Iterable[str], web: Web | None) -> Iterator[tuple[str, Iterable[Article | ReadProblem]]]:
    """Each file's articles, with its name; then those of the web, which take their time."""
    files: list[str] = []
    addresses: list[str] = []
    for source in sources:
        (addresses if is_web(source) else files).append(source)
    for found in article_files(files):
        yield str(found), (found,) if isinstance(found, ReadProblem) else read_file(found)
    if web is not None and addresses:
        yield "the web", web.articles(addresses)
    elif addresses:
        for address in addresses:
            yield address, (ReadProblem(address, None, "pages are fetched by `kg load` alone: save it, give the file"),)


def article_files(sources: Iterable[str | Path]) -> Iterator[ArticleFile | ReadProblem]:
    """Find the files that hold articles, each once, in the order in which `read_articles` reads them."""
    done: set[str] = set()
    for source in map(str, sources):
        path = Path(source)
        if is_remote(source):
            for found in remote_files(source):
                if isinstance(found, ReadProblem) or str(found) not in done:
                    done.add(str(found))
                    yield found
        elif path.is_dir():
            empty = True
            for file in _walk(path):
                empty = False
                if isinstance(file, ReadProblem):
                    yield file
                elif _first_time(file, done):
                    yield ArticleFile(str(file))
            if empty:
                yield ReadProblem(source, None, f"the folder holds no article: put {READ} files into it")
        elif not path.exists():
            yield ReadProblem(source, None, "there is no such file or folder: check the path")
        elif not ArticleFile(source).extension:
            yield unknown_kind(source)
        elif _first_time(path, done):
            yield ArticleFile(source)


def read_file(file: ArticleFile) -> Iterator[Article | ReadProblem]:
    """Read the articles of one file; its extension says how."""
    extension = file.extension
    if extension in (".jsonl", ".jsonl.gz"):
        yield from read_jsonl(file)
        return
    if extension in (".warc", ".warc.gz"):
        yield from read_warc(file)
        return
    source = str(file)
    stem = file.name[: -len(extension)] if extension else Path(file.name).stem
    if unusable(stem):
        yield ReadProblem(ascii(source), None, "the file's name is not valid UTF-8 or but an extension: rename it")
        return
    try:
        if file.size() > MAX_BYTES:
            yield ReadProblem(
                source, None, f"larger than {MAX_BYTES // 2**20} MB: split it, one article a file or as JSON Lines"
            )
            return
        with file.open() as stream:
            data = stream.read()
        yield read_html(data, stem, source) if extension in (".html", ".htm") else _read_text(data, stem, source)
    except Undecodable as error:
        yield ReadProblem(source, error.line, error.reason)
    except REMOTE_ERRORS as error:
        yield ReadProblem(source, None, f"cannot be read: {told(error)}")


def _read_text(data: bytes, article_id: str, source: str) -> Article:
    text = decode_text(data)
    read = metadata_of(text)
    return Article(article_id, text, source, read.title, read.published, read.publisher, read.author)


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
        elif ArticleFile(entry.name).extension and entry.is_file():
            yield folder / entry.name


def _first_time(path: Path, done: set[str]) -> bool:
    real = os.path.realpath(path)
    if real in done:
        return False
    done.add(real)
    return True
