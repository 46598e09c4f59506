"""Writing result files: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, TextIO, cast

from kg.errors import KgError


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """A UTF-8 text file, which takes its name when it is complete. See `writing_bytes`."""
    with _part(path, "w") as stream:
        yield cast(TextIO, stream)


@contextmanager
def writing_bytes(path: Path) -> Iterator[BinaryIO]:
    """A file, which takes its name when it is complete: what stood there before stays until then.

    Raises:
        KgError: it cannot be written.
    """
    with _part(path, "wb") as stream:
        yield cast(BinaryIO, stream)


@contextmanager
def _part(path: Path, mode: str) -> Iterator[IO[str] | IO[bytes]]:
    part = path.with_name(f"{path.name}.part")
    encoding, newline = ("utf-8", "") if "b" not in mode else (None, None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open(mode, encoding=encoding, newline=newline) as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise KgError(f"cannot be written: {error.strerror or error}", where=str(path)) from error
    finally:
        with suppress(OSError):
            part.unlink()
