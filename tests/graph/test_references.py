from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.compare import isomorphic

from kg.errors import OntologyError
from kg.graph import reference_graphs
from kg.graph.gate.terms import rdflib_graph
from kg.graph.turtle import read_turtle
from kg.reference.metrics import metrics
from kg.settings import DEFAULT_BASE_IRI

BASE = DEFAULT_BASE_IRI
QB = "http://purl.org/linked-data/cube#"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    for name, triples in reference_graphs(BASE):
        store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in triples)
    return store


def ask(store: ox.Store, pattern: str) -> bool:
    prefixes = f"PREFIX qb: <{QB}> PREFIX kg: <{BASE}ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>"
    return bool(store.query(f"{prefixes} ASK {{ {pattern} }}", use_default_graph_as_union=True))


def test_the_graphs_have_their_names(store: ox.Store) -> None:
    names = {str(name.value).removeprefix(f"{BASE}graph/") for name in store.named_graphs()}
    assert {"ontology", "metrics", "places", "shapes", "dataset"} <= names


def test_two_readings_are_the_same_also_their_blank_nodes() -> None:
    first, second = (dict(reference_graphs(BASE)) for _ in range(2))
    assert first == second
    blank = [{t.subject for t in triples if isinstance(t.subject, ox.BlankNode)} for triples in first.values()]
    assert sum(map(len, blank)) == len(set().union(*blank)) > 0, "graphs must not share blank nodes"


def test_another_base_moves_all_of_ours_and_nothing_else() -> None:
    base = "http://127.0.0.1:8000/"
    for (name, ours), (moved_name, moved) in zip(reference_graphs(BASE), reference_graphs(base), strict=True):
        assert moved_name.value == name.value.replace(BASE, base)
        text = ox.serialize(moved, format=ox.RdfFormat.N_TRIPLES)
        back = ox.serialize(ours, format=ox.RdfFormat.N_TRIPLES)
        assert text and back and BASE.encode() not in text
        assert text == back.replace(BASE.encode(), base.encode())


def test_a_file_comes_through_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text('<urn:a> <urn:p> [ <urn:q> ( 1 2 "ba"@vi ) ] .', encoding="utf-8")
    triples = read_turtle(path)
    assert isomorphic(rdflib_graph(triples), rdflib_graph(q.triple for q in ox.parse(path=str(path))))


@pytest.mark.parametrize("text", [None, "<urn:a> <urn:p>"])
def test_a_file_that_is_missing_or_no_turtle_is_told(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "x.ttl"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        read_turtle(path)
    assert caught.value.where == str(path)


def test_the_data_set_describes_itself(store: ox.Store) -> None:
    assert ask(
        store,
        f"""<{BASE}id/dataset/observations> a <http://www.w3.org/ns/dcat#Dataset>, <http://rdfs.org/ns/void#Dataset>,
          qb:DataSet ; dcterms:license <https://creativecommons.org/licenses/by/4.0/> ; dcterms:title ?vi, ?en .
        FILTER(LANG(?vi) = "vi" && LANG(?en) = "en")""",
    )


@pytest.mark.parametrize(
    "broken",
    [
        # RDF Data Cube, section 11.1: IC-2 a structure, IC-3 a measure, IC-6 only attributes are optional
        "?set a qb:DataSet FILTER NOT EXISTS { ?set qb:structure/a qb:DataStructureDefinition }",
        "?s a qb:DataStructureDefinition FILTER NOT EXISTS { ?s qb:component/qb:measure ?m }",
        "?c qb:componentRequired false FILTER NOT EXISTS { ?c qb:attribute ?a }",
        "?c qb:order ?order . ?d qb:order ?order FILTER(?c != ?d)",
        "?c a qb:ComponentSpecification FILTER NOT EXISTS { ?c qb:dimension|qb:measure|qb:attribute ?p }",
    ],
)
def test_the_cube_is_well_formed(store: ox.Store, broken: str) -> None:
    assert not ask(store, f"GRAPH <{BASE}graph/dataset> {{ {broken} }}")


def test_every_required_component_is_on_every_observation_by_the_shapes(store: ox.Store) -> None:
    missing = f"""GRAPH <{BASE}graph/dataset> {{
        {{ ?c qb:dimension|qb:measure ?p }} UNION {{ ?c qb:attribute ?p ; qb:componentRequired true }} }}
      FILTER NOT EXISTS {{ GRAPH <{BASE}graph/shapes> {{
        <{BASE}shapes#Observation> <http://www.w3.org/ns/shacl#property> ?shape .
        ?shape <http://www.w3.org/ns/shacl#path> ?p ; <http://www.w3.org/ns/shacl#minCount> 1 }} }}"""
    assert not ask(store, missing)


def test_each_metric_has_its_shape_in_the_shapes_graph(store: ox.Store) -> None:
    targets = store.query(
        f"SELECT ?m WHERE {{ GRAPH <{BASE}graph/shapes> {{ ?s <http://www.w3.org/ns/shacl#targetNode> ?m }} }}"
    )
    assert {row["m"].value.rpartition("/")[2] for row in targets} == set(metrics())  # type: ignore[union-attr]
