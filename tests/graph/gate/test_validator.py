"""The prepared shapes against pySHACL called as its manual says: the same results, whatever is wrong with a graph."""

from __future__ import annotations

import random
from functools import cache

import pyoxigraph as ox
import pyshacl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import SH, Graph

from kg.errors import OntologyError
from kg.graph import ArticleGraph
from kg.graph.gate.reference import Reference, reference_triples
from kg.graph.gate.terms import quiet_literals, rdflib_graph, rdflib_term
from kg.graph.gate.validator import PreparedShapes
from kg.graph.shapes import shapes_graph
from kg.settings import DEFAULT_BASE_IRI

Found = set[tuple[str, str, str, str, str]]


@cache
def shapes() -> Graph:
    return rdflib_graph(shapes_graph(DEFAULT_BASE_IRI))


@cache
def prepared() -> PreparedShapes:
    return PreparedShapes(rdflib_graph(shapes_graph(DEFAULT_BASE_IRI)))


@cache
def reference() -> Reference:
    return Reference(DEFAULT_BASE_IRI)


def ordinary(graph: Graph) -> Graph:
    """The same in rdflib's usual store: pySHACL's own way takes no other."""
    copy = Graph()
    for triple in graph:
        copy.add(triple)
    return copy


def by_pyshacl(data: Graph) -> Found:
    with quiet_literals():
        _, report, _ = pyshacl.validate(
            ordinary(data), shacl_graph=ordinary(shapes()), inference="none", meta_shacl=False
        )
    assert isinstance(report, Graph)
    parts = (SH.sourceShape, SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.resultSeverity)
    found = set()
    for result in report.objects(None, SH.result):
        shape, focus, value, component, severity = (str(report.value(result, part)) for part in parts)
        found.add((shape, focus, value, component, severity))
    return found


def by_prepared(data: Graph) -> Found:
    with quiet_literals():
        results = prepared().validate(data)
    return {(str(r.shape), str(r.focus), str(r.value), str(r.component), str(r.severity)) for r in results}


# The graph is only read, so all examples can have the same.
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_broken_graphs_have_the_same_results(seed: int, graph: ArticleGraph) -> None:
    choose = random.Random(seed)
    triples = graph.triples
    nodes = [triple.object for triple in triples]
    for _ in range(choose.randint(1, 6)):
        at = choose.randrange(len(triples))
        triple = triples[at]
        match choose.choice(("drop", "change", "add")):
            case "drop":
                del triples[at]
            case "change":
                triples[at] = ox.Triple(triple.subject, triple.predicate, choose.choice(nodes))
            case "add":
                triples.append(ox.Triple(triple.subject, triple.predicate, choose.choice(nodes)))
    data = rdflib_graph(triples)
    for told in reference().about(triples):
        data.add(told)
    assert by_prepared(data) == by_pyshacl(data)


def test_the_reference_data_have_the_same_results() -> None:
    triples = [t for t in reference_triples(DEFAULT_BASE_IRI) if "/district/" not in str(t.subject)]
    del triples[::7]
    data = rdflib_graph(triples)
    assert by_prepared(data) == by_pyshacl(data) != set()


def test_a_shape_that_cannot_be_used_is_told() -> None:
    shape = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:path <urn:p> ."
    with pytest.raises(OntologyError, match="shape"):
        PreparedShapes(Graph().parse(data=shape))


def test_sparql_constraints_and_other_targets_work_too() -> None:
    shape = """@prefix sh: <http://www.w3.org/ns/shacl#> .
      <urn:s> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ; sh:targetObjectsOf <urn:q> ; sh:nodeKind sh:IRI ;
        sh:sparql [ sh:select "SELECT $this WHERE { $this <urn:p> 2 }" ; sh:message "two" ] ."""
    data = Graph().parse(data="<urn:a> <urn:p> 1 . <urn:b> <urn:p> 2 . <urn:c> <urn:q> 'literal' .", format="turtle")
    found = PreparedShapes(Graph().parse(data=shape)).validate(data)
    assert {(str(r.focus), str(r.component).rpartition("#")[2]) for r in found} == {
        ("urn:b", "SPARQLConstraintComponent"),
        ("literal", "NodeKindConstraintComponent"),
    }


def test_nodes_that_are_only_referred_to_are_not_judged(graph: ArticleGraph) -> None:
    data = rdflib_graph(graph.triples)
    own = {rdflib_term(fact.root) for fact in graph.facts}
    assert {result.focus for result in prepared().validate(data)} - own
    assert {result.focus for result in prepared().validate(data, own)} <= own


def test_a_triple_as_a_term_is_none_of_ours() -> None:
    node = ox.NamedNode("urn:x")
    with pytest.raises(TypeError):
        rdflib_term(ox.Triple(node, node, node))
