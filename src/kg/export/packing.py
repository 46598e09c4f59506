"""A stream that compresses, if it is to, and tells how many bytes came out and their checksum."""

from __future__ import annotations

import gzip
import hashlib
import io
from dataclasses import dataclass
from typing import Protocol

_LEVEL = 6
_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Written:
    """How much was written: statements or rows, bytes, and the SHA-256 of the bytes in hexadecimal digits."""

    count: int
    size: int
    sha256: str


class Sink(Protocol):
    """What bytes can be written to."""

    def write(self, data: bytes, /) -> int:
        """Write a piece."""


class Packed(io.RawIOBase):
    """A writable stream over another one, which stays open when this one is closed.

    The gzip has neither time nor name in its header, so that the same content gives the same bytes.
    """

    def __init__(self, output: Sink, *, compressed: bool) -> None:
        super().__init__()
        self._counting = _Counting(output)
        self._gzip = gzip.GzipFile("", "wb", _LEVEL, self._counting, mtime=0) if compressed else None
        self._held = bytearray()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # bytes is all that is written
        """Write a piece. Small ones are held back until there are enough of them."""
        self._held += data
        if len(self._held) >= _PIECE:
            self._pass_on()
        return len(data)

    def close(self) -> None:
        """Write the end."""
        if not self.closed:
            self._pass_on()
            if self._gzip is not None:
                self._gzip.close()
        super().close()

    def written(self, count: int) -> Written:
        """What came out, once it is closed; `count`: of how many statements or rows."""
        return Written(count, self._counting.size, self._counting.hash.hexdigest())

    def _pass_on(self) -> None:
        (self._gzip or self._counting).write(bytes(self._held))
        self._held.clear()


class _Counting:
    def __init__(self, output: Sink) -> None:
        self._output = output
        self.size = 0
        self.hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._output.write(data)
        self.size += len(data)
        self.hash.update(data)
        return len(data)

    def flush(self) -> None:
        pass
