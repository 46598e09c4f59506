"""A file that holds articles: on this machine, or wherever fsspec reaches (`s3://`, `gs://`, `hdfs://`, ...)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kg.articles.model import ReadProblem

EXTENSIONS = (".txt", ".html", ".htm", ".jsonl", ".jsonl.gz", ".warc", ".warc.gz")
"""What can be read, by the end of the file's name (in any case)."""

READ = ", ".join(EXTENSIONS)
_BUFFER = 1 << 20
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")

# fsspec's systems raise these: for what is not there or not allowed, an unknown scheme, a missing package.
REMOTE_ERRORS = (OSError, ValueError, ImportError)


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """`location` is a path, or a URL that fsspec knows. It can be sent to other machines, which then open it there."""

    location: str

    def __str__(self) -> str:
        return self.location

    @property
    def name(self) -> str:
        """Its name without the folders before it."""
        return self.location.rpartition("/")[2] if is_remote(self.location) else Path(self.location).name

    @property
    def extension(self) -> str:
        """The one of `EXTENSIONS` that its name ends in, or ""."""
        low = self.name.lower()
        return next(
            (extension for extension in sorted(EXTENSIONS, key=len, reverse=True) if low.endswith(extension)), ""
        )

    def size(self) -> int:
        """Bytes. Raises OSError, or another of REMOTE_ERRORS."""
        if not is_remote(self.location):
            return Path(self.location).stat().st_size
        system, path = _system(self.location)
        return int(system.size(path) or 0)

    def open(self) -> IO[bytes]:
        """Open it for reading bytes. Raises OSError, or another of REMOTE_ERRORS."""
        if not is_remote(self.location):
            return Path(self.location).open("rb")
        system, path = _system(self.location)
        # Buffered, for the files of some of its systems read no line of a limited length.
        return io.BufferedReader(system.open(path, "rb"), _BUFFER)


def is_remote(location: str) -> bool:
    """Whether it is a URL and no path."""
    return _SCHEME.match(location) is not None


def is_web(location: str) -> bool:
    """Whether it is an address that `kg.articles.web.Web` fetches."""
    return location.lower().startswith(("http://", "https://"))


def remote_files(location: str) -> Iterator[ArticleFile | ReadProblem]:
    """The file of a URL, or those below it, in sorted order; hidden ones and unknown kinds are passed over."""
    try:
        system, path = _system(location)
        if not system.isdir(path):
            if not system.exists(path):
                yield ReadProblem(location, None, "there is no such file or folder: check the address")
            elif not ArticleFile(location).extension:
                yield unknown_kind(location)
            else:
                yield ArticleFile(str(system.unstrip_protocol(path)))
            return
        found = [ArticleFile(str(system.unstrip_protocol(name))) for name in sorted(system.find(path))]
        above = str(system.unstrip_protocol(path))
        found = [file for file in found if "/." not in file.location.removeprefix(above)]
    except REMOTE_ERRORS as error:
        yield ReadProblem(location, None, f"cannot be read: {told(error)}")
        return
    found = [file for file in found if file.extension]
    if not found:
        yield ReadProblem(location, None, f"the folder holds no article: put {READ} files into it")
    yield from found


def unknown_kind(location: str) -> ReadProblem:
    """A file that is named, and not of a kind that is read."""
    reason = f"unknown kind of file: read are {READ}; convert it, or rename it if it is one"
    return ReadProblem(location, None, reason)


def told(error: Exception) -> str:
    """An error in words."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _system(location: str) -> tuple[Any, str]:
    try:
        import fsspec  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ImportError("addresses like this need fsspec: pip install 'vnkg[dask]'") from error
    system, path = fsspec.core.url_to_fs(location)
    return system, str(path)
