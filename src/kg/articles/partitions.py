"""Articles in portions of a few hundred, each of which another machine can read by itself.

::

    for part in partitions(["s3://kho/bai-viet/", "news.jsonl"]):
        if isinstance(part, ReadProblem):
            ...
        else:
            for entry in part.read():     # on whichever machine; Article or ReadProblem
                ...

A portion says where to read; only what has to be read from its begin (compressed lines, the web) is sent along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from kg.articles.files import REMOTE_ERRORS, ArticleFile, is_web, told
from kg.articles.jsonl import DAMAGED, damaged, lines_of, next_line, opened, read_line
from kg.articles.model import Article, ReadProblem
from kg.articles.reading import article_files, read_file
from kg.articles.warc import read_warc, record_positions

if TYPE_CHECKING:  # a process that only reads files has no need of a web client
    from kg.articles.web import Web

FILES = 64
RECORDS = 64
PAGES = 20
BYTES = 512 * 1024
"""A portion has at most so many files, records of an archive, pages of the web, or bytes of lines."""


class Partition(Protocol):
    """A portion of articles. It can be sent to other machines."""

    @property
    def source(self) -> str:
        """Where it is from, for people."""

    def read(self) -> Iterator[Article | ReadProblem]:
        """Its articles, in their order, the same each time."""


@dataclass(frozen=True, slots=True)
class Files:
    """Some files, each read whole."""

    files: tuple[ArticleFile, ...]

    @property
    def source(self) -> str:
        """The first file and the last."""
        return f"{self.files[0]} ... {self.files[-1]}"

    def read(self) -> Iterator[Article | ReadProblem]:
        """See `Partition`."""
        for file in self.files:
            yield from read_file(file)


@dataclass(frozen=True, slots=True)
class Lines:
    """Those lines of a JSON Lines file that begin in a range of bytes."""

    file: ArticleFile
    start: int
    end: int

    @property
    def source(self) -> str:
        """The file and the range."""
        return f"{self.file}, bytes {self.start} to {self.end}"

    def read(self) -> Iterator[Article | ReadProblem]:
        """See `Partition`. A problem tells at which byte its line begins: nobody has counted the lines before it."""
        try:
            with self.file.open() as stream:
                at = self.start
                if at:
                    stream.seek(at - 1)
                    at += next_line(stream)[1] - 1
                while at < self.end and (found := next_line(stream))[1]:
                    line, length = found
                    record = line.removeprefix(b"\xef\xbb\xbf") if at == 0 else line
                    for entry in read_line(record, str(self.file), None):
                        if isinstance(entry, ReadProblem):
                            entry = replace(entry, reason=f"in the line at byte {at}: {entry.reason}")  # noqa: PLW2901
                        yield entry
                    at += length
        except REMOTE_ERRORS as error:
            yield ReadProblem(str(self.file), None, f"cannot be read: {told(error)}")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a JSON Lines file that can only be read from its begin, sent along. `first`: the number of the first."""

    file: ArticleFile
    first: int
    lines: tuple[bytes, ...]

    @property
    def source(self) -> str:
        """The file and its lines."""
        return f"{self.file}, lines {self.first} to {self.first + len(self.lines) - 1}"

    def read(self) -> Iterator[Article | ReadProblem]:
        """See `Partition`."""
        for number, line in enumerate(self.lines, self.first):
            yield from read_line(line, str(self.file), number)


@dataclass(frozen=True, slots=True)
class Records:
    """Some responses of a web archive. `count` None: all to its end."""

    file: ArticleFile
    start: int
    count: int | None

    @property
    def source(self) -> str:
        """The file and the position."""
        return f"{self.file}, from byte {self.start}"

    def read(self) -> Iterator[Article | ReadProblem]:
        """See `Partition`."""
        yield from read_warc(self.file, start=self.start, records=self.count)


@dataclass(frozen=True, slots=True)
class Ready:
    """Articles that were read already."""

    articles: tuple[Article, ...]

    @property
    def source(self) -> str:
        """The first one's."""
        return self.articles[0].source

    def read(self) -> Iterator[Article | ReadProblem]:
        """See `Partition`."""
        yield from self.articles


def partitions(sources: Iterable[str], web: Web | None = None) -> Iterator[Partition | ReadProblem]:
    """Divide all that `read_articles` would read of these sources, in the same order. Never raises for what they hold.

    Ids that occur twice are the reader's business.
    """
    files: list[str] = []
    addresses: list[str] = []
    for source in sources:
        (addresses if is_web(source) else files).append(source)
    small: list[ArticleFile] = []
    for found in article_files(files):
        if isinstance(found, ArticleFile) and found.extension in (".txt", ".html", ".htm"):
            small.append(found)
            if len(small) < FILES:
                continue
        if small:
            yield Files(tuple(small))
            small = []
        if isinstance(found, ReadProblem):
            yield found
        elif found.extension in (".jsonl", ".jsonl.gz", ".warc", ".warc.gz"):
            yield from _divided(found)
    if small:
        yield Files(tuple(small))
    ready: list[Article] = []
    for entry in web.articles(addresses) if web is not None else ():
        if isinstance(entry, ReadProblem):
            yield entry
            continue
        ready.append(entry)
        if len(ready) == PAGES:
            yield Ready(tuple(ready))
            ready = []
    if ready:
        yield Ready(tuple(ready))


def _divided(file: ArticleFile) -> Iterator[Partition | ReadProblem]:
    if file.extension in (".warc", ".warc.gz"):
        yield from _records(file)
    elif file.extension == ".jsonl.gz":
        yield from _blocks(file)
    else:
        try:
            size = file.size()
        except REMOTE_ERRORS as error:
            yield ReadProblem(str(file), None, f"cannot be read: {told(error)}")
            return
        for start in range(0, size, BYTES):
            yield Lines(file, start, min(start + BYTES, size))
        if not size:
            yield Files((file,))  # reading it tells that there is nothing in it


def _blocks(file: ArticleFile) -> Iterator[Partition | ReadProblem]:
    number = 0
    lines: list[bytes] = []
    held = 0
    problem = None
    try:
        with opened(file) as stream:
            for number, line in lines_of(stream):
                lines.append(line)
                held += len(line)
                if held >= BYTES:
                    yield Block(file, number - len(lines) + 1, tuple(lines))
                    lines, held = [], 0
        if not number:
            yield Files((file,))
    except DAMAGED as error:
        problem = damaged(str(file), number, error)
    except REMOTE_ERRORS as error:
        problem = ReadProblem(str(file), None, f"cannot be read: {told(error)}")
    if lines:
        yield Block(file, number - len(lines) + 1, tuple(lines))
    if problem is not None:
        yield problem


def _records(file: ArticleFile) -> Iterator[Records]:
    """The last portion goes to the end, and so tells what is wrong with it."""
    start, count = 0, 0
    with suppress(*REMOTE_ERRORS), file.open() as stream:
        for position in record_positions(stream):
            if count == RECORDS:
                yield Records(file, start, count)
                start, count = position, 0
            count += 1
    yield Records(file, start, None)
