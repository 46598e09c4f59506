"""Rows are counted right whatever stands in them, and however the bytes are cut into pieces."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store import GRAPHS, TABLES, Format
from kg.web.counting import RowCounter

# What would be mistaken for the end of a row, if it were not escaped within a value.
_TRAPS = st.sampled_from(['},{"', ':[{"', "<result>", "<result/>", "\n", "\r\n", '"', '""', ",", "}}", "x", "\t", "\\"])
_VALUES = st.lists(_TRAPS, max_size=4).map("".join) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), max_size=5
)


def _table(values: list[str], engine: ox.QueryResultsFormat) -> bytes:
    data = " ".join(f"({ox.Literal(value)} {ox.Literal(value[::-1])})" for value in values)
    answer = ox.Store().query(f"SELECT * {{ VALUES (?a ?b) {{ {data} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    output = io.BytesIO()
    answer.serialize(output, format=engine)
    return output.getvalue()


def _counted(format_: Format, written: bytes, sizes: list[int]) -> int | None:
    counter = RowCounter(format_)
    for size in sizes:
        counter.see(written[:size])
        written = written[size:]
    counter.see(written)
    return counter.rows


@pytest.mark.parametrize("format_", TABLES, ids=lambda format_: format_.name)
@given(values=st.lists(_VALUES, max_size=6), sizes=st.lists(st.integers(0, 25), max_size=30))
def test_rows_of_tables(format_: Format, values: list[str], sizes: list[int]) -> None:
    assert isinstance(format_.engine, ox.QueryResultsFormat)
    assert _counted(format_, _table(values, format_.engine), sizes) == len(values)


@given(values=st.sets(_VALUES, max_size=6), sizes=st.lists(st.integers(0, 25), max_size=30))
def test_triples_of_lines(values: set[str], sizes: list[int]) -> None:
    node = ox.NamedNode("http://example.org/x")
    for format_ in GRAPHS:
        assert isinstance(format_.engine, ox.RdfFormat)
        written = ox.serialize((ox.Triple(node, node, ox.Literal(value)) for value in values), format=format_.engine)
        expected = len(values) if format_.name in ("ntriples", "nquads") else None
        assert _counted(format_, written or b"", sizes) == expected
