"""Look-ups from columns: what the engine answers, byte by byte but for the order of the rows."""

from __future__ import annotations

import json
import tempfile

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.store.columns.building import build
from kg.store.generations import NONE
from kg.store.lookups import LookUp
from kg.store.subjects import Subjects

NS = "http://e/"
XSD = "http://www.w3.org/2001/XMLSchema#"
NODES = st.sampled_from([ox.NamedNode(NS + name) for name in ("a", "b", "số", "x#y", "p", "c/../d")])
LITERALS = st.one_of(
    st.text(max_size=8).map(ox.Literal),
    st.text('\x00\x07\x08\t\n\x0c\r\x1f"\\\x7f\x85\u2028\ud7ff\ue000\ufffe\U0001f600<>@^', max_size=8).map(ox.Literal),
    st.text(max_size=8).map(lambda value: ox.Literal(value, language="vi-VN")),
    st.sampled_from(["integer", "string", "date", "decimal"]).map(
        lambda kind: ox.Literal("5", datatype=ox.NamedNode(XSD + kind))
    ),
    st.text('<>"\\ \n', max_size=4).map(lambda value: ox.Literal(value, datatype=ox.NamedNode(NS + "số"))),
)
TERMS = st.one_of(NODES, LITERALS, st.sampled_from([ox.BlankNode("b1"), ox.BlankNode("ff")]))
PROPERTIES = st.sampled_from([ox.NamedNode(NS + "p"), ox.NamedNode(NS + "q"), ox.NamedNode(f"{NS[:-1]}/x#y")])
QUADS = st.lists(
    st.builds(ox.Quad, NODES, PROPERTIES, TERMS, st.sampled_from([ox.NamedNode(NS + "g"), ox.DefaultGraph()])),
    min_size=1,
    max_size=30,
)
PREFIX = "PREFIX e: <http://e/> "
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
QUERIES = [
    "SELECT ?p ?o { <http://e/a> ?p ?o }",
    "SELECT $o ?p { <http://e/số> ?p ?o . }",
    "#x: <http://n/>\nPREFIX e: <http://n/> prefix e: #e: <http://n/>\n<http://e/> SELECT ?o{e:a e:p ?o}",
    PREFIX + "SELECT #?n\n?p ?none { e:a ?p e:b }",
    PREFIX + "SELECT ?p { <http://e/x#y> ?p <http://e/x#y> } LIMIT 1000000000000",
    PREFIX + "SELECT ?none { e:a ?p ?o }",
    PREFIX + "SELECT ?none { e:a e:p e:b }",
    PREFIX + "SELECT ?o { e:a a ?o }",
    PREFIX + "SELECT ?o { e:a ?p ?o } LIMIT 0",
]
OTHERS = [  # the engine's
    "SELECT * { <http://e/a> ?p ?o }",
    "SELECT ?p ?p { <http://e/a> ?p ?o }",
    "SELECT ?o { <http://e/absent> ?p ?o }",
    "SELECT ?o { <a> ?p ?o }",
    "SELECT ?o { <http://e/c/../a> ?p ?o }",
    "SELECT ?o { <http://e/c/../d> ?p ?o }",
    "SELECT ?o { e:a ?p ?o }",
    PREFIX + "SELECT ?o { e:a A ?o }",
    PREFIX + "SELECT ?p { e:a ?p 5 }",
    PREFIX + 'SELECT ?p { e:a ?p "x" }',
    PREFIX + "SELECT ?p { ?s ?p e:a } LIMIT 5",
    "PREFIX f: <x> " + PREFIX + "SELECT ?o { e:a ?p ?o }",
    "PREFIX f: <http://[> " + PREFIX + "SELECT ?o { e:a ?p ?o }",
]


def subjects_of(engine: ox.Store) -> Subjects:
    """Those of a store, as a fork server makes them."""
    dumped = engine.dump(format=ox.RdfFormat.N_QUADS) or b""
    with tempfile.TemporaryFile() as file:
        lengths = build([line + b"\n" for line in dumped.split(b"\n")[:-1]], file)
        file.flush()
        return Subjects(file.fileno(), lengths, NONE)


def _found(query: str, subjects: Subjects) -> bytes | None:
    asked = LookUp.of(query)
    assert asked is not None, query
    return asked.from_columns(subjects)


def _engine(engine: ox.Store, query: str) -> bytes:
    found = engine.query(query, base_iri=NS, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=ox.QueryResultsFormat.JSON) or b""


@settings(max_examples=150, deadline=None)
@given(QUADS)
def test_as_the_engine(quads: list[ox.Quad]) -> None:
    engine = ox.Store()
    engine.extend([*quads, ox.Quad(ox.NamedNode(NS + "a"), TYPE, ox.NamedNode(NS + "C"))])
    subjects = subjects_of(engine)
    there = {str(quad.subject) for quad in engine}
    for query in QUERIES:
        found = _found(query, subjects)
        assert (found is None) == (
            ("số" in query and "<http://e/số>" not in there) or ("x#y" in query and "<http://e/x#y>" not in there)
        )
        if found is not None:
            expected = _engine(engine, query)
            assert len(found) == len(expected), query
            told, wanted = json.loads(found), json.loads(expected)
            assert told["head"] == wanted["head"]
            rows = [sorted(map(json.dumps, answer["results"]["bindings"])) for answer in (told, wanted)]
            assert rows[0] == rows[1], query
    for query in OTHERS:
        assert _found(query, subjects) is None, query


def test_limits() -> None:
    engine = ox.Store()
    node = ox.NamedNode(NS + "a")
    engine.extend(ox.Quad(node, node, ox.Literal("x" * 200 + str(number))) for number in range(1001))
    subjects = subjects_of(engine)
    assert _found("SELECT ?o { <http://e/a> ?p ?o }", subjects) is None
    assert _found("SELECT ?o { <http://e/a> ?p ?o } LIMIT 7", subjects) is None
    engine.remove(next(engine.quads_for_pattern(node, None, None)))
    subjects = subjects_of(engine)
    assert _found("SELECT ?o { <http://e/a> ?p ?o } LIMIT 1000", subjects) is None  # too many bytes
    found = _found("SELECT ?o { <http://e/a> ?p ?o } LIMIT 7", subjects)
    assert found is not None and len(json.loads(found)["results"]["bindings"]) == 7


@pytest.mark.parametrize("text", ["( <http://e/a> <http://e/a> <http://e/a> )", "direction"])
def test_what_is_not_understood(text: str) -> None:
    engine = ox.Store()
    node = ox.NamedNode(NS + "a")
    term = (
        ox.Literal("x", language="vi", direction=ox.BaseDirection.LTR)
        if text == "direction"
        else ox.Triple(node, node, node)
    )
    engine.add(ox.Quad(node, node, term))
    subjects = subjects_of(engine)
    assert _found("SELECT ?o { <http://e/a> ?p ?o }", subjects) is None
    assert _found("SELECT ?p { <http://e/a> ?p ?o }", subjects) is not None


def test_subjects_of_one_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.subjects.hash_of", lambda term: 5)
    monkeypatch.setattr("kg.store.columns.building.hash_of", lambda term: 5)
    engine = ox.Store()
    for number in range(20):
        node = ox.NamedNode(f"{NS}n{number}")
        engine.add(ox.Quad(node, node, ox.Literal(number)))
    subjects = subjects_of(engine)
    for number in range(20):
        query = f"SELECT ?p ?o {{ <{NS}n{number}> ?p ?o }}"
        assert _found(query, subjects) == _engine(engine, query)
    assert _found(f"SELECT ?o {{ <{NS}n20> ?p ?o }}", subjects) is None
