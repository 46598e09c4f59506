"""Corrections are kept in a file and in the store; each makes good what the other has lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kg.corrections import kept_corrections, record, synchronised
from kg.errors import ReviewError
from kg.facts import Observation
from kg.review.anchor import Anchor
from kg.review.journal import append_to_journal, read_journal
from kg.review.model import Correction, Placed
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import Store, open_store

ROW = Observation("a", "KCN Mẫu", "Zone", "leasedArea", Decimal(5), "ha", 0, 4, "5 ha")
ONE = Correction(
    "reject", "observations", "a", "Ai", "2026-01-02T03:04:05+00:00", was=(Placed(ROW, Anchor("5 ha", 0, 0, "0" * 64)),)
)
TWO = replace(ONE, note="nữa")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "corrections.jsonl"


def stored(store: Store) -> set[str]:
    return set(kept_corrections(store, BASE, None).all)


def test_what_is_recorded_is_in_both_places(store: Store, journal: Path) -> None:
    kept = record(store, BASE, journal, kept_corrections(store, BASE, journal), [ONE])
    record(store, BASE, journal, kept, [ONE, TWO])
    assert stored(store) == set(read_journal(journal)[0]) == {ONE.id, TWO.id}
    assert journal.read_bytes().count(b"\n") == 2
    assert kept_corrections(store, BASE, journal).of == {"a": [ONE, TWO]}


def test_each_place_gets_what_only_the_other_has(store: Store, journal: Path) -> None:
    record(store, BASE, None, kept_corrections(store, BASE, None), [ONE])
    append_to_journal(journal, [TWO])
    kept = synchronised(store, BASE, journal)
    assert set(kept.all) == stored(store) == set(read_journal(journal)[0]) == {ONE.id, TWO.id}
    quads = set(store.quads())
    synchronised(store, BASE, journal)
    assert set(store.quads()) == quads and journal.read_bytes().count(b"\n") == 2


def test_without_either_place_there_is_nothing() -> None:
    assert kept_corrections(None, BASE, None).all == {}


def test_a_broken_line_is_told_and_lost_by_nobody(store: Store, journal: Path) -> None:
    append_to_journal(journal, [ONE])
    journal.write_bytes(b"{}\n" + journal.read_bytes())
    kept = synchronised(store, BASE, journal)
    assert set(kept.all) == {ONE.id} and [problem.line for problem in kept.problems] == [1]
    assert journal.read_bytes().startswith(b"{}\n")


def test_where_the_file_cannot_be_written_the_store_gets_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ReviewError):
        record(store, BASE, tmp_path, kept_corrections(store, BASE, None), [ONE])
    assert stored(store) == set()
