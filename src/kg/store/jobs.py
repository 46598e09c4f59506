"""What the server and its query workers say to each other.

Over a stream socket. To the worker: four bytes of length (big endian), then a job, marshalled, as both are of one
Python; nothing that comes back is ever unmarshalled. From it: frames of one byte of kind, four of length, and a
payload:

==== ==================================================================
`V`  the number of the snapshot that the answer comes from
`D`  a piece of the answer
`E`  the end of the answer; its payload is empty, or `b"used"` where the worker is not fit for another job
`X`  an error as JSON: `type` (a class of kg.errors), `message`, `where`, `line`, `column`
==== ==================================================================
"""

from __future__ import annotations

import json
import marshal
import struct
from collections.abc import Sequence
from typing import Any, NamedTuple

import kg.errors
from kg.errors import KgError, QuerySyntaxError, StoreError
from kg.store.formats import GRAPHS, TABLES, Format, named_format
from kg.store.tokens import read_query

VERSION, DATA, END, ERROR = b"V", b"D", b"E", b"X"
USED = b"used"
_HEAD = struct.Struct(">cI")
_LENGTH = struct.Struct(">I")


class Job(NamedTuple):
    """One query to answer, and the format to answer in."""

    sparql: str
    format: Format = TABLES[0]
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    base_iri: str | None = None
    in_order: bool = False
    """Whether a server that cannot tell by itself had best join its patterns in the order that they have."""

    def message(self, seconds: float) -> bytes:
        """As a worker takes it, to be done in so many seconds.

        Raises:
            QuerySyntaxError, QueryError: it is no query, or one that is not allowed (see `kg.store.tokens.read_query`).
        """
        query = read_query(self.sparql)
        graphs = ([*self.default_graphs], [*self.named_graphs])
        told = (query.text, self.format.name, self.format.kind, query.names_graphs, *graphs, self.base_iri, seconds)
        body = marshal.dumps(told)
        return _LENGTH.pack(len(body)) + body


class Task(NamedTuple):
    """A job as its worker sees it; the query has been read already and is the engine's to evaluate."""

    text: str
    format: Format
    names_graphs: bool
    default_graphs: list[str]
    named_graphs: list[str]
    base_iri: str | None
    seconds: float

    @classmethod
    def read(cls, message: bytes) -> Task:
        """From what `Job.message` gives, without the length."""
        text, name, kind, names_graphs, default_graphs, named_graphs, base_iri, seconds = marshal.loads(message)
        format_ = named_format(name, TABLES if kind == "table" else GRAPHS)
        return cls(text, format_, names_graphs, default_graphs, named_graphs, base_iri, seconds)

    @property
    def of_all(self) -> bool:
        """Whether its default graph is the union of all graphs."""
        return not (self.names_graphs or self.default_graphs or self.named_graphs)


def length(head: bytes) -> int:
    """How long the message behind these four bytes is."""
    value: int = _LENGTH.unpack(head)[0]
    return value


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """A frame, ready to be sent."""
    return _HEAD.pack(kind, len(payload)) + payload


class Frames:
    """Frames out of the bytes of a stream, in whatever pieces these come."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def __len__(self) -> int:
        return len(self._bytes)

    def feed(self, data: bytes) -> None:
        """Add what has come."""
        self._bytes += data

    def next(self) -> tuple[bytes, bytes] | None:
        """The next frame's kind and payload, or None while it is not whole."""
        if len(self._bytes) < _HEAD.size:
            return None
        kind, size = _HEAD.unpack_from(self._bytes)
        end = _HEAD.size + size
        if len(self._bytes) < end:
            return None
        payload = bytes(self._bytes[_HEAD.size : end])
        del self._bytes[:end]
        return kind, payload


def told(error: KgError) -> bytes:
    """An error as the payload of an `X` frame."""
    said: dict[str, Any] = {"type": type(error).__name__, "message": error.message, "where": error.where}
    if isinstance(error, QuerySyntaxError):
        said |= {"line": error.line, "column": error.column}
    return json.dumps(said).encode("ascii")


def untold(payload: bytes) -> KgError:
    """The error that a worker told of."""
    said = json.loads(payload)
    kind = getattr(kg.errors, said["type"], StoreError)
    if kind is QuerySyntaxError:
        return QuerySyntaxError(said["message"], line=said["line"], column=said["column"])
    error: KgError = kind(said["message"], where=said["where"])
    return error
