from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import preparing, storing
from kg.articles import Article, ReadProblem, read_articles
from kg.errors import OntologyError
from kg.extraction import Extraction, explain
from kg.extraction.explanation import explanation
from kg.facts import ArticleFacts
from kg.load_report import LoadReport
from kg.parallel import INLINE
from kg.pipeline import extract_all, load, write_reference_graphs
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import Store, article_digests, open_store

TEXT = "Tỉnh Bắc Giang báo cáo tình hình năm {year}\n\nĐến hết năm {year}, tỉnh Bắc Giang có {count} khu công nghiệp.\n"
INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
STARTED = ox.NamedNode("http://www.w3.org/ns/prov#startedAtTime")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    for year, count in ((2019, 5), (2020, 6), (2021, 7)):
        (articles / f"nam-{year}.txt").write_text(TEXT.format(year=year, count=count), encoding="utf-8")
    return articles


def graph(store: Store, article: str) -> set[ox.Quad]:
    return set(store.quads(f"{BASE}graph/article/{article}"))


def untimed(store: Store) -> set[ox.Quad]:
    return {quad for quad in store.quads() if quad.predicate != STARTED}


def test_what_is_loaded_is_counted_and_stored(folder: Path, store: Store) -> None:
    report = load([folder], store, base_iri=BASE)
    assert (report.articles, report.unchanged, report.refused) == (3, 0, 0)
    assert report.facts == 3
    assert report.complete
    assert report.rate > 0
    rows = store.select(
        f"PREFIX kg: <{BASE}ontology#> PREFIX m: <http://purl.org/linked-data/sdmx/2009/measure#>"
        "SELECT ?value { ?o a kg:Observation ; m:obsValue ?value } ORDER BY ?value"
    )
    assert [row["value"].value for row in rows] == ["5", "6", "7"]  # type: ignore[union-attr]


def test_loading_again_changes_nothing(folder: Path, store: Store) -> None:
    load([folder], store, base_iri=BASE)
    before = set(store.quads())
    report = load([folder], store, base_iri=BASE)
    assert (report.articles, report.unchanged, report.facts) == (3, 3, 0)
    assert report.reference_graphs == []
    assert set(store.quads()) == before


def test_a_changed_article_replaces_its_own_graph_and_nothing_else(folder: Path, store: Store) -> None:
    load([folder], store, base_iri=BASE)
    before = set(store.quads())
    old = graph(store, "nam-2020")
    (folder / "nam-2020.txt").write_text(TEXT.format(year=2020, count=66), encoding="utf-8")
    report = load([folder], store, base_iri=BASE)
    assert (report.articles, report.unchanged) == (3, 2)
    new = graph(store, "nam-2020")
    assert set(store.quads()) - before == new - old
    assert before - set(store.quads()) == old - new
    assert any(
        quad.object == ox.Literal("66", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
        for quad in new
    )


def test_force_extracts_anew(folder: Path, store: Store) -> None:
    load([folder], store, base_iri=BASE)
    before = untimed(store)
    report = load([folder], store, base_iri=BASE, force=True)
    assert (report.articles, report.unchanged, report.facts) == (3, 0, 3)
    assert untimed(store) == before, "the same IRIs and values"


def test_another_version_of_the_software_extracts_anew(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    load([folder], store, base_iri=BASE)
    monkeypatch.setattr(sys.modules["kg.graph.identifiers"], "__version__", "99.0")
    report = load([folder], store, base_iri=BASE)
    assert report.unchanged == 0
    assert {loaded.software for loaded in article_digests(store, BASE).values()} == {f"{BASE}id/software/vnkg-99.0"}


def test_all_cores_store_the_same_as_one(tmp_path: Path) -> None:
    source = tmp_path / "many.jsonl.gz"
    with gzip.open(source, "wt", encoding="utf-8") as lines:
        for number in range(3 * INLINE):
            record = {"id": f"bai-{number}", "text": TEXT.format(year=1990 + number % 30, count=number + 1)}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    stored = []
    for processes in (1, 2):
        with open_store(str(tmp_path / f"store-{processes}")) as store:
            report = load([source], store, base_iri=BASE, processes=processes)
            assert report.articles == 3 * INLINE
            stored.append(untimed(store))
    assert stored[0] == stored[1]


def test_bad_input_is_told_and_the_rest_is_loaded(folder: Path, store: Store) -> None:
    (folder / "broken.jsonl").write_text('{"id": "gut", "text": "Một bài viết."}\n{"id": \n', encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    report = load([folder, folder / "missing.txt"], store, base_iri=BASE)
    assert report.articles == 4
    assert not report.complete
    told = [(Path(problem.source).name, problem.line) for problem in report.problems]
    assert ("broken.jsonl", 2) in told
    assert ("missing.txt", None) in told
    assert any(name == "empty.txt" for name, _ in told)


def test_an_article_that_fails_stops_no_other(folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:

    def failing(article: Article) -> Extraction:
        if article.id == "nam-2020":
            raise IndexError("so it goes")
        if article.id == "nam-2021":
            raise OntologyError("no such thing", where="kg.ttl")
        return explain(article)

    load([folder], store, base_iri=BASE)
    before = graph(store, "nam-2020")
    monkeypatch.setattr(preparing, "explain", failing)
    report = load([folder], store, base_iri=BASE, processes=1, force=True)
    assert report.articles == 1
    assert not report.complete
    reasons = {Path(failure.source).stem: failure.reason for failure in report.failures}
    assert "IndexError: so it goes" in reasons["nam-2020"]
    assert "test_pipeline.py:" in reasons["nam-2020"], "the place in the code is told"
    assert reasons["nam-2021"] == "not stored: kg.ttl: no such thing"
    assert graph(store, "nam-2020") == before, "what was stored of it stays"


def test_a_fact_that_violates_a_shape_is_kept_out_alone(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:

    def backwards(article: Article) -> Extraction:
        found = explain(article)
        wrong = replace(found.facts.observations[0], from_="2021", to="2019", status="planned")
        facts = replace(found.facts, observations=(*found.facts.observations, wrong))
        return replace(found, facts=facts)

    monkeypatch.setattr(preparing, "explain", backwards)
    report = load([folder], store, base_iri=BASE, processes=1)
    assert (report.articles, report.facts, report.refused) == (3, 3, 3)
    assert {rejection.article for rejection in report.rejected} == {"nam-2019", "nam-2020", "nam-2021"}
    assert all(rejection.quote and rejection.message and rejection.shape for rejection in report.rejected)
    assert report.complete, "all input was good"
    run = next(quad for quad in graph(store, "nam-2020") if quad.predicate == STARTED).subject
    told = {
        quad.predicate.value.partition("#")[2]: quad.object for quad in graph(store, "nam-2020") if quad.subject == run
    }
    assert told["factsRefused"] == ox.Literal("1", datatype=INTEGER)
    assert told["numbersUsed"] == ox.Literal("1", datatype=INTEGER)
    assert isinstance(told["refusedBy"], ox.NamedNode)
    shapes = {quad.subject for quad in store.quads(f"{BASE}graph/shapes")}
    assert told["refusedBy"] in shapes


def test_numbers_that_no_rule_accounts_for_are_counted(tmp_path: Path, store: Store) -> None:
    (tmp_path / "bai.txt").write_text("Bản tin\n\nNăm 2020 mới tăng. Hết 2,5 tỷ USD.\n", encoding="utf-8")
    load([tmp_path], store, base_iri=BASE, processes=1)
    counts = {
        name: str(next(quad.object for quad in graph(store, "bai") if quad.predicate.value == f"{BASE}ontology#{name}"))
        for name in ("numbersUsed", "numbersSetAside", "numbersNotUnderstood")
    }
    marks = explanation(next(found for found in read_articles([tmp_path]) if isinstance(found, Article)))
    assert (marks.counts["handled"], marks.counts["ignored"], marks.counts["signalled"]) == (0, 1, 1)
    assert [count.split('"')[1] for count in counts.values()] == ["0", "1", "1"]


def test_an_interrupted_load_keeps_what_it_wrote_and_goes_on_when_run_again(folder: Path, tmp_path: Path) -> None:
    def interrupt(report: LoadReport) -> None:
        if report.articles == 2:
            raise KeyboardInterrupt

    with open_store(str(tmp_path / "store")) as store:
        report = load([folder], store, base_iri=BASE, processes=1, progress=interrupt)
    assert report.interrupted
    assert not report.complete
    with open_store(str(tmp_path / "store"), read_only=True) as store:
        assert len(article_digests(store, BASE)) == 2
    with open_store(str(tmp_path / "store")) as store:
        again = load([folder], store, base_iri=BASE)
    assert (again.articles, again.unchanged) == (3, 2)


def test_readers_see_batches_as_they_are_flushed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "FIRST_BATCH", 1)
    location = str(tmp_path / "store")
    seen = []

    def look(report: LoadReport) -> None:
        with open_store(location, read_only=True) as reading:
            seen.append(len(article_digests(reading, BASE)))

    with open_store(location) as store:
        load([folder], store, base_iri=BASE, processes=1, progress=look)
    assert seen == [1, 2, 3]


def test_reference_graphs_are_written_where_they_differ(store: Store) -> None:
    names = write_reference_graphs(store, BASE)
    assert {f"{BASE}graph/{name}" for name in ("ontology", "metrics", "places", "shapes", "dataset")} <= set(names)
    assert write_reference_graphs(store, BASE) == []
    metrics = f"{BASE}graph/metrics"
    before = [quad.triple for quad in store.quads(metrics)]
    store.replace_graphs({metrics: before[1:]})
    assert write_reference_graphs(store, BASE) == [metrics]
    assert len(list(store.quads(metrics))) == len(before)
    assert write_reference_graphs(store, BASE) == [], "also where its blank nodes have other names by now"


def test_another_base_iri_is_used_throughout(folder: Path, store: Store) -> None:
    load([folder], store, base_iri="https://example.org/do-thi/")
    assert not [quad for quad in store.quads() if BASE in str(quad.subject)]
    assert "https://example.org/do-thi/id/article/nam-2019" in article_digests(store, "https://example.org/do-thi/")


def test_extract_all_gives_facts_in_order_and_sets_problems_aside(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    problems: list[ReadProblem] = []
    found = list(extract_all([folder], problems))
    assert [facts.article for facts in found] == ["nam-2019", "nam-2020", "nam-2021"]
    assert [str(facts.observations[0].value) for facts in found] == ["5", "6", "7"]
    assert [Path(problem.source).name for problem in problems] == ["empty.txt"]


def test_extract_all_tells_of_articles_that_fail(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(article: Article) -> ArticleFacts:
        raise ValueError("a slip")

    monkeypatch.setattr(preparing, "extract", failing)
    problems: list[ReadProblem] = []
    assert list(extract_all([folder], problems, processes=1)) == []
    assert len(problems) == 3
    assert "ValueError: a slip" in problems[0].reason
