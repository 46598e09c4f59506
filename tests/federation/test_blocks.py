"""What a SERVICE is taken to be, and what is known before it."""

from __future__ import annotations

import pytest

from kg.errors import QuerySyntaxError
from kg.federation.blocks import Block, first_block, prologue
from kg.store.tokens import Query, tokenize


def _block(query: str) -> Block:
    block = first_block(Query(tokenize(query)))
    assert block is not None
    return block


def test_the_parts_of_a_block() -> None:
    text = "PREFIX a: <x> SELECT * { ?s a:p ?o service Silent a:e { ?o a:q ?r OPTIONAL { ?r ?q '}' } } FILTER(?r > 1) }"
    query = Query(tokenize(text))
    block = _block(text)
    assert (block.silent, block.endpoint.text) == (True, "a:e")
    assert block.group == "{ ?o a:q ?r OPTIONAL { ?r ?q '}' } }"
    assert (block.variables, block.shared) == (("o", "r", "q"), ("o",))
    assert "".join(query.texts[block.end :]).strip() == "FILTER(?r > 1) }"
    assert prologue(query).strip() == "PREFIX a: <x>"
    assert first_block(Query(tokenize("SELECT * { ?s ?p 'SERVICE' } # SERVICE"))) is None


@pytest.mark.parametrize(
    ("query", "before"),
    [
        ("SELECT * { SERVICE <e> {} }", ""),
        ("SELECT * { ?a ?b ?c . SERVICE <e> {} ?x ?y ?z }", "?a ?b ?c ."),
        ("SELECT * WHERE { ?a ?b ?c SERVICE <e> {} }", "?a ?b ?c"),
        ("ASK FROM <g> { ?a ?b ?c SERVICE <e> {} }", "?a ?b ?c"),
        ("SELECT * { ?a ?b ?c OPTIONAL { ?c ?d ?e SERVICE <e> {} } }", "?a ?b ?c { ?c ?d ?e }"),
        ("SELECT * { ?a ?b ?c { SERVICE <e> {} } }", "?a ?b ?c { }"),
        ("SELECT * { ?a ?b ?c GRAPH ?g { ?c ?d ?e SERVICE <e> {} } }", "?a ?b ?c GRAPH ?g { ?c ?d ?e }"),
        ("SELECT * { ?a ?b ?c { ?d ?e ?f } UNION { ?g ?h ?i SERVICE <e> {} } }", "?a ?b ?c { ?g ?h ?i }"),
        ("SELECT * { ?a ?b ?c { SERVICE <e> {} } UNION { ?g ?h ?i } }", "?a ?b ?c { }"),
        ("SELECT * { ?a ?b ?c {} UNION { ?d ?e ?f } UNION { SERVICE <e> {} } }", "?a ?b ?c { }"),
        ("SELECT * { ?a ?b ?c MINUS { ?d ?e ?f SERVICE <e> {} } }", "?d ?e ?f"),
        ("SELECT * { ?a ?b ?c FILTER EXISTS { ?d ?e ?f SERVICE <e> {} } }", "?d ?e ?f"),
        ("SELECT * { ?a ?b ?c { SELECT ?d { ?d ?e ?f SERVICE <e> {} } } }", "?d ?e ?f"),
        ("SELECT * { ?a ?b ?c { SELECT ?d WHERE { ?d ?e ?f SERVICE <e> {} } } }", "?d ?e ?f"),
        ("CONSTRUCT { ?a ?b ?c } WHERE { ?d ?e ?f SERVICE <e> {} }", "?d ?e ?f"),
        ("SELECT * { ?a ?b ?c FILTER(?z > (1)) ?d ?e ?f SERVICE <e> {} }", "?a ?b ?c ?d ?e ?f"),
        ("SELECT * { ?a ?b ?c FILTER REGEX(?z, ')') ?d ?e ?f SERVICE <e> {} }", "?a ?b ?c ?d ?e ?f"),
        ("SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?z ?y ?x } ?d ?e ?f SERVICE <e> {} }", "?a ?b ?c ?d ?e ?f"),
        ("SELECT * { VALUES ?a { <x> } BIND(1 AS ?b) SERVICE <e> {} }", "VALUES ?a { <x> } BIND(1 AS ?b)"),
        ("SELECT * { { ?a ?b ?c FILTER(?a > 1) } SERVICE <e> {} }", "{ ?a ?b ?c FILTER(?a > 1) }"),
    ],
)
def test_what_stands_before_it(query: str, before: str) -> None:
    assert _block(query).before.split() == before.split()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE }",
        "SELECT * { SERVICE <e> }",
        "SELECT * { SERVICE { } }",
        "SELECT * { SERVICE <e> {",
        "SERVICE",
    ],
)
def test_what_is_malformed(query: str) -> None:
    with pytest.raises(QuerySyntaxError):
        first_block(Query(tokenize(query)))
