"""Update requests, taken apart: which operations, what they write to, what is refused."""

from __future__ import annotations

import pytest

from kg.errors import KgError, QueryError, QuerySyntaxError
from kg.store.staging import check_syntax
from kg.store.updates import read_update

BASE = "http://example.org/sparql"


@pytest.mark.parametrize(
    ("update", "kinds"),
    [
        ("", []),
        ("PREFIX a: <http://a/>", []),
        ("INSERT DATA { <a> <b> 1 ; <c> 2 }", ["DATA"]),
        ("delete data { graph <g> { <a> <b> ';' } } ;", ["DATA"]),
        ("CLEAR ALL; DROP SILENT GRAPH <g> ; CREATE GRAPH <g>", ["CLEAR", "DROP", "CREATE"]),
        ("COPY <a> TO <b>; MOVE DEFAULT TO <c>; ADD <a> TO DEFAULT", ["TRANSFER"] * 3),
        ("DELETE WHERE { ?s ?p ?o }", ["DELETE WHERE"]),
        ("WITH <g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } USING <h> WHERE { ?s ?p ?o }", ["MODIFY"]),
        (
            "PREFIX a: <x> INSERT {} WHERE { FILTER(1 > 2) } ; # ; {\n BASE <http://y/> DELETE {} WHERE {}",
            ["MODIFY", "MODIFY"],
        ),
    ],
)
def test_operations_are_told_apart(update: str, kinds: list[str]) -> None:
    assert [operation.kind for operation in read_update(update)] == kinds
    assert [operation.kind for operation in check_syntax(update, BASE)] == kinds


def test_what_an_operation_writes_to_and_reads() -> None:
    update = """
        PREFIX a: <http://a/>
        WITH a:w DELETE { ?s ?p ?o . GRAPH <g> { ?s ?p "GRAPH <no>" } } INSERT { GRAPH ?g { ?s a:p [] } }
        USING a:u USING NAMED <n> WHERE { GRAPH ?g { ?s ?p ?o } FILTER(?o > 1) }
    """
    [operation] = read_update(update)
    assert [token.text for token in operation.graphs_named] == ["<g>", "?g"]
    assert operation.with_graph is not None and operation.with_graph.text == "a:w"
    assert operation.writes_default and operation.names_dataset
    assert operation.variables == ("?s", "?p", "?o", "?g")
    assert operation.text().split() == update.split()


@pytest.mark.parametrize(
    ("pattern", "reads"),
    [
        ("GRAPH ?g { ?s ?p ?o }", False),
        ("GRAPH <g> { ?s ?p ?o . { ?a ?b ?c } } GRAPH a:g { ?s ?p ?o }", False),
        ("OPTIONAL { GRAPH <g> { ?s ?p ?o } }", False),
        ("?s ?p ?o", True),
        ("GRAPH ?g { ?s ?p ?o } ?s ?p ?o", True),
        ("OPTIONAL { ?s ?p ?o }", True),
        ("{ SELECT * { GRAPH ?g { ?s ?p ?o } } } [] <p> 1", True),
        ("FILTER EXISTS { ?s ?p ?o }", True),
    ],
)
def test_whether_the_default_graph_is_read(pattern: str, reads: bool) -> None:
    [operation] = read_update(f"INSERT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
    assert operation.reads_default is reads


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://x/>",
        "load silent <http://x/> into graph <g>",
        "CLEAR ALL;LOAD<http://x/>",
        "INSERT DATA { <a> <b> true };LOAD <http://x/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://x/> { ?s ?p ?o } }",
        "DELETE { ?s ?p ?o } WHERE { ?s ?p trueSERVICE SILENT ?x { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { { SELECT * { OPTIONAL { SERVICE ?x { ?s ?p ?o } } } } }",
    ],
)
def test_what_would_fetch_is_refused(update: str) -> None:
    with pytest.raises(QueryError, match="would fetch"):
        read_update(update)


@pytest.mark.parametrize(
    "update",
    ["CLEAR XYZ", "INSERT DATA {", "INSERT DATA }", "SELECT * {}", "INSERT DATA { ?s ?p ?o }", "DROP", "x", "; ;"],
)
def test_what_is_malformed_is_refused(update: str) -> None:
    with pytest.raises(QuerySyntaxError):
        check_syntax(update, BASE)


def test_a_fault_behind_a_later_prologue_is_told_at_its_place() -> None:
    good = "PREFIX a: <x>\nINSERT DATA { a:b a:c 1 } ;\nPREFIX d: <y>\nDELETE DATA { d:b a:c 1 }"
    assert len(check_syntax(good, BASE)) == 2
    with pytest.raises(QuerySyntaxError) as refused:
        check_syntax(good + " ;\n INSERT DATA { d:b }", BASE)
    assert refused.value.line == 5


def test_words_in_strings_and_names_are_none() -> None:
    update = "PREFIX LOAD: <http://x/> INSERT DATA { LOAD:SERVICE LOAD:LOAD 'SERVICE <http://x/>' } # LOAD <x>"
    try:
        [operation] = check_syntax(update, BASE)
    except KgError as error:  # pragma: no cover - would be the fault
        pytest.fail(str(error))
    assert operation.kind == "DATA"
