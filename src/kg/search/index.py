"""The index: a SQLite file with a full-text table (FTS5), of one snapshot of a store.

It lies in the store's folder, at `search/index.sqlite`. Readers see it as it was when they began, whatever the process
that brings it up to date is doing (write-ahead log); in the same transaction they see of which snapshot it is.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryTimeout, StoreError
from kg.search.words import Asked, plain, spelt
from kg.store.generations import NONE, Generation

_SCHEMA = 3
"""Another number makes every index anew: raise it when the tables, or what is put into them, change."""
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE doc (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, field TEXT NOT NULL, language TEXT NOT NULL,
    text TEXT NOT NULL, about TEXT NOT NULL, spelt TEXT NOT NULL, UNIQUE (iri, field, language, text, about)
);
CREATE TABLE held (graph TEXT NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (graph, doc)) WITHOUT ROWID;
CREATE INDEX held_doc ON held (doc);
CREATE VIRTUAL TABLE words USING fts5(plain, kind, tokenize = "unicode61 remove_diacritics 0");
"""
_FIND = """
WITH found AS (
    SELECT doc.iri, doc.kind, doc.field, doc.language, doc.text, doc.about,
        (words.plain = :plain) AS same,
        CASE doc.field WHEN 'label' THEN 0 WHEN 'alias' THEN 1 WHEN 'title' THEN 2 ELSE 3 END AS weight,
        (instr(words.plain, :plain) > 0) AS together,
        (instr(doc.spelt, :spelt) > 0) AS accents,
        (doc.kind = 'mention') AS mention, -- a row of a table; the thing that it mentions comes before it
        (doc.language = 'vi') AS home,
        (doc.kind IN ('country', 'region', 'province')) AS large, -- of a province and its town that bears its name
        bm25(words, 1.0, 0.0) AS rank
    FROM words JOIN doc ON doc.id = words.rowid
    WHERE words MATCH :match AND (:kinds = '[]' OR doc.kind IN (SELECT value FROM json_each(:kinds)))
), best AS (
    SELECT *, row_number() OVER (
        PARTITION BY iri ORDER BY same DESC, weight, together DESC, accents DESC, home DESC, rank, text
    ) AS place FROM found
)
SELECT iri, kind, field, language, text, about, -rank FROM best WHERE place = 1
ORDER BY mention, same DESC, weight, together DESC, accents DESC, large DESC, rank, iri LIMIT :limit OFFSET :offset
"""
_STEPS = 50_000


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a graph: what it is to which thing. `about`: words that lead to it, too, but are not of it."""

    iri: str
    field: str
    text: str
    language: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, and the text that it was found by. `score`: the higher, the rarer its words."""

    iri: str
    kind: str
    field: str
    language: str
    text: str
    about: str
    score: float


class Index:
    """The index of the store in `folder`, whose things have IRIs under `base_iri`."""

    def __init__(self, folder: Path, base_iri: str) -> None:
        self.path = folder / "search" / "index.sqlite"
        self._base = base_iri

    def find(
        self,
        asked: Asked,
        generation: Generation,
        *,
        kind: str = "",
        limit: int = 20,
        offset: int = 0,
        seconds: float = 30,
    ) -> list[Hit] | None:
        """The best things first, each once. None: the index is of another snapshot.

        Raises:
            QueryTimeout: it took longer.
        """
        kinds = (kind,) if kind else ()
        found = self.find_each([asked], generation, kinds=kinds, limit=limit, offset=offset, seconds=seconds)
        return None if found is None else found[0]

    def find_each(
        self,
        questions: Sequence[Asked],
        generation: Generation,
        *,
        kinds: Sequence[str] = (),
        limit: int = 20,
        offset: int = 0,
        seconds: float = 30,
    ) -> list[list[Hit]] | None:
        """For each question the best things of these kinds (none: of all). None and raises: as `find`."""
        if not self.path.exists():
            return None
        end = time.monotonic() + seconds
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, isolation_level=None)) as connection:
                connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
                connection.execute("BEGIN")
                if self._of(connection) != generation:
                    return None
                common = {"kinds": json.dumps(list(kinds)), "limit": limit, "offset": offset}
                found = []
                for asked in questions:
                    values = {"match": _match(asked, kinds), "plain": asked.plain, "spelt": asked.spelt, **common}
                    found.append([Hit(*row) for row in connection.execute(_FIND, values)] if asked.match else [])
                return found
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise QueryTimeout(f"took longer than {seconds:g} s and was stopped") from None
            return None  # it is being made for the first time
        except sqlite3.DatabaseError:
            return None

    def generation(self) -> Generation:
        """Of which snapshot it is; `NONE` if there is none that can be used."""
        if not self.path.exists():
            return NONE
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
                return self._of(connection)
        except sqlite3.DatabaseError:
            return NONE

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Change it, all at once or not at all. One process at a time may.

        Raises:
            StoreError: it cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._opened()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield Writing(connection, self._base)
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"the search index cannot be written: {error}", where=str(self.path)) from error

    def _opened(self) -> sqlite3.Connection:
        for _ in range(2):
            connection = sqlite3.connect(self.path, isolation_level=None)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                if connection.execute("PRAGMA user_version").fetchone()[0] == _SCHEMA:
                    return connection
                if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_SCHEMA}; COMMIT")
                    return connection
            except sqlite3.DatabaseError:
                pass
            connection.close()  # of another version, or broken: it is made anew
            for file in self.path.parent.glob(self.path.name + "*"):
                file.unlink()
        raise StoreError("the search index cannot be made", where=str(self.path))

    def _of(self, connection: sqlite3.Connection) -> Generation:
        told = dict(connection.execute("SELECT name, value FROM meta"))
        if connection.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA or told.get("base") != self._base:
            return NONE
        return Generation(int(told.get("number", 0)), int(told.get("stamp", 0)))


def _match(asked: Asked, kinds: Sequence[str]) -> str:
    """What FTS5 looks for: the words, and the kind as a word too, so that zones are not sought among all quotes."""
    words = f"plain : ({asked.match})"
    return f"{words} AND kind : ({' OR '.join(map(_quoted, kinds))})" if kinds else words


def _quoted(kind: str) -> str:
    return f'"{_word(kind)}"'


def _word(kind: str) -> str:
    """A kind as one word of the index; "x" where it has no letters."""
    return "".join(filter(str.isalnum, kind)) or "x"


class Writing:
    """What changes an index, within one transaction."""

    def __init__(self, connection: sqlite3.Connection, base_iri: str) -> None:
        self._connection = connection
        self._base = base_iri

    def clear(self) -> None:
        """Forget everything."""
        for table in ("held", "words", "doc", "meta"):
            self._connection.execute(f"DELETE FROM {table}")

    def forget(self, graph: str) -> None:
        """Forget the texts of a graph; those that others hold, too, stay."""
        execute = self._connection.execute
        docs = [row[0] for row in execute("SELECT doc FROM held WHERE graph = ?", (graph,))]
        execute("DELETE FROM held WHERE graph = ?", (graph,))
        for doc in docs:
            if execute("SELECT 1 FROM held WHERE doc = ? LIMIT 1", (doc,)).fetchone() is None:
                execute("DELETE FROM words WHERE rowid = ?", (doc,))
                execute("DELETE FROM doc WHERE id = ?", (doc,))

    def add(self, graph: str, texts: Iterable[Text]) -> None:
        """Add the texts of a graph."""
        execute = self._connection.execute
        for text in texts:
            key = (text.iri, text.field, text.language, text.text, text.about)
            row = execute(
                "SELECT id FROM doc WHERE iri = ? AND field = ? AND language = ? AND text = ? AND about = ?", key
            ).fetchone()
            if row is None:
                cursor = execute(
                    "INSERT INTO doc (iri, field, language, text, about, kind, spelt) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (*key, self._kind(text.iri), spelt(f"{text.text} {text.about}")),
                )
                row = (cursor.lastrowid,)
                said = (row[0], plain(f"{text.text} {text.about}"), _word(self._kind(text.iri)))
                execute("INSERT INTO words (rowid, plain, kind) VALUES (?, ?, ?)", said)
            execute("INSERT OR IGNORE INTO held (graph, doc) VALUES (?, ?)", (graph, row[0]))

    def become(self, generation: Generation) -> None:
        """Be of that snapshot."""
        told = {"number": generation.number, "stamp": generation.stamp, "base": self._base}
        self._connection.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", [(name, str(value)) for name, value in told.items()]
        )

    def _kind(self, iri: str) -> str:
        """Of which kind a thing is, as its IRI tells: `zone` of `{base}id/zone/...`."""
        if not iri.startswith(self._base):
            return ""
        first, _, rest = iri[len(self._base) :].partition("/")
        return rest.partition("/")[0] if first == "id" else first.partition("#")[0]
