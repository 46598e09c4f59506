from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import pipeline, storing
from kg.pipeline import load
from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import Store, open_store

STARTED = ox.NamedNode("http://www.w3.org/ns/prov#startedAtTime")
TEXT = (
    "Năm {year}, KCN {zone} tại tỉnh Nam Định có diện tích {area} ha, tỷ lệ lấp đầy đạt {share}%. "
    "Tỉnh Nam Định có {share} cụm công nghiệp."
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "write_reference_graphs", lambda store, base_iri: [])


def articles(path: Path, count: int, year: int = 2021) -> Path:
    zones = ("Bảo Minh", "Mỹ Trung", "Bảo Minh mở rộng", "Hòa Xá")
    path.write_text(
        "".join(
            json.dumps(
                {
                    "id": f"bai-{number}",
                    "text": TEXT.format(year=year, zone=zones[number % 4], area=100 + number, share=10 + number % 80),
                }
            )
            + "\n"
            for number in range(count)
        ),
        encoding="utf-8",
    )
    return path


def untimed(store: Store) -> set[ox.Quad]:
    return {quad for quad in store.quads() if quad.predicate != STARTED}


def test_many_together_are_stored_as_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = articles(tmp_path / "news.jsonl", 90)
    found = []
    for few, together in ((10**9, 10**9), (0, 10**9), (5, 40)):
        monkeypatch.setattr(storing, "FEW", few)
        monkeypatch.setattr(storing, "FIRST_BATCH", together)
        with open_store(":memory:") as store:
            assert load([source], store, base_iri=BASE, processes=1).articles == 90
            found.append(untimed(store))
    assert found[0] == found[1] == found[2]
    names = {str(quad.graph_name) for quad in found[1]}
    assert any("zone-names" in name for name in names), "names of zones are known too"


def test_what_changed_among_what_is_new_replaces_its_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "FEW", 0)
    with open_store(str(tmp_path / "store")) as store:
        load([articles(tmp_path / "a.jsonl", 5, 2020)], store, base_iri=BASE, processes=1)
        report = load([articles(tmp_path / "b.jsonl", 60, 2022)], store, base_iri=BASE, processes=1)
        assert (report.articles, report.unchanged) == (60, 0)
        found = untimed(store)
    with open_store(":memory:") as store:
        load([tmp_path / "b.jsonl"], store, base_iri=BASE, processes=1)
        assert found == untimed(store)


def test_a_graph_that_is_no_article_of_ours_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "FEW", 0)
    name = f"{BASE}graph/article/bai-0"
    p = ox.NamedNode("http://example.org/p")
    with open_store(":memory:") as store:
        store.replace_graphs({name: [ox.Triple(p, p, ox.Literal("put there by hand"))]})
        load([articles(tmp_path / "a.jsonl", 3)], store, base_iri=BASE, processes=1)
        assert not [quad for quad in store.quads(name) if quad.subject == p]


def test_what_waits_is_written_when_the_load_is_ended(tmp_path: Path) -> None:
    def interrupt(report: object) -> None:
        if getattr(report, "articles", 0) == 60:
            raise KeyboardInterrupt

    source = articles(tmp_path / "news.jsonl", 90)
    with open_store(str(tmp_path / "store")) as store:
        assert load([source], store, base_iri=BASE, processes=1, progress=interrupt).interrupted
    with open_store(str(tmp_path / "store")) as store:
        report = load([source], store, base_iri=BASE, processes=1)
        assert (report.articles, report.unchanged) == (90, 60)
