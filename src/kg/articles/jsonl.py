"""JSON Lines, plain or gzip-compressed: one article a line, read as a stream.

A record has `id` and `text`, and may have `title`, `published` (or `date`), `publisher` (or `source`), `author`
and `url`; other fields are passed over. What a record does not tell is read off its text's head and foot.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from kg.articles.dates import metadata_date
from kg.articles.decoding import MAX_BYTES, unusable
from kg.articles.files import REMOTE_ERRORS, ArticleFile, told
from kg.articles.metadata import metadata_of
from kg.articles.model import Article, ReadProblem


def read_jsonl(file: ArticleFile) -> Iterator[Article | ReadProblem]:
    """Read the records of a .jsonl or .jsonl.gz file in their order; a broken line is told and passed over."""
    source = str(file)
    number = 0
    try:
        with opened(file) as stream:
            empty = True
            for number, line in lines_of(stream):
                empty &= not line.strip()
                yield from read_line(line, source, number)
            if empty:
                yield ReadProblem(source, None, "the file is empty: a JSON Lines file holds one JSON object a line")
    except DAMAGED as error:
        yield damaged(source, number, error)
    except REMOTE_ERRORS as error:
        yield ReadProblem(source, None, f"cannot be read: {told(error)}")


DAMAGED = (gzip.BadGzipFile, EOFError, zlib.error)
"""What damaged compressed data raise."""


def damaged(source: str, number: int, error: Exception) -> ReadProblem:
    """A compressed file that cannot be read on after line `number`."""
    reason = f"the compressed data break off or are damaged ({error}): fetch or pack the file anew"
    return ReadProblem(source, number + 1, reason)


def lines_of(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream with their numbers, from 1; of one beyond all measure only the begin."""
    number = 0
    while (found := next_line(stream))[1]:
        number += 1
        yield number, found[0].removeprefix(b"\xef\xbb\xbf") if number == 1 else found[0]


def next_line(stream: IO[bytes]) -> tuple[bytes, int]:
    """The next line, of one beyond all measure only the begin; and how many bytes it has (0: there is none)."""
    line = piece = stream.readline(MAX_BYTES + 1)
    length = len(line)
    while len(piece) > MAX_BYTES and not piece.endswith(b"\n"):
        piece = stream.readline(MAX_BYTES + 1)
        length += len(piece)
    return line, length


def read_line(line: bytes, source: str, number: int | None) -> Iterator[Article | ReadProblem]:
    """Read one line, the record of one article; an empty one holds nothing."""
    if len(line) > MAX_BYTES:
        yield ReadProblem(source, number, f"longer than {MAX_BYTES // 2**20} MB: split the record")
    elif line.strip():
        yield from _record(line, source, number)


@contextmanager
def opened(file: ArticleFile) -> Iterator[IO[bytes]]:
    """The file's lines as a stream of bytes. Raises what opening a file raises."""
    with file.open() as stream:
        if file.extension.endswith(".gz"):
            with gzip.open(stream, "rb") as unpacked:
                yield cast(IO[bytes], unpacked)
        else:
            yield stream


def _record(line: bytes, source: str, number: int | None) -> Iterator[Article | ReadProblem]:
    def problem(reason: str) -> ReadProblem:
        return ReadProblem(source, number, reason)

    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        yield problem(f"byte {error.start} of the line is not valid UTF-8: save the file in UTF-8")
        return
    except json.JSONDecodeError as error:
        yield problem(f"not valid JSON at column {error.colno} ({error.msg}): write one JSON object a line")
        return
    except (ValueError, RecursionError) as error:
        yield problem(f"JSON that cannot be read ({str(error)[:80]}): each line must be one plain JSON object")
        return
    if not isinstance(record, dict):
        yield problem(f'a JSON {_kind(record)} and no object: write {{"id": ..., "text": ...}}')
        return
    identifier, text = record.get("id"), record.get("text")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    if not isinstance(identifier, str) or not identifier.strip():
        yield problem('no "id" (a string that no other article has): add one')
        return
    if not isinstance(text, str):
        yield problem(f'record {identifier!r} has no "text" (a string): add it')
        return
    if reason := unusable(text):
        yield problem(f"the text of record {identifier!r} {reason}: repair the record")
        return
    if reason := unusable(identifier):
        yield problem(f"the id {identifier!r} {reason}: repair the record")
        return
    stated = metadata_of(text)
    fields: dict[str, str] = {}
    for name, keys in _FIELDS.items():
        value, complaint = _field(record, keys)
        if complaint:
            yield problem(f"record {identifier!r}: {complaint}; the article is read without it")
        fields[name] = value
    if fields["published"]:
        date = metadata_date(fields["published"])
        if not date:
            yield problem(
                f"record {identifier!r}: {fields['published'][:60]!r} is no date: write it like 2022-08-01; "
                "the article is read without it"
            )
        fields["published"] = date
    yield Article(
        id=identifier.strip(),
        text=text,
        source=f"{source}#{identifier.strip()}",
        title=fields["title"] or stated.title,
        published=fields["published"] or stated.published,
        publisher=fields["publisher"] or stated.publisher,
        author=fields["author"] or stated.author,
        url=fields["url"],
    )


_FIELDS = {
    "title": ("title",),
    "published": ("published", "date"),
    "publisher": ("publisher", "source"),
    "author": ("author",),
    "url": ("url",),
}


def _field(record: dict[str, Any], keys: tuple[str, ...]) -> tuple[str, str]:
    """(value, complaint) of the first of `keys` that the record has a value for."""
    for key in keys:
        value = record.get(key)
        if value is None or value == "":
            continue
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = ", ".join(value)
        if isinstance(value, int) and not isinstance(value, bool) and key in ("published", "date"):
            value = str(value)
        if not isinstance(value, str):
            return "", f'"{key}" is a {_kind(value)} and no string'
        value = " ".join(value.split())
        if value and (reason := unusable(value)):
            return "", f'"{key}" {reason}'
        if value:
            return value, ""
    return "", ""


def _kind(value: object) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
