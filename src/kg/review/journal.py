"""The file that people's corrections are kept in (`kg.journal`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.articles.model import ReadProblem
from kg.errors import ReviewError
from kg.journal import Journal
from kg.review.model import Correction, from_json


def read_journal(path: Path) -> tuple[dict[str, Correction], list[ReadProblem]]:
    """The corrections of a file by id, in its order, and the lines that are none. A missing file holds nothing.

    Raises:
        ReviewError: the file is there and cannot be read.
    """
    return _journal(path).records()


def append_to_journal(path: Path, corrections: Iterable[Correction]) -> None:
    """Add corrections at the end; they are on disk when this returns. Several processes may add at once.

    Raises:
        ReviewError: the file cannot be written; then nothing is added.
    """
    _journal(path).append(corrections)


def _journal(path: Path) -> Journal[Correction]:
    return Journal(path, from_json, ReviewError, "correction", "corrections", "KG_CORRECTIONS")
