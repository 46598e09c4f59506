"""The file that people's corrections are kept in: JSON Lines, one correction a line, only ever added to.

It is made to be kept under version control and passed on: the lines of two such files put together are one.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path

from kg.articles.model import ReadProblem
from kg.errors import ReviewError
from kg.review.model import Correction, from_json


def read_journal(path: Path) -> tuple[dict[str, Correction], list[ReadProblem]]:
    """The corrections of a file by id, in its order, and the lines that are none. A missing file holds nothing.

    Raises:
        ReviewError: the file is there and cannot be read.
    """
    found: dict[str, Correction] = {}
    problems: list[ReadProblem] = []
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return found, problems
    except OSError as error:
        raise ReviewError(f"the corrections cannot be read: {error.strerror or error}", where=str(path)) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            correction = from_json(json.loads(line.decode("utf-8")))
        except ReviewError as error:
            problems.append(ReadProblem(str(path), number, str(error)))
        except (ValueError, RecursionError) as error:
            problems.append(
                ReadProblem(str(path), number, f"no correction ({error}): take the line from a copy, or take it out")
            )
        else:
            found[correction.id] = correction
    return found, problems


def append_to_journal(path: Path, corrections: Iterable[Correction]) -> None:
    """Add corrections at the end; they are on disk when this returns. Several processes may add at once.

    Raises:
        ReviewError: the file cannot be written; then nothing is added.
    """
    lines = "".join(json.dumps(correction.to_json(), ensure_ascii=False) + "\n" for correction in corrections)
    if not lines:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
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
        raise ReviewError(
            f"the corrections cannot be written: {error.strerror or error}; name another file with KG_CORRECTIONS",
            where=str(path),
        ) from error
