"""Parts of a canned query's answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.canned import canned_queries, names_of
from kg.canned.paging import count_of, count_of_distinct, page_of
from kg.errors import ParameterError, QueryError
from kg.settings import DEFAULT_BASE_IRI
from kg.store import Store, open_store, text
from kg.store.tokens import read_query

PAGED = [name for name, query in canned_queries().items() if query.has_pages]
NUMBERS = """SELECT ?n ?twice WHERE { # ORDER BY } of a comment
  { SELECT ?n WHERE { VALUES ?n { 3 1 4 5 9 2 6 } FILTER(STR(?n) != "} ORDER BY") } ORDER BY ?n }
  VALUES ?twice { 1 2 } } ORDER BY ?n ?twice"""


@pytest.fixture(scope="module")
def store(sample_store: Path) -> Iterator[Store]:
    with open_store(str(sample_store), read_only=True) as opened:
        yield opened


@given(st.none() | st.integers(0, 9), st.integers(0, 9))
def test_a_part_is_that_of_the_things_with_all_their_rows(limit: int | None, offset: int) -> None:
    things = sorted([3, 1, 4, 5, 9, 2, 6])[offset : None if limit is None else offset + limit]
    with open_store(":memory:") as store:
        answer = store.select(page_of(read_query(NUMBERS), limit=limit, offset=offset).text)
        rows = [(int(str(row["n"].value)), int(str(row["twice"].value))) for row in answer]  # type: ignore[union-attr]
    assert rows == [(thing, row) for thing in things for row in (1, 2)]


@given(st.none() | st.integers(0, 9), st.integers(0, 9))
def test_where_no_sub_select_is_sorted_the_rows_are_the_things(limit: int | None, offset: int) -> None:
    query = read_query("SELECT ?n { { SELECT ?n { VALUES ?n { 3 1 4 5 9 2 6 } } } } ORDER BY ?n # LIMIT")
    with open_store(":memory:") as store:
        answer = store.select(page_of(query, limit=limit, offset=offset).text)
        rows = [int(text(row, "n")) for row in answer]
        (counted,) = store.select(count_of(query).text)
    assert rows == sorted([3, 1, 4, 5, 9, 2, 6])[offset : None if limit is None else offset + limit]
    assert text(counted, "count") == "7"


@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        ("SELECT ?s { { SELECT ?s { ?s ?p ?o } } }", "not sorted"),
        ("SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 10", "LIMIT of its own"),
        ("SELECT ?s { { SELECT ?s { ?s ?p ?o } ORDER BY ?s OFFSET 3 } } ORDER BY ?s", "LIMIT of its own"),
    ],
)
def test_what_is_not_sorted_or_cut_already_has_no_parts(sparql: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        page_of(read_query(sparql), limit=1, offset=0)


def test_things_are_counted_and_not_their_rows() -> None:
    with open_store(":memory:") as store:
        (counted,) = store.select(count_of(read_query(NUMBERS)).text)
        (rows,) = store.select(count_of_distinct(read_query(NUMBERS), ["n", "twice"]).text)
        (ways,) = store.select(count_of_distinct(read_query(NUMBERS), ["twice"]).text)
    assert [text(row, "count") for row in (counted, rows, ways)] == ["7", "14", "2"]


def test_the_listings_have_parts() -> None:
    assert set(PAGED) >= {"articles", "conflicts", "coverage", "occupancy-that-does-not-add-up", "policies"}
    assert set(PAGED) >= {"figures-by-sector", "planned-and-actual", "province-profile", "roll-up-figures"}


@pytest.mark.parametrize("name", PAGED)
def test_all_parts_are_the_whole(store: Store, name: str) -> None:
    query = canned_queries()[name]
    asked = {parameter.name: parameter.example for parameter in query.parameters if parameter.required}
    whole = {tuple(sorted((key, str(term)) for key, term in row.items())) for row in query.run(store, asked)}
    parts: list[set[tuple[tuple[str, str], ...]]] = []
    for offset in range(0, len(whole) + 20, 2):
        answer = query.run(store, {**asked, "limit": "2", "offset": str(offset)})
        parts.append({tuple(sorted((key, str(term)) for key, term in row.items())) for row in answer})
    assert whole and whole == set().union(*parts)
    assert len(whole) < 3 or all(part < whole for part in parts)
    assert not parts[-1]
    (counted,) = store.select(
        query.prepare_count({**asked, "limit": "2"}, names_of(store, DEFAULT_BASE_IRI)), in_order=query.in_order
    )
    assert len([part for part in parts if part]) <= -(-int(text(counted, "count")) // 2) <= len(parts)
    everything = query.run(store, {**asked, "limit": "all"})
    assert {tuple(sorted((k, str(t)) for k, t in row.items())) for row in everything} == whole
    if query.things:
        # Very many things are found within the query, and told the same.
        more = query.run(store, {**asked, "limit": "5000", "offset": "2"})
        assert {tuple(sorted((k, str(t)) for k, t in row.items())) for row in more} == set().union(*parts[1:])


@pytest.mark.parametrize("value", ["-1", "1.5", "All", "1 } #", "9999999999"])
def test_how_many_is_a_number_or_all(store: Store, value: str) -> None:
    with pytest.raises(ParameterError) as caught:
        canned_queries()["articles"].run(store, {"limit": value})
    assert caught.value.where == "limit"


def test_nothing_is_left_out_by_all(store: Store) -> None:
    with pytest.raises(ParameterError) as caught:
        canned_queries()["articles"].run(store, {"offset": "all"})
    assert caught.value.where == "offset"
