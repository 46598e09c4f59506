"""The graph through the store that is really used, on disk."""

from __future__ import annotations

from pathlib import Path

from kg.facts import ArticleFacts
from kg.graph import ArticleGraph, read_facts, reference_graphs
from kg.graph.gate import Gate
from kg.settings import DEFAULT_BASE_IRI
from kg.store import open_store


def test_facts_come_back_from_disk_beside_the_reference_data(
    graph: ArticleGraph, facts: ArticleFacts, tmp_path: Path
) -> None:
    kept = Gate(DEFAULT_BASE_IRI).check(graph).kept
    with open_store(str(tmp_path / "store")) as store:
        store.replace_graphs({name.value: triples for name, triples in reference_graphs(DEFAULT_BASE_IRI)})
        store.replace_graphs({kept.name.value: kept.triples})
        store.flush()
    with open_store(str(tmp_path / "store"), read_only=True) as store:
        assert list(read_facts(store, DEFAULT_BASE_IRI)) == [facts]
        assert list(read_facts(store, DEFAULT_BASE_IRI, kept.article.value)) == [facts]
        assert list(Gate(DEFAULT_BASE_IRI).check_store(store)) == []
