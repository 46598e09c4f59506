"""What is said to servers that differ from the standard."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.canned import canned_queries
from kg.errors import QueryError, StoreError
from kg.store.remote.dialects import Dialect, Oxigraph, Put, Update, Virtuoso, dialect_of
from kg.store.remote.virtuoso_queries import for_virtuoso
from kg.store.tokens import tokenize

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


COMMENTED = """# in this order: bif:http_get DEFINE
SELECT ?s # of "all', VALUES ?y { UNDEF }
{ ?s <http://example.org/a#b> "#1 in this order" , '#2', '''#
3''' ; ?p ?o#?o
}# the end"""


def test_virtuoso_gets_no_comments() -> None:
    """It was seen to end by what one says. A `#` in an IRI or a string is none."""
    said = for_virtuoso(COMMENTED)
    assert [token.text for token in tokenize(said) if token.kind != "space"] == [
        *("SELECT", "?s", "{", "?s", "<http://example.org/a#b>", '"#1 in this order"', ",", "'#2'", ","),
        *("'''#\n3'''", ";", "?p", "?o", "}"),
    ]
    assert for_virtuoso("SELECT*#\nWHERE{?s?p?o}").split() == ["SELECT*", "WHERE{?s?p?o}"]


PIECES = ["?s", "<http://a#b>", "<http://a/#>", '"#"', '"a # b"', "#\n", "# ?x <\n", '#"\n', "#'\r", " ", "a", "."]


@given(st.lists(st.sampled_from([*PIECES, "'''#\n'''"]), max_size=12))
def test_nothing_but_comments_is_taken_away(pieces: list[str]) -> None:
    text = "SELECT * { " + " ".join(pieces) + " }"
    kept = [token.text for token in tokenize(text) if token.kind not in ("space", "comment")]
    assert [token.text for token in tokenize(for_virtuoso(text)) if token.kind != "space"] == kept


def test_only_who_wrote_a_query_says_that_it_is_joined_in_order() -> None:
    text = "# in this order\nSELECT * { ?s ?p ?o }"
    assert "DEFINE" not in Virtuoso().query(text)
    assert Virtuoso().query(text, in_order=True).startswith('DEFINE sql:select-option "order" ')
    assert Dialect().query(text, in_order=True) == text


@pytest.mark.parametrize(
    "text",
    [
        'DEFINE sql:select-option "order" SELECT * { ?s ?p ?o }',
        'define get:soft "soft" SELECT * { ?s ?p ?o }',
        'SELECT * FROM <http://a> OPTION (get:soft "soft") { ?s ?p ?o }',
        'SELECT (bif:http_get("http://127.0.0.1/") AS ?x) {}',
        'SELECT (<bif:http_get>("http://127.0.0.1/") AS ?x) {}',
        'SELECT (<\\u0062if:http_get>("http://127.0.0.1/") AS ?x) {}',
        'PREFIX b: <bif:http> SELECT (b:_get("http://127.0.0.1/") AS ?x) {}',
        'SELECT (SQLVAL::bif:http_get("http://127.0.0.1/") AS ?x) {}',
        "SELECT (<SQL:f>(1) AS ?x) {}",
        'SELECT * { ?s ?p ?o . ?o bif:contains "x" }',
    ],
)
def test_what_only_virtuoso_knows_is_refused(text: str) -> None:
    """By some of it a query could end the server, or have it ask other servers."""
    with pytest.raises(QueryError):
        for_virtuoso(text)


def test_all_canned_queries_are_sparql_1_1() -> None:
    for query in canned_queries().values():
        for_virtuoso(query.sparql)


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
