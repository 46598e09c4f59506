"""The canned queries as RDF."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.canned import canned_queries, examples_graph
from kg.settings import DEFAULT_BASE_IRI
from kg.store import Store, open_store

SH = "http://www.w3.org/ns/shacl#"
ELSEWHERE = "http://127.0.0.1:8000/"


def _held(base_iri: str) -> ox.Store:
    name, triples = examples_graph(base_iri)
    held = ox.Store()
    held.extend(ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)
    return held


@pytest.mark.parametrize("base_iri", [DEFAULT_BASE_IRI, ELSEWHERE])
def test_an_editor_finds_every_query_once(base_iri: str) -> None:
    rows = _held(base_iri).query(
        f"PREFIX sh: <{SH}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT * WHERE {{"
        " ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query }",
        use_default_graph_as_union=True,
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = {row["sq"].value: row["query"].value for row in rows}
    assert set(found) == {f"{base_iri}queries/{name}" for name in canned_queries()}
    with open_store(":memory:") as store:
        for sparql in found.values():
            assert "#+" not in sparql
            assert base_iri == DEFAULT_BASE_IRI or DEFAULT_BASE_IRI not in sparql
            _runs(store, sparql)


def _runs(store: Store, sparql: str) -> None:
    assert store.select(sparql).variables


def test_an_editor_finds_the_prefixes() -> None:
    rows = _held(DEFAULT_BASE_IRI).query(
        f"PREFIX sh: <{SH}> SELECT ?prefix ?namespace WHERE {{ [] sh:namespace ?namespace ; sh:prefix ?prefix }}",
        use_default_graph_as_union=True,
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert ("kg", f"{DEFAULT_BASE_IRI}ontology#") in {(row["prefix"].value, row["namespace"].value) for row in rows}
