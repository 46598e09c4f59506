"""CSV and JSON cells."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.canned import guarded, json_value, to_csv

XSD = "http://www.w3.org/2001/XMLSchema#"


def _typed(value: str, type_: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + type_))


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "-5"])
def test_texts_that_could_start_a_formula_are_guarded(text: str) -> None:
    assert guarded(ox.Literal(text)) == f"'{text}"
    assert guarded(ox.Literal(text, language="vi")) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "type_"), [("-5", "integer"), ("-3.5", "decimal"), ("-1.0E-2", "double"), ("+7", "integer")]
)
def test_negative_numbers_stay_numbers(value: str, type_: str) -> None:
    cell = guarded(_typed(value, type_))
    assert float(cell) == float(value)


def test_a_false_number_is_a_text() -> None:
    assert guarded(_typed("=1+1", "decimal")) == "'=1+1"
    assert guarded(_typed("-INF", "double")) == "'-INF"


def test_other_terms() -> None:
    node = ox.NamedNode("http://example.org/x")
    assert guarded(node) == "http://example.org/x"
    assert guarded(ox.BlankNode("b")) == "b"
    assert (
        guarded(ox.Triple(node, node, node)) == "<http://example.org/x> <http://example.org/x> <http://example.org/x>"
    )
    assert guarded(None) == ""


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (None, None),
        (_typed("35000000000", "decimal"), 35000000000),
        (_typed("117.49", "decimal"), 117.49),
        (_typed("0.1234567890123456789", "decimal"), "0.1234567890123456789"),
        (_typed(str(2**60), "integer"), str(2**60)),
        (_typed("true", "boolean"), True),
        (_typed("2024", "gYear"), "2024"),
        (ox.Literal("=1"), "=1"),
        (ox.NamedNode("http://example.org/x"), "http://example.org/x"),
    ],
)
def test_json_values(term: ox.Literal | ox.NamedNode | None, expected: object) -> None:
    value = json_value(term)
    assert value == expected and type(value) is type(expected)


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")), min_size=2, max_size=2)
    )
)
def test_csv_reads_back(table: list[list[str]]) -> None:
    rows = [{"a": ox.Literal(a), "b": ox.Literal(b)} for a, b in table]
    parsed = list(csv.reader(io.StringIO(to_csv(("a", "b"), rows), newline="")))
    assert parsed[0] == ["a", "b"]
    assert [[cell.removeprefix("'") for cell in row] for row in parsed[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in table
    ]
