"""The sub-select of what a query's rows are about."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.canned.paging import count_of, page_by_things, page_of_things, rows_of
from kg.canned.things import things_alone, things_of
from kg.errors import QueryError
from kg.store import open_store, text
from kg.store.tokens import read_query

QUERY = """PREFIX : <urn:>
SELECT DISTINCT ?thing ?other ?name ?page ?upper WHERE {
  VALUES ?least { 1 }
  { SELECT ?thing ?size ?note WHERE { ?thing :size ?size . OPTIONAL { ?thing :note ?note } } }
  OPTIONAL { ?thing :with ?other }
  OPTIONAL { ?thing :page ?page }
  OPTIONAL { ?other :name ?name . ?thing :unused ?unused }
  BIND(UCASE(?name) AS ?upper)
  BIND(COALESCE(STR(?other), "") AS ?otherKey)
  FILTER(?size >= ?least)
} ORDER BY DESC(?size)"""
DATA = """PREFIX : <urn:>
  :a :size 1 ; :with :x, :y ; :page :p ; :unused 1 . :b :size 0 . :c :size 3 . :d :size 3 ; :with :x . :x :name "x" ."""


def test_what_tells_nothing_of_them_is_left_out() -> None:
    select, order = things_of(read_query(QUERY), ["thing"])
    assert "page" not in select and "upper" not in select and "note" not in select and "otherKey" not in select
    assert "with" not in select and "FILTER ( ?size >= ?least )" in select
    assert select.startswith("SELECT DISTINCT ?thing ?size WHERE") and order.endswith("DESC ( ?size ) STR(?thing)")
    alone = things_alone(read_query(QUERY), ["thing", "otherKey"])
    assert ":with" in alone and "UCASE" not in alone and "COALESCE" in alone


def test_what_a_group_tells_nobody_is_not_worked_out() -> None:
    query = read_query("""SELECT ?kind ?count ?last WHERE {
      { SELECT ?kind (COUNT(DISTINCT ?thing) AS ?count) (MAX(?day) AS ?last) WHERE {
          ?thing a ?kind . OPTIONAL { ?thing <urn:day> ?day } OPTIONAL { ?thing <urn:note> ?note } } GROUP BY ?kind }
      { SELECT ?kind (COUNT(*) AS ?many) WHERE { ?any a ?kind } GROUP BY ?kind HAVING(COUNT(*) > 2) }
    } ORDER BY ?last""")
    select, _ = things_of(query, ["kind"])
    assert "MAX ( ?day )" in select and "urn:day" in select and "DISTINCT ?thing" not in select
    assert "( COUNT ( * ) AS ?many )" in select and "HAVING" in select
    alone = things_alone(query, ["kind"])
    assert "MAX" not in alone and "urn:day" not in alone and "urn:note" not in alone


def test_a_thing_that_is_unbound_or_bound_late_has_its_row_too() -> None:
    query, things = read_query(QUERY), ["thing", "otherKey"]
    with open_store(":memory:") as store:
        triples = [quad.triple for quad in ox.parse(DATA, format=ox.RdfFormat.TURTLE)]
        store.replace_graphs({"urn:g": triples})
        whole = [tuple(sorted((k, str(v)) for k, v in row.items())) for row in store.select(query.text)]
        told = []
        for offset in range(4):
            found = list(store.select(page_of_things(query, things, limit=1, offset=offset).text))
            rows = store.select(rows_of(query, things, found).text)
            told.append([tuple(sorted((k, str(v)) for k, v in row.items())) for row in rows])
            again = store.select(page_by_things(query, things, limit=1, offset=offset).text)
            assert [tuple(sorted((k, str(v)) for k, v in row.items())) for row in again] == told[-1]
        (counted,) = store.select(count_of(query, things).text)
        nothing = list(store.select(page_of_things(query, things, limit=1, offset=4).text))
    assert sorted(row for rows in told for row in rows) == sorted(whole) and len(whole) == 4
    assert all(len(rows) == 1 for rows in told) and text(counted, "count") == "4" and not nothing
    assert page_by_things(query, things, limit=None, offset=0) is query


@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        ("SELECT ?s WHERE { ?s ?p ?o }", "not sorted"),
        ("SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s LIMIT 3", "not sorted by ORDER BY alone"),
        ("SELECT ?p WHERE { ?t ?p ?o } ORDER BY ?p", "no such variable"),
        ("SELECT ?s ORDER BY ?s", "no group"),
    ],
)
def test_what_has_no_such_things(sparql: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        things_of(read_query(sparql), ["s"])
