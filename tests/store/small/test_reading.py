"""What is read as a small query is one to the engine, too: well-formed, and the same one."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.store.small import read_small
from kg.store.small.reading import Pattern

_PROLOGUE = "PREFIX e: <http://e/>\n"
# Pieces of queries, well put together or not.
_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "SELECT",
                "select ",
                "DISTINCT",
                "ASK",
                "CONSTRUCT",
                "WHERE",
                "GRAPH",
                "LIMIT",
                "OFFSET",
                "FROM",
                "a",
                "A",
            ),
            *(
                "{",
                "}",
                ".",
                ";",
                ",",
                "/",
                "^",
                "*",
                "+",
                "?",
                "|",
                "(",
                ")",
                "!",
                "[]",
                "-",
                "@",
                "^^",
                "<",
                ">",
                '"',
            ),
            *("?x", "$y", "?x1", "?é", "e:a", "e:b", "e:", ":a", "e:a.", "e:a-b", "e:a.b", "f:a", "_:b", "e", "a1"),
            *(
                "<http://e/a>",
                "<a>",
                "<http://[>",
                '"x"',
                "'x'",
                '"""x"""',
                '"x"@vi',
                '"x"@vi-',
                '"5"^^e:a',
                '"\t\x07"',
            ),
            *("5", "05", "5.0", "5.", "1e5", "-5", "true", " ", "\n", "#x\n", "#", "\\u0061", "é"),
        ]
    ),
    max_size=12,
)
_SHAPES = st.sampled_from(
    [
        "SELECT ?x { %s }",
        "SELECT ?x ?y { ?x e:a ?y . %s }",
        "ASK { ?x e:a %s }",
        "CONSTRUCT { ?x e:a ?y } WHERE { ?x e:b ?y %s }",
        "CONSTRUCT { ?x %s ?y } WHERE { ?x e:b ?y }",
        "CONSTRUCT WHERE { ?x e:b ?y ; %s ?y }",
        "SELECT ?x { GRAPH e:a { ?x %s ?y } }",
        "SELECT ?x { ?x e:a ?y } %s",
        "%s",
    ]
)


@settings(max_examples=1500, deadline=None)
@given(_SHAPES, _PIECES, st.sampled_from(["", " "]))
def test_what_is_read_is_well_formed(shape: str, pieces: list[str], between: str) -> None:
    text = _PROLOGUE + shape % between.join(pieces)
    if read_small(text) is not None:
        ox.Store().query(text)


def test_a_query() -> None:
    read = read_small(
        _PROLOGUE
        + """SELECT DISTINCT ?x $y # of all
{ ?x e:p/^<http://e/q> ?y , "chữ"@vi ; a e:C ;. GRAPH ?g { ?y e:n 05, "a\tb" . } ?y ?p "5"^^e:d }
OFFSET 2 LIMIT 10"""
    )
    assert read is not None
    p, q, type_ = "<http://e/p>", "<http://e/q>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert read.patterns == (
        Pattern("?x", p, "?/1"),
        Pattern("?y", q, "?/1"),
        Pattern("?x", p, "?/2"),
        Pattern('"chữ"@vi', q, "?/2"),
        Pattern("?x", type_, "<http://e/C>"),
        Pattern("?y", "<http://e/n>", '"5"^^<http://www.w3.org/2001/XMLSchema#integer>', "?g"),
        Pattern("?y", "<http://e/n>", '"a\\tb"', "?g"),
        Pattern("?y", "?p", '"5"^^<http://e/d>'),
    )
    assert (read.form, read.names, read.distinct, read.limit, read.offset) == ("SELECT", ("x", "y"), True, 10, 2)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { e:a e:p ?o }",
        "SELECT (COUNT(*) AS ?n) { e:a e:p ?o }",
        "SELECT ?o ?o { e:a e:p ?o }",
        "SELECT ?o {}",
        "SELECT ?o FROM e:g { e:a e:p ?o }",
        "SELECT ?o { e:a e:p ?o } ORDER BY ?o",
        "SELECT ?o { e:a e:p ?o FILTER(?o > 1) }",
        "SELECT ?o { OPTIONAL { e:a e:p ?o } }",
        "SELECT ?o { { e:a e:p ?o } }",
        "SELECT ?o { GRAPH ?g { GRAPH ?h { e:a e:p ?o } } }",
        "SELECT ?o { GRAPH ?g {} }",
        "SELECT ?o { e:a e:p* ?o }",
        "SELECT ?o { e:a (e:p) ?o }",
        "SELECT ?o { e:a <p> ?o }",
        "SELECT ?o { e:a <http://e/p/../q> ?o }",
        "SELECT ?o { e:a e:p [] }",
        "SELECT ?o { e:a e:p ?o } VALUES ?o { 5 }",
        "SELECT ?o { e:a e:p ?o } LIMIT 12345678901",
        "SELECT ?é { e:a e:p ?é }",
        "CONSTRUCT { ?o <http://[> ?o } WHERE { e:a e:p ?o }",
        "CONSTRUCT { ?o ^e:p ?o } WHERE { e:a e:p ?o }",
        "CONSTRUCT { ?o e:p/e:p ?o } WHERE { e:a e:p ?o }",
        "CONSTRUCT { ?o e:p 05 } WHERE { e:a e:p ?o }",
        "CONSTRUCT {} WHERE { e:a e:p ?o }",
        "DESCRIBE e:a",
        "SELECT ?o { " + "?o e:p ?o . " * 17 + "}",
        "SELECT ?o { e:a e:p ?o }" + " " * 4096,
    ],
)
def test_what_is_left_to_others(query: str) -> None:
    assert read_small(_PROLOGUE + query) is None
