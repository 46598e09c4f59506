"""The default graph of a query is the merge of the graphs that are named for it: a triple is there once."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, QuerySyntaxError
from kg.store.base import Solutions, Truth
from kg.store.embedded import EmbeddedStore
from kg.store.merging import from_clauses

P = ox.NamedNode("http://e/p")
COUNT = "SELECT (COUNT(*) AS ?n) (SUM(?o) AS ?sum) "


def _store(graphs: dict[str, list[int]]) -> EmbeddedStore:
    store = EmbeddedStore.in_memory()
    triples = {name: [ox.Triple(P, P, ox.Literal(value)) for value in values] for name, values in graphs.items()}
    store.replace_graphs({f"http://e/{name}": each for name, each in triples.items()})
    return store


def _counted(store: EmbeddedStore, query: str, **arguments: tuple[str, ...]) -> tuple[int, int]:
    answer = store.query(query, base_iri="http://e/", **arguments)  # type: ignore[arg-type]
    assert isinstance(answer, Solutions)
    (row,) = answer
    n, total = row["n"], row["sum"]
    assert isinstance(n, ox.Literal) and isinstance(total, ox.Literal)
    return int(n.value), int(total.value)


@given(st.dictionaries(st.sampled_from("abcd"), st.lists(st.integers(0, 5), max_size=4), max_size=4), st.data())
def test_a_triple_is_there_once(graphs: dict[str, list[int]], data: st.DataObject) -> None:
    store = _store(graphs)
    default = data.draw(st.lists(st.sampled_from("abcde"), min_size=1, max_size=4))
    merge = {value for name in default for value in graphs.get(name, ())}
    expected = (len(merge), sum(merge))
    clauses = " ".join(f"FROM <{name}>" for name in default)
    assert _counted(store, f"{COUNT} {clauses} {{ ?s ?p ?o }}") == expected
    given_ = tuple(f"http://e/{name}" for name in default)
    assert _counted(store, f"{COUNT} FROM <nope> {{ ?s ?p ?o }}", default_graphs=given_) == expected
    named = data.draw(st.lists(st.sampled_from("abcde"), max_size=3))
    clauses += "".join(f" FROM NAMED <{name}>" for name in named)
    pairs = {(name, value) for name in named for value in graphs.get(name, ())}
    beside = (len(pairs), sum(value for _, value in pairs))
    assert _counted(store, f"{COUNT} {clauses} {{ GRAPH ?g {{ ?s ?p ?o }} }}") == beside
    assert _counted(store, f"{COUNT} {clauses} {{ ?s ?p ?o }}") == expected


def test_a_blank_node_is_the_same_in_all_of_them() -> None:
    node = ox.BlankNode("x")
    store = EmbeddedStore.in_memory()
    shared = ox.Triple(node, P, ox.Literal("shared"))
    store.replace_graphs({"http://e/a": [shared, ox.Triple(P, P, node)], "http://e/b": [shared]})
    query = "ASK FROM <a> FROM <b> FROM NAMED <a> FROM NAMED <b> { ?s ?p ?x . ?x ?p 'shared' GRAPH <b> { ?x ?p ?o } }"
    answer = store.query(query, base_iri="http://e/")
    assert isinstance(answer, Truth) and answer


def test_forms_that_stream_and_describe() -> None:
    store = _store({"a": [1, 2], "b": [2, 3]})
    for query in (
        "CONSTRUCT { ?s ?p ?o } FROM <a> FROM <b> WHERE { ?s ?p ?o }",
        "DESCRIBE ?s FROM <a> FROM <b> { ?s ?p 2 }",
    ):
        assert len(set(store.query(query, base_iri="http://e/"))) == 3  # type: ignore[arg-type]  # triples


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("PREFIX e: <http://e/> SELECT * FROM e:a FROM <b> FROM NAMED e:c { }", ["a", "b"], ["c"]),
        (
            "PREFIX FROM: <http://e/> ASK FROM NAMED FROM:SELECT FROM FROM:NAMED { ?FROM FROM:NAMED 'FROM <x>' }",
            ["NAMED"],
            ["SELECT"],
        ),
        (
            "BASE <http://other/> BASE <http://e/> CONSTRUCT FROM <a> # FROM <b>\nFROM <c> WHERE { ?s ?p ?o }",
            ["a", "c"],
            [],
        ),
        ("SELECT * { } FROM", [], []),
        ("SELECT * FROM NAMED", [], []),
        ("", [], []),
    ],
)
def test_clauses(query: str, default: list[str], named: list[str]) -> None:
    found = from_clauses(query, "http://e/")
    assert [[str(name) for name in names] for names in found] == [
        [f"<http://e/{name}>" for name in names] for names in (default, named)
    ]


@pytest.mark.parametrize(
    "query", ["SELECT * FROM e:a { }", "SELECT * FROM { }", "SELECT * FROM NAMED { }", "SELECT * FROM <a"]
)
def test_what_is_malformed_stays_so(query: str) -> None:
    with pytest.raises((QuerySyntaxError, QueryError)):
        _store({"a": [1]}).query(query)
