from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest

from kg.articles.model import Article
from kg.facts import ArticleFacts, NamedPolicy, NamedZone
from kg.graph import ArticleGraph, emit, read_facts
from kg.graph import vocabulary as v
from kg.graph.gate import Gate
from kg.graph.identifiers import identifiers
from kg.settings import DEFAULT_BASE_IRI

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
BASE = DEFAULT_BASE_IRI


@cache
def gate(base_iri: str = BASE) -> Gate:
    return Gate(base_iri)


def stored(*graphs: ArticleGraph) -> ox.Store:
    store = ox.Store()
    for graph in graphs:
        store.extend(ox.Quad(t.subject, t.predicate, t.object, graph.name) for t in graph.triples)
    return store


def test_right_facts_pass_whole_and_in_silence(graph: ArticleGraph) -> None:
    report = gate().check(graph)
    assert (report.rejected, report.warnings, report.refused) == ((), (), 0)
    assert report.kept == graph


def test_an_article_without_facts_passes() -> None:
    graph = emit(Article("bai-2", "Không có gì.", "bai-2.txt"), ArticleFacts("bai-2"), BASE, WHEN)
    report = gate().check(graph)
    assert report.kept == graph
    assert not report.rejected


def test_another_base_is_judged_alike(article: Article, facts: ArticleFacts) -> None:
    base = "http://127.0.0.1:8000/"
    assert gate(base).check(emit(article, facts, base, WHEN)).rejected == ()
    wrong = replace(facts, observations=(replace(facts.observations[0], value=Decimal(-1)),))
    [rejection] = gate(base).check(emit(article, wrong, base, WHEN)).rejected
    assert rejection.shape == "range-leasedArea-HA"


@pytest.mark.parametrize(
    ("index", "change", "shapes"),
    [
        (0, {"value": Decimal("-2")}, {"range-leasedArea-HA"}),
        (0, {"value": Decimal("1e9")}, {"range-leasedArea-HA"}),
        (0, {"value": Decimal("NaN")}, {"Observation-value", "range-leasedArea-HA"}),
        (0, {"value": Decimal("1e400")}, {"Observation-value", "range-leasedArea-HA"}),
        (0, {"unit": "%"}, {"range-leasedArea-unit"}),
        (0, {"unit": "mẫu"}, {"range-leasedArea-unit"}),
        (0, {"metric": "price"}, {"Observation-metric"}),
        (0, {"about": ""}, {"Observation-aboutLabel", "Zone-label"}),
        (0, {"from_": "2022", "to": "2021"}, {"Observation-periodStart"}),
        (0, {"from_": "2021-13"}, {"Observation-from"}),
        (0, {"to": "hôm qua"}, {"Observation-to", "Observation-refPeriod"}),
        (0, {"from_": "0021", "to": "2021"}, {"Observation-periodStart"}),
        (0, {"to": "9999"}, {"Observation-periodEnd"}),
        (0, {"start": 0, "end": 7}, {"TextSpan-position"}),
        (0, {"start": -4, "end": 3}, {"TextSpan-position"}),
        (0, {"start": 15, "end": 22, "quote": "KCN Sôn"}, {"Observation-quote"}),
        (0, {"scope": "provinces"}, {"Observation-scope"}),
        (0, {"stage": "abandoned"}, {"Observation-stage"}),
        (0, {"status": "hoped"}, {"Observation-status"}),
        (0, {"bound": "roughly"}, {"Observation-bound"}),
        (0, {"time_level": "guessed"}, {"Observation-timeConfidence"}),
        (1, {"value": Decimal("-0.5")}, {"range-occupancyRate-PERCENT"}),
        (
            3,
            {"metric": "registeredCapital", "unit": "VND", "value": Decimal("1e30")},
            {"range-registeredCapital-CCY_VND"},
        ),
    ],
)
def test_a_wrong_fact_is_kept_out_and_told_and_the_others_pass(
    index: int, change: dict[str, Any], shapes: set[str], emitted: Callable[..., ArticleGraph], facts: ArticleFacts
) -> None:
    graph = emitted(index, **change)
    report = gate().check(graph)
    wrong = graph.facts[index]
    assert {rejection.shape for rejection in report.rejected} == shapes
    for rejection in report.rejected:
        assert rejection.article == "bai-1"
        assert rejection.quote == change.get("quote", facts.observations[index].quote)
        assert rejection.fact == wrong.root.value
        assert rejection.severity == "Violation"
        assert rejection.message
    assert report.refused == 1
    assert [fact.root for fact in report.kept.facts] == [f.root for f in graph.facts if f.root != wrong.root]
    assert wrong.root not in {triple.subject for triple in report.kept.triples}
    # What is left conforms, and holds nothing that only the wrong fact had.
    assert gate().check(report.kept).rejected == ()


def test_a_multi_unit_metric_is_judged_in_its_own_unit(emitted: Callable[..., ArticleGraph]) -> None:
    money = {"metric": "registeredCapital", "value": Decimal("5e15")}
    assert gate().check(emitted(3, unit="VND", **money)).rejected == ()
    [rejection] = gate().check(emitted(3, unit="USD", **money)).rejected
    assert (rejection.shape, rejection.value) == ("range-registeredCapital-CCY_USD", "5000000000000000")
    assert rejection.focus == rejection.fact


def test_more_than_full_is_let_in_with_a_warning(emitted: Callable[..., ArticleGraph]) -> None:
    graph = emitted(1, value=Decimal("104.5"))
    report = gate().check(graph)
    assert (report.kept, report.rejected) == (graph, ())
    [warning] = report.warnings
    assert (warning.severity, warning.quote, warning.value) == ("Warning", "61%", "104.5")
    assert "100 %" in warning.message


def test_a_number_in_words_is_a_number(graph: ArticleGraph) -> None:
    assert "tám dự án" in {t.object.value for f in graph.facts for t in f.triples if t.predicate == v.EXACT}  # type: ignore[union-attr]
    assert gate().check(graph).rejected == ()


def test_what_two_facts_share_stays_when_one_is_refused(emitted: Callable[..., ArticleGraph]) -> None:
    report = gate().check(emitted(0, value=Decimal(-2)))
    zone = ox.NamedNode(f"{BASE}id/zone/hai-phong-kcn-song-bien")
    kept = {(t.predicate, t.object) for t in report.kept.triples if t.subject == zone}
    assert (v.LABEL, ox.Literal("KCN Sông Biển", language="vi")) in kept
    spans = {t.object.value for t in report.kept.triples if t.predicate == v.EXACT}  # type: ignore[union-attr]
    assert "42,5 ha" not in spans
    assert "61%" in spans


def test_a_zone_and_a_policy_can_be_refused_too(article: Article, facts: ArticleFacts) -> None:
    wrong = replace(
        facts,
        zones=(*facts.zones, NamedZone("bai-1", "Sông Biển", "Zone", start=19, end=28)),
        policies=(*facts.policies, NamedPolicy("bai-1", "13/KH-UBND", "plan", from_="2030", to="2021")),
    )
    graph = emit(article, wrong, BASE, WHEN)
    report = gate().check(graph)
    assert {(r.shape, r.quote) for r in report.rejected} == {("Zone-label", "Sông Biển"), ("Policy-periodStart", "")}
    assert report.refused == 2
    [back] = read_facts(stored(report.kept), BASE)
    assert back == facts


def test_a_target_stays_when_its_policy_is_refused(article: Article, facts: ArticleFacts) -> None:
    wrong = replace(facts, policies=(replace(facts.policies[0], kind="poem"),))  # type: ignore[arg-type]
    report = gate().check(emit(article, wrong, BASE, WHEN))
    assert {rejection.shape for rejection in report.rejected} == {"Policy-kind"}
    [back] = read_facts(stored(report.kept), BASE)
    assert back == replace(facts, policies=())


def test_one_zone_in_two_provinces_is_refused_with_all_that_says_so(graph: ArticleGraph) -> None:
    other = ox.NamedNode(f"{BASE}id/province/hai-duong")
    moved = ox.Triple(
        ox.NamedNode(f"{BASE}id/cluster/hai-phong-ccn-doi-thong"), ox.NamedNode(f"{BASE}ontology#locatedIn"), other
    )
    typed = ox.Triple(other, v.A, ox.NamedNode(f"{BASE}ontology#Province"))
    last = replace(graph.facts[2], triples=(*graph.facts[2].triples, moved, typed))
    report = gate().check(replace(graph, facts=(*graph.facts[:2], last, *graph.facts[3:])))
    assert {rejection.shape for rejection in report.rejected} == {"Cluster-locatedIn"}
    assert {rejection.fact for rejection in report.rejected} == {last.root.value, graph.facts[5].root.value}
    assert report.refused == 2


def test_a_wrong_description_of_the_article_keeps_everything_out(graph: ArticleGraph) -> None:
    digest = ox.NamedNode(f"{BASE}ontology#digest")
    report = gate().check(replace(graph, head=tuple(t for t in graph.head if t.predicate != digest)))
    [rejection] = report.rejected
    assert (rejection.shape, rejection.article, rejection.fact, rejection.quote) == ("Article-digest", "bai-1", "", "")
    assert report.kept.triples == []
    assert report.refused == len(graph.facts)


def test_ill_typed_literals_are_reported_and_not_logged(
    emitted: Callable[..., ArticleGraph], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert gate().check(emitted(0, value=Decimal("Infinity"))).refused == 1
    assert [record for record in caplog.records if record.name.startswith("rdflib")] == []


def test_a_store_is_judged_article_by_article(graph: ArticleGraph, article: Article, facts: ArticleFacts) -> None:
    other = replace(article, id="bai-0")
    rows = tuple(replace(row, article="bai-0") for row in facts.observations)
    changed = (replace(rows[0], value=Decimal(-2)), replace(rows[1], value=Decimal(120)), *rows[2:])
    wrong = emit(other, ArticleFacts("bai-0", changed), BASE, WHEN)
    store = stored(graph, wrong)
    found = [(r.article, r.shape, r.severity, r.quote) for r in gate().check_store(store)]
    assert found == [
        ("bai-0", "range-leasedArea-HA", "Violation", "42,5 ha"),
        ("bai-0", "range-occupancyRate-PERCENT-usual", "Warning", "61%"),
    ]


def test_the_reference_data_conform_to_their_own_shapes() -> None:
    assert gate().check_reference() == ()


def test_the_article_is_told_by_its_id_also_where_its_iri_is_another() -> None:
    article = Article("bài số 1", "x", "x.txt")
    graph = emit(article, ArticleFacts(article.id, zones=(NamedZone(article.id, "A", "Zone"),)), BASE, WHEN)
    assert identifiers(BASE).article(article.id) == graph.article
    assert {rejection.article for rejection in gate().check(graph).rejected} == {"bài số 1"}
