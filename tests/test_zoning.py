"""Names of zones over many articles: what a store holds of them is a function of the articles and the decisions."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles.model import Article
from kg.errors import ZoneError
from kg.facts import ArticleFacts, NamedZone
from kg.graph import emit, identifiers
from kg.graph.zone_graphs import known_names
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import Store, open_store
from kg.zone_desk import (
    decide,
    decisions_in,
    doubtful_zones,
    find_zone,
    known_zones,
    named_decision,
    new_zone,
    zone_for_article,
)
from kg.zone_registry import ZoneRegistry
from kg.zones.decisions import ZoneDecision
from kg.zones.naming import read_zone_key
from kg.zoning import Zoning

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
Told = tuple[str, str, tuple[tuple[str, str], ...]]
"""An article: its id, its date, and its zones' labels with their provinces."""

GIANG: Told = ("giang", "2019-03-04", (("KCN Mẫu", "Bắc Giang"), ("KCN Mẫu giai đoạn 2", "Bắc Giang")))
NINH: Told = ("ninh", "2025-10-11", (("khu công nghiệp Mẫu", "Bắc Ninh"), ("KCN Mẫu (giai đoạn II)", "Bắc Ninh")))
OTHER: Told = ("khac", "2020-01-02", (("KCN Ví Dụ 1", "Hà Nam"), ("KCN Ví Dụ II", "Hà Nam"), ("CCN Ví Dụ", "Hà Nam")))
NOWHERE: Told = ("dau-do", "2021-01-02", (("KCN Mẫu", ""),))
ARTICLES = (GIANG, NINH, OTHER, NOWHERE)


def graph_of(told: Told) -> tuple[str, list[ox.Triple]]:
    id_, date, zones = told
    rows = tuple(
        NamedZone(id_, label, "Cluster" if label.startswith("CCN") else "Zone", province) for label, province in zones
    )
    article = Article(id=id_, text="", source=f"{id_}.txt", published=date)
    graph = emit(article, ArticleFacts(id_, zones=rows, published=date), BASE, WHEN)
    return graph.name.value, graph.triples


def write(store: Store, *articles: Told, zoning: Zoning | None = None) -> list[str]:
    zoning = zoning or Zoning(store, BASE)
    return [problem for article in articles for problem in zoning.write(*graph_of(article))]


def stored(*articles: Told) -> Store:
    store = open_store(":memory:")
    write(store, *articles)
    return store


def quads(store: Store) -> set[ox.Quad]:
    return set(store.quads())


def listed(store: Store) -> set[str]:
    """The names in the lists of names."""
    return {path for path, _ in known_names((quad.triple for quad in store.quads()), BASE)}


def zones(store: Store) -> dict[str, str]:
    return {one.path: one.zone for one in known_zones(store, BASE) if one.zone != one.path}


def said(store: Store, kind: str, *written: str, minute: int = 0) -> ZoneDecision:
    found = [find_zone(store, BASE, one) for one in written]
    now = datetime(2026, 1, 2, 3, minute, tzinfo=UTC)
    return decide(Zoning(store, BASE), kind, author="A", reason="vì", zones=found, now=now)[0]  # type: ignore[arg-type]


@given(st.permutations(ARTICLES))
@settings(deadline=None)
def test_the_order_of_loading_does_not_matter(articles: Sequence[Told]) -> None:
    store = stored(*articles)
    assert quads(store) == quads(stored(*ARTICLES))
    assert zones(store) == {
        "zone/bac-ninh-kcn-mau": "zone/bac-giang-kcn-mau",
        "zone/bac-ninh-kcn-mau-giai-doan-2": "zone/bac-giang-kcn-mau-giai-doan-2",
        "zone/kcn-mau": "zone/bac-giang-kcn-mau",
    }


VERSIONS = st.lists(
    st.tuples(
        st.sampled_from(("a", "b", "c")),
        st.sampled_from(("2019-01-01", "2025-10-01")),
        st.lists(
            st.tuples(
                st.sampled_from(("KCN Mẫu", "KCN Mẫu 2", "KCN Mẫu giai đoạn 2", "CCN Mẫu", "KCN Khác")),
                st.sampled_from(("Bắc Giang", "Bắc Ninh", "Hà Nam", "")),
            ),
            max_size=3,
        ).map(tuple),
    ),
    min_size=1,
    max_size=8,
)


@given(VERSIONS, st.booleans(), st.booleans())
@settings(deadline=None, max_examples=60)
def test_reloading_leaves_what_the_last_versions_alone_would(
    versions: list[Told], merged: bool, remembers: bool
) -> None:
    last = {told[0]: told for told in versions}
    store, fresh = open_store(":memory:"), open_store(":memory:")
    zoning = Zoning(store, BASE)
    for told in versions:
        write(store, told, zoning=zoning if remembers else None)
    write(fresh, *last.values())
    if merged:
        known = [one.path for one in known_zones(store, BASE)]
        if len(known) > 1:
            for one in (store, fresh):
                said(one, "merge", known[-1], known[0])
    assert quads(store) == quads(fresh)
    before = quads(store)
    Zoning(store, BASE).registry.rebuild()
    assert quads(store) == before


def test_people_merge_and_take_it_back() -> None:
    store = stored(*ARTICLES)
    before = quads(store)
    decision = said(store, "merge", "KCN Ví Dụ 2, Hà Nam", "KCN Ví Dụ 1, Hà Nam")
    assert zones(store)["zone/ha-nam-kcn-vi-du-1"] == "zone/ha-nam-kcn-vi-du-2"
    write(store, *ARTICLES)
    assert zones(store)["zone/ha-nam-kcn-vi-du-1"] == "zone/ha-nam-kcn-vi-du-2", "it survives a reload"
    zoning = Zoning(store, BASE)
    assert named_decision(zoning, decision.id[:6]) == decision
    decide(zoning, "undo", author="B", reason="hai khu", revises=decision.id)
    graph = "https://w3id.org/vnkg/graph/zone-decisions"
    assert {quad for quad in quads(store) if quad.graph_name.value != graph} == before  # type: ignore[union-attr]
    with pytest.raises(ZoneError, match="undone already"):
        named_decision(Zoning(store, BASE), decision.id)


def test_people_tell_apart_what_would_be_one() -> None:
    store = stored(GIANG, NINH)
    said(store, "split", "KCN Mẫu, Bắc Giang", "KCN Mẫu, Bắc Ninh")
    assert zones(store) == {} and doubtful_zones(store, BASE) == []
    said(store, "merge", "KCN Mẫu, Bắc Ninh", "KCN Mẫu, Bắc Giang", minute=1)
    assert zones(store)["zone/bac-giang-kcn-mau"] == "zone/bac-ninh-kcn-mau"


def test_one_article_may_mean_another_zone() -> None:
    moved: Told = ("bai-1", "2025-11-12", (("KCN Mẫu", "Hồ Chí Minh"),))
    store = stored(("cu", "2020-01-02", (("KCN Mẫu", "Hồ Chí Minh"),)), moved)
    before = quads(store)
    name = find_zone(store, BASE, "KCN Mẫu, TP HCM")
    meant = new_zone(BASE, name, "KCN Mẫu, Bình Dương")
    assert meant.path == "zone/binh-duong-kcn-mau"
    own = zone_for_article(store, BASE, "bai-1", name)
    assert own.key.merged and not name.key.merged
    zoning = Zoning(store, BASE)
    decision, problems = decide(zoning, "move", author="A", reason="huyện", zones=(own, meant), article="bai-1")
    assert not problems

    def of(path: str) -> set[str]:
        node = ox.NamedNode(f"{BASE}id/{path}")
        return {quad.graph_name.value for quad in quads(store) if quad.object == node and "article" in str(quad)}  # type: ignore[union-attr]

    here = identifiers(BASE).article_graph("bai-1").value
    assert here in of(meant.path) and here not in of(name.path) - of(meant.path)
    assert {one.path: one.articles for one in known_zones(store, BASE)} == {meant.path: 1, name.path: 1}
    after = quads(store)
    write(store, moved)
    assert quads(store) == after, "a reload comes to the same"
    decide(Zoning(store, BASE), "undo", author="A", reason="doch", revises=decision.id)
    kept = {quad for quad in quads(store) if "zone-decisions" not in quad.graph_name.value}  # type: ignore[union-attr]
    assert kept == before


def test_an_article_that_names_both_is_left_alone() -> None:
    both: Told = ("bai-1", "2020-01-02", (("KCN Mẫu", "Hà Nam"), ("KCN Ví Dụ", "Hà Nam")))
    store = stored(both)
    one, other = (find_zone(store, BASE, name) for name in ("KCN Mẫu, Hà Nam", "KCN Ví Dụ, Hà Nam"))
    before = {quad.triple for quad in store.quads(graph_of(both)[0])}
    _, problems = decide(Zoning(store, BASE), "move", author="A", reason="vì", zones=(one, other), article="bai-1")
    assert len(problems) == 1 and "KCN Ví Dụ as well" in problems[0]
    assert {quad.triple for quad in store.quads(graph_of(both)[0])} == before


def test_decisions_are_kept_in_two_places(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "zones.jsonl"
    store = stored(OTHER)
    decision = said(store, "merge", "KCN Ví Dụ 2, Hà Nam", "KCN Ví Dụ 1, Hà Nam")
    assert Zoning(store, BASE, file).all == {decision.id: decision}
    anew = open_store(":memory:")
    write(anew, OTHER)
    assert zones(anew) == {}
    assert Zoning(anew, BASE, file).force == (decision,)
    assert zones(anew) == zones(store) and decisions_in(anew, BASE) == [decision]
    # The decision waits where its articles are not there so far.
    later = open_store(":memory:")
    zoning = Zoning(later, BASE, file)
    write(later, OTHER, zoning=zoning)
    assert zones(later) == zones(store)
    with file.open("a", encoding="utf-8") as lines:
        lines.write("{}\n")
    assert [problem.line for problem in Zoning(anew, BASE, file).problems] == [2]


def test_zones_are_found_by_name_or_iri() -> None:
    store = stored(*ARTICLES)
    expected = "zone/ha-nam-kcn-vi-du-2"
    written = ("KCN Ví Dụ 2, Hà Nam", "Khu CN Ví Dụ II", "Ví Dụ số 2", expected, f"{BASE}id/{expected}")
    assert {find_zone(store, BASE, one).path for one in written} == {expected}
    assert find_zone(store, BASE, "KCN Mẫu").path == "zone/bac-giang-kcn-mau", "names of one zone are no several"
    for wrong, why in (
        ("KCN Ví Dụ 3", "no zone is called so; there are: cluster/ha-nam-ccn-vi-du"),
        ("KCN Lạ", "no zone is called so; `kg zones list`"),
        ("KCN Mẫu, Ruritania", "no province"),
        ("zone/lạ", "no article names"),
        ("zone/a b", "no IRI"),
        ("中国", "no name"),
    ):
        with pytest.raises(ZoneError, match=why):
            find_zone(store, BASE, wrong)
    write(store, ("hai", "2020-01-02", (("KCN Ví Dụ 2", "Hà Nội"),)))
    with pytest.raises(ZoneError, match="several"):
        find_zone(store, BASE, "KCN Ví Dụ 2")
    with pytest.raises(ZoneError, match="no article of that id names"):
        zone_for_article(store, BASE, "giang", find_zone(store, BASE, expected))
    with pytest.raises(ZoneError, match="kind and its province"):
        new_zone(BASE, find_zone(store, BASE, expected), "Mẫu")


def test_longer_names_are_candidates_and_numbered_ones_are_not() -> None:
    store = stored(
        (
            "a",
            "2020-01-02",
            (("KCN Sông Biển", "Hà Nam"), ("KCN Sông Biển 2", "Hà Nam"), ("KCN Sông Biển Xanh", "Hà Nam")),
        ),
        ("b", "2020-01-02", (("KCN Biển Xanh", "Hà Nội"), ("CCN Sông Biển", "Hà Nội"))),
    )
    pairs = {(one.first.path, one.second.path, one.doubt) for one in doubtful_zones(store, BASE)}
    assert pairs == {("zone/ha-nam-kcn-song-bien", "zone/ha-nam-kcn-song-bien-xanh", "saysMore")}
    said(store, "split", "KCN Sông Biển, Hà Nam", "KCN Sông Biển Xanh")
    assert doubtful_zones(store, BASE) == []


def test_what_others_wrote_does_no_harm() -> None:
    store = stored(OTHER)
    terms = f"{BASE}ontology#"
    thing = ox.NamedNode(f"{BASE}id/zone/mau")
    odd = [
        ox.Triple(thing, ox.NamedNode(terms + "nameKey"), ox.Literal("no key")),
        ox.Triple(thing, ox.NamedNode(terms + "decisionRecord"), ox.Literal("{")),
    ]
    store.replace_graphs({f"{BASE}graph/article/odd": odd, f"{BASE}graph/zone-decisions": odd})
    zoning = Zoning(store, BASE)
    assert len(zoning.problems) == 1
    write(store, *ARTICLES, zoning=zoning)
    assert "zone/mau" not in {one.path for one in known_zones(store, BASE)}


def test_a_store_of_many_names_is_resolved_bucket_by_bucket() -> None:
    chosen = random.Random(7)
    names = [f"KCN Tên{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(120)]
    provinces = ("Bắc Giang", "Bắc Ninh", "Hà Nam")
    articles: Iterable[Told] = [
        (f"bai-{number}", chosen.choice(("2019", "2026")), ((name, chosen.choice(provinces)),))
        for number, name in enumerate(names * 2)
    ]
    store = stored(*articles)
    assert len({one.path for one in known_zones(store, BASE)}) >= 120
    before = quads(store)
    Zoning(store, BASE).registry.rebuild()
    assert quads(store) == before


def test_of_a_name_that_is_known_no_list_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    store = stored(GIANG, OTHER)
    registry = ZoneRegistry(store, BASE)
    names = registry.stated_in(graph_of(GIANG)[0])
    read: list[str | None] = []
    quads_of = store.quads

    def quads_read(graph: str | None = None) -> Iterator[ox.Quad]:
        read.append(graph)
        return quads_of(graph)

    monkeypatch.setattr(store, "quads", quads_read)
    before = store.version
    registry.add(names)
    assert (read, store.version) == ([], before)
    registry.add({("zone/ha-nam-kcn-mau", read_zone_key("kcn/mau//ha-nam"))})
    assert read == [f"{BASE}graph/zone-names/mau"]
    assert "zone/ha-nam-kcn-mau" in listed(store)


@pytest.mark.parametrize("kept", [0, 20_000])
def test_a_name_that_was_dropped_is_known_no_longer(monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    monkeypatch.setattr("kg.zone_registry._KEPT", kept)
    store = stored(NOWHERE)
    registry = ZoneRegistry(store, BASE)
    names = registry.stated_in(graph_of(NOWHERE)[0])
    registry.add(names)  # remembered as known
    store.replace_graphs({graph_of(NOWHERE)[0]: []})
    registry.drop(names)
    assert listed(store) == set()
    registry.add(names)
    assert listed(store) == {path for path, _ in names}
