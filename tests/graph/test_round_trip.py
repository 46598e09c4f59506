"""Facts → graph → facts loses nothing, whatever the facts are."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, get_args

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import facts as f
from kg.articles.model import Article
from kg.facts import ArticleFacts, NamedPolicy, NamedZone, Observation, SectorStatement
from kg.graph import emit, read_facts, settled
from kg.graph.vocabulary import vocabulary
from kg.settings import DEFAULT_BASE_IRI

WHEN = datetime(2026, 1, 2, tzinfo=UTC)
TEXT = "Năm 2021, KCN Sông Biển\u0000 cho thuê 42,5 ha\r\nđất; \ud800 tám dự án 😀 nữa."
METRICS = ("leasedArea", "count", "registeredCapital", "averageIncome")
DATES = st.sampled_from(["", "2021", "2021-05", "2021-05-31", "2024-13", "năm ngoái"])
NAMES = st.one_of(
    st.sampled_from(["KCN Sông Biển", "KCN SÔNG BIỂN", "Hải Phòng", "TP HCM", "Việt Nam", "中国", "KCX Mẫu"]),
    st.text(st.characters(codec=None), max_size=12),
)
VALUES = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(-1000, 10**15, places=2)


def words(literal: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(literal))


SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(lambda p: (p[0], min(p[0] + p[1], len(TEXT))))


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    start, end = draw(SPANS)
    return Observation(
        article="bài 1",
        about=draw(NAMES),
        about_type=draw(words(f.AboutType)),  # type: ignore[arg-type]
        metric=draw(st.sampled_from(METRICS)),
        value=draw(VALUES),
        unit=draw(st.sampled_from(list(vocabulary(DEFAULT_BASE_IRI).units))),
        start=start,
        end=end,
        quote=TEXT[start:end],
        scope=draw(words(f.Scope)),  # type: ignore[arg-type]
        stage=draw(words(f.Stage)),  # type: ignore[arg-type]
        sector=draw(NAMES | st.just("")),
        origin=draw(words(f.Origin)),  # type: ignore[arg-type]
        from_=draw(DATES),
        to=draw(DATES),
        status=draw(words(f.Status)),  # type: ignore[arg-type]
        bound=draw(words(f.Bound)),  # type: ignore[arg-type]
        province=draw(NAMES | st.just("")),
        policy=draw(st.sampled_from(["", "12/KH-UBND", "Kế hoạch", "kế hoạch"])),
        subject_level=draw(words(f.Level)),  # type: ignore[arg-type]
        metric_level=draw(words(f.Level)),  # type: ignore[arg-type]
        time_level=draw(words(f.Level)),  # type: ignore[arg-type]
    )


@st.composite
def zones(draw: st.DrawFn) -> NamedZone:
    start, end = draw(SPANS | st.just((0, 0)))
    return NamedZone(
        article="bài 1",
        label=draw(NAMES),
        type=draw(words(f.ZoneType)),  # type: ignore[arg-type]
        province=draw(NAMES | st.just("")),
        district=draw(NAMES | st.just("")),
        stage=draw(words(f.Stage)),  # type: ignore[arg-type]
        start=start,
        end=end,
    )


@st.composite
def policies(draw: st.DrawFn) -> NamedPolicy:
    start, end = draw(SPANS | st.just((0, 0)))
    return NamedPolicy(
        article="bài 1",
        number=draw(st.sampled_from(["", "12/KH-UBND", "12/QĐ-TTg"])),
        kind=draw(words(f.PolicyKind)),  # type: ignore[arg-type]
        issuer=draw(NAMES | st.just("")),
        date=draw(DATES),
        title=draw(st.sampled_from(["", "Kế hoạch", "kế hoạch"])),
        from_=draw(DATES),
        to=draw(DATES),
        start=start,
        end=end,
    )


@st.composite
def sector_statements(draw: st.DrawFn) -> SectorStatement:
    start, end = draw(SPANS)
    return SectorStatement(
        article="bài 1",
        about=draw(NAMES),
        about_type=draw(words(f.AboutType)),  # type: ignore[arg-type]
        relation=draw(words(f.SectorRelation)),  # type: ignore[arg-type]
        sector=draw(st.sampled_from(["may mặc", "dệt may", "nghề lạ"]) | NAMES),
        start=start,
        end=end,
        quote=TEXT[start:end],
        scope=draw(words(f.Scope)),  # type: ignore[arg-type]
        province=draw(NAMES | st.just("")),
        subject_level=draw(words(f.Level)),  # type: ignore[arg-type]
    )


def some(rows: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(rows, max_size=4).map(tuple)


def read_back(facts: ArticleFacts) -> ArticleFacts:
    article = Article("bài 1", TEXT, "bai-1.txt", published=facts.published)
    graph = emit(article, facts, DEFAULT_BASE_IRI, WHEN)
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object, graph.name) for t in graph.triples)
    [found] = read_facts(store, DEFAULT_BASE_IRI, graph.article.value)
    return found


@settings(max_examples=150, deadline=None)
@given(
    some(observations()),
    some(zones()),
    some(policies()),
    some(sector_statements()),
    st.sampled_from(["", "2022", "2022-08", "2022-08-01"]),
)
def test_whatever_is_emitted_comes_back(
    rows: tuple[Observation, ...],
    named: tuple[NamedZone, ...],
    texts: tuple[NamedPolicy, ...],
    said: tuple[SectorStatement, ...],
    published: str,
) -> None:
    facts = ArticleFacts("bài 1", rows, named, texts, published, said)
    assert read_back(facts) == settled(facts)


def test_no_field_is_forgotten() -> None:
    start = TEXT.index("42,5 ha")
    rows = (
        Observation(
            "bài 1", "Hải Phòng", "Province", "leasedArea", Decimal("42.5"), "ha", start, start + 7, "42,5 ha",
            scope="zones", stage="operating", sector="may mặc", origin="foreign", from_="2021-01", to="2021-06",
            status="planned", bound="approx", province="Hà Nam", policy="12/KH-UBND", subject_level="inherited",
            metric_level="inferred", time_level="inherited",
        ),
        NamedZone("bài 1", "KCN Sông Biển", "Zone", "Hải Phòng", "Tiên Lãng", "planned", 9, 22),
        NamedPolicy("bài 1", "12/KH-UBND", "plan", "UBND tỉnh", "2021-03-01", "Kế hoạch", "2021", "2025", 3, 11),
        SectorStatement(
            "bài 1", "KCN Sông Biển", "Zone", "wants", "may mặc", start, start + 7, "42,5 ha", scope="zones",
            province="Hải Phòng", subject_level="inherited",
        ),
    )  # fmt: skip
    for row in rows:
        unset = [field.name for field in fields(row) if getattr(row, field.name) in (field.default, "")]
        assert unset == [], "a field that this test does not set could be lost unnoticed"
    facts = ArticleFacts("bài 1", rows[:1], rows[1:2], rows[2:3], "2022", rows[3:])
    assert read_back(facts) == facts


def test_rows_that_state_the_same_at_the_same_place_are_one() -> None:
    row = Observation("bài 1", "KCN A", "Zone", "leasedArea", Decimal("1.0"), "ha", 0, 3, TEXT[:3])
    surer = Observation("bài 1", "KCN A", "Zone", "leasedArea", Decimal(1), "ha", 0, 3, TEXT[:3], time_level="inferred")
    assert settled(ArticleFacts("bài 1", (row, surer, row))).observations == (row,)
    assert read_back(ArticleFacts("bài 1", (row, surer, row))).observations == (row,)


def test_hostile_characters_are_replaced_one_for_one() -> None:
    row = Observation("bài 1", "a\x00b\ud800", "Company", "count", Decimal(1), "1", 0, 3, TEXT[:3])
    [back] = read_back(ArticleFacts("bài 1", (row,))).observations
    assert back.about == "a\ufffdb\ufffd"


def test_all_articles_of_a_store_are_read_in_the_order_of_their_ids() -> None:
    store = ox.Store()
    for id_ in ("b", "a", "c"):
        graph = emit(Article(id_, "x", "x.txt"), ArticleFacts(id_), DEFAULT_BASE_IRI, WHEN)
        store.extend(ox.Quad(t.subject, t.predicate, t.object, graph.name) for t in graph.triples)
    assert [facts.article for facts in read_facts(store, DEFAULT_BASE_IRI)] == ["a", "b", "c"]
    assert list(read_facts(store, DEFAULT_BASE_IRI, f"{DEFAULT_BASE_IRI}id/article/d")) == []
