"""What the graph tells of corrections: who, when, why, what was set aside; it conforms, whatever the rows are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles.model import Article
from kg.facts import ArticleFacts, NamedPolicy, NamedZone, Observation
from kg.facts_rows import Row
from kg.graph import ArticleGraph, emit, identifiers, read_facts, settled
from kg.graph.corrections import read_records, record_triples, review_digest
from kg.graph.gate import Gate
from kg.graph.review_reading import article_sources, read_review, stored_states
from kg.review.anchor import anchored
from kg.review.apply import review
from kg.review.model import Correction, Kind, Placed, table_of
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import open_store

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PREFIXES = f"""
PREFIX kg: <{BASE}ontology#> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@lru_cache
def gate() -> Gate:
    return Gate(BASE)


def correction(
    article: Article, kind: Kind, was: tuple[Row, ...] = (), row: Row | None = None, **fields: str
) -> Correction:
    def placed(row: Row) -> Placed:
        return Placed(row, anchored(article.text, row.start, row.end))

    given: dict[str, Any] = {"author": "Nguyễn Thị Xem", "recorded": "2026-02-03T11:12:13+07:00", **fields}
    about = row or was[0]
    own = placed(row) if row else None
    return Correction(kind, table_of(about), article.id, was=tuple(map(placed, was)), row=own, **given)


def holds(graph: ArticleGraph, pattern: str) -> bool:
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in graph.triples)
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


@pytest.fixture
def changed(article: Article, facts: ArticleFacts) -> tuple[ArticleGraph, Observation, Observation, Correction]:
    old = facts.observations[0]
    new = replace(old, value=Decimal("42.75"), subject_level="reviewed")
    made = correction(article, "change", (old,), new, note="đọc nhầm")
    return emit(article, review(facts, article.text, [made]), BASE, WHEN), old, new, made


def test_a_changed_figure_tells_who_changed_it_when_and_what_stood_there(
    changed: tuple[ArticleGraph, Observation, Observation, Correction], article: Article
) -> None:
    graph, old, new, made = changed
    make = identifiers(BASE)
    assert holds(
        graph,
        f"""{make.observation(new)} a kg:Observation ; prov:wasGeneratedBy ?c ; prov:wasRevisionOf ?old ;
          prov:generatedAtTime "2026-02-03T11:12:13+07:00"^^xsd:dateTime .
        ?c a kg:Correction, prov:Activity ; kg:correctionKind <{BASE}id/correction-kind/change> ;
          kg:correctionState <{BASE}id/correction-state/applied> ; dcterms:creator "Nguyễn Thị Xem" ;
          prov:endedAtTime "2026-02-03T11:12:13+07:00"^^xsd:dateTime ; dcterms:description "đọc nhầm" ;
          prov:used {make.article(article.id)} ; prov:wasAssociatedWith ?who ;
          rdfs:label "Sửa: Nguyễn Thị Xem, 3/2/2026"@vi, "Changed: Nguyễn Thị Xem, 2026-02-03"@en .
        ?who a prov:Person ; rdfs:label "Nguyễn Thị Xem" .
        ?old a kg:SetAsideRow ; prov:wasInvalidatedBy ?c ; rdfs:label ?said ; kg:rowAsJson ?json .
        FILTER(?old = {make.observation(old)} && CONTAINS(?said, "42.5 ha") && CONTAINS(?said, "«42,5 ha»"))
        {make.article(article.id)} kg:reviewDigest "{review_digest([made])}" .""",
    )
    assert not holds(graph, f"{make.observation(old)} a kg:Observation")
    assert not holds(graph, f"{make.observation(old)} <http://purl.org/linked-data/sdmx/2009/measure#obsValue> ?value")
    assert holds(graph, "?other a kg:Observation ; prov:wasGeneratedBy/prov:startedAtTime ?time"), "the others are read"


def test_it_passes_the_gate_and_comes_back_as_rows(
    changed: tuple[ArticleGraph, Observation, Observation, Correction], facts: ArticleFacts
) -> None:
    graph, _, new, made = changed
    report = gate().check(graph)
    assert not report.rejected and report.kept.triples == graph.triples
    with open_store(":memory:") as store:
        store.replace_graphs({graph.name.value: graph.triples})
        assert list(gate().check_store(store)) == []
        [back] = read_facts(store, BASE)
        assert back.observations == (new, *facts.observations[1:])
        stored = read_review(store, BASE, "bai-1")
        assert list(stored.by.values()) == [made.id]
        assert stored_states(store, BASE) == {made.id: ("applied", "")}
        assert article_sources(store, BASE)["bai-1"][0] == "bai-1.txt"


def test_a_rejection_and_a_withheld_row_are_told(article: Article, facts: ArticleFacts) -> None:
    old = facts.observations[0]
    right = replace(old, about="KCN Sông Biển 2")
    made = correction(article, "add", row=right)
    rejected = correction(article, "reject", (facts.zones[1],), author="Lê Văn Bác")
    graph = emit(article, review(facts, article.text, [made, rejected]), BASE, WHEN)
    assert holds(graph, "?c kg:withholds ?row . ?row a kg:SetAsideRow ; prov:wasInvalidatedBy ?c .")
    gone = '?zone prov:wasInvalidatedBy/dcterms:creator "Lê Văn Bác" ; rdfs:label ?said'
    assert holds(graph, f'{gone} FILTER(STRSTARTS(?said, "CCN Đồi Thông"))')
    assert not gate().check(graph).rejected
    with open_store(":memory:") as store:
        store.replace_graphs({graph.name.value: graph.triples})
        [(id_, row)] = read_review(store, BASE, "bai-1").withheld.values()
        assert (id_, row) == (made.id, old)


def test_a_correction_that_came_back_is_told_and_not_applied(article: Article, facts: ArticleFacts) -> None:
    made = correction(article, "reject", (facts.observations[0],))
    other = replace(article, text=article.text.replace("42,5 ha", "43,5 ha"))
    graph = emit(other, review(settled(facts), other.text, [made]), BASE, WHEN)
    state = f"<{BASE}id/correction-state/cameBack>"
    assert holds(graph, f'?c kg:correctionState {state} ; kg:stateReason ?why FILTER(LANG(?why) = "en")')
    assert not holds(graph, "?row a kg:SetAsideRow")


def test_records_come_back_from_a_store_and_broken_ones_are_told(article: Article, facts: ArticleFacts) -> None:
    everything: tuple[Row, ...] = (*facts.observations, *facts.zones, *facts.policies)
    made = [correction(article, "reject", (row,)) for row in everything]
    graph = identifiers(BASE).corrections_graph(article.id)
    with open_store(":memory:") as store:
        store.replace_graphs({graph.value: record_triples(made, BASE)})
        assert read_records(store, BASE) == ({one.id: one for one in sorted(made, key=lambda one: one.id)}, [])
        node = ox.NamedNode(f"{BASE}id/correction/x")
        broken = ox.Triple(node, ox.NamedNode(f"{BASE}ontology#record"), ox.Literal("{"))
        store.replace_graphs({graph.value: [*record_triples(made[:1], BASE), broken]})
        found, problems = read_records(store, BASE)
        assert list(found) == [made[0].id]
        assert [problem.source for problem in problems] == [f"{BASE}id/correction/x"]


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.text(st.characters(codec=None), max_size=40), NAMES, st.text(st.characters(codec=None), max_size=40))
def test_no_correction_keeps_out_what_else_an_article_says(author: str, note: str, label: str, title: str) -> None:
    """What is told of corrections stands in the head of the graph: were it refused, the whole article would be."""
    article = Article("bai-2", "Tám dự án ở cụm, theo đề án.", "bai-2.txt")
    rows: tuple[Row, ...] = (
        Observation("bai-2", label, "Company", "projectCount", Decimal(8), "1", 0, 3, "Tám", sector=title),
        NamedZone("bai-2", label, "Cluster", title, start=0, end=3),
        NamedPolicy("bai-2", "", "scheme", title=label + title, start=0, end=3),
    )
    facts = settled(ArticleFacts("bai-2", rows[:1], rows[1:2], rows[2:]))  # type: ignore[arg-type]
    everything: tuple[Row, ...] = (*facts.observations, *facts.zones, *facts.policies)
    made = [correction(article, "reject", (row,), author=author, note=note) for row in everything]
    report = gate().check(emit(article, review(facts, article.text, made), BASE, WHEN))
    assert report.kept.head and not report.rejected
