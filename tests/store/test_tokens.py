"""What a query is taken to be, and what is refused in it."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, QuerySyntaxError
from kg.store.tokens import position, read_query, tokenize


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        'SELECT * { ?s ?p "SERVICE <http://x/>" }',
        "SELECT * { ?s ?p '''SERVICE\n<http://x/>''' }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/> {}",
        "SELECT * { ?s <http://example.org/service#SERVICE> ?o }",
        "SELECT * { <http://example.org/LOAD> ?service ?Service }",
        "PREFIX service: <http://example.org/> SELECT * { ?s service:SERVICE service:load }",
        "PREFIX e: <urn:x:service#> SELECT * { ?s e:p ?o FILTER(?o<3&&?o>1) }",
        'ASK { ?s ?p \'it\\\'s\'@en-GB , """two "" quotes""" , 1.5e-3 , -.5 , true , _:b.c }',
    ],
)
def test_words_in_strings_comments_and_iris_are_no_keywords(query: str) -> None:
    read = read_query(query)
    assert "".join(token.text for token in read.tokens) == query
    ox.Store().query(read.text)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "select*{service<http://x/>{?s ?p ?o}}",
        "SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }",
        "SELECT * { ?a ?b trueSERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?a ?b 1SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?a ?b 'x'SERVICE<http://x/>{ ?s ?p ?o } }",
        "ASK { { SELECT * { # comment\n SERVICE\n<http://x/> { ?s ?p ?o } } } }",
        "ASK { FILTER EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }",
    ],
)
def test_service_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        read_query(query)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://x/>",
        "INSERT DATA { <http://a> <http://b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "PREFIX a: <http://x/> WITH a:g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR SILENT ALL",
        "create graph <http://g>",
    ],
)
def test_updates_are_refused_by_name(update: str) -> None:
    with pytest.raises(QueryError, match="update"):
        read_query(update)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("{ ?s ?p ?o }", 1, 13),
        ("SELECT *\n{ ?s ?p 'open }", 2, 9),
        ('SELECT * {\n\n  ?s ?p """a\\q""" }', 3, 11),
        ("SELECT * { ?s ?p '\\uD800' }", 1, 18),
        ("SELECT * { ?s ?p '\\U00110000' }", 1, 18),
        ("SELECT * { ?s ?p \u00d7 }", 1, 18),
    ],
)
def test_malformed_terminals_name_their_place(text: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        read_query(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_space_after_a_function_is_no_syntax_error() -> None:
    query = read_query("SELECT * { BIND(COALESCE (?a, CONCAT # join\n ('b', 'c')) AS ?x) BIND(STR (1) AS ?y) }")
    (row,) = ox.Store().query(query.text)  # type: ignore[misc]  # a SELECT
    assert row["x"] == ox.Literal("bc")
    assert len(query.text) == sum(len(token.text) for token in query.tokens)


def test_forms_and_graphs() -> None:
    assert read_query("BASE <http://b/> SELECT * { ?s ?p ?o }").form == "SELECT"
    assert read_query("construct where { ?s ?p ?o }").form == "CONSTRUCT"
    assert read_query("ASK FROM <http://g> { ?s ?p ?o }").names_graphs
    assert read_query("CONSTRUCT { ?s ?p ?o } FROM NAMED <http://g> WHERE { ?s ?p ?o }").names_graphs
    assert not read_query("SELECT ?from { ?from ?p 'FROM' } # FROM <http://g>").names_graphs


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("a.b-c:d.e-f.", ["a.b-c:d.e-f", "."]),
        ("_:a..b-.", ["_:a..b-", "."]),
        ("a:b%41\\..c:..", ["a:b%41\\..c:", ".", "."]),
        (":", [":"]),
        ("é.:b", ["é", ".", ":b"]),
        ("a-b", ["a", "-", "b"]),
        ("x" * 150 + ":y", ["x" * 150, ":y"]),
    ],
)
def test_where_names_end(text: str, texts: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == texts


_HEAVY = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from kg.errors import KgError
from kg.store.tokens import read_query
from kg.store.updates import read_update
for piece in "a- a. a _:a. a:%41. 1. 1e '' <a @a- CONCAT( COALESCE( ; \\\\ a:b ?a { BASE<a>;".split():
    for read, around in (read_query, "SELECT * {{{}}}"), (read_update, "{}"):
        try:
            read(around.format(piece * (150_000 // len(piece)))).text
        except (KgError, AttributeError):
            pass
"""


def test_no_long_text_keeps_it_busy() -> None:
    """What looks at characters again and again takes hours for these; then the kernel ends it."""
    assert subprocess.run([sys.executable, "-c", _HEAVY], check=False).returncode == 0


def test_position_counts_from_one() -> None:
    assert position("ab\ncd", 0) == (1, 1)
    assert position("ab\ncd", 4) == (2, 2)


@given(st.text(max_size=60))
def test_any_text_is_tokenized_whole_or_refused(text: str) -> None:
    try:
        tokens = tokenize(text)
    except QuerySyntaxError as error:
        assert error.line >= 1 and error.column >= 1
    else:
        assert "".join(token.text for token in tokens) == text


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[int, list[int]]]:
    """A port on loopback, and a list that grows with each connection to it."""
    hits: list[int] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    over = threading.Event()

    def accept() -> None:
        while not over.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            hits.append(1)
            connection.close()

    thread = threading.Thread(target=accept)
    thread.start()
    yield server.getsockname()[1], hits
    over.set()
    thread.join()
    server.close()


def test_the_listener_would_notice(listener: tuple[int, list[int]]) -> None:
    port, hits = listener
    with pytest.raises((OSError, RuntimeError)):
        bool(ox.Store().query(f"ASK {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))
    assert hits


_HIDING = (
    "VALUES (?a ?b) {{ (1 2) }} VALUES ?s {{ <{u}> }} FILTER(?a<?b).SERVICE?s#>\n{{ ?x ?y ?z }}",
    "VALUES (?a ?b) {{ (1 2) }} FILTER(?a<?b#>'''\n) SERVICE <{u}> {{ ?x ?y ?z }} #'''",
    'VALUES (?a ?b) {{ ("""x") }} SERVICE <{u}> {{ ?x ?y ?z }} # \\q """',
    'VALUES (?a ?b) {{ ("""x") }} SERVICE <{u}> {{ ?x ?y ?z }} # \\uD800 """',
    "VALUES (?a ?b) {{ ('''x') }} SERVICE <{u}> {{ ?x ?y ?z }} # \\UFFFFFFFF '''",
    "?a ?b trueSERVICE<{u}>{{ ?x ?y ?z }}",
    "?a ?b 'x'@enSERVICE<{u}>{{ ?x ?y ?z }}",
    "S\\u0045RVICE <{u}> {{ ?x ?y ?z }}",
    "BIND(1<2 AS ?q) FILTER(?q<a:b).SERVICE<{u}>#>\n{{ ?x ?y ?z }}",
)


@pytest.mark.parametrize("pattern", _HIDING)
def test_a_hidden_service_reaches_nobody(listener: tuple[int, list[int]], pattern: str) -> None:
    port, hits = listener
    before = len(hits)
    text = "PREFIX a: <http://a/> SELECT * { " + pattern.format(u=f"http://127.0.0.1:{port}/") + " }"
    try:
        query = read_query(text)
        list(ox.Store().query(query.text))  # type: ignore[arg-type]  # rows, triples or a truth value
    except (QueryError, SyntaxError, RuntimeError, OSError):
        pass
    assert len(hits) == before


_PIECES = st.sampled_from(
    [
        "SERVICE",
        "service",
        " ",
        "\n",
        "<",
        ">",
        "?s",
        "?b",
        "(",
        ")",
        "{",
        "}",
        "#",
        ".",
        "'",
        "'''",
        '"',
        '"""',
        "\\q",
        "\\uD800",
        "FILTER",
        "1",
        "true",
        "a:b",
        "URL",
        "{ ?x ?y ?z }",
        "VALUES",
        "VALUES ?s { URL }",
        "VALUES (?a ?b) {",
        "&&",
        "@en",
        "_:b",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=14))
def test_no_mixture_of_tokens_reaches_the_listener(listener: tuple[int, list[int]], pieces: list[str]) -> None:
    port, hits = listener
    before = len(hits)
    body = "".join(pieces).replace("URL", f"<http://127.0.0.1:{port}/>")
    try:
        query = read_query("PREFIX a: <http://a/> SELECT * { VALUES ?b { 1 } " + body + " }")
        list(ox.Store().query(query.text))  # type: ignore[arg-type]  # rows, triples or a truth value
    except (QueryError, SyntaxError, RuntimeError, OSError):
        pass
    assert len(hits) == before
