"""Values reach a query as terms, whatever they hold."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.store import MEMORY, open_store, text
from kg.store.binding import Term, bind
from kg.store.tokens import read_query

S, P, Q, G = (ox.NamedNode(f"http://example.org/{name}") for name in "spqg")


def _rows(query: str, triples: list[ox.Triple], **bindings: Term | list[Term]) -> list[dict[str, str]]:
    with open_store(MEMORY) as store:
        store.replace_graphs({G.value: triples})
        return [{name: text(row, name) for name in row} for row in store.select(query, bindings=bindings)]


def _bound(query: str, **bindings: Term | list[Term]) -> str:
    return bind(read_query(query), bindings).text


TRIPLES = [ox.Triple(S, P, ox.Literal(1)), ox.Triple(S, P, ox.Literal(2)), ox.Triple(Q, P, ox.Literal(7))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?o { ?x ?p ?o } ORDER BY ?o", [{"o": "1"}, {"o": "2"}]),
        ("SELECT ?x ?o { $x ?p ?o } ORDER BY ?x ?o", [{"x": S.value, "o": "1"}, {"x": S.value, "o": "2"}]),
        ("SELECT (COUNT(*) AS ?n) { ?x ?p ?o }", [{"n": "2"}]),
        ("SELECT ?x (SUM(?o) AS ?n) { ?x ?p ?o } GROUP BY ?x HAVING(?x = ?x)", [{"x": S.value, "n": "3"}]),
        ("SELECT ?x ?n { { SELECT ?x (SUM(?o) AS ?n) { ?x ?p ?o } GROUP BY ?x } }", [{"x": S.value, "n": "3"}]),
        ("SELECT (MAX(?o) AS ?n) { { SELECT ?o { ?x ?p ?o } } }", [{"n": "2"}]),
        ("SELECT ?o { ?y ?p ?o FILTER(?y = ?x && BOUND(?x)) } ORDER BY ?o", [{"o": "1"}, {"o": "2"}]),
        ("SELECT ?o { ?y ?p ?o MINUS { ?x ?p ?o } }", [{"o": "7"}]),
        ("SELECT ?o { ?y ?p ?o OPTIONAL { ?x ?z ?o } FILTER(!BOUND(?z)) }", [{"o": "7"}]),
        (
            "SELECT ?y (COUNT(?o) AS ?n) { VALUES ?x { 1 } ?x ?p ?o BIND(?x AS ?y) } GROUP BY ?y",
            [{"y": S.value, "n": "2"}],
        ),
    ],
)
def test_a_value_stands_wherever_its_variable_did(query: str, expected: list[dict[str, str]]) -> None:
    assert _rows(query, TRIPLES, x=S) == expected


def test_without_a_value_the_variable_stays() -> None:
    assert len(_rows("SELECT ?x ?o { ?x ?p ?o }", TRIPLES)) == 3


def test_several_values_go_into_values() -> None:
    query = "SELECT ?o { VALUES ?x { UNDEF } ?x ?p ?o } ORDER BY ?o"
    assert [row["o"] for row in _rows(query, TRIPLES, x=[S, Q])] == ["1", "2", "7"]
    assert _rows(query, TRIPLES, x=[]) == []
    assert len(_rows(query, TRIPLES)) == 3


def test_several_values_need_values() -> None:
    with pytest.raises(QueryError, match="VALUES"):
        _bound("SELECT * { ?x ?p ?o }", x=[S, Q])


def test_an_unknown_variable_is_refused() -> None:
    with pytest.raises(QueryError, match="no such variable"):
        _bound("SELECT * { ?x ?p '?y' } # ?y", y=S)


def test_a_variable_with_a_value_of_its_own_is_refused() -> None:
    with pytest.raises(QueryError, match="of its own"):
        _bound("SELECT * { BIND(1 AS ?x) }", x=S)


def test_blank_nodes_are_no_values() -> None:
    with pytest.raises(QueryError, match="only IRIs and literals"):
        bind(read_query("SELECT * { ?x ?p ?o }"), {"x": ox.BlankNode()})  # type: ignore[dict-item]  # what it refuses


_HOSTILE = [
    '" } SERVICE <http://x/> { #',
    "'''",
    '"""',
    "\\",
    "\n",
    "} ; DROP ALL",
    "?x",
    "\\u0022",
    "<http://x/>",
    "\x00",
    "",
]


@pytest.mark.parametrize("value", _HOSTILE)
def test_hostile_strings_stay_strings(value: str) -> None:
    literal = ox.Literal(value)
    triples = [ox.Triple(S, P, literal), ox.Triple(Q, P, ox.Literal("other"))]
    rows = _rows("SELECT ?s ?x { ?s ?p ?x }", triples, x=literal)
    assert rows == [{"s": S.value, "x": value}]


_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


@given(_TEXT, _TEXT)
def test_any_string_comes_back_and_selects_only_itself(value: str, other: str) -> None:
    literal = ox.Literal(value)
    rows = _rows(
        "SELECT ?x ?s (STRLEN(?x) AS ?n) { ?s ?p ?x FILTER(?x = ?x) } GROUP BY ?x ?s ORDER BY ?x",
        [ox.Triple(S, P, literal), ox.Triple(Q, P, ox.Literal(other + "-"))],
        x=literal,
    )
    expected = [{"x": value, "s": S.value, "n": str(len(value))}]
    if other + "-" == value:
        expected.append({"x": value, "s": Q.value, "n": str(len(value))})
    assert sorted(rows, key=str) == sorted(expected, key=str)


@given(st.integers(-(2**62), 2**62))
def test_negative_numbers_do_not_run_into_operators(number: int) -> None:
    rows = _rows("SELECT (?x-1 AS ?n) { FILTER(?x<=?x) }", [], x=ox.Literal(number))
    assert [int(row["n"]) for row in rows] == [number - 1]


def test_a_subselect_may_project_the_variable_alone() -> None:
    assert _rows("SELECT ?o ?x { { SELECT DISTINCT ?x { ?x ?p ?z } } ?x ?p ?o FILTER(?o > 1) }", TRIPLES, x=S) == [
        {"o": "2", "x": S.value}
    ]
