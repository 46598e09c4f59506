"""Web archives (WARC, ISO 28500), plain or compressed: one page a response record, read as a stream.

Taken are responses with status 200 that hold HTML or plain text; requests, metadata, revisits, redirects and pictures
are passed over. An article's id is the page's address without its scheme, as when the page is fetched.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import IO

from kg.articles.files import REMOTE_ERRORS, ArticleFile, told
from kg.articles.model import Article, ReadProblem
from kg.articles.pages import HTML_TYPES, TEXT_TYPES, read_page

_LENGTH = re.compile(rb"^content-length:[ \t]*(\d+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_LARGEST = 64 * 2**20  # bytes of a record: what is larger is no page


def read_warc(file: ArticleFile, *, start: int = 0, records: int | None = None) -> Iterator[Article | ReadProblem]:
    """Read the pages of a .warc or .warc.gz file in their order; what is broken is told.

    `start`: the position of a record, as `record_positions` gives them; only so many `records` are read from there.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 - not needed by most

    source = str(file)
    url = ""
    read = last = 0
    try:
        with file.open() as stream:
            stream.seek(start)
            archive = ArchiveIterator(
                stream,
                record_types=WarcRecordType.response,
                max_content_length=_LARGEST,
                auto_decode="all",
                fsspec_args=False,
            )
            for record in islice(archive, records):
                read += 1
                last = record.stream_pos
                url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
                told_of = record.http_headers
                kind = (record.http_content_type or "").lower()
                if told_of is None or told_of.status_code != 200 or kind not in (*HTML_TYPES, *TEXT_TYPES):
                    continue
                stated = told_of.get("Content-Length") or ""
                data = record.reader.read()
                if not data or (stated.isdecimal() and len(data) < int(stated) and not told_of.get("Content-Encoding")):
                    yield ReadProblem(f"{source}#{url}", None, "the record breaks off: fetch the archive anew")
                    continue
                yield read_page(data, kind, url, source=f"{source}#{url}", charset=record.http_charset or "")
            if records is None and _breaks_off(stream, last, compressed=file.extension.endswith(".gz")):
                reason = f"the archive breaks off after {url or 'its begin'}: fetch or pack it anew"
                yield ReadProblem(source, None, reason)
            elif not read and not start:
                yield ReadProblem(source, None, "the archive holds no response: nothing to read in it")
    except (*REMOTE_ERRORS, zlib.error) as error:
        where = f" after {url}" if url else ""
        reason = f"the archive cannot be read{where} ({told(error)}): fetch or pack it anew"
        yield ReadProblem(source, None, reason)


def record_positions(stream: IO[bytes]) -> Iterator[int]:
    """Where each response in an archive begins (bytes from its start). Raises OSError where the archive is damaged."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415

    archive = ArchiveIterator(
        stream, record_types=WarcRecordType.response, parse_http=False, max_content_length=_LARGEST, fsspec_args=False
    )
    for record in archive:
        yield record.stream_pos


def _breaks_off(stream: IO[bytes], last: int, *, compressed: bool) -> bool:
    """Whether an archive ends within a record, which the reader passes over in silence. `last`: one near the end."""
    stream.seek(last)
    data = bytearray()
    unpack = zlib.decompressobj(31)
    while piece := stream.read(1 << 20):
        if not compressed:
            data += piece
        while compressed and piece:
            data += unpack.decompress(piece)
            piece = unpack.unused_data
            if unpack.eof and piece:
                unpack = zlib.decompressobj(31)
    at = 0
    while rest := data[at:].lstrip():
        at = len(data) - len(rest)
        end = data.find(b"\r\n\r\n", at)
        stated = _LENGTH.search(data, at, end)
        if end < 0 or stated is None:
            return True
        at = end + 4 + int(stated[1])
    return at > len(data) or (compressed and bool(data) and not unpack.eof)
