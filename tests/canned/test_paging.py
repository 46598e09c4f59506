"""Parts of a canned query's answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.canned import canned_queries
from kg.canned.paging import page_of
from kg.errors import ParameterError, QueryError
from kg.store import Store, open_store
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


def test_what_sorts_no_sub_select_has_no_parts() -> None:
    with pytest.raises(QueryError, match="no pages"):
        page_of(read_query("SELECT ?s { { SELECT ?s { ?s ?p ?o } } } ORDER BY ?s"), limit=1, offset=0)


def test_the_listings_have_parts() -> None:
    assert set(PAGED) >= {"articles", "conflicts", "policies"}


@pytest.mark.parametrize("name", PAGED)
def test_all_parts_are_the_whole(store: Store, name: str) -> None:
    query = canned_queries()[name]
    whole = {tuple(sorted((key, str(term)) for key, term in row.items())) for row in query.run(store, {})}
    parts: list[set[tuple[tuple[str, str], ...]]] = []
    for offset in range(0, len(whole) + 20, 2):
        answer = query.run(store, {"limit": "2", "offset": str(offset)})
        parts.append({tuple(sorted((key, str(term)) for key, term in row.items())) for row in answer})
    assert whole and whole == set().union(*parts)
    assert len(whole) < 3 or all(part < whole for part in parts)
    assert not parts[-1]


@pytest.mark.parametrize("value", ["-1", "1.5", "all", "1 } #", "9999999999"])
def test_how_many_is_a_number(store: Store, value: str) -> None:
    with pytest.raises(ParameterError) as caught:
        canned_queries()["articles"].run(store, {"limit": value})
    assert caught.value.where == "limit"
