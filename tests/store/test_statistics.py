"""What is counted of a store, held against counting by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.settings import DEFAULT_BASE_IRI as BASE
from kg.store import Store, open_store, text
from kg.store import statistics as module
from kg.store.statistics import VOID_EXT, statistics, write_statistics

VOID = "http://rdfs.org/ns/void#"
A = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
NAME = f"{BASE}graph/void"
DATASET = f"{BASE}id/dataset/observations"
TURTLE = f"""
@prefix ex: <http://example.org/> .
@prefix kg: <{BASE}ontology#> .
ex:zone1 a ex:Zone ; ex:name "KCN Tràng Cát"@vi, "Trang Cat" ; ex:area 5.5 ; ex:in ex:place .
ex:zone2 a ex:Zone, ex:Thing ; ex:name "KCN Vũ Ninh"@vi .
ex:place a ex:Place .
ex:article a kg:Article .
[] a ex:Zone ; ex:in ex:place .
"""


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as opened:
        triples = [quad.triple for quad in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)]
        opened.replace_graphs({f"{BASE}graph/article/a": triples, f"{BASE}graph/other": triples[:2]})
        yield opened


def _counts(store: Store) -> tuple[dict[str, int], dict[str, int], dict[tuple[str, str], int]]:
    """What the graph says: of the data set, of classes, of the properties of each class."""
    query = f"PREFIX void: <{VOID}> SELECT * WHERE {{ GRAPH <{NAME}> {{ %s }} }}"
    whole = store.select(query % f"<{DATASET}> ?p ?o FILTER(ISLITERAL(?o))")
    classes = store.select(query % "?c void:class ?class ; void:entities ?n")
    both = store.select(
        query % "?c void:class ?class ; void:propertyPartition ?q . ?q void:property ?p ; void:triples ?n"
    )
    return (
        {row["p"].value.removeprefix(VOID): int(row["o"].value) for row in whole},  # type: ignore[union-attr]
        {row["class"].value: int(row["n"].value) for row in classes},  # type: ignore[union-attr]
        {(row["class"].value, row["p"].value): int(row["n"].value) for row in both},  # type: ignore[union-attr]
    )


def test_the_figures_are_those_counted_by_hand(store: Store) -> None:
    quads = list(store.quads())
    assert write_statistics(store, BASE, changed=1)
    whole, classes, properties = _counts(store)
    assert whole == {"triples": len(quads), "distinctSubjects": 5, "classes": 4, "properties": 4, "documents": 1}
    assert classes == {
        "http://example.org/Zone": 3,
        "http://example.org/Thing": 1,
        "http://example.org/Place": 1,
        f"{BASE}ontology#Article": 1,
    }
    by_hand = Counter(
        (typed.object.value, quad.predicate.value)  # type: ignore[union-attr]
        for typed in quads
        if typed.predicate == A
        for quad in quads
        if (quad.subject, quad.graph_name) == (typed.subject, typed.graph_name)
    )
    assert properties == by_hand


def test_what_the_values_are_is_told(store: Store) -> None:
    write_statistics(store, BASE, changed=1)
    rows = store.select(
        f"PREFIX void: <{VOID}> PREFIX ext: <{VOID_EXT}> SELECT ?p ?d ?c WHERE {{"
        "  ?z void:class <http://example.org/Zone> ; void:propertyPartition ?q . ?q void:property ?p ."
        "  { ?q ext:datatypePartition/ext:datatype ?d } UNION { ?q void:classPartition/void:class ?c } }"
    )
    told = {tuple(str(term.value).rpartition("/")[2].rpartition("#")[2] for term in row.values()) for row in rows}  # type: ignore[union-attr]
    assert told == {("name", "langString"), ("name", "string"), ("area", "decimal"), ("in", "Place")}


def test_counted_again_it_is_the_same(store: Store) -> None:
    first = statistics(store, BASE)
    store.replace_graphs({NAME: first})
    assert set(statistics(store, BASE)) == set(first), "and not of itself"


def test_it_is_counted_where_there_is_need_to(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert write_statistics(store, BASE, changed=0), "it was not there"
    assert not write_statistics(store, BASE, changed=0)
    assert write_statistics(store, BASE, changed=1)
    monkeypatch.setattr(module, "MANY", 5)
    articles = [ox.Triple(ox.NamedNode(f"urn:{n}"), A, ox.NamedNode(f"{BASE}ontology#Article")) for n in range(200)]
    store.replace_graphs({f"{BASE}graph/article/many": articles})
    assert write_statistics(store, BASE, changed=200)
    assert not write_statistics(store, BASE, changed=9)
    assert write_statistics(store, BASE, changed=11)
    for number in range(11):  # one after the other, which together are many
        more = [ox.Triple(ox.NamedNode(f"urn:more-{number}"), A, ox.NamedNode(f"{BASE}ontology#Article"))]
        store.replace_graphs({f"{BASE}graph/article/more-{number}": more})
        counted = write_statistics(store, BASE, changed=1)
    assert counted


def test_one_more_article_does_not_have_a_large_store_counted_that_others_filled(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [ox.Triple(ox.NamedNode(f"urn:{n}"), A, ox.NamedNode(f"{BASE}ontology#Article")) for n in range(200)]
    store.replace_graphs({f"{BASE}graph/article/many": articles})
    monkeypatch.setattr(module, "MANY_ARTICLES", 100)
    assert not write_statistics(store, BASE, changed=1)
    assert write_statistics(store, BASE, changed=1, anyhow=True)
    assert not write_statistics(store, BASE, changed=0)
    store.replace_graphs({NAME: []})
    assert write_statistics(store, BASE, changed=50)


def test_graphs_to_look_at_are_found_from_both_ends(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    one, of_one = ox.NamedNode("urn:a"), ox.NamedNode("urn:C")
    store.replace_graphs(
        {f"{BASE}graph/article/a{n}": [ox.Triple(ox.NamedNode(f"urn:{n}"), A, of_one)] for n in range(9)}
        | {
            f"{BASE}graph/{name}": [
                ox.Triple(one, ox.NamedNode(f"urn:{name}"), ox.Literal(1)),
                ox.Triple(one, A, of_one),
            ]
            for name in ("aaa", "zzz")
        }
    )
    monkeypatch.setattr(module, "SAMPLE", 3)
    write_statistics(store, BASE, changed=1)
    rows = store.select(
        f"PREFIX void: <{VOID}> PREFIX ext: <{VOID_EXT}>SELECT ?p {{ ?q ext:datatypePartition ?d ; void:property ?p }}"
    )
    told = {text(row, "p") for row in rows}
    assert {"urn:aaa", "urn:zzz"} <= told, "graphs before and behind those of articles"


def test_an_empty_store_has_nothing(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store")) as store:
        write_statistics(store, BASE, changed=0)
        assert _counts(store)[0]["triples"] == 0
