"""SPARQL 1.1 Protocol, query operation: a case for each of its demands, and for what is refused."""

from __future__ import annotations

import json
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

BASE = "https://w3id.org/vnkg/"
GRAPH = f"{BASE}graph/article/ke-hoach"
OTHER = f"{BASE}graph/article/lap-day"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
SELECT = "SELECT ?o { ?s <http://purl.org/dc/terms/title> ?o } ORDER BY ?o"
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s <http://example.org/tựa> ?o } WHERE { ?s <http://purl.org/dc/terms/title> ?o } LIMIT 3"
TITLES = f"SELECT ?o {{ ?s a <{BASE}ontology#Article> ; <http://purl.org/dc/terms/title> ?o }}"


def _problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, object] = answer.json()
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, "about:blank")
    assert problem["title"] and problem["detail"]
    return problem


def _titles(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {row["o"]["value"] for row in answer.json()["results"]["bindings"]}


# 2.1.1 to 2.1.3: the three ways of asking


def test_query_by_get(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": ASK})
    assert answer.json()["boolean"] is True
    assert answer.headers["content-type"] == "application/sparql-results+json; charset=utf-8"


def test_query_by_form(client: httpx.Client) -> None:
    assert client.post("/sparql", data={"query": ASK}).json()["boolean"] is True
    body = f"query={quote(SELECT)}&format=csv"
    answer = client.post(
        "/sparql", content=body, headers={"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    )
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_query_directly(client: httpx.Client) -> None:
    for headers in (DIRECT, {"Content-Type": "application/sparql-query; charset=utf-8"}):
        assert client.post("/sparql", content=ASK, headers=headers).json()["boolean"] is True


def test_vietnamese_survives_all_three_ways(client: httpx.Client) -> None:
    text = 'Đường Hữu Nghị, "ặ" \U0001f1fb'
    query = f"SELECT ('''{text}''' AS ?x) (<http://example.org/hải> AS ?y) {{}}"
    answers = [
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query.encode(), headers=DIRECT),
    ]
    for answer in answers:
        (row,) = answer.json()["results"]["bindings"]
        assert (row["x"]["value"], row["y"]["value"]) == (text, "http://example.org/hải")


def test_head_and_options(client: httpx.Client) -> None:
    asked = client.head("/sparql", params={"query": SELECT}, headers={"Accept": "text/csv"})
    assert (asked.status_code, asked.headers["content-type"], asked.content) == (200, "text/csv; charset=utf-8", b"")
    assert client.head("/sparql").status_code == 200
    assert client.head("/sparql", params={"query": "SELEC"}).status_code == 400
    options = client.options("/sparql")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


# 2.1.4: the dataset


def test_without_graphs_the_union_is_asked(client: httpx.Client) -> None:
    assert {"Mục tiêu xuất khẩu", "Lấp đầy chưa khớp"} <= _titles(client.get("/sparql", params={"query": TITLES}))


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_graphs_of_the_request(client: httpx.Client, way: str) -> None:
    def ask(query: str, **graphs: str) -> set[str]:
        if way == "get":
            return _titles(client.get("/sparql", params={"query": query, **graphs}))
        if way == "form":
            return _titles(client.post("/sparql", data={"query": query, **graphs}))
        return _titles(client.post("/sparql", params=graphs, content=query, headers=DIRECT))

    in_graph = f"SELECT ?o {{ GRAPH ?g {{ ?s a <{BASE}ontology#Article> ; <http://purl.org/dc/terms/title> ?o }} }}"
    assert ask(TITLES, **{"default-graph-uri": GRAPH}) == {"Mục tiêu xuất khẩu"}
    assert ask(in_graph, **{"default-graph-uri": GRAPH}) == set()
    assert ask(in_graph, **{"named-graph-uri": OTHER}) == {"Lấp đầy chưa khớp"}
    assert ask(TITLES, **{"named-graph-uri": OTHER}) == set()


def test_several_graphs_and_their_precedence_over_from(client: httpx.Client) -> None:
    query = TITLES.replace("{", f"FROM <{BASE}graph/article/doc-hai> {{", 1)
    assert _titles(client.get("/sparql", params={"query": query})) == {"<script>alert(1)</script>"}
    both: list[tuple[str, str | int | float | bool | None]] = [
        ("query", query),
        ("default-graph-uri", GRAPH),
        ("default-graph-uri", OTHER),
    ]
    assert _titles(client.get("/sparql", params=both)) == {"Mục tiêu xuất khẩu", "Lấp đầy chưa khớp"}


def test_a_graph_that_is_no_iri(client: httpx.Client) -> None:
    problem = _problem(client.get("/sparql", params={"query": ASK, "default-graph-uri": "x> <y"}), 400, "query")
    assert problem["where"] == "x> <y"


# 2.1.5, 2.1.6: content negotiation, success and failure


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "", "application/sparql-results+json"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/csv;q=0.5, application/sparql-results+xml;q=0.8, */*;q=0.1", "application/sparql-results+xml"),
        (SELECT, "application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        (SELECT, "text/*", "text/csv"),
        (SELECT, "text/turtle, text/csv;q=0.1", "text/csv"),
        (SELECT, "nonsense, text/csv", "text/csv"),
        (SELECT, "text/csv" + ", a/b" * 100_000, "text/csv"),
        (SELECT, "text/csv;q=0.5" + "," * 100_000 + "*/*", "text/csv"),
        (ASK, "text/csv, application/xml;q=0.1", "application/sparql-results+xml"),
        (CONSTRUCT, "*/*", "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/json", "application/ld+json"),
        (CONSTRUCT, "application/trig", "application/trig"),
        (CONSTRUCT, "application/n-quads;q=0.9, text/turtle;q=0.8", "application/n-quads"),
        (CONSTRUCT, "TEXT/TURTLE; q=0.3, application/rdf+xml; q=0.2", "text/turtle"),
    ],
)
def test_content_negotiation(client: httpx.Client, query: str, accept: str, expected: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{expected}; charset=utf-8"
    assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize(
    ("media", "engine"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
    ],
)
def test_graphs_are_what_they_say(client: httpx.Client, media: str, engine: ox.RdfFormat) -> None:
    query = CONSTRUCT.replace("tựa", "title")
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    assert len(list(ox.parse(answer.content, format=engine))) == 3


@pytest.mark.parametrize(
    ("media", "engine"),
    [
        ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
        ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ],
)
def test_tables_are_what_they_say(client: httpx.Client, media: str, engine: ox.QueryResultsFormat) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": media})
    rows = ox.parse_query_results(answer.content, format=engine)
    assert isinstance(rows, ox.QuerySolutions)
    assert ox.Literal("Mục tiêu xuất khẩu", language="vi") in [row["o"] for row in rows]


def test_what_cannot_be_given_is_406(client: httpx.Client) -> None:
    for query, accept in ((SELECT, "text/turtle"), (ASK, "text/csv"), (CONSTRUCT, "text/csv"), (SELECT, "image/png")):
        problem = _problem(
            client.get("/sparql", params={"query": query}, headers={"Accept": accept}), 406, "not-acceptable"
        )
        assert "can be answered as" in str(problem["detail"])
    _problem(client.get("/sparql", params={"query": SELECT, "format": "docx"}), 406, "not-acceptable")


def test_format_goes_before_accept(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": SELECT, "format": "csv"}, headers={"Accept": "application/json"})
    assert answer.text.splitlines()[0] == "o"


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * {\n  ?s ?p }", 2, 10),
        ("SELECT * { ?s ?p 'x }", 1, 18),
        ("SELECT * { ?s foaf:name ?o }", 1, 15),
        ("", 1, 1),
    ],
)
def test_malformed_queries_are_400_with_their_place(client: httpx.Client, query: str, line: int, column: int) -> None:
    for answer in (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", content=query, headers=DIRECT),
    ):
        problem = _problem(answer, 400, "query-syntax")
        assert (problem["line"], problem["column"]) == (line, column)


@pytest.mark.parametrize(
    ("method", "arguments", "status", "code"),
    [
        ("GET", {"params": [("query", ASK), ("query", ASK)]}, 400, "protocol"),
        ("GET", {"params": {"format": "csv", "query": [ASK, ASK]}}, 400, "protocol"),
        ("GET", {"params": [("query", ASK), ("version", "1.1"), ("version", "1.2")]}, 400, "protocol"),
        ("GET", {"params": [("query", ASK), ("format", "json"), ("format", "xml")]}, 400, "protocol"),
        ("GET", {"params": {"query": ASK, "timeout": "soon"}}, 400, "protocol"),
        ("GET", {"params": {"query": ASK, "timeout": "-1"}}, 400, "protocol"),
        ("GET", {"params": {"query": ASK, "timeout": "nan"}}, 400, "protocol"),
        ("GET", {"params": {"update": "DROP ALL"}}, 400, "protocol"),
        ("GET", {"params": {"query": "DROP ALL"}}, 400, "query"),
        ("GET", {"params": [("x", "y")] * 300}, 400, "protocol"),
        ("POST", {"content": "", "headers": FORM}, 400, "protocol"),
        ("POST", {"content": "query=ASK%7B%7D&query=ASK%7B%7D", "headers": FORM}, 400, "protocol"),
        ("POST", {"content": "update=DROP+ALL", "headers": FORM}, 400, "protocol"),
        ("POST", {"content": "query=%ff", "headers": FORM}, 400, "encoding"),
        ("POST", {"content": b"query=\xff", "headers": FORM}, 400, "encoding"),
        ("POST", {"content": ASK, "headers": DIRECT, "params": {"query": ASK}}, 400, "protocol"),
        ("POST", {"content": ASK.encode("utf-16"), "headers": DIRECT}, 400, "encoding"),
        (
            "POST",
            {"content": ASK, "headers": {"Content-Type": "application/sparql-query; charset=utf-16"}},
            415,
            "unsupported-type",
        ),
        (
            "POST",
            {"content": "DROP ALL", "headers": {"Content-Type": "application/sparql-update"}},
            415,
            "unsupported-type",
        ),
        ("POST", {"content": ASK, "headers": {"Content-Type": "text/plain"}}, 415, "unsupported-type"),
        ("POST", {"content": ASK}, 415, "unsupported-type"),
        ("POST", {"content": b"#" * ((1 << 20) + 1), "headers": DIRECT}, 413, "too-large"),
        ("PUT", {"content": ASK, "headers": DIRECT}, 405, "method-not-allowed"),
        ("DELETE", {}, 405, "method-not-allowed"),
        ("GET", {"params": {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}}, 400, "query"),
    ],
)
def test_what_is_refused(
    client: httpx.Client, method: str, arguments: dict[str, object], status: int, code: str
) -> None:
    _problem(client.request(method, "/sparql", **arguments), status, code)  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["a b", "[::1", "x<y>", "a/b?c", "\u00e9.org", "user@host", "a:b", "[zz]", "a." * 200])
def test_a_host_that_is_none_is_refused(client: httpx.Client, host: str) -> None:
    headers = [(b"Host", host.encode())]
    for address in ("/sparql", "/sparql?query=ASK%7B%7D", "/.well-known/void", "/.well-known/sparql-examples"):
        assert _problem(client.get(address, headers=headers), 400, "protocol")["where"] == "Host"


@pytest.mark.parametrize("host", ["example.org", "example.org:8080", "[::1]:80", "xn--vnkg.vn", "my_host"])
def test_the_description_tells_the_address_that_was_called(client: httpx.Client, host: str) -> None:
    assert f"<http://{host}/sparql>" in client.get("/sparql", headers={"Host": host}).text


def test_without_a_host_it_is_where_the_server_listens(client: httpx.Client) -> None:
    assert f"<{str(client.base_url).rstrip('/')}/sparql>" in client.get("/sparql", headers={"Host": ""}).text


def test_a_large_body_without_a_length_is_refused_too(client: httpx.Client) -> None:
    def pieces() -> object:
        for _ in range(40):
            yield b" " * (1 << 15)

    _problem(client.post("/sparql", content=pieces(), headers=DIRECT), 413, "too-large")  # type: ignore[arg-type]


def test_relative_iris_are_resolved_against_the_endpoint(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT (<x> AS ?o) {}"})
    assert _titles(answer) == {f"{str(client.base_url).rstrip('/')}/x"}


def test_a_long_answer_comes_whole(client: httpx.Client) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert len(answer.content) > 1 << 21
    assert answer.text.count("\r\n") == 30001
    assert len(json.loads(client.get("/sparql", params={"query": query}).content)["results"]["bindings"]) == 30000


_PIECES = st.sampled_from(
    [
        "SELECT",
        "*",
        "ASK",
        "{",
        "}",
        "?s",
        "?p",
        "?o",
        ".",
        "FILTER",
        "(",
        ")",
        "'",
        '"',
        "<http://x>",
        "a:b",
        "#",
        "\\",
        "\x00",
        "SERVICE",
        "VALUES",
        "1e999999",
        "GRAPH",
        "OPTIONAL",
        "GROUP BY",
        "HAVING",
        "LIMIT -1",
        "\U0001f600",
        "\n",
        "<<",
        ">>",
        "LATERAL",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(_PIECES, max_size=12).map(" ".join) | st.text(max_size=30))
def test_no_query_brings_the_server_down(client: httpx.Client, query: str) -> None:
    answer = client.post("/sparql", content=query.encode("utf-8", "replace"), headers=DIRECT)
    assert answer.status_code in (200, 400), (query, answer.text)
