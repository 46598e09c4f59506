"""People's corrections, kept in two places: a file (`kg.review.journal`), and the store, beside each article's graph.

Either makes good what the other has lost: a store that is built anew takes the corrections out of the file, and a
machine that has not got the file takes them out of the store. Corrections never change and go by their ids, so putting
two sets together is a union.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.articles import ReadProblem
from kg.graph import identifiers
from kg.graph.corrections import read_records, record_triples
from kg.review.journal import append_to_journal, read_journal
from kg.review.model import Correction
from kg.store import Store


@dataclass(slots=True)
class Kept:
    """All corrections by id, those of each article, and what in the two places could not be read."""

    all: dict[str, Correction] = field(default_factory=dict)
    of: Mapping[str, Sequence[Correction]] = field(default_factory=dict)
    problems: list[ReadProblem] = field(default_factory=list)


def kept_corrections(store: Store | None, base_iri: str, journal: Path | None) -> Kept:
    """The corrections of both places; either may be missing.

    Raises:
        ReviewError: the file is there and cannot be read.
        StoreError, QueryError: the store cannot answer.
    """
    return _kept(*_both(store, base_iri, journal))


def synchronised(store: Store, base_iri: str, journal: Path | None) -> Kept:
    """The corrections of both places, after each has got those that only the other had.

    Raises:
        ReviewError: the file cannot be read or written.
        StoreError, QueryError: the store cannot answer or be written.
    """
    filed, stored, problems = _both(store, base_iri, journal)
    if journal is not None:
        append_to_journal(journal, (one for id_, one in stored.items() if id_ not in filed))
    kept = _kept(filed, stored, problems)
    _write(store, base_iri, kept, {one.article for id_, one in filed.items() if id_ not in stored})
    return kept


def record(store: Store, base_iri: str, journal: Path | None, kept: Kept, new: Iterable[Correction]) -> Kept:
    """Keep new corrections in both places, first in the file; all there are then.

    Raises:
        ReviewError: the file cannot be written; then the store has not got them either.
        StoreError: the store cannot be written; the next load brings them there.
    """
    added = {one.id: one for one in new if one.id not in kept.all}
    if journal is not None:
        append_to_journal(journal, added.values())
    together = _kept(kept.all, added, kept.problems)
    _write(store, base_iri, together, {one.article for one in added.values()})
    return together


def _both(
    store: Store | None, base_iri: str, journal: Path | None
) -> tuple[dict[str, Correction], dict[str, Correction], list[ReadProblem]]:
    filed, problems = read_journal(journal) if journal is not None else ({}, [])
    stored, broken = read_records(store, base_iri) if store is not None else ({}, [])
    return filed, stored, [*problems, *broken]


def _kept(first: Mapping[str, Correction], second: Mapping[str, Correction], problems: list[ReadProblem]) -> Kept:
    together = {**first, **second}
    of: dict[str, list[Correction]] = defaultdict(list)
    for one in together.values():
        of[one.article].append(one)
    return Kept(together, dict(of), problems)


def _write(store: Store, base_iri: str, kept: Kept, articles: Iterable[str]) -> None:
    make = identifiers(base_iri)
    graphs = {make.corrections_graph(article).value: record_triples(kept.of[article], base_iri) for article in articles}
    if graphs:
        store.replace_graphs(graphs)
