"""What is said to servers that differ from the standard."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError
from kg.store.remote.dialects import Dialect, Oxigraph, Put, Update, Virtuoso, dialect_of
from kg.store.remote.virtuoso_queries import for_virtuoso

A = ox.NamedNode("http://example.org/a")
G = "http://example.org/g"


def nothing(names: Sequence[str]) -> set[str]:
    return set()


def test_servers_are_known_by_their_names() -> None:
    assert isinstance(dialect_of("Virtuoso/07.20.3229 (Linux)"), Virtuoso)
    assert isinstance(dialect_of("Oxigraph/0.5.13"), Oxigraph)
    assert type(dialect_of("nginx")) is Dialect


def test_a_graph_is_replaced_in_one_request() -> None:
    [step] = Dialect().replacing({G: [ox.Triple(A, A, A)]}, nothing)
    assert step == Update(f"DROP SILENT GRAPH <{G}> ; INSERT DATA {{ GRAPH <{G}> {{ {A} {A} {A} .\n }} }}")
    many = [ox.Triple(A, A, ox.Literal(number)) for number in range(Dialect.most_triples + 1)]
    assert list(Dialect().replacing({G: many}, nothing)) == [Put(G, many)]


def test_virtuoso_takes_blank_nodes_and_large_graphs_its_own_way() -> None:
    node = ox.BlankNode("x")
    [step] = Virtuoso().replacing({G: [ox.Triple(node, A, node)]}, nothing)
    assert isinstance(step, Update) and step.text.count("<nodeID://b") == 2 and "_:" not in step.text
    many = [ox.Triple(A, A, ox.Literal(number)) for number in range(Virtuoso.most_triples + 1)]
    steps = [step.text for step in Virtuoso().replacing({G: many}, nothing) if isinstance(step, Update)]
    assert [text.split(" ", 1)[0] for text in steps] == ["CLEAR", "INSERT", "INSERT", "DELETE", "CLEAR"]
    huge = ox.Literal("1" * 30, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    with pytest.raises(StoreError, match="cannot keep"):
        list(Virtuoso().replacing({G: [ox.Triple(A, A, huge)]}, nothing))


def test_virtuoso_never_deletes_and_inserts_a_triple_in_one_request() -> None:
    """It would be lost if it was killed and started again."""
    graphs = {G: [ox.Triple(A, A, A)], f"{G}2": [ox.Triple(A, A, A)], f"{G}3": [], f"{G}4": []}
    steps = [step.text for step in Virtuoso().replacing(graphs, lambda names: {G, f"{G}3"}) if isinstance(step, Update)]
    assert [text.split(" ", 1)[0] for text in steps] == ["CLEAR", "INSERT", "CLEAR", "CLEAR"]
    emptied, deleted, changed, inserted = steps[2].split(" ; ")
    assert emptied == f"CLEAR GRAPH <{G}3>"
    assert deleted.startswith(f"DELETE {{ GRAPH <{G}>") and f"FILTER NOT EXISTS {{ GRAPH <{G}#being-written>" in deleted
    assert changed.startswith(f"INSERT {{ GRAPH <{G}>") and f"FILTER NOT EXISTS {{ GRAPH <{G}>" in changed
    assert inserted.startswith(f"INSERT DATA {{ GRAPH <{G}2>")
    assert list(Virtuoso().replacing({G: []}, nothing)) == []


def test_queries_are_put_in_words_that_virtuoso_understands() -> None:
    asked = "SELECT ?g { VALUES ?y { UNDEF } GRAPH ?g {} FILTER(!BOUND(?y) || YEAR(?d) = ?y) }"
    said = for_virtuoso(asked)
    assert "UNDEF" not in said and "FILTER" not in said and "SELECT DISTINCT ?g" in said
    assert "SUBSTR(STR(?d), 1, 4)" in for_virtuoso("SELECT * { ?s ?p ?d FILTER(YEAR(?d) = 2024) }")
    with pytest.raises(QueryError, match="any length"):
        for_virtuoso("SELECT * { ?s (^<http://a>/<http://b>)* ?o }")


def test_answers_of_virtuoso_are_mended() -> None:
    piece = b'{ "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1" }'
    mended = b'{ "type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "true" }'
    assert Virtuoso().mended(piece) == mended
    assert Virtuoso().unfinished({"x-sql-state": "S1TAT"}) == "time"
    assert Virtuoso().unfinished({"x-sparql-maxrows": "10000"}) == "rows"


@pytest.mark.parametrize(
    ("rows", "truth"),
    [(b"", False), (b'{ "__ASK_RETVAL": { "value": "1" } }', True), (b'{ "a": { "value": "0" } }', False)],
)
def test_a_truth_that_virtuoso_tells_by_a_table_is_one(rows: bytes, truth: bool) -> None:
    table = b'{ "head": { "vars": ["__ASK_RETVAL"] }, "results": { "bindings": [ ' + rows + b" ] } }"
    told = ox.parse_query_results(Virtuoso().truth(table), format=ox.QueryResultsFormat.JSON)
    assert isinstance(told, ox.QueryBoolean) and bool(told) is truth
    standard = b'{ "head": {}, "boolean": true }'
    assert Virtuoso().truth(standard) == Dialect().truth(standard) == standard
