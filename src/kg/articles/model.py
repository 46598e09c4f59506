"""What an article is to everything that follows it on the way of the data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read. All offsets anywhere in this project count code points of `text`.

    `id` is the file's name without its extension, or the `id` of a JSON Lines record. `source` says
    where it was read from (a path, a path with `#id`, or a URL). The metadata are empty strings where the
    article does not state them; `published` is a partial ISO 8601 date (`2022-08-01`, `2022-08`, `2022`).
    """

    id: str
    text: str
    source: str
    title: str = ""
    published: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over all that the article says: text and metadata."""
        parts = (self.id, self.text, self.title, self.published, self.publisher, self.author, self.url)
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """What could not be read, and what to do about it; everything around it was read all the same.

    `source` is the path as it was given or found, `line` counts from 1 (None: the file as a whole), and `reason`
    is one sentence or two for a person: what is wrong, then the remedy.
    """

    source: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = self.source if self.line is None else f"{self.source}, line {self.line}"
        return f"{where}: {self.reason}"
