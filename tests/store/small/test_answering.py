"""Small queries, answered from columns as the engine answers them."""

from __future__ import annotations

import tempfile
from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.store import TABLES
from kg.store.columns.building import build
from kg.store.formats import GRAPHS, Format
from kg.store.generations import NONE
from kg.store.small import read_small, small_answer
from kg.store.small.walking import MOST_STEPS, TooMuch, Walk
from kg.store.subjects import Subjects

NS = "http://e/"
PREFIX = "PREFIX e: <http://e/> "
XSD = "http://www.w3.org/2001/XMLSchema#"


def _iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(NS + name)


NODES = st.sampled_from([_iri(name) for name in "abcp"])
PROPERTIES = st.sampled_from([_iri("p"), _iri("q")])
LITERALS = st.sampled_from(
    [
        ox.Literal("x"),
        ox.Literal('"\\\n\x07<&>,\t'),
        ox.Literal("chữ", language="vi"),
        ox.Literal("5", datatype=ox.NamedNode(XSD + "integer")),
        ox.Literal("5.0", datatype=ox.NamedNode(XSD + "decimal")),
        ox.Literal("x", datatype=_iri("d")),
        ox.Literal("x", language="vi", direction=ox.BaseDirection.LTR),
        ox.Triple(_iri("a"), _iri("p"), _iri("b")),
    ]
)
GRAPHS_OF = st.sampled_from([_iri("g"), _iri("h"), ox.DefaultGraph()])
SUBJECTS = st.one_of(NODES, st.just(ox.BlankNode("b1")))
QUADS = st.lists(
    st.builds(ox.Quad, SUBJECTS, PROPERTIES, st.one_of(SUBJECTS, SUBJECTS, LITERALS), GRAPHS_OF),
    min_size=1,
    max_size=40,
)
_ENDS = ["?x", "?y", "?z", "?x", "?y", "e:a", "e:b"]
_PATHS = ["e:p", "e:q", "e:p", "?p", "?x", "^e:p", "e:p/e:q", "^e:p/^e:q"]
_OBJECTS = [*_ENDS, *_ENDS[:5], '"x"', '"chữ"@vi', "05", "5.0", '"x"^^e:d']
_SAME_SUBJECT = st.builds(
    lambda subject, said: f"{subject} " + " ; ".join(f"{path} {end}" for path, end in said),
    st.sampled_from(_ENDS),
    st.lists(st.tuples(st.sampled_from(_PATHS), st.sampled_from(_OBJECTS)), min_size=1, max_size=2),
)
_PART = st.one_of(
    _SAME_SUBJECT.map(lambda text: text + " . "),
    st.builds(
        lambda graph, text: f"GRAPH {graph} {{ {text} }} ", st.sampled_from(["e:g", "?g", "?x", "e:a"]), _SAME_SUBJECT
    ),
)
_WHERE = st.lists(_PART, min_size=1, max_size=3).map(lambda parts: "{ " + "".join(parts) + "}")
_MODIFIERS = st.sampled_from(["", "", "", " LIMIT 3", " OFFSET 2", " LIMIT 2 OFFSET 1", " LIMIT 0"])
TABLE_QUERIES = st.builds(
    lambda names, where, modifiers: f"SELECT {names} {where}{modifiers}",
    st.sampled_from(["?x", "?x ?y", "?y ?p ?g ?none", "DISTINCT ?x", "DISTINCT ?z ?y", "?none"]),
    _WHERE,
    _MODIFIERS,
)
GRAPH_QUERIES = st.builds(
    lambda template, where, modifiers: f"CONSTRUCT {{ {template} }} WHERE {where}{modifiers}",
    st.sampled_from(["?x e:p ?y", "?x ?p ?z . ?z e:q 5 ; e:r ?none", 'e:n e:o "a\tb" , ?x', "?y ?x ?z"]),
    _WHERE,
    _MODIFIERS,
)
SHORT_QUERIES = st.lists(st.sampled_from(["?x e:p ?y", "?y ?p e:b", "e:a e:q ?x"]), min_size=1, max_size=2).map(
    lambda triples: "CONSTRUCT WHERE { " + " . ".join(triples) + " }"
)


def _subjects_of(engine: ox.Store) -> Subjects:
    """Columns of a store, as a fork server makes them."""
    dumped = engine.dump(format=ox.RdfFormat.N_QUADS) or b""
    with tempfile.TemporaryFile() as file:
        lengths = build([line + b"\n" for line in dumped.split(b"\n")[:-1]], file)
        file.flush()
        return Subjects(file.fileno(), lengths, NONE)


def _store_of(quads: list[ox.Quad]) -> ox.Store:
    """With a few more, so that most queries find something, and all their terms are there."""
    engine = ox.Store()
    engine.extend(quads)
    a, b = _iri("a"), _iri("b")
    for property_ in (_iri("p"), _iri("q")):
        engine.extend([ox.Quad(a, property_, b, _iri("g")), ox.Quad(b, property_, ox.Literal("x"), _iri("g"))])
        engine.add(ox.Quad(b, property_, a, _iri("g")))
    return engine


def _found(query: str, subjects: Subjects, format_: Format = TABLES[0]) -> bytes | None:
    small = read_small(PREFIX + query)
    assert small is not None, query
    return small_answer(subjects, small, format_)


def _engine(engine: ox.Store, query: str, format_: Format) -> bytes:
    found = engine.query(PREFIX + query, use_default_graph_as_union=True)
    return found.serialize(format=format_.engine) or b""  # type: ignore[arg-type]


def _unlimited(query: str) -> str:
    return query[: query.rindex("}") + 1]


def _rows(answer: bytes, format_: Format) -> Counter[str]:
    if format_.name == "csv":  # which does not tell terms apart: it is compared as text
        return Counter(answer.decode().split("\r\n"))
    solutions = ox.parse_query_results(answer, format=format_.engine)  # type: ignore[arg-type]
    assert isinstance(solutions, ox.QuerySolutions)
    return Counter(str(solution) for solution in solutions)


@settings(max_examples=400, deadline=None)
@given(QUADS, TABLE_QUERIES, st.sampled_from(TABLES))
def test_rows_as_the_engine_s(quads: list[ox.Quad], query: str, format_: Format) -> None:
    engine = _store_of(quads)
    found = _found(query, _subjects_of(engine), format_)
    if found is None:
        return
    expected = _engine(engine, query, format_)
    told, wanted = _rows(found, format_), _rows(expected, format_)
    assert told.total() == wanted.total(), query
    if query == _unlimited(query):
        assert len(found) == len(expected) and told == wanted, query
    else:  # any of them will do
        assert told <= _rows(_engine(engine, _unlimited(query), format_), format_), query


@settings(max_examples=300, deadline=None)
@given(QUADS, st.one_of(GRAPH_QUERIES, SHORT_QUERIES), st.sampled_from(GRAPHS))
def test_graphs_as_the_engine_s(quads: list[ox.Quad], query: str, format_: Format) -> None:
    engine = _store_of(quads)
    found = _found(query, _subjects_of(engine), format_)
    if found is None:
        return

    def triples(answer: bytes) -> set[str]:
        return {str(quad) for quad in ox.parse(answer, format=format_.engine)}  # type: ignore[arg-type]

    told = triples(found)
    if query == _unlimited(query):
        assert told == triples(_engine(engine, query, format_)), query
    else:  # in a format that has all terms
        unlimited = _engine(engine, _unlimited(query), GRAPHS[5])
        assert told <= {str(quad) for quad in ox.parse(unlimited, format=ox.RdfFormat.N_QUADS)}, query


@settings(max_examples=100, deadline=None)
@given(QUADS, _WHERE)
def test_truth_as_the_engine_s(quads: list[ox.Quad], where: str) -> None:
    engine = _store_of(quads)
    found = _found(f"ASK {where}", _subjects_of(engine))
    assert found in (None, _engine(engine, f"ASK {where}", TABLES[0])), where


def _article(spans: int) -> ox.Store:
    engine = ox.Store()
    for number in range(spans):
        span, quote, figure = _iri(f"span{number}"), _iri(f"quote{number}"), _iri(f"figure{number}")
        engine.extend(
            [
                ox.Quad(span, _iri("source"), _iri("article"), _iri("g")),
                ox.Quad(span, _iri("selector"), quote, _iri("g")),
                ox.Quad(quote, _iri("exact"), ox.Literal(f"{number} ha"), _iri("g")),
                ox.Quad(figure, _iri("from"), span, _iri("g")),
                ox.Quad(figure, _iri("value"), ox.Literal(number), _iri("g")),
            ]
        )
    return engine


_ALL_OF_IT = (
    "SELECT ?quote ?value { ?s e:source e:article ; e:selector/e:exact ?quote . ?f e:from ?s ; e:value ?value }"
)


@pytest.mark.parametrize("format_", TABLES, ids=lambda format_: format_.name)
def test_all_that_an_article_says(format_: Format) -> None:
    engine = _article(300)
    found = _found(_ALL_OF_IT, _subjects_of(engine), format_)
    assert found is not None
    assert _rows(found, format_) == _rows(_engine(engine, _ALL_OF_IT, format_), format_)


def test_what_is_too_much() -> None:
    engine = _article(2000)
    subjects = _subjects_of(engine)
    assert _found(_ALL_OF_IT, subjects) is None
    assert _found("ASK { ?s e:source e:article }", subjects) is not None
    assert _found("ASK { ?s e:source e:article . ?t e:source e:article }", subjects) is None
    assert _found("ASK { ?s ?p ?o }", subjects) is None
    assert _found("ASK { GRAPH ?g { e:span1 ?p ?o } }", subjects) is None
    small = read_small(PREFIX + "ASK { e:span1 e:source ?o }")
    assert small is not None and Walk(subjects, 2).solutions(small.patterns).rows
    with pytest.raises(TooMuch):
        Walk(subjects, 1).solutions(small.patterns)
    assert MOST_STEPS < 5000


def test_large_answers() -> None:
    engine = ox.Store()
    engine.extend(
        ox.Quad(_iri("a"), _iri("p"), ox.Literal("x" * 1000 + str(number)), _iri("g")) for number in range(200)
    )
    subjects = _subjects_of(engine)
    assert _found("SELECT ?o { e:a e:p ?o }", subjects) is None
    assert _found("CONSTRUCT WHERE { e:a e:p ?o }", subjects, GRAPHS[1]) is None
    assert _found("SELECT ?o { e:a e:p ?o } LIMIT 100", subjects) is not None


def test_terms_that_are_nowhere_are_the_engine_s() -> None:
    assert _found("SELECT ?o { e:absent e:source ?o }", _subjects_of(_article(1))) is None


def test_formats_that_do_not_fit() -> None:
    subjects = _subjects_of(_article(1))
    assert _found("SELECT ?s { ?s e:source ?o }", subjects, GRAPHS[0]) is None
    assert _found("CONSTRUCT WHERE { ?s e:source ?o }", subjects, TABLES[0]) is None
    assert _found("ASK { ?s e:source ?o }", subjects, TABLES[1]) is None
