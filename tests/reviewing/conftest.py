"""A review round over a real store: a folder of articles, a file of corrections, and sheets that go to and fro."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from kg import pipeline, preparing
from kg.articles import Article
from kg.corrections import kept_corrections
from kg.extraction import Extraction, explain
from kg.facts import ArticleFacts, Observation
from kg.graph import read_facts
from kg.load_report import LoadReport
from kg.pipeline import load
from kg.preparing import Preparer
from kg.review.model import Table
from kg.review.sheet import SheetWriter, columns
from kg.reviewing import RoundReport, load_sheets, shown_rows, statuses
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import Store, open_store

TEXT = (
    "Khu công nghiệp tỉnh Hải Dương năm 2022\n\n"
    "Đến hết năm 2022, tỉnh Hải Dương có 11 khu công nghiệp với tổng diện tích 2.380 ha, tỷ lệ lấp đầy đạt 80,5%.\n"
    "KCN Lai Vu đã cho thuê 95,25 ha. Các khu công nghiệp thu hút 320 dự án với tổng vốn đăng ký 5,4 tỷ USD.\n"
    "Quyết định 45/QĐ-UBND của tỉnh nói về việc di dời những cơ sở sản xuất gây ô nhiễm ra khỏi các khu dân cư.\n"
    "Năm 2021, tỉnh Hải Dương có 58 cụm công nghiệp.\n"
    "KCN Lai Vu ưu tiên thu hút ngành điện tử, cơ khí chính xác.\n"
)
OTHER = "Cụm công nghiệp Nam Định\n\nNăm 2021, tỉnh Nam Định có 19 cụm công nghiệp, lấp đầy 72%.\n"
NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
Row = dict[str, str]


class Round:
    """A folder of articles, a store, a file of corrections, and the sheets that go to and fro."""

    text = TEXT

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store = folder, store
        self.articles = folder / "articles"
        self.journal = folder / "corrections.jsonl"
        self.articles.mkdir()
        self.write("hai-duong", TEXT)
        self.write("nam-dinh", OTHER)
        self.load()

    def write(self, name: str, text: str) -> None:
        (self.articles / f"{name}.txt").write_text(text, encoding="utf-8")

    def load(self, *, force: bool = False, store: Store | None = None) -> LoadReport:
        return load([self.articles], store or self.store, base_iri=BASE, journal=self.journal, processes=1, force=force)

    def rows(self, table: Table = "observations", *articles: str) -> list[Row]:
        kept = kept_corrections(self.store, BASE, self.journal)
        stream = io.StringIO(newline="")
        writer = SheetWriter(table, stream)
        for _, shown in shown_rows(self.store, BASE, kept, articles or None):
            writer.write(shown)
        return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))

    def row(self, quote: str, table: Table = "observations") -> Row:
        [row] = [row for row in self.rows(table) if row["quote"] == quote]
        return row

    def take(
        self, *rows: Row, author: str = "Người Xem", table: Table = "observations", at: int = 0, **options: object
    ) -> RoundReport:
        path = self.folder / "edited.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns(table))
            writer.writeheader()
            writer.writerows(rows)
        return load_sheets(
            [path], self.store, base_iri=BASE, journal=self.journal, author=author,
            now=NOW.replace(second=9 + at), **options,  # type: ignore[arg-type]
        )  # fmt: skip

    def facts(self, article: str = "hai-duong", store: Store | None = None) -> ArticleFacts:
        [facts] = read_facts(store or self.store, BASE, f"{BASE}id/article/{article}")
        return facts

    def values(self, article: str = "hai-duong", store: Store | None = None) -> list[tuple[str, str, str]]:
        rows = self.facts(article, store).observations
        return [(row.about, row.metric, f"{row.value.normalize():f}") for row in rows]

    def states(self) -> list[str]:
        return [status.state for status in statuses(self.store, BASE, kept_corrections(self.store, BASE, self.journal))]


@pytest.fixture(scope="module")
def preparer() -> Callable[[str], Preparer]:
    return lru_cache(Preparer)


@pytest.fixture(autouse=True)
def quick(preparer: Callable[[str], Preparer], monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the shapes once, and leave out the reference graphs, which no correction needs."""
    monkeypatch.setattr(pipeline, "Preparer", preparer)
    monkeypatch.setattr(sys.modules["kg.reviewing.rounds"], "Preparer", preparer)
    monkeypatch.setattr(pipeline, "write_reference_graphs", lambda store, base_iri: [])


@pytest.fixture
def round_(tmp_path: Path) -> Iterator[Round]:
    with open_store(":memory:") as store:
        yield Round(tmp_path, store)


@pytest.fixture
def new_round(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], AbstractContextManager[Round]]:
    """Another one, for each example of a property."""

    @contextmanager
    def make() -> Iterator[Round]:
        with open_store(":memory:") as store:
            yield Round(tmp_path_factory.mktemp("round"), store)

    return make


@pytest.fixture
def other_extractor(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Observation], Observation | None]], None]:
    """An extractor that reads each observation otherwise, or not at all."""

    def use(change: Callable[[Observation], Observation | None]) -> None:
        def explainer(article: Article) -> Extraction:
            found = explain(article)
            rows = (change(row) for row in found.facts.observations)
            return replace(found, facts=replace(found.facts, observations=tuple(row for row in rows if row)))

        def extractor(article: Article) -> ArticleFacts:
            return explainer(article).facts

        monkeypatch.setattr(preparing, "explain", explainer)
        monkeypatch.setattr(sys.modules["kg.reviewing.lines"], "extract", extractor)

    return use
