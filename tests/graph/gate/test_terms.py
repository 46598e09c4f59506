"""The graph that pySHACL works on answers as rdflib's own does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, Literal, URIRef

from kg.graph.gate.terms import PlainGraph

_NODES = [URIRef(f"https://example.org/{name}") for name in "abc"]
_OBJECTS = [*_NODES, Literal("1"), Literal("1", lang="vi"), Literal(1)]
_TRIPLES = st.tuples(st.sampled_from(_NODES), st.sampled_from(_NODES), st.sampled_from(_OBJECTS))


@given(st.lists(_TRIPLES, max_size=12))
def test_what_a_subject_has_and_who_has_an_object(triples: list[tuple[URIRef, URIRef, URIRef | Literal]]) -> None:
    plain, usual = PlainGraph(), Graph()
    for triple in triples:
        plain.add(triple)
        usual.add(triple)
    assert len(plain) == len(usual)
    for one in [None, *_NODES]:
        for predicate in [None, *_NODES, _NODES[0] / _NODES[1]]:
            assert set(plain.objects(one, predicate)) == set(usual.objects(one, predicate))
    for predicate in [None, *_NODES]:
        for object_ in [None, *_OBJECTS]:
            assert set(plain.subjects(predicate, object_)) == set(usual.subjects(predicate, object_))


def test_lists_are_read_anew_when_something_is_added() -> None:
    graph, head = PlainGraph(), _NODES[0]
    graph.add((head, RDF.first, Literal(1)))
    assert list(graph.items(head)) == [Literal(1)]
    graph.add((head, RDF.rest, _NODES[1]))
    graph.add((_NODES[1], RDF.first, Literal(3)))
    graph.addN([(_NODES[1], RDF.rest, RDF.nil, graph)])
    assert list(graph.items(_NODES[1])) == [Literal(3)]
    assert list(graph.items(head)) == [Literal(1), Literal(3)]


def test_nothing_is_taken_out() -> None:
    with pytest.raises(NotImplementedError):
        PlainGraph().remove((None, None, None))
