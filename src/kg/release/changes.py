"""What became of the observations between two releases: added, changed, removed; as a table and as a feed in RDF.

An observation's IRI is a hash of all that it states and where. So an IRI that both releases have is the same statement;
it counts as changed if what is told beside it differs (how sure it is, which thing its subject was taken for). Of
those that only one release has, two are taken for one that changed if they were read from the same characters of an
article, or state something of the same subject, metric and time in it; so a corrected figure is no new one.

Both tables are sorted by article, so that one article of each is held in memory.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final, Literal, TypeAlias

import pyoxigraph as ox

from kg.errors import FactsError
from kg.export.columns import TABLES
from kg.graph import vocabulary as v

Kind = Literal["added", "changed", "removed"]
Row: TypeAlias = Mapping[str, str]

ACTIVITY_STREAMS: Final = "https://www.w3.org/ns/activitystreams#"
TABLE: Final = "observations.csv.gz"
"""The file of a release that is compared."""
_PAIRED_BY: Final = (
    ("start", "end", "quote", "metric"),
    ("start", "end", "quote"),
    ("about", "about_type", "scope", "stage", "sector", "metric", "origin", "from", "to", "status"),
)
_ACTIVITIES: Final = {"added": "Create", "changed": "Update", "removed": "Delete"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `row` is the row as it is now, of a removed observation as it was.

    `previous` is the IRI that a changed observation had; `columns` are the names of those that differ.
    """

    kind: Kind
    row: Row
    previous: str = ""
    columns: tuple[str, ...] = ()


COLUMNS: Final = ("change", "previous", "columns", *(column.name for column in TABLES["observations"]))
"""The columns of the table of changes."""


def changes(before: Path, now: Path) -> Iterator[Change]:
    """The changes from one release's folder to another's, by article.

    Raises:
        FactsError: one of them has no table of observations as releases have it.
    """
    old, new = _by_article(before / TABLE), _by_article(now / TABLE)
    old_article, new_article = next(old, None), next(new, None)
    while old_article or new_article:
        if new_article is None or (old_article is not None and old_article[0] < new_article[0]):
            assert old_article is not None
            yield from (Change("removed", row) for row in old_article[1])
            old_article = next(old, None)
        elif old_article is None or new_article[0] < old_article[0]:
            yield from (Change("added", row) for row in new_article[1])
            new_article = next(new, None)
        else:
            yield from _within(old_article[1], new_article[1])
            old_article, new_article = next(old, None), next(new, None)


def rows(found: Iterable[Change], counts: Counter[str]) -> Iterator[dict[str, str]]:
    """The rows of the table of changes; counted by kind on the way."""
    for change in found:
        counts[change.kind] += 1
        told = {column.name: change.row.get(column.name, "") for column in TABLES["observations"]}
        yield {"change": change.kind, "previous": change.previous, "columns": " ".join(change.columns), **told}


def triples(table: Iterable[Row], feed: str, published: str) -> Iterator[ox.Triple]:
    """The rows of the table of changes as activities (ActivityStreams 2.0), in their order; `feed` is the feed's IRI.

    A changed observation is a revision (`prov:wasRevisionOf`) of the one that it was.
    """
    collection = ox.NamedNode(feed)
    yield ox.Triple(collection, v.A, _activity("OrderedCollection"))
    moment = ox.Literal(published, datatype=v.DATE_TIME)
    for number, row in enumerate(table, 1):
        activity = ox.NamedNode(f"{feed}-{number}")
        observation = ox.NamedNode(row["iri"])
        yield ox.Triple(collection, _activity("items"), activity)
        yield ox.Triple(activity, v.A, _activity(_ACTIVITIES[row["change"]]))
        yield ox.Triple(activity, _activity("object"), observation)
        yield ox.Triple(activity, _activity("published"), moment)
        if row["previous"] not in ("", row["iri"]):
            yield ox.Triple(observation, v.REVISION_OF, ox.NamedNode(row["previous"]))


def _activity(name: str) -> ox.NamedNode:
    return ox.NamedNode(ACTIVITY_STREAMS + name)


def _within(old: Sequence[Row], new: Sequence[Row]) -> Iterator[Change]:
    """The changes within one article."""
    before = {row["iri"]: row for row in old}
    now = {row["iri"]: row for row in new}
    pairs = {iri: before[iri] for iri in now if iri in before}
    left = [row for row in old if row["iri"] not in now]
    fresh = [row for row in new if row["iri"] not in before]
    for columns in _PAIRED_BY:
        key = _key(columns)
        waiting: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in left:
            waiting[key(row)].append(row)
        for row in fresh:
            if waiting[key(row)]:
                pairs[row["iri"]] = waiting[key(row)].pop(0)
        taken = {row["iri"] for row in pairs.values()}
        left = [row for row in left if row["iri"] not in taken]
        fresh = [row for row in fresh if row["iri"] not in pairs]
    for row in new:
        was = pairs.get(row["iri"])
        if was is None:
            yield Change("added", row)
        elif differing := tuple(name for name in row if name != "iri" and name in was and row[name] != was[name]):
            yield Change("changed", row, was["iri"], differing)
    yield from (Change("removed", row) for row in left)


def _key(columns: Sequence[str]) -> Callable[[Row], tuple[str, ...]]:
    return lambda row: tuple(row.get(column, "") for column in columns)


def _by_article(path: Path) -> Iterator[tuple[str, list[Row]]]:
    last = ""
    for article, of_article in groupby(read_table(path), key=lambda row: row["article"]):
        if article < last:
            raise FactsError(
                f"is not sorted by article ({article!r} comes late): no file of a release", where=str(path)
            )
        last = article
        yield article, list(of_article)


def read_table(path: Path) -> Iterator[Row]:
    """The rows of a table of a release, cells as they are written.

    Raises:
        FactsError: it cannot be read.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            if not {"iri", "article"} <= set(reader.fieldnames or ()):
                raise FactsError("has no columns `article` and `iri`: no file of a release", where=str(path))
            yield from reader
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise FactsError(f"cannot be read ({error}): name the folder of a release", where=str(path)) from error
