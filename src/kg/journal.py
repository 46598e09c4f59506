"""Files of what people recorded: JSON Lines, one record a line, only ever added to.

They are made to be kept under version control and passed on: the lines of two such files put together are one.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from kg.articles.model import ReadProblem
from kg.errors import KgError


class Record(Protocol):
    """What is recorded: it never changes, and goes by its id."""

    @property
    def id(self) -> str:
        """A hash of all the rest."""

    def to_json(self) -> dict[str, Any]:
        """All of it, ready for `json.dumps`."""


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Journal(Generic[R]):
    """One kind of record in one file. `read` builds a record of what its `to_json` gave, and raises `error` where it
    cannot; `what` names a record and `whats` several, `setting` the variable that names the file.
    """

    path: Path
    read: Callable[[object], R]
    error: type[KgError]
    what: str
    whats: str
    setting: str

    def records(self) -> tuple[dict[str, R], list[ReadProblem]]:
        """The records by id, in the file's order, and the lines that are none. A missing file holds nothing.

        Raises `error` where the file is there and cannot be read.
        """
        found: dict[str, R] = {}
        problems: list[ReadProblem] = []
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return found, problems
        except OSError as error:
            told = f"the {self.whats} cannot be read: {error.strerror or error}"
            raise self.error(told, where=str(self.path)) from error
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = self.read(json.loads(line.decode("utf-8")))
            except self.error as error:
                problems.append(ReadProblem(str(self.path), number, str(error)))
            except (ValueError, RecursionError) as error:
                told = f"no {self.what} ({error}): take the line from a copy, or take it out"
                problems.append(ReadProblem(str(self.path), number, told))
            else:
                found[record.id] = record
        return found, problems

    def append(self, records: Iterable[R]) -> None:
        """Add records at the end; they are on disk when this returns. Several processes may add at once.

        Raises `error` where the file cannot be written; then nothing is added.
        """
        lines = "".join(json.dumps(record.to_json(), ensure_ascii=False) + "\n" for record in records)
        if not lines:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                size = file.seek(0, os.SEEK_END)
                if size:
                    # Whoever was cut off in the middle of a line must not spoil the next one.
                    file.seek(size - 1)
                    if file.read(1) != b"\n":
                        lines = "\n" + lines
                try:
                    file.write(lines.encode("utf-8"))
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    os.ftruncate(file.fileno(), size)
                    raise
        except OSError as error:
            raise self.error(
                f"the {self.whats} cannot be written: {error.strerror or error}; name another file with {self.setting}",
                where=str(self.path),
            ) from error
